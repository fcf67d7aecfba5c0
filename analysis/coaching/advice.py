"""Rules of the advice: from a set to lighter, fewer reps, slower, or carry on.

Pure functions. Each rule returns its advice, or None where it does not apply; the first that applies holds.
The rules and their sources are in docs/advice.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from statistics import median

from analysis.coaching.heavier import more_advice
from analysis.coaching.momentum_onset import momentum_onset
from analysis.coaching.set_case import WEIGHT_TOLERANCE, SetCase, make_advice
from analysis.coaching.weights import Rack, WeightUnit, to_kg, usual_rack
from analysis.records.results import Advice, AdviceOption, Rep, RepSet, are_half
from analysis.settings.advice_settings import AdviceSettings
from imu.units import NBSP

DEFAULT_SETTINGS = AdviceSettings()


def advise(
    repset: RepSet,
    *,
    previous: Sequence[RepSet] = (),
    target_reps: int | None = None,
    rack: Rack | None = None,
    unit: WeightUnit = "kg",
    settings: AdviceSettings = DEFAULT_SETTINGS,
) -> Advice:
    """Returns the advice on the next set.

    Parameters
    ----------
    repset : RepSet
        The set just done; its weight and target are used where they are known.
    previous : sequence of RepSet
        Earlier sets of the same arm, the latest last; without them no weight is ever raised.
    target_reps : int, optional
        Reps that were wanted; overrules the set's own target.
    rack : Rack, optional
        The weights there are; otherwise steps of 2.5 kg or 5 lb.
    unit : "kg" or "lb"
        How weights are written; the rack's unit if there is one.
    settings : AdviceSettings
        The numbers of the rules.

    Returns
    -------
    Advice
        Every weight in it but the set's own stands on the rack.
    """
    chosen = rack or usual_rack(unit)
    target = target_reps or repset.target_reps
    case = SetCase(
        reps=repset.reps,
        judged=tuple(r for r in repset.reps if r.verdict != "uncertain"),
        gravity_trusted=repset.gravity_trusted,
        weight_kg=repset.weight_kg,
        target=target,
        proven_kg=_proven_kg(repset.weight_kg, target or len(repset.reps), previous),
        rack_kg=tuple(to_kg(v, chosen.unit) for v in chosen.values),
        rack_told=rack is not None,
        unit=rack.unit if rack else unit,
        settings=settings,
    )
    return _abstain(case) or _half_reps(case) or _momentum(case) or _controlled(case, previous)


def _proven_kg(weight_kg: float | None, wanted: int, previous: Sequence[RepSet]) -> float | None:
    """Heaviest weight below this one with which so many reps were done, all controlled."""
    proven = (
        one.weight_kg
        for one in previous
        if one.weight_kg is not None
        and weight_kg is not None
        and one.weight_kg < weight_kg - WEIGHT_TOLERANCE
        and len(one.reps) >= wanted
        and all(rep.verdict == "controlled" for rep in one.reps)
    )
    return max(proven, default=None)


def _abstain(case: SetCase) -> Advice | None:
    if not case.reps:
        return make_advice("none", [], "no curls", "No curls found in this recording", "", None)
    unjudged = len(case.reps) - len(case.judged)
    if len(case.judged) < case.settings.judged_share * len(case.reps):
        found = f"{_of_reps(unjudged, case)} could not be judged"
        return make_advice("none", [], "too little to judge", "No advice for this set", found, None)
    if not case.gravity_trusted:
        found = "the accelerometer does not read gravity, so a swing cannot be told from a fast lift"
        return make_advice("none", [], "gravity not usable", "No advice for this set", found, None)
    if len(case.judged) < case.settings.least_judged:
        return _too_few(case)
    return None


def _too_few(case: SetCase) -> Advice:
    """Nothing: one rep may be chance, whatever it was."""
    many, judged = len(case.judged), "" if len(case.judged) == len(case.reps) else "judged "
    todo = f"No advice from {f'one {judged}rep' if many == 1 else f'{many} {judged}reps'}"
    found = f"it was {_how(case.judged[0])}" if many == 1 else ""
    return make_advice("none", [], "too few reps", todo, found, None)


def _how(rep: Rep) -> str:
    if rep.verdict == "momentum":
        return "too fast" if rep.cause == "speed" else "swung"
    return f"a {_short_name([rep])}" if rep.verdict == "partial" else "controlled"


def _short_name(reps: Sequence[Rep]) -> str:
    """A half rep is a short one that is no farther than half-way."""
    return "half rep" if are_half(reps) else "short rep"


def _half_reps(case: SetCase) -> Advice | None:
    """How far to go; of the weight nothing, as half reps do not show what it is like to lift it all the way."""
    halves = [r for r in case.judged if r.verdict == "partial"]
    share = case.share(len(halves))
    if share < case.settings.half_share:
        return None
    many, n, judged = len(halves), len(case.reps), len(case.judged)
    of = f"{n}" if judged == n else f"{judged} judged reps"
    one, name = many == 1, _short_name(halves)
    which = f"was a {name}, which does" if one else f"were {name}s, which do"
    count = f"the only {'rep' if n == 1 else 'judged rep'}" if judged == 1 else f"{many} of {of}"
    found = f"{count} {which} not show whether the weight is right"
    todo = f"If these were curls, go all the way {_missing_end(case, halves)}"
    rule = "mostly half reps" if 2 * many > n else "many half reps"
    return make_advice("range", [], rule, todo, found, share)


def _missing_end(case: SetCase, halves: Sequence[Rep]) -> str:
    """``up`` where most half reps stop short of the top rather than of the bottom, else ``down``."""
    full = [r for r in case.judged if r.verdict != "partial"]
    bottom = _usual(full, lambda r: r.bottom_deg, case.settings.full_bottom_deg)
    top = _usual(full, lambda r: r.top_deg, case.settings.full_top_deg)
    short = [
        top - r.top_deg > r.bottom_deg - bottom
        for r in halves
        if r.bottom_deg is not None and r.top_deg is not None
    ]
    return "up" if 2 * sum(short) > len(halves) else "down"


def _usual(reps: Sequence[Rep], figure: Callable[[Rep], float | None], otherwise: float) -> float:
    known = [value for r in reps if (value := figure(r)) is not None]
    return median(known) if known else otherwise


def _momentum(case: SetCase) -> Advice | None:
    swung, fast = len(case.swung), len(case.fast)
    if swung >= max(case.run, fast):
        found = _too_heavy(case) or _late(case)
        if found is not None:
            return found
    if swung > fast and (stopped := _stopped(case)) is not None:
        return stopped
    return _slower(case, fast) if fast >= case.run else None


def _too_heavy(case: SetCase) -> Advice | None:
    first = max(1, ceil(case.settings.start_part * len(case.judged) - WEIGHT_TOLERANCE))
    flagged = [k for k, r in enumerate(case.judged[:first]) if r.verdict == "momentum"]
    if len(flagged) < case.settings.start_share * first:
        return None
    from_the_first = case.judged[0] in case.swung
    found = "the body swung from the first reps" if from_the_first else _where(case, flagged[0])
    return _lighter(case, found, "momentum from the start", case.share(len(case.flagged)))


def _late(case: SetCase) -> Advice | None:
    onset = momentum_onset([r.verdict == "momentum" for r in case.judged], case.run)
    if onset is None:
        return None
    flagged = sum(r.verdict == "momentum" for r in case.judged[onset:])
    before = sum(r.verdict == "controlled" for r in case.judged[:onset])
    found, agreement = _where(case, onset), case.share(before + flagged)
    stop = case.judged[onset].index - 1
    if stop < case.settings.fewest_reps:
        return _lighter(case, found, "late momentum", agreement)
    return _fewer_or_lighter(case, stop, found, agreement)


def _stopped(case: SetCase) -> Advice | None:
    """Lighter where a set ended well short of its target, with a swung rep: the weight seems to have ended it.

    One rep may be chance, so that half speaks for it.
    """
    n, share = len(case.reps), case.settings.stopped_share
    if case.target is None or n >= share * case.target or case.reps[-1] not in case.swung:
        return None
    found = f"the set ended after {n} of {case.target} reps, with a swung one"
    return _lighter(case, found, "stopped after a swing", 0.5)


def _where(case: SetCase, onset: int) -> str:
    """Says ``from rep 7 on`` where that holds for every judged rep, else in how many reps the body swung."""
    if all(r in case.swung for r in case.judged[onset:]):
        return f"from rep {case.judged[onset].index} on the body swung"
    return f"in {_of_judged(len(case.swung), case)} the body swung"


def _fewer_or_lighter(case: SetCase, stop: int, found: str, agreement: float) -> Advice:
    rule, drop = "late momentum", case.relief(case.settings.late_drop)
    fewer = AdviceOption(weight_kg=case.weight_kg, reps=stop, percent=0.0)
    if case.weight_kg is None:
        relief = AdviceOption(reps=case.target, percent=-100 * drop)
        todo = f"Next set: lighter, or stop at {stop}"
        return make_advice("lighter", [relief, fewer], rule, todo, found, agreement)
    less, here = case.lighter(case.weight_kg, case.settings.late_drop), case.named(case.weight_kg)
    if less is None:
        return make_advice("fewer", [fewer], rule, f"Keep {here} and stop at {stop}", found, agreement)
    relief = case.option(less)
    there = f"{case.named(less)} for all {case.target}" if case.target else case.named(less)
    if 1.0 - less / case.weight_kg > case.settings.big_step + WEIGHT_TOLERANCE:
        todo = f"Keep {here} and stop at {stop}, or take {there}"
        return make_advice("fewer", [fewer, relief], rule, todo, found, agreement)
    todo = f"Take {there}, or keep {here} and stop at {stop}"
    return make_advice("lighter", [relief, fewer], rule, todo, found, agreement)


def _lighter(case: SetCase, found: str, rule: str, agreement: float) -> Advice:
    drop = case.relief(case.settings.start_drop)
    if case.weight_kg is None:
        todo = f"Take {100 * drop:.0f}{NBSP}% less next set"
        less_by = AdviceOption(reps=case.target, percent=-100 * drop)
        return make_advice("lighter", [less_by], rule, todo, found, agreement)
    less = case.lighter(case.weight_kg, case.settings.start_drop)
    if less is None:
        todo, none = (
            f"Slower next set, over {_lift(case)} up",
            f"there is no lighter dumbbell {case.listed}",
        )
        return make_advice("slower", [case.same], rule, todo, none, agreement)
    todo = f"Take {case.named(less)} next set"
    return make_advice("lighter", [case.option(less)], rule, todo, found, agreement)


def _slower(case: SetCase, fast: int) -> Advice:
    todo = f"{case.keep} and lift over {_lift(case)}"
    found = f"{_of_judged(fast, case)} {_were(fast)} too fast, with a still elbow"
    return make_advice("slower", [case.same], "fast but still elbow", todo, found, case.share(fast))


def _controlled(case: SetCase, previous: Sequence[RepSet]) -> Advice:
    n, controlled = len(case.reps), case.controlled
    agreement, todo = case.share(controlled), _keep_for_all(case)
    if controlled == n and (more := more_advice(case, previous)) is not None:
        return more
    found = _controlled_words(controlled, len(case.judged), n - len(case.judged))
    rule = "mostly controlled" if 2 * controlled > n else "mixed"
    if controlled == len(case.judged):
        rule = "all controlled" if controlled == n else "all judged controlled"
    return make_advice("keep", [case.same], rule, todo, found, agreement)


def _controlled_words(controlled: int, judged: int, unjudged: int) -> str:
    """Says how many of the judged reps were controlled, and how many were not judged."""
    reps = "judged reps" if unjudged else "reps"
    found = f"{controlled} of {judged} {reps} {_were(controlled)} controlled"
    if controlled == judged == 1:
        found = f"the {reps.removesuffix('s')} was controlled"
    elif controlled == judged:
        found = f"{'both' if judged == 2 else f'all {judged}'} {reps} were controlled"
    return f"{found}; {unjudged} {_were(unjudged)} not judged" if unjudged else found


def _keep_for_all(case: SetCase) -> str:
    """Keep the weight, with the target where it was not reached."""
    missed = case.target is not None and len(case.reps) < case.target
    return f"{case.keep} for all {case.target}" if missed else case.keep


def _lift(case: SetCase) -> str:
    return f"{case.settings.lift_s:g}{NBSP}s"


def _of_judged(many: int, case: SetCase) -> str:
    """Counts reps among the judged ones, as the tables do."""
    judged = len(case.judged)
    if judged == len(case.reps):
        return _of_reps(many, case)
    if many == judged:
        return {1: "the judged rep", 2: "both judged reps"}.get(many, f"all {many} judged reps")
    return f"{many} of {judged} judged reps"


def _of_reps(many: int, case: SetCase) -> str:
    n = len(case.reps)
    if many == n:
        return {1: "the rep", 2: "both reps"}.get(n, f"all {n} reps")
    return f"{many} of {n} reps"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
