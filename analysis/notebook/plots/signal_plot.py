"""Picture of a sensor's raw signal: acceleration, rotation and the time between readings, with rest and
gaps marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.notebook.plots.style import CONTROLLED_TINT, GAP, TEXT, TEXT2, open_picture, write_title
from analysis.output.signal_report import report_signal
from analysis.quality.signal_check import SignalCheck
from analysis.settings.thresholds import DEFAULTS
from imu.types import Floats, Recording
from imu.units import DEG_PER_RAD

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_AXES = (("x", TEXT, "-"), ("y", "#7A4E9E", (0, (5, 1.5))), ("z", "#1F8A6D", (0, (1.2, 1.2))))
"""Colour and dashes of the three axes; blue and orange mean something else."""
_LONGEST_S = 40.0
"""Longest part of a recording that one picture shows."""
_COLUMNS, _USUAL = 60, 4.0
"""Columns of the histogram, up to how many times the median time between readings."""
_SEEN_SHARE = 0.01
"""A column lower than this share of the highest is too low to see, and gets a mark."""


def plot_signal(
    recording: Recording, sensor: str | None = None, *, from_s: float | None = None, narrow: bool = False
) -> Figure:
    """Plots the raw samples of one sensor, with the stillest second and the gaps, and the time between
    readings.

    Parameters
    ----------
    recording : Recording
    sensor : str, optional
        By default the first one that sits on a curl.
    from_s : float, optional
        Where the picture begins; it shows 40 s at most.
    narrow : bool
        For a phone.

    Raises
    ------
    SignalError
        The recording has no such sensor.
    """
    report = report_signal(recording, sensor)
    check = report.check
    block = next(b for b in recording.sensors if b.sensor == check.sensor)
    first = float(block.time_s[0]) if from_s is None else from_s
    shown = slice(*np.searchsorted(block.time_s, [first, first + _LONGEST_S]).tolist())
    parts = [(block.acc_mps2, "acceleration\nwith gravity, m/s²")]
    if block.gyr_radps is not None:
        parts.append((block.gyr_radps * DEG_PER_RAD, "rotation, °/s"))
    with open_picture(2.1 * len(parts) + (4.0 if narrow else 3.4), narrow=narrow) as figure:
        grid = figure.subplots(len(parts) + 1, 1)
        for axes, (values, label) in zip(grid, parts, strict=False):
            _channels(axes, block.time_s[shown], values[shown], label)
            _marks(axes, block.time_s[shown], check)
        grid[len(parts) - 1].set_xlabel("time in the recording, s")
        _spacing(grid[-1], block.time_s)
        handles, labels = grid[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower left", ncols=3 if narrow else 5, fontsize=9)
        write_title(figure, f"What the sensor sent ({check.sensor}). {report.verdict}", narrow=narrow)
    return figure


def _channels(axes: Axes, time: Floats, values: Floats, label: str) -> None:
    """Draws three axes over time; no line over a gap."""
    gaps = np.flatnonzero(np.diff(time) > DEFAULTS.grid.gap_s) + 1
    broken = np.insert(time, gaps, np.nan)
    for k, (name, colour, dashes) in enumerate(_AXES):
        line = np.insert(values[:, k], gaps, np.nan)
        axes.plot(broken, line, color=colour, linestyle=dashes, linewidth=1.2, label=f"axis {name}", zorder=3)
    axes.set_ylabel(label)
    axes.grid(axis="y")
    if len(time):
        axes.set_xlim(float(time[0]), float(time[-1]))


def _marks(axes: Axes, time: Floats, check: SignalCheck) -> None:
    """Marks where the sensor rested, and where nothing came."""
    for start in np.flatnonzero(np.diff(time) > DEFAULTS.grid.gap_s).tolist():
        gap = axes.axvspan(
            time[start], time[start + 1], facecolor=GAP, edgecolor=TEXT2, hatch="....", linewidth=0
        )
        if start == int(np.argmax(np.diff(time) > DEFAULTS.grid.gap_s)):
            gap.set_label("no data")
    if check.rest_s is not None and len(time) and time[0] <= check.rest_s[0] <= time[-1]:
        axes.axvspan(*check.rest_s, facecolor=CONTROLLED_TINT, linewidth=0, label="stillest second")


def _spacing(axes: Axes, time: Floats) -> None:
    """Histogram of the time between readings, in percent; the longest are put together in the last column."""
    steps_ms = np.diff(time) * 1000.0
    usual = max(float(np.median(steps_ms)), 0.25)
    edges = (np.arange(_COLUMNS + 2) - 0.5) * usual * _USUAL / _COLUMNS
    share = np.full(len(steps_ms), 100.0 / max(len(steps_ms), 1))
    shown = np.clip(steps_ms, 0.0, usual * _USUAL)
    counts, _, _ = axes.hist(shown, bins=edges.tolist(), weights=share, color=TEXT2)
    heights = np.asarray(counts)
    for place in np.flatnonzero((heights > 0) & (heights < _SEEN_SHARE * heights.max())).tolist():
        axes.plot(0.5 * (edges[place] + edges[place + 1]), 0.0, "^", color=TEXT2, markersize=5, clip_on=False)
    axes.set_xlim(0.0, float(edges[-1]))
    axes.set_ylim(bottom=0.0)
    axes.set_ylabel("share of the\nreadings, %")
    axes.set_xlabel("time to the next reading, ms\n(last column: longer; triangles: too few to see)")
    axes.grid(axis="y")
