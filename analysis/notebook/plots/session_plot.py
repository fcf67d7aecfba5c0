"""Picture of a session: the forearm's angle over time, and below it a bar per rep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.coaching.weights import WeightUnit
from analysis.notebook.plots.style import (
    CONTROLLED_TEXT,
    GAP,
    MOMENTUM,
    TEXT,
    TEXT2,
    Look,
    draw_limit_line,
    empty_picture,
    open_picture,
    rep_look,
    write_title,
)
from analysis.output import words
from analysis.output.nothing_found import found_instead
from analysis.output.set_views import SetView, arm_key, called_s, flagged_reps, set_views
from analysis.output.verdict_words import is_flagged
from analysis.records.results import Rep, SessionResult
from analysis.report.angle import angle_range, trace_gaps
from imu.types import Gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

REPS_WIDE, REPS_NARROW = 26, 10
"""Reps that stand side by side; longer sets go on in the next row."""
_MARGIN_S = 0.6
"""Shown before the first rep and after the last one."""
_ROW_IN = 2.9
"""Height of a row, inches."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Some reps of a set that stand side by side."""

    view: SetView
    """The set."""
    reps: tuple[Rep, ...]
    """The reps that are shown."""
    start_s: float
    """Left end of the time axis, s."""
    end_s: float
    """Right end, s."""
    gaps: tuple[Gap, ...]
    """Times without readings, of the whole recording."""

    def name(self, unit: WeightUnit) -> str:
        """Names it, e.g. ``Set 2, 12.5 kg``; with the reps where the set is longer."""
        weight = words.weight(self.view.rep_set.weight_kg, unit)
        part = (
            ""
            if len(self.reps) == len(self.view.rep_set.reps)
            else f", {words.reps([r.index for r in self.reps])}"
        )
        return self.view.name + part + (f", {weight}" if weight else "")


def plot_session(result: SessionResult, *, unit: WeightUnit = "kg", narrow: bool = False) -> Figure:
    """Plots the angle over time with the reps shaded by verdict, and a bar per rep of its momentum.

    Parameters
    ----------
    result : SessionResult
        With traces; without them the angle is left out, which the picture says.
    unit : str
        How weights are written.
    narrow : bool
        For a phone.
    """
    views = set_views(result)
    if not views:
        return empty_picture(f"No curls found in this recording. {found_instead(result)}", narrow=narrow)
    rows = [row for arm in _arms(views) for row in _rows(_pieces(result, arm, narrow=narrow), narrow=narrow)]
    low, high = angle_range(views)
    with open_picture(1.0 + _ROW_IN * len(rows), narrow=narrow) as figure:
        for part, row in zip(figure.subfigures(len(rows), 1, squeeze=False)[:, 0], rows, strict=True):
            _row(part, row, unit, (low - 3.0, high))
        write_title(figure, _finding(views), narrow=narrow)
        _legend(figure, [rep for view in views for rep in view.rep_set.reps], narrow=narrow)
    return figure


def _finding(views: Sequence[SetView]) -> str:
    reps = [rep for view in views for rep in view.rep_set.reps]
    many = words.count(len(reps), "rep") + ("" if len(views) == 1 else f" in {len(views)} sets")
    return f"Forearm angle and momentum: {many}, {len(flagged_reps(reps)) or 'none'} above the limit"


def _arms(views: Sequence[SetView]) -> list[list[SetView]]:
    arms: dict[tuple[str, str], list[SetView]] = {}
    for view in views:
        arms.setdefault(arm_key(view.rep_set), []).append(view)
    return list(arms.values())


def _pieces(result: SessionResult, views: Sequence[SetView], *, narrow: bool) -> Iterator[Piece]:
    most = REPS_NARROW if narrow else REPS_WIDE
    for view in views:
        reps = view.rep_set.reps
        gaps = tuple(g for s in result.sensors if s.name == view.rep_set.sensor for g in s.gaps)
        pieces = -(-len(reps) // most)
        for part in np.array_split(np.arange(len(reps)), pieces):
            shown = reps[part[0] : part[-1] + 1]
            start_s, end_s = shown[0].start_s - _MARGIN_S, shown[-1].end_s + _MARGIN_S
            yield Piece(view=view, reps=shown, start_s=start_s, end_s=end_s, gaps=gaps)


def _rows(pieces: Iterator[Piece], *, narrow: bool) -> list[list[Piece]]:
    """Puts pieces side by side as long as there is room; every piece takes that of eight reps at least."""
    most = REPS_NARROW if narrow else REPS_WIDE
    rows: list[list[Piece]] = []
    used = most
    for piece in pieces:
        takes = max(len(piece.reps), 8)
        if used + takes > most:
            rows.append([])
            used = 0
        rows[-1].append(piece)
        used += takes
    return rows


def _row(part: Figure, row: Sequence[Piece], unit: WeightUnit, limits: tuple[float, float]) -> None:
    lasted = [piece.end_s - piece.start_s for piece in row]
    ratios = [max(s, 0.3 * max(lasted)) for s in lasted]
    grid = part.subplots(2, len(row), squeeze=False, width_ratios=ratios, height_ratios=(1.6, 1.0))
    for k, piece in enumerate(row):
        angle, bars = grid[0, k], grid[1, k]
        angle.set_title(piece.name(unit))
        _draw_angle(angle, piece, limits)
        _draw_bars(bars, piece)
        if k == 0:
            absolute = all(
                p.view.rep_set.trace is None or p.view.rep_set.trace.angle_is_absolute for p in row
            )
            angle.set_ylabel("forearm angle, °" if absolute else "angle above\nthe bottom, °")
            bars.set_ylabel("momentum,\n0 to 100")
        else:
            angle.tick_params(labelleft=False)
            bars.tick_params(labelleft=False)
        bars.set_xlabel("time in the recording, s")
        draw_limit_line(bars, 50.0, "limit" if k == len(row) - 1 else "")


def _draw_angle(axes: Axes, piece: Piece, limits: tuple[float, float]) -> None:
    axes.set_xlim(piece.start_s, piece.end_s)
    axes.set_ylim(*limits)
    axes.set_yticks(range(0, int(limits[1]) + 1, 45))
    axes.grid(axis="y")
    axes.tick_params(labelbottom=False)
    for rep in piece.reps:
        _shade(axes, rep)
    trace = piece.view.rep_set.trace
    if trace is None:
        axes.text(0.5, 0.5, "The curves were not kept (trace=False).", transform=axes.transAxes, ha="center")
        return
    for start_s, end_s in trace_gaps(trace, piece.gaps):
        axes.axvspan(start_s, end_s, facecolor=GAP, edgecolor=TEXT2, hatch="....", linewidth=0, zorder=2)
    angle = trace.angle_deg.copy()
    for gap in piece.gaps:
        angle[(trace.time_s > gap.start_s) & (trace.time_s < gap.end_s)] = np.nan
    axes.plot(trace.time_s, angle, color=TEXT2, linewidth=0.9, zorder=3)
    for rep in piece.reps:
        here = (trace.time_s >= rep.start_s) & (trace.time_s <= rep.end_s)
        colour, width = (MOMENTUM, 2.6) if is_flagged(rep) else (CONTROLLED_TEXT, 1.5)
        if rep.verdict != "uncertain":
            axes.plot(trace.time_s[here], angle[here], color=colour, linewidth=width, zorder=4)
        called = called_s(rep)
        if called is not None:
            high = np.interp(called, trace.time_s, trace.angle_deg)
            axes.plot(called, high, "o", markersize=5, color="white", markeredgecolor=TEXT, zorder=5)


def _shade(axes: Axes, rep: Rep) -> None:
    drawn = rep_look(rep)
    if drawn.tint != "none":
        hatch, edge = ("//", "#EDBFA8") if is_flagged(rep) else (None, drawn.tint)
        axes.axvspan(
            rep.start_s,
            rep.end_s,
            facecolor=drawn.tint,
            edgecolor=edge,
            hatch=hatch,
            linewidth=0,
            zorder=1,
        )


def _draw_bars(axes: Axes, piece: Piece) -> None:
    axes.set_xlim(piece.start_s, piece.end_s)
    axes.set_ylim(0, 100)
    axes.set_yticks([0, 50, 100])
    for rep in piece.reps:
        drawn, middle, wide = rep_look(rep), 0.5 * (rep.start_s + rep.end_s), 0.82 * (rep.end_s - rep.start_s)
        ground = drawn._replace(face=drawn.tint, edge=drawn.ground, hatch="")
        _bar(axes, ground, middle, wide, 99.0)
        if rep.momentum is None:
            axes.text(middle, 26, "?", ha="center", va="center", color=TEXT2)
        else:
            _bar(axes, drawn._replace(dotted=False), middle, wide, max(100.0 * rep.momentum, 2.0))
        if rep.verdict == "partial":
            axes.text(middle, 75, "½", ha="center", va="center", color=TEXT2)
    _numbers(axes, piece.reps)


def _bar(axes: Axes, drawn: Look, middle: float, wide: float, high: float) -> None:
    axes.bar(
        middle,
        high,
        width=wide,
        facecolor=drawn.face,
        edgecolor=drawn.edge,
        hatch=drawn.hatch,
        linewidth=1.0,
        linestyle=":" if drawn.dotted else "-",
        zorder=2,
    )


def _numbers(axes: Axes, reps: Sequence[Rep]) -> None:
    """Writes the reps' numbers between the curve and the bars."""
    for rep in reps:
        axes.annotate(
            str(rep.index),
            (0.5 * (rep.start_s + rep.end_s), 100.0),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=9,
            fontweight="bold" if is_flagged(rep) else "normal",
            annotation_clip=False,
        )


def _legend(figure: Figure, reps: Sequence[Rep], *, narrow: bool) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415  slow to load
    from matplotlib.patches import Patch  # noqa: PLC0415

    kinds = {drawn.word: drawn for drawn in map(rep_look, reps)}
    handles: list[Line2D | Patch] = [
        Patch(
            facecolor=k.face if k.ground == k.tint else "none",
            edgecolor=k.edge,
            hatch=k.hatch,
            linestyle=":" if k.dotted else "-",
            label=k.word,
        )
        for k in kinds.values()
    ]
    if any(called_s(rep) is not None for rep in reps):
        dot = Line2D([], [], marker="o", linestyle="none", color="white", markeredgecolor=TEXT)
        dot.set_label("momentum called")
        handles.append(dot)
    figure.legend(handles=handles, loc="outside lower left", ncols=2 if narrow else len(handles), fontsize=9)
