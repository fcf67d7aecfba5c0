"""What samples show of a sensor by themselves: where it rests, its noise, and whether it turns as gravity does."""

from __future__ import annotations

import numpy as np

from imu.types import Floats

REST_WINDOW_S, REST_ACC_MPS2, REST_GYR_RADPS = 1.0, 1.0, 0.3
"""A hand is still where, for this long, it moves no more than this (noise not counted)."""
_TURN_HZ, _STEP_S, _HOLE_S = 1.5, 0.02, 0.25
_ENOUGH_TURN_RADPS, _ENOUGH_S, _ABOUT_GRAVITY = 0.3, 0.5, 0.1


def stillest(time: Floats, acc: Floats, gyr: Floats | None) -> slice | None:
    """The window in which least moves; None where something always does."""
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
    """Standard deviation per axis of what changes from reading to reading: second differences see no slow
    movement, and are √6 times as large as white noise."""
    return float(np.sqrt((np.diff(values, n=2, axis=0) ** 2).mean() / 6.0))


def movement_of(values: Floats) -> float:
    """Standard deviation per axis of the rest."""
    return float(np.sqrt(max(float(values.var(axis=0).mean()) - noise_of(values) ** 2, 0.0)))


def turns_like_gravity(time: Floats, acc: Floats, gyr: Floats) -> tuple[float, float] | None:
    """Gyroscope over gravity, and how far they agree (a correlation); None where little turned.

    A fixed direction in the world turns by −ω×u in the sensor frame. Only where the accelerometer reads about
    its usual size, so where it shows gravity and not a throw, and in no hole.
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
    use = (np.abs(size / np.median(size) - 1.0) < _ABOUT_GRAVITY) & (time[near] - time[near - 1] < _HOLE_S)
    use &= np.linalg.norm(seen, axis=1) > _ENOUGH_TURN_RADPS
    if use.sum() * _STEP_S < _ENOUGH_S:
        return None
    seen, told = seen[use], told[use]
    along, own, other = float((seen * told).sum()), float((seen * seen).sum()), float((told * told).sum())
    return float(np.sqrt(other / own)), along / max(np.sqrt(own * other), 1e-12)


def _resampled(even: Floats, time: Floats, values: Floats) -> Floats:
    return np.stack([np.interp(even, time, column) for column in values.T], axis=1)
