"""A gyroscope that stops, or begins later than the accelerometer: which samples are taken with it, which without.

Angular velocity that is missing for a moment is a hole like any other: those samples are left out. Missing for
longer than the hole that closes a set, it is a gyroscope that has stopped, and the accelerometer goes on alone;
it is used again once it has been there as long. Samples alone decide, so any chunking gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from imu.types import Floats, SampleBlock, concat_blocks

_MOST_HELD = 4096
"""Samples that may wait for the decision: two seconds of the fastest sensor, or a clock that stands still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Consecutive samples that are all taken with the gyroscope, or all without."""

    block: SampleBlock
    """The samples; without the gyroscope, they have no angular velocity."""
    decided_s: float
    """Time of the sample by which this was decided, s."""


class GyroscopePresence:
    """Parts the samples of one sensor into stretches with the gyroscope and without.

    Parameters
    ----------
    absent_s : float
        Longest time without angular velocity that is a mere hole, s.
    """

    def __init__(self, absent_s: float) -> None:
        self._absent_s = absent_s
        self._has_gyro: bool | None = None
        self._held: list[SampleBlock] = []
        self._since_s: float | None = None

    def push(self, block: SampleBlock) -> list[Stretch]:
        """Takes the next samples; returns those that are decided, in order."""
        if self._is_plain(block):
            return [] if len(block) == 0 else [_stretch(block)]
        missing = _missing(block)
        cuts = [0, *(np.flatnonzero(missing[1:] != missing[:-1]) + 1).tolist(), len(block)]
        out: list[Stretch] = []
        for start, stop in pairwise(cuts):
            out += self._run(block.slice(start, stop), absent=bool(missing[start]))
        return out

    def flush(self) -> list[Stretch]:
        """Returns the samples that still wait: a mere hole, as the recording ends or the gyroscope is back."""
        held, self._held, self._since_s = self._held, [], None
        fitting = _alone if self._has_gyro is None else without_turning
        return [_stretch(fitting(block)) for block in held]

    def _is_plain(self, block: SampleBlock) -> bool:
        """Whether nothing has to be decided: the usual case."""
        if len(block) == 0:
            return True
        if block.gyr_radps is None:
            return self._has_gyro is False
        return self._has_gyro is True and not self._held and not np.isnan(block.gyr_radps.max())

    def _run(self, run: SampleBlock, *, absent: bool) -> list[Stretch]:
        if absent and self._has_gyro is False:
            self._since_s = None
            return [_stretch(_alone(run))]
        if not absent and self._has_gyro is not False:
            self._has_gyro = True
            return [*self.flush(), _stretch(run)]
        first = float(run.time_s[0])
        self._since_s = first if self._since_s is None else self._since_s
        late = np.flatnonzero(run.time_s - self._since_s > self._absent_s)
        if absent:
            return self._stopped(run, late.tolist())
        k = int(late[0]) if len(late) else len(run)
        out = [_stretch(_alone(run.slice(0, k)))] if k else []
        if k < len(run):
            self._has_gyro, self._since_s = True, None
            out.append(_stretch(run.slice(k, len(run))))
        return out

    def _stopped(self, run: SampleBlock, late: list[int]) -> list[Stretch]:
        """Holds a run without angular velocity back, or lets it go as that of an accelerometer alone."""
        self._held.append(run.copy())
        if not late and sum(map(len, self._held)) < _MOST_HELD:
            return []
        whole = _alone(concat_blocks(self._held))
        self._has_gyro, self._held, self._since_s = False, [], None
        decided_s = float(run.time_s[late[0] if late else -1])
        return [Stretch(block=whole, decided_s=decided_s)]


def _missing(block: SampleBlock) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which samples have no angular velocity at all, ``(n,)``; one bad axis is a bad sample, no missing one."""
    gyr: Floats | None = block.gyr_radps
    return np.ones(len(block), bool) if gyr is None else np.asarray(np.isnan(gyr).all(axis=1))


def without_turning(block: SampleBlock) -> SampleBlock:
    """Returns the samples as those of a sensor whose gyroscope says nothing: NaN for angular velocity."""
    return replace(block, gyr_radps=np.full((len(block), 3), np.nan))


def _alone(block: SampleBlock) -> SampleBlock:
    return replace(block, gyr_radps=None)


def _stretch(block: SampleBlock) -> Stretch:
    return Stretch(block=block, decided_s=float(block.time_s[0]))
