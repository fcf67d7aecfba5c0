"""A slow and obvious second analysis of one set, from the formulas of PHYSICS, for tests only.

Plain loops, no grid, no stream, no robustness: it takes the samples as they came (one even rate), VQF over
the whole recording, and the formulas one after the other. It shares no code with `analysis`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, filtfilt
from vqf import VQF

from imu.types import Floats, SampleBlock

G = 9.80665
LOAD_LEVER_M = 0.33


@dataclass(frozen=True)
class NaiveRep:
    """Turning points in seconds and the figures of one rep."""

    low_s: float
    top_s: float
    end_s: float
    rom_deg: float
    peak_speed_dps: float
    carry: float
    inertial_peak_mps2: float
    push_mps2: float
    detour: float
    elbow_rms_mps2: float


@dataclass(frozen=True)
class NaiveSet:
    """A set as the naive analysis sees it; ``lever_m`` across the curl axis."""

    reps: list[NaiveRep]
    lever_m: float
    planarity: float


def low_pass(x: Floats, hz: float, rate_hz: float) -> Floats:
    b, a = butter(2, hz / (rate_hz / 2))
    return np.asarray(filtfilt(b, a, x, axis=0))


def orient(acc: Floats, gyr: Floats, rate_hz: float) -> tuple[Floats, Floats]:
    """The third row of each rotation matrix is "up" in the sensor frame; and the bias of the gyroscope."""
    out = VQF(1.0 / rate_hz).updateBatch(np.ascontiguousarray(gyr), np.ascontiguousarray(acc))
    ups = []
    for w, x, y, z in out["quat6D"]:
        ups.append([2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z])
    return np.array(ups), out["bias"]


def up_of(block: SampleBlock, rate_hz: float) -> tuple[Floats, Floats]:
    """The mean of "up" with time running forwards and backwards, so that it does not lag; and the gyroscope
    less its bias."""
    assert block.gyr_radps is not None
    forwards, bias = orient(block.acc_mps2, block.gyr_radps, rate_hz)
    backwards, _ = orient(block.acc_mps2[::-1], -block.gyr_radps[::-1], rate_hz)
    both = forwards + backwards[::-1]
    return both / np.linalg.norm(both, axis=1)[:, None], block.gyr_radps - bias


def angle_about(axis: Floats, up: Floats) -> Floats:
    """Angle of the sensor about ``axis`` in degrees, unwrapped by hand; the sensor turns against "up"."""
    first = np.cross(axis, [1.0, 0.0, 0.0])
    if np.linalg.norm(first) < 0.5:
        first = np.cross(axis, [0.0, 1.0, 0.0])
    first /= np.linalg.norm(first)
    second = np.cross(axis, first)
    angles, turns = [], 0.0
    for u in up:
        angle = -math.degrees(math.atan2(u @ second, u @ first))
        if angles:
            while angle + turns - angles[-1] > 180.0:
                turns -= 360.0
            while angle + turns - angles[-1] < -180.0:
                turns += 360.0
        angles.append(angle + turns)
    return np.array(angles)


def turning_points(x: Floats, hysteresis: float) -> list[int]:
    """Walk along; an extreme from which the signal came back by the hysteresis was a turn."""
    turns: list[int] = []
    extreme, looking_for = 0, "either"
    lowest = highest = 0
    for k in range(len(x)):
        if looking_for == "either":
            lowest = k if x[k] < x[lowest] else lowest
            highest = k if x[k] > x[highest] else highest
            if x[k] - x[lowest] >= hysteresis:
                turns.append(lowest)
                looking_for, extreme = "high", k
            elif x[highest] - x[k] >= hysteresis:
                turns.append(highest)
                looking_for, extreme = "low", k
        elif looking_for == "high":
            if x[k] > x[extreme]:
                extreme = k
            elif x[extreme] - x[k] >= hysteresis:
                turns.append(extreme)
                looking_for, extreme = "low", k
        elif x[k] < x[extreme]:
            extreme = k
        elif x[k] - x[extreme] >= hysteresis:
            turns.append(extreme)
            looking_for, extreme = "high", k
    if looking_for != "either":
        turns.append(extreme)
    return turns


def lever_of(
    force: Floats, turn: Floats, accel: Floats, axis: Floats, rows: list[int]
) -> tuple[Floats, Floats]:
    """Least squares for r in f − g·u = α×r + ω×(ω×r) + a, across the axis; and a, the elbow's part."""
    first = np.cross(axis, [1.0, 0.0, 0.0])
    if np.linalg.norm(first) < 0.5:
        first = np.cross(axis, [0.0, 1.0, 0.0])
    first /= np.linalg.norm(first)
    basis = [first, np.cross(axis, first)]

    def carried(arm: Floats) -> Floats:
        return np.asarray(np.cross(accel, arm) + np.cross(turn, np.cross(turn, arm)))

    columns = [carried(b)[rows].ravel() for b in basis]
    (x, y), *_ = np.linalg.lstsq(np.array(columns).T, force[rows].ravel(), rcond=None)
    lever = x * basis[0] + y * basis[1]
    return lever, force - carried(lever)


def analyse(block: SampleBlock, rate_hz: float, hysteresis_deg: float = 50.0) -> NaiveSet:
    """One set of curls in a recording that holds nothing else, the forearm hanging at its start."""
    up, gyr = up_of(block, rate_hz)
    turn = low_pass(gyr, 5.0, rate_hz)
    spread = np.zeros((3, 3))
    for w in low_pass(gyr, 1.0, rate_hz):
        spread += np.outer(w, w)
    shares, axes = np.linalg.eigh(spread)
    axis = axes[:, 2]
    angle = angle_about(axis, up)
    turns = turning_points(angle, hysteresis_deg)
    if angle[turns[1]] < angle[turns[0]]:  # it starts hanging: the first movement is a lift
        axis, angle = -axis, -angle
    speed = np.degrees(turn @ axis)
    inertial = np.array([f - G * u for f, u in zip(block.acc_mps2, up, strict=True)])
    accel = np.gradient(turn, 1.0 / rate_hz, axis=0)
    lever, elbow = lever_of(
        low_pass(inertial, 5.0, rate_hz), turn, accel, axis, list(range(turns[0], turns[-1] + 1))
    )
    felt, slow = low_pass(inertial, 8.0, rate_hz), low_pass(inertial, 3.0, rate_hz)
    in_plane = [f - (f @ axis) * axis for f in slow]
    slow_turn = low_pass(gyr, 2.0, rate_hz)
    reps = []
    for low, top, end in zip(turns[0:-2:2], turns[1:-1:2], turns[2::2], strict=True):
        peak_dps = max(speed[low : top + 1])
        hang = [
            math.degrees(math.acos(np.clip(-(u @ lever) / np.linalg.norm(lever), -1, 1)))
            for u in up[low : top + 1]
        ]
        heights = [-LOAD_LEVER_M * math.cos(math.radians(h)) for h in hang]
        moving = [k for k in range(low, end + 1) if abs(speed[k]) > 5.0]
        during = range(moving[0], moving[-1] + 1)
        window = round(0.4 * rate_hz)
        held_dps = max(
            sum(speed[k : k + window]) / window for k in range(low, max(top + 1 - window, low) + 1)
        )
        load_mps = LOAD_LEVER_M * math.radians(held_dps)
        lifting = [k for k in range(low, top + 1) if speed[k] > 5.0]
        way_deg = sum(math.degrees(np.linalg.norm(slow_turn[k])) / rate_hz for k in lifting)
        reps.append(
            NaiveRep(
                low_s=block.time_s[low],
                top_s=block.time_s[top],
                end_s=block.time_s[end],
                rom_deg=angle[top] - angle[low],
                peak_speed_dps=peak_dps,
                carry=0.5 * load_mps**2 / (G * (max(heights) - min(heights))),
                inertial_peak_mps2=float(np.percentile([np.linalg.norm(felt[k]) for k in during], 95)),
                push_mps2=float(np.percentile([np.linalg.norm(in_plane[k]) for k in lifting], 95)),
                detour=max(way_deg / (angle[top] - angle[low]), 1.0),
                elbow_rms_mps2=math.sqrt(sum(elbow[k] @ elbow[k] for k in during) / len(during)),
            )
        )
    return NaiveSet(
        reps=reps, lever_m=float(np.linalg.norm(lever)), planarity=float(shares[2] / shares.sum())
    )
