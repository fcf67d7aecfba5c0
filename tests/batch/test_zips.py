"""Zips of many recordings: what is left out of one is said, the rest is done, and each recording gets its lifter."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analysis.batch.fetch import content_state, on_this_computer
from analysis.batch.sources import find_sources
from analysis.cli import run
from imu.errors import RecordingError
from imu.formats import read_recording
from tests.fixtures import exports


def zip_of(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name", UserWarning)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members:
                archive.writestr(name, data)
    return path


@pytest.fixture
def data(season: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(season.iterdir())[:3]]


def lifters_of(lake: Path) -> dict[str, str | None]:
    rows = [row for file in lake.glob("recordings/*/*.parquet") for row in pq.read_table(file).to_pylist()]
    return {Path(row["path"]).name: row["lifter"] for row in rows}


def test_a_second_member_of_one_name_is_said_and_the_first_is_taken(
    data: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    members = [("a.csv", data[0]), ("a.csv", data[1]), ("b.csv", data[2])]
    path = zip_of(tmp_path / "class.zip", members)
    assert run(["batch", str(path), "--out", str(tmp_path / "lake")]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[0] == (
        f"rep-momentum: {path}/a.csv: is in the zip more than once; the first was taken and this one left out. "
        "Make the zip anew, with a name for each."
    )
    assert "2 recordings analysed" in said.out
    (first, _), _ = find_sources([str(path)])
    (tmp_path / "first.csv").write_bytes(data[0])
    with on_this_computer(first) as group:
        assert content_state(group.files) == content_state((str(tmp_path / "first.csv"),))


def test_a_zip_of_one_recording_twice_by_one_name_gives_the_first(data: list[bytes], tmp_path: Path) -> None:
    path = zip_of(tmp_path / "class.zip", [("a.csv", data[0]), ("a.csv", data[1])])
    sources, bad = find_sources([str(path)])
    assert [one.path for one in sources] == [f"{path}/a.csv"]
    assert len(bad) == 1


def test_the_reader_of_one_recording_refuses_two_files_of_one_name(data: list[bytes], tmp_path: Path) -> None:
    path = zip_of(tmp_path / "class.zip", [("a.csv", data[0]), ("a.csv", data[1])])
    with pytest.raises(
        RecordingError, match=r"holds two files called a\.csv; make it anew, with a name for each"
    ):
        read_recording(path)


def test_a_name_too_long_for_a_file_is_said_and_the_rest_is_done(
    data: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = f"{'x' * 300}.csv"
    path = zip_of(tmp_path / "class.zip", [(long, data[0]), ("b.csv", data[1])])
    assert run(["batch", str(path), "--out", str(tmp_path / "lake")]) == 2
    said = capsys.readouterr()
    assert f"{path}/{long}: no file can be written here by this name (File name too long)" in said.err
    assert "not parts of one recording" not in said.err
    assert "1 recording analysed" in said.out


def test_a_file_and_a_folder_of_one_name_are_not_both_taken(data: list[bytes], tmp_path: Path) -> None:
    path = zip_of(tmp_path / "class.zip", [("a.csv", data[0]), ("a.csv/b.csv", data[1]), ("c.csv", data[2])])
    sources, bad = find_sources([str(path)])
    assert [one.path for one in sources] == [f"{path}/a.csv", f"{path}/c.csv"]
    assert [str(one).partition(": ")[0] for one in bad] == [f"{path}/a.csv/b.csv"]


def test_an_export_of_several_files_stays_one_where_something_is_left_out(tmp_path: Path) -> None:
    files = exports.phone()
    path = zip_of(tmp_path / "phone.zip", [*files.items(), ("../out.csv", b"time_s\n")])
    (source,), bad = find_sources([str(path)])
    assert (source.path, len(bad)) == (str(path), 1)
    with on_this_computer(source) as group:
        assert len(group.files) == len(source.files) > 1


def test_a_zip_with_a_member_that_cannot_be_unpacked_is_said_to_be_damaged(
    data: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Accelerometer.csv", data[0])
        archive.writestr("b.csv", data[1])
    packed = bytearray(path.read_bytes())
    start = packed.index(b"Accelerometer.csv") + len("Accelerometer.csv")
    packed[start : start + 64] = b"\xff" * 64
    path.write_bytes(packed)
    assert run(["batch", str(path), "--out", str(tmp_path / "lake")]) == 2
    assert f"{path}: the zip is damaged or cut short; copy it again." in capsys.readouterr().err


def test_a_zip_is_a_folder_without_its_ending_for_a_pattern(data: list[bytes], tmp_path: Path) -> None:
    (tmp_path / "gym").mkdir()
    path = zip_of(tmp_path / "gym" / "tom.zip", [("1.csv", data[2]), ("2.csv", data[2] + b"\n")])
    for k, given in enumerate((path.parent, path)):
        lake = tmp_path / f"lake{k}"
        assert run(["batch", str(given), "--out", str(lake), "--lifter-from", "{lifter}/*.csv"]) == 0
        assert lifters_of(lake) == {"1.csv": "tom", "2.csv": "tom"}


def test_a_line_of_the_list_is_of_all_in_a_zip(
    data: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = zip_of(tmp_path / "class.zip", [("1.csv", data[2]), ("2.csv", data[2])])
    (tmp_path / "sessions.csv").write_text(
        "file,lifter\nclass.zip,Tom\nclass.zip/2.csv,Ann\nday.zip,Tim\n", encoding="utf-8"
    )
    assert run(["batch", str(path), "--out", str(tmp_path / "lake")]) == 2
    assert lifters_of(tmp_path / "lake") == {"1.csv": "Tom", "2.csv": "Ann"}
    assert "line 4: there is no file day.zip beside it" in capsys.readouterr().err
