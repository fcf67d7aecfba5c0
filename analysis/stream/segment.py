"""A segment: samples without a long gap. Runs the causal stages one after the other (orientation, live
signals, live count), and keeps the grid cells that the final analysis of a set may still need."""

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
from analysis.stream.movement_log import MovementLog
from analysis.stream.stillness import Stillness
from imu.types import Flags, Floats


@dataclass(slots=True)
class _Piece:
    """Consecutive grid cells, n of them."""

    first: int
    """Number of the first one, counted from the start of the segment."""
    grid: GridBlock
    attitude: Attitude
    clipped: Flags
    """Whether the sensor hit its limit in a cell, ``(n,)``."""

    def taken_off(self, a: int, b: int) -> Floats:
        """Bias that the running orientation took off the gyroscope in cells a to b, ``(b − a, 3)``, rad/s."""
        return self.grid.values[a:b, 3:] - self.attitude.gyr_radps[a:b]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The latest n grid cells as a screen shows them."""

    time_s: Floats
    """Times of the cells, ``(n,)``, s."""
    angle_deg: Floats
    """Angle of the forearm above its lowest in the set, ``(n,)``, °."""
    evidence: float | None
    """Evidence (log-odds) of momentum in the lift under way; None where there is none."""
    step_s: float
    """Time between cells, s."""
    open: bool
    """Whether a set is open."""
    still_s: float
    """Time since the last movement, s."""


class Segment:
    """Causal stages of one segment, and the cells that may still be needed.

    Parameters
    ----------
    step_s : float
        Time between grid cells, s.
    thresholds : Thresholds
    has_gyro : bool
    exercise : Exercise
        The lift, with what earlier sets taught.
    zero : GyroscopeZero, optional
        Bias of the gyroscope, where an earlier set showed it.
    """

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
        self._closed_at = self._logged = 0

    @property
    def is_open(self) -> bool:
        """Whether a set is open."""
        return self._counter.is_open

    def push(self, block: GridBlock, clipped: Flags) -> Iterator[tuple[int, str]]:
        """Yields the steps of the live count as ``(cell, step)``, as `LiveCounter.push` does.

        A generator: the caller deals with a step before the next cell is looked at.

        Parameters
        ----------
        block : GridBlock
            The next n cells.
        clipped : (n,) bool
            Whether the sensor hit its limit in a cell.
        """
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
        yield from self._counter.push(live)

    def _lifts(self, start: int, now: int) -> float:
        """Evidence in [−1, 1] that the movement between these cells was a lift: by the lever arm of an earlier set,
        else by what the exercise sees in the cells.

        Only cells that are kept under any chunking may be looked at: those since the set opened, and
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
        """Returns the cells of the set that has just closed, and a little before it opened.

        Parameters
        ----------
        stop : int
            Number of the cell after the last of the set.
        counted : bool
            Whether it may be curls: only then the gyroscope's bias is looked for in it.
        """
        start = max(self._closed_at, self._counter.opened - SEGMENT.before_cells)
        self._closed_at = stop
        still_open = self._counter.is_open
        last = stop if still_open else min(stop, self._counter.moved_until + SEGMENT.after_cells)
        return self._zeroed(start, last, counted=counted)

    def superseded(self, cell: int) -> bool:
        """Returns whether the gyroscope's bias that a set has just shown differs from the one in use.

        The caller then starts another segment with the new bias after ``cell``.
        """
        return (
            self.zero is not None
            and length(self._taken_off(cell) - self.zero.radps) >= SEGMENT.another_zero_radps
        )

    def log_movement(self, log: MovementLog, stop: int) -> None:
        """Writes the movement in the latest cells, up to cell ``stop``, into a log; each cell once."""
        if self._latest is None or stop <= self._logged:
            return
        (time_s, live), piece = self._latest, self._pieces[-1]
        new = slice(self._logged - piece.first, stop - piece.first)
        log.push(time_s[new], live.turn_dps[new], piece.attitude.up[new])
        self._logged = stop

    def lately(self, now: int) -> ClosedSet:
        """Returns the last seconds of the open set up to cell ``now``, with a little before it opened."""
        start = max(
            self._closed_at, self._counter.opened - SEGMENT.before_cells + 1, now - SEGMENT.seen_cells
        )
        return self._cells(start, now + 1)

    def is_like_earlier_lifts(self, now: int) -> bool:
        """Returns whether the lift counted at cell ``now`` is like those of an earlier set, so that
        recognition need not be run.

        It is where it took long enough, turned about the axis of that set, and raised the sensor by that
        set's lever arm. An arm that swings about hanging gains less height, and faster.
        """
        start = max(self._counter.lift_cell, self._closed_at, self._counter.opened - SEGMENT.before_cells + 1)
        axis, lever = self.exercise.lift_axis, self.exercise.lever_m
        if axis is None or lever is None or (now - start) * self._step_s < SEGMENT.like_lift_s:
            return False
        turns = [p.attitude.gyr_radps[a:b] for p, a, b in self._parts(start, now + 1)]
        net = np.add.reduce(np.ascontiguousarray(np.concatenate(turns)), axis=0)
        rise = float((self._up_at(now) - self._up_at(start)) @ lever) / length(lever)
        return float(net @ axis) >= SEGMENT.like_axis * length(net) and rise >= SEGMENT.like_rise

    def so_far(self) -> ClosedSet:
        """Returns the cells of the open set as if it closed now; changes nothing."""
        start = max(self._closed_at, self._counter.opened - SEGMENT.before_cells)
        return self._zeroed(start, self._next, counted=True)

    def stillness(self, before: Stillness) -> Stillness:
        """Returns how long the sensor has been still, after what was before this segment."""
        return before.then(self._counter.still_cells * self._step_s, self._next * self._step_s)

    def glance(self, before: Stillness) -> Glance | None:
        """Returns the latest cells as a screen shows them; None before the first.

        Parameters
        ----------
        before : Stillness
            How long the sensor had been still when the segment began.
        """
        if self._latest is None:
            return None
        time_s, live = self._latest
        knows = self.knows_push(self._next - 1)
        return Glance(
            time_s=time_s,
            angle_deg=self._counter.sign * live.angle_deg - self._counter.bottom_deg,
            evidence=self._counter.evidence(float(live.angle_deg[-1]), float(live.way_deg[-1]))
            if knows
            else None,
            step_s=self._step_s,
            open=self._counter.is_open,
            still_s=self.stillness(before).told_s(),
        )

    def knows_push(self, cell: int) -> bool:
        """Returns whether the accelerometer read gravity well enough at one of the latest cells to know the push.

        Without it nobody can say that the body throws the weight: a lift is not called, and the closed set judges it
        by the forearm's speed alone.
        """
        return not self._signals.far_off[cell - self._next]

    def forget(self) -> None:
        """Drops cells that no set can need any more."""
        needed = (self._counter.opened if self.is_open else self._next) - SEGMENT.before_cells
        while self._pieces and self._pieces[0].first + len(self._pieces[0].clipped) <= needed:
            self._pieces.pop(0)

    @property
    def swept_deg(self) -> float:
        """Angle that the latest lift has swept so far, °."""
        return self._counter.swept_deg

    @property
    def widest_deg(self) -> float:
        """Distance between lowest and highest angle of the set that is open or has just closed, °."""
        return self._counter.widest_deg

    @property
    def gross_bias(self) -> bool:
        """Whether the gyroscope's bias was found to be beyond any movement."""
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
        """The gyroscope's bias as the running orientation takes it off at a cell, ``(3,)``, rad/s."""
        ((piece, a, b),) = self._parts(cell, cell + 1)
        return np.asarray(piece.taken_off(a, b)[0])

    def _zeroed(self, start: int, stop: int, *, counted: bool) -> ClosedSet:
        """The cells, with the gyroscope's bias found from all of them where a lift was counted."""
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
        """Pieces that hold the cells from ``start`` to ``stop``, and the range of each that does."""
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
