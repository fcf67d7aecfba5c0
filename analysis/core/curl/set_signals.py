"""Signals of a closed set, in which its reps are found and measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, elbow_acceleration
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import smooth
from analysis.core.signal.vectors import cross, size
from analysis.settings.curl_model import REP
from imu.types import Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSignals:
    """Signals of a set, n cells, in which its reps are found: angles grow and speed is positive while lifting."""

    angle_deg: Floats
    """Angle about the curl axis by gravity, any origin, ``(n,)``, °."""
    fused_deg: Floats
    """The same angle, its slow part by gravity and its fast part by the gyroscope, ``(n,)``, °."""
    speed_dps: Floats
    """Angular velocity about the curl axis, below 5 Hz, ``(n,)``, °/s."""
    turn_radps: Floats
    """Angular velocity in the sensor frame, ``(n, 3)``, rad/s."""
    elevation_deg: Floats | None
    """Elevation of the forearm, 0 hanging, 90 level, ``(n,)``, °; None where its direction is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceSignals:
    """Accelerations of a set, computed only once it is known to be one of curls; ``(n,)`` each."""

    inertial_mps2: Floats
    """Size of the acceleration besides gravity, below 8 Hz, m/s²."""
    push_mps2: Floats
    """Size of that part of it that lies in the plane of the curl, below 3 Hz, m/s²."""
    elbow_mps2: Floats
    """Size of the elbow's own acceleration, m/s²."""
    way_dps: Floats
    """Angular velocity about any axis, below 2 Hz, °/s: its integral is the way that the sensor turned."""


def set_signals(closed: ClosedSet, frame: CurlFrame, lever: Lever | None, sign: float) -> SetSignals:
    """Returns the signals of a set, signed so that lifting is positive.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    lever : Lever or None
        None where it is not good enough to give the forearm's elevation.
    sign : float
        −1 where the frame's axis must be reversed for that, else 1.
    """
    angle = sign * frame.angle_deg
    return SetSignals(
        angle_deg=angle,
        fused_deg=sign * frame.fused_deg,
        speed_dps=sign * frame.speed_dps,
        turn_radps=frame.turn_radps,
        elevation_deg=None
        if lever is None
        else elevation_deg(closed.up, frame.axis, lever.vector_m, sign, angle),
    )


def force_signals(closed: ClosedSet, frame: CurlFrame, lever: Lever) -> ForceSignals:
    """Returns the accelerations of a set."""
    step, axis = closed.step_s, frame.axis
    force = smooth(frame.inertial_mps2, REP.push_hz, step)
    return ForceSignals(
        inertial_mps2=size(smooth(frame.inertial_mps2, REP.inertial_hz, step)),
        push_mps2=size(force - (axis[:, None] * (force @ axis)).T),
        elbow_mps2=size(elbow_acceleration(closed, frame, lever)),
        way_dps=size(smooth(frame.turn_radps, REP.detour_hz, step)) * DEG_PER_RAD,
    )


def elevation_deg(up: Floats, axis: Floats, lever: Floats, sign: float, angle_deg: Floats) -> Floats:
    """Returns the elevation of the forearm, ``(n,)``, °: 0 where it hangs, 90 level.

    Parameters
    ----------
    up : (n, 3) float64
        Unit vector upwards, sensor frame.
    axis, lever : (3,) float64
        Curl axis (unit vector), and vector from elbow to sensor, sensor frame.
    sign : float
        −1 where the axis must be reversed for lifting to be positive, else 1.
    angle_deg : (n,) float64
        Angle about the curl axis, growing while lifting, °.
    """
    # The lever arm gives the elevation in every cell, but roughly; the angle about the axis is precise but
    # for its origin. So the angle is shifted by one offset: the mean difference of the two, a mean on the
    # circle. Sine and cosine of the elevation are the rows of ``lift``; those of the angle turn them back, so
    # that no angle has to be computed but the mean.
    lift = -(np.array([sign * cross(lever, axis), lever]) @ up.T)
    sine, cosine = np.sin(angle_deg * RAD_PER_DEG), np.cos(angle_deg * RAD_PER_DEG)
    lift /= np.maximum(np.sqrt(lift[0] * lift[0] + lift[1] * lift[1]), 1e-12)
    turned = float(lift[0] @ cosine - lift[1] @ sine), float(lift[1] @ cosine + lift[0] @ sine)
    offset = DEG_PER_RAD * atan2(*turned)
    middle = 0.5 * float(angle_deg.min() + angle_deg.max()) + offset
    return angle_deg + offset - 360.0 * round((middle - 90.0) / 360.0)
