"""The page of the history: weeks, weights, personal bests and sessions, in the style of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.coaching.progress import (
    PersonalBest,
    TrainingWeek,
    heaviest_controlled,
    training_weeks,
    usual_unit,
)
from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import history_words, words
from analysis.output.headline import Fact
from analysis.records.past_sessions import PastSession
from analysis.report.environment import report_environment
from analysis.report.figure import Section, draw_both_widths
from analysis.report.weekly import WeeksDrawing, WeightsDrawing
from imu.printable import printable

_MOST_ROWS = 30
"""Sessions in the table; the pictures show all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """Session in the table of the page; all texts are for people."""

    date: str
    """Day and time."""
    lifter: str
    """Name, or a dash."""
    sets: str
    """Sets and reps."""
    weights: str
    """Weights in order."""
    controlled: str
    """Controlled of judged reps."""
    judged: bool
    """Whether it is known of any rep how it was lifted."""
    sparks: str
    """A sign per set."""
    origin: str
    """Way by which it came into the history."""


def render_history(
    sessions: Sequence[PastSession], bests: Sequence[PersonalBest], *, lifter: str | None = None
) -> str:
    """Renders the page: one HTML document that needs nothing else, no script, no network, no font.

    Parameters
    ----------
    sessions : sequence of PastSession
        At least one, in order of time.
    bests : sequence of PersonalBest
        As `personal_bests` makes them, of all time.
    lifter : str, optional
        Name of the person, where the sessions are of one.

    Returns
    -------
    str
        The document.
    """
    unit, weeks = usual_unit(sessions), training_weeks(sessions)
    several = len({(s.lifter or "").casefold() for s in sessions}) > 1
    exercises = len({best.exercise.casefold() for best in bests}) > 1
    page = (
        report_environment()
        .get_template("history.html.j2")
        .render(
            meta=[lifter, _span(sessions)],
            title=_title(sessions, weeks),
            facts=_facts(sessions, weeks, unit),
            sections=[s for s in (_weeks_section(weeks), _weights_section(sessions, unit)) if s is not None],
            bests=[history_words.best_sentence(one, named=several, exercise=exercises) for one in bests],
            lines=[_line(one, unit) for one in reversed(sessions[-_MOST_ROWS:])],
            undated=history_words.undated_sentence(sessions),
            earlier=max(len(sessions) - _MOST_ROWS, 0),
            named=several,
        )
    )
    return printable(page, keep="\n")


def _span(sessions: Sequence[PastSession]) -> str | None:
    dated = [s.started_at for s in sessions if s.started_at is not None]
    if not dated:
        return None
    first, last = history_words.day_words(dated[0]), history_words.day_words(dated[-1])
    return first if first == last else say("list.span", first=first, last=last)


def _share(sessions: Sequence[PastSession]) -> float | None:
    judged = sum(s.judged_reps for s in sessions)
    return sum(s.controlled_reps or 0 for s in sessions) / judged if judged else None


def _title(sessions: Sequence[PastSession], weeks: Sequence[TrainingWeek]) -> str:
    head = words.count(len(sessions), "session")
    if len(weeks) > 1 and all(s.started_at is not None for s in sessions):
        passed = (weeks[-1].monday - weeks[0].monday).days // 7 + 1
        name = "in_weeks" if passed == len(weeks) else "in_weeks_of_training"
        head = say(f"history.title.{name}", sessions=head, n=len(weeks))
    share = _share(sessions)
    return head if share is None else say("history.title.share", head=head, percent=words.percent(share))


def _facts(sessions: Sequence[PastSession], weeks: Sequence[TrainingWeek], unit: WeightUnit) -> list[Fact]:
    sets, reps = sum(len(s.tallies) for s in sessions), sum(s.reps for s in sessions)
    latest = next((w for w in reversed(weeks) if w.controlled_share is not None), None)
    share = None if latest is None else latest.controlled_share
    return [
        Fact(figure=words.number(sets), small="", text=say("history.fact.sets")),
        Fact(figure=words.number(reps), small="", text=say("history.fact.reps")),
        Fact(
            figure=words.weight(heaviest_controlled(sessions), unit) or words.DASH,
            small="",
            text=say("history.fact.heaviest"),
        ),
        Fact(
            figure=words.percent(share),
            small="" if share is None else "%",
            text=say("history.fact.latest_week"),
        ),
    ]


def _weeks_section(weeks: Sequence[TrainingWeek]) -> Section | None:
    if not weeks:
        return None
    return Section(
        title=say("history.weeks.title"),
        notes=(say("history.weeks.bars"), say("history.weeks.without_warm_up")),
        figures=(draw_both_widths(WeeksDrawing(weeks=tuple(weeks)).draw),),
    )


def _weights_section(sessions: Sequence[PastSession], unit: WeightUnit) -> Section | None:
    drawing = WeightsDrawing.of(sessions, unit)
    if not drawing.dots:
        return None
    days = drawing.days
    notes = [
        say("history.weights.dots_of_days", n=days) if days else say("history.weights.dots"),
        say("history.weights.hollow"),
        say("history.weights.curls_only"),
        *([say("history.weights.from_above_zero")] if drawing.ticks[0] > 0 else []),
    ]
    return Section(
        title=say("history.weights.title"),
        notes=tuple(notes),
        figures=(draw_both_widths(drawing.draw),),
    )


def _line(one: PastSession, unit: WeightUnit) -> HistoryLine:
    return HistoryLine(
        date=history_words.moment_words(one.started_at),
        lifter=one.lifter or words.DASH,
        sets=history_words.session_reps(one),
        weights=history_words.session_weights(one, unit),
        controlled=words.DASH
        if one.controlled_reps is None
        else say("history.of", controlled=one.controlled_reps, judged=one.judged_reps),
        judged=one.controlled_reps is not None,
        sparks=history_words.sparkline(one.tallies),
        origin=history_words.origin_words(one),
    )
