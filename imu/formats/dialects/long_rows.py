"""Reads long tables: a column says of which sensor each row is, and its x, y and z stand in the same columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.generic import open_table
from imu.formats.dialects.sheets import Sheet, TableTraits, sensor_block
from imu.formats.document import Document, Part
from imu.formats.tables.clean import Notes, usable_rows
from imu.formats.tables.column_labels import quantity_of, unit_at_end
from imu.formats.tables.columns import Columns, Triple, find_columns
from imu.formats.tables.header_rows import header_rows
from imu.formats.tables.header_units import plain
from imu.formats.tables.parse_table import Table, split_cells
from imu.formats.tables.samples import Stream, in_order, recording
from imu.formats.tables.text import head
from imu.formats.tables.time_column import TimeAxis, time_column
from imu.types import Recording

_LOOK = 200
"""Most rows in which a column that names sensors is looked for."""
_ANDROID = {"1": "acc", "35": "acc", "4": "gyr", "16": "gyr", "9": "gravity", "10": "linear", "2": "other"}
"""Quantity by the number of Android's sensor types."""
_LETTERS = {"a": "acc", "g": "gyr", "m": "other"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The column that names the sensor, and the three that hold its values."""

    label: str
    values: Triple


def _kind(text: str) -> str | None:
    return _ANDROID.get(text) or _LETTERS.get(text.lower()) or quantity_of(text)


def _values(columns: Columns) -> Triple | None:
    found = [triple for triple in columns.acc if not triple.named and triple.complete]
    return found[0] if len(found) == 1 and not columns.gyr else None


def _layout(part: Part) -> _Layout | None:
    """Label and value columns of a long table; None if it is none."""
    text = head(part)
    found = header_rows(text, _is_header)
    if found is None:
        return None
    line, separator, names = found
    values = _values(find_columns(names))
    if values is None:
        return None
    rows = [split_cells(row, separator) for row in text.split("\n", line + _LOOK)[line + 1 : line + _LOOK]]
    rows = [row for row in rows if len(row) == len(names)]
    for at, name in enumerate(names):
        if (
            name not in values.cells
            and {"acc", "gyr"} <= {_kind(row[at]) for row in rows}
            and _names_sensors(name)
        ):
            return _Layout(label=name, values=values)
    return None


def _names_sensors(name: str) -> bool:
    key = plain(name)
    return key == "" or any(
        word in key for word in ("sensor", "type", "kind", "name", "source", "event", "label", "id")
    )


def _is_header(cells: tuple[str, ...]) -> bool:
    columns = find_columns(cells)
    return bool(columns.times) and _values(columns) is not None


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and _layout(document.parts[0]) is not None


def _read(document: Document) -> Recording:
    part, notes = document.parts[0], Notes()
    layout = _layout(part)
    if layout is None:
        raise RecordingError("no column says which sensor each row is of; export again.", path=part.where)
    table = open_table(part, _is_header)
    columns = find_columns(table.names)
    time = time_column(table, columns.times, notes)
    labels = np.array(table.texts(layout.label))
    chosen = _chosen(labels, table, notes)
    if "acc" not in chosen:
        what = "has no rows of an accelerometer with gravity; export it beside the gyroscope."
        raise RecordingError(what, path=table.where, field=layout.label)
    streams = {}
    for kind, label in chosen.items():
        rows = np.flatnonzero(labels == label)
        unit = _unit(table, rows, label, layout)
        triple = replace(layout.values, unit=unit, stem="" if kind == "acc" else "g")
        streams[kind] = triple, _samples(table, time, layout.values.cells, rows, notes)
    sheet = Sheet(part=part, table=table, columns=columns)
    turning = streams.get("gyr", (None, None))
    sample_block = sensor_block("wrist", sheet, streams["acc"], turning, TableTraits(name="long-rows"), notes)
    return recording(document, "long-rows", [sample_block], notes, started_at=time.started_at)


def _chosen(labels: NDArray[np.str_], table: Table, notes: Notes) -> dict[str, str]:
    """The label with the most rows for each of acceleration and angular velocity; others are named as not read."""
    counts = Counter(labels.tolist())
    chosen: dict[str, str] = {}
    second: list[str] = []
    for label, _ in counts.most_common():
        kind = _kind(label)
        if kind in {"acc", "gyr"}:
            second += [label] if kind in chosen else []
            chosen.setdefault(kind, label)
    if second:
        notes.add("rows_left_out", "warning", labels=", ".join(second), where=table.where)
    return chosen


def _unit(table: Table, rows: NDArray[np.intp], label: str, layout: _Layout) -> str | None:
    """Unit of a sensor: at the end of its label, in a column of units, or of the value columns."""
    column = next((name for name in table.names if plain(name) in {"unit", "units"}), None)
    written = (
        "" if column is None else Counter(np.array(table.texts(column))[rows].tolist()).most_common(1)[0][0]
    )
    return unit_at_end(label) or written or layout.values.unit


def _samples(table: Table, time: TimeAxis, cells: list[str], rows: NDArray[np.intp], notes: Notes) -> Stream:
    name, time_s = time.name, time.time_s
    values = np.zeros((len(table), 4))
    values[rows] = np.column_stack([time_s, table.floats(cells)])[rows]
    own = np.isin(np.arange(len(table)), rows)
    good = usable_rows(table, (name, *cells), values, notes) & own
    return in_order(table, values, np.flatnonzero(good), notes)


LONG_ROWS = Dialect(
    info=FormatInfo(
        name="long-rows",
        title="Long tables",
        description="Loggers with one sensor a row: a column names the sensor (accelerometer, gyroscope) of x, y and z.",
        example="time (ms),sensor,x,y,z",
    ),
    sniff=_sniff,
    read=_read,
)
