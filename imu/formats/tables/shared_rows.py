"""Two sensors in the rows of one table: together, or each in rows of its own where the slower one leaves blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from imu.formats.tables.align import long_runs
from imu.formats.tables.clean import MAX_BAD_SHARE, Notes, usable_rows
from imu.formats.tables.parse_table import Table
from imu.formats.tables.samples import Stream, in_order, stream
from imu.formats.tables.time_column import TimeAxis

_FEW_PERCENT = 5
_TURNED = 0.7
"""Range of an axis, as a multiple of gravity, from which on gravity turned: sin 45°."""


def shared_rows(
    table: Table, time: TimeAxis, first: Sequence[str], second: Sequence[str] | None, notes: Notes
) -> tuple[Stream, Stream | None]:
    """Samples of an accelerometer and a gyroscope from the rows of one table.

    A row whose cells of one sensor are all blank is no reading of it. Where more rows are so than bad rows are left out
    for, or the gyroscope is silent for long, each sensor gets the times of its own rows; a gyroscope without any number, or that reads 0
    while gravity turns, is none.

    Parameters
    ----------
    table : Table
    time : TimeAxis
        Times of its rows.
    first, second : sequence of str
        Columns of the accelerometer, and of the gyroscope if there is one.
    notes : Notes
        Receives remarks on rows and sensors left out.

    Raises
    ------
    RecordingError
        A column is missing, or too many rows are bad.
    """
    name, time_s = time.name, time.time_s
    if second is None or not set(second) <= set(table.names) or not set(first) <= set(table.names):
        both = stream(table, name, time_s, [*first, *(second or ())], notes)
        return _parted(both, len(first), with_second=second is not None)
    blank_first, blank_second = _blank(table, first), _blank(table, second)
    if blank_second.all() or _reads_0(table, first, second):
        how = "blank" if blank_second.all() else "zero"
        notes.add("gyroscope_empty", "warning", how=how, columns=", ".join(second), where=table.where)
        return _present(table, time, first, blank_first, notes), None
    apart = blank_first ^ blank_second
    if apart.mean() <= MAX_BAD_SHARE and not long_runs(time_s, blank_second & ~blank_first).any():
        return _parted(stream(table, name, time_s, [*first, *second], notes), len(first), with_second=True)
    acc = _present(table, time, first, blank_first, notes)
    gyr = _present(table, time, second, blank_second, notes)
    how = "both" if blank_first.any() and blank_second.any() else "acc" if blank_first.any() else "gyr"
    many = len(acc.time_s), len(gyr.time_s)
    notes.add("joined_by_time", "info", how=how, where=table.where, acc=many[0], gyr=many[1])
    return acc, gyr


def _blank(table: Table, names: Sequence[str]) -> NDArray[np.bool_]:
    """Whether all cells of ``names`` are empty, (n,) bool."""
    return np.asarray(np.logical_and.reduce([table.empty([name]) for name in names]))


def _reads_0(table: Table, acc: Sequence[str], gyr: Sequence[str]) -> bool:
    """Whether the gyroscope reads 0 in all rows although gravity turned by half a right angle."""
    if np.nan_to_num(table.floats(gyr)).any():
        return False
    force = table.floats(acc)
    force = force[np.isfinite(force).all(axis=1)]
    if len(force) == 0:
        return False
    low, high = np.percentile(force, [_FEW_PERCENT, 100 - _FEW_PERCENT], axis=0)
    return bool((high - low).max() > _TURNED * np.median(np.linalg.norm(force, axis=1)))


def _present(
    table: Table, time: TimeAxis, names: Sequence[str], blank: NDArray[np.bool_], notes: Notes
) -> Stream:
    """Samples of the rows that are not blank."""
    name, time_s = time.name, time.time_s
    values = np.column_stack([time_s, table.floats(names)])
    values[blank] = 0.0
    rows = np.flatnonzero(usable_rows(table, (name, *names), values, notes) & ~blank)
    return in_order(table, values, rows, notes)


def _parted(both: Stream, columns: int, *, with_second: bool) -> tuple[Stream, Stream | None]:
    first = replace(both, values=np.ascontiguousarray(both.values[:, :columns]))
    return first, replace(
        both, values=np.ascontiguousarray(both.values[:, columns:])
    ) if with_second else None
