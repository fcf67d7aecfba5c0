"""Two sensors of one device on different time grids: one is read off, linearly, at the other's times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.types import Floats

MAX_GAP_S = 0.3
"""Interpolation never bridges a longer hole."""


def covered(time_s: Floats, by_s: Floats) -> NDArray[np.bool_]:
    """Which of ``time_s`` lie between two samples of ``by_s`` no more than 0.3 s apart (or on one)."""
    after = np.clip(np.searchsorted(by_s, time_s, side="left"), 0, len(by_s) - 1)
    before = np.clip(np.searchsorted(by_s, time_s, side="right") - 1, 0, len(by_s) - 1)
    inside = (time_s >= by_s[0]) & (time_s <= by_s[-1])
    return np.asarray(inside & (by_s[after] - by_s[before] <= MAX_GAP_S))


def at_times(time_s: Floats, from_s: Floats, values: Floats) -> Floats:
    """(n, k) values of (m, k) samples at other times, linear between neighbours."""
    return np.stack([np.interp(time_s, from_s, column) for column in values.T], axis=1)


def on_one_grid(a_s: Floats, a: Floats, b_s: Floats, b: Floats, where: str) -> tuple[Floats, Floats, Floats]:
    """Times, ``a`` and ``b`` on the denser of the two grids, where both have samples nearby.

    Parameters
    ----------
    a_s, b_s : (n,), (m,) float64
        Non-decreasing times on one axis.
    a, b : (n, k), (m, l) float64
    where : str
        For the message.

    Raises
    ------
    RecordingError
        If they have no time in common.
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
