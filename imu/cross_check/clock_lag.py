"""Clocks of accelerometer and gyroscope that differ: at which shift of one gravity turns as the other says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from imu.cross_check.carried_gravity import gravity_misfit, telling_windows
from imu.types import Flags, Floats

_MOST_S, _STEP_S = 2.0, 0.05
"""Largest shift that is tried, and the step between, s."""
_GOOD = 0.15
"""Misfit of carried gravity, as a share of g, up to which a shift explains the fault: 0.05 where all is right, 0.12 where
the clocks drift by 0.6 s within a half."""
_LEAST_S = 0.1
"""Shift below which clocks agree, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLag:
    """How much later the gyroscope's clock is than the accelerometer's, s; negative if it is earlier."""

    first_s: float
    """In the first half of the recording."""
    second_s: float
    """In the second half."""

    @property
    def drifts(self) -> bool:
        """Whether it changes."""
        return abs(self.second_s - self.first_s) > 2.0 * _STEP_S


def clock_lag(time_s: Floats, acc_mps2: Floats, gyr_radps: Floats) -> ClockLag | None:
    """Finds the lag of a gyroscope that does not turn as gravity does; None where none explains that.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc_mps2, gyr_radps : (n, 3) float64
        On the same rows.
    """
    middle = 0.5 * (time_s[0] + time_s[-1])
    halves = [_lag_s(time_s, acc_mps2, gyr_radps, half) for half in (time_s < middle, time_s >= middle)]
    first, second = halves
    if first is None or second is None or max(abs(first), abs(second)) < _LEAST_S:
        return None
    return ClockLag(first_s=first, second_s=second)


def _lag_s(time_s: Floats, acc_mps2: Floats, gyr_radps: Floats, rows: Flags) -> float | None:
    """The shift at which gravity fits best in some rows, s; None where it fits at none."""
    steps = round(_MOST_S / _STEP_S)
    lags = np.arange(-steps, steps + 1) * _STEP_S
    misfits = [_misfit(time_s, acc_mps2, gyr_radps, rows, float(lag)) for lag in lags]
    best = int(np.argmin(misfits))
    return float(lags[best]) if misfits[best] <= _GOOD else None


def _misfit(time_s: Floats, acc_mps2: Floats, gyr_radps: Floats, rows: Flags, lag_s: float) -> float:
    own_s = time_s[rows]
    turn = np.column_stack([np.interp(own_s + lag_s, time_s, axis) for axis in gyr_radps.T])
    windows = telling_windows(own_s, acc_mps2[rows], turn)
    return float("inf") if windows is None else float(np.median(gravity_misfit(windows, np.eye(3)[None])))
