"""Causal filters with exact state, and their zero-phase twins for a closed set.

Every causal filter starts from its first sample, never from a mean of a chunk, so that any chunking gives the
same bits. What it gives is laid out channel by channel, as `analysis.core.signal.vectors` wants it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TypeAlias, cast

import numpy as np

from imu.types import Floats


@lru_cache(maxsize=64)
def _butter(cutoff_hz: float, step_s: float, order: int) -> tuple[Floats, Floats]:
    from scipy.signal import butter  # noqa: PLC0415  slow to import

    b, a = butter(order, min(cutoff_hz * 2.0 * step_s, 0.95))
    return b, a


@lru_cache(maxsize=64)
def _at_rest(cutoff_hz: float, step_s: float, order: int) -> Floats:
    from scipy.signal import lfilter_zi  # noqa: PLC0415

    zi: Floats = lfilter_zi(*_butter(cutoff_hz, step_s, order))
    return zi


Recursion: TypeAlias = Callable[[Floats, Floats, Floats, int, Floats], tuple[Floats, Floats]]


@cache
def _recursion() -> Recursion:
    """The compiled loop inside `scipy.signal.lfilter`: ``(b, a, x, axis, zi) -> (y, zf)``.

    A live packet is a few cells long, and lfilter's checks cost five times the filtering. Where scipy has
    moved it, lfilter itself does.
    """
    from scipy import signal  # noqa: PLC0415  slow to import

    try:
        from scipy.signal._sigtools import _linear_filter  # noqa: PLC0415
    except ImportError:
        return lambda b, a, x, axis, zi: signal.lfilter(b, a, x, axis=axis, zi=zi)
    return cast("Recursion", _linear_filter)


class LowPass:
    """Causal Butterworth low-pass; `push` takes and gives ``(n, channels)``."""

    def __init__(self, cutoff_hz: float, step_s: float, *, channels: int, order: int = 2) -> None:
        self._ba = _butter(cutoff_hz, step_s, order)
        self._unit = _at_rest(cutoff_hz, step_s, order)
        self._state: Floats | None = None
        self._channels = channels

    def push(self, x: Floats) -> Floats:
        """Filtered samples; the first one ever sets the state as if it had always been there."""
        if len(x) == 0:
            return np.empty((0, self._channels))
        if self._state is None:
            self._state = self._unit[:, None] * x[:1]
        y, state = _recursion()(*self._ba, x.T, 1, self._state.T)
        self._state = state.T
        return y.T


class Leak:
    """Running mean with exponential forgetting: ``y += share · (x − y)``, from zero."""

    def __init__(self, share: float, *, channels: int) -> None:
        self._ba = (np.array([share]), np.array([1.0, share - 1.0]))
        self._state = np.zeros((channels, 1))

    def push(self, x: Floats) -> Floats:
        """The mean after each sample; ``(n, channels)``."""
        if len(x) == 0:  # lfilter gives back an undefined state for no samples
            return np.empty(x.shape)
        y, self._state = _recursion()(*self._ba, x.T, 1, self._state)
        return y.T


def smooth(x: Floats, cutoff_hz: float, step_s: float) -> Floats:
    """Zero-phase second-order low-pass along the first axis, for a whole closed set (acausal).

    Forwards and backwards over the signal, continued at both ends by its point reflection; fewer than 16
    samples are left as they are.
    """
    n = len(x)
    if n < 16:
        return x
    b, a = _butter(cutoff_hz, step_s, 2)
    pad = min(n - 1, max(3, int(1.0 / (cutoff_hz * step_s))))
    long = np.concatenate([2.0 * x[:1] - x[pad:0:-1], x, 2.0 * x[-1:] - x[-2 : -pad - 2 : -1]])
    rest = _at_rest(cutoff_hz, step_s, 2)
    rest = rest[:, None] if x.ndim == 2 else rest
    for _ in range(2):
        long = _recursion()(b, a, long, 0, rest * long[0])[0][::-1]
    return np.ascontiguousarray(long[pad : pad + n])


def both_ways(x: Floats, tau_s: float, step_s: float) -> Floats:
    """Mean around each row of a whole closed set, weighed by ``exp(−|t|/τ)`` (acausal), ``(n, channels)``.

    At the ends it is the mean of what is there: nothing beyond them is made up.
    """
    keep = float(np.exp(-step_s / tau_s))
    b, a = np.array([1.0]), np.array([1.0, -keep])
    rows = np.concatenate([x.T, np.ones((1, len(x)))])
    rest = np.zeros((len(rows), 1))
    past = _recursion()(b, a, rows, 1, rest)[0]
    future = _recursion()(b, a, rows[:, ::-1], 1, rest)[0][:, ::-1]
    summed = past + future - rows
    return np.asarray((summed[:-1] / summed[-1]).T)


def mean(x: Floats) -> float:
    """Mean of a row of numbers, as `numpy.mean` gives it, without its overhead."""
    return float(np.add.reduce(x)) / len(x)


def quantile(x: Floats, share: float) -> float:
    """Linear quantile of a short array, as `numpy.quantile` gives it, without its overhead."""
    ordered = np.sort(x)
    place = share * (len(ordered) - 1)
    k = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    upper = float(ordered[min(k + 1, len(ordered) - 1)])
    return float(ordered[k]) + (place - k) * (upper - float(ordered[k]))
