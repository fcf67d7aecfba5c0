"""Whose a recording is: what holds before what, and where lists are looked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.coaching.set_context import SetContext
from analysis.coaching.weights import Weight
from analysis.errors import RosterError
from analysis.roster.attribution import NOTHING_SAID, Attribution, SaidFacts, attribute
from imu.simulate import Still, simulate

RECORDING = simulate([Still(2.0)]).recording
EVENING = "2026-05-03T18:30:00+02:00"


def folder_of(top: Path, *names: str) -> list[str]:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("x", encoding="utf-8")
    return [str(top / name) for name in names]


def said_of(paths: Sequence[str], *given: object, **options: str) -> Attribution:
    return attribute({path: (path,) for path in paths}, map(str, given), **options)


def test_what_was_typed_holds_before_the_list_and_the_list_before_the_path(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "ann/1.csv", "ann/2.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\nann/1.csv,Anna\n", encoding="utf-8")
    found = said_of(paths, tmp_path, pattern="{lifter}/*.csv")
    assert [found.of(path).lifter for path in paths] == ["Anna", "ann"]
    typed = said_of(paths, tmp_path, pattern="{lifter}/*.csv", lifter="Zoë")
    assert {typed.of(path).lifter for path in paths} == {"Zoë"}


def test_the_path_holds_before_the_recording_which_holds_where_nobody_says_more() -> None:
    own = replace(RECORDING, lifter="own")
    assert SaidFacts(lifter="Anna").told_to(own).lifter == "Anna"
    assert NOTHING_SAID.told_to(own) == own


@pytest.mark.parametrize(
    ("own", "listed", "if_unknown", "holds"),
    [
        (EVENING, "2026-05-03T00:00:00+02:00", None, EVENING),
        (EVENING, "2026-05-04T00:00:00+02:00", None, "2026-05-04T00:00:00+02:00"),
        (EVENING, None, "2026-05-01", EVENING),
        (None, None, "2026-05-01", "2026-05-01"),
        (None, "2026-05-04", "2026-05-01", "2026-05-04"),
        ("yesterday", "2026-05-04", None, "2026-05-04"),
        (None, None, None, None),
    ],
)
def test_of_dates_the_list_holds_then_the_recording(
    own: str | None, listed: str | None, if_unknown: str | None, holds: str | None
) -> None:
    said = SaidFacts(began_at=listed, began_at_if_unknown=if_unknown)
    assert said.told_to(replace(RECORDING, started_at=own)).started_at == holds


def test_a_weight_that_was_typed_holds_before_the_list() -> None:
    ten, twenty = Weight(value=10.0, unit="kg"), Weight(value=20.0, unit="lb")
    said = SaidFacts(weight=ten)
    assert said.context(SetContext()).weight == ten
    assert said.context(SetContext(weight=twenty)).weight == twenty
    assert NOTHING_SAID.context(SetContext(weight=twenty)).weight == twenty


def test_the_day_of_the_path_is_for_recordings_that_tell_none(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "ann_2026-05-03.csv", "ben_2026-02-30.csv")
    found = said_of(paths, tmp_path, pattern="{lifter}_{date}.csv", began_at="2026-01-01T00:00:00+00:00")
    days = [(found.of(path).began_at_if_unknown or "")[:10] for path in paths]
    assert days == ["2026-05-03", "2026-01-01"]
    assert found.remarks == (f"{paths[1]}: 2026-02-30 is no day; correct the name of the file.",)


def test_all_recordings_are_read_by_the_same_end_of_the_pattern(tmp_path: Path) -> None:
    """Else the folder `may` would be a person beside Ben."""
    deep, flat = folder_of(tmp_path, "ann/may/1.csv", "ben/2.csv")
    found = said_of([deep, flat], tmp_path, pattern="{lifter}/*.csv")
    assert [found.of(path).lifter for path in (deep, flat)] == [None, "ben"]
    assert found.notes == (f"--lifter-from {{lifter}}/*.csv: it does not fit 1 of 2 recordings, {deep}.",)


def test_recordings_that_a_list_names_need_no_pattern(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "ann/1.csv", "2.csv", "3.csv", "4.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\n2.csv,Ben\n3.csv,Cid\n")
    pattern = "{lifter}/*.csv"
    found = said_of(paths, tmp_path, pattern=pattern)
    unfit = f"it does not fit 1 of 2 recordings that nothing else names, {paths[3]}."
    assert found.notes == (f"--lifter-from {pattern}: {unfit}",)
    assert said_of(paths[:3], tmp_path, pattern=pattern).notes == ()


def test_the_ends_of_paths_count_where_the_folder_itself_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path, "ann/1.csv")
    monkeypatch.chdir(tmp_path / "ann")
    for path, given in (
        ("1.csv", "1.csv"),
        ("./1.csv", "."),
        (str(tmp_path / "ann" / "1.csv"), tmp_path / "ann"),
    ):
        assert said_of([path], given, pattern="{lifter}/*.csv").of(path).lifter == "ann"


def test_addresses_have_patterns_too() -> None:
    path = "s3://gym/2026/ann/1.csv"
    assert said_of([path], "s3://gym/2026", pattern="{lifter}/*.csv").of(path).lifter == "ann"
    assert said_of([path], "s3://gym/2026/", pattern="{lifter}/*.csv").of(path).lifter == "ann"


def test_a_pattern_that_fits_nothing_is_refused_with_a_path(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "1.csv", "2.csv")
    with pytest.raises(RosterError, match=r"fits none of the recordings, for example .*1\.csv"):
        said_of(paths, tmp_path, pattern="{lifter}_{date}.csv")


def test_a_list_speaks_of_its_folder_and_those_below(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "a/1.csv", "a/b/2.csv", "3.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\n3.csv,Cem\na/1.csv,Ann\n", encoding="utf-8")
    (tmp_path / "a" / "b" / "sessions.csv").write_text("file,lifter\n2.csv,Ben\n", encoding="utf-8")
    found = said_of(paths, tmp_path)
    assert [found.of(path).lifter for path in paths] == ["Ann", "Ben", "Cem"]
    assert found.remarks == ()
    assert said_of(paths[:1], tmp_path / "a").of(paths[0]).lifter is None, (
        "above what was given nothing is read"
    )
    assert said_of(paths[2:], paths[2]).of(paths[2]).lifter == "Cem", "beside a single file there is one"


def test_two_lists_that_speak_of_one_recording_are_said(tmp_path: Path) -> None:
    (path,) = folder_of(tmp_path, "a/1.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\na/1.csv,Ann\n", encoding="utf-8")
    (tmp_path / "a" / "sessions.csv").write_text("file,lifter\n1.csv,Ben\n", encoding="utf-8")
    found = said_of([path], tmp_path)
    assert found.of(path).lifter == "Ann"
    assert "1.csv stands in" in found.remarks[0]


def test_a_name_of_no_file_is_said_with_its_line_and_what_may_be_meant(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "a/1.csv", "a/notes.txt")
    rows = "1.csv,Ann\ngone.csv,Ben\na/notes.txt,Cem\n"
    (tmp_path / "sessions.csv").write_text(f"file,lifter\n{rows}", encoding="utf-8")
    said = said_of(paths[:1], tmp_path).remarks
    assert [one.partition("sessions.csv, ")[2] for one in said] == [
        "line 2: there is no file 1.csv beside it; a/1.csv is there. Correct the name or remove the line.",
        "line 3: there is no file gone.csv beside it. Correct the name or remove the line.",
    ]


def test_any_file_of_a_recording_names_it(tmp_path: Path) -> None:
    acc, gyr = folder_of(tmp_path, "x/acc.csv", "x/gyr.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\nx/gyr.csv,Ann\n", encoding="utf-8")
    assert attribute({acc: (acc, gyr)}, [str(tmp_path)]).of(acc).lifter == "Ann"
    (tmp_path / "sessions.csv").write_text("file,lifter\nx,Ben\n", encoding="utf-8")
    folder = str(tmp_path / "x")
    assert attribute({folder: (acc, gyr)}, [str(tmp_path)]).of(folder).lifter == "Ben"


def test_a_recording_in_a_zip_is_named_with_the_zip(tmp_path: Path) -> None:
    zipped = tmp_path / "day.zip"
    zipped.write_bytes(b"x")
    (tmp_path / "sessions.csv").write_text(
        "file,lifter\nday.zip/ann.csv,Ann\nday.zip/x.csv,Ben\n", encoding="utf-8"
    )
    path = f"{zipped}{os.sep}ann.csv"
    found = attribute({path: (path,)}, [str(tmp_path)])
    assert (found.of(path).lifter, found.remarks) == ("Ann", ())


def test_a_line_of_a_zip_is_of_all_in_it_where_their_own_say_nothing(tmp_path: Path) -> None:
    zipped = tmp_path / "class.zip"
    zipped.write_bytes(b"x")
    (tmp_path / "sessions.csv").write_text(
        "file,lifter,weight\nclass.zip,Tom,10kg\nclass.zip/may/2.csv,Ann,\n", encoding="utf-8"
    )
    first, second = (f"{zipped}{os.sep}may{os.sep}{k}.csv" for k in (1, 2))
    for given in (tmp_path, zipped):
        found = said_of([first, second], given, pattern="{lifter}/*/*.csv")
        assert [found.of(path).lifter for path in (first, second)] == ["Tom", "Ann"]
        assert {found.of(path).weight for path in (first, second)} == {Weight(value=10.0, unit="kg")}
        assert (found.remarks, found.notes) == ((), ())


def test_two_lists_that_speak_of_one_zip_are_said(tmp_path: Path) -> None:
    (tmp_path / "may").mkdir()
    zipped = tmp_path / "may" / "class.zip"
    zipped.write_bytes(b"x")
    (tmp_path / "sessions.csv").write_text("file,lifter\nmay/class.zip,Tom\n", encoding="utf-8")
    (tmp_path / "may" / "sessions.csv").write_text("file,lifter\nclass.zip,Ann\n", encoding="utf-8")
    path = f"{zipped}{os.sep}1.csv"
    found = said_of([path], tmp_path)
    assert found.of(path).lifter == "Tom"
    assert len(found.remarks) == 1
    assert "class.zip stands in" in found.remarks[0]


def test_a_zip_that_is_not_there_is_said(tmp_path: Path) -> None:
    paths = folder_of(tmp_path, "1.csv")
    (tmp_path / "sessions.csv").write_text("file,lifter\nclass.zip,Tom\n", encoding="utf-8")
    (said,) = said_of(paths, tmp_path).remarks
    assert "line 2: there is no file class.zip beside it." in said


def test_a_line_of_a_folder_is_said_as_it_names_no_recording(tmp_path: Path) -> None:
    """But an export of several files is a recording, and named by its folder."""
    paths = folder_of(tmp_path, "anna/1.csv", "anna/2.csv", "ben/Accelerometer.csv")
    (tmp_path / "sessions.csv").write_text(
        "file,lifter\nanna,Anna\nben,Ben\nanna/2.csv,Bo\n", encoding="utf-8"
    )
    export = str(tmp_path / "ben")
    found = attribute({paths[0]: (paths[0],), paths[1]: (paths[1],), export: (paths[2],)}, [str(tmp_path)])
    assert [found.of(path).lifter for path in (*paths[:2], export)] == [None, "Bo", "Ben"]
    (said,) = found.remarks
    assert "line 2: anna is a folder of recordings, and a line is of one; name each of them" in said
