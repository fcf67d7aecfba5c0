"""Momentum decided by physics: a fixed rule with published limits, and a second one against the person's own
controlled reps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.filters import quantile
from analysis.core.measure import RepFigures
from analysis.results import Baseline, Cause, Rule, Verdict
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
    """Verdict on one rep; ``momentum`` is None exactly where nothing could be said."""

    momentum: float | None
    verdict: Verdict
    cause: Cause | None = None
    rule: Rule | None = None
    reasons: tuple[str, ...] = ()


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
    short = _is_short(rep, full_range_deg, thresholds)
    fixed = max(_thrown(rep, known, thresholds), 0.0 if short is not None else _fast(rep, known, thresholds))
    own = 0.0 if short is not None or baseline is None else _against_own(rep, known, baseline, thresholds)
    excess = max(fixed, own)
    momentum = excess**STEEPNESS / (1.0 + excess**STEEPNESS)
    if momentum >= 0.5:
        rule: Rule = "both" if fixed >= 1.0 and own >= 1.0 else "own" if own >= 1.0 else "fixed"
        return Judgement(
            momentum=momentum, verdict="momentum", cause=_cause(rep, known, thresholds), rule=rule
        )
    if short is not None:
        return Judgement(momentum=momentum, verdict="partial", reasons=(short,))
    return Judgement(momentum=momentum, verdict="controlled")


def _is_short(rep: RepFigures, full_range_deg: float | None, t: MomentumThresholds) -> str | None:
    if full_range_deg is not None and rep.rom_deg < t.partial_share * full_range_deg:
        return f"swept {rep.rom_deg:.0f}° of the usual {full_range_deg:.0f}°"
    if rep.rom_deg < t.partial_deg:
        return f"swept {rep.rom_deg:.0f}°; a full curl sweeps more than {t.partial_deg:.0f}°"
    if rep.top_deg is not None and rep.top_deg < t.partial_top_deg and rep.rom_deg < t.full_sweep_deg:
        return f"the forearm rose to {rep.top_deg:.0f}°; a full curl goes beyond {t.partial_top_deg:.0f}°"
    return None


def _thrown(rep: RepFigures, known: Known, t: MomentumThresholds) -> float:
    return steady_inertial_mps2(rep, t) / t.inertial_mps2 if known.inertial else 0.0


def _fast(rep: RepFigures, known: Known, t: MomentumThresholds) -> float:
    return rep.carry / t.carry if known.turning else 0.0


def _against_own(rep: RepFigures, known: Known, own: Baseline, t: MomentumThresholds) -> float:
    """How far above the person's own reps, as a share of what is allowed; both the ratio and an absolute
    floor must be passed."""
    out = 0.0
    if known.inertial and own.inertial_peak_mps2:
        here = steady_inertial_mps2(rep, t)
        out = min(here / own.inertial_peak_mps2 / t.own_ratio, here / t.own_inertial_mps2)
    if known.turning and own.peak_speed_dps:
        out = max(out, min(rep.peak_speed_dps / own.peak_speed_dps / t.own_ratio, rep.carry / t.own_carry))
    return out


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
