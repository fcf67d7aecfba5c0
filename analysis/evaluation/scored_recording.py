"""A labelled recording beside what was found in it, and what it adds to the sums that figures are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import LabelError
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.evaluation.matching import Pairing, pair
from analysis.evaluation.metrics import SUMS
from analysis.results import Rep, SessionResult
from analysis.vocabulary import Verdict
from imu.types import CURL_SENSORS

MISSED: Verdict = "uncertain"
"""A rep that was not found counts as one of which nothing could be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A labelled rep, its number from 1, whether it was momentum, and the place of the found one (None: it was
    missed)."""

    number: int
    momentum: bool
    label: RepLabel
    place: int | None

    def verdict(self, judged: Judged) -> Verdict:
        """What was said of it."""
        return MISSED if self.place is None else judged.verdicts[self.place]

    def score(self, judged: Judged) -> float | None:
        """Its momentum as judged."""
        return None if self.place is None else judged.momentum[self.place]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Track:
    """One sensor of a labelled recording: what was said of it, and where reps were found (``spans_s``: start
    and end). ``minutes`` is how long it was recorded, without its gaps."""

    label: FileLabel
    sensor: str
    spans_s: tuple[tuple[float, float], ...]
    pairing: Pairing
    minutes: float

    @property
    def truths(self) -> tuple[Truth, ...]:
        """The labelled reps of which it is known whether they were momentum."""
        if not self.pairing.sure:
            return ()
        pairs = enumerate(zip(self.label.reps, self.pairing.found, strict=True), start=1)
        return tuple(
            Truth(number=k, momentum=one.truth, label=one, place=place)
            for k, (one, place) in pairs
            if one.truth is not None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was said of the found reps of a track, in their order."""

    momentum: tuple[float | None, ...]
    verdicts: tuple[Verdict, ...]


def judgements(reps: Sequence[Rep]) -> Judged:
    """What the verdicts say."""
    return Judged(momentum=tuple(r.momentum for r in reps), verdicts=tuple(r.verdict for r in reps))


def track(label: FileLabel, sensor: str, reps: Sequence[Rep], minutes: float) -> Track:
    """Found reps of one sensor beside their labels."""
    spans_s = tuple((r.start_s, r.end_s) for r in reps)
    return Track(label=label, sensor=sensor, spans_s=spans_s, pairing=pair(label, reps), minutes=minutes)


def minutes_of(result: SessionResult, sensor: str) -> float:
    """How long a sensor recorded, without its gaps."""
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


def sums_of(t: Track, judged: Judged) -> dict[str, float]:
    """What one track adds to each sum."""
    return _counting(t) | _edges(t) | _verdicts(t, judged)


def _counting(t: Track) -> dict[str, float]:
    count = t.label.count
    if count is None:
        return {}
    found, off = len(t.spans_s), abs(len(t.spans_s) - count)
    matched = sum(p is not None for p in t.pairing.found)
    sums: dict[str, float] = {"labelled": count, "found": found, "matched": matched}
    if t.label.kind == "curl":
        return sums | {"counted": 1, "exact": off == 0, "within_1": off <= 1, "count_off": off}
    return sums | {"ghosts": found, "ghost_minutes": t.minutes}


def _edges(t: Track) -> dict[str, float]:
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


def _verdicts(t: Track, judged: Judged) -> dict[str, float]:
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


def faults_of(t: Track, judged: Judged) -> list[str]:
    """What went wrong, in words: the count, and each wrong verdict."""
    count, found = t.label.count, len(t.spans_s)
    out = [] if count is None or count == found else [f"{found} reps found, {count} labelled"]
    for truth in t.truths:
        said = "not found" if truth.place is None else truth.verdict(judged)
        if truth.place is None or (said == "momentum") != truth.momentum:
            style = truth.label.style or ("swung" if truth.momentum else "calm")
            out.append(f"rep {truth.number}, {style}: {said}")
    return out
