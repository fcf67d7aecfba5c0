"""Early call: evidence of momentum in a lift that is still under way.

It is the sum of `analysis.core.curl.momentum` over the lift so far: speed and push are the largest since the
lift began, the detour is that of the way so far, and the height is that of the set's earlier reps. All are
causal, so they differ a little from the figures of the finished rep; therefore the limits (``live.flag_...``)
are their own.
"""

from __future__ import annotations

from math import cos, exp, inf, log
from typing import TYPE_CHECKING

from analysis.settings.curl_model import EARLY
from imu.units import G_MPS2, RAD_PER_DEG

if TYPE_CHECKING:
    from analysis.settings.live_thresholds import LiveThresholds


_NEAR = 1e-6
"""Evidence that is too near to 0 to conclude from one lift to another, in view of rounding."""


class EarlyCall:
    """Evidence (log-odds) of momentum in the lift under way; from 0 on the lift is called.

    Parameters
    ----------
    thresholds : LiveThresholds
    """

    def __init__(self, thresholds: LiveThresholds) -> None:
        t = thresholds
        self.sweep_deg = t.flag_sweep_deg
        self._speed_weight, self._push_weight = 2.0 * t.flag_carry_weight, t.flag_push_weight
        self._tremor_weight = t.flag_tremor_weight
        # With lever ℓ, angular velocity v and height ℓ·share: coast = ½·(ℓ·v)² / (g·ℓ·share). Its logarithm
        # is a sum; this is the part that depends on neither speed nor height, computed once.
        fixed = log(0.5 * EARLY.load_lever_m * RAD_PER_DEG**2 / (G_MPS2 * t.flag_carry))
        self._fixed = t.flag_carry_weight * fixed - t.flag_push_weight * log(t.flag_push_mps2)
        self._height_weight = t.flag_carry_weight
        self._without = 0.0
        self.calm_dps = self.calm_mps2 = 0.0
        """No lift whose speed and push both stay up to these is momentum: spares most of the logarithms."""
        self.expect(EARLY.usual_range_deg)

    def expect(self, range_deg: float) -> None:
        """Sets the expected sweep of the next reps, °. From hanging, height over lever is 1 − cos(sweep)."""
        height = self._height_weight * log(1.0 - cos(min(range_deg, 180.0) * RAD_PER_DEG))
        self._without = self._fixed - height
        self.calm_dps = self.calm_mps2 = 0.0

    def most(self, peak_dps: float, push_mps2: float) -> float:
        """Returns the evidence without any detour: the most that a lift of this speed and push can have.

        Parameters
        ----------
        peak_dps : float
            Largest angular velocity so far, °/s.
        push_mps2 : float
            Largest push so far, m/s².
        """
        speed, push = max(peak_dps, EARLY.least_speed_dps), max(push_mps2, EARLY.least_push_mps2)
        most = self._without + self._speed_weight * log(speed) + self._push_weight * log(push)
        if most < -_NEAR:
            self.calm_dps = _grown(speed, -most - _NEAR, self._speed_weight)
            self.calm_mps2 = _grown(push, -most - _NEAR, self._push_weight)
        return most

    def evidence(self, most: float, way_deg: float, swept_deg: float) -> float:
        """Returns the evidence, less what the detour so far takes off.

        Parameters
        ----------
        most : float
            Evidence without any detour.
        way_deg : float
            Way that the sensor turned in the lift so far, °.
        swept_deg : float
            Angle that the lift swept so far, °.
        """
        return most - self._tremor_weight * log(max(way_deg / swept_deg, 1.0))


def _grown(value: float, missing: float, weight: float) -> float:
    """The value to which speed or push may grow before it brings half of the evidence that is missing."""
    return value * exp(min(0.5 * missing / weight, 100.0)) if weight > 0.0 else inf
