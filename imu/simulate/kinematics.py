"""Kinematics of a chain of rigid segments: position, rotation and acceleration of each, from the one before it.

For a point at r in a frame with angular velocity ω and angular acceleration α, which moves at v and a within the frame,
the acceleration against that of the frame's origin is α×r + ω×(ω×r) + 2ω×v + a (Euler, centripetal and Coriolis terms).

World frame: x forwards, y to the left, z up. Arrays are ``(n, 3)`` over the samples; each component lies in one piece
(column-major), and products are written out: `numpy.einsum` takes twice the time, and other last bits on each machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from imu.simulate.motion import Jet
from imu.types import Floats
from imu.units import G_MPS2, RAD_PER_DEG


def rotation(axis: tuple[float, float, float], angle_deg: float) -> Floats:
    """The ``(3, 3)`` matrix that rotates vectors by ``angle_deg`` (°) about ``axis`` (any length), right-handed."""
    unit = _unit(np.asarray(axis, dtype=np.float64))
    return np.asarray(_turned(np.eye(3)[None], unit, np.array([angle_deg * RAD_PER_DEG]))[0])


def random_rotation(rng: np.random.Generator) -> Floats:
    """A random ``(3, 3)`` rotation matrix, uniform over all orientations."""
    w, x, y, z = rng.standard_normal(4).tolist()
    return rotation((x, y, z), 2.0 * math.degrees(math.atan2(math.hypot(x, y, z), w)))


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / np.sqrt((vector * vector).sum()))


def _cross(a: Floats, b: Floats) -> Floats:
    """Cross products over the last axis, ``(..., 3)``; a third of the time of `numpy.cross`, and the same bits."""
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx]).T


def _dot(a: Floats, b: Floats) -> Floats:
    """Sums ``a[0]·b[0] + a[1]·b[1] + a[2]·b[2]``, from the first on."""
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _turned(turn: Floats, unit: Floats, angle_rad: Floats) -> Floats:
    """Rotation matrices ``(n, 3, 3)``, each after a rotation about a unit axis (Rodrigues' formula, row by row)."""
    sine, versine = np.sin(angle_rad)[:, None, None], (1.0 - np.cos(angle_rad))[:, None, None]
    across = _cross(turn, unit)
    return np.asarray(turn + sine * across + versine * _cross(across, unit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A coordinate frame that moves in the world, at n samples; vectors are in world coordinates.

    Attributes
    ----------
    origin_m, acc_mps2 : (n, 3) float64
        Position and acceleration of its origin.
    turn : (n, 3, 3) float64
        Rotation matrix from frame to world coordinates.
    w_radps, alpha_radps2 : (n, 3) float64
        Angular velocity and angular acceleration.
    """

    origin_m: Floats
    acc_mps2: Floats
    turn: Floats
    w_radps: Floats
    alpha_radps2: Floats

    @classmethod
    def world(cls, samples: int) -> Frame:
        """The world frame, at rest, for a number of samples."""
        zero, turn = np.zeros((3, samples)).T, np.repeat(np.eye(3)[:, :, None], samples, axis=2).T
        return cls(origin_m=zero, acc_mps2=zero, turn=turn, w_radps=zero, alpha_radps2=zero)

    def to_world(self, vectors: Floats) -> Floats:
        """Converts frame coordinates, ``(3,)`` or ``(n, 3)``, to world coordinates ``(n, 3)``."""
        return _dot(self.turn.T, vectors.T).T

    def from_world(self, vectors: Floats) -> Floats:
        """Converts world coordinates, ``(3,)`` or ``(n, 3)``, to frame coordinates ``(n, 3)``."""
        return _dot(self.turn.transpose(1, 2, 0), vectors.T).T

    def slid(self, x: Jet, y: Jet, z: Jet) -> Frame:
        """A frame with equal axes whose origin moves within this one: ``x``, ``y``, ``z`` in m."""
        if not any(part.any() for jet in (x, y, z) for part in jet):
            return self
        way, rate, accel = (self.to_world(np.stack(parts).T) for parts in zip(x, y, z, strict=True))
        inertial = self._carried(way) + 2.0 * _cross(self.w_radps, rate) + accel
        return replace(self, origin_m=self.origin_m + way, acc_mps2=self.acc_mps2 + inertial)

    def shifted(self, offset_m: tuple[float, float, float]) -> Frame:
        """A frame with equal axes whose origin is a fixed point of this one, m."""
        way = self.to_world(np.asarray(offset_m, dtype=np.float64))
        return replace(self, origin_m=self.origin_m + way, acc_mps2=self.acc_mps2 + self._carried(way))

    def turned(self, axis: tuple[float, float, float], angle_deg: Jet) -> Frame:
        """A frame on a hinge at this origin.

        Parameters
        ----------
        axis : (3,) floats
            Axis of the hinge in this frame, of any length.
        angle_deg : Jet
            Angle of the hinge with its derivatives, °, °/s, °/s².
        """
        if not any(part.any() for part in angle_deg):  # most joints of most sessions never move
            return self
        angle = angle_deg.scaled(RAD_PER_DEG)
        unit = _unit(np.asarray(axis, dtype=np.float64))
        hinge = self.to_world(unit)
        spin = hinge * angle.rate[:, None]
        return replace(
            self,
            turn=_turned(self.turn, unit, angle.value),
            w_radps=self.w_radps + spin,
            alpha_radps2=self.alpha_radps2 + hinge * angle.accel[:, None] + _cross(self.w_radps, spin),
        )

    def mounted(self, mounting: Floats) -> Frame:
        """A frame fixed to this one; the columns of ``mounting`` ``(3, 3)`` are its axes in this frame."""
        return replace(self, turn=np.stack([_dot(self.turn.T, column) for column in mounting.T]).T)

    def specific_force(self) -> Floats:
        """Reading of an ideal accelerometer at the origin, ``(n, 3)`` m/s²: ``Rᵀ(a + g·z)``."""
        return self.from_world(self.acc_mps2 + np.array([0.0, 0.0, G_MPS2]))

    def angular_velocity(self) -> Floats:
        """Reading of an ideal gyroscope, ``(n, 3)`` rad/s: ``Rᵀω``."""
        return self.from_world(self.w_radps)

    def _carried(self, way: Floats) -> Floats:
        """Acceleration of a point r fixed to the frame, against that of the origin: α×r + ω×(ω×r)."""
        return _cross(self.alpha_radps2, way) + _cross(self.w_radps, _cross(self.w_radps, way))
