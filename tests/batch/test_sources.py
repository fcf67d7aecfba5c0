"""Which recordings paths name: the same as `analyze` reads, zips of many and patterns besides."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest

from analysis.batch.fetch import content_state, on_this_computer
from analysis.batch.lake import Partition
from analysis.batch.sources import find_sources, group_names
from analysis.batch.task import WorkItem, work_on
from imu.errors import RecordingError
from imu.formats import group_paths, read_group, read_recording
from tests.fixtures import exports
from tests.fixtures.lakes import TASK, fill


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with exports of several apps: some recordings are of several files."""
    folder = tmp_path / "mixed"
    for name, files in (
        ("metabase", exports.metabase()),
        ("phone", exports.phone()),
        ("phyphox", exports.phyphox_parts()),
        ("own", exports.canonical()),
    ):
        (folder / name).mkdir(parents=True)
        exports.save(folder / name, files)
    return folder


def test_a_folder_is_grouped_as_analyze_does(mixed: Path) -> None:
    sources, bad = find_sources([str(mixed)])
    wanted = {(group.path, group.files) for group in group_paths([str(mixed)])}
    assert {(one.path, one.files) for one in sources} == wanted
    assert bad == []
    assert [one.path for one in sources] == sorted(one.path for one in sources)


def test_files_that_lie_elsewhere_are_grouped_alike(mixed: Path) -> None:
    names = [p.relative_to(mixed).as_posix() for p in sorted(mixed.rglob("*")) if p.is_file()]
    asked: list[str] = []

    def head(name: str) -> bytes:
        asked.append(name)
        return (mixed / name).read_bytes()[:4096]

    found = {
        (str(mixed / path), tuple(str(mixed / file) for file in files))
        for path, files in group_names(names, head, "there", [])
    }
    assert found == {(group.path, group.files) for group in group_paths([str(mixed)])}
    assert len(asked) < len(names), "most are told by their names"


def test_a_pattern_and_a_path_given_twice(season: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(season.parent)
    paths = ["recordings/00[0-2].csv", "recordings/000.csv", f"{season}/../recordings/001.csv"]
    sources, bad = find_sources(paths)
    assert [one.path for one in sources] == [str(season / f"00{k}.csv") for k in range(3)]
    assert bad == []


def test_what_is_no_recording_is_said_once_each(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    paths = [f"{tmp_path}/*.csv", "-", str(tmp_path / "pipe"), str(tmp_path / "empty"), "ftpx://h/a.csv"]
    sources, bad = find_sources(paths)
    assert sources == []
    said = [str(error) for error in bad]
    for path, about in zip(
        paths,
        ("fits this pattern", "to analyze", "only once", "holds no recording", "nothing is known"),
        strict=True,
    ):
        assert any(line.startswith(path) and about in line for line in said), (path, said)


def test_a_zip_of_many_is_as_many_recordings(season: Path, tmp_path: Path) -> None:
    path = tmp_path / "season.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(season.iterdir())[:2]:
            archive.write(file, f"march/{file.name}")
        archive.writestr("__MACOSX/march/._000.csv", b"\0")
        archive.writestr("../out.csv", b"time_s\n")
    sources, bad = find_sources([str(path)])
    assert [one.path for one in sources] == [f"{path}/march/000.csv", f"{path}/march/001.csv"]
    (outside,) = map(str, bad)
    assert outside.startswith(f"{path}/../out.csv: lies outside of the zip by its name, and was left out")
    for source, file in zip(sources, sorted(season.iterdir()), strict=False):
        with on_this_computer(source) as group:
            assert content_state(group.files) == content_state((str(file),))
        outcome = work_on(TASK, WorkItem(source=source))
        row = json.loads(gzip.decompress(outcome.rows[0]))
        assert (row["path"], row["files"], row["reps"]) == (source.path, [source.path], 3)


@pytest.mark.parametrize("partition", ["lifter", "month", "none"])
def test_a_lake_is_no_recording(season: Path, tmp_path: Path, partition: Partition) -> None:
    own = tmp_path / "own"
    fill(own / "lake", [season], partition=partition)
    (own / "curls.csv").write_bytes((season / "000.csv").read_bytes())
    sources, bad = find_sources([str(own)])
    assert [one.path for one in sources] == [str(own / "curls.csv")]
    (lake,) = map(str, bad)
    assert lake.startswith(f"{own / 'lake'}: is a lake, which `batch` made of recordings; it was left out.")
    for table in (own / "lake").rglob("*.parquet"):
        with pytest.raises(
            RecordingError, match="is a table of results that rep-momentum wrote, not a recording"
        ):
            read_recording(table)


@pytest.mark.parametrize("made", [exports.phone_zip, exports.phyphox_zip])
def test_a_zip_of_one_export_is_one_recording(tmp_path: Path, made: object) -> None:
    assert callable(made)
    (path,) = exports.save(tmp_path, made())
    (source,) = find_sources([path])[0]
    with on_this_computer(source) as group:
        assert read_group(group) is not None
    assert (source.path, source.container) == (path, None)


def test_a_damaged_zip_and_a_missing_file_say_where(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    sources, bad = find_sources([str(damaged), str(tmp_path / "none.csv")])
    assert bad == []
    outcomes = {one.path: work_on(TASK, WorkItem(source=one)) for one in sources}
    assert outcomes[str(damaged)].kind == "unreadable"
    assert outcomes[str(tmp_path / "none.csv")].kind == "unreachable"
    assert all(one.why.startswith(path) for path, one in outcomes.items())
