"""A row per rep that pandas reads back as it was."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.output.tables import COLUMNS, rep_rows, write_csv
from analysis.records.results import SessionResult
from tests.fixtures import samples

WHOLE = ("set", "rep", "target_reps")
TEXT = ("recording", "started_at", "sensor", "side", "verdict", "cause")
TRUTH = ("clipped", "near_limit")


def frame(*results: SessionResult) -> pd.DataFrame:
    text = io.StringIO()
    write_csv(results, text)
    text.seek(0)
    return pd.read_csv(text)


def full() -> SessionResult:
    """The ordinary session, with a target for both sets: every whole number is known."""
    result = samples.ordinary()
    return replace(result, sets=tuple(replace(s, target_reps=10, side="right") for s in result.sets))


def test_dtypes() -> None:
    read = frame(full())
    assert list(read.columns) == list(COLUMNS)
    for name in COLUMNS:
        kinds = {**dict.fromkeys(WHOLE, "i"), **dict.fromkeys(TRUTH, "b"), **dict.fromkeys(TEXT, "OUT")}
        if name != "lifter":
            assert read[name].dtype.kind in kinds.get(name, "f"), name


def test_one_row_per_rep_in_order() -> None:
    read = frame(full())
    assert list(zip(read["set"], read["rep"], strict=True)) == [
        *((1, i) for i in range(1, 9)),
        *((2, i) for i in range(1, 11)),
    ]
    assert set(read.loc[read["set"] == 1, "weight_kg"]) == {7.5}
    assert set(read.loc[read["set"] == 2, "weight_kg"]) == {12.5}


def test_numbers_have_decimals_that_mean_something() -> None:
    result = full()
    text = io.StringIO()
    write_csv([result], text)
    text.seek(0)
    read = list(csv.DictReader(text))
    reps = [r for s in result.sets for r in s.reps]
    for name in ("start_s", "end_s", "peak_speed_dps", "momentum", "lift_s"):
        for known, row in zip((getattr(r, name) for r in reps), read, strict=True):
            assert (row[name] == "") if known is None else (abs(float(row[name]) - known) <= 0.5e-4)
    cells = [cell for row in read for cell in row.values() if re.fullmatch(r"-?\d+\.\d+", cell)]
    assert cells
    assert max(len(cell.partition(".")[2]) for cell in cells) <= 4


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_what_is_not_known_is_an_empty_cell(value: float | None) -> None:
    result = full()
    rep = replace(result.sets[0].reps[0], carry=value, cause=None)
    one = replace(result, sets=(replace(result.sets[0], reps=(rep,), weight_kg=None),))
    (row,) = rep_rows(one)
    assert (row["carry"], row["cause"], row["weight_kg"]) == (None, None, None)
    read = frame(one)
    assert read["carry"].isna().all()
    assert read["carry"].dtype.kind == "f"


def test_several_recordings_and_none() -> None:
    both = frame(full(), replace(full(), path='odd, "name"\n.csv'))
    assert list(both["recording"].unique()) == ["recordings/monday.csv", 'odd, "name"\n.csv']
    assert len(both) == 36
    assert list(frame(samples.no_sets()).columns) == list(COLUMNS)
    assert len(frame(samples.no_sets())) == 0


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "'\ufffd=1"),
        ("＝1", "'＝1"),
        ("-", "-"),
        ("a=b", "a=b"),
        ("\x1b]0;PWNED\x07", "\ufffd]0;PWNED\ufffd"),
    ],
)
def test_no_text_is_a_formula_or_steers_a_terminal(text: str, cell: str) -> None:
    made = replace(full(), path=text, lifter=text)
    written = io.StringIO()
    write_csv([made], written)
    for row in csv.DictReader(io.StringIO(written.getvalue())):
        assert (row["recording"], row["lifter"]) == (cell, cell)


def test_a_number_below_zero_stays_a_number() -> None:
    rep = replace(full().sets[0].reps[0], bottom_deg=-3.5)
    one = replace(full(), sets=(replace(full().sets[0], reps=(rep,)),))
    assert frame(one)["bottom_deg"].tolist() == [-3.5]


def test_rows_are_named_by_recording_set_and_rep() -> None:
    for result in (samples.two_wrists(), samples.twelve_sets(), samples.mixed()):
        read = frame(result)
        assert not read.duplicated(["recording", "set", "rep"]).any()
        assert len(read) == sum(len(s.reps) for s in result.sets)
