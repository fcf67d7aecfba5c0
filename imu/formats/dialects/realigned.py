"""Tables whose rows have more or fewer cells than their header has names: read only where the motion proves it right."""

from __future__ import annotations

from collections import Counter

from imu.errors import RecordingError
from imu.formats.dialects.sheets import TableTraits, one_sheet, sheet_of
from imu.formats.document import Part
from imu.formats.tables.check_gyroscope import scale_by_motion
from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import find_columns
from imu.formats.tables.header_rows import header_rows
from imu.formats.tables.parse_table import Table, read_table, split_cells
from imu.formats.tables.text import decode
from imu.formats.tables.time_names import stated_time_unit
from imu.types import SampleBlock

_LOOK = 500
"""Rows whose cells are counted."""
_ALIKE = 0.8
"""Smallest correlation between the turning of gravity and the gyroscope that proves all six columns: with one of them
under its neighbour's name it is far below."""
_SIZE = (1 / 3, 3.0)
"""Limits of the factor between both, in the stated units."""


def realigned(part: Part, traits: TableTraits, notes: Notes) -> Table | None:
    """Reads a table whose last label, or the label of its row numbers, is missing, or whose last column is empty.

    Which name belongs to which column is tried; one way is taken if accelerometer and gyroscope then agree.

    Parameters
    ----------
    part : Part
    traits : TableTraits
        Facts about the app.
    notes : Notes
        Receives a warning about how it was read.

    Returns
    -------
    Table or None
        None where each row has a cell for each name, or nothing proves how they belong together.
    """
    text = decode(part)
    found = header_rows(text, lambda cells: bool(find_columns(cells).times) and bool(find_columns(cells).gyr))
    if found is None:
        return None
    line, separator, names = found
    rows = text.split("\n", line + _LOOK)[line + 1 : line + _LOOK]
    counted = Counter(len(split_cells(row, separator)) for row in rows if row)
    usual = counted.most_common(1)[0][0] if counted else len(names)
    for tried, how, left in _ways(names, usual):
        exact = [cell for cell in find_columns(tried).times if stated_time_unit(cell) == "ns"]
        try:
            table = read_table(
                part.where, text, header_line=line, separator=separator, names=tried, as_text=exact
            )
            blocks, _ = one_sheet(sheet_of(part, table, traits.linear_stems), traits, Notes())
        except RecordingError:
            continue
        if all(_agree(block) for block in blocks):
            notes.add(
                "names_and_cells",
                "warning",
                where=part.where,
                cells=usual,
                names=len(names),
                how=how,
                left=left,
            )
            return table
    return None


def _ways(names: tuple[str, ...], usual: int) -> list[tuple[tuple[str, ...], str, str]]:
    """Names of the columns that there are, in the ways that are usual; of each how, and which are left without cells."""
    if usual == len(names) + 1:
        return [((*names, ""), "last_unnamed", ""), (("", *names), "row_numbers", "")]
    if usual < len(names):
        left = ", ".join(name for name in names[usual:] if name)
        return [(names[:usual], "last_empty", left)]
    return []


def _agree(block: SampleBlock) -> bool:
    if block.gyr_radps is None:
        return False
    scale = scale_by_motion(block.time_s, block.acc_mps2, block.gyr_radps, alike=_ALIKE)
    return scale is not None and _SIZE[0] < scale < _SIZE[1]
