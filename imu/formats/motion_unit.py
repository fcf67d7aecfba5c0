"""The unit of a gyroscope that does not state one, from how fast gravity turns in the sensor frame."""

from __future__ import annotations

import numpy as np

from imu.formats.headers import GYRO_UNITS
from imu.types import Floats

_SMOOTH_S = 0.3
_LONGEST_S = 3600.0
"""As much of a recording as is looked at."""
_FULL_SCALE_RADPS = 40.0
"""No gyroscope in use measures more (2000 °/s is 35 rad/s)."""
_LIKENESS = 0.5
"""Least correlation between the two turning rates."""
_SPREAD = 3.0
"""How far from one the scale may lie; the units are 57 apart."""


def unit_by_motion(time_s: Floats, acc: Floats, gyr: Floats) -> str | None:
    """``rad/s`` or ``deg/s``, whichever explains how the direction of gravity moves; None if neither does.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        On the same rows, any unit.

    Notes
    -----
    In the sensor frame a direction fixed to the earth moves by du/dt = -ω × u.
    """
    if len(time_s) < 20 or time_s[-1] - time_s[0] < 2 * _SMOOTH_S:
        return None
    end_s = min(float(time_s[-1]), float(time_s[0]) + _LONGEST_S)
    grid = np.arange(time_s[0], end_s, _SMOOTH_S / 6.0)
    up = np.stack([np.interp(grid, time_s, column) for column in acc.T], axis=1)
    turn = np.stack([np.interp(grid, time_s, column) for column in gyr.T], axis=1)
    up, turn = _smooth(up), _smooth(turn)
    up = up / np.maximum(np.linalg.norm(up, axis=1), 1e-9)[:, None]
    seen = np.gradient(up, grid, axis=0).ravel() if len(grid) > 2 else np.zeros(0)
    said = -np.cross(turn, up).ravel()
    return _fitting_unit(seen, said, float(np.abs(gyr).max()))


def _fitting_unit(seen: Floats, said: Floats, largest: float) -> str | None:
    power = float(said @ said), float(seen @ seen)
    if min(power) <= 0.0 or float(said @ seen) < _LIKENESS * np.sqrt(power[0] * power[1]):
        return None
    scale = np.sqrt(power[1] / power[0])
    for unit in ("rad/s", "deg/s"):
        fits = 1.0 / _SPREAD < scale / GYRO_UNITS[unit] < _SPREAD
        if fits and largest * GYRO_UNITS[unit] < _FULL_SCALE_RADPS:
            return unit
    return None


def _smooth(values: Floats) -> Floats:
    kernel = np.ones(6) / 6.0
    return np.stack([np.convolve(column, kernel, mode="same") for column in values.T], axis=1)
