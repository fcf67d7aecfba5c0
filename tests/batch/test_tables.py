"""What is in the tables is what `analyze` finds, with unit and meaning of every column."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from analysis.batch.lake import PARTITIONS, Lake, Partition
from analysis.batch.lake_schema import LAKE_SCHEMA, SORTED_BY, TABLE_NAMES, TABLES, TableName
from analysis.batch.merge import merge_journal
from analysis.batch.rows import packed_rows
from analysis.batch.task import BatchOutcome
from analysis.coaching.set_context import with_advice
from analysis.history.content_hash import content_hash
from analysis.output.tables import rep_rows
from analysis.records.results import REP_FIGURES
from analysis.stream.offline import analyze
from imu.formats import read_recording
from tests.fixtures.lakes import content, fill, one_set, rows_of


def test_a_rep_has_the_figures_of_analyze(season: Path, lake: Path) -> None:
    found = {(row["recording"], row["set"], row["rep"]): row for row in rows_of(lake, "reps")}
    about = {row["path"]: row for row in rows_of(lake, "recordings")}
    assert sorted(about) == sorted(map(str, season.iterdir()))
    for path, row in about.items():
        recording = read_recording(path)
        result = with_advice(analyze(recording), recording.notes)
        assert row["content_hash"] == content_hash(recording)
        assert (row["sets"], row["reps"], row["lifter"]) == (1, 3, recording.lifter)
        for wanted in rep_rows(result):
            had = found.pop((row["recording"], wanted["set"], wanted["rep"]))
            assert {name: had[name] for name in REP_FIGURES if name in had} == {
                name: wanted[name] for name in REP_FIGURES if name in had
            }
    assert found == {}


def test_a_moment_is_known_only_with_its_zone(lake: Path, tmp_path: Path) -> None:
    moments = {row["started_at"]: row["began_at"] for row in rows_of(lake, "recordings")}
    assert moments["2026-03-30T18:00:00+02:00"] == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert moments[None] is None


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_file_says_what_its_columns_mean(lake: Path, table: TableName) -> None:
    files = sorted((lake / table).rglob("*.parquet"))
    assert len(files) == 3
    for file in files:
        schema = pq.read_schema(file)
        assert schema.metadata[b"schema"] == LAKE_SCHEMA.encode()
        for column in TABLES[table]:
            said = schema.field(column.name).metadata
            assert said[b"meaning"] == column.meaning.encode()
            assert said.get(b"unit", b"") == column.unit.encode()
        rows = pq.ParquetFile(file).read().to_pylist()
        keys = [tuple(row[name] for name in SORTED_BY[table]) for row in rows]
        assert keys == sorted(set(keys)), "in order, and each once"


@pytest.mark.parametrize("partition", PARTITIONS)
def test_a_partition_holds_its_own_rows(season: Path, tmp_path: Path, partition: Partition) -> None:
    place = tmp_path / "lake"
    fill(place, [season], partition=partition)
    folders = {p.parent.relative_to(place / "reps").as_posix() for p in (place / "reps").rglob("*.parquet")}
    wanted = {
        "lifter": {"lifter_key=anna", "lifter_key=007", "lifter_key=unknown"},
        "month": {"started_month=2026-03", "started_month=2026-04", "started_month=unknown"},
        "none": {"."},
    }
    assert folders == wanted[partition]
    assert json.loads((place / "lake.json").read_text()) == {"schema": LAKE_SCHEMA, "partition": partition}
    assert len(rows_of(place, "reps")) == 18
    if partition == "lifter":
        rows = pq.ParquetFile(place / "reps/lifter_key=007/part-0.parquet").read().to_pylist()
        assert {row["lifter"] for row in rows} == {"007"}


def test_other_programs_read_it_with_one_pattern(lake: Path) -> None:
    many = duckdb.sql(
        f"select count(*), count(distinct lifter) from '{lake}/reps/**/*.parquet' "
        f"join '{lake}/recordings/**/*.parquet' using (recording, lifter)"
    )
    assert many.fetchall() == [(12, 2)], "a join leaves out who has no name"
    sensors = duckdb.sql(
        f"select s.name, s.gaps from (select unnest(sensors) s from '{lake}/recordings/**/*.parquet')"
    )
    assert sensors.fetchall() == [("wrist", 0)] * 6
    assert ds.dataset(lake / "reps", partitioning="hive").count_rows() == 18


def test_a_long_and_an_odd_name_make_a_folder(tmp_path: Path) -> None:
    from imu.formats import write_canonical  # noqa: PLC0415

    names = ("../up", "日" * 60, "a b/c", "UNKNOWN")
    for k, name in enumerate(names):
        write_canonical(one_set(k, lifter=name), tmp_path / f"{k}.csv")
    place = tmp_path / "lake"
    fill(place, sorted(tmp_path.glob("*.csv")))
    assert {row["lifter"] for row in rows_of(place, "reps")} == set(names)
    files = [name for name in content(place) if name.startswith("reps/")]
    assert len(files) == 4
    assert all(len(name) < 220 and name.count("/") == 2 for name in files)


def _noted(name: str, findings: int) -> BatchOutcome:
    rows = [
        {"recording": name, "finding": number, "text": "ü \n \u2028"} for number in range(1, findings + 1)
    ]
    return BatchOutcome(
        name=name, path=name, kind="done", version="1", rows=packed_rows({"quality": rows}), lifter="Anna"
    )


@pytest.mark.parametrize("first", [("a", "b"), ("b", "d"), ("a", "b", "c", "d")])
def test_many_rows_lie_in_groups_of_one_size_whenever_they_came(
    tmp_path: Path, first: tuple[str, ...]
) -> None:
    """The same bytes from rows that come between old ones, before and after them, and all at once."""
    notes = {"a": 9_000, "b": 1, "c": 17_000, "d": 16_000}
    for place, runs in (("once", [notes]), ("twice", [first, set(notes) - set(first) | {"b"}])):
        lake = Lake(str(tmp_path / place), "lifter")
        for names in runs:
            for name in names:
                lake.note(_noted(name, notes[name]))
            merge_journal(lake, lake.known())
    assert content(tmp_path / "twice") == content(tmp_path / "once")
    held = pq.ParquetFile(tmp_path / "once/quality/lifter_key=anna/part-0.parquet")
    groups = [held.metadata.row_group(k).num_rows for k in range(held.num_row_groups)]
    assert groups == [20_000, 20_000, 2_001]
    keys = [(row["recording"], row["finding"]) for row in held.read(["recording", "finding"]).to_pylist()]
    assert keys == [(name, number) for name, many in notes.items() for number in range(1, many + 1)]
    assert set(held.read(["text"])["text"].to_pylist()) == {"ü \n \u2028"}
