"""The real exports beside the project against facts read off them by hand and with the csv module."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.cross_check.carried_gravity import telling_windows
from imu.cross_check.gyroscope_axes import AxesFinding, gyroscope_fault
from imu.errors import RecordingError
from imu.formats import group_paths, read_group, read_recording
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.validation]
REAL = SHARED / "data" / "formats"

Facts = tuple[str, str, int | None, float | None, tuple[float, float, float] | None, bool]

STEPS: list[Facts] = [
    # file, format, rows, median step in s, first acceleration in m/s², gyroscope
    ("sensor_logger/WristMotion.csv", "sensor-logger", 1499, 0.010055, (2.31340, 4.26692, 8.42095), True),
    (
        "sensor_logger/WristMotion_18col.csv",
        "sensor-logger",
        999,
        0.009920,
        (-3.56871, -5.36511, 7.08549),
        True,
    ),
    ("sensor_logger/Still_TotalAcceleration.csv", "sensor-logger", 309, 0.020017, (0.0, 0.0, 9.80700), False),
    (
        "sensor_logger/WatchAccelerometerUncalibrated.csv",
        "sensor-logger",
        999,
        0.009920,
        (-1.72083, -5.40162, 7.67102),
        False,
    ),
    (
        "sensor_logger/Walking_7-2025-10-23_12-35-52.zip",
        "sensor-logger",
        217,
        0.020026,
        (2.85495, 6.15, 1.05495),
        False,
    ),
    ("phyphox/comma_point_single.csv", "phyphox", 1499, 0.00242979, (0.375972, 0.0334995, 9.849456), False),
    (
        "phyphox/semicolon_multi_Accelerometer.csv",
        "phyphox",
        999,
        0.009922,
        (-0.0142204, 0.676443, 9.927506),
        False,
    ),
    ("androsensor/Lift_1m.csv", "androsensor", 271, None, (-0.693924, 0.67717, 9.975677), True),
    (
        "androsensor/Raise_lower_phone_10hz_gps_redacted.csv",
        "androsensor",
        None,
        0.1,
        (-0.112457, 2.644074, 9.533005),
        True,
    ),
    ("shimmer/shimmerconnect_legacy_4line_header.csv", "shimmer", 796, 0.01953125, None, True),
    ("xsens_dot/Pelvis_20210820_202113_836.csv", "xsens-dot", 381, 0.016667, None, False),
    ("xsens_dot/LFemur_20210820_202113_831.csv", "xsens-dot", 194, None, None, False),
]


@pytest.mark.parametrize("facts", STEPS, ids=lambda facts: facts[0])
def test_facts(facts: Facts) -> None:
    file, name, rows, step, first, gyro = facts
    recording = read_recording(str(REAL / file))
    (block,) = recording.sensors
    assert recording.format == name
    assert rows is None or len(block) == rows
    assert step is None or np.median(np.diff(block.time_s)) == pytest.approx(step, rel=2e-3)
    assert first is None or block.acc_mps2[0] == pytest.approx(first, abs=1e-4)
    assert (block.gyr_radps is not None) == gyro


def test_watch_has_a_hole_of_twelve_seconds() -> None:
    block = read_recording(str(REAL / "sensor_logger/WristMotion.csv")).sensors[0]
    assert np.diff(block.time_s).max() == pytest.approx(12.367, abs=1e-3)


def test_zip_tells_phone_and_start() -> None:
    recording = read_recording(str(REAL / "sensor_logger/Jumping_2-2025-10-23_13-08-26.zip"))
    assert recording.device == "220233L2G"
    assert recording.started_at == "2025-10-23T13:08:28.552+00:00"


def test_curl_set_of_a_watch() -> None:
    name = "sensor_logger/combined_curl_271124_IDBC_W7_5_S1_R11-2024-11-27_15-21-34_active.csv"
    block = read_recording(str(REAL / name)).sensors[0]
    user, gravity = np.array([0.020505, -0.031524, -0.023888]), np.array([0.824313, 0.534149, 0.187599])
    assert block.acc_mps2[0] == pytest.approx(-(user + gravity) * G_MPS2, abs=1e-9)
    assert block.gyr_radps is not None
    assert block.gyr_radps[0] == pytest.approx([-0.161582, -0.043765, -0.022275])
    assert block.time_s[0] == 20.5


def test_metabase_pairs() -> None:
    groups = group_paths([str(REAL / "metabase")])
    assert [len(group.files) for group in groups] == [2] * 5
    for group in groups:
        block = read_group(group).sensors[0]
        assert block.gyr_radps is not None
        assert np.median(np.diff(block.time_s)) == pytest.approx(0.04, abs=1e-6)


def test_metabase_row_starts_with_its_own_gyroscope() -> None:
    (group,) = group_paths([str(path) for path in (REAL / "metabase").glob("A-row*")])
    recording = read_group(group)
    block = recording.sensors[0]
    assert recording.started_at == "2019-01-14T14:06:50.465+00:00"  # the gyroscope's first sample
    rows = list(csv.reader(next((REAL / "metabase").glob("A-row*Gyro*")).read_text().splitlines()))[1:]
    first = next(row for row in rows if int(row[0]) >= 1547474810862)
    assert block.gyr_radps is not None
    assert block.gyr_radps[0] == pytest.approx(np.array(first[3:], dtype=float) * RAD_PER_DEG)


def test_phyphox_folder_of_an_iphone(tmp_path: Path) -> None:
    """The real parts under the names that phyphox gave them."""
    for part in ("Accelerometer", "Gyroscope", "Linear_Accelerometer", "meta_device", "meta_time"):
        target = tmp_path / (part.replace("meta_", "meta/").replace("_", " ") + ".csv")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((REAL / f"phyphox/semicolon_multi_{part}.csv").read_bytes())
    recording = read_recording(str(tmp_path))
    assert recording.started_at == "2025-06-20T01:36:15.135+00:00"
    assert recording.device == "Apple iPhone13,4"
    assert recording.sensors[0].gyr_radps is not None
    upright = recording.sensors[0].acc_mps2[recording.sensors[0].time_s < 3.0, 2]
    assert upright.min() > 0.0  # with gravity, not the file without it
    assert recording.sensors[0].time_s[-1] > 9.0  # the accelerometer goes on after the gyroscope's 3 s


@pytest.mark.parametrize("suffix", ["csv", "txt"])
def test_witmotion_pairs_the_frames_that_the_sensor_sent(suffix: str) -> None:
    """Acceleration and rate of one 20-byte frame stand in one sample; the raw bytes say which."""
    recording = read_recording(str(REAL / f"witmotion/wt9011dcl_two_sensors.{suffix}"))
    assert len(recording.sensors) == 2
    raw = (REAL / "witmotion/wt9011dcl_notifications.bin").read_bytes()
    frames = {
        tuple(np.frombuffer(raw[m.start() + 2 : m.start() + 14], "<i2").tolist())
        for m in re.finditer(rb"\x55\x61", raw)
    }
    block = recording.sensors[0]
    assert block.gyr_radps is not None
    counts = np.column_stack(
        [block.acc_mps2 / G_MPS2 / 16 * 32768, block.gyr_radps / RAD_PER_DEG / 2000 * 32768]
    )
    known = np.array(sorted(frames), dtype=float)
    nearest = np.array([np.abs(known - row).max(axis=1).min() for row in counts])
    assert (nearest < 9.0).mean() > 0.95  # the app rounds to 0.001 g (2 counts) and 0.001 °/s


def test_witmotion_card_keeps_the_chip_clock() -> None:
    """2197 frames 50 ms apart; the first one's counts as the vendor's layout gives them."""
    recording = read_recording(str(REAL / "witmotion/wt901sdcl_28byte.TXT"))
    block = recording.sensors[0]
    assert recording.format == "witmotion-frames"
    np.testing.assert_allclose(block.time_s, np.arange(2197) * 0.05, atol=1e-6)
    assert block.acc_mps2[0] == pytest.approx(np.array([-0.269531, 0.652832, 0.733398]) * G_MPS2, abs=1e-5)
    assert block.gyr_radps is not None
    assert block.gyr_radps[0] == pytest.approx(np.array([27.04, 15.56, -0.31]) * RAD_PER_DEG, abs=1e-4)
    size = np.linalg.norm(block.acc_mps2, axis=1)
    assert np.median(size) == pytest.approx(G_MPS2, rel=0.05)


REFUSED = [
    ("phyphox/tab_point.csv", "gravity removed"),
    ("phyphox/semicolon_multi_Linear_Accelerometer.csv", "gravity removed"),
    ("phyphox/semicolon_multi_Gyroscope.csv", "no accelerometer"),
    ("phyphox/semicolon_multi_data.csv", "no accelerometer"),
    ("phyphox/meta_time_many_pauses.csv", "no column for each axis of an acceleration"),
    ("physics_toolbox/linear_acceleration_2026-02-26_14.26.08.csv", "gravity removed"),
    ("xsens_dot/logfile_D4-22-CD-00-4D-68.csv", "without the quaternion"),
    ("xsens_dot/logfile_D4-22-CD-00-4D-93.csv", "without the quaternion"),
    ("xsens_dot/movementEuler.csv", "no acceleration"),
    ("xsens_dot/2020-04-10-10-42-12.csv", "no acceleration"),
    ("witmotion/classic_11byte_frames.TXT", "time output"),
    ("witmotion/wt9011dcl_notifications.bin", "binary"),
]


@pytest.mark.parametrize(("file", "why"), REFUSED)
def test_files_without_what_is_needed(file: str, why: str) -> None:
    with pytest.raises(RecordingError, match=why):
        read_recording(str(REAL / file))


MISMATCHED = {"applift", "wle", "wle_trunk"}
"""Data sets whose sensors do not agree with themselves: see the tests below."""


@pytest.mark.slow
def test_every_labelled_recording_is_canonical() -> None:
    """None is refused, however vigorous, and no right gyroscope is touched or doubted."""
    labels = csv.DictReader((SHARED / "data/curls/labels.csv").read_text(encoding="utf-8").splitlines())
    for row in labels:
        recording = read_recording(str(SHARED / "data/curls" / row["file"]))
        assert recording.format == "canonical"
        doubted = [reading_words(note) for note in recording.reading_notes if note.code == "gyroscope_axes"]
        assert doubted == [] or row["dataset"] in MISMATCHED, (row["file"], doubted)


def labelled(*datasets: str) -> list[str]:
    """Paths of the curls of these data sets."""
    labels = csv.DictReader((SHARED / "data/curls/labels.csv").read_text(encoding="utf-8").splitlines())
    rows = [row for row in labels if row["dataset"] in datasets and row["kind"] == "curl"]
    return [str(SHARED / "data/curls" / row["file"]) for row in rows]


def signs_of(path: str, recorded: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> tuple[float, ...] | None:
    """What is certainly to be changed in a recording (its wrist, if several) whose signs were changed before."""
    block = read_recording(path, flip_gyro="none").sensors[0]
    assert block.gyr_radps is not None
    found = gyroscope_fault(
        telling_windows(block.time_s, block.acc_mps2, block.gyr_radps * np.array(recorded))
    )
    return found.signs if isinstance(found, AxesFinding) and found.certain else None


def test_the_accelerometer_of_applift_has_its_z_turned_round() -> None:
    """Where any signs are certain they are the same in all files, of ten people: two axes of the gyroscope against
    one of the accelerometer. With them gravity measures 9.6 in place of 8.9 m/s²."""
    found = [signs_of(path) for path in labelled("applift")]
    assert {signs for signs in found if signs is not None} == {(-1.0, -1.0, 1.0)}
    assert len(found) - found.count(None) >= len(found) / 2


def test_mirrored_gyroscopes_are_mended() -> None:
    paths = labelled("watch", "rpe_exeter", "gymbro", "gymbud")
    mirrored = (-1.0, -1.0, -1.0)
    assert [path for path in paths if signs_of(path, mirrored) != mirrored] == []


def test_mirrored_gyroscopes_of_single_reps_are_mended_or_left_but_seldom_missed() -> None:
    """Five seconds with one rep, of which 114 turn enough in two stretches of 3.2 s."""
    mirrored = (-1.0, -1.0, -1.0)
    found = [signs_of(path, mirrored) for path in labelled("repmate")]
    assert found.count(mirrored) >= 0.85 * len(found)
    assert len(found) - found.count(mirrored) - found.count(None) <= 2
