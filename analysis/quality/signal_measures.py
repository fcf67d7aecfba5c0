"""Measures of a sensor's samples: where it rests, its noise, whether the gyroscope turns as gravity does."""

from __future__ import annotations

import numpy as np

from imu.types import Floats

REST_WINDOW_S, REST_ACC_MPS2, REST_GYR_RADPS = 1.0, 1.0, 0.3
"""Length of a rest, and the standard deviations up to which a hand is still, noise not counted."""
_TURN_HZ, _STEP_S, _GAP_S = 1.5, 0.02, 0.25
"""Low-pass and step of the signals whose rotation is compared, and time between readings that makes a gap."""
_ENOUGH_TURN_RADPS, _ENOUGH_S, _ABOUT_GRAVITY = 0.3, 0.5, 0.1
"""Angular velocity and time needed for that, and largest relative deviation of the specific force's size."""


def stillest(time: Floats, acc: Floats, gyr: Floats | None) -> slice | None:
    """Returns the indices of the window in which the sensor moves least; None where it never rests.

    Parameters
    ----------
    time : (n,) float64
        s.
    acc : (n, 3) float64
        m/s².
    gyr : (n, 3) float64, optional
        rad/s.
    """
    starts = np.searchsorted(time, np.arange(time[0], time[-1] - REST_WINDOW_S, REST_WINDOW_S / 4.0))
    stops = np.searchsorted(time, time[starts] + REST_WINDOW_S)
    best, least = None, np.inf
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        if stop - start < 5 or time[stop - 1] - time[start] < 0.8 * REST_WINDOW_S:
            continue
        moves = movement_of(acc[start:stop]) / REST_ACC_MPS2
        if gyr is not None:
            moves = max(moves, movement_of(gyr[start:stop]) / REST_GYR_RADPS)
        if moves < least:
            best, least = slice(start, stop), moves
    return best if least <= 1.0 else None


def noise_of(values: Floats) -> float:
    """Returns the standard deviation of the noise on an axis, in the unit of ``values``, ``(n, 3)``."""
    # Second differences x[k+1] − 2 x[k] + x[k−1] see no slow movement; of white noise with variance σ² they
    # have the variance (1 + 4 + 1) σ².
    return float(np.sqrt((np.diff(values, n=2, axis=0) ** 2).mean() / 6.0))


def movement_of(values: Floats) -> float:
    """Returns the standard deviation of the movement on an axis: the variance less that of the noise."""
    return float(np.sqrt(max(float(values.var(axis=0).mean()) - noise_of(values) ** 2, 0.0)))


def turns_like_gravity(time: Floats, acc: Floats, gyr: Floats) -> tuple[float, float] | None:
    """Returns how fast the gyroscope turns over how fast gravity does, and the correlation of the two.

    A direction ``u`` that is fixed in the world changes in the sensor frame by ``du/dt = −ω × u``. The left
    side is seen by the accelerometer, the right side told by the gyroscope. Compared are moments at which the
    specific force has about its usual size, so that it is gravity and no throw, and that lie in no gap. None
    where too little turned.

    Parameters
    ----------
    time : (n,) float64
        s.
    acc, gyr : (n, 3) float64
        m/s² and rad/s.
    """
    from analysis.core.signal.filters import smooth  # noqa: PLC0415  only needed here

    if len(time) < 2 or time[-1] - time[0] < _ENOUGH_S:
        return None
    even = np.arange(time[0], time[-1], _STEP_S)
    force, spin = (smooth(_resampled(even, time, x), _TURN_HZ, _STEP_S) for x in (acc, gyr))
    size = np.linalg.norm(force, axis=1)
    up = force / np.maximum(size, 1e-6)[:, None]
    seen, told = np.gradient(up, _STEP_S, axis=0), -np.cross(spin, up)
    near = np.searchsorted(time, even, side="right").clip(1, len(time) - 1)
    use = (np.abs(size / np.median(size) - 1.0) < _ABOUT_GRAVITY) & (time[near] - time[near - 1] < _GAP_S)
    use &= np.linalg.norm(seen, axis=1) > _ENOUGH_TURN_RADPS
    if use.sum() * _STEP_S < _ENOUGH_S:
        return None
    seen, told = seen[use], told[use]
    along, own, other = float((seen * told).sum()), float((seen * seen).sum()), float((told * told).sum())
    return float(np.sqrt(other / own)), along / max(np.sqrt(own * other), 1e-12)


def _resampled(even: Floats, time: Floats, values: Floats) -> Floats:
    return np.stack([np.interp(even, time, column) for column in values.T], axis=1)
