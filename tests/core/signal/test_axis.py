"""Angles about an axis, against a sensor turned by known angles."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from analysis.core.signal.axis import RunningAxis, angle_steps_deg, angles_deg
from analysis.settings.curl_model import AXIS

AXES = (
    [1.0, 0.0, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 0.0, -1.0],
    [0.6, -0.8, 0.0],
    [1.0, 1.0, 1.0],
    [-0.9, 0.1, 0.4],
)
COURSE_DEG = np.concatenate([np.linspace(0.0, 250.0, 120), np.linspace(250.0, -400.0, 300)])


def up_seen(axis: np.ndarray, tilt_deg: float) -> np.ndarray:
    """The world's "up" as a sensor sees it that turns about an axis which is fixed in it, `tilt_deg` off the
    vertical."""
    sideways = np.cross(axis, [0.3, 0.5, -0.8])
    start = Rotation.from_rotvec(np.radians(tilt_deg) * sideways / np.linalg.norm(sideways)).apply(axis)
    return Rotation.from_rotvec(-np.radians(COURSE_DEG)[:, None] * axis).apply(start)


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("tilt_deg", [90.0, 40.0, 170.0, 12.0])
def test_angles_about_an_axis_are_those_that_it_was_turned_by(axis: list[float], tilt_deg: float) -> None:
    unit = np.array(axis) / np.linalg.norm(axis)
    up = up_seen(unit, tilt_deg)
    np.testing.assert_allclose(angles_deg(up, unit), COURSE_DEG, atol=1e-9)
    steps = angle_steps_deg(up[1:], up[:-1], unit)
    np.testing.assert_allclose(steps, np.diff(COURSE_DEG), atol=1e-9)


@pytest.mark.parametrize("axis", AXES)
def test_an_axis_nearly_upright_shows_no_angle(axis: list[float]) -> None:
    unit = np.array(axis) / np.linalg.norm(axis)
    assert (angles_deg(up_seen(unit, 5.0), unit) == 0.0).all()


def test_the_running_axis_is_the_principal_one_of_the_cells_up_to_the_last_tick() -> None:
    """Against moments that are weighted cell by cell; a cell has the axis of the ticks before it."""
    step_s, tau_s = 0.025, 2.0
    rng = np.random.default_rng(4)
    turns = rng.standard_normal((200, 3)) * [0.2, 3.0, 0.5] + np.linspace(0.0, 2.0, 200)[:, None] * [
        1.0,
        0.0,
        0.4,
    ]
    axes = RunningAxis(step_s, tau_s).push(turns)
    moments, known = np.zeros((3, 3)), np.array([1.0, 0.0, 0.0])
    for k, turn in enumerate(turns):
        assert abs(axes[k] @ known) == pytest.approx(1.0, abs=1e-3), k
        moments += step_s / tau_s * (np.outer(turn, turn) - moments)
        if k % AXIS.tick == 0:
            known = np.linalg.eigh(moments)[1][:, 2]
