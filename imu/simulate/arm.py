"""The body of the simulated lifter (hips, trunk, shoulder, upper arm, forearm, hand) and where sensors are worn."""

from __future__ import annotations

from dataclasses import dataclass

from imu.placement import Side, without_side
from imu.simulate.kinematics import Frame
from imu.simulate.motion import Jet, Motion
from imu.types import Floats

RAISE = (0.0, -1.0, 0.0)
LEAN = (0.0, 1.0, 0.0)
ABDUCT = (-1.0, 0.0, 0.0)
_LONG = (0.0, 0.0, 1.0)
"""Axes of rotation in a hanging segment (x forwards, y left, z up): of flexion, leaning forwards, abduction, and the
segment's own long axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmModel:
    """Lengths (m) and posture of the lifter.

    Attributes
    ----------
    forearm_m : float
        Elbow to sensor along the forearm, wrist straight.
    upper_arm_m, trunk_m, shoulder_m : float
        Shoulder to elbow; hip to shoulder height; half the shoulder width.
    off_axis_m : float
        Distance of a wrist sensor from the forearm's long axis, backwards (it is on the back of the wrist).
    hand_m : float
        Distance of a sensor in the hand or on the weight from the wrist joint.
    bench_deg : float
        Elevation of the upper arm at rest, °: 0 hanging, positive on a preacher bench, negative on an incline bench.
    tilt_deg : float
        Abduction of the whole arm, °, by which the curl axis is not level.
    sway_mps2 : float
        Natural movement of the elbow during a set: RMS acceleration over all three directions together, m/s².
    """

    forearm_m: float = 0.28
    upper_arm_m: float = 0.30
    trunk_m: float = 0.50
    shoulder_m: float = 0.19
    off_axis_m: float = 0.02
    hand_m: float = 0.08
    bench_deg: float = 0.0
    tilt_deg: float = 0.0
    sway_mps2: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmFrames:
    """Frames of trunk and one arm over the samples; z is the long axis of each, up when the arm hangs.

    Attributes
    ----------
    trunk, upper_arm : Frame
        Origins: the hips, and the shoulder.
    elbow : Frame
        Origin: the elbow. It bends with the forearm but does not rotate with supination.
    forearm, hand : Frame
        Origins: the elbow, and the wrist joint.
    """

    trunk: Frame
    upper_arm: Frame
    elbow: Frame
    forearm: Frame
    hand: Frame


def arm_frames(motion: Motion, arm: ArmModel, side: Side, time_s: Floats) -> ArmFrames:
    """Computes the frames of trunk and one arm.

    Parameters
    ----------
    motion : Motion
        Movement of all joints.
    arm : ArmModel
    side : {"left", "right"}
    time_s : (n,) float64
        s.
    """
    mirror = 1.0 if side == "right" else -1.0

    def signal(name: str, factor: float = 1.0) -> Jet:
        return motion.at(name, time_s).scaled(factor)

    hips = Frame.world(len(time_s)).slid(signal("x"), signal("y"), signal("z")).turned(_LONG, signal("turn"))
    trunk = hips.turned(LEAN, signal("lean"))
    shoulder = trunk.shifted((0.0, -mirror * arm.shoulder_m, arm.trunk_m))
    shoulder = shoulder.slid(*(signal(f"shoulder_{axis}_{side}") for axis in "xyz"))
    outward = signal(f"abduction_{side}", mirror)
    upper_arm = shoulder.turned(ABDUCT, outward).turned(RAISE, signal(f"flexion_{side}"))
    upper_arm = upper_arm.turned(_LONG, signal(f"rotation_{side}", mirror))
    elbow = upper_arm.shifted((0.0, 0.0, -arm.upper_arm_m)).turned(RAISE, signal(f"elbow_{side}"))
    forearm = elbow.turned(_LONG, signal(f"supination_{side}", mirror))
    wrist = forearm.shifted((0.0, 0.0, arm.hand_m - arm.forearm_m))
    hand = wrist.turned(RAISE, signal(f"wrist_{side}"))
    return ArmFrames(trunk=trunk, upper_arm=upper_arm, elbow=elbow, forearm=forearm, hand=hand)


def sensor_frame(placement: str, frames: ArmFrames, arm: ArmModel) -> Frame:
    """Frame of a sensor whose axes are those of the segment that it is worn on.

    Parameters
    ----------
    placement : str
        Such as ``wrist`` or ``wrist_left``; the side does not matter here, as ``frames`` are of one arm.
    frames : ArmFrames
    arm : ArmModel

    Raises
    ------
    ValueError
        No sensor can be worn there.
    """
    match without_side(placement):
        case "wrist" | "forearm":
            return frames.forearm.shifted((-arm.off_axis_m, 0.0, -arm.forearm_m))
        case "dumbbell" | "barbell":
            return frames.hand.shifted((0.0, 0.0, -arm.hand_m))
        case "upper_arm":
            return frames.upper_arm.shifted((0.0, 0.0, -0.5 * arm.upper_arm_m))
        case "trunk":
            return frames.trunk.shifted((0.1, 0.0, 0.7 * arm.trunk_m))
    msg = f"no sensor at {placement!r}: use wrist, forearm, dumbbell, barbell, upper_arm or trunk"
    raise ValueError(msg)
