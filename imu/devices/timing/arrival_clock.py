"""Times for readings of devices without a clock: the number of a reading fitted against arrivals."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from imu.devices.protocol import TickKind
from imu.devices.timing.tick_clock import (
    AHEAD_S,
    GAP_STEPS,
    LATE_S,
    Clock,
    Stamped,
    TickClock,
    Ticks,
    ticks_since,
)
from imu.types import Floats, Gap

SILENCE_S, SILENCE_PERIODS = 0.6, 8.0
"""A silence longer than both is a gap or a bunch to come; bunches of 0.42 s were seen with nothing lost."""
DECIDE_S = 0.2
BUNCH_SHARE = 0.7
"""Share of the readings due after a silence with which nothing was lost."""
FIT_S, FIT_LEAST_S, FIT_PACKETS = 10.0, 1.0, 8
"""Span of arrivals that the rate is fitted to, and how much it takes."""
REFIT_S = 0.05
"""The line is laid anew no oftener: it hardly moves, and a quick device would cost much."""
SLOWEST, FASTEST = 0.5, 1.5
"""Steps between readings stay within these shares of the period."""


def make_clock(kind: TickKind | None, rate_hz: float) -> Clock:
    """The clock for a device's ticks; ``rate_hz`` is what it was asked for and may be far from the truth."""
    return (
        TickClock(kind.bits, kind.step_s)
        if kind is not None and kind.step_s is not None
        else FrameClock(kind, rate_hz)
    )


class FrameClock:
    """For devices that send no time: readings are numbered, and number is fitted against arrival.

    After a silence the readings are kept back for `DECIDE_S`, until it shows whether they were late (a bunch) or
    missing (a gap).

    Parameters
    ----------
    counter : TickKind or None
        Its ``bits`` where the device numbers its readings itself.
    rate_hz : float
        What was asked for; the truth may be four times off.
    """

    def __init__(self, counter: TickKind | None, rate_hz: float) -> None:
        self._bits = None if counter is None else counter.bits
        self._asked_s = 1.0 / rate_hz
        self.late = self.lost = 0
        self.gaps: list[Gap] = []
        self._last_tick: int | None = None
        self._line = _Line()
        self._number = 0
        self._last_s: float | None = None
        self._arrived_s = 0.0
        self._kept: list[tuple[Floats, NDArray[np.int64], float]] = []
        self._broken = self._unnumbered = False

    @property
    def rate_hz(self) -> float | None:
        """From the fit."""
        return None if self._line.period_s is None else 1.0 / self._line.period_s

    def restart(self) -> list[Stamped]:
        """What comes next stands after a gap."""
        out = self._decide(self._arrived_s)
        self._broken = self._unnumbered = self._last_s is not None
        self._last_tick = None
        return out

    def push(self, values: Floats, ticks: Ticks | None, arrival_s: float) -> list[Stamped]:
        """See `Clock`."""
        arrival_s = max(arrival_s, self._arrived_s)
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
        """A counter that is much too low or much too high for the time passed: the device began anew."""
        if ticks is None or self._bits is None or self._last_tick is None or len(ticks) == 0:
            return False
        step_s = int(ticks_since(ticks[:1], self._last_tick, self._bits)[0]) * self._period_s
        return step_s < -LATE_S or step_s - (arrival_s - self._arrived_s) > AHEAD_S

    def _numbered(self, values: Floats, ticks: Ticks | None) -> tuple[Floats, NDArray[np.int64]]:
        """Readings with the number of steps to each from the one before; what came twice or too late is left
        out."""
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
        """As many readings came as the silence was long."""
        many = sum(int(steps.sum()) for _, steps, _ in self._kept)
        due = (arrival_s - (self._last_s or 0.0)) / self._period_s
        return many >= BUNCH_SHARE * due

    def _decide(self, arrival_s: float) -> list[Stamped]:
        """What was kept back: late, then it follows on as one bunch; else it stands after a gap."""
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
        """The first readings, or those after a gap: the last one at its arrival."""
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
        """Evenly from the last time to where the fit, and at most the arrival, puts the last reading."""
        last_s, many = float(self._last_s or 0.0), int(number[-1]) - self._number
        aim_s = min(self._line.at(int(number[-1])), arrival_s)
        period_s = self._line.period_s
        if period_s is not None:
            aim_s = min(max(aim_s, last_s + many * period_s * SLOWEST), last_s + many * period_s * FASTEST)
            aim_s = min(aim_s, arrival_s)
        step_s = max(aim_s - last_s, 0.0) / many
        return np.array(last_s + (number - self._number) * step_s, dtype=np.float64)


class _Line:
    """Arrival against number of reading, with a short memory; the line lies along the earliest arrivals."""

    def __init__(self) -> None:
        self._points: deque[tuple[int, float]] = deque()
        self.period_s: float | None = None
        self._fitted_s = -np.inf
        self._from = (0, 0.0)

    def begin(self, number: int, arrival_s: float) -> None:
        """After a gap; the period stays."""
        self._points.clear()
        self._points.append((number, arrival_s))
        self._from = (number, arrival_s)

    def add(self, number: int, arrival_s: float) -> None:
        """A packet arrived whose last reading has this number."""
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
        n_mean, a_mean = n.mean(), a.mean()
        slope = float(((n - n_mean) * (a - a_mean)).sum() / ((n - n_mean) ** 2).sum())
        if slope > 0.0:
            self.period_s = slope
            self._from = (int(numbers[-1]), float(arrivals[-1] + np.min(a - slope * n)))

    def at(self, number: int) -> float:
        """When the reading of this number, the latest, was taken."""
        if self.period_s is None:
            return self._points[-1][1]
        return self._from[1] + (number - self._from[0]) * self.period_s
