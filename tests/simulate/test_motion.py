"""Signals and their derivatives against formulas and differences."""

import numpy as np
import pytest

from imu.simulate.motion import Jet, Motion, Track, Wave

FINE_S = np.linspace(-0.5, 4.5, 50_001)
STEP_S = FINE_S[1] - FINE_S[0]


def slopes(values):
    return (values[2:] - values[:-2]) / (2.0 * STEP_S)


def assert_consistent(jet, *, rate_error=1e-4, accel_error=0.1):
    """Central differences agree; where a move begins or ends, the jerk jumps and they lag a little."""
    np.testing.assert_allclose(jet.rate[1:-1], slopes(jet.value), atol=rate_error, rtol=0)
    np.testing.assert_allclose(jet.accel[1:-1], slopes(jet.rate), atol=accel_error, rtol=0)


def one_move(profile="smooth"):
    track = Track(initial=10.0)
    track.move(1.0, 2.0, 110.0, profile)
    return track


def test_minimum_jerk_is_the_polynomial_of_flash_and_hogan():
    u = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    jet = one_move().at(1.0 + 2.0 * u)
    np.testing.assert_allclose(jet.value, 10.0 + 100.0 * (10 * u**3 - 15 * u**4 + 6 * u**5), atol=1e-9)
    np.testing.assert_allclose(jet.rate, 100.0 / 2.0 * 30 * u**2 * (1 - u) ** 2, atol=1e-9)
    np.testing.assert_allclose(jet.accel, 100.0 / 4.0 * (60 * u - 180 * u**2 + 120 * u**3), atol=1e-9)


@pytest.mark.parametrize(("profile", "peak_at"), [("smooth", 0.5), ("early", 0.4), ("late", 0.6)])
def test_profiles_peak_where_they_say_and_cover_the_way(profile, peak_at):
    jet = one_move(profile).at(FINE_S)
    assert FINE_S[np.argmax(jet.rate)] == pytest.approx(1.0 + 2.0 * peak_at, abs=2 * STEP_S)
    assert jet.rate.sum() * STEP_S == pytest.approx(100.0, abs=1e-6)
    assert_consistent(jet)


def test_a_track_rests_before_between_and_after_its_moves():
    track = one_move()
    track.move(3.5, 0.5, 0.0)
    jet = track.at(np.array([-9.0, 0.9, 3.1, 3.4, 4.1, 99.0]))
    np.testing.assert_allclose(jet.value, [10.0, 10.0, 110.0, 110.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose([jet.rate, jet.accel], 0.0, atol=1e-9)


@pytest.mark.parametrize(("start_s", "duration_s"), [(2.9, 1.0), (3.0, 0.0), (3.0, -1.0)])
def test_moves_that_overlap_or_take_no_time_are_refused(start_s, duration_s):
    with pytest.raises(ValueError, match="must take time and start after 3 s"):
        one_move().move(start_s, duration_s, 0.0)


def test_a_wave_is_a_sine_in_its_middle_and_nothing_outside():
    wave = Wave(amplitude=3.0, hz=2.0, start_s=0.0, end_s=4.0, phase=0.4, fade_s=0.5)
    inside = np.linspace(0.6, 3.4, 57)
    np.testing.assert_allclose(wave.at(inside).value, 3.0 * np.sin(4.0 * np.pi * inside + 0.4), atol=1e-12)
    assert not np.any(wave.at(np.array([-0.1, 4.1])).value)
    assert_consistent(wave.at(FINE_S))


def test_a_motion_adds_waves_to_its_track_and_knows_no_other_names():
    motion = Motion()
    motion.track("lean").move(0.0, 1.0, 5.0)
    motion.wave("lean", Wave(amplitude=1.0, hz=1.0, start_s=2.0, end_s=4.0))
    at = np.array([1.5, 2.75, 4.2])
    np.testing.assert_allclose(motion.at("lean", at).value, [5.0, 5.0 + np.sin(1.5 * np.pi), 5.0], atol=1e-12)
    assert_consistent(motion.at("lean", FINE_S))
    assert not np.any(motion.at("elbow_right", at).value)


def test_product_and_sum_of_jets_follow_leibniz():
    t = np.array([0.3, 0.7])
    square = Jet(t, np.ones(2), np.zeros(2)).times(Jet(t, np.ones(2), np.zeros(2)))
    np.testing.assert_allclose(square, [t**2, 2 * t, [2.0, 2.0]])
    np.testing.assert_allclose(square.plus(square), square.scaled(2.0))
