"""The cells of one closed set: what its reps are found in and measured from."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.core.signal.gyroscope_zero import GyroscopeZero
from imu.cross_check.carried_gravity import telling_windows
from imu.cross_check.gyroscope_axes import is_mirrored
from imu.types import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSet:
    """Grid cells of one closed set, with a little before it.

    Attributes
    ----------
    time_s, ready_s : (n,) float64
    acc_mps2, gyr_radps, up : (n, 3) float64
        Gyroscope without bias; without a gyroscope what the accelerometer itself shows.
    gap, clipped : (n,) bool
    step_s : float
    has_gyro : bool
    zero : GyroscopeZero or None
        What the gyroscope reads at rest, where it was found from this set or a rest before; it is taken off.
    """

    time_s: Floats
    ready_s: Floats
    acc_mps2: Floats
    gyr_radps: Floats
    up: Floats
    gap: Flags
    clipped: Flags
    step_s: float
    has_gyro: bool
    zero: GyroscopeZero | None = None


def gyroscope_is_mirrored(closed: ClosedSet) -> bool:
    """The gyroscope's axes are of the other handedness. (Whether single axes are cannot be told here: the stream has
    turned the sensor's frame.)"""
    return closed.has_gyro and is_mirrored(telling_windows(closed.time_s, closed.acc_mps2, closed.gyr_radps))
