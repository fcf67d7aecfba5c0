"""Where a session is performed: the joints' motion, the clock, and a record of what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np

from imu.placement import SIDES, Side
from imu.simulate.arm import ArmModel
from imu.simulate.motion import Motion, SpeedProfile
from imu.types import Note

Pose: TypeAlias = Mapping[str, float]

HANGING_ELBOW_DEG = 8.0
FAST_LIFT_S = 1.0
PARTIAL_DEG = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedRep:
    """One planned curl.

    Attributes
    ----------
    lift_s, lower_s, pause_top_s, pause_bottom_s : float
        Durations; the pause at the bottom comes before the lift.
    bottom_deg, top_deg : float
        Elbow flexion, 0 straight; with the upper arm hanging the forearm's elevation (0 hanging, 90 level).
    profile : {"smooth", "early", "late"}
        Speed over the lift: minimum jerk, or with its peak before or after the middle.
    swing : float
        Throw of trunk, hips and upper arm at the start of the lift; 0 none, 1 a clear cheat.
    supination_deg, wrist_flexion_deg : float
        The forearm turns about its long axis, the wrist bends, during the lift; both go back while lowering.
    tremor_deg, tremor_hz : float
        Amplitude and frequency of a trembling elbow.
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
    """A rep with its times: lifting in ``[start_s, top_s)``, lowering in ``[lower_start_s, end_s)``."""

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
    """A set of curls from its first lift to its last lowering, both arms together."""

    start_s: float
    end_s: float
    weight_kg: float | None
    target_reps: int | None


class Phase(Protocol):
    """Something the lifter does; it moves the joints and the clock of a `Stage`."""

    def perform(self, stage: Stage) -> None:
        """Write the moves and advance ``stage.now_s``."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Where the phases are performed, one after the other; keeps what was done."""

    arm: ArmModel
    rng: np.random.Generator
    motion: Motion = field(default_factory=Motion)
    now_s: float = 0.0
    reps: list[PerformedRep] = field(default_factory=list)
    sets: list[PerformedSet] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def __post_init__(self) -> None:
        for side in SIDES:
            for name, value in self.rest.items():
                self.motion.track(f"{name}_{side}").initial = value

    @property
    def rest(self) -> dict[str, float]:
        """Joints of a resting arm, degrees; the forearm hangs, as far as the elbow lets it."""
        elbow = HANGING_ELBOW_DEG - min(self.arm.bench_deg, 0.0)
        hanging = {"flexion": self.arm.bench_deg, "abduction": self.arm.tilt_deg, "elbow": elbow}
        return hanging | {"rotation": 0.0, "supination": 0.0}

    def go(self, duration_s: float, body: Pose, arms: Pose, sides: Sequence[Side] = SIDES) -> None:
        """Move trunk and arms into a pose, which takes all the time; joints there already are left alone."""
        targets = dict(body) | {f"{name}_{side}": value for side in sides for name, value in arms.items()}
        for name, value in targets.items():
            track = self.motion.track(name)
            if track.last != value:
                track.move(self.now_s, duration_s, value)
        self.hold(duration_s)

    def hold(self, duration_s: float) -> None:
        """Let time pass."""
        self.now_s += duration_s
