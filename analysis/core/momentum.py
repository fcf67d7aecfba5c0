"""Momentum decided by physics: a fixed rule with published limits, and a second one against the person's own
controlled reps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.filters import quantile
from analysis.core.measure import RepFigures
from analysis.results import Baseline, Cause, ComparedBy, Comparison, Rule, Verdict
from analysis.thresholds import MomentumThresholds

STEEPNESS = 4.0
"""How fast the score leaves 0.5 on both sides of the limit."""
FAST_CARRY = 0.3
"""Coasting share from which speed is named as a cause beside a swing; a smooth full lift of one second has
0.19."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which figures this recording can give: ``inertial`` needs a calibrated accelerometer, ``turning`` a
    gyroscope."""

    inertial: bool
    turning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Verdict on one rep; ``momentum`` is None exactly where nothing could be said. ``comparisons`` are all
    that were made, in the order fixed rule, own rule, range."""

    momentum: float | None
    verdict: Verdict
    cause: Cause | None = None
    rule: Rule | None = None
    reasons: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def steady_inertial_mps2(rep: RepFigures, thresholds: MomentumThresholds) -> float:
    """The inertial peak less what a tremor adds: only what is slow counts, and that falls with the square of
    the detour beyond a steady one."""
    return rep.steady_peak_mps2 * min(1.0, thresholds.steady_detour / rep.detour) ** 2


def make_baseline(reps: Sequence[RepFigures], thresholds: MomentumThresholds) -> Baseline | None:
    """Medians of the person's controlled reps, or None when there are too few."""
    if len(reps) < thresholds.own_reps:
        return None
    return Baseline(
        reps=len(reps),
        peak_speed_dps=quantile(np.array([r.peak_speed_dps for r in reps]), 0.5),
        inertial_peak_mps2=quantile(np.array([steady_inertial_mps2(r, thresholds) for r in reps]), 0.5),
        rom_deg=quantile(np.array([r.rom_deg for r in reps]), 0.5),
    )


def judge(
    rep: RepFigures,
    known: Known,
    baseline: Baseline | None,
    full_range_deg: float | None,
    thresholds: MomentumThresholds,
    *,
    unjudged: str | None = None,
) -> Judgement:
    """Verdict on one rep.

    Parameters
    ----------
    rep : RepFigures
    known : Known
    baseline : Baseline or None
        Of the person's own controlled reps.
    full_range_deg : float or None
        The person's own full sweep, if it is known from other reps.
    thresholds : MomentumThresholds
    unjudged : str, optional
        Why nothing can be said of this rep.
    """
    if unjudged is not None or not (known.inertial or known.turning):
        return Judgement(
            momentum=None,
            verdict="uncertain",
            reasons=(unjudged or "neither acceleration nor speed could be measured",),
        )
    ranges = _ranges(rep, full_range_deg, thresholds)
    short = next((c for c in ranges if c.value < c.limit), None)
    fixed = _fixed(rep, known, thresholds, short=short is not None)
    own = [] if short is not None or baseline is None else _against_own(rep, known, baseline, thresholds)
    excess = max((c.excess for c in (*fixed, *own)), default=0.0)
    momentum = excess**STEEPNESS / (1.0 + excess**STEEPNESS)
    comparisons = (*fixed, *own, *ranges)
    if momentum >= 0.5:
        return Judgement(
            momentum=momentum,
            verdict="momentum",
            cause=_cause(rep, known, thresholds),
            rule=_rule(fixed, own),
            comparisons=comparisons,
        )
    if short is not None:
        why = (_short_words(short, full_range_deg),)
        return Judgement(momentum=momentum, verdict="partial", reasons=why, comparisons=comparisons)
    return Judgement(momentum=momentum, verdict="controlled", comparisons=comparisons)


def _rule(fixed: list[Comparison], own: list[Comparison]) -> Rule:
    """Which of the two rules fired."""
    by_own = any(c.excess >= 1.0 for c in own)
    if not by_own:
        return "fixed"
    return "both" if any(c.excess >= 1.0 for c in fixed) else "own"


def _ranges(rep: RepFigures, full_range_deg: float | None, t: MomentumThresholds) -> list[Comparison]:
    """The sweeps and the height that a full rep reaches; a rep below any of them is a half rep."""
    out = []
    if full_range_deg is not None:
        out.append(
            _compared("rom_deg", rep.rom_deg, t.partial_share * full_range_deg, "partial_share", "range")
        )
    out.append(_compared("rom_deg", rep.rom_deg, t.partial_deg, "partial_deg", "range"))
    if rep.top_deg is not None and rep.rom_deg < t.full_sweep_deg:
        out.append(_compared("top_deg", rep.top_deg, t.partial_top_deg, "partial_top_deg", "range"))
    return out


def _short_words(short: Comparison, full_range_deg: float | None) -> str:
    if short.threshold == "momentum.partial_share":
        return f"swept {short.value:.0f}° of the usual {full_range_deg:.0f}°"
    if short.figure == "rom_deg":
        return f"swept {short.value:.0f}°; a full curl sweeps more than {short.limit:.0f}°"
    return f"the forearm rose to {short.value:.0f}°; a full curl goes beyond {short.limit:.0f}°"


def _fixed(rep: RepFigures, known: Known, t: MomentumThresholds, *, short: bool) -> list[Comparison]:
    """Thrown, or fast; a half rep is never called for speed alone."""
    out = []
    if known.inertial:
        here = steady_inertial_mps2(rep, t)
        out.append(_compared("steady_inertial_mps2", here, t.inertial_mps2, "inertial_mps2", "fixed"))
    if known.turning and not short:
        out.append(_compared("carry", rep.carry, t.carry, "carry", "fixed"))
    return out


def _against_own(rep: RepFigures, known: Known, own: Baseline, t: MomentumThresholds) -> list[Comparison]:
    """How far above the person's own reps; both the ratio and an absolute floor must be passed, so that the
    one passed by less is the one that counts."""
    out = []
    if known.inertial and own.inertial_peak_mps2:
        figure, here = "steady_inertial_mps2", steady_inertial_mps2(rep, t)
        ratio = _compared(figure, here, t.own_ratio * own.inertial_peak_mps2, "own_ratio", "own")
        out.append(_lesser(ratio, _compared(figure, here, t.own_inertial_mps2, "own_inertial_mps2", "own")))
    if known.turning and own.peak_speed_dps:
        limit = t.own_ratio * own.peak_speed_dps
        ratio = _compared("peak_speed_dps", rep.peak_speed_dps, limit, "own_ratio", "own")
        out.append(_lesser(ratio, _compared("carry", rep.carry, t.own_carry, "own_carry", "own")))
    return out


def _lesser(one: Comparison, other: Comparison) -> Comparison:
    return one if one.excess <= other.excess else other


def _compared(figure: str, value: float, limit: float, threshold: str, rule: ComparedBy) -> Comparison:
    return Comparison(figure=figure, value=value, limit=limit, threshold=f"momentum.{threshold}", rule=rule)


def _cause(rep: RepFigures, known: Known, t: MomentumThresholds) -> Cause:
    """A thrown elbow is a swing, a still one speed; the larger excess names the cause, both do when both are
    over."""
    if not known.turning:
        return "swing"
    elbow = rep.elbow_rms_mps2 / t.elbow_mps2 if known.inertial else 0.0
    speed = rep.carry / FAST_CARRY
    if elbow >= 1.0 and speed >= 1.0:
        return "both"
    return "swing" if elbow >= speed else "speed"
