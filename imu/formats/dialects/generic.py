"""Reads any table whose header names time, acceleration and angular velocity, best with units: ``name (unit)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.document import Document, Part
from imu.formats.tables.check_acceleration import rest_size, unit_by_gravity
from imu.formats.tables.check_gyroscope import unit_by_motion
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import Triple, find_columns
from imu.formats.tables.header_units import GYRO_UNITS, acc_unit, gyro_unit
from imu.formats.tables.parse_table import Table, split_cells
from imu.formats.tables.samples import Stream, block, find_header, recording, stream, table_below
from imu.formats.tables.text import head
from imu.formats.tables.time_column import time_column
from imu.formats.tables.time_names import stated_time_unit
from imu.types import Recording, SampleBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTraits:
    """Facts about an app's tables that their header does not state.

    Attributes
    ----------
    name : str
        Name of the dialect.
    sign : float
        -1 for Apple's sign of acceleration, where a sensor at rest shows gravity downwards; else 1.
    acc_units, gyr_units : dict
        Unit by name of the column (without its axis), where the app writes none.
    linear_stems : frozenset of str
        Names (without axis) of accelerations from which the app has removed gravity.
    once : bool
        Whether a timer writes the rows, so that rows which repeat the acceleration of the one before are dropped.
    sensor : callable
        Makes the placement from the document; ``wrist`` by default.
    """

    name: str
    sign: float = 1.0
    acc_units: dict[str, str] = field(default_factory=dict)
    gyr_units: dict[str, str] = field(default_factory=dict)
    linear_stems: frozenset[str] = frozenset()
    once: bool = False
    sensor: Callable[[Document], str] = lambda _: "wrist"


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether a line names a time and at least one axis of an accelerometer or gyroscope."""
    columns = find_columns(cells)
    return bool(columns.times) and bool(columns.acc or columns.gyr or columns.linear)


def sniff(document: Document) -> bool:
    """Whether any part of a document has a header with time and axes."""
    return any(find_header(head(part), is_header) is not None for part in document.parts)


def header_of(document: Document) -> tuple[str, ...]:
    """Cells of the first header with time and axes in a document; empty where there is none."""
    for part in document.parts:
        text = head(part)
        found = find_header(text, is_header)
        if found is not None:
            return split_cells(text.split("\n")[found[0]], found[1])
    return ()


def open_table(part: Part) -> Table:
    """Reads the table below the header; integer times of 19 digits stay exact.

    Raises
    ------
    RecordingError
        There is no header or no row.
    """
    found = find_header(head(part), is_header)
    cells = () if found is None else split_cells(head(part).split("\n")[found[0]], found[1])
    exact = [cell for cell in find_columns(cells).times if stated_time_unit(cell) == "ns"]
    return table_below(part, is_header, as_text=exact)


def read(
    document: Document, traits: TableTraits, table_of: Callable[[Part], Table] = open_table
) -> Recording:
    """Reads one sensor from one file, or from one of the accelerometer and one of the gyroscope.

    Parameters
    ----------
    document : Document
    traits : TableTraits
        Facts about the app.
    table_of : callable
        Reads the table of a part.

    Raises
    ------
    RecordingError
        A column is missing, a unit is unknown or contradicted, or too many rows are bad.
    """
    notes = Notes()
    tables = [table_of(part) for part in document.parts if find_header(head(part), is_header) is not None]
    if not tables:
        tables = [table_of(part) for part in document.parts]
    with_acc = [table for table in tables if _accelerations(table, traits)]
    with_gyr = [table for table in tables if find_columns(table.names).gyr]
    if len(with_acc) != 1 or len(with_gyr) > 1:
        raise RecordingError(_why_not(tables, len(with_acc)), path=document.path)
    same = bool(with_gyr) and with_gyr[0] is with_acc[0]
    samples = _one_table(with_acc[0], traits, notes) if same or not with_gyr else None
    if samples is None:
        samples = _two_tables(with_acc[0], with_gyr[0], traits, notes)
    return recording(document, traits.name, [replace(samples, sensor=traits.sensor(document))], notes)


def _accelerations(table: Table, traits: TableTraits) -> list[Triple]:
    """Accelerations with gravity, the best first."""
    return [triple for triple in find_columns(table.names).acc if triple.stem not in traits.linear_stems]


def _why_not(tables: list[Table], acc_files: int) -> str:
    if acc_files > 1:
        return "holds several accelerometer files; give one recording at a time."
    if any(find_columns(table.names).linear or find_columns(table.names).acc for table in tables):
        return "holds only acceleration with gravity removed; export the accelerometer with gravity."
    return "holds no accelerometer; export its three axes beside the gyroscope."


def _one_table(table: Table, traits: TableTraits, notes: Notes) -> SampleBlock:
    columns = find_columns(table.names)
    acc, gyr = _accelerations(table, traits)[0], columns.gyr[0] if columns.gyr else None
    axis = time_column(table, columns.times, notes)
    cells = acc.cells + (gyr.cells if gyr is not None else [])
    both = stream(table, axis.name, axis.time_s, cells, notes)
    both = _fresh(both, notes) if traits.once else both
    force, unit = _acceleration(replace(both, values=both.values[:, :3]), acc, traits, notes)
    if gyr is None:
        return block("wrist", force, None, unit=unit, notes=notes)
    turn = replace(both, values=both.values[:, 3:])
    scale = _gyro_scale(turn, gyr, traits=traits, table=table, notes=notes, acc=force)
    return block("wrist", force, replace(turn, values=turn.values * scale), unit=unit, notes=notes)


def _two_tables(acc_table: Table, gyr_table: Table, traits: TableTraits, notes: Notes) -> SampleBlock:
    acc, gyr = _accelerations(acc_table, traits)[0], find_columns(gyr_table.names).gyr[0]
    raw, start = _alone(acc_table, acc, notes)
    turn, gyr_start = _alone(gyr_table, gyr, notes)
    force, unit = _acceleration(raw, acc, traits, notes)
    scale = _gyro_scale(turn, gyr, traits=traits, table=gyr_table, notes=notes, acc=None)
    turn = replace(turn, values=turn.values * scale).shifted((gyr_start - start) * 1e-9)
    return block("wrist", force, turn, unit=unit, notes=notes)


def _alone(table: Table, triple: Triple, notes: Notes) -> tuple[Stream, int]:
    """Samples of one file, and the origin of its times in nanoseconds."""
    axis = time_column(table, find_columns(table.names).times, notes)
    return stream(table, axis.name, axis.time_s, triple.cells, notes), axis.origin_ns


def _acceleration(raw: Stream, acc: Triple, traits: TableTraits, notes: Notes) -> tuple[Stream, str]:
    signed = replace(raw, values=traits.sign * raw.values) if traits.sign < 0 else raw
    unit = acc_unit(acc.unit) or traits.acc_units.get(acc.stem)
    if unit is None and acc.unit is not None:
        what = f"the unit {acc.unit!r} is not an acceleration; write m/s², g or mg in the header."
        raise RecordingError(what, path=raw.where, field=acc.cells[0])
    if unit is None:
        rest = rest_size(raw.values)
        unit = unit_by_gravity(raw.values)
        if unit is None:
            what = (
                f"the header gives no unit, and the size at rest, {rest:.3g}, is not that of gravity or not "
                "steady; write m/s², g or mg in the header."
            )
            raise RecordingError(what, path=raw.where, field=acc.cells[0])
        text = (
            f"{raw.where} gives no unit of acceleration; at rest it shows {rest:.3g}, so it was read as "
            f"{unit}."
        )
        notes.add("unit_by_gravity", "info", text)
    return signed, unit


def _gyro_scale(
    turn: Stream, gyr: Triple, *, traits: TableTraits, table: Table, notes: Notes, acc: Stream | None
) -> float:
    """Factor to rad/s: by the stated unit, the unit that the app is known to write, or the rotation of gravity."""
    unit = gyro_unit(gyr.unit) or traits.gyr_units.get(gyr.stem)
    if unit is None and gyr.unit is None and acc is not None:
        unit = unit_by_motion(acc.time_s, acc.values, turn.values)
        if unit is not None:
            text = f"{table.where} gives no unit of angular velocity; gravity turns as it would for {unit}."
            notes.add("unit_by_motion", "info", text)
    if unit is None:
        stated = "no unit" if gyr.unit is None else f"the unit {gyr.unit!r}"
        what = (
            f"the header gives {stated} for the angular velocity; write rad/s or deg/s in it, e.g. 'gx "
            "(deg/s)'."
        )
        raise RecordingError(what, path=table.where, line=table.body_line, field=gyr.cells[0])
    return GYRO_UNITS[unit]


def _fresh(samples: Stream, notes: Notes) -> Stream:
    """Drops rows that repeat the acceleration of the row before, as a timer wrote them without a new reading."""
    keep = np.ones(len(samples.time_s), dtype=bool)
    keep[1:] = (np.diff(samples.values[:, :3], axis=0) != 0.0).any(axis=1)
    dropped = int((~keep).sum())
    if dropped:
        notes.add(
            "repeats", "info", f"{dropped} rows that repeat the acceleration before them were left out."
        )
    return Stream(time_s=samples.time_s[keep], values=samples.values[keep], where=samples.where)
