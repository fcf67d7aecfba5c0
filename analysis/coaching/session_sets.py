"""Sets of a session that has just ended, as the history would give them: for advice that needs no history."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.advice import DEFAULT_SETTINGS, DOUBTFUL_RULES
from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.weights import Rack, WeightUnit, typed_weight
from analysis.records.past_sessions import CURL_EXERCISE, PastSet
from analysis.records.results import AdviceOption, RepSet, SessionResult
from analysis.settings.advice_settings import AdviceSettings

NOT_SAVED = 0
"""Number of a session that is in no database; those in one begin at 1."""


def sets_of_session(result: SessionResult, unit: WeightUnit = "kg") -> list[PastSet]:
    """Returns the sets of a session as records of the past, in order of time.

    Parameters
    ----------
    result : SessionResult
        With weights filled in, as by `analysis.coaching.set_context.with_advice`.
    unit : "kg" or "lb"
        Unit in which the weights were typed.
    """
    return [_past(one, number, result, unit) for number, one in enumerate(result.sets, start=1)]


def next_weights_after(
    result: SessionResult,
    unit: WeightUnit = "kg",
    *,
    rack: Rack | None = None,
    settings: AdviceSettings = DEFAULT_SETTINGS,
) -> tuple[NextWeight, ...]:
    """Returns the weight of the next session of each arm for which the sets up to now tell one.

    Parameters
    ----------
    result : SessionResult
        The session that has just ended, with the earlier sets that are known.
    unit : "kg" or "lb"
        Unit in which its weights were typed.
    rack : Rack, optional
        The weights there are; otherwise the usual steps.
    settings : AdviceSettings
        The numbers of the rule.
    """
    known = [*(one for one in result.earlier if one.is_curl), *sets_of_session(result, unit)]
    found = next_weights(known, rack=rack, settings=settings)
    return tuple(
        replace(one, next_set=_next_set(result, one.side)) for one in found if one.weight_kg is not None
    )


def _next_set(result: SessionResult, side: str | None) -> AdviceOption | None:
    """What the advice on the last set of an arm puts first; None without any."""
    last = next((one for one in reversed(result.sets) if one.side == side), None)
    options = () if last is None or last.advice is None else last.advice.options
    return options[0] if options else None


def _past(one: RepSet, number: int, result: SessionResult, unit: WeightUnit) -> PastSet:
    weight = None if one.weight_kg is None else typed_weight(one.weight_kg, unit)
    return PastSet(
        session=NOT_SAVED,
        number=number,
        started_at=None,
        lifter=result.lifter,
        exercise=CURL_EXERCISE,
        side=one.side,
        sensor=one.sensor,
        weight_kg=one.weight_kg,
        weight_value=None if weight is None else weight.value,
        weight_unit=None if weight is None else weight.unit,
        target_reps=one.target_reps,
        reps=len(one.reps),
        verdicts=tuple(rep.verdict for rep in one.reps),
        warm_up=False,
        origin="recording",
        source=result.path,
        fast=tuple(k for k, rep in enumerate(one.reps, start=1) if rep.cause == "speed"),
        doubtful=one.advice is not None and one.advice.rule in DOUBTFUL_RULES,
    )
