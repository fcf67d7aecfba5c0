"""Is it a curl at all?

Each rep collects evidence: plain numbers, each a measured share placed on a scale and cut off on both sides
so that no single one decides. A set needs the less evidence per rep, the more reps it has. A straight arm or
a sensor far from the turning point is no curl, whatever else speaks for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.core.curl import CurlFrame, Lever
from analysis.core.filters import quantile
from analysis.core.measure import RepFigures
from analysis.thresholds import CurlThresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Evidence ``(value − centre) / width``, cut to ``[worst, best]``."""

    centre: float
    width: float
    worst: float
    best: float

    def __call__(self, value: float) -> float:
        """Evidence of this value."""
        return min(max((value - self.centre) / self.width, self.worst), self.best)


ONE_AXIS = Scale(centre=0.68, width=0.08, worst=-3.0, best=2.0)
LEVEL_AXIS = Scale(centre=-0.55, width=0.12, worst=-3.0, best=2.0)
COMES_BACK = Scale(centre=-0.3, width=0.1, worst=-3.0, best=2.0)
SAME_SWEEP = Scale(centre=-0.15, width=0.15, worst=-2.0, best=1.0)
PENDULUM = Scale(centre=0.25, width=0.15, worst=-1.0, best=2.0)
SWEEP = Scale(centre=80.0, width=25.0, worst=-3.0, best=1.5)
NOT_TOO_FAR = Scale(centre=-225.0, width=10.0, worst=-4.0, best=0.0)
NOT_TOO_SLOW = Scale(centre=-5.0, width=1.0, worst=-3.0, best=0.0)
UNHURRIED = Scale(centre=0.35, width=0.15, worst=-3.0, best=1.0)
REGULAR = Scale(centre=-0.12, width=0.12, worst=-2.0, best=1.0)
RATES_AGREE = Scale(centre=0.85, width=0.06, worst=-3.0, best=1.0)
LIFTED = 3.0
"""Weight of the direction: does what the live count took for lifting raise the sensor, by the lever arm
found?"""
ALONE = -10.0
"""One or two movements that rest at the top, or one that does not come down, are a drink, a look at the
watch, an arm put away."""
HELD = 0.5
"""Share of its time near the top from which a movement rests there."""
UNKNOWN = 1.0
"""Evidence of a share that this recording cannot give."""


def rep_evidence(
    rep: RepFigures,
    others: list[RepFigures],
    frame: CurlFrame,
    lever: Lever,
    *,
    has_gyro: bool,
    height_agreement: float,
) -> float:
    """Evidence that this movement is a curl; curls lie around 14, other movements around −4. ``others`` are
    the rest of its set."""
    trusted = frame.gravity_trusted
    lopsided = abs(rep.rom_deg - rep.fall_deg) / max(rep.rom_deg, rep.fall_deg) if rep.whole else 0.3
    certainty = min(max(lever.r2 / 0.3, 0.0), 1.0)
    total = (
        SWEEP(rep.rom_deg)
        + NOT_TOO_FAR(-rep.rom_deg)
        + NOT_TOO_SLOW(-rep.lift_s)
        + UNHURRIED(min(rep.lift_s, rep.lower_s) if rep.whole else rep.lift_s)
        + COMES_BACK(-lopsided)
    )
    total += ONE_AXIS(rep.planarity) if has_gyro else UNKNOWN
    total += LEVEL_AXIS(-rep.upright) if trusted and has_gyro else UNKNOWN
    total += SAME_SWEEP(-abs(rep.turned_share - 1.0)) if trusted and has_gyro else UNKNOWN
    total += PENDULUM(lever.r2) if trusted and has_gyro else UNKNOWN
    total += RATES_AGREE(frame.agreement) if trusted and has_gyro else UNKNOWN
    total += LIFTED * height_agreement * certainty if trusted and has_gyro else UNKNOWN
    if others:
        total += REGULAR(-abs(math.log(rep.rom_deg / quantile(np.array([r.rom_deg for r in others]), 0.5))))
    elif not rep.whole:
        total += ALONE
    if len(others) <= 1 and rep.held_share > HELD:
        total += ALONE
    return total


def trim(evidence: list[float], thresholds: CurlThresholds) -> slice:
    """The reps left when set-up movements are taken off both ends: too little evidence, or far less than the
    set's own reps have."""
    limit = thresholds.edge_evidence
    if len(evidence) >= 5:
        limit = max(limit, quantile(np.array(evidence), 0.5) - thresholds.edge_margin)
    good = [k for k, e in enumerate(evidence) if e >= limit]
    return slice(good[0], good[-1] + 1) if good else slice(0, 0)


def evidence_needed(reps: int, thresholds: CurlThresholds) -> float:
    """Mean evidence a set of this many reps needs: full for one to three, falling towards that of a long set."""
    few, many = thresholds.few_reps_evidence, thresholds.many_reps_evidence
    return many + (few - many) * min(1.0, 3.0 / reps)


def straight_arm(lever: Lever, reps: list[RepFigures], thresholds: CurlThresholds) -> str | None:
    """Why the lever arm says that this is no curl, or None.

    A sensor on a bending forearm lies within a forearm of the axis. Beyond that the whole arm is raised; in
    between, an arm raised to the level (90°), or one that never hangs, gives itself away by its angles.
    """
    if lever.r2 < 0.45 or lever.signal_mps2 < 0.3:
        return None
    length = lever.length_m - lever.sd_m
    tops = [r.top_deg for r in reps if r.top_deg is not None]
    bottoms = [r.bottom_deg for r in reps if r.bottom_deg is not None]
    raised = bool(tops) and (
        float(np.median(tops)) < thresholds.raise_top_deg or float(np.median(bottoms)) > thresholds.hang_deg
    )
    if length > thresholds.arm_length_m or (length > thresholds.forearm_length_m and raised):
        return f"not a curl: the sensor moved {lever.length_m:.2f} m from the turning point, as on a straight arm"
    return None
