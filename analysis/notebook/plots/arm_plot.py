"""Pictures of the simulated arm from the side, and of what its sensor measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.notebook.lab.try_arm import ArmTrial
from analysis.notebook.plots.style import (
    CONTROLLED_TEXT,
    LINE,
    MOMENTUM,
    TEXT,
    TEXT2,
    draw_limit_line,
    open_picture,
    write_title,
)
from analysis.output.verdict_words import is_flagged

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_POSES = (0.0, 0.3, 0.5, 0.7, 1.0)
"""Shares of the lift at which the arm is drawn."""
_BEFORE_S, _HEAD_M = 0.4, 0.11
"""Shown before the lift; radius of the head."""
_SHOWN = 3.0
"""A limit further up than this many times the highest value is not drawn."""


def plot_arm(trial: ArmTrial, *, narrow: bool = False) -> Figure:
    """Plots the arm at five moments of the lift, its angle, and the acceleration beyond gravity against the
    limit.

    Parameters
    ----------
    trial : ArmTrial
    narrow : bool
        For a phone.
    """
    with open_picture(8.6 if narrow else 4.8, narrow=narrow) as figure:
        if narrow:
            grid = figure.subplot_mosaic([["arm"], ["angle"], ["force"]], height_ratios=(2.2, 1.0, 1.2))
        else:
            grid = figure.subplot_mosaic([["arm", "angle"], ["arm", "force"]], width_ratios=(1.0, 1.35))
        _poses(grid["arm"], trial)
        _angle(grid["angle"], trial)
        _force(grid["force"], trial)
        found = trial.sentence.removeprefix("The program says: ")
        write_title(figure, f"{trial.settings.words}: {found}", narrow=narrow)
    return figure


def plot_swing_and_tremor(swing: ArmTrial, tremor: ArmTrial, *, narrow: bool = False) -> Figure:
    """Plots two trials beside each other: all of the acceleration, and the slow part that counts.

    Parameters
    ----------
    swing, tremor : ArmTrial
        Any two trials; the names say what they are for.
    narrow : bool
        For a phone.
    """
    with open_picture(6.6 if narrow else 3.9, narrow=narrow) as figure:
        panels = figure.subplots(*((2, 1) if narrow else (1, 2)), sharey=True)
        for axes, trial, name in zip(panels, (swing, tremor), ("A throw", "A tremor"), strict=True):
            _force(axes, trial)
            says = "not counted" if trial.found is None else trial.sentence.removeprefix("The program says: ")
            axes.set_title(f"{name}: {says.split(' of 100')[0]}")
        if not narrow:
            panels[1].set_ylabel("")
        write_title(figure, "A throw is slow, a tremor is fast: only what is slow counts", narrow=narrow)
    return figure


def _colour(trial: ArmTrial) -> str:
    return MOMENTUM if trial.found is not None and is_flagged(trial.found) else CONTROLLED_TEXT


def _poses(axes: Axes, trial: ArmTrial) -> None:
    arm, rep = trial.arm, trial.rep
    times = [rep.start_s + share * (rep.top_s - rep.start_s) for share in _POSES]
    floor, head = 0.0, 0.0
    for k, at in enumerate(times):
        at_once = int(np.searchsorted(arm.time_s, at))
        parts = np.stack(
            [p[at_once][[0, 2]] for p in (arm.hips_m, arm.shoulder_m, arm.elbow_m, arm.sensor_m)]
        )
        strong = 0.25 + 0.75 * k / (len(times) - 1)
        axes.plot(
            *parts[:2].T, color=TEXT2, linewidth=5.0, alpha=0.35 * strong, solid_capstyle="round", zorder=2
        )
        axes.plot(*parts[1:].T, color=TEXT, linewidth=3.0, alpha=strong, solid_capstyle="round", zorder=3)
        axes.plot(*parts[1:3].T, "o", color=TEXT, markersize=4, alpha=strong, zorder=3)
        axes.plot(*parts[3], "s", color=_colour(trial), markersize=9, alpha=strong, zorder=5)
        floor, head = min(floor, float(parts[0][1])), max(head, float(parts[1][1]))
    _head(axes, trial)
    shown = (arm.time_s >= rep.start_s) & (arm.time_s <= rep.top_s)
    axes.plot(arm.sensor_m[shown, 0], arm.sensor_m[shown, 2], color=_colour(trial), linewidth=1.6, zorder=4)
    axes.set_aspect("equal")
    axes.set_xlim(-0.4, 0.6)
    axes.set_ylim(floor - 0.15, head + 2.8 * _HEAD_M)
    axes.set_xlabel("forwards, m")
    axes.set_ylabel("up from the hips, m")
    axes.set_title("The lift from the side (square: the sensor)")
    axes.grid(color=LINE)


def _head(axes: Axes, trial: ArmTrial) -> None:
    """Draws the head above the shoulders, as they stand at the top."""
    from matplotlib.patches import Circle  # noqa: PLC0415  slow to load

    last = int(np.searchsorted(trial.arm.time_s, trial.rep.top_s))
    x, _, z = trial.arm.shoulder_m[last]
    axes.add_patch(Circle((x, z + 1.5 * _HEAD_M), _HEAD_M, facecolor=TEXT2, alpha=0.15, linewidth=0))


def _during(trial: ArmTrial) -> np.ndarray:
    time = trial.arm.time_s
    return np.asarray((time >= trial.rep.start_s - _BEFORE_S) & (time <= trial.rep.end_s))


def _angle(axes: Axes, trial: ArmTrial) -> None:
    here = _during(trial)
    axes.plot(trial.arm.time_s[here] - trial.rep.start_s, trial.arm.elevation_deg[here], color=_colour(trial))
    axes.set_ylabel("forearm angle, °")
    axes.set_yticks(range(0, 181, 45))
    axes.grid(axis="y")
    axes.axvline(trial.rep.top_s - trial.rep.start_s, color=TEXT2, linewidth=0.9, linestyle=":")
    axes.set_title("0° hanging, 90° level; dotted: the top")
    axes.tick_params(labelbottom=False)


def _force(axes: Axes, trial: ArmTrial) -> None:
    here = _during(trial)
    time = trial.arm.time_s[here] - trial.rep.start_s
    fast, push = trial.fast_mps2[here], trial.push_mps2[here]
    axes.plot(time, fast, color=TEXT2, linewidth=1.0, linestyle=(0, (1.5, 1.0)), label="below 8 Hz")
    axes.plot(time, push, color=_colour(trial), linewidth=2.2, label="below 3 Hz: what counts")
    highest = float(fast.max())
    if trial.limit_mps2 is not None and trial.limit_mps2 < _SHOWN * highest:
        draw_limit_line(axes, trial.limit_mps2, "limit")
        highest = max(highest, trial.limit_mps2)
    axes.set_ylim(0.0, 1.4 * highest)
    axes.set_ylabel("acceleration\nbeyond gravity, m/s²")
    axes.set_xlabel("time from the start of the lift, s")
    axes.grid(axis="y")
    axes.legend(loc="upper right", fontsize=8.5, borderaxespad=0.1)
