"""Verdicts on the reps of a measured set.

No other stage uses the thresholds of momentum, so that trying others costs no more than this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analysis.core.curl.across_hole import CutSet
from analysis.core.curl.measure import RepFigures
from analysis.core.curl.momentum import Judgement, Known, judge, make_baseline
from analysis.core.signal.turning_points import typical_range_deg
from analysis.records.results import Baseline
from analysis.settings.curl_model import MEMORY
from analysis.settings.thresholds import MomentumThresholds
from analysis.vocabulary import Because
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Knowledge of the person from earlier sets of the session."""

    controlled: tuple[RepFigures, ...] = ()
    """Controlled reps, the latest last."""
    full_ranges_deg: tuple[float, ...] = ()
    """Ranges of motion of reps that were no half reps, the latest last, °."""
    lift_axis: Floats | None = field(default=None, compare=False)
    """Axis about which the person lifted, unit vector ``(3,)``, sensor frame; None before the first set."""
    cut: CutSet | None = None
    """End of the latest set, where a hole cut it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """A set before any verdict."""

    reps: tuple[RepFigures, ...]
    """Its reps in order of time."""
    known: Known
    """Which of their figures can be trusted."""
    unjudged: tuple[Because | None, ...]
    """Reason a rep cannot be judged, else None; one for each rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Verdicts on a set."""

    judgements: tuple[Judgement, ...]
    """One for each rep."""
    baseline: Baseline | None
    """Medians of the person's controlled reps up to this set; None while there are too few."""
    person: Person
    """Knowledge of the person after this set."""


def decide(measured: MeasuredSet, person: Person, limits: MomentumThresholds) -> Decided:
    """Judges the reps of a set, and adds them to what is known of the person.

    Parameters
    ----------
    measured : MeasuredSet
    person : Person
        Knowledge from earlier sets of the session.
    limits : MomentumThresholds
    """
    full = _full_range_deg(measured.reps, person)

    pairs = zip(measured.reps, measured.unjudged, strict=True)
    final = tuple(judge(r, measured.known, full, limits, unjudged=why) for r, why in pairs)
    calm = _with_verdict(measured, final, "controlled")
    controlled = (*person.controlled, *calm)[-MEMORY.remembered_reps :]
    whole = tuple(r.rom_deg for r in _with_verdict(measured, final, "controlled", "momentum"))
    return Decided(
        judgements=final,
        baseline=make_baseline(controlled),
        person=replace(
            person,
            controlled=controlled,
            full_ranges_deg=(*person.full_ranges_deg, *whole)[-MEMORY.remembered_reps :],
        ),
    )


def _with_verdict(measured: MeasuredSet, judgements: Sequence[Judgement], *verdicts: str) -> list[RepFigures]:
    return [r for r, j in zip(measured.reps, judgements, strict=True) if j.verdict in verdicts]


def _full_range_deg(reps: Sequence[RepFigures], person: Person) -> float | None:
    """The person's full range of motion, °: the larger of the typical ones of this set and of earlier sets.

    None where neither has three reps.
    """
    here = [r.rom_deg for r in reps if not r.lift_hidden]
    candidates = [typical_range_deg(v) for v in (here, person.full_ranges_deg) if len(v) >= 3]
    return max(candidates) if candidates else None
