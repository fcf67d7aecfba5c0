# cython: language_level=3, infer_types=True, annotation_typing=False
# cython: boundscheck=False, wraparound=False, cdivision=True
"""Walks of the live count over cells in which nothing happens.

Each follows movements from cell to cell, and stops at the first in which something may happen. A movement is signed
so that its angle rises. Most cells bring nothing but a new highest angle, speed or push: Python's cost is per cell,
so everything is local here, and comparisons stand where `max` would cost as much as the rest.
"""

from __future__ import annotations

from math import *
from typing import TypeAlias

from analysis.core.loops.number_types import Numbers

Signals: TypeAlias = tuple[Numbers, Numbers, Numbers, Numbers]
"""Angle, °, angular velocity, °/s, push, m/s², and way, °, of the cells."""
StrokeState: TypeAlias = tuple[float, float, float, float, float, bool]
"""A movement: lowest and highest angle, °; way at its start, °; largest speed, °/s, and push, m/s²; whether it is
momentum by what was seen so far."""

_NEAR = 1e-6
"""Evidence that is too near to 0 to conclude from one lift to another, in view of rounding."""


Weights: TypeAlias = tuple[float, float, float, float, float, float, float]
"""Numbers of the early call, evidence of momentum by the lift so far: least sweep that is called, °; weights of the
logarithms of its largest angular velocity, °/s, its largest push, m/s², and its detour; what these are added to (the
limits, and the height of a rep); least speed, °/s, and push, m/s², that are reckoned with."""


def most_evidence(weights: Weights, peak_dps: float, push_mps2: float) -> float:
    """Returns the evidence without any detour: the most that a lift of this speed and push can have."""
    _, for_speed, for_push, _, without, least_dps, least_mps2 = weights
    speed, push = max(peak_dps, least_dps), max(push_mps2, least_mps2)
    return without + for_speed * log(speed) + for_push * log(push)


def evidence_of(weights: Weights, most: float, way_deg: float, swept_deg: float) -> float:
    """Returns the evidence, less what the detour of the way so far takes off."""
    return most - weights[3] * log(max(way_deg / swept_deg, 1.0))


def calm_until(weights: Weights, most: float, peak_dps: float, push_mps2: float) -> tuple[float, float]:
    """Returns a speed and a push: no lift that stays up to both is momentum, by what this one lacks.

    Each may grow until it has brought half of the evidence that is missing; both are 0 where none is. Spares most of
    the logarithms.
    """
    _, for_speed, for_push, _, _, least_dps, least_mps2 = weights
    missing = -most - _NEAR
    if missing <= 0.0:
        return 0.0, 0.0
    calm_dps = calm_mps2 = inf
    if for_speed > 0.0:
        calm_dps = max(peak_dps, least_dps) * exp(min(0.5 * missing / for_speed, 100.0))
    if for_push > 0.0:
        calm_mps2 = max(push_mps2, least_mps2) * exp(min(0.5 * missing / for_push, 100.0))
    return calm_dps, calm_mps2


def climb(
    signals: Signals,
    start: int,
    stop: int,
    sign: float,
    state: StrokeState,
    calm: tuple[float, float],
    weights: Weights,
    until_slow: float,
    reach: float,
) -> tuple[int, bool, tuple[float, float], int, StrokeState]:
    """Follows a lift to the first cell in which it is called, has gone far enough, or is slow enough for its top.

    Parameters
    ----------
    signals : Signals
    start, stop : int
        Cells to go through: at least one.
    sign : float
        1 where the lift raises the angle, −1 where it lowers it.
    state : StrokeState
        The movement so far.
    calm : (float, float)
        Speed and push up to which it is surely no momentum.
    weights : Weights
    until_slow : float
        Share of its largest speed at which a lift ends; negative where it has not gone far enough yet.
    reach : float
        Sweep with which it has, °.

    Returns
    -------
    cell : int
        Where it stopped.
    called : bool
        Whether the lift was called there.
    calm : (float, float)
        As before, by what was seen.
    lowest : int
        The cell in which the movement began anew, -1 where it did not.
    state : StrokeState
        The movement so far.
    """
    angles, speeds, pushes, ways = signals
    low, high, way_deg, peak, push, hot = state
    call_deg, calm_dps, calm_mps2 = weights[0], calm[0], calm[1]
    lowest, cell = -1, stop - 1
    most, stronger, called = 0.0, True, False
    for k in range(start, stop):
        a = angles[k] * sign
        if a <= low:
            low = high = a
            lowest, way_deg, peak, push, hot, stronger = k, ways[k], 0.0, 0.0, False, True
            continue
        speed, pushed = speeds[k] * sign, pushes[k]
        if a > high:  # noqa: PLR1730
            high = a
        if speed > peak:
            peak, stronger = speed, True
        if pushed > push:
            push, stronger = pushed, True
        swept = a - low
        if not hot and swept >= call_deg and (peak > calm_dps or push > calm_mps2):
            if stronger:
                most, stronger = most_evidence(weights, peak, push), False
                calm_dps, calm_mps2 = calm_until(weights, most, peak, push)
            if most >= 0.0 and evidence_of(weights, most, ways[k] - way_deg, swept) >= 0.0:
                hot = called = True
                cell = k
                break
        if speed <= until_slow * peak if until_slow >= 0.0 else swept >= reach:
            cell = k
            break
    return cell, called, (calm_dps, calm_mps2), lowest, (low, high, way_deg, peak, push, hot)


def lower(
    angles: Numbers, start: int, stop: int, sign: float, high: float, reach: float
) -> tuple[int, bool, float]:
    """Goes on to the first cell whose angle has fallen by the reach of a lift.

    Returns
    -------
    cell, fallen, high
        Where it stopped, whether it has fallen so far there, and the highest angle on the way, °.
    """
    for k in range(start, stop):
        a = angles[k] * sign
        if a > high:
            high = a
        elif high - a >= reach:
            return k, True, high
    return stop - 1, False, high


def first_sweep(
    signals: Signals,
    start: int,
    stop: int,
    sign: float,
    state: StrokeState,
    weights: Weights,
    sweep_deg: float,
) -> tuple[int, bool, int, StrokeState]:
    """Follows a movement that may open a set to the first cell in which it has gone far enough.

    Parameters as of `climb`; ``sweep_deg`` is far enough.

    Returns
    -------
    cell : int
        Where it stopped.
    opens : bool
        Whether the movement opens a set there.
    lowest : int
        The cell in which it began anew, -1 where it did not.
    state : StrokeState
        The movement so far.
    """
    angles, speeds, pushes, ways = signals
    low, high, way_deg, peak, push, hot = state
    lowest = -1
    call_deg, calm_dps, calm_mps2 = weights[0], 0.0, 0.0
    for k in range(start, stop):
        a = angles[k] * sign
        if a <= low:
            low = high = a
            lowest, way_deg, peak, push, hot = k, ways[k], 0.0, 0.0, False
            continue
        speed, pushed = speeds[k] * sign, pushes[k]
        if a > high:  # noqa: PLR1730
            high = a
        if speed > peak:  # noqa: PLR1730
            peak = speed
        if pushed > push:  # noqa: PLR1730
            push = pushed
        if not hot and a - low >= call_deg and (peak > calm_dps or push > calm_mps2):
            most = most_evidence(weights, peak, push)
            calm_dps, calm_mps2 = calm_until(weights, most, peak, push)
            hot = most >= 0.0 and evidence_of(weights, most, ways[k] - way_deg, a - low) >= 0.0
        if a - low >= sweep_deg:
            return k, True, lowest, (low, high, way_deg, peak, push, hot)
    return stop - 1, False, lowest, (low, high, way_deg, peak, push, hot)
