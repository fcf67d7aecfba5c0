"""Values as workout logs write them: dates, lengths, weights and reps."""

from __future__ import annotations

import re
from datetime import datetime

MOST_LOGGED_REPS = 1000
"""More reps in a set than this are a slip."""
_MOST_DIGITS = 9
"""A length of more digits than this is none."""
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_ENGLISH_MONTHS, start=1)}
_MONTHS |= {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
"""Number of a month by the first three letters of its English or German name."""
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([A-Za-zä]{3})[a-zä]*\.? (\d{4}),? (\d{1,2}):(\d{2})(?::\d{2})?")
_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}),? (\d{1,2}):(\d{2})(?::\d{2})?")
_MONTH_FIRST = re.compile(
    r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2})(?::\d{2})?(?: ?([AaPp])[Mm])?"
)
_LENGTH = re.compile(r"(?:(\d{1,9})\s*h)?\s*(?:(\d{1,9})\s*m(?:in)?)?\s*(?:(\d{1,9})\s*s)?", re.IGNORECASE)


def moment_of(text: str) -> datetime | None:
    """Reads ``2025-07-02 17:56:00``, ``2 Jul 2025, 17:56``, ``Jul 2, 2025, 5:56 PM`` or ``02.07.2025 17:56``; local
    time, None for none. With points the day comes first, as everywhere where dates are written so."""
    plain = text.strip()
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        pass
    day_first, month_first = _DAY_FIRST.fullmatch(plain), _MONTH_FIRST.fullmatch(plain)
    points = _POINTS.fullmatch(plain)
    if points is not None:
        day, month, year, hour, minute = points.groups()
    elif day_first is not None:
        day, month, year, hour, minute = day_first.groups()
    elif month_first is not None:
        month, day, year, hour, minute, half = month_first.groups()
        if half is not None:
            hour = str(int(hour) % 12 + (12 if half in "Pp" else 0))
    else:
        return None
    try:
        number = int(month) if month.isdecimal() else _MONTHS[month.casefold()]
        return datetime(int(year), number, int(day), int(hour), int(minute))  # noqa: DTZ001  local, as written
    except (ValueError, KeyError):
        return None


def length_s(text: str) -> float:
    """Reads ``1h 5m``, ``38min`` or seconds; 0 for what is none."""
    if text.isdecimal() and len(text) <= _MOST_DIGITS:
        return float(text)
    found = _LENGTH.fullmatch(text.strip())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return float(3600 * hours + 60 * minutes + seconds)


def number_of(text: str) -> float | None:
    """Reads a number with a point or a comma; None for anything else."""
    plain = text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d{1,9}(\.\d{0,9})?", plain) else None


def reps_of(text: str) -> int | None:
    """Reads a number of reps; 0 for an empty cell, None for what cannot be meant."""
    if not text:
        return 0
    value = number_of(text)
    if value is None or not value.is_integer() or not 0 <= value <= MOST_LOGGED_REPS:
        return None
    return int(value)
