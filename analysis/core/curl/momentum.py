"""Momentum: a score from the evidence of three figures, and the verdict on a rep.

A weight is moved by momentum when two things meet: it is fast enough to coast on, and it was pushed harder
than lifting it needs. A fit lifter's quick curl has the first, a tremor the second. So the evidence of coast,
push and detour is added up as in logistic regression: log-odds ``z = Σ weight · ln(value / limit)``, momentum
``= 1 / (1 + e^−z)``. A figure that the recording cannot give is left out of the sum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.core.curl.measure import RepFigures
from analysis.core.signal.filters import quantile
from analysis.records.results import Baseline, Comparison
from analysis.settings.curl_model import VERDICT
from analysis.settings.thresholds import MomentumThresholds
from analysis.vocabulary import Because, Cause, Reason, Verdict

LEAST = 1e-3
"""Least value of a figure that is reckoned with, over its limit: the logarithm of 0 is infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Kinds of figures that a recording can give."""

    inertial: bool
    """Whether the accelerometer reads gravity rightly, so that accelerations are known."""
    turning: bool
    """Whether there is a gyroscope, so that angular velocities are known."""
    certainty: float = 1.0
    """Factor of the evidence, over 0 to 1: below 1 for a low sampling rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Verdict on one rep."""

    momentum: float | None
    """Score, 0 to 1; None exactly where the rep is uncertain."""
    verdict: Verdict
    """The rep's verdict."""
    cause: Cause | None = None
    """Cause of momentum; None for other verdicts."""
    reasons: tuple[Because, ...] = ()
    """Why it is uncertain or a half rep."""
    comparisons: tuple[Comparison, ...] = ()
    """All comparisons that were made: first the evidence, then the range of motion."""
    push_limit_mps2: float | None = None
    """Push at which its evidence would be even, all else as it is, m/s²; None where the push is not known."""


def make_baseline(reps: Sequence[RepFigures]) -> Baseline | None:
    """Returns the medians of a person's controlled reps; None for fewer than `VERDICT.own_reps`."""
    if len(reps) < VERDICT.own_reps:
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
    unjudged: Because | None = None,
) -> Judgement:
    """Judges one rep; other reps matter only for the person's full range of motion.

    Parameters
    ----------
    rep : RepFigures
    known : Known
        What the recording can give.
    full_range_deg : float or None
        The person's full range of motion, °, where it is known from other reps.
    thresholds : MomentumThresholds
    unjudged : Because, optional
        Reason the rep cannot be judged.
    """
    if unjudged is not None or not (known.inertial or known.turning):
        return Judgement(
            momentum=None,
            verdict="uncertain",
            reasons=(unjudged or Because(code=Reason.NOTHING_MEASURED),),
        )
    ranges = _ranges(rep, full_range_deg, thresholds)
    short = next((c for c in ranges if c.value < c.limit), None)
    evidence = gather(rep, known, thresholds)
    total = sum(c.evidence for c in evidence)
    momentum = score(total * known.certainty)
    made = Judgement(
        momentum=momentum,
        verdict="controlled",
        comparisons=(*evidence, *ranges),
        push_limit_mps2=_even_push_mps2(evidence, total),
    )
    if momentum >= 0.5:
        return replace(made, verdict="momentum", cause=_cause(rep, known, thresholds))
    if short is not None and rep.is_lift_cut:
        return Judgement(momentum=None, verdict="uncertain", reasons=(Because(code=Reason.LIFT_CUT),))
    if short is not None:
        return replace(made, verdict="partial", reasons=(_why_short(short, full_range_deg),))
    return made


def _even_push_mps2(evidence: Sequence[Comparison], total: float) -> float | None:
    """Push at which the evidence, which sums to ``total``, is even, m/s²: that of a figure is weight · ln(value / limit)."""
    push = next((c for c in evidence if c.figure == "push_mps2" and c.weight > 0.0), None)
    if push is None:
        return None
    return push.value * math.exp(min(-total / push.weight, 500.0))


def score(evidence: float) -> float:
    """Returns momentum, 0 to 1, from the summed evidence (log-odds): 0.5 for 0."""
    # exp() overflows beyond 709; the score is 0 or 1 long before
    return 1.0 / (1.0 + math.exp(-min(max(evidence, -500.0), 500.0)))


def gather(rep: RepFigures, known: Known, t: MomentumThresholds) -> list[Comparison]:
    """Returns the evidence of each figure: coast, push (where accelerations are known) and detour.

    Parameters
    ----------
    rep : RepFigures
    known : Known
        What the recording can give.
    t : MomentumThresholds
        Limits and weights.
    """
    out = [_speaks("carry", rep.carry, t.carry, t.carry_weight, "carry")]
    if known.inertial:
        out.append(_speaks("push_mps2", rep.push_mps2, t.push_mps2, t.push_weight, "push_mps2"))
    out.append(_speaks("detour", rep.detour, VERDICT.steady, -t.tremor_weight, "tremor_weight"))
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
    """Comparisons of range of motion and top with a full rep's; a rep below any of them is a half rep."""
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


def _why_short(short: Comparison, full_range_deg: float | None) -> Because:
    if short.threshold == "momentum.partial_share" and full_range_deg is not None:
        values = {"swept_deg": short.value, "usual_deg": full_range_deg}
        return Because(code=Reason.SHORT_OF_USUAL, values=values)
    if short.figure == "rom_deg":
        return Because(code=Reason.SHORT_SWEEP, values={"swept_deg": short.value, "full_deg": short.limit})
    return Because(code=Reason.LOW_TOP, values={"top_deg": short.value, "full_deg": short.limit})


def _cause(rep: RepFigures, known: Known, t: MomentumThresholds) -> Cause:
    """Cause of momentum: a swing by a thrown elbow, or speed of the forearm.

    Both, where both exceed their limits; else the one that is larger over its limit.
    """
    if not known.turning:
        return "swing"
    elbow = rep.elbow_rms_mps2 / t.elbow_mps2 if known.inertial else 0.0
    speed = rep.carry / VERDICT.fast_carry
    if elbow >= 1.0 and speed >= 1.0:
        return "both"
    return "swing" if elbow >= speed else "speed"
