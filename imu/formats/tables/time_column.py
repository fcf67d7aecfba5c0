"""Recognises the time columns of a header, and converts the best of them to seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.formats.tables.header_units import TIME_UNITS, plain, split_cell, time_unit
from imu.formats.tables.parse_table import Table
from imu.formats.tables.timestamps import clock_us, seconds_from_first
from imu.types import Floats

_TIME_WORDS = {"t", "ts", "s", "sec", "seconds", "ms", "millis", "us", "micros", "secondselapsed"}
_TIME_ENDS = {"ns": "ns", "us": "us", "micros": "us", "ms": "ms", "millis": "ms", "sec": "s", "seconds": "s"}
_STEPS = {"s": (0.0005, 0.4), "ms": (2.0, 400.0), "us": (500.0, 4e5), "ns": (5e5, 4e8)}
"""Steps between rows that identify the unit of a time column without one: they mean 2.5 to 2000 rows a second, in ms to
500. A step of about one may be 1 Hz in seconds or 1000 Hz in milliseconds, so it identifies nothing."""


def is_time(cell: str) -> bool:
    """Whether a header cell names a time."""
    key = plain(cell)
    return key in _TIME_WORDS or (("time" in key or "elapsed" in key) and "zone" not in key)


def stated_time_unit(cell: str) -> str | None:
    """Unit of a time column from its brackets or the end of its name; None if it states none."""
    stated = time_unit(split_cell(cell)[1])
    if stated is not None:
        return stated
    key = plain(cell)
    ends = (unit for end, unit in _TIME_ENDS.items() if key.endswith(end) and not key.endswith("times"))
    return "s" if key in {"s", "times"} and re.search(r"[_ ]s$|^s$", cell.lower()) else next(ends, None)


def time_rank(cell: str) -> tuple[bool, bool, bool]:
    """Sort key of time columns, the best first: a motion sensor's own, with a unit, before those of other parts."""
    key = plain(cell)
    own = any(word in key for word in ("motion", "acc", "sensor"))
    foreign = any(word in key for word in ("location", "phone", "logging", "chip"))
    return foreign, stated_time_unit(cell) is None, not own


def time_column(table: Table, times: Sequence[str], notes: Notes) -> tuple[str, Floats]:
    """Chooses the best time column and converts it to seconds.

    Parameters
    ----------
    table : Table
    times : sequence of str
        Time columns of its header, the best first.
    notes : Notes
        Receives a note where the unit had to be guessed.

    Returns
    -------
    str, (n,) float64
        Name of the column, and s; from 0 for clock texts, nanoseconds and Unix times.
    """
    if not times:
        what = "the header names no time column; add one, e.g. 'time (s)'."
        raise RecordingError(what, path=table.where, line=table.body_line)
    name = times[0]
    unit = stated_time_unit(name)
    if unit == "ns":
        values, good = table.nanoseconds(name)
        if good.any():
            return name, np.where(good, (values - values[np.argmax(good)]) * 1e-9, np.nan)
    numbers = table.floats([name])[:, 0]
    good = np.isfinite(numbers)
    if good.mean() < 0.5:
        return name, seconds_from_first(*clock_us(table.texts(name)))
    stated = split_cell(name)[1]
    if unit is None and stated is not None:
        what = f"the unit {stated!r} is no time; write s, ms, us or ns in the header, e.g. 'time (s)'."
        raise RecordingError(what, path=table.where, line=table.body_line, field=name)
    unit = unit or _unit_by_step(numbers[good], table, name, notes)
    origin = numbers[np.argmax(good)]
    return name, (numbers - (origin if abs(origin) * TIME_UNITS[unit] > 1e6 else 0.0)) * TIME_UNITS[unit]


def _unit_by_step(numbers: Floats, table: Table, name: str, notes: Notes) -> str:
    steps = np.diff(numbers)
    step = float(np.median(steps[steps > 0])) if (steps > 0).any() else 0.0
    for unit, (shortest, longest) in _STEPS.items():
        if shortest <= step <= longest:
            if unit != "s":
                text = (
                    f"Column {name!r} of {table.where} gives no unit; by its step of {step:.3g} it was "
                    f"read as {unit}."
                )
                notes.add("time_unit_by_step", "info", text)
            return unit
    what = f"the header gives no unit of time and the step of {step:.3g} fits none; write e.g. 'time (s)'."
    raise RecordingError(what, path=table.where, line=table.body_line, field=name)
