"""Runs of cells of a signal, such as the lifts of a set, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.core.compiled import Loop, loops_are_compiled
from analysis.core.loops.cells import add_up
from analysis.core.loops.closed import upper_quantiles
from analysis.core.signal.filters import quantile
from imu.types import Floats

_add_up, _upper_quantiles = Loop(add_up), Loop(upper_quantiles)

Indices: TypeAlias = NDArray[np.intp]
"""Numbers of cells."""


@dataclass(frozen=True, slots=True)
class CellRuns:
    """Runs of cells, one a rep: the first of each, and the one after its last; ``(reps,)`` each."""

    first: Indices
    stop: Indices

    def highest(self, x: Floats) -> Floats:
        """Largest value of a signal ``(n,)`` in each run."""
        return self._reduced(np.maximum, x)

    def lowest(self, x: Floats) -> Floats:
        """Smallest value."""
        return self._reduced(np.minimum, x)

    def sums(self, x: Floats) -> Floats:
        """Sum of the values."""
        return sums_between(x, self.first, self.stop)

    def _reduced(self, kind: np.ufunc, x: Floats) -> Floats:
        pairs = np.empty(2 * len(self.first), np.intp)
        pairs[::2], pairs[1::2] = self.first, self.stop
        if self.stop[-1] == len(x):  # no run begins there, and yet it has to be a cell
            x = np.append(x, x[-1])
        return np.asarray(kind.reduceat(x, pairs)[::2])


def values_at(x: Floats, index: Floats) -> Floats:
    """Returns the values of a signal ``(n,)`` at fractional indices, any shape, by linear interpolation."""
    k = np.minimum(index.astype(int), len(x) - 2)
    before = x[k]
    return np.asarray(before + (index - k) * (x[k + 1] - before))


def sums_between(x: Floats, first: Indices, stop: Indices) -> Floats:
    """Returns the sums of a signal ``(n,)`` from one cell up to another, ``(reps,)``: differences of its running sum."""
    running = running_sum(x)
    return np.asarray(running[stop] - running[first])


def running_sum(x: Floats) -> Floats:
    """Returns the sums of the values before each cell of a signal ``(n,)``, and of all of them, ``(n + 1,)``."""
    running = np.empty(len(x) + 1)
    if loops_are_compiled():
        _add_up.run(x, running)
        return running
    running[0], running[1:] = 0.0, x
    return np.add.accumulate(running)


def upper_quantiles_of(x: Floats, first: Indices, stop: Indices, share: float) -> Floats:
    """Returns a quantile near 1 of a signal ``(n,)`` from one cell up to another, ``(reps,)``."""
    if not loops_are_compiled():
        runs = zip(first.tolist(), stop.tolist(), strict=True)
        return np.array([quantile(x[a:b], share) for a, b in runs])
    out = np.empty(len(first))
    _upper_quantiles.run(x, first, stop, share, np.empty(len(x)), out)
    return out
