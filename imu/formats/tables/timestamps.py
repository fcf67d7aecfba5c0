"""Converts times that are written as text, and evens out times of arrival at a computer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:[.:,](\d{1,9})\d*)?(?![\d:])"  # hour, minute, second, fraction
)
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})\.(\d{2})(?:[.,](\d{1,9})\d*)?(?![\d.])")
_FRACTION = re.compile(r"(.*\d:\d{1,2}:\d{1,2})[.:,](\d{1,9})\d*(?![\d:])(.*)", re.DOTALL)
"""A text with a fraction of a second: what stands in front of it, and behind."""
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
_DAY_US, _HOUR_US = 86_400_000_000, 3_600_000_000
_YEARS = range(2001, 2070)
"""Years of a recording that are believed. Clocks that were never set begin in 1970, 1980 or 2000, and counts from 1900 or
1904 (NTP, LabVIEW), taken for ones from 1970, end up beyond 2090."""
_ZONE = re.compile(
    r"(?:\d:\d{2}(?:[.,:]\d+)?|\d{6}(?:[._,]?\d+)?)\s*(?:(?:UTC|GMT)?([+-]\d{2})(?::?(\d{2}))?|(?:Z|UTC|GMT))\Z",
    re.IGNORECASE,
)
"""A time of day with its zone behind it, at the end of a text."""
_PERIODS_US = {_DAY_US: _DAY_US // 2, _DAY_US // 2: 60_000_000, _HOUR_US: 60_000_000}
"""After these a clock without a date, without am and pm, or of minutes and seconds alone begins again; and the longest
step across that moment, µs."""

_Numbers = tuple[int, int, int]
_Stamp = tuple[int, _Numbers | None]
"""A text's time of day in µs, and the three numbers of its date in the text's order, if any."""


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
    stamps = [_stamp(cell) for cell in cells]
    order = _order({day for _, day in filter(None, stamps) if day is not None})
    days = {day: _day(day, order) for _, day in filter(None, stamps) if day is not None}
    out, good = np.zeros(len(stamps), dtype=np.int64), np.zeros(len(stamps), dtype=bool)
    for index, stamp in enumerate(stamps):
        start = 0 if stamp is None or stamp[1] is None else days[stamp[1]]
        if stamp is not None and start is not None:
            out[index], good[index] = start * _DAY_US + stamp[0], True
    if good.any() and out[good].max() < _DAY_US:
        out[good] = _onwards(out[good])
    set_back = (
        np.abs(np.diff(out[good], prepend=out[good][:1]) + _HOUR_US) < _HOUR_US // 60
    )  # summer time ends
    out[good] += _HOUR_US * np.cumsum(set_back)
    return out, good


def _onwards(stamps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Times of day that go on past midnight, noon, or the full hour where the text says no more."""
    steps = np.diff(stamps, prepend=stamps[:1])
    for period, longest in _PERIODS_US.items():
        back = steps < -period // 2
        if back.any() and stamps.max() - stamps.min() < period and steps[back].max() + period <= longest:
            return stamps + period * np.cumsum(back)
    return stamps + _DAY_US * np.cumsum(steps < -_DAY_US // 2)


def _stamp(cell: str) -> _Stamp | None:
    """Reads one text; the seconds that many rows have in common are looked at once."""
    split = _FRACTION.fullmatch(cell)
    if split is None:
        return _whole(cell.strip())
    before, fraction, after = split.groups()
    stamp = _whole((before + after).strip())
    return None if stamp is None else (stamp[0] + _micros(fraction), stamp[1])


def _micros(fraction: str | None) -> int:
    return int((fraction or "0").ljust(6, "0")[:6])


@lru_cache(maxsize=4096)
def _whole(text: str) -> _Stamp | None:
    compact = _COMPACT.fullmatch(text)
    if compact is not None:
        day, *numbers = compact.groups()
        around = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    else:
        match = (_CLOCK if ":" in text else _DOTTED).search(text)
        if match is None:
            return None
        around, numbers = f"{text[: match.start()]} {text[match.end() :]}", list(match.groups())
        if (
            numbers[2] is None and numbers[3] is not None
        ):  # minutes, seconds and decimals, as spreadsheets write
            numbers = ["0", *numbers[:2], numbers[3]]
    hour, minute, second = (int(number or 0) for number in numbers[:3])
    if max(minute, second) > 60:
        return None
    half, day_numbers = _half_and_date(around)
    hour = hour if half is None else hour % 12 + half
    return ((hour * 60 + minute) * 60 + second) * 1_000_000 + _micros(numbers[3]), day_numbers


def _half_and_date(around: str) -> tuple[int | None, _Numbers | None]:
    """Hours to add after noon, None for a clock of 24 hours; and the date."""
    afternoon = _AFTERNOON.search(around) is not None
    return (12 if afternoon else 0) if afternoon or _MORNING.search(around) else None, _date(around)


def _date(text: str) -> _Numbers | None:
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


def is_clock_text(cell: str) -> bool:
    """Whether a cell is a time of day, with or without a date."""
    return _stamp(cell) is not None


def first_moment(cells: Sequence[str]) -> str | None:
    """ISO 8601 of the first text with a time of day, if it names a date beyond doubt.

    Parameters
    ----------
    cells : sequence of str
        Texts of one column.

    Returns
    -------
    str or None
        With the zone where the text names one. None where there is no date with its whole year, and where ``03/05/2026``
        may be the third of May or the fifth of March: neither it nor the last row tells which number is the month.
    """
    cell = next((one for one in cells if _stamp(one) is not None), "")
    first, last = _stamp(cell), _stamp(next((one for one in reversed(cells) if _stamp(one) is not None), ""))
    if first is None or last is None or first[1] is None or last[1] is None:
        return None
    known = {first[1], last[1]}
    day = _day(first[1], _order(known)) if _are_certain(known) else None
    return None if day is None else _iso(day * _DAY_US + first[0], _zone(cell.strip()))


def moment_of_epoch(unix_us: int) -> str | None:
    """ISO 8601 in UTC of microseconds since 1970; None where that cannot be when somebody recorded."""
    return _iso(unix_us, UTC)


def _iso(micros: int, zone: timezone | None) -> str | None:
    try:
        moment = datetime(1970, 1, 1, tzinfo=zone) + timedelta(microseconds=micros)
    except OverflowError:
        return None
    return moment.isoformat(timespec="milliseconds") if moment.year in _YEARS else None


def _zone(text: str) -> timezone | None:
    found = _ZONE.search(text)
    if found is None or not found[1]:
        return None if found is None else UTC
    sign, hours, minutes = found[1][0], int(found[1][1:]), int(found[2] or 0)
    if hours > 14 or minutes > 59:
        return None
    away = timedelta(hours=hours, minutes=minutes)
    return timezone(-away if sign == "-" else away)


def _are_certain(known: set[_Numbers]) -> bool:
    """Whether dates have whole years, and can be read in one way only."""
    if any(max(first, third) < 1000 for first, _, third in known):
        return False
    spans = _spans(known)
    return (
        any(first > 31 for first, _, _ in known)
        or spans["dmy"] != spans["mdy"]
        or all(first == second for first, second, _ in known)
    )


def _order(known: set[_Numbers]) -> str:
    """Order of the numbers: year first, or the day or month, whichever all dates of the column allow.

    Where both are possible, one day of a recording follows the other: the order with the shorter span is right.
    """
    if not known or any(first > 31 for first, _, _ in known):
        return "ymd"
    spans = _spans(known)
    return min(spans, key=spans.__getitem__)


def _spans(known: set[_Numbers]) -> dict[str, float]:
    """Days from the first date to the last, by the order of day and month; infinite where no calendar has one of them."""
    spans = {}
    for order in ("dmy", "mdy"):
        days = [_day(each, order) for each in known]
        whole = [day for day in days if day is not None]
        spans[order] = max(whole) - min(whole) if len(whole) == len(days) else np.inf
    return spans


def _day(numbers: _Numbers, order: str) -> int | None:
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
