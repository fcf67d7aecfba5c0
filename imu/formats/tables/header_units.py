"""Splits header cells such as ``Angular velocity X(°/s)`` into name and unit, and converts units to SI."""

from __future__ import annotations

import re

from imu.formats.tables.foreign_words import english
from imu.formats.tables.kept_answers import kept
from imu.units import RAD_PER_DEG

GYRO_UNITS = {"rad/s": 1.0, "deg/s": RAD_PER_DEG, "mdeg/s": RAD_PER_DEG / 1000.0}
"""Angular velocity units and their size in rad/s."""

LONGEST_NAME = 200
"""Most characters of a cell that may be a name."""
_CELL = re.compile(r"^\s*(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]\s*$")
_ACC = {
    "m/s²": {"m/s2", "m/s/s", "m/ss", "ms-2", "ms2", "mps2", "mpss", "m/s-2"},
    "g": {"g", "gs", "g's", "gn", "g0", "gforce", "g-force"},
    "mg": {"mg", "mgs", "milli-g", "millig", "mgn"},
    "cm/s²": {"cm/s2", "cms-2", "cm/s/s", "gal"},
}
_GYRO = {
    "rad/s": {"rad/s", "radps", "rads/s", "radian/s", "radians/s", "r/s", "rads", "rads-1"},
    "deg/s": {
        *("deg/s", "degs/s", "degps", "degs", "degs-1", "dps", "d/s", "degree/s", "degrees/s", "grad/s"),
        *("°/s", "°s-1", "º/s", "˚/s", "grados/s", "gradi/s", "graus/s", "degres/s", "degrés/s"),
    },
    "mdeg/s": {"mdps", "millidps", "mdeg/s", "mdegs", "mdegps", "m°/s", "millideg/s", "millidegrees/s"},
}
_ANGLES = {
    "rad/s": {"rad", "radian", "radians"},
    "deg/s": {"deg", "degree", "degrees", "°"},
    "mdeg/s": {"mdeg"},
}
"""Units of an angle, which some loggers write for that angle a second (Bosch XDK: ``bmi160_g_x[mDeg]``)."""
_COUNTS = {"lsb", "lsbs", "count", "counts", "adc", "digit", "digits"}
_NO_UNIT = {"raw", "-", "?", "none", "nan", "n/a", "a.u.", "unitless"}
_SIGNS = str.maketrans(
    {"²": "2", "⁻": "-", "¹": "1", "^": "", "*": "", "·": "", "⋅": "", "−": "-", "_": "", " ": ""}
)


def split_cell(cell: str) -> tuple[str, str | None]:
    """Name and unit of a header cell, without brackets; the unit is None where there is none."""
    match = (
        _CELL.match(cell.strip())
        if len(cell) <= LONGEST_NAME and cell.rstrip().endswith((")", "]"))
        else None
    )
    if match is None:
        return cell.strip(), None
    return match["name"], match["unit"].strip() or None


@kept
def plain(cell: str) -> str:
    """Name of a header cell in lower-case English letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", split_cell(english(cell))[0].lower())


def acc_unit(unit: str | None) -> str | None:
    """Unit of acceleration from its common spellings: ``m/s²``, ``g``, ``mg`` or ``cm/s²``; None for anything else."""
    found = _spelled(_ACC, unit)
    garbled = unit is not None and re.fullmatch(r"m/s(?:[^\x00-\x7f]+2?|\?+)", _bare(unit)) is not None
    return "m/s²" if found is None and garbled else found


def gyro_unit(unit: str | None) -> str | None:
    """Unit of angular velocity: ``rad/s``, ``deg/s`` or ``mdeg/s``, also with a garbled degree sign; else None."""
    found = _spelled(_GYRO, unit)
    lost_sign = unit is not None and re.fullmatch(r"[^a-zA-Z/]+/s", _bare(unit)) is not None
    return "deg/s" if found is None and lost_sign else found


def angle_a_second(unit: str | None) -> str | None:
    """Unit of angular velocity where only that of the angle is written, as ``mDeg`` for ``mdeg/s``; else None."""
    return _spelled(_ANGLES, unit)


def is_counts(unit: str | None) -> bool:
    """Whether a unit says raw counts: ``LSB``, ``counts``."""
    return unit is not None and _bare(unit) in _COUNTS


def is_no_unit(unit: str | None) -> bool:
    """Whether there is no unit, or one that says nothing, such as ``raw``."""
    return unit is None or _bare(unit) in _NO_UNIT


@kept
def _bare(unit: str) -> str:
    """A unit in lower case with one spelling of powers, seconds and ``per``."""
    text = unit.strip().lower().translate(_SIGNS).replace("(", "").replace(")", "")
    return re.sub(r"seconds?|sec", "s", text.replace("per", "/"))


def _spelled(table: dict[str, set[str]], unit: str | None) -> str | None:
    return (
        None if unit is None else next((name for name, known in table.items() if _bare(unit) in known), None)
    )
