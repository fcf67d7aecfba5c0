"""Notes on the quality of the data, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.language import say
from analysis.output import words
from analysis.output.data_sentences import quality_text
from analysis.output.reasons import refusal_clause
from analysis.records.results import Quality, SensorSummary, SessionResult
from analysis.vocabulary import Severity

_ORDER: dict[Severity, int] = {"warning": 0, "info": 1, "fine": 2}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class QualityNote:
    """One note; its first sentence stands out."""

    severity: Severity
    """Whether it warns, informs, or says that all is well."""
    first: str
    """First sentence."""
    rest: str
    """The others; may be empty."""


def quality_texts(notes: Sequence[Quality], since_s: float = 0.0) -> list[tuple[Quality, str]]:
    """Pairs every note with its sentences, the ones that change something first.

    Where the notes are of several sensors they say which.

    Parameters
    ----------
    notes : sequence of Quality
    since_s : float
        Start of the recording on its time axis, s.
    """
    several = len({n.sensor for n in notes if n.sensor is not None}) > 1
    ordered = sorted(notes, key=lambda n: _ORDER[n.severity])
    return [(n, _text(n, n.sensor if several else None, since_s)) for n in ordered]


def _text(note: Quality, sensor: str | None, since_s: float) -> str:
    """``Left wrist: Steady signal.``, ``Left wrist, set 2: ...``"""
    place = None if sensor is None else words.capital(words.place(sensor))
    return quality_text(note, place, since_s).strip()


def _line(note: Quality, text: str) -> QualityNote:
    first, *rest = _SENTENCE_END.split(words.bound(text), maxsplit=1)
    return QualityNote(note.severity, first, rest[0] if rest else "")


def sensor_line(sensor: SensorSummary) -> str:
    """Describes a sensor: ``Wrist: 49.8 readings a second, accelerometer and gyroscope.``"""
    place = words.capital(words.place(sensor.name))
    rate = words.finite(sensor.rate_hz)
    if rate is None:
        readings = say("quality.rate_not_known", place=place)
    else:
        shown = words.number(rate, 0 if rate >= 1000 else 1)
        readings = say("quality.rate", place=place, rate=shown)
    parts = [
        readings,
        say("quality.both_sensors") if sensor.has_gyro else say("quality.accelerometer_only"),
        *([say("quality.signal_lost", n=len(sensor.gaps))] if sensor.gaps else []),
    ]
    return f"{', '.join(parts)}."


def note_lines(result: SessionResult) -> list[QualityNote]:
    """Notes of a result, the ones that change something first; each only once."""
    return list(
        dict.fromkeys(_line(note, text) for note, text in quality_texts(result.quality, result.start_s))
    )


def warnings(notes: Iterable[QualityNote]) -> list[QualityNote]:
    """Notes of what changes the result."""
    return [note for note in notes if note.severity == "warning"]


def warning_line(notes: Iterable[QualityNote]) -> str:
    """Writes warnings in one line: the first sentence of the first, and how many more there are; empty without any."""
    found = warnings(notes)
    if not found:
        return ""
    first, more = found[0].first, len(found) - 1
    return say("quality.and_more", first=first, more=words.count(more, "more remark")) if more else first


def not_counted(result: SessionResult) -> list[tuple[str, str]]:
    """Movement that was not a set of curls: pairs of when, and why."""
    found = []
    for rejected in result.rejected_sets:
        start, stop = (words.clock(t - result.start_s) for t in (rejected.start_s, rejected.end_s))
        when = say("list.span", first=start, last=stop)
        sensor = f", {words.place(rejected.sensor)}" if len(result.sensors) > 1 else ""
        found.append((f"{when}{sensor}", words.capital(words.bound(refusal_clause(rejected.because)))))
    return found
