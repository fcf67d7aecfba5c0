"""The list beside the files: what it says, however a spreadsheet wrote it, and a sentence for what cannot be meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from analysis.errors import RosterError
from analysis.roster.session_list import ListedSession, SessionList, read_session_list


def listed(folder: Path, text: str, encoding: str = "utf-8") -> SessionList:
    path = folder / "sessions.csv"
    path.write_bytes(text.encode(encoding))
    return read_session_list(path)


def day(session: ListedSession) -> str | None:
    return None if session.began_at is None else datetime.fromisoformat(session.began_at).date().isoformat()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("file,lifter,weight,date\na/1.csv,Zoë,12.5kg,2026-05-03\n", "utf-8"),
        ("\ufefffile,lifter,weight,date\r\na/1.csv,Zoë,12.5 kg,2026-05-03\r\n", "utf-8"),
        ("File;Lifter;Weight;Date\na\\1.csv;Zoë;12,5kg;03.05.2026\n", "cp1252"),
        ("file\tlifter\tweight_kg\tdate\n./a/1.csv\tZoë\t12.5\t3.5.2026\n", "utf-16"),
        ('# mine\n\ndate,"weight kg",lifter,file\n2026-05-03,"12,5",Zoë,a/1.csv\n', "utf-8"),
    ],
)
def test_a_row_is_read_however_it_was_written(tmp_path: Path, text: str, encoding: str) -> None:
    found = listed(tmp_path, text, encoding)
    session = found.sessions["a/1.csv"]
    assert session.weight is not None
    assert (session.lifter, session.weight.kg, day(session)) == ("Zoë", 12.5, "2026-05-03")
    assert (found.remarks, found.unused) == ((), ())


def test_empty_cells_and_missing_columns_say_nothing(tmp_path: Path) -> None:
    assert listed(tmp_path, "file,lifter\na.csv,\n").sessions == {"a.csv": ListedSession()}
    assert listed(tmp_path, "file\na.csv\n").sessions == {"a.csv": ListedSession()}


def test_pounds_stay_pounds(tmp_path: Path) -> None:
    found = listed(tmp_path, "file,weight_lb\na.csv,25\nb.csv,10kg\n")
    weights = [session.weight for session in found.sessions.values()]
    assert [(one.value, one.unit) for one in weights if one is not None] == [(25.0, "lb"), (10.0, "kg")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a.csv,Ann,900kg,2026-05-03", "line 2: '900kg' must be more than 0 and at most 500"),
        ("a.csv,Ann,heavy,2026-05-03", "line 2: 'heavy' is not a weight"),
        ("a.csv,Ann,12.5,2026-05-03", "line 2: '12.5' is not a weight; write a number and its unit"),
        ("a.csv,Ann,10kg,5/3/2026", "line 2: '5/3/2026' is no date of a recording"),
        ("a.csv,Ann,10kg,2026-02-30", "line 2: '2026-02-30' is no date"),
        ("a.csv,Ann,10kg,1026-02-03", "line 2: '1026-02-03' is no date"),
        (",Ann,10kg,2026-05-03", "line 2: it names no file, and was left out"),
        ("a.csv,Ann,12,5kg,2026-05-03", "line 2: it has more cells than the heading"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_said_with_its_line(tmp_path: Path, row: str, said: str) -> None:
    found = listed(tmp_path, f"file,lifter,weight,date\n{row}\n")
    assert said in found.remarks[0]
    assert {session.lifter for session in found.sessions.values()} <= {"Ann"}


def test_the_rest_of_a_row_is_used(tmp_path: Path) -> None:
    found = listed(tmp_path, "file,lifter,weight,date\na.csv,Ann,900kg,2026-05-03\n")
    session = found.sessions["a.csv"]
    assert (session.lifter, session.weight, day(session)) == ("Ann", None, "2026-05-03")


def test_a_file_that_stands_there_twice_is_used_if_both_say_the_same(tmp_path: Path) -> None:
    same = listed(tmp_path, "file,lifter\na.csv,Ann\nb.csv,Ben\na.csv,Ann\n")
    assert same.remarks == (
        f"{tmp_path}/sessions.csv: lines 2 and 4 are of a.csv and say the same; one is enough.",
    )
    assert same.sessions["a.csv"].lifter == "Ann"
    other = listed(tmp_path, "file,lifter\na.csv,Ann\nb.csv,Ben\na.csv,Cem\n")
    assert "lines 2 and 4 are of a.csv and differ, and none of them is used" in other.remarks[0]
    assert list(other.sessions) == ["b.csv"]


def test_columns_that_are_not_known_are_named(tmp_path: Path) -> None:
    assert listed(tmp_path, "file,lifer,mood\na.csv,Ann,good\n").unused == ("lifer", "mood")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the list is empty"),
        ("name,weight\na,1kg\n", "no column is called file"),
        ("file,lifter,lifter\n", "two columns are called lifter"),
        ("file,weight,weight_lb\n", "weight and weight_lb are both columns of weights"),
    ],
)
def test_a_list_that_cannot_be_meant_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RosterError, match=r"sessions\.csv: ") as raised:
        listed(tmp_path, text)
    assert said in str(raised.value)
