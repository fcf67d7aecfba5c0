"""Writes numbers and words: units after a non-breaking space, a dash for what is not known."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath, PureWindowsPath

from analysis.coaching.weights import WeightUnit, format_weight
from analysis.language import say, write_number
from analysis.records.day_alone import is_day_alone
from analysis.records.rep_measures import FigureInfo
from imu.placement import SIDES, is_placement, side_of, without_side
from imu.units import NBSP

DASH = "–"
"""Stands for what is not known."""
MINUS = "\u2212"
_UNITS = r"(?:kg|lb|s|ms|cm|m|g|Hz|%|°/s|m/s²)"
_BOUND = re.compile(rf"(?<=\d) (?={_UNITS}(?![\w/]))")


def finite(value: float | None) -> float | None:
    """The value, or None where there is none or it is not a finite number."""
    return value if value is not None and math.isfinite(value) else None


def number(value: float | None, digits: int = 0) -> str:
    """Writes a figure as the language does, thousands set off; a dash for None and for what is not finite.

    Parameters
    ----------
    value : float or None
    digits : int
        Decimals.
    """
    known = finite(value)
    if known is None:
        return DASH
    if abs(known) >= 1e6:
        return f"> {'' if known > 0 else MINUS}{write_number(999_999, ',d')}"
    shown = abs(known) if float(f"{known:.{digits}f}") == 0 else known
    return write_number(shown, f",.{digits}f").replace("-", MINUS)


def score_text(momentum: float | None) -> str:
    """Writes ``momentum`` in [0, 1] as the score 0 to 100; on the same side of the limit (50) as the
    momentum itself."""
    known = finite(momentum)
    if known is None:
        return DASH
    shown = round(100 * min(max(known, 0.0), 1.0))
    return number(min(shown, 49) if known < 0.5 else max(shown, 50))


def percent(share: float | None) -> str:
    """Writes a ratio in whole per cent, without the sign."""
    known = finite(share)
    return number(None if known is None else 100 * known)


def shown_figure(info: FigureInfo, value: float | None) -> str:
    """Writes a figure of a rep as people are shown it, without its unit; a dash where it is not known."""
    if info.role == "score":
        return score_text(value)
    known = finite(value)
    return number(None if known is None else info.factor * known, info.digits)


def times(ratio: float | None) -> str:
    """Writes a ratio such as ``1.8×``."""
    return DASH if finite(ratio) is None else f"{number(ratio, 1)}×"


def weight(mass_kg: float | None, unit: WeightUnit) -> str | None:
    """Writes a weight as on the rack (``12.5 kg``, ``12.25 lb``); None where it is not known."""
    known = finite(mass_kg)
    return None if known is None else format_weight(known, unit)


def clock(seconds: float) -> str:
    """Writes minutes and seconds (``2:09``), hours where there are any."""
    if not math.isfinite(seconds):
        return DASH
    whole = int(max(seconds, 0.0))
    hours, minutes = divmod(whole // 60, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{whole % 60:02d}"


def duration(seconds: float) -> str:
    """Writes how long something took: ``26 s``, ``1:57 min``."""
    if not math.isfinite(seconds):
        return DASH
    if seconds >= 99.5:
        return f"{clock(seconds)}{NBSP}{'h' if seconds >= 3600 else 'min'}"
    return f"{number(seconds, 0 if seconds >= 9.95 else 1)}{NBSP}s"


def date(started_at: str | None) -> str | None:
    """Writes ISO 8601 as ``14 May 2026, 18:42``, a day without a time as ``14 May 2026``; what cannot be read is shown
    as it was given."""
    moment = _moment(started_at)
    if moment is None or started_at is None or is_day_alone(started_at):
        return day_alone(started_at)
    return say("date.moment", day=day_of(moment), time=f"{moment:%H:%M}")


def day_alone(started_at: str | None) -> str | None:
    """Writes the day of ISO 8601 as ``14 May 2026``; what cannot be read is shown as it was given."""
    moment = _moment(started_at)
    return started_at if moment is None else day_of(moment)


def _moment(started_at: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(started_at or "")
    except ValueError:
        return None


def day_of(moment: dt.date) -> str:
    """Writes the day of a moment: ``14 May 2026``."""
    return say("date.day", day=moment.day, month=say(f"date.month.{moment.month}"), year=str(moment.year))


def day_without_year(moment: dt.date) -> str:
    """Writes a day of the latest weeks: ``14 May``."""
    return say("date.without_year", day=moment.day, month=say(f"date.month.{moment.month}"))


def joined(parts: Sequence[str]) -> str:
    """Joins words: ``a``, ``a and b``, ``a, b and c``."""
    return say("list.and", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else "".join(parts)


def count(many: int, noun: str) -> str:
    """Writes ``1 rep``, ``2 reps``.

    Parameters
    ----------
    many : int
    noun : str
        What is counted, one of ``count`` in the files of words, e.g. ``half rep``.
    """
    return say(f"count.{noun.replace(' ', '_')}", n=many)


def place(placement: str, side: str | None = None) -> str:
    """Writes where a sensor is: ``left wrist`` for ``wrist_left``, or for ``wrist`` with the side ``left``.

    Parameters
    ----------
    placement : str
        One that the program does not know stays as it was named. A side in its name takes precedence over ``side``.
    side : str or None
        Side of the body, used where the placement names none.
    """
    where, arm = without_side(placement), side_of(placement) or side
    name = say(f"place.{where}") if is_placement(where) else where.replace("_", " ")
    if arm not in SIDES:
        return name if arm is None else f"{arm} {name}"
    return say(f"place.on_the_{arm}", place=name)


def _spans(indices: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index in sorted(set(indices)):
        if spans and index == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def numbers(indices: Iterable[int]) -> str:
    """Writes numbers of reps: ``7``, ``7 to 10``, ``3 and 5``, ``1 to 3 and 7``; after three stretches
    ``and 4 more``."""
    parts = [part for span in _spans(indices) for part in _parts(*span)]
    if len(parts) > 4:
        rest = sum(many for _, many in parts[3:])
        return say("list.and_more", first=", ".join(text for text, _ in parts[:3]), n=rest)
    return joined([text for text, _ in parts])


def _parts(low: int, high: int) -> list[tuple[str, int]]:
    """A stretch of numbers as it is written, in one piece or two, each with how many numbers it stands for."""
    if high > low + 1:
        return [(say("list.span", first=low, last=high), high - low + 1)]
    return [(str(index), 1) for index in range(low, high + 1)]


def reps(indices: Sequence[int]) -> str:
    """Writes reps by number: ``rep 7``, ``reps 7 to 10``."""
    return say("list.reps", n=len(indices), numbers=numbers(indices))


def spread(values: Sequence[float], digits: int) -> str:
    """Writes a range of values: ``0.5 to 0.6``, or one figure where both are the same as printed."""
    low, high = number(min(values), digits), number(max(values), digits)
    return low if low == high else say("list.span", first=low, last=high)


def bound(text: str) -> str:
    """Puts non-breaking spaces between figures and their units."""
    return _BOUND.sub(NBSP, text)


def capital(text: str) -> str:
    """Makes the first letter large, and leaves the rest."""
    return text[:1].upper() + text[1:]


def cut(text: str, most: int) -> str:
    """Shortens a text of more than ``most`` characters to its two ends with an ellipsis between."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return f"{text[: most - 1 - tail]}…{text[-tail:]}"


def file_name(path: str) -> str:
    """Name of a file without its folder, whichever system it came from."""
    name = PureWindowsPath(path).name if "\\" in path else PurePath(path).name
    return name or path or "recording"
