"""Steps that dialects share: find the header, read the rows, drop bad ones, make a block of samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from imu.errors import RecordingError
from imu.formats.document import Document, Part
from imu.formats.tables.align import remark_cut, with_turning
from imu.formats.tables.check_acceleration import UNITS_MPS2, check_gravity, rest_of
from imu.formats.tables.check_gyroscope import check_turning, turning_of
from imu.formats.tables.clean import Notes, forward, usable_rows
from imu.formats.tables.clock_checks import check_sample_clock
from imu.formats.tables.even_times import runs_down
from imu.formats.tables.parse_table import SEPARATORS, Table, read_table, split_cells
from imu.formats.tables.spikes import without_huge
from imu.formats.tables.text import decode
from imu.types import Floats, Recording, SampleBlock

HEADER_LINES = 60
"""Number of lines in which a header is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Samples of one quantity, without bad rows.

    Attributes
    ----------
    time_s : (n,) float64
        s, non-decreasing.
    values : (n, k) float64
        In the unit of the file.
    where : str
        Name of the file, for messages.
    """

    time_s: Floats
    values: Floats
    where: str

    def shifted(self, by: float) -> Stream:
        """The same samples, later by ``by``, in the unit of ``time_s``."""
        return replace(self, time_s=self.time_s + by)


def find_header(text: str, wanted: Callable[[tuple[str, ...]], bool]) -> tuple[int, str] | None:
    """Finds the header in a text.

    Parameters
    ----------
    text : str
    wanted : callable
        Tells whether a line's cells are the header.

    Returns
    -------
    int, str or None
        Index of the line and its separator; None where there is no header in the first ``HEADER_LINES``.
    """
    for index, line in enumerate(text.split("\n", HEADER_LINES)[:HEADER_LINES]):
        if line.upper() == line.lower():  # numbers alone: nothing here is a name
            continue
        for separator in SEPARATORS:
            if separator in line and wanted(split_cells(line, separator)):
                return index, separator
    return None


def table_below(part: Part, wanted: Callable[[tuple[str, ...]], bool], as_text: Sequence[str] = ()) -> Table:
    """Reads the table below a header.

    Parameters
    ----------
    part : Part
    wanted : callable
        Tells whether a line's cells are the header.
    as_text : sequence of str
        Columns to keep as text (names, 19-digit times).

    Raises
    ------
    RecordingError
        There is no such header, or no row below it.
    """
    text = decode(part)
    found = find_header(text, wanted)
    if found is None:
        what = "the header of this format is missing; export again, or give the right --format."
        raise RecordingError(what, path=part.where)
    line, separator = found
    return read_table(part.where, text, header_line=line, separator=separator, as_text=as_text)


def sound_rows(
    table: Table, time_name: str, time_s: Floats, names: Sequence[str], notes: Notes
) -> tuple[Floats, NDArray[np.intp]]:
    """Selects columns of a table and finds the rows without a bad cell in them.

    Parameters
    ----------
    table : Table
    time_name : str
        Name of the time column, for messages.
    time_s : (n,) float64
        Time of each row, s.
    names : sequence of str
        The k columns wanted.
    notes : Notes
        Receives a warning about bad rows.

    Returns
    -------
    (n, 1 + k) float64, (m,) int
        Times and columns, and the indices of the rows that are all numbers.

    Raises
    ------
    RecordingError
        A column is missing, or too many rows are bad.
    """
    for name in names:
        if name not in table.names:
            what = "the header lacks this column; export again with all three axes."
            raise RecordingError(what, path=table.where, line=table.body_line, field=name)
    values = np.column_stack([time_s, without_huge(table.floats(names))])
    return values, np.flatnonzero(usable_rows(table, (time_name, *names), values, notes))


def in_order(table: Table, values: Floats, rows: NDArray[np.intp], notes: Notes) -> Stream:
    """Makes samples of good rows, without those whose time runs backwards.

    Parameters
    ----------
    table : Table
    values : (n, 1 + k) float64
        Times in s, and columns, as from `sound_rows`.
    rows : (m,) int
        Indices of the good rows.
    notes : Notes
        Receives a warning about dropped rows.
    """
    if runs_down(values[rows, 0]):
        rows = rows[::-1]
        notes.add("last_row_first", "info", where=table.where)
    rows = rows[forward(table, rows, values[rows, 0], notes)]
    chosen = values[rows]
    return Stream(
        time_s=np.ascontiguousarray(chosen[:, 0]),
        values=np.ascontiguousarray(chosen[:, 1:]),
        where=table.where,
    )


def stream(table: Table, time_name: str, time_s: Floats, names: Sequence[str], notes: Notes) -> Stream:
    """Makes samples of some columns: `sound_rows`, then `in_order`.

    Parameters
    ----------
    table : Table
    time_name : str
        Name of the time column, for messages.
    time_s : (n,) float64
        Time of each row, s.
    names : sequence of str
        Columns wanted.
    notes : Notes
        Receives a warning about dropped rows.

    Raises
    ------
    RecordingError
        A column is missing, or too many rows are bad.
    """
    values, rows = sound_rows(table, time_name, time_s, names, notes)
    return in_order(table, values, rows, notes)


def block(sensor: str, acc: Stream, gyr: Stream | None, *, unit: str, notes: Notes) -> SampleBlock:
    """Makes a block of accelerometer and gyroscope at common times, after checking their units by gravity.

    Parameters
    ----------
    sensor : str
        Placement.
    acc : Stream
        Specific force in ``unit``, (n, 3).
    gyr : Stream or None
        Angular velocity in rad/s, (m, 3). Where it is missing for long, the accelerometer's samples stand alone.
    unit : str
        A key of `UNITS_MPS2`.
    notes : Notes
        Receives remarks on the clock, gravity, and what one sensor cuts off the other.

    Raises
    ------
    RecordingError
        A clock stands still, a unit is contradicted by gravity, or the two have no time in common.
    """
    for samples in (acc,) if gyr is None or gyr.time_s is acc.time_s else (acc, gyr):
        check_sample_clock(samples.time_s, samples.where, notes)
    acc_mps2 = acc.values * UNITS_MPS2[unit]
    check_gravity(rest_of(acc_mps2), unit, acc.where, notes)
    if gyr is None:
        return SampleBlock(sensor=sensor, time_s=acc.time_s, acc_mps2=acc_mps2, gyr_radps=None)
    remark_cut(("accelerometer", acc.time_s), ("gyroscope", gyr.time_s), notes, b_may_lack=True)
    time_s, acc_mps2, gyr_radps = with_turning(acc.time_s, acc_mps2, gyr.time_s, gyr.values, acc.where)
    turned = ~np.isnan(gyr_radps[:, 0])
    check_turning(turning_of(time_s[turned], acc_mps2[turned], gyr_radps[turned]), gyr.where)
    return SampleBlock(sensor=sensor, time_s=time_s, acc_mps2=acc_mps2, gyr_radps=gyr_radps)


def recording(
    document: Document,
    name: str,
    blocks: Iterable[SampleBlock],
    notes: Notes,
    *,
    started_at: str | None = None,
    device: str | None = None,
) -> Recording:
    """Makes the recording of dialect ``name`` from its blocks."""
    return Recording(
        path=document.path,
        files=document.files,
        format=name,
        sensors=tuple(blocks),
        started_at=started_at,
        device=device,
        reading_notes=tuple(dict.fromkeys(notes.items)),
    )


def remark_unread(document: Document, read: Sequence[Part], halves: Iterable[str], notes: Notes) -> None:
    """Adds a warning for parts that are named like a sensor's file but hold no table.

    Parameters
    ----------
    document : Document
    read : sequence of Part
        Parts that were read.
    halves : iterable of str
        Names, or ends of names, of the files of a sensor.
    notes : Notes
        Receives the warning.
    """
    ends = tuple(halves)
    for part in document.parts:
        stem = part.stem.replace(" ", "").replace("_", "")
        if part not in read and part.data.strip() and stem.endswith(ends):
            notes.add("part_left_out", "warning", where=part.where)


def iso_utc(unix_us: int) -> str | None:
    """ISO 8601 of Unix microseconds; None beyond the calendar, or before 2000 (a clock that was never set)."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=unix_us)
    except OverflowError:
        return None
    return moment.isoformat(timespec="milliseconds") if moment.year >= 2000 else None
