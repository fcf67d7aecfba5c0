"""Reads Shimmer: exports of Consensys and four-line headers of ShimmerConnect, rewritten as ``name (unit)``."""

from __future__ import annotations

import re

from imu.errors import RecordingError
from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.generic import read
from imu.formats.dialects.sheets import TableTraits
from imu.formats.document import Document, Part
from imu.formats.tables.parse_table import SEPARATORS, Table, read_table, split_cells
from imu.formats.tables.samples import HEADER_LINES
from imu.formats.tables.text import decode, head
from imu.types import Recording

_CAL = re.compile(
    r"(?:.*?_)?(Timestamp(?:Sync)?(?:_Unix|_FormattedUnix)?|System_Timestamp\w*|"
    r"(?:Accel|Gyro)_(?:\w+_)?[XYZ]|(?:\w+_)?(?:Accelerometer|Gyroscope)_[XYZ])_CAL"
)
_NUMBER = re.compile(r"[-+]?\d+([.,]\d*)?([eE][-+]?\d+)?")


def _header(text: str) -> tuple[int, str, tuple[str, ...]] | None:
    """Last header line, separator and names with units of either layout; None if it is neither."""
    lines = text.split("\n", HEADER_LINES)[:HEADER_LINES]
    for index in range(len(lines)):
        for separator in SEPARATORS:
            rows = [split_cells(row, separator) for row in lines[index : index + 3]]
            if sum(_CAL.fullmatch(cell) is not None for cell in rows[0]) >= 3 and len(rows) > 1:
                names = [_short(cell) for cell in rows[0]]
                if any(_NUMBER.fullmatch(cell) for cell in rows[1]):
                    return index, separator, _joined(names, ())
                return index + 1, separator, _joined(names, rows[1])
            if len(rows) == 3 and "CAL" in rows[1] and set(rows[1]) <= {"RAW", "CAL", "UNCAL", ""}:
                names = [n if k == "CAL" else "" for n, k in zip(rows[0], rows[1], strict=False)]
                if any(name.endswith("Timestamp") or "Timestamp_" in name for name in names):
                    return index + 2, separator, _joined(names, rows[2])
    return None


def _short(cell: str) -> str:
    match = _CAL.fullmatch(cell)
    return "" if match is None else match[1].replace("_", " ")


def _joined(names: list[str], units: tuple[str, ...]) -> tuple[str, ...]:
    """Cells ``name (unit)``; columns that are not read get a meaningless name."""
    padded = [*units, *[""] * len(names)]
    return tuple(
        f"{n} ({u})" if n and u else n or f"column {i}"
        for i, (n, u) in enumerate(zip(names, padded, strict=False))
    )


def _sniff(document: Document) -> bool:
    return len(document.parts) == 1 and _header(head(document.parts[0])) is not None


def _table(part: Part) -> Table:
    text = decode(part)
    found = _header(text)
    if found is None:
        raise RecordingError("the header of a Shimmer export is missing; export again.", path=part.where)
    line, separator, names = found
    return read_table(part.where, text, header_line=line, separator=separator, names=names)


def _read(document: Document) -> Recording:
    return read(document, TableTraits(name="shimmer"), _table)


SHIMMER = Dialect(
    info=FormatInfo(
        name="shimmer",
        title="Shimmer (Consensys, ShimmerConnect)",
        description="Calibrated columns; units come from the line below the names.",
        example="Shimmer_1234_Timestamp_Unix_CAL,Shimmer_1234_Accel_LN_X_CAL,…,Shimmer_1234_Gyro_X_CAL,…",
    ),
    sniff=_sniff,
    read=_read,
)
