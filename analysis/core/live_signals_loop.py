"""The live signals in one loop over the cells: for a packet of a few, or compiled for any number.

What `LiveSignals.push` does with a gyroscope by arrays, stage after stage, is done here cell after cell: the same sums
and products in the same order, so the same bits, which tests/core/test_compiled.py holds. The arrays are the reference.
What the loop calls stands in this file: numba keeps what it compiled until this file changes.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple, TypeAlias

from analysis.core.compiled import Loop, Numbers, part_of_loops
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
def _main_direction(m: _Elements, axis: Numbers) -> None:
    """Writes the dominant eigenvector of a matrix into the axis, ``(3,)``, without a jump of its sign."""
    sums = m[0] + m[1] + m[2] + 1e-30
    m = (m[0] / sums, m[1] / sums, m[2] / sums, m[3] / sums, m[4] / sums, m[5] / sums)
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
def _moments_of_tick(turns: Numbers, roots: Numbers, sums: Numbers) -> None:
    """Writes the weighted means of the products over a tick into the first column of ``(6, tick)`` sums."""
    turn_x, turn_y, turn_z = turns[0], turns[1], turns[2]
    xx, yy, zz, xy, xz, yz = sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]
    for k in range(len(roots)):
        root = roots[k]
        x, y, z = turn_x[k] * root, turn_y[k] * root, turn_z[k] * root
        xx[k], yy[k], zz[k], xy[k], xz[k], yz[k] = x * x, y * y, z * z, x * y, x * z, y * z
    half = len(roots) // 2
    while half > 0:
        for row in sums:
            for k in range(half):
                row[k] += row[k + half]
        half //= 2


@part_of_loops
def _turn_axis(
    since: Numbers,
    roots: Numbers,
    moments: Numbers,
    share: float,
    axis: Numbers,
    room: tuple[Numbers, Numbers],
) -> None:
    """Takes a tick of rotation into the running moments, and turns the axis to where they point now."""
    mean, sums = room
    _moments_of_tick(since, roots, sums)
    for c in range(6):
        mean[c] = moments[c] + share * sums[c][0]
        moments[c] = -(mean[c] * (share - 1.0))
    _main_direction((mean[0], mean[1], mean[2], mean[3], mean[4], mean[5]), axis)


@part_of_loops
def _low_pass(
    values: Numbers, low_0: Numbers, low_1: Numbers, coefficients: tuple[float, float, float, float, float]
) -> None:
    """Passes one cell of ``(6,)`` values through the low-pass, in its place; what goes on in it is in the other two."""
    b0, b1, b2, a1, a2 = coefficients
    for c in range(6):
        value = values[c]
        passed = low_0[c] + b0 * value
        low_0[c] = low_1[c] + b1 * value - a1 * passed
        low_1[c] = b2 * value - a2 * passed
        values[c] = passed


@Loop
def signals_of_cells(
    acc: Numbers,
    up: Numbers,
    turn: Numbers,
    last_up: Numbers,
    filled: Numbers,
    roots: Numbers,
    since: Numbers,
    waits: int,
    way_deg: float,
    gravity: Numbers,
    low: Numbers,
    moments: Numbers,
    axis: Numbers,
    room: tuple[Numbers, Numbers],
    constants: Constants,
    out: Numbers,
) -> int:
    """Writes the live signals of the next n cells into ``out``.

    Parameters
    ----------
    acc, up, turn : (3, n) numbers
        Specific force, m/s², "up", and angular velocity, rad/s.
    last_up : (3,) numbers
        "Up" in the cell before.
    filled : (n,) numbers, or none
        Sum of the weights in the running mean of gravity's size, which starts from 0; none once it is 1.
    roots : (tick,) numbers
        Roots of the weights in a tick.
    since : (3, tick) numbers
        Low-passed rotation since the latest tick of the axis, of so many cells as ``waits`` says.
    waits : int
    way_deg : float
        Way that the sensor had turned before, °.
    gravity, low, moments : (1,), (2, 6), (6,) numbers
        What goes on in the running mean of gravity's size, in the low-pass, and in the running moments of the axis.
    axis : (3,) numbers
        The axis. These four, and ``since``, are brought up to date.
    room : (6,) and (6, tick) numbers
        Room for what is reckoned on the way.
    constants : Constants
    out : (7, n) numbers
        Sine and cosine, both times one length, of the angle that the forearm turned about the axis; angular velocity
        about it and about any axis, °/s; way, °; push, m/s²; by how much gravity's size misses what is plausible, m/s².

    Returns
    -------
    int
        As ``waits``, after these cells.
    """
    step_s, gravity_share, least_mps2, most_mps2, b0, b1, b2, a1, a2, moments_share, steep = constants
    coefficients = (b0, b1, b2, a1, a2)
    acc_x, acc_y, acc_z = acc[0], acc[1], acc[2]
    up_x, up_y, up_z = up[0], up[1], up[2]
    turn_x, turn_y, turn_z = turn[0], turn[1], turn[2]
    since_x, since_y, since_z = since[0], since[1], since[2]
    low_0, low_1 = low[0], low[1]
    sines, cosines, speeds, turns, way, push, miss = out[0], out[1], out[2], out[3], out[4], out[5], out[6]
    both = room[0]
    x0, y0, z0 = last_up[0], last_up[1], last_up[2]
    for k in range(len(up_x)):
        x, y, z = up_x[k], up_y[k], up_z[k]
        mean = gravity[0] + gravity_share * (acc_x[k] * x + acc_y[k] * y + acc_z[k] * z)
        gravity[0] = -(mean * (gravity_share - 1.0))
        read = mean / filled[k] if len(filled) else mean
        size = min(max(read, least_mps2), most_mps2)
        miss[k] = abs(read - size)
        both[0], both[1], both[2] = turn_x[k], turn_y[k], turn_z[k]
        both[3], both[4], both[5] = acc_x[k] - size * x, acc_y[k] - size * y, acc_z[k] - size * z
        _low_pass(both, low_0, low_1, coefficients)
        p, q, r, u, v, w = both[0], both[1], both[2], both[3], both[4], both[5]
        a, b, c_ = axis[0], axis[1], axis[2]
        now, past = x * a + y * b + z * c_, x0 * a + y0 * b + z0 * c_
        if 1.0 - now * now < steep:
            sines[k], cosines[k] = 0.0, 1.0
        else:
            sines[k] = (y * z0 - z * y0) * a + (z * x0 - x * z0) * b + (x * y0 - y * x0) * c_
            cosines[k] = x * x0 + y * y0 + z * z0 - now * past
        speeds[k] = (p * a + q * b + r * c_) * DEG_PER_RAD
        turned = sqrt(p * p + q * q + r * r) * DEG_PER_RAD
        way_deg += turned * step_s
        turns[k], way[k] = turned, way_deg
        along = u * a + v * b + w * c_
        push[k] = sqrt(max(u * u + v * v + w * w - along * along, 0.0))
        since_x[waits], since_y[waits], since_z[waits] = p, q, r
        waits += 1
        if waits == len(roots):
            waits = 0
            _turn_axis(since, roots, moments, moments_share, axis, room)
        x0, y0, z0 = x, y, z
    return waits
