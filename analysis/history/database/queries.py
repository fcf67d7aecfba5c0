"""Asks the database: sessions, sets and rows for tables, as records of `analysis.records.past_sessions`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from analysis.coaching.advice import DOUBTFUL_RULES
from analysis.history.database.schema import REP_TABLE, SESSION_TABLE, SET_TABLE
from analysis.history.session_record import (
    FAST_LETTER,
    MOMENTS,
    VERDICT_LETTERS,
    SessionRecord,
    lifter_key,
)
from analysis.records.past_sessions import PastSession, PastSet, SetTally
from analysis.vocabulary import Verdict

VERDICT_OF: dict[str, Verdict] = {
    FAST_LETTER: "momentum",
    **{letter: verdict for verdict, letter in VERDICT_LETTERS.items()},
}
"""Verdict of each letter."""
_SESSION_FIELDS = (
    *(
        "id",
        "began_at",
        "zone_min",
        "duration_s",
        "lifter",
        "origin",
        "source",
        "title",
        "sensors",
        "tallies",
    ),
    *("content_hash", "thresholds_digest", "version"),
)
_SET_FIELDS = (
    *("session_id", "number", "exercise", "side", "sensor", "start_s", "weight_kg", "weight_value"),
    *("weight_unit", "target_reps", "reps", "verdicts", "warm_up"),
)
_OF_SESSION = ("began_at", "zone_min", "start_s", "lifter", "origin", "source")


def past_sessions(
    connection: Connection, lifter: str | None = None, since: datetime | None = None
) -> list[PastSession]:
    """Returns sessions with a set in order of time, those without a date first.

    Parameters
    ----------
    connection : Connection
    lifter : str, optional
        Only of this person; case does not matter.
    since : datetime, optional
        Only those that began then or later; with its zone.
    """
    chosen = _chosen(select(*(SESSION_TABLE.c[name] for name in _SESSION_FIELDS)), lifter, since)
    ordered = chosen.order_by(SESSION_TABLE.c.began_at.nulls_first(), SESSION_TABLE.c.id)
    return [_session(*row) for row in connection.execute(ordered) if row.tallies["sets"]]


def _chosen(query: Select[Any], lifter: str | None, since: datetime | None) -> Select[Any]:
    if lifter is not None:
        query = query.where(SESSION_TABLE.c.lifter_key == lifter_key(lifter))
    return query if since is None else query.where(SESSION_TABLE.c.began_at >= since)


def _session(number: int, began_at: datetime | None, zone_min: int | None, *rest: Any) -> PastSession:
    duration_s, lifter, origin, source, title, sensors, tallies, fingerprint, digest, version = rest
    return PastSession(
        id=number,
        started_at=_local(began_at, zone_min),
        duration_s=duration_s,
        lifter=lifter,
        origin=origin,
        source=source,
        title=title,
        sensors=tuple(sensors),
        tallies=_tallies(tallies),
        content_hash=fingerprint,
        thresholds_digest=digest,
        version=version,
    )


def _tallies(kept: Mapping[str, Any]) -> tuple[SetTally, ...]:
    kinds = [tuple(kind) for kind in kept["kinds"]]
    return tuple(
        _tally(reps, judged, controlled, momentum, kinds[k])
        for reps, judged, controlled, momentum, k in kept["sets"]
    )


@lru_cache(maxsize=4096)
def _tally(
    reps: int, judged: int | None, controlled: int | None, momentum: int | None, kind: tuple[Any, ...]
) -> SetTally:
    """A set in brief; most are like some other, and the record is made once."""
    weight_kg, unit, side, warm_up, exercise = kind
    return SetTally(
        reps=reps,
        judged=judged,
        controlled=controlled,
        momentum=momentum,
        weight_kg=weight_kg,
        unit=unit,
        side=side,
        warm_up=warm_up,
        exercise=exercise,
    )


def _local(moment: datetime | None, zone_min: int | None, after_s: float = 0.0) -> datetime | None:
    """A moment so many seconds later, in the zone in which it was recorded."""
    if moment is None:
        return None
    return (moment + timedelta(seconds=after_s)).astimezone(_zone(zone_min or 0))


@lru_cache(maxsize=256)
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def past_sets(
    connection: Connection,
    lifter: str | None = None,
    since: datetime | None = None,
    most_sessions: int | None = None,
) -> list[PastSet]:
    """Returns sets in order of time, those of sessions without a date first.

    Parameters
    ----------
    connection : Connection
    lifter : str, optional
        Only of this person; case does not matter.
    since : datetime, optional
        Only of sessions that began then or later; with its zone.
    most_sessions : int, optional
        Only of so many sessions, the latest.
    """
    ids = _chosen(select(SESSION_TABLE.c.id), lifter, since)
    if most_sessions is not None:
        ids = ids.where(exists().where(SET_TABLE.c.session_id == SESSION_TABLE.c.id))
        ids = ids.order_by(SESSION_TABLE.c.began_at.desc().nulls_last(), SESSION_TABLE.c.id.desc()).limit(
            most_sessions
        )
    latest = ids.subquery()
    rule = SET_TABLE.c.advice["rule"].as_string()
    of_set = [*(SET_TABLE.c[name] for name in _SET_FIELDS), rule]
    columns = [*of_set, *(SESSION_TABLE.c[name] for name in _OF_SESSION)]
    joined = SET_TABLE.join(SESSION_TABLE, SET_TABLE.c.session_id == SESSION_TABLE.c.id).join(
        latest, latest.c.id == SESSION_TABLE.c.id
    )
    ordered = (
        select(*columns)
        .select_from(joined)
        .order_by(SESSION_TABLE.c.began_at.nulls_first(), SESSION_TABLE.c.id, SET_TABLE.c.number)
    )
    return [_set(*row) for row in connection.execute(ordered)]


def _set(session: int, number: int, *rest: Any) -> PastSet:
    exercise, side, sensor, start_s, weight_kg, value, unit, target, reps, *more = rest
    verdicts, warm_up, rule, *of_session = more
    began_at, zone_min, begin_s, lifter, origin, source = of_session
    return PastSet(
        session=session,
        number=number,
        started_at=_local(began_at, zone_min, start_s - begin_s),
        lifter=lifter,
        exercise=exercise,
        side=side,
        sensor=sensor,
        weight_kg=weight_kg,
        weight_value=value,
        weight_unit=unit,
        target_reps=target,
        reps=reps,
        verdicts=tuple(map(VERDICT_OF.__getitem__, verdicts)),
        fast=tuple(number for number, letter in enumerate(verdicts, start=1) if letter == FAST_LETTER),
        warm_up=warm_up,
        origin=origin,
        source=source,
        doubtful=rule in DOUBTFUL_RULES,
    )


def lifter_names(connection: Connection) -> list[str]:
    """Returns the name of every person with a session, in order of the alphabet."""
    c = SESSION_TABLE.c
    names = select(func.min(c.lifter)).where(c.lifter_key.is_not(None)).group_by(c.lifter_key)
    return sorted(connection.execute(names).scalars())


def exported_rows(
    connection: Connection, lifter: str | None, since: datetime | None
) -> Iterator[dict[str, Any]]:
    """Yields a row per rep with what is known of its set and session; a set without known reps has one row."""
    columns = [
        *(SESSION_TABLE.c[n] for n in ("began_at", "zone_min", "lifter", "origin", "source", "title")),
        *(c for c in SET_TABLE.c if c.name not in ("figures", "advice")),
        *(c.label(f"rep_{c.name}") for c in REP_TABLE.c if c.name not in ("session_id", "set_number")),
    ]
    together = SET_TABLE.join(SESSION_TABLE, SET_TABLE.c.session_id == SESSION_TABLE.c.id).outerjoin(
        REP_TABLE,
        (REP_TABLE.c.session_id == SET_TABLE.c.session_id) & (REP_TABLE.c.set_number == SET_TABLE.c.number),
    )
    ordered = _chosen(select(*columns).select_from(together), lifter, since).order_by(
        SESSION_TABLE.c.began_at.nulls_first(), SET_TABLE.c.session_id, SET_TABLE.c.number, REP_TABLE.c.number
    )
    for row in connection.execution_options(yield_per=1000).execute(ordered):
        yield dict(row._mapping)


def stored_records(connection: Connection) -> Iterator[SessionRecord]:
    """Yields every session as it was saved, to be saved elsewhere."""
    own = [c for c in SESSION_TABLE.c if c.name != "saved_at"]
    for row in connection.execute(select(*own).order_by(SESSION_TABLE.c.id)).mappings().all():
        session = dict(row)
        number = session.pop("id")
        session |= {name: None if session[name] is None else session[name].isoformat() for name in MOMENTS}
        rows = []
        for table, order in ((SET_TABLE, "number"), (REP_TABLE, "set_number")):
            of_session = select(table).where(table.c.session_id == number).order_by(table.c[order])
            found = [dict(one) for one in connection.execute(of_session).mappings()]
            rows.append(tuple({k: v for k, v in one.items() if k != "session_id"} for one in found))
        yield SessionRecord(session=session, sets=rows[0], reps=rows[1])
