"""A session result as the JSON document that other programs rely on, schema ``rep-momentum/1``.

Every float keeps all its bits; what is not known, or not a finite number, is null.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from importlib.resources import files
from typing import Any, TypeAlias

from analysis.events import Event
from analysis.output.explain import explain
from analysis.results import RepSet, SessionResult

SCHEMA = "rep-momentum/1"
Json: TypeAlias = dict[str, Any]


def to_document(result: SessionResult) -> Json:
    """The document as plain dictionaries and lists."""
    return {
        "schema": SCHEMA,
        "version": result.version,
        "thresholds_digest": result.thresholds_digest,
        "thresholds_name": result.thresholds_name or None,
        "thresholds_are_defaults": result.thresholds_are_defaults,
        "recording": _recording(result),
        "events": [event_record(e) for e in result.events],
        "sets": [_set(s) for s in result.sets],
        "rejected_sets": [_record(r) for r in result.rejected_sets],
        "warmup": None,
        "balance": None,
        "trunk": None,
        "quality": [_record(q) for q in result.quality],
    }


def to_json(result: SessionResult, *, indent: int | None = None) -> str:
    """The document as JSON text: one line, or indented."""
    return json.dumps(to_document(result), ensure_ascii=False, allow_nan=False, indent=indent)


def schema() -> Json:
    """The JSON Schema of the document."""
    loaded: Json = json.loads((files("analysis.output") / "schema.json").read_text(encoding="utf-8"))
    return loaded


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


def event_record(event: Event) -> Json:
    """An event as it stands in the document and in a live session's lines; ``closed_by`` stands only where something closed."""
    record = _record(event)
    if record.get("closed_by") is None:
        record.pop("closed_by", None)
    return {"at_s": record["at_s"], "kind": record["kind"]} | record


def _set(rep_set: RepSet) -> Json:
    """All but the curves, which belong to pictures; and why each rep was called what it was."""
    record = _record(replace(rep_set, trace=None))
    del record["trace"]
    for name in ("reps", "removed"):
        for rep, said in zip(getattr(rep_set, name), record[name], strict=True):
            for made, compared in zip(said["comparisons"], rep.comparisons, strict=True):
                made["evidence"] = _plain(compared.evidence)
            said["rule"] = "fixed" if rep.verdict == "momentum" else None
            said["why"] = explain(rep).sentence
    return record


def _record(record: Any) -> Json:
    return {f.name: _plain(getattr(record, f.name)) for f in fields(record)}


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return _record(value)
