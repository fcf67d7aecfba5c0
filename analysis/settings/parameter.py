"""Tunable numbers: dataclass fields that carry their unit, their range and what raising them does."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, NamedTuple

from analysis.errors import ThresholdError
from imu._html import bold


def parameter(default: float, unit: str, low: float, high: float, meaning: str) -> Any:
    """Returns a dataclass field for a tunable number.

    Parameters
    ----------
    default : float
        Its published value.
    unit : str
        Unit for people; ``ratio`` for a share.
    low, high : float
        Smallest and largest value allowed.
    meaning : str
        A sentence for people: what it is, and what raising it does.
    """
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "meaning": meaning})


_LONGEST_NAME = 80
_ALIKE = 0.8
"""Similarity (`difflib`, 0 to 1) from which an unknown name is taken for a misspelt one."""


class ThresholdRow(NamedTuple):
    """One line of `Thresholds.table`."""

    name: str
    """Dotted name, e.g. ``momentum.carry``."""
    value: float
    """Its value in these thresholds."""
    default: float
    """Its published value."""
    unit: str
    """Unit of the numbers; ``ratio`` for a share, empty for a weight."""
    low: float
    """Smallest value allowed."""
    high: float
    """Largest value allowed."""
    meaning: str
    """A sentence for people: what it is, and what raising it does."""

    @property
    def nearby(self) -> tuple[float, float]:
        """Range to try: from half to twice the value, within what is allowed."""
        return max(self.low, self.value / 2.0), min(self.high, self.value * 2.0)


def checked(row: ThresholdRow, value: object) -> float:
    """Returns a value as its threshold takes it: a float, or an int where the default is one.

    Raises
    ------
    ThresholdError
        It is no number, not whole where it must be, or out of range.
    """
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
    """Returns the line of a threshold.

    Parameters
    ----------
    name : str
        Dotted name.
    value : object
        Value that was given to it, for the message.
    known : mapping of str to ThresholdRow
        All lines by name.

    Raises
    ------
    ThresholdError
        There is no such name; the message says the nearest one.
    """
    if name not in known:
        allowed = f"there is no such threshold; {_instead(name, known)}"
        name = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        raise ThresholdError(name, value, unit="", allowed=allowed)
    return known[name]


def _instead(name: str, known: Iterable[str]) -> str:
    """The name that may have been meant, or all those of its group."""
    names = list(known)
    near = difflib.get_close_matches(name[:_LONGEST_NAME], names, n=1, cutoff=_ALIKE)
    if near:
        return f"did you mean {near[0]}?"
    group = name.partition(".")[0]
    inside = [one.partition(".")[2] for one in names if one.partition(".")[0] == group]
    groups = dict.fromkeys(one.partition(".")[0] for one in names)
    return f"{group} has {', '.join(inside)}." if inside else f"there are the groups {', '.join(groups)}."


def html_row(row: ThresholdRow) -> tuple[object, ...]:
    """Returns the line as a notebook shows it, a value that differs from its default in bold."""
    value = f"{row.value:g}"
    allowed = f"{row.low:g} to {row.high:g}"
    shown = bold(value) if row.value != row.default else value
    return row.name, shown, f"{row.default:g}", row.unit, allowed, row.meaning
