"""Smoothness of movements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import nan

import numpy as np

from imu.types import Floats


def spectral_arc_lengths(speeds: Sequence[Floats], step_s: float, *, cutoff_hz: float = 10.0) -> list[float]:
    """Returns the SPARC smoothness of movements (Balasubramanian et al. 2015): about −1.6 when smooth; NaN for a movement
    too short or too rough to have one.

    It is minus the arc length of the speed's amplitude spectrum, with amplitude over its value at 0 Hz and
    frequency over the highest one at which that still reaches 0.05.

    Parameters
    ----------
    speeds : sequence of (n,) float64
        Speed along each movement, any unit.
    step_s : float
        Time between samples, s.
    cutoff_hz : float
        Highest frequency that is used.
    """
    found = [nan] * len(speeds)
    by_length: dict[int, list[int]] = {}
    for k, speed in enumerate(speeds):
        if len(speed) >= 4 and speed.max() > 0.0:
            by_length.setdefault(4 * 2 ** (len(speed) - 1).bit_length(), []).append(k)
    for padded, members in by_length.items():
        rows = np.zeros((len(members), padded))
        for row, k in zip(rows, members, strict=True):
            row[: len(speeds[k])] = speeds[k]
        lengths = _arc_lengths(rows, _frequencies(padded, step_s, cutoff_hz))
        for k, one in zip(members, lengths.tolist(), strict=True):
            found[k] = one
    return found


def _arc_lengths(rows: Floats, frequency: Floats) -> Floats:
    """SPARC of padded speeds, ``(rows, n)``; NaN where the spectrum falls to nothing at once."""
    spectrum = np.abs(np.fft.rfft(rows)[:, : len(frequency)])
    spectrum /= spectrum[:, :1]
    last = len(frequency) - 1 - (spectrum[:, ::-1] >= 0.05).argmax(axis=1)
    widest = frequency[np.maximum(last, 1)]
    across, up = (frequency[1:] - frequency[:-1]) / widest[:, None], spectrum[:, 1:] - spectrum[:, :-1]
    counted = np.arange(1, len(frequency)) <= last[:, None]
    lengths = np.where(counted, np.sqrt(across * across + up * up), 0.0).sum(axis=1)
    return np.where(last > 0, -lengths, nan)


@lru_cache(maxsize=64)
def _frequencies(samples: int, step_s: float, cutoff_hz: float) -> Floats:
    """Frequencies of a spectrum up to the cutoff, Hz."""
    frequency = np.fft.rfftfreq(samples, step_s)
    return np.asarray(frequency[frequency <= cutoff_hz], dtype=np.float64)
