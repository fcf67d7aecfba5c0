"""Reads any table whose header names time, acceleration and angular velocity, best with units: ``name (unit)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from imu.errors import RecordingError
from imu.formats.dialects.canonical_head import plain_facts
from imu.formats.dialects.realigned import realigned
from imu.formats.dialects.sheets import Sheet, TableTraits, finished, one_sheet, sheet_of, two_sheets
from imu.formats.document import Document, Part
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import find_columns
from imu.formats.tables.header_rows import header_rows
from imu.formats.tables.parse_table import Table, read_table
from imu.formats.tables.samples import find_header, recording
from imu.formats.tables.text import decode, head
from imu.formats.tables.time_names import stated_time_unit
from imu.types import Recording


def is_header(cells: tuple[str, ...]) -> bool:
    """Whether a line names a time and at least one axis of an accelerometer or gyroscope."""
    if any('"' in cell or "{" in cell for cell in cells):  # JSON
        return False
    columns = find_columns(cells)
    return bool(columns.times) and bool(columns.acc or columns.gyr or columns.linear or columns.gravity)


def sniff(document: Document) -> bool:
    """Whether any part of a document has a header with time and axes."""
    return any(find_header(head(part), is_header) is not None for part in document.parts)


def header_of(document: Document) -> tuple[str, ...]:
    """Cells of the first header with time and axes in a document; empty where there is none."""
    for part in document.parts:
        found = header_rows(head(part), is_header)
        if found is not None:
            return found[2]
    return ()


def open_table(part: Part, wanted: Callable[[tuple[str, ...]], bool] = is_header) -> Table:
    """Reads the table below the header; integer times of 19 digits stay exact.

    Parameters
    ----------
    part : Part
    wanted : callable
        Tells whether a line's cells are the header.

    Raises
    ------
    RecordingError
        There is no header or no row.
    """
    text = decode(part)
    found = header_rows(text, wanted)
    if found is None:
        what = "the header of this format is missing; export again, or give the right --format."
        raise RecordingError(what, path=part.where)
    line, separator, names = found
    exact = [cell for cell in find_columns(names).times if stated_time_unit(cell) == "ns"]
    return read_table(part.where, text, header_line=line, separator=separator, names=names, as_text=exact)


def read(
    document: Document, traits: TableTraits, table_of: Callable[[Part], Table] = open_table
) -> Recording:
    """Reads the sensors of one file, or of one of the accelerometer and one of the gyroscope.

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
    parts = [part for part in document.parts if find_header(head(part), is_header) is not None]
    sheets = finished(
        [
            sheet_of(part, _opened(part, table_of, traits, notes), traits.linear_stems)
            for part in parts or document.parts
        ]
    )
    with_acc = [sheet for sheet in sheets if sheet.columns.acc or sheet.columns.linear]
    only_gyr = [sheet for sheet in sheets if sheet.columns.gyr and sheet not in with_acc]
    if len(with_acc) > 1:
        with_acc = [sheet for sheet in with_acc if sheet.columns.acc] or with_acc
    if len(with_acc) != 1 or len(only_gyr) > 1:
        raise RecordingError(_why_not(with_acc, only_gyr), path=document.path)
    sensor = traits.sensor(document)
    if only_gyr and not with_acc[0].columns.gyr:
        both, began = two_sheets(with_acc[0], only_gyr[0], traits, notes)
        blocks = [both]
    else:
        blocks, began = one_sheet(with_acc[0], traits, notes)
    blocks = [replace(block, sensor=sensor if block.sensor == "wrist" else block.sensor) for block in blocks]
    facts = plain_facts("\n".join(head(part) for part in parts))
    facts["started_at"] = began or facts["started_at"]
    return replace(recording(document, traits.name, blocks, notes), **facts)


def _opened(part: Part, table_of: Callable[[Part], Table], traits: TableTraits, notes: Notes) -> Table:
    try:
        return table_of(part)
    except RecordingError:
        table = realigned(part, traits, notes)
        if table is None:
            raise
        return table


def _why_not(with_acc: list[Sheet], only_gyr: list[Sheet]) -> str:
    if len(with_acc) > 1:
        count = len(with_acc)
        return f"holds {count} files that are not parts of one recording, as each has an accelerometer; give them one by one."
    if with_acc:
        return (
            "holds several gyroscope files beside one accelerometer; give the two files that belong together."
        )
    gyroscope = [", ".join(sheet.columns.gyr[0].cells) for sheet in only_gyr[:1]]
    beside = f"beside the gyroscope ({gyroscope[0]})" if gyroscope else "with gravity"
    return f"holds no accelerometer; export its three axes {beside}."
