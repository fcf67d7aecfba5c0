"""Knows a workout again that was logged in two apps: same person, day, exercises, weights and reps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection, select

from analysis.history.database.schema import SESSION_TABLE, SET_TABLE
from analysis.history.session_record import SessionRecord

_LOGS = ("strong", "hevy")
"""Origins that are logs of apps."""
_ROUNDED_KG = 0.1
"""Difference of one weight in two apps that rounding explains: 27.5 lb are 12.474 kg, and 12.5 kg 27.56 lb."""
_SAME_DAY = timedelta(hours=50)
"""More than lies between two moments of one day, whatever the zones: 24 h, and 26 h between the farthest two."""
_Done: TypeAlias = dict[str, list[tuple[float | None, int]]]
"""Weights in kg and reps of the sets of each exercise, in order."""


def workout_of_another_app(connection: Connection, record: SessionRecord) -> tuple[int, str] | None:
    """Returns number and file of the workout in the history that this one repeats; None where it repeats none.

    Exercises may stand in another order: an app puts those of a superset where it likes. One that is in the history
    under its own app is no repetition.

    Parameters
    ----------
    connection : Connection
    record : SessionRecord
    """
    session, c = record.session, SESSION_TABLE.c
    if session["origin"] not in _LOGS or session["began_at"] is None:
        return None
    own = select(c.id).where(c.content_hash == session["content_hash"])
    if connection.execute(own).first() is not None:
        return None
    began = datetime.fromisoformat(session["began_at"])
    near = (
        select(c.id, c.source, c.began_at, c.zone_min)
        .where(c.origin.in_(_LOGS), c.origin != session["origin"])
        .where(c.lifter_key.is_not_distinct_from(session["lifter_key"]))
        .where(c.began_at > began - _SAME_DAY, c.began_at < began + _SAME_DAY)
        .order_by(c.id)
    )
    day, done = _day(began, session["zone_min"]), _done(record.sets)
    for number, source, other_began, zone_min in connection.execute(near).all():
        if _day(other_began, zone_min) == day and _are_equal(done, _sets_of(connection, number)):
            return number, source
    return None


def _day(moment: datetime, zone_min: int | None) -> tuple[int, int, int]:
    """Year, month and day of a moment where it was."""
    there = moment.replace(tzinfo=None) + timedelta(minutes=zone_min or 0)
    return there.year, there.month, there.day


def _sets_of(connection: Connection, number: int) -> _Done:
    c = SET_TABLE.c
    rows = select(c.exercise, c.weight_kg, c.reps).where(c.session_id == number).order_by(c.number)
    return _done(one._asdict() for one in connection.execute(rows))


def _done(sets: Iterable[Mapping[str, Any]]) -> _Done:
    found: _Done = {}
    for one in sets:
        found.setdefault(" ".join(one["exercise"].split()).casefold(), []).append(
            (one["weight_kg"], one["reps"])
        )
    return found


def _are_equal(one: _Done, other: _Done) -> bool:
    return one.keys() == other.keys() and all(
        len(sets) == len(other[name]) and all(map(_is_same_set, sets, other[name]))
        for name, sets in one.items()
    )


def _is_same_set(one: tuple[float | None, int], other: tuple[float | None, int]) -> bool:
    (a, reps), (b, other_reps) = one, other
    alike = a is b if a is None or b is None else abs(a - b) <= _ROUNDED_KG
    return alike and reps == other_reps
