"""The cells of one closed set: what its reps are found in and measured from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.core.signal.gyroscope_zero import GyroscopeZero
from analysis.core.signal.repeated import Standstill
from imu.cross_check.carried_gravity import telling_windows
from imu.cross_check.gyroscope_axes import is_mirrored
from imu.types import Flags, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedSet:
    """Grid cells of one closed set, n of them, with a little before it; vectors are in the sensor frame."""

    time_s: Floats
    """Middle of each cell, ``(n,)``, s."""
    ready_s: Floats
    """Time of the reading that completed each cell, ``(n,)``, s."""
    acc_mps2: Floats
    """Specific force, ``(n, 3)``, m/s²."""
    gyr_radps: Floats
    """Angular velocity without bias, ``(n, 3)``, rad/s; without a gyroscope, that of gravity's direction."""
    up: Floats
    """Unit vector upwards, ``(n, 3)``."""
    gap: Flags
    """Whether a cell bridges a gap, ``(n,)``."""
    clipped: Flags
    """Whether the sensor hit its limit in a cell, ``(n,)``."""
    step_s: float
    """Time between cells, s."""
    has_gyro: bool
    """Whether the sensor has a gyroscope."""
    zero: GyroscopeZero | None = None
    """Bias of the gyroscope that was taken off, where it was found from this set or a rest before."""
    before_hole: bool = False
    """Whether a hole follows its last cell."""
    frozen: tuple[Standstill, ...] = ()
    """Times in which the sensor repeated one reading; the cells that bridge them are among those of ``gap``."""

    def cut_by_gap(self, *, hole: bool) -> ClosedSet:
        """Returns the cells of a set that a gap ended: it begins in the last one, and cuts the rep that reaches it.

        Parameters
        ----------
        hole : bool
            Whether readings are missing; False where only the gyroscope came or went.
        """
        gap = self.gap.copy()
        gap[-1:] = True
        return replace(self, gap=gap, before_hole=hole)


def gyroscope_is_mirrored(closed: ClosedSet) -> bool:
    """Returns whether the gyroscope's axes are left-handed.

    Which single axis is reversed cannot be told here: the stream has rotated the sensor's frame.
    """
    return closed.has_gyro and is_mirrored(telling_windows(closed.time_s, closed.acc_mps2, closed.gyr_radps))
