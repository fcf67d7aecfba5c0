"""TableCells of a table by column: arrays from a strict, quick reader where all are numbers, else a frame that takes anything."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from imu.formats.tables.arrow_columns import column_codes, column_floats
from imu.types import Flags, Floats

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_NO_TEXTS = frozenset(
    {
        "#n/a",
        "#n/a n/a",
        "#na",
        "-1.#ind",
        "-1.#qnan",
        "-nan",
        "1.#ind",
        "1.#qnan",
        "<na>",
        "n/a",
        "na",
        "null",
    }
    | {"nan", "none"}
)
"""Words in place of a text that mean that there is none; the frame reads them so."""
_BLOCK = 1 << 22
"""Bytes that are parsed at a time; a longer row is left to the frame."""
_MANY = 1_000_000
"""Characters from which several threads read sooner than one; below, they only cost."""


class TableCells(Protocol):
    """The cells of a table below its header, by index of the column."""

    def __len__(self) -> int:
        """Number of rows."""

    def numbers(self, at: int) -> Floats | None:
        """A column as float64, NaN where a cell is empty; None where it holds something else than numbers."""

    def missing(self, at: int) -> Flags:
        """Whether each cell of a column is empty or says that there is nothing."""

    def texts(self, at: int) -> list[str]:
        """A column as stripped text, empty cells as ''."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCells:
    """TableCells that are all numbers, empty, or text of columns that are to be text.

    Attributes
    ----------
    columns : sequence of (n,) float64
        By index of the column; NaN is an empty cell. Of a text column: the index of each cell in ``words``, -1 where
        the cell is empty.
    words : mapping of int to list of str
        The different texts of each text column.
    """

    columns: Sequence[Floats]
    words: Mapping[int, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns[0])

    def numbers(self, at: int) -> Floats | None:
        """A column as float64, NaN where a cell is empty; None for text."""
        return None if at in self.words else self.columns[at]

    def missing(self, at: int) -> Flags:
        """Whether each cell of a column is empty."""
        column = self.columns[at]
        return np.asarray(column < 0.0 if at in self.words else np.isnan(column))

    def texts(self, at: int) -> list[str]:
        """A column as stripped text, empty cells as ''; of numbers, whole ones without a point."""
        if at not in self.words:
            return ["" if cell != cell else _shown(cell) for cell in self.columns[at].tolist()]  # noqa: PLR0124 -- NaN
        words = [*self.words[at], ""]  # -1 is the last
        return [words[k] for k in self.columns[at].astype(np.intp).tolist()]


def _shown(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCells:
    """TableCells as pandas reads them: a column that is not all numbers is kept as it is.

    Attributes
    ----------
    frame : DataFrame
        One row each line, with a default index.
    """

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    def numbers(self, at: int) -> Floats | None:
        """A column as float64, NaN where a cell is empty; None where it holds something else than numbers."""
        column = self.frame.iloc[:, at]
        return column.to_numpy(dtype=np.float64, na_value=np.nan) if column.dtype.kind in "fiu" else None

    def missing(self, at: int) -> Flags:
        """Whether each cell of a column is empty or a word such as NaN."""
        return self.frame.iloc[:, at].isna().to_numpy(dtype=bool)

    def texts(self, at: int) -> list[str]:
        """A column as stripped text, empty cells as ''."""
        column = self.frame.iloc[:, at]
        return ["" if cell != cell else str(cell).strip() for cell in column]  # noqa: PLR0124 -- NaN


def number_cells(
    body: str, *, columns: int, separator: str, decimal: str, as_text: Sequence[int]
) -> NumberCells | None:
    """Reads rows of numbers quickly and exactly (correctly rounded, so that shortest texts come back to the bit).

    It is strict: a row with another number of cells, a word, a NaN or a sign that the frame might read otherwise ends
    it, and nothing is guessed. Such tables are read as a frame, which also knows where the fault is.

    Parameters
    ----------
    body : str
        The rows, each with its line end.
    columns : int
        Number of cells in every row.
    separator, decimal : str
        Characters between cells, and in numbers.
    as_text : sequence of int
        Indices of columns that are text.

    Returns
    -------
    NumberCells or None
        None where a cell is something else.
    """
    import pyarrow as pa  # noqa: PLC0415 -- slow to import
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    options = _options(columns, separator, decimal, tuple(as_text), many=len(body) >= _MANY)
    try:
        table = arrow_csv.read_csv(pa.py_buffer(body.encode()), **options)
    except pa.ArrowInvalid:
        return None
    return cells_of(table, as_text)


@lru_cache(maxsize=64)
def _options(
    columns: int, separator: str, decimal: str, as_text: tuple[int, ...], *, many: bool
) -> dict[str, Any]:
    """How Arrow is to read; kept for the next block of the same file."""
    import pyarrow as pa  # noqa: PLC0415 -- slow to import
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    names = [str(at) for at in range(columns)]
    types = {name: pa.string() if int(name) in as_text else pa.float64() for name in names}
    return {
        "read_options": arrow_csv.ReadOptions(column_names=names, block_size=_BLOCK, use_threads=many),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=separator, quote_char=False, double_quote=False, ignore_empty_lines=False
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            decimal_point=decimal,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    }


def cells_of(table: pa.Table, as_text: Sequence[int]) -> NumberCells | None:
    """Makes cells of an Arrow table of float64 and text; None where one is NaN, infinite or a word for nothing."""
    held: list[Floats] = []
    words: dict[int, list[str]] = {}
    for at, column in enumerate(table.columns):
        if at in as_text:
            numbers, texts = column_codes(column)
            words[at] = [text.strip() for text in texts]
            if any(not word or word.lower() in _NO_TEXTS for word in words[at]):
                return None
        else:
            numbers = column_floats(column)
            if len(numbers) - np.count_nonzero(np.isfinite(numbers)) != column.null_count:
                return None
        held.append(numbers)
    return NumberCells(columns=held, words=words)


def frame_of(
    body: str, *, columns: int, separator: str, decimal: str, as_text: Sequence[int]
) -> pd.DataFrame:
    """Reads rows of anything as a frame; rows with too many cells become empty. Parameters as of `number_cells`."""
    from pandas.errors import ParserError  # noqa: PLC0415 -- slow to import

    names = [f"{at}" for at in range(columns)]
    keep = {names[at]: str for at in as_text}
    try:
        return _parse(body, names, separator, decimal, keep)
    except ParserError:
        return _parse(without_long_rows(body, columns, separator), names, separator, decimal, keep)


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


def without_long_rows(body: str, fields: int, separator: str) -> str:
    """Empties rows with more cells than the header, which the cleaning then counts and reports."""
    empty = separator * (fields - 1)
    rows = (line if line.count(separator) < fields else empty for line in body.split("\n")[:-1])
    return "\n".join(rows) + "\n"
