"""The pipeline of a session, the same live and for whole recordings: samples of all sensors in, events and sets out.

The batch result is ``push(everything)`` followed by ``flush()``; any chunking gives the same bits.
"""

from __future__ import annotations

from analysis.core.curl.biceps_curl import CURL
from analysis.core.exercise import Exercise
from analysis.events import Event
from analysis.results import RejectedSet, RepSet
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.companion import Companion
from analysis.stream.sensor_tracker import SensorTracker
from imu.types import SampleBlock


class Tracker:
    """Counts and judges curls as samples come in, from all sensors of a session.

    Sensors that only accompany (on trunk or upper arm) make no sets.

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
        self._t, self._exercise, self._trace, self._keep = thresholds, exercise, trace, keep
        self.sensors: dict[str, SensorTracker] = {}
        """Sensors that make sets, by placement."""
        self.companions: dict[str, Companion] = {}
        """Accompanying sensors, by placement."""

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
                    block.sensor, has_gyro=block.gyr_radps is not None, thresholds=self._t, trace=self._trace
                )
            return self.companions[block.sensor].push(block)
        if block.sensor not in self.sensors:
            self.sensors[block.sensor] = SensorTracker(
                block.sensor,
                has_gyro=block.gyr_radps is not None,
                exercise=self._exercise,
                thresholds=self._t,
                trace=self._trace,
                keep=self._keep,
            )
        return self.sensors[block.sensor].push(block)

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
        return sorted(events, key=lambda e: e.at_s)

    def flush(self) -> list[Event]:
        """Ends the session: closes open sets, and returns the events of that in order of time."""
        events = [event for sensor in self.sensors.values() for event in sensor.flush()]
        events += [event for companion in self.companions.values() for event in companion.flush()]
        return sorted(events, key=lambda e: e.at_s)

    @property
    def sets(self) -> list[RepSet]:
        """Closed sets of all sensors in order of time."""
        return sorted((s for t in self.sensors.values() for s in t.sets), key=lambda s: s.start_s)

    @property
    def rejected(self) -> list[RejectedSet]:
        """Movement that was counted and found not to be curls, in order of time."""
        return sorted((s for t in self.sensors.values() for s in t.rejected), key=lambda s: s.start_s)
