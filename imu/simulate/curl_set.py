"""A set of curls as movements of the elbow and, in cheating reps, of upper arm, shoulder, trunk and hips."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from imu.placement import Side
from imu.simulate.motion import Wave
from imu.simulate.stage import PerformedRep, PerformedSet, SimulatedRep, Stage
from imu.types import Note

Arms: TypeAlias = Literal["right", "left", "both", "alternating"]
_TURNS: dict[Arms, tuple[tuple[Side, ...], ...]] = {
    "right": (("right",),),
    "left": (("left",),),
    "both": (("right", "left"),),
    "alternating": (("right",), ("left",)),
}

SWAY_HZ = (0.8, 3.0)
"""Frequencies of the natural movement of the shoulder, Hz, from lowest to highest."""
SWAY_WAVES = 4
"""Number of its waves in each direction."""
WIND_UP_S = 0.3
"""Time in which the body winds up before a thrown rep, s; without a pause as long it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlSet:
    """A set of curls.

    Attributes
    ----------
    reps : tuple of SimulatedRep
    weight_kg : float or None
        Weight that is noted in the recording, kg.
    target_reps : int or None
        Planned number of reps that is noted in the recording.
    arms : {"right", "left", "both", "alternating"}
        One arm, both at once, or alternating: each rep by the right arm, then by the left.
    """

    reps: tuple[SimulatedRep, ...]
    weight_kg: float | None = None
    target_reps: int | None = None
    arms: Arms = "right"

    def perform(self, stage: Stage) -> None:
        """Notes weight and target, takes the bottom position, does the reps, lets the arms hang."""
        turns = _TURNS[self.arms]
        sides = [side for turn in turns for side in turn]
        begun_s, first = stage.now_s, len(stage.reps)
        told = {"weight_kg": self.weight_kg, "target_reps": self.target_reps}
        for key, value in told.items():
            if value is not None:
                stage.notes.append(Note(time_s=begun_s, key=key, value=f"{value:g}"))
        stage.go(0.8, {}, {"elbow": self.reps[0].bottom_deg}, sides)
        for index, (rep, following) in enumerate(
            zip(self.reps, (*self.reps[1:], self.reps[-1]), strict=True)
        ):
            for turn in turns:
                _perform(stage, rep, turn, index=index, after_deg=following.bottom_deg)
        self._record(stage, first)
        stage.hold(0.4)
        stage.go(0.8, {}, stage.rest, sides)
        sway_shoulders(stage, begun_s, stage.now_s, sides)

    def _record(self, stage: Stage, first: int) -> None:
        start_s, end_s = stage.reps[first].start_s, stage.reps[-1].end_s
        done = PerformedSet(
            start_s=start_s, end_s=end_s, weight_kg=self.weight_kg, target_reps=self.target_reps
        )
        stage.sets.append(done)


def _perform(
    stage: Stage, rep: SimulatedRep, sides: tuple[Side, ...], *, index: int, after_deg: float
) -> None:
    start_s = stage.now_s + rep.pause_bottom_s
    top_s = start_s + rep.lift_s
    lower_start_s = top_s + rep.pause_top_s
    end_s = lower_start_s + rep.lower_s
    for side in sides:
        done = PerformedRep(
            plan=rep,
            side=side,
            set_index=len(stage.sets),
            index=index,
            start_s=start_s,
            top_s=top_s,
            lower_start_s=lower_start_s,
            end_s=end_s,
        )
        stage.reps.append(done)
        _bend(stage, done, after_deg)
    if rep.swung:
        _throw(stage, rep, sides, start_s, lower_start_s)
    stage.now_s = end_s


def _bend(stage: Stage, done: PerformedRep, after_deg: float) -> None:
    """Bends the elbow and stretches it, with the forearm's rotation and the wrist's flexion."""
    rep = done.plan
    ends = {
        "elbow": (rep.top_deg, after_deg),
        "supination": (rep.supination_deg, 0.0),
        "wrist": (rep.wrist_flexion_deg, 0.0),
    }
    for joint, (top, bottom) in ends.items():
        if top != bottom:
            track = stage.motion.track(f"{joint}_{done.side}")
            track.move(done.start_s, rep.lift_s, top, rep.profile)
            track.move(done.lower_start_s, rep.lower_s, bottom)
    if rep.tremor:
        wave = Wave(amplitude=rep.tremor_deg, hz=rep.tremor_hz, start_s=done.start_s, end_s=done.end_s)
        stage.motion.wave(f"elbow_{done.side}", wave)


def _throw(
    stage: Stage, rep: SimulatedRep, sides: Sequence[Side], start_s: float, lower_start_s: float
) -> None:
    """Adds the throw of a cheating rep.

    The trunk dips, the hips thrust, and trunk, shoulder and upper arm rise; all return while lowering.
    """
    lift_s, winds_up = rep.lift_s, rep.pause_bottom_s >= WIND_UP_S

    def fling(
        joint: str, dip: float, throw: float, share: tuple[float, float], back: tuple[float, float]
    ) -> None:
        """To ``dip`` before the lift, to ``throw`` in a share of it, and ``back`` (start, duration)."""
        track = stage.motion.track(joint)
        rest = track.last
        if winds_up:
            track.move(start_s - WIND_UP_S, WIND_UP_S, rest + dip * rep.swing)
        track.move(start_s + share[0] * lift_s, (share[1] - share[0]) * lift_s, rest + throw * rep.swing)
        track.move(*back, rest)

    at_once = (start_s + 0.35 * lift_s, 0.4 * lift_s)
    slowly = (lower_start_s, 0.8 * rep.lower_s)
    fling("z", -0.05, 0.05, (0.0, 0.35), at_once)
    fling("x", -0.02, 0.06, (0.0, 0.35), at_once)
    fling("lean", 5.0, -9.0, (0.05, 0.5), slowly)
    for side in sides:
        fling(f"shoulder_z_{side}", -0.01, 0.05, (0.0, 0.35), slowly)
        fling(f"flexion_{side}", 0.0, 10.0, (0.2, 0.65), slowly)


def sway_shoulders(stage: Stage, start_s: float, end_s: float, sides: Sequence[Side]) -> None:
    """Adds natural movement of the shoulder, and so of the elbow: a few random waves in each direction.

    Parameters
    ----------
    stage : Stage
        Its ``arm.sway_mps2`` is the size.
    start_s, end_s : float
        s.
    sides : sequence of {"left", "right"}
    """
    # a wave of acceleration a has mean square a²/2, and those of 3 directions × SWAY_WAVES add up to sway_mps2²
    share = stage.arm.sway_mps2 * math.sqrt(2.0 / (3.0 * SWAY_WAVES))
    if share == 0.0:
        return
    for name in [f"shoulder_{axis}_{side}" for side in sides for axis in "xyz" for _ in range(SWAY_WAVES)]:
        hz, phase = stage.rng.uniform(*SWAY_HZ), stage.rng.uniform(0.0, 2.0 * math.pi)
        size = share / (2.0 * math.pi * hz) ** 2  # acceleration is ω² times displacement
        stage.motion.wave(
            name, Wave(amplitude=size, hz=hz, start_s=start_s, end_s=end_s, phase=phase, fade_s=0.6)
        )


def varied(
    rep: SimulatedRep,
    count: int,
    rng: np.random.Generator,
    *,
    time_share: float = 0.05,
    angle_deg: float = 2.0,
) -> tuple[SimulatedRep, ...]:
    """Makes reps that vary around one.

    Parameters
    ----------
    rep : SimulatedRep
    count : int
        Number of reps.
    rng : numpy Generator
    time_share : float
        Standard deviation of the durations, as a share of each.
    angle_deg : float
        Standard deviation of the angles at both ends, °. All deviations are cut at two standard deviations.
    """

    def about(value: float, spread: float) -> float:
        return value + spread * float(np.clip(rng.standard_normal(), -2.0, 2.0))

    return tuple(
        replace(
            rep,
            lift_s=about(rep.lift_s, time_share * rep.lift_s),
            lower_s=about(rep.lower_s, time_share * rep.lower_s),
            bottom_deg=about(rep.bottom_deg, angle_deg),
            top_deg=about(rep.top_deg, angle_deg),
        )
        for _ in range(count)
    )
