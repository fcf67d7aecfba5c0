"""Files of a lake that are not what they were, whose it says a recording is, and who may fill it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from pathlib import Path

import pytest

from analysis.batch.lake_schema import LAKE_FILE, TABLE_NAMES, TableName
from analysis.batch.storage import Storage
from analysis.cli import run
from analysis.errors import BatchError
from imu.formats import write_canonical
from imu.printable import UNSEEN
from tests.fixtures.lakes import content, fill, names_in, one_set, rows_of


@pytest.fixture
def place(lake: Path, tmp_path: Path) -> Path:
    """A copy of the lake that may be changed."""
    return Path(shutil.copytree(lake, tmp_path / "lake"))


def file_of(place: Path, table: TableName) -> Path:
    return place / table / "lifter_key=anna" / "part-0.parquet"


@pytest.mark.parametrize("table", TABLE_NAMES)
@pytest.mark.parametrize("left", [0, 100, -1])
def test_a_file_that_was_cut_is_noticed_where_nothing_is_new(
    season: Path, place: Path, table: TableName, left: int
) -> None:
    """Also of a table whose rows nobody needs then."""
    hit = file_of(place, table)
    hit.write_bytes(hit.read_bytes()[:left])
    with pytest.raises(BatchError, match=rf"{table}/lifter_key=anna/part-0.parquet: this file is damaged"):
        fill(place, [season])


@pytest.mark.parametrize(("table", "other"), [("recordings", "reps"), ("reps", "sets"), ("quality", "sets")])
def test_a_file_of_another_table_is_a_damaged_one(
    season: Path,
    place: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    table: TableName,
    other: TableName,
) -> None:
    shutil.copy(file_of(place, other), file_of(place, table))
    another = tmp_path / "another.csv"
    write_canonical(one_set(77, lifter="Anna"), another)
    before = content(place)
    assert run(["batch", str(season), str(another), "--out", str(place)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"rep-momentum: {file_of(place, table)}: this file is damaged; remove")
    assert said.count("\n") == 1
    assert content(place) == before


def test_a_name_that_was_said_stays_over_a_run_in_which_the_file_was_bad(tmp_path: Path) -> None:
    path, place = tmp_path / "one.csv", tmp_path / "lake"
    write_canonical(one_set(1, lifter=None), path)
    fill(place, [path], lifter="Cem")
    before, good = names_in(place), path.read_bytes()
    path.write_text("no recording\n")
    for _ in range(2):
        assert fill(place, [path]).counts == {"unreadable": 1}
        assert [row["lifter"] for row in rows_of(place, "quality")] == ["Cem"]
    path.write_bytes(good)
    assert fill(place, [path]).counts == {"done": 1}
    assert {row["lifter"] for table in TABLE_NAMES for row in rows_of(place, table)} == {"Cem"}
    assert names_in(place) == before


@pytest.mark.parametrize("bad", [False, True])
@pytest.mark.parametrize("how", ["--lifter", "--lifter-from"])
def test_a_name_that_is_no_utf8_is_kept_with_a_sign_in_place_of_what_none_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str, bad: bool
) -> None:
    name = os.fsdecode(b"b\xffc")
    folder, place = tmp_path / "recordings" / name, tmp_path / "lake"
    folder.mkdir(parents=True)
    write_canonical(one_set(1), folder / "one.csv")
    if bad:
        (folder / "one.csv").write_text("no recording\n")
    said = name if how == "--lifter" else "{lifter}/*.csv"
    command = ["batch", str(folder.parent), "--out", str(place), how, said]
    saving = ["--save", "--db", str(tmp_path / "history.db")]
    assert run([*command, *saving]) == (2 if bad else 0)
    assert {row["lifter"] for table in TABLE_NAMES for row in rows_of(place, table)} == {f"b{UNSEEN}c"}
    capsys.readouterr()
    assert run(command) == (2 if bad else 0)
    assert ("1 not readable" if bad else "1 unchanged") in capsys.readouterr().out


def test_who_comes_while_another_run_begins_a_lake_is_told_so(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder holds a file in the making by then, and is no lake yet."""
    place = tmp_path / "lake"
    storage = Storage(str(place))
    with storage.kept_alone() as free, storage.making(LAKE_FILE) as path:
        assert free
        path.write_text("{")
        assert run(["batch", str(season), "--out", str(place)]) == 2
        path.write_text('{"schema": "rep-momentum-lake/1", "partition": "lifter"}\n')
    assert "another run fills this lake" in capsys.readouterr().err
    assert run(["batch", str(season), "--out", str(place)]) == 0


def test_the_lock_of_a_lake_is_no_file_of_it(season: Path, lake: Path, tmp_path: Path) -> None:
    """It holds when ``lake.json`` is another file than it was, and leaves nothing behind."""
    place = tmp_path / "lake"
    with Storage(str(place)).kept_alone():
        assert content(place) == {}
    fill(place, [season])
    with Storage(str(place)).kept_alone():
        shutil.copy(place / LAKE_FILE, tmp_path / LAKE_FILE)
        (tmp_path / LAKE_FILE).replace(place / LAKE_FILE)
        with Storage(str(place)).kept_alone() as free:
            assert not free
    assert content(place) == content(lake)


def test_a_disk_without_locks_is_not_taken_for_another_run(
    season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", none)
    assert fill(tmp_path / "lake", [season]).counts == {"done": 6}
