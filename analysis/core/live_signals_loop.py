"""The live signals in one loop over the cells, to be compiled.

What `LiveSignals.push` does with a gyroscope by arrays, stage after stage, is done here cell after cell: the same sums
and products in the same order, so the same bits, which tests/core/test_compiled.py holds. The arrays are the reference.
What the loop calls stands in this file: numba keeps what it compiled until this file changes.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from analysis.core.compiled import Loop, part_of_loops
from imu.types import Floats
from imu.units import DEG_PER_RAD


class Constants(NamedTuple):
    """Numbers of the live signals that never change."""

    step_s: float
    """Time between cells, s."""
    gravity_share: float
    """Weight of a cell in the running mean of gravity's size."""
    least_mps2: float
    """Least size of gravity that is believed, m/s²."""
    most_mps2: float
    """Largest, m/s²."""
    b0: float
    """Coefficients of the low-pass."""
    b1: float
    b2: float
    a1: float
    a2: float
    moments_share: float
    """Weight of a tick in the running moments of the axis."""
    steep: float
    """Square of the sine below which "up" is too near to the axis."""


_Elements: TypeAlias = tuple[float, float, float, float, float, float]
"""xx, yy, zz, xy, xz, yz of a symmetric matrix."""


@part_of_loops
def _squared_once(m: _Elements) -> _Elements:
    """The square of a symmetric matrix."""
    xx, yy, zz, xy, xz, yz = m
    return (
        xx * xx + xy * xy + xz * xz,
        xy * xy + yy * yy + yz * yz,
        xz * xz + yz * yz + zz * zz,
        xx * xy + xy * yy + xz * yz,
        xx * xz + xy * yz + xz * zz,
        xy * xz + yy * yz + yz * zz,
    )


@part_of_loops
def _main_direction(moments: Floats, axis: Floats) -> None:
    """Writes the dominant eigenvector of a matrix ``(6,)`` into the axis, without a jump of its sign."""
    sums = moments[0] + moments[1] + moments[2] + 1e-30
    m = (
        moments[0] / sums,
        moments[1] / sums,
        moments[2] / sums,
        moments[3] / sums,
        moments[4] / sums,
        moments[5] / sums,
    )
    m = _squared_once(_squared_once(_squared_once(m)))
    x, y, z = m[0], m[3], m[4]
    if m[1] > m[0] and m[1] >= m[2]:
        x, y, z = m[3], m[1], m[5]
    elif m[2] > m[0]:
        x, y, z = m[4], m[5], m[2]
    long = max(sqrt(x * x + y * y + z * z), 1e-30)
    x, y, z = x / long, y / long, z / long
    sign = -1.0 if x * axis[0] + y * axis[1] + z * axis[2] < 0.0 else 1.0
    axis[0], axis[1], axis[2] = sign * x, sign * y, sign * z


@part_of_loops
def _moments_of_tick(turns: Floats, roots: Floats, sums: Floats) -> None:
    """Writes the weighted means of the products over a tick into the first column of ``(6, tick)`` sums."""
    for k in range(len(roots)):
        x, y, z = turns[0, k] * roots[k], turns[1, k] * roots[k], turns[2, k] * roots[k]
        sums[0, k], sums[1, k], sums[2, k] = x * x, y * y, z * z
        sums[3, k], sums[4, k], sums[5, k] = x * y, x * z, y * z
    half = len(roots) // 2
    while half > 0:
        for row in range(6):
            for k in range(half):
                sums[row, k] += sums[row, k + half]
        half //= 2


@Loop
def signals_of_cells(
    acc: Floats,
    up: Floats,
    turn: Floats,
    last_up: Floats,
    filled: Floats,
    since: Floats,
    roots: Floats,
    way_deg: float,
    gravity: Floats,
    low: Floats,
    moments: Floats,
    axis: Floats,
    constants: Constants,
) -> tuple[Floats, Floats]:
    """Returns the live signals of the next n cells.

    Parameters
    ----------
    acc, up, turn : (3, n) float64
        Specific force, m/s², "up", and angular velocity, rad/s.
    last_up : (3,) float64
        "Up" in the cell before.
    filled : (n,) float64
        Sum of the weights in the running mean of gravity's size, which starts from 0.
    since : (3, w) float64
        Low-passed rotation since the latest tick of the axis.
    roots : (tick,) float64
        Roots of the weights in a tick.
    way_deg : float
        Way that the sensor had turned before, °.
    gravity, low, moments : (1, 1), (6, 2), (6, 1) float64
        What goes on in the running mean of gravity's size, in the low-pass, and in the running moments of the axis.
    axis : (3,) float64
        The axis. These four are brought up to date.
    constants : Constants

    Returns
    -------
    signals : (7, n) float64
        Sine and cosine, both times one length, of the angle that the forearm turned about the axis; angular velocity
        about it and about any axis, °/s; way, °; push, m/s²; by how much gravity's size misses what is plausible, m/s².
    since : (3, w) float64
        As above, after these cells.
    """
    n, tick, waits = up.shape[1], len(roots), since.shape[1]
    out, both, sums, turns = np.empty((7, n)), np.empty(6), np.empty((6, tick)), np.empty((3, tick))
    turns[:, :waits] = since
    x0, y0, z0 = last_up[0], last_up[1], last_up[2]
    for k in range(n):
        x, y, z = up[0, k], up[1, k], up[2, k]
        mean = gravity[0, 0] + constants.gravity_share * (acc[0, k] * x + acc[1, k] * y + acc[2, k] * z)
        gravity[0, 0] = -(mean * (constants.gravity_share - 1.0))
        read = mean / filled[k]
        size = min(max(read, constants.least_mps2), constants.most_mps2)
        out[6, k] = abs(read - size)
        for c in range(6):
            value = turn[c, k] if c < 3 else acc[c - 3, k] - size * up[c - 3, k]
            passed = low[c, 0] + constants.b0 * value
            low[c, 0] = low[c, 1] + constants.b1 * value - constants.a1 * passed
            low[c, 1] = constants.b2 * value - constants.a2 * passed
            both[c] = passed
        a, b, c_ = axis[0], axis[1], axis[2]
        now, past = x * a + y * b + z * c_, x0 * a + y0 * b + z0 * c_
        weak = 1.0 - now * now < constants.steep
        sine = (y * z0 - z * y0) * a + (z * x0 - x * z0) * b + (x * y0 - y * x0) * c_
        cosine = x * x0 + y * y0 + z * z0 - now * past
        out[0, k], out[1, k] = (0.0, 1.0) if weak else (sine, cosine)
        out[2, k] = (both[0] * a + both[1] * b + both[2] * c_) * DEG_PER_RAD
        turned = sqrt(both[0] * both[0] + both[1] * both[1] + both[2] * both[2]) * DEG_PER_RAD
        way_deg += turned * constants.step_s
        out[3, k], out[4, k] = turned, way_deg
        along = both[3] * a + both[4] * b + both[5] * c_
        force = both[3] * both[3] + both[4] * both[4] + both[5] * both[5]
        out[5, k] = sqrt(max(force - along * along, 0.0))
        turns[:, waits] = both[:3]
        waits += 1
        if waits == tick:
            waits = 0
            _moments_of_tick(turns, roots, sums)
            for c in range(6):
                kept = moments[c, 0] + constants.moments_share * sums[c, 0]
                moments[c, 0] = -(kept * (constants.moments_share - 1.0))
                both[c] = kept
            _main_direction(both, axis)
        x0, y0, z0 = x, y, z
    return out, turns[:, :waits].copy()
