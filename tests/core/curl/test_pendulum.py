"""A pendulum of known length and angle: lever arm, sweep, speed and carry from textbook formulas."""

from itertools import pairwise
from math import cos, pi, radians

import numpy as np
import pytest

from analysis.core.curl.forearm import curl_frame, elbow_acceleration, fit_lever
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.smoothness import spectral_arc_lengths
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.simulate import Track, pendulum, random_rotation
from imu.types import Recording
from imu.units import G_MPS2

LOW_DEG, HIGH_DEG, LIFT_S, LOWER_S, REPS = 10.0, 130.0, 1.5, 2.0, 5
PEAK = 1.875
"""Peak over mean speed of a minimum-jerk movement."""


def swings(lift_s=LIFT_S, high_deg=HIGH_DEG):
    track, now_s = Track(initial=LOW_DEG), 2.0
    turns = []
    for _ in range(REPS):
        track.move(now_s, lift_s, high_deg)
        track.move(now_s + lift_s + 0.2, LOWER_S, LOW_DEG)
        turns += [now_s, now_s + lift_s + 0.1]
        now_s += lift_s + LOWER_S + 0.6
    return track, [*turns, now_s], now_s + 10.0


def block_of(length_m, seed, **track):
    swing, turns, duration_s = swings(**track)
    mounting = random_rotation(np.random.default_rng(seed))
    return pendulum(length_m, swing, duration_s, mounting=mounting, rate_hz=50.0), swing, turns, mounting


def found(block):
    return analyze(Recording(path="pendulum", files=(), format="simulation", sensors=(block,)))


@pytest.mark.parametrize("length_m", [0.18, 0.25, 0.31])
@pytest.mark.parametrize("seed", range(3))
def test_the_lever_fit_finds_the_length(length_m, seed):
    """With the true "up" at hand nothing but the fit itself is in question."""
    block, swing, turns, mounting = block_of(length_m, seed)
    theta = np.radians(swing.at(block.time_s).value)
    up = np.stack([np.sin(theta), 0.0 * theta, np.cos(theta)], axis=1) @ mounting
    none = np.zeros(len(block), bool)
    closed = ClosedSet(
        time_s=block.time_s,
        ready_s=block.time_s,
        acc_mps2=block.acc_mps2,
        gyr_radps=block.gyr_radps,
        up=up,
        gap=none,
        clipped=none,
        step_s=0.02,
        has_gyro=True,
    )
    frame = curl_frame(closed)
    indices = [round(t / 0.02) for t in turns]
    lever = fit_lever(closed, frame, [slice(a, b) for a, b in pairwise(indices)])
    assert lever.length_m == pytest.approx(length_m, abs=0.002)
    assert lever.r2 > 0.999
    assert np.abs(elbow_acceleration(closed, frame, lever)[indices[0] : indices[-1]]).max() < 0.1
    outwards = -mounting[2] / np.linalg.norm(mounting[2])  # unmounted, z points from the sensor to the pivot
    assert lever.vector_m @ outwards == pytest.approx(length_m, abs=0.002)
    assert frame.planarity > 0.999
    assert abs(frame.axis @ mounting[1]) == pytest.approx(1.0, abs=1e-6)


def held_radps(lift_s):
    """Speed held for 0.4 s around the middle of a minimum-jerk lift, 10 u³ − 15 u⁴ + 6 u⁵ of the way at u."""
    late = 0.5 + 0.5 * min(0.4 / lift_s, 1.0)
    half = 10 * late**3 - 15 * late**4 + 6 * late**5 - 0.5
    return 2 * half * radians(HIGH_DEG - LOW_DEG) / min(0.4, lift_s)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lift_s", [1.0, 1.5, 2.5])
def test_every_figure_of_a_pendulum_by_hand(seed, lift_s):
    block, _, _, _ = block_of(0.27, seed, lift_s=lift_s)
    result = found(block)
    (one,) = result.sets
    assert len(one.reps) == REPS
    assert one.lever_m == pytest.approx(0.27, abs=0.02)
    sweep_deg = HIGH_DEG - LOW_DEG
    peak_radps = PEAK * radians(sweep_deg) / lift_s
    lever_m = DEFAULTS.momentum.load_lever_m
    height_m = lever_m * (cos(radians(LOW_DEG)) - cos(radians(HIGH_DEG)))
    carry = 0.5 * (lever_m * held_radps(lift_s)) ** 2 / (G_MPS2 * height_m)
    for k, rep in enumerate(one.reps):
        start_s = 2.0 + k * (lift_s + LOWER_S + 0.6)
        assert rep.start_s == pytest.approx(start_s, abs=0.05)
        assert rep.top_s == pytest.approx(start_s + lift_s, abs=0.05)
        assert rep.end_s == pytest.approx(start_s + lift_s + 0.2 + LOWER_S, abs=0.05)
        assert rep.rom_deg == pytest.approx(sweep_deg, abs=1.0)
        assert rep.bottom_deg == pytest.approx(LOW_DEG, abs=4.0)
        assert rep.top_deg == pytest.approx(HIGH_DEG, abs=4.0)
        assert rep.lift_s == pytest.approx(lift_s, abs=0.1)
        assert rep.lower_s == pytest.approx(LOWER_S, abs=0.1)
        assert rep.pause_top_s == pytest.approx(0.2, abs=0.1)
        assert rep.time_under_tension_s == pytest.approx(lift_s + 0.2 + LOWER_S, abs=0.05)
        assert rep.peak_speed_dps == pytest.approx(peak_radps * 180.0 / pi, rel=0.04)
        assert rep.carry == pytest.approx(carry, rel=0.10)
        assert rep.push_mps2 == pytest.approx(push_mps2(0.27, lift_s), rel=0.10)
        assert 1.0 <= rep.detour < 1.02
        assert rep.elbow_rms_mps2 < 0.3
        assert rep.verdict == "controlled"


def push_mps2(length_m, lift_s):
    """95th percentile of what a pendulum's end is accelerated by in the lift: ℓθ'' along its path, ℓθ'² inwards."""
    u = np.linspace(0.0, 1.0, 2001)
    sweep = radians(HIGH_DEG - LOW_DEG)
    rate = sweep / lift_s * (30 * u**2 - 60 * u**3 + 30 * u**4)
    grows = sweep / lift_s**2 * (60 * u - 180 * u**2 + 120 * u**3)
    return float(np.percentile(length_m * np.hypot(grows, rate**2), 95))


def test_a_smooth_full_lift_of_one_second_is_not_momentum_and_one_of_half_a_second_is():
    """The share of the height that it could coast, by hand, 10° to 130°: 0.13 and 0.38."""
    (slow,) = found(block_of(0.27, 0, lift_s=1.0)[0]).sets
    (fast,) = found(block_of(0.27, 0, lift_s=0.5)[0]).sets
    assert {(r.verdict, r.cause) for r in slow.reps} == {("controlled", None)}
    assert {(r.verdict, r.cause) for r in fast.reps} == {("momentum", "speed")}


def test_a_rough_movement_is_less_smooth_than_a_minimum_jerk_one():
    u = np.arange(0.0, 1.0, 0.02)
    smooth = u**2 * (1 - u) ** 2
    rough = smooth * (1.0 + 0.5 * np.sin(2 * pi * 5.0 * u))
    of_rough, of_smooth = spectral_arc_lengths([rough, smooth], 0.02)
    assert of_rough < of_smooth < -1.0


def test_smoothness_does_not_depend_on_the_unit_of_speed():
    u = np.arange(0.0, 1.0, 0.02)
    speed = u**2 * (1 - u) ** 2
    in_degrees, in_radians = spectral_arc_lengths([57.3 * speed, speed], 0.02)
    assert in_degrees == pytest.approx(in_radians, rel=1e-12)


def test_a_movement_without_a_spectrum_has_no_smoothness():
    assert np.isnan(spectral_arc_lengths([np.ones(3), np.zeros(20), np.empty(0)], 0.02)).all()
