"""How good the data are, in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.output import words
from analysis.results import Quality, SensorSummary, SessionResult
from analysis.vocabulary import Severity

_ORDER: dict[Severity, int] = {"warning": 0, "info": 1, "fine": 2}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One note: its first sentence stands out."""

    severity: Severity
    first: str
    rest: str


def texts(notes: Sequence[Quality]) -> list[tuple[Quality, str]]:
    """Every note with its words, the ones that change something first; where the notes are of several sensors
    they say which."""
    several = len({n.sensor for n in notes if n.sensor is not None}) > 1
    ordered = sorted(notes, key=lambda n: _ORDER[n.severity])
    return [(n, _text(n, n.sensor if several else None)) for n in ordered]


def _text(note: Quality, sensor: str | None) -> str:
    """``Left wrist: Steady signal.``, ``Left wrist, set 2: ...``"""
    text = note.text.strip()
    if sensor is None:
        return text
    name = words.capital(words.placement(sensor))
    return f"{name}, set {text[4:]}" if text.startswith("Set ") else f"{name}: {text}"


def _line(note: Quality, text: str) -> Line:
    first, *rest = _SENTENCE_END.split(words.bound(text), maxsplit=1)
    return Line(note.severity, first, rest[0] if rest else "")


def sensor_line(sensor: SensorSummary) -> str:
    """``Wrist: 49.8 readings a second, accelerometer and gyroscope.``"""
    name = words.capital(words.placement(sensor.name))
    rate = words.finite(sensor.rate_hz)
    readings = (
        "rate not known"
        if rate is None
        else f"{words.number(rate, 0 if rate >= 1000 else 1)} readings a second"
    )
    parts = "accelerometer and gyroscope" if sensor.has_gyro else "accelerometer only"
    gaps = f", {words.count(len(sensor.gaps), 'gap')}" if sensor.gaps else ""
    return f"{name}: {readings}, {parts}{gaps}."


def lines(result: SessionResult) -> list[Line]:
    """Notes of the analysis, the ones that change something first; each only once."""
    return list(dict.fromkeys(_line(note, text) for note, text in texts(result.quality)))


def not_counted(result: SessionResult) -> list[tuple[str, str]]:
    """Movement that was not a set of curls: when, and why."""
    found = []
    for rejected in result.rejected_sets:
        start, stop = (words.clock(t - result.start_s) for t in (rejected.start_s, rejected.end_s))
        sensor = f", {words.placement(rejected.sensor)}" if len(result.sensors) > 1 else ""
        found.append((f"{start} to {stop}{sensor}", words.capital(words.bound(rejected.why.strip()))))
    return found
