"""Lifts that move the forearm much like a curl does: triceps extensions, lateral raises, shoulder presses.

Each goes to and fro between two postures of the arms by minimum-jerk moves with pauses at both ends. Durations and angles
vary from rep to rep, the forearm rotates a little about its long axis with every rep, and the lifter sways naturally. A
posture is a set of joint angles.

How the defaults compare with wrist and dumbbell sensors of other people (medians of their recordings against
medians of four seeds; "sweep" is the angle through which the forearm rotates in one lift):

=====================  ========  =======  ===========  ========  ==================
sensor                 period s  sweep °  about one    95 % of   specific force, g
                                          axis, share  |w|, °/s  (5, 50, 95 %)
=====================  ========  =======  ===========  ========  ==================
triceps overhead            3.8      106         0.85       124  0.84, 1.01, 1.16
`TricepsExtension`          3.7      102         0.97       125  0.89, 1.00, 1.12
triceps machine             5.3      127         0.80       118  0.90, 0.99, 1.15
… ``pushdown``              3.7      120         0.97       145  0.86, 1.01, 1.14
lateral raise, cable        3.1       89         0.86       146  0.68, 1.03, 1.29
lateral raise               2.8       84         0.97       103  0.69, 1.01, 1.16
`LateralRaise`              2.9       88         0.99       132  0.72, 1.02, 1.27
barbell press               1.4       25         0.77        70  0.74, 0.95, 1.32
`ShoulderPress`             2.3       27         0.97        47  0.62, 1.00, 1.41
=====================  ========  =======  ===========  ========  ==================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from imu.simulate.curl_set import sway_shoulders
from imu.simulate.stage import ARMS_IN_TURN, Pose, Stage

TricepsKind: TypeAlias = Literal["overhead", "pushdown"]

IN_PLACE_S = 2.5
"""Time to take the start posture, and to leave it, s."""
TIME_SCATTER, ANGLE_SCATTER_DEG = 0.07, 3.0
"""Standard deviations from rep to rep: of durations, as a share of each, and of angles, °."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Number of reps and durations of their phases.

    Attributes
    ----------
    reps : int
    lift_s, lower_s : float
        Time of lifting and of lowering, s.
    pause_top_s, pause_bottom_s : float
        Pauses at both ends, s.
    """

    reps: int = 8
    lift_s: float = 1.3
    lower_s: float = 1.5
    pause_top_s: float = 0.3
    pause_bottom_s: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class TricepsExtension:
    """A set of triceps extensions: the elbow moves as far as in a curl, but stretching it lifts the weight.

    Attributes
    ----------
    kind : {"overhead", "pushdown"}
        ``overhead``: the upper arm points up and gives way a little while the elbow bends; the forearm goes from behind
        the head to upright and never hangs. ``pushdown``: the upper arm stays beside the trunk, and a cable pulls up;
        the forearm moves as in a curl that begins at the top, so that no sensor on the wrist can tell the two apart by
        the movement alone.
    tempo : Tempo
    straight_deg, bent_deg : float
        Flexion of the elbow at both ends, °.
    roll_deg : float
        Rotation of the forearm about its long axis over a rep, °.
    """

    kind: TricepsKind = "overhead"
    tempo: Tempo = Tempo(lift_s=1.5, lower_s=1.7, pause_top_s=0.2, pause_bottom_s=0.3)
    straight_deg: float = 15.0
    bent_deg: float = 125.0
    roll_deg: float = 40.0

    def perform(self, stage: Stage) -> None:
        """Moves from bent to straight and back in every rep."""
        low, high = {"overhead": (162.0, 178.0), "pushdown": (5.0, 2.0)}[self.kind]
        bent = {"flexion": low, "abduction": 8.0, "elbow": self.bent_deg, "supination": 0.0}
        straight = bent | {"flexion": high, "elbow": self.straight_deg, "supination": self.roll_deg}
        _to_and_fro(stage, bent, straight, self.tempo)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateralRaise:
    """A set of lateral raises: the nearly straight arm is raised sideways, a pendulum of the whole arm's length.

    Attributes
    ----------
    tempo : Tempo
    top_deg : float
        Abduction of the arm at the top, °.
    elbow_deg : float
        Flexion of the elbow, °.
    roll_deg : float
        Rotation of the forearm about its long axis over a rep, °.
    """

    tempo: Tempo = Tempo(lift_s=1.2, lower_s=1.4, pause_top_s=0.1, pause_bottom_s=0.2)
    top_deg: float = 86.0
    elbow_deg: float = 12.0
    roll_deg: float = 15.0

    def perform(self, stage: Stage) -> None:
        """Moves from hanging to raised and back in every rep."""
        low = {"abduction": 4.0, "flexion": 5.0, "elbow": self.elbow_deg, "supination": 0.0}
        _to_and_fro(stage, low, low | {"abduction": self.top_deg, "supination": self.roll_deg}, self.tempo)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShoulderPress:
    """A set of shoulder presses: the weight goes straight up from the shoulder, the forearm stays nearly upright.

    Attributes
    ----------
    tempo : Tempo
    tilt_deg : float
        The forearm tilts by this over a rep, °.
    """

    tempo: Tempo = Tempo(lift_s=1.0, lower_s=1.1, pause_top_s=0.1, pause_bottom_s=0.1)
    tilt_deg: float = 20.0

    def perform(self, stage: Stage) -> None:
        """Moves from the shoulder to overhead and back in every rep."""
        racked = {"flexion": 40.0, "elbow": 140.0 - self.tilt_deg, "supination": 0.0}
        _to_and_fro(stage, racked, {"flexion": 165.0, "elbow": 15.0, "supination": 12.0}, self.tempo)


def _to_and_fro(stage: Stage, start: Pose, end: Pose, tempo: Tempo) -> None:
    """Takes the start posture, does the reps, and lets the arms hang again."""
    (rng,) = stage.rng.spawn(1)
    begun_s = stage.now_s
    stage.go(IN_PLACE_S, {}, start)
    for _ in range(tempo.reps):
        one = _scattered(tempo, rng)
        stage.hold(one.pause_bottom_s)
        stage.go(one.lift_s, {}, _about(end, rng))
        stage.hold(one.pause_top_s)
        stage.go(one.lower_s, {}, _about(start, rng))
    stage.hold(tempo.pause_bottom_s)
    stage.go(IN_PLACE_S, {}, stage.rest)
    sway_shoulders(stage, begun_s, stage.now_s, ARMS_IN_TURN)


def _scattered(tempo: Tempo, rng: np.random.Generator) -> Tempo:
    lift, lower = 1.0 + TIME_SCATTER * np.clip(rng.standard_normal(2), -2.0, 2.0)
    return replace(tempo, lift_s=tempo.lift_s * float(lift), lower_s=tempo.lower_s * float(lower))


def _about(pose: Pose, rng: np.random.Generator) -> Pose:
    return {
        joint: angle + ANGLE_SCATTER_DEG * float(np.clip(rng.standard_normal(), -2.0, 2.0))
        for joint, angle in pose.items()
    }
