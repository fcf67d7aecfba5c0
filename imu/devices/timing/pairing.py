"""Accelerometer and gyroscope that a device sends apart, put together as they come."""

from __future__ import annotations

import numpy as np

from imu.devices.timing.tick_clock import Stamped
from imu.types import Floats

WAIT_S = 1.0
"""Neither sensor is waited for longer than this: acceleration that lacks turning is left out."""
BRIDGE_S = 0.25
"""Turning is not drawn across a longer silence of the gyroscope: it could be anything in between."""


class Joiner:
    """Turning at the times of the acceleration, by straight lines between the readings on both sides."""

    def __init__(self) -> None:
        self._acc, self._gyr = _nothing(), _nothing()
        self.unpaired = 0
        """Readings of the accelerometer left out for want of turning."""

    def acc(self, new: Stamped) -> list[Stamped]:
        """More acceleration."""
        self._acc = _joined(self._acc, new)
        return self._ready()

    def gyr(self, new: Stamped) -> list[Stamped]:
        """More turning."""
        self._gyr = _joined(self._gyr, new)
        return self._ready()

    def restart(self) -> None:
        """After a gap nothing is joined with what came before."""
        self._acc, self._gyr = _nothing(), _nothing()

    def _ready(self) -> list[Stamped]:
        """What has turning on both sides; what can no longer get it goes."""
        acc_s, gyr_s = self._acc.time_s, self._gyr.time_s
        if len(gyr_s) == 0:
            self._give_up()
            return []
        if len(acc_s) == 0:
            self._forget_turning(gyr_s[-1] - WAIT_S)
            return []
        many = int(np.searchsorted(acc_s, gyr_s[-1], side="right"))
        known = self._paired(_part(self._acc, 0, many))
        self.unpaired += many - len(known.time_s)
        self._acc = _part(self._acc, many, len(acc_s))
        if many:
            self._forget_turning(acc_s[many - 1])
        self._give_up()
        return [known] if len(known.time_s) else []

    def _paired(self, acc: Stamped) -> Stamped:
        """The readings that have turning on both sides, not too far apart, with it."""
        gyr_s, at_s = self._gyr.time_s, acc.time_s
        after = np.searchsorted(gyr_s, at_s)
        exact = gyr_s[after] == at_s
        near = exact | ((after > 0) & (gyr_s[after] - gyr_s[after - 1] <= BRIDGE_S))
        turning = [np.interp(at_s[near], gyr_s, self._gyr.values[:, k]) for k in range(3)]
        return Stamped(time_s=at_s[near], values=np.column_stack([acc.values[near], *turning]))

    def _forget_turning(self, before_s: float) -> None:
        """All but the last reading up to a time."""
        first = int(np.searchsorted(self._gyr.time_s, before_s, side="right")) - 1
        self._gyr = _part(self._gyr, max(first, 0), len(self._gyr.time_s))

    def _give_up(self) -> None:
        """Acceleration that has waited too long is left out."""
        acc_s = self._acc.time_s
        if len(acc_s):
            late = int(np.searchsorted(acc_s, acc_s[-1] - WAIT_S))
            self.unpaired += late
            self._acc = _part(self._acc, late, len(acc_s))


def _nothing() -> Stamped:
    return Stamped(time_s=np.empty(0), values=np.empty((0, 3)))


def _joined(one: Stamped, other: Stamped) -> Stamped:
    times: Floats = np.concatenate([one.time_s, other.time_s])
    return Stamped(time_s=times, values=np.concatenate([one.values, other.values]))


def _part(one: Stamped, start: int, stop: int) -> Stamped:
    return Stamped(time_s=one.time_s[start:stop], values=one.values[start:stop])
