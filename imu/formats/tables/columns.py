"""Recognises the columns of time, acceleration and angular velocity in a header, in any common spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from imu.formats.tables.column_labels import NAMELESS, ColumnLabel, label_of
from imu.formats.tables.time_names import is_time, time_rank

_SECOND_CHOICE = ("uncal", "raw", "rotation")
"""Words of columns that hold the same as others, less finished; those of rotations may be angles."""


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
    sensor : str
        Words that tell its sensor from others of the same row; '' where there is one.
    told : bool
        Whether the names tell the axes; else they are by convention (yaw about z) or in the order of the columns.
    """

    stem: str
    axes: dict[str, str]
    unit: str | None
    sensor: str = ""
    told: bool = True

    @property
    def cells(self) -> list[str]:
        """Header cells of x, y, z; just the letter where an axis is missing."""
        return [self.axes.get(axis, axis) for axis in "xyz"]

    @property
    def named(self) -> bool:
        """Whether name or unit tells the quantity; mere ``x, y, z`` or ``value_x`` do not."""
        return self.stem.rstrip("0123456789") not in NAMELESS or self.unit is not None

    @property
    def complete(self) -> bool:
        """Whether the header has all three axes."""
        return len(self.axes) == 3


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
        Acceleration whose name says that gravity was removed.
    gravity : list of Triple
        Gravity alone.
    others : list of Triple
        Three columns x, y, z whose names and units tell no quantity.
    """

    times: list[str]
    acc: list[Triple]
    gyr: list[Triple]
    linear: list[Triple]
    gravity: list[Triple] = field(default_factory=list)
    others: list[Triple] = field(default_factory=list)


def find_columns(cells: tuple[str, ...]) -> Columns:
    """Sorts the cells of a header by kind."""
    times = sorted((cell for cell in cells if is_time(cell)), key=time_rank)
    labels = [(cell, label_of(cell)) for cell in cells if cell and not is_time(cell)]
    found = {
        kind: sorted(_triples(kind, labels), key=_rank) for kind in ("acc", "gyr", "linear", "gravity", None)
    }
    return Columns(
        times=times,
        acc=found["acc"],
        gyr=found["gyr"],
        linear=found["linear"],
        gravity=found["gravity"],
        others=[triple for triple in found[None] if triple.complete],
    )


def _triples(kind: str | None, labels: Iterable[tuple[str, ColumnLabel]]) -> list[Triple]:
    """Groups the columns of one kind by sensor, name and unit."""
    own = [(cell, label) for cell, label in labels if label.kind == kind and not label.other]
    groups: dict[tuple[str, str], list[tuple[str, ColumnLabel]]] = {}
    for cell, label in own:
        groups.setdefault((label.sensor, label.stem), []).append((cell, label))
    made: list[Triple] = []
    for members in groups.values():
        units = {label.unit for _, label in members}
        same = len(members) <= 3 and len(units - {None}) == 1  # the unit may stand at one axis only
        for unit in (
            [next(iter(units - {None}))] if same else dict.fromkeys(label.unit for _, label in members)
        ):
            part = members if same else [(cell, label) for cell, label in members if label.unit == unit]
            made += _lettered(part, unit)
            made += _numbered(part, unit)
    whole = [triple for triple in made if triple.complete]
    return made if whole or kind not in {"acc", "gyr"} else _by_place(own) or made


def _lettered(members: list[tuple[str, ColumnLabel]], unit: str | None) -> list[Triple]:
    axes: dict[str, str] = {}
    for cell, label in members:
        if label.axis in {"x", "y", "z"}:
            axes.setdefault(label.axis, cell)
    first = members[0][1]
    told = all(label.told for _, label in members if label.axis in {"x", "y", "z"})
    return [Triple(stem=first.stem, axes=axes, unit=unit, sensor=first.sensor, told=told)] if axes else []


def _numbered(members: list[tuple[str, ColumnLabel]], unit: str | None) -> list[Triple]:
    """``gyr_1``, ``gyr_2``, ``gyr_3``, or from 0: axes in that order, if there are exactly three."""
    by_number = {label.axis: cell for cell, label in members if label.axis.isdigit()}
    if sorted(by_number) not in (["0", "1", "2"], ["1", "2", "3"]):
        return []
    axes = dict(zip("xyz", (by_number[number] for number in sorted(by_number)), strict=True))
    first = members[0][1]
    return [Triple(stem=first.stem, axes=axes, unit=unit, sensor=first.sensor)]


def _by_place(own: list[tuple[str, ColumnLabel]]) -> list[Triple]:
    """Three columns whose unit tells the quantity but whose names tell no axis: x, y, z as they stand."""
    units = {label.unit for _, label in own}
    lettered = {label.axis for _, label in own} & {"x", "y", "z"}
    if len(own) != 3 or len(units) != 1 or None in units or len(lettered) > 1:
        return []
    axes = dict(zip("xyz", (cell for cell, _ in own), strict=True))
    return [Triple(stem="", axes=axes, unit=units.pop(), told=False)]


def _rank(triple: Triple) -> tuple[bool, bool, bool]:
    """Sort key: complete triples first; a mere ``ax`` last, as gravity may have been removed from it."""
    again = any(word in triple.stem and triple.stem != word for word in _SECOND_CHOICE)
    return not triple.complete, triple.stem == "a" and not triple.sensor, again


def without(columns: Columns, stems: frozenset[str]) -> Columns:
    """The same columns, accelerations of these names taken as without gravity."""
    moved = [triple for triple in columns.acc if triple.stem in stems]
    return replace(
        columns,
        acc=[triple for triple in columns.acc if triple.stem not in stems],
        linear=[*columns.linear, *moved],
    )
