"""The cells of one block as the live count goes through them: its signals, and where the sensor turns and rests."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from analysis.core.compiled import loop_numbers
from analysis.core.live_signals import LiveBlock
from analysis.core.loops.walks import Signals
from imu.types import Flags


class CellsAhead:
    """The cells of one block as the walks take them, and where the sensor turns.

    Parameters
    ----------
    block : LiveBlock
    turning : (n,) bool
        Whether the sensor turns in a cell.
    first : int
        Number of the first cell in the segment.
    """

    def __init__(self, block: LiveBlock, turning: Flags, first: int) -> None:
        self.first, self.count = first, len(turning)
        self._turning = turning.nonzero()[0]
        self.signals: Signals = (
            loop_numbers(block.angle_deg),
            loop_numbers(block.speed_dps),
            loop_numbers(block.push_mps2),
            loop_numbers(block.way_deg),
        )
        self._moving: list[int] = self._turning.tolist()
        self._rests: dict[int, list[int]] = {}

    def angle_deg(self, k: int) -> float:
        """Returns the angle in a cell, °."""
        return float(self.signals[0][k])

    def speed_dps(self, k: int) -> float:
        """Returns the angular velocity in a cell, °/s."""
        return float(self.signals[1][k])

    def way_deg(self, k: int) -> float:
        """Returns the way that the sensor had turned by a cell, °."""
        return float(self.signals[3][k])

    def next_moving(self, k: int) -> int:
        """Returns the next cell from ``k`` on in which the sensor turns, else the end."""
        place = bisect_left(self._moving, k)
        return self._moving[place] if place < len(self._moving) else self.count

    def last_moving(self, k: int, before: int) -> int:
        """Returns the number in the segment of the last turning cell up to ``k``; without one, ``before``."""
        place = bisect_left(self._moving, k + 1)
        return self.first + self._moving[place - 1] if place else before

    def next_rest(self, k: int, moved: int, cells: int) -> int:
        """Returns the next cell from ``k`` on that completes a rest, else the end.

        Parameters
        ----------
        k : int
            The cell.
        moved : int
            Number in the segment of the last turning cell before it.
        cells : int
            Number of still cells that make a rest.
        """
        complete = max(k, moved - self.first + cells)
        if complete < self.next_moving(k):
            return complete
        rests = self._rests_of(cells)
        place = bisect_left(rests, k)
        return rests[place] if place < len(rests) else self.count

    def _rests_of(self, cells: int) -> list[int]:
        """Cells that complete a rest of so many cells after a turn in this block."""
        if self.count <= cells:
            return []
        if cells not in self._rests:
            until = np.concatenate([self._turning[1:], [self.count]])[: len(self._turning)]
            self._rests[cells] = (self._turning[until - self._turning > cells] + cells).tolist()
        return self._rests[cells]
