"""Sensor slip: detects that the sensor turned on the wrist in the middle of a set.

The curl axis is fixed in the arm. When its direction in the sensor's frame changes from one rep to the next
and stays changed, the sensor has turned. A turn about the curl axis itself looks like another way of curling
and is not found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.settings.curl_model import SLIP
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A turn of the sensor on the wrist."""

    rep: int
    """Index of the first rep after the turn, from 0."""
    turn_deg: float
    """Size of the turn, about, °."""


def find_slip(axes: Floats) -> Slip | None:
    """Returns where the curl axis changes for good, and by how much; None where it does not.

    Of all splits of the reps it is the one with the largest angle between the mean axes before and after.

    Parameters
    ----------
    axes : (n, 3) float64
        Unit vectors: direction of each lift's net rotation in the sensor frame.
    """
    best: Slip | None = None
    if len(axes) < 2 * SLIP.min_reps or _spread_deg(axes, _mean(axes)) < 0.5 * SLIP.min_turn_deg:
        return None
    for k in range(SLIP.min_reps, len(axes) - SLIP.min_reps + 1):
        before, after = _mean(axes[:k]), _mean(axes[k:])
        turn = float(np.degrees(np.arccos(np.clip(before @ after, -1.0, 1.0))))
        spread = max(_spread_deg(axes[:k], before), _spread_deg(axes[k:], after))
        if turn >= max(SLIP.min_turn_deg, SLIP.steady * spread) and (best is None or turn > best.turn_deg):
            best = Slip(rep=k, turn_deg=turn)
    return best


def _mean(axes: Floats) -> Floats:
    """Mean direction, unit vector ``(3,)``."""
    total = axes.sum(axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9))


def _spread_deg(axes: Floats, middle: Floats) -> float:
    """Largest angle between the axes and a direction, °."""
    return float(np.degrees(np.arccos(np.minimum(np.maximum(axes @ middle, -1.0), 1.0))).max())
