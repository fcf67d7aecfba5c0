"""Drops bad rows and rows out of order in time, each time with a note that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.facts import Value
from imu.formats.tables.parse_table import Table
from imu.formats.tables.time_order import REACH, TimeOrder
from imu.types import Flags, Floats, ReadingNote

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

    def add(
        self, code: str, severity: str, *, text: str = "", start_s: float | None = None, **values: Value
    ) -> None:
        """Adds a remark; the parameters are the fields of `ReadingNote`, its values by their names."""
        note = ReadingNote(code=code, severity=severity, values=values, text=text, start_s=start_s)
        self.items.append(note)

    def not_recorded(self, from_s: float, until_s: float) -> None:
        """Adds a warning about a time in which the disk took nothing."""
        self.add(
            "not_recorded",
            "warning",
            start_s=from_s,
            lost_s=until_s - from_s,
            from_s=from_s,
            until_s=until_s,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell that is no number: its line from 1, its column, and what stands in it."""

    line: int
    column: str
    text: str


@dataclass(slots=True)
class BadRows:
    """Counts the rows of tables that follow each other in which a cell is no number.

    Attributes
    ----------
    where : str
        Name of the file, for messages.
    max_empty_share : float
        Share of rows with an empty or NaN cell above which the file is refused.
    """

    where: str
    max_empty_share: float = MAX_BAD_SHARE
    _rows: int = 0
    _bad: int = 0
    _first: _Cell | None = None
    _of_kind: dict[bool, int] = field(default_factory=dict)
    _first_of_kind: dict[bool, _Cell] = field(default_factory=dict)

    def add(
        self, table: Table, names: Sequence[str], values: Floats, unnamed: NDArray[np.bool_] | None = None
    ) -> NDArray[np.bool_]:
        """Takes a table; returns which of its rows to keep, (n,) bool. Parameters as of `usable_rows`."""
        bad = ~np.isfinite(values)
        if unnamed is not None:
            bad[:, 0] |= unnamed
        rows: Flags = np.asarray(bad.any(axis=1))
        self._rows += len(rows)
        if not rows.any():
            return np.asarray(~rows)
        self._bad += int(rows.sum())
        empty = rows & table.empty(names)
        for is_empty, those in ((False, rows & ~empty), (True, empty)):
            if those.any():
                self._of_kind[is_empty] = self._of_kind.get(is_empty, 0) + int(those.sum())
                if is_empty not in self._first_of_kind:
                    first = int(np.argmax(those))
                    column = names[int(np.argmax(bad[first]))]
                    self._first_of_kind[is_empty] = _cell(table, column, first)
        self._first = self._first or min(self._first_of_kind.values(), key=lambda cell: cell.line)
        return np.asarray(~rows)

    def finish(self, notes: Notes) -> None:
        """Says how many rows are left out, and where the first is.

        Raises
        ------
        RecordingError
            More than 5 % of the rows hold something other than a number, or too many are empty.
        """
        for is_empty, share in ((False, MAX_BAD_SHARE), (True, self.max_empty_share)):
            if self._of_kind.get(is_empty, 0) > share * self._rows:
                self._refuse(self._first_of_kind[is_empty])
        if self._first is not None:
            notes.add("bad_cells", "warning", n=self._bad, line=self._first.line, column=self._first.column)

    def _refuse(self, first: _Cell) -> NoReturn:
        reads = f" ({first.text!r})" if first.text else ""
        unit = _WITH_UNIT.fullmatch(first.text)
        todo = "write units in the header only" if unit else "export the recording again"
        what = (
            f"{self._bad} of {self._rows} rows hold a cell that is empty or no usable number, starting here{reads}; "
            f"{todo}."
        )
        raise RecordingError(what, path=self.where, line=first.line, field=first.column)


def _cell(table: Table, column: str, row: int) -> _Cell:
    text = table.written(column)[row][:_SHOWN] if column in table.names else ""
    return _Cell(line=table.line(row), column=column, text=text)


def usable_rows(
    table: Table,
    names: Sequence[str],
    values: Floats,
    notes: Notes,
    *,
    unnamed: NDArray[np.bool_] | None = None,
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

    Returns
    -------
    (n,) bool
        True for rows to keep.

    Raises
    ------
    RecordingError
        More than 5 % of the rows hold something other than a number, or too many are empty.
    """
    remark_table(table, names, notes)
    bad = BadRows(table.where)
    good = bad.add(table, names, values, unnamed)
    bad.finish(notes)
    return good


def remark_table(table: Table, names: Sequence[str], notes: Notes) -> None:
    """Says where the last line of a table was cut, and which of some columns mark thousands."""
    if table.cut:
        remark_cut_line(table.where, notes)
    _remark_thousands(table, names, notes)


def remark_cut_line(where: str, notes: Notes) -> None:
    """Says that the last line of a file was left out, as it has no end."""
    notes.add("cut_line", "info", where=where)


def _remark_thousands(table: Table, names: Sequence[str], notes: Notes) -> None:
    """Says which columns hold marks of thousands."""
    for name in names:
        row = table.thousands(name)
        if row is not None:
            notes.add(
                "thousands",
                "warning",
                column=name,
                where=table.where,
                cell=str(table.written(name)[row]),
                line=table.line(row),
                number=float(table.floats([name])[row, 0]),
            )


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
    order = TimeOrder()
    order.push(time_s)
    keep = np.ones(len(time_s), dtype=bool)
    keep[order.finish()] = False
    remark_order(order, int((~keep).sum()), lambda row: table.line(int(rows[row])), table.where, notes)
    return keep


def remark_order(
    order: TimeOrder, dropped: int, line: Callable[[int], int], where: str, notes: Notes
) -> None:
    """Says how many rows out of order in time are left out, and where time first steps back.

    Parameters
    ----------
    order : TimeOrder
        Has seen all times.
    dropped : int
        Number of rows that it leaves out.
    line : callable
        Tells the line of the file of a row of ``order``.
    where : str
        Name of the file, for messages.
    notes : Notes
        Receives the warning.

    Raises
    ------
    RecordingError
        More than 5 % of the samples would be left out, or a step back goes too far.
    """
    if order.too_far is not None:
        what = (
            f"time steps back here by more than {REACH:,} rows, as where a second recording begins or a clock was set "
            "back; split the file in front of this line."
        )
        raise RecordingError(what, path=where, line=line(order.too_far))
    if order.first_back is None:
        return
    at = line(order.first_back.row)
    if dropped > MAX_BACKWARD_SHARE * order.rows:
        what = (
            f"time steps back here, and {dropped} of {order.rows} rows lie before rows above them, as where a second "
            "recording begins or a clock was set back; split the file in front of this line."
        )
        raise RecordingError(what, path=where, line=at)
    notes.add("time_backwards", "warning", start_s=order.first_back.before_s, how="rows", n=dropped, line=at)
