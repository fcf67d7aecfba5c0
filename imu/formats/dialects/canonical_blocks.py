"""Reads a long file of the canonical form in blocks: twice, first what holds for all of it, then its samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import FileIO
from typing import TypeAlias

from imu.errors import RecordingError
from imu.formats.dialects.canonical_head import checked_names, facts_of, header_index, is_canonical_text
from imu.formats.dialects.canonical_rows import CanonicalRows, canonical_rows
from imu.formats.dialects.canonical_survey import CanonicalSurvey, SurveyedSensor, surveyed_blocks
from imu.formats.tables.arrow_blocks import ArrowBlocks
from imu.formats.tables.arrow_file import error_by_row, is_arrow
from imu.formats.tables.clean import Notes, remark_cut_line
from imu.formats.tables.clock_checks import EPOCH
from imu.formats.tables.parse_table import SEPARATORS, Table, split_cells
from imu.formats.tables.text import is_utf8, plain_text
from imu.formats.tables.text_blocks import NotInBlocksError, TextBlocks
from imu.types import LongRecording, SampleBlock

_BEGINNING = 65_536
"""Bytes in which the header is."""
ReadTables: TypeAlias = Callable[[], Iterator[Table]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file that is read in blocks."""

    path: str
    names: tuple[str, ...]
    header_line: int
    tables: ReadTables
    comments: Callable[[], str]
    """The ``#`` lines, once the tables were read."""
    cut: Callable[[], bool]
    """Whether the last line was left out, likewise."""
    padding: str

    def rows(self) -> Iterator[CanonicalRows]:
        """Reads the file from its start."""
        first = True
        for table in self.tables():
            rows = canonical_rows(table, self.names)
            times = rows.values[:, 0]
            if first and times[0] == 0.0 and not (abs(times) < EPOCH).all():
                raise NotInBlocksError  # zeros before the clock was set: how many there may be depends on the whole
            first = False
            yield rows


def read_canonical_blocks(path: str, *, block_bytes: int, block_rows: int) -> LongRecording:
    """Reads what holds for a whole file, and offers its samples block by block.

    Parameters
    ----------
    path : str
        A file of the disk.
    block_bytes, block_rows : int
        How much of a CSV, and of Parquet or Feather, is read at a time.

    Raises
    ------
    NotInBlocksError
        It is no file of the canonical form, or needs to be read in one piece.
    RecordingError
        It cannot be read; the message says what is wrong, where, and what to do.
    """
    with FileIO(path) as file:
        start = file.read(_BEGINNING)
    if not is_arrow(start):
        return _recording(_of_text(path, start, block_bytes))
    try:
        return _recording(_of_arrow(path, block_rows))
    except RecordingError as error:
        raise error_by_row(error) from None


def _recording(source: _Source) -> LongRecording:
    survey = CanonicalSurvey(source.path, source.names, source.header_line, source.rows)
    survey.look()
    facts = facts_of(source.comments(), padding=source.padding)
    notes = Notes([*facts.remarks])
    if source.cut():
        remark_cut_line(source.path, notes)
    sensors = survey.sensors(notes)
    return LongRecording(
        path=source.path,
        files=(source.path,),
        format="canonical",
        sensors=tuple(one.beginning for one in sensors.values()),
        span_s=(
            min(one.span_s[0] for one in sensors.values()),
            max(one.span_s[1] for one in sensors.values()),
        ),
        read=partial(_samples, source, sensors),
        reading_notes=tuple(notes.items),
        **facts.fields,
    )


def _samples(source: _Source, sensors: dict[str, SurveyedSensor]) -> Iterator[tuple[int, SampleBlock]]:
    """Reads the samples; a file that is no longer what was surveyed is told in a sentence."""
    try:
        yield from surveyed_blocks(source.rows, sensors)
    except (NotInBlocksError, OSError) as error:
        what = "has changed or gone while it was read; analyse it again once it is complete."
        raise RecordingError(what, path=source.path) from error


def _of_text(path: str, start: bytes, block_bytes: int) -> _Source:
    lines = start[: start.rfind(b"\n") + 1]
    if not lines or not is_utf8(lines):
        raise NotInBlocksError
    text = plain_text(lines.decode("utf-8-sig"))
    index = header_index(text)
    found = text.split("\n")[index:] if index >= 0 else [""]
    header = found[0]
    separator = next((mark for mark in SEPARATORS if mark in header), None)
    if separator is None or not is_canonical_text(found):
        raise NotInBlocksError
    cells = split_cells(header, separator)
    names = checked_names(path, cells, index)
    blocks = TextBlocks(
        path,
        header_index=index,
        names=cells,
        separator=separator,
        as_text=("sensor",),
        block_bytes=block_bytes,
    )
    return _Source(
        path=path,
        names=names,
        header_line=index + 1,
        tables=blocks.tables,
        comments=lambda: blocks.comments,
        cut=lambda: blocks.cut,
        padding=separator * header.count(separator),
    )


def _of_arrow(path: str, block_rows: int) -> _Source:
    blocks = ArrowBlocks(path, block_rows)
    if not is_canonical_text([",".join(blocks.names)]) or blocks.has_dates("time_s"):
        raise NotInBlocksError
    names = checked_names(path, blocks.names, 0)
    return _Source(
        path=path,
        names=names,
        header_line=1,
        tables=lambda: blocks.tables(names, ("sensor",)),
        comments=lambda: blocks.comments,
        cut=lambda: False,
        padding="",
    )
