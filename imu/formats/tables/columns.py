"""Recognises the columns of time, acceleration and angular velocity in a header, in any common spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imu.formats.tables.header_units import acc_unit, gyro_unit, plain, split_cell
from imu.formats.tables.time_names import is_time, time_rank

_AXIS_LAST = re.compile(r"(.*?)(?:axis)?([xyz])(?:axis)?(?:cal)?")
_AXIS_FIRST = re.compile(r"([xyz])(?:axis)?(acc|accel|acceleration|accelerometer|gyr|gyro|gyroscope)")
_BY_NAME: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r"grav|mag|angle|orient|quat|attitude|euler|shift|speed|heading|locat|pressure|baro"), None),
    (re.compile(r"(linear|user|free).*acc"), "linear"),
    (re.compile(r"gyr|angularvel|angvel|rotation|omega|^w$"), "gyr"),
    (re.compile(r"acc|^a$|^gf$"), "acc"),
)
"""Kind of column by its name without the axis; the first pattern that fits counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """Three columns x, y, z of one quantity.

    Attributes
    ----------
    stem : str
        Common part of their names, e.g. ``acc``.
    axes : dict
        Header cell by letter of the axis; fewer than three if the header lacks some.
    unit : str or None
        As written in the header.
    """

    stem: str
    axes: dict[str, str]
    unit: str | None

    @property
    def cells(self) -> list[str]:
        """Header cells of x, y, z; just the letter where an axis is missing."""
        return [self.axes.get(axis, axis) for axis in "xyz"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Columns of a header by kind, in each the best first.

    Attributes
    ----------
    times : list of str
        Header cells of time columns.
    acc, gyr : list of Triple
        Acceleration with gravity, and angular velocity.
    linear : list of Triple
        Acceleration without gravity.
    """

    times: list[str]
    acc: list[Triple]
    gyr: list[Triple]
    linear: list[Triple]


def find_columns(cells: tuple[str, ...]) -> Columns:
    """Sorts the cells of a header by kind."""
    found: dict[str, dict[tuple[str, str | None], Triple]] = {"acc": {}, "gyr": {}, "linear": {}}
    for cell in cells:
        role = _role(cell)
        if role is not None:
            kind, stem, axis = role
            unit = split_cell(cell)[1]
            triple = found[kind].setdefault((stem, unit), Triple(stem=stem, axes={}, unit=unit))
            triple.axes.setdefault(axis, cell)
    times = sorted((cell for cell in cells if is_time(cell)), key=time_rank)
    acc, gyr, linear = (sorted(found[kind].values(), key=_rank) for kind in ("acc", "gyr", "linear"))
    return Columns(times=times, acc=acc, gyr=gyr, linear=linear)


def _rank(triple: Triple) -> tuple[bool, bool]:
    """Sort key: complete triples first; a mere ``ax`` last, as gravity may have been removed from it."""
    return len(triple.axes) < 3, triple.stem == "a"


def _role(cell: str) -> tuple[str, str, str] | None:
    """Kind, name without axis, and axis of a cell; None if it is neither acceleration nor angular velocity."""
    key, unit = plain(cell), split_cell(cell)[1]
    first = _AXIS_FIRST.fullmatch(key)
    last = _AXIS_LAST.fullmatch(key)
    if first is not None:
        axis, stem = first[1], first[2]
    elif last is not None:
        stem, axis = last[1], last[2]
    else:
        return None
    kind = _kind(stem, unit)
    return None if kind is None else (kind, stem, axis)


def _kind(stem: str, unit: str | None) -> str | None:
    for pattern, kind in _BY_NAME:
        if pattern.search(stem):
            return kind
    by_unit = "gyr" if gyro_unit(unit) else "acc" if acc_unit(unit) else None
    if stem == "":
        return by_unit if unit else "acc"
    return (by_unit or "gyr") if stem == "g" else None
