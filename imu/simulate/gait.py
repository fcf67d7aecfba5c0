"""Walking, jogging and climbing stairs: arms swing from the shoulder, and every step shakes the whole body.

The model is a sum of sines at whole multiples of the stride's frequency (two steps are a stride), with exact derivatives:

- each upper arm is a pendulum about the shoulder, foremost when the opposite heel strikes, and never pauses;
  the elbow stays bent, bends a little more in front, and the forearm rotates about its long axis;
- the trunk sinks and rises once a step (lowest at the heel strike, where its upward acceleration is largest), speeds
  up and slows down once a step, and sways to the side and twists once a stride;
- a heel strike is a short pulse: the harmonics 2 to 5 of the step, in phase when the heel strikes;
- the pace drifts by a few per cent, and arms and trunk move slowly besides, so that no two strides are equal.

How the defaults compare with watches of other people (medians of 12 to 15 recordings a row, and of four
seeds; "sweep" is the angle through which the forearm rotates to and fro about its main axis):

================  ========  ========  ===========  ==========  ==================  =====
wrist             period s  sweep °   about one    rotation    specific force, g   max g
                                      axis, share  RMS, °/s    (5, 50, 95 %)
================  ========  ========  ===========  ==========  ==================  =====
walking, watch        1.0        75         0.74          180  0.70, 1.13, 1.58    2.3
`BRISK_WALK`          1.1        73         0.74          176  0.72, 1.18, 1.58    1.9
jogging, watch        0.8        55         0.60          221  0.53, 1.20, 2.49    3.3
`JOG`                 0.8        56         0.62          202  0.42, 1.15, 2.49    3.4
stairs, watch         1.1        47         0.62          143  0.59, 1.00, 1.70    2.7
`STAIRS`              1.1        54         0.61          139  0.74, 1.02, 1.74    2.4
================  ========  ========  ===========  ==========  ==================  =====

If the elbow is assumed to be a pivot at rest, a lever of 0.15 to 0.30 m explains 0.4 to 0.8 of the inertial acceleration
of these people's watches, as it would on a forearm; in the simulated walk it is 0.3 m and 0.8. Real walks are less
regular from stride to stride, most of all on stairs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from imu.simulate.motion import Wave
from imu.simulate.stage import ARMS_IN_TURN, Stage

SETTLE_S = 1.0
"""Time in which the arm swing builds up and dies away, s."""
_DRIFT_HZ = 0.12
CORNER_S = 1.2
"""Time of a turn at a corner, s."""
SHOCK_HARMONICS = (2, 3, 4, 5)
"""Harmonics of the step of which a heel strike consists."""
WANDER_HZ = (0.15, 0.5)
"""Lowest and highest frequency of slow movements, Hz."""
WANDERS = {"flexion": 1.0, "elbow": 1.0, "abduction": 1.0, "supination": 2.0}
"""Slow movement of joints besides the regular swing, as a multiple of `Gait.wander_deg`."""
_IN_STEP, OPPOSITE = 0.0, math.pi
"""Phase of a cosine at the strike of the left heel: at its maximum, or at its minimum."""
ARM_LATE, ELBOW_LATE, ROLL_EARLY = -0.3, -0.3, 0.8
"""Phase shifts in radians of the stride: the arm reverses after the heel strike, the elbow lags the upper arm, and the
rotation of arm and forearm about their long axes leads it."""


class _Part(NamedTuple):
    """One cosine of the gait: amplitude ``size`` in ° or m, ``strides`` periods in a stride."""

    joint: str
    size: float
    strides: int
    phase: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gait:
    """Moving on foot; the defaults are a brisk walk, `JOG` and `STAIRS` the other gaits.

    Attributes
    ----------
    duration_s : float
        s.
    step_hz : float
        Steps a second; an arm swings to and fro once in two steps.
    swing_deg, shoulder_share : float
        The forearm swings by about this angle to each side; the shoulder makes this share of it, and the elbow, which
        bends in front, the rest (1: a stiff elbow).
    middle_deg, elbow_deg : float
        Elevation of the upper arm (0 hanging, forwards positive) and flexion of the elbow in the middle of a swing, °.
    abduct_deg : float
        Abduction of the arm to each side, °.
    across_deg : float
        Rotation of the upper arm about its long axis to each side, °, by which the forearm swings across the body.
    roll_deg : float
        Rotation of the forearm about its long axis to each side, °.
    twist_deg, sideways_m : float
        Rotation of the trunk about the vertical and movement to the side, each way, once a stride.
    bounce_m : float
        Amplitude of the trunk's vertical movement, once a step.
    shock_mps2 : float
        Peak acceleration of the heel strike's pulse, on top of the bounce.
    corners, corner_deg : int, float
        Number of turns on the way, evenly spread, and their angle.
    climb_mps : float
        Vertical speed on stairs, up or (negative) down.
    drift : float
        Slow change of the pace to each side, as a share.
    wander_deg : float
        Slow movement of each joint of the arms besides the regular swing, °.
    """

    duration_s: float
    step_hz: float = 1.9
    swing_deg: float = 38.0
    shoulder_share: float = 0.33
    middle_deg: float = -8.0
    elbow_deg: float = 30.0
    abduct_deg: float = 5.0
    across_deg: float = 0.0
    roll_deg: float = 15.0
    twist_deg: float = 7.0
    sideways_m: float = 0.02
    bounce_m: float = 0.022
    shock_mps2: float = 4.0
    corners: int = 1
    corner_deg: float = 90.0
    climb_mps: float = 0.0
    drift: float = 0.03
    wander_deg: float = 3.0

    def perform(self, stage: Stage) -> None:
        """Bends the elbows, swings and steps, turns at the corners, lets the arms hang again."""
        start_s, end_s = stage.now_s, stage.now_s + self.duration_s
        (rng,) = stage.rng.spawn(1)  # leaves the numbers that other phases draw as they were
        beat = Wave(
            amplitude=1.0,
            hz=self.step_hz / 2.0,
            start_s=start_s,
            end_s=end_s,
            fade_s=SETTLE_S,
            drift=self.drift,
            drift_hz=_DRIFT_HZ,
            drift_phase=rng.uniform(0.0, 2.0 * math.pi),
        )
        for part in self._parts():
            stage.motion.wave(part.joint, _cosine(beat, part))
        for joint, share in [
            (f"{name}_{side}", share) for side in ARMS_IN_TURN for name, share in WANDERS.items()
        ]:
            hz, phase = rng.uniform(*WANDER_HZ), rng.uniform(0.0, 2.0 * math.pi)
            slow = replace(beat, amplitude=share * self.wander_deg, hz=hz, phase=phase, drift=0.0)
            stage.motion.wave(joint, slow)
        self._carry_arms(stage, start_s, end_s)
        self._go_round(stage, start_s)
        stage.now_s = end_s

    def _parts(self) -> Iterator[_Part]:
        for side, in_step in zip(ARMS_IN_TURN, (_IN_STEP, OPPOSITE), strict=True):
            ahead = in_step + ARM_LATE
            shoulder_deg = self.shoulder_share * self.swing_deg
            yield _Part(f"flexion_{side}", shoulder_deg, 1, ahead)
            yield _Part(f"abduction_{side}", self.abduct_deg, 1, ahead + math.pi / 2.0)
            yield _Part(f"rotation_{side}", self.across_deg, 1, ahead + ROLL_EARLY)
            yield _Part(f"elbow_{side}", self.swing_deg - shoulder_deg, 1, ahead + ELBOW_LATE)
            yield _Part(f"supination_{side}", self.roll_deg, 1, ahead + ROLL_EARLY)
        yield _Part("turn", self.twist_deg, 1, _IN_STEP + math.pi / 2.0)
        yield _Part("y", self.sideways_m, 1, _IN_STEP + math.pi / 2.0)
        yield _Part("x", 0.3 * self.bounce_m, 2, _IN_STEP)
        yield _Part("z", self.bounce_m, 2, OPPOSITE)
        share = self.shock_mps2 / len(SHOCK_HARMONICS)
        for k in SHOCK_HARMONICS:
            # z = −c/ω²·cos ωt accelerates with c·cos ωt: all crests meet at the heel strike
            yield _Part("z", share / (2.0 * math.pi * k * self.step_hz) ** 2, 2 * k, OPPOSITE)

    def _carry_arms(self, stage: Stage, start_s: float, end_s: float) -> None:
        carried = {"flexion": self.middle_deg, "elbow": self.elbow_deg}
        for joint, angle_deg in carried.items():
            for side in ARMS_IN_TURN:
                track = stage.motion.track(f"{joint}_{side}")
                track.move(start_s, SETTLE_S, angle_deg)
                track.move(end_s - SETTLE_S, SETTLE_S, stage.rest[joint])

    def _go_round(self, stage: Stage, start_s: float) -> None:
        turn, height = stage.motion.track("turn"), stage.motion.track("z")
        apart_s = self.duration_s / (self.corners + 1)
        for corner in range(1, self.corners + 1):
            turn.move(start_s + corner * apart_s - CORNER_S / 2.0, CORNER_S, turn.last + self.corner_deg)
        if self.climb_mps != 0.0:
            height.move(start_s, self.duration_s, height.last + self.climb_mps * self.duration_s)


def _cosine(beat: Wave, part: _Part) -> Wave:
    return replace(beat, amplitude=part.size, hz=part.strides * beat.hz, phase=part.phase + math.pi / 2.0)


BRISK_WALK = Gait(duration_s=30.0)
"""A brisk walk with one corner on the way."""
JOG = Gait(
    duration_s=30.0,
    step_hz=2.6,
    swing_deg=23.0,
    shoulder_share=0.6,
    middle_deg=-12.0,
    elbow_deg=90.0,
    across_deg=16.0,
    roll_deg=8.0,
    twist_deg=14.0,
    bounce_m=0.036,
    shock_mps2=8.0,
)
"""Jogging: elbows bent to a right angle, more steps, both feet off the ground for a moment."""
STAIRS = Gait(
    duration_s=30.0,
    step_hz=1.8,
    swing_deg=26.0,
    elbow_deg=30.0,
    roll_deg=18.0,
    bounce_m=0.024,
    shock_mps2=8.0,
    corners=2,
    corner_deg=180.0,
    climb_mps=0.3,
    drift=0.06,
)
"""Climbing stairs: slower steps that land harder, less swing, and turns on landings."""
