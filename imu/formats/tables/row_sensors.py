"""Sorts the columns of one row by sensor, as loggers of two arms or of two chips write both in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass

from imu.formats.tables.clean import Notes
from imu.formats.tables.columns import Columns, Triple
from imu.placement import CURL_SENSORS

_LEFT = [
    "left",
    "l",
    "lt",
    "lh",
    "lw",
    "lwrist",
    "links",
    "linke",
    "linker",
    "gauche",
    "izq",
    "izquierda",
    "sinistra",
    "esquerda",
]
_RIGHT = [
    "right",
    "r",
    "rt",
    "rh",
    "rw",
    "rwrist",
    "rechts",
    "rechte",
    "rechter",
    "droite",
    "droit",
    "der",
    "derecha",
    "destra",
    "direita",
]
_SIDES = {**dict.fromkeys(_LEFT, "left"), **dict.fromkeys(_RIGHT, "right")}
_PLACES = {
    "wrist": "wrist",
    "hand": "wrist",
    "watch": "wrist",
    "forearm": "forearm",
    "lowerarm": "forearm",
    "dumbbell": "dumbbell",
    "barbell": "barbell",
    "bar": "barbell",
    "upperarm": "upper_arm",
    "upper": "upper_arm",
    "biceps": "upper_arm",
    "trunk": "trunk",
    "chest": "trunk",
    "torso": "trunk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSensor:
    """Columns of one sensor.

    Attributes
    ----------
    name : str
        Placement.
    acc : list of Triple
        Its accelerations that may hold gravity, the best first.
    gyr : Triple or None
        Its angular velocity.
    """

    name: str
    acc: list[Triple]
    gyr: Triple | None


def placement_of(words: str) -> str | None:
    """Placement that a sensor's words tell, such as ``wrist_left`` for ``left``; None where they tell none.

    Examples
    --------
    >>> placement_of("left"), placement_of("upper arm"), placement_of("2")
    ('wrist_left', 'upper_arm', None)
    """
    apart = re.sub(r"\b(left|right)(?=[a-z])", r"\1 ", words)
    parts = re.sub(r"\b(upper|lower) arm\b", r"\1arm", apart).split()
    side = next((_SIDES[part] for part in parts if part in _SIDES), None)
    place = next((_PLACES[part] for part in parts if part in _PLACES), None if side is None else "wrist")
    if place is None or side is None:
        return place
    sided = f"{place}_{side}"
    return sided if sided in CURL_SENSORS or place == "upper_arm" else place


def row_sensors(columns: Columns, where: str, notes: Notes) -> list[RowSensor]:
    """Sensors of a row, the best columns of each.

    Several are told apart by words or numbers of their names (``left_acc_x`` and ``right_acc_x``, ``ax1`` and ``ax2``);
    two accelerometers of which one has no gyroscope of its own beside the other's are two chips of one sensor.

    Parameters
    ----------
    columns : Columns
        With at least one acceleration.
    where : str
        Name of the file, for messages.
    notes : Notes
        Receives a warning about sensors whose place is unknown, and columns that are not read.
    """
    whole = [triple for triple in columns.acc if triple.complete]
    names = list(dict.fromkeys(triple.sensor for triple in whole))
    turning = {triple.sensor: triple for triple in reversed(columns.gyr) if triple.complete}
    own = [name for name in names if name in turning]
    named = [triple.sensor for triple in whole if triple.named]
    apart = own if turning else [name for name in names if name in named and _tells_apart(name)]
    if len(apart) > 1:
        return _several(apart, whole, turning, where, notes)
    chosen = (own or names or [""])[0]
    gyr = turning.get(chosen) or next(iter(columns.gyr), None)
    if not own and gyr is not None and gyr.sensor in names:
        chosen = gyr.sensor
    candidates = [triple for triple in whole if triple.sensor == chosen] or columns.acc[:1]
    left = [triple for triple in whole if triple.sensor != chosen and triple.named]
    left += [triple for triple in turning.values() if triple is not gyr]
    if left:
        severity = "warning" if any(_tells_apart(triple.sensor) for triple in left) else "info"
        notes.add("columns_left_out", severity, how="second", columns=_listed(left), where=where)
    return [RowSensor(name="wrist", acc=candidates, gyr=gyr)]


def _tells_apart(name: str) -> bool:
    """Whether words of a name tell a second sensor, not only a second chip or range of the same one."""
    return placement_of(name) is not None or any(letter.isdigit() for letter in name)


def _several(
    names: list[str], whole: list[Triple], turning: dict[str, Triple], where: str, notes: Notes
) -> list[RowSensor]:
    names = sorted(names, key=lambda name: name != "")  # ax before ax2
    places = [placement_of(name) for name in names]
    told = None not in places and len(set(places)) == len(places)
    if not told:
        places = ["wrist", *(f"sensor {name}" if len(name) < 2 else name for name in names[1:])]
        columns, others = _listed([_first(whole, names[0])]), ", ".join(map(str, places[1:]))
        notes.add(
            "several_devices",
            "warning",
            how="in_rows",
            where=where,
            n=len(names),
            columns=columns,
            others=others,
        )
    return [
        RowSensor(
            name=str(place),
            acc=[triple for triple in whole if triple.sensor == name],
            gyr=turning.get(name),
        )
        for name, place in zip(names, places, strict=True)
    ]


def _first(whole: list[Triple], name: str) -> Triple:
    return next(triple for triple in whole if triple.sensor == name)


def _listed(triples: list[Triple]) -> str:
    return ", ".join(cell for triple in triples for cell in triple.cells)
