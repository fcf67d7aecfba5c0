"""Causal filters with exact state, and their zero-phase twins for a closed set.

Every causal filter starts from its first sample, never from a mean of a chunk, so that any chunking gives the same bits.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

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
    """Zero-phase second-order low-pass along the first axis, for a whole closed set (acausal)."""
    from scipy.signal import filtfilt  # noqa: PLC0415

    if len(x) < 16:
        return x
    b, a = _butter(cutoff_hz, step_s, 2)
    pad = min(len(x) - 1, max(3, int(1.0 / (cutoff_hz * step_s))))
    out: Any = filtfilt(b, a, x, axis=0, padtype="odd", padlen=pad)
    return np.asarray(out)
