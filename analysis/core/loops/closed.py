# cython: language_level=3, infer_types=True, annotation_typing=False
# cython: boundscheck=False, wraparound=False, cdivision=True
"""Loops over the signals of a whole closed set: a low-pass forwards and backwards, and the edges of its reps.

What `smooth` has scipy's filter do, row after row, is done here for three rows in turn: none waits for the result of
another.
"""

from __future__ import annotations

from math import *
from typing import TypeAlias

from analysis.core.loops.number_types import Numbers
from imu.types import Floats

LowPassNumbers: TypeAlias = tuple[float, float, float, float, float, float, float]
"""Coefficients b0, b1, b2, a1, a2 of the low-pass, and its state after an endless input of 1."""
EdgeNumbers: TypeAlias = tuple[float, float, float, float, float, float, float]
"""The numbers of `EdgeModel`, in its order."""


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


def _continued(x: Floats, row: int, pad: int, room: Floats, place: int) -> None:
    """Writes a row into a place of the room, continued at both ends by its point reflection."""
    n = x.shape[1]
    first, last = 2.0 * x[row, 0], 2.0 * x[row, n - 1]
    for k in range(pad):
        room[place, k] = first - x[row, pad - k]
        room[place, pad + n + k] = last - x[row, n - 2 - k]
    for k in range(n):
        room[place, pad + k] = x[row, k]


def smooth_rows(x: Floats, pad: int, numbers: LowPassNumbers, room: Floats, out: Floats) -> None:
    """Filters rows forwards and backwards, and writes them into ``out``.

    Parameters
    ----------
    x, out : (rows, n) float64
    pad : int
        Number of values by which they are continued at each end, less than n. The way back stops at the first value of a
        row itself.
    numbers : LowPassNumbers
    room : (3, n + 2 * pad) float64
        Room for three rows, continued.
    """
    rows, n = x.shape[0], x.shape[1]
    for first in range(0, rows, 3):
        many = min(3, rows - first)
        for place in range(many):
            _continued(x, first + place, pad, room, place)
        if many == 3:
            _filter_three(room, 0, 0, n + 2 * pad, 1, numbers)
            _filter_three(room, 0, n + 2 * pad - 1, n + pad, -1, numbers)
        else:
            for place in range(many):
                _filter_one(room, place, 0, n + 2 * pad, 1, numbers)
                _filter_one(room, place, n + 2 * pad - 1, n + pad, -1, numbers)
        for place in range(many):
            for k in range(n):
                out[first + place, k] = room[place, pad + k]


def mean_around(x: Floats, weights: Floats, keep: float, times: int, room: Floats) -> None:
    """Puts the mean around each vector in its place, as `both_ways` does.

    Parameters
    ----------
    x : (3, n) float64
    weights : (n,) float64
        Sum of the weights around each vector.
    keep : float
        Weight of a vector's neighbour.
    times : int
        Number of times that it is applied.
    room : (3, n) float64
        Room for the sums of what comes later.
    """
    n = x.shape[1]
    for _ in range(times):
        u = v = w = 0.0
        for k in range(n - 1, -1, -1):
            u, v, w = x[0, k] + keep * u, x[1, k] + keep * v, x[2, k] + keep * w
            room[0, k], room[1, k], room[2, k] = u, v, w
        u = v = w = 0.0
        for k in range(n):
            a, b, c = x[0, k], x[1, k], x[2, k]
            u, v, w = a + keep * u, b + keep * v, c + keep * w
            x[0, k] = (u + room[0, k] - a) / weights[k]
            x[1, k] = (v + room[1, k] - b) / weights[k]
            x[2, k] = (w + room[2, k] - c) / weights[k]


def matrices_of(quaternion: Floats, out: Floats) -> None:
    """Writes rotation matrices.

    Parameters
    ----------
    quaternion : (n, 4) float64
        Unit quaternions, the real part first.
    out : (3, 3, n) float64
    """
    two = sqrt(2.0)  # elements are twice products of those of the quaternion: the 2 goes into both of them
    for k in range(quaternion.shape[0]):
        w, x, y, z = (
            quaternion[k, 0] * two,
            quaternion[k, 1] * two,
            quaternion[k, 2] * two,
            quaternion[k, 3] * two,
        )
        xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
        wx, wy, wz = w * x, w * y, w * z
        out[0, 0, k], out[1, 1, k], out[2, 2, k] = 1.0 - yy - zz, 1.0 - xx - zz, 1.0 - xx - yy
        out[0, 1, k], out[0, 2, k], out[1, 2, k] = xy - wz, xz + wy, yz - wx
        out[1, 0, k], out[2, 0, k], out[2, 1, k] = xy + wz, xz - wy, yz + wx


def turn_rows(matrices: Floats, x: Floats, out: Floats) -> None:
    """Writes the product of each matrix and vector.

    Parameters
    ----------
    matrices : (3, 3, n) float64
    x, out : (3, n) float64
    """
    for k in range(out.shape[1]):
        a, b, c = x[0, k], x[1, k], x[2, k]
        for i in range(3):
            out[i, k] = matrices[i, 0, k] * a + matrices[i, 1, k] * b + matrices[i, 2, k] * c


def lever_terms(turn: Floats, accel: Floats, force: Floats, model: Floats, terms: Floats) -> None:
    """Writes what the fit of the lever arm needs of each cell, as `analysis.core.curl.forearm` does by arrays.

    Parameters
    ----------
    turn, accel, force : (n, 3) float64
        Angular velocity, rad/s, angular acceleration, rad/s², and acceleration besides gravity, m/s².
    model : (3, 3, n) float64
        The acceleration, first axis, for each metre of lever, second axis, 1/s².
    terms : (10, n) float64
        Products of its columns, six, of each with the force, three, and of the force with itself.
    """
    for k in range(turn.shape[0]):
        x, y, z = turn[k, 0], turn[k, 1], turn[k, 2]
        a, b, c = accel[k, 0], accel[k, 1], accel[k, 2]
        u, v, w = force[k, 0], force[k, 1], force[k, 2]
        xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
        px, qx, rx = -yy - zz, xy - c, xz + b
        py, qy, ry = xy + c, -xx - zz, yz - a
        pz, qz, rz = xz - b, yz + a, -xx - yy
        model[0, 0, k], model[0, 1, k], model[0, 2, k] = px, qx, rx
        model[1, 0, k], model[1, 1, k], model[1, 2, k] = py, qy, ry
        model[2, 0, k], model[2, 1, k], model[2, 2, k] = pz, qz, rz
        terms[0, k] = px * px + py * py + pz * pz
        terms[1, k] = px * qx + py * qy + pz * qz
        terms[2, k] = px * rx + py * ry + pz * rz
        terms[3, k] = qx * qx + qy * qy + qz * qz
        terms[4, k] = qx * rx + qy * ry + qz * rz
        terms[5, k] = rx * rx + ry * ry + rz * rz
        terms[6, k] = px * u + py * v + pz * w
        terms[7, k] = qx * u + qy * v + qz * w
        terms[8, k] = rx * u + ry * v + rz * w
        terms[9, k] = u * u + v * v + w * w


def carried_terms(
    model: Floats, accel: Floats, change: Floats, axis: Floats, up: Floats, root: Floats, columns: Floats
) -> None:
    """Writes what the correction of the lever arm is fitted with, as `analysis.core.curl.in_step` does by arrays.

    Parameters
    ----------
    model : (3, 3, n) float64
        The acceleration, first axis, for each metre of lever, second axis, 1/s².
    accel, change : (n,) float64
        Course of the accelerations of an elbow that is carried along.
    axis, up : (3,) and (n, 3) float64
        Curl axis and "up", unit vectors in the sensor frame.
    root : (n,) float64
        Root of each cell's weight, by which everything is multiplied.
    columns : (7, 3 * n) float64
        One row a term: its three components, one after the other.
    """
    n = root.shape[0]
    a, b, c = axis[0], axis[1], axis[2]
    for k in range(n):
        x, y, z = up[k, 0], up[k, 1], up[k, 2]
        u, v, w = b * z - c * y, c * x - a * z, a * y - b * x
        size = max(sqrt(u * u + v * v + w * w), 1e-6)
        u, v, w = u / size, v / size, w / size
        p, q, r = v * c - w * b, w * a - u * c, u * b - v * a
        one, other = accel[k] * root[k], change[k] * root[k]
        columns[3, k], columns[3, n + k], columns[3, 2 * n + k] = u * one, v * one, w * one
        columns[4, k], columns[4, n + k], columns[4, 2 * n + k] = p * one, q * one, r * one
        columns[5, k], columns[5, n + k], columns[5, 2 * n + k] = u * other, v * other, w * other
        columns[6, k], columns[6, n + k], columns[6, 2 * n + k] = p * other, q * other, r * other
    for j in range(3):  # row after row: to write all at once takes twice as long
        for i in range(3):
            for k in range(n):
                columns[j, i * n + k] = model[i, j, k] * root[k]


def upper_quantiles(
    x: Floats, first: Numbers, stop: Numbers, share: float, room: Floats, out: Floats
) -> None:
    """Writes a quantile of each run of a signal into ``out``, as `quantile` gives it.

    Parameters
    ----------
    x : (n,) float64
    first, stop : (runs,) intp
        First cell of each run, and the one after its last.
    share : float
        0 to 1; quick only near 1, as the largest values are kept in order.
    room : (n,) float64
        Room for them.
    out : (runs,) float64
    """
    for run in range(out.shape[0]):
        begins, many = first[run], stop[run] - first[run]
        place = share * (many - 1)
        k = min(int(place), many - 2) if many > 1 else 0
        kept, filled = many - k, 0
        for j in range(begins, begins + many):
            value = x[j]
            if filled == kept and value <= room[0]:
                continue
            hole = filled
            if filled == kept:
                hole = 0
                while hole + 1 < kept and room[hole + 1] < value:
                    room[hole] = room[hole + 1]
                    hole += 1
            else:
                while hole > 0 and room[hole - 1] > value:
                    room[hole] = room[hole - 1]
                    hole -= 1
                filled += 1
            room[hole] = value
        upper = room[1] if kept > 1 else room[0]
        out[run] = room[0] + (place - k) * (upper - room[0])


def _last_below(speed: Numbers, first: int, by: int, scale: float, last: int, share: float) -> float:
    """How far from the first cell a speed rises through a share of its peak for the last time; 0 where it is never
    below, ``last`` where it ends below.

    Parameters
    ----------
    speed : (n,) numbers
    first, by : int
        First cell, and step to the next.
    scale : float
        Peak of the speed, with its sign.
    last : int
        Number of steps to go through.
    share : float
    """
    k, above = last, 0.0
    while k >= 0:
        ramp = max(speed[first + by * k] / scale, 0.0)
        if ramp < share:
            return float(k) if k == last else k + (share - ramp) / (above - ramp)
        k, above = k - 1, ramp
    return 0.0


def _power(bend: float, numbers: EdgeNumbers) -> float:
    """Exponent p of ``speed ~ t**p``; ``bend``: the time from 10 to 20 % of the peak over that from 5 to 10 %.

    The speed v is reached at t ~ v^(1/p), so that each doubling of v stretches t by 2^(1/p): bend = 2^(1/p),
    and p = 1 / log2(bend). Away from its very edge a movement bends more than its power law: hence the
    correction.
    """
    _, _, _, least, most, correction, _ = numbers
    if bend <= 1.0:
        return most
    return min(max(correction / log2(bend), least), most)


def _edge(
    angle: Numbers, speed: Numbers, first: int, last: int, by: int, scale: float, numbers: EdgeNumbers
) -> float:
    """How many cells, and parts of one, after the first of its cells a movement begins.

    Parameters
    ----------
    angle, speed : (n,) numbers
        Any angle, °, and its rate, °/s.
    first, last, by : int
        The cells from its one turning point to the other, and the step between them: 1, or −1 for its end as if time ran
        backwards.
    scale : float
        Peak of the speed, with its sign.
    numbers : EdgeNumbers
    """
    low_share, middle_share, high_share, _, _, _, edge_way = numbers
    begins = angle[first]
    way = angle[last] - begins
    sign = 1.0 if way >= 0.0 else -1.0
    far, near = edge_way * way * sign, 0
    while sign * (angle[first + by * near] - begins) < far:
        near += 1
    high = _last_below(speed, first, by, scale, near, high_share)
    middle = _last_below(speed, first, by, scale, min(int(high) + 1, near), middle_share)
    low = _last_below(speed, first, by, scale, min(int(middle) + 1, near), low_share)
    if not low < middle < high:
        return low
    power = _power((high - middle) / (middle - low), numbers)
    root_low, root_high = pow(low_share, 1.0 / power), pow(high_share, 1.0 / power)
    return max(low - (high - low) * root_low / (root_high - root_low), 0.0)


def edge_indices(
    angle: Numbers, speed: Numbers, first: int, last: int, sign: float, numbers: EdgeNumbers
) -> tuple[float, float]:
    """Finds where the movement between two turning points begins and ends, as fractional indices: the first counts
    from the first turning point forwards, the second from the last one backwards.

    The speed of a movement grows from 0 like a power of the time. The exponent follows from the times at
    which the speed passes 5, 10 and 20 % of its peak; the power law is then extrapolated to 0, but not past
    the turning point. Only the first eighth of the way counts, so that a stop half-way up is part of the
    lift. The end is found likewise, as if time ran backwards.

    Parameters
    ----------
    angle, speed : (n,) numbers
        Any angle, °, and its rate, °/s.
    first, last : int
        The turning points, as cells.
    sign : float
        1 where the speed is positive in the movement, else −1.
    numbers : EdgeNumbers
    """
    peak = 0.0
    for k in range(first, last + 1):
        peak = max(peak, sign * speed[k])
    if peak <= 0.0:
        return 0.0, 0.0
    scale = sign * peak
    return (
        _edge(angle, speed, first, last, 1, scale, numbers),
        _edge(angle, speed, last, first, -1, scale, numbers),
    )
