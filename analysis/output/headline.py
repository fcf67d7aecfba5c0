"""Headline of a result: advice in one sentence, how sure it is, and four facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.coaching.weights import WeightUnit
from analysis.output import words
from analysis.output.nothing_found import found_instead
from analysis.output.set_views import (
    FEW_SETS,
    SetView,
    flagged_reps,
    from_rep_on,
    highest_figure,
    judged_reps,
    median_figure,
    most_flagged,
    ratio_to_usual,
    rep_numbers,
    reps_with_figure,
    usual_speed_dps,
    with_verdict,
)
from analysis.output.verdict_words import LOST_WORDS, NEAR_WORDS, is_lost, is_near_limit, short_name
from analysis.records.results import Advice, Rep, RepSet, SessionResult
from imu.placement import placement_name
from imu.units import NBSP

_MOMENTUM_ACTIONS = ("lighter", "fewer", "slower")
_BIG_STEP, _LONG_HEADLINE = 0.15, 120
"""Share of the weight from which a step down is large; characters of a long headline."""
_ENOUGH_REPS = 3
"""Controlled reps that are needed to compare with."""
_NO_CHANGE = words.times(1.0)
"""A ratio that tells nothing: the figure itself stands in its place."""


@dataclass(frozen=True, slots=True)
class Also:
    """Advice for another arm."""

    about: str
    """The set."""
    text: str
    """The advice."""
    sure: str
    """How sure it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The advice that stands first, as its parts."""

    about: str | None
    """The set it is about, where there are several."""
    lead: str
    """Advised action."""
    finding: str
    """Why."""
    momentum: bool
    """The finding is momentum, and written in orange."""
    sure: str
    """How sure it is, and from how many reps."""
    also: tuple[Also, ...] = ()
    """Advice for the other arms."""
    others: str = ""
    """Sentence on the sets that no advice is shown of."""

    @property
    def long(self) -> bool:
        """Whether the sentence needs smaller type."""
        return len(self.lead) + len(self.finding) > _LONG_HEADLINE


@dataclass(frozen=True, slots=True)
class Fact:
    """A large figure with its meaning."""

    figure: str
    """The figure, in large type."""
    small: str
    """Unit or whole, small beside it."""
    text: str
    """Its meaning."""


def result_words(reps: Sequence[Rep]) -> tuple[str, str]:
    """Counts a set: the controlled part and the rest (``6 of 10 reps controlled``, ``4 with swing``)."""
    found = flagged_reps(reps)
    many = len(with_verdict(reps, "controlled"))
    lead = f"{many} of {words.count(*_judged_of(reps))} controlled"
    swing, fast = [r for r in found if r.cause in ("swing", "both")], [r for r in found if r.cause == "speed"]
    other = len(found) - len(swing) - len(fast)
    partial, open_ = with_verdict(reps, "partial"), with_verdict(reps, "uncertain")
    parts = [f"{len(swing)} with swing"] if swing else []
    parts += [f"{len(fast)} too fast"] if fast else []
    parts += [f"{other} with momentum"] if other else []
    parts += [words.count(len(partial), short_name(partial))] if partial else []
    parts += _unjudged(open_)
    near = sum(map(is_near_limit, reps))
    return lead, "; ".join(filter(None, (words.joined(parts), f"{near} {NEAR_WORDS}" if near else "")))


def _unjudged(reps: Sequence[Rep]) -> list[str]:
    """How many of these reps the signal was lost in, and how many were not judged for another reason."""
    lost = sum(map(is_lost, reps))
    parts = ((lost, f"with the {LOST_WORDS}"), (len(reps) - lost, "not judged"))
    return [f"{many} {how}" for many, how in parts if many]


def result_in_words(reps: Sequence[Rep]) -> str:
    """Counts reps in one piece: ``6 of 10 reps controlled, 4 with swing``."""
    return ", ".join(part for part in result_words(reps) if part)


def _judged_of(reps: Sequence[Rep]) -> tuple[int, str]:
    """How many reps controlled ones are counted among, and their name: the judged ones, where there are any."""
    judged = len(judged_reps(reps))
    return (judged, "judged rep") if 0 < judged < len(reps) else (len(reps), "rep")


def advice_sentences(rep_set: RepSet) -> tuple[str, str]:
    """Advice in two parts, what to do and why; without an advice, the result of the set."""
    if rep_set.advice is None:
        lead, rest = result_words(rep_set.reps)
    else:
        lead, rest = words.bound(rep_set.advice.todo), words.bound(rep_set.advice.finding)
    return (f"{lead}:", f"{rest}.") if rest else (f"{lead}.", "")


def _is_momentum(rep_set: RepSet) -> bool:
    called = rep_set.advice is None or rep_set.advice.action in _MOMENTUM_ACTIONS
    return called and bool(flagged_reps(rep_set.reps))


def _why_first(rep_set: RepSet, advice: Advice, unit: WeightUnit) -> str:
    lighter = [o.weight_kg for o in advice.options if o.weight_kg is not None]
    if advice.action != "fewer" or not lighter or not rep_set.weight_kg:
        return ""
    share = 1 - min(lighter) / rep_set.weight_kg
    if share <= _BIG_STEP:
        return ""
    less = words.weight(min(lighter), unit)
    return f" {less} is a big step down ({words.percent(share)}{NBSP}%), so try fewer reps first."


def sureness_words(advice: Advice) -> str | None:
    """Words for how sure an advice is (``Fairly sure``); None where there is none. The number is in the JSON."""
    known = words.finite(advice.sureness) is not None and advice.sure is not None
    return words.capital(advice.sure or "") if known else None


def _short(rep_set: RepSet) -> str:
    """Sentence on reps that are missing to the target."""
    missing = (rep_set.target_reps or 0) - len(rep_set.reps)
    return (
        f" {words.count(missing, 'rep')} short of the target of {rep_set.target_reps}." if missing > 0 else ""
    )


def _sure(rep_set: RepSet, unit: WeightUnit) -> str:
    advice = rep_set.advice
    many = f"{len(judged_reps(rep_set.reps))} of {words.count(len(rep_set.reps), 'rep')} measured."
    sure = None if advice is None else sureness_words(advice)
    guessed = advice is not None and advice.sure == "a guess"
    is_whole = len(judged_reps(rep_set.reps)) == len(rep_set.reps)
    first = many if sure is None else f"{sure}." if guessed and is_whole else f"{sure}. {many}"
    return first + _short(rep_set) + ("" if advice is None else _why_first(rep_set, advice, unit))


def make_headline(views: Sequence[SetView], focus: Sequence[SetView], unit: WeightUnit = "kg") -> Headline:
    """Makes the headline: the advice of the arm that needs it most.

    Parameters
    ----------
    views : sequence of SetView
        All sets.
    focus : sequence of SetView
        The set of each arm that the report is about; the others are said below.
    unit : "kg" or "lb"
        How weights are written.
    """
    main = most_flagged(focus)
    lead, finding = advice_sentences(main.rep_set)
    return Headline(
        about=main.about,
        lead=lead,
        finding=finding,
        momentum=_is_momentum(main.rep_set),
        sure=_sure(main.rep_set, unit),
        also=tuple(
            Also(v.about or v.name, " ".join(advice_sentences(v.rep_set)).strip(), _sure(v.rep_set, unit))
            for v in focus
            if v is not main
        ),
        others=other_results([v for v in views if v not in focus]),
    )


def _controlled_fact(focus: Sequence[SetView], main: SetView) -> Fact:
    reps = main.rep_set.reps
    unsure, (of, name) = _unjudged(with_verdict(reps, "uncertain")), _judged_of(reps)
    text = (
        f"{name}s controlled"
        + (f", {main.arm_words}" if main.arm else "")
        + "".join(f", {said}" for said in unsure)
    )
    for view in focus:
        if view is not main:
            many = len(with_verdict(view.rep_set.reps, "controlled"))
            text += f"; {many} of {_judged_of(view.rep_set.reps)[0]}, {view.arm_words or view.name.lower()}"
    return Fact(str(len(with_verdict(reps, "controlled"))), f"of {of}", text)


def _limit_fact(reps: Sequence[Rep]) -> Fact:
    found = flagged_reps(reps)
    if not found:
        top = highest_figure(judged_reps(reps), lambda r: r.momentum)
        if top is None:
            return Fact(words.DASH, "", "score: no rep could be judged")
        return Fact(
            words.score_text(top[1]), "of 100", f"highest score, in rep {top[0].index}; the limit is 50"
        )
    first, kind = found[0].index, _kind(found)
    if len(found) == 1:
        return Fact(f"Rep {first}", "", f"the only {kind}")
    if from_rep_on(reps) == first:
        return Fact(f"Rep {first}", "", f"first {kind}; every rep after it too")
    return Fact(f"Rep {first}", "", f"first {kind}; {len(found)} in all")


def _kind(found: Sequence[Rep]) -> str:
    """Name of reps with momentum, by their causes."""
    causes = {rep.cause for rep in found}
    if causes <= {"swing", "both"}:
        return "swung rep"
    return "rep that was too fast" if causes == {"speed"} else "rep with momentum"


def _speed_fact(rep_set: RepSet) -> Fact:
    reps = flagged_reps(rep_set.reps) or judged_reps(rep_set.reps)
    top = highest_figure(reps, lambda r: r.peak_speed_dps)
    if top is None:
        return Fact(words.DASH, "", "lift speed: could not be measured")
    against = ratio_to_usual(top[1], usual_speed_dps(rep_set))
    if against is None or words.times(against) == _NO_CHANGE:
        return Fact(words.number(top[1]), "°/s", f"fastest lift, in rep {top[0].index}")
    return Fact(words.times(against), "", f"the lift speed of your controlled reps, in rep {top[0].index}")


def _body_fact(reps: Sequence[Rep]) -> Fact:
    found, controlled = flagged_reps(reps), with_verdict(reps, "controlled")
    if not found:
        up, down = (
            median_figure(judged_reps(reps), lambda r: r.lift_s),
            median_figure(judged_reps(reps), lambda r: r.lower_s),
        )
        if up is None:
            return Fact(words.DASH, "", "time of the lift: could not be measured")
        typical = words.number(up, 1)
        below = "" if down is None else f", {words.number(down, 1)}{NBSP}s down"
        return Fact(typical, "s", f"typical rep: {typical}{NBSP}s up{below}")
    thrown = median_figure(found, lambda r: r.elbow_rms_mps2)
    who = words.reps(rep_numbers(found))
    if thrown is None:
        return Fact(words.DASH, "", "elbow movement: could not be measured")
    enough = len(reps_with_figure(controlled, lambda r: r.elbow_rms_mps2)) >= _ENOUGH_REPS
    against = (
        ratio_to_usual(thrown, median_figure(controlled, lambda r: r.elbow_rms_mps2)) if enough else None
    )
    if against is None or words.times(against) == _NO_CHANGE:
        return Fact(words.number(thrown, 1), "m/s²", f"elbow movement, {who}")
    return Fact(words.times(against), "", f"the elbow movement of your controlled reps, {who}")


def headline_facts(focus: Sequence[SetView]) -> tuple[Fact, ...]:
    """The four facts under the headline: controlled reps, limit, speed, body."""
    main = most_flagged(focus)
    reps = main.rep_set.reps
    others = (_limit_fact(reps), _speed_fact(main.rep_set), _body_fact(reps))
    arm = f"{main.arm_words}: " if main.arm else ""
    return _controlled_fact(focus, main), *(replace(one, text=arm + one.text) for one in others)


def headline_without_curls(result: SessionResult) -> tuple[Headline, tuple[Fact, ...]]:
    """Headline and facts of a recording without curls."""
    looked = len(result.rejected_sets)
    names = words.joined([placement_name(s.name) for s in result.sensors])
    shown = (
        Fact("0", "reps", "found"),
        Fact(words.clock(result.duration_s), "", "minutes and seconds recorded"),
        Fact(str(looked), "", f"stretch{'es' if looked != 1 else ''} of movement, no curls"),
        Fact(
            str(len(result.sensors)),
            "",
            f"sensor{'' if len(result.sensors) == 1 else 's'}" + (f": {names}" if names else ""),
        ),
    )
    nothing, instead = "No curls found in this recording.", found_instead(result)
    return Headline(about=None, lead=nothing, finding="", momentum=False, sure=instead), shown


def other_results(views: Sequence[SetView]) -> str:
    """Results of sets in short: ``Set 1: 4 of 10 with swing. Set 2: 10 of 10 controlled.``; of many sets,
    those with momentum."""
    if len(views) <= FEW_SETS:
        return " ".join(f"{v.name}: {result_in_short(v.rep_set.reps)}." for v in views)
    thrown = [v for v in views if flagged_reps(v.rep_set.reps)]
    if not thrown:
        return f"No momentum in the other {len(views)} sets."
    most = max(thrown, key=lambda v: len(flagged_reps(v.rep_set.reps)) / len(v.rep_set.reps))
    many = f"{len(thrown)} of the other {len(views)} sets had reps with momentum"
    return f"{many}, most in {most.name[0].lower()}{most.name[1:]}: {result_in_short(most.rep_set.reps)}."


def result_in_short(reps: Sequence[Rep]) -> str:
    """The main result of a set: mostly short reps, else its momentum, else its most frequent verdict (``4 of 10 with swing``)."""
    many, name = _judged_of(reps)
    judged = "" if name == "rep" else " judged"
    found, of, short = flagged_reps(reps), f"of {many}{judged}", with_verdict(reps, "partial")
    if 2 * len(short) > len(reps):
        return f"{len(short)} {of} {short_name(short)}s"
    if found:
        causes = {r.cause for r in found}
        how = (
            "with swing"
            if causes <= {"swing", "both"}
            else "too fast"
            if causes == {"speed"}
            else "with momentum"
        )
        return f"{len(found)} {of} {how}"
    unsure = with_verdict(reps, "uncertain")
    if 2 * len(unsure) > len(reps):
        return f"{len(unsure)} of {len(reps)} {LOST_WORDS if all(map(is_lost, unsure)) else 'not judged'}"
    return f"{len(with_verdict(reps, 'controlled'))} {of} controlled"
