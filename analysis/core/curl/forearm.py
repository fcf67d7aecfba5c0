"""Motion of the forearm in a closed set: its axis, its angle, its lever arm (from elbow to sensor).

Acausal: everything here works on all of a set that has just closed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.curl.in_step import lever_error
from analysis.core.loops.closed import lever_terms
from analysis.core.signal.axis import angles_deg, principal_axis
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import derivative, mean, smooth
from analysis.core.signal.vectors import cross, dot, length, size
from analysis.settings.curl_model import FOREARM, GRAVITY
from imu.types import Floats
from imu.units import DEG_PER_RAD

_lever_terms = Loop(lever_terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlFrame:
    """Motion of a set about its curl axis, over n cells; the sign of axis and angles has no meaning yet."""

    axis: Floats
    """Curl axis, unit vector ``(3,)`` in the sensor frame."""
    planarity: float
    """Share of the rotation that is about this axis, 1/3 to 1."""
    angle_deg: Floats
    """Angle of the forearm about the axis by gravity, unwrapped, 0 in the first cell, ``(n,)``, °."""
    fused_deg: Floats
    """The same angle, its fast part by the gyroscope: acceleration of the hand does not disturb it."""
    speed_dps: Floats
    """Angular velocity about the axis by the gyroscope, below 5 Hz, ``(n,)``, °/s."""
    turn_radps: Floats
    """Angular velocity, low-passed at 5 Hz, ``(n, 3)``, rad/s."""
    inertial_mps2: Floats
    """Specific force without gravity, unfiltered, ``(n, 3)``, m/s²."""
    gravity_mps2: float
    """Size of gravity that was used: the measured one, limited to plausible values, m/s²."""
    measured_gravity_mps2: float
    """Mean of the specific force along "up", m/s²."""
    agreement: float
    """Correlation of the angular velocities that gravity and the gyroscope give, −1 to 1."""
    gravity_trusted: bool
    """False where gravity reads so wrong that the angle had to come from the gyroscope alone."""


def curl_frame(closed: ClosedSet) -> CurlFrame:
    """Finds axis, angle and inertial acceleration of a closed set."""
    step = closed.step_s
    if not closed.has_gyro:
        closed = without_lag(closed)
    axis, planarity = principal_axis(smooth(closed.gyr_radps, FOREARM.axis_hz, step))
    turn = smooth(closed.gyr_radps, FOREARM.lever_hz, step)
    speed = turn @ axis * DEG_PER_RAD
    angle = angles_deg(closed.up, axis)
    rate = derivative(smooth(angle, FOREARM.rate_hz, step), step)
    agreement = _correlation(rate, speed) if closed.has_gyro else 1.0
    measured = mean(dot(closed.acc_mps2, closed.up))
    gravity = float(np.clip(measured, GRAVITY.least_mps2, GRAVITY.most_mps2))
    trusted = gravity == measured
    turned = np.cumsum(speed) * step
    if not trusted and closed.has_gyro:
        angle = turned - smooth(turned, 0.05, step)
    fused = angle + _high_pass(turned - angle, FOREARM.fused_hz, step) if closed.has_gyro else angle
    return CurlFrame(
        axis=axis,
        planarity=planarity,
        angle_deg=angle,
        fused_deg=fused,
        speed_dps=speed,
        turn_radps=turn,
        inertial_mps2=closed.acc_mps2 - gravity * closed.up,
        gravity_mps2=gravity,
        measured_gravity_mps2=measured,
        agreement=agreement,
        gravity_trusted=trusted,
    )


def without_lag(closed: ClosedSet, cutoff_hz: float = 1.2) -> ClosedSet:
    """Finds "up" and rotation of a set without a gyroscope anew, from the whole set and so without lag.

    Parameters
    ----------
    closed : ClosedSet
    cutoff_hz : float
        Zero-phase low-pass of the specific force, whose direction is taken for "up".
    """
    # A direction u that is fixed in the world changes in the sensor frame by du/dt = −ω × u = u × ω; the
    # smallest ω that does so is du/dt × u. The rotation about u itself cannot be seen.
    low = smooth(closed.acc_mps2, cutoff_hz, closed.step_s)
    up = low / np.maximum(size(low), 1e-6)[:, None]
    turn = cross(derivative(up, closed.step_s), up)
    return replace(closed, up=up, gyr_radps=turn)


def _high_pass(x: Floats, cutoff_hz: float, step_s: float) -> Floats:
    return x - smooth(x, cutoff_hz, step_s)


def _correlation(x: Floats, y: Floats) -> float:
    x, y = x - mean(x), y - mean(y)
    scale = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / scale if scale > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Lever arm: the vector from elbow to sensor, fitted to the inertial acceleration."""

    vector_m: Floats
    """The vector, ``(3,)``, m, sensor frame; its part along the curl axis is 0 unless supination shows it."""
    length_m: float
    """Its length, m."""
    sd_m: float
    """Standard deviation of the length, m: by leaving out reps, and by an accelerometer bias of 0.1 m/s²."""
    r2: float
    """R² of the fit: share of the inertial acceleration that a forearm about a still elbow explains."""
    signal_mps2: float
    """Root mean square of that acceleration, m/s²: with too little of it R² says nothing."""
    weight: Floats
    """Weight of each cell in the fit, ``(n,)``: below 1 where the elbow was thrown, 0 outside the reps."""
    per_metre: Floats
    """Acceleration along the first axis for each metre of lever along the second, ``(3, 3, n)``, 1/s²: component i in
    cell k is ``per_metre[i, :, k] @ vector_m``."""
    force_mps2: Floats
    """The inertial acceleration that was fitted, low-passed at 5 Hz, ``(n, 3)``, m/s²."""


def fit_lever(
    closed: ClosedSet, frame: CurlFrame, pieces: list[slice], *, across_only: bool = False
) -> Lever:
    """Fits the lever arm by robust least squares.

    A rigid forearm that turns about the elbow with angular velocity ω and angular acceleration α gives a
    sensor at r the acceleration ``f − g·u = α×r + ω×(ω×r) + a_e``: f is the specific force, u is "up", and
    the residual a_e is the elbow's own acceleration. A ridge holds the part of r along the curl axis at 0
    where nothing shows it; with supination, which tilts the axis towards the forearm, it shows and is needed.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    pieces : list of slice
        Consecutive movements of the set, as cells; the fit uses all of them, its uncertainty leaves out each.
    across_only : bool
        Hold the part along the axis at 0 in any case: one movement is too little to show it.
    """
    step = closed.step_s
    turn = frame.turn_radps
    force = smooth(frame.inertial_mps2, FOREARM.lever_hz, step)
    model, terms = _model_and_terms(turn, derivative(turn, step), force)
    used = slice(pieces[0].start, pieces[-1].stop)
    rows = terms[:, used]
    along = np.outer(frame.axis, frame.axis) * rows.shape[1]
    if across_only:
        ridge = 1e3 * along
    else:
        free = _robust(rows, FOREARM.along_axis_ridge * along)
        shows = _noise(free.misfit) / (FOREARM.independent * FOREARM.along_axis_sd_m**2)
        ridge = (FOREARM.along_axis_ridge + shows) * along
    solution, trust, misfit = _robust(rows, ridge)
    sums, weight = rows @ trust, np.zeros(terms.shape[1])
    weight[used] = trust
    signal = float(sums[9])
    return Lever(
        vector_m=solution,
        length_m=length(solution),
        sd_m=float(
            np.hypot(
                _lever_sd(model, terms, weight, pieces, solution, ridge),
                _in_step_sd(misfit, sums, solution, ridge),
            )
        ),
        r2=1.0 - float(trust @ misfit) / signal if signal > 0 else 0.0,
        signal_mps2=float(np.sqrt(mean(rows[9]))),
        weight=weight,
        per_metre=model,
        force_mps2=force,
    )


def elbow_acceleration(closed: ClosedSet, frame: CurlFrame, lever: Lever) -> Floats:
    """Returns the acceleration of the elbow itself, ``(n, 3)``, m/s², low-passed at 5 Hz.

    It is the residual of the lever arm's fit, and the part of it that the fit took for the lever arm's where
    the elbow moves in step with the lifts (`analysis.core.curl.in_step`).
    """
    left = lever.force_mps2 - _of_lever(lever.per_metre, lever.vector_m)
    error = lever_error(
        lever.per_metre,
        left,
        lever.weight,
        turn_radps=frame.turn_radps,
        axis=frame.axis,
        up=closed.up,
        step_s=closed.step_s,
    )
    return np.asarray(left + _of_lever(lever.per_metre, error))


class _Fit(NamedTuple):
    """Result of robust least squares over n samples."""

    solution: Floats
    """Lever arm, ``(3,)``, m."""
    trust: Floats
    """Weight of each sample, ``(n,)``."""
    misfit: Floats
    """Squared residual of each sample, ``(n,)``, (m/s²)²."""


def _robust(terms: Floats, ridge: Floats) -> _Fit:
    """Robust least squares (iteratively reweighted, Huber)."""
    solution, trust = np.zeros(3), np.ones(terms.shape[1])
    for _ in range(FOREARM.rounds):
        sums = terms @ trust
        before, solution = solution, _solve(sums, ridge, sums[6:9])
        misfit = _misfit(terms, solution)
        residual = np.sqrt(np.maximum(misfit, 0.0))
        scale = 1.5 * _middle(residual) + 0.05
        trust = np.minimum(1.0, scale / np.maximum(residual, 1e-9))
        if np.abs(solution - before).max() < FOREARM.settled_m:
            break
    return _Fit(solution, trust, misfit)


def _middle(x: Floats) -> float:
    """Median; of an even number of values, the upper one of the two in the middle."""
    return float(np.partition(x, len(x) // 2)[len(x) // 2])


def _noise(misfit: Floats) -> float:
    """Mean square of the residual, (m/s²)²: the elbow's own acceleration."""
    return mean(np.maximum(misfit, 0.0))


def _in_step_sd(misfit: Floats, sums: Floats, solution: Floats, ridge: Floats) -> float:
    """Standard deviation of the length, m, by an elbow that moves in step with the lifts.

    Leaving out reps cannot show it, as it is alike in all of them. ``sums`` are the weighted terms of all
    samples.
    """
    # Covariance of a least-squares solution: σ² · (normal matrix)⁻¹, seen along the lever. The residual is
    # not white: a set has `settled` effective samples, so σ² is larger by len(misfit) / settled.
    direction = solution / max(length(solution), 1e-9)
    worth = _noise(misfit) / FOREARM.settled * len(misfit)
    return float(np.sqrt(worth * (direction @ _solve(sums, ridge, direction))))


def _model_and_terms(turn: Floats, accel: Floats, force: Floats) -> tuple[Floats, Floats]:
    """What `_lever_model` and `_terms` return."""
    if not loops_are_compiled():
        model = _lever_model(turn, accel)
        return model, _terms(model, force)
    model, terms = np.empty((3, 3, len(turn))), np.empty((len(_PAIRS), len(turn)))
    _lever_terms.run(turn, accel, force, model, terms)
    return model, terms


def _lever_model(turn: Floats, accel: Floats) -> Floats:
    """Matrix that gives the acceleration from the lever, ``(3, 3, n)``, 1/s².

    It is ``[α×] + ω ωᵀ − |ω|² 1``, as ``ω×(ω×r) = ω (ω·r) − |ω|² r``.
    """
    (x, y, z), (a, b, c) = turn.T.copy(), accel.T.copy()
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    return np.array(
        ((-yy - zz, xy - c, xz + b), (xy + c, -xx - zz, yz - a), (xz - b, yz + a, -xx - yy)),
    )


def _of_lever(per_metre: Floats, lever_m: Floats) -> Floats:
    """Acceleration that a lever gives, ``(n, 3)``."""
    x, y, z = lever_m
    return np.asarray((per_metre[:, 0] * x + per_metre[:, 1] * y + per_metre[:, 2] * z).T)


_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2), (0, 3), (1, 3), (2, 3), (3, 3))


def _terms(model: Floats, force: Floats) -> Floats:
    """Products of which normal equations and misfit are sums, ``(10, n)``: six m·m, three m·f, and f·f, where
    m are the columns of the model and f is the force of a sample."""
    columns = [model[:, 0], model[:, 1], model[:, 2], force.T.copy()]
    terms = np.empty((len(_PAIRS), len(force)))
    for term, (i, j) in enumerate(_PAIRS):
        (ax, ay, az), (bx, by, bz) = columns[i], columns[j]
        terms[term] = ax * bx + ay * by + az * bz
    return terms


_FIRM = 1e-6
"""Added to the diagonal of normal matrices so that they can be inverted where nothing turned."""


def _solve(sums: Floats, ridge: Floats, right: Floats) -> Floats:
    """Solution ``(3,)`` of the equations with the right sides ``(3,)``, whose symmetric matrix is given as sums of the six
    m·m, ``(6 or more,)``, and a ridge ``(3, 3)``.

    Of three equations, Cholesky's method number by number takes a quarter of the time of `numpy.linalg.solve`.
    """
    (a, b, c, d, e, f), (x, y, z) = sums[:6].tolist(), right.tolist()
    (aa, bb, cc), (_, dd, ee), (_, _, ff) = ridge.tolist()
    a, b, c = a + aa + _FIRM, b + bb, c + cc
    p, q = b / a, c / a
    second = max(d + dd + _FIRM - p * b, _FIRM)
    r = (e + ee - p * c) / second
    third = max(f + ff + _FIRM - q * c - r * r * second, _FIRM)
    y -= p * x
    z = (z - q * x - r * y) / third
    y = y / second - r * z
    return np.array([x / a - p * y - q * z, y, z])


_MATRIX = np.array([[0, 1, 2], [1, 3, 4], [2, 4, 5]])
"""Indices of the normal matrix's elements in the six m·m."""


def _normal(sums: Floats) -> Floats:
    """Normal matrices, ``(..., 3, 3)``, of sums ``(..., 6 or more)``."""
    return np.asarray(sums[..., _MATRIX] + _FIRM * np.eye(3))


def _misfit(terms: Floats, solution: Floats) -> Floats:
    """Squared residual of every sample, ``(n,)``."""
    x, y, z = solution
    return np.asarray(
        np.array([x * x, 2 * x * y, 2 * x * z, y * y, 2 * y * z, z * z, -2 * x, -2 * y, -2 * z, 1.0]) @ terms
    )


def _lever_sd(
    model: Floats, terms: Floats, weight: Floats, pieces: list[slice], solution: Floats, ridge: Floats
) -> float:
    """Standard deviation of the length, m: by leaving out reps one by one (jackknife), and by an
    accelerometer bias of 0.1 m/s² on each axis."""
    ends = np.array([(piece.start, piece.stop) for piece in pieces]).ravel()
    weighed = np.empty((len(terms), len(weight) + 1))  # one more, as a piece may end with the last cell
    np.multiply(terms, weight, out=weighed[:, :-1])
    weighed[:, -1] = 0.0
    parts = np.add.reduceat(weighed, ends, axis=1)[:, ::2].T
    total = parts.sum(axis=0)
    shifts = FOREARM.acc_bias_mps2 * (model @ weight)
    moved = [_solve(total, ridge, shift) for shift in shifts]
    bias = sum(float(one @ one) for one in moved)
    spread = FOREARM.lever_prior_sd_m**2 / max(len(parts), 1)
    if len(parts) >= 3:
        direction = solution / max(length(solution), 1e-9)
        sums = total - parts
        left_out = np.linalg.solve(_normal(sums) + ridge, sums[:, 6:9, None])[:, :, 0] @ direction
        spread = (len(parts) - 1) / len(parts) * float(((left_out - left_out.mean()) ** 2).sum())
    return float(np.sqrt(bias + spread))
