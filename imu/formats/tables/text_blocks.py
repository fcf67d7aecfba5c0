"""Reads a long text in blocks of whole lines, and makes a table of each as if the text had been read in one piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

import numpy as np

from imu.formats.limits import MAX_LINE, long_line
from imu.formats.tables.cell_numbers import CellNumbers, cell_numbers
from imu.formats.tables.parse_table import (
    DECIMAL_COMMA,
    MAX_ODD_SHARE,
    Table,
    check_second_header,
    odd_row,
    rows_only,
    split_cells,
)
from imu.formats.tables.table_cells import FrameCells, TableCells, frame_of, number_cells, without_long_rows
from imu.formats.tables.text import comment_lines, complete_lines, plain_text
from imu.types import Floats


class NotInBlocksError(Exception):
    """The file needs to be read in one piece: its encoding, its marks or its columns show only in the whole."""


@dataclass(slots=True)
class _Marks:
    """Whether a column could hold whole numbers with marks of thousands, as `may_hold_thousands` tells of a whole one."""

    decimals: bool = False
    """A number was seen that no mark of thousands explains."""
    largest: float = 0.0
    """Largest whole number so far."""

    def look_at(self, values: Floats) -> None:
        if self.decimals:
            return
        own = np.abs(values[np.isfinite(values)])
        whole = own == np.rint(own)
        rest = own[~whole]
        self.largest = max(self.largest, float(own[whole].max(initial=0.0)))
        self.decimals = self.largest >= 1000.0 or not bool(
            (rest >= 1.0).all() and (np.abs(rest * 1e3 - np.rint(rest * 1e3)) < 1e-6).all()
        )

    @property
    def doubtful(self) -> bool:
        return not self.decimals and self.largest >= 100.0


@dataclass(slots=True)
class _Seen:
    """What is known of a text only at its end."""

    comments: list[str] = field(default_factory=list)
    cut: bool = False
    rows: int = 0
    cells: Counter[int] = field(default_factory=Counter)
    """Rows by their number of cells."""
    first_odd: tuple[int, int] | None = None
    """Line and number of cells of the first row with another number than the header."""
    marks: dict[str, _Marks] = field(default_factory=dict)


class BlockTable(Table):
    """A table of some rows of a longer one: marks in its numbers are those of the longer one, or it is not read so."""

    __slots__ = ()

    def _column(self, name: str) -> CellNumbers:
        if name not in self.read:
            values = self.rows.numbers(self.names.index(name))
            self.read[name] = CellNumbers(values=self._plain(name) if values is None else values)
        return self.read[name]

    def _plain(self, name: str) -> Floats:
        """The numbers of a column with a cell that is none, if they need no rule for marks."""
        cells = self.written(name)
        values = np.array([_plain_number(cell) for cell in cells])
        numbers = cell_numbers(cells)
        known = numbers.mixed is None and numbers.thousands is None
        if not known or not np.array_equal(values, numbers.values, equal_nan=True):
            raise NotInBlocksError
        return values


def _plain_number(cell: str) -> float:
    try:
        return float(cell) if "_" not in cell else np.nan
    except ValueError:
        return np.nan


class TextBlocks:
    """The tables of a CSV in UTF-8, block by block.

    Parameters
    ----------
    path : str
        A file of the disk; what is appended later is not read.
    header_index : int
        Index of the header's line.
    names : sequence of str
        The header's cells.
    separator : str
        Character between cells.
    as_text : sequence of str
        Columns to keep as text.
    block_bytes : int
        How much is read at a time.
    """

    def __init__(
        self,
        path: str,
        *,
        header_index: int,
        names: Sequence[str],
        separator: str,
        as_text: Sequence[str],
        block_bytes: int,
    ) -> None:
        self._path, self._header, self._names = path, header_index, tuple(names)
        self._separator, self._block_bytes = separator, block_bytes
        self._as_text = [self._names.index(name) for name in as_text if name in self._names]
        self._size = Path(path).stat().st_size
        self._seen = _Seen()

    def tables(self) -> Iterator[Table]:
        """Reads the file from its start; yields the table of each block that holds a row.

        Raises
        ------
        NotInBlocksError
            It needs to be read in one piece.
        RecordingError
            It holds what no table holds: a second header, rows of other lengths, or an endless line.
        """
        seen = _Seen()
        above = 0
        for text in self._texts(seen):
            seen.comments += comment_lines(text)
            lines = text.count("\n")
            below = self._below_header(text, above)
            table = None if below is None else self._table(below, above + lines - below.count("\n"), seen)
            if table is not None:
                yield table
                self._look_at_marks(table, seen)
            above += lines
        self._check(seen)
        self._seen = seen

    @property
    def comments(self) -> str:
        """The ``#`` lines of the whole file, once it was read to its end."""
        return "".join(f"{line}\n" for line in self._seen.comments)

    @property
    def cut(self) -> bool:
        """Whether a last line without an end was left out, once the file was read to its end."""
        return self._seen.cut

    def _texts(self, seen: _Seen) -> Iterator[str]:
        """The text in blocks of whole lines; what follows the last line end is left out."""
        for start, data in _line_blocks(self._path, self._size, self._block_bytes):
            try:
                text = plain_text(data.decode("utf-8" if start else "utf-8-sig"))
            except UnicodeError:
                raise NotInBlocksError from None
            text, cut = complete_lines(text)
            seen.cut |= cut
            if text:
                yield text

    def _below_header(self, text: str, above: int) -> str | None:
        """The part of a block that lies below the header; None where there is none."""
        at = 0
        for _ in range(max(0, self._header + 1 - above)):
            at = text.find("\n", at) + 1
            if at == 0:
                return None
        header = text[:at].split("\n")[-2] if at else ""
        if at and split_cells(header.removeprefix("\ufeff"), self._separator) != self._names:
            raise NotInBlocksError  # another file has taken its place
        return text[at:] or None

    def _table(self, text: str, above: int, seen: _Seen) -> Table | None:
        body, separator = rows_only(text, self._separator)
        if separator != self._separator or (separator != "," and DECIMAL_COMMA.search(body)):
            raise NotInBlocksError
        if not body.strip("\n"):
            return None
        columns = len(self._names)
        quick = number_cells(body, columns=columns, separator=separator, decimal=".", as_text=self._as_text)
        if quick is not None:
            seen.rows += len(quick)
            seen.cells[columns] += len(quick)
            return self._made(text, body, above, quick)
        return self._of_anything(text, body, above, seen)

    def _made(self, text: str, body: str, above: int, rows: TableCells) -> BlockTable:
        return BlockTable(
            where=self._path,
            names=self._names,
            cut=False,
            rows=rows,
            text=text,
            body_line=0,
            body=body,
            separator=self._separator,
            above=above,
        )

    def _of_anything(self, text: str, body: str, above: int, seen: _Seen) -> BlockTable:
        """The table of a block in which a cell is no number, or a row has too few or too many."""
        mark, columns = self._separator, len(self._names)
        cells = np.array([row.count(mark) + 1 for row in body.split("\n")[:-1]])
        if seen.rows == 0 and cells[0] > columns:
            raise NotInBlocksError
        even = without_long_rows(body, columns, mark) if (cells > columns).any() else body
        frame = frame_of(even, columns=columns, separator=mark, decimal=".", as_text=self._as_text)
        table = self._made(text, body, above, FrameCells(frame=frame))
        check_second_header(table, below_header=seen.rows == 0)
        seen.rows += len(cells)
        seen.cells.update(cells.tolist())
        odd = cells != columns
        if not odd.any():
            return table
        if seen.first_odd is None:
            row = int(np.argmax(odd))
            seen.first_odd = table.line(row), int(cells[row])
        everywhere = np.repeat(odd[:, None], columns, axis=1)
        return self._made(text, body, above, FrameCells(frame=frame.mask(everywhere)))

    def _look_at_marks(self, table: Table, seen: _Seen) -> None:
        for name, numbers in table.read.items():
            seen.marks.setdefault(name, _Marks()).look_at(numbers.values)

    def _check(self, seen: _Seen) -> None:
        """Refuses a table that shows only as a whole that it is none."""
        columns = len(self._names)
        most = max(seen.cells.values(), default=0)
        if most == 0 or min(many for many, rows in seen.cells.items() if rows == most) != columns:
            raise NotInBlocksError
        if seen.first_odd is not None and seen.rows - seen.cells[columns] > MAX_ODD_SHARE * seen.rows:
            raise odd_row(self._path, *seen.first_odd, columns)
        if any(marks.doubtful for marks in seen.marks.values()):
            raise NotInBlocksError


def _line_blocks(path: str, size: int, block_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Blocks of whole lines of the first ``size`` bytes of a file, with where each begins; the last may be a part of one."""
    start, held = 0, b""
    with FileIO(path) as file:
        while left := size - start - len(held):
            chunk = file.read(min(block_bytes, left))
            if not chunk:  # somebody has cut it since
                raise NotInBlocksError
            held += chunk
            end = held.rfind(b"\n") + 1
            if end:
                yield start, held[:end]
                start, held = start + end, held[end:]
            elif len(held) > MAX_LINE:
                raise long_line(path)
    last = held.rstrip(
        b"\0"
    )  # a power cut leaves zeros where a file's length reached the disk before its bytes
    if last:
        yield start, last
