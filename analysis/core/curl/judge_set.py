"""Verdicts on the reps of a measured set: the only stage that thresholds of momentum touch, so that moving one
costs no more than this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Judgement, Known, judge, make_baseline
from analysis.core.signal.turning_points import typical_range_deg
from analysis.results import Baseline
from analysis.settings.thresholds import MomentumThresholds
from imu.types import Floats

REMEMBERED_REPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What earlier sets of this session taught about the person: controlled reps and full sweeps, the latest
    last, and the axis in the sensor frame about which they lifted (unit vector, None before the first set)."""

    controlled: tuple[RepFigures, ...] = ()
    full_ranges_deg: tuple[float, ...] = ()
    lift_axis: Floats | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """A set before any verdict: its reps, which of their figures can be trusted, and for each rep why nothing
    can be said of it (None where something can)."""

    reps: tuple[RepFigures, ...]
    known: Known
    unjudged: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One verdict per rep, the person's own controlled reps, and what is known after the set."""

    judgements: tuple[Judgement, ...]
    baseline: Baseline | None
    person: Person


def decide(measured: MeasuredSet, person: Person, limits: MomentumThresholds) -> Decided:
    """Verdicts on the reps of a set, and what they teach about the person.

    Parameters
    ----------
    measured : MeasuredSet
    person : Person
        From the earlier sets of the session.
    limits : MomentumThresholds
    """
    full = _full_range_deg(measured.reps, person)

    pairs = zip(measured.reps, measured.unjudged, strict=True)
    final = tuple(judge(r, measured.known, full, limits, unjudged=why) for r, why in pairs)
    calm = _with_verdict(measured, final, "controlled")
    controlled = (*person.controlled, *calm)[-REMEMBERED_REPS:]
    whole = tuple(r.rom_deg for r in _with_verdict(measured, final, "controlled", "momentum"))
    return Decided(
        judgements=final,
        baseline=make_baseline(controlled),
        person=replace(
            person,
            controlled=controlled,
            full_ranges_deg=(*person.full_ranges_deg, *whole)[-REMEMBERED_REPS:],
        ),
    )


def _with_verdict(measured: MeasuredSet, judgements: Sequence[Judgement], *verdicts: str) -> list[RepFigures]:
    return [r for r, j in zip(measured.reps, judgements, strict=True) if j.verdict in verdicts]


def _full_range_deg(reps: Sequence[RepFigures], person: Person) -> float | None:
    """The person's full sweep: the larger of this set's and the earlier sets' typical ones; None for a lone
    rep."""
    here = [r.rom_deg for r in reps]
    candidates = [typical_range_deg(np.array(v)) for v in (here, list(person.full_ranges_deg)) if len(v) >= 3]
    return max(candidates) if candidates else None
