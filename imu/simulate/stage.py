"""Plans of reps, and the state of a simulated session: motion of the joints, time, and a record of reps and sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np

from imu.placement import Side
from imu.simulate.arm import ArmModel
from imu.simulate.motion import Motion, SpeedProfile
from imu.types import Note

Pose: TypeAlias = Mapping[str, float]
"""Angle (°) or position (m) by joint."""

ARMS_IN_TURN: tuple[Side, Side] = ("right", "left")
"""Both arms in the order in which they draw random numbers: part of what a seed means."""
HANGING_ELBOW_DEG = 8.0
"""Flexion of the elbow of a hanging arm, °."""
FAST_LIFT_S = 1.0
"""A lift that takes less, s, counts as fast."""
PARTIAL_DEG = 90.0
"""A rep that bends the elbow by less, °, counts as a half rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRep:
    """One planned curl.

    Attributes
    ----------
    lift_s, lower_s, pause_top_s, pause_bottom_s : float
        Durations, s; the pause at the bottom comes before the lift.
    bottom_deg, top_deg : float
        Flexion of the elbow at both ends, 0 straight. If the upper arm hangs, that is the elevation of the forearm
        (0 hanging, 90 level).
    profile : {"smooth", "early", "late"}
        Speed over the lift: minimum jerk, or with its peak before or after the middle.
    swing : float
        How much trunk, hips and upper arm throw the weight at the start of the lift; 0 not at all, 1 a clear cheat.
    supination_deg, wrist_flexion_deg : float
        Rotation of the forearm about its long axis and flexion of the wrist in the lift; both go back while lowering.
    tremor_deg, tremor_hz : float
        Amplitude and frequency of a tremor of the elbow.
    """

    lift_s: float = 1.7
    lower_s: float = 1.9
    pause_top_s: float = 0.2
    pause_bottom_s: float = 0.4
    bottom_deg: float = 5.0
    top_deg: float = 130.0
    profile: SpeedProfile = "smooth"
    swing: float = 0.0
    supination_deg: float = 0.0
    wrist_flexion_deg: float = 0.0
    tremor_deg: float = 0.0
    tremor_hz: float = 8.0

    @property
    def swung(self) -> bool:
        """Whether the body throws the weight."""
        return self.swing > 0.0

    @property
    def fast(self) -> bool:
        """Whether the lift takes less than `FAST_LIFT_S`."""
        return self.lift_s < FAST_LIFT_S

    @property
    def partial(self) -> bool:
        """Whether the elbow bends by less than `PARTIAL_DEG`."""
        return self.top_deg - self.bottom_deg < PARTIAL_DEG

    @property
    def tremor(self) -> bool:
        """Whether the elbow trembles."""
        return self.tremor_deg > 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformedRep:
    """A rep as it was performed.

    Attributes
    ----------
    plan : SimulatedRep
    side : {"left", "right"}
        Arm.
    set_index, index : int
        Number of the set, and of the rep in it, from 0.
    start_s, top_s : float
        The arm lifts in ``[start_s, top_s)``, s.
    lower_start_s, end_s : float
        The arm lowers in ``[lower_start_s, end_s)``, s.
    """

    plan: SimulatedRep
    side: Side
    set_index: int
    index: int
    start_s: float
    top_s: float
    lower_start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformedSet:
    """A set of curls as it was performed, both arms together.

    Attributes
    ----------
    start_s, end_s : float
        Start of the first lift and end of the last lowering, s.
    weight_kg : float or None
        kg.
    target_reps : int or None
        Planned number of reps.
    """

    start_s: float
    end_s: float
    weight_kg: float | None
    target_reps: int | None


class Phase(Protocol):
    """Interface of activities of the lifter, which move the joints and the time of a `Stage`."""

    def perform(self, stage: Stage) -> None:
        """Appends the movements to ``stage.motion`` and advances ``stage.now_s``."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """State of a session while its phases are performed, one after the other.

    Attributes
    ----------
    arm : ArmModel
        Lengths and posture of the lifter.
    rng : numpy Generator
    motion : Motion
        Movement of all joints so far.
    now_s : float
        Time, s.
    reps : list of PerformedRep
    sets : list of PerformedSet
    notes : list of Note
        Weight and target of the sets.
    """

    arm: ArmModel
    rng: np.random.Generator
    motion: Motion = field(default_factory=Motion)
    now_s: float = 0.0
    reps: list[PerformedRep] = field(default_factory=list)
    sets: list[PerformedSet] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        for side in ARMS_IN_TURN:
            for name, value in self.rest.items():
                self.motion.track(f"{name}_{side}").initial = value

    @property
    def rest(self) -> dict[str, float]:
        """Joint angles of a resting arm, °; the forearm hangs as far as the elbow can stretch."""
        elbow = HANGING_ELBOW_DEG - min(self.arm.bench_deg, 0.0)
        hanging = {"flexion": self.arm.bench_deg, "abduction": self.arm.tilt_deg, "elbow": elbow}
        return hanging | {"rotation": 0.0, "supination": 0.0}

    def go(self, duration_s: float, body: Pose, arms: Pose, sides: Sequence[Side] = ARMS_IN_TURN) -> None:
        """Moves trunk and arms into a posture.

        Parameters
        ----------
        duration_s : float
            Time that it takes, s.
        body, arms : mapping of str to float
            Target of each joint, ° or m; those of the arms without their side. Other joints do not move.
        sides : sequence of {"left", "right"}
            Arms that move.
        """
        targets = dict(body) | {f"{name}_{side}": value for side in sides for name, value in arms.items()}
        for name, value in targets.items():
            track = self.motion.track(name)
            if track.last != value:
                track.move(self.now_s, duration_s, value)
        self.hold(duration_s)

    def hold(self, duration_s: float) -> None:
        """Lets time pass."""
        self.now_s += duration_s
