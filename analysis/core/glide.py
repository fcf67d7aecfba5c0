"""Passing in one go over those cells of an open set that bring nothing but new extremes: most of a recording.

Lists and locals, and a loop of its own for each phase, because Python's price is per cell. A cell that may bring
more than an extreme is left to `analysis.core.live`, which alone decides.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from imu.types import Flags


@dataclass(slots=True)
class Swing:
    """The movement under way: where it started, how far and how fast it got, whether it was called."""

    low: float = 0.0
    low_cell: int = 0
    high: float = 0.0
    peak_dps: float = 0.0
    hot: bool = False

    def restart(self, a: float, cell: int) -> None:
        """The movement starts here."""
        self.low = self.high = a
        self.low_cell, self.peak_dps, self.hot = cell, 0.0, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Consecutive cells as the walk needs them, one entry a cell; ``strong`` where the inertial acceleration is
    one to be called."""

    angles_deg: list[float]
    speeds_dps: list[float]
    strong: list[bool]
    turning: list[bool]

    def highest(self, sign: float, start: int, stop: int) -> tuple[float, float]:
        """Largest ``sign`` times angle, and ``sign`` times speed, of some cells."""
        angles, speeds = self.angles_deg[start:stop], self.speeds_dps[start:stop]
        return (max(angles), max(speeds)) if sign > 0 else (-min(angles), -min(speeds))


class Stillness:
    """How long the sensor had been still at each of some cells, and where that becomes a rest.

    Parameters
    ----------
    turning : (n,) bool
    still : int
        Still cells just before them.
    rest_cells : int
        So many end a set.
    """

    def __init__(self, turning: Flags, still: int, rest_cells: int) -> None:
        number = np.arange(len(turning))
        self._still = number - np.maximum.accumulate(np.where(turning, number, -1 - still))
        self._rests = np.flatnonzero(self._still == rest_cells).tolist()

    def at(self, k: int) -> int:
        """Still cells up to this one and with it."""
        return int(self._still[k])

    def next_rest(self, k: int) -> int:
        """The next cell from ``k`` on at which a rest is complete; the end where none is."""
        place = bisect_left(self._rests, k)
        return self._rests[place] if place < len(self._rests) else len(self._still)


def glide_top(swing: Swing, cells: Cells, sign: float, span: range, reach_deg: float) -> int:
    """Counted, not yet lowered: on to the first cell of ``span`` that lies ``reach_deg`` below the highest."""
    angles, high = cells.angles_deg, swing.high
    for k in span:
        a = angles[k] * sign
        if a > high:
            high = a
        elif high - a >= reach_deg:
            break
    else:
        k = span.stop
    swing.high = high
    return k


def glide_low(
    swing: Swing, cells: Cells, sign: float, span: range, ahead: int, reach_deg: float, call_deg: float
) -> int:
    """Lowering or at the bottom: on to the first cell of ``span`` that lies ``reach_deg`` above the lowest, or
    may be called. Cells are ``ahead`` further on in the segment."""
    angles, strong = cells.angles_deg, cells.strong
    low, hot, lowest, bar = swing.low, swing.hot, -1, min(reach_deg, call_deg)
    for k in span:
        a = angles[k] * sign
        if a <= low:
            low = a
            lowest = k
            hot = False
        elif a - low >= bar and (a - low >= reach_deg or (strong[k] and not hot)):
            break
    else:
        k = span.stop
    if lowest >= 0:
        swing.restart(low, ahead + lowest)
    rising = max(span.start, lowest + 1)
    if k > rising:
        high, peak = cells.highest(sign, rising, k)
        swing.high, swing.peak_dps = max(swing.high, high), max(swing.peak_dps, peak)
    return k


def glide_lift(swing: Swing, cells: Cells, sign: float, span: range, slow_share: float) -> int:
    """Lifting: on to the first cell of ``span`` that is slow against the fastest, may be called, or lies below
    where the lift began."""
    angles, speeds, strong = cells.angles_deg, cells.speeds_dps, cells.strong
    low, high, peak = swing.low, swing.high, swing.peak_dps
    for k in span:
        a, speed = angles[k] * sign, speeds[k] * sign
        if a <= low or (strong[k] and not swing.hot):
            break
        if speed > peak:
            peak = speed
        elif speed <= slow_share * peak:
            break
        if a > high:  # noqa: PLR1730  once a cell: max() would cost as much as the rest
            high = a
    else:
        k = span.stop
    swing.high, swing.peak_dps = high, peak
    return k
