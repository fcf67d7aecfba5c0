"""The one pipeline for live and offline: samples in, events out, sets when they close.

``push`` is causal. A set is finished from everything in it the moment it closes, and never changes again;
whatever the live count had got wrong is taken back then, as events. The batch result is ``push(everything)``
followed by ``flush()``; any chunking gives the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.closing import Shown, close_set
from analysis.companion import Companion
from analysis.core.curl import ClosedSet
from analysis.core.finish import Person, lift_evidence
from analysis.core.grid import Grid, GridBlock
from analysis.core.live import LiveCounter, LiveSignals
from analysis.core.orientation import AccOrientation, Attitude, GyroOrientation
from analysis.errors import SignalError
from analysis.results import ClosedBy, Event, FlagEvent, RejectedSet, RepEvent, RepSet
from analysis.thresholds import DEFAULTS, Thresholds
from analysis.vitals import Vitals
from imu.types import CURL_SENSORS, Flags, Floats, SampleBlock

GATHER_S = 0.06
"""Packets shorter than this wait for the next one: half the work a sample, and no event comes later than that
after its own time."""
MOST_WAITING = 64
"""Samples that may wait so, whatever a clock that stands still or was set back says."""
BATCH = 8192
"""Samples taken at a time, so that a long recording needs no more memory than a short one."""
CLEAR_RISE = 0.3
"""Rise, as a share of the lever, with which an earlier set's lever arm is full evidence."""
AFTER_CELLS = 60
"""Cells kept of the stillness that closed a set."""
LEVER_CELLS = 50
"""Fewer cells show no lever arm."""
SEEN_CELLS = 500
"""Cells of an open set that are looked at to tell lifting from lowering."""
BEFORE_CELLS = 200
"""Cells kept from before a set opens: its first lift is already under way when it is recognised."""


@dataclass(slots=True)
class _Piece:
    """Cells with the number of the first one in the segment."""

    first: int
    grid: GridBlock
    attitude: Attitude
    clipped: Flags


class Segment:
    """One stretch of samples without a long hole: the stages, and the cells that may still be needed."""

    def __init__(self, step_s: float, thresholds: Thresholds, *, has_gyro: bool) -> None:
        self._t, self._step_s, self._has_gyro = thresholds, step_s, has_gyro
        orient = GyroOrientation if has_gyro else AccOrientation
        self.orientation: GyroOrientation | AccOrientation = orient(step_s, thresholds.orientation)
        self._signals = LiveSignals(step_s, thresholds.live, has_gyro=has_gyro)
        self._counter = LiveCounter(step_s, thresholds.live, self._lifts)
        self.lever: Floats | None = None
        self._pieces: list[_Piece] = []
        self._next = 0
        self._closed_at = 0
        self.announced: list[float] = []
        self.called: list[float] = []

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
        self._next += len(block.time_s)
        yield from self._counter.push(live)

    def _lifts(self, start: int, now: int) -> float:
        """Did the movement between these cells raise the sensor? By the lever arm of an earlier set, else by
        its own inertia.

        Only cells that are still held under any chunking may be looked at: those since the set opened, and
        `BEFORE_CELLS` before.
        """
        held = max(self._closed_at, self._counter.opened - BEFORE_CELLS + 1)
        start = max(start, held)
        if self.lever is not None:
            rise = float((self._up_at(now) - self._up_at(start)) @ self.lever) / float(
                np.linalg.norm(self.lever)
            )
            return min(1.0, max(-1.0, rise / CLEAR_RISE))
        seen = max(held, min(start, self._counter.opened), now - SEEN_CELLS)
        if not self._has_gyro or now - seen < LEVER_CELLS:
            return 0.0
        return lift_evidence(self._cells(seen, now + 1), max(start - seen, 0))

    def closed(self, stop: int) -> ClosedSet:
        """The cells of the set that closed before cell ``stop``, with a little before it opened and little of
        the stillness after it."""
        start = max(self._closed_at, self._counter.opened - BEFORE_CELLS)
        self._closed_at = stop
        still_open = self._counter.is_open
        return self._cells(start, stop if still_open else min(stop, self._counter.moved_until + AFTER_CELLS))

    def forget(self) -> None:
        """Drops cells that no set can need any more."""
        needed = (self._counter.opened if self.is_open else self._next) - BEFORE_CELLS
        while self._pieces and self._pieces[0].first + len(self._pieces[0].clipped) <= needed:
            self._pieces.pop(0)

    @property
    def widest_deg(self) -> float:
        """How far apart the angles of the set lie that is open or has just closed."""
        return self._counter.widest_deg

    @property
    def gross_bias(self) -> bool:
        """The gyroscope's zero was found to be broken."""
        return isinstance(self.orientation, GyroOrientation) and self.orientation.gross_bias

    @property
    def end(self) -> int:
        """Number of the next cell."""
        return self._next

    def _up_at(self, cell: int) -> Floats:
        piece = next(p for p in reversed(self._pieces) if p.first <= cell)
        return np.asarray(piece.attitude.up[cell - piece.first])

    def _cells(self, start: int, stop: int) -> ClosedSet:
        parts = [(p, max(start - p.first, 0), min(stop - p.first, len(p.clipped))) for p in self._pieces]
        parts = [(p, a, b) for p, a, b in parts if a < b]
        join = np.concatenate
        turn = join([p.attitude.gyr_radps[a:b] for p, a, b in parts])
        return ClosedSet(
            time_s=join([p.grid.time_s[a:b] for p, a, b in parts]),
            ready_s=join([p.grid.ready_s[a:b] for p, a, b in parts]),
            acc_mps2=join([p.grid.values[a:b, :3] for p, a, b in parts]),
            gyr_radps=turn,
            up=join([p.attitude.up[a:b] for p, a, b in parts]),
            hole=join([p.grid.hole[a:b] for p, a, b in parts]),
            clipped=join([p.clipped[a:b] for p, a, b in parts]).astype(bool),
            step_s=self._step_s,
            has_gyro=self._has_gyro,
        )


def copied(block: SampleBlock) -> SampleBlock:
    """A block of its own: the caller may reuse its arrays."""
    gyr = None if block.gyr_radps is None else block.gyr_radps.copy()
    return SampleBlock(
        sensor=block.sensor, time_s=block.time_s.copy(), acc_mps2=block.acc_mps2.copy(), gyr_radps=gyr
    )


def joined(blocks: list[SampleBlock]) -> SampleBlock:
    """Consecutive blocks of one sensor as one.

    Raises
    ------
    SignalError
        Some have a gyroscope and some have not.
    """
    if len(blocks) == 1:
        return blocks[0]
    turns = [b.gyr_radps for b in blocks if b.gyr_radps is not None]
    if 0 < len(turns) < len(blocks):
        raise SignalError(
            f"sensor {blocks[0].sensor!r}", expected="a gyroscope in every block or in none", got="both kinds"
        )
    return SampleBlock(
        sensor=blocks[0].sensor,
        time_s=np.concatenate([b.time_s for b in blocks]),
        acc_mps2=np.concatenate([b.acc_mps2 for b in blocks]),
        gyr_radps=np.concatenate(turns) if turns else None,
    )


class SensorTracker:
    """One sensor that makes sets.

    Parameters
    ----------
    sensor : str
    has_gyro : bool
    thresholds : Thresholds
    trace : bool
        Keep the curves of each set; never changes a result.
    """

    def __init__(
        self, sensor: str, *, has_gyro: bool, thresholds: Thresholds = DEFAULTS, trace: bool = False
    ) -> None:
        self.sensor, self.has_gyro = sensor, has_gyro
        self._t, self._trace = thresholds, trace
        self._grid = Grid(6 if has_gyro else 3, thresholds.grid)
        self.vitals = Vitals(sensor, thresholds.grid)
        self._segment: Segment | None = None
        self._person = Person()
        self._lever: Floats | None = None
        self._last_s = 0.0
        self._waiting: list[SampleBlock] = []
        self._taken_s = float("-inf")
        self.sets: list[RepSet] = []
        self.rejected: list[RejectedSet] = []

    def push(self, block: SampleBlock) -> list[Event]:
        """Takes the next samples (any number, also none) and says what became known by them.

        Raises
        ------
        SignalError
            The gyroscope appeared or disappeared, or the arrays do not fit together.
        """
        if len(block) == 0:
            return []
        if float(block.time_s[-1]) - self._taken_s < GATHER_S and sum(map(len, self._waiting)) < MOST_WAITING:
            self._waiting.append(copied(block))
            return []
        self._waiting.append(block)
        return self._take_waiting()

    def _take_waiting(self) -> list[Event]:
        """Small packets are gathered, for speed alone: what is said of them does not depend on how they came."""
        if not self._waiting:
            return []
        block, self._waiting = joined(self._waiting), []
        self._taken_s = float(block.time_s[-1])
        events: list[Event] = []
        for start in range(0, len(block), BATCH):
            events += self._push(block.slice(start, start + BATCH))
        return events

    def _push(self, block: SampleBlock) -> list[Event]:
        time, values, events = self.vitals.admit(block, self.has_gyro)
        for k, cells in enumerate(self._grid.push(time, values)):
            if k > 0:
                events += self._close_segment("gap", cells.begins_s)
            if self._segment is None and len(cells.time_s):
                self._segment = Segment(self._grid.step_s, self._t, has_gyro=self.has_gyro)
                self._segment.lever = self._lever
            if self._segment is not None:
                events += self._take(self._segment, cells)
        if len(time):
            self._last_s = float(time[-1])
        return sorted(events, key=lambda e: e.at_s)

    def _take(self, segment: Segment, cells: GridBlock) -> list[Event]:
        events: list[Event] = []
        first = segment.end
        for cell, step in segment.push(cells, self.vitals.clipped_cells(cells)):
            at = float(cells.ready_s[cell - first])
            if step == "open":
                segment.announced, segment.called = [], []
            elif step == "rep":
                segment.announced.append(at)
                events.append(RepEvent(at_s=at, sensor=self.sensor, n=len(segment.announced)))
            elif step == "flag":
                segment.called.append(at)
                events.append(
                    FlagEvent(at_s=at, sensor=self.sensor, n=len(segment.announced) + 1, cause="swing")
                )
            else:
                events += self._close(segment, cell + 1, "rest", at)
        segment.forget()
        self.vitals.gross_bias |= segment.gross_bias
        return events

    def _close_segment(self, by: ClosedBy, at_s: float) -> list[Event]:
        segment, self._segment = self._segment, None
        if segment is None or not segment.is_open:
            return []
        return self._close(segment, segment.end, by, at_s)

    def _close(self, segment: Segment, stop: int, by: ClosedBy, at_s: float) -> list[Event]:
        closed = segment.closed(stop)
        outcome = close_set(
            closed,
            sensor=self.sensor,
            shown=Shown(announced=segment.announced, called=segment.called, widest_deg=segment.widest_deg),
            closed_by=by,
            at_s=at_s,
            person=self._person,
            thresholds=self._t,
            trace=self._trace,
        )
        segment.announced, segment.called = [], []
        self._person = outcome.person
        if outcome.lever is not None:
            self._lever = segment.lever = outcome.lever
        self.sets += outcome.sets
        if outcome.rejected is not None:
            self.rejected.append(outcome.rejected)
        return outcome.events

    def flush(self) -> list[Event]:
        """Ends the recording: an open set closes. Calling it again changes nothing."""
        return [*self._take_waiting(), *self._close_segment("end", self._last_s)]


class Tracker:
    """All sensors of a session; those that only accompany (trunk, upper arm) make no sets.

    Parameters
    ----------
    thresholds : Thresholds
    trace : bool
        Keep the curves of each set; never changes a result.
    """

    def __init__(self, thresholds: Thresholds = DEFAULTS, *, trace: bool = False) -> None:
        self._t, self._trace = thresholds, trace
        self.sensors: dict[str, SensorTracker] = {}
        self.companions: dict[str, Companion] = {}

    def push(self, block: SampleBlock) -> list[Event]:
        """The next samples of one sensor; events in order of time."""
        if block.sensor not in CURL_SENSORS:
            if block.sensor not in self.companions:
                self.companions[block.sensor] = Companion(
                    block.sensor, has_gyro=block.gyr_radps is not None, thresholds=self._t, trace=self._trace
                )
            return self.companions[block.sensor].push(block)
        if block.sensor not in self.sensors:
            has_gyro = block.gyr_radps is not None
            self.sensors[block.sensor] = SensorTracker(
                block.sensor, has_gyro=has_gyro, thresholds=self._t, trace=self._trace
            )
        return self.sensors[block.sensor].push(block)

    def flush(self) -> list[Event]:
        """Ends the session."""
        events = [event for sensor in self.sensors.values() for event in sensor.flush()]
        return sorted(events, key=lambda e: e.at_s)

    @property
    def sets(self) -> list[RepSet]:
        """Closed sets of all sensors in order of time."""
        return sorted((s for t in self.sensors.values() for s in t.sets), key=lambda s: s.start_s)

    @property
    def rejected(self) -> list[RejectedSet]:
        """What was taken back, in order of time."""
        return sorted((s for t in self.sensors.values() for s in t.rejected), key=lambda s: s.start_s)
