"""A lifter limited by the torque of the elbow: swing is not prescribed, it follows from the load.

The weight asks for a torque ``τ = g·(w·l + m·c)`` of a level forearm (weight w at lever l, forearm and hand of mass m
with their centre at c). The elbow gives at most ``A·S``: its strength S when rested, of which fatigue leaves the share A.

*What the elbow cannot give, the body must.* If the weight asks for more, the elbow does the share ``A·S/τ`` of the
work of lifting, and the rest ``e = 1 − A·S/τ`` must be in the weight as kinetic energy, ``½·v² = v₀²/2 + e·g·Δh``
(v₀ the peak speed of the lifter's own tempo, Δh the height of the lift): hips, trunk and shoulder throw it. Half of
the extra speed, or ``whip``, is turned into a faster forearm, the rest is the speed of the thrown elbow.

*Fatigue.* A rep takes ``f·τ/S`` off A (never more than the elbow gives). The heaviest weight of which k reps need no
body is then ``τ·(1 + f·(k − 1)) = S``: the form of the rule by which coaches turn reps into a maximum, ``w·(1 + k/30)``
(Epley 1985), so f is near 1/30. Between sets A comes back: ``1 − A`` falls as ``exp(−t/recovery_s)``.

The equations are mechanics; the constants are plausible, not measured: nothing public couples load with swinging.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from imu.simulate.curl_set import varied
from imu.simulate.stage import SimulatedRep
from imu.units import G_MPS2

LOAD_LEVER_M = 0.33
"""Elbow to the middle of the grip, m."""
FOREARM_NM = 2.7
"""Torque of a level forearm with hand, N·m: 2.2 % of a body of 75 kg at 0.17 m from the elbow (Winter 2009)."""
_SMOOTH_PEAK, _EARLY_PEAK = 1.875, 2.0736
"""Peak speed over mean speed of a lift of minimum jerk, and of one with an early peak (`SpeedProfile`)."""
_THROW_M, _THROW_SHARE = 0.16, 0.35
"""Way of the elbow in a throw of ``swing`` 1, m (hips 0.10, shoulder 0.06, from the dip), and the share of the lift
in which it is made (`curl_set`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitedLifter:
    """A lifter with a limited elbow.

    Attributes
    ----------
    strength_nm : float
        Largest torque of the rested elbow over a lift, N·m.
    fatigue : float
        Share of the strength that a rep of full effort costs.
    recovery_s : float
        Time in which all but 37 % of the fatigue goes, s.
    lift_s, lower_s : float
        Tempo with a light weight, s.
    grind : float
        How much longer, as a share, the lift takes at the limit of the elbow.
    whip : float
        Share of the extra speed of a thrown weight that is the forearm's; the rest is the elbow's.
    most_thrown : float
        Largest share of the work that the body can do; a rep that needs more fails.
    """

    strength_nm: float
    fatigue: float = 1.0 / 30.0
    recovery_s: float = 60.0
    lift_s: float = 1.6
    lower_s: float = 1.9
    grind: float = 0.25
    whip: float = 0.5
    most_thrown: float = 0.4

    def limit_kg(self, reps: int) -> float:
        """Heaviest weight of which so many reps, rested, need no body, kg."""
        torque = self.strength_nm / (1.0 + self.fatigue * (reps - 1))
        return (torque - FOREARM_NM) / (G_MPS2 * LOAD_LEVER_M)

    def with_limit(self, weight_kg: float, reps: int) -> LimitedLifter:
        """The same lifter, just strong enough for so many reps with this weight, kg."""
        return replace(self, strength_nm=torque_nm(weight_kg) * (1.0 + self.fatigue * (reps - 1)))

    def thrown_share(self, weight_kg: float, left: float) -> float:
        """Share e of the work that the body must do, 0 to 1, when the share ``left`` of the strength is left."""
        return max(0.0, 1.0 - left * self.strength_nm / torque_nm(weight_kg))

    def after_rep(self, weight_kg: float, left: float) -> float:
        """Share of the strength that is left after one more rep."""
        return left - self.fatigue * min(torque_nm(weight_kg) / self.strength_nm, left)

    def after_rest(self, left: float, rest_s: float) -> float:
        """Share of the strength that is left after a rest, s."""
        return 1.0 - (1.0 - left) * math.exp(-rest_s / self.recovery_s)

    def rep(self, weight_kg: float, left: float) -> SimulatedRep | None:
        """One rep as this weight makes it; None where even the body cannot lift it.

        Parameters
        ----------
        weight_kg : float
            kg.
        left : float
            Share of the strength that is left.
        """
        share = self.thrown_share(weight_kg, left)
        if share > self.most_thrown:
            return None
        effort = min(1.0, torque_nm(weight_kg) / (left * self.strength_nm))
        own = SimulatedRep(
            lift_s=self.lift_s * (1.0 + self.grind * effort**2), lower_s=self.lower_s, pause_bottom_s=0.45
        )
        return own if share == 0.0 else self._thrown(own, share)

    def _thrown(self, own: SimulatedRep, share: float) -> SimulatedRep:
        """The rep with the throw that brings the energy the elbow lacks."""
        sweep = math.radians(own.top_deg - own.bottom_deg)
        height_m = LOAD_LEVER_M * (
            math.cos(math.radians(own.bottom_deg)) - math.cos(math.radians(own.top_deg))
        )
        before = _SMOOTH_PEAK * sweep * LOAD_LEVER_M / own.lift_s
        more = math.sqrt(before**2 + 2.0 * share * G_MPS2 * height_m) - before
        # min: the profile with an early peak is faster than minimum jerk, a slight throw must not take longer
        lift_s = min(own.lift_s, _EARLY_PEAK * sweep * LOAD_LEVER_M / (before + self.whip * more))
        elbow_mps = (1.0 - self.whip) * more
        swing = elbow_mps * _THROW_SHARE * lift_s / (_SMOOTH_PEAK * _THROW_M)
        return replace(own, lift_s=lift_s, swing=swing, profile="early")

    def lift_set(
        self,
        weight_kg: float,
        wanted: int,
        *,
        more: int = 0,
        left: float = 1.0,
        rng: np.random.Generator,
    ) -> LiftedSet:
        """Does a set: the reps he wants, by throwing if need be, and more as long as the elbow lifts them alone.

        Parameters
        ----------
        weight_kg : float
            kg.
        wanted : int
            Reps to do.
        more : int
            Most reps to add while they need no body.
        left : float
            Share of the strength at the beginning.
        rng : numpy Generator
            Varies tempo and range from rep to rep.
        """
        reps: list[SimulatedRep] = []
        shares: list[float] = []
        while len(reps) < wanted + more:
            share = self.thrown_share(weight_kg, left)
            rep = self.rep(weight_kg, left)
            if rep is None or (len(reps) >= wanted and share > 0.0):
                break
            reps += varied(rep, 1, rng)
            shares.append(share)
            left = self.after_rep(weight_kg, left)
        return LiftedSet(reps=tuple(reps), thrown=tuple(shares), left=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftedSet:
    """Set as it was lifted.

    Attributes
    ----------
    reps : tuple of SimulatedRep
        Its reps as movements; none where the weight cannot be lifted.
    thrown : tuple of float
        Share of the work that the body did, of each rep.
    left : float
        Share of the strength that is left.
    """

    reps: tuple[SimulatedRep, ...]
    thrown: Sequence[float]
    left: float


def torque_nm(weight_kg: float) -> float:
    """Torque about the elbow of a level forearm with a weight, N·m."""
    return G_MPS2 * weight_kg * LOAD_LEVER_M + FOREARM_NM
