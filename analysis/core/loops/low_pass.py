# cython: language_level=3, infer_types=True, annotation_typing=False
# cython: boundscheck=False, wraparound=False, cdivision=True
"""A low-pass over whole rows, forwards and backwards, several rows at once.

What `smooth` has scipy's filter do, row after row, is done here for three rows in turn: none waits for the result of
another.
"""

from __future__ import annotations

from typing import TypeAlias

from imu.types import Floats

LowPassNumbers: TypeAlias = tuple[float, float, float, float, float, float, float]
"""Coefficients b0, b1, b2, a1, a2 of the low-pass, and its state after an endless input of 1."""


def _filter_one(x: Floats, row: int, start: int, count: int, by: int, numbers: LowPassNumbers) -> None:
    """Filters one row in place; parameters as of `_filter_three`."""
    b0, b1, b2, a1, a2, rest0, rest1 = numbers
    k, p, q = start, x[row, start] * rest0, x[row, start] * rest1
    for _ in range(count):
        value = x[row, k]
        y = p + b0 * value
        p = q + b1 * value - a1 * y
        q = b2 * value - a2 * y
        x[row, k] = y
        k += by


def _filter_three(x: Floats, row: int, start: int, count: int, by: int, numbers: LowPassNumbers) -> None:
    """Filters three rows in place.

    Parameters
    ----------
    x : (rows, n) float64
    row : int
        The first of the rows.
    start, count, by : int
        First column, number of columns, and step from one to the next.
    numbers : LowPassNumbers
    """
    b0, b1, b2, a1, a2, rest0, rest1 = numbers
    u, v, w = x[row], x[row + 1], x[row + 2]
    pu, qu = u[start] * rest0, u[start] * rest1
    pv, qv = v[start] * rest0, v[start] * rest1
    pw, qw = w[start] * rest0, w[start] * rest1
    k = start
    for _ in range(count):
        xu, xv, xw = u[k], v[k], w[k]
        yu, yv, yw = pu + b0 * xu, pv + b0 * xv, pw + b0 * xw
        pu, qu = qu + b1 * xu - a1 * yu, b2 * xu - a2 * yu
        pv, qv = qv + b1 * xv - a1 * yv, b2 * xv - a2 * yv
        pw, qw = qw + b1 * xw - a1 * yw, b2 * xw - a2 * yw
        u[k], v[k], w[k] = yu, yv, yw
        k += by


def smooth_rows(x: Floats, pad: int, numbers: LowPassNumbers) -> None:
    """Filters rows forwards and backwards, in place.

    Parameters
    ----------
    x : (rows, n) float64
        The rows, continued at both ends.
    pad : int
        Number of values that continue them at each end: the way back stops at the first value of a row itself.
    numbers : LowPassNumbers
    """
    rows, n = x.shape[0], x.shape[1]
    threes = rows - rows % 3
    for row in range(0, threes, 3):
        _filter_three(x, row, 0, n, 1, numbers)
        _filter_three(x, row, n - 1, n - pad, -1, numbers)
    for row in range(threes, rows):
        _filter_one(x, row, 0, n, 1, numbers)
        _filter_one(x, row, n - 1, n - pad, -1, numbers)
