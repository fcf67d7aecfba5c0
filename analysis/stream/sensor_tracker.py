"""The pipeline of one sensor, the same live and for whole recordings: samples in, events out, sets when they close.

``push`` is causal. When a set closes it is analysed from everything in it, and never changes again; where the
live count was wrong, events correct it then. The batch result is ``push(everything)`` followed by
``flush()``; any chunking gives the same bits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from analysis.core.curl.biceps_curl import CURL
from analysis.core.exercise import Exercise, SetEnd, Shown
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.gyroscope_zero import GyroscopeZero
from analysis.core.signal.resample import Grid, GridBlock
from analysis.core.signal.sensor_frame import OwnFrame
from analysis.core.signal.vectors import length
from analysis.errors import TuningError
from analysis.quality.monitor import Admitted, Vitals
from analysis.records.events import Event
from analysis.records.results import RejectedSet, Rep, RepSet
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.announcements import Announcements
from analysis.stream.gyroscope_presence import GyroscopePresence, Stretch
from analysis.stream.movement_log import MovementLog
from analysis.stream.parted_sets import Hole, PartedSet, is_short, join_parts
from analysis.stream.reconcile import Outcome, close_set, is_worth_a_look
from analysis.stream.segment import Glance, Segment
from analysis.stream.stillness import Stillness
from analysis.stream.waiting_packets import STILL_SHARE, WaitingPackets, lies_still
from analysis.vocabulary import ClosedBy
from imu.types import Flags, SampleBlock
from imu.units import RAD_PER_DEG

BATCH = 10_240
"""Samples taken at a time, so that a long recording needs no more memory than a short one. With half as many the calls of
a block cost a twentieth more of the whole; with twice as many nothing is gained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closing:
    """Arguments with which a set was closed, kept so that it can be judged again."""

    closed: ClosedSet
    shown: Shown
    end: SetEnd
    hole_s: Hole | None
    """Hole that closed it and that it may go on across; None for any other end."""


class SensorTracker:
    """Pipeline of one sensor on wrist, forearm, dumbbell or barbell.

    Parameters
    ----------
    sensor : str
        Its placement.
    has_gyro : bool
        Whether it begins with a gyroscope; one that stops, or begins later, parts the set that is open.
    exercise : Exercise
        The lift, before the first set.
    thresholds : Thresholds
    trace : bool
        Keep the curves of each set; never changes a result.
    keep : bool
        Keep the cells of each set, so that it can be judged again.
    """

    def __init__(
        self,
        sensor: str,
        *,
        has_gyro: bool,
        exercise: Exercise = CURL,
        thresholds: Thresholds = DEFAULTS,
        trace: bool = False,
        keep: bool = False,
    ) -> None:
        self.sensor, self.has_gyro = sensor, has_gyro
        self._t, self._trace = thresholds, trace
        self._closings: list[_Closing | SetEnd] | None = [] if keep else None
        self._parted = PartedSet(thresholds.live.rest_s)
        self._last_cell_s = 0.0
        self._still = Stillness()
        self._grid = Grid(6 if has_gyro else 3, thresholds.grid)
        self._frame = OwnFrame()
        self.vitals = Vitals(sensor, thresholds.grid)
        self._segment: Segment | None = None
        self._untaught = exercise
        self._taught = {True: exercise, False: exercise}
        self._zero: GyroscopeZero | None = None
        self._last_s = 0.0
        self.movement = MovementLog(self._grid.step_s, thresholds.live.still_dps)
        self._live = Announcements(sensor)
        self._waiting = WaitingPackets()
        self._still_radps = STILL_SHARE * thresholds.live.still_dps * RAD_PER_DEG
        self._presence = GyroscopePresence(thresholds.grid.reset_gap_s)
        self.sets: list[RepSet] = []
        self.measured: list[Any] = []
        """The sets before any verdict, in the exercise's own form, with ``keep``."""
        self.rejected: list[RejectedSet] = []

    def push(self, block: SampleBlock) -> list[Event]:
        """Takes the next samples (any number, also none); returns the events that they caused.

        Raises
        ------
        SignalError
            The arrays do not fit together.
        """
        still = not self._is_in_set and lies_still(block, self._still_radps)
        return self._take_waiting() if self._waiting.push(block, still=still) else []

    @property
    def _is_in_set(self) -> bool:
        """Whether a set is open, or waits beyond a hole."""
        return (self._segment is not None and self._segment.is_open) or self._parted.part is not None

    def _take_waiting(self) -> list[Event]:
        """Processes gathered packets; gathering is for speed alone, and changes no event."""
        block = self._waiting.take()
        if block is None:
            return []
        few = len(block) <= BATCH
        parts = (block,) if few else (block.slice(k, k + BATCH) for k in range(0, len(block), BATCH))
        return self._push_stretches(one for part in parts for one in self._presence.push(part))

    def _push_stretches(self, stretches: Iterable[Stretch]) -> list[Event]:
        return [event for stretch in stretches for event in self._push_stretch(stretch)]

    def _push_stretch(self, stretch: Stretch) -> list[Event]:
        """Processes samples with the gyroscope or without; where that changes, the open set ends, as at a hole."""
        has_gyro = stretch.block.gyr_radps is not None
        if has_gyro == self.has_gyro:
            return self._push(stretch.block)
        events = [
            *self._use(self.vitals.finish()),
            *self._close_segment("gap", stretch.decided_s, hole=False),
        ]
        self.has_gyro = has_gyro
        self._grid = Grid(6 if has_gyro else 3, self._t.grid)
        events += self.vitals.gyroscope(float(stretch.block.time_s[0]), stretch.decided_s, has_gyro)
        return [*events, *self._push(stretch.block)]

    @property
    def _exercise(self) -> Exercise:
        """The lift, with what earlier sets taught about the person; without a gyroscope it is learned anew."""
        return self._taught[self.has_gyro]

    def _push(self, block: SampleBlock) -> list[Event]:
        return self._use(self.vitals.admit(block, self.has_gyro))

    def _use(self, admitted: Admitted) -> list[Event]:
        events, now = list(admitted.events), admitted.readings
        for k, raw in enumerate(self._grid.push(now.time_s, now.values, now.known_s)):
            cells = self._frame.push(raw) if self.has_gyro else raw
            if k > 0:
                hole_s = self._last_cell_s, cells.begins_s
                events += self._close_segment("gap", cells.begins_s, hole_s=hole_s)
            if self._segment is None and len(cells.time_s):
                self._segment = self._new_segment()
            self._last_cell_s = float(cells.time_s[-1]) if len(cells.time_s) else self._last_cell_s
            if self._segment is not None:
                events += self._take(self._segment, cells, self.vitals.clipped_cells(cells))
        if len(now.time_s):
            self._last_s = float(now.known_s[-1])
        return sorted(events, key=lambda e: e.at_s)

    def _new_segment(self) -> Segment:
        zero = self._zero if self.has_gyro else None
        return Segment(self._grid.step_s, self._t, has_gyro=self.has_gyro, exercise=self._exercise, zero=zero)

    def _take(self, segment: Segment, cells: GridBlock, clipped: Flags) -> list[Event]:
        events: list[Event] = []
        first = segment.end
        for cell, step in segment.push(cells, clipped):
            at = float(cells.ready_s[cell - first])
            if step == "open":
                events += self._end_waiting(cells, cell - first)
                self._live = Announcements(self.sensor, before=len(self._parted.reps))
            elif step == "rep":
                events += self._live.rep(at, partial(self._reps_since, segment, cell, lifting=False))
            elif step == "flag":
                if segment.knows_push(cell):
                    events += self._live.call(at, partial(self._reps_since, segment, cell, lifting=True))
            else:
                events += self._close(segment, cell + 1, "rest", at)
                self._still = Stillness()
                if segment.superseded(cell):
                    segment.log_movement(self.movement, cell + 1)
                    self._segment = self._new_segment()
                    left = cell + 1 - first
                    self.vitals.gross_bias |= segment.gross_bias
                    return events + self._take(self._segment, cells.after(left), clipped[left:])
        if not segment.is_open:
            events += self._end_waiting(cells, len(cells.time_s))
        segment.log_movement(self.movement, segment.end)
        segment.forget()
        self.vitals.gross_bias |= segment.gross_bias
        return events

    def _end_waiting(self, cells: GridBlock, stop: int) -> list[Event]:
        """Ends a set that waits beyond a hole, where the sensor has rested long enough before cell ``stop`` of a block."""
        if self._parted.part is None:
            return []
        late = np.flatnonzero(cells.time_s[:stop] >= self._parted.until_s)
        if not len(late):
            return []
        return self._release(SetEnd(sensor=self.sensor, closed_by="gap", at_s=float(cells.ready_s[late[0]])))

    def _release(self, end: SetEnd) -> list[Event]:
        if self._parted.part is not None and self._closings is not None:
            self._closings.append(end)
        over, events = self._parted.release(end)
        self.sets += over
        return events

    def _reps_since(self, segment: Segment, now: int, *, lifting: bool) -> float | None:
        """Time, s, since which the latest lifts are those of the exercise; None where they are not recognised (yet)."""
        if not lifting and segment.swept_deg < self._exercise.least_sweep_deg(self._t):
            return None
        if not lifting and self._live.lifts == 1 and segment.is_like_earlier_lifts(now):
            return float("-inf")
        return self._exercise.reps_since(segment.lately(now), self._t, lifting=lifting)

    def _close_segment(
        self, by: ClosedBy, at_s: float, *, hole: bool = True, hole_s: Hole | None = None
    ) -> list[Event]:
        segment, self._segment = self._segment, None
        if segment is None:
            return []
        still = segment.stillness(self._still)
        self._still = still if hole_s is None else still.across(hole_s[1] - hole_s[0])
        if not segment.is_open:
            return (
                [] if is_short(hole_s) else self._release(SetEnd(sensor=self.sensor, closed_by=by, at_s=at_s))
            )
        return self._close(segment, segment.end, by, at_s, hole=hole, hole_s=hole_s)

    def _close(
        self,
        segment: Segment,
        stop: int,
        by: ClosedBy,
        at_s: float,
        *,
        hole: bool = True,
        hole_s: Hole | None = None,
    ) -> list[Event]:
        shown, self._live = self._shown(segment), Announcements(self.sensor)
        cells = segment.closed(stop, counted=is_worth_a_look(shown, self._exercise, self._t))
        closed = self._with_frozen(cells)
        closing = _Closing(
            closed=closed.cut_by_gap(hole=hole) if by == "gap" else closed,
            shown=shown,
            end=SetEnd(sensor=self.sensor, closed_by=by, at_s=at_s),
            hole_s=hole_s if is_short(hole_s) else None,
        )
        if self._closings is not None:
            self._closings.append(closing)
        outcome = self._finish(closing)
        segment.exercise = self._exercise
        zero = closing.closed.zero
        if outcome.sets and zero is not None and zero.sure:
            self._zero = segment.zero = zero.later()
            self.vitals.zero_radps = length(zero.radps) if zero.uncalibrated else None
        return outcome.events

    def _with_frozen(self, cells: ClosedSet) -> ClosedSet:
        """The cells, with the times in which the sensor repeated one reading, also right before the first of them."""
        since_s = cells.time_s[0] - self._t.grid.gap_s
        return replace(cells, frozen=tuple(one for one in self.vitals.frozen if one.end_s > since_s))

    def _shown(self, segment: Segment) -> Shown:
        live = self._live
        return Shown(
            announced=live.counted,
            called=live.called,
            lifts=live.lifts,
            before=live.before,
            widest_deg=segment.widest_deg,
        )

    def _finish(self, closing: _Closing) -> Outcome:
        """Analyses a closed set; remembers its sets and what it taught about the person."""
        outcome = close_set(
            closing.closed,
            shown=closing.shown,
            end=closing.end,
            exercise=self._taught[closing.closed.has_gyro],
            thresholds=self._t,
            trace=self._trace,
        )
        self._taught[closing.closed.has_gyro] = outcome.exercise
        self.vitals.mirrored_gyroscope |= outcome.mirrored_gyroscope
        over, events = self._parted.close(outcome.sets, outcome.events, closing.end, closing.hole_s)
        self.sets += over
        if outcome.sets:
            self.movement.keep_from_now()
        if self._closings is not None:
            self.measured += outcome.measured
        if outcome.rejected is not None:
            self.rejected.append(outcome.rejected)
        return replace(outcome, events=events)

    def judge_by(self, thresholds: Thresholds) -> list[Event]:
        """Judges this sensor's closed sets again, and those to come; parameters and errors as of `Tracker.judge_by`."""
        if self._closings is None or replace(thresholds, momentum=self._t.momentum) != self._t:
            raise TuningError("judge_by() needs Tracker(keep=True) and may change only thresholds.momentum.")
        self._t = thresholds
        self._taught = dict.fromkeys(self._taught, self._untaught)
        self.sets, self.measured, self.rejected = [], [], []
        self._parted = PartedSet(thresholds.live.rest_s)
        events = [event for closing in self._closings for event in self._again(closing)]
        if self._segment is not None:
            self._segment.exercise = self._exercise
        return events

    def _again(self, closing: _Closing | SetEnd) -> list[Event]:
        if isinstance(closing, SetEnd):
            over, events = self._parted.release(closing)
            self.sets += over
            return events
        return self._finish(closing).events

    @property
    def closed_stretches(self) -> list[ClosedSet]:
        """Cells of every set that closed with a lift counted, curls or not; empty without ``keep``."""
        return [one.closed for one in self._closings or [] if isinstance(one, _Closing) and one.shown.lifts]

    def glance(self) -> Glance | None:
        """Returns the latest grid cells as a screen shows them; None where there are none."""
        return None if self._segment is None else self._segment.glance(self._still)

    def preview(self) -> tuple[Rep, ...]:
        """Returns the reps of the open set as they would be if it closed now; changes nothing.

        Empty where no set is open or it holds no rep. The reps may still change until the set closes.
        """
        return tuple(rep for one in self.preview_sets() for rep in one.reps)

    def preview_sets(self) -> tuple[RepSet, ...]:
        """Returns what the open set would be if it closed now, mostly one set; changes nothing."""
        segment, waiting = self._segment, self._parted.part
        if segment is None or not segment.is_open or not self._live.counted:
            return () if waiting is None else (waiting,)
        outcome = close_set(
            self._with_frozen(segment.so_far()),
            shown=self._shown(segment),
            end=SetEnd(sensor=self.sensor, closed_by="end", at_s=self._last_s),
            exercise=self._exercise,
            thresholds=self._t,
            trace=False,
        )
        if waiting is None:
            return outcome.sets
        return (join_parts(waiting, outcome.sets[0]), *outcome.sets[1:]) if outcome.sets else (waiting,)

    @property
    def reps_before_hole(self) -> tuple[Rep, ...]:
        """Reps of a set that a hole has parted, while it is not known whether it goes on; they are final."""
        return self._parted.reps

    @property
    def counted_s(self) -> tuple[float, ...]:
        """Times of the lifts of the open set, s: those before a hole, and those that were announced since."""
        is_open = self._segment is not None and self._segment.is_open
        since = tuple(one.at_s for one in self._live.counted) if is_open else ()
        return (*(rep.top_s for rep in self._parted.reps), *since)

    def flush(self) -> list[Event]:
        """Ends the recording: closes an open set, and returns its events. A second call changes nothing."""
        waited = [*self._take_waiting(), *self._push_stretches(self._presence.flush())]
        waited += self._use(self.vitals.finish())
        waited += self._close_segment("end", self._last_s)
        return [*waited, *self._release(SetEnd(sensor=self.sensor, closed_by="end", at_s=self._last_s))]
