"""Did the sensor turn on the wrist in the middle of a set?

The curl axis is fixed in the arm. When its direction in the sensor's frame changes from one rep to the next
and stays changed, the sensor has turned. A turn about the curl axis itself looks like another way of curling
and is not found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imu.types import Floats

MIN_REPS = 2
"""Reps needed on both sides of a turn."""
MIN_TURN_DEG = 25.0
STEADY = 2.5
"""The turn must be this many times the usual change from rep to rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The sensor turned by about ``turn_deg`` before rep ``rep`` (counted from 0)."""

    rep: int
    turn_deg: float


def find_slip(axes: Floats) -> Slip | None:
    """The place where the curl axis changes for good, or None.

    Parameters
    ----------
    axes : (n, 3) float64
        Unit vectors: direction of each lift's net rotation in the sensor frame.
    """
    best: Slip | None = None
    if len(axes) < 2 * MIN_REPS or _spread_deg(axes, _mean(axes)) < 0.5 * MIN_TURN_DEG:
        return None
    for k in range(MIN_REPS, len(axes) - MIN_REPS + 1):
        before, after = _mean(axes[:k]), _mean(axes[k:])
        turn = float(np.degrees(np.arccos(np.clip(before @ after, -1.0, 1.0))))
        spread = max(_spread_deg(axes[:k], before), _spread_deg(axes[k:], after))
        if turn >= max(MIN_TURN_DEG, STEADY * spread) and (best is None or turn > best.turn_deg):
            best = Slip(rep=k, turn_deg=turn)
    return best


def _mean(axes: Floats) -> Floats:
    total = axes.sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9))


def _spread_deg(axes: Floats, middle: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(axes @ middle, -1.0, 1.0))).max())
