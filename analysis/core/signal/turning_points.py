"""Reps in a closed set: turning points of the forearm angle with hysteresis, then the exact ends of lifting
and lowering."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

import numpy as np

from analysis.settings.curl_model import EDGE
from imu.types import Floats

if TYPE_CHECKING:
    from analysis.settings.thresholds import SegmentThresholds


def turning_points(angle_deg: Floats, hysteresis_deg: float) -> list[int]:
    """Indices of the extremes between which the angle moves by at least ``hysteresis_deg``, alternating low
    and high.

    The first and last ones are the extremes before the first and after the last such movement. Empty when
    there is no such movement.
    """
    if len(angle_deg) < 2:
        return []
    rate = np.diff(angle_deg)
    bends = np.flatnonzero(rate[1:] * rate[:-1] <= 0.0) + 1
    places = [0, *bends.tolist(), len(angle_deg) - 1]
    points: list[int] = []
    high = low = 0
    direction = 0
    values = angle_deg.tolist()
    for k in places:
        value = values[k]
        if direction >= 0 and value > values[high]:
            high = k
        if direction <= 0 and value < values[low]:
            low = k
        if direction >= 0 and values[high] - value >= hysteresis_deg:
            points.append(high)
            direction, low = -1, k
        elif direction <= 0 and value - values[low] >= hysteresis_deg:
            points.append(low)
            direction, high = 1, k
    if points:
        points.append(high if direction > 0 else low)
    return points


def swing_points(angle_deg: Floats, thresholds: SegmentThresholds) -> list[int]:
    """Turning points that fit the person: small movements give way to the range of their neighbours.

    A first pass keeps every movement of ``min_sweep_deg``; then the smallest one, as a share of the range
    around it, is merged into its neighbours until none is below ``own_share``. Half reps in a row so set
    their own measure, and a wobble within a lift goes.
    """
    points = turning_points(angle_deg, thresholds.min_sweep_deg)
    while len(points) > 2:
        sweeps = np.abs(np.diff(angle_deg[points]))
        share = sweeps / np.array([_range_around(sweeps, k) for k in range(len(sweeps))])
        k = int(np.argmin(share))
        if share[k] >= thresholds.own_share and sweeps[k] >= thresholds.min_sweep_deg:
            break
        points = _without(points, k)
    while len(points) >= 2 and abs(angle_deg[points[1]] - angle_deg[points[0]]) < thresholds.sweep_deg:
        points = points[1:]  # an arm that is brought into place: no movement that opens a set
    return points if len(points) >= 2 else []


def _range_around(sweeps_deg: Floats, k: int, reach: int = 4) -> float:
    return typical_range_deg(sweeps_deg[max(0, k - reach) : k + reach + 1])


def _without(points: list[int], k: int) -> list[int]:
    """The turning points without movement ``k``: at an end it is cut off, inside it is merged into its
    neighbours."""
    if k == 0:
        return points[1:]
    if k == len(points) - 2:
        return points[:-1]
    return points[:k] + points[k + 2 :]


def typical_range_deg(sweeps_deg: Floats) -> float:
    """Median of the larger half of the sweeps: the full range, half reps and wobbles left out."""
    upper = np.sort(sweeps_deg)[len(sweeps_deg) // 2 :]
    return 0.5 * float(upper[(len(upper) - 1) // 2] + upper[len(upper) // 2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One rep as indices: ``low`` and ``end_low`` are the turning points around ``top``; ``whole`` is False
    when the lowering was cut off."""

    low: int
    top: int
    end_low: int
    whole: bool


def pair_reps(points: list[int], angle_deg: Floats, sign: float) -> list[Span]:
    """Lift and lowering made into reps; ``sign`` is +1 when a growing angle is the lift.

    A lowering before the first lift is dropped; a last lift without lowering is a rep that was cut off.
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


def edge_index(angle_deg: Floats, speed_dps: Floats) -> float:
    """Where the movement between two turning points begins, as a fractional index, 0 at the first of them.

    The speed of a movement grows from nothing like a power of the time. The power is read off the times at
    which the speed passes 5, 10 and 20 % of its peak, and followed to zero, but not past the turning point.
    Only the first eighth of the way counts, so that a stop half-way up is part of the lift. Reverse both
    arrays to find where a movement ends.

    Parameters
    ----------
    angle_deg, speed_dps : (n,) float64
        Angle and speed from the one turning point to the other, growing and positive in the direction of the
        movement.
    """
    path, speeds = angle_deg.tolist(), speed_dps.tolist()
    peak = max(speeds)
    if peak <= 0:
        return 0.0
    first, far = path[0], EDGE.edge_way * (path[-1] - path[0])
    near = 0
    while path[near] - first < far:
        near += 1
    ramp = [speed / peak if speed > 0.0 else 0.0 for speed in speeds[: near + 1]]
    high = _last_below(ramp, EDGE.edge_high)
    middle = _last_below(ramp[: int(high) + 2], EDGE.edge_middle)
    low = _last_below(ramp[: int(middle) + 2], EDGE.edge_low)
    if not low < middle < high:
        return low
    power = _power((high - middle) / (middle - low))
    root_low, root_high = float(EDGE.edge_low ** (1.0 / power)), float(EDGE.edge_high ** (1.0 / power))
    return max(low - (high - low) * root_low / (root_high - root_low), 0.0)


def _power(bend: float) -> float:
    """Exponent of ``speed ~ t**power`` from how much longer the speed takes from 10 to 20 % than from 5 to 10 %.

    Away from its very edge a movement bends more than its power law: hence the bend correction.
    """
    return (
        min(max(EDGE.bend_correction / log2(bend), EDGE.least_power), EDGE.most_power)
        if bend > 1.0
        else EDGE.most_power
    )


def _last_below(ramp: list[float], share: float) -> float:
    """Fractional index where the ramp rises through ``share`` for the last time; 0 when it starts above, its
    end when it never does."""
    last = k = len(ramp) - 1
    while k >= 0 and ramp[k] >= share:
        k -= 1
    if k < 0:
        return 0.0
    return float(k) if k == last else k + (share - ramp[k]) / (ramp[k + 1] - ramp[k])
