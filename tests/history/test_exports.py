"""What is exported can be read again: by data frames, by the apps' own importers, by this program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.history.exports import (
    EXPORT_COLUMNS,
    HEVY_COLUMNS,
    STRONG_COLUMNS,
    LogApp,
    write_csv_export,
    write_parquet_export,
    write_workout_log,
)
from analysis.history.history import History, open_history
from analysis.history.workout_logs import read_workout_log
from analysis.records.results import REP_FIGURES, Rep
from tests.fixtures.past import at_hour, record, session


@pytest.fixture
def filled(db: str) -> Iterator[History]:
    with open_history(db) as history:
        history.save(record(1, weight="25lb"))
        history.save(record(2, weight="12.5kg", started_at=at_hour(12)))
        history.save(record(3, started_at=None, lifter=None))
        yield history


def test_a_row_per_rep_with_every_figure(filled: History, tmp_path: Path) -> None:
    text, path = io.StringIO(), tmp_path / "reps.parquet"
    write_csv_export(filled.rows(), text)
    write_parquet_export(filled.rows(), path)
    read, typed = pd.read_csv(io.StringIO(text.getvalue())), pd.read_parquet(path)
    assert tuple(read.columns) == tuple(typed.columns) == EXPORT_COLUMNS
    assert len(read) == len(typed) == 9
    reps = session(1, weight="25lb").result.sets[0].reps
    for frame in (read, typed):
        of_first = frame[frame["weight_unit"] == "lb"]
        assert of_first["weight"].tolist() == [25.0] * 3
        assert of_first["rep"].tolist() == [1, 2, 3]
        for name in ("rom_deg", "momentum", "peak_speed_dps", "top_s"):
            assert of_first[name].tolist() == [getattr(rep, name) for rep in reps], name
        assert frame["weight"].isna().tolist() == [True] * 3 + [False] * 6, "unknown is empty, never 0"
    units = {f.name: f.metadata for f in pq.read_schema(path)}
    assert units["rom_deg"][b"unit"] == REP_FIGURES["rom_deg"].unit.encode()
    assert pq.read_schema(path).field("warm_up").type == "bool"


def test_every_figure_of_a_rep_has_a_column_of_its_own_type(filled: History, tmp_path: Path) -> None:
    path = tmp_path / "reps.parquet"
    write_parquet_export(filled.rows(), path)
    columns, declared = pq.read_schema(path), get_type_hints(Rep)
    for name in set(REP_FIGURES) & set(EXPORT_COLUMNS):
        kinds = {type(v) for one in _leaves(declared[name]) for v in (get_args(one) or [one()])} - {
            type(None)
        }
        wanted = {str: "string", bool: "bool", float: "double", int: "int64"}
        assert [str(columns.field(name).type)] == [wanted[kind] for kind in kinds], name


def _leaves(declared: Any) -> tuple[Any, ...]:
    """The members of a union; of anything else, itself."""
    return get_args(declared) if get_origin(declared) in (Union, UnionType) else (declared,)


@pytest.mark.parametrize(("app", "columns"), [("strong", STRONG_COLUMNS), ("hevy", HEVY_COLUMNS)])
def test_an_app_gets_its_own_columns_and_they_are_read_again(
    filled: History, tmp_path: Path, app: LogApp, columns: tuple[str, ...]
) -> None:
    path = tmp_path / f"{app}.csv"
    with path.open("w", encoding="utf-8") as file:
        undated = write_workout_log(filled.sessions(), filled.sets(), file, app=app)
    assert undated == 1
    head, *rows = csv.reader(
        io.StringIO(path.read_text(encoding="utf-8")), delimiter=";" if app == "strong" else ","
    )
    assert tuple(head) == columns
    assert len(rows) == 2
    assert any("3 of 3 controlled" in cell for cell in rows[0])
    log = read_workout_log(path, version="1")
    weights = [(s["weight_value"], s["weight_unit"], s["reps"]) for one in log.sessions for s in one.sets]
    first = (25.0, "lb", 3) if app == "strong" else (11.34, "kg", 3)  # Hevy has one unit a file
    assert weights == [first, (12.5, "kg", 3)]


def test_hevy_in_pounds_renames_its_columns(tmp_path: Path) -> None:
    with open_history(str(tmp_path / "h.db")) as history:
        history.save(record(1, weight="25lb"))
        text = io.StringIO()
        write_workout_log(history.sessions(), history.sets(), text, app="hevy")
    (row,) = csv.DictReader(io.StringIO(text.getvalue()))
    assert (row["weight_lbs"], row["set_type"], row["set_index"]) == ("25", "normal", "0")
    assert row["start_time"].startswith("3 May 2026, 09:00")


def test_a_name_that_a_spreadsheet_would_run_is_made_a_text(tmp_path: Path) -> None:
    with open_history(str(tmp_path / "h.db")) as history:
        history.save(record(1, lifter="=1+1"))
        text = io.StringIO()
        write_csv_export(history.rows(), text)
    assert "'=1+1" in text.getvalue()
