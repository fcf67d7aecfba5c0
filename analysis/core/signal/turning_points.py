"""Segmentation of a closed set into reps: turning points of the forearm's angle with hysteresis, then the
exact ends of lifting and lowering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from imu.types import Floats

if TYPE_CHECKING:
    from analysis.settings.thresholds import SegmentThresholds


def turning_points(angle_deg: Floats, hysteresis_deg: float) -> list[int]:
    """Finds the extremes between which the angle moves by at least a hysteresis, alternately low and high.

    The first and last ones are the extremes before the first and after the last such movement. Empty when
    there is no such movement.

    Parameters
    ----------
    angle_deg : (n,) float64
    hysteresis_deg : float
    """
    if len(angle_deg) < 2:
        return []
    rate = np.diff(angle_deg)
    bends = np.flatnonzero(rate[1:] * rate[:-1] <= 0.0) + 1
    places = [0, *bends.tolist(), len(angle_deg) - 1]
    values = angle_deg[places].tolist()
    points: list[int] = []
    high = low = direction = 0
    highest = lowest = values[0]
    for k, value in zip(places, values, strict=True):
        if direction >= 0 and value > highest:
            high, highest = k, value
        if direction <= 0 and value < lowest:
            low, lowest = k, value
        if direction >= 0 and highest - value >= hysteresis_deg:
            points.append(high)
            direction, low, lowest = -1, k, value
        elif direction <= 0 and value - lowest >= hysteresis_deg:
            points.append(low)
            direction, high, highest = 1, k, value
    if points:
        points.append(high if direction > 0 else low)
    return points


def sweep_points(angle_deg: Floats, thresholds: SegmentThresholds) -> list[int]:
    """Finds turning points with a hysteresis that adapts to the person's range of motion.

    A first pass keeps every movement of ``min_sweep_deg``; then the smallest one, as a share of the typical
    range around it, is merged into its neighbours until none is below ``own_share`` or ``min_sweep_deg``. So half reps
    in a row are kept, and a wobble within a lift is not. The first movement must sweep ``sweep_deg``: what is less
    brings the arm into place.

    Parameters
    ----------
    angle_deg : (n,) float64
    thresholds : SegmentThresholds
    """
    points = turning_points(angle_deg, thresholds.min_sweep_deg)
    while len(points) > 2:
        sweeps = np.abs(np.diff(angle_deg[points])).tolist()
        shares = [sweep / _range_around(sweeps, k) for k, sweep in enumerate(sweeps)]
        k = shares.index(min(shares))
        if shares[k] >= thresholds.own_share and sweeps[k] >= thresholds.min_sweep_deg:
            break
        points = _without(points, k)
    while len(points) >= 2 and abs(angle_deg[points[1]] - angle_deg[points[0]]) < thresholds.sweep_deg:
        points = points[1:]
    return points if len(points) >= 2 else []


def _range_around(sweeps_deg: list[float], k: int, reach: int = 4) -> float:
    """Typical range of movement ``k`` and of up to ``reach`` movements on either side, °."""
    return typical_range_deg(sweeps_deg[max(0, k - reach) : k + reach + 1])


def _without(points: list[int], k: int) -> list[int]:
    """The turning points without movement ``k``: cut off at an end, merged into its neighbours inside."""
    if k == 0:
        return points[1:]
    if k == len(points) - 2:
        return points[:-1]
    return points[:k] + points[k + 2 :]


def typical_range_deg(sweeps_deg: Sequence[float]) -> float:
    """Returns the median of the larger half of the sweeps, °: no half reps, no wobbles."""
    upper = sorted(sweeps_deg)[len(sweeps_deg) // 2 :]
    return 0.5 * (upper[(len(upper) - 1) // 2] + upper[len(upper) // 2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One rep as indices of turning points."""

    low: int
    """Bottom before the lift."""
    top: int
    """Top of the lift."""
    end_low: int
    """Bottom after the lowering; the last index where that was cut off."""
    whole: bool
    """Whether the lowering was seen."""


def pair_reps(points: list[int], angle_deg: Floats, sign: float) -> list[Span]:
    """Pairs each lift with its lowering.

    A lowering before the first lift is dropped; a last lift without lowering is a rep that was cut off.

    Parameters
    ----------
    points : list of int
        Turning points.
    angle_deg : (n,) float64
    sign : float
        1 when a growing angle is the lift, else −1.
    """
    rising = [sign * (angle_deg[b] - angle_deg[a]) > 0 for a, b in pairwise(points)]
    spans = []
    for k, up in enumerate(rising):
        if up:
            whole = k + 1 < len(rising)
            top = min(points[k + 1], len(angle_deg) - 2)
            spans.append(
                Span(
                    low=points[k],
                    top=top,
                    end_low=points[k + 2] if whole else len(angle_deg) - 1,
                    whole=whole,
                )
            )
    return spans
