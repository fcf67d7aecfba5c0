"""Rules of the advice: from a set to lighter, fewer reps, slower, or carry on.

Pure functions. Each rule returns its advice, or None where it does not apply; the first that applies holds.
The rules and their sources are in docs/advice.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from analysis.coaching.momentum_onset import momentum_onset
from analysis.coaching.weights import USUAL_STEP, Rack, WeightUnit, format_weight, to_kg, usual_rack
from analysis.results import Advice, AdviceOption, Rep, RepSet
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Action
from imu.units import NBSP

_EPSILON = 1e-6
"""Tolerance of comparisons between weights, kg, and shares: rounding must not move a limit."""
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
DEFAULT_SETTINGS = AdviceSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One set and everything the rules ask about it."""

    reps: tuple[Rep, ...]
    judged: tuple[Rep, ...]
    """Those of the reps that are not uncertain."""
    weight_kg: float | None
    target: int | None
    """Reps that were wanted."""
    rack_kg: tuple[float, ...]
    """Weights there are, ascending, kg."""
    rack_told: bool
    """Whether the person described the rack."""
    unit: WeightUnit
    settings: AdviceSettings

    @property
    def flagged(self) -> list[Rep]:
        return [r for r in self.judged if r.verdict == "momentum"]

    @property
    def fast(self) -> list[Rep]:
        """Reps of momentum by speed alone: the elbow was still."""
        return [r for r in self.flagged if r.cause == "speed"]

    @property
    def swung(self) -> list[Rep]:
        return [r for r in self.flagged if r.cause != "speed"]

    @property
    def controlled(self) -> int:
        return sum(r.verdict == "controlled" for r in self.judged)

    @property
    def run(self) -> int:
        """Number of reps of momentum from which they are more than chance."""
        return min(self.settings.flagged_run, len(self.judged))

    def share(self, reps: int) -> float:
        return reps / len(self.judged)

    def lighter(self, weight_kg: float, drop: float) -> float | None:
        """Heaviest weight of the rack, kg, that is lighter by the share ``drop`` or more, else None."""
        limit = weight_kg * (1.0 - drop) + _EPSILON
        below = [w for w in self.rack_kg if w <= limit]
        return below[-1] if below else None

    def heavier(self, weight_kg: float) -> float | None:
        """Next heavier weight of the rack, kg; None without one."""
        above = [w for w in self.rack_kg if w > weight_kg + _EPSILON]
        return above[0] if above else None

    def named(self, kg: float) -> str:
        return format_weight(kg, self.unit)


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
    case = _Case(
        reps=repset.reps,
        judged=tuple(r for r in repset.reps if r.verdict != "uncertain"),
        weight_kg=repset.weight_kg,
        target=target_reps or repset.target_reps,
        rack_kg=tuple(to_kg(v, chosen.unit) for v in chosen.values),
        rack_told=rack is not None,
        unit=rack.unit if rack else unit,
        settings=settings,
    )
    return _abstain(case) or _half_reps(case) or _momentum(case) or _controlled(case, previous)


def _abstain(case: _Case) -> Advice | None:
    if not case.reps:
        return _advice("none", [], "no curls", "No curls found in this recording", "", None)
    unjudged = len(case.reps) - len(case.judged)
    if len(case.judged) >= case.settings.judged_share * len(case.reps):
        return None
    found = f"{_of_reps(unjudged, case)} could not be judged"
    return _advice("none", [], "too little to judge", "No advice for this set", found, None)


def _half_reps(case: _Case) -> Advice | None:
    halves = [r for r in case.judged if r.verdict == "partial"]
    share = case.share(len(halves))
    if share < case.settings.half_share:
        return None
    many, n, judged = len(halves), len(case.reps), len(case.judged)
    of = f"{n}" if judged == n else f"{judged} judged reps"
    found = "the rep was a half rep" if n == 1 else f"{many} of {of} were half reps"
    todo = f"{_keep(case)} and go all the way {_missing_end(case, halves)}"
    rule = "mostly half reps" if 2 * many > n else "many half reps"
    return _advice("keep", [_same(case)], rule, todo, found, share)


def _missing_end(case: _Case, halves: Sequence[Rep]) -> str:
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


def _momentum(case: _Case) -> Advice | None:
    swung, fast = len(case.swung), len(case.fast)
    if swung >= max(case.run, fast):
        found = _too_heavy(case) or _late(case)
        if found is not None:
            return found
    return _slower(case, fast) if fast >= case.run else None


def _too_heavy(case: _Case) -> Advice | None:
    first = max(1, ceil(case.settings.start_part * len(case.judged) - _EPSILON))
    flagged = [k for k, r in enumerate(case.judged[:first]) if r.verdict == "momentum"]
    if len(flagged) < case.settings.start_share * first:
        return None
    from_the_first = case.judged[0] in case.swung
    found = "the body swung from the first reps" if from_the_first else _where(case, flagged[0])
    return _lighter(case, found, "momentum from the start", case.share(len(case.flagged)))


def _late(case: _Case) -> Advice | None:
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


def _where(case: _Case, onset: int) -> str:
    """Says ``from rep 7 on`` where that holds for every judged rep, else in how many reps the body swung."""
    if all(r in case.swung for r in case.judged[onset:]):
        return f"from rep {case.judged[onset].index} on the body swung"
    return f"in {_of_reps(len(case.swung), case)} the body swung"


def _fewer_or_lighter(case: _Case, stop: int, found: str, agreement: float) -> Advice:
    rule = "late momentum"
    fewer = AdviceOption(weight_kg=case.weight_kg, reps=stop, percent=0.0)
    if case.weight_kg is None:
        relief = AdviceOption(reps=case.target, percent=-100 * case.settings.late_drop)
        todo = f"Next set: lighter, or stop at {stop}"
        return _advice("lighter", [relief, fewer], rule, todo, found, agreement)
    less, here = case.lighter(case.weight_kg, case.settings.late_drop), case.named(case.weight_kg)
    if less is None:
        return _advice("fewer", [fewer], rule, f"Keep {here} and stop at {stop}", found, agreement)
    relief = _option(case, less)
    there = f"{case.named(less)} for all {case.target}" if case.target else case.named(less)
    if 1.0 - less / case.weight_kg > case.settings.big_step + _EPSILON:
        todo = f"Keep {here} and stop at {stop}, or take {there}"
        return _advice("fewer", [fewer, relief], rule, todo, found, agreement)
    todo = f"Take {there}, or keep {here} and stop at {stop}"
    return _advice("lighter", [relief, fewer], rule, todo, found, agreement)


def _lighter(case: _Case, found: str, rule: str, agreement: float) -> Advice:
    drop = case.settings.start_drop
    if case.weight_kg is None:
        todo = f"Take {100 * drop:.0f}{NBSP}% less next set"
        less_by = AdviceOption(reps=case.target, percent=-100 * drop)
        return _advice("lighter", [less_by], rule, todo, found, agreement)
    less = case.lighter(case.weight_kg, drop)
    if less is None:
        todo, none = (
            f"Slower next set, over {_lift(case)} up",
            f"there is no lighter dumbbell {_listed(case)}",
        )
        return _advice("slower", [_same(case)], rule, todo, none, agreement)
    todo = f"Take {case.named(less)} next set"
    return _advice("lighter", [_option(case, less)], rule, todo, found, agreement)


def _slower(case: _Case, fast: int) -> Advice:
    todo = f"{_keep(case)} and lift over {_lift(case)}"
    found = f"{_of_reps(fast, case)} {_were(fast)} fast, with a still elbow"
    return _advice("slower", [_same(case)], "fast but still elbow", todo, found, case.share(fast))


def _controlled(case: _Case, previous: Sequence[RepSet]) -> Advice:
    n, controlled = len(case.reps), case.controlled
    agreement, todo = case.share(controlled), _keep_for_all(case)
    if controlled == n and (more := _more(case, previous)) is not None:
        return more
    found = _controlled_words(controlled, len(case.judged), n - len(case.judged))
    rule = "mostly controlled" if 2 * controlled > n else "mixed"
    if controlled == len(case.judged):
        rule = "all controlled" if controlled == n else "all judged controlled"
    return _advice("keep", [_same(case)], rule, todo, found, agreement)


def _controlled_words(controlled: int, judged: int, unjudged: int) -> str:
    """Says how many of the judged reps were controlled, and how many were not judged."""
    reps = "judged reps" if unjudged else "reps"
    found = f"{controlled} of {judged} {reps} {_were(controlled)} controlled"
    if controlled == judged == 1:
        found = f"the {reps.removesuffix('s')} was controlled"
    elif controlled == judged:
        found = f"{'both' if judged == 2 else f'all {judged}'} {reps} were controlled"
    return f"{found}; {unjudged} {_were(unjudged)} not judged" if unjudged else found


def _more(case: _Case, previous: Sequence[RepSet]) -> Advice | None:
    """More weight, or more reps where the next weight is a big step; only after sets well over the target."""
    many = _spared(case, previous)
    if case.weight_kg is None or many is None:
        return None
    rule, longer = "over the target", AdviceOption(weight_kg=case.weight_kg, reps=many, percent=0.0)
    up = case.heavier(case.weight_kg)
    if up is None:
        found = f"there is no heavier dumbbell {_listed(case)}"
        return _advice("more", [longer], rule, f"{_keep(case)} and do {many}", found, 1.0)
    step = up / case.weight_kg - 1.0
    if step > case.settings.big_step + _EPSILON:
        found = f"the next dumbbell is {100 * step:.0f}{NBSP}% heavier"
        return _advice("more", [longer], rule, f"{_keep(case)} and do {many}", found, 1.0)
    if any(_swung_above(case, s, up) for s in previous):
        return None
    run = _NUMBERS.get(case.settings.spared_sets, str(case.settings.spared_sets))
    found = f"{many} controlled reps, {run} sets in a row"
    return _advice("more", [_option(case, up)], rule, f"Take {case.named(up)} next set", found, 1.0)


def _spared(case: _Case, previous: Sequence[RepSet]) -> int | None:
    """Reps that this set and those before it all reached: over the target, controlled, and at this weight."""
    needed = case.settings.spared_sets - 1
    before = previous[-needed:]
    if case.target is None or len(before) < needed or any(r.clipped for r in case.reps):
        return None
    if not all(_clean(case, s) for s in before):
        return None
    many = min(len(case.reps), *(len(s.reps) for s in before))
    return many if many >= case.target + case.settings.spared_reps else None


def _clean(case: _Case, other: RepSet) -> bool:
    if case.weight_kg is None or other.weight_kg is None:
        return False
    same = abs(other.weight_kg - case.weight_kg) <= case.settings.same_weight * case.weight_kg
    return same and all(r.verdict == "controlled" and not r.clipped for r in other.reps)


def _swung_above(case: _Case, earlier: RepSet, up: float) -> bool:
    """Whether the next weight has been tried before, and was thrown."""
    if case.weight_kg is None or earlier.weight_kg is None:
        return False
    tried = case.weight_kg * (1.0 + case.settings.same_weight) < earlier.weight_kg <= up + _EPSILON
    return tried and sum(r.verdict == "momentum" for r in earlier.reps) >= case.settings.flagged_run


def _keep(case: _Case) -> str:
    return "Keep the weight" if case.weight_kg is None else f"Keep {case.named(case.weight_kg)}"


def _keep_for_all(case: _Case) -> str:
    """Keep the weight, with the target where it was not reached."""
    missed = case.target is not None and len(case.reps) < case.target
    return f"{_keep(case)} for all {case.target}" if missed else _keep(case)


def _lift(case: _Case) -> str:
    return f"{case.settings.lift_s:g}{NBSP}s"


def _listed(case: _Case) -> str:
    return "in your list" if case.rack_told else f"in steps of {USUAL_STEP[case.unit]:g}{NBSP}{case.unit}"


def _same(case: _Case) -> AdviceOption:
    return AdviceOption(weight_kg=case.weight_kg, reps=case.target, percent=0.0)


def _option(case: _Case, kg: float) -> AdviceOption:
    percent = None if case.weight_kg is None else 100.0 * (kg / case.weight_kg - 1.0)
    return AdviceOption(weight_kg=kg, reps=case.target, percent=percent)


def _advice(
    action: Action,
    options: Sequence[AdviceOption],
    rule: str,
    todo: str,
    finding: str,
    agreement: float | None,
) -> Advice:
    return Advice(
        action=action, options=tuple(options), rule=rule, todo=todo, finding=finding, agreement=agreement
    )


def _of_reps(many: int, case: _Case) -> str:
    n = len(case.reps)
    return "the rep" if n == 1 else f"{many} of {n} reps"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
