"""A tunable number: a dataclass field that carries its unit, its range and what raising it does."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from analysis.errors import ThresholdError
from imu._html import bold


def number(default: float, unit: str, low: float, high: float, meaning: str) -> Any:
    """A field with this default; ``low`` and ``high`` bound what is allowed, ``meaning`` is a sentence for people."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "meaning": meaning})


_ALIKE = 0.8
"""A name is a slip of another one if they agree this well."""


class ThresholdRow(NamedTuple):
    """One line of `Thresholds.table`."""

    name: str
    value: float
    default: float
    unit: str
    low: float
    high: float
    meaning: str

    @property
    def nearby(self) -> tuple[float, float]:
        """From half to twice where it stands, as far as that is allowed."""
        return max(self.low, self.value / 2.0), min(self.high, self.value * 2.0)


def checked(row: ThresholdRow, value: object) -> float:
    """A value as its threshold takes it; raises ThresholdError where it is not allowed."""
    unit = "" if row.unit == "ratio" else row.unit
    allowed = f"it must be a number from {row.low:g} to {row.high:g} {unit}".strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not row.low <= value <= row.high:
        raise ThresholdError(row.name, value, unit=row.unit, allowed=allowed)
    if isinstance(row.default, int):
        if value != int(value):
            raise ThresholdError(row.name, value, unit=row.unit, allowed=f"{allowed}, whole")
        return int(value)
    return float(value)


def found(name: str, value: object, known: Mapping[str, ThresholdRow]) -> ThresholdRow:
    """The line of a name; raises ThresholdError, with the nearest name, where there is none."""
    if name not in known:
        allowed = f"there is no such threshold; {_instead(name, known)}"
        raise ThresholdError(name, value, unit="", allowed=allowed)
    return known[name]


def _instead(name: str, known: Iterable[str]) -> str:
    """The name that may have been meant, or all those of its group."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=_ALIKE)
    if near:
        return f"did you mean {near[0]}?"
    group = name.partition(".")[0]
    inside = [one.partition(".")[2] for one in names if one.partition(".")[0] == group]
    groups = dict.fromkeys(one.partition(".")[0] for one in names)
    return f"{group} has {', '.join(inside)}." if inside else f"there are the groups {', '.join(groups)}."


def html_row(row: ThresholdRow) -> tuple[object, ...]:
    """The line as a notebook shows it: what differs from its default is bold."""
    value = f"{row.value:g}"
    allowed = f"{row.low:g} to {row.high:g}"
    shown = bold(value) if row.value != row.default else value
    return row.name, shown, f"{row.default:g}", row.unit, allowed, row.meaning
