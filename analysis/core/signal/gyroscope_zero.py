"""The gyroscope's bias (its zero: what it reads when nothing turns), estimated from a set of curls itself.

Cheap gyroscopes read up to 20 °/s at rest when nobody calibrated them, and a recording that begins with the
first rep holds no rest to see it in. But the arm comes back: from one bottom of a curl to the next the true
rotations multiply to the identity, whatever path the hand took. (Their sum would not do: rotations do not
commute, and supination alone makes it drift by 20 °/s.) The rotation left over after a rep is the bias,
integrated over the rep; so is what tilts the direction of gravity from one turning point to the next.

With ``R(t)`` the attitude by the gyroscope less a bias ``b``, an error ``δ`` of ``b`` rotates the attitude
about the world's axes by ``−∫R dt · δ``. So each pair of turning points gives linear equations for ``δ``;
they are solved, ``b`` is corrected, and ``R`` is computed anew (Gauss–Newton, two to four rounds).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.closed import matrices_of, turn_rows
from analysis.core.signal.axis import principal_axis
from analysis.core.signal.filters import both_ways, smooth
from analysis.core.signal.turning_points import sweep_points
from analysis.core.signal.vectors import cross, dot, length, size
from analysis.settings.curl_model import ZERO
from imu.types import Floats
from imu.units import DEG_PER_RAD

if TYPE_CHECKING:
    from analysis.settings.thresholds import SegmentThresholds

_matrices_of, _turn_rows = Loop(matrices_of), Loop(turn_rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class GyroscopeZero:
    """Bias of a gyroscope: what it reads at rest."""

    radps: Floats
    """The bias in the frame of the grid cells, ``(3,)``, rad/s."""
    sd_radps: float
    """Its standard deviation, all axes together, rad/s."""

    @property
    def sure(self) -> bool:
        """Whether it is known well enough to be told, and to start the next set from."""
        return self.sd_radps <= ZERO.sure_sd_radps

    @property
    def uncalibrated(self) -> bool:
        """Whether it is certainly larger than that of a calibrated gyroscope."""
        return length(self.radps) > max(ZERO.calibrated_radps, 3.0 * self.sd_radps)

    def later(self) -> GyroscopeZero:
        """Returns the bias as it is known by the next set: it may have drifted since."""
        return GyroscopeZero(radps=self.radps, sd_radps=float(np.hypot(self.sd_radps, ZERO.drift_sd_radps)))


def find_zero(
    acc_mps2: Floats,
    gyr_radps: Floats,
    step_s: float,
    prior: GyroscopeZero,
    thresholds: SegmentThresholds,
) -> GyroscopeZero | None:
    """Estimates the bias with which the arm comes back after each rep; None where none fits.

    A constant added to the gyroscope is found as bias too, but for the pull of the prior.

    Parameters
    ----------
    acc_mps2, gyr_radps : (n, 3) float64
        Specific force, and angular velocity as it was read.
    step_s : float
        Time between cells, s.
    prior : GyroscopeZero
        Bias by what was known before this set; the search begins there.
    thresholds : SegmentThresholds
        Smallest movements that count as such.
    """
    acc, gyr = acc_mps2[: ZERO.most_cells], gyr_radps[: ZERO.most_cells]
    points = _turning_points(gyr, step_s, thresholds)
    if len(points) < 3:
        return None
    pairs = _pairs(points, len(gyr))
    zero, misfit = _search(acc, gyr, step_s, pairs, prior)
    if misfit > ZERO.doubtful:
        whole = gyr[points[0] : points[-1] + 1].mean(axis=0)
        broken = GyroscopeZero(radps=whole, sd_radps=ZERO.broken_sd_radps)
        other, rest = _search(acc, gyr, step_s, pairs, broken)
        if rest < ZERO.doubtful:
            zero, misfit = other, rest
    return None if misfit > ZERO.contradiction else zero


def upright(acc_mps2: Floats, turn_radps: Floats, step_s: float, tau_s: float) -> Floats:
    """Finds the direction "up" in the sensor frame from all of a set: ``(n, 3)`` unit vectors.

    Seen in a frame that the gyroscope holds still, the specific force is gravity, and for moments what the
    hand adds; its mean around each moment is "up". Being two-sided, the mean neither lags nor has to settle,
    and a drift of that frame cancels.

    Parameters
    ----------
    acc_mps2, turn_radps : (n, 3) float64
        Specific force, and angular velocity without bias.
    step_s : float
        Time between cells, s.
    tau_s : float
        Time constant of the mean, s.
    """
    attitude = _attitude(turn_radps, step_s)
    return _turned(attitude.transpose(1, 0, 2), _vertical(attitude, acc_mps2, step_s, tau_s))


def _search(
    acc: Floats, gyr: Floats, step_s: float, pairs: _Pairs, prior: GyroscopeZero
) -> tuple[GyroscopeZero, float]:
    """The bias that fits the pairs best, searched from the prior, and their misfit (1 is as expected)."""
    zero = prior.radps
    for _ in range(ZERO.rounds):
        rows, left = _equations(acc, gyr - zero, step_s, pairs)
        step, precision, misfit = _solve(rows, left, prior.radps - zero, prior.sd_radps)
        step *= min(1.0, ZERO.longest_step_radps / max(length(step), 1e-12))
        zero = zero + step
        if length(step) < ZERO.settled_radps:
            break
    sd = float(np.sqrt(np.trace(np.linalg.inv(precision))))
    return GyroscopeZero(radps=zero, sd_radps=sd), misfit


def _turning_points(gyr_radps: Floats, step_s: float, thresholds: SegmentThresholds) -> list[int]:
    """Turning points of the angle about the main axis, whatever constant the gyroscope adds."""
    moving = gyr_radps - gyr_radps.mean(axis=0)
    axis, _ = principal_axis(smooth(moving, ZERO.axis_hz, step_s))
    angle = np.cumsum(moving @ axis) * (step_s * DEG_PER_RAD)
    return sweep_points(angle - smooth(angle, ZERO.drift_hz, step_s), thresholds)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of moments between which the rotation is known; ``(m,)`` each."""

    first: Floats
    """Cell of the earlier moment."""
    second: Floats
    """Cell of the later one."""
    tilt: Floats
    """1/sd of the change of the vertical between them, 1/rad."""
    heading: Floats
    """1/sd of the rotation about the vertical, 1/rad; 0 but between turning points of one kind."""


def _pairs(points: list[int], cells: int) -> _Pairs:
    """Pairs of every turning point with the next of its kind, and of every moment with the next one."""
    ends = (
        [0] * (points[0] > ZERO.apart_cells)
        + points
        + [cells - 1] * (points[-1] < cells - 1 - ZERO.apart_cells)
    )
    back, along = len(points) - 2, len(ends) - 1
    return _Pairs(
        first=np.array([*points[:-2], *ends[:-1]]),
        second=np.array([*points[2:], *ends[1:]]),
        tilt=np.repeat([1.0 / ZERO.tilt_sd, 1.0 / ZERO.path_sd], [back, along]),
        heading=np.repeat([1.0 / ZERO.heading_sd, 0.0], [back, along]),
    )


def _equations(acc: Floats, turn: Floats, step_s: float, pairs: _Pairs) -> tuple[Floats, Floats]:
    """Linear equations ``rows · δ = left`` of each pair for the error δ of the bias, over their deviations.

    Returns
    -------
    rows : (m, 4, 3) float64
    left : (m, 4) float64
        Three of tilt (of rank 2, as a rotation about "up" tilts nothing), one of heading.
    """
    attitude = _attitude(turn, step_s)
    up = _vertical(attitude, acc, step_s, ZERO.vertical_s)
    summed = np.cumsum(attitude, axis=2) * step_s
    a, b = pairs.first, pairs.second
    before, after = up[a], up[b]
    moved = (summed[:, :, b] - summed[:, :, a]).transpose(2, 0, 1)
    about_up = np.einsum("mi,mij->mj", before, moved)
    tilt, heading = pairs.tilt[:, None], pairs.heading[:, None]
    rows = np.empty((len(a), 4, 3))
    rows[:, :3] = tilt[:, :, None] * (moved - before[:, :, None] * about_up[:, None, :])
    rows[:, 3] = heading * about_up
    left = np.empty((len(a), 4))
    left[:, :3] = tilt * _arc(before, after)
    turned = np.einsum("ikm,jkm->mij", attitude[:, :, b], attitude[:, :, a])
    left[:, 3] = pairs.heading * dot(_rotation_vector(turned), before)
    return rows, left


def _solve(rows: Floats, left: Floats, towards: Floats, sd: float) -> tuple[Floats, Floats, float]:
    """Robust least squares with a prior (Huber's weights).

    A pair that contradicts the others counts less, and all count less where they contradict each other.

    Returns
    -------
    step : (3,) float64
        The error δ, rad/s.
    precision : (3, 3) float64
        Inverse of its covariance.
    misfit : float
        Median residual of the pairs over the expected one, times 1.5; at least 1.
    """
    prior = np.eye(3) / sd**2
    trust = np.ones(len(left))
    squares, products = np.einsum("mki,mkj->mij", rows, rows), np.einsum("mki,mk->mi", rows, left)
    for _ in range(ZERO.trust_rounds):
        precision = np.einsum("m,mij->ij", trust, squares) + prior
        step = np.linalg.solve(precision, trust @ products + towards / sd**2)
        misfit = np.sqrt(((left - rows @ step) ** 2).sum(axis=1))
        spread = max(1.0, 1.5 * float(np.median(misfit)))
        trust = np.minimum(1.0, spread / np.maximum(misfit, 1e-9)) / spread**2
    return step, precision, spread


def _attitude(turn_radps: Floats, step_s: float) -> Floats:
    """Rotation matrices from the sensor frame to a fixed one, ``(3, 3, n)``: strapdown integration of the
    angular velocity to the middle of each cell.

    VQF of the basic kind, which looks for no bias, is that integration, compiled; it ignores accelerometer
    readings of 0.
    """
    from vqf import BasicVQF  # noqa: PLC0415  compiled; kept off the path of --help

    steps = 0.5 * np.ascontiguousarray(turn_radps)
    steps[1:] += steps[:-1].copy()
    return _matrices(BasicVQF(step_s).updateBatch(steps, np.zeros_like(steps))["quat6D"])


def _matrices(quaternion: Floats) -> Floats:
    """Rotation matrices, ``(3, 3, n)``, of unit quaternions, ``(n, 4)``."""
    out = np.empty((3, 3, len(quaternion)))
    if loops_are_compiled():
        _matrices_of.run(quaternion, out)
        return out
    # The elements of the matrix are twice products of those of the quaternion: the 2 goes into both of them.
    w, x, y, z = np.multiply(quaternion.T, sqrt(2.0), order="C")
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    wx, wy, wz = w * x, w * y, w * z
    out[0, 0], out[1, 1], out[2, 2] = 1.0 - yy - zz, 1.0 - xx - zz, 1.0 - xx - yy
    out[0, 1], out[0, 2], out[1, 2] = xy - wz, xz + wy, yz - wx
    out[1, 0], out[2, 0], out[2, 1] = xy + wz, xz - wy, yz + wx
    return out


def _turned(attitude: Floats, x: Floats) -> Floats:
    """Row by row product of ``(3, 3, n)`` matrices and ``(n, 3)`` vectors, ``(n, 3)``."""
    if loops_are_compiled():
        out = np.empty((3, len(x)))
        _turn_rows.run(attitude, x.T, out)
        return out.T
    turned = attitude[:, 0] * x[:, 0]
    turned += attitude[:, 1] * x[:, 1]
    turned += attitude[:, 2] * x[:, 2]
    return turned.T


def _vertical(attitude: Floats, acc: Floats, step_s: float, tau_s: float) -> Floats:
    """Direction of the smoothed specific force in the fixed frame, unit vectors ``(n, 3)``."""
    force = both_ways(_turned(attitude, acc), tau_s, step_s, times=2).T
    return np.asarray((force / np.maximum(size(force.T), 1e-9)).T)


def _arc(x: Floats, y: Floats) -> Floats:
    """Rotation vectors (axis times angle, rad) of the shortest ways from unit vectors x to y, ``(m, 3)``."""
    across = cross(x, y)
    sine = size(across)
    return across * (np.arctan2(sine, dot(x, y)) / np.maximum(sine, 1e-9))[:, None]


def _rotation_vector(turned: Floats) -> Floats:
    """Rotation vectors (axis times angle, rad) of rotation matrices ``(m, 3, 3)``, ``(m, 3)``."""
    # A rotation matrix R has the trace 1 + 2 cos(angle), and R − Rᵀ holds 2 sin(angle) times the axis.
    twice = np.array(
        [
            turned[:, 2, 1] - turned[:, 1, 2],
            turned[:, 0, 2] - turned[:, 2, 0],
            turned[:, 1, 0] - turned[:, 0, 1],
        ]
    ).T
    sine, cosine = 0.5 * size(twice), 0.5 * (np.trace(turned, axis1=1, axis2=2) - 1.0)
    return np.asarray(0.5 * twice * (np.arctan2(sine, cosine) / np.maximum(sine, 1e-9))[:, None])
