"""Every dialect against a known motion written with its own header."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import FORMATS, dialects, group_paths, read_group, read_recording
from imu.formats.dialect import Dialect
from imu.types import Recording
from tests.fixtures import exports
from tests.fixtures.exports import ACC, BUILDERS, GYR, TIME, G

TRIED_ELSEWHERE = {"long-rows", "packets", "witmotion-aligned"}
"""Dialects without an export here: rows of one axis each (`test_table_layouts`), our own packets, a choice by name."""


def read(folder: Path, made: exports.Files, **options: str) -> Recording:
    groups = group_paths(
        exports.save(folder, made)
        if "Metadata.csv" not in made and "meta/time.csv" not in made
        else [_kept(folder, made)]
    )
    assert len(groups) == 1
    return read_group(groups[0], **options)


def _kept(folder: Path, made: exports.Files) -> str:
    exports.save(folder, made)
    return str(folder)


@pytest.mark.parametrize("kind", BUILDERS)
def test_samples_are_the_motion(kind: str, tmp_path: Path) -> None:
    name, build = BUILDERS[kind]
    recording = read(tmp_path, build())
    assert recording.format == name
    begin = 0.1 if kind in {"phyphox parts", "phyphox zip"} else 0.02 if "phone" in kind else 0.0
    coarse = {"metabase", "phone", "phone zip"}
    counts = {"shimmer", "witmotion frames", "witmotion short frames"}
    tolerance = 0.06 if kind in coarse else 4e-3 if kind in counts else 1e-6
    for block in recording.sensors:
        assert len(block) >= 50
        time = block.time_s - block.time_s[0] + begin
        for axis in range(3):
            np.testing.assert_allclose(
                block.acc_mps2[:, axis], np.interp(time, TIME, ACC[:, axis]), atol=tolerance
            )
            if block.gyr_radps is not None:
                expected = np.interp(time, TIME, GYR[:, axis])
                np.testing.assert_allclose(block.gyr_radps[:, axis], expected, atol=tolerance)


@pytest.mark.parametrize("kind", BUILDERS)
def test_gyroscope_is_there_exactly_when_the_file_has_one(kind: str, tmp_path: Path) -> None:
    recording = read(tmp_path, BUILDERS[kind][1]())
    has = {block.gyr_radps is not None for block in recording.sensors}
    assert has == {kind not in {"phyphox", "dot, free acceleration", "movesense"}}


@pytest.mark.parametrize("kind", BUILDERS)
def test_naming_the_format_gives_the_same(kind: str, tmp_path: Path) -> None:
    name, build = BUILDERS[kind]
    found, told = read(tmp_path, build()), read(tmp_path, build(), format=name)
    assert told.sensors[0].acc_mps2.tobytes() == found.sensors[0].acc_mps2.tobytes()


@pytest.mark.parametrize(
    ("separator", "decimal"), [(",", "."), ("\t", "."), (";", "."), ("\t", ","), (";", ",")]
)
def test_phyphox_in_all_five_variants(separator: str, decimal: str, tmp_path: Path) -> None:
    block = read(tmp_path, exports.phyphox_single(separator, decimal)).sensors[0]
    assert np.array_equal(block.acc_mps2, ACC)
    assert np.array_equal(block.time_s, TIME)


def test_phyphox_puts_pauses_back(tmp_path: Path) -> None:
    made = exports.phyphox_parts()
    made["meta/time.csv"] = (
        b'"event";"experiment time";"system time";"text"\n"START";0;1000000000.0;"a"\n'
        b'"PAUSE";0.5;1000000000.5;"b"\n"START";0.5;1000000010.5;"c"\n"PAUSE";1.2;1000000011.2;"d"\n'
    )
    recording = read(tmp_path, made)
    steps = np.diff(recording.sensors[0].time_s)
    assert steps.max() == pytest.approx(10.02)
    assert recording.started_at == "2001-09-09T01:46:40.000+00:00"
    assert recording.device == "Acme X1"


def test_watch_times_keep_their_nanoseconds(tmp_path: Path) -> None:
    recording = read(tmp_path, exports.watch())
    assert np.array_equal(recording.sensors[0].time_s, np.arange(exports.N) * 20_000_000 * 1e-9)
    assert recording.started_at == "2024-07-03T09:46:40.123+00:00"


def test_standardised_watch_keeps_its_sign(tmp_path: Path) -> None:
    head = "time,seconds_elapsed," + ",".join(
        f"{k}{a}" for k in ("rotationRate", "gravity", "acceleration") for a in "XYZ"
    )
    made = {
        "w.csv": (
            head + "\n" + exports.rows([exports.nanoseconds(), TIME, *GYR.T, *ACC.T, *(0 * ACC.T)])
        ).encode()
    }
    np.testing.assert_allclose(read(tmp_path, made).sensors[0].acc_mps2, ACC)


def test_combined_reexport_with_prefix(tmp_path: Path) -> None:
    names = [f"wristMotion_{k}{a}" for k in ("rotationRate", "gravity", "acceleration") for a in "XYZ"]
    made = exports.table(
        ",".join(["secondsElapsed", *names, "label"]),
        [TIME + 20, *GYR.T, *(-ACC.T / G), *(0 * ACC.T), ["c"] * exports.N],
    )
    block = read(tmp_path, made).sensors[0]
    np.testing.assert_allclose(block.acc_mps2, ACC, atol=1e-12)
    assert block.time_s[0] == 20.0


@pytest.mark.parametrize("spoil", ["{:.2E}".format, "{}.0".format])
def test_times_that_a_spreadsheet_rounded(spoil: Callable[[int], str], tmp_path: Path) -> None:
    """The nanoseconds are lost; the elapsed seconds are not."""
    lines = exports.watch()["WristMotion.csv"].decode().splitlines()
    rest = [line.split(",", 1)[1] for line in lines[1:]]
    body = "".join(f"{spoil(ns)},{cells}\n" for ns, cells in zip(exports.nanoseconds(), rest, strict=True))
    recording = read(tmp_path, {"WristMotion.csv": (lines[0] + "\n" + body).encode()})
    assert np.array_equal(recording.sensors[0].time_s, TIME)
    assert [note.code for note in recording.reading_notes] == ["elapsed_time"]


def test_phone_parts_of_which_one_lost_its_nanoseconds(tmp_path: Path) -> None:
    made = exports.phone()
    lines = made["Gyroscope.csv"].decode().splitlines()
    spoilt = "".join("1.72E+18," + line.split(",", 1)[1] + "\n" for line in lines[1:])
    recording = read(tmp_path, {**made, "Gyroscope.csv": (lines[0] + "\n" + spoilt).encode()})
    assert np.array_equal(recording.sensors[0].time_s, TIME)
    assert recording.started_at is None


@pytest.mark.parametrize("build", [exports.phone, exports.phyphox_parts])
def test_a_gyroscope_that_cannot_be_read_is_said(build: Callable[[], exports.Files], tmp_path: Path) -> None:
    made = build()
    made["Gyroscope.csv"] = made["Gyroscope.csv"].replace(b"time", b"t1me", 1).replace(b"Time", b"T1me", 1)
    recording = read(tmp_path, made)
    assert recording.sensors[0].gyr_radps is None
    (note,) = [note for note in recording.reading_notes if note.severity == "warning"]
    assert "Gyroscope.csv" in reading_words(note)


def test_phyphox_columns_in_any_order(tmp_path: Path) -> None:
    made = exports.phyphox_parts()
    for name in ("Accelerometer.csv", "Gyroscope.csv"):
        turned = (";".join(line.split(";")[::-1]) for line in made[name].decode().splitlines())
        made[name] = "".join(line + "\n" for line in turned).encode()
    block = read(tmp_path, made).sensors[0]
    assert np.array_equal(block.acc_mps2, ACC[5:-5])


def test_total_acceleration_alone(tmp_path: Path) -> None:
    made = exports.table(
        "time,seconds_elapsed,y,z,x",
        [exports.nanoseconds(), TIME, ACC[:, 1], ACC[:, 2], ACC[:, 0]],
        name="TotalAcceleration.csv",
    )
    block = read(tmp_path, made).sensors[0]
    assert np.array_equal(block.acc_mps2, ACC)
    assert block.gyr_radps is None


def test_watch_accelerometer_in_g_is_turned_round(tmp_path: Path) -> None:
    made = exports.table(
        "time,seconds_elapsed,x,y,z",
        [exports.nanoseconds(), TIME, *(-ACC.T / G)],
        name="WatchAccelerometerUncalibrated.csv",
    )
    np.testing.assert_allclose(read(tmp_path, made).sensors[0].acc_mps2, ACC)


def _two_devices() -> exports.Files:
    """The second device turns twice as fast; rows of both take turns."""
    force, turn = exports.late(ACC) / G, exports.late(GYR)
    made = []
    for index, stamp in enumerate(exports.clock(TIME + 1)):
        for device, size in (("fc:66", 1.0), ("d7:f5", 2.0)):
            cells = [
                stamp,
                device,
                "2015-1-1 0:1:2.345",
                ACC[index, 0] / G,
                *force[index, 1:],
                *(turn[index] * size),
            ]
            made.append(",".join(map(str, [*cells, 0.5, 28.0])) + ",\n")
    head = exports.WIT_HEAD.replace("°/s", "rad/s")
    return {"two.csv": (head + "\n" + "".join(made)).encode()}


def test_witmotion_tells_two_devices_apart(tmp_path: Path) -> None:
    recording = read(tmp_path, _two_devices())
    assert [block.sensor for block in recording.sensors] == ["wrist", "d7:f5"]
    first, second = recording.sensors
    assert first.gyr_radps is not None
    assert second.gyr_radps is not None
    np.testing.assert_allclose(first.gyr_radps, GYR[:-1])
    np.testing.assert_allclose(second.gyr_radps, 2 * GYR[:-1])
    named = read(tmp_path, _two_devices(), sensor="wrist_left,wrist_right")
    assert [block.sensor for block in named.sensors] == ["wrist_left", "wrist_right"]


def test_witmotion_as_written_leaves_the_rows_alone(tmp_path: Path) -> None:
    block = read(tmp_path, exports.witmotion(), format="witmotion-aligned").sensors[0]
    np.testing.assert_allclose(block.acc_mps2[:, 0], ACC[:, 0])
    np.testing.assert_allclose(block.acc_mps2[1:, 1:], ACC[:-1, 1:])


def test_witmotion_rows_written_twice_count_once(tmp_path: Path) -> None:
    once = exports.witmotion()["data.csv"].decode().split("\r\n")
    twice = [once[0], *(line for line in once[1:-1] for _ in range(2)), ""]
    doubled = read(tmp_path, {"data.csv": "\r\n".join(twice).encode()}).sensors[0]
    assert len(doubled) == exports.N - 1


def test_witmotion_joins_nothing_across_a_bad_row(tmp_path: Path) -> None:
    """Row 20 holds acceleration X of frame 20 and the rest of frame 19: both frames are lost, no other.

    The row was one step all the same, so the times of the others do not move.
    """
    lines = exports.witmotion()["data.csv"].decode().split("\r\n")
    cells = lines[21].split(",")
    lines[21] = ",".join([*cells[:4], " oops", *cells[5:]])
    block = read(tmp_path, {"data.csv": "\r\n".join(lines).encode()}).sensors[0]
    np.testing.assert_allclose(block.acc_mps2, np.delete(ACC[:-1], [19, 20], axis=0))
    np.testing.assert_allclose(block.time_s, np.delete(TIME[:-1], [19, 20]), atol=1e-9)


def test_witmotion_joins_nothing_across_a_torn_row(tmp_path: Path) -> None:
    lines = exports.witmotion()["data.csv"].decode().split("\r\n")
    lines[21] = lines[21][:30]
    block = read(tmp_path, {"data.csv": "\r\n".join(lines).encode()}).sensors[0]
    np.testing.assert_allclose(block.acc_mps2, np.delete(ACC[:-1], [19, 20], axis=0))


def test_witmotion_says_that_its_times_were_evened(tmp_path: Path) -> None:
    text = exports.witmotion()["data.csv"].decode()
    late = text.replace("12:40:01.200", "12:40:01.215").replace("12:40:01.400", "12:40:01.385")
    recording = read(tmp_path, {"data.csv": late.encode()})
    assert "times_evened" in [note.code for note in recording.reading_notes]
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME[:-1], atol=0.003)


@pytest.mark.parametrize("build", [exports.wit_frames, exports.wit_short_frames])
def test_card_frames_beside_damage(build: Callable[[], exports.Files], tmp_path: Path) -> None:
    """Frames count only whole; one whose clock says month 13 is left out."""
    ((name, data),) = build().items()
    size = len(data) // exports.N
    stamp = data.index(exports.wit_clock()[30])
    unset = data[:stamp] + b"\x1a\x0d" + data[stamp + 2 :]
    if size == 33:
        unset = unset[: stamp + 8] + bytes([sum(unset[stamp - 2 : stamp + 8]) & 0xFF]) + unset[stamp + 9 :]
    recording = read(tmp_path, {name: b"noise\0" + unset + data[: size - 3]})
    np.testing.assert_allclose(recording.sensors[0].time_s, np.delete(TIME, 30), atol=1e-6)
    assert [reading_words(note).split()[0] for note in recording.reading_notes] == ["1"]


def test_card_frames_without_a_clock(tmp_path: Path) -> None:
    ((name, data),) = exports.wit_short_frames().items()
    timeless = b"".join(data[at : at + 22] for at in range(11, len(data), 33))
    with pytest.raises(RecordingError, match="time output"):
        read(tmp_path, {name: timeless})
    stopped = exports.wit_frames()["WIT00.TXT"].replace(bytes([26, 3, 4]), bytes([0, 0, 0]))
    with pytest.raises(RecordingError, match="25 of 60 frames"):
        read(tmp_path, {name: stopped})


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "utf-8", "utf-16"])
def test_witmotion_txt_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    text = exports.witmotion()["data.csv"].decode("utf-8-sig").replace(", ", "\t").replace("(℃)", "(C)")
    text = text.replace(",", "\t")
    block = read(tmp_path, {"data.txt": text.encode(encoding)}).sensors[0]
    np.testing.assert_allclose(block.acc_mps2, ACC[:-1], atol=1e-9)


def test_dot_reads_its_log_lines_and_wrapped_counter(tmp_path: Path) -> None:
    recording = read(tmp_path, exports.dot_inertial())
    np.testing.assert_allclose(recording.sensors[0].time_s, TIME)
    assert recording.device == "left"
    assert recording.started_at == "2022-03-04T05:06:07.080+02:00"


def test_dot_resaved_with_decimal_commas(tmp_path: Path) -> None:
    head = "SampleTimeFine;Acc_X;Acc_Y;Acc_Z;Gyr_X;Gyr_Y;Gyr_Z\n"
    ticks = [200 * i for i in range(exports.N)]  # the PC kit's 100 µs
    made = {"dot.csv": (head + exports.rows([ticks, *ACC.T, *exports.DEG.T], ";", ",")).encode()}
    block = read(tmp_path, made).sensors[0]
    np.testing.assert_allclose(block.time_s, TIME)
    assert np.array_equal(block.acc_mps2, ACC)


def test_metabase_interpolates_onto_the_faster_grid(tmp_path: Path) -> None:
    recording = read(tmp_path, exports.metabase())
    block = recording.sensors[0]
    assert len(block) == exports.N - 1  # the accelerometer's last sample is 20 ms before the gyroscope's
    assert block.gyr_radps is not None
    np.testing.assert_allclose(block.gyr_radps, GYR[:-1])
    np.testing.assert_allclose(
        block.acc_mps2[1::2], ((ACC[:-2] + ACC[2:]) / 2)[0 : exports.N - 3 : 2], atol=1e-9
    )
    assert recording.device == "A1B2C3D4E5F6"
    assert recording.started_at == "2019-02-12T19:33:20.250+00:00"


def test_h10_sits_on_the_trunk(tmp_path: Path) -> None:
    acc = next(iter(exports.polar().values()))
    assert read(tmp_path, {"Polar_H10_1_2_ACC.txt": acc}).sensors[0].sensor == "trunk"


def test_androsensor_leaves_out_what_a_timer_repeated(tmp_path: Path) -> None:
    lines = exports.androsensor()["a.csv"].decode().splitlines(keepends=True)
    repeated = lines[5].rsplit(",", 2)
    again = ",".join([repeated[0], str(int(repeated[1]) + 9), repeated[2]])
    recording = read(tmp_path, {"a.csv": "".join([*lines[:6], again, *lines[6:]]).encode()})
    assert len(recording.sensors[0]) == exports.N
    assert [note.code for note in recording.reading_notes] == ["repeats"]


def test_plain_names_say_how_their_units_were_found(tmp_path: Path) -> None:
    recording = read(tmp_path, exports.plain())
    assert [note.code for note in recording.reading_notes] == ["unit_by_gravity", "unit_by_motion"]


def test_every_dialect_is_in_the_list() -> None:
    """A reader that is written but not listed would read nothing."""
    inner = [import_module(f"{dialects.__name__}.{one.name}") for one in iter_modules(dialects.__path__)]
    written = {
        value.info.name for module in inner for value in vars(module).values() if isinstance(value, Dialect)
    }
    assert written == {info.name for info in FORMATS}


def test_formats_are_described() -> None:
    shown = {name for name, _ in BUILDERS.values()}
    assert {info.name for info in FORMATS} - shown == TRIED_ELSEWHERE, (
        "add an export to tests/fixtures/exports.py"
    )
    assert shown < {info.name for info in FORMATS}
    for info in FORMATS:
        assert info.title
        assert info.description
        assert info.example


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = exports.save(tmp_path, exports.canonical())[0]
    with Path(path).open(encoding="utf-8") as stream:
        monkeypatch.setattr("sys.stdin", stream)
        recording = read_recording("-")
    assert recording.path == "-"
    assert np.array_equal(recording.sensors[0].acc_mps2, ACC)
