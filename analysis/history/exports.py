"""Writes the history for other programs: a row per rep as CSV or Parquet, or a row per set as Strong and Hevy have them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta, timezone
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias

from analysis.coaching.weights import WeightUnit
from analysis.output.tables import safe_cell
from analysis.output.typed_columns import Column, ColumnKind, arrow_schema, figure_columns
from analysis.records.day_alone import day_or_moment
from analysis.records.past_sessions import PastSession, PastSet
from analysis.records.results import REP_FIGURES
from imu.units import KG_PER_LB
from imu.whole_file import move_into_place, part_beside

LogApp: TypeAlias = Literal["strong", "hevy"]
"""App whose columns are written."""
_SESSION = ("session", "started_at", "lifter", "origin", "source", "title")
_SET = (
    "set",
    "exercise",
    "sensor",
    "side",
    "weight",
    "weight_unit",
    "weight_kg",
    "target_reps",
    "reps",
    "warm_up",
)
_REP = ("rep", *(name for name, info in REP_FIGURES.items() if info.role != "key"))
EXPORT_COLUMNS = (*_SESSION, *_SET, *_REP)
"""Columns of the table with a row per rep."""
_WHOLE = {"session", "set", "target_reps", "reps", "rep"}
_TRUTHS = {"warm_up"}
_NUMBERS = {"weight", "weight_kg"}
_BATCH = 20_000
"""Rows of a Parquet file that are held at once."""

STRONG_COLUMNS = (
    *(
        "Date",
        "Workout Name",
        "Exercise Name",
        "Set Order",
        "Weight",
        "Weight Unit",
        "Reps",
        "RPE",
        "Distance",
    ),
    *("Distance Unit", "Seconds", "Notes", "Workout Notes", "Workout Duration"),
)
"""Strong's columns, of its export that names the unit of each weight."""
HEVY_COLUMNS = (
    *("title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes"),
    *("set_index", "set_type", "weight_kg", "reps", "distance_km", "duration_seconds", "rpe"),
)
"""Hevy's columns; of an account in pounds the weight's is called ``weight_lbs``."""
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORKOUT = "Curls"
"""Name of a workout that has none."""


def export_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a row of `History.rows` under the names of `EXPORT_COLUMNS`; what is not known is None."""
    figures = row["rep_figures"] or {}
    own = {name: row[f"rep_{name}"] for name in ("start_s", "top_s", "end_s", "verdict", "cause", "momentum")}
    began, zone_min = row["began_at"], row["zone_min"]
    zone = timezone(timedelta(minutes=zone_min or 0))
    made = {name: row.get(name) for name in (*_SESSION, *_SET)} | figures | own
    made |= {
        "session": row["session_id"],
        "started_at": day_or_moment(None if began is None else began.astimezone(zone)),
        "set": row["number"],
        "weight": row["weight_value"],
        "rep": row["rep_number"],
    }
    return {name: made.get(name) for name in EXPORT_COLUMNS}


def write_csv_export(rows: Iterable[Mapping[str, Any]], target: IO[str]) -> None:
    """Writes a header, and a row per rep; unknown is an empty cell.

    Parameters
    ----------
    rows : iterable of mapping
        As `History.rows` yields them.
    target : text file
    """
    writer = csv.DictWriter(target, fieldnames=EXPORT_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: safe_cell(value) for name, value in export_row(row).items()})


def write_parquet_export(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Writes a Parquet file with a row per rep, its columns typed, with the unit of each figure in their metadata.

    Parameters
    ----------
    rows : iterable of mapping
        As `History.rows` yields them.
    path : Path
        A file that is there already is replaced, once the new one is whole.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import pyarrow as pa  # noqa: PLC0415  slow to import
    from pyarrow import parquet  # noqa: PLC0415

    schema = arrow_schema(_columns())
    part = part_beside(path)
    try:
        with parquet.ParquetWriter(part, schema) as writer:
            for some in _batches(map(export_row, rows)):
                writer.write_table(pa.Table.from_pylist(some, schema=schema))
        move_into_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def _columns() -> tuple[Column, ...]:
    """Columns of the table with their kinds: those of a rep as its figures are described."""
    kinds: dict[ColumnKind, set[str]] = {"whole": _WHOLE, "truth": _TRUTHS, "number": _NUMBERS}
    own = [
        Column(name=name, kind=next((kind for kind, names in kinds.items() if name in names), "text"))
        for name in (*_SESSION, *_SET, _REP[0])
    ]
    return (*own, *figure_columns())


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == _BATCH:
            yield some
            some = []
    yield some


def write_workout_log(
    sessions: Sequence[PastSession], sets: Iterable[PastSet], target: IO[str], *, app: LogApp
) -> int:
    """Writes sets in the columns of an app, which can then import them; returns how many had no date, and are left out.

    Parameters
    ----------
    sessions : sequence of PastSession
    sets : iterable of PastSet
        Of these sessions, in order.
    target : text file
    app : "strong" or "hevy"
    """
    of = {session.id: session for session in sessions}
    listed = list(sets)
    dated = [one for one in listed if of[one.session].started_at is not None]
    unit = _usual_unit(dated)
    columns = (
        STRONG_COLUMNS
        if app == "strong"
        else tuple(_HEVY_NAMES.get((name, unit), name) for name in HEVY_COLUMNS)
    )
    separator = ";" if app == "strong" else ","
    writer = csv.writer(target, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    for one in dated:
        row = _strong_row(one, of[one.session]) if app == "strong" else _hevy_row(one, of[one.session], unit)
        writer.writerow([safe_cell(value) for value in row])
    return len(listed) - len(dated)


_HEVY_NAMES = {("weight_kg", "lb"): "weight_lbs", ("distance_km", "lb"): "distance_miles"}


def _usual_unit(sets: Iterable[PastSet]) -> WeightUnit:
    units = Counter(one.weight_unit for one in sets)
    return "lb" if units["lb"] > units["kg"] else "kg"


def _strong_row(one: PastSet, session: PastSession) -> list[Any]:
    began = session.started_at
    minutes = round(session.duration_s / 60.0)
    length = f"{minutes // 60}h {minutes % 60}m" if minutes >= 60 else f"{minutes}m"
    order = "W" if one.warm_up else one.number
    when = "" if began is None else f"{began:%Y-%m-%d %H:%M:%S}"
    weight = (_plain(one.weight_value), {"kg": "kg", "lb": "lbs", None: ""}[one.weight_unit])
    head = (when, session.title or _WORKOUT, one.exercise, order)
    return [*head, *weight, one.reps, "", "", "", "", _note(one), "", length]


def _hevy_row(one: PastSet, session: PastSession, unit: WeightUnit) -> list[Any]:
    began = session.started_at
    ended = None if began is None else began + timedelta(seconds=session.duration_s)
    value = one.weight_value
    if one.weight_kg is not None and one.weight_unit != unit:
        value = round(one.weight_kg if unit == "kg" else one.weight_kg / KG_PER_LB, 2)
    times = [
        "" if at is None else f"{at.day} {_MONTH_NAMES[at.month - 1]} {at.year}, {at:%H:%M}"
        for at in (began, ended)
    ]
    head = (session.title or _WORKOUT, *times, "", one.exercise, "", _note(one))
    return [*head, one.number - 1, "warmup" if one.warm_up else "normal", _plain(value), one.reps, "", "", ""]


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _note(one: PastSet) -> str:
    """What the apps have no column for: how the reps were lifted, and by which arm."""
    judged = "" if one.controlled is None else f"{one.controlled} of {one.reps} controlled"
    return ", ".join(part for part in (one.side or "", judged) if part)
