"""View of one sensor that makes sets, as a screen shows it while the set is open.

It has two sources, kept apart: events (the count and the calls, which `analyze` gives again) and the reps as they were
measured in the open set, which fill the bars before it closes (`analysis.stream.shown_reps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.curl.momentum import score
from analysis.records.events import (
    Event,
    FlagEvent,
    RejectedEvent,
    RepEvent,
    SetEvent,
    UnflagEvent,
    WithdrawnEvent,
)
from analysis.records.results import Rep
from analysis.stream.segment import Glance
from analysis.stream.sensor_tracker import SensorTracker
from analysis.stream.shown_reps import ShownReps
from analysis.vocabulary import Cause
from imu.types import Floats

DOUBTED_FROM = 2
"""Reps from which a preview can tell whether they are curls."""
TRACE_HZ = 20.0
"""Points of the moving trace a second; the eye needs no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePoints:
    """New points of the moving trace."""

    time_s: Floats
    """``(n,)``, s."""
    angle_deg: Floats
    """``(n,)``: degrees above the lowest of the set."""


class SensorView:
    """Reps, calls and angle of one sensor, as they are shown now.

    Attributes
    ----------
    sensor : str
    count : int
        Reps of the open set, or of the last one.
    open : bool
        A set is under way.
    opened_s : float or None
        When the open or last set began, s.
    reps : dict of int to Rep
        By their number: those of the open set that have been found so far (`provisional`), else the reps of the set that
        closed last.
    provisional : bool
        The set of `reps` is open: their verdicts stay until it closes, and may be others then.
    taken_back : int
        Reps that were counted in the set that closed last, and are none in the whole of it.
    refused : RejectedEvent or None
        What was counted last, and is no set.
    called : dict of int to Cause
        Calls of the open set by the number of the rep.
    called_deg : dict of int to float
        Forearm angle at which each of them was called.
    angle_deg : float or None
        Forearm above the lowest of the set.
    still_s : float
        Time since the last movement in the open set, s.
    meter : float or None
        The score of the lift under way so far, in [0, 1]: a half where it is called; None between lifts.
    ranges_deg : list of float
        Range of each controlled rep of closed sets.
    """

    def __init__(self, sensor: str) -> None:
        self.sensor = sensor
        self.count = 0
        self.open = False
        self.opened_s: float | None = None
        self.reps: dict[int, Rep] = {}
        self._shown = ShownReps()
        self.provisional = False
        self.called: dict[int, Cause] = {}
        self.angle_deg: float | None = None
        self.called_deg: dict[int, float] = {}
        self.still_s = 0.0
        self.meter: float | None = None
        self.ranges_deg: list[float] = []
        self.taken_back = 0
        self.refused: RejectedEvent | None = None
        self._settled_s: float | None = None
        self._points: list[TracePoints] = []
        self._next_point_s = -np.inf

    def absorb(self, event: Event) -> None:
        """Takes an event of this sensor: it changes the count, the calls, or closes the set."""
        match event:
            case RepEvent():
                self.count, self.refused = event.n, None
            case WithdrawnEvent():
                self.count = event.n
                self.reps = {n: rep for n, rep in self.reps.items() if n <= event.n}
                if event.closed_by is not None:
                    self._settle(event.at_s)
                    self.taken_back += 1
            case FlagEvent():
                self.called[event.n] = event.cause
                if self.angle_deg is not None:
                    self.called_deg.setdefault(event.n, self.angle_deg)
            case UnflagEvent():
                self.called.pop(event.n, None)
            case SetEvent():
                self.called, self.called_deg = {}, {}
                self._settle(event.at_s)
            case RejectedEvent():
                self.taken_back, self.refused = 0, event
            case _:
                pass

    def _settle(self, at_s: float) -> None:
        """Begins to count anew what is taken back, at the first event of a closing: all of them bear its time."""
        if at_s != self._settled_s:
            self.taken_back, self._settled_s = 0, at_s

    def look(self, tracker: SensorTracker, now_s: float, *, again: bool) -> tuple[int, ...]:
        """Takes the latest angle and evidence from the tracker; returns the numbers of the reps that are judged now.

        Parameters
        ----------
        tracker : SensorTracker
        now_s : float
            Time of the latest sample, s.
        again : bool
            Measure the open set anew (after a count or a call); it is also done while its latest rep is not judged.
        """
        glance = tracker.glance()
        if glance is not None:
            self._follow(glance)
        opened, self.open = (
            self.open,
            bool(glance is not None and glance.open) or bool(tracker.reps_before_hole),
        )
        if self.open and not opened:
            self._begin(tracker, float(glance.time_s[0]) if glance is not None else None)
        if not self.open or not (again or self._shown.is_due(tracker, now_s)):
            return ()
        judged = self._shown.look(tracker, self.called, now_s)
        self.reps, self.provisional = self._shown.reps, True
        return judged

    def _begin(self, tracker: SensorTracker, opened_s: float | None) -> None:
        """Begins another set."""
        self.count, self.opened_s, self.reps = len(tracker.counted_s), opened_s, {}
        self.called, self.called_deg, self._shown = {}, {}, ShownReps()

    def closed(self, reps: Sequence[Rep]) -> None:
        """Shows the final reps of a set that closed."""
        self.reps, self.provisional, self.count = dict(enumerate(reps, start=1)), False, len(reps)
        self.ranges_deg += [r.rom_deg for r in reps if r.rom_deg is not None and r.verdict == "controlled"]

    @property
    def doubtful(self) -> bool:
        """Whether reps were counted that, looked at as a whole, are no curls so far."""
        return self.open and self.count >= DOUBTED_FROM and self._shown.in_doubt

    @property
    def standing(self) -> dict[int, Cause]:
        """Calls that are shown: those of `called` that the rep, measured at its top, has not put in doubt."""
        return {n: cause for n, cause in self.called.items() if n not in self._shown.doubted}

    @property
    def waits(self) -> bool:
        """Whether the latest rep is short so far, so that nothing is said of it yet."""
        return self._shown.waits

    def take_points(self) -> TracePoints | None:
        """Returns the points that came since the last call, None where there are none."""
        points, self._points = self._points, []
        if not points:
            return None
        return TracePoints(
            time_s=np.concatenate([p.time_s for p in points]),
            angle_deg=np.concatenate([p.angle_deg for p in points]),
        )

    def _follow(self, glance: Glance) -> None:
        self.angle_deg = float(glance.angle_deg[-1])
        self.still_s = glance.still_s
        self.meter = None if glance.evidence is None else score(glance.evidence)
        fresh = np.flatnonzero(glance.time_s >= self._next_point_s)
        if len(fresh):
            keep = fresh[:: max(1, round(1.0 / (TRACE_HZ * glance.step_s)))]
            self._points.append(TracePoints(time_s=glance.time_s[keep], angle_deg=glance.angle_deg[keep]))
            self._next_point_s = float(glance.time_s[keep[-1]]) + 0.9 / TRACE_HZ
