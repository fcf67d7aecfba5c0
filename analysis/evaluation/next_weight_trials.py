"""How far the next weight can be believed: simulated lifters whose strength varies from day to day and set to set.

The data are not drawn from the model that is fitted: a lifter controls a rep up to a limit that falls by Epley's rule
with his own rate, varies with the day, the set and the rep, and may grow. Weights are chosen by chance around what he
can lift, as a training log has them. `interval_trials` tells how often the 80 % interval holds the true weight, and how
often the advised weight is controlled for all target reps the next time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.coaching.next_weight import next_weights
from analysis.coaching.weights import parse_rack
from analysis.records.past_sessions import CURL_EXERCISE, PastSet
from analysis.settings.advice_settings import AdviceSettings
from imu.types import Flags

_RACK = parse_rack("2.5:60:2.5kg")
_REP_SD = 0.04
"""Standard deviation of a single rep's limit, as a share: verdicts near the limit are noisy."""
_USUAL_KG, _USUAL_SD = 14.0, 0.35
"""Middle of the lifters' limits, kg, and the standard deviation of their logarithm."""
_Z80 = 0.8416212335729143
"""Quantile of the normal distribution at 0.8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """Kind of lifters and logs."""

    day_sd: float
    """Standard deviation of the strength from day to day, as a share."""
    set_sd: float
    """The same from set to set."""
    spread: float
    """Weights are up to this share (of an e-fold) lighter or heavier than what he can lift."""
    trend: float = 0.0
    """Growth of the strength, share a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialOutcome:
    """Outcome of the advice for one kind of lifters."""

    plan: TrialPlan
    """Kind of lifters and logs."""
    answers: int
    """Lifters with an answer."""
    covered: float
    """Share of them whose true weight lies within the interval."""
    width: float
    """Median of upper over lower end of the interval."""
    error: float
    """RMS error of the interval's middle, as a share."""
    reached: float
    """Share of advised weights that were controlled for all target reps the next time."""


PLANS = (
    TrialPlan(day_sd=0.02, set_sd=0.02, spread=0.4),
    TrialPlan(day_sd=0.05, set_sd=0.05, spread=0.4),
    TrialPlan(day_sd=0.05, set_sd=0.05, spread=0.15),
    TrialPlan(day_sd=0.05, set_sd=0.05, spread=0.4, trend=0.01),
    TrialPlan(day_sd=0.1, set_sd=0.05, spread=0.4),
    TrialPlan(day_sd=0.1, set_sd=0.05, spread=0.15),
)
"""Kinds that are tried: steady, usual and changeable lifters, who tried very different or similar weights."""


def interval_trials(plan: TrialPlan, lifters: int, settings: AdviceSettings, seed: int = 13) -> TrialOutcome:
    """Tries the next weight on simulated lifters of one kind.

    Parameters
    ----------
    plan : TrialPlan
    lifters : int
        Number of lifters.
    settings : AdviceSettings
        The numbers of the rule.
    seed : int
        Of all random numbers.
    """
    rng = np.random.default_rng(seed)
    tried = [one for _ in range(lifters) if (one := _trial(plan, settings, rng)) is not None]
    covered, width, error, reached = np.array(tried, dtype=np.float64).T
    return TrialOutcome(
        plan=plan,
        answers=len(tried),
        covered=float(covered.mean()),
        width=float(np.exp(np.median(width))),
        error=float(np.sqrt((error**2).mean())),
        reached=float(np.nanmean(reached)),
    )


def _trial(
    plan: TrialPlan, settings: AdviceSettings, rng: np.random.Generator
) -> tuple[bool, float, float, float] | None:
    """Covered, log width, log error, reached (NaN without a weight); None without an answer."""
    fatigue, target = rng.uniform(0.02, 0.05), int(rng.integers(6, 13))
    can = rng.lognormal(np.log(_USUAL_KG), _USUAL_SD)
    sessions = int(rng.integers(2, 8))
    log = [
        one
        for session in range(sessions)
        for one in _session(plan, session, can * np.exp(plan.trend * session), fatigue, target, rng)
    ]
    (found,) = next_weights(log, rack=_RACK, settings=settings)
    if found.limit_kg is None:
        return None
    sd = float(np.hypot(np.hypot(plan.day_sd, plan.set_sd), _REP_SD))
    now = can * np.exp(plan.trend * (sessions - 1)) / (1.0 + fatigue * (target - 1))
    true = now * np.exp(-_Z80 * sd)
    low, high = np.log(found.limit_kg)
    reached = np.nan if found.weight_kg is None else now * np.exp(rng.normal(0.0, sd)) >= found.weight_kg
    inside = bool(low <= np.log(true) <= high)
    return inside, float(high - low), float((low + high) / 2.0 - np.log(true)), float(reached)


def _session(
    plan: TrialPlan, session: int, can: float, fatigue: float, target: int, rng: np.random.Generator
) -> list[PastSet]:
    """One to three sets of a day; ``can`` is the weight of one rep, kg."""
    today = can * np.exp(rng.normal(0.0, plan.day_sd))
    sets = []
    for number in range(1, int(rng.integers(1, 4)) + 1):
        aimed = can / (1.0 + fatigue * (target - 1)) * np.exp(rng.uniform(-plan.spread, plan.spread))
        weight_kg = float(min(_RACK.values, key=lambda kg: abs(kg - aimed)))
        limits = today * np.exp(rng.normal(0.0, plan.set_sd) + rng.normal(0.0, _REP_SD, target))
        limits /= 1.0 + fatigue * np.arange(target)
        sets.append(_logged(session, number, weight_kg, limits >= weight_kg))
    return sets


def _logged(session: int, number: int, weight_kg: float, controlled: Flags) -> PastSet:
    return PastSet(
        session=session,
        number=number,
        started_at=None,
        lifter=None,
        exercise=CURL_EXERCISE,
        side=None,
        sensor="wrist",
        weight_kg=weight_kg,
        weight_value=weight_kg,
        weight_unit="kg",
        target_reps=len(controlled),
        reps=len(controlled),
        verdicts=tuple("controlled" if fine else "momentum" for fine in controlled.tolist()),
        warm_up=False,
        origin="recording",
        source="simulation",
    )
