"""Passing in one go over those cells of an open set that bring nothing but new extremes: most of a recording.

Lists and locals, and a loop of its own for each phase, because Python's price is per cell. A cell that may bring
more than an extreme is left to `analysis.core.live_counter`, which alone decides.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import inf

import numpy as np

from analysis.core.curl.early_call import EarlyCall
from imu.types import Flags


@dataclass(slots=True)
class Swing:
    """The movement under way: where it started and what way the sensor had gone by then, how far and how fast it
    got, how hard it was pushed, whether it was called."""

    low: float = 0.0
    low_cell: int = 0
    way_deg: float = 0.0
    high: float = 0.0
    peak_dps: float = 0.0
    push_mps2: float = 0.0
    hot: bool = False

    def restart(self, a: float, cell: int, way_deg: float) -> None:
        """The movement starts here."""
        self.low = self.high = a
        self.low_cell, self.way_deg, self.peak_dps, self.push_mps2, self.hot = cell, way_deg, 0.0, 0.0, False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Consecutive cells as the walk needs them, one entry a cell; ``ways_deg`` is the way that the sensor has
    turned since the segment began."""

    angles_deg: list[float]
    speeds_dps: list[float]
    pushes_mps2: list[float]
    ways_deg: list[float]
    turning: list[bool]

    def widen(self, swing: Swing, sign: float, start: int, stop: int) -> None:
        """Adds some cells to a movement: its highest angle, largest speed and push."""
        angles, speeds = self.angles_deg[start:stop], self.speeds_dps[start:stop]
        high, peak = (max(angles), max(speeds)) if sign > 0 else (-min(angles), -min(speeds))
        swing.high, swing.peak_dps = max(swing.high, high), max(swing.peak_dps, peak)
        hardest = max(self.pushes_mps2[start:stop])
        swing.push_mps2 = max(swing.push_mps2, hardest)


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
    angles = cells.angles_deg
    low, lowest, first = swing.low, -1, min(reach_deg, call_deg)
    bar = reach_deg if swing.hot else first
    for k in span:
        a = angles[k] * sign
        if a <= low:
            low = a
            lowest = k
            bar = first
        elif a - low >= bar:
            break
    else:
        k = span.stop
    if lowest >= 0:
        swing.restart(low, ahead + lowest, cells.ways_deg[lowest])
    rising = max(span.start, lowest + 1)
    if k > rising:
        cells.widen(swing, sign, rising, k)
    return k


def glide_lift(
    swing: Swing,
    cells: Cells,
    sign: float,
    span: range,
    slow_share: float,
    early: EarlyCall,
    reach_deg: float = inf,
) -> int:
    """Lifting: on to the first cell of ``span`` that is slow against the fastest, is to be called, or lies below
    where the lift began; or ``reach_deg`` above that, where it is not yet taken for a lift."""
    angles, speeds, pushes = cells.angles_deg, cells.speeds_dps, cells.pushes_mps2
    low, high, peak, push = swing.low, swing.high, swing.peak_dps, swing.push_mps2
    calling = not swing.hot
    most = early.most(peak, push) if calling else -1.0
    for k in span:
        a, speed = angles[k] * sign, speeds[k] * sign
        if a <= low or a - low >= reach_deg:
            break
        rises = speed > peak
        if calling:
            if rises or pushes[k] > push:
                most = early.most(max(peak, speed), max(push, pushes[k]))
            if most >= 0.0 and early.evidence(most, cells.ways_deg[k] - swing.way_deg, a - low) >= 0.0:
                break
            if pushes[k] > push:  # noqa: PLR1730
                push = pushes[k]
        if rises:
            peak = speed
        elif speed <= slow_share * peak:
            break
        if a > high:  # noqa: PLR1730  once a cell: max() would cost as much as the rest
            high = a
    else:
        k = span.stop
    swing.high, swing.peak_dps, swing.push_mps2 = high, peak, push
    return k
