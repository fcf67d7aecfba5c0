"""Faults of notifications between a sensor's firmware and its radio: lost, repeated, out of order, bunched."""

from __future__ import annotations

import random
from dataclasses import dataclass

from imu.virtual_ble.firmware import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """Rates of the faults of a sensor's notifications.

    Attributes
    ----------
    lost, twice, swapped : float
        Share of notifications, from 0 to 1, that is lost, sent twice, or overtaken by the next one.
    bunch : int
        Number of notifications that are held back and then sent at once; 1: none are.
    seed : int
        Seed of the random choices.
    """

    lost: float = 0.0
    twice: float = 0.0
    swapped: float = 0.0
    bunch: int = 1
    seed: int = 0


class Fate:
    """Applies the faults to the notifications of one sensor.

    Parameters
    ----------
    faults : Faults

    Attributes
    ----------
    lost, twice, swapped : int
        Number of notifications that were lost, sent twice, or overtaken so far.
    """

    def __init__(self, faults: Faults) -> None:
        self.lost = self.twice = self.swapped = 0
        self._faults, self._random = faults, random.Random(faults.seed)
        self._late: Said | None = None
        self._kept: list[Said] = []

    def befall(self, said: Said) -> list[Said]:
        """Takes a notification; returns those that are sent now."""
        self._kept += self._one(said)
        if len(self._kept) < self._faults.bunch:
            return []
        out, self._kept = self._kept, []
        return out

    def _one(self, said: Said) -> list[Said]:
        if self._happens(self._faults.lost):
            self.lost += 1
            return []
        if self._late is None and self._happens(self._faults.swapped):
            self.swapped += 1
            self._late = said
            return []
        late, self._late = self._late, None
        out = [said] if late is None else [said, late]
        if self._happens(self._faults.twice):
            self.twice += 1
            out.insert(0, said)
        return out

    def _happens(self, share: float) -> bool:
        return share > 0 and self._random.random() < share
