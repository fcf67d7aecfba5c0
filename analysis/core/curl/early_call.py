"""Early call: evidence of momentum in a lift that is still under way.

It is the sum of `analysis.core.curl.momentum` over the lift so far: speed and push are the largest since the
lift began, the detour is that of the way so far, and the height is that of the set's earlier reps. All are
causal, so they differ a little from the figures of the finished rep; therefore the limits (``live.flag_...``)
are their own.
"""

from __future__ import annotations

from math import cos, log
from typing import TYPE_CHECKING

from analysis.core.loops.walks import Weights, calm_until, evidence_of, most_evidence
from analysis.settings.curl_model import EARLY
from imu.units import G_MPS2, RAD_PER_DEG

if TYPE_CHECKING:
    from analysis.settings.live_thresholds import LiveThresholds


class EarlyCall:
    """Evidence (log-odds) of momentum in the lift under way; from 0 on the lift is called.

    Parameters
    ----------
    thresholds : LiveThresholds
    """

    def __init__(self, thresholds: LiveThresholds) -> None:
        t = thresholds
        self.sweep_deg = t.flag_sweep_deg
        # With lever ℓ, angular velocity v and height ℓ·share: coast = ½·(ℓ·v)² / (g·ℓ·share). Its logarithm
        # is a sum; this is the part that depends on neither speed nor height, computed once.
        fixed = log(0.5 * EARLY.load_lever_m * RAD_PER_DEG**2 / (G_MPS2 * t.flag_carry))
        self._fixed = t.flag_carry_weight * fixed - t.flag_push_weight * log(t.flag_push_mps2)
        self._height_weight = t.flag_carry_weight
        self.weights: Weights = (
            t.flag_sweep_deg,
            2.0 * t.flag_carry_weight,
            t.flag_push_weight,
            t.flag_tremor_weight,
            self._fixed,
            EARLY.least_speed_dps,
            EARLY.least_push_mps2,
        )
        """What the walks over the cells reckon with."""
        self.calm = 0.0, 0.0
        """No lift whose speed, °/s, and push, m/s², both stay up to these is momentum."""
        self.expect(EARLY.usual_range_deg)

    def expect(self, range_deg: float) -> None:
        """Sets the expected sweep of the next reps, °. From hanging, height over lever is 1 − cos(sweep)."""
        height = self._height_weight * log(1.0 - cos(min(range_deg, 180.0) * RAD_PER_DEG))
        self.weights = (*self.weights[:4], self._fixed - height, *self.weights[5:])
        self.calm = 0.0, 0.0

    def most(self, peak_dps: float, push_mps2: float) -> float:
        """Returns the evidence without any detour: the most that a lift of this speed and push can have.

        Parameters
        ----------
        peak_dps : float
            Largest angular velocity so far, °/s.
        push_mps2 : float
            Largest push so far, m/s².
        """
        most = most_evidence(self.weights, peak_dps, push_mps2)
        self.calm = calm_until(self.weights, most, peak_dps, push_mps2)
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
        return evidence_of(self.weights, most, way_deg, swept_deg)
