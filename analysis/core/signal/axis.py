"""Curl axis: the direction about which the sensor turns most."""

from __future__ import annotations

from math import sqrt

import numpy as np

from analysis.core.signal.filters import ExponentialMean
from analysis.core.signal.vectors import cross, dot, size
from analysis.settings.curl_model import AXIS
from imu.types import Floats
from imu.units import DEG_PER_RAD


def principal_axis(gyr_radps: Floats) -> tuple[Floats, float]:
    """Finds the dominant direction of rotation and its share of the variance (principal component analysis).

    Parameters
    ----------
    gyr_radps : (n, 3) float64
        Angular velocity.

    Returns
    -------
    axis : (3,) float64
        Unit vector; its sign carries no meaning.
    planarity : float
        Largest eigenvalue of the matrix of second moments over their sum, in [1/3, 1]; NaN without rotation.
    """
    moments = gyr_radps.T @ gyr_radps
    values, vectors = np.linalg.eigh(moments)
    total = float(values.sum())
    return vectors[:, 2].copy(), float(values[2]) / total if total > 0 else float("nan")


_MATRIX = np.array([[0, 3, 4], [3, 1, 5], [4, 5, 2]])
"""Indices of a symmetric matrix's elements in xx, yy, zz, xy, xz, yz."""


def _dominant(moments: Floats) -> Floats:
    """Dominant eigenvectors, ``(3, n)``, of symmetric matrices given as ``(6, n)`` rows xx, yy, zz, xy, xz, yz.

    Power iteration: three squarings raise the ratio of eigenvalues to the 8th power, after which every column
    points along the dominant one; the largest is taken. Elementwise, so that a matrix never depends on its
    neighbours.
    """
    shares = moments / (moments[0] + moments[1] + moments[2] + 1e-30)
    m = shares.take(_MATRIX, axis=0)
    for _ in range(3):
        squared = m[:, :1] * m[0]
        squared += m[:, 1:2] * m[1]
        squared += m[:, 2:] * m[2]
        m = squared
    best = m[(0, 1, 2), (0, 1, 2)].argmax(axis=0)
    chosen = m[best, :, np.arange(len(best))].T
    return np.asarray(chosen / np.maximum(size(chosen.T), 1e-30))


class RunningAxis:
    """Curl axis by the rotation so far, updated every `AXIS.tick` cells; its sign never jumps.

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    tau_s : float
        Time constant with which earlier rotation is forgotten, s.
    """

    def __init__(self, step_s: float, tau_s: float) -> None:
        # Second moments are wanted at the ticks only, so the exponential mean takes a step a tick, of the mean
        # of the tick's cells by their ages. Roots of the weights, as each weighs both factors of a product.
        keep = 1.0 - step_s / tau_s
        weights = keep ** np.arange(AXIS.tick - 1, -1, -1)
        self.roots = np.sqrt(weights / weights.sum())
        self.share = 1.0 - keep**AXIS.tick
        """Weight of a tick in the running moments."""
        self.moments = ExponentialMean(self.share, channels=6)
        self.since, self.waits = np.zeros((3, AXIS.tick)), AXIS.tick - 1  # the first cell is a tick
        self.axis = np.array([1.0, 0.0, 0.0])

    def push(self, gyr_radps: Floats) -> Floats:
        """Returns the axis at each of the next cells, ``(n, 3)`` unit vectors, by cells up to the update.

        Parameters
        ----------
        gyr_radps : (n, 3) float64
            Angular velocity.
        """
        n = len(gyr_radps)
        waited, (ticks, self.waits) = self.waits, divmod(self.waits + n, AXIS.tick)
        turns = np.concatenate([self.since[:, :waited], gyr_radps.T], axis=1)
        self.since[:, : self.waits] = turns[:, ticks * AXIS.tick :]
        if ticks == 0:
            return self.axis[:, None].repeat(n, axis=1).T
        moments = self.moments.push(self._means(turns[:, : ticks * AXIS.tick]).T).T
        axes = np.concatenate([self.axis[:, None], _dominant(moments)], axis=1)
        turned = np.where(dot(axes[:, 1:].T, axes[:, :-1].T) < 0, -1.0, 1.0)
        axes[:, 1:] *= np.multiply.accumulate(turned)
        self.axis = axes[:, -1].copy()
        # A tick's own cell has the axis before it.
        return axes.repeat(AXIS.tick, axis=1)[:, waited : waited + n].T

    def _means(self, turns: Floats) -> Floats:
        """Weighted means of the products xx, yy, zz, xy, xz, yz over each tick, ``(6, ticks)``."""
        # The ticks come last, so that numpy goes through long rows.
        ages = np.ascontiguousarray(turns.reshape(3, -1, AXIS.tick).transpose(0, 2, 1))
        ages *= self.roots[:, None]
        sums = np.empty((6, *ages.shape[1:]))
        np.multiply(ages, ages, out=sums[:3])
        np.multiply(ages[0], ages[1:], out=sums[3:5])
        np.multiply(ages[1], ages[2], out=sums[5])
        while sums.shape[1] > 1:  # halves are added up, elementwise: a tick never depends on its neighbours
            half = sums.shape[1] // 2
            sums = sums[:, :half] + sums[:, half:]
        return np.asarray(sums[:, 0])


def angle_steps_deg(up: Floats, before: Floats, axis: Floats) -> Floats:
    """Returns the angles by which the forearm turned about ``axis`` from one "up" to the next, ``(n,)``, °.

    Positive along ``axis`` by the right-hand rule (the sensor turns one way, "up" in its frame the other).
    Zero where the axis is so close to the vertical (8°) that "up" shows no rotation about it.

    Parameters
    ----------
    up, before : (n, 3) float64
        Unit vectors upwards in the sensor frame, now and a cell earlier.
    axis : (n, 3) or (3,) float64
        Unit vectors, or one for all.
    """
    # With n = u − (u·a)a and p = b − (b·a)a, the parts of now and before across the axis a: the sine of the
    # angle is a·(n × p) = a·(u × b), its cosine n·p = u·b − (u·a)(b·a), both over |n||p|.
    now, past = dot(up, axis), dot(before, axis)
    angle = np.arctan2(dot(cross(up, before), axis), dot(up, before) - now * past) * DEG_PER_RAD
    weak = 1.0 - now * now < AXIS.steep
    return np.where(weak, 0.0, angle)


def angles_deg(up: Floats, axis: Floats) -> Floats:
    """Returns the angle that the forearm has turned about one axis since the first cell, ``(n,)``, °.

    The sum of `angle_steps_deg` from cell to cell, but quicker: "up" is projected onto the plane across the
    axis once, and each step is the angle between two points there.

    Parameters
    ----------
    up : (n, 3) float64
        Unit vectors upwards in the sensor frame.
    axis : (3,) float64
        Unit vector.
    """
    x, y = (dot(up, one) for one in _plane_across(*axis.tolist()))
    sine, cosine = x[1:] * y[:-1] - y[1:] * x[:-1], x[1:] * x[:-1] + y[1:] * y[:-1]
    steps = np.arctan2(sine, cosine)
    steps[x[1:] * x[1:] + y[1:] * y[1:] < AXIS.steep] = 0.0
    out = np.empty(len(up))
    out[0] = 0.0
    np.add.accumulate(steps, out=out[1:])
    out *= DEG_PER_RAD
    return out


def _plane_across(a: float, b: float, c: float) -> tuple[Floats, Floats]:
    """Two unit vectors across a unit vector and each other; the three are right-handed."""
    x, y, z = (0.0, -c, b) if abs(a) < 0.6 else (c, 0.0, -a)
    long = sqrt(x * x + y * y + z * z)
    x, y, z = x / long, y / long, z / long
    return np.array([x, y, z]), np.array([b * z - c * y, c * x - a * z, a * y - b * x])
