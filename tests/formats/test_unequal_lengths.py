"""Files of one recording that do not begin and end together: what the shorter one cuts off is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group
from imu.types import ReadingNote, Recording
from tests.fixtures.exports import Files, save, wit_frames, wit_short_frames, zipped
from tests.fixtures.time_tables import ACC_G, GYR_DPS, ROWS

Rows = slice
ALL = slice(0, ROWS)
EARLY, LATE = slice(0, 400), slice(250, ROWS)


def _table(
    head: str, first: Callable[[int], str], values: np.ndarray, rows: Rows, separator: str = ","
) -> bytes:
    lines = [separator.join([first(row), *map(repr, values[row].tolist())]) for row in range(ROWS)[rows]]
    return "\n".join([head, *lines, ""]).encode()


def metabase(acc: Rows, gyr: Rows) -> Files:
    made = {}
    for kind, unit, values, rows in (
        ("Accelerometer", "g", ACC_G, acc),
        ("Gyroscope", "deg/s", GYR_DPS, gyr),
    ):
        head = f"epoch (ms),time (01:00),elapsed (s),x-axis ({unit}),y-axis ({unit}),z-axis ({unit})"
        name = f"A_MetaWear_2026-05-04T17.30.01.000_A1B2C3D4E5F6_{kind}_50.000Hz_1.4.4.csv"
        made[name] = _table(head, lambda row: f"{1_777_000_000_000 + 20 * row},x,{row / 50}", values, rows)
    return made


def _polar_time(row: int) -> str:
    return f"2026-05-04T17:30:01.007;{600_000_000_123_456_789 + 20_000_000 * row}"


def _logger_time(row: int) -> str:
    return f"{1_777_000_000_123_456_700 + 20_000_000 * row},{row / 50}"


def polar(acc: Rows, gyr: Rows) -> Files:
    made = {}
    for kind, unit, values, rows in (("ACC", "mg", 1000 * ACC_G, acc), ("GYRO", "dps", GYR_DPS, gyr)):
        head = f"Phone timestamp;sensor timestamp [ns];X [{unit}];Y [{unit}];Z [{unit}]"
        made[f"Polar_VeritySense_1_{kind}.txt"] = _table(head, _polar_time, values, rows, ";")
    return made


def phyphox(acc: Rows, gyr: Rows) -> Files:
    made = {}
    for name, unit, values, rows in (
        ("Accelerometer", "m/s^2", 9.80665 * ACC_G, acc),
        ("Gyroscope", "rad/s", np.deg2rad(GYR_DPS), gyr),
    ):
        head = f'"Time (s)","X ({unit})","Y ({unit})","Z ({unit})"'
        made[f"{name}.csv"] = _table(head, lambda row: repr(row / 50), values, rows)
    return {"a.zip": zipped(made)}


def sensor_logger(acc: Rows, gyr: Rows) -> Files:
    made = {
        "Metadata.csv": b"version,device name,recording epoch time,platform,standardisation\n3,p,0,android,true\n"
    }
    for name, values, rows in (
        ("TotalAcceleration", 9.80665 * ACC_G, acc),
        ("Gyroscope", np.deg2rad(GYR_DPS), gyr),
    ):
        made[f"{name}.csv"] = _table("time,seconds_elapsed,x,y,z", _logger_time, values, rows)
    return {"a.zip": zipped(made)}


def generic(acc: Rows, gyr: Rows) -> Files:
    made = {}
    for name, unit, values, rows in (("acc", "g", ACC_G, acc), ("gyr", "deg/s", GYR_DPS, gyr)):
        head = f"epoch_ms,{name}_x ({unit}),{name}_y ({unit}),{name}_z ({unit})"
        made[f"{name}.csv"] = _table(head, lambda row: str(1_777_000_000_000 + 20 * row), values, rows)
    return {"a.zip": zipped(made)}


BUILDERS = [metabase, polar, phyphox, sensor_logger, generic]


def read(folder: Path, files: Files) -> Recording:
    (group,) = group_paths(save(folder, files))
    return read_group(group)


def cuts(recording: Recording) -> list[ReadingNote]:
    return [note for note in recording.reading_notes if note.code == "cut_to_shorter"]


@pytest.mark.parametrize("build", BUILDERS)
def test_a_gyroscope_that_ends_early(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    """Its last row is 399, the accelerometer's 599: the accelerometer goes on alone, and nothing is lost."""
    recording = read(tmp_path, build(ALL, EARLY))
    assert cuts(recording) == []
    (block,) = recording.sensors
    assert block.gyr_radps is not None
    assert len(block) >= ROWS - 1
    silent = np.isnan(block.gyr_radps).all(axis=1)
    assert float(block.time_s[silent][0] - block.time_s[0]) == pytest.approx(400 / 50, abs=0.03)
    assert silent.sum() == pytest.approx(200, abs=1)
    np.testing.assert_allclose(block.acc_mps2[-200:], 9.80665 * ACC_G[-200:], atol=1e-6)


@pytest.mark.parametrize("build", BUILDERS)
def test_an_accelerometer_that_ends_early(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    recording = read(tmp_path, build(EARLY, ALL))
    (note,) = cuts(recording)
    assert (
        reading_words(note)
        == "The accelerometer ends 4.0 s before the gyroscope; nothing after that was used."
    )


@pytest.mark.parametrize("build", BUILDERS)
def test_an_accelerometer_that_begins_late(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    """The files' own clocks tell that one began 5 s later: they are not laid over each other from their first rows."""
    recording = read(tmp_path, build(LATE, ALL))
    (note,) = cuts(recording)
    assert "The accelerometer begins 5.0 s after the" in reading_words(note)
    block = recording.sensors[0]
    assert len(block) == ROWS - 250
    np.testing.assert_allclose(block.acc_mps2, 9.80665 * ACC_G[LATE], atol=1e-6)
    np.testing.assert_allclose(block.gyr_radps, np.deg2rad(GYR_DPS[LATE]), atol=1e-6)


@pytest.mark.parametrize("build", BUILDERS)
def test_a_gyroscope_that_begins_late(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    recording = read(tmp_path, build(ALL, LATE))
    assert cuts(recording) == []
    block = recording.sensors[0]
    assert len(block) == ROWS
    assert block.gyr_radps is not None
    assert np.isnan(block.gyr_radps[:250]).all()
    np.testing.assert_allclose(block.acc_mps2, 9.80665 * ACC_G, atol=1e-6)
    np.testing.assert_allclose(block.gyr_radps[250:], np.deg2rad(GYR_DPS[LATE]), atol=1e-6)


@pytest.mark.parametrize("build", BUILDERS)
def test_sensors_never_end_in_the_same_moment(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    """A fraction of a second at either end is no news."""
    assert cuts(read(tmp_path, build(slice(0, ROWS - 7), slice(7, ROWS)))) == []


def test_gravity_that_ends_early(tmp_path: Path) -> None:
    """Sensor Logger's accelerometer has gravity removed: the two are added, for as long as both are there."""
    head = "time,seconds_elapsed,x,y,z"
    made = {
        "Metadata.csv": b"version,device name,recording epoch time,platform,standardisation\n3,p,0,android,true\n",
        "Accelerometer.csv": _table(head, _logger_time, np.full_like(ACC_G, 0.05), ALL),
        "Gravity.csv": _table(head, _logger_time, 9.80665 * ACC_G, EARLY),
        "Gyroscope.csv": _table(head, _logger_time, np.deg2rad(GYR_DPS), ALL),
    }
    texts = [reading_words(note) for note in cuts(read(tmp_path, {"a.zip": zipped(made)}))]
    assert "Gravity ends 4.0 s before the accelerometer; nothing after that was used." in texts
    assert len(texts) == 2  # and the sum ends before the gyroscope


@pytest.mark.parametrize("build", [wit_frames, wit_short_frames])
def test_bytes_of_a_card_that_are_no_frames(build: Callable[[], Files], tmp_path: Path) -> None:
    """Half of the file is overwritten by bytes that begin no frame."""
    ((name, data),) = build().items()
    half = len(data) // 2
    recording = read(tmp_path, {name: data[:half] + bytes([7]) * (len(data) - half)})
    (note,) = [note for note in recording.reading_notes if note.code == "no_frames"]
    assert note.severity == "warning"
    said = int(reading_words(note).split(" of ")[0].replace(",", ""))
    assert half <= said <= half + 28  # the last frame in front has none behind it
    assert f"of {len(data):,} bytes" in reading_words(note)


@pytest.mark.parametrize("filling", [b"\0", b"\xff"])
def test_an_unwritten_rest_of_a_card_is_no_loss(filling: bytes, tmp_path: Path) -> None:
    ((name, data),) = wit_short_frames().items()
    recording = read(tmp_path, {name: data + filling * 4096})
    assert [note.code for note in recording.reading_notes if note.code == "no_frames"] == []


@pytest.mark.parametrize("build", BUILDERS)
def test_a_gyroscope_that_never_gave_a_reading(build: Callable[[Rows, Rows], Files], tmp_path: Path) -> None:
    """Apps write its file on phones without one, too: reps are counted by the accelerometer, and it is said."""
    recording = read(tmp_path, build(ALL, slice(0, 0)))
    assert recording.sensors[0].gyr_radps is None
    assert len(recording.sensors[0]) == ROWS
    (note,) = [note for note in recording.reading_notes if note.code == "gyroscope_empty"]
    assert note.severity == "warning"
    assert "holds no reading" in reading_words(note)


@pytest.mark.parametrize("build", BUILDERS)
def test_an_accelerometer_that_never_gave_a_reading(
    build: Callable[[Rows, Rows], Files], tmp_path: Path
) -> None:
    with pytest.raises(RecordingError, match="no complete row"):
        read(tmp_path, build(slice(0, 0), ALL))
