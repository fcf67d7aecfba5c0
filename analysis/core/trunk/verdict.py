"""Verdicts on the trunk in each rep: still, caution or lean; a lean is momentum.

The rule in one sentence: the trunk threw the weight if it moved by 10° or more in the rep, and by 20° or by two and a
half times as much as in the person's calm reps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.core.trunk.lean import Lean, Stance
from analysis.records.results import Comparison, Rep
from analysis.settings.curl_model import TRUNK
from analysis.settings.trunk_thresholds import TrunkThresholds
from analysis.vocabulary import Technique, TrunkVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkJudgement:
    """Verdict on the trunk in one rep."""

    lean: Lean
    """Its movement."""
    verdict: TrunkVerdict | None = None
    """None where too little of the rep was read."""
    comparison: Comparison | None = None
    """Its movement beside the limit from which it is momentum."""
    technique: Technique | None = None
    """Style of the rep, by trunk and forearm."""


def judge_trunk(
    found: Sequence[Lean], stance: Stance, t: TrunkThresholds
) -> tuple[tuple[TrunkJudgement, ...], Stance]:
    """Judges the trunk in the reps of a set.

    Parameters
    ----------
    found : sequence of Lean
        Its movement in each rep.
    stance : Stance
        With the calm reps of earlier sets; the second value that is returned has those of this one, too.
    t : TrunkThresholds
    """
    calm = [o.range_deg for o in found if o.told and o.range_deg is not None and o.range_deg < t.caution_deg]
    known = (*stance.calm_deg, *calm)[-TRUNK.remembered_reps :]
    own_deg = float(np.median(known)) if len(known) >= TRUNK.calm_reps else None
    return tuple(_judged(one, own_deg, t) for one in found), replace(stance, calm_deg=known)


def _judged(lean: Lean, own_deg: float | None, t: TrunkThresholds) -> TrunkJudgement:
    if not lean.told or lean.range_deg is None:
        return TrunkJudgement(lean=lean)
    own_limit = math.inf if own_deg is None else own_deg * t.own_times
    limit = max(t.caution_deg, min(own_limit, t.lean_deg))
    comparison = Comparison(
        figure="trunk_range_deg",
        value=max(lean.range_deg, 0.01 * limit),
        limit=limit,
        weight=TRUNK.weight,
        threshold="trunk.own_times" if own_limit < t.lean_deg else "trunk.lean_deg",
        rule="trunk",
    )
    return TrunkJudgement(lean=lean, verdict=_verdict(lean, lean.range_deg, limit, t), comparison=comparison)


def _verdict(lean: Lean, moved_deg: float, limit_deg: float, t: TrunkThresholds) -> TrunkVerdict:
    if moved_deg >= limit_deg:
        return "lean"
    farthest = max(moved_deg, lean.back_deg or 0.0, lean.forward_deg or 0.0)
    return "caution" if farthest >= t.caution_deg else "still"


def with_trunk(rep: Rep, judged: TrunkJudgement) -> Rep:
    """Returns the rep with the trunk's figures; where the trunk threw it, it is momentum.

    Momentum is then the larger of what the forearm and the trunk say.

    Parameters
    ----------
    rep : Rep
        As the forearm's sensor gave it.
    judged : TrunkJudgement
    """
    lean = judged.lean
    compared = () if judged.comparison is None else (judged.comparison,)
    seen = replace(
        rep,
        trunk_back_deg=lean.back_deg,
        trunk_forward_deg=lean.forward_deg,
        trunk_range_deg=lean.range_deg,
        trunk_thrust_s=lean.thrust_s,
        trunk_seen=lean.seen,
        trunk_verdict=judged.verdict,
        technique=judged.technique,
        comparisons=(*rep.comparisons, *compared),
    )
    if judged.verdict != "lean" or judged.comparison is None:
        return seen
    said = 1.0 / (1.0 + math.exp(-judged.comparison.evidence))
    return replace(
        seen,
        momentum=max(rep.momentum or 0.0, said),
        verdict="momentum",
        cause="both" if rep.cause in ("speed", "both") else "swing",
        reasons=(),
        flagged_at_s=rep.decided_at_s if rep.flagged_at_s is None else rep.flagged_at_s,
    )
