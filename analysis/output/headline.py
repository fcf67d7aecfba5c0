"""Headline of a result: advice in one sentence, how sure it is, and four facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.coaching.weights import WeightUnit
from analysis.language import say
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
from analysis.output.verdict_words import is_lost, is_near_limit
from analysis.records.results import Advice, Rep, RepSet, SessionResult, short_kind

_MOMENTUM_ACTIONS = ("lighter", "fewer", "slower")
_BIG_STEP, _LONG_HEADLINE = 0.15, 120
"""Share of the weight from which a step down is large; characters of a long headline."""
_ENOUGH_REPS = 3
"""Controlled reps that are needed to compare with."""


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
    of = _counted_among(reps)
    some = of < len(reps)
    lead = say("result.controlled_of_judged" if some else "result.controlled_of", many=many, n=of)
    swing, fast = [r for r in found if r.cause in ("swing", "both")], [r for r in found if r.cause == "speed"]
    other = len(found) - len(swing) - len(fast)
    partial, open_ = with_verdict(reps, "partial"), with_verdict(reps, "uncertain")
    parts = [say("result.with_swing", n=len(swing))] if swing else []
    parts += [say("result.too_fast", n=len(fast))] if fast else []
    parts += [say("result.with_momentum", n=other)] if other else []
    parts += [words.count(len(partial), short_kind(partial))] if partial else []
    parts += _unjudged(open_)
    near = sum(map(is_near_limit, reps))
    close = say("result.near_limit", n=near) if near else ""
    return lead, "; ".join(filter(None, (words.joined(parts), close)))


def _unjudged(reps: Sequence[Rep]) -> list[str]:
    """How many of these reps the signal was lost in, and how many were not judged for another reason."""
    lost = sum(map(is_lost, reps))
    parts = [say("result.signal_lost", n=lost)] if lost else []
    return [*parts, say("result.not_judged", n=len(reps) - lost)] if len(reps) > lost else parts


def result_in_words(reps: Sequence[Rep]) -> str:
    """Counts reps in one piece: ``6 of 10 reps controlled, 4 with swing``."""
    return ", ".join(part for part in result_words(reps) if part)


def _counted_among(reps: Sequence[Rep]) -> int:
    """How many reps the controlled ones are counted among: the judged ones, where there are any."""
    return len(judged_reps(reps)) or len(reps)


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
    return say("headline.big_step", weight=less, percent=100 * share)


def sureness_words(advice: Advice) -> str | None:
    """Words for how sure an advice is (``Fairly sure``); None where there is none. The number is in the JSON."""
    if words.finite(advice.sureness) is None or advice.sure is None:
        return None
    return say(f"sureness.{advice.sure.replace(' ', '_')}")


def _short(rep_set: RepSet) -> str:
    """Sentence on reps that are missing to the target."""
    missing = (rep_set.target_reps or 0) - len(rep_set.reps)
    return say("result.short_of_target", n=missing, target=rep_set.target_reps) if missing > 0 else ""


def _sure(rep_set: RepSet, unit: WeightUnit) -> str:
    advice, judged, n = rep_set.advice, len(judged_reps(rep_set.reps)), len(rep_set.reps)
    sure = None if advice is None else sureness_words(advice)
    guessed = advice is not None and advice.sure == "a guess"
    sentences = (
        "" if sure is None else f"{sure}.",
        "" if guessed and judged == n else say("result.measured", many=judged, n=n),
        _short(rep_set),
        "" if advice is None else _why_first(rep_set, advice, unit),
    )
    return " ".join(filter(None, sentences))


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
    of = _counted_among(reps)
    counted = say("fact.judged_reps_controlled" if of < len(reps) else "fact.reps_controlled")
    unsure = _unjudged(with_verdict(reps, "uncertain"))
    texts = [", ".join([counted, *([main.arm_words] if main.arm_words else []), *unsure])]
    for view in focus:
        if view is not main:
            many, among = len(with_verdict(view.rep_set.reps, "controlled")), view.rep_set.reps
            arm = view.arm_words or view.name_inside
            texts.append(say("fact.other_arm", many=many, of=_counted_among(among), arm=arm))
    return Fact(str(len(with_verdict(reps, "controlled"))), say("fact.of", of=of), "; ".join(texts))


def _limit_fact(reps: Sequence[Rep]) -> Fact:
    found = flagged_reps(reps)
    if not found:
        top = highest_figure(judged_reps(reps), lambda r: r.momentum)
        if top is None:
            return Fact(words.DASH, "", say("fact.no_score"))
        scores = [
            words.score_text(score) for _, score in reps_with_figure(judged_reps(reps), lambda r: r.momentum)
        ]
        alike = len(scores) > 1 and len(set(scores)) == 1
        text = say("fact.same_score") if alike else say("fact.highest_score", rep=top[0].index)
        return Fact(words.score_text(top[1]), say("fact.of_100"), text)
    first, kind = found[0].index, _kind(found)
    if len(found) == 1:
        text = say(f"fact.only.{kind}")
    elif from_rep_on(reps) == first:
        text = say(f"fact.from_here_on.{kind}")
    else:
        text = say(f"fact.first.{kind}", many=len(found))
    return Fact(say("fact.rep", rep=first), "", text)


def _kind(found: Sequence[Rep]) -> Literal["swing", "speed", "momentum"]:
    """Kind of reps with momentum, by what all of them have in common."""
    causes = {rep.cause for rep in found}
    if causes <= {"swing", "both"}:
        return "swing"
    return "speed" if causes == {"speed"} else "momentum"


def _speed_fact(rep_set: RepSet) -> Fact:
    reps = flagged_reps(rep_set.reps) or judged_reps(rep_set.reps)
    top = highest_figure(reps, lambda r: r.peak_speed_dps)
    if top is None:
        return Fact(words.DASH, "", say("fact.no_speed"))
    against = ratio_to_usual(top[1], usual_speed_dps(rep_set))
    if against is None or _tells_nothing(against):
        return Fact(words.number(top[1]), "°/s", say("fact.fastest", rep=top[0].index))
    return Fact(words.times(against), "", say("fact.speed_ratio", rep=top[0].index))


def _tells_nothing(ratio: float) -> bool:
    """Whether a ratio is written as 1: then the figure itself stands in its place."""
    return words.times(ratio) == words.times(1.0)


def _body_fact(reps: Sequence[Rep]) -> Fact:
    found, controlled = flagged_reps(reps), with_verdict(reps, "controlled")
    if not found:
        return _time_fact(judged_reps(reps))
    thrown = median_figure(found, lambda r: r.elbow_rms_mps2)
    who = words.reps(rep_numbers(found))
    if thrown is None:
        return Fact(words.DASH, "", say("fact.no_elbow"))
    enough = len(reps_with_figure(controlled, lambda r: r.elbow_rms_mps2)) >= _ENOUGH_REPS
    against = (
        ratio_to_usual(thrown, median_figure(controlled, lambda r: r.elbow_rms_mps2)) if enough else None
    )
    if against is None or _tells_nothing(against):
        return Fact(words.number(thrown, 1), "m/s²", say("fact.elbow", reps=who))
    return Fact(words.times(against), "", say("fact.elbow_ratio", reps=who))


def _time_fact(judged: Sequence[Rep]) -> Fact:
    up, down = median_figure(judged, lambda r: r.lift_s), median_figure(judged, lambda r: r.lower_s)
    if up is None:
        return Fact(words.DASH, "", say("fact.no_lift_time"))
    lift = words.number(up, 1)
    if down is None:
        return Fact(lift, "s", say("fact.typical_lift", lift=lift))
    return Fact(lift, "s", say("fact.typical_rep", lift=lift, lower=words.number(down, 1)))


def headline_facts(focus: Sequence[SetView]) -> tuple[Fact, ...]:
    """The four facts under the headline: controlled reps, limit, speed, body."""
    main = most_flagged(focus)
    reps = main.rep_set.reps
    others = (_limit_fact(reps), _speed_fact(main.rep_set), _body_fact(reps))
    arm = f"{main.arm_words}: " if main.arm else ""
    return _controlled_fact(focus, main), *(replace(one, text=arm + one.text) for one in others)


def headline_without_curls(result: SessionResult) -> tuple[Headline, tuple[Fact, ...]]:
    """Headline and facts of a recording without curls."""
    looked, sensors = len(result.rejected_sets), len(result.sensors)
    names = words.joined([words.place(s.name) for s in result.sensors])
    named = say("fact.sensors_named", n=sensors, names=names) if names else say("fact.sensors", n=sensors)
    shown = (
        Fact("0", say("fact.reps"), say("fact.found")),
        Fact(words.clock(result.duration_s), "", say("fact.recorded")),
        Fact(str(looked), "", say("fact.no_curls", n=looked)),
        Fact(str(sensors), "", named),
    )
    nothing, instead = say("headline.no_curls"), found_instead(result)
    return Headline(about=None, lead=nothing, finding="", momentum=False, sure=instead), shown


def other_results(views: Sequence[SetView]) -> str:
    """Results of sets in short: ``Set 1: 4 of 10 with swing. Set 2: 10 of 10 controlled.``; of many sets,
    those with momentum."""
    if len(views) <= FEW_SETS:
        return " ".join(f"{v.name}: {result_in_short(v.rep_set.reps)}." for v in views)
    thrown = [v for v in views if flagged_reps(v.rep_set.reps)]
    if not thrown:
        return say("headline.others_without_momentum", sets=len(views))
    most = max(thrown, key=lambda v: len(flagged_reps(v.rep_set.reps)) / len(v.rep_set.reps))
    return say(
        "headline.others_with_momentum",
        n=len(thrown),
        sets=len(views),
        most=most.name_inside,
        result=result_in_short(most.rep_set.reps),
    )


def result_in_short(reps: Sequence[Rep]) -> str:
    """The main result of a set: mostly short reps, else its momentum, else its most frequent verdict (``4 of 10 with swing``)."""
    found, short = flagged_reps(reps), with_verdict(reps, "partial")
    if 2 * len(short) > len(reps):
        return say(f"in_short.{short_kind(short)}", share=_share(short, reps))
    if found:
        return say(f"in_short.{_kind(found)}", share=_share(found, reps))
    unsure = with_verdict(reps, "uncertain")
    if 2 * len(unsure) > len(reps):
        share = say("in_short.of", n=len(unsure), of=len(reps))
        lost = all(map(is_lost, unsure))
        return say("in_short.signal_lost" if lost else "in_short.not_judged", share=share)
    return say("in_short.controlled", share=_share(with_verdict(reps, "controlled"), reps))


def _share(some: Sequence[Rep], reps: Sequence[Rep]) -> str:
    """Counts some of the judged reps of a set: ``4 of 10``, ``3 of 9 judged``."""
    of = _counted_among(reps)
    return say("in_short.of_judged" if of < len(reps) else "in_short.of", n=len(some), of=of)
