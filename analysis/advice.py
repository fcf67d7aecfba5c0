"""From a set to what the lifter reads: lighter, fewer reps, slower, or carry on. Pure functions; the rules and their sources are in docs/advice.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from analysis.advice_settings import AdviceSettings
from analysis.results import Advice, AdviceOption, Rep, RepSet
from analysis.weights import NBSP, Rack, WeightUnit, format_weight, to_kg, usual_rack

EPSILON = 1e-6
DEFAULT_SETTINGS = AdviceSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One set and everything the rules ask about it."""

    reps: tuple[Rep, ...]
    judged: tuple[Rep, ...]
    weight_kg: float | None
    target: int | None
    rack_kg: tuple[float, ...]
    unit: WeightUnit
    settings: AdviceSettings

    @property
    def flagged(self) -> list[Rep]:
        return [r for r in self.judged if r.verdict == "momentum"]

    @property
    def controlled(self) -> int:
        return sum(r.verdict == "controlled" for r in self.judged)

    def share(self, reps: int) -> float:
        return reps / len(self.judged)

    def lighter(self, drop: float) -> float | None:
        """Heaviest weight of the rack that is lighter by at least this share."""
        limit = (self.weight_kg or 0.0) * (1.0 - drop) + EPSILON
        below = [w for w in self.rack_kg if w <= limit]
        return below[-1] if below else None

    def heavier(self) -> float | None:
        """Next weight of the rack."""
        above = [w for w in self.rack_kg if w > (self.weight_kg or 0.0) + EPSILON]
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
    """What to do next set.

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
    """
    chosen = rack or usual_rack(unit)
    case = _Case(
        reps=repset.reps,
        judged=tuple(r for r in repset.reps if r.verdict != "uncertain"),
        weight_kg=repset.weight_kg,
        target=target_reps or repset.target_reps,
        rack_kg=tuple(to_kg(v, chosen.unit) for v in chosen.values),
        unit=rack.unit if rack else unit,
        settings=settings,
    )
    return _abstain(case) or _half_reps(case) or _momentum(case) or _controlled(case, previous)


def _abstain(case: _Case) -> Advice | None:
    if not case.reps:
        return _advice("none", [], "no curls", "No curls found in this recording.", None)
    unjudged = len(case.reps) - len(case.judged)
    if len(case.judged) >= case.settings.judged_share * len(case.reps):
        return None
    why = f"No advice for this set: {unjudged} of {_reps(len(case.reps))} could not be judged."
    return _advice("none", [], "too little to judge", why, None)


def _half_reps(case: _Case) -> Advice | None:
    halves = sum(r.verdict == "partial" for r in case.judged)
    if case.share(halves) < case.settings.half_share:
        return None
    why = f"{_keep(case)} and go all the way down: {halves} of {len(case.reps)} were half reps."
    return _advice("keep", [_same(case)], "mostly half reps", why, case.share(halves))


def _momentum(case: _Case) -> Advice | None:
    flagged = case.flagged
    if len(flagged) < min(case.settings.flagged_run, len(case.judged)) or not flagged:
        return None
    swung = [r for r in flagged if r.cause != "speed"]
    if len(swung) < min(case.settings.flagged_run, len(case.judged)):
        return _slower(case, len(flagged))
    first = max(1, ceil(case.settings.start_part * len(case.judged) - EPSILON))
    at_start = sum(r.verdict == "momentum" for r in case.judged[:first])
    if at_start >= case.settings.start_share * first:
        return _lighter(case, "the body swung from the first reps", "momentum from the start", case.share(len(flagged)))
    onset = _onset(case.judged)
    return None if onset is None else _late(case, onset)


def _onset(judged: Sequence[Rep]) -> int | None:
    """Place of the first rep from which on at least half of the reps are momentum; None when the set ends controlled."""
    for k, rep in enumerate(judged):
        rest = judged[k:]
        if rep.verdict == "momentum" and 2 * sum(r.verdict == "momentum" for r in rest) >= len(rest) and len(rest) > 1:
            return k
    return None


def _late(case: _Case, onset: int) -> Advice:
    rest = case.judged[onset:]
    flagged = sum(r.verdict == "momentum" for r in rest)
    number = rest[0].index
    where = f"from rep {number} on" if flagged == len(rest) else f"in {len(case.flagged)} of {_reps(len(case.reps))}"
    found = f"{where} the body swung"
    before = sum(r.verdict == "controlled" for r in case.judged[:onset])
    agreement = case.share(before + flagged)
    if number <= 2:
        return _lighter(case, found, "late momentum", agreement)
    return _fewer_or_lighter(case, number - 1, found, agreement)


def _fewer_or_lighter(case: _Case, stop: int, found: str, agreement: float) -> Advice:
    fewer = AdviceOption(weight_kg=case.weight_kg, reps=stop)
    if case.weight_kg is None:
        why = f"Next set: lighter, or stop at {stop}: {found}."
        return _advice("fewer", [fewer, AdviceOption(percent=-100 * case.settings.start_drop)], "late momentum", why, agreement)
    less = case.lighter(case.settings.late_drop)
    here = case.named(case.weight_kg)
    if less is None:
        return _advice("fewer", [fewer], "late momentum", f"Keep {here} and stop at {stop}: {found}.", agreement)
    relief = _option(case, less)
    for_all = f" for all {case.target}" if case.target else ""
    if (case.weight_kg - less) / case.weight_kg > case.settings.big_step + EPSILON:
        why = f"Keep {here} and stop at {stop}, or take {case.named(less)}{for_all}: {found}."
        return _advice("fewer", [fewer, relief], "late momentum", why, agreement)
    why = f"Take {case.named(less)}{for_all}, or keep {here} and stop at {stop}: {found}."
    return _advice("lighter", [relief, fewer], "late momentum", why, agreement)


def _lighter(case: _Case, found: str, rule: str, agreement: float) -> Advice:
    if case.weight_kg is None:
        return _advice("lighter", [AdviceOption(percent=-100 * case.settings.start_drop)], rule, f"Next set: lighter: {found}.", agreement)
    less = case.lighter(case.settings.start_drop)
    if less is None:
        why = f"Slower next set, over 2{NBSP}s up: there is no lighter dumbbell in your list."
        return _advice("slower", [_same(case)], rule, why, agreement)
    return _advice("lighter", [_option(case, less)], rule, f"Take {case.named(less)} next set: {found}.", agreement)


def _slower(case: _Case, fast: int) -> Advice:
    why = f"{_keep(case)} and lift over 2{NBSP}s: {fast} of {_reps(len(case.reps))} {_were(fast)} fast, with a still elbow."
    return _advice("slower", [_same(case)], "fast but still elbow", why, case.share(fast))


def _controlled(case: _Case, previous: Sequence[RepSet]) -> Advice:
    n, controlled = len(case.reps), case.controlled
    agreement = case.share(controlled)
    if controlled == n and case.target and case.weight_kg and _spared(case, previous):
        return _more(case, n, agreement)
    if controlled == n:
        found = f"all {n} reps were controlled" if n > 1 else "the rep was controlled"
        return _advice("keep", [_same(case)], "all controlled", f"{_keep(case)}: {found}.", agreement)
    return _advice("keep", [_same(case)], "mostly controlled", f"{_keep(case)}: {controlled} of {_reps(n)} {_were(controlled)} controlled.", agreement)


def _spared(case: _Case, previous: Sequence[RepSet]) -> bool:
    """This set and those before it went over the target, all controlled, at the same weight."""
    wanted = (case.target or 0) + case.settings.spared_reps
    before = list(previous)[len(previous) - (case.settings.spared_sets - 1) :] if case.settings.spared_sets > 1 else []
    if len(before) < case.settings.spared_sets - 1 or len(case.reps) < wanted:
        return False
    return all(_same_weight(case, s) and len(s.reps) >= wanted and all(r.verdict == "controlled" for r in s.reps) for s in before)


def _same_weight(case: _Case, other: RepSet) -> bool:
    if case.weight_kg is None or other.weight_kg is None:
        return False
    return abs(other.weight_kg - case.weight_kg) <= case.settings.same_weight * case.weight_kg


def _more(case: _Case, n: int, agreement: float) -> Advice:
    up, weight = case.heavier(), case.weight_kg or 0.0
    if up is None:
        why = f"{_keep(case)} and do {n}: there is no heavier dumbbell in your list."
        return _advice("more", [AdviceOption(weight_kg=weight, reps=n)], "over the target", why, agreement)
    step = up / weight - 1.0
    if step > case.settings.big_step + EPSILON:
        why = f"{_keep(case)} and do {n}: the next dumbbell is {step * 100:.0f}{NBSP}% heavier."
        return _advice("more", [AdviceOption(weight_kg=weight, reps=n)], "over the target", why, agreement)
    sets = {2: "two", 3: "three", 4: "four", 5: "five"}.get(case.settings.spared_sets, str(case.settings.spared_sets))
    run = f", {sets} sets in a row" if case.settings.spared_sets > 1 else ""
    why = f"Take {case.named(up)} next set: {n} controlled reps{run}."
    return _advice("more", [_option(case, up)], "over the target", why, agreement)


def _keep(case: _Case) -> str:
    return "Keep the weight" if case.weight_kg is None else f"Keep {case.named(case.weight_kg)}"


def _same(case: _Case) -> AdviceOption:
    return AdviceOption(weight_kg=case.weight_kg, reps=case.target, percent=0.0)


def _option(case: _Case, kg: float) -> AdviceOption:
    percent = None if case.weight_kg is None else 100.0 * (kg / case.weight_kg - 1.0)
    return AdviceOption(weight_kg=kg, reps=case.target, percent=percent)


def _advice(action: str, options: list[AdviceOption], rule: str, why: str, agreement: float | None) -> Advice:
    return Advice(action=action, options=tuple(options), rule=rule, why=why, agreement=agreement)  # type: ignore[arg-type]


def _reps(n: int) -> str:
    return f"{n} rep" if n == 1 else f"{n} reps"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
