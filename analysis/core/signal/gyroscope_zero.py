"""What a gyroscope reads when nothing turns, found from a set of curls itself.

Cheap gyroscopes read up to 20 °/s at rest when nobody calibrated them, and a recording that begins with the
first rep holds no rest to see it in. But the arm comes back: from one bottom of a curl to the next the true
rotations multiply to the identity, whatever path the hand took (adding them up would not do: rotations do not
commute, and supination alone makes their sum drift by 20 °/s). Whatever is left over after a rep is the zero,
added up over the rep, and whatever tilts gravity's direction from one turning point to the next is too.

With ``R(t)`` the attitude that follows from the gyroscope less a zero ``b``, an error ``δ`` of ``b`` turns the
attitude about the world's axes by ``−∫R dt · δ``. So each pair of turning points gives linear equations for
``δ``; they are solved, ``b`` is mended, and ``R`` is made anew (Gauss–Newton, two to four rounds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.core.signal.axis import principal_axis
from analysis.core.signal.filters import both_ways, smooth
from analysis.core.signal.turning_points import swing_points
from analysis.core.signal.vectors import cross, dot, length, size
from imu.types import Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

if TYPE_CHECKING:
    from analysis.settings.thresholds import SegmentThresholds

HEADING_SD = 15.0 * RAD_PER_DEG
"""How exactly an arm comes back about the vertical, where gravity says nothing: people shift and turn."""
TILT_SD, PATH_SD = 6.0 * RAD_PER_DEG, 10.0 * RAD_PER_DEG
"""How exactly the smoothed specific force shows the vertical: between two turning points of one kind, where
the arm's own acceleration is alike, and between any two."""
UNKNOWN_SD_RADPS = 15.0 * RAD_PER_DEG
"""How far the zero of a gyroscope may lie from what the running orientation makes of it, before the set is
looked at: data sheets allow 20 °/s."""
REST_SD_RADPS = 0.5 * RAD_PER_DEG
"""The same where the sensor lay still: what is left is drift and what VQF had not yet found."""
SURE_SD_RADPS = 4.0 * RAD_PER_DEG
"""A zero known better than this is told to people and to later sets; a single rep shows it to 6 °/s or so."""
CALIBRATED_RADPS = 5.0 * RAD_PER_DEG
"""A phone or a watch, calibrated by its system, stays within 2 °/s or so."""
DRIFT_SD_RADPS = 1.0 * RAD_PER_DEG
"""How far it may have wandered by the next set."""
DOUBTFUL, CONTRADICTION = 2.0, 5.0
"""Misfits, in times the expected one: from the first another zero is tried, from the second the pairs
contradict each other and no constant is the zero (or the movement does not come back)."""
BROKEN_SD_RADPS = 60.0 * RAD_PER_DEG
"""The same for a broken one, looked for around the mean rotation where nothing nearer fits."""
VERTICAL_S = 0.5
"""Smoothing of the specific force at a turning point, either side."""
AXIS_HZ, DRIFT_HZ = 1.0, 0.1
"""Turning points are looked for in the angle about the main axis, between these: slower is drift."""
MOST_CELLS = 4000
"""100 s of a set are enough to find a constant."""
APART_CELLS = 20
"""The ends of a set are moments of their own where they lie further than this from a turning point."""
ROUNDS, SETTLED_RADPS = 8, 0.05 * RAD_PER_DEG
"""Rounds of Gauss–Newton, and the change at which it has settled."""
LONGEST_STEP_RADPS = 20.0 * RAD_PER_DEG
"""One round goes no further: beyond it the equations are no longer linear."""
TRUST_ROUNDS = 5
"""Rounds of the robust fit within each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GyroscopeZero:
    """What a gyroscope reads at rest.

    Attributes
    ----------
    radps : (3,) float64
        In the frame of the cells.
    sd_radps : float
        Its uncertainty, all axes together.
    """

    radps: Floats
    sd_radps: float

    @property
    def sure(self) -> bool:
        """Known well enough to be told, and to start the next set from."""
        return self.sd_radps <= SURE_SD_RADPS

    @property
    def uncalibrated(self) -> bool:
        """Certainly more than a calibrated gyroscope reads at rest."""
        return length(self.radps) > max(CALIBRATED_RADPS, 3.0 * self.sd_radps)

    def later(self) -> GyroscopeZero:
        """As it is known by the next set."""
        return GyroscopeZero(radps=self.radps, sd_radps=float(np.hypot(self.sd_radps, DRIFT_SD_RADPS)))


def find_zero(
    acc_mps2: Floats,
    gyr_radps: Floats,
    step_s: float,
    prior: GyroscopeZero,
    thresholds: SegmentThresholds,
) -> GyroscopeZero | None:
    """The zero that makes the movement come back; None where none does.

    Adding a constant to the gyroscope adds the same constant to what is found, but for the pull of the prior.

    Parameters
    ----------
    acc_mps2, gyr_radps : (n, 3) float64
        Specific force, and rotation as it was read.
    step_s : float
    prior : GyroscopeZero
        What was known before this set; the search begins there.
    thresholds : SegmentThresholds
    """
    acc, gyr = acc_mps2[:MOST_CELLS], gyr_radps[:MOST_CELLS]
    points = _turning_points(gyr, step_s, thresholds)
    if len(points) < 3:
        return None
    pairs = _pairs(points, len(gyr))
    zero, misfit = _search(acc, gyr, step_s, pairs, prior)
    if misfit > DOUBTFUL:
        whole = gyr[points[0] : points[-1] + 1].mean(axis=0)
        broken = GyroscopeZero(radps=whole, sd_radps=BROKEN_SD_RADPS)
        other, rest = _search(acc, gyr, step_s, pairs, broken)
        if rest < DOUBTFUL:
            zero, misfit = other, rest
    return None if misfit > CONTRADICTION else zero


def upright(acc_mps2: Floats, turn_radps: Floats, step_s: float, tau_s: float) -> Floats:
    """The direction "up" in the sensor frame, from all of a set: ``(n, 3)`` unit vectors.

    The specific force, seen from a frame that follows the gyroscope, is gravity but for what the hand does
    for a moment; its mean around each moment is "up". Looking both ways, it neither lags nor has to settle,
    and a drift of that frame cancels.

    Parameters
    ----------
    acc_mps2, turn_radps : (n, 3) float64
        Specific force; rotation without the gyroscope's zero.
    tau_s : float
        How far around each moment.
    """
    attitude = _attitude(turn_radps, step_s)
    up = _turned(attitude.transpose(1, 0, 2), _vertical(attitude, acc_mps2, step_s, tau_s))
    return np.ascontiguousarray(up)


def _search(
    acc: Floats, gyr: Floats, step_s: float, pairs: _Pairs, prior: GyroscopeZero
) -> tuple[GyroscopeZero, float]:
    """The zero that fits the pairs best, beginning from what was known, and their misfit."""
    zero = prior.radps
    for _ in range(ROUNDS):
        rows, left = _equations(acc, gyr - zero, step_s, pairs)
        step, precision, misfit = _solve(rows, left, prior.radps - zero, prior.sd_radps)
        step *= min(1.0, LONGEST_STEP_RADPS / max(length(step), 1e-12))
        zero = zero + step
        if length(step) < SETTLED_RADPS:
            break
    sd = float(np.sqrt(np.trace(np.linalg.inv(precision))))
    return GyroscopeZero(radps=zero, sd_radps=sd), misfit


def _turning_points(gyr_radps: Floats, step_s: float, thresholds: SegmentThresholds) -> list[int]:
    """Where the rotation about the main axis turns round; the same whatever constant is added to it."""
    moving = gyr_radps - gyr_radps.mean(axis=0)
    axis, _ = principal_axis(smooth(moving, AXIS_HZ, step_s))
    angle = np.cumsum(moving @ axis) * (step_s * DEG_PER_RAD)
    return swing_points(angle - smooth(angle, DRIFT_HZ, step_s), thresholds)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of moments ``first``, ``second`` (m,), ``tilt`` and ``heading`` (m,) the weights of what they
    say; ``heading`` is 0 but between turning points of one kind."""

    first: Floats
    second: Floats
    tilt: Floats
    heading: Floats


def _pairs(points: list[int], cells: int) -> _Pairs:
    """Every turning point with the next of its kind, and all moments with the next one."""
    ends = [0] * (points[0] > APART_CELLS) + points + [cells - 1] * (points[-1] < cells - 1 - APART_CELLS)
    back, along = len(points) - 2, len(ends) - 1
    return _Pairs(
        first=np.array([*points[:-2], *ends[:-1]]),
        second=np.array([*points[2:], *ends[1:]]),
        tilt=np.repeat([1.0 / TILT_SD, 1.0 / PATH_SD], [back, along]),
        heading=np.repeat([1.0 / HEADING_SD, 0.0], [back, along]),
    )


def _equations(acc: Floats, turn: Floats, step_s: float, pairs: _Pairs) -> tuple[Floats, Floats]:
    """What each pair says about the error of the zero, in units of its uncertainty: ``rows · δ = left``.

    Returns
    -------
    rows : (m, 4, 3) float64
    left : (m, 4) float64
        Three of tilt (one of them empty), one of heading.
    """
    attitude = _attitude(turn, step_s)
    up = _vertical(attitude, acc, step_s, VERTICAL_S)
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
    """Robust least squares with a prior: a pair that contradicts the others counts less, and all of them
    count less where they contradict each other.

    Returns
    -------
    step : (3,) float64
    precision : (3, 3) float64
        Inverse of its covariance.
    misfit : float
        Of the middle pair, in times what was expected; 1 where it is less.
    """
    prior = np.eye(3) / sd**2
    trust = np.ones(len(left))
    squares, products = np.einsum("mki,mkj->mij", rows, rows), np.einsum("mki,mk->mi", rows, left)
    for _ in range(TRUST_ROUNDS):
        precision = np.einsum("m,mij->ij", trust, squares) + prior
        step = np.linalg.solve(precision, trust @ products + towards / sd**2)
        misfit = np.sqrt(((left - rows @ step) ** 2).sum(axis=1))
        spread = max(1.0, 1.5 * float(np.median(misfit)))
        trust = np.minimum(1.0, spread / np.maximum(misfit, 1e-9)) / spread**2
    return step, precision, spread


def _attitude(turn_radps: Floats, step_s: float) -> Floats:
    """Rotation matrices from the sensor frame to one that stands still, ``(3, 3, n)``: strapdown integration
    to the middle of each cell.

    VQF without any correction is that integration, compiled; it leaves out accelerometer readings of nothing.
    """
    from vqf import VQF  # noqa: PLC0415  compiled; kept off the path of --help

    alone = VQF(step_s, restBiasEstEnabled=False, motionBiasEstEnabled=False)
    half = 0.5 * np.ascontiguousarray(turn_radps)
    steps = half.copy()
    steps[1:] += half[:-1]
    w, x, y, z = alone.updateBatch(steps, np.zeros_like(steps))["quat6D"].T.copy()
    xx, yy, zz, xy, xz, yz = x * x, y * y, z * z, x * y, x * z, y * z
    wx, wy, wz = w * x, w * y, w * z
    rows = (
        (0.5 - yy - zz, xy - wz, xz + wy),
        (xy + wz, 0.5 - xx - zz, yz - wx),
        (xz - wy, yz + wx, 0.5 - xx - yy),
    )
    return 2.0 * np.array(rows)


def _turned(attitude: Floats, x: Floats) -> Floats:
    """Row by row product of ``(3, 3, n)`` matrices and ``(n, 3)`` vectors, ``(n, 3)``."""
    a, b, c = x.T
    return np.array([row[0] * a + row[1] * b + row[2] * c for row in attitude]).T


def _vertical(attitude: Floats, acc: Floats, step_s: float, tau_s: float) -> Floats:
    """Direction of the smoothed specific force in the frame that stands still, ``(n, 3)``."""
    force = _turned(attitude, acc)
    for _ in range(2):
        force = both_ways(force, tau_s, step_s)
    return (force.T / np.maximum(size(force), 1e-9)).T


def _arc(x: Floats, y: Floats) -> Floats:
    """Rotation vectors of the shortest turns from unit vectors ``x`` to ``y``, ``(m, 3)``."""
    across = cross(x, y)
    sine = size(across)
    return across * (np.arctan2(sine, dot(x, y)) / np.maximum(sine, 1e-9))[:, None]


def _rotation_vector(turned: Floats) -> Floats:
    """Axis times angle of rotation matrices ``(m, 3, 3)``, ``(m, 3)``."""
    twice = np.array(
        [
            turned[:, 2, 1] - turned[:, 1, 2],
            turned[:, 0, 2] - turned[:, 2, 0],
            turned[:, 1, 0] - turned[:, 0, 1],
        ]
    ).T
    sine, cosine = 0.5 * size(twice), 0.5 * (np.trace(turned, axis1=1, axis2=2) - 1.0)
    return np.asarray(0.5 * twice * (np.arctan2(sine, cosine) / np.maximum(sine, 1e-9))[:, None])
