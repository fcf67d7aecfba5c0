"""Movement of one sensor, minute by minute: what the warm-up is judged from. Cheap, causal, of bounded size."""

from __future__ import annotations

from collections import deque
from math import dist, inf
from typing import TypeAlias

import numpy as np

from analysis.records.session_checks import MovementSlice
from analysis.settings.curl_model import MOVEMENT
from imu.types import Floats

_Counts: TypeAlias = tuple[int, int, int, int, float]
"""Number of a slice; its cells, those that turned, and quickly; reach. A tuple takes a third of a record's room."""


class MovementLog:
    """Counts, slice by slice, how long a sensor turned, and how far its "up" came round.

    All that is kept are numbers of cells, and least and largest values: they are the same in any chunking.

    Parameters
    ----------
    step_s : float
        Time between grid cells, s.
    still_dps : float
        Turning slower than this is stillness, °/s.
    """

    def __init__(self, step_s: float, still_dps: float) -> None:
        self._step_s, self._still_dps = step_s, still_dps
        self._cells = 0
        self._keeps_all = False
        self._done: deque[_Counts] = deque()
        self._open = _Open(0)

    def push(self, time_s: Floats, turn_dps: Floats, up: Floats) -> None:
        """Takes the next n cells.

        Parameters
        ----------
        time_s : (n,) float64
            Their times, not decreasing, s.
        turn_dps : (n,) float64
            Angular velocity about any axis, its size, °/s.
        up : (n, 3) float64
            Direction of "up" in the sensor.
        """
        if len(time_s) == 0:
            return
        turning, quick = turn_dps > self._still_dps, turn_dps > MOVEMENT.quick_dps
        numbers = np.floor(time_s / MOVEMENT.slice_s)
        starts = np.concatenate([[0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1])
        cells = np.concatenate([starts[1:], [len(time_s)]]) - starts
        turned, quickly = (np.add.reduceat(one, starts, dtype=int) for one in (turning, quick))
        lowest = np.minimum.reduceat(np.where(turning, up.T, np.inf), starts, axis=1)
        highest = np.maximum.reduceat(np.where(turning, up.T, -np.inf), starts, axis=1)
        counts = np.array([cells, turned, quickly]).T
        columns = (numbers[starts].astype(int), counts, lowest.T, highest.T)
        for number, own, low, high in zip(*(column.tolist() for column in columns), strict=True):
            if number != self._open.number:
                self._finish(number)
            self._open.take(own, low, high)
        self._cells += int(turned.sum())

    def keep_from_now(self) -> None:
        """From the first set on nothing is dropped, until the log is full: the working sets may come later."""
        self._keeps_all = True

    def slices(self) -> tuple[MovementSlice, ...]:
        """Returns all slices that are kept, in order of time; the last one may still grow."""
        counts = [*self._done, *([self._open.counts()] if self._open.cells else [])]
        return tuple(self._slice(*one) for one in counts)

    def _slice(self, number: int, cells: int, turning: int, quick: int, reach: float) -> MovementSlice:
        return MovementSlice(
            start_s=number * MOVEMENT.slice_s,
            end_s=(number + 1) * MOVEMENT.slice_s,
            recorded_s=cells * self._step_s,
            turning_s=turning * self._step_s,
            quick_s=quick * self._step_s,
            reach=reach,
        )

    @property
    def moved_s(self) -> float:
        """Time in which the sensor turned since the start, s."""
        return self._cells * self._step_s

    def _finish(self, number: int) -> None:
        """Closes the slice under way, and begins another one."""
        if self._open.cells:
            if not self._keeps_all and len(self._done) >= MOVEMENT.slices_before:
                self._done.popleft()
            if len(self._done) < MOVEMENT.slices_in_all:
                self._done.append(self._open.counts())
        self._open = _Open(number)


class _Open:
    """The slice under way."""

    __slots__ = ("cells", "highest", "lowest", "number", "quick", "turning")

    def __init__(self, number: int) -> None:
        self.number = number
        self.cells = self.turning = self.quick = 0
        self.lowest, self.highest = [inf] * 3, [-inf] * 3

    def take(self, counts: list[int], lowest: list[float], highest: list[float]) -> None:
        """Adds cells: how many, how many of them turned and how many quickly, and the least and the largest of "up" in
        those that turned, one number an axis."""
        cells, turning, quick = counts
        self.cells += cells
        self.turning += turning
        self.quick += quick
        if turning:
            self.lowest = list(map(min, self.lowest, lowest))
            self.highest = list(map(max, self.highest, highest))

    def counts(self) -> _Counts:
        reach = dist(self.highest, self.lowest) if self.turning else 0.0
        return self.number, self.cells, self.turning, self.quick, reach
