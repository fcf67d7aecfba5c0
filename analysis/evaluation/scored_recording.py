"""One sensor of a labelled recording beside the reps found in it, and what it adds to the sums of the
metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import LabelError
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.evaluation.matching import Pairing, match_reps
from analysis.evaluation.metrics import SUMS
from analysis.records.results import Rep, SessionResult
from analysis.vocabulary import Verdict
from imu.placement import CURL_SENSORS

MISSED: Verdict = "uncertain"
"""A rep that was not found counts as one that could not be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedLabel:
    """A labelled rep, with the found one that belongs to it."""

    number: int
    """In the recording, from 1."""
    momentum: bool
    """Whether it was momentum, as labelled."""
    label: RepLabel
    """The label itself."""
    place: int | None
    """Place of the found rep, from 0; None where it was missed."""

    def verdict(self, judged: Judged) -> Verdict:
        """Verdict on it; uncertain where it was missed."""
        return MISSED if self.place is None else judged.verdicts[self.place]

    def score(self, judged: Judged) -> float | None:
        """Momentum it was given, 0 to 1; None where it was missed or could not be judged."""
        return None if self.place is None else judged.momentum[self.place]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoredRecording:
    """One sensor of a labelled recording: its labels and the reps found, without verdicts."""

    label: FileLabel
    """Labels of the recording."""
    sensor: str
    """Name of the sensor."""
    spans_s: tuple[tuple[float, float], ...]
    """Start and end of each found rep, s."""
    pairing: Pairing
    """Which found rep belongs to which label."""
    minutes: float
    """How long the sensor recorded, without its gaps."""

    @property
    def truths(self) -> tuple[MatchedLabel, ...]:
        """The labelled reps of which it is known whether they were momentum."""
        if not self.pairing.sure:
            return ()
        pairs = enumerate(zip(self.label.reps, self.pairing.found, strict=True), start=1)
        return tuple(
            MatchedLabel(number=k, momentum=one.truth, label=one, place=place)
            for k, (one, place) in pairs
            if one.truth is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Verdicts on the found reps of one sensor of one recording, in order of time."""

    momentum: tuple[float | None, ...]
    """Score of each, 0 to 1; None where it could not be judged."""
    verdicts: tuple[Verdict, ...]
    """Verdict of each."""


def collect_judgements(reps: Sequence[Rep]) -> Judged:
    """Collects scores and verdicts of reps."""
    return Judged(momentum=tuple(r.momentum for r in reps), verdicts=tuple(r.verdict for r in reps))


def score_recording(label: FileLabel, sensor: str, reps: Sequence[Rep], minutes: float) -> ScoredRecording:
    """Pairs the found reps of one sensor with their labels.

    Parameters
    ----------
    label : FileLabel
    sensor : str
    reps : sequence of Rep
        Found reps of this sensor, in order of time.
    minutes : float
        How long it recorded, without gaps.

    Raises
    ------
    LabelError
        The labels fit no rep.
    """
    spans_s = tuple((r.start_s, r.end_s) for r in reps)
    return ScoredRecording(
        label=label, sensor=sensor, spans_s=spans_s, pairing=match_reps(label, reps), minutes=minutes
    )


def minutes_of(result: SessionResult, sensor: str) -> float:
    """Minutes that a sensor recorded, without its gaps."""
    gaps = [g for s in result.sensors if s.name == sensor for g in s.gaps]
    return (result.duration_s - sum(g.end_s - g.start_s for g in gaps)) / 60.0


def curl_sensors(label: FileLabel, names: Sequence[str]) -> list[str]:
    """The sensors whose reps a label speaks of.

    Raises
    ------
    LabelError
        The recording has none of them.
    """
    able = [n for n in names if n in CURL_SENSORS and label.sensor in (None, n)]
    if not able:
        what = (
            f"is labelled for the sensor {label.sensor or 'wrist'!r} but has {', '.join(names)}; correct it."
        )
        raise LabelError(what, path=label.path)
    return able


def sums_of(t: ScoredRecording, judged: Judged) -> dict[str, float]:
    """Contribution of one sensor of one recording to each sum of `analysis.evaluation.metrics.SUMS`."""
    return _counting(t) | _edges(t) | _verdicts(t, judged)


def _counting(t: ScoredRecording) -> dict[str, float]:
    count = t.label.count
    if count is None:
        return {}
    found, off = len(t.spans_s), abs(len(t.spans_s) - count)
    matched = sum(p is not None for p in t.pairing.found)
    sums: dict[str, float] = {"labelled": count, "found": found, "matched": matched}
    if t.label.kind == "curl":
        return sums | {"counted": 1, "exact": off == 0, "within_1": off <= 1, "count_off": off}
    return sums | {"ghosts": found, "ghost_minutes": t.minutes}


def _edges(t: ScoredRecording) -> dict[str, float]:
    if not t.label.timed:
        return {}
    pairs = [
        (one, t.spans_s[place])
        for one, place in zip(t.label.reps, t.pairing.found, strict=True)
        if place is not None
    ]
    return {
        "timed": len(pairs),
        "start_off_s": sum(abs(start - (one.start_s or 0.0)) for one, (start, _) in pairs),
        "end_off_s": sum(abs(end - (one.end_s or 0.0)) for one, (_, end) in pairs),
    }


def _verdicts(t: ScoredRecording, judged: Judged) -> dict[str, float]:
    sums = dict.fromkeys(SUMS[SUMS.index("judgeable") :], 0.0)
    for truth in t.truths:
        verdict, momentum = truth.verdict(judged), truth.score(judged)
        if truth.label.is_tremor:
            sums["tremor"] += 1
            sums["tremor_called"] += verdict == "momentum"
            continue
        kind = "swung" if truth.momentum else "calm"
        sums[kind] += 1
        sums[f"{kind}_called"] += verdict == "momentum"
        sums["calm_cleared"] += not truth.momentum and verdict in ("controlled", "partial")
        sums["judgeable"] += 1
        sums["unjudged"] += verdict == "uncertain"
        if momentum is not None:
            sums["scored"] += 1
            sums["squares"] += (momentum - truth.momentum) ** 2
    return sums


def faults_of(t: ScoredRecording, judged: Judged) -> list[str]:
    """Sentences about the faults: a wrong count, and each wrong verdict."""
    count, found = t.label.count, len(t.spans_s)
    out = [] if count is None or count == found else [f"{found} reps found, {count} labelled"]
    for truth in t.truths:
        said = "not found" if truth.place is None else truth.verdict(judged)
        if truth.place is None or (said == "momentum") != truth.momentum:
            style = truth.label.style or ("swung" if truth.momentum else "calm")
            out.append(f"rep {truth.number}, {style}: {said}")
    return out
