"""Momentum as evidence that is added up.

A weight is moved by momentum when two things meet: it is fast enough to coast on, and it was pushed beyond what
carries it. A fit lifter's quick curl has the first, a tremor the second. So each figure speaks by its logarithm,
and what they say is added: ``z = Σ weight · ln(value / limit)``, momentum ``= 1 / (1 + e^−z)``. A figure that
this recording cannot give is left out of the sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.curl.measure import RepFigures
from analysis.core.signal.filters import quantile
from analysis.results import Baseline, Comparison
from analysis.settings.thresholds import MomentumThresholds
from analysis.vocabulary import Cause, Verdict

STEADY = 1.0
"""Detour of a lift without any tremor."""
FAST_CARRY = 0.22
"""Coasting share from which speed is named as a cause beside a swing; a smooth full lift of one second has
0.14."""
OWN_REPS = 3
"""Controlled reps that make a person's own medians."""
LEAST = 1e-3
"""No figure is taken to be smaller than this share of its limit: a logarithm has no end there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Which figures this recording can give: ``inertial`` needs a calibrated accelerometer, ``turning`` a
    gyroscope. ``certainty`` in (0, 1] falls with the rate of the readings."""

    inertial: bool
    turning: bool
    certainty: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Verdict on one rep; ``momentum`` is None exactly where nothing could be said. ``comparisons`` are all
    that were made, first the evidence, then the range."""

    momentum: float | None
    verdict: Verdict
    cause: Cause | None = None
    reasons: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


def make_baseline(reps: Sequence[RepFigures]) -> Baseline | None:
    """Medians of the person's controlled reps, or None when there are too few."""
    if len(reps) < OWN_REPS:
        return None
    return Baseline(
        reps=len(reps),
        peak_speed_dps=quantile(np.array([r.peak_speed_dps for r in reps]), 0.5),
        push_mps2=quantile(np.array([r.push_mps2 for r in reps]), 0.5),
        rom_deg=quantile(np.array([r.rom_deg for r in reps]), 0.5),
    )


def judge(
    rep: RepFigures,
    known: Known,
    full_range_deg: float | None,
    thresholds: MomentumThresholds,
    *,
    unjudged: str | None = None,
) -> Judgement:
    """Verdict on one rep; it depends on no other rep, but for what a full sweep is.

    Parameters
    ----------
    rep : RepFigures
    known : Known
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
    evidence = gather(rep, known, thresholds)
    momentum = score(sum(c.evidence for c in evidence) * known.certainty)
    comparisons = (*evidence, *ranges)
    if momentum >= 0.5:
        cause = _cause(rep, known, thresholds)
        return Judgement(momentum=momentum, verdict="momentum", cause=cause, comparisons=comparisons)
    if short is not None:
        why = (_short_words(short, full_range_deg),)
        return Judgement(momentum=momentum, verdict="partial", reasons=why, comparisons=comparisons)
    return Judgement(momentum=momentum, verdict="controlled", comparisons=comparisons)


def score(evidence: float) -> float:
    """Momentum in (0, 1) from added evidence: 0.5 where nothing speaks for or against it."""
    return 1.0 / (1.0 + math.exp(-min(max(evidence, -500.0), 500.0)))


def gather(rep: RepFigures, known: Known, t: MomentumThresholds) -> list[Comparison]:
    """What each figure says: how far the weight would coast, how hard it was pushed, how much it trembled."""
    out = [_speaks("carry", rep.carry, t.carry, t.carry_weight, "carry")]
    if known.inertial:
        out.append(_speaks("push_mps2", rep.push_mps2, t.push_mps2, t.push_weight, "push_mps2"))
    out.append(_speaks("detour", rep.detour, STEADY, -t.tremor_weight, "tremor_weight"))
    return out


def _speaks(figure: str, value: float, limit: float, weight: float, threshold: str) -> Comparison:
    return Comparison(
        figure=figure,
        value=max(value, LEAST * limit),
        limit=limit,
        weight=weight,
        threshold=f"momentum.{threshold}",
        rule="evidence",
    )


def _ranges(rep: RepFigures, full_range_deg: float | None, t: MomentumThresholds) -> list[Comparison]:
    """The sweeps and the height that a full rep reaches; a rep below any of them is a half rep."""
    out = []
    if full_range_deg is not None:
        out.append(_full("rom_deg", rep.rom_deg, t.partial_share * full_range_deg, "partial_share"))
    out.append(_full("rom_deg", rep.rom_deg, t.partial_deg, "partial_deg"))
    if rep.top_deg is not None and rep.rom_deg < t.full_sweep_deg:
        out.append(_full("top_deg", rep.top_deg, t.partial_top_deg, "partial_top_deg"))
    return out


def _full(figure: str, value: float, limit: float, threshold: str) -> Comparison:
    return Comparison(
        figure=figure, value=value, limit=limit, weight=0.0, threshold=f"momentum.{threshold}", rule="range"
    )


def _short_words(short: Comparison, full_range_deg: float | None) -> str:
    if short.threshold == "momentum.partial_share":
        return f"swept {short.value:.0f}° of the usual {full_range_deg:.0f}°"
    if short.figure == "rom_deg":
        return f"swept {short.value:.0f}°; a full curl sweeps more than {short.limit:.0f}°"
    return f"the forearm rose to {short.value:.0f}°; a full curl goes beyond {short.limit:.0f}°"


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
