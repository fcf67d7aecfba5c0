"""Reads text as a table: one header and the rows below, exactly and fast, with line numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.limits import check_columns
from imu.formats.tables.text import complete_lines
from imu.types import Floats

if TYPE_CHECKING:
    import pandas as pd

SEPARATORS = (",", ";", "\t")
"""Characters between cells, in the order in which they are tried."""
MAX_ODD_SHARE = 0.05
"""Share of rows with more or fewer cells than the others above which a file is refused."""
_QUOTED = re.compile(r'"[^"\n]*"')


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
    frame : DataFrame
        The cells, one row each line.
    text : str
        The whole file.
    body_line : int
        Index of the first line below the header.
    """

    where: str
    names: tuple[str, ...]
    cut: bool
    frame: pd.DataFrame
    text: str
    body_line: int

    def __len__(self) -> int:
        return len(self.frame)

    def floats(self, names: Sequence[str]) -> Floats:
        """Columns as (n, len(names)) float64; a cell that is not a number is NaN."""
        out = np.empty((len(self), len(names)))
        for i, name in enumerate(names):
            out[:, i] = _numbers(self.frame.iloc[:, self.names.index(name)])
        return out

    def empty(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each row has an empty or NaN cell among ``names``, (n,) bool; other text is not empty."""
        missing = [self.frame.iloc[:, self.names.index(name)].isna().to_numpy(dtype=bool) for name in names]
        return np.asarray(np.logical_or.reduce(missing))

    def texts(self, name: str) -> list[str]:
        """One column as stripped text, empty cells as ''."""
        column = self.frame.iloc[:, self.names.index(name)]
        return ["" if cell != cell else str(cell).strip() for cell in column]  # noqa: PLR0124 -- NaN

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
                return number
        return self.body_line


def split_cells(line: str, separator: str) -> tuple[str, ...]:
    """Splits a line into cells, without blanks and quotes around them."""
    return tuple(cell.strip().strip('"').strip() for cell in line.split(separator))


def read_table(
    where: str,
    text: str,
    *,
    header_line: int,
    separator: str = ",",
    decimal: str = ".",
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
    separator, decimal : str
        Characters between cells, and in front of decimals.
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
    body = _rows_only(kept[lines_end:], separator)
    if not body.lstrip():
        what = "has a header but no complete row; record again."
        raise RecordingError(what, path=where, line=header_line + 2)
    check_columns(max(len(header), _cells_of_first(body, separator)), where, header_line + 1)
    frame = _frame(body, header, separator, decimal, as_text)
    table = Table(where=where, names=header, cut=cut, frame=frame, text=kept, body_line=header_line + 1)
    return _without_odd_rows(table, body, separator)


def _without_odd_rows(table: Table, body: str, separator: str) -> Table:
    """Empties rows with more or fewer cells than the others, as their cells are under wrong names.

    Raises
    ------
    RecordingError
        There are more than ``MAX_ODD_SHARE`` of them, or all rows are longer or shorter than the header.
    """
    names, frame = len(table.names), table.frame
    if frame.shape[1] == names and not frame.iloc[:, -1].isna().any():
        return table
    cells = np.array([row.count(separator) + 1 for row in body.split("\n")[:-1]])
    usual = int(np.bincount(cells).argmax())
    beyond = np.logical_or.reduce(frame.iloc[:, names:].notna().to_numpy(), axis=1)
    odd = (cells != usual) | beyond
    few = usual < len("\n".join(table.names).rstrip("\n").split("\n"))
    if few or odd.sum() > MAX_ODD_SHARE * len(table):
        row = 0 if few else int(np.argmax(odd))
        what = (
            f"has {cells[row]} cells under a header of {names} names; name every column, and write decimal "
            "points where commas separate."
        )
        raise RecordingError(what, path=table.where, line=table.line(row))
    everywhere = np.repeat(odd[:, None], frame.shape[1], axis=1)
    return replace(table, frame=frame.mask(everywhere)) if odd.any() else table


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line):
        at = text.find("\n", at) + 1
    return at


def _is_row(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def _rows_only(body: str, separator: str) -> str:
    """Removes comment lines, empty lines, quotes and separators within quotes; each row stays one line."""
    if '"' in body:
        body = _QUOTED.sub(lambda cell: cell[0].replace(separator, " "), body).replace('"', "")
    if body.startswith(("#", "\n")) or "\n\n" in body or ("#" in body and "\n#" in body):
        body = "\n".join(line for line in body.split("\n") if _is_row(line)) + "\n"
    return body


def _cells_of_first(body: str, separator: str) -> int:
    """How many cells the first row has."""
    return body.count(separator, 0, body.find("\n")) + 1


def _frame(
    body: str, header: tuple[str, ...], separator: str, decimal: str, as_text: Sequence[str]
) -> pd.DataFrame:
    from pandas.errors import ParserError  # noqa: PLC0415 -- slow to import

    fields = max(len(header), _cells_of_first(body, separator))
    columns = [f"{i}" for i in range(fields)]
    keep = {columns[header.index(name)]: str for name in as_text if name in header}
    try:
        return _parse(body, columns, separator, decimal, keep)
    except ParserError:
        return _parse(_without_long_rows(body, fields, separator), columns, separator, decimal, keep)


def _parse(
    body: str, columns: list[str], separator: str, decimal: str, keep: dict[str, type[str]]
) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 -- slow to import

    frame: pd.DataFrame = pd.read_csv(
        StringIO(body),
        sep=separator,
        decimal=decimal,
        header=None,
        names=columns,
        dtype=keep,
        quoting=csv.QUOTE_NONE,
        index_col=False,
        skip_blank_lines=False,
        skipinitialspace=True,
        low_memory=False,
        **_exact(pd.__version__),
    )
    return frame


def _exact(version: str) -> dict[str, Any]:
    """Options for correctly rounded floats; from pandas 3.0 on they always are."""
    major, minor = (int(number) for number in version.split(".")[:2])
    return {} if (major, minor) >= (3, 1) else {"float_precision": "round_trip"}


def _without_long_rows(body: str, fields: int, separator: str) -> str:
    """Empties rows with more cells than the header, which the cleaning then counts and reports."""
    empty = separator * (fields - 1)
    rows = (line if line.count(separator) < fields else empty for line in body.split("\n")[:-1])
    return "\n".join(rows) + "\n"


def _numbers(column: pd.Series) -> Floats:
    import pandas as pd  # noqa: PLC0415 -- slow to import

    if column.dtype == bool:
        return np.full(len(column), np.nan)
    if column.dtype.kind not in "fiu":
        column = pd.to_numeric(column.astype("string").str.strip(), errors="coerce")
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
