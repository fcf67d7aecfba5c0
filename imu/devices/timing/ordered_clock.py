"""Times of readings whose packets are decoded in order and each once, whatever the network does, as of a phone's page.

No such reading is late, so that none is left out: a clock that runs back was set back. How much time really passed at
a jump is what the device says with each packet (the age of its readings when it was sent), and else the arrivals.
"""

from __future__ import annotations

import numpy as np

from imu.devices.timing.tick_clock import APART_S, JUMP_S, ClockJump, TickClock, Ticks
from imu.types import Floats

SMALLEST_S = 0.1
"""Shortest difference between the device's clock and what passed here that counts, s: the network delays as much."""


class OrderedClock(TickClock):
    """Clock for devices that send their own time, in packets that never overtake each other; parameters as of `TickClock`."""

    def _unwrapped(self, ticks: Ticks, arrival_s: float, *, aged: bool) -> Floats:
        """Seconds of the device's clock without its overflows and jumps; every reading is later than the one before."""
        first = self._last_tick is None
        if first:
            self._offset_s, self._device_s = arrival_s, 0.0
        before = int(ticks[0]) if self._last_tick is None else self._last_tick
        found_s = self._since(ticks, before)
        steps_s = np.diff(found_s, prepend=0.0)
        if first:
            return self._begun(found_s, steps_s)
        right_s = self._right_steps(steps_s, arrival_s, aged=aged)
        if (right_s == steps_s).all():
            return self._device_s + found_s
        self._note_jumps(steps_s, right_s)
        return self._device_s + np.cumsum(right_s)

    def _begun(self, found_s: Floats, steps_s: Floats) -> Floats:
        """The first readings, of which the last one is at 0 s."""
        passed_s: Floats = found_s
        if (steps_s[1:] <= 0.0).any():
            passed_s = np.cumsum(self._forward(steps_s, self._usual_s(steps_s[1:])))
        last_s: float = passed_s[-1]
        return np.subtract(passed_s, last_s)

    def _right_steps(self, steps_s: Floats, arrival_s: float, *, aged: bool) -> Floats:
        """Time that really passed before each reading, ``(n,)``, s, above 0.

        For a step back it is a usual step, or longer where the readings were made later than that. For one ahead it is
        what passed here, as far as the last reading would have arrived before it was made.
        """
        usual_s = self._usual_s(steps_s)
        right_s = self._forward(steps_s, usual_s)
        early_s = self._device_s + float(right_s.sum()) + self._offset_s - arrival_s
        if (steps_s < 0.0).any():
            at = int(np.argmax(steps_s < 0.0))
            right_s[at] -= early_s if aged and early_s < -SMALLEST_S else 0.0
            return right_s
        at = int(np.argmax(steps_s))
        passed_s = arrival_s - self._arrived_s - (float(steps_s.sum()) - float(steps_s[at]))
        ahead_s = min(early_s, float(steps_s[at]) - (passed_s if passed_s > APART_S else usual_s))
        right_s[at] -= ahead_s if ahead_s >= SMALLEST_S else 0.0
        return right_s

    def _forward(self, steps_s: Floats, usual_s: float) -> Floats:
        """The steps, a usual one for each step back, and a tick where a browser gives the same time again."""
        return np.where(steps_s > 0.0, steps_s, np.where(steps_s < 0.0, usual_s, self._step_s))

    def _usual_s(self, steps_s: Floats) -> float:
        """The usual step between readings, s; of a device that has only begun, the middle one of ``steps_s``."""
        ahead_s = steps_s[steps_s > 0.0]
        return self._steps.step_s or (float(np.median(ahead_s)) if len(ahead_s) else self._step_s)

    def _note_jumps(self, steps_s: Floats, right_s: Floats) -> None:
        """Notes the jumps that people are told of."""
        before_s = self._device_s + self._offset_s + np.cumsum(right_s) - right_s
        for k in np.flatnonzero(np.abs(steps_s - right_s) >= JUMP_S).tolist():
            self.jumps.append(ClockJump(float(before_s[k]), float(steps_s[k] - right_s[k])))
