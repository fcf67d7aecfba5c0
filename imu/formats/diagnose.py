"""Explains why a document is of no known format, from its first lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from imu.errors import RecordingError
from imu.formats.document import Document, Part
from imu.formats.tables.column_labels import quantity_of
from imu.formats.tables.columns import find_columns
from imu.formats.tables.parse_table import SEPARATORS, split_cells
from imu.formats.tables.samples import HEADER_LINES, find_header
from imu.formats.tables.text import binary_file, head, is_binary
from imu.formats.tables.time_names import is_counter, is_step

_OTHER = {"|": "'|'"}
_EXAMPLE = "'time (s),ax (g),ay (g),az (g),gx (deg/s),gy (deg/s),gz (deg/s)'"
_NAMED = 6
"""Most column names that a message lists."""
_LONGEST_NAME = 40
"""Length of cells that may name a sensor."""
_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?")


def unknown(document: Document, is_known: Callable[[Document], bool]) -> RecordingError:
    """Makes the error for a document that no dialect recognises.

    Parameters
    ----------
    document : Document
    is_known : callable
        Tells whether some dialect recognises a document.
    """
    if all(is_binary(part.data) for part in document.parts):
        return binary_file(document.parts[0])
    if any(is_known(replace(document, parts=(part,))) for part in document.parts):
        what = f"holds {len(document.parts)} files that are not parts of one recording; give them one by one."
        return RecordingError(what, path=document.path)
    reason = _about_text(document.parts[0]) if len(document.parts) == 1 else None
    what, line = reason or (
        "no known recording format; see `rep-momentum formats` for what can be read.",
        None,
    )
    return RecordingError(what, path=document.path, line=line)


def _about_text(part: Part) -> tuple[str, int] | None:
    """Missing columns of a table of samples, as a sentence, and the line of its header (from 1); None for other text."""
    text = head(part)
    if text.lstrip().startswith(("{", "[")):
        return "is JSON, which is not read; export the recording as CSV.", 1
    found = find_header(text, _has_axes)
    if found is not None:
        return _no_time(split_cells(text.split("\n")[found[0]], found[1])), found[0] + 1
    lines = text.split("\n", HEADER_LINES)[:HEADER_LINES]
    for separator, called in _OTHER.items():
        for index, line in enumerate(lines):
            cells = split_cells(" ".join(line.split()), separator)
            if find_columns(cells).times and _has_axes(cells):
                return f"the columns are separated by {called}; separate them by commas.", index + 1
    at = next((index for index, line in enumerate(lines) if line.strip()), 0)
    cells = max((split_cells(lines[at], separator) for separator in SEPARATORS), key=len)
    headless = _without_header(lines[at:], cells)
    if headless is not None:
        return headless, at + 1
    if _is_table(lines[at:], cells):
        named = ", ".join(cell for cell in cells[:_NAMED] if cell) + (", ..." if len(cells) > _NAMED else "")
        lacks = f"no column for each axis of an acceleration or rotation among its columns ({named})"
        return f"{lacks}; a motion sensor's export has a header such as {_EXAMPLE}.", at + 1
    return None


def _no_time(cells: tuple[str, ...]) -> str:
    """Says that a header lacks a time; a count of readings is none, as nobody can know their rate."""
    step = next((cell for cell in cells if is_step(cell)), None)
    if step is not None:
        return f"the header names no time column; add {step!r} up row by row, in a column such as 'time (s)'."
    counter = next((cell for cell in cells if is_counter(cell)), None)
    if counter is None:
        return "the header names no time column; add one, e.g. 'time (s)'."
    return (
        f"the header names no time column: {counter!r} only counts the readings, and their rate cannot be guessed; add a "
        "column 'time (s)', the count divided by the readings a second."
    )


def _without_header(lines: list[str], cells: tuple[str, ...]) -> str | None:
    """Says that rows begin without a header; None where the first line is one."""
    if _names_sensors_in_rows(lines):
        first = "name the columns in a first line, e.g. 'sensor,time (s),x,y,z'"
        return f"holds rows of several sensors without a header; {first}."
    if len(cells) > 2 and all(_NUMBER.fullmatch(cell) for cell in cells if cell):
        return f"has no header; name the columns in a first line, e.g. {_EXAMPLE}."
    return None


def _names_sensors_in_rows(lines: list[str]) -> bool:
    """Whether rows of numbers begin with the name of their sensor, some with an accelerometer's, some a gyroscope's."""
    rows = [split_cells(line, separator) for line in lines for separator in SEPARATORS if separator in line]
    numbers = [row for row in rows if sum(_NUMBER.fullmatch(cell) is not None for cell in row) >= 4]
    kinds = {quantity_of(cell) for row in numbers for cell in row[:2] if len(cell) < _LONGEST_NAME}
    return {"acc", "gyr"} <= kinds


def _is_table(lines: list[str], header: tuple[str, ...]) -> bool:
    """Whether a header of several names is followed by a row of as many cells, at least one of them a number."""
    rows = [split_cells(line, separator) for separator in SEPARATORS for line in lines[1:2]]
    alike = [row for row in rows if len(row) == len(header)]
    return len(header) > 1 and any(_NUMBER.fullmatch(cell) for row in alike for cell in row)


def _has_axes(cells: tuple[str, ...]) -> bool:
    columns = find_columns(cells)
    return any(len(triple.axes) == 3 for triple in (*columns.acc, *columns.gyr, *columns.linear))
