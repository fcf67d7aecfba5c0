"""The causal tier: counts at the top of the lift, calls a swing while it happens, opens and closes sets.

`LiveSignals` turns grid cells into four numbers a cell; `LiveCounter` walks over them. Both use only what has
already been seen.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.core.curl.early_call import USUAL_RANGE_DEG, EarlyCall
from analysis.core.glide import Cells, Stillness, Swing, glide_lift, glide_low, glide_top
from analysis.core.signal.axis import RunningAxis, angle_steps_deg
from analysis.core.signal.filters import Leak, LowPass
from analysis.core.signal.orientation import Attitude
from analysis.core.signal.vectors import dot, size
from analysis.settings.thresholds import LiveThresholds
from imu.types import Flags, Floats
from imu.units import DEG_PER_RAD, G_MPS2

LIVE_HZ = 3.0
"""Low-pass of speed and inertial acceleration."""
GRAVITY_TAU_S = 10.0
NOTHING_LEFT = 1e-17
"""So little of its start in a mean changes no bit of it."""
SURE, DOUBTFUL = 2.0, 0.4
"""Summed evidence for one direction of lifting after which nobody asks again; evidence against it that turns
the set over."""

Step: TypeAlias = Literal["open", "rep", "flag", "close"]
FLAG: Step = "flag"
NEVER_SLOW = float("-inf")
"""Share of the peak speed that no speed falls to: a movement that is not yet taken for a lift has no top."""
SHORT = 8
"""So few cells are not worth gliding over."""
NOTHING: list[tuple[int, Step]] = []
"""Shared and never changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBlock:
    """Per cell: ``angle_deg`` (unwrapped, any origin), ``speed_dps`` about the running axis, ``turn_dps``
    about any axis and ``way_deg``, its sum since the segment began; ``push_mps2``, the inertial acceleration
    across the running axis; each ``(n,)``. ``zero_known``: a rest or an earlier set has shown what the gyroscope
    reads when nothing turns; before that, speeds may be wrong by 20 °/s and forces with them."""

    angle_deg: Floats
    speed_dps: Floats
    turn_dps: Floats
    way_deg: Floats
    push_mps2: Floats
    zero_known: Flags


class LiveSignals:
    """Grid cells to `LiveBlock`."""

    def __init__(
        self, step_s: float, thresholds: LiveThresholds, *, has_gyro: bool, zero_told: bool = False
    ) -> None:
        self._has_gyro, self._zero_told = has_gyro, zero_told
        self._low = LowPass(LIVE_HZ, step_s, channels=6 if has_gyro else 4)
        self._axis = RunningAxis(step_s, thresholds.axis_tau_s)
        self._gravity = Leak(step_s / GRAVITY_TAU_S, channels=1)
        self._gravity_keep = 1.0 - step_s / GRAVITY_TAU_S
        self._count = 0
        self._step_s = step_s
        self._angle = self._way = 0.0
        self._up: Floats | None = None

    def push(self, acc_mps2: Floats, attitude: Attitude) -> LiveBlock:
        """``acc_mps2`` is ``(n, 3)``, n > 0."""
        up = attitude.up
        low = self._low.push(np.concatenate([attitude.gyr_radps, self._beyond_gravity(acc_mps2, up)], axis=1))
        turn, inertial = low[:, :3], low[:, 3:]
        axis = self._axis.push(turn)
        before = np.concatenate([up[:1] if self._up is None else self._up[None], up[:-1]])
        angle = np.add.accumulate(np.concatenate([[self._angle], angle_steps_deg(up, before, axis)]))[1:]
        speed, turns = dot(turn, axis) * DEG_PER_RAD, size(turn) * DEG_PER_RAD
        way = np.add.accumulate(np.concatenate([[self._way], turns * self._step_s]))[1:]
        self._up, self._angle, self._way = up[-1].copy(), float(angle[-1]), float(way[-1])
        return LiveBlock(
            angle_deg=angle,
            speed_dps=speed,
            turn_dps=turns,
            way_deg=way,
            push_mps2=_across(inertial, axis) if self._has_gyro else np.abs(inertial[:, 0]),
            zero_known=attitude.rested | self._zero_told,
        )

    def _beyond_gravity(self, acc_mps2: Floats, up: Floats) -> Floats:
        """The inertial part of the specific force, ``(n, 3)``; without a gyroscope "up" lags, and only its
        size can be had at once, ``(n, 1)``."""
        gravity = self._gravity_size(acc_mps2, up)
        if self._has_gyro:
            return acc_mps2 - gravity[:, None] * up
        return (size(acc_mps2) - gravity)[:, None]

    def _gravity_size(self, acc_mps2: Floats, up: Floats) -> Floats:
        """Gravity as this accelerometer reads it: the mean of its upward part, kept within 16 % of the real
        one."""
        first = self._count + 1
        self._count += len(up)
        mean = self._gravity.push(dot(acc_mps2, up)[:, None])[:, 0]
        if self._gravity_keep**first > NOTHING_LEFT:
            mean = mean / (1.0 - self._gravity_keep ** np.arange(first, first + len(up)))
        return np.minimum(np.maximum(mean, 0.84 * G_MPS2), 1.2 * G_MPS2)


def _across(force: Floats, axis: Floats) -> Floats:
    """Size of what of each force lies across its axis, ``(n,)``."""
    along = dot(force, axis)
    return np.sqrt(np.maximum(dot(force, force) - along * along, 0.0))


class LiveCounter:
    """Walks over the cells of one segment and says what a lifter should hear.

    Phases: ``idle`` (no set open), ``low`` (set open, lowering or at the bottom), ``lift``, ``top`` (counted,
    not yet lowered).

    Parameters
    ----------
    step_s : float
    thresholds : LiveThresholds
    lifts : callable
        Asked with two cell numbers, the start of a movement and now: evidence in [−1, 1] that it raised the
        sensor, 0 if that cannot be told yet.
    """

    def __init__(self, step_s: float, thresholds: LiveThresholds, lifts: Callable[[int, int], float]) -> None:
        self._t, self._lifts = thresholds, lifts
        self._early = EarlyCall(thresholds)
        self._rest_cells = round(thresholds.rest_s / step_s)
        self._busy_cells = round(thresholds.busy_s / step_s)
        self._longest_cells = round(thresholds.longest_set_s / step_s)
        self._settle_cells = round(1.0 / step_s)
        self._cell = -1
        self._still = self._settle_cells
        self._phase = "idle"
        self.sign = 1.0
        self._belief = 0.0
        self._ranges: list[float] = []
        self._reach = thresholds.sweep_deg
        self.opened = self.moved_until = 0
        self._least = self._most = 0.0
        self._last_cell = 0
        self._up, self._down = Swing(), Swing()
        self._rest_angle, self._rest_way, self._settled = 0.0, 0.0, True

    @property
    def widest_deg(self) -> float:
        """How far apart the angles of the set lie that is open or has just closed."""
        return self._most - self._least

    @property
    def is_open(self) -> bool:
        """A set is open."""
        return self._phase != "idle"

    @property
    def lift_cell(self) -> int:
        """The cell at which the latest lift began."""
        return self._up.low_cell

    @property
    def swept_deg(self) -> float:
        """How far the latest lift has gone."""
        return self._up.high - self._up.low

    def evidence(self, angle_deg: float, way_deg: float) -> float | None:
        """Evidence of momentum in the lift that is under way and not counted yet; None where there is none."""
        swing = self._up
        swept = self.sign * angle_deg - swing.low
        if self._phase not in ("low", "lift") or swept < self._early.sweep_deg:
            return None
        most = self._early.most(swing.peak_dps, swing.push_mps2)
        return self._early.evidence(most, way_deg - swing.way_deg, swept)

    @property
    def bottom_deg(self) -> float:
        """Where the forearm hangs, on the scale of `sign` times the angle: the lowest of the open set, else
        where it rested last."""
        if not self.is_open:
            return self.sign * self._rest_angle
        return self._least if self.sign > 0 else -self._most

    def push(self, block: LiveBlock) -> Iterator[tuple[int, Step]]:
        """What happened, as ``(cell, step)`` in order; cells are counted from the start of the segment.

        A generator: what the caller does with a step comes before the next cell is looked at.
        """
        turns = block.turn_dps > self._t.still_dps
        cells = Cells(
            angles_deg=block.angle_deg.tolist(),
            speeds_dps=block.speed_dps.tolist(),
            pushes_mps2=block.push_mps2.tolist(),
            ways_deg=block.way_deg.tolist(),
            turning=turns.tolist(),
        )
        angles, moving = cells.angles_deg, np.flatnonzero(turns).tolist()
        k, n = 0, len(angles)
        stillness = Stillness(turns, self._still, self._rest_cells) if n > SHORT else None
        since = 0
        while k < n:
            if stillness is not None and self._phase != "idle":
                k = self._glide(cells, stillness, k)
                if k == n:
                    break
            if self._phase == "idle" and self._still >= self._settle_cells and not cells.turning[k]:
                k = self._skip(cells, k, moving)
                continue
            self._cell += 1
            self._still = 0 if cells.turning[k] else self._still + 1
            if self._phase == "idle":
                if self._moves(cells, k):
                    since = k
                    yield from self._open(angles[k], cells.ways_deg[k])
            else:
                steps = self._in_set(cells, k)
                if steps:
                    if self._phase == "idle":
                        self._widen(block.angle_deg[since : k + 1])
                    yield from steps
            k += 1
        if self._phase != "idle":
            self._widen(block.angle_deg[since:])

    def _widen(self, angle_deg: Floats) -> None:
        """The open set's cells of one block: how far they reach is wanted when it closes, not at each of them."""
        self._least = min(self._least, float(angle_deg.min()))
        self._most = max(self._most, float(angle_deg.max()))

    def _skip(self, cells: Cells, k: int, moving: list[int]) -> int:
        """No set is open and nothing moves: on to the next cell that does."""
        angles = cells.angles_deg
        place = bisect_left(moving, k)
        stop = moving[place] if place < len(moving) else len(angles)
        self._cell += stop - k
        self._still += stop - k
        self._rests(angles[stop - 1], cells.ways_deg[stop - 1])
        return stop

    def _rests(self, angle: float, way: float) -> None:
        self._rest_angle, self._rest_way, self._settled = angle, way, True

    def _glide(self, cells: Cells, stillness: Stillness, k: int) -> int:
        """A set is open: on over cells that bring nothing but new extremes, to the first that may bring more."""
        ahead = self._cell + 1 - k
        span = range(k, min(self._last_cell - ahead, stillness.next_rest(k)))
        if not span:
            return k
        swing, sign = self._up, self.sign
        if self._phase == "top":
            stop = glide_top(swing, cells, sign, span, self._reach)
        elif self._phase == "low":
            stop = glide_low(swing, cells, sign, span, ahead, self._reach, self._t.flag_sweep_deg)
            rising = range(stop, span.stop)
            stop = (
                glide_lift(swing, cells, sign, rising, NEVER_SLOW, self._early, self._reach)
                if rising
                else stop
            )
        else:
            stop = glide_lift(swing, cells, sign, span, self._t.slow_share, self._early)
        if stop > k:
            self._cell, self._still = ahead + stop - 1, stillness.at(stop - 1)
        return stop

    def _in_set(self, cells: Cells, k: int) -> Iterable[tuple[int, Step]]:
        angle, way = cells.angles_deg[k], cells.ways_deg[k]
        a, swing = angle * self.sign, self._up
        steps: list[tuple[int, Step]] = NOTHING
        if self._phase == "top":
            if a > swing.high:
                swing.high = a
            elif swing.high - a >= self._reach:
                self._lowered(swing, a, way)
        elif a <= swing.low:
            swing.restart(a, self._cell, way)
        else:
            steps = self._rising(swing, a, cells, k)
        if self._still >= self._rest_cells or self._cell >= self._last_cell:
            self.moved_until = self._cell - self._still
            self._phase, self._still = "idle", self._settle_cells
            self._rests(angle, way)
            return [*steps, (self._cell, "close")]
        return steps

    def _moves(self, cells: Cells, k: int) -> bool:
        """No set is open and the sensor moves; True when it has gone far enough to open one."""
        if self._settled:
            self._settled = False
            self._early.expect(USUAL_RANGE_DEG)
            self._up.restart(self._rest_angle, self._cell - 1, self._rest_way)
            self._down.restart(-self._rest_angle, self._cell - 1, self._rest_way)
        for sign, swing in ((1.0, self._up), (-1.0, self._down)):
            a = sign * cells.angles_deg[k]
            if a <= swing.low:
                swing.restart(a, self._cell, cells.ways_deg[k])
                continue
            self._follow(swing, a, sign, cells, k)
            if a - swing.low >= self._t.sweep_deg:
                self.sign = sign
                return True
        return False

    def _open(self, angle: float, way: float) -> Iterator[tuple[int, Step]]:
        swing, a = (self._up if self.sign > 0 else self._down), self.sign * angle
        self._phase, self._belief = "lift", 0.0
        self._up, self._down = swing, Swing()
        self._ranges, self._reach = [], self._t.sweep_deg
        self.opened = self._cell
        self._least, self._most = sorted((self.sign * swing.low, angle))
        self._keep_open()
        yield self._cell, "open"
        if self._is_lift(swing, a, way) and swing.hot:
            yield self._cell, "flag"

    def _keep_open(self) -> None:
        """A swing was seen: the set may go on."""
        self._last_cell = min(self._cell + self._busy_cells, self.opened + self._longest_cells)

    def _follow(self, swing: Swing, a: float, sign: float, cells: Cells, k: int) -> bool:
        """The movement goes on; True when it has just become one to be called."""
        speed, push = sign * cells.speeds_dps[k], cells.pushes_mps2[k]
        if a > swing.high:  # noqa: PLR1730  once a cell: max() would cost a third of this walk
            swing.high = a
        if speed > swing.peak_dps:  # noqa: PLR1730
            swing.peak_dps = speed
        if push > swing.push_mps2:  # noqa: PLR1730
            swing.push_mps2 = push
        swept = a - swing.low
        if swing.hot or swept < self._early.sweep_deg:
            return False
        most = self._early.most(swing.peak_dps, swing.push_mps2)
        swing.hot = self._early.evidence(most, cells.ways_deg[k] - swing.way_deg, swept) >= 0.0
        return swing.hot

    def _rising(self, swing: Swing, a: float, cells: Cells, k: int) -> list[tuple[int, Step]]:
        steps = [(self._cell, FLAG)] if self._follow(swing, a, self.sign, cells, k) else NOTHING
        speed = cells.speeds_dps[k] * self.sign
        if self._phase == "low":
            if a - swing.low < self._reach:
                return steps
            self._phase = "lift"
            self._keep_open()
        if speed <= self._t.slow_share * swing.peak_dps and self._is_lift(swing, a, cells.ways_deg[k]):
            self._phase = "top"
            return [*steps, (self._cell, "rep")]
        return steps

    def _is_lift(self, swing: Swing, a: float, way: float) -> bool:
        """Adds what this movement says to the belief that lifts are lifts; turns the set over when it says
        the contrary."""
        if abs(self._belief) < SURE:
            self._belief += self._lifts(swing.low_cell, self._cell)
            if self._belief <= -DOUBTFUL:
                self.sign, self._phase, self._belief = -self.sign, "low", -self._belief
                swing.restart(-a, self._cell, way)
                return False
        return True

    def _lowered(self, swing: Swing, a: float, way: float) -> None:
        self._ranges = [*self._ranges[-8:], swing.high - swing.low]
        usual = sorted(self._ranges)[len(self._ranges) // 2]
        self._reach = max(self._t.sweep_deg, self._t.own_share * usual)
        self._early.expect(usual)
        swing.restart(a, self._cell, way)
        self._phase = "low"
        self._keep_open()
