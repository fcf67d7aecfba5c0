"""Faults in a long file, wherever its blocks end: the same samples, notes and sentences as in one piece."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.output.json_document import to_document
from analysis.stream.offline import analyze
from imu.errors import RecordingError
from imu.formats import PathGroup, open_group, read_group
from imu.units import DEG_PER_RAD, G_MPS2
from tests.fixtures.long_files import FIRST, blocks_of, curls, lines, opened, same, training

Fault = Callable[[list[str], int], None]
"""Spoils the lines of a file around one of them."""


def cell(value: str, column: int = 1) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        cells = rows[at].split(",")
        cells[column] = value
        rows[at] = ",".join(cells)

    return spoil


def later(by_s: float, many: int = 1) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        for k in range(at, at + many):
            time_s, *rest = rows[k].split(",")
            rows[k] = ",".join([repr(float(time_s) + by_s), *rest])

    return spoil


def silent(rows: list[str], at: int) -> None:
    for k in range(at, at + 30):
        rows[k] = ",".join([*rows[k].split(",")[:-3], "", "", ""])


def standing_still(rows: list[str], at: int) -> None:
    for k in range(at, at + 55):
        rows[k] = ",".join([rows[at].split(",")[0], *rows[k].split(",")[1:]])


def exchanged(rows: list[str], at: int) -> None:
    rows[at : at + 5], rows[at + 5 : at + 10] = rows[at + 5 : at + 10], rows[at : at + 5]


def gone(rows: list[str], at: int) -> None:
    del rows[at : at + 60]


def line(text: str) -> Fault:
    return lambda rows, at: rows.insert(at, text)


def ended(by: str) -> Fault:
    def spoil(rows: list[str], at: int) -> None:
        rows[at] += by

    return spoil


def zeros(rows: list[str], at: int) -> None:
    rows[at] = "\0\0\0" + rows[at]


FAULTS: dict[str, Fault] = {
    "a word": cell("x"),
    "not a number": cell("NaN", 4),
    "an empty cell": cell(""),
    "no time": cell("", 0),
    "infinity": cell("inf", 6),
    "a spike": cell("1e9", 2),
    "more than any number": cell("1e300", 2),
    "quoted": cell('"0.5"', 3),
    "a silent gyroscope": silent,
    "a time too late": later(500.0),
    "a time too early": later(-0.3),
    "rows too late": later(20.0, 4),
    "a clock set back": later(-1.5, 6),
    "rows exchanged": exchanged,
    "a clock that stands still": standing_still,
    "a hole": gone,
    "a note": line("# 12.5 rep_out: 2"),
    "a comment": line("# a, b, c"),
    "an empty line": line(""),
    "a row too short": line("1.0,2.0"),
    "a row too long": ended(",5"),
    "another line end": ended("\r"),
    "zeros of a power cut": zeros,
    "the header again": line("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_wherever_blocks_end(name: str, tmp_path: Path) -> None:
    """Blocks of two rows: each row of the fault is at the edge of one."""
    path = tmp_path / "day.csv"
    rows = lines(curls())
    first = FIRST + (name == "a row too long")  # the first row tells how many cells the others have
    for at in (first, 130, 250):
        FAULTS[name](rows, at)
    path.write_text("\n".join(rows) + "\n")
    whole = read_group(PathGroup(str(path), (str(path),)))
    same(whole, opened(path, 260))


def test_faults_together_and_what_becomes_of_them(tmp_path: Path) -> None:
    """In blocks of one row, of ten and of two hundred."""
    path = tmp_path / "day.csv"
    rows = lines(training())
    for k, fault in enumerate(FAULTS.values()):
        fault(rows, 50 + len(rows) // (len(FAULTS) + 1) * k)
    path.write_text("\ufeff" + "\n".join(rows) + "\n" + rows[-1][:20])
    whole = read_group(PathGroup(str(path), (str(path),)))
    assert {note.code for note in whole.reading_notes} >= {
        "cut_line",
        "bad_cells",
        "time_backwards",
        "clock_stands_still",
    }
    document = json.dumps(to_document(analyze(whole)))
    same(whole, opened(path, 130))
    for size in (1_003, 20_011):
        blocks = opened(path, size)
        same(whole, blocks)
        assert json.dumps(to_document(analyze(blocks))) == document


def many(fault: Fault, every: int) -> Callable[[list[str]], None]:
    def spoil(rows: list[str]) -> None:
        for at in range(FIRST, len(rows), every):
            fault(rows, at)

    return spoil


def scaled(acc: float = 1.0, gyr: float = 1.0, time: float = 1.0) -> Callable[[list[str]], None]:
    def spoil(rows: list[str]) -> None:
        for k in range(FIRST, len(rows)):
            time_s, *rest = map(float, rows[k].split(","))
            values = [time * time_s, *(acc * v for v in rest[:3]), *(gyr * v for v in rest[3:])]
            rows[k] = ",".join(map(repr, values))

    return spoil


def twice(rows: list[str]) -> None:
    rows += rows[FIRST:]


def second_header(rows: list[str]) -> None:
    rows.insert(150, "time,x,y,z,a,b,c")


REFUSED: dict[str, Callable[[list[str]], None]] = {
    "too many words": many(cell("x"), 15),
    "too many empty cells": many(cell(""), 1),
    "too many odd rows": many(ended(",5"), 15),
    "time begins again": twice,
    "a clock that stands still": many(cell("1.5", 0), 1),
    "in g": scaled(acc=1.0 / G_MPS2),
    "in degrees": scaled(gyr=DEG_PER_RAD),
    "in milliseconds": scaled(time=1000.0),
    "too close": scaled(time=1e-5),
    "another header": second_header,
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_sentence_with_the_same_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    rows = lines(curls())
    REFUSED[name](rows)
    path.write_text("\n".join(rows) + "\n")
    group = PathGroup(str(path), (str(path),))
    with pytest.raises(RecordingError) as whole:
        read_group(group)
    for size in (130, 2_000):
        with pytest.raises(RecordingError) as blocks:
            open_group(group, block=blocks_of(size))
        assert str(blocks.value) == str(whole.value)
