"""Turning points and the edges of movements on signals whose truth is a formula."""

import numpy as np
import pytest

from analysis.core.curl.measure import EDGE_NUMBERS
from analysis.core.loops.closed import edge_indices
from analysis.core.signal.turning_points import (
    pair_reps,
    sweep_points,
    turning_points,
    typical_range_deg,
)
from analysis.settings.thresholds import DEFAULTS

STEP_S = 0.02


def minimum_jerk(u):
    u = np.clip(u, 0.0, 1.0)
    return 10 * u**3 - 15 * u**4 + 6 * u**5, 30 * u**2 - 60 * u**3 + 30 * u**4


def sinusoidal(u):
    """A movement that ends in rest as softly as it begins: speed ∝ sin²."""
    u = np.clip(u, 0.0, 1.0)
    return u - np.sin(2 * np.pi * u) / (2 * np.pi), 1 - np.cos(2 * np.pi * u)


@pytest.mark.parametrize("profile", [minimum_jerk, sinusoidal])
@pytest.mark.parametrize("lift_s", [0.8, 1.2, 1.7, 2.1, 2.5])
@pytest.mark.parametrize("phase", [0.0, 0.37, 0.81])
def test_the_edges_of_a_movement_lie_within_a_twentieth_of_a_second(profile, lift_s, phase):
    begins_s = 1.0 + phase * STEP_S
    time_s = np.arange(0.0, lift_s + 2.0, STEP_S)
    way, rate = profile((time_s - begins_s) / lift_s)
    angle, speed = 125.0 * way, 125.0 * rate / lift_s
    last = len(time_s) - 1
    begin, end = edge_indices(angle, speed, 0, last, 1.0, EDGE_NUMBERS)
    assert begin * STEP_S == pytest.approx(begins_s, abs=0.05)
    assert (last - end) * STEP_S == pytest.approx(begins_s + lift_s, abs=0.05)
    assert edge_indices(-angle, -speed, 0, last, -1.0, EDGE_NUMBERS) == (
        begin,
        end,
    )  # on the way down likewise


def test_the_edge_does_not_pass_the_turning_point():
    angle = np.arange(50.0)
    assert edge_indices(angle, np.ones(50), 10, 40, 1.0, EDGE_NUMBERS) == (0.0, 0.0)


def test_turning_points_of_a_zigzag():
    """Up 90, down 20, up 30, down 100: a wobble of 20 is not a turn for a hysteresis of 40."""
    angle = np.concatenate([np.linspace(0, 90, 10), np.linspace(70, 100, 4), np.linspace(90, 0, 10)])
    assert turning_points(angle, 40.0) == [0, 13, 23]
    assert turning_points(angle, 15.0) == [0, 9, 10, 13, 23]


def test_no_movement_has_no_turning_points():
    assert turning_points(np.zeros(100), 40.0) == []
    assert turning_points(np.linspace(0.0, 39.0, 100), 40.0) == []
    assert sweep_points(np.zeros(100), DEFAULTS.segment) == []


def test_turning_points_do_not_depend_on_the_direction_of_the_angle():
    angle = np.random.default_rng(2).standard_normal(500).cumsum() * 5.0
    assert turning_points(-angle, 40.0) == turning_points(angle, 40.0)


def test_a_wobble_within_the_lifts_of_a_person_is_no_rep():
    """Four sweeps of 130°, in one a step back by 35°: enough to turn, not for the person's share."""
    up, down = np.linspace(0, 130, 50), np.linspace(130, 0, 50)
    wobble = np.concatenate([np.linspace(0, 70, 25), np.linspace(70, 35, 15), np.linspace(35, 130, 30)])
    angle = np.concatenate([up, down, up, down, wobble, down, up, down])
    assert len(turning_points(angle, DEFAULTS.segment.min_sweep_deg)) == 11
    assert len(sweep_points(angle, DEFAULTS.segment)) == 9


def test_half_reps_in_a_row_are_reps():
    up, down = np.linspace(0, 130, 50), np.linspace(130, 0, 50)
    angle = np.concatenate([up, down, up, down, *[np.concatenate([up[:25], up[:25][::-1]])] * 3])
    assert len(sweep_points(angle, DEFAULTS.segment)) == 11


def test_lifts_and_lowerings_make_reps():
    angle = np.zeros(60)
    angle[[5, 15, 25, 35, 45]] = [120.0, 0.0, 130.0, 5.0, 125.0]
    spans = pair_reps([5, 15, 25, 35, 45], angle, 1.0)
    assert [(s.low, s.top, s.end_low, s.whole) for s in spans] == [(15, 25, 35, True), (35, 45, 59, False)]
    falling = pair_reps([5, 15, 25, 35, 45], angle, -1.0)
    assert [(s.low, s.top, s.end_low, s.whole) for s in falling] == [(5, 15, 25, True), (25, 35, 45, True)]


def test_the_typical_range_leaves_half_reps_out():
    assert typical_range_deg([60.0, 130.0, 128.0, 126.0, 55.0, 50.0]) == 128.0
