"""The command: what it prints, its exit codes, and what it refuses in one sentence."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from analysis.batch.lake import Lake
from analysis.batch.lake_schema import TABLE_NAMES
from analysis.cli import run
from analysis.cli.batch_progress import BatchProgress, progress_words
from analysis.cli.console import OutConsole
from analysis.history.history import open_history
from tests.fixtures.lakes import content, rows_of


def test_a_bad_file_is_said_and_the_rest_is_done(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, place = tmp_path / "bad.csv", tmp_path / "lake"
    bad.write_text("nothing of ours\n")
    arguments = ["batch", str(season), str(bad), "--out", str(place)]
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert [line.startswith(f"rep-momentum: {bad}") for line in said.err.splitlines()] == [True]
    first, second = said.out.splitlines()
    assert first.startswith("6 recordings analysed (0.0 h) and 1 not readable.")
    assert second == f"{place} holds 6 recordings."
    assert len([row for row in rows_of(place, "quality") if row["severity"] == "error"]) == 1
    bad.unlink()
    assert run(arguments[:2] + arguments[3:]) == 0
    assert capsys.readouterr().out.startswith("0 recordings analysed (0.0 h) and 6 unchanged.")


def test_sessions_go_into_the_history_too(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "history.db")
    arguments = ["batch", str(season), "--out", str(tmp_path / "lake"), "--save", "--db", db]
    assert run(arguments) == 0
    assert "History: 6 new." in capsys.readouterr().out
    with open_history(db) as history:
        saved = {session.source: session.lifter for session in history.sessions()}
    assert saved == {row["path"]: row["lifter"] for row in rows_of(tmp_path / "lake", "recordings")}


def test_the_day_of_recordings_that_name_none(season: Path, tmp_path: Path) -> None:
    place = tmp_path / "lake"
    day = "2026-05-23"
    arguments = ["batch", str(season), "--out", str(place), "--partition", "month"]
    assert run(arguments) == 0
    before = {row["path"]: row["started_at"] for row in rows_of(place, "recordings")}
    assert None in before.values()
    assert run([*arguments, "--date", f"{day}T18:30:00+02:00"]) == 0, "several get the day alone"
    rows = rows_of(place, "recordings")
    assert {row["path"]: row["started_at"] for row in rows} == {p: one or day for p, one in before.items()}
    assert {row["began_at"] for row in rows if before[row["path"]] is None} == {None}
    assert run([*arguments, "--date", "yesterday"]) == 2


def test_a_person_is_removed_from_a_lake(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As docs/batch.md says: the recordings, then one folder of each table."""
    own, place = tmp_path / "own", tmp_path / "lake"
    shutil.copytree(season, own)
    arguments = ["batch", str(own), "--out", str(place)]
    assert run(arguments) == 0
    hers = [Path(row["path"]) for row in rows_of(place, "recordings") if row["lifter"] == "Anna"]
    for path in hers:
        path.unlink()
    for folder in list(place.glob("*/lifter_key=anna")):
        shutil.rmtree(folder)
    capsys.readouterr()
    assert run(arguments) == 0
    assert capsys.readouterr() == (
        f"0 recordings analysed (0.0 h) and {6 - len(hers)} unchanged.\n{place} holds {6 - len(hers)} recordings.\n",
        "",
    )
    assert len(hers) == 2
    for table in TABLE_NAMES:
        assert "Anna" not in {row["lifter"] for row in rows_of(place, table)}


def _other_schema(place: Path) -> None:
    place.mkdir()
    (place / "lake.json").write_text(json.dumps({"schema": "rep-momentum-lake/0", "partition": "lifter"}))


def _no_json(place: Path) -> None:
    place.mkdir()
    (place / "lake.json").write_text("{")


def _by_month(place: Path) -> None:
    Lake(str(place), "month")


def _other_files(place: Path) -> None:
    place.mkdir()
    (place / "thesis.tex").write_text("mine")


def _a_file(place: Path) -> None:
    place.write_text("mine")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_other_schema, "this lake has the columns rep-momentum-lake/0, and this version writes"),
        (_no_json, "its lake.json cannot be understood"),
        (_by_month, "divided by month, not by lifter; give --partition month"),
        (_other_files, "this folder holds other files"),
        (_a_file, "this is a file; give a folder"),
    ],
)
def test_a_folder_that_is_no_such_lake_is_left_alone(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: object, said: str
) -> None:
    place = tmp_path / "lake"
    assert callable(make)
    make(place)
    before = content(tmp_path)
    assert run(["batch", str(season), "--out", str(place)]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert str(place) in err
    assert err.count("\n") == 1
    assert content(tmp_path) == before


@pytest.mark.parametrize("inside", [".", "lake", "deep/lake"])
def test_the_lake_lies_apart_from_the_recordings(
    season: Path, capsys: pytest.CaptureFixture[str], inside: str
) -> None:
    before = content(season)
    assert run(["batch", str(season), "--out", str(season / inside)]) == 2
    assert "among the recordings; give a folder beside it" in capsys.readouterr().err
    assert content(season) == before


def test_one_run_at_a_time(season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(tmp_path / "lake")
    with Lake(place, "lifter").kept_alone():
        assert run(["batch", str(season), "--out", place]) == 2
    assert "another run fills this lake" in capsys.readouterr().err
    assert run(["batch", str(season), "--out", place]) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--workers", "2", "--scheduler", "tcp://h:1"), "give one of them"),
        (("--db", "x.db"), "it needs --save"),
        (("--out", ""), "is empty; leave the option out"),
        (("--format", "none-such"), "there is no such format"),
    ],
)
def test_options_that_cannot_be_meant(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    assert run(["batch", str(season), "--out", str(tmp_path / "lake"), *options]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "lake").exists()


@pytest.mark.program
def test_more_workers_than_are_of_use_are_not_started(
    season: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hundred processes on two processors keep each other waiting for minutes."""
    assert run(["batch", str(season), "--out", str(tmp_path / "lake"), "--workers", "999"]) == 0
    processors = os.cpu_count() or 1
    assert f"so {2 * processors} workers are started" in capsys.readouterr().err
    assert rows_of(tmp_path / "lake", "recordings")


def test_progress_says_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    assert progress_words(120, 400, 20.0) == "120 of 400 recordings, 6 a second, 47 s left"
    assert progress_words(10, 10_000, 10.0) == "10 of 10,000 recordings, 1 a second, 166 min left"
    with BatchProgress(2, OutConsole(stderr=True)) as progress:
        progress.advance()
        progress.advance()
    assert capsys.readouterr().err == "", "no line for what takes no time"
