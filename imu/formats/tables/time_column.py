"""Converts the best time column of a table to seconds: clock texts, counters that begin again, coarse clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import MAX_BACKWARD_SHARE, Notes
from imu.formats.tables.clock_checks import check_differ, checked_steps, remark_moved, zeros_before_clock
from imu.formats.tables.clock_numbers import seconds_of_day
from imu.formats.tables.counter_limits import unwrapped
from imu.formats.tables.even_times import TimeSteps, evened_ticks, moved_on, runs_down, steps_of
from imu.formats.tables.parse_table import Table
from imu.formats.tables.time_names import TIME_UNITS, stated_time_unit
from imu.formats.tables.time_units import unit_of
from imu.formats.tables.timestamps import clock_us, first_moment, moment_of_epoch, seconds_from_first
from imu.types import Floats

_COMPACT = ((1.9e13, 2.2e13), (1.9e16, 2.2e16))
"""Sizes of dates and times that are written as one number, ``20260504173001`` and with milliseconds."""
_PARTS = {"ms": 1e3, "us": 1e6, "ns": 1e9}
"""How many of a unit a second has, for columns that count within the second of another column."""
_WHOLE_S = 0.9
"""Shortest tick of a clock that shows whole seconds, s."""
_EXACT = 2**53
"""Whole numbers up to here are exact in floating point."""
_UNWRAPPED = "time_unwrapped"
"""Code of the note on a counter that began again."""
_LARGE_S = 1e6
"""Times from here on count from a common origin, such as 1970, which is subtracted, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """The times of a table's rows.

    Attributes
    ----------
    name : str
        Header cell of the column.
    time_s : (n,) float64
        s from ``origin_ns``; NaN where a cell is no time.
    origin_ns : int
        What was subtracted, ns: the first time of clock texts, nanoseconds and large numbers, else 0.
    started_at : str or None
        ISO 8601 of that moment, where the column has dates or counts from 1970.
    """

    name: str
    time_s: Floats
    origin_ns: int = 0
    started_at: str | None = None


def time_column(table: Table, times: Sequence[str], notes: Notes) -> TimeAxis:
    """Chooses the finest usable time column and converts it to seconds.

    Parameters
    ----------
    table : Table
    times : sequence of str
        Time columns of its header, the best first.
    notes : Notes
        Receives what had to be guessed, put back or evened out.

    Raises
    ------
    RecordingError
        No column holds times at which a sensor could have been read.
    """
    if not times:
        what = "the header names no time column; add one, e.g. 'time (s)'."
        raise RecordingError(what, path=table.where, line=table.body_line)
    found, faults = list[tuple[TimeAxis, TimeSteps, Notes]](), list[RecordingError]()
    for name in times:
        own = Notes()
        try:
            axis = _axis(table, name, own)
            found.append((axis, checked_steps(table, name, axis.time_s), own))
        except RecordingError as error:
            faults.append(error)
            continue
        if _usable(axis) and not (found[-1][1].coarse or any(note.code == _UNWRAPPED for note in own.items)):
            break
    whole = [axis for axis, steps, _ in found if steps.coarse and steps.tick >= _WHOLE_S]
    together = _together(table, times, whole)
    if together is not None:
        found = [(together, checked_steps(table, together.name, together.time_s), Notes())]
        found[0][2].add(
            "times_together", "info", where=table.where, first=whole[0].name, second=together.name
        )
    if not found:
        raise faults[0]
    axis, steps, own = min(found, key=lambda each: (not _usable(each[0]), each[1].coarse and each[1].tick))
    notes.items += own.items
    return _going_on(table, axis, steps, notes)


def _usable(axis: TimeAxis) -> bool:
    return bool(np.isfinite(axis.time_s).mean() > 0.5)


def _axis(table: Table, name: str, notes: Notes) -> TimeAxis:
    """One column in seconds, as the clock showed them."""
    check_differ(table, name)
    exact = _nanoseconds(table, name) if stated_time_unit(name) == "ns" else None
    if exact is not None:
        values, origin = exact
        scale = _scale(table, name, values, notes)
        return _counted(name, values * scale, origin * round(scale * 1e9))
    numbers = table.floats([name])[:, 0]
    good = np.isfinite(numbers)
    middle = float(np.median(numbers[good])) if good.any() else 0.0
    if good.sum() < 0.5 * len(good) or any(low < middle < high for low, high in _COMPACT):
        cells = table.written(name)
        micros, told = clock_us(cells)
        if told.any() or not good.any():
            origin, time_s = int(micros[np.argmax(told)]) * 1000, seconds_from_first(micros, told)
            return TimeAxis(name=name, time_s=time_s, origin_ns=origin, started_at=first_moment(cells))
    numbers = _without_zeros(table, name, numbers, notes)
    good = np.isfinite(numbers)
    clock_s = seconds_of_day(numbers)
    if clock_s is not None:
        notes.add("clock_numbers", "info", column=name, where=table.where)
        first = float(clock_s[np.argmax(good)])
        return TimeAxis(name=name, time_s=clock_s - first, origin_ns=round(first * 1e9))
    numbers, limit = unwrapped(numbers)
    if limit is not None:
        notes.add(_UNWRAPPED, "info", column=name, where=table.where, limit=str(limit))
    scale = _scale(table, name, numbers, notes)
    first = float(numbers[np.argmax(good)])
    origin_s = first * scale if abs(first * scale) > _LARGE_S else 0.0
    time_s = (numbers - (first if origin_s else 0.0)) * scale
    return _counted(name, time_s, round(origin_s * 1e9))


def _counted(name: str, time_s: Floats, origin_ns: int) -> TimeAxis:
    """Times of a column of numbers; one that counts from 1970 tells the date."""
    return TimeAxis(
        name=name, time_s=time_s, origin_ns=origin_ns, started_at=moment_of_epoch(round(origin_ns / 1000))
    )


def _without_zeros(table: Table, name: str, numbers: Floats, notes: Notes) -> Floats:
    """NaN for times of 0 at the beginning that were written before the clock was set, and years before the others."""
    rows = zeros_before_clock(numbers)
    if rows == 0:
        return numbers
    notes.add("time_zero", "info", n=rows, column=name, where=table.where)
    out = numbers.copy()
    out[:rows] = np.nan
    return out


def _scale(table: Table, name: str, numbers: Floats, notes: Notes) -> float:
    """Size of the column's unit in s."""
    own = numbers[np.isfinite(numbers)]
    return TIME_UNITS[unit_of(table, name, own, steps_of(_onward(own)).row, notes)]


def _onward(times: Floats) -> Floats:
    """The same times from the first to the last, where the rows stand in reverse order."""
    return times[::-1] if runs_down(times) else times


def _nanoseconds(table: Table, name: str) -> tuple[Floats, int] | None:
    """Large whole numbers less the first of them, as floating point would round them; None where it would not."""
    exact, whole = table.nanoseconds(name)
    own = exact[whole]
    if (
        len(own) <= 0.5 * len(whole)
        or own.max() < _EXACT
        or (np.diff(own) < 0).sum() > MAX_BACKWARD_SHARE * len(own)
    ):
        return None
    return np.where(whole, exact - own[0], np.nan), int(own[0])


def _together(table: Table, times: Sequence[str], whole: Sequence[TimeAxis]) -> TimeAxis | None:
    """Whole seconds of one column with the parts of a second that another one counts, from 0 on in every second."""
    for name in times if whole else ():
        parts = table.floats([name])[:, 0]
        good = np.isfinite(parts)
        of_a_second = _PARTS.get(stated_time_unit(name) or "ms", np.inf)
        if name == whole[0].name or not good.any() or parts[good].min() < 0.0:
            continue
        if not 0.5 * of_a_second < parts[good].max() < of_a_second or np.diff(parts[good]).min() >= 0.0:
            continue
        time_s = whole[0].time_s + parts / of_a_second
        if np.mean(np.diff(time_s[np.isfinite(time_s)]) < 0.0) <= MAX_BACKWARD_SHARE:
            return replace(whole[0], name=name, time_s=time_s)
    return None


def _going_on(table: Table, axis: TimeAxis, steps: TimeSteps, notes: Notes) -> TimeAxis:
    """Times without stretches in which the clock stands still, and in even steps where the clock is coarse."""
    rows = np.flatnonzero(np.isfinite(axis.time_s))
    rows = rows[::-1] if runs_down(axis.time_s[rows]) else rows
    own = axis.time_s[rows]
    if steps.still:
        remark_moved(table, axis.name, axis.time_s, steps, notes)
        own = moved_on(own, steps)
        steps = steps_of(own)
    if steps.coarse:
        even = evened_ticks(own, steps)
        if even is None:
            what = (
                f"its times change only every {steps.tick:.3g} s, too seldom to tell when the rows were read."
            )
            raise RecordingError(
                f"{what} Export finer times.", path=table.where, line=table.body_line, field=axis.name
            )
        notes.add(
            "times_evened",
            "info",
            how="ticks",
            column=axis.name,
            where=table.where,
            tick_s=float(steps.tick),
            rate_hz=float(1.0 / np.median(np.diff(even))),
        )
        own = even
    time_s = axis.time_s.copy()
    time_s[rows] = own
    return replace(axis, time_s=time_s)
