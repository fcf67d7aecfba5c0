"""Times of readings of devices that send their own clock; `Clock` is the interface for devices without one, too.

Packets arrive in bunches (in one capture at 10 Hz they are 0 to 420 ms apart, median 91 ms), so an arrival is not the
time of a reading, only an upper limit of it: arrival = reading + delay, delay ≥ 0. Both kinds of clock therefore follow
the earliest arrivals, those with the least delay. A reading gets its time once, from what has arrived by then, and
times never decrease.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats, Gap

Ticks: TypeAlias = NDArray[np.int64]
"""The device's clock or counter at each reading, (n,)."""
LATE_S = 1.0
"""Ticks up to this far back, s, are from a packet that another one overtook; further back, the device has restarted."""
AHEAD_S = 3.0
"""Ticks that run ahead of the arrivals by more, s: the device has restarted."""
JUMP_S, JUMP_SHARE = 0.5, 0.8
"""Shortest jump of a device's clock that is put right, s, and the share of it by which its reading must be ahead of
its own arrival: a delay only makes a reading late, so that one from the future shows that the clock was set ahead."""
APART_S = 0.5
"""Packets of a device that loses none may be so far apart, s (0.42 s in a capture)."""
ENVELOPE_S = 20.0
"""Span of the latest arrivals, s, of which the earliest sets the offset between device and computer."""
SINK, RISE = 0.05, 0.002
"""How fast the offset to the device's clock may fall (towards an earlier arrival) and rise (with a slow device), s/s.
Clocks of devices differ from the computer's by less than 0.0002 s/s."""

GAP_STEPS = 3.0
"""A step between readings longer than this many usual ones is a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """Readings with their times.

    Attributes
    ----------
    time_s : (n,) float64
        s since the session began, non-decreasing.
    values : (n, 3) or (n, 6) float64
        Specific force in m/s² and/or angular velocity in rad/s.
    """

    time_s: Floats
    values: Floats


class ClockJump(NamedTuple):
    """A device's clock was set ahead or back, and the times of its readings were not."""

    at_s: float
    """Time of the reading before, s since the session began."""
    ahead_s: float
    """How far, s; below 0: it was set back."""


def ticks_since(ticks: Ticks, first: int, bits: int) -> Ticks:
    """Ticks since tick ``first`` of a counter that overflows to 0 at ``2**bits``.

    Parameters
    ----------
    ticks : (n,) int64
    first : int
    bits : int
        63 and more never overflow.

    Returns
    -------
    (n,) int64
        From ``-2**(bits - 1)`` to ``2**(bits - 1) - 1``: of the two ways round the overflow the shorter one.
    """
    far: Ticks = ticks - first
    if bits >= 63:
        return far
    half = 1 << (bits - 1)
    return (far + half) % (2 * half) - half


class Clock(Protocol):
    """Interface of the clocks that give readings their times."""

    late: int
    """Number of readings that came twice or too late, and were dropped."""
    lost: int
    """Number of readings known to be missing."""
    gaps: list[Gap]
    """Intervals without readings."""
    jumps: list[ClockJump]
    """Jumps of the device's clock that were put right."""

    def push(
        self, values: Floats, ticks: Ticks | None, arrival_s: float, age_s: float | None = None
    ) -> list[Stamped]:
        """Takes the readings of one packet.

        Parameters
        ----------
        values : (n, d) float64
        ticks : (n,) int64 or None
            The device's own clock or counter at each reading.
        arrival_s : float
            Arrival of the packet, s since the session began.
        age_s : float, optional
            How long ago the last reading was made when the device sent the packet, s, where it says so.

        Returns
        -------
        list of Stamped
            Readings whose time is decided now; earlier ones that were held back may be among them.
        """

    def restart(self) -> list[Stamped]:
        """Notes that the connection was lost, so that a gap follows; returns the readings still held back."""

    def begin_anew(self) -> list[Stamped]:
        """Notes that another device follows, whose clock is its own; returns the readings still held back."""

    @property
    def rate_hz(self) -> float | None:
        """Observed sampling rate, Hz; None until it is known."""


class TickClock:
    """Clock for devices that send their own time: ticks plus a slowly corrected offset.

    Parameters
    ----------
    bits : int
        Ticks overflow to 0 at ``2**bits``.
    step_s : float
        Length of a tick, s.
    """

    def __init__(self, bits: int, step_s: float) -> None:
        self._bits, self._step_s = bits, step_s
        self.late = self.lost = 0
        self.gaps: list[Gap] = []
        self.jumps: list[ClockJump] = []
        self._last_tick: int | None = None
        self._device_s = self._offset_s = self._arrived_s = 0.0
        self._last_s = self._before_s = -np.inf
        self._earliest: deque[tuple[float, float]] = deque()
        self._steps = _Steps()

    @property
    def rate_hz(self) -> float | None:
        """Observed sampling rate, Hz: the reciprocal of the usual step between readings."""
        return self._steps.rate_hz

    def restart(self) -> list[Stamped]:
        """Returns nothing, as nothing is held back; the device's clock goes on and shows the gap by itself."""
        return []

    def begin_anew(self) -> list[Stamped]:
        """Forgets the device's clock, as another one follows; of its readings those count that are later than all so far."""
        self._last_tick, self._before_s = None, self._last_s
        self._earliest.clear()
        self._steps = _Steps()
        return []

    def push(
        self, values: Floats, ticks: Ticks | None, arrival_s: float, age_s: float | None = None
    ) -> list[Stamped]:
        """Takes the readings of one packet as in `Clock`; without ``ticks`` they are ignored."""
        if ticks is None or len(values) == 0:
            return []
        first = self._last_tick is None
        arrival_s -= age_s or 0.0  # as if it had been sent at once
        device_s = self._unwrapped(ticks, arrival_s, aged=age_s is not None)
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
            self._note_gap_before(time_s)
        else:
            self._count_missing(self._steps_to(device_s), time_s)
        self._last_tick, self._device_s = last_tick, float(device_s[-1])
        self._last_s, self._arrived_s = float(time_s[-1]), arrival_s
        return self._later_than_before(Stamped(time_s=time_s, values=values))

    def _note_gap_before(self, time_s: Floats) -> None:
        """Notes the gap between the last reading of one device and the first of another."""
        gap = Gap(start_s=self._last_s, end_s=float(time_s[0]))
        if np.isfinite(self._last_s) and gap.end_s - gap.start_s > APART_S:
            self.gaps.append(gap)

    def _later_than_before(self, stamped: Stamped) -> list[Stamped]:
        """Leaves out what another device measured at a time of which there are readings of the one before."""
        new = stamped.time_s > self._before_s
        if new.all():
            return [stamped]
        self.late += len(new) - int(np.count_nonzero(new))
        return [Stamped(time_s=stamped.time_s[new], values=stamped.values[new])] if new.any() else []

    def _unwrapped(self, ticks: Ticks, arrival_s: float, *, aged: bool) -> Floats:  # noqa: ARG002
        """Seconds of the device's clock without its overflows and jumps; after a restart it continues at the time of
        arrival. ``aged``: it is known when the readings were made."""
        if self._last_tick is None:
            self._offset_s = self._arrived_s = arrival_s
            return self._since(ticks, int(ticks[-1]))
        waited_s = max(arrival_s - self._arrived_s, 0.0)
        device_s = self._without_jump(
            self._device_s + self._since(ticks, self._last_tick), arrival_s, waited_s
        )
        step_s = float(device_s[0]) - self._device_s
        if step_s < -LATE_S or step_s - waited_s > AHEAD_S:
            self._earliest.clear()
            return self._device_s + waited_s + self._since(ticks, int(ticks[-1]))
        return device_s

    def _without_jump(self, device_s: Floats, arrival_s: float, waited_s: float) -> Floats:
        """Takes a jump ahead out: the longest step, where its readings would have arrived before they were made.

        What is left is a usual step, or the time that passed here where that is longer than packets are apart.
        """
        early_s = float(device_s[-1]) + self._offset_s - arrival_s
        if early_s < JUMP_SHARE * JUMP_S:
            return device_s
        steps_s = self._steps_to(device_s)
        at = int(np.argmax(steps_s))
        step_s = float(steps_s[at])
        if step_s < JUMP_S or early_s < JUMP_SHARE * step_s or waited_s > (1.0 - JUMP_SHARE) * step_s:
            return device_s
        usual_s = self._steps.step_s or float(np.median(steps_s))
        others_s = float(device_s[-1]) - self._device_s - step_s
        passed_s = waited_s - others_s
        ahead_s = step_s - min(passed_s if passed_s > APART_S else usual_s, step_s)
        before_s = float(device_s[at - 1]) if at else self._device_s
        self.jumps.append(ClockJump(before_s + self._offset_s, ahead_s))
        device_s[at:] -= ahead_s
        return device_s

    def _since(self, ticks: Ticks, first: int) -> Floats:
        """Seconds of the device's clock since tick ``first``."""
        return ticks_since(ticks, first, self._bits).astype(np.float64) * self._step_s

    def _steps_to(self, device_s: Floats) -> Floats:
        """Steps of the device's clock to each of its next readings, s; ``np.diff`` takes twice as long for a few."""
        before_s = np.concatenate([[self._device_s], device_s[:-1]])
        return np.asarray(device_s - before_s)

    def _follow(self, device_s: float, arrival_s: float) -> None:
        """Moves the offset, rate-limited, to the earliest arrival of the last ``ENVELOPE_S`` (20 s)."""
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
        """Counts missing readings (one in a step of two usual ones), and notes gaps, longer than ``GAP_STEPS``."""
        usual_s = self._steps.step_s
        if usual_s is not None:
            self.lost += int(np.maximum(np.round(steps_s / usual_s) - 1.0, 0.0).sum())
            before_s = np.concatenate([[self._last_s], time_s[:-1]])
            for k in np.flatnonzero(steps_s > GAP_STEPS * usual_s).tolist():
                self.gaps.append(Gap(start_s=float(before_s[k]), end_s=float(time_s[k])))
        self._steps.add(steps_s)


class _Steps:
    """Usual step between readings: interquartile mean of the latest 101 steps, robust against gaps and bunches."""

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=101)
        self._count = 0
        self.step_s: float | None = None

    def add(self, steps_s: Floats) -> None:
        """Adds steps in s; the mean is computed anew after every 25, as sorting for each packet would be slow."""
        self._latest.extend(steps_s[-101:].tolist())
        self._count += len(steps_s)
        if len(self._latest) >= 20 and (self.step_s is None or self._count >= 25):
            self._count = 0
            self.step_s = float(
                np.mean(np.sort(np.array(self._latest))[len(self._latest) // 4 : -len(self._latest) // 4])
            )

    @property
    def rate_hz(self) -> float | None:
        """Readings a second, None until 20 steps are known."""
        return None if self.step_s is None or self.step_s <= 0.0 else 1.0 / self.step_s
