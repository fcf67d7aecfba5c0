"""The project's own CSV: seconds, m/s², rad/s, one row per sample, ``#`` lines for everything else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import numpy as np

from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.canonical_head import (
    ABOUT,
    NOT_RECORDED,
    checked_names,
    facts_of,
    header_index,
    is_canonical_header,
)
from imu.formats.dialects.canonical_rows import ACC_NAMES, GYR_NAMES, canonical_rows
from imu.formats.dialects.canonical_survey import CanonicalSurvey, surveyed_blocks
from imu.formats.document import Document, Part
from imu.formats.tables.arrow_file import ARROW_SUFFIXES, arrow_comments, arrow_table, arrow_text, is_arrow
from imu.formats.tables.arrow_table import table_of_numbers
from imu.formats.tables.arrow_writer import write_arrow
from imu.formats.tables.clean import Notes, remark_table
from imu.formats.tables.clock_checks import zeros_before_clock
from imu.formats.tables.parse_table import SEPARATORS, Table, read_table, split_cells
from imu.formats.tables.text import decode, head
from imu.formats.tables.timestamps import is_clock_text
from imu.types import Note, Recording, SampleBlock
from imu.whole_file import whole_file

HEADER = ("time_s", *ACC_NAMES, *GYR_NAMES)
"""Columns of a file with one sensor."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _sniff(document: Document) -> bool:
    if len(document.parts) != 1:
        return False
    text = head(document.parts[0])
    line = header_index(text)
    lines = text.split("\n")[line:] if line >= 0 else [""]
    return is_canonical_header(lines[0]) and not _has_clock_texts(lines)


def _has_clock_texts(lines: list[str]) -> bool:
    """Whether the first row below a header has a time of day or a date as its ``time_s``: then it is no canonical file.

    Parameters
    ----------
    lines : list of str
        The header and what follows.
    """
    separator = next((mark for mark in SEPARATORS if mark in lines[0]), ",")
    row = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    cells = dict(zip(split_cells(lines[0], separator), split_cells(row, separator), strict=False))
    return is_clock_text(cells.get("time_s", ""))


def _read(document: Document) -> Recording:
    part = document.parts[0]
    names, table, comments, padding = (_of_arrow if is_arrow(part.data) else _of_text)(part)
    facts = facts_of(comments, padding=padding)
    notes = Notes([*facts.remarks])
    sensors = _sensors(table, names, notes)
    return Recording(
        path=document.path,
        files=document.files,
        format="canonical",
        sensors=sensors,
        reading_notes=tuple(notes.items),
        **facts.fields,
    )


def _of_text(part: Part, text: str | None = None) -> tuple[tuple[str, ...], Table, str, str]:
    """Names of the columns, the table, the text with ``#`` lines, and what spreadsheets add to these."""
    text = decode(part) if text is None else text
    line = header_index(head(part))
    header = text.split("\n", line + 1)[line] if line >= 0 else ""
    separator = next((mark for mark in SEPARATORS if mark in header), ",")
    names = checked_names(part.where, split_cells(header, separator), line)
    table = read_table(part.where, text, header_line=line, separator=separator, as_text=("sensor",))
    return names, table, text, separator * header.count(separator)


def _of_arrow(part: Part) -> tuple[tuple[str, ...], Table, str, str]:
    """The same of a Parquet or Feather file, whose metadata hold the ``#`` lines."""
    held = arrow_table(part.where, part.data)
    names = checked_names(part.where, tuple(held.column_names), 0)
    table = table_of_numbers(part.where, held, names, as_text=("sensor",))
    if table is None:
        return (*_of_text(part, arrow_text(held))[:2], arrow_comments(held.schema), "")
    return names, table, arrow_comments(held.schema), ""


def _sensors(table: Table, names: tuple[str, ...], notes: Notes) -> tuple[SampleBlock, ...]:
    clockless = zeros_before_clock(table.floats(["time_s"])[:, 0])
    rows = canonical_rows(table, names, clockless=clockless)
    remark_table(table, rows.columns, notes)
    survey = CanonicalSurvey(table.where, names, table.body_line, lambda: iter([rows]))
    survey.look()
    return tuple(block for _, block in surveyed_blocks(lambda: iter([rows]), survey.sensors(notes)))


def write_canonical(recording: Recording, target: str | Path | TextIO) -> None:
    """Writes a recording, so that reading it gives the same samples and notes, bit for bit.

    Parameters
    ----------
    recording : Recording
        Where only some sensors have a gyroscope, or it said nothing for a time, those cells are empty.
    target : str, Path or text file
        Where to write; an existing file is replaced, once all is written. A name that ends in ``.parquet``,
        ``.feather`` or ``.arrow`` makes such a file, anything else CSV.
    """
    if isinstance(target, (str, Path)) and str(target).lower().endswith(ARROW_SUFFIXES):
        gyro = {block.sensor: block.gyr_radps is not None for block in recording.sensors}
        write_arrow(target, _columns(gyro), list(recording.blocks()), _comment_text(recording))
    elif isinstance(target, (str, Path)):
        with whole_file(target) as out:
            _write(recording, out)
    else:
        _write(recording, target)


def _write(recording: Recording, out: TextIO) -> None:
    gyro = {block.sensor: block.gyr_radps is not None for block in recording.sensors}
    out.write(_comment_text(recording))
    out.write(header_line(gyro))
    for block in recording.blocks():
        out.writelines(sample_lines(block, gyro))


def _comment_text(recording: Recording) -> str:
    """Facts and notes as ``#`` lines."""
    about = {key: value for key in ABOUT if (value := getattr(recording, key)) is not None}
    return fact_lines(about) + "".join(map(note_line, recording.notes))


def fact_lines(about: Mapping[str, str]) -> str:
    """Lines for the head of a file, from facts (``started_at``, ``lifter``, ``device``, ``exercise``)."""
    return "".join(f"# {_one_line(key)}: {_one_line(value)}\n" for key, value in about.items())


def note_line(note: Note) -> str:
    """A note as a ``#`` line with its line end; it may stand anywhere in a file."""
    when = "" if note.time_s is None else f"{note.time_s!r} "
    return f"# {when}{_one_line(note.key)}: {_one_line(note.value)}\n"


def not_recorded_note(from_s: float, until_s: float) -> Note:
    """Note of a time in which nothing could be recorded, by the first sample lost and the first one after."""
    return Note(time_s=from_s, key=NOT_RECORDED, value=repr(until_s))


def header_line(sensors: Mapping[str, bool]) -> str:
    """Header with the names of the columns.

    Parameters
    ----------
    sensors : mapping of str to bool
        Whether the sensor has a gyroscope, by placement.
    """
    return ",".join(_columns(sensors)) + "\n"


def _columns(sensors: Mapping[str, bool]) -> tuple[str, ...]:
    return (("sensor",) if _named(sensors) else ()) + (HEADER if any(sensors.values()) else HEADER[:4])


def sample_lines(block: SampleBlock, sensors: Mapping[str, bool]) -> list[str]:
    """Rows of a block, one for each sample; floats are written exactly.

    Parameters
    ----------
    block : SampleBlock
    sensors : mapping of str to bool
        All sensors of the file, as in `header_line`.
    """
    lead = f"{block.sensor}," if _named(sensors) else ""
    alone = ",,,\n" if any(sensors.values()) else "\n"
    rows = np.column_stack([block.time_s, block.acc_mps2]).tolist()
    turning = [None] * len(rows) if block.gyr_radps is None else block.gyr_radps.tolist()
    return [
        lead + ",".join(map(repr, row)) + (alone if turn is None else f",{_cells(turn)}\n")
        for row, turn in zip(rows, turning, strict=True)
    ]


def _cells(turn: list[float]) -> str:
    """Cells of angular velocity; empty where the gyroscope said nothing."""
    return ",," if all(value != value for value in turn) else ",".join(map(repr, turn))  # noqa: PLR0124  NaN


def _named(sensors: Mapping[str, bool]) -> bool:
    """Whether rows name their sensor: not if there is only one and it is called ``wrist``."""
    return list(sensors) != ["wrist"]


def _one_line(text: str) -> str:
    """The text with blanks for what would end the line, or make the file one that is no text."""
    return _CONTROL.sub(" ", text)


CANONICAL = Dialect(
    info=FormatInfo(
        name="canonical",
        title="rep-momentum CSV",
        description="What record and live write: seconds, m/s² with gravity, rad/s; # lines hold notes. Also as Parquet or Feather.",
        example=",".join(HEADER),
    ),
    sniff=_sniff,
    read=_read,
)
