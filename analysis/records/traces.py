"""Curves of signals over time, for pictures: of a set, and of the sensors that accompany it."""

from __future__ import annotations

from dataclasses import dataclass

from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTrace:
    """Signals of one set on the tracker's even grid, for pictures; ``(n,)``, NaN where data are missing."""

    time_s: Floats
    """Times on the recording's axis, s."""
    angle_deg: Floats
    """Elevation of the forearm where it is known, else the angle above the set's own bottom, °."""
    angle_is_absolute: bool
    """Whether the angle is an elevation: 0° hanging, 90° level."""
    lift_speed_dps: Floats
    """Angular velocity about the curl axis, °/s; positive while lifting."""
    push_mps2: Floats
    """Acceleration beyond gravity in the plane of the lift, below 3 Hz, m/s²."""
    elbow_mps2: Floats | None
    """Acceleration of the elbow itself, m/s²; None where it cannot be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanionTrace:
    """Inclination of an accompanying sensor (on trunk or upper arm) over time; arrays ``(n,)``, NaN in long gaps."""

    sensor: str
    """Placement of the sensor, such as ``trunk``."""
    time_s: Floats
    """Times on the recording's axis, s."""
    inclination_deg: Floats
    """Angle between the sensor's "up" now and at its own first rest, °; of a trunk that is known to have stood, against
    that posture."""
    signed: bool = False
    """Whether it is known which way is forward: that is positive then, and backward negative."""
