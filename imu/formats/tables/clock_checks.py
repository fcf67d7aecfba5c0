"""Says where a clock stands still, and refuses times at which no sensor could have been read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.formats.tables.clock_steps import ClockFound
from imu.formats.tables.even_times import TimeSteps, runs_down, steps_of
from imu.formats.tables.parse_table import Table
from imu.formats.tables.time_units import ENOUGH_ROWS, POSSIBLE_HZ, SLOW_HZ, fitting_unit
from imu.types import Floats

_SHORTENED = re.compile(r"[-+]?\d([.,]\d{1,8})?[eE]\+?\d+")
"""A time since 1970 as a spreadsheet shows it in a narrow cell, and saves it."""
MOST_STILL = 0.5
"""Share of rows at which the clock stands still above which the rate of all rows cannot be told."""


def check_differ(table: Table, name: str) -> None:
    """Refuses times that are all alike, or that a spreadsheet shortened until many rows have the same one.

    Raises
    ------
    RecordingError
        One cell stands in all rows; or most are such as ``1.7E+12``, and two rows of three at least are not new.
    """
    numbers = table.floats([name])[:, 0]
    numbers = numbers[np.isfinite(numbers)]
    if len(numbers) > len(table) // 2 and len(np.unique(numbers)) > len(numbers) // 3:
        return
    cells = [cell for cell in table.written(name) if cell]
    short = next((cell for cell in cells if _SHORTENED.fullmatch(cell)), None)
    different = len(set(cells))
    if len(cells) < ENOUGH_ROWS or (different > 1 and (short is None or different > len(cells) // 3)):
        return
    what = f"the clock stands still: all {len(cells)} rows have the time {cells[0]}"
    if short is not None:
        rows = "all rows have the same one" if different == 1 else "many rows have the same one"
        if sum(_SHORTENED.fullmatch(cell) is not None for cell in cells) <= len(cells) // 2:
            return
        what = f"the times were shortened to {short}, as spreadsheets do on saving, and {rows}"
    what = f"{what}; take the file as the sensor's program wrote it."
    raise RecordingError(what, path=table.where, line=table.body_line + 1, field=name)


def checked_steps(table: Table, name: str, time_s: Floats) -> TimeSteps:
    """TimeSteps of the times of a table's rows.

    Parameters
    ----------
    table : Table
    name : str
        Name of the time column.
    time_s : (n,) float64
        s; NaN where a cell is no time.

    Raises
    ------
    RecordingError
        The clock stands still for most rows, or the rows are closer together than any sensor's.
    """
    rows = np.flatnonzero(np.isfinite(time_s))
    rows = rows[::-1] if runs_down(time_s[rows]) else rows
    own = time_s[rows]
    if len(own) < ENOUGH_ROWS:
        return TimeSteps(tick=0.0, row=0.0, repeats=0.0, still=[])
    steps = steps_of(own)
    stand = sum(last - first for first, last in steps.still)
    if stand > MOST_STILL * len(own):
        first, last = max(steps.still, key=lambda run: run[1] - run[0])
        row = int(rows[first])
        cell = ClockCell(line=table.line(row), text=table.written(name)[row])
        raise stands_still(table.where, name, cell, last - first + 1, len(own))
    check_rate(steps.row, table.where, table.body_line, name)
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockCell:
    """A cell of a column: its line from 1, and what stands in it."""

    line: int
    text: str


def stands_still(where: str, name: str, first: ClockCell, rows: int, of: int) -> RecordingError:
    """Makes the error for a clock that shows one time for most rows.

    Parameters
    ----------
    where, name : str
        File and column.
    first : ClockCell
        First cell of the longest stretch.
    rows, of : int
        Rows of that stretch, and of all.
    """
    what = (
        f"the clock stands still: {rows} of {of} rows have the time {first.text}, so nobody can know how fast they were "
        "read; export the recording again, or number the times anew."
    )
    return RecordingError(what, path=where, line=first.line, field=name)


def check_rate(row_s: float, where: str, line: int, name: str) -> None:
    """Refuses rows that are closer together than any sensor's.

    Parameters
    ----------
    row_s : float
        Mean step from row to row, s.
    where, line, name : str, int, str
        File, line of the header and column.

    Raises
    ------
    RecordingError
        They are.
    """
    if row_s * POSSIBLE_HZ[1] < 0.5:
        what = (
            f"by these times there are {1.0 / row_s:.3g} readings a second, which no motion sensor gives; check "
            "their unit."
        )
        raise RecordingError(what, path=where, line=line, field=name)


def check_clock_seconds(
    clock: ClockFound, where: str, header_line: int, name: str, cell: Callable[[int], ClockCell], notes: Notes
) -> None:
    """Refuses times that are not in seconds, and says where the clock stands still.

    Nothing is moved: the file's notes have times, too, and a live session showed the same.

    Parameters
    ----------
    clock : ClockFound
        Steps of the times in the order of time.
    where, header_line, name : str, int, str
        File, line of the header and column.
    cell : callable
        Tells the time's cell of a row of ``clock``.
    notes : Notes
        Receives a warning where the clock stands still for a while.

    Raises
    ------
    RecordingError
        The clock stands still for most rows, or the unit is not the second.
    """
    if clock.rows < ENOUGH_ROWS:
        return
    if clock.longest is not None and clock.still_rows > MOST_STILL * clock.rows:
        raise stands_still(where, name, cell(clock.longest.first), clock.longest.rows, clock.rows)
    check_rate(clock.row_s, where, header_line, name)
    if clock.first is not None:
        line, rows = cell(clock.first.first).line, clock.still_rows
        remark_still("kept", where, name, rows, line, clock.first.time_s, notes)
    unit = fitting_unit("s", clock.row_s) if clock.row_s > 1.0 / SLOW_HZ else None
    if unit is not None:
        what = f"these are no seconds: there would be one reading every {clock.row_s:.3g} s; convert them from {unit}."
        raise RecordingError(what, path=where, line=header_line, field=name)


def remark_still(how: str, where: str, name: str, rows: int, line: int, start_s: float, notes: Notes) -> None:
    """Adds a warning that a clock stands still for a while, and what was done about it: ``kept`` or ``evened``."""
    notes.add(
        "clock_stands_still",
        "warning",
        start_s=start_s,
        how=how,
        where=where,
        column=name,
        n=rows,
        line=line,
    )


def check_sample_clock(time_s: Floats, where: str, notes: Notes) -> None:
    """Checks the times of samples whose table is no longer at hand.

    Parameters
    ----------
    time_s : (n,) float64
        Non-decreasing, s.
    where : str
        Name of the file, for messages.
    notes : Notes
        Receives a warning where the clock stands still for a while.

    Raises
    ------
    RecordingError
        It stands still for most samples, or there are more of them a second than any sensor gives.
    """
    if len(time_s) < ENOUGH_ROWS:
        return
    steps = steps_of(time_s)
    count = sum(last - first for first, last in steps.still)
    if count > MOST_STILL * len(time_s):
        what = (
            f"the clock stands still: {count} of {len(time_s)} samples have the time of the one before them"
        )
        raise RecordingError(f"{what}; export the recording again.", path=where)
    if steps.row * POSSIBLE_HZ[1] < 0.5:
        what = (
            f"by its times there are {1.0 / steps.row:,.0f} readings a second, which no motion sensor gives"
        )
        raise RecordingError(f"{what}; export the recording again.", path=where)
    if count:
        start_s = float(time_s[steps.still[0][0]])
        notes.add("clock_stands_still", "warning", start_s=start_s, how="samples", where=where, n=count)


def remark_moved(table: Table, name: str, time_s: Floats, steps: TimeSteps, notes: Notes) -> None:
    """Adds a warning with the rows at which the clock stands still, and which were given even steps."""
    if not steps.still:
        return
    rows = np.flatnonzero(np.isfinite(time_s))
    first = steps.still[0][0]
    count = sum(last - first for first, last in steps.still)
    line = table.line(int(rows[first]))
    remark_still("evened", table.where, name, count, line, float(time_s[rows[first]]), notes)


_ZEROS_SHARE = 0.02
"""Share of rows that a logger may write before its clock is set."""
EPOCH = 1e8
"""Size from which a number may be a time since 1970, in s or less; a recording is not that long."""


def zeros_before_clock(times: Floats) -> int:
    """Returns how many times of exactly 0 stand before times since 1970, ``(n,)``, in any unit."""
    late = np.flatnonzero(times != 0.0)
    rows = int(late[0]) if len(late) else 0
    return rows if 0 < rows <= _ZEROS_SHARE * len(times) and times[rows] > EPOCH else 0
