"""Irregular samples onto one even grid, causally.

A grid cell holds the mean, over its span, of the straight lines drawn between neighbouring samples. For a
slow sensor that is linear interpolation, for a fast one an average that filters before it thins out; bursts,
repeated rows and jitter need no special case. A hole longer than ``reset_gap_s`` ends the segment: what
follows starts anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.settings.thresholds import GridThresholds
from imu.types import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class GridBlock:
    """Consecutive cells of one segment.

    Attributes
    ----------
    begins_s : float
        Time of the segment's first raw sample.
    time_s, ready_s : (n,) float64
        Middle of each cell, and the time of the raw sample that completed it.
    values : (n, c) float64
        Mean of each channel.
    hole : (n,) bool
        The cell was bridged over a hole.
    """

    begins_s: float
    time_s: Floats
    ready_s: Floats
    values: Floats
    hole: Flags

    def after(self, cells: int) -> GridBlock:
        """What comes after the first ``cells`` of them."""
        return replace(
            self,
            time_s=self.time_s[cells:],
            ready_s=self.ready_s[cells:],
            values=self.values[cells:],
            hole=self.hole[cells:],
        )


class Grid:
    """The stage: feed samples with `push`, get blocks; each block after the first belongs to a new segment.

    Parameters
    ----------
    channels : int
        Width of the samples.
    thresholds : GridThresholds
    """

    def __init__(self, channels: int, thresholds: GridThresholds) -> None:
        self.step_s = 1.0 / thresholds.rate_hz
        self._reset_gap_s = thresholds.reset_gap_s
        self._hole_s = thresholds.hole_s
        self._channels = channels
        self._time: float | None = None
        self._start(0.0, np.zeros(channels))
        self._time = None

    def _start(self, time_s: float, value: Floats) -> None:
        self._origin_s, self._edge = time_s, 0
        self._time, self._value = time_s, value
        self._integral = np.zeros(self._channels)
        self._edge_integral = np.zeros(self._channels)
        self._edge_hole = False

    def push(self, time_s: Floats, values: Floats) -> list[GridBlock]:
        """Cells completed by these samples, one block a segment (the first one may be empty).

        Parameters
        ----------
        time_s : (n,) float64, non-decreasing
        values : (n, channels) float64, finite
        """
        before = np.concatenate([time_s[:1] if self._time is None else [self._time], time_s[:-1]])
        cuts = np.flatnonzero(time_s - before > self._reset_gap_s)
        blocks = []
        for k, (start, stop) in enumerate(zip([0, *cuts], [*cuts, len(time_s)], strict=True)):
            if k > 0 or (self._time is None and stop > start):
                self._start(float(time_s[start]), values[start].copy())
            blocks.append(self._extend(time_s[start:stop], values[start:stop]))
        return blocks

    def _extend(self, time_s: Floats, values: Floats) -> GridBlock:
        if len(time_s) == 0 or self._time is None:
            return self._block(np.empty(0), np.empty(0), np.empty((0, self._channels)), np.empty(0, bool))
        t = np.concatenate([[self._time], time_s])
        x = np.concatenate([self._value[:, None], values.T], axis=1)
        dt = t[1:] - t[:-1]
        integral = np.empty_like(x)
        integral[:, 0] = self._integral
        np.multiply(x[:, 1:] + x[:, :-1], 0.5 * dt, out=integral[:, 1:])
        np.add.accumulate(integral, axis=1, out=integral)
        edges = self._edges(float(t[-1]))
        after = np.searchsorted(t, edges, side="left")
        before = after - 1
        d, gap = edges - t[before], dt[before]
        left = x.take(before, axis=1)
        bend = 0.5 * d * d / gap * (x.take(after, axis=1) - left)
        at_edges = integral.take(before, axis=1) + left * d + bend
        means = (
            at_edges - np.concatenate([self._edge_integral[:, None], at_edges[:, :-1]], axis=1)
        ) / self.step_s
        long = gap > self._hole_s
        hole = long | np.concatenate([[self._edge_hole], long[:-1]])[: len(long)]
        block = self._block(edges, t[after], means.T, hole)
        if len(edges):
            self._edge += len(edges)
            self._edge_integral, self._edge_hole = at_edges[:, -1].copy(), bool(long[-1])
        self._time, self._value, self._integral = float(t[-1]), x[:, -1].copy(), integral[:, -1].copy()
        return block

    def _edges(self, last_s: float) -> Floats:
        count = max(0, int((last_s - self._origin_s) / self.step_s) + 2 - self._edge)
        edges = self._origin_s + np.arange(self._edge + 1, self._edge + 1 + count) * self.step_s
        return np.asarray(edges[edges <= last_s], dtype=np.float64)

    def _block(self, edges: Floats, ready_s: Floats, means: Floats, hole: Flags) -> GridBlock:
        return GridBlock(
            begins_s=self._origin_s,
            time_s=edges - 0.5 * self.step_s,
            ready_s=ready_s,
            values=means,
            hole=hole,
        )
