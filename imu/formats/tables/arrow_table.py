"""Tables of Parquet and Feather files without a way through text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from imu.formats.tables.arrow_columns import column_codes, column_floats
from imu.formats.tables.arrow_file import plain_column
from imu.formats.tables.cell_numbers import CellNumbers
from imu.formats.tables.parse_table import Table
from imu.formats.tables.table_cells import NumberCells

if TYPE_CHECKING:
    import pyarrow as pa


class ArrowTable(Table):
    """A table that never was text: its numbers need no marks, and line 2 is its first row, as if it were CSV."""

    __slots__ = ()

    def _column(self, name: str) -> CellNumbers:
        at = self.names.index(name)
        numbers = self.rows.numbers(at)
        return CellNumbers(values=np.full(len(self), np.nan) if numbers is None else numbers)

    def written(self, name: str) -> list[str]:
        """One column as text."""
        return self.rows.texts(self.names.index(name))

    def line(self, row: int) -> int:
        """Line of a row, from 1, below a header of one line."""
        return self.above + row + 2


def table_of_numbers(
    where: str,
    table: pa.Table,
    names: Sequence[str],
    as_text: Sequence[str],
    *,
    above: int = 0,
    infinite: bool = False,
) -> ArrowTable | None:
    """Makes a table of columns of numbers and texts, without a way through text.

    Parameters
    ----------
    where : str
        Name of the file in messages.
    table : Table
        Of Arrow.
    names : sequence of str
        Columns wanted; all are there once.
    as_text : sequence of str
        Those that are text.
    above : int
        Rows of the file above these.
    infinite : bool
        Whether infinity may stand there.

    Returns
    -------
    ArrowTable or None
        NaN and null are empty cells. None where a column is of another kind, or holds infinity that may not be there.
    """
    import pyarrow as pa  # noqa: PLC0415

    columns, words = [], {}
    for at, name in enumerate(names):
        column = plain_column(table.column(name))
        if name in as_text:
            if not pa.types.is_string(column.type):
                return None
            numbers, texts = column_codes(column)
            words[at] = [text.strip() for text in texts]
        else:
            if not (pa.types.is_floating(column.type) or pa.types.is_integer(column.type)):
                return None
            numbers = column_floats(column.cast(pa.float64(), safe=False))
            if not infinite and np.isinf(numbers).any():
                return None
        columns.append(numbers)
    if not columns or not len(columns[0]):
        return None
    return ArrowTable(
        where=where,
        names=tuple(names),
        cut=False,
        rows=NumberCells(columns=columns, words=words),
        text="",
        body_line=1,
        body="",
        separator=",",
        above=above,
    )
