"""The biceps curl as an exercise: what the stream asks, answered by the functions of this folder."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.core.curl.analyze_set import finish
from analysis.core.curl.bouts import NotACurl, curls_since
from analysis.core.curl.judge_set import Person
from analysis.core.curl.lift_direction import lift_evidence
from analysis.core.curl.rep_sets import rep_set
from analysis.core.exercise import FoundSets, SetEnd, Shown
from analysis.core.signal.closed_set import ClosedSet
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because
from imu.placement import CURL_SENSORS
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class BicepsCurl:
    """Curls with a sensor on the forearm, the wrist or the weight.

    Attributes
    ----------
    person : Person
        What earlier sets taught.
    lever_m : (3,) float64 or None
        Elbow to sensor in the sensor frame, of the last set that showed it.
    """

    person: Person = field(default_factory=Person)
    lever_m: Floats | None = field(default=None, compare=False)

    @property
    def placements(self) -> tuple[str, ...]:
        """Placements that follow the forearm."""
        return CURL_SENSORS

    @property
    def lift_axis(self) -> Floats | None:
        """Axis of the elbow in the sensor frame, unit vector, ``(3,)``; None before the first set."""
        return self.person.lift_axis

    def least_sweep_deg(self, thresholds: Thresholds) -> float:
        """Range of motion that every curl has."""
        return thresholds.curl.min_rom_deg

    def lift_evidence(self, cells: ClosedSet, start: int) -> float:
        """Evidence that the forearm was raised, by its own inertia; see `lift_direction.lift_evidence`."""
        return lift_evidence(cells, start)

    def reps_since(self, cells: ClosedSet, thresholds: Thresholds, *, lifting: bool) -> float | None:
        """Time since when the latest lifts are curls, in seconds; see `bouts.curls_since`."""
        return curls_since(cells, thresholds, self.person.lift_axis, lifting=lifting)

    def analyze_set(
        self, closed: ClosedSet, thresholds: Thresholds, shown: Shown, end: SetEnd, *, trace: bool
    ) -> FoundSets | Because:
        """Sets of curls, measured and judged, or why there are none; see `analyze_set.finish`."""
        done = finish(closed, self.person, thresholds)
        if isinstance(done, NotACurl):
            return done.because
        levers = [one.lever.vector_m for one in done if one.lever_known]
        return FoundSets(
            sets=tuple(rep_set(one, shown, end, trace=trace) for one in done),
            measured=tuple(one.measured for one in done),
            exercise=BicepsCurl(
                person=done[-1].decided.person, lever_m=levers[-1] if levers else self.lever_m
            ),
        )


CURL = BicepsCurl()
"""The curl of a person of whom nothing is known yet."""
