"""Resampling: irregular samples onto one even grid, causally.

A grid cell holds the mean, over its span, of the straight lines drawn between neighbouring samples. For a
slow sensor that is linear interpolation, for a fast one an average that low-passes before it decimates;
bursts, repeated rows and jitter need no special case. A gap longer than ``reset_gap_s`` ends the segment: the
next sample starts a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.cells import cells_of_samples
from analysis.settings.thresholds import GridThresholds
from imu.types import Flags, Floats

_cells = Loop(cells_of_samples)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridBlock:
    """Consecutive cells of one segment, n of them."""

    begins_s: float
    """Time of the segment's first raw sample, s."""
    time_s: Floats
    """Middle of each cell, ``(n,)``, s."""
    ready_s: Floats
    """Time by which each cell was known: mostly that of the raw sample that completed it, ``(n,)``, s."""
    values: Floats
    """Mean of each channel, ``(n, channels)``, in its own unit."""
    gap: Flags
    """Whether a cell bridges a gap, ``(n,)``."""

    def after(self, cells: int) -> GridBlock:
        """Returns the block without its first ``cells`` cells."""
        return replace(
            self,
            time_s=self.time_s[cells:],
            ready_s=self.ready_s[cells:],
            values=self.values[cells:],
            gap=self.gap[cells:],
        )


class Grid:
    """Resamples a stream of samples onto an even grid.

    Parameters
    ----------
    channels : int
        Number of signals in a sample.
    thresholds : GridThresholds
    """

    def __init__(self, channels: int, thresholds: GridThresholds) -> None:
        self.step_s = 1.0 / thresholds.rate_hz
        self._reset_gap_s = thresholds.reset_gap_s
        self._gap_s = thresholds.gap_s
        self._channels = channels
        self._time: float | None = None
        self._start(0.0, np.zeros(channels))
        self._time = None

    def _start(self, time_s: float, value: Floats) -> None:
        """Starts a segment with a raw sample, ``(channels,)``."""
        self._origin_s, self._edge = time_s, 0
        self._time, self._value = time_s, value
        self._integral = np.zeros(self._channels)
        self._edge_integral = np.zeros(self._channels)
        self._edge_gap = False

    def push(self, time_s: Floats, values: Floats, known_s: Floats | None = None) -> list[GridBlock]:
        """Returns the cells that the next samples completed, one block for each segment.

        The first block continues the segment under way and may be empty; each further one starts a new
        segment.

        Parameters
        ----------
        time_s : (n,) float64
            Times of the samples, not decreasing, s.
        values : (n, channels) float64
            The samples, finite.
        known_s : (n,) float64, optional
            When it was known that each sample can be used, not decreasing, s; by default at its own time.
        """
        known_s = time_s if known_s is None else known_s
        if len(time_s) and self._time is not None and time_s[-1] - self._time <= self._reset_gap_s:
            return [
                self._extend(time_s, values, known_s)
            ]  # live: no time between readings is longer than all
        before = np.concatenate([time_s[:1] if self._time is None else [self._time], time_s[:-1]])
        cuts = np.flatnonzero(time_s - before > self._reset_gap_s)
        blocks = []
        for k, (start, stop) in enumerate(zip([0, *cuts], [*cuts, len(time_s)], strict=True)):
            if k > 0 or (self._time is None and stop > start):
                self._start(float(time_s[start]), values[start].copy())
            blocks.append(self._extend(time_s[start:stop], values[start:stop], known_s[start:stop]))
        return blocks

    def _extend(self, time_s: Floats, values: Floats, known_s: Floats) -> GridBlock:
        """Returns the cells that samples of the segment under way complete."""
        # The running integral of the piecewise linear signal (trapezoids) is evaluated at the cells' edges;
        # within a piece from x0 to x1 it is quadratic: I(t0 + d) = I(t0) + x0·d + ½·(x1 − x0)·d²/dt. The mean
        # of a cell is the difference between its edges over its width.
        if len(time_s) == 0 or self._time is None:
            return self._block(np.empty(0), np.empty(0), np.empty((0, self._channels)), np.empty(0, bool))
        if loops_are_compiled():
            return self._extend_in_loop(self._time, time_s, values, known_s)
        t, x = np.empty(len(time_s) + 1), np.empty((self._channels, len(time_s) + 1))
        t[0], t[1:], x[:, 0], x[:, 1:] = self._time, time_s, self._value, values.T
        dt = t[1:] - t[:-1]
        integral = np.empty_like(x)
        integral[:, 0] = self._integral
        np.multiply(x[:, 1:] + x[:, :-1], 0.5 * dt, out=integral[:, 1:])
        np.add.accumulate(integral, axis=1, out=integral)
        edges = self._edges(float(t[-1]))
        after = t.searchsorted(edges)
        before = after - 1
        d, spacing = edges - t[before], dt[before]
        left = x.take(before, axis=1)
        bend = 0.5 * d * d / spacing * (x.take(after, axis=1) - left)
        at_edges = np.empty((self._channels, len(edges) + 1))
        at_edges[:, 0], at_edges[:, 1:] = self._edge_integral, integral.take(before, axis=1) + left * d + bend
        means = (at_edges[:, 1:] - at_edges[:, :-1]) / self.step_s
        long = spacing > self._gap_s
        gap = long.copy()
        gap[:1] |= self._edge_gap
        gap[1:] |= long[:-1]
        block = self._block(edges, known_s[before], means.T, gap)
        if len(edges):
            self._edge += len(edges)
            self._edge_integral, self._edge_gap = at_edges[:, -1].copy(), bool(long[-1])
        self._time, self._value, self._integral = float(t[-1]), x[:, -1].copy(), integral[:, -1].copy()
        return block

    def _extend_in_loop(self, before_s: float, time_s: Floats, values: Floats, known_s: Floats) -> GridBlock:
        """What `_extend` does, sample after sample."""
        edges = self._edges(float(time_s[-1]))
        means, ready_s = np.empty((self._channels, len(edges))), np.empty(len(edges))
        gap = np.empty(len(edges), bool)
        self._edge_gap = _cells.run(
            np.ascontiguousarray(time_s),
            np.ascontiguousarray(values.T),
            np.ascontiguousarray(known_s),
            before_s,
            self._value,
            self._integral,
            self._edge_integral,
            self._edge_gap,
            edges,
            self.step_s,
            self._gap_s,
            (means, ready_s, gap.view(np.int8)),
        )
        self._edge += len(edges)
        self._time = float(time_s[-1])
        return self._block(edges, ready_s, means.T, gap)

    def _edges(self, last_s: float) -> Floats:
        """Ends of the cells that are complete by this time, s."""
        count = max(0, int((last_s - self._origin_s) / self.step_s) + 2 - self._edge)
        edges = self._origin_s + np.arange(self._edge + 1, self._edge + 1 + count) * self.step_s
        return np.asarray(edges[: int(edges.searchsorted(last_s, side="right"))], dtype=np.float64)

    def _block(self, edges: Floats, ready_s: Floats, means: Floats, gap: Flags) -> GridBlock:
        return GridBlock(
            begins_s=self._origin_s,
            time_s=edges - 0.5 * self.step_s,
            ready_s=ready_s,
            values=means,
            gap=gap,
        )
