"""One document per path; only files that cannot stand alone are joined by themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.output.reading_words import reading_words
from imu.errors import RecordingError
from imu.formats import group_paths, read_group, read_recording, write_canonical
from imu.formats.grouping import without_session_lists
from imu.types import Recording, SampleBlock
from tests.fixtures import exports
from tests.fixtures.exports import ACC, TIME, save


def names(folder: Path, groups: object) -> list[list[str]]:
    return [[Path(file).relative_to(folder).as_posix() for file in group.files] for group in groups]  # type: ignore[attr-defined]


def test_files_stand_for_themselves(tmp_path: Path) -> None:
    paths = save(tmp_path, {f"{i}.csv": exports.canonical()["a.csv"] for i in range(3)})
    groups = group_paths(paths)
    assert [group.path for group in groups] == paths
    assert [group.files for group in groups] == [(path,) for path in paths]


def test_a_plain_folder_gives_each_recording(tmp_path: Path) -> None:
    save(
        tmp_path,
        {
            "b.csv": exports.plain()["a.csv"],
            "a/x.csv": exports.plain()["a.csv"],
            ".hidden.csv": b"x",
            "note.md": b"x",
        },
    )
    save(tmp_path, exports.phyphox_zip())
    assert names(tmp_path, group_paths([str(tmp_path)])) == [["a/x.csv"], ["b.csv"], ["phyphox.zip"]]


def test_files_about_the_phone_are_no_recordings(tmp_path: Path) -> None:
    """As phyphox writes them beside its tables, with either separator; a recording of such a name stays one."""
    times, phone = b'"event";"experiment time";"system time"\n', b'"property","value"\n"version","1.1"\n'
    save(tmp_path, {"meta_time.csv": times, "curl meta_device.csv": phone, "meta_device_2.csv": phone})
    save(tmp_path, {"b.csv": exports.plain()["a.csv"], "meta_time_3.csv": exports.plain()["a.csv"]})
    assert names(tmp_path, group_paths([str(tmp_path)])) == [["b.csv"], ["meta_time_3.csv"]]


def test_a_folder_is_looked_into_once_whatever_links_lead_to_it(tmp_path: Path) -> None:
    save(tmp_path, {"a/x.csv": exports.plain()["a.csv"]})
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "b").symlink_to(tmp_path / "a", target_is_directory=True)
    assert names(tmp_path, group_paths([str(tmp_path)])) == [["a/x.csv"]]


@pytest.mark.parametrize("build", [exports.metabase, exports.polar])
def test_halves_find_each_other(build: object, tmp_path: Path) -> None:
    made = build()  # type: ignore[operator]
    paths = save(tmp_path, made) + save(tmp_path, exports.canonical())
    for given in (paths, paths[::-1], [str(tmp_path)]):
        sizes = sorted(len(group.files) for group in group_paths(given))
        assert sizes == [1, 2]


def test_two_pairs_stay_two(tmp_path: Path) -> None:
    made = exports.metabase()
    paths = save(tmp_path, made) + save(
        tmp_path, {name.replace("A_", "B_", 1): data for name, data in made.items()}
    )
    assert names(tmp_path, group_paths(paths)) == [list(made), [name.replace("A_", "B_", 1) for name in made]]


def test_unzipped_exports_are_one_recording(tmp_path: Path) -> None:
    save(tmp_path / "logger", exports.phone())
    save(tmp_path / "phyphox", exports.phyphox_parts())
    groups = group_paths([str(tmp_path)])
    assert [Path(group.path).name for group in groups] == ["logger", "phyphox"]
    assert [read_group(group).format for group in groups] == ["sensor-logger", "phyphox"]
    assert read_recording(str(tmp_path / "logger")).path == str(tmp_path / "logger")


def test_single_quantity_files_are_joined(tmp_path: Path) -> None:
    made = {name: data for name, data in exports.phyphox_parts().items() if "meta" not in name}
    (group,) = group_paths(save(tmp_path, made))
    assert len(group.files) == 3
    assert read_group(group).sensors[0].gyr_radps is not None


def test_a_folder_of_many_is_not_one_document(tmp_path: Path) -> None:
    save(tmp_path, {f"{i}.csv": exports.canonical()["a.csv"] for i in range(2)})
    with pytest.raises(RecordingError, match="holds 2 recordings"):
        read_recording(str(tmp_path))


def _session(folder: Path, name: str, started_at: str | None) -> str:
    block = SampleBlock(sensor="wrist", time_s=TIME, acc_mps2=ACC, gyr_radps=None)
    path = folder / name
    write_canonical(Recording(path="", files=(), format="", sensors=(block,), started_at=started_at), path)
    return str(path)


def test_merge_aligns_by_the_clock(tmp_path: Path) -> None:
    left = _session(tmp_path, "l.csv", "2026-01-01T10:00:02.500+00:00")
    right = _session(tmp_path, "r.csv", "2026-01-01T11:00:00+01:00")
    (group,) = group_paths([left, right], merge=True)
    assert group.files == (left, right)
    read = read_group(group, sensor="wrist_left,wrist_right")
    assert [block.sensor for block in read.sensors] == ["wrist_left", "wrist_right"]
    np.testing.assert_allclose(read.sensors[0].time_s - read.sensors[1].time_s, 2.5)
    assert read.started_at == "2026-01-01T11:00:00+01:00"
    assert read.files == (left, right)


def test_merge_without_clocks_keeps_the_times(tmp_path: Path) -> None:
    paths = [_session(tmp_path, "l.csv", None), _session(tmp_path, "r.csv", None)]
    read = read_group(group_paths(paths, merge=True)[0], sensor="wrist,trunk")
    assert np.array_equal(read.sensors[0].time_s, read.sensors[1].time_s)


def test_merge_of_unzipped_folders(tmp_path: Path) -> None:
    folders = [str(tmp_path / name) for name in ("one", "two")]
    for folder in folders:
        save(Path(folder), exports.phone())
    (group,) = group_paths(folders, merge=True)
    read = read_group(group, sensor="wrist_left,wrist_right")
    assert [block.sensor for block in read.sensors] == ["wrist_left", "wrist_right"]


def test_merge_needs_names_that_differ(tmp_path: Path) -> None:
    paths = [_session(tmp_path, "l.csv", None), _session(tmp_path, "r.csv", None)]
    with pytest.raises(RecordingError, match="tell them apart"):
        read_group(group_paths(paths, merge=True)[0])


def test_merge_of_an_accelerometer_and_a_gyroscope(tmp_path: Path) -> None:
    acc = exports.table("time (s),ax (g),ay (g),az (g)", [TIME, *(ACC.T / exports.G)], name="one.csv")
    gyr = exports.table("time (s),gx (deg/s),gy (deg/s),gz (deg/s)", [TIME, *exports.DEG.T], name="two.csv")
    paths = save(tmp_path, acc) + save(tmp_path, gyr)
    assert len(group_paths(paths)) == 2
    block = read_group(group_paths(paths, merge=True)[0]).sensors[0]
    assert block.gyr_radps is not None
    np.testing.assert_allclose(block.gyr_radps, exports.GYR)


def test_files_of_phyphox_are_joined_whatever_stands_before_their_names(tmp_path: Path) -> None:
    parts = {k: v for k, v in exports.phyphox_parts().items() if k in {"Accelerometer.csv", "Gyroscope.csv"}}
    paths = save(tmp_path, {f"{day} {name}": data for day in ("mon", "tue") for name, data in parts.items()})
    assert sorted(len(group.files) for group in group_paths(paths)) == [2, 2]
    assert read_group(group_paths(paths)[0]).sensors[0].gyr_radps is not None


@pytest.mark.parametrize("build", [exports.metabase, exports.polar, exports.phyphox_parts])
def test_half_of_a_recording_says_where_the_other_half_is(build: object, tmp_path: Path) -> None:
    made = build()  # type: ignore[operator]
    save(tmp_path, made)
    (first,) = [name for name in made if "acc" in name.lower() and "linear" not in name.lower()]
    (other,) = [name for name in made if "gyr" in name.lower()]
    read = read_recording(str(tmp_path / first))
    (note,) = [n for n in read.reading_notes if n.code == "gyroscope_beside"]
    assert reading_words(note).startswith(
        f"{other} beside it is of the same recording and was not read: give both"
    )
    (tmp_path / other).unlink()
    assert "gyroscope_beside" not in [n.code for n in read_recording(str(tmp_path / first)).reading_notes]


def test_a_list_of_sessions_is_no_recording(tmp_path: Path) -> None:
    readings = tmp_path / "a.csv"
    readings.write_text("x", encoding="utf-8")
    listed = tmp_path / "Sessions.CSV"
    for heading in ("file,lifter", '# mine\nlifter;"File"', "\ufefffile\tweight"):
        listed.write_text(f"{heading}\n", encoding="utf-8")
        assert [group.path for group in group_paths([str(tmp_path)])] == [str(readings)]
        assert without_session_lists([str(listed), str(readings)]) == [str(readings)]


def test_a_recording_may_have_the_name_of_a_list(tmp_path: Path) -> None:
    recording = tmp_path / "sessions.csv"
    recording.write_text("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2\n0,0,0,9.81\n", encoding="utf-8")
    assert [group.path for group in group_paths([str(tmp_path)])] == [str(recording)]
