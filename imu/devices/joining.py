"""Accelerometer and gyroscope that a device sends apart, put together as they come."""

from __future__ import annotations

import numpy as np

from imu.devices.clock import Stamped
from imu.types import Floats

WAIT_S = 1.0
"""A gyroscope silent for longer than this is not waited for: the acceleration it lacks is left out."""


class Joiner:
    """Turning at the times of the acceleration, by straight lines between the readings on both sides."""

    def __init__(self) -> None:
        self._acc_s, self._acc = np.empty(0), np.empty((0, 3))
        self._gyr_s, self._gyr = np.empty(0), np.empty((0, 3))
        self.unpaired = 0

    def acc(self, new: Stamped) -> list[Stamped]:
        """More acceleration."""
        self._acc_s, self._acc = (
            np.concatenate([self._acc_s, new.time_s]),
            np.concatenate([self._acc, new.values]),
        )
        return self._ready()

    def gyr(self, new: Stamped) -> list[Stamped]:
        """More turning."""
        self._gyr_s, self._gyr = (
            np.concatenate([self._gyr_s, new.time_s]),
            np.concatenate([self._gyr, new.values]),
        )
        return self._ready()

    def restart(self) -> None:
        """After a gap nothing is joined with what came before."""
        self.unpaired += len(self._acc_s)
        self.__init__()  # type: ignore[misc]

    def _ready(self) -> list[Stamped]:
        """What has turning on both sides; what can no longer get it goes."""
        if len(self._acc_s) == 0:
            return []
        if len(self._gyr_s) == 0:
            self._drop(int(np.searchsorted(self._acc_s, self._acc_s[-1] - WAIT_S)))
            return []
        self._drop(int(np.searchsorted(self._acc_s, self._gyr_s[0])))
        many = int(np.searchsorted(self._acc_s, self._gyr_s[-1], side="right"))
        if many == 0:
            late = self._acc_s[-1] - WAIT_S if len(self._acc_s) else -np.inf
            self._drop(int(np.searchsorted(self._acc_s, late)))
            return []
        out = Stamped(time_s=self._acc_s[:many], values=self._paired(many))
        self._acc_s, self._acc = self._acc_s[many:], self._acc[many:]
        keep = max(int(np.searchsorted(self._gyr_s, out.time_s[-1], side="right")) - 1, 0)
        self._gyr_s, self._gyr = self._gyr_s[keep:], self._gyr[keep:]
        return [out]

    def _paired(self, many: int) -> Floats:
        at_s = self._acc_s[:many]
        turning = [np.interp(at_s, self._gyr_s, self._gyr[:, k]) for k in range(3)]
        return np.column_stack([self._acc[:many], *turning])

    def _drop(self, many: int) -> None:
        self.unpaired += many
        self._acc_s, self._acc = self._acc_s[many:], self._acc[many:]
