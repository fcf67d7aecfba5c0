"""Recordings of one training session, and the warm-up judged over all of them, in any order in which they are saved.

One of which the day alone is known belongs to none but its own: nobody knows when on that day it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from analysis.coaching.warmup import judge_warm_up
from analysis.history.database.schema import SESSION_TABLE, SET_TABLE
from analysis.history.session_record import tallies_of
from analysis.output.json_document import warm_up_document
from analysis.records.day_alone import begins_with_day, is_midnight
from analysis.records.session_checks import MovementBout, SessionPart, SetSpan, WarmUp
from analysis.settings.warm_up_settings import WarmUpSettings

_DAY = timedelta(days=1)
"""No training session is longer."""
_COLUMNS = ("id", "began_at", "ended_at", "start_s", "bouts", "zone_min")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A recording of the database."""

    number: int
    began_at: datetime
    ended_at: datetime
    part: SessionPart
    """On its own time axis."""


def recordings_before(
    connection: Connection, lifter_key: str | None, began_at: datetime, settings: WarmUpSettings
) -> list[SessionPart]:
    """Returns earlier recordings of the session that begins now, oldest first.

    Parameters
    ----------
    connection : Connection
    lifter_key : str or None
        Whose they are.
    began_at : datetime
        Begin of the session's newest recording, with its zone; it is 0 on the time axis of what is returned.
    settings : WarmUpSettings
        How far apart recordings of one session are.
    """
    if is_midnight(began_at):
        return []
    near = [one for one in _near(connection, lifter_key, began_at, began_at) if one.began_at < began_at]
    return [_moved(one, began_at) for one in _chain(near, began_at, began_at, settings)]


def judge_again(connection: Connection, number: int, settings: WarmUpSettings) -> None:
    """Judges the warm-up of a session that was saved, and of the recordings around it, from all of them.

    Parameters
    ----------
    connection : Connection
    number : int
        A session, with its sets.
    settings : WarmUpSettings
    """
    c = SESSION_TABLE.c
    row = connection.execute(select(c.lifter_key, c.began_at, c.ended_at).where(c.id == number)).one()
    if row.began_at is None or row.ended_at is None:
        return
    near = _near(connection, row.lifter_key, row.began_at, row.ended_at)
    chain = _chain(near, row.began_at, row.ended_at, settings)
    if len(chain) < 2 or number not in {one.number for one in chain}:
        return
    for one in chain:
        _write(
            connection,
            one.number,
            judge_warm_up([_moved(other, one.began_at, one) for other in chain], settings),
        )


def _near(
    connection: Connection, lifter_key: str | None, began_at: datetime, ended_at: datetime
) -> list[_Found]:
    """Recordings of a person within a day, in order of time; none of which the day alone is known."""
    c = SESSION_TABLE.c
    whose = c.lifter_key.is_(None) if lifter_key is None else c.lifter_key == lifter_key
    rows = connection.execute(
        select(*(c[name] for name in _COLUMNS))
        .where(whose, c.began_at > began_at - _DAY, c.began_at < ended_at + _DAY, c.bouts.is_not(None))
        .order_by(c.began_at, c.id)
    ).mappings()
    return [
        _found(row, _lifted(connection, row["id"]))
        for row in rows.all()
        if row["ended_at"] is not None and not begins_with_day(row["began_at"], row["zone_min"])
    ]


def _lifted(connection: Connection, number: int) -> Iterator[SetSpan]:
    c = SET_TABLE.c
    rows = connection.execute(
        select(c.lifting_s, c.start_s, c.end_s, c.side, c.sensor, c.weight_kg)
        .where(c.session_id == number)
        .order_by(c.number)
    )
    for lifting_s, start_s, end_s, side, sensor, weight_kg in rows:
        yield SetSpan(
            start_s=start_s if lifting_s is None else lifting_s,
            end_s=end_s,
            arm=side or sensor or "",
            weight_kg=weight_kg,
        )


def _found(row: RowMapping, sets: Iterator[SetSpan]) -> _Found:
    bouts = tuple(
        MovementBout(start_s=start_s, end_s=end_s, recorded_s=recorded_s, kind=kind)
        for start_s, end_s, recorded_s, kind in row["bouts"]
    )
    return _Found(
        number=row["id"],
        began_at=row["began_at"],
        ended_at=row["ended_at"],
        part=SessionPart(start_s=row["start_s"], bouts=bouts, sets=tuple(sets)),
    )


def _chain(
    near: Sequence[_Found], began_at: datetime, ended_at: datetime, settings: WarmUpSettings
) -> list[_Found]:
    """Recordings that belong to one session with the time between two moments: each begins soon after another ended."""
    apart = timedelta(seconds=settings.same_session_s)
    taken: list[_Found] = []
    left = list(near)
    while True:
        more = [one for one in left if one.began_at <= ended_at + apart and one.ended_at >= began_at - apart]
        if not more:
            return sorted(taken, key=lambda one: (one.began_at, one.number))
        taken += more
        left = [one for one in left if one not in more]
        began_at = min(began_at, *(one.began_at for one in more))
        ended_at = max(ended_at, *(one.ended_at for one in more))


def _moved(one: _Found, to: datetime, axis: _Found | None = None) -> SessionPart:
    """A recording on the axis of another one, or on one that is 0 at a moment."""
    zero_s = 0.0 if axis is None else axis.part.start_s
    return one.part.later((one.began_at - to).total_seconds() - one.part.start_s + zero_s)


def _write(connection: Connection, number: int, found: WarmUp | None) -> None:
    """Writes what was judged: the warm-up, and which sets were ramp-up sets, also in the session's brief of them."""
    if found is None:
        return
    c = SET_TABLE.c
    working_s = found.first_working_set_s
    rows: list[dict[str, Any]] = [
        dict(row)
        for row in connection.execute(
            select(SET_TABLE).where(c.session_id == number).order_by(c.number)
        ).mappings()
    ]
    for row in rows:
        lighter = working_s is not None and row["start_s"] < working_s
        if lighter != row["warm_up"]:
            row["warm_up"] = lighter
            of_set = (c.session_id == number) & (c.number == row["number"])
            connection.execute(update(SET_TABLE).where(of_set).values(warm_up=lighter))
    connection.execute(
        update(SESSION_TABLE)
        .where(SESSION_TABLE.c.id == number)
        .values(warmup=warm_up_document(found), tallies=tallies_of(rows))
    )
