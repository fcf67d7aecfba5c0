"""Converts times that are written as text, and evens out times of arrival at a computer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

_CLOCK = re.compile(
    r"(?P<before>.*?)(?<![\d:])(?P<hour>\d{1,3}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?"
    r"(?:[.:,](?P<fraction>\d{1,9})\d*)?(?![\d:])(?P<after>.*)",
    re.DOTALL,
)
_DOTTED = re.compile(
    r"(?P<before>.*)(?<![\d.])(?P<hour>\d{1,2})\.(?P<minute>\d{2})\.(?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9})\d*)?(?![\d.])(?P<after>.*)",
    re.DOTALL,
)
_COMPACT = re.compile(r"((?:19|20)\d{6})[T_ -]?(\d{2})(\d{2})(\d{2})(?:[._,]?(\d{1,9}))?Z?")
_DATE = re.compile(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2}|[A-Za-z]{3,9})\.?\s*[-/.月]\s*(\d{1,4})")
_NAMED_DATE = re.compile(
    r"(\d{1,2})\.?[ -]+([A-Za-z]{3,9})[.,]?[ -]+(\d{4})|([A-Za-z]{3,9})\.? +(\d{1,2}),? +(\d{4})"
)
_AFTERNOON, _MORNING = (
    re.compile(r"p\.? ?m\b|下午|오후|午後", re.IGNORECASE),
    re.compile(r"a\.? ?m\b|上午|오전|午前", re.IGNORECASE),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_US = 86_400_000_000
_PERIODS_US = (_DAY_US, _DAY_US // 2, 3_600_000_000)
"""After these a clock without a date, without am and pm, or of minutes and seconds alone begins again, µs."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A text's time of day in µs, and the three numbers of its date in the text's order, if any."""

    day_us: int
    date: tuple[int, int, int] | None


def clock_us(cells: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Converts texts with a time of day, with or without a date in front of or behind it.

    Dates may be ordered ``YYYY-MM-DD``, ``DD.MM.YYYY`` or ``MM/DD/YYYY``; which of the two is told by all cells
    together. Clocks may have 24 or 12 hours, or show minutes, seconds and decimals only, as spreadsheets write them.

    Parameters
    ----------
    cells : sequence of str

    Returns
    -------
    (n,) int64, (n,) bool
        Microseconds since 1970, without a date since midnight of the first day; and which cells are such texts.
    """
    days = dict[tuple[int, int, int], int | None]()
    stamps = [_stamp(cell) for cell in cells]
    order = _order([stamp.date for stamp in stamps if stamp is not None and stamp.date is not None])
    values = list[int | None]()
    for stamp in stamps:
        if stamp is None or stamp.date is None:
            values.append(None if stamp is None else stamp.day_us)
            continue
        if stamp.date not in days:
            days[stamp.date] = _day(stamp.date, order)
        day = days[stamp.date]
        values.append(None if day is None else day * _DAY_US + stamp.day_us)
    good = np.array([value is not None for value in values], dtype=bool)
    out = np.array([0 if value is None else value for value in values], dtype=np.int64)
    if good.any() and out[good].max() < _DAY_US:
        out[good] = _onwards(out[good])
    return out, good


def _onwards(stamps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times of day that go on past midnight, noon, or the full hour where the text says no more."""
    steps = np.diff(stamps, prepend=stamps[:1])
    for period in _PERIODS_US:
        if (steps < -period // 2).any() and stamps.max() - stamps.min() < period:
            return stamps + period * np.cumsum(steps < -period // 2)
    return stamps + _DAY_US * np.cumsum(steps < -_DAY_US // 2)


def _stamp(cell: str) -> _Stamp | None:
    text = cell.strip()
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        day, hour, minute, second, fraction = compact.groups()
        around, numbers = f"{day[:4]}-{day[4:6]}-{day[6:]}", (hour, minute, second, fraction)
    elif (match := (_CLOCK if ":" in text else _DOTTED).fullmatch(text)) is not None:
        around = f"{match['before']} {match['after']}"
        numbers = (match["hour"], match["minute"], match["second"], match["fraction"])
        if match["second"] is None and match["fraction"] is not None:  # minutes, seconds and decimals
            numbers = ("0", match["hour"], match["minute"], match["fraction"])
    else:
        return None
    whole = [int(number or 0) for number in numbers[:3]]
    if max(whole[1:]) > 60:
        return None
    if _AFTERNOON.search(around) or _MORNING.search(around):
        whole[0] = whole[0] % 12 + (12 if _AFTERNOON.search(around) else 0)
    micros = int((numbers[3] or "0").ljust(6, "0")[:6])
    return _Stamp(((whole[0] * 60 + whole[1]) * 60 + whole[2]) * 1_000_000 + micros, _date(around))


def _date(text: str) -> tuple[int, int, int] | None:
    """Numbers of a date as the text orders them; a month's name stands for its number, in its place."""
    match = _DATE.search(text)
    if match is not None:
        first, second, third = match.groups()
        month = _MONTHS.index(second[:3].lower()) + 1 if second[:3].lower() in _MONTHS else None
        if second.isdecimal() or month is not None:
            return int(first), int(second) if month is None else month, int(third)
    match = _NAMED_DATE.search(text)
    if match is None:
        return None
    day, name, year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
    return (int(year), _MONTHS.index(name[:3].lower()) + 1, int(day)) if name[:3].lower() in _MONTHS else None


def _order(dates: Sequence[tuple[int, int, int]]) -> str:
    """Order of the numbers: year first, or the day or month, whichever all dates of the column allow.

    Where both are possible, one day of a recording follows the other: the order with the shorter span is right.
    """
    known = set(dates)
    if not known or any(first > 31 for first, _, _ in known):
        return "ymd"
    spans = {}
    for order in ("dmy", "mdy"):
        days = [_day(each, order) for each in known]
        whole = [day for day in days if day is not None]
        spans[order] = max(whole) - min(whole) if len(whole) == len(days) else np.inf
    return min(spans, key=spans.__getitem__)


def _day(numbers: tuple[int, int, int], order: str) -> int | None:
    """Days since 1970; None for a day that no calendar has."""
    year, month, day = (numbers[order.index(letter)] for letter in "ymd")
    try:
        return (
            date(year + 2000 if year < 100 else year, month, day).toordinal() - date(1970, 1, 1).toordinal()
        )
    except ValueError:
        return None


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
