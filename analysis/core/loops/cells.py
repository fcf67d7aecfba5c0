# cython: language_level=3, infer_types=True, annotation_typing=False
# cython: boundscheck=False, wraparound=False, cdivision=True
"""From readings to the cells of the grid, to the orientation and the live signals in them.

What the stages do with arrays, one after the other, is done here value after value. Arrays are indexed at once, as
``turn[k][0]``: a row that is taken out of one first (``row = turn[k]``) costs as much as what is done with it.
"""

from __future__ import annotations

from math import *
from typing import TypeAlias

from analysis.core.loops.number_types import Numbers
from imu.types import Flags, Floats

Constants: TypeAlias = tuple[
    float, float, float, float, float, float, float, float, float, float, float, float
]
"""The numbers of `LiveConstants`."""
_Elements: TypeAlias = tuple[float, float, float, float, float, float]
"""xx, yy, zz, xy, xz, yz of a symmetric matrix."""


def steps_are_small(values: Floats, last: Floats, mps2: float, radps: float) -> bool:
    """Whether accelerometer and gyroscope each read something else than just before in all readings, ``(6 or 3, n)``
    (before the first: the last one, ``(channels,)``), but by less than so much, and no acceleration is exactly 0."""
    channels = values.shape[0]
    for first in range(0, channels, 3):
        x0, y0, z0 = last[first], last[first + 1], last[first + 2]
        limit = mps2 if first == 0 else radps
        for k in range(values.shape[1]):
            x, y, z = values[first, k], values[first + 1, k], values[first + 2, k]
            dx, dy, dz = x - x0, y - y0, z - z0
            step2 = dx * dx + dy * dy + dz * dz
            if step2 == 0.0 or not step2 < limit * limit:
                return False
            if first == 0 and x == 0.0 and y == 0.0 and z == 0.0:
                return False
            x0, y0, z0 = x, y, z
    return True


def cells_of_samples(
    time: Floats,
    values: Floats,
    known: Floats,
    before_s: float,
    before: Floats,
    integral: Floats,
    at_edge: Floats,
    in_gap: bool,
    edges: Floats,
    step_s: float,
    gap_s: float,
    out: tuple[Floats, Floats, Flags],
) -> bool:
    """Writes the cells that samples of one segment complete into ``out``; returns whether the last one ended in a gap.

    Parameters
    ----------
    time, known : (n,) float64
        Times of the samples, n > 0, and when each was known, s.
    values : (channels, n) float64
    before_s : float
        Time of the sample before them, s.
    before, integral, at_edge : (channels,) float64
        That sample; the running integral up to it, and up to the last cell's end. All three are brought up to date.
    in_gap : bool
        Whether the last cell ended in a gap.
    edges : (m,) float64
        Ends of the cells that are complete now, s.
    step_s, gap_s : float
        Width of a cell, and what is longer than a gap may be, s.
    out : (channels, m) float64, (m,) float64, (m,) bool
        Mean in each cell, when it was known, s, and whether it bridges a gap.
    """
    means, ready, gap = out
    channels, m, cell = values.shape[0], edges.shape[0], 0
    for k in range(time.shape[0]):
        dt = time[k] - before_s
        while cell < m and edges[cell] <= time[k]:
            d = edges[cell] - before_s
            weight = 0.5 * d * d / dt
            for c in range(channels):
                here = integral[c] + before[c] * d + weight * (values[c, k] - before[c])
                means[c, cell] = (here - at_edge[c]) / step_s
                at_edge[c] = here
            ready[cell] = known[k]
            gap[cell] = in_gap or dt > gap_s
            in_gap = dt > gap_s
            cell += 1
        half = 0.5 * dt
        for c in range(channels):
            integral[c] += (values[c, k] + before[c]) * half
            before[c] = values[c, k]
        before_s = time[k]
    return in_gap


def in_frame(values: Floats, axes: Floats, out: Floats) -> None:
    """Writes specific force and angular velocity, ``(6, n)``, in a frame whose axes are columns, ``(3, 3)``."""
    for first in range(0, 6, 3):
        for row in range(3):
            x, y, z = axes[row, 0], axes[row, 1], axes[row, 2]
            for k in range(values.shape[1]):
                out[first + row, k] = (
                    values[first, k] * x + values[first + 1, k] * y + values[first + 2, k] * z
                )


def products_of_rows(x: Floats, y: Floats, out: Floats) -> None:
    """Writes the scalar product of each pair of rows, ``(n, 3)``, into ``out``, ``(n,)``."""
    for k in range(x.shape[0]):
        out[k] = x[k, 0] * y[k, 0] + x[k, 1] * y[k, 1] + x[k, 2] * y[k, 2]


def add_up(x: Floats, out: Floats) -> None:
    """Writes 0 and the sums of the first one, two, ... and all values of a signal, ``(n,)``, into ``out``, ``(n + 1,)``."""
    total = 0.0
    out[0] = total
    for k in range(x.shape[0]):
        total += x[k]
        out[k + 1] = total


def middles_of_cells(quaternion: Numbers, gyr: Numbers, bias: Numbers, step_s: float, out: Numbers) -> None:
    """Writes what `GyroOrientation.push` returns into ``out``: "up" and the angular velocity, ``(6, n)``.

    Parameters
    ----------
    quaternion : (n, 4) numbers
        Orientation at the end of each cell, as VQF gives it.
    gyr, bias : (n, 3) numbers
        Angular velocity, and what VQF takes for its bias, rad/s.
    step_s : float
        Time between cells, s.
    out : (6, n) numbers
    """
    half_s = 0.5 * step_s
    for k in range(len(gyr)):
        w, x, y, z = quaternion[k][0], quaternion[k][1], quaternion[k][2], quaternion[k][3]
        a, b, c = 2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)
        p, q, r = gyr[k][0] - bias[k][0], gyr[k][1] - bias[k][1], gyr[k][2] - bias[k][2]
        x, y, z = a + half_s * (q * c - r * b), b + half_s * (r * a - p * c), c + half_s * (p * b - q * a)
        long = sqrt(x * x + y * y + z * z)
        out[0][k], out[1][k], out[2][k] = x / long, y / long, z / long
        out[3][k], out[4][k], out[5][k] = p, q, r


def mean_stays_below(turn: Numbers, state: Numbers, share: float, limit: float) -> bool:
    """Whether the running mean of an angular velocity, ``(n, 3)``, is never longer than a limit; brings the state of
    `ExponentialMean`, ``(3,)``, up to date."""
    for k in range(len(turn)):
        squares = 0.0
        for c in range(3):
            mean = state[c] + share * turn[k][c]
            state[c] = -(mean * (share - 1.0))
            squares += mean * mean
        if squares > limit * limit:
            return False
    return True


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


def _moments_of_tick(turns: Numbers, roots: Numbers, sums: Numbers) -> None:
    """Writes the weighted means of the products over a tick into the first column of ``(6, tick)`` sums."""
    for k in range(len(roots)):
        root = roots[k]
        x, y, z = turns[0][k] * root, turns[1][k] * root, turns[2][k] * root
        sums[0][k], sums[1][k], sums[2][k] = x * x, y * y, z * z
        sums[3][k], sums[4][k], sums[5][k] = x * y, x * z, y * z
    half = len(roots) // 2
    while half > 0:
        for c in range(6):
            for k in range(half):
                sums[c][k] += sums[c][k + half]
        half //= 2


def _turn_axis(
    since: Numbers,
    roots: Numbers,
    moments: Numbers,
    share: float,
    axis: Numbers,
    mean: Numbers,
    sums: Numbers,
) -> None:
    """Takes a tick of rotation into the running moments, and turns the axis to where they point now."""
    _moments_of_tick(since, roots, sums)
    for c in range(6):
        mean[c] = moments[c] + share * sums[c][0]
        moments[c] = -(mean[c] * (share - 1.0))
    _main_direction((mean[0], mean[1], mean[2], mean[3], mean[4], mean[5]), axis)


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
    step_s, gravity_share, least_mps2, most_mps2, b0, b1, b2, a1, a2, moments_share, steep, dps = constants
    coefficients = (b0, b1, b2, a1, a2)
    acc_x, acc_y, acc_z = acc[0], acc[1], acc[2]
    up_x, up_y, up_z = up[0], up[1], up[2]
    turn_x, turn_y, turn_z = turn[0], turn[1], turn[2]
    since_x, since_y, since_z = since[0], since[1], since[2]
    low_0, low_1 = low[0], low[1]
    sines, cosines, speeds, turns, way, push, miss = out[0], out[1], out[2], out[3], out[4], out[5], out[6]
    both, sums = room
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
        speeds[k] = (p * a + q * b + r * c_) * dps
        turned = sqrt(p * p + q * q + r * r) * dps
        way_deg += turned * step_s
        turns[k], way[k] = turned, way_deg
        along = u * a + v * b + w * c_
        push[k] = sqrt(max(u * u + v * v + w * w - along * along, 0.0))
        since_x[waits], since_y[waits], since_z[waits] = p, q, r
        waits += 1
        if waits == len(roots):
            waits = 0
            _turn_axis(since, roots, moments, moments_share, axis, both, sums)
        x0, y0, z0 = x, y, z
    return waits
