"""A gyroscope whose axes are in another order is told by slow turns, and a right one is left alone."""

from __future__ import annotations

import numpy as np

from analysis.core.signal.gyroscope_map import WAYS, map_to_accelerometer, unexplained_shares
from imu.units import G_MPS2

STEP_S = 0.025
N = 800


def swaying(noise_radps: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Gravity in a sensor that sways about two axes, and the angular velocity of that: ``dg/dt = −ω × g``."""
    t = np.arange(N) * STEP_S
    a, b = 0.3 * np.sin(2.0 * t), 0.2 * np.sin(1.3 * t)
    turn = np.stack([np.gradient(a, STEP_S), np.gradient(b, STEP_S), 0.1 * np.cos(0.7 * t)], axis=1)
    g = np.empty((N, 3))
    g[0] = (0.3 * G_MPS2, -0.4 * G_MPS2, np.sqrt(0.75) * G_MPS2)
    for k in range(1, N):
        w = 0.5 * (turn[k - 1] + turn[k])
        angle = np.linalg.norm(w) * STEP_S
        axis = w / max(np.linalg.norm(w), 1e-12)
        old = g[k - 1]
        g[k] = (
            old * np.cos(angle)
            - np.cross(axis, old) * np.sin(angle)
            + axis * (axis @ old) * (1 - np.cos(angle))
        )
    rng = np.random.default_rng(4)
    return g, turn + noise_radps * rng.standard_normal((N, 3))


def test_turns_of_a_cube_are_undone() -> None:
    """All that matter: one that leaves less than half of gravity's turning unexplained stays as it is."""
    g, turn = swaying(0.02)
    undone = 0
    for way in WAYS[1:]:
        mixed = turn @ way  # the transpose undoes it
        found = map_to_accelerometer([(g, mixed)], STEP_S)
        if unexplained_shares([(g, mixed)], STEP_S)[0] < 0.5:
            np.testing.assert_array_equal(found, np.eye(3))
        else:
            np.testing.assert_allclose(mixed @ found.T, turn, atol=1e-12)
            undone += 1
    assert undone >= 20


def test_a_right_gyroscope_is_left_alone() -> None:
    g, turn = swaying(0.05)
    np.testing.assert_array_equal(map_to_accelerometer([(g, turn)], STEP_S), np.eye(3))


def test_a_body_that_only_speeds_up_shows_nothing() -> None:
    """Without any turning no way fits better than none."""
    rng = np.random.default_rng(8)
    g = np.array([0.0, 0.0, G_MPS2]) + np.sin(3.0 * np.arange(N) * STEP_S)[:, None] * np.array(
        [2.0, 0.5, 0.0]
    )
    noise = 0.01 * rng.standard_normal((N, 3))
    np.testing.assert_array_equal(map_to_accelerometer([(g, noise)], STEP_S), np.eye(3))


def test_too_few_cells_say_nothing() -> None:
    g, turn = swaying()
    np.testing.assert_array_equal(map_to_accelerometer([(g[:150], -turn[:150])], STEP_S), np.eye(3))
