"""Chance that a rep is controlled, against weight and rep number: a small logistic model of one arm's own sets.

Of rep k with weight w, a sessions ago,

    logit P = e^β · (m − d·a − ln w − e^κ·ln(1 + (k − 1)/K))

so that P falls with the weight and with the rep number, whatever the data. m is the log of the weight in kg of which a first
rep succeeds every second time, e^β the steepness per e-fold of weight, d the trend of the limit a session, and e^κ how
much faster than by Epley's rule (K = 30) the reps of a set wear the arm out; near 1.

Normal priors on all four keep the answer sensible for few sets. The reps of a set are alike, so each counts only
1/(1 + (n − 1)·ρ) (the design effect of cluster samples, Kish 1965), and sets long ago count less. The most probable
values are found by Fisher scoring (Newton's method with the expected curvature), their covariance is the inverse of
that curvature, and intervals are by the delta method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.settings.advice_settings import AdviceSettings
from imu.types import Flags, Floats

_STEPS, _HALVINGS, _CONVERGED = 30, 8, 1e-6
"""Most steps of the search, most halvings of a step, and the step at which it ends."""
_SIDE_80 = 1.2815515655446004
"""Standard deviations on either side of an 80 % interval of a normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveData:
    """Reps of one arm as columns, ``(n,)`` each."""

    weight_kg: Floats
    """Weight, kg."""
    number: Floats
    """Number of the rep in its set, from 1."""
    sessions_ago: Floats
    """Age of its session, counted in sessions; 0 the latest."""
    counts: Floats
    """How much it counts: less for many reps of one set, and for sets long ago."""
    controlled: Flags
    """Whether it was controlled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceOfControl:
    """Chance that a rep is controlled, with its 80 % interval; all from 0 to 1."""

    chance: float
    """The most probable value."""
    low: float
    """Lower end of the interval."""
    high: float
    """Upper end of the interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlCurve:
    """A fitted curve of one arm, as of its latest session."""

    values: Floats
    """m (log of kg), β, κ and d of the module's formula, ``(4,)``."""
    covariance: Floats
    """Of the values, ``(4, 4)``."""
    reps_constant: float
    """K, reps."""

    def chance(self, weight_kg: float, number: int) -> ChanceOfControl:
        """Chance that rep ``number`` (from 1) with this weight, kg, is controlled in the latest session.

        A set counts as controlled up to the rep at which momentum sets in, so this is the chance of that many
        controlled reps, too.
        """
        m, steepness, wear = float(self.values[0]), math.exp(self.values[1]), self._wear(number)
        z = steepness * (m - math.log(weight_kg) - wear)
        sd = self._sd(np.array([steepness, z, -steepness * wear, 0.0]))
        low, high = _sigmoid(z - _SIDE_80 * sd), _sigmoid(z + _SIDE_80 * sd)
        return ChanceOfControl(chance=_sigmoid(z), low=low, high=high)

    def limit_kg(self, number: int, chance: float) -> tuple[float, float, float]:
        """Weight at which rep ``number`` is controlled with this chance: lower end, value and upper end, kg.

        The ends are those of an 80 % interval; docs/advice.md says how far it can be believed.
        """
        wear, odds = self._wear(number), math.log(chance / (1.0 - chance))
        spread = odds * math.exp(-self.values[1])
        middle = float(self.values[0]) - wear - spread
        sd = self._sd(np.array([1.0, spread, -wear, 0.0]))
        low, value, high = (math.exp(middle + side * _SIDE_80 * sd) for side in (-1.0, 0.0, 1.0))
        return low, value, high

    def _wear(self, number: int) -> float:
        return math.exp(self.values[2]) * math.log1p((number - 1) / self.reps_constant)

    def _sd(self, slope: Floats) -> float:
        """Standard deviation of what changes by ``slope`` with the four values (delta method)."""
        return math.sqrt(max(float(slope @ self.covariance @ slope), 0.0))


def fit_curve(data: CurveData, settings: AdviceSettings) -> ControlCurve:
    """Fits the curve to the reps of one arm (at least one).

    Parameters
    ----------
    data : CurveData
    settings : AdviceSettings
        Priors and K.
    """
    wear = np.log1p((data.number - 1.0) / settings.reps_constant)
    x = np.log(data.weight_kg)
    # where the limit may lie before any verdict is looked at: what was lifted, as a weight of one rep
    guess = float(data.counts @ (x + wear) / data.counts.sum())
    centre = np.array([guess, math.log(settings.next_steepness), 0.0, 0.0])
    precision = 1.0 / np.square(
        [settings.next_limit_sd, settings.next_steepness_sd, settings.next_wear_sd, settings.next_trend_sd]
    )
    problem = _Problem(x=x, wear=wear, data=data, centre=centre, precision=precision)
    values, curvature = _most_probable(problem)
    return ControlCurve(
        values=values,
        covariance=np.asarray(np.linalg.inv(curvature), dtype=np.float64),
        reps_constant=settings.reps_constant,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """What is minimized: minus the log of the posterior density."""

    x: Floats
    wear: Floats
    data: CurveData
    centre: Floats
    precision: Floats

    def log_odds(self, values: Floats) -> Floats:
        m, beta, kappa, trend = values
        limit = m - trend * self.data.sessions_ago
        return np.asarray(np.exp(beta) * (limit - self.x - np.exp(kappa) * self.wear))

    def cost(self, values: Floats) -> float:
        margin = np.where(self.data.controlled, 1.0, -1.0) * self.log_odds(values)
        off = values - self.centre
        return float(self.data.counts @ np.logaddexp(0.0, -margin) + 0.5 * off @ (self.precision * off))

    def slope_and_curvature(self, values: Floats) -> tuple[Floats, Floats]:
        """Gradient ``(4,)`` and expected Hessian ``(4, 4)`` of the cost."""
        z = self.log_odds(values)
        steepness, wear = np.exp(values[1]), np.exp(values[2]) * self.wear
        rows = np.stack(
            [np.full_like(z, steepness), z, -steepness * wear, -steepness * self.data.sessions_ago]
        )
        p = 0.5 * (1.0 + np.tanh(0.5 * z))
        slope = rows @ (self.data.counts * (p - self.data.controlled))
        curvature = (rows * (self.data.counts * p * (1.0 - p))) @ rows.T
        return slope + self.precision * (values - self.centre), curvature + np.diag(self.precision)


def _most_probable(problem: _Problem) -> tuple[Floats, Floats]:
    """The most probable values and the curvature there; a step that makes it worse is halved."""
    values, cost = problem.centre, problem.cost(problem.centre)
    slope, curvature = problem.slope_and_curvature(values)
    for _ in range(_STEPS):
        step = np.linalg.solve(curvature, slope)
        tried = values
        for halving in range(_HALVINGS):
            tried = values - step * 0.5**halving
            lower = problem.cost(tried)
            if lower <= cost:
                break
        else:
            break
        moved, values, cost = float(np.abs(tried - values).max()), tried, lower
        slope, curvature = problem.slope_and_curvature(values)
        if moved < _CONVERGED:
            break
    return values, curvature


def _sigmoid(z: float) -> float:
    return 0.5 * (1.0 + math.tanh(0.5 * z))
