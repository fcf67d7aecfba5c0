"""Scales, round ticks, and the division of long sets into rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar, overload

import numpy as np

from imu.types import Floats

_Item = TypeVar("_Item")
_EVERY_ONE = 20
"""Reps up to which every number is written."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map from values to places on the page."""

    low: float
    """Value at ``start``."""
    high: float
    """Value at ``end``."""
    start: float
    """Place of ``low``, px."""
    end: float
    """Place of ``high``, px."""

    @overload
    def __call__(self, value: float) -> float: ...
    @overload
    def __call__(self, value: Floats) -> Floats: ...
    def __call__(self, value: float | Floats) -> float | Floats:
        """The place of a value, px."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks_between(low: float, high: float, step: float) -> list[float]:
    """Multiples of a step within a range, both ends included.

    Parameters
    ----------
    low, high : float
    step : float
        Above 0.
    """
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)]


def round_step(span: float, most: int) -> float:
    """Smallest of 1, 2, 5 × 10ⁿ that divides ``span`` into at most ``most`` parts."""
    if span <= 0:
        return 1.0
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1 - 1e-9))


def ticks_from_zero(highest: float, *, parts: int = 4) -> list[float]:
    """Round ticks from 0 to at least ``highest``, in about ``parts`` steps."""
    step = round_step(max(highest, 1e-3), parts)
    return [i * step for i in range(math.ceil(highest / step - 1e-9) + 1)] if highest > 0 else [0.0, step]


def angle_ticks(low: float, high: float) -> list[float]:
    """Ticks in degrees: every 45° or 90° where at most five of them do, else round ones."""
    for step in (45.0, 90.0, 180.0):
        ticks = ticks_between(low, high, step)
        if 2 <= len(ticks) <= 5:
            return ticks
    return ticks_between(low, high, round_step(high - low, 4))


def tick_digits(ticks: Sequence[float]) -> int:
    """Decimals that are needed to tell the ticks apart."""
    return (
        0
        if all(abs(t - round(t)) < 1e-9 for t in ticks)
        else 1
        if all(abs(10 * t - round(10 * t)) < 1e-9 for t in ticks)
        else 3
    )


def even_rows(items: Sequence[_Item], most: int) -> list[Sequence[_Item]]:
    """Divides items into rows of at most ``most``, of even length rounded up to fives."""
    if len(items) <= most:
        return [items]
    size = math.ceil(len(items) / math.ceil(len(items) / most))
    size = min(most, 5 * math.ceil(size / 5))
    return [items[i : i + size] for i in range(0, len(items), size)]


def label_step(pitch_px: float, label_px: float) -> int:
    """Step of labels that stand ``pitch_px`` apart: every 1st, 2nd, 5th, 10th, ... is shown."""
    return next((n for n in (1, 2, 5, 10, 20, 50) if n * pitch_px >= label_px), 100)


def labelled_numbers(indices: Sequence[int], pitch_px: float) -> set[int]:
    """Rep numbers that are written under columns ``pitch_px`` apart: all, or every fifth and the first."""
    wide = 10.0 if max(indices, default=0) < 10 else 18.0 if max(indices) < 100 else 26.0
    step = 1 if len(indices) <= _EVERY_ONE and pitch_px >= wide else max(5, label_step(pitch_px, wide))
    shown = {i for i in indices if i % step == 0}
    first = min(indices, default=0)
    if all(abs(i - first) * pitch_px >= wide for i in shown - {first}):
        shown.add(first)
    return shown & set(indices)


def unknown_spans(known: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Index ranges ``[start, stop)`` where ``known`` ``(n,)`` is False."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], known, [True])).astype(np.int8)))
    return [(int(edges[i]), int(edges[i + 1])) for i in range(0, len(edges), 2)]
