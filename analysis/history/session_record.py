"""Makes of an analysed session what the history keeps of it: plain values, which JSON and the tables take alike."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias

from analysis.coaching.corrections import ADDED, IN, OUT
from analysis.coaching.session_part import begin_of_set_s
from analysis.coaching.set_context import NO_CONTEXT, SetContext
from analysis.coaching.weights import Weight, noted_weight, typed_weight
from analysis.history.content_hash import content_hash
from analysis.output.json_document import to_document
from analysis.records.day_alone import is_day_alone
from analysis.records.past_sessions import CURL_EXERCISE, SessionOrigin
from analysis.records.results import REP_FIGURES, Rep, RepSet, SessionResult
from analysis.vocabulary import VERDICTS, Verdict
from imu.printable import printable
from imu.types import Note, Recording, note_at

TableRow: TypeAlias = dict[str, Any]
VERDICT_LETTERS = {verdict: verdict[0] for verdict in VERDICTS}
"""Letter of each verdict, of which a set keeps one per rep."""
FAST_LETTER = "f"
"""Letter of a rep of momentum by speed alone, in place of that of its verdict: it says nothing about the weight."""
MOMENTS = ("began_at", "ended_at")
"""Columns of a session that are moments; here they are text in ISO 8601."""
_OWN_COLUMNS = ("start_s", "top_s", "end_s", "verdict", "cause", "momentum")
_IN_FIGURES = tuple(n for n, info in REP_FIGURES.items() if info.role != "key" and n not in _OWN_COLUMNS)
_SET_FIGURES = ("decided_at_s", "lever_m", "lever_sd_m", "planarity", "pendulum_r2", "gravity_mps2")
_PLAIN_CURLS = ("", "curl", "biceps curl", "bicep curl")
_CORRECTIONS = (OUT, IN, ADDED)
_TALLIED: tuple[Verdict, ...] = ("controlled", "momentum")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """Session as it is kept, without its number: rows of the three tables, of values that JSON knows."""

    session: TableRow
    """TableRow of the session; moments are texts in ISO 8601."""
    sets: tuple[TableRow, ...]
    """Rows of its sets."""
    reps: tuple[TableRow, ...]
    """Rows of their reps, with ``set_number``."""

    def to_json(self) -> str:
        """Returns it as one line of JSON."""
        return json.dumps({f.name: getattr(self, f.name) for f in fields(self)}, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> SessionRecord:
        """Returns the session of such a line.

        Raises
        ------
        ValueError
            It is none.
        """
        try:
            read = json.loads(text)
            return cls(session=dict(read["session"]), sets=tuple(read["sets"]), reps=tuple(read["reps"]))
        except (TypeError, KeyError) as error:
            raise ValueError(text[:40]) from error


def recorded_session(
    result: SessionResult,
    recording: Recording,
    told: SetContext = NO_CONTEXT,
    *,
    lifter: str | None = None,
    fingerprint: str | None = None,
) -> SessionRecord:
    """Returns what is kept of a recording.

    Parameters
    ----------
    result : SessionResult
        Its analysis, with advice.
    recording : Recording
        Its samples give the fingerprint.
    told : SetContext
        Weights as they were typed.
    lifter : str, optional
        Name of the person; by default as the recording says.
    fingerprint : str, optional
        Of its samples, where that is known already: of a long recording it takes reading it once more.
    """
    return session_record(
        result,
        fingerprint=content_hash(recording) if fingerprint is None else fingerprint,
        notes=recording.notes,
        told=told,
        lifter=lifter,
        device=recording.device,
        exercise=recording.exercise,
    )


def session_record(
    result: SessionResult,
    *,
    fingerprint: str,
    notes: Sequence[Note] = (),
    told: SetContext = NO_CONTEXT,
    lifter: str | None = None,
    device: str | None = None,
    exercise: str | None = None,
    origin: SessionOrigin = "recording",
    source: str | None = None,
) -> SessionRecord:
    """Returns what is kept of an analysed session.

    Parameters
    ----------
    result : SessionResult
        With advice.
    fingerprint : str
        Of its samples, as `ContentHash` makes it.
    notes : sequence of Note
        In order of time: weights as typed, and corrections.
    told : SetContext
        Weights as they were typed.
    lifter, device, exercise : str, optional
        As far as known.
    origin : str
        Way by which it comes into the history.
    source : str, optional
        Its file, where the result does not name it.
    """
    document = to_document(result)
    working_s = None if result.warmup is None else result.warmup.first_working_set_s
    who = (lifter or result.lifter or "").strip() or None
    sets: list[TableRow] = []
    reps: list[TableRow] = []
    for number, (one, said) in enumerate(zip(result.sets, document["sets"], strict=True), start=1):
        row = _set_row(one, said, number, typed=_typed(one, notes, told))
        row |= {
            "exercise": exercise_name(exercise),
            "warm_up": working_s is not None and one.start_s < working_s,
            "lifting_s": begin_of_set_s(one),
        }
        sets.append(row)
        reps += [_rep_row(rep, number) for rep in one.reps]
    session = {
        "content_hash": fingerprint,
        **session_times(result.started_at, result.start_s, result.duration_s),
        "lifter": who,
        "lifter_key": lifter_key(who),
        "origin": origin,
        "source": _absolute(source or result.path),
        "format": result.format,
        "title": None,
        "device": device,
        "thresholds_digest": result.thresholds_digest,
        "version": result.version,
        "sensors": [one.name for one in result.sensors],
        "sensor_facts": document["recording"]["sensors"],
        "tallies": tallies_of(sets),
        "corrections": [[n.time_s, n.key, n.value] for n in notes if n.key in _CORRECTIONS],
        **{name: document[name] for name in ("warmup", "balance", "trunk")},
        "bouts": None if result.part is None else [list(astuple(one)) for one in result.part.bouts],
    }
    return with_facts_hash(session, sets, reps)


def _absolute(path: str) -> str:
    """A path that means the same in every folder; ``-``, standard input, stays."""
    return path if path == "-" else str(Path(path).absolute())


def with_facts_hash(session: TableRow, sets: Sequence[TableRow], reps: Sequence[TableRow]) -> SessionRecord:
    """Returns the rows as one record, with the fingerprint of all that they say: equal ones need no saving.

    Characters that cannot be read, as of a file name that is no Unicode, become a sign: no database takes all of them.
    """
    session, sets = _readable(session), [_readable(one) for one in sets]
    text = json.dumps([session, sets, reps], sort_keys=True, allow_nan=False)
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return SessionRecord(session=session | {"facts_hash": digest}, sets=tuple(sets), reps=tuple(reps))


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _readable(one) for key, one in value.items()}
    return [_readable(one) for one in value] if isinstance(value, list | tuple) else value


def lifter_key(name: str | None) -> str | None:
    """Returns a name without differences of case and of blanks: ``anna`` and ``Anna`` are one person."""
    return printable(" ".join(name.split())).casefold() if name is not None and name.strip() else None


def exercise_name(text: str | None) -> str:
    """Returns the name of the exercise of a recording; all plain names of the curl are one."""
    plain = " ".join((text or "").split())
    return CURL_EXERCISE if plain.casefold().rstrip("s") in _PLAIN_CURLS else plain


def is_possible(moment: datetime) -> bool:
    """Whether a session can have begun then: in 1970, where a clock that was never set begins, or later; not after 2200."""
    return 1970 <= moment.year <= 2200


def session_times(started_at: str | None, start_s: float, duration_s: float) -> TableRow:
    """Returns when a session began and ended, and its zone's distance from UTC in minutes; None where unknown.

    A time without a zone is taken as this computer's. Of a day without a time the session is kept from midnight on, so
    that it stands before and after those of other days. A year that no clock of ours can show is unknown.
    """
    row: TableRow = {
        "began_at": None,
        "ended_at": None,
        "zone_min": None,
        "start_s": start_s,
        "duration_s": duration_s,
    }
    try:
        origin = datetime.fromisoformat(started_at or "")
        if not is_possible(origin):
            return row
        origin = origin.astimezone() if origin.tzinfo is None else origin
        began = origin if is_day_alone(started_at or "") else origin + timedelta(seconds=start_s)
        ended = began + timedelta(seconds=duration_s)
        moments = {
            "began_at": began.astimezone(UTC).isoformat(),
            "ended_at": ended.astimezone(UTC).isoformat(),
        }
    except (ValueError, OverflowError):
        return row
    zone = origin.utcoffset() or timedelta()
    return row | moments | {"zone_min": round(zone.total_seconds() / 60)}


def tallies_of(sets: Sequence[TableRow]) -> dict[str, Any]:
    """Returns the sets in brief, as their session keeps them: ``[reps, judged, controlled, momentum, kind]`` each.

    ``kind`` is a place in ``kinds``, which holds weight (kg), unit, side, whether it was to warm up, and exercise: most
    sets of a session share them, and a list of thousands of sessions is read in half of the time.
    """
    kinds = [
        [row["weight_kg"], row["weight_unit"], row["side"], row["warm_up"], row["exercise"]] for row in sets
    ]
    distinct = [kind for k, kind in enumerate(kinds) if kind not in kinds[:k]]
    return {
        "kinds": distinct,
        "sets": [
            [row["reps"], *_judged(row), distinct.index(kind)] for row, kind in zip(sets, kinds, strict=True)
        ],
    }


def _judged(row: TableRow) -> list[int | None]:
    """Number of judged reps, of controlled ones and of those of momentum; None where nobody judged them."""
    if not row["verdicts"]:
        return [None] * (1 + len(_TALLIED))
    verdicts = row["verdicts"].replace(FAST_LETTER, VERDICT_LETTERS["momentum"])
    unjudged = verdicts.count(VERDICT_LETTERS["uncertain"])
    return [len(verdicts) - unjudged, *(verdicts.count(VERDICT_LETTERS[v]) for v in _TALLIED)]


def _set_row(one: RepSet, said: Mapping[str, Any], number: int, *, typed: Weight | None) -> TableRow:
    return {
        "number": number,
        "sensor": one.sensor,
        "side": one.side,
        "start_s": one.start_s,
        "end_s": one.end_s,
        "closed_by": one.closed_by,
        "weight_value": None if typed is None else typed.value,
        "weight_unit": None if typed is None else typed.unit,
        "weight_kg": None if typed is None else typed.kg,
        "target_reps": one.target_reps,
        "reps": len(one.reps),
        "verdicts": "".join(
            FAST_LETTER if rep.cause == "speed" else VERDICT_LETTERS[rep.verdict] for rep in one.reps
        ),
        "figures": {name: said[name] for name in _SET_FIGURES if said[name] is not None},
        "advice": said["advice"],
    }


def _rep_row(rep: Rep, set_number: int) -> TableRow:
    values = {name: getattr(rep, name) for name in _IN_FIGURES}
    return {
        "set_number": set_number,
        "number": rep.index,
        **{name: _known(getattr(rep, name)) for name in _OWN_COLUMNS},
        "figures": {name: value for name, value in values.items() if _known(value) is not None},
    }


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _typed(one: RepSet, notes: Sequence[Note], told: SetContext) -> Weight | None:
    """The weight of a set as somebody typed it: on the command line, or in the recording's notes."""
    if one.weight_kg is None:
        return None
    noted = noted_weight(note_at(notes, "weight_kg", one.end_s) or "")
    for typed in (told.weight, noted):
        if typed is not None and typed.unit == "lb" and math.isclose(typed.kg, one.weight_kg, rel_tol=1e-9):
            return typed
    return typed_weight(one.weight_kg, told.unit)
