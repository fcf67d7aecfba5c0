"""Evidence of momentum in a lift that is still under way: the sum of `analysis.core.curl.momentum`, from what has been
seen of the lift so far.

Speed and push are the largest since the lift began, the detour is that of the way so far, and the height is the
one of the set's earlier reps. All of them are causal, so they differ a little from the figures of the finished
rep, and the limits are their own.
"""

from __future__ import annotations

from math import cos, log
from typing import TYPE_CHECKING

from imu.units import G_MPS2, RAD_PER_DEG

if TYPE_CHECKING:
    from analysis.settings.thresholds import LiveThresholds

LOAD_LEVER_M = 0.33
"""Elbow to the load; another length moves the limit of the coast, no more."""
USUAL_RANGE_DEG = 120.0
"""Sweep that a first rep is expected to have."""
LEAST_SPEED_DPS, LEAST_PUSH_MPS2 = 1.0, 0.01
"""Nothing is taken to be slower or gentler: a logarithm has no end there."""


class EarlyCall:
    """When a lift under way is to be called.

    Parameters
    ----------
    thresholds : LiveThresholds
    """

    def __init__(self, thresholds: LiveThresholds) -> None:
        t = thresholds
        self.sweep_deg = t.flag_sweep_deg
        self._speed_weight, self._push_weight = 2.0 * t.flag_carry_weight, t.flag_push_weight
        self._tremor_weight = t.flag_tremor_weight
        # carry = ½·(ℓ·v)² / (g·ℓ·share): what of its logarithm depends on neither speed nor height.
        fixed = log(0.5 * LOAD_LEVER_M * RAD_PER_DEG**2 / (G_MPS2 * t.flag_carry))
        self._fixed = t.flag_carry_weight * fixed - t.flag_push_weight * log(t.flag_push_mps2)
        self._height_weight = t.flag_carry_weight
        self._height = 0.0
        self.expect(USUAL_RANGE_DEG)

    def expect(self, range_deg: float) -> None:
        """The sweep of the reps to come, from hanging: their height, as a share of the lever, is 1 − cos."""
        self._height = self._height_weight * log(1.0 - cos(min(range_deg, 180.0) * RAD_PER_DEG))

    def most(self, peak_dps: float, push_mps2: float) -> float:
        """Evidence of a lift of this speed and push if it did not tremble at all."""
        speed, push = max(peak_dps, LEAST_SPEED_DPS), max(push_mps2, LEAST_PUSH_MPS2)
        return self._fixed - self._height + self._speed_weight * log(speed) + self._push_weight * log(push)

    def evidence(self, most: float, way_deg: float, swept_deg: float) -> float:
        """What is left of it when the detour so far has been taken off; a lift is called from 0 on."""
        return most - self._tremor_weight * log(max(way_deg / swept_deg, 1.0))
