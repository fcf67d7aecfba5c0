"""Tells the unit of a time column: as stated, if then a sensor could have written the rows; else by their step."""

from __future__ import annotations

import re

import numpy as np

from imu.errors import RecordingError
from imu.formats.tables.clean import Notes
from imu.formats.tables.header_units import split_cell
from imu.formats.tables.parse_table import Table
from imu.formats.tables.time_names import TIME_UNITS, stated_time_unit
from imu.types import Floats

POSSIBLE_HZ = (2.5, 2000.0)
"""Readings a second of motion sensors: fewer show no curl, and none gives more."""
SLOW_HZ = 0.4
"""From so many readings a second on a stated unit is believed: a slow logger may write them."""
_REMARK = re.compile(
    r"hh|mm:|:ss|utc|gmt|local|txt|unix|epoch|since|start|boot|relative|absolute|elapsed|raw|20\d\d|:"
)
_SLACK = 1.05
ENOUGH_ROWS = 20
"""Rows below which the rate is not judged."""
_STEPS = {
    "s": (0.0005, 0.4),
    "ms": (2.0, 400.0),
    "us": (500.0, 4e5),
    "ns": (5e5, 4e8),
    "days": (5e-9, 4.7e-6),
}
"""Steps between rows that identify the unit of a time column without one: they mean 2.5 to 2000 rows a second, in ms to
500. A step of about one may be 1 Hz in seconds or 1000 Hz in milliseconds, so it identifies nothing."""
_SINCE_1970 = {"s": (1e9, 5e9), "ms": (1e12, 5e12), "us": (1e15, 5e15), "ns": (1e18, 5e18)}
"""Sizes of times since 1970, from 2001 to 2128."""
_TENTHS = ((1.2e17, 1.6e17), (6.2e17, 6.6e17))
"""Sizes of times in tenths of a microsecond since 1601 and since the year 1, as Windows and .NET count them."""
_TRIED = ("s", "ms", "us", "ns")


def unit_of(table: Table, name: str, values: Floats, row: float, notes: Notes) -> str:
    """Finds the unit of a numeric time column.

    Parameters
    ----------
    table : Table
    name : str
        Name of the column.
    values : (n,) float64
        Its good values, going on past the limits of counters.
    row : float
        Mean step from row to row.
    notes : Notes
        Receives a note where the unit was not the header's.

    Returns
    -------
    str
        A key of `TIME_UNITS`.

    Raises
    ------
    RecordingError
        The unit is none of time, or none fits 2.5 to 2,000 readings a second.
    """
    unit, stated = stated_time_unit(name), split_cell(name)[1]
    if unit is None and _is_no_time(stated):
        what = f"the unit {stated!r} is no time; write s, ms, us or ns in the header, e.g. 'time (s)'."
        raise RecordingError(what, path=table.where, line=table.body_line, field=name)
    if unit is None:
        return _by_step(table, name, values, row, notes)
    return unit if len(values) < ENOUGH_ROWS or row <= 0.0 else _checked(table, name, unit, row, notes)


def _is_no_time(stated: str | None) -> bool:
    """Whether brackets hold a unit of something else; not a remark such as ``hh:mm:ss``, ``UTC+2`` or ``since start``."""
    return stated is not None and _REMARK.search(stated.lower()) is None


def _checked(table: Table, name: str, unit: str, row: float, notes: Notes) -> str:
    rate = 1.0 / (row * TIME_UNITS[unit])
    if POSSIBLE_HZ[0] / _SLACK <= rate <= POSSIBLE_HZ[1] * _SLACK:
        return unit
    fits = fitting_unit(unit, row)
    says = f"the header says {unit}, but then there are {_amount(rate)} readings a second"
    if fits is None:
        what = f"{says}, and no other unit fits a motion sensor; export the times again."
        if rate > POSSIBLE_HZ[1]:
            raise RecordingError(what, path=table.where, line=table.body_line, field=name)
        return unit
    slow = SLOW_HZ <= rate < POSSIBLE_HZ[0]
    notes.add(
        "time_unit_by_rate",
        "warning",
        how="too_few" if slow else "corrected",
        column=name,
        where=table.where,
        unit=unit,
        rate_hz=float(rate),
        fits=fits,
        fitting_hz=float(1.0 / (row * TIME_UNITS[fits])),
    )
    return unit if slow else fits


def fitting_unit(unit: str, row: float) -> str | None:
    """Another unit than ``unit`` by which rows with a mean step of ``row`` are as frequent as a motion sensor's."""
    rates = {other: 1.0 / (row * TIME_UNITS[other]) for other in _TRIED if other != unit}
    return next((other for other, hz in rates.items() if POSSIBLE_HZ[0] <= hz <= POSSIBLE_HZ[1]), None)


def _amount(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 1000.0 else f"{rate:.3g}"


def _by_step(table: Table, name: str, values: Floats, row: float, notes: Notes) -> str:
    size = float(np.median(values))
    unit = next((unit for unit, (shortest, longest) in _STEPS.items() if shortest <= row <= longest), None)
    if any(low <= size <= high for low, high in _TENTHS):
        unit = "100 ns"
    if unit is None:
        unit = next((unit for unit, (low, high) in _SINCE_1970.items() if low <= size <= high), None)
        if (
            unit is not None
            and not POSSIBLE_HZ[0] <= 1.0 / max(row * TIME_UNITS[unit], 1e-12) <= POSSIBLE_HZ[1]
        ):
            unit = None
    if unit is None:
        what = f"the header gives no unit of time and the step of {row:.3g} fits none; write e.g. 'time (s)'."
        raise RecordingError(what, path=table.where, line=table.body_line, field=name)
    if unit != "s":
        notes.add("time_unit_by_step", "info", column=name, where=table.where, step=float(row), unit=unit)
    return unit
