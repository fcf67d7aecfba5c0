"""Results about a session as a whole: movement, the warm-up, and both arms compared.

All are frozen records; times are in seconds on the recording's own axis, and what cannot be had is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from analysis.vocabulary import NotCompared, SidesHow, WarmUpVerdict
from imu.placement import Side

MovementKind: TypeAlias = Literal["mobility", "activation", "other"]
"""Kind of movement before a set: slow and wide, brisk, or the rest of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementSlice:
    """A few seconds of one sensor: how long it turned in them, and how. The warm-up is judged from these."""

    start_s: float
    """Begin of the slice on the recording's axis, s; slices of several sensors begin at the same times."""
    end_s: float
    """Its end, s."""
    recorded_s: float
    """Time of it in which there are readings, s."""
    turning_s: float
    """Time of it in which the sensor turned, s."""
    quick_s: float
    """Time of it in which the sensor turned quickly, s."""
    reach: float
    """Extent of the directions that "up" took in the sensor, as a length on the unit sphere: 0 to 3.5, about
    1 for a sweep of 60°, 1.4 to 1.7 for one of 90°."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementBout:
    """Time in which an arm moved in one way, or rested."""

    start_s: float
    """Begin, s."""
    end_s: float
    """End, s."""
    recorded_s: float
    """Time of it in which there are readings, s; they lie evenly in it."""
    kind: MovementKind | None
    """Kind of movement; None for rest."""

    def within(self, since_s: float, until_s: float) -> MovementBout:
        """Returns the part of it between two times, s; one that lies elsewhere keeps no reading."""
        start_s, end_s = max(self.start_s, since_s), min(self.end_s, until_s)
        share = max(0.0, end_s - start_s) / (self.end_s - self.start_s)
        return replace(self, start_s=start_s, end_s=end_s, recorded_s=share * self.recorded_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSpan:
    """Set of curls in brief: when, by which arm, and with how much weight."""

    start_s: float
    """Begin of its first lift, s."""
    end_s: float
    """End of its last rep, s."""
    arm: str
    """Side, or the sensor where the side is not known."""
    weight_kg: float | None
    """Weight, kg; None where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPart:
    """One recording of a training session in brief: what the warm-up is judged from."""

    start_s: float
    """Begin of the recording, s."""
    bouts: tuple[MovementBout, ...]
    """Movement and rest of all its sensors, in order of time."""
    sets: tuple[SetSpan, ...]
    """Its sets, in order of time."""

    @property
    def moved_s(self) -> float:
        """Time of movement in it, s."""
        return sum(one.recorded_s for one in self.bouts if one.kind is not None)

    def later(self, by_s: float) -> SessionPart:
        """Returns it on a time axis whose zero lies so many seconds earlier."""
        return replace(
            self,
            start_s=self.start_s + by_s,
            bouts=tuple(replace(b, start_s=b.start_s + by_s, end_s=b.end_s + by_s) for b in self.bouts),
            sets=tuple(replace(s, start_s=s.start_s + by_s, end_s=s.end_s + by_s) for s in self.sets),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """Warm-up as it was recorded: movement and lighter sets before the first working set.

    Where the weights do not tell the first working set, all is counted up to the first set; without a set, up
    to the end.
    """

    movement_s: float
    """Movement before it, at most a quarter of an hour back, s; ramp-up sets among it."""
    mobility_s: float
    """Part of it that was slow and wide, as mobility work is, s."""
    activation_s: float
    """Part of it that was brisk, as activation and walking are, s."""
    recorded_s: float
    """Time in that quarter of an hour in which there are readings, s."""
    unseen_s: float | None
    """Time in it, and since the begin of the first recording, without readings, s; None without a set."""
    ramp_up_sets: int | None
    """Sets of curls with clearly less weight than the heaviest, before it; None where the weights do not tell."""
    first_working_set_s: float | None
    """Start of the first working set on the recording's axis, s, negative in an earlier recording; None where the weights
    do not tell."""
    recordings: int
    """Recordings of the session that were judged together, this one among them."""
    after_s: float | None
    """Time from the begin of the first of them to that set, or to the first one, s; None without a set."""
    lead_s: float | None
    """Time from there to the first set of any weight, s; None without a set."""
    asked_s: tuple[float, float]
    """Movement that is asked for, s: enough, and ample."""
    verdict: WarmUpVerdict
    """Whether the movement was enough; ``unknown`` where the recording cannot show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSummary:
    """One arm in the sets that are compared; medians over its judged reps, None where no rep has the figure."""

    sets: int
    """Sets that were compared."""
    reps: int
    """Reps in them."""
    controlled: int
    """Reps among them that were controlled."""
    flagged: int
    """Reps among them that were called momentum."""
    swings_from: int | None
    """Number of the rep from which the body swings, in the set where that comes earliest; None without a swing."""
    rom_deg: float | None
    """Range of motion, °."""
    lift_s: float | None
    """Duration of the lift, s."""
    lower_s: float | None
    """Duration of the lowering, s."""
    peak_speed_dps: float | None
    """Peak angular velocity of the lift, °/s."""
    momentum: float | None
    """Momentum, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetryIndex:
    """Difference of both sides in one figure: |L − R| over their mean, in %, with its interval."""

    value: float
    """The index, %."""
    low: float
    """Lower end of its interval, %; 0 where the sides may be equal."""
    high: float
    """Upper end of its interval, %."""
    lower_side: Side | None
    """Side with the lower figure; None where both are equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Left arm against right arm, in sets at one weight."""

    how: SidesHow
    """Whether the arms worked at the same time, by turns, or one after the other; ``one_side`` for one arm."""
    left: SideSummary | None
    """The left arm; None where it did nothing that can be compared."""
    right: SideSummary | None
    """The right arm, likewise."""
    index: Mapping[str, SymmetryIndex]
    """Differences by name of the figure: ``rom_deg``, ``lift_s``, ``lower_s``, ``peak_speed_dps``."""
    not_compared: NotCompared | None
    """Why there is no index: only one side, too few reps, or no weight that both lifted."""
    weight_kg: float | None
    """Weight of the compared sets, kg; None where it is not known."""
    pairs: int
    """Reps of both arms that were paired in time; 0 for arms one after the other."""
    weaker: Side | None
    """Side that should begin the next time, as the other can match it; None where neither is clearly weaker."""
    apart_s: float | None = None
    """Time between two sensors that never recorded at the same time, s; None where they did."""

    @property
    def unilateral(self) -> bool | None:
        """Whether the curls were done with one arm at a time; None where only one arm is known."""
        return None if self.how == "one_side" else self.how != "together"
