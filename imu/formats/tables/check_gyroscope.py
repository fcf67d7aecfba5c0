"""Checks or finds the unit of a gyroscope by how fast gravity rotates in the sensor frame."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.header_units import GYRO_UNITS
from imu.formats.tables.spikes import without_spikes
from imu.types import Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

_SMOOTH_S = 0.3
_LONGEST_S = 3600.0
"""Length of a recording that is examined, s."""
_FULL_SCALE_RADPS = 40.0
"""Largest angular velocity that gyroscopes in use can measure, rad/s (2000 °/s is 35 rad/s)."""
_IMPOSSIBLE_RADPS, _SPIKES_PERCENT = 70.0, 99
"""If this percentile of the angular velocity exceeds this limit, rad/s (4000 °/s), the unit is wrong in any case."""
_ENOUGH_READINGS = 20
_LIKENESS = 0.5
"""Smallest correlation between measured and expected rotation for a decision."""
_AS_WELL = 0.01
"""Difference of that correlation below which one order of the columns fits as well as another."""
_SPREAD = 3.0
"""Largest factor by which the scale may differ from a unit's; the units differ by 57."""


def unit_by_motion(time_s: Floats, acc: Floats, gyr: Floats) -> str | None:
    """Finds the unit of a gyroscope by how the direction of gravity moves in the sensor frame.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force and angular velocity on the same rows, any unit.

    Returns
    -------
    {"rad/s", "deg/s"} or None
        None where neither explains the movement.
    """
    time_s, acc, gyr = without_spikes(time_s, acc, gyr)
    scale = scale_by_motion(time_s, acc, gyr)
    if scale is None:
        return None
    largest = float(np.percentile(np.abs(gyr), _SPIKES_PERCENT, axis=0).max())
    for unit in ("rad/s", "deg/s"):
        if _near(scale, GYRO_UNITS[unit]) and largest * GYRO_UNITS[unit] < _FULL_SCALE_RADPS:
            return unit
    return None


def check_turning(time_s: Floats, acc_mps2: Floats, gyr_radps: Floats, where: str) -> None:
    """Checks the unit of a gyroscope by how the direction of gravity moves in the sensor frame.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc_mps2, gyr_radps : (n, 3) float64
        Specific force and angular velocity on the same rows.
    where : str
        Name of the file, for messages.

    Raises
    ------
    RecordingError
        The angular velocity is about 57 times too large or too small, as with degrees taken for radians (in 251 real
        recordings with motion the factor is 0.45 to 2.3), or larger than any gyroscope measures.
    """
    time_s, acc_mps2, gyr_radps = without_spikes(time_s, acc_mps2, gyr_radps)
    scale = scale_by_motion(time_s, acc_mps2, gyr_radps)
    for wrong, stated, seen in ((RAD_PER_DEG, "rad/s", "deg/s"), (DEG_PER_RAD, "deg/s", "rad/s")):
        if scale is not None and _near(scale, wrong):
            what = (
                f"the unit of the angular velocity is given as {stated}, but gravity turns as it would for "
                f"{seen}; correct the unit."
            )
            raise RecordingError(what, path=where)
    _check_range(gyr_radps, where)


def _check_range(gyr_radps: Floats, where: str) -> None:
    """Refuses angular velocities that no gyroscope can measure."""
    if len(gyr_radps) < _ENOUGH_READINGS or np.abs(gyr_radps).max() <= _IMPOSSIBLE_RADPS:
        return
    largest = float(np.percentile(np.abs(gyr_radps), _SPIKES_PERCENT, axis=0).max())
    if largest > _IMPOSSIBLE_RADPS:
        what = (
            f"the angular velocity reaches {largest:.3g} rad/s, which no gyroscope measures; correct the unit (are "
            "they degrees a second, or raw counts?)."
        )
        raise RecordingError(what, path=where)


def _near(scale: float, size: float) -> bool:
    return 1.0 / _SPREAD < scale / size < _SPREAD


def scale_by_motion(time_s: Floats, acc: Floats, gyr: Floats, *, alike: float = _LIKENESS) -> float | None:
    """Factor that makes rad/s of (n, 3) angular velocities ``gyr``.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force and angular velocity on the same rows, any unit.
    alike : float
        Smallest correlation between measured and expected rotation for an answer.

    Returns
    -------
    float or None
        None where the motion does not tell.
    """
    seen, turn, up = _turning(time_s, acc, gyr)
    said = -np.cross(turn, up).ravel()
    power = float(said @ said), float(seen @ seen)
    if min(power) <= 0.0 or float(said @ seen) < alike * np.sqrt(power[0] * power[1]):
        return None
    # geometric mean of the slopes of regression of either on the other, as both are noisy
    return float(np.sqrt(power[1] / power[0]))


def axes_by_motion(time_s: Floats, acc: Floats, gyr: Floats) -> tuple[int, ...] | None:
    """Finds which column of a gyroscope is about which axis, by how the direction of gravity moves.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    acc, gyr : (n, 3) float64
        Specific force with known axes, and angular velocity with columns in any order, any unit.

    Returns
    -------
    tuple of int or None
        Indices of the columns about x, y and z. The order as it is where it fits as well as any; None where none fits.
    """
    time_s, acc, gyr = without_spikes(time_s, acc, gyr)
    seen, turn, up = _turning(time_s, acc, gyr)
    fits = {}
    for order in permutations(range(3)):
        said = -np.cross(turn[:, order], up).ravel()
        power = float(said @ said) * float(seen @ seen)
        fits[order] = float(said @ seen) / np.sqrt(power) if power > 0.0 else 0.0
    best = max(fits, key=fits.__getitem__)
    if fits[best] < _LIKENESS:
        return None
    as_it_is = (0, 1, 2)
    return as_it_is if fits[as_it_is] >= fits[best] - _AS_WELL else best


def _turning(time_s: Floats, acc: Floats, gyr: Floats) -> tuple[Floats, Floats, Floats]:
    """Movement of gravity's direction (3m,), smoothed angular velocity (m, 3) and the direction (m, 3) on a grid.

    In the sensor frame a direction u that is fixed to the earth moves by du/dt = -ω × u; here u is that of smoothed
    specific force, which is mostly gravity. All are empty where the recording is too short.
    """
    if len(time_s) < _ENOUGH_READINGS or time_s[-1] - time_s[0] < 2 * _SMOOTH_S:
        return np.zeros(0), np.zeros((0, 3)), np.zeros((0, 3))
    end_s = min(float(time_s[-1]), float(time_s[0]) + _LONGEST_S)
    grid = np.arange(time_s[0], end_s, _SMOOTH_S / 6.0)
    up = _smooth(np.stack([np.interp(grid, time_s, column) for column in acc.T], axis=1))
    turn = _smooth(np.stack([np.interp(grid, time_s, column) for column in gyr.T], axis=1))
    up = up / np.maximum(np.linalg.norm(up, axis=1), 1e-9)[:, None]
    seen = np.gradient(up, grid, axis=0).ravel() if len(grid) > 2 else np.zeros(up.size)
    return seen, turn, up


def _smooth(values: Floats) -> Floats:
    kernel = np.ones(6) / 6.0
    return np.stack([np.convolve(column, kernel, mode="same") for column in values.T], axis=1)
