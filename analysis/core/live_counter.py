"""The live count: counts a rep at the top of its lift, calls a swing while it happens, opens and closes sets.

`LiveCounter` walks over the cells of `analysis.core.live_signals` and uses only what has already been seen. Most cells
bring nothing but a new extreme, so each phase passes over them in a loop of its own, with lists and local variables,
because Python's price is per cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.core.curl.early_call import EarlyCall
from analysis.core.live_signals import LiveBlock
from analysis.settings.curl_model import EARLY, LIVE_COUNT
from analysis.settings.thresholds import LiveThresholds
from imu.types import Flags, Floats

Step: TypeAlias = Literal["open", "rep", "flag", "close"]
Steps: TypeAlias = list[tuple[int, Step]]


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


class _Cells:
    """The cells of one block, one list entry a cell, and where the sensor turns.

    Parameters
    ----------
    block : LiveBlock
    turning : (n,) bool
    first : int
        Number of the first cell in the segment.
    rest_cells : int
        So many still cells close a set.
    """

    def __init__(self, block: LiveBlock, turning: Flags, first: int, rest_cells: int) -> None:
        self.first = first
        self.angles_deg: list[float] = block.angle_deg.tolist()
        self.speeds_dps: list[float] = block.speed_dps.tolist()
        self.pushes_mps2: list[float] = block.push_mps2.tolist()
        self.ways_deg: list[float] = block.way_deg.tolist()
        self.turning: list[bool] = turning.tolist()
        self._rest_cells = rest_cells
        moving = turning.nonzero()[0]
        self._moving: list[int] = moving.tolist()
        self._rests: list[int] = []
        if len(turning) > rest_cells:
            long = np.diff(moving, append=len(turning)) > rest_cells
            self._rests = (moving[long] + rest_cells).tolist()

    def __len__(self) -> int:
        return len(self.angles_deg)

    def next_moving(self, k: int) -> int:
        """The next cell from ``k`` on in which the sensor turns; the end where there is none."""
        place = bisect_left(self._moving, k)
        return self._moving[place] if place < len(self._moving) else len(self)

    def last_moving(self, k: int, before: int) -> int:
        """Number in the segment of the last cell up to ``k`` in which the sensor turned; ``before`` where there is
        none."""
        place = bisect_left(self._moving, k + 1)
        return self.first + self._moving[place - 1] if place else before

    def next_rest(self, k: int, still: int) -> int:
        """The next cell from ``k`` on at which a rest is complete, the end where none is; ``still`` cells were still
        before ``k``."""
        complete = max(k, k + self._rest_cells - still - 1)
        if complete < self.next_moving(k):
            return complete
        place = bisect_left(self._rests, k)
        return self._rests[place] if place < len(self._rests) else len(self)


class LiveCounter:
    """Walks over the cells of one segment and says what a lifter should hear.

    Phases: ``idle`` (no set open), ``low`` (set open, lowering or at the bottom), ``lift``, ``top`` (counted,
    not yet lowered).

    Parameters
    ----------
    step_s : float
    thresholds : LiveThresholds
    lifts : callable
        Asked with two cell numbers, the start of a movement and now: evidence in [−1, 1] that it raised the
        sensor, 0 if that cannot be told yet.
    """

    def __init__(self, step_s: float, thresholds: LiveThresholds, lifts: Callable[[int, int], float]) -> None:
        self._t, self._lifts = thresholds, lifts
        self._early = EarlyCall(thresholds)
        self._rest_cells = round(thresholds.rest_s / step_s)
        self._busy_cells = round(thresholds.busy_s / step_s)
        self._longest_cells = round(thresholds.longest_set_s / step_s)
        self._settle_cells = round(LIVE_COUNT.settled_s / step_s)
        self._next = 0
        self._moved = -1 - self._settle_cells
        self._phase = "idle"
        self.sign = 1.0
        self._belief = 0.0
        self._ranges: list[float] = []
        self._reach = thresholds.sweep_deg
        self.opened = self.moved_until = 0
        self._least = self._most = 0.0
        self._last_cell = 0
        self._up, self._down = Swing(), Swing()
        self._rest_angle, self._rest_way, self._settled = 0.0, 0.0, True

    @property
    def widest_deg(self) -> float:
        """How far apart the angles of the set lie that is open or has just closed."""
        return self._most - self._least

    @property
    def is_open(self) -> bool:
        """A set is open."""
        return self._phase != "idle"

    @property
    def lift_cell(self) -> int:
        """The cell at which the latest lift began."""
        return self._up.low_cell

    @property
    def swept_deg(self) -> float:
        """How far the latest lift has gone."""
        return self._up.high - self._up.low

    def evidence(self, angle_deg: float, way_deg: float) -> float | None:
        """Evidence of momentum in the lift that is under way and not counted yet; None where there is none."""
        swing = self._up
        swept = self.sign * angle_deg - swing.low
        if self._phase not in ("low", "lift") or swept < self._early.sweep_deg:
            return None
        most = self._early.most(swing.peak_dps, swing.push_mps2)
        return self._early.evidence(most, way_deg - swing.way_deg, swept)

    @property
    def bottom_deg(self) -> float:
        """Where the forearm hangs, on the scale of `sign` times the angle: the lowest of the open set, else
        where it rested last."""
        if not self.is_open:
            return self.sign * self._rest_angle
        return self._least if self.sign > 0 else -self._most

    def push(self, block: LiveBlock) -> Iterator[tuple[int, Step]]:
        """What happened, as ``(cell, step)`` in order; cells are counted from the start of the segment.

        A generator: what the caller does with a step comes before the next cell is looked at.
        """
        turning = block.turn_dps > self._t.still_dps
        n, first = len(turning), self._next
        self._next += n
        if not self.is_open and self._is_settled(first) and not turning.any():
            self._rests(float(block.angle_deg[-1]), float(block.way_deg[-1]))
            return
        cells = _Cells(block, turning, first, self._rest_cells)
        k = since = 0
        while k < n:
            if not self.is_open:
                k = since = self._wait(cells, k)
                if k < n:
                    yield from self._open(first + k, cells.angles_deg[k], cells.ways_deg[k])
            else:
                k, steps = self._in_set(cells, k)
                if steps and steps[-1][1] == "close":
                    self._widen(block.angle_deg[since : k + 1])
                yield from steps
            k += 1
        if self.is_open:
            self._widen(block.angle_deg[since:])

    def _widen(self, angle_deg: Floats) -> None:
        """The open set's cells of one block: how far they reach is wanted when it closes, not at each of them."""
        self._least = min(self._least, float(angle_deg.min()))
        self._most = max(self._most, float(angle_deg.max()))

    def _is_settled(self, cell: int) -> bool:
        """The sensor had been still for long enough before this cell."""
        return cell - 1 - self._moved >= self._settle_cells

    def _rests(self, angle: float, way: float) -> None:
        self._rest_angle, self._rest_way, self._settled = angle, way, True

    def _wait(self, cells: _Cells, k: int) -> int:
        """No set is open: on to the cell at which a movement has gone far enough to open one; the end where none
        has."""
        n = len(cells)
        while k < n:
            if cells.turning[k]:
                self._moved = cells.first + k
            elif self._is_settled(cells.first + k):
                k = cells.next_moving(k)
                self._rests(cells.angles_deg[k - 1], cells.ways_deg[k - 1])
                continue
            if self._moves(cells, k):
                return k
            k += 1
        return n

    def _moves(self, cells: _Cells, k: int) -> bool:
        """No set is open and the sensor moves; True when it has gone far enough to open one."""
        cell, way = cells.first + k, cells.ways_deg[k]
        if self._settled:
            self._settled = False
            self._early.expect(EARLY.usual_range_deg)
            self._up.restart(self._rest_angle, cell - 1, self._rest_way)
            self._down.restart(-self._rest_angle, cell - 1, self._rest_way)
        for sign, swing in ((1.0, self._up), (-1.0, self._down)):
            a = sign * cells.angles_deg[k]
            if a <= swing.low:
                swing.restart(a, cell, way)
                continue
            self._follow(swing, a, sign * cells.speeds_dps[k], cells.pushes_mps2[k], way)
            if a - swing.low >= self._t.sweep_deg:
                self.sign = sign
                return True
        return False

    def _follow(self, swing: Swing, a: float, speed_dps: float, push_mps2: float, way_deg: float) -> None:
        """A movement that may open a set goes on."""
        if a > swing.high:  # noqa: PLR1730  once a cell: max() would cost a third of this walk
            swing.high = a
        if speed_dps > swing.peak_dps:  # noqa: PLR1730
            swing.peak_dps = speed_dps
        if push_mps2 > swing.push_mps2:  # noqa: PLR1730
            swing.push_mps2 = push_mps2
        if not swing.hot and a - swing.low >= self._early.sweep_deg:
            most = self._early.most(swing.peak_dps, swing.push_mps2)
            swing.hot = self._early.evidence(most, way_deg - swing.way_deg, a - swing.low) >= 0.0

    def _open(self, cell: int, angle: float, way: float) -> Iterator[tuple[int, Step]]:
        swing, a = (self._up if self.sign > 0 else self._down), self.sign * angle
        self._phase, self._belief = "lift", 0.0
        self._up, self._down = swing, Swing()
        self._ranges, self._reach = [], self._t.sweep_deg
        self.opened = cell
        self._least, self._most = sorted((self.sign * swing.low, angle))
        self._keep_open(cell)
        yield cell, "open"
        if self._is_lift(swing, a, cell, way) and swing.hot:
            yield cell, "flag"

    def _keep_open(self, cell: int) -> None:
        """A swing was seen: the set may go on."""
        self._last_cell = min(cell + self._busy_cells, self.opened + self._longest_cells)

    def _in_set(self, cells: _Cells, k: int) -> tuple[int, Steps]:
        """A set is open: on to the next cell that brings more than an extreme, and what it brings; or to the last
        cell."""
        still = cells.first + k - 1 - self._moved
        closes = min(self._last_cell - cells.first, cells.next_rest(k, still))
        stop = min(max(closes, k) + 1, len(cells))
        k, steps = (self._lower if self._phase == "top" else self._climb)(cells, k, stop)
        cell = cells.first + k
        self._moved = cells.last_moving(k, self._moved)
        if cell - self._moved >= self._rest_cells or cell >= self._last_cell:
            self.moved_until = self._moved
            self._phase, self._moved = "idle", cell - self._settle_cells
            self._rests(cells.angles_deg[k], cells.ways_deg[k])
            steps.append((cell, "close"))
        return k, steps

    def _lower(self, cells: _Cells, start: int, stop: int) -> tuple[int, Steps]:
        """Counted, not yet lowered: on to the first cell that lies the reach of a lift below the highest."""
        angles, sign, reach = cells.angles_deg, self.sign, self._reach
        high = self._up.high
        for k in range(start, stop):
            a = angles[k] * sign
            if a > high:
                high = a
            elif high - a >= reach:
                self._up.high = high
                self._lowered(a, cells.first + k, cells.ways_deg[k])
                return k, []
        self._up.high = high
        return stop - 1, []

    def _climb(self, cells: _Cells, start: int, stop: int) -> tuple[int, Steps]:
        """Before the top: on to the first cell that is to be called, has gone far enough for a lift, or is slow
        enough for the top of one. A cell below the start of the movement starts it anew."""
        angles, speeds, pushes, ways = cells.angles_deg, cells.speeds_dps, cells.pushes_mps2, cells.ways_deg
        swing, sign, early = self._up, self.sign, self._early
        low, high, peak, push, hot = swing.low, swing.high, swing.peak_dps, swing.push_mps2, swing.hot
        call_deg, low_way, lowest = early.sweep_deg, swing.way_deg, -1
        lifting = self._phase == "lift"
        slow_share, reach = self._t.slow_share, self._reach
        most = early.most(peak, push)
        stronger = called = False
        for k in range(start, stop):
            a = angles[k] * sign
            if a <= low:
                low = high = a
                lowest, low_way, peak, push, hot, stronger = k, ways[k], 0.0, 0.0, False, True
                continue
            speed, pushed = speeds[k] * sign, pushes[k]
            if a > high:  # noqa: PLR1730  once a cell: max() would cost as much as the rest
                high = a
            if speed > peak:
                peak, stronger = speed, True
            if pushed > push:
                push, stronger = pushed, True
            swept = a - low
            if not hot and swept >= call_deg:
                if stronger:
                    most, stronger = early.most(peak, push), False
                if most >= 0.0 and early.evidence(most, ways[k] - low_way, swept) >= 0.0:
                    hot = called = True
                    break
            if speed <= slow_share * peak if lifting else swept >= reach:
                break
        if lowest >= 0:
            swing.restart(low, cells.first + lowest, low_way)
        swing.high, swing.peak_dps, swing.push_mps2, swing.hot = high, peak, push, hot
        steps: Steps = [(cells.first + k, "flag")] if called else []
        if a > low and self._is_at_top(swing, a, speeds[k] * sign, cells.first + k, ways[k]):
            steps.append((cells.first + k, "rep"))
        return k, steps

    def _is_at_top(self, swing: Swing, a: float, speed_dps: float, cell: int, way_deg: float) -> bool:
        """Whether this cell is the top of a lift, after a movement that has gone far enough was taken for one."""
        if self._phase == "low":
            if a - swing.low < self._reach:
                return False
            self._phase = "lift"
            self._keep_open(cell)
        if speed_dps <= self._t.slow_share * swing.peak_dps and self._is_lift(swing, a, cell, way_deg):
            self._phase = "top"
            return True
        return False

    def _is_lift(self, swing: Swing, a: float, cell: int, way_deg: float) -> bool:
        """Adds what this movement says to the belief that lifts are lifts; turns the set over when it says
        the contrary."""
        if abs(self._belief) < LIVE_COUNT.sure:
            self._belief += self._lifts(swing.low_cell, cell)
            if self._belief <= -LIVE_COUNT.doubtful:
                self.sign, self._phase, self._belief = -self.sign, "low", -self._belief
                swing.restart(-a, cell, way_deg)
                return False
        return True

    def _lowered(self, a: float, cell: int, way_deg: float) -> None:
        """The rep is over: how far its like goes, and where the next movement starts."""
        swing = self._up
        self._ranges = [*self._ranges[-8:], swing.high - swing.low]
        usual = sorted(self._ranges)[len(self._ranges) // 2]
        self._reach = max(self._t.sweep_deg, self._t.own_share * usual)
        self._early.expect(usual)
        swing.restart(a, cell, way_deg)
        self._phase = "low"
        self._keep_open(cell)
