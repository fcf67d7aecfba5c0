"""Finds the rows to leave out so that time never decreases, from times that come in blocks of any size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imu.types import Flags, Floats

REACH = 262_144
"""Rows up to which a step back is followed: 22 minutes at 200 readings a second. Who leaves out more loses recorded
training, as where a clock was set to winter time; such a file has to be split."""
_FIRST_LOOK = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBack:
    """The first step back of a clock.

    Attributes
    ----------
    row : int
        Index of the row after it.
    before_s : float
        Time of the row before it, s.
    """

    row: int
    before_s: float


class TimeOrder:
    """Drops the fewest rows at every step back: those before it, whose times are too late, or those after it.

    Parameters
    ----------
    reach : int or None
        Most rows that one step back may make too late; None: any number.
    """

    def __init__(self, reach: int | None = REACH) -> None:
        self._reach = reach
        self._times, self._rows = np.zeros(0), np.zeros(0, np.intp)
        self._held = 0
        self._forgot = False
        self._queue: Floats = np.zeros(0)
        self._next = self.rows = 0
        """Index of the first row of the queue; number of rows that came."""
        self._dropped: list[NDArray[np.intp]] = []
        self._last_s = -np.inf
        self.first_back: StepBack | None = None
        """The first step back, None while there was none."""
        self.too_far: int | None = None
        """Row that lies further back than `reach`; None where there is none. Nothing is told of the rows after it."""

    def push(self, times: Floats) -> None:
        """Takes the times of the next rows, (n,) without NaN."""
        if len(times) == 0:
            return
        self._note_first_back(times)
        self.rows += len(times)
        self._queue = np.concatenate([self._queue, times]) if len(self._queue) else times
        self._settle(ended=False)

    def finish(self) -> NDArray[np.intp]:
        """Ends the times; returns the rows to leave out, ascending."""
        self._settle(ended=True)
        return np.sort(np.concatenate(self._dropped)) if self._dropped else np.zeros(0, np.intp)

    def _note_first_back(self, times: Floats) -> None:
        if self.first_back is None:
            before = np.concatenate([[self._last_s], times[:-1]])
            back = np.flatnonzero(times < before)
            if len(back):
                at = int(back[0])
                self.first_back = StepBack(row=self.rows + at, before_s=float(before[at]))
        self._last_s = float(times[-1])

    def _settle(self, *, ended: bool) -> None:
        """Keeps or drops rows of the queue, until it is empty or the next rows have to tell."""
        while self.too_far is None:
            self._keep(self._in_order())
            if len(self._queue) == 0:
                return
            last = self._times[self._held - 1]
            held = self._times[: self._held]
            late = self._held - int(np.searchsorted(held, self._queue[0], side="right"))
            if self._reach is not None and (late > self._reach or (late == self._held and self._forgot)):
                self.too_far = self._next
                return
            caught_up = np.flatnonzero(self._queue[:late] >= last)
            if len(caught_up) == 0 and len(self._queue) < late and not ended:
                return
            early = int(caught_up[0]) if len(caught_up) else min(late, len(self._queue))
            if early < late:
                self._dropped.append(np.arange(self._next, self._next + early))
                self._pass(early)
            else:
                self._dropped.append(self._rows[self._held - late : self._held].copy())
                self._held -= late

    def _in_order(self) -> int:
        """How many rows of the queue follow each other, and what is kept, without a step back."""
        if len(self._queue) and self._held and self._queue[0] < self._times[self._held - 1]:
            return 0
        look = _FIRST_LOOK
        while True:
            back = np.flatnonzero(np.diff(self._queue[:look]) < 0.0)
            if len(back):
                return int(back[0]) + 1
            if look >= len(self._queue):
                return len(self._queue)
            look *= 4

    def _keep(self, many: int) -> None:
        if self._held + many > len(self._times):
            self._make_room(many)
        new = slice(self._held, self._held + many)
        self._times[new] = self._queue[:many]
        self._rows[new] = np.arange(self._next, self._next + many)
        self._held += many
        self._pass(many)

    def _make_room(self, many: int) -> None:
        """Forgets rows that no step back may reach, and doubles the arrays where that is not enough."""
        oldest = 0 if self._reach is None else max(0, self._held - self._reach - 1)
        self._forgot |= oldest > 0
        kept = slice(oldest, self._held)
        room = 2 * max(self._held - oldest + many, _FIRST_LOOK)
        times, rows = np.empty(room), np.empty(room, np.intp)
        self._held -= oldest
        times[: self._held], rows[: self._held] = self._times[kept], self._rows[kept]
        self._times, self._rows = times, rows

    def _pass(self, many: int) -> None:
        self._queue = self._queue[many:]
        self._next += many


def in_time_order(time_s: Floats) -> Flags:
    """Finds the samples to keep so that time never decreases, dropping the fewest at every step back.

    Parameters
    ----------
    time_s : (n,) float64
        s.

    Returns
    -------
    (n,) bool
        True for samples to keep.
    """
    keep = np.ones(len(time_s), dtype=bool)
    if (np.diff(time_s) < 0.0).any():
        order = TimeOrder(reach=None)
        order.push(time_s)
        keep[order.finish()] = False
    return keep
