"""The causal tier: counts at the top of the lift, calls a swing while it happens, opens and closes sets.

`LiveSignals` turns grid cells into four numbers a cell; `LiveCounter` walks over them. Both use only what has already been seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.core.axis import RunningAxis, angle_steps_deg
from analysis.core.filters import Leak, LowPass
from analysis.core.orientation import Attitude
from analysis.thresholds import LiveThresholds
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2

SPEED_HZ = 3.0
INERTIAL_HZ = 3.0
GRAVITY_TAU_S = 10.0
SURE, DOUBTFUL = 2.0, 0.4
"""Summed evidence for one direction of lifting after which nobody asks again; evidence against it that turns the set over."""

Step: TypeAlias = Literal["open", "rep", "flag", "close"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBlock:
    """Per cell: ``angle_deg`` (unwrapped, any origin), ``speed_dps`` about the running axis, ``turn_dps`` about any axis, ``inertial_mps2``; each ``(n,)``."""

    angle_deg: Floats
    speed_dps: Floats
    turn_dps: Floats
    inertial_mps2: Floats


class LiveSignals:
    """Grid cells to `LiveBlock`."""

    def __init__(self, step_s: float, thresholds: LiveThresholds, *, has_gyro: bool) -> None:
        self._has_gyro = has_gyro
        self._turn = LowPass(SPEED_HZ, step_s, channels=3)
        self._axis = RunningAxis(step_s, thresholds.axis_tau_s)
        self._gravity = Leak(step_s / GRAVITY_TAU_S, channels=1)
        self._gravity_keep = 1.0 - step_s / GRAVITY_TAU_S
        self._inertial = LowPass(INERTIAL_HZ, step_s, channels=3 if has_gyro else 1)
        self._count = 0
        self._angle = 0.0
        self._up: Floats | None = None

    def push(self, acc_mps2: Floats, attitude: Attitude) -> LiveBlock:
        """``acc_mps2`` is ``(n, 3)``, n > 0."""
        up = attitude.up
        turn = self._turn.push(attitude.gyr_radps)
        axis = self._axis.push(turn)
        before = np.concatenate([up[:1] if self._up is None else self._up[None], up[:-1]])
        angle = np.add.accumulate(np.concatenate([[self._angle], angle_steps_deg(up, before, axis)]))[1:]
        gravity = self._gravity_size(acc_mps2, up)
        if self._has_gyro:
            inertial = self._inertial.push(acc_mps2 - gravity[:, None] * up)
        else:  # "up" lags behind the movement: only the size of the specific force can be trusted at once
            inertial = self._inertial.push((np.sqrt((acc_mps2 * acc_mps2).sum(axis=1)) - gravity)[:, None])
        self._up, self._angle = up[-1].copy(), float(angle[-1])
        return LiveBlock(
            angle_deg=angle,
            speed_dps=(turn * axis).sum(axis=1) * DEG_PER_RAD,
            turn_dps=np.sqrt((turn * turn).sum(axis=1)) * DEG_PER_RAD,
            inertial_mps2=np.sqrt((inertial * inertial).sum(axis=1)),
        )

    def _gravity_size(self, acc_mps2: Floats, up: Floats) -> Floats:
        """Gravity as this accelerometer reads it: the mean of its upward part, kept within 16 % of the real one."""
        number = np.arange(self._count + 1, self._count + 1 + len(up))
        self._count += len(up)
        mean = self._gravity.push((acc_mps2 * up).sum(axis=1)[:, None])[:, 0] / (1.0 - self._gravity_keep**number)
        return np.clip(mean, 0.84 * G_MPS2, 1.2 * G_MPS2)


@dataclass(slots=True)
class _Swing:
    """The movement under way: where it started, how far and how fast it got, whether it was called."""

    low: float = 0.0
    low_cell: int = 0
    high: float = 0.0
    peak_dps: float = 0.0
    hot: bool = False


class LiveCounter:
    """Walks over the cells of one segment and says what a lifter should hear.

    Phases: ``idle`` (no set open), ``low`` (set open, lowering or at the bottom), ``lift``, ``top`` (counted, not yet lowered).

    Parameters
    ----------
    step_s : float
    thresholds : LiveThresholds
    lifts : callable
        Asked with two cell numbers, the start of a movement and now: evidence in [−1, 1] that it raised the sensor, 0 if that cannot be told yet.
    """

    def __init__(self, step_s: float, thresholds: LiveThresholds, lifts: Callable[[int, int], float]) -> None:
        self._t, self._lifts = thresholds, lifts
        self._rest_cells = round(thresholds.rest_s / step_s)
        self._busy_cells = round(thresholds.busy_s / step_s)
        self._longest_cells = round(thresholds.longest_set_s / step_s)
        self._settle_cells = round(1.0 / step_s)
        self._cell = -1
        self._still = 0
        self._phase = "idle"
        self.sign = 1.0
        self._belief = 0.0
        self._ranges: list[float] = []
        self._opened = self._swung = 0
        self._up, self._down = _Swing(), _Swing()
        self._fresh = True

    @property
    def is_open(self) -> bool:
        """A set is open."""
        return self._phase != "idle"

    def push(self, block: LiveBlock) -> Iterator[tuple[int, Step]]:
        """What happened, as ``(cell, step)`` in order; cells are counted from the start of the segment.

        A generator: what the caller does with a step comes before the next cell is looked at.
        """
        rows = zip(block.angle_deg.tolist(), block.speed_dps.tolist(), block.turn_dps.tolist(), block.inertial_mps2.tolist(), strict=True)
        for angle, speed, turn, inertial in rows:
            self._cell += 1
            self._still = 0 if turn > self._t.still_dps else self._still + 1
            found = self._idle(angle, speed, inertial) if self._phase == "idle" else self._in_set(self.sign * angle, self.sign * speed, inertial)
            for step in found:
                yield self._cell, step

    def _reach(self) -> float:
        """How far a movement must go to be a lift or a lowering."""
        if not self._ranges:
            return self._t.sweep_deg
        return max(self._t.sweep_deg, self._t.own_share * sorted(self._ranges)[len(self._ranges) // 2])

    def _swing(self, a: float) -> _Swing:
        return _Swing(low=a, low_cell=self._cell, high=a)

    def _idle(self, angle: float, speed: float, inertial: float) -> Sequence[Step]:
        if self._fresh or self._still >= self._settle_cells:
            self._fresh = False
            self._up, self._down = self._swing(angle), self._swing(-angle)
            return ()
        self._follow(self._up, angle, speed, inertial)
        self._follow(self._down, -angle, -speed, inertial)
        for sign, swing in ((1.0, self._up), (-1.0, self._down)):
            if sign * angle - swing.low >= self._t.sweep_deg:
                return self._open(sign, swing, sign * angle)
        return ()

    def _open(self, sign: float, swing: _Swing, a: float) -> Sequence[Step]:
        self.sign, self._phase, self._up = sign, "lift", swing
        self._ranges = []
        self._opened = self._swung = self._cell
        self._belief = 0.0
        if not self._is_lift(swing, a):
            return ("open",)
        return ("open", "flag") if swing.hot else ("open",)

    def _turn_over(self, a: float) -> None:
        """What was taken for lifting was lowering."""
        self.sign, self._phase, self._belief = -self.sign, "low", -self._belief
        self._up = self._swing(-a)

    def _follow(self, swing: _Swing, a: float, speed: float, inertial: float) -> None:
        if a <= swing.low:
            swing.low, swing.low_cell, swing.high, swing.peak_dps, swing.hot = a, self._cell, a, 0.0, False
            return
        if a > swing.high:
            swing.high = a
        if speed > swing.peak_dps:
            swing.peak_dps = speed
        if inertial >= self._t.flag_mps2 and a - swing.low >= self._t.flag_sweep_deg:
            swing.hot = True

    def _in_set(self, a: float, speed: float, inertial: float) -> Sequence[Step]:
        swing = self._up
        steps: list[Step] = []
        if self._phase == "top":
            self._watch_top(swing, a)
        else:
            was_hot = swing.hot
            self._follow(swing, a, speed, inertial)
            if swing.hot and not was_hot:
                steps.append("flag")
            if self._phase == "low" and a - swing.low >= self._reach():
                self._phase, self._swung = "lift", self._cell
            if self._phase == "lift" and speed <= self._t.slow_share * swing.peak_dps and self._is_lift(swing, a):
                self._phase = "top"
                steps.append("rep")
        if self._ends():
            self._phase, self._fresh = "idle", True
            steps.append("close")
        return steps

    def _is_lift(self, swing: _Swing, a: float) -> bool:
        """Adds what this movement says to the belief that lifts are lifts; turns the set over when it says the contrary."""
        if abs(self._belief) < SURE:
            self._belief += self._lifts(swing.low_cell, self._cell)
            if self._belief <= -DOUBTFUL:
                self._turn_over(a)
                return False
        return True

    def _watch_top(self, swing: _Swing, a: float) -> None:
        if a > swing.high:
            swing.high = a
        if swing.high - a >= self._reach():
            self._ranges = [*self._ranges[-8:], swing.high - swing.low]
            self._up = self._swing(a)
            self._phase, self._swung = "low", self._cell

    def _ends(self) -> bool:
        return self._still >= self._rest_cells or self._cell - self._swung >= self._busy_cells or self._cell - self._opened >= self._longest_cells
