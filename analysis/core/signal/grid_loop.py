"""The cells of a grid in one loop over the samples, to be compiled.

What `Grid` does with arrays is done here piece after piece: the same sums in the same order, so the same bits, which
tests/core/test_compiled.py holds. The arrays are the reference.
"""

from __future__ import annotations

import numpy as np

from analysis.core.compiled import Loop
from imu.types import Flags, Floats


@Loop
def cells_of_samples(
    time: Floats,
    values: Floats,
    known: Floats,
    before_s: float,
    before: Floats,
    integral: Floats,
    at_edge: Floats,
    in_gap: bool,
    origin_s: float,
    edge: int,
    step_s: float,
    gap_s: float,
) -> tuple[Floats, Floats, Floats, Flags, bool]:
    """Returns the cells that samples of one segment complete.

    Parameters
    ----------
    time, known : (n,) float64
        Times of the samples, n > 0, and when each was known, s.
    values : (channels, n) float64
    before_s : float
        Time of the sample before them, s.
    before, integral, at_edge : (channels,) float64
        That sample; the running integral up to it, and up to the last cell's end. All three are brought up to date.
    in_gap : bool
        Whether the last cell ended in a gap.
    origin_s : float
        Where the first cell of the segment begins, s.
    edge : int
        Number of cells that are complete.
    step_s, gap_s : float
        Width of a cell, and what is longer than a gap may be, s.

    Returns
    -------
    edges : (m,) float64
        Ends of the cells that are complete now, s.
    means : (channels, m) float64
    ready_s : (m,) float64
        When each cell was known.
    gap : (m,) bool
        Whether it bridges a gap.
    in_gap : bool
        Whether the last one ended in a gap.
    """
    channels, m = values.shape[0], 0
    while origin_s + (edge + 1 + m) * step_s <= time[-1]:
        m += 1
    edges = np.empty(m)
    for cell in range(m):
        edges[cell] = origin_s + (edge + 1 + cell) * step_s
    means, ready, gap = np.empty((channels, m)), np.empty(m), np.empty(m, np.bool_)
    cell = 0
    for k in range(len(time)):
        dt = time[k] - before_s
        while cell < m and edges[cell] <= time[k]:
            d = edges[cell] - before_s
            weight = 0.5 * d * d / dt
            for c in range(channels):
                here = integral[c] + before[c] * d + weight * (values[c, k] - before[c])
                means[c, cell] = (here - at_edge[c]) / step_s
                at_edge[c] = here
            ready[cell] = known[k]
            gap[cell] = in_gap or dt > gap_s
            in_gap = dt > gap_s
            cell += 1
        half = 0.5 * dt
        for c in range(channels):
            integral[c] += (values[c, k] + before[c]) * half
            before[c] = values[c, k]
        before_s = time[k]
    return edges, means, ready, gap, in_gap


@Loop
def in_frame(values: Floats, axes: Floats) -> Floats:
    """Returns specific force and angular velocity, ``(6, n)``, in a frame whose axes are columns, ``(3, 3)``."""
    out = np.empty(values.shape)
    for first in (0, 3):
        for row in range(3):
            x, y, z = axes[row, 0], axes[row, 1], axes[row, 2]
            for k in range(values.shape[1]):
                out[first + row, k] = (
                    values[first, k] * x + values[first + 1, k] * y + values[first + 2, k] * z
                )
    return out
