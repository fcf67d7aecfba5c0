"""Causal filters with exact state, and their zero-phase twins for a closed set.

Every causal filter starts from its first sample, never from a mean of a chunk, so that any chunking gives the same bits.
"""

from __future__ import annotations

from functools import lru_cache
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


class LowPass:
    """Causal Butterworth low-pass; `push` takes and gives ``(n, channels)``."""

    def __init__(self, cutoff_hz: float, step_s: float, *, channels: int, order: int = 2) -> None:
        self._ba = _butter(cutoff_hz, step_s, order)
        self._unit = _at_rest(cutoff_hz, step_s, order)
        self._state: Floats | None = None
        self._channels = channels

    def push(self, x: Floats) -> Floats:
        """Filtered samples; the first one ever sets the state as if it had always been there."""
        from scipy.signal import lfilter  # noqa: PLC0415

        if len(x) == 0:
            return np.empty((0, self._channels))
        if self._state is None:
            self._state = self._unit[:, None] * x[:1]
        y, self._state = lfilter(*self._ba, x, axis=0, zi=self._state)
        return np.asarray(y)


class Leak:
    """Running mean with exponential forgetting: ``y += share · (x − y)``, from zero."""

    def __init__(self, share: float, *, channels: int) -> None:
        self._ba = (np.array([share]), np.array([1.0, share - 1.0]))
        self._state = np.zeros((1, channels))

    def push(self, x: Floats) -> Floats:
        """The mean after each sample; ``(n, channels)``."""
        from scipy.signal import lfilter  # noqa: PLC0415

        if len(x) == 0:  # lfilter gives back an undefined state for no samples
            return np.empty(x.shape)
        y, self._state = lfilter(*self._ba, x, axis=0, zi=self._state)
        return np.asarray(y)


def smooth(x: Floats, cutoff_hz: float, step_s: float) -> Floats:
    """Zero-phase second-order low-pass along the first axis, for a whole closed set (acausal).

    Forwards and backwards over the signal, continued at both ends by its point reflection; fewer than 16 samples are left as they are.
    """
    from scipy.signal import lfilter  # noqa: PLC0415

    n = len(x)
    if n < 16:
        return x
    b, a = _butter(cutoff_hz, step_s, 2)
    pad = min(n - 1, max(3, int(1.0 / (cutoff_hz * step_s))))
    long = np.concatenate([2.0 * x[:1] - x[pad:0:-1], x, 2.0 * x[-1:] - x[-2 : -pad - 2 : -1]])
    rest = _at_rest(cutoff_hz, step_s, 2)
    rest = rest[:, None] if x.ndim == 2 else rest
    for _ in range(2):
        long = lfilter(b, a, long, axis=0, zi=rest * long[0])[0][::-1]
    return np.ascontiguousarray(long[pad : pad + n])


def quantile(x: Floats, share: float) -> float:
    """Linear quantile of a short array, as `numpy.quantile` gives it, without its overhead."""
    ordered = np.sort(x)
    place = share * (len(ordered) - 1)
    k = min(int(place), len(ordered) - 2) if len(ordered) > 1 else 0
    upper = float(ordered[min(k + 1, len(ordered) - 1)])
    return float(ordered[k]) + (place - k) * (upper - float(ordered[k]))
