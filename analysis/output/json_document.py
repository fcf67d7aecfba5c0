"""JSON document of a session result that other programs rely on, schema ``rep-momentum/1``.

Every float keeps all its bits; what is not known, or not a finite number, is null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from analysis.output.balance_words import balance_words, side_advice
from analysis.output.data_sentences import event_text, quality_text
from analysis.output.explain import evidence_sum, explain
from analysis.output.explain_trunk import trunk_throw
from analysis.output.json_text import json_line
from analysis.output.reasons import reasons_of, refusal_clause
from analysis.output.verdict_words import is_near_limit
from analysis.output.warm_up_words import warm_up_words
from analysis.records.events import LiveEvent, QualityEvent, RejectedEvent
from analysis.records.rep_measures import FigureInfo
from analysis.records.results import REP_FIGURES, Advice, Quality, RejectedSet, Rep, RepSet, SessionResult
from analysis.records.session_checks import Balance, WarmUp

SCHEMA = "rep-momentum/1"
"""Name and version of the schema, in every document."""
Json: TypeAlias = dict[str, Any]
_JSON_TYPES = {float: "number", int: "integer", bool: "boolean"}


def to_document(result: SessionResult) -> Json:
    """Makes the document as plain dictionaries and lists."""
    return {
        "schema": SCHEMA,
        "version": result.version,
        "thresholds_digest": result.thresholds_digest,
        "thresholds_name": result.thresholds_name or None,
        "thresholds_are_defaults": result.thresholds_are_defaults,
        "recording": _recording(result),
        "events": [event_record(e) for e in result.events],
        "sets": [_set(s) for s in result.sets],
        "rejected_sets": [_refused(r) for r in result.rejected_sets],
        "warmup": warm_up_document(result.warmup),
        "totals": None if result.totals is None else _record(result.totals),
        "balance": _balance(result.balance),
        "trunk": None if result.trunk is None else _record(result.trunk),
        "quality": [_noticed(q, result.start_s) for q in result.quality],
    }


def to_json(result: SessionResult) -> str:
    """Makes the document as one line of JSON."""
    return json_line(to_document(result))


def schema() -> Json:
    """Makes the JSON Schema of the document: its frame from ``schema.json``, the figures of a rep from
    their descriptions."""
    loaded: Json = json.loads((files("analysis.output") / "schema.json").read_text(encoding="utf-8"))
    hints = get_type_hints(Rep)
    figures = {name: _figure_rule(info, hints[name]) for name, info in REP_FIGURES.items()}
    rep = loaded["$defs"]["rep"]
    rep["required"] = [*figures, *rep["required"]]
    rep["properties"] = figures | rep["properties"]
    return loaded


def _figure_rule(info: FigureInfo, hint: Any) -> Json:
    """Schema of one figure, by the type of its field."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    (kind,) = (option for option in options if option is not NoneType)
    unknown = NoneType in options
    if kind in _JSON_TYPES:
        rule: Json = {"type": [_JSON_TYPES[kind], "null"] if unknown else _JSON_TYPES[kind]}
    else:
        rule = {"enum": [*get_args(kind), *([None] if unknown else [])]}
    bounds = {"minimum": info.low, "maximum": info.high}
    return (
        rule
        | {key: bound for key, bound in bounds.items() if bound is not None}
        | {"description": info.meaning}
    )


def _recording(result: SessionResult) -> Json:
    return {
        "path": result.path,
        "files": list(result.files),
        "format": result.format,
        "started_at": result.started_at,
        "lifter": result.lifter,
        "start_s": _plain(result.start_s),
        "duration_s": _plain(result.duration_s),
        "sensors": [_record(s) for s in result.sensors],
    }


def event_record(event: LiveEvent) -> Json:
    """Makes the record of an event, as in the document and in a live session's lines.

    ``closed_by`` stands in it only where something closed.
    """
    if isinstance(event, RejectedEvent):
        record = _refused(event)
    elif isinstance(event, QualityEvent):
        record = _record(event)
        record |= record.pop("because") | {"text": event_text(event)}
    else:
        record = _record(event)
    if record.get("closed_by") is None:
        record.pop("closed_by", None)
    return {"at_s": record["at_s"], "kind": record["kind"]} | record


def _refused(one: RejectedEvent | RejectedSet) -> Json:
    """Record of movement that was no curls: the sentence, and its code with the facts."""
    record = _record(one)
    coded: Json = record.pop("because")
    return record | {"why": refusal_clause(one.because)} | coded


def _noticed(note: Quality, since_s: float) -> Json:
    """Record of a finding about the data: code, sentence and facts."""
    return {
        "code": note.code,
        "severity": note.severity,
        "text": quality_text(note, since_s=since_s),
        "sensor": note.sensor,
        "start_s": _plain(note.start_s),
        "values": _plain(note.because.values),
    }


def _set(rep_set: RepSet) -> Json:
    """Record of a set, without its curves (they belong to pictures), and with why each rep was called what
    it was."""
    record = _record(replace(rep_set, trace=None))
    del record["trace"]
    if rep_set.advice is not None:
        record["advice"] = _advice(rep_set.advice)
    for name in ("reps", "removed"):
        for rep, said in zip(getattr(rep_set, name), record[name], strict=True):
            for made, compared in zip(said["comparisons"], rep.comparisons, strict=True):
                made["evidence"] = _plain(compared.evidence)
            del said["bottom_force_mps2"]
            said["rule"] = _rule(rep)
            said["near_limit"] = is_near_limit(rep)
            said["why"] = explain(rep).sentence
            said["because"], said["reasons"] = said["reasons"], list(reasons_of(rep))
    return record


def warm_up_document(warmup: WarmUp | None) -> Json | None:
    """Returns the warm-up as it stands in a document, with its sentence."""
    return None if warmup is None else _record(warmup) | {"words": warm_up_words(warmup)}


def _balance(balance: Balance | None) -> Json | None:
    if balance is None:
        return None
    said = {"words": balance_words(balance), "advice": side_advice(balance)}
    return _record(balance) | {"unilateral": balance.unilateral} | said


def _rule(rep: Rep) -> str | None:
    """By which rule a rep was called: by the published limits, or (the trunk alone) by the person's own calm reps."""
    if rep.verdict != "momentum":
        return None
    thrown = trunk_throw(rep)
    own = thrown is not None and thrown.threshold == "trunk.own_times" and evidence_sum(rep) <= 0.0
    return "own" if own else "fixed"


def _advice(advice: Advice) -> Json:
    """Record of an advice, with its sentence in one piece."""
    record = _record(advice)
    del record["todo"], record["finding"]
    return record | {"why": advice.why}


def _record(record: Any) -> Json:
    return {f.name: _plain(getattr(record, f.name)) for f in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return {name: _plain(v) for name, v in value.items()}
    return _record(value)
