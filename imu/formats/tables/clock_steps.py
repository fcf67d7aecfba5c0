"""Measures the steps of a clock whose times come in blocks of any size, in bounded memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.formats.tables.even_times import STILL_ROWS, STILL_TIMES
from imu.types import Floats

_BIN_BITS = 40
"""Bits of a step (float64) that are not told apart: bins are 1/4096 of their steps wide, whatever the unit."""

_MOST_BINS = 1 << 18
"""Bins that are counted in one array: steps that differ by a factor of 2⁶⁴."""
Counts: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillRun:
    """Rows that all have one time.

    Attributes
    ----------
    rows : int
        How many.
    first : int
        Index of the first of them.
    time_s : float
        Their time, s.
    """

    rows: int
    first: int
    time_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFound:
    """How a clock goes on, as `imu.formats.tables.even_times.TimeSteps` tells of times that are held whole.

    Attributes
    ----------
    rows : int
        Number of times.
    row_s : float
        Mean step from row to row without gaps and stretches that stand still, s.
    still_rows : int
        Rows whose time is that of the row before, in stretches that stand still.
    first, longest : StillRun or None
        The first such stretch and the longest; None where there is none.
    """

    rows: int
    row_s: float
    still_rows: int
    first: StillRun | None
    longest: StillRun | None


class ClockSteps:
    """Counts steps by size, and runs of equal times by length: both are few numbers in any recording."""

    def __init__(self) -> None:
        self._rows = 0
        self._last: Floats = np.zeros(0)
        self._bins: dict[int, tuple[int, float]] = {}
        self._zeros = 0
        self._run = StillRun(rows=0, first=0, time_s=0.0)
        self._runs: dict[int, tuple[int, StillRun]] = {}

    def add(self, times: Floats) -> None:
        """Takes the times of the next rows, (n,), s, non-decreasing."""
        if len(times) == 0:
            return
        steps = np.diff(np.concatenate([self._last, times]))
        self._count_steps(steps)
        self._count_runs(times, steps)
        self._rows += len(times)
        self._last = times[-1:].copy()

    def found(self) -> ClockFound:
        """Tells what was counted."""
        tick = self._tick()
        usual = [(many, total) for many, total in self._bins.values() if total <= 5.0 * tick * many]
        still = self._still()
        stand = sum(many * (run.rows - 1) for many, run in still)
        counted = sum(many for many, _ in usual) + self._zeros - stand
        return ClockFound(
            rows=self._rows,
            row_s=sum(total for _, total in usual) / counted if usual else 0.0,
            still_rows=stand,
            first=min((run for _, run in still), key=lambda run: run.first, default=None),
            longest=max((run for _, run in still), key=lambda run: run.rows, default=None),
        )

    def _count_steps(self, steps: Floats) -> None:
        forward = steps[steps > 0.0]
        self._zeros += len(steps) - len(forward)
        if len(forward) == 0:
            return
        bins, counts, totals = _binned(forward.view(np.int64) >> _BIN_BITS, forward)
        for name, many, total in zip(bins.tolist(), counts.tolist(), totals.tolist(), strict=True):
            before = self._bins.get(name, (0, 0.0))
            self._bins[name] = (before[0] + many, before[1] + total)

    def _count_runs(self, times: Floats, steps: Floats) -> None:
        """Counts the runs that end within these rows; the last one may go on."""
        new = np.flatnonzero(steps != 0.0) + (0 if self._rows else 1)
        starts = np.concatenate([[0], new]) if self._rows == 0 else new
        if len(starts) == 0:
            self._run = _longer(self._run, len(times))
            return
        if self._rows:
            self._ended(_longer(self._run, int(starts[0])), 1)
        lengths = np.diff(starts)
        many = np.bincount(lengths)
        for length in np.flatnonzero(many).tolist():
            count, start = int(many[length]), int(starts[int(np.argmax(lengths == length))])
            run = StillRun(rows=length, first=self._rows + start, time_s=float(times[start]))
            self._ended(run, count)
        last = int(starts[-1])
        self._run = StillRun(rows=len(times) - last, first=self._rows + last, time_s=float(times[last]))

    def _ended(self, run: StillRun, many: int) -> None:
        before = self._runs.get(run.rows)
        self._runs[run.rows] = (many, run) if before is None else (before[0] + many, before[1])

    def _tick(self) -> float:
        """Median step between two different times, to a bin's width."""
        half = sum(many for many, _ in self._bins.values()) / 2.0
        seen = 0
        for name in sorted(self._bins):
            many, total = self._bins[name]
            seen += many
            if seen >= half:
                return total / many
        return 0.0

    def _still(self) -> list[tuple[int, StillRun]]:
        """Runs that are far longer than usual: how many of each length, and the first of that length."""
        if not self._bins:
            return [(1, self._run)] if self._run.rows > 1 else []
        runs = dict(self._runs)
        before = runs.get(self._run.rows)
        runs[self._run.rows] = (1, self._run) if before is None else (before[0] + 1, before[1])
        lengths = sorted(runs)
        usual = float(_median_of(lengths, [runs[length][0] for length in lengths]))
        return [runs[n] for n in lengths if n >= STILL_ROWS and n > STILL_TIMES * usual]


def _binned(names: NDArray[np.int64], values: Floats) -> tuple[NDArray[np.int64], Counts, Floats]:
    """The different names, ascending, how often each comes, and the sum of its values."""
    first = names.min()
    if names.max() - first < _MOST_BINS:
        counts, totals = np.bincount(names - first), _sums(names - first, values)
        found = np.flatnonzero(counts)
        return found + first, counts[found], totals[found]
    bins, at = np.unique(names, return_inverse=True)
    return bins, np.bincount(at), _sums(at, values)


def _sums(at: NDArray[np.intp] | NDArray[np.int64], values: Floats) -> Floats:
    """Sum of the values of each bin."""
    return np.asarray(np.bincount(at, weights=values), dtype=np.float64)


def _longer(run: StillRun, by: int) -> StillRun:
    return StillRun(rows=run.rows + by, first=run.first, time_s=run.time_s)


def _median_of(values: list[int], counts: list[int]) -> float:
    """Median of ascending values, each of which stands there so many times."""
    ends = np.cumsum(counts)
    low, high = (int(np.searchsorted(ends, at, side="right")) for at in ((ends[-1] - 1) // 2, ends[-1] // 2))
    return (values[low] + values[high]) / 2.0
