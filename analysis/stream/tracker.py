"""The pipeline of a session, the same live and for whole recordings: samples of all sensors in, events and sets out.

The batch result is ``push(everything)`` followed by ``flush()``; any chunking gives the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.core.curl.biceps_curl import CURL
from analysis.core.exercise import Exercise
from analysis.core.trunk.lean import Stance
from analysis.records.events import Event
from analysis.records.results import RejectedSet, Rep, RepSet
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.accompany import Accompaniment
from analysis.stream.companion import Companion
from analysis.stream.sensor_tracker import BATCH, SensorTracker
from imu.types import SampleBlock


class Tracker:
    """Counts and judges curls as samples come in, from all sensors of a session.

    Sensors that only accompany (on trunk or upper arm) make no sets; sets are joined with them.

    Parameters
    ----------
    thresholds : Thresholds
        Limits and weights; the published defaults suit everybody.
    exercise : Exercise
        The lift that is counted and judged.
    trace : bool
        Keep the curves of each set; never changes a result.
    keep : bool
        Keep the cells of each set, so that `judge_by` can judge it again.

    Examples
    --------
    >>> from analysis import Tracker, read
    >>> (block,) = read("curls.csv").sensors
    >>> tracker, events = Tracker(), []
    >>> for start in range(0, len(block), 25):
    ...     events += tracker.push(block.slice(start, start + 25))
    >>> events += tracker.flush()
    >>> [len(one.reps) for one in tracker.sets]
    [8, 10]
    """

    def __init__(
        self,
        thresholds: Thresholds = DEFAULTS,
        *,
        exercise: Exercise = CURL,
        trace: bool = False,
        keep: bool = False,
    ) -> None:
        self._t, self._exercise, self._keep = thresholds, exercise, keep
        self.trace = trace
        """Whether the curves of the sets are kept."""
        self.sensors: dict[str, SensorTracker] = {}
        """Sensors that make sets, by placement."""
        self.companions: dict[str, Companion] = {}
        """Accompanying sensors, by placement."""
        self._beside = Accompaniment(thresholds)

    def push(self, block: SampleBlock) -> list[Event]:
        """Takes the next samples of one sensor.

        Parameters
        ----------
        block : SampleBlock
            Any number of samples: times in s, acceleration in m/s², angular velocity in rad/s.

        Returns
        -------
        list of Event
            What became known by them, in order of time.

        Raises
        ------
        SignalError
            The arrays do not fit together.
        """
        if block.sensor not in self._exercise.placements:
            if block.sensor not in self.companions:
                self.companions[block.sensor] = Companion(
                    block.sensor, has_gyro=block.gyr_radps is not None, thresholds=self._t
                )
            return self._accompanied(self.companions[block.sensor], block)
        if block.sensor not in self.sensors:
            self.sensors[block.sensor] = SensorTracker(
                block.sensor,
                has_gyro=block.gyr_radps is not None,
                exercise=self._exercise,
                thresholds=self._t,
                trace=self.trace,
                keep=self._keep,
            )
        return self.sensors[block.sensor].push(block)

    def _accompanied(self, companion: Companion, block: SampleBlock) -> list[Event]:
        """Gives an accompanying sensor its samples part by part, so that sets are joined before it forgets."""
        events: list[Event] = []
        for start in range(0, max(len(block), 1), BATCH):
            events += companion.push(block.slice(start, start + BATCH))
            if start > 0:
                self._joined()
        return events

    def judge_by(self, thresholds: Thresholds) -> list[Event]:
        """Judges all closed sets again, and those to come, as if these thresholds had held from the start.

        Parameters
        ----------
        thresholds : Thresholds
            The tracker's own, but for the group ``momentum``.

        Returns
        -------
        list of Event
            Events of closing by these thresholds (they carry ``closed_by``), in place of those before.

        Raises
        ------
        TuningError
            The tracker was made without ``keep``, or something else than ``momentum`` differs.
        """
        events = [event for sensor in self.sensors.values() for event in sensor.judge_by(thresholds)]
        self._t = thresholds
        self._beside = Accompaniment(thresholds)
        return sorted(events, key=lambda e: e.at_s)

    def flush(self) -> list[Event]:
        """Ends the session: closes open sets, and returns the events of that in order of time."""
        events = [event for sensor in self.sensors.values() for event in sensor.flush()]
        events += [event for companion in self.companions.values() for event in companion.flush()]
        return sorted(events, key=lambda e: e.at_s)

    @property
    def sets(self) -> list[RepSet]:
        """Closed sets of all sensors in order of time, with what trunk and upper arm did as soon as that is known."""
        return sorted(self._joined(), key=lambda s: s.start_s)

    def with_trunk_so_far(self, sensor: str, reps: Sequence[Rep]) -> tuple[Rep, ...]:
        """Returns reps of an open set (`SensorTracker.preview`) with what the trunk did in them so far."""
        return self._beside.seen_so_far(sensor, reps, self.companions)

    def sets_if_closed_now(self) -> list[RepSet]:
        """Returns the sets that are open, of all sensors in order of time, as they would be if they closed now."""
        found = [one for sensor in self.sensors.values() for one in sensor.preview_sets()]
        seen = [replace(one, reps=self.with_trunk_so_far(one.sensor, one.reps)) for one in found]
        return sorted(seen, key=lambda s: s.start_s)

    def stance(self) -> Stance | None:
        """Returns how the person stood before the last set and which way is forward; None where it is not known."""
        return self._beside.stance()

    def _joined(self) -> list[RepSet]:
        every = self.sensors.items()
        return [s for name, one in every for s in self._beside.joined(name, one.sets, self.companions)]

    @property
    def rejected(self) -> list[RejectedSet]:
        """Movement that was counted and found not to be curls, in order of time."""
        return sorted((s for t in self.sensors.values() for s in t.rejected), key=lambda s: s.start_s)
