"""The cells of one block as the live count goes through them: its signals, and where the sensor turns and rests."""

from __future__ import annotations

from bisect import bisect_right

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
        self.signals: Signals = (
            loop_numbers(block.angle_deg),
            loop_numbers(block.speed_dps),
            loop_numbers(block.push_mps2),
            loop_numbers(block.way_deg),
        )
        changes: list[int] = ((turning[1:] != turning[:-1]).nonzero()[0] + 1).tolist()
        bounds = [*([0] if turning[0] else []), *changes, *([self.count] if turning[-1] else [])]
        self._begins, self._ends = bounds[::2], bounds[1::2]  # of the runs of cells in which it turns
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
        run = bisect_right(self._ends, k)
        return max(k, self._begins[run]) if run < len(self._ends) else self.count

    def last_moving(self, k: int, before: int) -> int:
        """Returns the number in the segment of the last turning cell up to ``k``; without one, ``before``."""
        run = bisect_right(self._begins, k) - 1
        return self.first + min(k, self._ends[run] - 1) if run >= 0 else before

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
        place = bisect_right(rests, k - 1)
        return rests[place] if place < len(rests) else self.count

    def _rests_of(self, cells: int) -> list[int]:
        """Cells that complete a rest of so many cells after a turn in this block."""
        if self.count <= cells:
            return []
        if cells not in self._rests:
            stills = zip(self._ends, [*self._begins[1:], self.count], strict=True)
            self._rests[cells] = [end - 1 + cells for end, until in stills if until - end >= cells]
        return self._rests[cells]
