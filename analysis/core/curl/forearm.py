"""A closed set as the motion of a forearm: its axis, its angle, its lever arm.

Everything here is acausal and works on one set that the stream has just closed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.core.curl.in_step import lever_error
from analysis.core.signal.axis import angle_steps_deg, principal_axis
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import smooth
from analysis.core.signal.vectors import cross, dot, length, size
from analysis.settings.curl_model import FOREARM, GRAVITY
from imu.types import Floats
from imu.units import DEG_PER_RAD


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlFrame:
    """The set seen along its curl axis.

    ``angle_deg`` (n,) is the forearm's angle about ``axis``, unwrapped, from its first value; ``speed_dps``
    (n,) its rate from the gyroscope; ``turn_radps`` (n, 3) the rotation, low-passed at 5 Hz;
    ``inertial_mps2`` (n, 3) the specific force without gravity, unfiltered; ``measured_gravity_mps2`` the
    size of gravity as this accelerometer reads it, ``gravity_mps2`` the same within what can be;
    ``agreement`` the correlation of the rates that gravity and gyroscope give; ``gravity_trusted`` is False
    where the accelerometer reads gravity so wrong that the angle had to come from the gyroscope alone.
    """

    axis: Floats
    planarity: float
    angle_deg: Floats
    swing_deg: Floats
    speed_dps: Floats
    turn_radps: Floats
    inertial_mps2: Floats
    gravity_mps2: float
    measured_gravity_mps2: float
    agreement: float
    gravity_trusted: bool


def curl_frame(closed: ClosedSet) -> CurlFrame:
    """Axis, angle and inertial acceleration of a closed set."""
    step = closed.step_s
    if not closed.has_gyro:
        closed = without_lag(closed)
    axis, planarity = principal_axis(smooth(closed.gyr_radps, FOREARM.axis_hz, step))
    turn = smooth(closed.gyr_radps, FOREARM.lever_hz, step)
    speed = turn @ axis * DEG_PER_RAD
    axes = np.broadcast_to(axis, closed.up.shape)
    angle = np.cumsum(np.concatenate([[0.0], angle_steps_deg(closed.up[1:], closed.up[:-1], axes[1:])]))
    rate = np.gradient(smooth(angle, FOREARM.rate_hz, step), step)
    agreement = _correlation(rate, speed) if closed.has_gyro else 1.0
    measured = float(dot(closed.acc_mps2, closed.up).mean())
    gravity = float(np.clip(measured, GRAVITY.least_mps2, GRAVITY.most_mps2))
    trusted = gravity == measured
    turned = np.cumsum(speed) * step
    if not trusted and closed.has_gyro:
        angle = turned - smooth(turned, 0.05, step)
    swing = angle + _high_pass(turned - angle, FOREARM.fused_hz, step) if closed.has_gyro else angle
    return CurlFrame(
        axis=axis,
        planarity=planarity,
        angle_deg=angle,
        swing_deg=swing,
        speed_dps=speed,
        turn_radps=turn,
        inertial_mps2=closed.acc_mps2 - gravity * closed.up,
        gravity_mps2=gravity,
        measured_gravity_mps2=measured,
        agreement=agreement,
        gravity_trusted=trusted,
    )


def without_lag(closed: ClosedSet, cutoff_hz: float = 1.2) -> ClosedSet:
    """An accelerometer's "up" and rotation again, now that the whole set is there: low-passed both ways."""
    low = smooth(closed.acc_mps2, cutoff_hz, closed.step_s)
    up = low / np.maximum(size(low), 1e-6)[:, None]
    turn = cross(np.gradient(up, closed.step_s, axis=0), up)
    return replace(closed, up=up, gyr_radps=turn)


def _high_pass(x: Floats, cutoff_hz: float, step_s: float) -> Floats:
    return x - smooth(x, cutoff_hz, step_s)


def _correlation(x: Floats, y: Floats) -> float:
    x, y = x - x.mean(), y - y.mean()
    scale = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / scale if scale > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """Elbow to sensor, as the inertial acceleration shows it.

    Attributes
    ----------
    vector_m : (3,) float64
        In the sensor frame; its part along the curl axis is 0 unless supination shows it.
    length_m, sd_m : float
        Its size, and an uncertainty from resampled reps and an accelerometer bias of 0.1 m/s².
    r2 : float
        Share of the inertial acceleration that a forearm turning about a still elbow explains.
    signal_mps2 : float
        RMS of that inertial acceleration: with too little of it the share says nothing.
    weight : (n,) float64
        How much each cell counted in the fit: less where the elbow was thrown, 0 outside the reps.
    per_metre : (3, n, 3) float64
        Acceleration that each metre of a lever along x, y, z gives: ``acceleration[i, k] = per_metre[i, k] @ lever``.
    force_mps2 : (n, 3) float64
        The inertial acceleration that was fitted, low-passed at 5 Hz.
    """

    vector_m: Floats
    length_m: float
    sd_m: float
    r2: float
    signal_mps2: float
    weight: Floats
    per_metre: Floats
    force_mps2: Floats


def fit_lever(
    closed: ClosedSet, frame: CurlFrame, pieces: list[slice], *, across_only: bool = False
) -> Lever:
    """Robust least squares of ``f − g·u = α×r + ω×(ω×r) + a_e`` over consecutive pieces (reps) of the set.

    The residual is taken as the acceleration of the elbow. A ridge holds the part of ``r`` along the curl
    axis at 0 where nothing shows it; with supination, which tilts that axis towards the forearm, it becomes
    visible and is needed. ``across_only`` leaves it out: one movement is too little for it.
    """
    step = closed.step_s
    turn = frame.turn_radps
    force = smooth(frame.inertial_mps2, FOREARM.lever_hz, step)
    model = _lever_model(turn, np.gradient(turn, step, axis=0))
    used = slice(pieces[0].start, pieces[-1].stop)
    terms = _terms(model, force)
    along = np.outer(frame.axis, frame.axis) * (used.stop - used.start)
    if across_only:
        solution, weight, ridge = *_robust(terms, used, 1e3 * along), 1e3 * along
    else:
        free, _ = _robust(terms, used, FOREARM.along_axis_ridge * along)
        noise = _noise(_misfit(terms, free)[used])
        ridge = (
            FOREARM.along_axis_ridge + noise / (FOREARM.independent * FOREARM.along_axis_sd_m**2)
        ) * along
        solution, weight = _robust(terms, used, ridge)
    sums, misfit = weight @ terms, _misfit(terms, solution)
    signal = float(weight @ terms[:, 9])
    return Lever(
        vector_m=solution,
        length_m=length(solution),
        sd_m=float(
            np.hypot(
                _lever_sd(model, terms, weight, pieces, solution, ridge),
                _thrown_sd(misfit[used], sums, solution, ridge),
            )
        ),
        r2=1.0 - float(weight @ misfit) / signal if signal > 0 else 0.0,
        signal_mps2=float(np.sqrt(terms[used, 9].mean())),
        weight=weight,
        per_metre=model,
        force_mps2=force,
    )


def elbow_acceleration(closed: ClosedSet, frame: CurlFrame, lever: Lever) -> Floats:
    """The acceleration of the elbow itself, ``(n, 3)``, m/s², low-passed at 5 Hz: what the lever arm does not explain,
    and what it took of an elbow that moves in step with the lifts."""
    left = lever.force_mps2 - (lever.per_metre @ lever.vector_m).T
    error = lever_error(
        lever.per_metre,
        left,
        lever.weight,
        turn_radps=frame.turn_radps,
        axis=frame.axis,
        up=closed.up,
        step_s=closed.step_s,
    )
    return np.asarray(left + (lever.per_metre @ error).T)


def _robust(terms: Floats, used: slice, ridge: Floats) -> tuple[Floats, Floats]:
    """Least squares that trusts samples the less, the worse they fit; the solution and the weights."""
    solution = np.zeros(3)
    rows = terms[used]
    trust = np.ones(len(rows))
    for _ in range(FOREARM.rounds):
        before, solution = solution, _solve(trust @ rows, ridge)
        residual = np.sqrt(np.maximum(_misfit(rows, solution), 0.0))
        scale = 1.5 * _middle(residual) + 0.05
        trust = np.minimum(1.0, scale / np.maximum(residual, 1e-9))
        if np.abs(solution - before).max() < FOREARM.settled_m:
            break
    weight = np.zeros(len(terms))
    weight[used] = trust
    return solution, weight


def _middle(x: Floats) -> float:
    """Upper median."""
    return float(np.partition(x, len(x) // 2)[len(x) // 2])


def _noise(misfit: Floats) -> float:
    """Mean square of what a lever leaves unexplained: the elbow's own acceleration, (m/s²)²."""
    return float(np.maximum(misfit, 0.0).mean())


def _thrown_sd(misfit: Floats, sums: Floats, solution: Floats, ridge: Floats) -> float:
    """Uncertainty of the length from an elbow that moves in step with the lifts, which no resampling of reps
    can show; ``sums`` are the weighted terms of all samples."""
    direction = solution / max(length(solution), 1e-9)
    worth = _noise(misfit) / FOREARM.settled * len(misfit)
    return float(np.sqrt(worth * (direction @ np.linalg.solve(_normal(sums) + ridge, direction))))


def _lever_model(turn: Floats, accel: Floats) -> Floats:
    """Matrix that gives the acceleration from the lever, ``(3, n, 3)``: ``[α×] + ω ωᵀ − ω² 1``."""
    (x, y, z), (a, b, c) = turn.T.copy(), accel.T.copy()
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    rows = ((-yy - zz, xy - c, xz + b), (xy + c, -xx - zz, yz - a), (xz - b, yz + a, -xx - yy))
    model = np.empty((3, len(turn), 3))
    for i, row in enumerate(rows):
        for k, element in enumerate(row):
            model[i, :, k] = element
    return model


_PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2), (0, 3), (1, 3), (2, 3), (3, 3))


def _terms(model: Floats, force: Floats) -> Floats:
    """Per sample what normal equations and misfit are made of, ``(n, 10)``: the six m·m, the three m·f, f·f."""
    columns = [*model.transpose(2, 0, 1).copy(), force.T.copy()]
    terms = np.empty((len(force), len(_PAIRS)))
    for term, (i, j) in enumerate(_PAIRS):
        (ax, ay, az), (bx, by, bz) = columns[i], columns[j]
        terms[:, term] = ax * bx + ay * by + az * bz
    return terms


def _solve(sums: Floats, ridge: Floats) -> Floats:
    """Solution of the normal equations given as the six m·m and the three m·f."""
    return np.asarray(np.linalg.solve(_normal(sums) + ridge, sums[6:9]))


_MATRIX = np.array([[0, 1, 2], [1, 3, 4], [2, 4, 5]])
"""Where the elements of the normal matrix stand in the six m·m."""
_FIRM = 1e-6 * np.eye(3)


def _normal(sums: Floats) -> Floats:
    """Normal matrices, ``(..., 3, 3)``, of sums ``(..., 6 or more)``."""
    return np.asarray(sums[..., _MATRIX] + _FIRM)


def _misfit(terms: Floats, solution: Floats) -> Floats:
    """Squared residual of every sample, ``(n,)``."""
    x, y, z = solution
    return np.asarray(
        terms @ np.array([x * x, 2 * x * y, 2 * x * z, y * y, 2 * y * z, z * z, -2 * x, -2 * y, -2 * z, 1.0])
    )


def _lever_sd(
    model: Floats, terms: Floats, weight: Floats, pieces: list[slice], solution: Floats, ridge: Floats
) -> float:
    """Uncertainty of the length: reps left out one by one, and an accelerometer bias of 0.1 m/s² on each
    axis."""
    parts = np.stack([weight[p] @ terms[p] for p in pieces])
    total = parts.sum(axis=0)
    shifts = np.array([FOREARM.acc_bias_mps2 * (weight @ model[i]) for i in range(3)])
    moved = np.linalg.solve(_normal(total) + ridge, shifts[:, :, None])[:, :, 0]
    bias = sum(length(one) ** 2 for one in moved)
    spread = FOREARM.lever_prior_sd_m**2 / max(len(parts), 1)
    if len(parts) >= 3:
        direction = solution / max(length(solution), 1e-9)
        sums = total - parts
        left_out = np.linalg.solve(_normal(sums) + ridge, sums[:, 6:9, None])[:, :, 0] @ direction
        spread = (len(parts) - 1) / len(parts) * float(((left_out - left_out.mean()) ** 2).sum())
    return float(np.sqrt(bias + spread))
