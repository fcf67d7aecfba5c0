"""Picture of progress: the reps of each week, and how many were controlled at each weight over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from analysis.coaching.progress import TrainingWeek, training_weeks
from analysis.coaching.weights import WeightUnit
from analysis.notebook.plots.style import (
    CONTROLLED,
    CONTROLLED_TEXT,
    HALF_REP,
    MOMENTUM,
    TEXT,
    TEXT2,
    empty_picture,
    open_picture,
    write_title,
)
from analysis.output import words
from analysis.records.past_sessions import PastSession

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_WEIGHTS = 4
"""Weights that are drawn: the heaviest that were lifted in two sessions or more."""
_LINES = (("-", "o", TEXT), ("--", "s", CONTROLLED_TEXT), ("-.", "^", CONTROLLED), (":", "D", TEXT2))
"""Dashes, mark and colour of the lines, from the heaviest weight on."""
_SAME_KG = 2
"""Decimals of kilograms to which two weights are one."""


def plot_progress(
    sessions: Sequence[PastSession], *, unit: WeightUnit = "kg", narrow: bool = False
) -> Figure:
    """Plots the reps of each week by how they were lifted, and below the share of controlled reps at each weight.

    Parameters
    ----------
    sessions : sequence of PastSession
        In order of time; those without a date are left out, and so are sets to warm up.
    unit : str
        How weights are written.
    narrow : bool
        For a phone.
    """
    weeks = training_weeks(sessions)
    if not weeks:
        return empty_picture("No session with a date is saved yet.", narrow=narrow)
    lines = _shares(sessions)
    with open_picture(5.6 if lines else 3.0, narrow=narrow) as figure:
        grid = figure.subplots(2 if lines else 1, 1, squeeze=False)
        _draw_weeks(grid[0, 0], weeks)
        if lines:
            _draw_shares(grid[1, 0], lines, unit)
        write_title(figure, _progress_finding(weeks), narrow=narrow)
        figure.legend(loc="outside lower left", ncols=2 if narrow else 4, fontsize=9)
    return figure


def _progress_finding(weeks: Sequence[TrainingWeek]) -> str:
    """How much was controlled in the first week and in the last one of which that is known."""
    known = [share for week in weeks if (share := week.controlled_share) is not None]
    head = (
        f"{words.count(sum(week.sessions for week in weeks), 'session')} in {words.count(len(weeks), 'week')}"
    )
    if not known:
        return f"{head}; nobody judged a rep"
    if len(known) == 1:
        return f"{head}: {words.percent(known[0])} % of the reps controlled"
    return f"{head}: {words.percent(known[0])} % of the reps controlled in the first, {words.percent(known[-1])} % in the last"


def _draw_weeks(axes: Axes, weeks: Sequence[TrainingWeek]) -> None:
    """Draws a week from below: controlled, then half reps and those that nobody judged, and momentum on top."""
    places = [(week.monday - weeks[0].monday).days // 7 for week in weeks]
    below = [0] * len(weeks)
    for label, face, hatch, reps in (
        ("controlled", CONTROLLED, "", [week.controlled_reps for week in weeks]),
        ("half, or not judged", HALF_REP, "", [w.reps - w.controlled_reps - w.momentum_reps for w in weeks]),
        ("momentum", MOMENTUM, "///", [week.momentum_reps for week in weeks]),
    ):
        if any(reps):
            axes.bar(
                places,
                reps,
                0.6,
                below,
                facecolor=face,
                edgecolor="white",
                linewidth=0,
                hatch=hatch,
                label=label,
            )
        below = [low + more for low, more in zip(below, reps, strict=True)]
    axes.set_ylabel("reps of the week")
    axes.set_ylim(0, 1.08 * max(below))
    axes.grid(axis="y")
    shown = list(zip(places, weeks, strict=True))[:: -(-len(weeks) // 8)]
    axes.set_xticks([place for place, _ in shown], [_short(week.monday) for _, week in shown])
    axes.set_xlabel("week from Monday")


def _shares(sessions: Sequence[PastSession]) -> dict[float, list[tuple[datetime, float]]]:
    """Share of controlled reps of each session at each weight, heaviest weight first."""
    found: dict[float, dict[datetime, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for session in sessions:
        for one in session.tallies:
            known = one.weight_kg is not None and one.controlled is not None and one.reps and not one.warm_up
            if known and session.started_at is not None:
                kg = round(one.weight_kg or 0.0, _SAME_KG)
                found[kg][session.started_at].append((one.controlled or 0, one.reps))
    lines = {
        kg: [(at, sum(c for c, _ in sets) / sum(n for _, n in sets)) for at, sets in days.items()]
        for kg, days in sorted(found.items(), reverse=True)
        if len(days) > 1
    }
    return dict(list(lines.items())[:_MOST_WEIGHTS])


def _draw_shares(axes: Axes, lines: dict[float, list[tuple[datetime, float]]], unit: WeightUnit) -> None:
    first = min(points[0][0] for points in lines.values())
    for (kg, points), (dashes, mark, color) in zip(lines.items(), _LINES, strict=False):
        axes.plot(
            [(at.date() - first.date()).days for at, _ in points],
            [100.0 * share for _, share in points],
            dashes,
            marker=mark,
            markersize=6,
            color=color,
            label=words.weight(kg, unit),
            clip_on=False,
        )
    days = sorted({at.date() for points in lines.values() for at, _ in points})
    shown = _apart(days)
    axes.set_xticks([(day - first.date()).days for day in shown], [_short(day) for day in shown])
    axes.set_ylabel("controlled, % of\nthe reps at a weight")
    axes.set_xlabel("day of the session")
    axes.set_ylim(0, 104)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.grid(axis="y")


def _apart(days: Sequence[date]) -> list[date]:
    """Days whose names have room beside each other: the first, and those far enough from the one before."""
    span = (days[-1] - days[0]).days
    shown = [days[0]]
    for day in days[1:]:
        if (day - shown[-1]).days >= 0.15 * span:
            shown.append(day)
    return shown


def _short(day: date) -> str:
    """A day as short as an axis needs it: ``3 Sep``."""
    return f"{day.day} {day:%b}"
