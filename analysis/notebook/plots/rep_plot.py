"""Picture of one rep in detail: its curves, and where in it the limit was passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import SignalError
from analysis.notebook.plots.style import (
    CONTROLLED,
    CONTROLLED_TEXT,
    MOMENTUM,
    TEXT,
    TEXT2,
    draw_limit_line,
    open_picture,
    write_title,
)
from analysis.output import words
from analysis.output.set_views import SetView, set_views
from analysis.output.verdict_words import is_flagged, verdict_word
from analysis.records.results import Rep, SessionResult
from analysis.records.traces import SetTrace
from imu.units import NBSP

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARGIN_S = 0.4
"""Shown before the rep and after it."""
_HEADROOM, _SHOWN = 1.45, 3.0
"""Room above the highest curve; a limit further up than this many times it is not drawn."""


def plot_rep(result: SessionResult, n: int, place: int = 1, *, narrow: bool = False) -> Figure:
    """Plots angle, lift speed and push of one rep, with its start, top and end and the early call.

    Parameters
    ----------
    result : SessionResult
        With traces.
    n : int
        Rep of the set, from 1.
    place : int
        Place of the set in the recording, from 1.
    narrow : bool
        For a phone.

    Raises
    ------
    SignalError
        There is no such set or rep, or its curves were not kept.
    """
    view, rep = find_rep(result, n, place)
    trace = view.rep_set.trace
    if trace is None:
        raise SignalError(f"the curves of set {place}", expected="trace=True in analyze", got="trace=False")
    with open_picture(6.4 if narrow else 5.6, narrow=narrow) as figure:
        angle, speed, push = figure.subplots(3, 1, sharex=True, height_ratios=(1.3, 1.0, 1.2))
        here = (trace.time_s >= rep.start_s - _MARGIN_S) & (trace.time_s <= rep.end_s + _MARGIN_S)
        _angle(angle, rep, trace, here)
        _curve(speed, rep, trace.time_s[here], trace.lift_speed_dps[here], "lift speed, °/s")
        speed.axhline(0.0, color=TEXT2, linewidth=0.8)
        _push(push, rep, trace, here, narrow=narrow)
        push.set_xlabel("time in the recording, s")
        push.set_xlim(rep.start_s - _MARGIN_S, rep.end_s + _MARGIN_S)
        _marks((angle, speed, push), rep, narrow=narrow)
        write_title(figure, _finding(view, rep), narrow=narrow)
    return figure


def find_rep(result: SessionResult, n: int, place: int) -> tuple[SetView, Rep]:
    """Looks up a rep and its set.

    Parameters
    ----------
    result : SessionResult
    n : int
        Rep of the set, from 1.
    place : int
        Place of the set in the recording, from 1.

    Raises
    ------
    SignalError
        There is no such set or rep.
    """
    views = set_views(result)
    if not 1 <= place <= len(views):
        has = f"{len(views)} in this recording" if views else "no set in this recording"
        raise SignalError("set", expected=f"a number from 1 on ({has})", got=str(place))
    view = views[place - 1]
    reps = {rep.index: rep for rep in view.rep_set.reps}
    if n not in reps:
        raise SignalError(f"rep of set {place}", expected=f"one of {words.numbers(reps)}", got=str(n))
    return view, reps[n]


def _finding(view: SetView, rep: Rep) -> str:
    judged = (
        "not judged"
        if rep.momentum is None
        else f"{verdict_word(rep)}, momentum {words.score_text(rep.momentum)} of 100 (the limit is 50)"
    )
    return f"{view.name}, rep {rep.index}: {judged}"


def _curve(axes: Axes, rep: Rep, time: np.ndarray, values: np.ndarray, label: str) -> None:
    colour, width = (MOMENTUM, 2.4) if is_flagged(rep) else (CONTROLLED_TEXT, 1.8)
    axes.plot(time, values, color=colour, linewidth=width, zorder=4)
    axes.set_ylabel(label)
    axes.grid(axis="y")


def _angle(axes: Axes, rep: Rep, trace: SetTrace, here: np.ndarray) -> None:
    label = "forearm angle, °" if trace.angle_is_absolute else "angle above\nthe bottom, °"
    _curve(axes, rep, trace.time_s[here], trace.angle_deg[here], label)
    axes.set_yticks(range(0, 181, 45))
    finite = trace.angle_deg[here][np.isfinite(trace.angle_deg[here])]
    axes.set_ylim(
        min(-5.0, float(finite.min(initial=0.0)) - 3.0), max(140.0, float(finite.max(initial=0.0)) * 1.08)
    )


def _push(axes: Axes, rep: Rep, trace: SetTrace, here: np.ndarray, *, narrow: bool) -> None:
    """The push and the elbow's acceleration, and the push at which this lift would have been at the limit."""
    _curve(axes, rep, trace.time_s[here], trace.push_mps2[here], "push beyond\ngravity, m/s²")
    highest = float(np.nan_to_num(trace.push_mps2[here]).max(initial=0.0))
    if trace.elbow_mps2 is not None:
        axes.plot(
            trace.time_s[here],
            trace.elbow_mps2[here],
            color=CONTROLLED,
            linewidth=1.3,
            linestyle=(0, (1.5, 1.5)),
        )
        axes.plot([], [], color=CONTROLLED, linestyle=(0, (1.5, 1.5)), label="the elbow alone")
        axes.legend(loc="upper right", fontsize=8.5, borderaxespad=0.1)
    even = rep.push_limit_mps2
    if even is not None and even < _SHOWN * highest:
        draw_limit_line(axes, even, "limit")
        after = "\n" if narrow else " "
        axes.set_title(
            f"push {rep.push_mps2:.1f}{NBSP}m/s²;{after}at this speed the limit is {even:.1f}", fontsize=9
        )
        highest = max(highest, even)
    axes.set_ylim(0.0, _HEADROOM * highest)


def _marks(panels: tuple[Axes, ...], rep: Rep, *, narrow: bool) -> None:
    times = [("lift begins" if not narrow else "start", rep.start_s), ("top", rep.top_s), ("end", rep.end_s)]
    for axes in panels:
        for _, at in times:
            axes.axvline(at, color=TEXT2, linewidth=0.9, linestyle=":", zorder=2)
    top = panels[0]
    for name, at in times:
        top.annotate(
            name, (at, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points",
            ha="left" if name == "end" else "center", fontsize=8.5, color=TEXT2,
        )  # fmt: skip
    if rep.flagged_at_s is not None and is_flagged(rep) and rep.flagged_at_s <= rep.end_s:
        for axes in panels:
            axes.axvline(rep.flagged_at_s, color=TEXT, linewidth=1.2, zorder=3)
        lead = rep.top_s - rep.flagged_at_s
        when = f"{lead:.1f} s before the top" if lead > 0 else "after the top"
        panels[1].plot([], [], color=TEXT, linewidth=1.2, label=f"called {when}")
        panels[1].legend(loc="upper right", fontsize=8.5, borderaxespad=0.1)
