"""Up and rotation of a turned sensor are those of the sensor, turned: to rounding, not to a filter's habits."""

import numpy as np
import pytest

from analysis.core.signal.orientation import GyroOrientation
from analysis.core.signal.resample import GridBlock
from analysis.core.signal.sensor_frame import OwnFrame, own_axes
from analysis.settings.thresholds import DEFAULTS
from imu.simulate import random_rotation

STEP_S = 1.0 / DEFAULTS.grid.rate_hz


def wild(seed):
    """A minute of turning with a bias beyond what VQF allows on one axis."""
    rng = np.random.default_rng(seed)
    t = np.arange(2400)[:, None] * STEP_S
    gyr = np.sin(t * rng.uniform(0.5, 4.0, 3)) * rng.uniform(0.5, 3.0, 3) + np.radians([3.0, -2.5, 0.5])
    acc = 9.81 * np.array([0.2, 0.1, 1.0]) + rng.normal(0.0, 1.5, (2400, 3))
    return acc, gyr


def attitude(acc, gyr):
    cells = GridBlock(
        begins_s=0.0,
        time_s=np.arange(len(acc)) * STEP_S,
        ready_s=np.arange(len(acc)) * STEP_S,
        values=np.concatenate([acc, gyr], axis=1),
        hole=np.zeros(len(acc), dtype=bool),
    )
    seen = OwnFrame().push(cells).values
    return seen, GyroOrientation(STEP_S, DEFAULTS.orientation).push(seen[:, :3], seen[:, 3:])


@pytest.mark.parametrize("seed", range(5))
def test_a_turned_sensor_reads_the_same(seed):
    acc, gyr = wild(seed)
    turn = random_rotation(np.random.default_rng(seed + 100))
    (plain, up), (turned, up_turned) = attitude(acc, gyr), attitude(acc @ turn.T, gyr @ turn.T)
    assert np.abs(turned - plain).max() < 1e-9
    assert np.abs(up_turned.up - up.up).max() < 1e-9
    assert np.abs(up_turned.gyr_radps - up.gyr_radps).max() < 1e-9


def test_what_is_seen_is_only_turned():
    acc, gyr = wild(1)
    seen, _ = attitude(acc, gyr)
    for plain, turned in ((acc, seen[:, :3]), (gyr, seen[:, 3:])):
        assert np.linalg.norm(turned, axis=1) == pytest.approx(np.linalg.norm(plain, axis=1))
    assert np.einsum("ij,ij->i", seen[:, :3], seen[:, 3:]) == pytest.approx(np.einsum("ij,ij->i", acc, gyr))
    assert seen[0, :2] == pytest.approx([0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize(
    ("acc", "gyr"),
    [
        ((0.0, 0.0, 9.8), (0.1, 0.2, 0.3)),
        ((0.0, 0.0, 9.8), (0.0, 0.0, 0.0)),
        ((0.0, 9.8, 0.0), (0.0, -1.0, 0.0)),
        ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)),
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ],
    ids=["ordinary", "at rest", "about the vertical", "falling", "nothing"],
)
def test_the_frame_is_right_handed_whatever_is_measured(acc, gyr):
    frame = own_axes(np.array(acc), np.array(gyr))
    assert frame @ frame.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(frame) == pytest.approx(1.0)
