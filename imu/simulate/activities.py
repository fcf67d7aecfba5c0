"""Activities of a lifter besides curls: rest, walk, pick up the weight, drink, other lifts; all as joint movements."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from imu.placement import Side
from imu.simulate.motion import Wave
from imu.simulate.stage import ARMS_IN_TURN, Pose, Stage

OtherKind: TypeAlias = Literal["bench_press", "row", "press", "squat", "deadlift", "lateral_raise"]


@dataclass(frozen=True, slots=True)
class Still:
    """Standing perfectly still.

    Attributes
    ----------
    duration_s : float
        s.
    """

    duration_s: float

    def perform(self, stage: Stage) -> None:
        """Lets time pass."""
        stage.hold(self.duration_s)


@dataclass(frozen=True, slots=True)
class Idle:
    """Standing about between sets, arms and trunk moving by a few degrees.

    Attributes
    ----------
    duration_s : float
        s.
    """

    duration_s: float

    def perform(self, stage: Stage) -> None:
        """Adds slow waves of random frequency to trunk and arms."""
        end_s = stage.now_s + self.duration_s
        joints = [
            f"{joint}_{side}"
            for side in ARMS_IN_TURN
            for joint in ("flexion", "elbow", "rotation", "supination")
        ]
        sizes = {"lean": 2.0, "turn": 10.0} | dict.fromkeys(joints, 6.0)
        for name, size in sizes.items():
            hz, phase = stage.rng.uniform(0.15, 0.6), stage.rng.uniform(0.0, 2.0 * math.pi)
            wave = Wave(amplitude=size, hz=hz, start_s=stage.now_s, end_s=end_s, phase=phase, fade_s=1.0)
            stage.motion.wave(name, wave)
        stage.now_s = end_s


@dataclass(frozen=True, slots=True)
class Walk:
    """Walking with swinging arms and one turn on the way; a simple model, `Gait` is closer to real walking.

    Attributes
    ----------
    duration_s : float
        s.
    turn_deg : float
        Angle of the turn, °.
    swing_deg : float
        The upper arms swing by this to each side, °.
    """

    duration_s: float
    turn_deg: float = 180.0
    swing_deg: float = 15.0

    def perform(self, stage: Stage) -> None:
        """Bobs once per step, swings the arms once per two steps, turns in the middle third."""
        start_s, end_s = stage.now_s, stage.now_s + self.duration_s
        stage.motion.wave("z", Wave(amplitude=0.025, hz=1.9, start_s=start_s, end_s=end_s, fade_s=1.0))
        for side in ARMS_IN_TURN:
            phase = 0.0 if side == "right" else math.pi
            for name, size in {"flexion": self.swing_deg, "elbow": 0.5 * self.swing_deg}.items():
                wave = Wave(amplitude=size, hz=0.95, start_s=start_s, end_s=end_s, phase=phase, fade_s=1.0)
                stage.motion.wave(f"{name}_{side}", wave)
        turn = stage.motion.track("turn")
        turn.move(start_s + self.duration_s / 3.0, self.duration_s / 3.0, turn.last + self.turn_deg)
        stage.now_s = end_s


@dataclass(frozen=True, slots=True)
class PickUp:
    """Bending down, reaching out a little, gripping, coming up; also for putting the weight down.

    Attributes
    ----------
    bend_deg : float
        The trunk bends forwards by this, °.
    """

    bend_deg: float = 55.0

    def perform(self, stage: Stage) -> None:
        """Goes down in 1.3 s, stays for 0.6 s, comes up in 1.3 s."""
        reach = {"flexion": stage.arm.bench_deg + self.bend_deg + 10.0, "elbow": 15.0, "supination": 25.0}
        stage.go(1.3, {"lean": self.bend_deg, "z": -0.1}, reach)
        stage.hold(0.6)
        stage.go(1.3, {"lean": 0.0, "z": 0.0}, stage.rest)


@dataclass(frozen=True, slots=True)
class Drink:
    """Drinking from a bottle or glass: the forearm comes up and across the body, then tips slowly.

    Attributes
    ----------
    side : {"left", "right"}
        Arm that drinks.
    raise_s, tip_s, lower_s : float
        Time to the mouth, of drinking, and back, s.
    table : bool
        Whether the hand first reaches out for a glass on a table, and puts it back there before the arm hangs again.
    """

    side: Side = "right"
    raise_s: float = 1.6
    tip_s: float = 2.5
    lower_s: float = 1.6
    table: bool = False

    def perform(self, stage: Stage) -> None:
        """Reaches out, raises, tips and puts down."""
        raised = {
            "elbow": 122.0,
            "flexion": stage.arm.bench_deg + 22.0,
            "rotation": 40.0,
            "supination": -25.0,
        }
        reached = {"elbow": 55.0, "flexion": stage.arm.bench_deg + 35.0, "rotation": 0.0, "supination": 0.0}
        if self.table:
            stage.go(0.8 * self.raise_s, {}, reached, (self.side,))
            stage.hold(0.4)
        stage.go(self.raise_s, {}, raised, (self.side,))
        tipped = {"flexion": stage.arm.bench_deg + 45.0, "abduction": 20.0}
        stage.go(self.tip_s, {}, tipped, (self.side,))
        if self.table:
            stage.go(self.lower_s, {}, reached | {"abduction": stage.arm.tilt_deg}, (self.side,))
            stage.hold(0.4)
        stage.go(self.lower_s, {}, stage.rest, (self.side,))


@dataclass(frozen=True, slots=True)
class _Posture:
    body: Pose
    arms: Pose


_RACK: Pose = {"flexion": 20.0, "elbow": 130.0}
_OTHER_LIFTS: dict[OtherKind, tuple[_Posture, _Posture]] = {
    "bench_press": (
        _Posture({"lean": -90.0}, {"flexion": 0.0, "elbow": 90.0}),
        _Posture({"lean": -90.0}, {"flexion": 70.0, "elbow": 25.0}),
    ),
    "row": (
        _Posture({"lean": 60.0}, {"flexion": 60.0, "elbow": 5.0}),
        _Posture({"lean": 60.0}, {"flexion": -20.0, "elbow": 78.0}),
    ),
    "press": (
        _Posture({}, {"flexion": 45.0, "elbow": 130.0}),
        _Posture({}, {"flexion": 160.0, "elbow": 18.0}),
    ),
    "squat": (_Posture({"lean": 0.0, "z": 0.0}, _RACK), _Posture({"lean": 30.0, "z": -0.45}, _RACK)),
    "deadlift": (
        _Posture({"lean": 65.0, "z": -0.25}, {"flexion": 65.0}),
        _Posture({"lean": 0.0, "z": 0.0}, {"flexion": 0.0}),
    ),
    "lateral_raise": (
        _Posture({}, {"abduction": 3.0, "elbow": 12.0}),
        _Posture({}, {"abduction": 88.0, "elbow": 12.0}),
    ),
}
"""Start and end posture of each lift; in bench press, row, press and deadlift the forearm hardly rotates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLift:
    """A set of another lift than curls; a lateral raise is a pendulum on a straight arm.

    Attributes
    ----------
    kind : {"bench_press", "row", "press", "squat", "deadlift", "lateral_raise"}
    reps : int
        Number of repetitions.
    lift_s, lower_s : float
        Time from the start to the end posture and back, s.
    """

    kind: OtherKind
    reps: int = 8
    lift_s: float = 1.2
    lower_s: float = 1.4

    def perform(self, stage: Stage) -> None:
        """Takes the start posture, does the reps, gets up again."""
        start, end = _OTHER_LIFTS[self.kind]
        stage.go(2.0, start.body, start.arms)
        stage.hold(1.0)
        for _ in range(self.reps):
            stage.go(self.lift_s, end.body, end.arms)
            stage.hold(0.15)
            stage.go(self.lower_s, start.body, start.arms)
            stage.hold(0.3)
        stage.go(2.0, {"lean": 0.0, "z": 0.0}, stage.rest)
