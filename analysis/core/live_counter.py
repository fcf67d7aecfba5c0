"""The live count: counts a rep at the top of its lift, calls momentum as it happens, opens and closes sets.

`LiveCounter` goes through the cells of `analysis.core.live_signals` once, and is causal. Most cells bring
nothing, so each phase passes over them in a loop of its own (`analysis.core.loops.walks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.core.cells_ahead import CellsAhead
from analysis.core.compiled import Loop
from analysis.core.curl.early_call import EarlyCall
from analysis.core.live_signals import LiveBlock
from analysis.core.loops.walks import StrokeState, climb, first_sweep, lower
from analysis.settings.curl_model import EARLY, LIVE_COUNT
from analysis.settings.live_thresholds import LiveThresholds
from imu.types import Floats

Step: TypeAlias = Literal["open", "rep", "flag", "close"]
"""A set opens, a rep is counted, the lift under way is called momentum, a set closes."""
Steps: TypeAlias = list[tuple[int, Step]]
"""Steps with the number of their cell in the segment."""

_climb, _lower, _first_sweep = Loop(climb), Loop(lower), Loop(first_sweep)


@dataclass(slots=True)
class Stroke:
    """The movement under way, its angles signed so that it rises."""

    low: float = 0.0
    """Angle at its start, °."""
    low_cell: int = 0
    """Number of the cell at its start."""
    way_deg: float = 0.0
    """Way that the sensor had turned by its start, °."""
    high: float = 0.0
    """Highest angle so far, °."""
    peak_dps: float = 0.0
    """Largest angular velocity so far, °/s."""
    push_mps2: float = 0.0
    """Largest push so far, m/s²."""
    hot: bool = False
    """Whether it is momentum by what was seen so far."""

    def restart(self, a: float, cell: int, way_deg: float) -> None:
        """Starts the movement anew at the angle ``a``, °, in this cell, after this way, °."""
        self.low = self.high = a
        self.low_cell, self.way_deg, self.peak_dps, self.push_mps2, self.hot = cell, way_deg, 0.0, 0.0, False

    @property
    def state(self) -> StrokeState:
        """The movement as a walk takes it."""
        return self.low, self.high, self.way_deg, self.peak_dps, self.push_mps2, self.hot

    def went_on(self, state: StrokeState, began_in: int | None) -> None:
        """Takes over what a walk found, and the number of the cell in which the movement began anew there, if it did."""
        self.low, self.high, self.way_deg, self.peak_dps, self.push_mps2, self.hot = state
        if began_in is not None:
            self.low_cell = began_in


class LiveCounter:
    """Counts reps in the cells of one segment.

    A state machine with four phases: ``idle`` (no set open), ``low`` (set open, lowering or at the bottom),
    ``lift`` (a movement has gone far enough for a lift), ``top`` (counted, not yet lowered).

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    thresholds : LiveThresholds
    lifts : callable
        Called with two cell numbers, the start of a movement and now: returns evidence in [−1, 1] that it
        raised the sensor, 0 if that cannot be told yet.
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
        self._up, self._down = Stroke(), Stroke()
        self._rest_angle, self._rest_way, self._settled = 0.0, 0.0, True

    @property
    def widest_deg(self) -> float:
        """Distance between lowest and highest angle of the set that is open or has just closed, °."""
        return self._most - self._least

    @property
    def is_open(self) -> bool:
        """Whether a set is open."""
        return self._phase != "idle"

    @property
    def lift_cell(self) -> int:
        """Number of the cell at which the latest lift began."""
        return self._up.low_cell

    @property
    def swept_deg(self) -> float:
        """Angle that the latest lift has swept so far, °."""
        return self._up.high - self._up.low

    def evidence(self, angle_deg: float, way_deg: float) -> float | None:
        """Returns the evidence (log-odds) of momentum in the lift under way; None where there is none.

        Parameters
        ----------
        angle_deg : float
            Angle in the latest cell, °.
        way_deg : float
            Way that the sensor has turned by then, °.
        """
        stroke = self._up
        swept = self.sign * angle_deg - stroke.low
        if self._phase not in ("low", "lift") or swept < self._early.sweep_deg:
            return None
        most = self._early.most(stroke.peak_dps, stroke.push_mps2)
        return self._early.evidence(most, way_deg - stroke.way_deg, swept)

    @property
    def still_cells(self) -> int:
        """Cells since the last movement; all of them where there was none."""
        return self._next - 1 - max(self._moved, -1)

    @property
    def bottom_deg(self) -> float:
        """Lowest angle of the open set, else the angle of the last rest, °; both times ``sign``."""
        if not self.is_open:
            return self.sign * self._rest_angle
        return self._least if self.sign > 0 else -self._most

    def push(self, block: LiveBlock) -> Iterator[tuple[int, Step]]:
        """Yields the steps in the next cells as ``(cell, step)``; cells are numbered within the segment.

        A generator: the caller deals with a step before the next cell is looked at.
        """
        turning = block.turn_dps > self._t.still_dps
        n, first = len(turning), self._next
        self._next += n
        if not self.is_open and self._is_settled(first) and not turning.any():
            self._rests(float(block.angle_deg[-1]), float(block.way_deg[-1]))
            return
        cells = CellsAhead(block, turning, first)
        k = since = 0
        while k < n:
            if not self.is_open:
                k = since = self._wait(cells, k)
                if k < n:
                    yield from self._open(first + k, cells.angle_deg(k), cells.way_deg(k))
            else:
                k, steps = self._in_set(cells, k)
                if steps and steps[-1][1] == "close":
                    self._widen(block.angle_deg[since : k + 1])
                yield from steps
            k += 1
        if self.is_open:
            self._widen(block.angle_deg[since:])

    def _widen(self, angle_deg: Floats) -> None:
        """Widens the open set's range of angles by ``(n,)`` cells: cheaper a block than a cell."""
        self._least = min(self._least, float(angle_deg.min()))
        self._most = max(self._most, float(angle_deg.max()))

    def _is_settled(self, cell: int) -> bool:
        """Whether the sensor had been still for `LIVE_COUNT.settled_s` before this cell."""
        return cell - 1 - self._moved >= self._settle_cells

    def _rests(self, angle: float, way: float) -> None:
        """Remembers where the sensor rests: the next movement starts there."""
        self._rest_angle, self._rest_way, self._settled = angle, way, True

    def _wait(self, cells: CellsAhead, k: int) -> int:
        """Phase ``idle``: returns the next cell at which a movement opens a set, else the end."""
        n = cells.count
        while k < n:
            stop = cells.next_rest(k, self._moved, self._settle_cells + 1)
            if stop > k:
                last, opens = self._moves(cells, k, stop)
                self._moved = cells.last_moving(last, self._moved)
                if opens:
                    return last
            if stop < n:
                stop = cells.next_moving(stop)
                self._rests(cells.angle_deg(stop - 1), cells.way_deg(stop - 1))
            k = stop
        return n

    def _moves(self, cells: CellsAhead, start: int, stop: int) -> tuple[int, bool]:
        """Follows movements in both directions; returns the last cell, and whether one opens a set there."""
        if self._settled:
            self._settled = False
            self._early.expect(EARLY.usual_range_deg)
            cell = cells.first + start
            self._up.restart(self._rest_angle, cell - 1, self._rest_way)
            self._down.restart(-self._rest_angle, cell - 1, self._rest_way)
        opens = False
        for sign, stroke in ((1.0, self._up), (-1.0, self._down)):
            last, far, lowest, state = _first_sweep.run(
                cells.signals, start, stop, sign, stroke.state, self._early.weights, self._t.sweep_deg
            )
            stroke.went_on(state, None if lowest < 0 else cells.first + lowest)
            if far:  # downwards, only what goes far enough sooner can open the set
                self.sign, opens, stop = sign, True, last
            if stop == start:
                break
        return stop if opens else last, opens

    def _open(self, cell: int, angle: float, way: float) -> Iterator[tuple[int, Step]]:
        """Opens a set with the movement that has gone far enough."""
        stroke, a = (self._up if self.sign > 0 else self._down), self.sign * angle
        self._phase, self._belief = "lift", 0.0
        self._up, self._down = stroke, Stroke()
        self._ranges, self._reach = [], self._t.sweep_deg
        self.opened = cell
        self._least, self._most = sorted((self.sign * stroke.low, angle))
        self._keep_open(cell)
        yield cell, "open"
        if self._is_lift(stroke, a, cell, way) and stroke.hot:
            yield cell, "flag"

    def _keep_open(self, cell: int) -> None:
        """Postpones the cell at which the set closes for want of movement."""
        self._last_cell = min(cell + self._busy_cells, self.opened + self._longest_cells)

    def _in_set(self, cells: CellsAhead, k: int) -> tuple[int, Steps]:
        """Open set: returns the next cell in which something happens, else the last one, and its steps."""
        closes = min(self._last_cell - cells.first, cells.next_rest(k, self._moved, self._rest_cells))
        stop = min(max(closes, k) + 1, cells.count)
        k, steps = (self._lower if self._phase == "top" else self._climb)(cells, k, stop)
        cell = cells.first + k
        self._moved = cells.last_moving(k, self._moved)
        if cell - self._moved >= self._rest_cells or cell >= self._last_cell:
            self.moved_until = self._moved
            self._phase, self._moved = "idle", cell - self._settle_cells
            self._rests(cells.angle_deg(k), cells.way_deg(k))
            steps.append((cell, "close"))
        return k, steps

    def _lower(self, cells: CellsAhead, start: int, stop: int) -> tuple[int, Steps]:
        """Phase ``top``: goes on to the first cell whose angle has fallen by the reach of a lift."""
        k, fallen, self._up.high = _lower.run(
            cells.signals[0], start, stop, self.sign, self._up.high, self._reach
        )
        if fallen:
            self._lowered(cells.angle_deg(k) * self.sign, cells.first + k, cells.way_deg(k))
        return k, []

    def _climb(self, cells: CellsAhead, start: int, stop: int) -> tuple[int, Steps]:
        """Phases ``low`` and ``lift``: goes on to the first cell in which the lift is called, has gone far
        enough, or is slow enough for its top."""
        stroke, early = self._up, self._early
        until_slow = self._t.slow_share if self._phase == "lift" else -1.0
        k, called, early.calm, lowest, state = _climb.run(
            cells.signals,
            start,
            stop,
            self.sign,
            stroke.state,
            early.calm,
            early.weights,
            until_slow,
            self._reach,
        )
        stroke.went_on(state, None if lowest < 0 else cells.first + lowest)
        cell, a = cells.first + k, cells.angle_deg(k) * self.sign
        steps: Steps = [(cell, "flag")] if called else []
        if a > stroke.low and self._is_at_top(
            stroke, a, cells.speed_dps(k) * self.sign, cell, cells.way_deg(k)
        ):
            steps.append((cell, "rep"))
        return k, steps

    def _is_at_top(self, stroke: Stroke, a: float, speed_dps: float, cell: int, way_deg: float) -> bool:
        """Whether this cell is the top of a lift; where a movement has gone far enough, ``lift`` begins."""
        if self._phase == "low":
            if a - stroke.low < self._reach:
                return False
            self._phase = "lift"
            self._keep_open(cell)
        if speed_dps <= self._t.slow_share * stroke.peak_dps and self._is_lift(stroke, a, cell, way_deg):
            self._phase = "top"
            return True
        return False

    def _is_lift(self, stroke: Stroke, a: float, cell: int, way_deg: float) -> bool:
        """Adds this movement's evidence to the belief that lifts are lifts; where the sum says the contrary,
        reverses the direction of the set and returns False."""
        if abs(self._belief) < LIVE_COUNT.sure:
            self._belief += self._lifts(stroke.low_cell, cell)
            if self._belief <= -LIVE_COUNT.doubtful:
                self.sign, self._phase, self._belief = -self.sign, "low", -self._belief
                stroke.restart(-a, cell, way_deg)
                return False
        return True

    def _lowered(self, a: float, cell: int, way_deg: float) -> None:
        """Ends a rep: adapts the reach of a lift to the latest sweeps, and starts the next movement here."""
        stroke = self._up
        self._ranges = [*self._ranges[-8:], stroke.high - stroke.low]
        usual = sorted(self._ranges)[len(self._ranges) // 2]
        self._reach = max(self._t.sweep_deg, self._t.own_share * usual)
        self._early.expect(usual)
        stroke.restart(a, cell, way_deg)
        self._phase = "low"
        self._keep_open(cell)
