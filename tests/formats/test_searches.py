"""Searches through a whole recording: what they find depends on its rows, not on the blocks in which these come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.formats.tables.check_acceleration import RestSearch, rest_of
from imu.formats.tables.check_gyroscope import TurningSearch, turning_of
from imu.formats.tables.clock_steps import ClockSteps
from imu.formats.tables.even_times import steps_of
from imu.formats.tables.tiles import TILE_ROWS, Thinned, Tiles
from imu.formats.tables.time_order import TimeOrder, in_time_order
from imu.units import G_MPS2
from tests.fixtures.spoiled import lifts
from tests.fixtures.streams import RANDOM

SIZES = st.lists(st.integers(1, 9), min_size=1, max_size=5)


def portions(count: int, sizes: list[int]) -> Iterator[slice]:
    """Portions of so many rows, in sizes that come again and again."""
    at, k = 0, 0
    while at < count:
        yield slice(at, at + sizes[k % len(sizes)])
        at, k = at + sizes[k % len(sizes)], k + 1


@pytest.mark.parametrize("size", [7, 40_000, TILE_ROWS, 150_000, 500_000])
def test_tiles_are_the_same_whatever_comes(size: int) -> None:
    rows = np.arange(2.5 * TILE_ROWS)[:, None]
    tiles = Tiles()
    found = [tile for part in portions(len(rows), [size]) for tile in tiles.push(rows[part])]
    found += tiles.rest()
    assert [len(tile) for tile in found] == [TILE_ROWS, TILE_ROWS, TILE_ROWS // 2]
    np.testing.assert_array_equal(np.concatenate(found), rows)
    assert list(tiles.rest()) == []


@RANDOM
@given(count=st.integers(0, 200), most=st.integers(1, 20), sizes=SIZES)
def test_so_many_rows_are_kept_evenly_spread(count: int, most: int, sizes: list[int]) -> None:
    thinned = Thinned(most)
    for part in portions(count, sizes):
        thinned.add(np.arange(count, dtype=float)[part])
    kept = thinned.rows()
    stride = 1
    while -(-count // stride) > most:
        stride *= 2
    np.testing.assert_array_equal(kept, np.arange(0, count, stride))


TIMES = st.lists(st.integers(0, 12), min_size=1, max_size=40)


@RANDOM
@given(times=TIMES, sizes=SIZES)
def test_time_never_decreases_in_what_is_kept(times: list[int], sizes: list[int]) -> None:
    time_s = np.array(times, float)
    keep = in_time_order(time_s)
    assert (np.diff(time_s[keep]) >= 0.0).all()
    order = TimeOrder()
    for part in portions(len(time_s), sizes):
        order.push(time_s[part])
    np.testing.assert_array_equal(order.finish(), np.flatnonzero(~keep))
    steps = np.flatnonzero(np.diff(time_s) < 0.0)
    if len(steps) == 0:
        assert order.first_back is None
    else:
        assert order.first_back is not None
        assert (order.first_back.row, order.first_back.before_s) == (steps[0] + 1, time_s[steps[0]])


@pytest.mark.parametrize(("late", "early"), [(1, 5), (3, 4), (5, 1), (4, 3), (6, 6)])
def test_the_fewer_rows_are_dropped(late: int, early: int) -> None:
    """Rows that are too late, then rows that lie before them, until the clock is beyond."""
    time_s = np.concatenate([np.arange(10.0), 50.0 + np.arange(late), 20.0 + np.arange(early), [80.0, 81.0]])
    dropped = range(10, 10 + late) if late <= early else range(10 + late, 10 + late + early)
    np.testing.assert_array_equal(np.flatnonzero(~in_time_order(time_s)), list(dropped))


def test_a_step_back_is_followed_so_far_and_no_further() -> None:
    for many, told in ((20, None), (21, 121)):
        order = TimeOrder(reach=20)
        order.push(np.concatenate([np.arange(121.0), 121.0 - many + np.arange(40.0) - 0.5]))
        order.finish()
        assert order.too_far == told


@pytest.mark.parametrize("seed", range(40))
def test_steps_of_a_clock_are_those_of_the_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    steps = rng.choice([0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 9.0], rng.integers(25, 60)).tolist()
    still, sizes = int(rng.integers(0, 70)), rng.integers(1, 9, 4).tolist()
    times = np.cumsum([*steps[:10], *([0.0] * still), *steps[10:], 1.0])
    clock = ClockSteps()
    for part in portions(len(times), sizes):
        clock.add(times[part])
    found, whole = clock.found(), steps_of(times)
    assert found.rows == len(times)
    assert found.row_s == pytest.approx(whole.row, rel=1e-9)
    assert found.still_rows == sum(last - first for first, last in whole.still)
    assert (found.first is None) == (whole.still == [])
    if found.first is not None and found.longest is not None:
        first = whole.still[0]
        assert (found.first.first, found.first.rows) == (first[0], first[1] - first[0] + 1)
        assert found.first.time_s == times[first[0]]
        assert found.longest.rows == max(last - first + 1 for first, last in whole.still)


def test_gravity_is_found_in_hours_of_which_every_second_window_is_held() -> None:
    rng = np.random.default_rng(2)
    count = 1_000_000
    acc = np.array([0.0, 0.0, 1.02 * G_MPS2]) + rng.normal(0.0, 0.05, (count, 3))
    acc[: count // 2] += rng.normal(0.0, 3.0, (count // 2, 3))
    whole, search = rest_of(acc), RestSearch()
    for part in portions(count, [30_011, 70_001]):
        search.add(acc[part])
    assert search.found().sizes.tobytes() == whole.sizes.tobytes()
    assert whole.size == pytest.approx(1.02 * G_MPS2, abs=0.01)
    assert whole.readings == count
    # the quietest fifth of every second window, but for noise that stands alone
    assert len(whole.sizes) == pytest.approx(count / 5 / 2, rel=0.01)


def test_a_gyroscope_is_compared_with_gravity_in_any_portions() -> None:
    own = lifts()
    assert own.gyr_radps is not None
    whole, search = turning_of(own.time_s, own.acc_mps2, own.gyr_radps), TurningSearch()
    for part in portions(len(own), [113, 5]):
        search.add(own.time_s[part], own.acc_mps2[part], own.gyr_radps[part])
    assert search.found() == whole
    assert whole.scale == pytest.approx(1.0, rel=0.3)
    assert whole.readings == len(own)
