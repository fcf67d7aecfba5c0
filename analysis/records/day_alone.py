"""Days without a time of day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone


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


def begins_with_day(began_at: datetime, zone_min: int | None) -> bool:
    """Whether a session is kept from midnight of its zone on, as those are of which the day alone is known.

    Parameters
    ----------
    began_at : datetime
        With a time zone.
    zone_min : int or None
        The session's own zone, minutes east of UTC; None where it is not known: then UTC.
    """
    return is_midnight(began_at.astimezone(timezone(timedelta(minutes=zone_min or 0))))


def day_or_moment(moment: datetime | None) -> str | None:
    """Writes a moment in ISO 8601, one at midnight as the day alone; None where there is none."""
    if moment is None:
        return None
    return moment.date().isoformat() if is_midnight(moment) else moment.isoformat()
