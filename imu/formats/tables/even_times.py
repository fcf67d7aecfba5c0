"""Brings times of a clock that is coarser than the readings to even steps, and finds where a clock stands still."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

_COARSE_S = 0.05
"""Shortest tick that is evened out, s: within shorter ones a forearm moves too little to matter."""
_COARSE_SHARE = 0.1
"""Share of rows with the time of the row before from which on a clock counts as coarse."""
STILL_ROWS, STILL_TIMES = 50, 5.0
"""A clock stands still where this many rows have one time, and this many times as many as usual."""
_FILLED = 0.5
"""Share of a stretch's length from which on a jump beside it is the time that the clock had not shown."""
_GAP_TICKS, _RAGGED_GAP_TICKS = 1.5, 2.5
"""Step in ticks above which a tick is missing, for a clock of even ticks and for one with jitter."""
_MOST = 0.9
"""Share of steps back from which on the rows stand in reverse order."""
_MOST_KNOTS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSteps:
    """How the times of a column go on.

    Attributes
    ----------
    tick : float
        Usual step between two different times; 0 where all are alike.
    row : float
        Mean step from row to row without gaps and stretches that stand still.
    repeats : float
        Share of steps that are zero.
    still : list of (int, int)
        First and last row of each stretch in which the clock stands still.
    """

    tick: float
    row: float
    repeats: float
    still: list[tuple[int, int]]

    @property
    def coarse(self) -> bool:
        """Whether many rows share one time; for times in s."""
        return self.tick >= _COARSE_S and self.repeats >= _COARSE_SHARE


def runs_down(times: Floats) -> bool:
    """Whether rows stand from the last to the first, as some databases export them."""
    steps = np.diff(times)
    return bool((steps < 0.0).sum() > _MOST * max(1, (steps != 0.0).sum()))


def steps_of(times: Floats) -> TimeSteps:
    """Measures the steps of times in any unit, (n,) float64 without NaN."""
    steps = np.diff(times)
    forward = steps[steps > 0.0]
    if len(forward) == 0:
        return TimeSteps(
            tick=0.0, row=0.0, repeats=1.0, still=[(0, len(times) - 1)] if len(times) > 1 else []
        )
    tick = float(np.median(forward))
    still = _still(times)
    counted = (steps >= 0.0) & (steps <= 5.0 * tick)
    for first, last in still:
        counted[first:last] = False
    repeats = float(np.mean(steps[counted] == 0.0))
    return TimeSteps(tick=tick, row=float(np.mean(steps[counted])), repeats=repeats, still=still)


def _runs(times: Floats) -> list[int]:
    """Index of the first row of each run of equal times, and at the end the number of rows."""
    return [0, *(np.flatnonzero(np.diff(times) != 0.0) + 1).tolist(), len(times)]


def _still(times: Floats) -> list[tuple[int, int]]:
    """First and last row of runs that are far longer than usual."""
    bounds = np.array(_runs(times))
    lengths = np.diff(bounds)
    long = (lengths >= STILL_ROWS) & (lengths > STILL_TIMES * float(np.median(lengths)))
    return [(int(bounds[run]), int(bounds[run + 1]) - 1) for run in np.flatnonzero(long)]


def moved_on(times: Floats, steps: TimeSteps) -> Floats:
    """Gives even times to the rows of each stretch in which the clock stands still.

    Where the clock jumps by about its length afterwards, or in front of it as if the rows had arrived at once, they fill
    that jump. Else the clock lost that time: they go on by the usual step, and all later ones with them.
    """
    out = times.copy()
    for first, last in steps.still:
        rows = np.arange(last - first + 1)
        lasted = steps.row * len(rows)
        after = out[last + 1] - out[last] if last + 1 < len(out) else 0.0
        before = out[first] - out[first - 1] if first > 0 else 0.0
        if after > _FILLED * lasted:
            out[first : last + 1] += after * rows / len(rows)
        elif before > _FILLED * lasted:
            out[first : last + 1] -= before * rows[::-1] / len(rows)
        else:
            out[first : last + 1] += steps.row * rows
            out[last + 1 :] += steps.row * rows[-1]
    return out


def evened_ticks(times: Floats, steps: TimeSteps) -> Floats | None:
    """Gives the rows of a coarse clock even steps: how many rows a tick has tells their rate.

    Row c is the first one with a new time v, so row c - 1/2 was taken at v. A straight line through these points gives
    the time of every row, in each stretch without a missing tick; where the rate changes, a line with several bends.

    Parameters
    ----------
    times : (n,) float64
        s, non-decreasing but for rows out of order, of a clock that is cut or rounded to its tick.
    steps : TimeSteps
        Of these times.

    Returns
    -------
    (n,) float64 or None
        s, with the constant delay that the cut or rounding brings; None where there are too few ticks to tell a rate.
    """
    ordered = np.maximum.accumulate(times)
    bounds = np.array(_runs(ordered))
    values = ordered[bounds[:-1]]
    if len(values) < 3:  # also where one far too late time in front leaves a single one
        return None
    jumps = np.diff(values)
    even = float(np.mean(np.abs(jumps - steps.tick) < 0.01 * steps.tick)) > 0.5
    longest = (_GAP_TICKS if even else _RAGGED_GAP_TICKS) * steps.tick
    edges = [0, *(np.flatnonzero(jumps > longest) + 1).tolist(), len(values)]
    if max(b - a for a, b in pairwise(edges)) < 3:
        return None
    pieces = [_stretch(bounds[a : b + 1], values[a:b], steps) for a, b in pairwise(edges)]
    return np.maximum.accumulate(np.concatenate(pieces))


def _stretch(bounds: NDArray[np.int64], values: Floats, steps: TimeSteps) -> Floats:
    """Even times of the rows from ``bounds[0]`` to ``bounds[-1]``, whose ticks have the times ``values``."""
    rows = np.arange(bounds[0], bounds[-1]).astype(np.float64)
    if len(values) < 3:
        begins = bounds[len(values) - 1] - 0.5  # the last tick's first row
        return np.asarray(values[-1] + (rows - begins) * steps.row)
    row, value = bounds[1:-1].astype(np.float64) - 0.5, values[1:]
    knots = 2
    while knots <= min(_MOST_KNOTS, len(row) // 4 + 2):
        at = np.linspace(row[0], row[-1], knots)
        hats = np.stack([np.interp(row, at, unit) for unit in np.eye(knots)], axis=1)
        height = np.asarray(np.linalg.lstsq(hats, value, rcond=None)[0], dtype=np.float64)
        if np.abs(hats @ height - value).max() <= max(0.25 * steps.tick, 2.0 * steps.row):
            return _along(rows, at, height)
        knots = 2 * knots - 1
    return _along(rows, row, value)


def _along(rows: Floats, at: Floats, height: Floats) -> Floats:
    """Linear interpolation that goes on straight at both ends."""
    out = np.interp(rows, at, height)
    slopes = np.diff(height) / np.diff(at)
    out = np.where(rows < at[0], height[0] + (rows - at[0]) * slopes[0], out)
    return np.asarray(np.where(rows > at[-1], height[-1] + (rows - at[-1]) * slopes[-1], out))
