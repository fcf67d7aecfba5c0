"""Days and moments as people write them for a recording that does not tell its own, or a wrong one."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime

_FIRST_YEAR, _LAST_YEAR = 1970, 2200
"""Years that a recording may be of."""
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(.*)", re.DOTALL)
"""Day, month, year: where dates are written with dots, the day comes first."""


def parse_moment(text: str) -> str | None:
    """Reads ``2026-05-03``, ``20260503``, ``2026-05-03T18:30``, ``2026-05-03 18:30`` or ``3.5.2026``.

    Dates with slashes are not read: 5/3/2026 is another day in America than elsewhere.

    Returns
    -------
    str or None
        ISO 8601: of a day without a time the day alone, else with the zone of this computer, unless one was written; None
        where it is no date, or of a year that cannot be meant.
    """
    plain = text.strip()
    dotted = _DOTTED.fullmatch(plain)
    if dotted is not None:
        day, month, year, rest = dotted.groups()
        plain = f"{year}-{int(month):02d}-{int(day):02d}{rest}"
    with suppress(ValueError):
        day_alone = date.fromisoformat(plain)
        return day_alone.isoformat() if _FIRST_YEAR <= day_alone.year <= _LAST_YEAR else None
    try:
        moment = datetime.fromisoformat(plain)
        zoned = moment if moment.tzinfo is not None else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return zoned.isoformat() if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def day_alone_of(moment: str) -> str:
    """Returns the day of a moment in ISO 8601, as the clock showed it where it was written."""
    return datetime.fromisoformat(moment).date().isoformat()


def is_same_day(first: str, second: str) -> bool:
    """Whether two moments in ISO 8601 are of the same day, each as the clock showed it where it was written."""
    try:
        return day_alone_of(first) == day_alone_of(second)
    except ValueError:
        return False
