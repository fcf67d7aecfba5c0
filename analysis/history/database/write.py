"""Writes sessions into the database, and removes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from analysis.history.database.schema import REP_TABLE, SESSION_TABLE, SET_TABLE
from analysis.history.session_record import MOMENTS, SessionRecord, tallies_of
from analysis.records.day_alone import begins_with_day

_OF_PERSON = ("weight_value", "weight_unit", "weight_kg", "target_reps", "side")
"""Columns of a set that a person said: an analysis that does not know them leaves what was said before."""
_DAY = timedelta(days=1)


def write_session(connection: Connection, record: SessionRecord) -> tuple[int, bool]:
    """Writes a session, in place of an earlier analysis of the same samples.

    Returns
    -------
    number : int
        The session's number; the old one where it takes the place of one.
    is_new : bool
    """
    old = connection.execute(
        select(
            SESSION_TABLE.c.id,
            SESSION_TABLE.c.lifter,
            SESSION_TABLE.c.lifter_key,
            SESSION_TABLE.c.origin,
            SESSION_TABLE.c.source,
            SESSION_TABLE.c.began_at,
            SESSION_TABLE.c.ended_at,
            SESSION_TABLE.c.zone_min,
        ).where(SESSION_TABLE.c.content_hash == record.session["content_hash"])
    ).first()
    made = record if old is None else _with_what_was_said(connection, record, old)
    number = _write_row(connection, made)
    connection.execute(delete(SET_TABLE).where(SET_TABLE.c.session_id == number))
    if made.sets:
        connection.execute(insert(SET_TABLE), [{**one, "session_id": number} for one in made.sets])
    if made.reps:
        connection.execute(insert(REP_TABLE), [{**one, "session_id": number} for one in made.reps])
    return number, old is None


def _write_row(connection: Connection, record: SessionRecord) -> int:
    values = {**record.session, "saved_at": datetime.now(UTC)}
    values |= {name: _moment(record.session[name]) for name in MOMENTS}
    written = _upsert(connection).values(**values)
    replaced = {name: written.excluded[name] for name in values if name != "content_hash"}
    upsert = written.on_conflict_do_update(index_elements=["content_hash"], set_=replaced)
    return int(connection.execute(upsert.returning(SESSION_TABLE.c.id)).scalar_one())


def _upsert(connection: Connection) -> sqlite.Insert | postgresql.Insert:
    return (
        sqlite.insert(SESSION_TABLE)
        if connection.dialect.name == "sqlite"
        else postgresql.insert(SESSION_TABLE)
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _with_what_was_said(
    connection: Connection, record: SessionRecord, old: Row[Any, Any, Any, Any, Any, Any, Any, Any]
) -> SessionRecord:
    """The record, with what a person said before and the new analysis does not know.

    Of its sets, those are the same that lie over each other in time, of one sensor.
    """
    names = ("sensor", "start_s", "end_s", *_OF_PERSON)
    before = (
        connection.execute(select(*(SET_TABLE.c[n] for n in names)).where(SET_TABLE.c.session_id == old.id))
        .mappings()
        .all()
    )
    sets = tuple(_filled(one, before) for one in record.sets)
    session = dict(record.session)
    session["tallies"] = tallies_of(sets)
    if session["lifter"] is None:
        session |= {"lifter": old.lifter, "lifter_key": old.lifter_key}
    if session["began_at"] is None and old.began_at is not None and old.ended_at is not None:
        session |= {"began_at": old.began_at.isoformat(), "ended_at": old.ended_at.isoformat()}
        session["zone_min"] = old.zone_min
    if old.origin == "live":
        session["origin"] = "live"
    return SessionRecord(session=session, sets=sets, reps=record.reps)


def _filled(one: Mapping[str, Any], before: Sequence[RowMapping]) -> dict[str, Any]:
    same = [b for b in before if b["sensor"] == one["sensor"] and _overlap_s(one, b) > 0.0]
    made = dict(one)
    if same:
        nearest = max(same, key=lambda b: _overlap_s(one, b))
        if one["weight_kg"] is None:
            made |= {name: nearest[name] for name in _OF_PERSON[:3]}
        made |= {name: nearest[name] for name in _OF_PERSON[3:] if one[name] is None}
    return made


def _overlap_s(one: Mapping[str, Any], other: RowMapping) -> float:
    return float(min(one["end_s"], other["end_s"]) - max(one["start_s"], other["start_s"]))


def is_kept(connection: Connection, record: SessionRecord) -> bool:
    """Whether a session is in the database just so."""
    c = SESSION_TABLE.c
    found = select(c.id).where(
        c.content_hash == record.session["content_hash"], c.facts_hash == record.session["facts_hash"]
    )
    return connection.execute(found).first() is not None


def sessions_at_that_time(
    connection: Connection, record: SessionRecord, number: int
) -> list[tuple[int, str]]:
    """Returns number and file of other sessions that lie over this one in time, and are of the same person or of nobody.

    A session of which the day alone is known lies over none: nobody knows when on that day it was.
    """
    began, ended = (_moment(record.session[name]) for name in MOMENTS)
    if began is None or ended is None or begins_with_day(began, record.session["zone_min"]):
        return []
    c, key = SESSION_TABLE.c, record.session["lifter_key"]
    at_once = select(c.id, c.source, c.began_at, c.zone_min).where(
        c.id != number, c.began_at < ended, c.ended_at > began, c.began_at > began - _DAY
    )
    if key is not None:
        at_once = at_once.where(or_(c.lifter_key == key, c.lifter_key.is_(None)))
    found = connection.execute(at_once.order_by(c.id)).all()
    return [(one.id, one.source) for one in found if not begins_with_day(one.began_at, one.zone_min)]


def delete_lifter(connection: Connection, key: str) -> tuple[int, int, int]:
    """Removes everything of a person; returns how many sessions, sets and reps that was."""
    of_person = select(SESSION_TABLE.c.id).where(SESSION_TABLE.c.lifter_key == key)
    counts = [
        connection.execute(
            select(func.count()).select_from(table).where(table.c.session_id.in_(of_person))
        ).scalar_one()
        for table in (SET_TABLE, REP_TABLE)
    ]
    gone = connection.execute(delete(SESSION_TABLE).where(SESSION_TABLE.c.lifter_key == key)).rowcount
    return gone, counts[0], counts[1]


def delete_session(connection: Connection, number: int) -> bool:
    """Removes one session; False where there is none of this number."""
    return connection.execute(delete(SESSION_TABLE).where(SESSION_TABLE.c.id == number)).rowcount > 0
