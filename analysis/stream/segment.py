"""One stretch of samples without a long gap: the causal stages one after the other, and the cells that a set
may still need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.core.exercise import Exercise
from analysis.core.live_counter import LiveCounter
from analysis.core.live_signals import LiveBlock, LiveSignals
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.gyroscope_zero import GyroscopeZero
from analysis.core.signal.orientation import AccOrientation, Attitude, GyroOrientation
from analysis.core.signal.resample import GridBlock
from analysis.core.signal.vectors import length
from analysis.core.signal.zeroed_set import zeroed
from analysis.settings.curl_model import SEGMENT
from analysis.settings.thresholds import Thresholds
from imu.types import Flags, Floats


@dataclass(slots=True)
class _Piece:
    """Cells with the number of the first one in the segment."""

    first: int
    grid: GridBlock
    attitude: Attitude
    clipped: Flags

    def taken_off(self, a: int, b: int) -> Floats:
        """What of the gyroscope's readings the running orientation took for its zero, ``(b − a, 3)``."""
        return self.grid.values[a:b, 3:] - self.attitude.gyr_radps[a:b]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The latest cells as a screen shows them; ``angle_deg`` above the lowest of the set, ``(n,)`` each.

    ``evidence`` is that of momentum in the lift under way, None where there is none.
    """

    time_s: Floats
    angle_deg: Floats
    evidence: float | None
    step_s: float
    open: bool


class Segment:
    """One stretch of samples without a long gap: the stages, and the cells that may still be needed."""

    def __init__(
        self,
        step_s: float,
        thresholds: Thresholds,
        *,
        has_gyro: bool,
        exercise: Exercise,
        zero: GyroscopeZero | None = None,
    ) -> None:
        self._t, self._step_s, self._has_gyro = thresholds, step_s, has_gyro
        self.exercise, self.zero = exercise, zero
        self.orientation: GyroOrientation | AccOrientation = (
            GyroOrientation(step_s, thresholds.orientation, None if zero is None else zero.radps)
            if has_gyro
            else AccOrientation(step_s, thresholds.orientation)
        )
        self._signals = LiveSignals(step_s, thresholds.live, has_gyro=has_gyro)
        self._counter = LiveCounter(step_s, thresholds.live, self._lifts)
        self._latest: tuple[Floats, LiveBlock] | None = None
        self._pieces: list[_Piece] = []
        self._next = 0
        self._closed_at = 0
        self._moved_cells = 0

    @property
    def is_open(self) -> bool:
        """A set is open."""
        return self._counter.is_open

    def push(self, block: GridBlock, clipped: Flags) -> Iterator[tuple[int, str]]:
        """What the live count said, as ``(cell, step)``; cells are counted from the start of the segment.
        Lazy: a step is dealt with before the next."""
        if len(block.time_s) == 0:
            return
        acc = block.values[:, :3]
        attitude = (
            self.orientation.push(acc, block.values[:, 3:])
            if isinstance(self.orientation, GyroOrientation)
            else self.orientation.push(acc)
        )
        self._pieces.append(_Piece(self._next, block, attitude, clipped))
        live = self._signals.push(acc, attitude)
        self._latest = block.time_s, live
        self._next += len(block.time_s)
        self._moved_cells += int(np.count_nonzero(live.turn_dps > self._t.live.still_dps))
        yield from self._counter.push(live)

    def _lifts(self, start: int, now: int) -> float:
        """Evidence that the movement between these cells was a lift: by the lever arm of an earlier set, else by what
        the exercise sees in the cells.

        Only cells that are still held under any chunking may be looked at: those since the set opened, and
        `SEGMENT.before_cells` before.
        """
        held = max(self._closed_at, self._counter.opened - SEGMENT.before_cells + 1)
        start = max(start, held)
        lever = self.exercise.lever_m
        if lever is not None:
            rise = float((self._up_at(now) - self._up_at(start)) @ lever) / length(lever)
            return min(1.0, max(-1.0, rise / SEGMENT.clear_rise))
        seen = max(held, min(start, self._counter.opened), now - SEGMENT.seen_cells)
        if not self._has_gyro or now - seen < SEGMENT.lever_cells:
            return 0.0
        return self.exercise.lift_evidence(self._cells(seen, now + 1), max(start - seen, 0))

    def closed(self, stop: int, *, counted: bool) -> ClosedSet:
        """The cells of the set that closed before cell ``stop``, with a little before it opened and little of
        the stillness after it."""
        start = max(self._closed_at, self._counter.opened - SEGMENT.before_cells)
        self._closed_at = stop
        still_open = self._counter.is_open
        last = stop if still_open else min(stop, self._counter.moved_until + SEGMENT.after_cells)
        return self._zeroed(start, last, counted=counted)

    def superseded(self, cell: int) -> bool:
        """The zero that a set has just shown is another than the one in use; then nothing after the cell
        counts here, and another segment goes on from there with what is known now."""
        if self.zero is None or length(self._taken_off(cell) - self.zero.radps) < SEGMENT.another_zero_radps:
            return False
        if self._latest is not None:
            turn_dps = self._latest[1].turn_dps[len(self._latest[1].turn_dps) - (self._next - cell - 1) :]
            self._moved_cells -= int(np.count_nonzero(turn_dps > self._t.live.still_dps))
        return True

    def lately(self, now: int) -> ClosedSet:
        """The last seconds of the open set up to cell ``now``, with a little before it opened."""
        start = max(
            self._closed_at, self._counter.opened - SEGMENT.before_cells + 1, now - SEGMENT.seen_cells
        )
        return self._cells(start, now + 1)

    def is_like_earlier_lifts(self, now: int) -> bool:
        """The lift counted at cell ``now`` took its time, turned about the axis of an earlier set, and raised the
        sensor as the lever arm of that set has it: what need not be looked at again. An arm that swings about hanging
        gains less height, and faster."""
        start = max(self._counter.lift_cell, self._closed_at, self._counter.opened - SEGMENT.before_cells + 1)
        axis, lever = self.exercise.lift_axis, self.exercise.lever_m
        if axis is None or lever is None or (now - start) * self._step_s < SEGMENT.like_lift_s:
            return False
        net = self._cells(start, now + 1).gyr_radps.sum(axis=0)
        rise = float((self._up_at(now) - self._up_at(start)) @ lever) / length(lever)
        return float(net @ axis) >= SEGMENT.like_axis * length(net) and rise >= SEGMENT.like_rise

    def so_far(self) -> ClosedSet:
        """The cells of the set that is open, as if it closed now; nothing changes by looking."""
        start = max(self._closed_at, self._counter.opened - SEGMENT.before_cells)
        return self._zeroed(start, self._next, counted=True)

    def glance(self) -> Glance | None:
        """What a screen shows of the latest cells; None before the first."""
        if self._latest is None:
            return None
        time_s, live = self._latest
        return Glance(
            time_s=time_s,
            angle_deg=self._counter.sign * live.angle_deg - self._counter.bottom_deg,
            evidence=self._counter.evidence(float(live.angle_deg[-1]), float(live.way_deg[-1])),
            step_s=self._step_s,
            open=self._counter.is_open,
        )

    def forget(self) -> None:
        """Drops cells that no set can need any more."""
        needed = (self._counter.opened if self.is_open else self._next) - SEGMENT.before_cells
        while self._pieces and self._pieces[0].first + len(self._pieces[0].clipped) <= needed:
            self._pieces.pop(0)

    @property
    def swept_deg(self) -> float:
        """How far the latest lift has gone."""
        return self._counter.swept_deg

    @property
    def widest_deg(self) -> float:
        """How far apart the angles of the set lie that is open or has just closed."""
        return self._counter.widest_deg

    @property
    def moved_s(self) -> float:
        """How long the sensor turned."""
        return self._moved_cells * self._step_s

    @property
    def gross_bias(self) -> bool:
        """The gyroscope's zero was found to be broken."""
        return isinstance(self.orientation, GyroOrientation) and self.orientation.gross_bias

    @property
    def end(self) -> int:
        """Number of the next cell."""
        return self._next

    def _up_at(self, cell: int) -> Floats:
        k = len(self._pieces) - 1
        while self._pieces[k].first > cell:
            k -= 1
        return np.asarray(self._pieces[k].attitude.up[cell - self._pieces[k].first])

    def _taken_off(self, cell: int) -> Floats:
        """What the running orientation takes for the zero of the gyroscope at a cell, ``(3,)``."""
        ((piece, a, b),) = self._parts(cell, cell + 1)
        return np.asarray(piece.taken_off(a, b)[0])

    def _zeroed(self, start: int, stop: int, *, counted: bool) -> ClosedSet:
        """The cells, with the zero of the gyroscope found from all of them where something was counted."""
        closed = self._cells(start, stop)
        if not self._has_gyro or not counted:
            return closed
        parts = self._parts(start, stop)
        return zeroed(
            closed,
            np.concatenate([p.taken_off(a, b) for p, a, b in parts]),
            np.concatenate([p.attitude.rested[a:b] for p, a, b in parts]),
            self.zero,
            self._t,
        )

    def _parts(self, start: int, stop: int) -> list[tuple[_Piece, int, int]]:
        """Pieces that hold these cells, and from where to where."""
        parts = [(p, max(start - p.first, 0), min(stop - p.first, len(p.clipped))) for p in self._pieces]
        return [(p, a, b) for p, a, b in parts if a < b]

    def _cells(self, start: int, stop: int) -> ClosedSet:
        parts = self._parts(start, stop)
        join = np.concatenate
        turn = join([p.attitude.gyr_radps[a:b] for p, a, b in parts])
        return ClosedSet(
            time_s=join([p.grid.time_s[a:b] for p, a, b in parts]),
            ready_s=join([p.grid.ready_s[a:b] for p, a, b in parts]),
            acc_mps2=join([p.grid.values[a:b, :3] for p, a, b in parts]),
            gyr_radps=turn,
            up=join([p.attitude.up[a:b] for p, a, b in parts]),
            gap=join([p.grid.gap[a:b] for p, a, b in parts]),
            clipped=join([p.clipped[a:b] for p, a, b in parts]).astype(bool),
            step_s=self._step_s,
            has_gyro=self._has_gyro,
        )
