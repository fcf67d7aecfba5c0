"""The even grid against what a mean of straight lines must be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.signal.resample import Grid
from analysis.settings.thresholds import GridThresholds

FIFTY_HZ = GridThresholds(rate_hz=50.0)
STEP_S = 0.02


def gridded(time_s, values):
    (block,) = Grid(values.shape[1], FIFTY_HZ).push(time_s, values)
    return block


@pytest.mark.parametrize("rate_hz", [8.0, 25.0, 49.8, 100.0, 400.0, 1000.0])
def test_a_straight_line_stays_one(rate_hz):
    time_s = 3.0 + np.arange(int(5 * rate_hz)) / rate_hz
    block = gridded(time_s, np.stack([2.0 - 0.7 * time_s, 5.0 + 0.0 * time_s], axis=1))
    np.testing.assert_allclose(block.values[:, 0], 2.0 - 0.7 * block.time_s, atol=1e-9)
    np.testing.assert_allclose(block.values[:, 1], 5.0, atol=1e-9)


def test_cells_stand_a_step_apart_and_begin_with_the_first_sample():
    block = gridded(7.0 + np.arange(50) / 100.0, np.zeros((50, 1)))
    np.testing.assert_allclose(block.time_s, 7.0 + STEP_S * (np.arange(24) + 0.5), atol=1e-12)
    assert block.begins_s == 7.0


def test_a_cell_is_the_area_under_straight_lines():
    """By hand: 0 at 0 s, 1 at 0.01 s, 1 at 0.04 s. The first 20 ms hold (0.005 + 0.01)/0.02, the next 1."""
    block = gridded(np.array([0.0, 0.01, 0.04]), np.array([[0.0], [1.0], [1.0]]))
    np.testing.assert_allclose(block.values[:, 0], [0.75, 1.0], atol=1e-12)
    np.testing.assert_array_equal(block.ready_s, [0.04, 0.04])


def test_a_cell_is_ready_with_the_first_sample_at_or_after_its_end():
    block = gridded(np.array([0.0, 0.019, 0.021, 0.05]), np.zeros((4, 1)))
    np.testing.assert_array_equal(block.ready_s, [0.021, 0.05])


def test_repeated_rows_do_not_count_twice():
    time_s = np.arange(100) / 50.0
    values = np.sin(time_s)[:, None]
    twice = np.repeat(np.arange(100), 1 + (np.arange(100) % 3))
    plain, repeated = gridded(time_s, values), gridded(time_s[twice], values[twice])
    np.testing.assert_allclose(repeated.values, plain.values, atol=1e-12)


@settings(max_examples=50, deadline=None, database=None)
@given(
    steps=st.lists(st.floats(0.001, 0.2), min_size=30, max_size=60),
    values=st.lists(st.floats(-50.0, 50.0), min_size=61, max_size=61),
)
def test_the_mean_is_kept(steps, values):
    """The cells' area is that under the straight lines, from the first sample to the last whole cell."""
    time_s = np.concatenate([[0.0], np.cumsum(steps)])
    x = np.array(values[: len(time_s)])
    block = gridded(time_s, x[:, None])
    last_s = len(block.time_s) * STEP_S
    fine = np.unique(np.concatenate([time_s[time_s < last_s], [last_s]]))
    area = np.trapezoid(np.interp(fine, time_s, x), fine)
    assert float(block.values.sum()) * STEP_S == pytest.approx(area, abs=1e-9)


def test_a_long_hole_starts_anew_and_a_short_one_is_bridged_and_marked():
    time_s = np.concatenate([np.arange(50) / 50.0, 1.5 + np.arange(50) / 50.0, 4.0 + np.arange(50) / 50.0])
    first, second = Grid(1, FIFTY_HZ).push(time_s, time_s[:, None])
    assert second.begins_s == 4.0
    assert second.time_s[0] == pytest.approx(4.0 + STEP_S / 2)
    inside = (first.time_s > 0.99) & (first.time_s < 1.49)
    np.testing.assert_array_equal(first.hole[inside], True)
    assert not first.hole[first.time_s < 0.97].any()
    assert not first.hole[first.time_s > 1.53].any()
    assert not second.hole.any()
