"""Weights as people write them: ``12.5kg``, ``25 lb``, and racks of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from math import floor, isfinite
from typing import Literal, TypeAlias

from analysis.language import write_number
from imu.errors import PlainError
from imu.units import KG_PER_LB, NBSP

WeightUnit: TypeAlias = Literal["kg", "lb"]
USUAL_STEP = {"kg": 2.5, "lb": 5.0}
"""Step of a rack that nobody described, by its unit."""
HEAVIEST = 500.0
"""Heaviest weight that is understood, in either unit."""
ROUND, ROUNDING = 0.05, 0.001
"""Step in which weights are made and collars weighed, and how far one may be off it, in either unit: recordings hold
kilograms with four decimals."""
MOST_WEIGHTS = 1000
"""Most steps of a rack."""

_LONGEST = 40
_MARKS = ".,\u066b"
"""Signs before decimals: point, comma, and that of Arabic digits, all of which Python's own digits go with."""
_NUMBER = rf"\d+(?:[{_MARKS}]\d+)?"
_WEIGHT = re.compile(rf"\s*({_NUMBER})\s*(kg|kgs|lb|lbs)\s*", re.IGNORECASE)
_NOTED = re.compile(rf"\s*({_NUMBER})\s*(kgs?|kilos?|kilograms?|lbs?|pounds?)?\.?\s*", re.IGNORECASE)


class WeightError(PlainError, ValueError):
    """A weight or a rack that cannot be understood; the message says how to write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A weight in the unit that the person chose."""

    value: float
    """Number, in ``unit``."""
    unit: WeightUnit
    """Unit as the person wrote it."""

    @property
    def kg(self) -> float:
        """The weight in kilograms."""
        return self.value if self.unit == "kg" else self.value * KG_PER_LB


@dataclass(frozen=True, slots=True, kw_only=True)
class Rack:
    """Weights that are there to choose from.

    Raises
    ------
    WeightError
        There is none, they do not ascend, or one cannot be meant.
    """

    values: tuple[float, ...]
    """Ascending, in ``unit``."""
    unit: WeightUnit
    """Unit of the rack."""
    was_sorted: bool = field(default=False, compare=False)
    """Whether it was typed in another order."""
    doubled: tuple[float, ...] = field(default=(), compare=False)
    """Weights that were typed more than once, in ``unit``; each is there once."""

    def __post_init__(self) -> None:
        rises = all(low < high for low, high in pairwise(self.values))
        if not (self.values and rises and self.values[0] > 0.0 and self.values[-1] <= HEAVIEST):
            shown = _shown(", ".join(f"{value:g}" for value in self.values))
            msg = f"a rack must hold weights of more than 0 and at most {HEAVIEST:g}, ascending; this one has {shown}"
            raise WeightError(msg)


def parse_weight(text: str) -> Weight:
    """Reads a weight such as ``12.5kg``, ``25 lb`` or ``27,5 lb``.

    Raises
    ------
    WeightError
        It is not a number with kg or lb, or outside 0 to 500.
    """
    found = _WEIGHT.fullmatch(text)
    if found is None:
        raise WeightError(f"{_shown(text)} is not a weight; write a number and its unit, e.g. 12.5kg or 25lb")
    value = _decimal(found[1])
    if not 0 < value <= HEAVIEST:
        what = f"must be more than 0 and at most {HEAVIEST:g}; write e.g. 12.5kg or 25lb"
        raise WeightError(f"{_shown(text)} {what}")
    return Weight(value=value, unit=_unit(found[2]))


def noted_kg(text: str) -> float | None:
    """Reads the note ``weight_kg`` of a recording, as `noted_weight` does, in kilograms; None for no weight."""
    noted = noted_weight(text)
    return None if noted is None else noted.kg


def noted_weight(text: str) -> Weight | None:
    """Reads the note ``weight_kg`` of a recording: kilograms, or another unit that is written out.

    Parameters
    ----------
    text : str
        Such as ``12.5``, ``12,5``, ``12.5 kg`` or ``27 lb``.

    Returns
    -------
    Weight or None
        None for what is no weight, or outside 0 to 500.
    """
    found = _noted(text)
    return found if found is not None and 0.0 < found.value <= HEAVIEST else None


def is_out_of_range(text: str) -> bool:
    """Returns whether a note is a number with or without a unit, but no weight that a person lifts."""
    found = _noted(text)
    return found is not None and not 0.0 < found.value <= HEAVIEST


def _noted(text: str) -> Weight | None:
    """The number and unit of a note, whatever its size; None where it is no number."""
    try:
        value = float(text)
    except ValueError:
        found = _NOTED.fullmatch(text)
        if found is None:
            return None
        in_lb = (found[2] or "kg").lower().startswith(("lb", "pound"))
        return Weight(value=_decimal(found[1]), unit="lb" if in_lb else "kg")
    return Weight(value=value, unit="kg") if isfinite(value) else None


def typed_weight(kg: float, unit: WeightUnit) -> Weight:
    """Returns a weight as it stands on the rack, in the unit that `format_weight` writes it in: 40.8233 kg are 90 lb.

    Parameters
    ----------
    kg : float
        Weight in kilograms.
    unit : "kg" or "lb"
        Unit that is preferred.
    """
    chosen = _unit_of(kg, unit)
    value = in_unit(kg, chosen)
    return Weight(
        value=round(value / ROUND) * ROUND if _is_round(kg, chosen) and chosen == "lb" else value, unit=chosen
    )


def parse_rack(text: str) -> Rack:
    """Reads a rack such as ``2.5:30:2.5kg`` (first, last, step), ``5,7.5,10kg`` or ``5;7,5;10kg``.

    In a list commas part the weights, so that decimals need a point, unless semicolons part them. A list in another order
    is sorted, and of equal weights one is kept; the rack says so.

    Raises
    ------
    WeightError
        It is neither, has no weight or far too many, or one outside 0 to 500.
    """
    how = "write first:last:step, e.g. 2.5:30:2.5kg, or a list, e.g. 5,7.5,10kg"
    found = re.fullmatch(rf"\s*([\d:;\s{_MARKS}]+?)\s*(kgs?|lbs?)\s*", text, re.IGNORECASE)
    if found is None:
        raise WeightError(f"{_shown(text)} is not a rack; {how}")
    try:
        values = _range(found[1]) if ":" in found[1] else _list(found[1])
    except ValueError as error:
        raise WeightError(f"{_shown(text)} is not a rack; {how}") from error
    if not values or not all(0 < value <= HEAVIEST for value in values):
        raise WeightError(f"{_shown(text)} must hold weights of more than 0 and at most {HEAVIEST:g}; {how}")
    return Rack(
        values=tuple(sorted(set(values))),
        unit=_unit(found[2]),
        was_sorted=values != sorted(values),
        doubled=tuple(sorted(value for value, times in Counter(values).items() if times > 1)),
    )


def _list(text: str) -> list[float]:
    if ";" in text:
        return [_decimal(part) for part in text.split(";")]
    return [_decimal(part) for part in text.split(",")]


def _range(text: str) -> list[float]:
    first, last, step = (_decimal(part) for part in text.split(":"))
    steps = (last - first) / step if step > 0 else -1.0
    if not 0.0 <= steps <= MOST_WEIGHTS:
        raise ValueError(text)
    return [round(first + k * step, 4) for k in range(floor(steps + 1e-6) + 1)]


@cache
def usual_rack(unit: WeightUnit) -> Rack:
    """Returns a rack in steps of 2.5 kg or 5 lb, for people who did not describe theirs."""
    step = USUAL_STEP[unit]
    return Rack(values=tuple(step * k for k in range(1, int(HEAVIEST / step) + 1)), unit=unit)


def is_usual_rack(rack: Rack) -> bool:
    """Whether a rack is the one of people who did not describe theirs, as a live session offers it from its start."""
    return rack == usual_rack(rack.unit)


def format_rack(rack: Rack) -> str:
    """Returns a rack as `parse_rack` reads it: ``2.5:30:2.5kg`` where its steps are equal, else a list."""
    first, last, *_ = rack.values[0], rack.values[-1]
    steps = {round(high - low, 6) for low, high in pairwise(rack.values)}
    if len(rack.values) > 2 and len(steps) == 1:
        return f"{first:g}:{last:g}:{steps.pop():g}{rack.unit}"
    return f"{','.join(f'{value:g}' for value in rack.values)}{rack.unit}"


def format_weight(kg: float, unit: WeightUnit) -> str:
    """Returns a weight as it stands on the rack: ``12.5 kg``, ``12.25 lb``, with a non-breaking space.

    A weight that is round only in the other unit is written in that one: a dumbbell of 24 kg is no one of 52.91 lb.

    Parameters
    ----------
    kg : float
        Weight in kilograms.
    unit : "kg" or "lb"
        Unit to write it in.
    """
    chosen = _unit_of(kg, unit)
    shown = float(f"{in_unit(kg, chosen):.2f}")
    digits = len(f"{shown:.2f}".rstrip("0").partition(".")[2])
    return f"{write_number(shown, f'.{digits}f')}{NBSP}{chosen}"


def _unit_of(kg: float, unit: WeightUnit) -> WeightUnit:
    """The other unit where the weight is round only in that one, else the preferred one."""
    other: WeightUnit = "lb" if unit == "kg" else "kg"
    return other if _is_round(kg, other) and not _is_round(kg, unit) else unit


def _is_round(kg: float, unit: WeightUnit) -> bool:
    """Whether a weight of so many steps of ``ROUND`` could stand on a rack of this unit."""
    steps = in_unit(kg, unit) / ROUND
    return abs(steps - round(steps)) * ROUND <= ROUNDING


def in_unit(kg: float, unit: WeightUnit) -> float:
    """Returns kilograms in a unit."""
    return kg if unit == "kg" else kg / KG_PER_LB


def to_kg(value: float, unit: WeightUnit) -> float:
    """Returns a weight of a rack in kilograms."""
    return value if unit == "kg" else value * KG_PER_LB


def _shown(text: str) -> str:
    """What was typed, for messages; its beginning where it is long."""
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _decimal(text: str) -> float:
    return float(text.replace(",", ".").replace("\u066b", "."))


def _unit(text: str) -> WeightUnit:
    return "kg" if text.lower().startswith("kg") else "lb"
