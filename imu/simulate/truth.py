"""True figures of the simulated reps, which an analysis of the recording should find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imu.placement import Side
from imu.simulate.arm import RAISE, ArmFrames
from imu.simulate.kinematics import Frame
from imu.simulate.stage import PerformedRep, PerformedSet, SimulatedRep
from imu.types import Floats
from imu.units import DEG_PER_RAD

UP = np.array([0.0, 0.0, 1.0])
"""Upwards in the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepTruth:
    """True figures of one rep.

    Attributes
    ----------
    plan : SimulatedRep
        The plan of the rep.
    sensor, side : str
        Placement of the sensor, and arm.
    set_index, index : int
        Number of the set, and of the rep in it, from 0.
    start_s, top_s, lower_start_s, end_s : float
        Times at which lifting begins, the top is reached, lowering begins, and lowering ends, s.
    bottom_deg, top_deg, rom_deg : float
        Elevation of the forearm in the world at ``start_s`` and ``top_s`` (0 hanging, 90 level, in the plane of the
        curl) and their difference; it includes the swing of the body.
    peak_speed_dps : float
        Largest rate of that elevation in the lift, °/s.
    elbow_rms_mps2 : float
        RMS of the elbow's acceleration in ``[start_s, end_s)``, m/s².
    inertial_peak_mps2 : float
        95th percentile of the sensor's acceleration without gravity in ``[start_s, end_s)``, m/s².
    axis : (3,) float64
        Curl axis in the sensor frame (mean over the rep), unit length, right-handed for lifting.
    lever_m : (3,) float64
        Vector from elbow to sensor in the sensor frame (mean over the rep), m.
    lever_perp_m : float
        Length of the component of ``lever_m`` perpendicular to ``axis``, m.
    swung, fast, partial, tremor : bool
        As in the plan.
    """

    plan: SimulatedRep
    sensor: str
    side: Side
    set_index: int
    index: int
    start_s: float
    top_s: float
    lower_start_s: float
    end_s: float
    bottom_deg: float
    top_deg: float
    rom_deg: float
    peak_speed_dps: float
    elbow_rms_mps2: float
    inertial_peak_mps2: float
    axis: Floats
    lever_m: Floats
    lever_perp_m: float
    swung: bool
    fast: bool
    partial: bool
    tremor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmTruth:
    """True motion of one arm with a sensor, at 100 Hz (`TRUTH_HZ`) whatever the sensor's rate.

    Positions are in the world: x forwards, y left, z up, from where the hips are at the start.

    Attributes
    ----------
    sensor, side : str
        Placement of the sensor, and arm.
    time_s : (n,) float64
        s.
    elevation_deg : (n,) float64
        Elevation of the forearm, °: 0 hanging, 90 level.
    lean_deg : (n,) float64
        Angle of the trunk, °: 0 upright, forwards positive.
    hips_m, shoulder_m, elbow_m : (n, 3) float64
        Positions, m.
    elbow_mps2 : (n, 3) float64
        Acceleration of the elbow, m/s².
    sensor_m : (n, 3) float64
        Position of the sensor, m.
    up : (n, 3) float64
        Unit vector of the world's z axis in the sensor frame.
    reps : tuple of RepTruth
    """

    sensor: str
    side: Side
    time_s: Floats
    elevation_deg: Floats
    lean_deg: Floats
    hips_m: Floats
    shoulder_m: Floats
    elbow_m: Floats
    elbow_mps2: Floats
    sensor_m: Floats
    up: Floats
    reps: tuple[RepTruth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Truth about a simulated session.

    Attributes
    ----------
    arms : tuple of ArmTruth
        One for each sensor that is worn where curls are counted.
    sets : tuple of PerformedSet
    """

    arms: tuple[ArmTruth, ...]
    sets: tuple[PerformedSet, ...]

    @property
    def reps(self) -> tuple[RepTruth, ...]:
        """Reps of all arms, in order of time."""
        return tuple(sorted((rep for arm in self.arms for rep in arm.reps), key=lambda rep: rep.start_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """Signals of one arm over the session, ``(n,)`` and ``(n, 3)``, from which the figures of its reps are made."""

    sensor: str
    time_s: Floats
    elevation_deg: Floats
    speed_dps: Floats
    elbow_mps2: Floats
    sensor_mps2: Floats
    axis: Floats
    lever_m: Floats

    def rep(self, done: PerformedRep) -> RepTruth:
        during = (self.time_s >= done.start_s) & (self.time_s < done.end_s)
        lifting = (self.time_s >= done.start_s) & (self.time_s <= done.top_s)
        bottom, top = np.interp([done.start_s, done.top_s], self.time_s, self.elevation_deg).tolist()
        axis, lever = self.axis[during].mean(axis=0), self.lever_m[during].mean(axis=0)
        axis /= np.linalg.norm(axis)
        return RepTruth(
            plan=done.plan,
            sensor=self.sensor,
            side=done.side,
            set_index=done.set_index,
            index=done.index,
            start_s=done.start_s,
            top_s=done.top_s,
            lower_start_s=done.lower_start_s,
            end_s=done.end_s,
            bottom_deg=bottom,
            top_deg=top,
            rom_deg=top - bottom,
            peak_speed_dps=float(self.speed_dps[lifting].max()),
            elbow_rms_mps2=float(np.sqrt((self.elbow_mps2[during] ** 2).sum(axis=1).mean())),
            inertial_peak_mps2=float(np.percentile(np.linalg.norm(self.sensor_mps2[during], axis=1), 95.0)),
            axis=axis,
            lever_m=lever,
            lever_perp_m=float(np.linalg.norm(np.cross(lever, axis))),
            swung=done.plan.swung,
            fast=done.plan.fast,
            partial=done.plan.partial,
            tremor=done.plan.tremor,
        )


def arm_truth(
    name: str, *, side: Side, time_s: Floats, frames: ArmFrames, sensor: Frame, done: Sequence[PerformedRep]
) -> ArmTruth:
    """Computes the truth about one arm.

    Parameters
    ----------
    name : str
        Placement of its sensor.
    side : {"left", "right"}
    time_s : (n,) float64
        s.
    frames : ArmFrames
        Its segments at ``time_s``.
    sensor : Frame
        The sensor's frame at ``time_s``.
    done : sequence of PerformedRep
        Reps of all arms.
    """
    elbow = frames.elbow
    axis = elbow.to_world(np.array(RAISE))
    course = _Course(
        sensor=name,
        time_s=time_s,
        elevation_deg=_elevation_deg(elbow, axis),
        speed_dps=DEG_PER_RAD * (elbow.w_radps * axis).sum(axis=1),
        elbow_mps2=elbow.acc_mps2,
        sensor_mps2=sensor.acc_mps2,
        axis=sensor.from_world(axis),
        lever_m=sensor.from_world(sensor.origin_m - elbow.origin_m),
    )
    return ArmTruth(
        sensor=name,
        side=side,
        time_s=time_s,
        elevation_deg=course.elevation_deg,
        lean_deg=_lean_deg(frames.trunk),
        hips_m=frames.trunk.origin_m,
        shoulder_m=frames.upper_arm.origin_m,
        elbow_m=elbow.origin_m,
        elbow_mps2=elbow.acc_mps2,
        sensor_m=sensor.origin_m,
        up=sensor.from_world(UP),
        reps=tuple(course.rep(rep) for rep in done if rep.side == side),
    )


def _elevation_deg(elbow: Frame, axis: Floats) -> Floats:
    """Elevation of the forearm: signed angle about the curl axis from hanging, without jumps of 360°."""
    forearm = elbow.to_world(-UP)
    sine = (axis * np.cross(-UP, forearm)).sum(axis=1)
    return np.asarray(np.degrees(np.unwrap(np.arctan2(sine, -forearm[:, 2]))))


def _lean_deg(trunk: Frame) -> Floats:
    """Angle of the trunk from the vertical in its sagittal plane (the one of forwards and up)."""
    up = trunk.from_world(UP)
    return np.asarray(np.degrees(np.arctan2(-up[:, 0], up[:, 2])))
