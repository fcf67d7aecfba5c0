"""Drops bad rows and rows out of order in time, each time with a note that a person can act on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.tables.parse_table import Table
from imu.types import Floats, ReadingNote

MAX_BAD_SHARE = 0.05
"""Share of unreadable rows above which a file is refused rather than repaired."""
MAX_EMPTY_SHARE = 0.5
"""The same for rows with empty cells in this program's own CSV, where a sensor may have no readings yet."""
MAX_BACKWARD_SHARE = 0.05
"""Share of rows out of order in time above which a file is refused rather than repaired."""
_SHOWN = 24
"""Most characters of a cell that a message shows."""
_WITH_UNIT = re.compile(r"(?!0x)[-+]?\d[\d.,]*\s*[^\W\d_°%][^,;]*")
"""A number with its unit."""


@dataclass(slots=True)
class Notes:
    """Collects the remarks of a reader.

    Attributes
    ----------
    items : list of ReadingNote
    """

    items: list[ReadingNote] = field(default_factory=list)

    def add(self, code: str, severity: str, text: str, start_s: float | None = None) -> None:
        """Adds a remark; the parameters are the fields of `ReadingNote`."""
        self.items.append(ReadingNote(code=code, severity=severity, text=text, start_s=start_s))


def not_recorded_text(from_s: float, until_s: float) -> str:
    """Sentence on a time in which the disk took nothing."""
    lasted = f"{until_s - from_s:.1f} s are missing, from {from_s:.1f} s to {until_s:.1f} s"
    return f"{lasted}: they could not be recorded, as the disk was full or gone."


def usable_rows(
    table: Table,
    names: Sequence[str],
    values: Floats,
    notes: Notes,
    *,
    unnamed: NDArray[np.bool_] | None = None,
    max_empty_share: float = MAX_BAD_SHARE,
) -> NDArray[np.bool_]:
    """Finds the rows whose cells are all numbers. Those that no sensor can give are left to the stream of samples.

    Parameters
    ----------
    table : Table
        For line numbers.
    names : sequence of str
        Columns behind ``values``, in order; the first is the time and may be any finite number.
    values : (n, len(names)) float64
    notes : Notes
        Receives a warning with the count and the first line and column.
    unnamed : (n,) bool, optional
        Rows that do not name their sensor.
    max_empty_share : float
        Share of rows with an empty or NaN cell above which the file is refused.

    Returns
    -------
    (n,) bool
        True for rows to keep.

    Raises
    ------
    RecordingError
        More than 5 % of the rows hold something other than a number, or too many are empty.
    """
    if table.cut:
        text = f"The last line of {table.where} has no end, so it may be cut and was left out."
        notes.add("cut_line", "info", text)
    _remark_thousands(table, names, notes)
    bad = ~np.isfinite(values)
    if unnamed is not None:
        bad[:, 0] |= unnamed
    rows = bad.any(axis=1)
    empty = rows & table.empty(names)
    for share, those in ((MAX_BAD_SHARE, rows & ~empty), (max_empty_share, empty)):
        if those.sum() > share * len(table):
            first = int(np.argmax(those))
            _refuse(table, names[int(np.argmax(bad[first]))], first, int(rows.sum()))
    if rows.any():
        first = int(np.argmax(rows))
        column = names[int(np.argmax(bad[first]))]
        where = f"the first is line {table.line(first)}, column {column!r}"
        count = _rows(int(rows.sum()))
        notes.add("bad_cells", "warning", f"{count} with an empty or unusable cell left out; {where}.")
    return np.asarray(~rows)


def _remark_thousands(table: Table, names: Sequence[str], notes: Notes) -> None:
    """Says which columns hold marks of thousands."""
    for name in names:
        row = table.thousands(name)
        if row is not None:
            cell = table.written(name)[row]
            text = (
                f"Column {name!r} of {table.where} marks thousands: {cell} in line {table.line(row)} was read as "
                f"{table.floats([name])[row, 0]:.0f}; export without them if that is wrong."
            )
            notes.add("thousands", "warning", text)


def _refuse(table: Table, column: str, row: int, count: int) -> NoReturn:
    cell = table.written(column)[row][:_SHOWN] if column in table.names else ""
    reads = f" ({cell!r})" if cell else ""
    todo = "write units in the header only" if _WITH_UNIT.fullmatch(cell) else "export the recording again"
    what = f"{count} of {len(table)} rows hold a cell that is empty or no usable number, starting here{reads}; {todo}."
    raise RecordingError(what, path=table.where, line=table.line(row), field=column)


def forward(table: Table, rows: NDArray[np.intp], time_s: Floats, notes: Notes) -> NDArray[np.bool_]:
    """Finds the samples to keep so that time never decreases.

    Where time steps back, either the samples before have too late a time or those after too early a one; the fewer of
    the two are dropped.

    Parameters
    ----------
    table : Table
        For line numbers.
    rows : (n,) int
        Row of the table for each sample.
    time_s : (n,) float64
        s.
    notes : Notes
        Receives a warning with the count and the first line.

    Returns
    -------
    (n,) bool
        True for samples to keep.

    Raises
    ------
    RecordingError
        More than 5 % of the samples would be dropped: time runs backwards or starts again.
    """
    keep = in_time_order(time_s)
    count = int((~keep).sum())
    if count == 0:
        return keep
    back = int(np.argmax(np.diff(time_s) < 0.0))
    line = table.line(int(rows[back + 1]))
    if count > MAX_BACKWARD_SHARE * len(time_s):
        what = (
            f"time steps back here, and {count} of {len(time_s)} rows lie before rows above them, as where a second "
            "recording begins or a clock was set back; split the file in front of this line."
        )
        raise RecordingError(what, path=table.where, line=line)
    text = f"{_rows(count)} out of order in time left out; time first steps back in line {line}."
    notes.add("time_backwards", "warning", text, float(time_s[back]))
    return keep


def in_time_order(time_s: Floats) -> NDArray[np.bool_]:
    """Finds the samples to keep so that time never decreases, dropping the fewest at every step back.

    Parameters
    ----------
    time_s : (n,) float64
        s.

    Returns
    -------
    (n,) bool
        True for samples to keep.
    """
    keep = np.ones(len(time_s), dtype=bool)
    back = np.flatnonzero(np.diff(time_s) < 0.0)
    if len(back):
        keep[_out_of_order(time_s, int(back[0]))] = False
    return keep


def _out_of_order(time_s: Floats, start: int) -> list[int]:
    """Indices of samples to drop so that time never decreases; samples before ``start`` are in order."""
    times = time_s.tolist()
    kept, dropped = list(range(start + 1)), list[int]()
    at = start + 1
    while at < len(times):
        last = times[kept[-1]] if kept else -inf
        if times[at] >= last:
            kept.append(at)
            at += 1
            continue
        late = len(kept) - bisect_right(kept, times[at], key=times.__getitem__)
        early = next((i for i in range(late) if at + i == len(times) or times[at + i] >= last), late)
        if early < late:
            dropped += range(at, at + early)
            at += early
        else:
            dropped += kept[-late:]
            del kept[-late:]
    return dropped


def _rows(count: int) -> str:
    return "One row" if count == 1 else f"{count} rows"
