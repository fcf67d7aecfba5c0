"""Pairing of accelerometer and gyroscope where a device sends them separately, each with its own times."""

from __future__ import annotations

import numpy as np

from imu.devices.timing.tick_clock import Stamped
from imu.types import Floats

WAIT_S = 1.0
"""Longest wait for the gyroscope, s; acceleration then goes on alone."""
BRIDGE_S = 0.25
"""Longest gap of the gyroscope, s, that is interpolated; in a longer one its values could be anything."""


class Joiner:
    """Interpolates angular velocity linearly at the times of the acceleration, as both arrive.

    Where no gyroscope is heard, acceleration comes out alone: late by ``WAIT_S`` at first, then at once.
    """

    def __init__(self) -> None:
        self._acc, self._gyr = _nothing(), _nothing()
        self._alone = self._ever_turned = False
        self.unpaired = 0
        """Number of acceleration readings dropped: they lay in a short hole of the gyroscope."""

    def acc(self, new: Stamped) -> list[Stamped]:
        """Takes acceleration, (n, 3) in m/s², and returns the pairs, (n, 6), that are complete now, or it alone."""
        if self._alone:
            return [new] if len(new.time_s) else []
        self._acc = _joined(self._acc, new)
        return self._ready()

    def gyr(self, new: Stamped) -> list[Stamped]:
        """Takes angular velocity, (n, 3) in rad/s, and returns the pairs, (n, 6), that are complete now."""
        self._gyr = _joined(self._gyr, new)
        if len(new.time_s):
            self._alone, self._ever_turned = False, True
        return self._ready()

    def restart(self) -> list[Stamped]:
        """Forgets all unpaired readings, so that none is paired across a gap; acceleration of a device that has
        never sent angular velocity is returned alone."""
        left, self._acc, self._gyr = self._acc, _nothing(), _nothing()
        return [left] if len(left.time_s) and not self._ever_turned else []

    def _ready(self) -> list[Stamped]:
        """Returns acceleration bracketed by gyroscope samples, or alone after ``WAIT_S`` (1 s)."""
        acc_s, gyr_s = self._acc.time_s, self._gyr.time_s
        if len(gyr_s) == 0:
            return self._given_up()
        if len(acc_s) == 0:
            self._forget_turning(gyr_s[-1] - WAIT_S)
            return []
        many = int(np.searchsorted(acc_s, gyr_s[-1], side="right"))
        known = self._paired(_part(self._acc, 0, many))
        self.unpaired += many - len(known.time_s)
        self._acc = _part(self._acc, many, len(acc_s))
        if many:
            self._forget_turning(acc_s[many - 1])
        return [*([known] if len(known.time_s) else []), *self._given_up()]

    def _paired(self, acc: Stamped) -> Stamped:
        """Pairs the readings with gyroscope samples on both sides that are at most ``BRIDGE_S`` apart."""
        gyr_s, at_s = self._gyr.time_s, acc.time_s
        after = np.searchsorted(gyr_s, at_s)
        exact = gyr_s[after] == at_s
        near = exact | ((after > 0) & (gyr_s[after] - gyr_s[after - 1] <= BRIDGE_S))
        turning = [np.interp(at_s[near], gyr_s, self._gyr.values[:, k]) for k in range(3)]
        return Stamped(time_s=at_s[near], values=np.column_stack([acc.values[near], *turning]))

    def _forget_turning(self, before_s: float) -> None:
        """Drops gyroscope samples up to a time but the last of them, which the next interpolation needs."""
        first = int(np.searchsorted(self._gyr.time_s, before_s, side="right")) - 1
        self._gyr = _part(self._gyr, max(first, 0), len(self._gyr.time_s))

    def _given_up(self) -> list[Stamped]:
        """All acceleration that waits, alone, where the oldest has waited longer than ``WAIT_S``."""
        waits = self._acc
        if len(waits.time_s) == 0 or waits.time_s[-1] - waits.time_s[0] <= WAIT_S:
            return []
        self._alone, self._acc = True, _nothing()
        return [waits]


def _nothing() -> Stamped:
    return Stamped(time_s=np.empty(0), values=np.empty((0, 3)))


def _joined(one: Stamped, other: Stamped) -> Stamped:
    times: Floats = np.concatenate([one.time_s, other.time_s])
    return Stamped(time_s=times, values=np.concatenate([one.values, other.values]))


def _part(one: Stamped, start: int, stop: int) -> Stamped:
    return Stamped(time_s=one.time_s[start:stop], values=one.values[start:stop])
