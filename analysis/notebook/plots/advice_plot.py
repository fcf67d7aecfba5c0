"""Picture of how the advice became surer: the interval of the limit after each session, and the weight advised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from analysis.coaching.next_weight import NextWeight
from analysis.coaching.weights import in_unit
from analysis.notebook.plots.style import CONTROLLED_TEXT, TEXT2, empty_picture, open_picture, write_title
from analysis.output import words
from analysis.records.past_sessions import PastSet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AdviceSteps: TypeAlias = Sequence[tuple[PastSet, NextWeight]]
"""Last set of each session, and what was found from all sets up to it."""
_MOST_WIDE, _MOST_NARROW = 20, 12
"""Sessions that have room beside each other in one arm's part; the latest are drawn."""


def plot_advice(steps: AdviceSteps, *, narrow: bool = False) -> Figure:
    """Plots for each arm and session the 80 % interval of the limit as it was known then, and the weight advised.

    Parameters
    ----------
    steps : sequence of (PastSet, NextWeight)
        The last set of a session, and what was found from all sets up to it; in order of time.
    narrow : bool
        For a phone.
    """
    told = [step for step in steps if step[1].limit_kg is not None]
    sides = sorted({found.side for _, found in told}, key=lambda side: side or "")
    if not told:
        return empty_picture("The sets do not tell a weight after any session yet.", narrow=narrow)
    rows, columns = (len(sides), 1) if narrow else (1, len(sides))
    with open_picture(1.2 + 2.7 * rows, narrow=narrow) as figure:
        parts = figure.subplots(rows, columns, squeeze=False, sharey=not narrow).ravel()
        most = _MOST_NARROW if narrow else _MOST_WIDE
        for axes, side in zip(parts, sides, strict=True):
            _draw_steps(axes, [step for step in steps if step[1].side == side][-most:])
        write_title(figure, "Where the limit lies, as far as was known after each session", narrow=narrow)
        _name_marks(figure)
    return figure


def _interval_words(found: NextWeight) -> str:
    low, high = (in_unit(kg, found.unit) for kg in found.limit_kg or (0.0, 0.0))
    return f"{words.number(low, 1)} to {words.number(high, 1)} {found.unit}"


def _draw_steps(axes: Axes, steps: AdviceSteps) -> None:
    unit = steps[-1][1].unit
    for place, (_, found) in enumerate(steps):
        if found.limit_kg is None:
            axes.annotate("?", (place, 0.0), (0, 6), xycoords=("data", "axes fraction"), textcoords="offset points",
                          ha="center", color=TEXT2)  # fmt: skip
            continue
        low, high = (in_unit(kg, unit) for kg in found.limit_kg)
        axes.plot(
            [place, place], [low, high], color=CONTROLLED_TEXT, linewidth=7, alpha=0.3, solid_capstyle="butt"
        )
        if found.weight_kg is not None:
            axes.plot(place, in_unit(found.weight_kg, unit), "o", markersize=7, color=CONTROLLED_TEXT)
    shown = range(0, len(steps), -(-len(steps) // 5))
    axes.set_xticks(list(shown), [_day(steps[place][0]) for place in shown])
    axes.set_xlim(-0.6, len(steps) - 0.4)
    now = steps[-1][1]
    arm = f"{now.side.capitalize()} arm, now " if now.side else "Now "
    axes.set_title(f"{arm}{'unknown' if now.limit_kg is None else _interval_words(now)}")
    axes.set_ylabel(f"weight, {unit}")
    axes.set_xlabel("after the session of")
    axes.grid(axis="y")


def _day(one: PastSet) -> str:
    return f"no. {one.session}" if one.started_at is None else f"{one.started_at.day} {one.started_at:%b}"


def _name_marks(figure: Figure) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415  slow to load

    band = Line2D([], [], color=CONTROLLED_TEXT, linewidth=7, alpha=0.3, label="limit, 80 % interval")
    dot = Line2D([], [], marker="o", markersize=7, linestyle="none", color=CONTROLLED_TEXT, label="advised")
    figure.legend(handles=[band, dot], loc="outside lower left", ncols=2, fontsize=9)
