"""Aligns two sensors of one device with different times: one is interpolated linearly at the times of the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.types import Floats

MAX_GAP_S = 0.3
"""Longest gap that is interpolated, s."""


def covered(time_s: Floats, by_s: Floats) -> NDArray[np.bool_]:
    """Which of ``time_s`` lie on a sample of ``by_s``, or between two at most ``MAX_GAP_S`` apart: (n,) bool."""
    after = np.clip(np.searchsorted(by_s, time_s, side="left"), 0, len(by_s) - 1)
    before = np.clip(np.searchsorted(by_s, time_s, side="right") - 1, 0, len(by_s) - 1)
    inside = (time_s >= by_s[0]) & (time_s <= by_s[-1])
    return np.asarray(inside & (by_s[after] - by_s[before] <= MAX_GAP_S))


def at_times(time_s: Floats, from_s: Floats, values: Floats) -> Floats:
    """Interpolates samples linearly at other times.

    Parameters
    ----------
    time_s : (n,) float64
        Times wanted, s.
    from_s : (m,) float64
        Times of the samples, non-decreasing, s.
    values : (m, k) float64

    Returns
    -------
    (n, k) float64
        In the unit of ``values``.
    """
    return np.stack([np.interp(time_s, from_s, column) for column in values.T], axis=1)


def on_one_grid(a_s: Floats, a: Floats, b_s: Floats, b: Floats, where: str) -> tuple[Floats, Floats, Floats]:
    """Brings two sensors to the times of the one with more samples, where both have samples nearby.

    Parameters
    ----------
    a_s, b_s : (n,), (m,) float64
        Non-decreasing times on one axis, s.
    a, b : (n, k), (m, l) float64
        Samples.
    where : str
        Name of the file, for messages.

    Returns
    -------
    (p,), (p, k), (p, l) float64
        Common times, ``a`` and ``b`` at these.

    Raises
    ------
    RecordingError
        They have no time in common.
    """
    if len(a_s) == len(b_s) and np.array_equal(a_s, b_s):
        return a_s, a, b
    in_a, in_b = covered(a_s, b_s), covered(b_s, a_s)
    if not in_a.any() and not in_b.any():
        what = "the accelerometer and the other sensor have no time in common; give files of one recording."
        raise RecordingError(what, path=where)
    if in_a.sum() >= in_b.sum():
        return a_s[in_a], a[in_a], at_times(a_s[in_a], b_s, b)
    return b_s[in_b], at_times(b_s[in_b], a_s, a), b[in_b]
