"""Layouts of tables: second header rows, unmatched labels, blanks, several sensors in a row, one sensor a row, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group, read_recording
from imu.types import Floats, Recording
from tests.fixtures.exports import Files, rows, save, zipped
from tests.fixtures.spellings import GYR_SCALES, G, in_units, motion, worn, written

TIME_S, ACC, GYR = motion()
N = len(TIME_S)
DEG = GYR * GYR_SCALES["deg/s"]
SIX = [*(f"a{axis} (g)" for axis in "xyz"), *(f"g{axis} (deg/s)" for axis in "xyz")]
COLUMNS = [TIME_S, *in_units("g", "deg/s")]


def read(folder: Path, data: bytes) -> Recording:
    return read_recording(save(folder, {"a.csv": data})[0])


def refusal(folder: Path, data: bytes) -> RecordingError:
    with pytest.raises(RecordingError) as caught:
        read(folder, data)
    return caught.value


def check(recording: Recording, *, sensor: int = 0, gyroscope: bool = True) -> None:
    block = recording.sensors[sensor]
    np.testing.assert_allclose(block.acc_mps2, ACC, atol=1e-6)
    assert (block.gyr_radps is not None) == gyroscope
    if block.gyr_radps is not None:
        np.testing.assert_allclose(block.gyr_radps, GYR, atol=1e-6)


def notes(recording: Recording) -> dict[str, str]:
    return {note.code: reading_words(note) for note in recording.reading_notes}


def headed(lines: Sequence[str], separator: str = ",", columns: Sequence[object] = COLUMNS) -> bytes:
    return ("".join(line + "\n" for line in lines) + rows(columns, separator)).encode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lines",
    [
        ["time,ax,ay,az,gx,gy,gz", "s,g,g,g,deg/s,deg/s,deg/s"],
        ["# logger 1.2", "# no comment", "", "time,ax,ay,az,gx,gy,gz", "(s),(g),(g),(g),(dps),(dps),(dps)"],
        ["time (s)," + ",".join(SIX) + ","],
        ["\ufefftime (s)," + ",".join(SIX)],
        ["Name,session 3", "Rate,50", "time (s)," + ",".join(SIX)],
    ],
)
def test_header_rows(lines: list[str], tmp_path: Path) -> None:
    recording = read(tmp_path, headed(lines))
    check(recording)
    assert not recording.reading_notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    head = "Zeit (s);" + ";".join(f"Beschleunigung {a} (m/s²)" for a in "XYZ")
    head += ";" + ";".join(f"Winkelgeschwindigkeit {a} (°/s)" for a in "XYZ")
    data = headed([head], ";", [TIME_S, *ACC.T, *DEG.T]).decode().replace(".", ",")
    check(read(tmp_path, data.encode(encoding)))


def test_chinese_gbk(tmp_path: Path) -> None:
    head = (
        "时间 (s),"
        + ",".join(f"加速度{a}(g)" for a in "XYZ")
        + ","
        + ",".join(f"角速度{a}(°/s)" for a in "XYZ")
    )
    check(read(tmp_path, headed([head]).decode().encode("gbk")))


def test_header_that_stands_twice(tmp_path: Path) -> None:
    lines = headed(["time (s)," + ",".join(SIX)]).split(b"\n")
    check(read(tmp_path, b"\n".join([*lines[:200], lines[0], *lines[200:]])))


@pytest.mark.parametrize(
    ("names", "extra", "said"),
    [
        (["time (s)", *SIX], "last", "the last column was taken as the one without a name"),
        (["time (s)", *SIX], "first", "the first column was taken as row numbers"),
        (["time (s)", *SIX, "battery", "events"], "last", "the last ones (events)"),
    ],
)
def test_rows_that_do_not_match_their_header(names: list[str], extra: str, said: str, tmp_path: Path) -> None:
    columns = [*COLUMNS, np.full(N, 25.0)] if extra == "last" else [np.arange(1, N + 1), *COLUMNS]
    recording = read(tmp_path, headed([",".join(names)], columns=columns))
    check(recording)
    assert said in notes(recording)["names_and_cells"]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_name_too_many_among_the_axes_is_refused(at: int, tmp_path: Path) -> None:
    """Each value behind it would stand under its neighbour's name."""
    names = ["time (s)", *SIX[: at - 1], "mark", *SIX[at - 1 :]]
    assert "7 cells under a header of 8 names" in refusal(tmp_path, headed([",".join(names)])).what


def test_unmatched_rows_without_a_gyroscope_are_refused(tmp_path: Path) -> None:
    data = headed(["time (s),ax (g),ay (g),az (g)"], columns=[*COLUMNS[:4], np.full(N, 25.0)])
    assert "5 cells under a header of 4 names" in refusal(tmp_path, data).what


ROW_OF = (("acc", "m/s²"), ("gyr", "rad/s"))


def of_both(pattern: str, words: Sequence[str]) -> list[str]:
    """Names of twelve columns; ``@`` stands for the sensor, ``kind`` for acc or gyr, ``^`` for the axis."""
    return [
        pattern.replace("@", word).replace("kind", kind).replace("^", axis) + f" ({unit})"
        for word in words
        for kind, unit in ROW_OF
        for axis in "xyz"
    ]


@pytest.mark.parametrize(
    ("names", "sensors"),
    [
        (of_both("@_kind_^", ["right", "left"]), ["wrist_right", "wrist_left"]),
        (of_both("kind_^_@", ["left", "right"]), ["wrist_left", "wrist_right"]),
        (of_both("@_kind_^", ["L", "R"]), ["wrist_left", "wrist_right"]),
        (of_both("@ wrist kind ^", ["Left", "Right"]), ["wrist_left", "wrist_right"]),
        (of_both("@_kind_^", ["wrist", "upper"]), ["wrist", "upper_arm"]),
        (of_both("@.kind.^", ["forearm_left", "upper_arm_left"]), ["forearm_left", "upper_arm_left"]),
        (of_both("kind@_^", ["1", "2"]), ["wrist", "sensor 2"]),
        (of_both("kind_^_imu@", ["1", "2"]), ["wrist", "sensor 2"]),
        (of_both("kind_^@", ["1", "2"]), ["wrist", "sensor 2"]),
    ],
)
def test_two_sensors_in_a_row(names: list[str], sensors: list[str], tmp_path: Path) -> None:
    both = worn(("wrist_right", "wrist_left"))
    values = [v for block in both for v in (block.acc_mps2, block.gyr_radps) if v is not None]
    recording = read(tmp_path, written(["time (s)", *names], [TIME_S, *(c for v in values for c in v.T)]))
    assert [block.sensor for block in recording.sensors] == sensors
    for got, made in zip(recording.sensors, both, strict=True):
        assert got.gyr_radps is not None
        np.testing.assert_allclose(got.acc_mps2, made.acc_mps2, atol=1e-6)
        np.testing.assert_allclose(got.gyr_radps, made.gyr_radps, atol=1e-6)  # type: ignore[arg-type]
    assert ("several_devices" in notes(recording)) == ("sensor 2" in sensors)


def test_second_range_of_one_sensor(tmp_path: Path) -> None:
    names = [*(f"Accel {kind} {axis} (m/s²)" for kind in ("LN", "WR") for axis in "XYZ"), *SIX[3:]]
    recording = read(tmp_path, written(["time (s)", *names], [TIME_S, *ACC.T, *(2 * ACC.T), *DEG.T]))
    check(recording)
    assert "Accel WR X (m/s²)" in notes(recording)["columns_left_out"]


def blanked(values: Floats, present: Callable[[int], bool], blank: str = "") -> list[list[str]]:
    return [[repr(float(v)) if present(i) else blank for i, v in enumerate(column)] for column in values.T]


@pytest.mark.parametrize("blank", ["", "NaN"])
@pytest.mark.parametrize("every", [2, 4])
def test_slower_gyroscope_leaves_blanks(every: int, blank: str, tmp_path: Path) -> None:
    columns = [TIME_S, *(ACC / G).T, *blanked(DEG, lambda i: i % every == 0, blank)]
    recording = read(tmp_path, written(["time (s)", *SIX], columns))
    block, last = recording.sensors[0], (N - 1) // every * every + 1
    assert block.gyr_radps is not None
    np.testing.assert_allclose(block.acc_mps2, ACC[:last], atol=1e-6)
    np.testing.assert_allclose(block.gyr_radps[::every], GYR[:last:every], atol=1e-6)
    assert f"the gyroscope leaves rows blank: {N} readings" in notes(recording)["joined_by_time"]


def test_each_sensor_in_rows_of_its_own(tmp_path: Path) -> None:
    columns = [TIME_S, *blanked(ACC / G, lambda i: i % 2 == 0), *blanked(DEG, lambda i: i % 2 == 1)]
    block = read(tmp_path, written(["time (s)", *SIX], columns)).sensors[0]
    assert block.gyr_radps is not None
    shared = np.isin(block.time_s, TIME_S[::2])
    np.testing.assert_allclose(block.acc_mps2[shared], ACC[::2][-shared.sum() :], atol=0.5)
    assert len(block) >= N // 2 - 1


@pytest.mark.parametrize("cell", ["", "0", "0.000"])
def test_gyroscope_that_is_not_there(cell: str, tmp_path: Path) -> None:
    """Loggers of phones without a gyroscope write its columns all the same."""
    recording = read(tmp_path, written(["time (s)", *SIX], [TIME_S, *(ACC / G).T, *[[cell] * N] * 3]))
    check(recording, gyroscope=False)
    assert "gx (deg/s)" in notes(recording)["gyroscope_empty"]


def long_rows(head: str, acc: str, gyr: str, units: tuple[float, float] = (1.0, 1.0)) -> bytes:
    """Rows of accelerometer and gyroscope in turn, the columns in the order of the header's first two names."""
    first = head.split(",", maxsplit=1)[0]
    lines = [head]
    for t, force, turn in zip(TIME_S, ACC * units[0], GYR * units[1], strict=True):
        for label, values in ((acc, force), (gyr, turn)):
            lead = (label, repr(float(t))) if "time" not in first else (repr(float(t)), label)
            lines.append(",".join([*lead, *(repr(float(v)) for v in values)]))
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("head", "acc", "gyr"),
    [
        ("time (s),sensor,x,y,z", "accelerometer", "gyroscope"),
        ("time (s),sensor,x,y,z", "ACC", "GYR"),
        ("type,time (s),x,y,z", "A", "G"),
        ("sensor_type,timestamp (s),values_0,values_1,values_2", "1", "4"),
        ("name,time (s),value_x,value_y,value_z", "android.sensor.accelerometer", "android.sensor.gyroscope"),
        ("time (s),label,X,Y,Z", "LSM6DSL Acceleration Sensor", "LSM6DSL Gyroscope Sensor"),
        ("time (s),sensor,x,y,z", "加速度", "角速度"),
    ],
)
def test_one_sensor_a_row(head: str, acc: str, gyr: str, tmp_path: Path) -> None:
    recording = read(tmp_path, long_rows(head, acc, gyr))
    check(recording)
    assert recording.format == "long-rows"


def test_one_sensor_a_row_with_units_in_the_labels(tmp_path: Path) -> None:
    data = long_rows("time (s),sensor,x,y,z", "accel_g", "gyro_dps", (1 / G, GYR_SCALES["deg/s"]))
    recording = read(tmp_path, data)
    check(recording)
    assert not recording.reading_notes


def test_one_sensor_a_row_without_a_header_is_told(tmp_path: Path) -> None:
    data = long_rows("type,time (s),x,y,z", "ACC", "GYR").split(b"\n", 1)[1]
    assert "rows of several sensors without a header" in refusal(tmp_path, data).what


def test_rows_of_an_accelerometer_only_are_no_long_table(tmp_path: Path) -> None:
    data = long_rows("time (s),activity,x,y,z", "curl", "rest")
    assert "at rest" in refusal(tmp_path, data).what


@pytest.mark.parametrize(
    "names",
    [
        "AcX,AcY,AcZ,GyX,GyY,GyZ",
        "ax,ay,az,gx,gy,gz",
        "accX_raw,accY_raw,accZ_raw,gyroX_raw,gyroY_raw,gyroZ_raw",
    ],
)
@pytest.mark.parametrize(("of_a_g", "of_a_degree"), [(16384, 131), (8192, 65.5), (4096, 32.8), (2048, 16.4)])
def test_raw_counts(names: str, of_a_g: int, of_a_degree: float, tmp_path: Path) -> None:
    """What is said can be done, and then the file is read."""
    counts = [*np.round(ACC / G * of_a_g).astype(int).T, *np.round(DEG * of_a_degree).astype(int).T]
    cells = names.split(",")
    said = refusal(tmp_path, written(["time (s)", *cells], [TIME_S, *counts])).what
    assert "raw counts" in said
    assert f"Divide them by {of_a_g}" in said
    assert f"by {of_a_degree:g}, which fits" in said
    named = [f"{cell} ({unit})" for cell, unit in zip(cells, ["g"] * 3 + ["deg/s"] * 3, strict=True)]
    assert all(f"'{name}'" in said for name in named)
    divided = [*(c / of_a_g for c in counts[:3]), *(c / of_a_degree for c in counts[3:])]
    block = read(tmp_path, written(["time (s)", *named], [TIME_S, *divided])).sensors[0]
    np.testing.assert_allclose(block.acc_mps2, ACC, atol=G / of_a_g)


def test_raw_counts_of_the_gyroscope_alone(tmp_path: Path) -> None:
    counts = np.round(DEG * 16.4).astype(int)
    names = ["time (s)", *SIX[:3], "gx (LSB)", "gy (LSB)", "gz (LSB)"]
    said = refusal(tmp_path, written(names, [TIME_S, *(ACC / G).T, *counts.T])).what
    assert "divide gx (LSB), gy (LSB), gz (LSB) by 16.4" in said


GYROSCOPE = [f"g{axis} (rad/s)" for axis in "xyz"]
FREE = np.random.default_rng(3).normal(0.0, 0.5, ACC.shape)
"""An acceleration without gravity."""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("LinAcc@ (m/s^2)", "Acc@ (m/s^2)"),
        ("userAcceleration.@ (m/s²)", "acceleration.@ (m/s²)"),
        ("acceleration.@", "accelerationIncludingGravity.@"),
        ("linear_acceleration_@", "accelerometer_@"),
        ("ax@"[:1] + "@", "accel_@"),
        ("acc_@ (m/s²)", "linear_acc_@ (m/s²)"),
    ],
)
def test_gravity_tells_which_acceleration(first: str, second: str, tmp_path: Path) -> None:
    """Whatever the names say, and in whichever order they stand."""
    names = [pattern.replace("@", axis) for pattern in (first, second) for axis in "xyz"]
    check(read(tmp_path, written(["time (s)", *names, *GYROSCOPE], [TIME_S, *FREE.T, *ACC.T, *GYR.T])))


def test_linear_acceleration_of_ros_holds_gravity(tmp_path: Path) -> None:
    names = ["%time", "field.header.seq", *(f"field.orientation.{a}" for a in "xyzw")]
    names += [f"field.{kind}.{a}" for kind in ("angular_velocity", "linear_acceleration") for a in "xyz"]
    time_ns = [1_600_000_000_000_000_000 + round(t * 1e9) for t in TIME_S]
    columns = [time_ns, range(N), *[[0.0] * N] * 4, *GYR.T, *ACC.T]
    recording = read(tmp_path, written(names, columns))
    check(recording)
    assert "hold gravity" in notes(recording)["gravity_by_rest"]


def test_linear_acceleration_alone_is_refused(tmp_path: Path) -> None:
    names = ["time (s)", *(f"linear_acceleration.{axis}" for axis in "xyz"), *GYROSCOPE]
    assert "gravity removed" in refusal(tmp_path, written(names, [TIME_S, *FREE.T, *GYR.T])).what


@pytest.mark.parametrize(
    ("gravity", "user", "unit", "sign"),
    [
        ("gravity.@", "userAcceleration.@", 1 / G, -1.0),
        ("DMGrv@", "DMUAccel@", 1 / G, -1.0),
        ("gravity_@ (m/s²)", "linear_acceleration_@ (m/s²)", 1.0, 1.0),
    ],
)
def test_gravity_apart_is_added(gravity: str, user: str, unit: float, sign: float, tmp_path: Path) -> None:
    """Apple's gravity points down and is in g, Android's points up and is in m/s²."""
    names = [pattern.replace("@", axis) for pattern in (gravity, user) for axis in "xyz"]
    parts = [*(sign * (ACC - FREE) * unit).T, *(sign * FREE * unit).T]
    recording = read(tmp_path, written(["time (s)", *names, *GYROSCOPE], [TIME_S, *parts, *GYR.T]))
    check(recording)
    assert ("Apple's sign" in notes(recording)["gravity_added"]) == (sign < 0)


def quantity(values: Floats, head: str = "time,x,y,z") -> bytes:
    return headed([head], columns=[TIME_S, *values.T])


PAIRS = [
    ("Accelerometer.csv", "Gyroscope.csv"),
    ("acc.csv", "gyr.csv"),
    ("s1_acc_2024.csv", "s1_gyro_2024.csv"),
    ("curl-accel.csv", "curl-gyro.csv"),
    ("ACC_01.csv", "GYRO_01.csv"),
    ("accelerometer (1).csv", "gyroscope (1).csv"),
    ("Acceleration.csv", "AngularVelocity.csv"),
    ("TotalAcceleration.csv", "RotationRate.csv"),
    ("Beschleunigung.csv", "Drehrate.csv"),
]


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize(("acc", "gyr"), PAIRS)
def test_the_names_of_files_tell_what_x_y_z_are(acc: str, gyr: str, as_zip: bool, tmp_path: Path) -> None:
    made: Files = {acc: quantity(ACC), gyr: quantity(GYR)}
    save(tmp_path, {"a.zip": zipped(made)} if as_zip else made)
    (group,) = group_paths([str(tmp_path)])
    check(read_group(group))


def test_other_sensors_beside_them(tmp_path: Path) -> None:
    made = {
        "Accelerometer.csv": quantity(ACC),
        "Gyroscope.csv": quantity(GYR),
        "Magnetometer.csv": quantity(GYR),
    }
    save(
        tmp_path,
        {"a.zip": zipped({**made, "Gravity.csv": quantity(ACC), "LinearAcceleration.csv": quantity(FREE)})},
    )
    check(read_recording(str(tmp_path / "a.zip")))
    save(tmp_path / "folder", made)
    check(read_recording(str(tmp_path / "folder")))


def test_pairs_of_files_stay_apart(tmp_path: Path) -> None:
    save(
        tmp_path,
        {f"{day}_{kind}.csv": quantity(v) for day in "ab" for kind, v in (("acc", ACC), ("gyr", GYR))},
    )
    groups = group_paths([str(tmp_path)])
    assert [[Path(file).name for file in group.files] for group in groups] == [
        ["a_acc.csv", "a_gyr.csv"],
        ["b_acc.csv", "b_gyr.csv"],
    ]


def test_a_gyroscope_file_alone_is_no_accelerometer(tmp_path: Path) -> None:
    save(tmp_path, {"Gyroscope.csv": quantity(GYR)})
    with pytest.raises(RecordingError, match="holds no accelerometer"):
        read_recording(str(tmp_path / "Gyroscope.csv"))


def test_two_files_that_are_both_accelerometers(tmp_path: Path) -> None:
    save(tmp_path, {"a.zip": zipped({"Accelerometer.csv": quantity(ACC), "acc_2.csv": quantity(ACC)})})
    with pytest.raises(RecordingError, match="holds 2 files that are not parts of one recording"):
        read_recording(str(tmp_path / "a.zip"))
