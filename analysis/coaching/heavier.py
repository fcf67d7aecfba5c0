"""Rules of the advice that ask for more: more weight, or more reps where the next weight is a big step."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.coaching.set_case import WEIGHT_TOLERANCE, SetCase, make_advice
from analysis.language import say
from analysis.records.results import Advice, AdviceOption, RepSet

_IN_WORDS = (2, 3, 4, 5)
"""Numbers of sets that are written as words."""


def more_advice(case: SetCase, previous: Sequence[RepSet]) -> Advice | None:
    """Returns the advice to do more after a set of controlled reps over the target; None where there is no reason.

    Parameters
    ----------
    case : SetCase
        The set just done; every rep of it was controlled.
    previous : sequence of RepSet
        Earlier sets of the same arm, the latest last.
    """
    return _far_over(case, previous) or _over(case, previous)


def _far_over(case: SetCase, previous: Sequence[RepSet]) -> Advice | None:
    """The weight of which the target is as hard as what was done; one set tells, as it is far over the target."""
    reps, settings = len(case.reps), case.settings
    if case.weight_kg is None or case.target is None or any(r.clipped for r in case.reps):
        return None
    if reps < case.target + settings.far_reps:
        return None
    limit = case.weight_kg * min(case.equal_weight(reps), 1.0 + settings.most_raise)
    if reps >= settings.plenty_reps:
        limit = max(limit, case.heavier(case.weight_kg) or 0.0)
        if previous and _no_fewer_than(case, previous[-1]):
            limit = max(limit, case.weight_kg * (1.0 + settings.blind_raise))
    fit = [w for w in case.rack_kg if case.weight_kg + WEIGHT_TOLERANCE < w <= limit + WEIGHT_TOLERANCE]
    fit = [w for w in fit if not any(_swung_above(case, s, w) for s in previous)]
    if not fit:
        return None
    found = say("finding.over_the_target", reps=reps, over=reps - case.target)
    todo = say("advice.take", weight=case.named(fit[-1]))
    return make_advice("more", [case.option(fit[-1])], "far over the target", todo, found, 1.0)


def _no_fewer_than(case: SetCase, before: RepSet) -> bool:
    """Whether a lighter weight did not give more reps: then neither set came near the limit of the elbow."""
    if case.weight_kg is None or before.weight_kg is None or before.weight_kg >= case.weight_kg:
        return False
    return len(before.reps) <= len(case.reps) and all(r.verdict == "controlled" for r in before.reps)


def _over(case: SetCase, previous: Sequence[RepSet]) -> Advice | None:
    """More weight, or more reps where the next weight is a big step; only after sets well over the target."""
    many = _spared(case, previous)
    if case.weight_kg is None or many is None:
        return None
    rule, do_more = "over the target", say("advice.keep_and_do", keep=case.keep, reps=many)
    longer = AdviceOption(weight_kg=case.weight_kg, reps=many, percent=0.0)
    up = case.heavier(case.weight_kg)
    if up is None:
        return make_advice("more", [longer], rule, do_more, case.none_there("heavier"), 1.0)
    step = up / case.weight_kg - 1.0
    far = many >= (case.target or 0) + case.settings.far_reps
    if step > case.settings.big_step + WEIGHT_TOLERANCE and not far:
        found = say("finding.big_step_up", percent=100 * step)
        return make_advice("more", [longer], rule, do_more, found, 1.0)
    if any(_swung_above(case, s, up) for s in previous):
        return None
    found = say("finding.sets_in_a_row", reps=many, sets=_in_words(case.settings.spared_sets))
    todo = say("advice.take", weight=case.named(up))
    return make_advice("more", [case.option(up)], rule, todo, found, 1.0)


def _in_words(sets: int) -> str:
    return say(f"number.{sets}") if sets in _IN_WORDS else str(sets)


def _spared(case: SetCase, previous: Sequence[RepSet]) -> int | None:
    """Reps that this set and those before it all reached: over the target, controlled, and at this weight."""
    needed = case.settings.spared_sets - 1
    before = previous[-needed:]
    if case.target is None or len(before) < needed or any(r.clipped for r in case.reps):
        return None
    if not all(_clean(case, s) for s in before):
        return None
    many = min(len(case.reps), *(len(s.reps) for s in before))
    return many if many >= case.target + case.settings.spared_reps else None


def _clean(case: SetCase, other: RepSet) -> bool:
    if case.weight_kg is None or other.weight_kg is None:
        return False
    same = abs(other.weight_kg - case.weight_kg) <= case.settings.same_weight * case.weight_kg
    return same and all(r.verdict == "controlled" and not r.clipped for r in other.reps)


def _swung_above(case: SetCase, earlier: RepSet, up: float) -> bool:
    """Whether the next weight has been tried before, and was thrown."""
    if case.weight_kg is None or earlier.weight_kg is None:
        return False
    tried = case.weight_kg * (1.0 + case.settings.same_weight) < earlier.weight_kg <= up + WEIGHT_TOLERANCE
    return (
        tried
        and sum(r.verdict == "momentum" and r.cause != "speed" for r in earlier.reps)
        >= case.settings.flagged_run
    )
