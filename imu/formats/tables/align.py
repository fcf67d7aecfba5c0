"""Aligns two sensors of one device with different times: one is interpolated linearly at the times of the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.types import Floats

MAX_GAP_S = 0.3
"""Longest gap that is interpolated, s."""
ABSENT_S = 1.0
"""Time without angular velocity from which it is the gyroscope that is missing, s; less is a hole in the data."""
_UNSAID_S, _UNSAID_SHARE = 1.0, 0.02
"""What may be cut without a word, as sensors do not start and end together: a second, and this share of the recording."""


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


def with_turning(
    acc_s: Floats, acc: Floats, gyr_s: Floats, gyr: Floats, where: str
) -> tuple[Floats, Floats, Floats]:
    """Brings a gyroscope to an accelerometer, as `on_one_grid` does; where it was silent for long, it is NaN.

    So the accelerometer counts on alone, as in a live session. A silence of less than ``ABSENT_S`` is a hole of both.

    Parameters
    ----------
    acc_s, gyr_s : (n,), (m,) float64
        Non-decreasing times on one axis, s.
    acc, gyr : (n, 3), (m, 3) float64
        Samples.
    where : str
        Name of the file, for messages.

    Returns
    -------
    (p,), (p, 3), (p, 3) float64
        Times, specific force, and angular velocity or NaN.

    Raises
    ------
    RecordingError
        They have no time in common.
    """
    time_s, force, turn = on_one_grid(acc_s, acc, gyr_s, gyr, where)
    alone = long_runs(acc_s, ~covered(acc_s, gyr_s))
    if not alone.any():
        return time_s, force, turn
    times = np.concatenate([time_s, acc_s[alone]])
    order = np.argsort(times, kind="stable")
    silent = np.full((int(alone.sum()), turn.shape[1]), np.nan)
    return times[order], np.concatenate([force, acc[alone]])[order], np.concatenate([turn, silent])[order]


def long_runs(time_s: Floats, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns those of ``which`` that stand in runs of at least ``ABSENT_S``, (n,) bool."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], which, [False]])))
    out = np.zeros(len(which), bool)
    for start, stop in edges.reshape(-1, 2):
        out[start:stop] = time_s[stop - 1] - time_s[start] >= ABSENT_S
    return out


def remark_cut(
    a: tuple[str, Floats], b: tuple[str, Floats], notes: Notes, *, b_may_lack: bool = False
) -> None:
    """Says how many seconds of one sensor are not used, because the other begins later or ends earlier.

    Parameters
    ----------
    a, b : (str, (n,) float64)
        What each sensor is called, and its non-decreasing times on one axis, s.
    notes : Notes
        Receives a warning for the beginning and one for the end.
    b_may_lack : bool
        ``a`` is used alone where ``b`` is missing for ``ABSENT_S`` or more, as by `with_turning`.
    """
    (_, a_s), (_, b_s) = a, b
    if len(a_s) == 0 or len(b_s) == 0:
        return
    span_s = max(a_s[-1], b_s[-1]) - min(a_s[0], b_s[0])
    unsaid_s = max(MAX_GAP_S, min(_UNSAID_S, _UNSAID_SHARE * span_s))
    later, earlier = (a, b) if a_s[0] > b_s[0] else (b, a)
    late_s = float(later[1][0] - earlier[1][0])
    if late_s > unsaid_s and not (b_may_lack and later is b and late_s >= ABSENT_S):
        begin = float(later[1][0])
        notes.add(
            "cut_to_shorter",
            "warning",
            start_s=begin,
            how="begins",
            one=later[0],
            other=earlier[0],
            by_s=late_s,
        )
    shorter, longer = (a, b) if a_s[-1] < b_s[-1] else (b, a)
    lost_s = float(longer[1][-1] - shorter[1][-1])
    if lost_s > unsaid_s and not (b_may_lack and shorter is b and lost_s >= ABSENT_S):
        end = float(shorter[1][-1])
        notes.add(
            "cut_to_shorter", "warning", start_s=end, how="ends", one=shorter[0], other=longer[0], by_s=lost_s
        )
