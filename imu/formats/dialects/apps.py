"""The apps and devices that the ``name (unit)`` reader covers, with what their headers leave unsaid."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from imu.formats.dialect import Dialect, FormatInfo
from imu.formats.dialects.generic import Traits, header_of, read, sniff
from imu.formats.dialects.sensorlog import SENSORLOG
from imu.formats.document import Document
from imu.formats.tables.columns import plain
from imu.formats.tables.text import head


def _named(*words: str) -> Callable[[Document], bool]:
    """Recognises a header by names (lower-case letters and digits) that all stand in it."""

    def check(document: Document) -> bool:
        names = {plain(cell) for cell in header_of(document)}
        return names.issuperset(words)

    return check


def _physics_toolbox(document: Document) -> bool:
    names = {plain(cell) for cell in header_of(document)}
    about = any(head(part).startswith("# Target Sample Rate") for part in document.parts)
    return "time" in names and bool(about or names & {"gfx", "at", "tgf"})


def _polar_sensor(document: Document) -> str:
    """The H10 is a chest strap; its header is that of Polar's arm bands, so the file's name must tell."""
    return "trunk" if any("h10" in part.stem for part in document.parts) else "wrist"


def _dialect(
    traits: Traits, title: str, description: str, example: str, check: Callable[[Document], bool]
) -> Dialect:
    info = FormatInfo(name=traits.name, title=title, description=description, example=example)
    return Dialect(info=info, sniff=check, read=partial(read, traits=traits))


PHYSICS_TOOLBOX = _dialect(
    Traits(
        name="physics-toolbox", linear_stems=frozenset({"a"}), acc_units={"gf": "g"}, gyr_units={"w": "rad/s"}
    ),
    "Physics Toolbox",
    "g-force meter with or without gyroscope; its linear accelerometer has gravity removed and is refused.",
    "time,gFx,gFy,gFz,TgF,wx,wy,wz",
    _physics_toolbox,
)
ANDROSENSOR = _dialect(
    Traits(name="androsensor", once=True),
    "AndroSensor",
    "Accelerometer and gyroscope; rows that only repeat the one before are left out.",
    "ACCELEROMETER X (m/s²),…,GYROSCOPE X (rad/s),…,Time since start in ms ",
    _named("accelerometerx", "timesincestartinms"),
)
POLAR = _dialect(
    Traits(name="polar", sensor=_polar_sensor),
    "Polar Sensor Logger",
    "ACC with or without GYRO of H10, Verity Sense and OH1; the H10 sits on the chest, so it is the trunk.",
    "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]",
    _named("phonetimestamp", "sensortimestamp", "x"),
)
MOVESENSE = _dialect(
    Traits(name="movesense", acc_units={"": "m/s²"}),
    "Movesense Showcase",
    "Accelerometer CSV in m/s² with milliseconds.",
    "timestamp,x,y,z",
    lambda document: header_of(document) == ("timestamp", "x", "y", "z"),
)
GENERIC = _dialect(
    Traits(name="generic"),
    "Any table with names and units",
    "Axivity, own loggers: time, three axes with gravity, best also angular velocity; units in brackets.",
    "time (s),ax (m/s²),ay (m/s²),az (m/s²),gx (deg/s),gy (deg/s),gz (deg/s)",
    sniff,
)

APPS = (PHYSICS_TOOLBOX, ANDROSENSOR, SENSORLOG, POLAR, MOVESENSE, GENERIC)
