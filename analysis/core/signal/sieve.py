"""The readings of a sensor that can be used: none that no sensor gives, none that stands alone, none frozen.

The same live and offline, and in any chunking.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.cells import steps_are_small
from analysis.core.signal.isolated import Isolated, Sifted
from analysis.core.signal.repeated import Repeated, Standstill
from analysis.settings.curl_model import MEASURABLE
from imu.types import Flags, Floats

_steps_are_small = Loop(steps_are_small)
_FILLER2 = np.array([MEASURABLE.filler_mps2, MEASURABLE.filler_radps]) ** 2
"""Squares of the steps from which a reading may be none, of accelerometer and gyroscope."""
_FEW = 64
"""Up to this many readings Python's own numbers are faster than arrays."""


def all_small(values: Floats) -> bool:
    """Returns whether all values are finite, and small enough for any sensor whether m/s² or rad/s.

    Quick; where they are not, `within_full_scale` looks closely.
    """
    if len(values) > _FEW:
        return bool(max(values.max(), -values.min()) <= MEASURABLE.beyond_radps)
    return hypot(*values.T.ravel().tolist()) <= MEASURABLE.beyond_radps


def within_full_scale(values: Floats) -> Flags:
    """Returns which readings, ``(n, 6 or 3)`` in m/s² and rad/s, some sensor can give, ``(n,)``."""
    within = (np.abs(values[:, :3]) <= MEASURABLE.beyond_mps2).all(axis=1)
    return np.asarray(within & (np.abs(values[:, 3:]) <= MEASURABLE.beyond_radps).all(axis=1))


def only_small_steps(values: Floats, last: Floats) -> bool:
    """Returns whether accelerometer and gyroscope each read something else than just before, but not much, nor 0 m/s².

    So nearly all readings do, and then none needs a closer look.

    Parameters
    ----------
    values : (n, 6 or 3) float64
        Readings, n > 0, m/s² and rad/s.
    last : (6 or 3,) float64
        The reading before them.
    """
    if loops_are_compiled():
        rows = np.ascontiguousarray(values.T)
        return _steps_are_small.run(rows, last, MEASURABLE.filler_mps2, MEASURABLE.filler_radps)
    x = np.concatenate([last[:, None], values.T], axis=1)
    steps = (x[:, 1:] - x[:, :-1]).reshape(-1, 3, len(values))
    size2 = np.einsum("sij,sij->sj", steps, steps)
    small = (size2 != 0.0).all() and (size2.max(axis=1) < _FILLER2[: len(size2)]).all()
    return bool(small and values[:, :3].any(axis=1).all())


class Sieve:
    """Leaves out readings of one sensor that are none, and counts them.

    Parameters
    ----------
    channels : int
        6, or 3 without a gyroscope.
    gap_s : float
        Time without readings from which there is a hole, s.
    """

    def __init__(self, channels: int, gap_s: float) -> None:
        self.channels = channels
        self._alone, self._equal = Isolated(channels, gap_s), Repeated(channels)
        self._last: Floats | None = None
        self._passed: list[tuple[Floats, Floats]] = []
        self._felt, self._zeros = False, 0
        self._zero_s: float | None = None

    @property
    def isolated(self) -> int:
        """Readings so far that stood alone, or were exactly 0."""
        return self._alone.count + self._zeros

    @property
    def isolated_by(self) -> tuple[int, int]:
        """How many of them were so by their acceleration, and how many by their turning."""
        return self._alone.by_acc + self._zeros, self._alone.by_gyr

    @property
    def repeated(self) -> int:
        """Readings so far that repeated another for too long."""
        return self._equal.count

    @property
    def frozen(self) -> list[Standstill]:
        """Runs of repeats left out that have ended: from the reading repeated to the next other one, s."""
        return self._equal.frozen

    @property
    def first_s(self) -> float | None:
        """Time of the first of these readings, s."""
        return min((s for s in (self._alone.first_s, self._zero_s) if s is not None), default=None)

    def push(self, time_s: Floats, values: Floats) -> Sifted:
        """Takes the next readings; returns those that are known to be usable now.

        Parameters
        ----------
        time_s : (n,) float64
            Not decreasing, s.
        values : (n, 6 or 3) float64
            m/s² and rad/s, within every full scale; NaN for a reading to leave out. One column after the other in memory is fastest.
        """
        if len(time_s) == 0:
            return Sifted.all_of(time_s, values)
        readings = Sifted.all_of(time_s, values)
        if self._last is not None and only_small_steps(values, self._last):
            self._note(time_s, values)
            return readings
        self._catch_up()
        out = self._equal.push(self._alone.push(self._without_zeros(readings)))
        self._last = None if self._alone.waits or self._equal.waits else values[-1].copy()
        return out

    def _without_zeros(self, readings: Sifted) -> Sifted:
        """NaN in place of readings whose acceleration is exactly 0 on all axes, once there was another one.

        That is what a sensor says that starts anew, or a logger that got nothing: gravity alone is more.
        """
        zero = (readings.values[:, :3] == 0.0).all(axis=1)
        felt = np.maximum.accumulate(~zero) | self._felt
        zero, self._felt = zero & felt, bool(felt[-1])
        if not zero.any():
            return readings
        self._zeros += int(np.count_nonzero(zero))
        first_s = float(readings.time_s[np.argmax(zero)])
        self._zero_s = first_s if self._zero_s is None else self._zero_s
        values = readings.values.copy()
        values[zero] = np.nan
        return replace(readings, values=values)

    def flush(self) -> Sifted:
        """Returns the readings that still waited: no more will come. A second call returns none."""
        self._catch_up()
        nothing = Sifted.all_of(np.empty(0), np.empty((0, self.channels)))
        return self._equal.push(self._alone.push(nothing, end=True), end=True)

    def _note(self, time_s: Floats, values: Floats) -> None:
        """Remembers the latest readings that went through unexamined, as many as may be needed."""
        self._last = values[-1].copy()
        n = MEASURABLE.pace
        self._passed.append((time_s[-n:].copy(), values[-n:].copy()))
        if len(self._passed) > n:
            del self._passed[:-n]

    def _catch_up(self) -> None:
        if self._passed:
            time_s = np.concatenate([times for times, _ in self._passed])
            values = np.concatenate([readings for _, readings in self._passed])
            self._alone.passed(time_s, values)
            self._equal.passed(time_s, values)
            self._passed = []
