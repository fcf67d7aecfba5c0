"""Numbers and words of the report: units after a non-breaking space, a dash for what is not known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from imu.units import KG_PER_LB

WeightUnit: TypeAlias = Literal["kg", "lb"]

NBSP = "\u00a0"
DASH = "–"
MINUS = "\u2212"
_UNITS = r"(?:kg|lb|s|ms|cm|m|g|Hz|%|°/s|m/s²)"
_BOUND = re.compile(rf"(?<=\d) (?={_UNITS}(?![\w/]))")


def finite(value: float | None) -> float | None:
    """The value, or None where there is none or it is not a finite number."""
    return value if value is not None and math.isfinite(value) else None


def number(value: float | None, digits: int = 0) -> str:
    """A figure with thousands set off; a dash for None and for what is not finite."""
    known = finite(value)
    if known is None:
        return DASH
    if abs(known) >= 1e6:
        return f"> {'' if known > 0 else MINUS}999,999"
    text = f"{known:,.{digits}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def score(momentum: float | None) -> str:
    """``momentum`` in [0, 1] as the score 0 to 100; on the same side of the limit (50) as the momentum itself."""
    known = finite(momentum)
    if known is None:
        return DASH
    shown = round(100 * min(max(known, 0.0), 1.0))
    return number(min(shown, 49) if known < 0.5 else max(shown, 50))


def percent(share: float | None) -> str:
    """A ratio in whole per cent, without the sign."""
    known = finite(share)
    return number(None if known is None else 100 * known)


def times(ratio: float | None) -> str:
    """A ratio such as ``1.8×``."""
    return DASH if finite(ratio) is None else f"{number(ratio, 1)}×"


def weight(mass_kg: float | None, unit: WeightUnit) -> str | None:
    """A weight as on the rack (``12.5 kg``, ``10 kg``, ``27.5 lb``); None where it is not known."""
    known = finite(mass_kg)
    if known is None:
        return None
    figure = f"{known:.2f}" if unit == "kg" else f"{known / KG_PER_LB:.1f}"
    return f"{figure.rstrip('0').rstrip('.')}{NBSP}{unit}"


def clock(seconds: float) -> str:
    """Minutes and seconds (``2:09``), hours where there are any."""
    if not math.isfinite(seconds):
        return DASH
    whole = int(max(seconds, 0.0))
    hours, minutes = divmod(whole // 60, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{whole % 60:02d}"


def length(seconds: float) -> str:
    """How long something took: ``26 s``, ``1:57 min``."""
    if not math.isfinite(seconds):
        return DASH
    if seconds >= 99.5:
        return f"{clock(seconds)}{NBSP}{'h' if seconds >= 3600 else 'min'}"
    return f"{number(seconds, 0 if seconds >= 9.95 else 1)}{NBSP}s"


def date(started_at: str | None) -> str | None:
    """``14 May 2026, 18:42`` from ISO 8601; what cannot be read is shown as it was given."""
    if started_at is None:
        return None
    try:
        moment = datetime.fromisoformat(started_at)
    except ValueError:
        return started_at
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{moment.day} {months[moment.month - 1]} {moment.year}, {moment:%H:%M}"


def joined(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def count(many: int, noun: str) -> str:
    """``1 rep``, ``2 reps``."""
    return f"{many} {noun}" if many == 1 else f"{many} {noun}s"


def _spans(indices: Iterable[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for index in sorted(set(indices)):
        if spans and index == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def numbers(indices: Iterable[int]) -> str:
    """``7``, ``7 to 10``, ``3 and 5``, ``1 to 3 and 7``; after three stretches ``and 4 more``."""
    spans = _spans(indices)
    parts = [
        text
        for low, high in spans
        for text in ([f"{low} to {high}"] if high > low + 1 else [str(i) for i in range(low, high + 1)])
    ]
    if len(parts) > 4:
        rest = sum(high - low + 1 for low, high in spans) - sum(_length(p) for p in parts[:3])
        return f"{', '.join(parts[:3])} and {rest} more"
    return joined(parts)


def _length(part: str) -> int:
    low, _, high = part.partition(" to ")
    return int(high or low) - int(low) + 1


def reps(indices: Sequence[int]) -> str:
    """``rep 7``, ``reps 7 to 10``."""
    return f"{'rep' if len(indices) == 1 else 'reps'} {numbers(indices)}"


def spread(values: Sequence[float], digits: int) -> str:
    """``0.5 to 0.6``, or one figure where both are the same as printed."""
    low, high = number(min(values), digits), number(max(values), digits)
    return low if low == high else f"{low} to {high}"


def bound(text: str) -> str:
    """The text with non-breaking spaces between figures and their units."""
    return _BOUND.sub(NBSP, text)


def capital(text: str) -> str:
    """First letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def placement(sensor: str) -> str:
    """``wrist_left`` as ``left wrist``."""
    for side in ("left", "right"):
        if sensor.endswith(f"_{side}"):
            return f"{side} {sensor.removesuffix(f'_{side}').replace('_', ' ')}"
    return sensor.replace("_", " ")


def worn(sensor: str, side: str | None) -> str:
    """``left wrist``, whether the sensor's name or something else tells the side."""
    place = placement(sensor)
    return place if side is None or place.startswith(f"{side} ") else f"{side} {place}"


def cut(text: str, most: int) -> str:
    """The text, or its two ends with an ellipsis between where it is longer than ``most`` characters."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 2
    return f"{text[: most - 1 - tail]}…{text[-tail:]}"
