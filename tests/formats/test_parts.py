"""The steps below the dialects: units, clocks, merging, gravity."""

from __future__ import annotations

import numpy as np
import pytest

from imu.formats.tables.align import on_one_grid
from imu.formats.tables.check_acceleration import (
    check_gravity,
    looks_like,
    rest_of,
    rest_size,
    unit_by_gravity,
)
from imu.formats.tables.check_gyroscope import unit_by_motion
from imu.formats.tables.clean import Notes, forward
from imu.formats.tables.columns import find_columns
from imu.formats.tables.header_units import acc_unit, gyro_unit, split_cell
from imu.formats.tables.parse_table import read_table
from imu.formats.tables.time_names import stated_time_unit
from imu.formats.tables.timestamps import clock_us, evened
from tests.fixtures.exports import ACC, DEG, GYR, TIME, G


@pytest.mark.parametrize(
    ("cell", "name", "unit"),
    [
        ("Acceleration X(g)", "Acceleration X", "g"),
        ("X [mg]", "X", "mg"),
        ("Accel (m/(s^2))", "Accel", "m/(s^2)"),
        ("time", "time", None),
        ("Chip Time()", "Chip Time", None),
    ],
)
def test_cells(cell: str, name: str, unit: str | None) -> None:
    assert split_cell(cell) == (name, unit)


@pytest.mark.parametrize("unit", ["deg/s", "°/s", "º/s", "dps", "deg/sec", "d/s", "�/s", "¡ã/s", "?/s"])
def test_degrees_in_any_spelling(unit: str) -> None:
    assert gyro_unit(unit) == "deg/s"


def test_units_that_are_something_else() -> None:
    assert gyro_unit("m/s") is None
    assert gyro_unit("g") is None
    assert acc_unit("uT") is None
    assert acc_unit("m/s²") == acc_unit("m/(sec^2)") == "m/s²"


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("sensor timestamp [ns]", "ns"),
        ("Time since start in ms ", "ms"),
        ("time_s", "s"),
        ("time", None),
        ("timestamps", None),
        ("t_us", "us"),
        ("Time (s)", "s"),
    ],
)
def test_time_units(cell: str, unit: str | None) -> None:
    assert stated_time_unit(cell) == unit


def test_columns_sort_out_what_has_gravity() -> None:
    names = [
        f"{kind}{a} ({unit})"
        for kind, unit in (("a", "m/s^2"), ("gF", "g"), ("w", "rad/s"), ("B", "µT"))
        for a in "xyz"
    ]
    columns = find_columns(("time", *names))
    assert [triple.stem for triple in columns.acc] == ["gf", "a"]
    assert [triple.stem for triple in columns.gyr] == ["w"]
    assert columns.times == ["time"]


def test_clock_carries_over_midnight() -> None:
    micros, good = clock_us(["23:59:59.500", "00:00:00.250", "x"])
    assert good.tolist() == [True, True, False]
    assert micros[1] - micros[0] == 750_000


def test_clock_knows_dates() -> None:
    micros, good = clock_us(["2024-02-29 23:59:59:999", "2024-03-01T00:00:00.001", "2024-02-30 00:00:00"])
    assert good.tolist() == [True, True, False]
    assert micros[1] - micros[0] == 2_000


def test_bursts_become_even() -> None:
    true = np.arange(200) * 0.02
    host = np.repeat(true[4::5], 5)  # five samples arrive at once
    even = evened(host)
    np.testing.assert_allclose(np.diff(even), 0.02, rtol=1e-2)


def test_evened_keeps_holes() -> None:
    host = np.concatenate([np.arange(50) * 0.1, 20 + np.arange(50) * 0.1])
    np.testing.assert_allclose(evened(host), host, atol=1e-9)


def test_merging_never_bridges_a_hole() -> None:
    fast = np.arange(0, 4, 0.01)
    slow = np.concatenate([np.arange(0, 1.001, 0.1), np.arange(2, 3.001, 0.1)])
    line = slow[:, None] * [1.0, -2.0, 3.0]
    time_s, a, b = on_one_grid(fast, fast[:, None] ** 2 * [1.0, 1.0, 1.0], slow, line, "x")
    np.testing.assert_allclose(b, time_s[:, None] * [1.0, -2.0, 3.0], atol=1e-12)
    np.testing.assert_allclose(a[:, 0], time_s**2)
    assert not ((time_s > 1.001) & (time_s < 1.999)).any()
    assert time_s.max() <= 3.0001


def test_rest_is_found_between_lifts() -> None:
    rng = np.random.default_rng(0)
    moving = rng.normal(size=(900, 3)) * 20
    still = np.tile([0.0, 6.0, 8.0], (300, 1)) + rng.normal(size=(300, 3)) * 0.01
    assert rest_size(np.concatenate([moving, still])) == pytest.approx(10.0, rel=0.01)


@pytest.mark.parametrize(
    ("rest", "unit"), [(1.0, "g"), (9.81, "m/s²"), (1000.0, "mg"), (981.0, "mg"), (0.0, None), (3.0, None)]
)
def test_what_a_size_looks_like(rest: float, unit: str | None) -> None:
    assert looks_like(rest) == unit


@pytest.mark.parametrize(
    ("times", "left"),
    [
        ([0, 1, 2], [0, 1, 2]),
        ([0, 1, 9, 2, 3], [0, 1, 2, 3]),
        ([9, 0, 1, 2], [0, 1, 2]),
        ([0, 1, 2, 3, 1, 4], [0, 1, 2, 3, 4]),
        ([0, 1, 2, 2, 8, 9, 3, 4, 4, 5], [0, 1, 2, 2, 3, 4, 4, 5]),
    ],
)
def test_the_fewer_rows_go_where_time_steps_back(times: list[float], left: list[float]) -> None:
    """Whole rows around the case keep it below the share that is refused."""
    lead, tail = np.arange(-60.0, 0.0), np.arange(10.0, 70.0)
    time_s = np.concatenate([lead, times, tail])
    made = read_table("a", "t\n" + "".join(f"{t}\n" for t in time_s), header_line=0)
    notes = Notes()
    keep = forward(made, np.arange(len(time_s)), time_s, notes)
    assert time_s[keep].tolist() == [*lead.tolist(), *left, *tail.tolist()]
    assert len(notes.items) == int(times != left)


def test_gravity_is_steady_and_other_accelerations_are_not() -> None:
    rng = np.random.default_rng(3)
    noise = rng.normal(size=(600, 3))
    assert unit_by_gravity(np.array([0.0, 0.6, 0.8]) + 0.02 * noise) == "g"
    assert unit_by_gravity(np.array([0.0, 0.0, G]) + 0.2 * noise) == "m/s²"
    assert looks_like(rest_size(0.62 * noise)) == "g"
    assert unit_by_gravity(0.62 * noise) is None


@pytest.mark.parametrize(("gravity", "told"), [(12.6, 1), (7.6, 1), (10.5, 0), (G, 0)])
@pytest.mark.parametrize("readings", [60, 600])
def test_a_rest_tells_of_calibration(gravity: float, told: int, readings: int) -> None:
    """10.5 is corrected, and said with the sets."""
    still = np.array([0.0, 0.6, 0.8]) * gravity + 0.1 * np.random.default_rng(3).normal(size=(readings, 3))
    notes = Notes()
    check_gravity(rest_of(still), "m/s²", "a.csv", notes)
    assert [note.code for note in notes.items] == ["gravity_size"] * told


@pytest.mark.parametrize("swing", [5.0, 9.0, 14.0])
@pytest.mark.parametrize("readings", [60, 120, 2400])
def test_steady_vigorous_movement_tells_nothing_of_calibration(swing: float, readings: int) -> None:
    """Strides at 2.7 a second, at 20 readings a second: no moment is a rest."""
    stride = swing * np.sin(2.0 * np.pi * 2.7 * np.arange(readings) / 20.0)
    acc = np.column_stack([stride, 0.6 * stride[::-1], G + stride])
    notes = Notes()
    check_gravity(rest_of(acc), "m/s²", "a.csv", notes)
    assert rest_size(acc) > 1.02 * G
    assert [note.code for note in notes.items if note.code != "no_rest"] == []


def test_motion_tells_the_unit() -> None:
    assert unit_by_motion(TIME, ACC, GYR) == "rad/s"
    assert unit_by_motion(TIME, ACC / G, DEG) == "deg/s"
    assert unit_by_motion(TIME, ACC, GYR * 0.0) is None
    assert unit_by_motion(TIME, ACC, GYR[:, [1, 0, 2]] * [1.0, -1.0, 1.0]) is None  # about another axis
