"""Names of columns as loggers, apps and spreadsheets write them, against a simulated set of curls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.formats.tables.columns import find_columns
from imu.types import Floats, Recording
from tests.fixtures.exports import save
from tests.fixtures.spellings import GYR_SCALES, in_units, motion, worn, written

TIME_S, ACC, GYR = motion()
PLAIN_ACC = ["ax (m/s²)", "ay (m/s²)", "az (m/s²)"]


def axes(pattern: str, letters: str = "xyz") -> list[str]:
    """Names of three columns; ``@`` stands for the axis, ``^`` for its capital."""
    return [pattern.replace("@", letter).replace("^", letter.upper()) for letter in letters]


def read(folder: Path, names: list[str], columns: list[Floats], time: str = "time (s)") -> Recording:
    return read_recording(save(folder, {"a.csv": written([time, *names], [TIME_S, *columns])})[0])


def check(recording: Recording, acc: Floats = ACC, gyr: Floats | None = GYR) -> None:
    block = recording.sensors[0]
    np.testing.assert_allclose(block.acc_mps2, acc, atol=1e-6)
    if gyr is None:
        assert block.gyr_radps is None
    else:
        assert block.gyr_radps is not None
        np.testing.assert_allclose(block.gyr_radps, gyr, atol=1e-6)


def codes(recording: Recording) -> list[str]:
    return [note.code for note in recording.reading_notes]


@pytest.mark.parametrize(
    ("acc", "acc_unit", "gyr", "gyr_unit"),
    [
        # the unit behind the name
        ("a@_g", "g", "g@_dps", "deg/s"),
        ("a@_mps2", "m/s²", "g@_rads", "rad/s"),
        ("a@_ms2", "m/s²", "g@_radps", "rad/s"),
        ("acc^_mg", "mg", "gyro^_mdps", "mdeg/s"),
        ("acc_@_ms2", "m/s²", "gyro_@_rad_s", "rad/s"),
        ("Acc^_m_s2", "m/s²", "Gyro^_deg_per_s", "deg/s"),
        ("acc_@_m_per_s2", "m/s²", "gyr_@_rad_per_s", "rad/s"),
        ("accel^MG", "mg", "gyro^Dps", "deg/s"),
        ("acc_g_@", "g", "gyro_dps_@", "deg/s"),
        ("accel_mps2_@", "m/s²", "gyro_rads_@", "rad/s"),
        ("a@ / g", "g", "g@ / deg/s", "deg/s"),
        ("a@ in m/s²", "m/s²", "g@ in deg/s", "deg/s"),
        ("a^ m/s2", "m/s²", "g^ °/s", "deg/s"),
        ("a@-g", "g", "w@-rad/s", "rad/s"),
        # in brackets, in many spellings
        ("bmi160_a_@[mg]", "mg", "bmi160_g_@[mDeg]", "mdeg/s"),
        ("Acc^(m/s²)", "m/s²", "Gyr^(deg/s)", "deg/s"),
        ("Acc^[mg]", "mg", "Gyr^[mdps]", "mdeg/s"),
        ("A^ (m·s⁻²)", "m/s²", "G^ (rad·s⁻¹)", "rad/s"),
        ("a_@ [m s-2]", "m/s²", "w_@ [rad s-1]", "rad/s"),
        ("Accel ^ (cm/s**2)", "cm/s²", "Gyro ^ (DPS)", "deg/s"),
        ("Acceleration ^ (m/sec²)", "m/s²", "Angular Rate ^ (deg/sec)", "deg/s"),
        ("Acceleration (g) ^", "g", "Gyro(dps).@", "deg/s"),
        ("Acc_^ (G)", "g", "Gyr_^ (degrees/second)", "deg/s"),
        ("Accelerometer (^) [m/s²]", "m/s²", "Gyroscope (^) [rad/s]", "rad/s"),
        ("^-axis acceleration (g)", "g", "^-axis angular rate (deg/s)", "deg/s"),
        ("Specific force @ (m/s²)", "m/s²", "turn rate @ (deg/s)", "deg/s"),
        ("imu.linear_accel.@ (g)", "g", "imu.angular_vel.@ (rad/s)", "rad/s"),
        # whatever the gyroscope is called: its unit says what it is
        ("a@ (g)", "g", "rot^ (deg/s)", "deg/s"),
        ("a@ (g)", "g", "rotation_rate_@ (deg/s)", "deg/s"),
        ("a@ (g)", "g", "spin ^ (rad/s)", "rad/s"),
        ("a@ (g)", "g", "om_@ [rad/s]", "rad/s"),
        ("a@ (g)", "g", "channel @ (dps)", "deg/s"),
        ("shake ^ (m/s²)", "m/s²", "G_^ (°/s)", "deg/s"),
        # other languages
        ("加速度^(g)", "g", "角速度^(°/s)", "deg/s"),
        ("加速度^（m/s²）", "m/s²", "陀螺仪^（rad/s）", "rad/s"),
        ("^軸加速度 [m/s²]", "m/s²", "^軸角速度 [deg/s]", "deg/s"),
        ("가속도 ^ (g)", "g", "각속도 ^ (°/s)", "deg/s"),
        ("Beschleunigung ^ (m/s²)", "m/s²", "Winkelgeschwindigkeit ^ (rad/s)", "rad/s"),
        ("Beschleunigung-^ [g]", "g", "Drehrate-^ [°/s]", "deg/s"),
        ("Beschleunigung ^-Achse (g)", "g", "Gyroskop ^-Achse (Grad/s)", "deg/s"),
        ("Accélération axe ^ (m/s²)", "m/s²", "Vitesse angulaire axe ^ (°/s)", "deg/s"),
        ("Accéléromètre ^ (g)", "g", "Vitesse de rotation ^ (rad/s)", "rad/s"),
        ("Aceleración ^ (m/s²)", "m/s²", "Velocidad angular ^ (grados/s)", "deg/s"),
        ("Acelerómetro eje ^ (g)", "g", "Giroscopio eje ^ (°/s)", "deg/s"),
        ("Accelerazione ^ (m/s²)", "m/s²", "Velocità angolare ^ (rad/s)", "rad/s"),
        ("Aceleração ^ (g)", "g", "Velocidade angular ^ (°/s)", "deg/s"),
        ("Ускорение ^ (м/с²)", "m/s²", "Угловая скорость ^ (°/с)", "deg/s"),
    ],
)
def test_units_and_names(acc: str, acc_unit: str, gyr: str, gyr_unit: str, tmp_path: Path) -> None:
    recording = read(tmp_path, [*axes(acc), *axes(gyr)], in_units(acc_unit, gyr_unit))
    check(recording)
    assert codes(recording) in ([], ["gravity_by_rest"])


@pytest.mark.parametrize(
    ("acc", "gyr"),
    [
        ("a@", "g@"),
        ("a^", "w^"),
        ("A_^", "G_^"),
        ("Ac^", "Gy^"),
        ("AccX"[:-1] + "^", "Gyro^"),
        ("accel_@", "gyro_@"),
        ("ACCEL_^", "GYRO_^"),
        ("lsm6ds3.acc.@", "lsm6ds3.gyro.@"),
        ("mpu6050_a@", "mpu6050_g@"),
        ("x_acc", "x_gyro"),
        ("imu/acceleration/@", "imu/angular_velocity/@"),
        ("accel_@_raw", "gyro_@_raw"),
        ("data.acc[@]", "data.gyr[@]"),
        ("acc@1", "gyr@1"),
        ("aceleracion_@", "giroscopio_@"),
        ("a@", "rot@"),
        ("a@", "foo_@"),
    ],
)
def test_names_without_units(acc: str, gyr: str, tmp_path: Path) -> None:
    """Gravity tells the units, and that columns which nothing names are a gyroscope."""
    names = [
        name.replace("x", letter) if acc == "x_acc" else name
        for name, letter in zip(axes(acc), "xyz", strict=True)
    ]
    turning = [
        name.replace("x", letter) if gyr == "x_gyro" else name
        for name, letter in zip(axes(gyr), "xyz", strict=True)
    ]
    recording = read(tmp_path, [*names, *turning], in_units("g", "deg/s"))
    check(recording)
    assert {"unit_by_gravity", "unit_by_motion"} <= set(codes(recording))


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["Gyr_1", "Gyr_2", "Gyr_3"], (0, 1, 2)),
        (["gyro[0]", "gyro[1]", "gyro[2]"], (0, 1, 2)),
        (["omega1 (deg/s)", "omega2 (deg/s)", "omega3 (deg/s)"], (0, 1, 2)),
        (["p (deg/s)", "q (deg/s)", "r (deg/s)"], (0, 1, 2)),
        (["roll (deg/s)", "pitch (deg/s)", "yaw (deg/s)"], (0, 1, 2)),
        (["GYROSCOPE Yaw (deg/s)", "GYROSCOPE Pitch (deg/s)", "GYROSCOPE Roll (deg/s)"], (2, 1, 0)),
        (["GYROSCOPE Yaw (deg/s)", "GYROSCOPE Pitch (deg/s)", "GYROSCOPE Roll (deg/s)"], (0, 1, 2)),
        (["yaw_rate_dps", "pitch_rate_dps", "roll_rate_dps"], (2, 1, 0)),
        (["rotationRate.alpha", "rotationRate.beta", "rotationRate.gamma"], (0, 1, 2)),
        (["rotationRate.alpha", "rotationRate.beta", "rotationRate.gamma"], (2, 0, 1)),
        (["alpha (deg/s)", "beta (deg/s)", "gamma (deg/s)"], (2, 0, 1)),
        (["forwards (deg/s)", "sideways (deg/s)", "round (deg/s)"], (1, 2, 0)),
    ],
)
def test_axes_without_letters(names: list[str], order: tuple[int, int, int], tmp_path: Path) -> None:
    """Which of yaw, pitch and roll is about which axis differs from logger to logger: the turning of gravity tells."""
    columns = [*ACC.T, *(GYR.T[axis] * GYR_SCALES["deg/s"] for axis in order)]
    check(read(tmp_path, [*PLAIN_ACC, *names], columns))


def test_axes_that_gravity_cannot_tell_are_said(tmp_path: Path) -> None:
    names = ["roll (deg/s)", "pitch (deg/s)", "yaw (deg/s)"]
    still = np.tile(ACC[:1], (len(TIME_S), 1))
    noise = np.random.default_rng(1).normal(0.0, 0.1, still.shape)
    recording = read(tmp_path, [*PLAIN_ACC, *names], [*still.T, *noise.T])
    (note,) = [note for note in recording.reading_notes if note.code == "axes_by_motion"]
    assert note.severity == "warning"
    assert "x: roll (deg/s), y: pitch (deg/s), z: yaw (deg/s)" in reading_words(note)


@pytest.mark.parametrize("name", ["rot^", "tilt_@", "value_@"])
def test_columns_that_nothing_names_are_said(name: str, tmp_path: Path) -> None:
    """Neither named nor turning as gravity does: they are not read, and that is said."""
    recording = read(tmp_path, [*PLAIN_ACC, *axes(name)], [*ACC.T, *np.cumsum(GYR, axis=0).T])
    check(recording, gyr=None)
    (note,) = [note for note in recording.reading_notes if note.code == "columns_left_out"]
    assert note.severity == "warning"
    assert ", ".join(axes(name)) in reading_words(note)


@pytest.mark.parametrize(
    "names",
    [
        ["roll (deg)", "pitch (deg)", "yaw (deg)"],
        ["mag_x (uT)", "mag_y (uT)", "mag_z (uT)"],
        ["gyro_bias_x (rad/s)", "gyro_bias_y (rad/s)", "gyro_bias_z (rad/s)"],
        ["angular_velocity_covariance_0", "angular_velocity_covariance_1", "angular_velocity_covariance_2"],
        ["Speed X (m/s)", "Speed Y (m/s)", "Speed Z (m/s)"],
        [
            "angular acceleration x (rad/s²)",
            "angular acceleration y (rad/s²)",
            "angular acceleration z (rad/s²)",
        ],
    ],
)
def test_other_quantities_are_no_gyroscope(names: list[str], tmp_path: Path) -> None:
    recording = read(tmp_path, [*PLAIN_ACC, *names], [*ACC.T, *GYR.T])
    check(recording, gyr=None)


@pytest.mark.parametrize(
    "header",
    [
        "open,high,low,close,volume,time",
        "time,latitude,longitude,altitude,speed",
        "time,heart rate (bpm),steps,cadence",
        "time,battery,humidity (%),temperature (°C)",
        "time,max_speed,gravity,accuracy",
        "id,alpha,beta,gamma",
        "time,roll,pitch,yaw",
        "time,p,q,r",
    ],
)
def test_tables_of_something_else_have_no_motion(header: str) -> None:
    columns = find_columns(tuple(header.split(",")))
    assert not any(
        triple.complete for triple in (*columns.acc, *columns.gyr, *columns.linear, *columns.others)
    )


def test_unit_at_one_axis_only(tmp_path: Path) -> None:
    names = ["Acc X [g]", "Acc Y", "Acc Z", "Gyro X [dps]", "Gyro Y", "Gyro Z"]
    check(read(tmp_path, names, in_units("g", "deg/s")))


def test_two_sensors_without_units_of_which_one_is_the_gyroscope(tmp_path: Path) -> None:
    check(read(tmp_path, ["x", "y", "z", "x", "y", "z"], in_units("g", "deg/s")))


def test_sensors_of_both_arms(tmp_path: Path) -> None:
    both = worn(("wrist_right", "wrist_left"))
    names = [
        f"{side}_{kind}_{axis} ({unit})"
        for side in ("right", "left")
        for kind, unit in (("acc", "m/s²"), ("gyr", "rad/s"))
        for axis in "xyz"
    ]
    columns = [
        column
        for block in both
        for values in (block.acc_mps2, block.gyr_radps)
        if values is not None
        for column in values.T
    ]
    recording = read(tmp_path, names, columns)
    assert [block.sensor for block in recording.sensors] == ["wrist_right", "wrist_left"]
    for read_block, block in zip(recording.sensors, both, strict=True):
        np.testing.assert_allclose(read_block.acc_mps2, block.acc_mps2, atol=1e-6)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("time,open,high,low,close", "0,10.5,11,10,10.7"),
        ("time,latitude,longitude,speed", "0,52.1,13.2,1.5"),
        ("time,heart rate (bpm),steps", "0,71,12"),
        ("time,roll (deg),pitch (deg),yaw (deg)", "0,1.5,2.5,3.5"),
    ],
)
def test_tables_of_something_else_are_told(header: str, row: str, tmp_path: Path) -> None:
    data = (header + "\n" + (row + "\n") * 60).encode()
    with pytest.raises(RecordingError, match="no column for each axis of an acceleration or rotation"):
        read_recording(save(tmp_path, {"a.csv": data})[0])


@pytest.mark.parametrize("cell", [" " * 20_000 + "x", "x" + "_" * 20_000, "(" * 20_000, "x_" * 10_000])
def test_cells_of_any_length_are_looked_at_in_a_moment(cell: str) -> None:
    """No pattern runs through a long cell again and again."""
    columns = find_columns((cell, "time (s)"))
    assert columns.times == ["time (s)"]
    assert not columns.acc


@pytest.mark.parametrize(
    ("encoding", "time", "acc", "gyr"),
    [
        ("shift_jis", "時刻(ms)", "加速度^(g)", "角速度^(deg/s)"),
        ("cp1251", "Время (мс)", "Ускорение ^ (g)", "Угловая скорость ^ (°/с)"),
        ("euc_kr", "시간 (ms)", "가속도 ^ (g)", "각속도 ^ (deg/s)"),
        ("big5", "時間(ms)", "加速度^(g)", "角速度^(deg/s)"),
        ("gbk", "时间(ms)", "加速度^(g)", "角速度^(°/s)"),
        ("utf-16", "Время (мс)", "Ускорение ^ (g)", "Угловая скорость ^ (°/с)"),
    ],
)
def test_encodings_of_a_language(tmp_path: Path, encoding: str, time: str, acc: str, gyr: str) -> None:
    names = [time, *axes(acc), *axes(gyr)]
    columns = [TIME_S * 1000.0, *in_units("g", "deg/s")]
    (tmp_path / "a.csv").write_bytes(written(names, columns).decode("utf-8").encode(encoding))
    check(read_recording(tmp_path / "a.csv"))


@pytest.mark.parametrize("blank", [" ", "   ", "  \t "])
@pytest.mark.parametrize("above", ["", "recorded on a board\n"])
def test_columns_separated_by_blanks(tmp_path: Path, blank: str, above: str) -> None:
    names = ["time (s)", *axes("a@ (g)"), *axes("g@ (deg/s)")]
    text = written(names, [TIME_S, *in_units("g", "deg/s")]).decode("utf-8")
    (tmp_path / "a.txt").write_text(above + text.replace(",", blank), encoding="utf-8")
    check(read_recording(tmp_path / "a.txt"))
