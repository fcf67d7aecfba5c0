"""Reads the tables of apps: which columns are which quantity of which sensor, alone or of two files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.document import Document, Part
from imu.formats.tables.check_acceleration import looks_like, rest_size
from imu.formats.tables.clean import Notes
from imu.formats.tables.column_labels import quantity_of
from imu.formats.tables.columns import Columns, Triple, find_columns, without
from imu.formats.tables.parse_table import Table
from imu.formats.tables.quantities import (
    angular_velocity,
    holds_gravity,
    is_angular_velocity,
    stated_acc_unit,
    surely_gravity,
    unit_of_acceleration,
)
from imu.formats.tables.row_sensors import RowSensor, row_sensors
from imu.formats.tables.samples import Stream, block
from imu.formats.tables.shared_rows import shared_rows
from imu.formats.tables.time_column import TimeAxis, time_column
from imu.types import Floats, SampleBlock


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table with its columns by kind.

    Attributes
    ----------
    part : Part
        Its file.
    table : Table
    columns : Columns
    """

    part: Part
    table: Table
    columns: Columns


def sheet_of(part: Part, table: Table, linear: frozenset[str]) -> Sheet:
    """Sorts the columns of a table; where they are mere ``x, y, z``, the name of the file says what they hold."""
    columns = find_columns(table.names)
    kind = quantity_of(part.stem)
    named = [triple for triple in columns.acc if not triple.named]
    if named and kind is not None:
        rest = [triple for triple in columns.acc if triple not in named]
        columns = replace(columns, acc=rest)
        if kind != "other":
            columns = replace(columns, **{kind: [*getattr(columns, kind), *named]})
    return Sheet(part=part, table=table, columns=without(columns, linear))


def finished(sheets: list[Sheet]) -> list[Sheet]:
    """Without the uncalibrated one of two files of the same sensor."""
    first = [sheet for sheet in sheets if "uncal" not in sheet.part.stem]
    kinds = {kind for sheet in first for kind in ("acc", "gyr") if getattr(sheet.columns, kind)}
    return first + [s for s in sheets if s not in first and not any(getattr(s.columns, k) for k in kinds)]


def one_sheet(sheet: Sheet, traits: TableTraits, notes: Notes) -> tuple[list[SampleBlock], str | None]:
    """Blocks of the sensors in the rows of one table, and when its times began, where they tell.

    Raises
    ------
    RecordingError
        A column is missing, a unit is unknown or contradicted, or too many rows are bad.
    """
    columns = sheet.columns
    time = time_column(sheet.table, columns.times, notes)
    if not columns.acc:
        return [_without_acc(sheet, time, traits, notes)], time.started_at
    found = row_sensors(columns, sheet.table.where, notes)
    alone = len(found) == 1
    blocks = [_block(sheet, sensor, time, traits, notes, alone=alone) for sensor in found]
    return blocks, time.started_at


def _block(
    sheet: Sheet,
    sensor: RowSensor,
    time: TimeAxis,
    traits: TableTraits,
    notes: Notes,
    *,
    alone: bool,
) -> SampleBlock:
    table, gyr = sheet.table, sensor.gyr
    acc = _with_gravity(sheet, sensor, time, traits, notes)
    raw, turn = shared_rows(table, time, acc.cells, None if gyr is None else gyr.cells, notes)
    if traits.once:
        raw, turn = _fresh(raw, turn, notes)
    if turn is None and alone:
        gyr, turn = _by_turning(sheet, raw, time, acc, notes)
    return sensor_block(sensor.name, sheet, (acc, raw), (gyr, turn), traits, notes)


def sensor_block(
    name: str,
    sheet: Sheet,
    force: tuple[Triple, Stream],
    turning: tuple[Triple | None, Stream | None],
    traits: TableTraits,
    notes: Notes,
) -> SampleBlock:
    """Block of an accelerometer and a gyroscope, their units found.

    Parameters
    ----------
    name : str
        Placement.
    sheet : Sheet
        The table, for messages.
    force : Triple and Stream
        Acceleration as in the file.
    turning : Triple and Stream
        Angular velocity as in the file; None, None without a gyroscope.
    traits : TableTraits
    notes : Notes
        Receives what was found.

    Raises
    ------
    RecordingError
        A unit is unknown or contradicted.
    """
    (acc, raw), (gyr, turn) = force, turning
    beside = None if gyr is None or turn is None else (gyr, turn)
    unit = unit_of_acceleration(raw, acc, traits.acc_units, notes, beside)
    if gyr is not None and turn is not None:
        turn = angular_velocity(turn, gyr, raw, traits.gyr_units, notes, sheet.table.body_line)
    signed = replace(raw, values=-raw.values) if traits.sign < 0 else raw
    return block(name, signed, turn, unit=unit, notes=notes)


def _with_gravity(
    sheet: Sheet, sensor: RowSensor, time: TimeAxis, traits: TableTraits, notes: Notes
) -> Triple:
    """The acceleration that holds gravity: the first, unless its size at rest says another."""
    linear = [
        triple for triple in sheet.columns.linear if triple.complete and triple.sensor == sensor.acc[0].sensor
    ]
    best = sensor.acc[0]
    others = [*sensor.acc[1:], *linear]
    if not best.complete or not others:
        return best
    if holds_gravity(_stream(sheet, best, time), best, traits.acc_units):
        return best
    for other in others:
        if surely_gravity(_stream(sheet, other, time), other, traits.acc_units):
            _remark_gravity(sheet, other, best, notes)
            return other
    return best


def _stream(sheet: Sheet, triple: Triple, time: TimeAxis) -> Stream:
    """Samples of three columns for a look at them, without a word on what is wrong in their rows."""
    return shared_rows(sheet.table, time, triple.cells, None, Notes())[0]


def _remark_gravity(sheet: Sheet, triple: Triple, but: Triple | None, notes: Notes) -> None:
    columns, where = ", ".join(triple.cells), sheet.table.where
    if but is None:
        notes.add("gravity_by_rest", "info", how="these", columns=columns, where=where)
    else:
        others = ", ".join(but.cells)
        notes.add("gravity_by_rest", "info", how="not_those", columns=columns, where=where, others=others)


def _without_acc(sheet: Sheet, time: TimeAxis, traits: TableTraits, notes: Notes) -> SampleBlock:
    """Where all accelerations are named as without gravity: one that holds it all the same, or gravity is added."""
    columns, gyr = sheet.columns, next(iter(sheet.columns.gyr), None)
    for acc in columns.linear:
        if acc.complete and surely_gravity(_stream(sheet, acc, time), acc, traits.acc_units):
            _remark_gravity(sheet, acc, None, notes)
            sensor = RowSensor(name="wrist", acc=[acc], gyr=gyr)
            return _block(sheet, sensor, time, traits, notes, alone=True)
    apart = [triple for triple in (*columns.gravity[:1], *columns.linear[:1]) if triple.complete]
    if not columns.gravity or len(apart) != 2:
        what = "holds only acceleration with gravity removed; export the accelerometer with gravity."
        raise RecordingError(what, path=sheet.table.where)
    gravity, user = apart
    cells = [*gravity.cells, *user.cells]
    both, turn = shared_rows(sheet.table, time, cells, None if gyr is None else gyr.cells, notes)
    unit = stated_acc_unit(gravity, traits.acc_units) or looks_like(rest_size(both.values[:, :3]))
    apples = "user" in user.stem or "dmu" in user.stem
    sign = -1.0 if unit == "g" and apples else traits.sign
    total = replace(both, values=sign * (both.values[:, :3] + both.values[:, 3:]))
    how = "sign_turned" if sign < 0 else "as_it_is"
    notes.add("gravity_added", "info", how=how, columns=", ".join(cells), where=both.where)
    acc = replace(gravity, unit=unit)
    return sensor_block("wrist", sheet, (acc, total), (gyr, turn), replace(traits, sign=1.0), notes)


def _by_turning(
    sheet: Sheet, raw: Stream, time: TimeAxis, acc: Triple, notes: Notes
) -> tuple[Triple | None, Stream | None]:
    """Columns that nothing names: a gyroscope if gravity turns as they say, else named as not read."""
    spare = [t for t in sheet.columns.acc if t.complete and t is not acc and not t.named]
    others = [*sheet.columns.others, *spare]
    for triple in others:
        turn = _stream(sheet, triple, time)
        if len(turn.time_s) and is_angular_velocity(turn, raw):
            notes.add("gyroscope_by_motion", "info", columns=", ".join(triple.cells), where=raw.where)
            return triple, turn
    if others:
        cells = ", ".join(cell for triple in others for cell in triple.cells)
        first = others[0].cells[0]
        notes.add("columns_left_out", "warning", how="unnamed", columns=cells, where=raw.where, first=first)
    return None, None


def two_sheets(
    acc_sheet: Sheet, gyr_sheet: Sheet, traits: TableTraits, notes: Notes
) -> tuple[SampleBlock, str | None]:
    """Block of an accelerometer and a gyroscope that have a table each, and when its times began, where they tell.

    Raises
    ------
    RecordingError
        As `one_sheet`, or they have no time in common.
    """
    accs = acc_sheet.columns.acc or acc_sheet.columns.linear
    acc, gyr = accs[0], gyr_sheet.columns.gyr[0]
    raw, time = _alone(acc_sheet, acc, notes)
    if not acc_sheet.columns.acc and not surely_gravity(raw, acc, traits.acc_units):
        what = "holds only acceleration with gravity removed; export the accelerometer with gravity."
        raise RecordingError(what, path=acc_sheet.table.where)
    turn, gyr_time = _alone(gyr_sheet, gyr, notes)
    turn = turn.shifted((gyr_time.origin_ns - time.origin_ns) * 1e-9)
    return sensor_block("wrist", gyr_sheet, (acc, raw), (gyr, turn), traits, notes), time.started_at


def _alone(sheet: Sheet, triple: Triple, notes: Notes) -> tuple[Stream, TimeAxis]:
    """Samples of one file, and its times."""
    axis = time_column(sheet.table, sheet.columns.times, notes)
    return shared_rows(sheet.table, axis, triple.cells, None, notes)[0], axis


def _fresh(raw: Stream, turn: Stream | None, notes: Notes) -> tuple[Stream, Stream | None]:
    """Drops rows that repeat the acceleration of the row before, as a timer wrote them without a new reading."""
    keep = np.ones(len(raw.time_s), dtype=bool)
    keep[1:] = (np.diff(raw.values[:, :3], axis=0) != 0.0).any(axis=1)
    dropped = int((~keep).sum())
    if dropped == 0 or (turn is not None and len(turn.time_s) != len(keep)):
        return raw, turn
    notes.add("repeats", "info", n=dropped)
    return _kept(raw, keep), None if turn is None else _kept(turn, keep)


def _kept(samples: Stream, keep: Floats) -> Stream:
    return Stream(time_s=samples.time_s[keep], values=samples.values[keep], where=samples.where)
