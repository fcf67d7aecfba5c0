"""Rules of the advice: from a set to lighter, fewer reps, slower, or carry on.

Pure functions. Each rule returns its advice, or None where it does not apply; the first that applies holds.
The rules and their sources are in docs/advice.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from statistics import median
from typing import Literal

from analysis.coaching.heavier import more_advice
from analysis.coaching.momentum_onset import momentum_onset
from analysis.coaching.set_case import WEIGHT_TOLERANCE, SetCase, make_advice
from analysis.coaching.weights import Rack, WeightUnit, to_kg, usual_rack
from analysis.language import say
from analysis.records.results import Advice, AdviceOption, Rep, RepSet, short_kind
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.plausible import WIDEST_DEG

DEFAULT_SETTINGS = AdviceSettings()
NO_GRAVITY, TOO_WIDE = "gravity not usable", "implausible range"
"""Names of the rules for an accelerometer that does not read gravity, and for sweeps that no arm makes."""
DOUBTFUL_RULES = frozenset({NO_GRAVITY, TOO_WIDE})
"""Rules by which a set is no evidence of its weight, today or later: its sensor measured what cannot be."""


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
        return make_advice("none", [], "no curls", say("advice.no_curls"), "", None)
    unjudged = len(case.reps) - len(case.judged)
    if len(case.judged) < case.settings.judged_share * len(case.reps):
        found = say("finding.could_not_be_judged", n=unjudged, reps=_of_reps(unjudged, case))
        return make_advice("none", [], "too little to judge", say("advice.none"), found, None)
    if not case.gravity_trusted:
        found = say("finding.no_gravity")
        return make_advice("none", [], NO_GRAVITY, say("advice.none"), found, None)
    if (too_wide := _too_wide(case)) is not None:
        return too_wide
    if len(case.judged) < case.settings.least_judged:
        return _too_few(case)
    return None


def _too_wide(case: SetCase) -> Advice | None:
    """Nothing where most reps have a range that no arm has: whatever made it also made their momentum."""
    wide = [r.rom_deg for r in case.judged if r.rom_deg is not None and r.rom_deg > WIDEST_DEG]
    if 2 * len(wide) <= len(case.judged):
        return None
    many = len(wide)
    found = say("finding.too_wide", n=many, reps=_of_judged(many, case), most=max(wide))
    return make_advice("none", [], TOO_WIDE, say("advice.none"), found, None)


def _too_few(case: SetCase) -> Advice:
    """Nothing: one rep may be chance, whatever it was."""
    many = len(case.judged)
    all_judged = many == len(case.reps)
    todo = say("advice.too_few", n=many) if all_judged else say("advice.too_few_judged", n=many)
    found = say(f"finding.one_rep.{_how(case.judged[0])}") if many == 1 else ""
    return make_advice("none", [], "too few reps", todo, found, None)


def _how(rep: Rep) -> str:
    """What one rep was, by the name of the words that say so."""
    if rep.verdict == "momentum":
        return "too_fast" if rep.cause == "speed" else "swung"
    return short_kind([rep]) if rep.verdict == "partial" else "controlled"


def _half_reps(case: SetCase) -> Advice | None:
    """How far to go; of the weight nothing, as half reps do not show what it is like to lift it all the way."""
    halves = [r for r in case.judged if r.verdict == "partial"]
    share = case.share(len(halves))
    if share < case.settings.half_share:
        return None
    many = len(halves)
    found = say(f"finding.{short_kind(halves)}", n=many, reps=_of_them(many, case))
    todo = say(f"advice.all_the_way.{_missing_end(case, halves)}")
    rule = "mostly half reps" if 2 * many > len(case.reps) else "many half reps"
    return make_advice("range", [], rule, todo, found, share)


def _of_them(many: int, case: SetCase) -> str:
    """Counts reps whose name follows among the judged ones."""
    n, judged = len(case.reps), len(case.judged)
    if judged == 1:
        return say("finding.only_rep") if n == 1 else say("finding.only_judged_rep")
    return say("finding.of_them" if judged == n else "finding.of_judged.some", n=many, of=judged)


def _missing_end(case: SetCase, halves: Sequence[Rep]) -> Literal["up", "down"]:
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
    found = say("finding.swung_at_first") if from_the_first else _where(case, flagged[0])
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
    found = say("finding.stopped", reps=n, target=case.target)
    return _lighter(case, found, "stopped after a swing", 0.5)


def _where(case: SetCase, onset: int) -> str:
    """Says ``from rep 7 on`` where that holds for every judged rep, else in how many reps the body swung."""
    if all(r in case.swung for r in case.judged[onset:]):
        return say("finding.swung_from", rep=case.judged[onset].index)
    swung = len(case.swung)
    return say("finding.swung_in", n=swung, reps=_of_judged(swung, case))


def _fewer_or_lighter(case: SetCase, stop: int, found: str, agreement: float) -> Advice:
    rule, drop = "late momentum", case.relief(case.settings.late_drop)
    fewer = AdviceOption(weight_kg=case.weight_kg, reps=stop, percent=0.0)
    if case.weight_kg is None:
        relief = AdviceOption(reps=case.target, percent=-100 * drop)
        todo = say("advice.lighter_or_stop", reps=stop)
        return make_advice("lighter", [relief, fewer], rule, todo, found, agreement)
    less, here = case.lighter(case.weight_kg, case.settings.late_drop), case.named(case.weight_kg)
    if less is None:
        todo = say("advice.keep_and_stop", weight=here, reps=stop)
        return make_advice("fewer", [fewer], rule, todo, found, agreement)
    relief, there = case.option(less), case.named(less)
    if case.target:
        there = say("advice.for_all", what=there, reps=case.target)
    if 1.0 - less / case.weight_kg > case.settings.big_step + WEIGHT_TOLERANCE:
        todo = say("advice.keep_and_stop_or_take", weight=here, reps=stop, lighter=there)
        return make_advice("fewer", [fewer, relief], rule, todo, found, agreement)
    todo = say("advice.take_or_keep_and_stop", weight=here, reps=stop, lighter=there)
    return make_advice("lighter", [relief, fewer], rule, todo, found, agreement)


def _lighter(case: SetCase, found: str, rule: str, agreement: float) -> Advice:
    drop = case.relief(case.settings.start_drop)
    if case.weight_kg is None:
        todo = say("advice.take_less", percent=100 * drop)
        less_by = AdviceOption(reps=case.target, percent=-100 * drop)
        return make_advice("lighter", [less_by], rule, todo, found, agreement)
    less = case.lighter(case.weight_kg, case.settings.start_drop)
    if less is None:
        todo = say("advice.slower", lift_s=case.settings.lift_s)
        return make_advice("slower", [case.same], rule, todo, case.none_there("lighter"), agreement)
    todo = say("advice.take", weight=case.named(less))
    return make_advice("lighter", [case.option(less)], rule, todo, found, agreement)


def _slower(case: SetCase, fast: int) -> Advice:
    todo = say("advice.keep_and_lift_over", keep=case.keep, lift_s=case.settings.lift_s)
    found = say("finding.too_fast", n=fast, reps=_of_judged(fast, case))
    return make_advice("slower", [case.same], "fast but still elbow", todo, found, case.share(fast))


def _controlled(case: SetCase, previous: Sequence[RepSet]) -> Advice:
    n, controlled = len(case.reps), case.controlled
    agreement, todo = case.share(controlled), _keep_for_all(case)
    if controlled == n and (more := more_advice(case, previous)) is not None:
        return more
    found = say("finding.controlled", n=controlled, reps=_of_judged(controlled, case))
    if unjudged := n - len(case.judged):
        found = f"{found}; {say('finding.not_judged', n=unjudged)}"
    rule = "mostly controlled" if 2 * controlled > n else "mixed"
    if controlled == len(case.judged):
        rule = "all controlled" if controlled == n else "all judged controlled"
    return make_advice("keep", [case.same], rule, todo, found, agreement)


def _keep_for_all(case: SetCase) -> str:
    """Keep the weight, with the target where it was not reached."""
    missed = case.target is not None and len(case.reps) < case.target
    return say("advice.for_all", what=case.keep, reps=case.target) if missed else case.keep


def _of_judged(many: int, case: SetCase) -> str:
    """Counts reps among the judged ones, as the tables do."""
    judged = len(case.judged)
    return _of_reps(many, case) if judged == len(case.reps) else _of(many, judged, "of_judged")


def _of_reps(many: int, case: SetCase) -> str:
    return _of(many, len(case.reps), "of_reps")


def _of(many: int, whole: int, among: Literal["of_reps", "of_judged"]) -> str:
    """Counts reps of a whole, as the subject of a finding: ``both reps``, ``3 of 10 judged reps``."""
    if many != whole:
        return say(f"finding.{among}.some", n=many, of=whole)
    return say(f"finding.{among}.both") if many == 2 else say(f"finding.{among}.all", n=many)
