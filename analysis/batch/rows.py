"""Rows of the four tables, made of one analysed recording: plain values, which JSON knows, packed for the journal."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from analysis.batch.lake_schema import TABLE_NAMES, TABLES, TableName
from analysis.output.data_sentences import quality_text
from analysis.output.tables import rep_rows
from analysis.records.results import RepSet, SensorSummary, SessionResult
from analysis.vocabulary import VERDICTS
from imu.printable import printable
from imu.types import Recording

LakeRow: TypeAlias = dict[str, Any]
LakeRows: TypeAlias = dict[TableName, list[LakeRow]]
"""Rows of each table; moments are texts in ISO 8601."""


def packed(values: Iterable[object]) -> bytes:
    """Returns values as JSON, one after the other, compressed."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    return gzip.compress(" ".join(map(encode, values)).encode(), compresslevel=1, mtime=0)


def packed_rows(rows: LakeRows) -> tuple[bytes, ...]:
    """Returns the rows of each table, packed: so a worker sends them, and the journal holds them."""
    return tuple(packed(rows.get(table, [])) for table in TABLE_NAMES)


def result_rows(
    result: SessionResult,
    recording: Recording,
    *,
    fingerprint: str,
    name: str,
    lifter: str | None,
    state: str,
    told: str,
) -> LakeRows:
    """Returns the rows of an analysed recording.

    Parameters
    ----------
    result : SessionResult
        With advice, its path and files as they are to be named.
    recording : Recording
        Its device and exercise are told.
    fingerprint : str
        Of its samples, as `content_hash` makes it.
    name : str
        Short name of the recording.
    lifter : str or None
        Who lifted.
    state, told : str
        By which a later run sees that nothing changed.
    """
    common = {"recording": name, "lifter": lifter, "began_at": _moment(result)}
    own = {
        "content_hash": fingerprint,
        "device": recording.device,
        "exercise": recording.exercise,
        "source_state": state,
        "told": told,
    }
    rows: LakeRows = {
        "recordings": [_recording(result) | own],
        "sets": [_set(one, place) for place, one in enumerate(result.sets, start=1)],
        "reps": list(rep_rows(result)),
        "quality": _findings(result),
    }
    return {table: [_complete(table, row | common) for row in held] for table, held in rows.items()}


def unread_rows(path: str, name: str, *, code: str, why: str, lifter: str | None) -> LakeRows:
    """Returns the row of a recording that could not be read or analysed.

    Parameters
    ----------
    path, name : str
        Of the recording.
    code : str
        ``unreadable``, or ``fault`` where this program is to blame.
    why : str
        The sentence.
    lifter : str or None
        Who lifted, where the person said so.
    """
    row: LakeRow = {"recording": name, "lifter": lifter, "path": path, "finding": 1}
    row |= {"severity": "error", "code": code, "text": why}
    return {"quality": [_complete("quality", row)]}


def _complete(table: TableName, row: Mapping[str, Any]) -> LakeRow:
    """The columns of the table, in order; what is not known or not finite is None."""
    return {one.name: _plain(row.get(one.name)) for one in TABLES[table]}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _moment(result: SessionResult) -> str | None:
    """When the recording began, in UTC; None where its zone is not known, as every computer would tell another time."""
    try:
        origin = datetime.fromisoformat(result.started_at or "")
        if origin.tzinfo is None:
            return None
        return (origin + timedelta(seconds=result.start_s)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None


def _recording(result: SessionResult) -> LakeRow:
    warm_up = result.warmup
    return {
        "path": result.path,
        "files": list(result.files),
        "format": result.format,
        "started_at": result.started_at,
        "start_s": result.start_s,
        "duration_s": result.duration_s,
        "sensors": [_sensor(one) for one in result.sensors],
        "sets": len(result.sets),
        "reps": sum(len(one.reps) for one in result.sets),
        "rejected_sets": len(result.rejected_sets),
        "warm_up": None if warm_up is None else warm_up.verdict,
        "warm_up_movement_s": None if warm_up is None else warm_up.movement_s,
        "thresholds_digest": result.thresholds_digest,
        "version": result.version,
    }


def _sensor(one: SensorSummary) -> LakeRow:
    return {
        "name": one.name,
        "rate_hz": one.rate_hz,
        "has_gyro": one.has_gyro,
        "samples": one.samples,
        "start_s": one.start_s,
        "end_s": one.end_s,
        "gaps": len(one.gaps),
        "gap_s": math.fsum(gap.end_s - gap.start_s for gap in one.gaps),
    }


def _set(one: RepSet, place: int) -> LakeRow:
    row: LakeRow = {c.name: getattr(one, c.name) for c in TABLES["sets"] if hasattr(one, c.name)}
    row |= {f"{verdict}_reps": sum(rep.verdict == verdict for rep in one.reps) for verdict in VERDICTS}
    row |= {"set": place, "reps": len(one.reps), "advice": None}
    if (said := one.advice) is not None:
        row |= {"action": said.action, "rule": said.rule, "sure": said.sure, "sureness": said.sureness}
        row["advice"] = said.why
    return row


def _findings(result: SessionResult) -> list[LakeRow]:
    return [
        {
            "path": result.path,
            "finding": number,
            "severity": one.severity,
            "code": str(one.code),
            "sensor": one.sensor,
            "start_s": one.start_s,
            "text": quality_text(one, since_s=result.start_s),
            "values": _facts(one.because.values),
        }
        for number, one in enumerate(result.quality, start=1)
    ]


def _facts(values: Mapping[str, Any]) -> str | None:
    known = {name: _plain(value) for name, value in values.items()}
    return json.dumps(known, ensure_ascii=False, sort_keys=True, allow_nan=False) if known else None
