"""Apps and devices whose tables `generic` reads, each with the facts that its headers do not state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.generic import header_of, read, sniff
from imu.formats.dialects.sensorlog import SENSORLOG
from imu.formats.dialects.sheets import TableTraits
from imu.formats.document import Document
from imu.formats.tables.header_units import plain
from imu.formats.tables.text import head


def _named(*words: str) -> Callable[[Document], bool]:
    """Makes a function that recognises a header which contains all ``words`` (lower-case letters and digits)."""

    def check(document: Document) -> bool:
        names = {plain(cell) for cell in header_of(document)}
        return names.issuperset(words)

    return check


def _physics_toolbox(document: Document) -> bool:
    names = {plain(cell) for cell in header_of(document)}
    about = any(head(part).startswith("# Target Sample Rate") for part in document.parts)
    return "time" in names and bool(about or names & {"gfx", "at", "tgf"})


def _polar_sensor(document: Document) -> str:
    """Placement by file name: the header of the H10, a chest strap, equals that of Polar's arm bands."""
    return "trunk" if any("h10" in part.stem for part in document.parts) else "wrist"


def _dialect(
    traits: TableTraits, title: str, description: str, example: str, check: Callable[[Document], bool]
) -> Dialect:
    info = FormatInfo(name=traits.name, title=title, description=description, example=example)
    return Dialect(info=info, sniff=check, read=partial(read, traits=traits))


PHYSICS_TOOLBOX = _dialect(
    TableTraits(
        name="physics-toolbox", linear_stems=frozenset({"a"}), acc_units={"gf": "g"}, gyr_units={"w": "rad/s"}
    ),
    "Physics Toolbox",
    "g-force meter with or without gyroscope; its linear accelerometer has gravity removed and is refused.",
    "time,gFx,gFy,gFz,TgF,wx,wy,wz",
    _physics_toolbox,
)
ANDROSENSOR = _dialect(
    TableTraits(name="androsensor", once=True),
    "AndroSensor",
    "Accelerometer and gyroscope; rows that only repeat the one before are left out.",
    "ACCELEROMETER X (m/s²),…,GYROSCOPE X (rad/s),…,Time since start in ms ",
    _named("accelerometerx", "timesincestartinms"),
)
POLAR = _dialect(
    TableTraits(name="polar", sensor=_polar_sensor),
    "Polar Sensor Logger",
    "ACC with or without GYRO of H10, Verity Sense and OH1; the H10 sits on the chest, so it is the trunk.",
    "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]",
    _named("phonetimestamp", "sensortimestamp", "x"),
)
MOVESENSE = _dialect(
    TableTraits(name="movesense", acc_units={"": "m/s²"}),
    "Movesense Showcase",
    "Accelerometer CSV in m/s² with milliseconds.",
    "timestamp,x,y,z",
    lambda document: header_of(document) == ("timestamp", "x", "y", "z"),
)
GENERIC = _dialect(
    TableTraits(name="generic"),
    "Any table with names and units",
    "Axivity, own loggers: time, three axes with gravity, best also angular velocity; units in brackets or behind the names.",
    "time (s),ax (m/s²),ay (m/s²),az (m/s²),gx (deg/s),gy (deg/s),gz (deg/s)",
    sniff,
)

APPS = (PHYSICS_TOOLBOX, ANDROSENSOR, SENSORLOG, POLAR, MOVESENSE)
