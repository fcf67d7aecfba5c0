"""Converts times that are written as text, and evens out times of arrival at a computer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

_STAMP = re.compile(
    r"(?:(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]+)?"
    r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,9}))?(?:Z|[+-]\d{2}:?\d{2})?"
)
_DAY_US = 86_400_000_000


def clock_us(cells: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Converts texts ``[YYYY-MM-DD ]HH:MM:SS[.fff]``.

    Parameters
    ----------
    cells : sequence of str

    Returns
    -------
    (n,) int64, (n,) bool
        Microseconds since 1970, without a date since midnight of the first day; and which cells are such texts.
    """
    values = [_stamp_us(cell) for cell in cells]
    good = np.array([value is not None for value in values], dtype=bool)
    stamps = np.array([0 if value is None else value for value in values], dtype=np.int64)
    if good.any() and stamps[good].max() < _DAY_US:
        steps = np.diff(stamps[good], prepend=stamps[good][:1])
        stamps[good] += _DAY_US * np.cumsum(steps < -_DAY_US // 2)
    return stamps, good


def _stamp_us(cell: str) -> int | None:
    match = _STAMP.fullmatch(cell.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction = match.groups()
    try:
        days = date(int(year), int(month), int(day)).toordinal() - date(1970, 1, 1).toordinal() if year else 0
    except ValueError:
        return None
    micros = int((fraction or "0").ljust(6, "0")[:6])
    return ((days * 24 + int(hour)) * 60 + int(minute)) * 60_000_000 + int(second) * 1_000_000 + micros


def seconds_from_first(micros: NDArray[np.int64], good: NDArray[np.bool_]) -> Floats:
    """Converts microseconds to seconds since the first good time.

    Parameters
    ----------
    micros : (n,) int64
        µs.
    good : (n,) bool
        Which of them are times.

    Returns
    -------
    (n,) float64
        s; NaN where a time is not good.
    """
    if not good.any():
        return np.full(len(micros), np.nan)
    return np.where(good, (micros - micros[np.argmax(good)]) * 1e-6, np.nan)


def evened(time_s: Floats) -> Floats:
    """Gives the samples of a sensor even times in every stretch without a gap.

    Parameters
    ----------
    time_s : (n,) float64
        Times of arrival, s: repeats and jitter of up to half a second around even steps.

    Returns
    -------
    (n,) float64
        s, non-decreasing; a stretch with a time half a second or more from its even one is returned as it is.
    """
    if len(time_s) < 3:
        return time_s
    steps = np.diff(time_s)
    longest_s = max(0.6, 5.0 * float(np.mean(np.minimum(steps, 0.5))))
    bounds = [0, *(np.flatnonzero(steps > longest_s) + 1).tolist(), len(time_s)]
    pieces = [_even_stretch(time_s[a:b]) for a, b in pairwise(bounds)]
    return np.maximum.accumulate(np.concatenate(pieces))


def _even_stretch(time_s: Floats) -> Floats:
    if len(time_s) < 3:
        return time_s
    # line of least squares over the index i: slope Σ(i − ī)(t − t̄) / Σ(i − ī)²
    index = np.arange(len(time_s)) - (len(time_s) - 1) / 2.0
    step = float(index @ (time_s - time_s.mean()) / (index @ index))
    line: Floats = time_s.mean() + step * index
    return line if np.abs(line - time_s).max() < 0.5 else time_s
