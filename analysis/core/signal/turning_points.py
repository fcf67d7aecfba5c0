"""Segmentation of a closed set into reps: turning points of the forearm's angle with hysteresis, then the
exact ends of lifting and lowering."""

from __future__ import annotations

from collections.abc import Sequence
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


def swing_points(angle_deg: Floats, thresholds: SegmentThresholds) -> list[int]:
    """Finds turning points with a hysteresis that adapts to the person's range of motion.

    A first pass keeps every movement of ``min_sweep_deg``; then the smallest one, as a share of the typical
    range around it, is merged into its neighbours until none is below ``own_share``. So half reps in a row
    are kept, and a wobble within a lift is not.

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
        points = points[1:]  # an arm that is brought into place: no movement that opens a set
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


def edge_indices(angle_deg: Floats, speed_dps: Floats) -> tuple[float, float]:
    """Finds where the movement between two turning points begins and ends, as fractional indices: the first counts
    from the first turning point forwards, the second from the last one backwards.

    The speed of a movement grows from 0 like a power of the time. The exponent follows from the times at
    which the speed passes 5, 10 and 20 % of its peak; the power law is then extrapolated to 0, but not past
    the turning point. Only the first eighth of the way counts, so that a stop half-way up is part of the
    lift. The end is found likewise, as if time ran backwards.

    Parameters
    ----------
    angle_deg, speed_dps : (n,) float64
        Angle and speed from the one turning point to the other, the speed positive in the direction of the
        movement.
    """
    path, speeds = angle_deg.tolist(), speed_dps.tolist()
    peak = max(speeds)
    if peak <= 0:
        return 0.0, 0.0
    return _edge_index(path, speeds, peak), _edge_index(path[::-1], speeds[::-1], peak)


def _edge_index(path: list[float], speeds: list[float], peak: float) -> float:
    """Fractional index at which a movement begins, from its first turning point on."""
    first, way = path[0], path[-1] - path[0]
    sign, far = (1.0, EDGE.edge_way * way) if way >= 0.0 else (-1.0, -EDGE.edge_way * way)
    near = 0
    while sign * (path[near] - first) < far:
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
    """Exponent p of ``speed ~ t**p``; ``bend``: the time from 10 to 20 % of the peak over that from 5 to 10 %.

    The speed v is reached at t ~ v^(1/p), so that each doubling of v stretches t by 2^(1/p): bend = 2^(1/p),
    and p = 1 / log2(bend). Away from its very edge a movement bends more than its power law: hence the
    correction.
    """
    return (
        min(max(EDGE.bend_correction / log2(bend), EDGE.least_power), EDGE.most_power)
        if bend > 1.0
        else EDGE.most_power
    )


def _last_below(ramp: list[float], share: float) -> float:
    """Fractional index where the ramp rises through ``share`` for the last time; 0 when it is never below,
    its end when it ends below."""
    last = k = len(ramp) - 1
    while k >= 0 and ramp[k] >= share:
        k -= 1
    if k < 0:
        return 0.0
    return float(k) if k == last else k + (share - ramp[k]) / (ramp[k + 1] - ramp[k])
