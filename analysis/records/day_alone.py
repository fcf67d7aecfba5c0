"""Days without a time of day."""

from __future__ import annotations

from datetime import date, datetime, time


def is_day_alone(started_at: str | None) -> bool:
    """Whether ISO 8601 names a day and no time of it, as ``2026-05-03``: then nobody may be told one."""
    try:
        date.fromisoformat(started_at or "")
    except ValueError:
        return False
    return True


def is_midnight(moment: datetime) -> bool:
    """Whether a moment is the first of its day, from which on a session of a day without a time is kept."""
    return moment.time() == time()


def day_or_moment(moment: datetime | None) -> str | None:
    """Writes a moment in ISO 8601, one at midnight as the day alone; None where there is none."""
    if moment is None:
        return None
    return moment.date().isoformat() if is_midnight(moment) else moment.isoformat()
