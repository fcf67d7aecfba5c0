"""Picture of the next weight: chance of a controlled set against weight, with the rack and what was lifted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.coaching.control_curve import ControlCurve
from analysis.coaching.next_weight import NextWeight
from analysis.coaching.weights import in_unit
from analysis.notebook.plots.style import (
    CONTROLLED,
    CONTROLLED_TEXT,
    CONTROLLED_TINT,
    HALF_REP,
    MOMENTUM,
    TEXT2,
    draw_limit_line,
    empty_picture,
    open_picture,
    write_title,
)
from analysis.output import words
from analysis.output.next_weight_words import next_weight_sentence
from analysis.settings.advice_settings import AdviceSettings
from imu.types import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_POINTS = 120
"""Weights at which a curve is drawn."""
_MARGIN = 0.45
"""Room on either side of the outermost weight, in steps between the weights."""


def plot_next_weights(
    found: Sequence[NextWeight], settings: AdviceSettings, *, narrow: bool = False
) -> Figure:
    """Plots for each arm the chance that all target reps are controlled against weight, and below what was lifted.

    The band is the 80 % interval; dots are weights of the rack, the large one is advised. The line is dashed where nothing
    was lifted: there it is the form of the curve that speaks, and not a set.

    Parameters
    ----------
    found : sequence of NextWeight
        Of each arm, as `next_weights` returns them.
    settings : AdviceSettings
        Those that they were found with.
    narrow : bool
        For a phone.
    """
    drawn = [one for one in found if one.curve is not None]
    if not drawn:
        return empty_picture(" ".join(next_weight_sentence(one, settings) for one in found), narrow=narrow)
    rows, columns = (len(drawn), 1) if narrow else (1, len(drawn))
    with open_picture(1.3 + 3.9 * rows, narrow=narrow) as figure:
        parts = figure.subfigures(rows, columns, squeeze=False).ravel()
        for part, one in zip(parts, drawn, strict=True):
            chance, lifted = part.subplots(2, 1, sharex=True, height_ratios=(2.4, 1.0))
            _draw_chance(chance, one, settings)
            _draw_lifted(lifted, one)
        write_title(figure, _advised(found), narrow=narrow)
        _name_all(figure, drawn, narrow=narrow)
    return figure


def _advised(found: Sequence[NextWeight]) -> str:
    """The weight of each arm."""
    said = []
    for one in found:
        what = (
            "no weight"
            if one.weight_kg is None
            else f"{words.weight(one.weight_kg, one.unit)} × {one.target_reps}"
        )
        said.append(f"{one.side} {what}" if one.side else what)
    return f"Next session: {', '.join(said)}"


def _draw_chance(axes: Axes, one: NextWeight, settings: AdviceSettings) -> None:
    if one.curve is None or one.target_reps is None:
        return
    rack = [chance.weight_kg for chance in one.chances]
    lightest, heaviest = one.tried[0].weight_kg, one.tried[-1].weight_kg
    first = max((kg for kg in rack if kg < lightest), default=lightest)
    step = min(np.diff(rack), default=0.1 * heaviest)
    low, high = first - _MARGIN * step, max(rack[-1], heaviest) + _MARGIN * step
    kg = np.linspace(max(low, 0.1), high, _POINTS)
    chances = _along(one.curve, kg, one.target_reps)
    x = _units(kg, one)
    axes.fill_between(x, chances[:, 1], chances[:, 2], color=CONTROLLED_TINT, linewidth=0)
    axes.plot(x, chances[:, 0], color=CONTROLLED_TEXT, linewidth=1.4, linestyle=(0, (4, 3)))
    inside = (kg >= lightest) & (kg <= heaviest)
    axes.plot(x[inside], chances[inside, 0], color=CONTROLLED_TEXT, linewidth=2.4)
    for chance in one.chances:
        if chance.weight_kg >= first:
            big = chance.weight_kg == one.weight_kg
            at = in_unit(chance.weight_kg, one.unit)
            axes.plot(
                at,
                100.0 * chance.chance,
                "o",
                markersize=11 if big else 6,
                color=CONTROLLED_TEXT,
                markerfacecolor=CONTROLLED_TEXT if big else "white",
                markeredgewidth=1.6,
                zorder=4,
            )
    draw_limit_line(axes, 100.0 * settings.next_chance, "wanted")
    axes.set_title(f"{one.side.capitalize()} arm" if one.side else "")
    axes.set_ylim(0, 104)
    axes.set_yticks([0, 20, 40, 60, 80, 100])
    axes.set_xlim(x[0], x[-1])
    axes.grid(axis="y")
    axes.set_ylabel(f"chance of {one.target_reps}\ncontrolled reps, %")
    axes.tick_params(labelbottom=False)


def _along(curve: ControlCurve, kg: Floats, reps: int) -> Floats:
    """Chance with both ends of its interval at each weight, %: ``(n, 3)``."""
    found = [curve.chance(float(one), reps) for one in kg]
    return 100.0 * np.array([[one.chance, one.low, one.high] for one in found])


def _units(kg: Floats, one: NextWeight) -> Floats:
    return np.array([in_unit(float(value), one.unit) for value in kg])


def _draw_lifted(axes: Axes, one: NextWeight) -> None:
    """Draws the reps at each weight: controlled from below, those that say nothing of the weight, momentum on top."""
    at = [in_unit(seen.weight_kg, one.unit) for seen in one.tried]
    weights = [in_unit(chance.weight_kg, one.unit) for chance in one.chances]
    wide = 0.5 * min(np.diff(weights), default=1.0)
    for seen, place in zip(one.tried, at, strict=True):
        parts = (
            (seen.controlled, CONTROLLED, ""),
            (seen.reps - seen.telling, HALF_REP, ""),
            (seen.telling - seen.controlled, MOMENTUM, "///"),
        )
        below = 0
        for reps, face, hatch in parts:
            axes.bar(place, reps, wide, below, facecolor=face, edgecolor="white", linewidth=0, hatch=hatch)
            below += reps
        axes.annotate(
            f"{seen.controlled} of {seen.reps}",
            (place, below),
            (0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8.5,
            color=TEXT2,
        )
    axes.set_ylim(0, 1.35 * max(seen.reps for seen in one.tried))
    axes.set_ylabel("reps lifted")
    axes.set_xlabel(f"weight, {one.unit}")
    shown = axes.get_xlim()
    ticks = [w for w in weights if shown[0] <= w <= shown[1]]
    axes.set_xticks(ticks, [f"{w:g}" for w in ticks])
    axes.grid(axis="y")


def _name_all(figure: Figure, drawn: Sequence[NextWeight], *, narrow: bool) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415  slow to load
    from matplotlib.patches import Patch  # noqa: PLC0415

    handles: list[Line2D | Patch] = [
        Line2D([], [], color=CONTROLLED_TEXT, linewidth=2.4, label="chance"),
        Line2D(
            [], [], color=CONTROLLED_TEXT, linewidth=1.4, linestyle=(0, (4, 3)), label="never lifted so far"
        ),
        Patch(facecolor=CONTROLLED_TINT, label="80 % interval"),
        Line2D(
            [],
            [],
            marker="o",
            linestyle="none",
            color=CONTROLLED_TEXT,
            markerfacecolor="white",
            label="on the rack",
        ),
        Line2D([], [], marker="o", markersize=9, linestyle="none", color=CONTROLLED_TEXT, label="advised"),
        Patch(facecolor=CONTROLLED, label="controlled"),
        Patch(facecolor=MOMENTUM, edgecolor="white", linewidth=0, hatch="///", label="momentum"),
    ]
    if any(seen.reps > seen.telling for one in drawn for seen in one.tried):
        handles.append(Patch(facecolor=HALF_REP, label="half, or fast with a still elbow"))
    figure.legend(handles=handles, loc="outside lower left", ncols=2 if narrow else 4, fontsize=9)
