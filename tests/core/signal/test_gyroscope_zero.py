"""A gyroscope's zero from movements whose rotation is known in closed form: the hand turns to and fro."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.core.signal.filters import both_ways
from analysis.core.signal.gyroscope_zero import GyroscopeZero, find_zero, upright
from analysis.settings.curl_model import ZERO
from analysis.settings.thresholds import DEFAULTS
from imu.units import G_MPS2

STEP_S = 0.025
PERIOD_S = 3.0
UNKNOWN = GyroscopeZero(radps=np.zeros(3), sd_radps=ZERO.unknown_sd_radps)


def forearm(flexion, pronation):
    """Up in the sensor and rotation of ``R = Ry(flexion) Rx(pronation)``, angles in rad by cells.

    The rate in the sensor's frame is ``(ψ', θ' cos ψ, −θ' sin ψ)`` and up is ``Rᵀ z``.
    """
    bends, turns = (np.gradient(angle, STEP_S) for angle in (flexion, pronation))
    gyr = np.stack([turns, bends * np.cos(pronation), -bends * np.sin(pronation)], axis=1)
    up = np.stack(
        [-np.sin(flexion), np.cos(flexion) * np.sin(pronation), np.cos(flexion) * np.cos(pronation)], axis=1
    )
    return up, gyr


def curls(reps, *, pronation=0.6, late=0.0):
    """Up and rotation of so many curls of 120° with pronation (rad), which runs ``late`` (rad of the phase)
    after them: where it does, up and down are different ways and the rates do not add up to nothing."""
    phase = 2.0 * np.pi * np.arange(round(reps * PERIOD_S / STEP_S) + 1) * STEP_S / PERIOD_S
    return forearm(np.radians(60.0) * (1.0 - np.cos(phase)), pronation * np.cos(phase - late))


def zero_of(dps, seed=0):
    """A zero of this size in a random direction, rad/s."""
    way = np.random.default_rng(seed).standard_normal(3)
    return np.radians(dps) * way / np.linalg.norm(way)


def found(up, gyr, zero, prior=UNKNOWN):
    return find_zero(G_MPS2 * up, gyr + zero, STEP_S, prior, DEFAULTS.segment)


def error_dps(result, zero):
    return np.degrees(np.linalg.norm(result.radps - zero))


@pytest.mark.parametrize("late", [0.0, 1.2])
@pytest.mark.parametrize("dps", [0.0, 5.0, 10.0, 15.0, 20.0])
def test_the_zero_of_a_set_is_found(dps, late):
    (up, gyr), zero = curls(8, late=late), zero_of(dps, seed=int(dps))
    result = found(up, gyr, zero)
    assert error_dps(result, zero) < 0.5
    assert result.sure
    assert result.uncalibrated == (dps > 5.0)


def test_a_broken_zero_is_found_too():
    """A sensor that was measured reads 85 °/s about one axis; 8° a cell are no longer integrated exactly."""
    (up, gyr), zero = curls(8, late=1.2), np.radians([0.0, 3.0, -85.0])
    assert error_dps(found(up, gyr, zero), zero) < 2.0


def test_the_mean_rotation_would_not_do():
    """What makes the products necessary: a hand that goes up one way and down another."""
    _, gyr = curls(8, late=1.2)
    assert np.degrees(np.linalg.norm(gyr.mean(axis=0))) > 5.0


@pytest.mark.parametrize("dps", [5.0, 15.0])
def test_a_single_curl_shows_it_less_surely(dps):
    (up, gyr), zero = curls(1, late=0.5), zero_of(dps)
    result = found(up, gyr, zero)
    assert error_dps(result, zero) < result.sd_radps * 180.0 / np.pi < 12.0
    assert not result.sure


def test_a_constant_added_is_a_constant_found():
    """The same lift, whatever the sensor's zero: what is left after it has been taken off is the same."""
    up, gyr = curls(10, late=0.8)
    rng = np.random.default_rng(4)
    gyr = gyr + 0.05 * rng.standard_normal(gyr.shape)
    still, off = zero_of(1.0, seed=1), zero_of(20.0, seed=2)
    first, second = found(up, gyr, still), found(up, gyr, still + off)
    np.testing.assert_allclose(np.degrees(second.radps - first.radps - off), 0.0, atol=0.1)


def test_what_was_known_before_helps_a_single_curl():
    (up, gyr), zero = curls(1), zero_of(12.0)
    told = GyroscopeZero(radps=zero + zero_of(0.5, seed=3), sd_radps=np.radians(1.0))
    assert error_dps(found(up, gyr, zero, told), zero) < 1.0
    assert told.later().sd_radps > told.sd_radps


def test_nothing_is_found_without_a_movement_that_comes_back():
    up, gyr = forearm(np.linspace(0.0, 0.3, 400), np.zeros(400))
    assert found(up, gyr, zero_of(10.0)) is None


def test_somebody_who_tumbles_about_is_no_curl_and_shows_no_false_zero():
    """Turns of the whole hand, each another way, as in no exercise; the zero is 0 and nothing else is said."""
    rng = np.random.default_rng(5)
    pronation = np.cumsum(np.repeat(rng.uniform(-2.5, 2.5, 40), 60) * STEP_S)
    flexion = np.cumsum(np.repeat(rng.uniform(-3.0, 3.0, 48), 50)) * STEP_S
    result = found(*forearm(flexion, pronation), np.zeros(3))
    assert result is None or error_dps(result, np.zeros(3)) < 3.0 * np.degrees(result.sd_radps)


def test_a_gyroscope_that_contradicts_gravity_is_left_alone():
    """Axes of the other handedness: no zero makes such a rotation and such a gravity one movement."""
    up, gyr = curls(8, late=0.8)
    assert found(up, -gyr, zero_of(10.0)) is None


def test_up_is_seen_from_both_sides():
    """No lag and nothing to settle: right from the first cell, in the midst of a movement, with a push at the
    pace of the lift and a zero that is a degree a second wrong."""
    up, gyr = curls(6, late=0.8)
    cells = np.arange(len(up))[:, None]
    push = 2.0 * np.sin(2.0 * np.pi * cells * STEP_S / PERIOD_S) * up
    seen = upright(G_MPS2 * up + push, gyr + zero_of(1.0), STEP_S, 1.5)
    assert np.degrees(np.arccos(np.clip((seen * up).sum(axis=1), -1.0, 1.0))).max() < 5.0
    exact = upright(G_MPS2 * up, gyr, STEP_S, 1.5)
    assert np.degrees(np.arccos(np.clip((exact * up).sum(axis=1), -1.0, 1.0))).max() < 1.0


def test_the_mean_around_makes_nothing_up():
    """A constant stays, a ramp stays in its middle, and time reversed is time reversed."""
    np.testing.assert_allclose(both_ways(np.full((50, 3), 3.0), 0.5, STEP_S), 3.0, rtol=1e-12)
    ramp = np.arange(401.0)[:, None].repeat(3, axis=1)
    np.testing.assert_allclose(both_ways(ramp, 0.25, STEP_S)[200], 200.0, rtol=1e-9)
    noise = np.random.default_rng(6).standard_normal((300, 3))
    np.testing.assert_allclose(
        both_ways(noise[::-1], 0.5, STEP_S)[::-1], both_ways(noise, 0.5, STEP_S), atol=1e-12
    )
