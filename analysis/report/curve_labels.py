"""Places labels beside their curves, where they cover least of all curves and no other label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from typing import TypeAlias

import numpy as np

from analysis.report.svg import text_width
from imu.types import Floats

Points: TypeAlias = tuple[Floats, Floats]
"""Places of a curve's samples, px."""
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)
"""Places along the curve that are tried, as shares of its samples."""
_STEPS_PX = (-10.0, 22.0, -24.0, 36.0, -40.0, 52.0, -60.0, 72.0, -80.0, 92.0, -100.0, 112.0)
"""Distances from it that are tried: the far ones are for a curve that lies among others."""
_DENSER, _ASCENT, _DESCENT, _SIDE = 4, 15.0, 6.0, 4.0
"""Points per sample; room above and below the baseline and to the sides, px."""


@dataclass(frozen=True, slots=True)
class Box:
    """Room of a label, px."""

    left: float
    """Left edge."""
    right: float
    """Right edge."""
    y: float
    """Baseline."""

    def meets(self, other: Box) -> bool:
        """Whether two labels would touch."""
        beside = self.right + _SIDE < other.left or other.right + _SIDE < self.left
        return not beside and abs(self.y - other.y) < _ASCENT + _SIDE

    def covers(self, points: Points) -> int:
        """How many points lie under the label."""
        x, y = points
        wide = (x > self.left - _SIDE) & (x < self.right + _SIDE)
        return int(np.count_nonzero(wide & (y > self.y - _ASCENT) & (y < self.y + _DESCENT)))


def _dense(points: Points) -> Points:
    """The curve with more points on it, so that a steep part counts as well."""
    index = np.arange(len(points[0]))
    finer = np.linspace(0, max(len(index) - 1, 0), _DENSER * len(index))
    return np.interp(finer, index, points[0]), np.interp(finer, index, points[1])


@dataclass(slots=True)
class Labels:
    """Finds places for labels one after the other."""

    frame: tuple[float, float, float, float]
    """Left, right, top and bottom of the room, px."""
    curves: InitVar[Sequence[Points]]
    """Curves that should not be covered."""
    _points: Points = field(init=False)
    """The points of all of them."""
    _taken: list[Box] = field(default_factory=list)

    def __post_init__(self, curves: Sequence[Points]) -> None:
        dense = [_dense(c) for c in curves]
        self._points = np.concatenate([x for x, _ in dense]), np.concatenate([y for _, y in dense])

    def place(self, text: str, own: Points) -> tuple[float, float]:
        """Finds left edge and baseline of a label, px.

        Parameters
        ----------
        text : str
        own : Points
            Curve that it names.
        """
        width = text_width(text, bold=True)
        best, cost = Box(0.0, 0.0, 0.0), np.inf
        for share in _SHARES:
            i = min(len(own[0]) - 1, int(share * len(own[0])))
            for step in _STEPS_PX:
                box = self._box(float(own[0][i]), float(own[1][i]) + step, width)
                price = self._price(box) + 0.02 * abs(step)
                if price < cost:
                    best, cost = box, price
        self._taken.append(best)
        return best.left, best.y

    def _box(self, centre: float, y: float, width: float) -> Box:
        left, right, top, bottom = self.frame
        x = min(max(centre - width / 2, left + 2), right - width)
        return Box(x, x + width, min(max(y, top + 12), bottom - 4))

    def _price(self, box: Box) -> float:
        if any(box.meets(other) for other in self._taken):
            return 1e6
        return box.covers(self._points)
