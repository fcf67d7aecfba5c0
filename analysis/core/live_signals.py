"""Causal signals for the live count: from grid cells to angle, speed, way and push in each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.core.compiled import Loop, loop_numbers, loop_room, worth_a_loop
from analysis.core.loops.cells import Constants, signals_of_cells
from analysis.core.signal.axis import RunningAxis, angle_steps_deg
from analysis.core.signal.filters import ExponentialMean, LowPass
from analysis.core.signal.orientation import Attitude
from analysis.core.signal.vectors import dot, size
from analysis.settings.curl_model import AXIS, GRAVITY, LIVE_SIGNAL
from analysis.settings.live_thresholds import LiveThresholds
from imu.types import Flags, Floats
from imu.units import DEG_PER_RAD

NOTHING_LEFT = 1e-17
"""Start-up weight below which the bias correction of a running mean no longer changes a float64."""

_signals = Loop(signals_of_cells)
_ALL = np.empty(0)
"""No sums of weights, where each is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBlock:
    """Signals of consecutive cells; ``(n,)`` each."""

    angle_deg: Floats
    """Angle about the running curl axis, unwrapped, any origin, °."""
    speed_dps: Floats
    """Angular velocity about the running curl axis, °/s."""
    turn_dps: Floats
    """Angular velocity about any axis, its size, °/s."""
    way_deg: Floats
    """Way that the sensor has turned since the segment began: the integral of ``turn_dps``, °."""
    push_mps2: Floats
    """Acceleration besides gravity, across the running curl axis, its size, m/s²."""


class LiveConstants(NamedTuple):
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
    dps: float
    """Degrees in a radian."""


class LiveSignals:
    """Turns grid cells into live signals, causally and with the same bits in any chunking.

    Parameters
    ----------
    step_s : float
        Time between cells, s.
    thresholds : LiveThresholds
    has_gyro : bool
    """

    def __init__(self, step_s: float, thresholds: LiveThresholds, *, has_gyro: bool) -> None:
        self._has_gyro = has_gyro
        self._low = LowPass(LIVE_SIGNAL.live_hz, step_s, channels=6 if has_gyro else 4)
        self._axis = RunningAxis(step_s, thresholds.axis_tau_s)
        self._gravity = ExponentialMean(step_s / LIVE_SIGNAL.gravity_tau_s, channels=1)
        self._gravity_keep = 1.0 - step_s / LIVE_SIGNAL.gravity_tau_s
        self.far_off: Flags = np.zeros(0, bool)
        """Whether gravity reads so wrong in each of the latest cells that the push is unknown, ``(n,)``: plausible
        values missed by more than a mean of some seconds strays from that of a set."""
        self._count = 0
        self._step_s = step_s
        (b0, b1, b2), (_, a1, a2) = self._low.ba
        constants = LiveConstants(
            step_s=step_s,
            gravity_share=step_s / LIVE_SIGNAL.gravity_tau_s,
            least_mps2=GRAVITY.least_mps2,
            most_mps2=GRAVITY.most_mps2,
            b0=float(b0),
            b1=float(b1),
            b2=float(b2),
            a1=float(a1),
            a2=float(a2),
            moments_share=self._axis.share,
            steep=AXIS.steep,
            dps=DEG_PER_RAD,
        )
        self._constants: Constants = (*constants,)
        self._angle = self._way = 0.0
        self._up: Floats | None = None

    def push(self, acc_mps2: Floats, attitude: Attitude) -> LiveBlock:
        """Returns the signals of the next n > 0 cells.

        Parameters
        ----------
        acc_mps2 : (n, 3) float64
            Specific force.
        attitude : Attitude
            Orientation in the same cells.
        """
        if self._has_gyro and self._up is not None and worth_a_loop(len(acc_mps2)):
            return self._push_in_loop(acc_mps2, attitude, self._up)
        up = attitude.up
        low = self._low.push(np.concatenate([attitude.gyr_radps, self._beyond_gravity(acc_mps2, up)], axis=1))
        turn = low[:, :3]
        axis = self._axis.push(turn)
        before = np.concatenate([up[:1] if self._up is None else self._up[None], up[:-1]])
        angle = _accumulated(self._angle, angle_steps_deg(up, before, axis))
        if self._has_gyro:
            both = low.T.reshape(2, 3, -1)  # rotation and inertial force in one: live, each call counts
            (speed, along), (turns, force) = _summed(both * axis.T), _summed(both * both)
            push = np.sqrt(np.maximum(force - along * along, 0.0))
            turns = np.sqrt(turns) * DEG_PER_RAD
        else:
            speed, turns, push = dot(turn, axis), size(turn) * DEG_PER_RAD, np.abs(low[:, 3])
        way = _accumulated(self._way, turns * self._step_s)
        self._up, self._angle, self._way = up[-1].copy(), float(angle[-1]), float(way[-1])
        return LiveBlock(
            angle_deg=angle,
            speed_dps=speed * DEG_PER_RAD,
            turn_dps=turns,
            way_deg=way,
            push_mps2=push,
        )

    def _push_in_loop(self, acc_mps2: Floats, attitude: Attitude, last_up: Floats) -> LiveBlock:
        """What `push` does with a gyroscope, cell after cell."""
        assert self._low.state is not None
        n, axis, filled = len(acc_mps2), self._axis, self._filled(len(acc_mps2))
        states = self._gravity.state[:, 0], self._low.state, axis.moments.state[:, 0], axis.axis, axis.since
        gravity, low, moments, direction, since = (loop_numbers(one) for one in states)
        out = loop_room(7, n)
        axis.waits = _signals.run(
            loop_numbers(acc_mps2.T),
            loop_numbers(attitude.up.T),
            loop_numbers(attitude.gyr_radps.T),
            loop_numbers(last_up),
            loop_numbers(_ALL if filled is None else filled),
            loop_numbers(axis.roots),
            since,
            axis.waits,
            self._way,
            gravity,
            low,
            moments,
            direction,
            (loop_room(1, 6)[0], loop_room(6, len(axis.roots))),
            self._constants,
            out,
        )
        self._gravity.state, self._low.state = np.array(gravity)[:, None], np.array(low)
        axis.moments.state, axis.axis = np.array(moments)[:, None], np.array(direction)
        axis.since = np.array(since)
        sine, cosine, speed, turn, way, push, missed = np.asarray(out)
        self.far_off = missed > LIVE_SIGNAL.gravity_strays_mps2
        angle = _accumulated(self._angle, np.arctan2(sine, cosine) * DEG_PER_RAD)
        self._up, self._angle, self._way = attitude.up[-1].copy(), float(angle[-1]), float(way[-1])
        return LiveBlock(angle_deg=angle, speed_dps=speed, turn_dps=turn, way_deg=way, push_mps2=push)

    def _beyond_gravity(self, acc_mps2: Floats, up: Floats) -> Floats:
        """Specific force without gravity, ``(n, 3)``, m/s². Without a gyroscope "up" lags, and only the
        excess of its size over gravity is known at once, ``(n, 1)``."""
        gravity = self._gravity_size(acc_mps2, up)
        if self._has_gyro:
            return acc_mps2 - gravity[:, None] * up
        return (size(acc_mps2) - gravity)[:, None]

    def _gravity_size(self, acc_mps2: Floats, up: Floats) -> Floats:
        """Size of gravity as this accelerometer reads it, ``(n,)``, m/s²: the running mean of the upward part
        of the specific force, limited to plausible values (`GRAVITY`)."""
        mean, filled = self._gravity.push(dot(acc_mps2, up)[:, None])[:, 0], self._filled(len(up))
        if filled is not None:
            mean = mean / filled
        plausible = np.minimum(np.maximum(mean, GRAVITY.least_mps2), GRAVITY.most_mps2)
        self.far_off = np.abs(mean - plausible) > LIVE_SIGNAL.gravity_strays_mps2
        return plausible

    def _filled(self, cells: int) -> Floats | None:
        """Sum of the weights in the running mean of gravity's size in each of the next cells, ``(n,)``; None once it
        is 1.

        The mean starts from 0: after k cells its weights sum to 1 − keep^k only, which is divided out.
        """
        first = self._count + 1
        self._count += cells
        if self._gravity_keep**first <= NOTHING_LEFT:
            return None
        return np.asarray(1.0 - self._gravity_keep ** np.arange(first, first + cells))


def _accumulated(before: float, steps: Floats) -> Floats:
    """Running sum of steps, ``(n,)``, from what it was before; in place."""
    steps[0] += before
    return np.add.accumulate(steps, out=steps)


def _summed(products: Floats) -> Floats:
    """Scalar products, ``(2, n)``, of ``(2, 3, n)`` products of components."""
    return np.asarray(products[:, 0] + products[:, 1] + products[:, 2])
