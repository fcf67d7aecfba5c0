"""Reads text as a table: one header and the rows below, exactly and fast, with line numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.limits import check_columns
from imu.formats.tables.cell_numbers import CellNumbers, cell_numbers, may_hold_thousands
from imu.formats.tables.kept_answers import kept
from imu.formats.tables.table_cells import FrameCells, TableCells, frame_of, number_cells
from imu.formats.tables.text import complete_lines
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = (",", ";", "\t")
"""Characters between cells, in the order in which they are tried."""
MAX_ODD_SHARE = 0.05
"""Share of rows with more or fewer cells than the others above which a file is refused."""
_QUOTED = re.compile(r'"[^"\n]*"')
_BEFORE_REMARK = re.compile(r"\n(?=[\n#])")
"""End of a line before one that is no row."""
DECIMAL_COMMA = re.compile(r"\d,\d")
_NOTHING = {"nan", "na", "n/a", "null", "none", "inf", "nil", "true", "false"}
"""Words in place of a number."""
_INNER, _OUTER = "\x1e", "\x1f"
"""Control characters that stand for separators within and between quoted cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table in one text file.

    Attributes
    ----------
    where : str
        Name of the file in messages.
    names : tuple of str
        Header cells without blanks around them; of equal names the first column is kept.
    cut : bool
        Whether a last line without a line end was dropped.
    rows : TableCells
        The cells, one row each line.
    text : str
        The whole file.
    body_line : int
        Index of the first line below the header.
    body : str
        The rows as they were parsed, without quotes.
    separator : str
        Character between the cells of ``body``.
    above : int
        Number of lines of the file above ``text``.
    read, cells : dict
        Columns that were asked for, by name: as numbers, and as they are written.
    """

    where: str
    names: tuple[str, ...]
    cut: bool
    rows: TableCells
    text: str
    body_line: int
    body: str
    separator: str
    above: int = 0
    read: dict[str, CellNumbers] = field(init=False, default_factory=dict)
    cells: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def floats(self, names: Sequence[str]) -> Floats:
        """Columns as (n, len(names)) float64; a cell that is not a number is NaN.

        Raises
        ------
        RecordingError
            A column holds decimal points and decimal commas.
        """
        return np.column_stack([self._column(name).values for name in names])

    def thousands(self, name: str) -> int | None:
        """First row of a column whose point or comma was read as a mark of thousands; None where there is none."""
        return self._column(name).thousands

    def _column(self, name: str) -> CellNumbers:
        if name not in self.read:
            values = self.rows.numbers(self.names.index(name))
            if values is None or may_hold_thousands(values):
                self.read[name] = self._one_mark(name, cell_numbers(self.written(name)))
            else:
                self.read[name] = CellNumbers(values=values)
        return self.read[name]

    def _one_mark(self, name: str, numbers: CellNumbers) -> CellNumbers:
        if numbers.mixed is None:
            return numbers
        cells = self.written(name)
        one, other = (f"{cells[row]!r} in line {self.line(row)}" for row in numbers.mixed)
        what = f"the marks in its numbers contradict each other ({one}, {other}); write all with a decimal point."
        raise RecordingError(what, path=self.where, line=self.line(max(numbers.mixed)), field=name)

    def written(self, name: str) -> list[str]:
        """One column as it stands in the file, without blanks around the cells; rows left out are ''."""
        if name not in self.cells:
            at = self.names.index(name)
            lines = self.body.split("\n")
            self.cells[name] = [
                "" if missing else lines[row].split(self.separator, at + 1)[at].strip()
                for row, missing in enumerate(self.rows.missing(at).tolist())
            ]
        return self.cells[name]

    def empty(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each row has an empty or NaN cell among ``names``, (n,) bool; other text is not empty."""
        missing = [self.rows.missing(self.names.index(name)) for name in names]
        return np.asarray(np.logical_or.reduce(missing))

    def texts(self, name: str) -> list[str]:
        """One column as stripped text, empty cells as ''."""
        return self.rows.texts(self.names.index(name))

    def nanoseconds(self, name: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """A column of 19-digit integers read as text: (n,) exact values, and (n,) whether the cell is an integer."""
        cells = self.texts(name)
        good = np.array([cell.isdecimal() and len(cell) < 19 + (cell < "9") for cell in cells])
        return np.array(
            [int(c) if ok else 0 for c, ok in zip(cells, good, strict=True)], dtype=np.int64
        ), good

    def line(self, row: int) -> int:
        """Line of the file, from 1, of the row with index ``row``."""
        seen = -1
        for number, line in enumerate(self.text.split("\n")[self.body_line :], self.body_line + 1):
            seen += _is_row(line)
            if seen == row:
                return self.above + number
        return self.above + self.body_line


@kept
def split_cells(line: str, separator: str) -> tuple[str, ...]:
    """Splits a line into cells, without blanks and quotes around them."""
    return tuple(cell.strip().strip('"').strip() for cell in line.split(separator))


def read_table(
    where: str,
    text: str,
    *,
    header_line: int,
    separator: str = ",",
    names: Sequence[str] | None = None,
    as_text: Sequence[str] = (),
) -> Table:
    """Reads the rows below line ``header_line`` (from 0).

    Parameters
    ----------
    where, text : str
        Name of the file in messages, and its text with ``\\n`` line ends.
    header_line : int
        Index of the header; -1 together with ``names``: there is none.
    separator : str
        Character between cells. The decimal mark is found in the rows.
    names : sequence of str, optional
        Column names in place of the header's own.
    as_text : sequence of str
        Columns to keep as text (names, 19-digit times).

    Raises
    ------
    RecordingError
        There is no row below the header, or too many have another number of cells.
    """
    kept, cut = complete_lines(text)
    lines_end = _line_start(kept, header_line + 1)
    header = (
        split_cells(kept[_line_start(kept, header_line) : lines_end], separator)
        if names is None
        else tuple(names)
    )
    body, separator = rows_only(kept[lines_end:], separator)
    if not body.lstrip():
        what = "has a header but no complete row; record again."
        raise RecordingError(what, path=where, line=header_line + 2)
    in_first = _cells_of_first(body, separator)
    columns = max(len(header), in_first)
    check_columns(columns, where, header_line + 1)
    # the whole table tells the decimal mark: its first rows may hold whole numbers only
    decimal = "," if separator != "," and DECIMAL_COMMA.search(body) else "."
    text_columns = [header.index(name) for name in as_text if name in header]
    shape = _Shape(columns=columns, separator=separator, decimal=decimal, as_text=text_columns)
    about = _About(where=where, names=header, cut=cut, text=kept, body_line=header_line + 1)
    quick = number_cells(body, **shape) if len(header) == in_first else None
    if quick is not None:  # every row has a number in every column: none is a header, and none is odd
        return Table(rows=quick, body=body, separator=separator, **about)
    frame = frame_of(body, **shape)
    table = Table(rows=FrameCells(frame=frame), body=body, separator=separator, **about)
    check_second_header(table)
    return _without_odd_rows(table, frame)


class _Shape(TypedDict):
    """How rows are to be read; as of `number_cells`."""

    columns: int
    separator: str
    decimal: str
    as_text: Sequence[int]


class _About(TypedDict):
    """What a table is whichever way its rows are read; as of `Table`."""

    where: str
    names: tuple[str, ...]
    cut: bool
    text: str
    body_line: int


def check_second_header(table: Table, *, below_header: bool = True) -> None:
    """Refuses a file whose columns change in the middle, as below a logger's second start.

    Parameters
    ----------
    table : Table
    below_header : bool
        Whether its first row is that below the header, which is not looked at.

    Raises
    ------
    RecordingError
        A row holds names, but other ones than the header.
    """
    mark = re.escape(table.separator)
    body = table.body if below_header else f"\n{table.body}"
    for line in re.finditer(rf"\n([^\W\d][^\n{mark}]*{mark}\s*[^\W\d][^\n]*)", body):
        cells = split_cells(line[1], table.separator)
        if cells != table.names and _is_header(cells, table.names):
            change = _change(table.names, cells)
            what = f"is a second header, from which on {change}; split the file in front of this line."
            row = body.count("\n", 0, line.start() + 1) - (not below_header)
            raise RecordingError(what, path=table.where, line=table.line(row))


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row holds names only, about as many as the header."""
    named = [cell for cell in cells if cell]
    words = not any(cell.lower() in _NOTHING or not (cell[0].isalpha() or cell[0] in "_#") for cell in named)
    return words and 2 * len(named) >= len([name for name in names if name]) and len(set(named)) > 2


def _change(before: Sequence[str], after: Sequence[str]) -> str:
    more = next((name for name in after if name not in before), None)
    if more is not None:
        return f"there is a column {more!r}"
    gone = next((name for name in before if name not in after), None)
    return "the columns stand in another order" if gone is None else f"there is no column {gone!r} any more"


def _without_odd_rows(table: Table, frame: pd.DataFrame) -> Table:
    """Empties rows with more or fewer cells than the others, as their cells are under wrong names.

    Raises
    ------
    RecordingError
        There are more than ``MAX_ODD_SHARE`` of them, or all rows are longer or shorter than the header.
    """
    names = len(table.names)
    if frame.shape[1] == names and not frame.iloc[:, -1].isna().any():
        return table
    cells = np.array([row.count(table.separator) + 1 for row in table.body.split("\n")[:-1]])
    usual = int(np.bincount(cells).argmax())
    beyond = np.logical_or.reduce(frame.iloc[:, names:].notna().to_numpy(), axis=1)
    odd = (cells != usual) | beyond
    few = usual < len("\n".join(table.names).rstrip("\n").split("\n"))
    if few or odd.sum() > MAX_ODD_SHARE * len(table):
        row = int(np.argmax(cells != names)) if (cells != names).any() else int(np.argmax(odd))
        raise odd_row(table.where, table.line(row), int(cells[row]), names)
    everywhere = np.repeat(odd[:, None], frame.shape[1], axis=1)
    return replace(table, rows=FrameCells(frame=frame.mask(everywhere))) if odd.any() else table


def odd_row(where: str, line: int, cells: int, names: int) -> RecordingError:
    """Makes the error for a row with another number of cells than the header has names."""
    what = (
        f"has {cells} cells under a header of {names} names; name every column, and write decimal points where commas "
        "separate."
    )
    return RecordingError(what, path=where, line=line)


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at


def _is_row(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def rows_only(body: str, separator: str) -> tuple[str, str]:
    """Removes comment lines, empty lines and quotes, each row stays one line; and the separator of the result.

    It is another where quoted cells hold the file's own, as in ``"0,5","1,2"``.
    """
    if '"' in body:
        inner = _QUOTED.sub(lambda cell: cell[0].replace(separator, _INNER), body).replace('"', "")
        if _INNER in inner:
            body, separator = inner.replace(separator, _OUTER).replace(_INNER, separator), _OUTER
        else:
            body = inner
    if body.startswith(("#", "\n")) or _BEFORE_REMARK.search(body) is not None:
        body = _without_remarks(body)
    return body, separator


def _without_remarks(body: str) -> str:
    """Removes comment lines and empty lines; these are looked for, as a long file has few of them and many rows."""
    kept, at = [], 0
    while at < len(body):
        if _is_row(body[at].rstrip("\n")):
            remark = _BEFORE_REMARK.search(body, at)
            end = len(body) if remark is None else remark.end()
            kept.append(body[at:end])
        else:
            end = body.index("\n", at) + 1
        at = end
    return "".join(kept)


def _cells_of_first(body: str, separator: str) -> int:
    """How many cells the first row has."""
    return body.count(separator, 0, body.find("\n")) + 1
