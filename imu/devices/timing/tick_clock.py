"""When a reading was taken: from the device's own ticks, or from its number, and from when packets arrived.

Packets arrive in bunches (one capture at 10 Hz: 0 to 420 ms apart, 91 ms in the middle), so an arrival is never the
time of a reading; it only says that the reading is not younger. Both clocks here follow the earliest arrivals.
A time is given once, from what has arrived by then, and never runs backwards.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats, Gap

Ticks: TypeAlias = NDArray[np.int64]
LATE_S = 1.0
"""Ticks this far back come from a packet that was overtaken; further back, the device began anew."""
AHEAD_S = 3.0
"""Ticks that run ahead of the arrivals by this: the device began anew."""
ENVELOPE_S = 20.0
"""Span of arrivals among which the earliest counts."""
SINK, RISE = 0.05, 0.002
"""How fast the offset to the device's clock may change, in seconds a second: down to an earlier arrival, up with a
slow device. Clocks differ by less than 0.0002."""

GAP_STEPS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """Readings with their times: ``time_s`` (n,), ``values`` (n, d)."""

    time_s: Floats
    values: Floats


def ticks_since(ticks: Ticks, first: int, bits: int) -> Ticks:
    """Ticks since tick ``first``, the short way round the wrap at ``2**bits``; 63 bits and more never wrap."""
    far: Ticks = ticks - first
    if bits >= 63:
        return far
    half = 1 << (bits - 1)
    return (far + half) % (2 * half) - half


class Clock(Protocol):
    """Gives readings their times."""

    late: int
    """Readings that came twice or too late, and were dropped."""
    lost: int
    """Readings known to be missing."""
    gaps: list[Gap]

    def push(self, values: Floats, ticks: Ticks | None, arrival_s: float) -> list[Stamped]:
        """Readings of one packet; those kept back earlier may come out with them."""

    def restart(self) -> list[Stamped]:
        """The link was lost: what comes next stands after a gap. Returns what was kept back."""

    @property
    def rate_hz(self) -> float | None:
        """The true rate, None until it can be known."""


class TickClock:
    """For devices that send their own time.

    Parameters
    ----------
    bits : int
        The ticks wrap at ``2**bits``.
    step_s : float
        Seconds a tick.
    """

    def __init__(self, bits: int, step_s: float) -> None:
        self._bits, self._step_s = bits, step_s
        self.late = self.lost = 0
        self.gaps: list[Gap] = []
        self._last_tick: int | None = None
        self._device_s = self._offset_s = self._arrived_s = 0.0
        self._last_s = -np.inf
        self._earliest: deque[tuple[float, float]] = deque()
        self._steps = _Steps()

    @property
    def rate_hz(self) -> float | None:
        """From the middle of the latest steps."""
        return self._steps.rate_hz

    def restart(self) -> list[Stamped]:
        """Nothing is kept back here, and the device's clock has gone on: the gap shows by itself."""
        return []

    def push(self, values: Floats, ticks: Ticks | None, arrival_s: float) -> list[Stamped]:
        """See `Clock`; ``ticks`` must be given."""
        if ticks is None or len(values) == 0:
            return []
        first = self._last_tick is None
        device_s = self._unwrapped(ticks, arrival_s)
        latest_s = -np.inf if first else self._device_s
        new = device_s > np.maximum.accumulate(np.concatenate([[latest_s], device_s[:-1]]))
        self.late += len(new) - int(np.count_nonzero(new))
        if not new.any():
            return []
        device_s, values, last_tick = device_s[new], values[new], int(ticks[new][-1])
        if not first:
            self._follow(float(device_s[-1]), arrival_s)
        time_s = np.maximum(device_s + self._offset_s, self._last_s)
        if first:
            self._steps.add(np.diff(device_s))
        else:
            self._count_missing(np.diff(device_s, prepend=self._device_s), time_s)
        self._last_tick, self._device_s = last_tick, float(device_s[-1])
        self._last_s, self._arrived_s = float(time_s[-1]), arrival_s
        return [Stamped(time_s=time_s, values=values)]

    def _unwrapped(self, ticks: Ticks, arrival_s: float) -> Floats:
        """Seconds of the device's clock without its wraps; a device that began anew goes on at the arrival."""
        if self._last_tick is None:
            self._offset_s = self._arrived_s = arrival_s
            return self._since(ticks, int(ticks[-1]))
        device_s = self._device_s + self._since(ticks, self._last_tick)
        step_s = float(device_s[0]) - self._device_s
        waited_s = max(arrival_s - self._arrived_s, 0.0)
        if step_s < -LATE_S or step_s - waited_s > AHEAD_S:
            self._earliest.clear()
            return self._device_s + waited_s + self._since(ticks, int(ticks[-1]))
        return device_s

    def _since(self, ticks: Ticks, first: int) -> Floats:
        """Seconds of the device's clock since tick ``first``."""
        return ticks_since(ticks, first, self._bits).astype(np.float64) * self._step_s

    def _follow(self, device_s: float, arrival_s: float) -> None:
        """The offset goes slowly to that of the earliest arrival of late."""
        here_s = arrival_s - device_s
        while self._earliest and self._earliest[-1][1] >= here_s:
            self._earliest.pop()
        self._earliest.append((arrival_s, here_s))
        while self._earliest[0][0] < arrival_s - ENVELOPE_S:
            self._earliest.popleft()
        change = self._earliest[0][1] - self._offset_s
        passed_s = max(device_s - self._device_s, 0.0)
        self._offset_s += min(max(change, -SINK * passed_s), RISE * passed_s)

    def _count_missing(self, steps_s: Floats, time_s: Floats) -> None:
        """A step of two usual ones lacks a reading; one of more than three is a gap."""
        usual_s = self._steps.step_s
        if usual_s is not None:
            self.lost += int(np.maximum(np.round(steps_s / usual_s) - 1.0, 0.0).sum())
            before_s = np.concatenate([[self._last_s], time_s[:-1]])
            for k in np.flatnonzero(steps_s > GAP_STEPS * usual_s).tolist():
                self.gaps.append(Gap(start_s=float(before_s[k]), end_s=float(time_s[k])))
        self._steps.add(steps_s)


class _Steps:
    """The middle of the latest steps between readings."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=101)
        self._count = 0
        self.step_s: float | None = None

    def add(self, steps_s: Floats) -> None:
        """Steps in seconds; now and then the middle is found anew."""
        self._latest.extend(steps_s[-101:].tolist())
        self._count += len(steps_s)
        if len(self._latest) >= 20 and (self.step_s is None or self._count >= 25):
            self._count = 0
            self.step_s = float(
                np.mean(np.sort(np.array(self._latest))[len(self._latest) // 4 : -len(self._latest) // 4])
            )

    @property
    def rate_hz(self) -> float | None:
        """Readings a second."""
        return None if self.step_s is None or self.step_s <= 0.0 else 1.0 / self.step_s
