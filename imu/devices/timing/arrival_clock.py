"""Times of readings of devices that send no clock: a straight line fitted to arrival time over reading number."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from imu.devices.protocol import TickKind
from imu.devices.timing.ordered_clock import OrderedClock
from imu.devices.timing.tick_clock import (
    AHEAD_S,
    GAP_STEPS,
    LATE_S,
    Clock,
    ClockJump,
    Stamped,
    TickClock,
    Ticks,
    ticks_since,
)
from imu.types import Floats, Gap

SILENCE_S, SILENCE_PERIODS = 0.6, 8.0
"""A silence longer than both (s, and sampling periods) is a gap, or its readings come late in a bunch; bunches after
0.42 s were seen with nothing lost."""
DECIDE_S = 0.2
"""Time after a silence, s, in which readings are held back until it is clear whether any were lost."""
BUNCH_SHARE = 0.7
"""Share of the readings due during a silence; if so many came after it, none were lost."""
FIT_S, FIT_LEAST_S, FIT_PACKETS = 10.0, 1.0, 8
"""Span of the latest arrivals that the line is fitted to, s; shortest span, s, and fewest packets for a fit."""
REFIT_S = 0.05
"""Shortest time between two fits, s: the line hardly changes, and fitting costs time with fast devices."""
SLOWEST, FASTEST = 0.5, 1.5
"""Limits of the step between readings, in sampling periods."""


def make_clock(kind: TickKind | None, rate_hz: float) -> Clock:
    """Makes the clock for a device.

    Parameters
    ----------
    kind : TickKind or None
        How its ticks count; None: it sends none.
    rate_hz : float
        Sampling rate that was asked for, Hz; the true one may be far from it.
    """
    if kind is None or kind.step_s is None:
        return FrameClock(kind, rate_hz)
    return (OrderedClock if kind.ordered else TickClock)(kind.bits, kind.step_s)


class FrameClock:
    """Clock for devices that send no time: it numbers the readings and fits a line to their arrivals.

    After a silence the readings are held back for ``DECIDE_S``, until it is clear whether those of the silence were
    late (they come in a bunch) or lost (there is a gap).

    Parameters
    ----------
    counter : TickKind or None
        Width of the device's own counter of readings; None: it has none.
    rate_hz : float
        Sampling rate that was asked for, Hz; the true one may be four times off.
    """

    def __init__(self, counter: TickKind | None, rate_hz: float) -> None:
        self._bits = None if counter is None else counter.bits
        self._asked_s = 1.0 / rate_hz
        self.late = self.lost = 0
        self.gaps: list[Gap] = []
        self.jumps: list[ClockJump] = []
        self._last_tick: int | None = None
        self._line = _Line()
        self._number = 0
        self._last_s: float | None = None
        self._arrived_s = 0.0
        self._kept: list[tuple[Floats, NDArray[np.int64], float]] = []
        self._broken = self._unnumbered = False

    @property
    def rate_hz(self) -> float | None:
        """Observed sampling rate, Hz: the reciprocal of the fitted line's slope; None before the first fit."""
        return None if self._line.period_s is None else 1.0 / self._line.period_s

    def restart(self) -> list[Stamped]:
        """Returns the readings still held back; whatever comes later follows after a gap."""
        out = self._decide(self._arrived_s)
        self._broken = self._unnumbered = self._last_s is not None
        self._last_tick = None
        return out

    def begin_anew(self) -> list[Stamped]:
        """Returns the readings still held back; numbers and line of the next device are its own."""
        out = self.restart()
        self._line = _Line()
        return out

    def push(
        self, values: Floats, ticks: Ticks | None, arrival_s: float, age_s: float | None = None
    ) -> list[Stamped]:
        """Takes the readings of one packet as in `Clock`; ``ticks`` are numbers of readings."""
        arrival_s = max(arrival_s - (age_s or 0.0), self._arrived_s)
        if self._counts_anew(ticks, arrival_s):
            return self.restart() + self.push(values, ticks, arrival_s)
        values, steps = self._numbered(values, ticks)
        if len(values) == 0:
            return []
        silent = self._last_s is not None and arrival_s - self._arrived_s > self._silence_s
        self._arrived_s = arrival_s
        if self._kept or silent:
            self._kept.append((values, steps, arrival_s))
            waited = arrival_s - self._kept[0][2]
            return self._decide(arrival_s) if waited >= DECIDE_S else []
        return [self._stamp(values, steps, arrival_s)]

    def _counts_anew(self, ticks: Ticks | None, arrival_s: float) -> bool:
        """Whether the device has restarted: its counter is much too low or too high for the time that has passed."""
        if ticks is None or self._bits is None or self._last_tick is None or len(ticks) == 0:
            return False
        step_s = int(ticks_since(ticks[:1], self._last_tick, self._bits)[0]) * self._period_s
        return step_s < -LATE_S or step_s - (arrival_s - self._arrived_s) > AHEAD_S

    def _numbered(self, values: Floats, ticks: Ticks | None) -> tuple[Floats, NDArray[np.int64]]:
        """Readings with the number of steps from each one's predecessor (1: none missing); those that came twice or
        too late are left out."""
        if ticks is None or self._bits is None:
            return values, np.ones(len(values), dtype=np.int64)
        before = int(ticks[0]) - 1 if self._last_tick is None else self._last_tick
        far = ticks_since(ticks, before, self._bits)
        lead = np.maximum.accumulate(np.concatenate([[0], far[:-1]]))
        new = far > lead
        self.late += len(new) - int(np.count_nonzero(new))
        steps = (far - lead)[new]
        if len(steps):
            self.lost += int((steps - 1).sum())
            self._last_tick = int(ticks[new][-1])
        return values[new], steps

    @property
    def _period_s(self) -> float:
        return self._line.period_s or self._asked_s

    @property
    def _silence_s(self) -> float:
        return max(SILENCE_S, SILENCE_PERIODS * self._period_s)

    def _caught_up(self, arrival_s: float) -> bool:
        """Whether about as many readings came after the silence as were due in it."""
        many = sum(int(steps.sum()) for _, steps, _ in self._kept)
        due = (arrival_s - (self._last_s or 0.0)) / self._period_s
        return many >= BUNCH_SHARE * due

    def _decide(self, arrival_s: float) -> list[Stamped]:
        """Gives the readings held back their times: they continue the line if none were lost, else follow a gap."""
        if not self._kept:
            return []
        caught_up, kept = self._caught_up(arrival_s), self._kept
        self._kept = []
        if not caught_up:
            self._broken = True
            return [self._stamp(*packet) for packet in kept]
        values, steps, _ = zip(*kept, strict=True)
        return [self._stamp(np.concatenate(values), np.concatenate(steps), arrival_s)]

    def _stamp(self, values: Floats, steps: NDArray[np.int64], arrival_s: float) -> Stamped:
        number = self._number + np.cumsum(steps)
        if self._last_s is None or self._broken:
            time_s = self._begin(number, arrival_s)
        else:
            self._line.add(int(number[-1]), arrival_s)
            time_s = self._go_on(number, arrival_s)
            before_s = np.concatenate([[self._last_s], time_s[:-1]])
            for k in np.flatnonzero(steps > GAP_STEPS).tolist():
                self.gaps.append(Gap(start_s=float(before_s[k]), end_s=float(time_s[k])))
        self._number, self._last_s = int(number[-1]), float(time_s[-1])
        return Stamped(time_s=time_s, values=values)

    def _begin(self, number: NDArray[np.int64], arrival_s: float) -> Floats:
        """Times of the first readings, or the first after a gap: the last one is taken at its arrival."""
        period_s = self._period_s
        time_s: Floats = arrival_s - (number[-1] - number) * period_s
        if self._last_s is not None:
            time_s = np.maximum(time_s, self._last_s)
            self.gaps.append(Gap(start_s=self._last_s, end_s=float(time_s[0])))
            if self._bits is None or self._unnumbered:
                self.lost += max(round((float(time_s[0]) - self._last_s) / period_s) - 1, 0)
        self._broken = self._unnumbered = False
        self._line.begin(int(number[-1]), arrival_s)
        return time_s

    def _go_on(self, number: NDArray[np.int64], arrival_s: float) -> Floats:
        """Even times from the last known one to that of the last reading: by the line, but not after its arrival."""
        last_s, many = float(self._last_s or 0.0), int(number[-1]) - self._number
        aim_s = min(self._line.at(int(number[-1])), arrival_s)
        period_s = self._line.period_s
        if period_s is not None:
            aim_s = min(max(aim_s, last_s + many * period_s * SLOWEST), last_s + many * period_s * FASTEST)
            aim_s = min(aim_s, arrival_s)
        step_s = max(aim_s - last_s, 0.0) / many
        return np.array(last_s + (number - self._number) * step_s, dtype=np.float64)


class _Line:
    """Line of arrival time over reading number, over the latest ``FIT_S``.

    The slope is that of least squares. The line is then moved down to the earliest arrival: no delay is negative.
    """

    def __init__(self) -> None:
        self._points: deque[tuple[int, float]] = deque()
        self.period_s: float | None = None
        self._fitted_s = -np.inf
        self._from = (0, 0.0)

    def begin(self, number: int, arrival_s: float) -> None:
        """Starts a new line after a gap; the period is kept."""
        self._points.clear()
        self._points.append((number, arrival_s))
        self._from = (number, arrival_s)

    def add(self, number: int, arrival_s: float) -> None:
        """Adds the arrival of a packet whose last reading has this number."""
        points = self._points
        points.append((number, arrival_s))
        while arrival_s - points[0][1] > FIT_S:
            points.popleft()
        enough = len(points) >= FIT_PACKETS and arrival_s - points[0][1] >= FIT_LEAST_S
        if enough and arrival_s - self._fitted_s >= REFIT_S:
            self._fit()
            self._fitted_s = arrival_s

    def _fit(self) -> None:
        numbers, arrivals = np.array(self._points).T
        n, a = numbers - numbers[-1], arrivals - arrivals[-1]
        # least squares: slope Σ(n − n̄)(a − ā) / Σ(n − n̄)²; both count from the last packet, which keeps digits
        n_mean, a_mean = n.mean(), a.mean()
        slope = float(((n - n_mean) * (a - a_mean)).sum() / ((n - n_mean) ** 2).sum())
        if slope > 0.0:
            self.period_s = slope
            self._from = (int(numbers[-1]), float(arrivals[-1] + np.min(a - slope * n)))

    def at(self, number: int) -> float:
        """Time on the line of the reading with this number, s."""
        if self.period_s is None:
            return self._points[-1][1]
        return self._from[1] + (number - self._from[0]) * self.period_s
