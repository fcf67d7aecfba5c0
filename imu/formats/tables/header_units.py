"""Splits header cells such as ``Angular velocity X(°/s)`` into name and unit, and converts units to SI."""

from __future__ import annotations

import re

from imu.units import RAD_PER_DEG

GYRO_UNITS = {"rad/s": 1.0, "deg/s": RAD_PER_DEG, "mdeg/s": RAD_PER_DEG / 1000.0}
"""Angular velocity units and their size in rad/s."""

_CELL = re.compile(r"^\s*(?P<name>.*?)\s*[(\[](?P<unit>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]\s*$")
_ACC = {
    "m/s²": {
        "m/s^2",
        "m/s2",
        "m/s²",
        "m/s/s",
        "m/(s^2)",
        "m/(sec^2)",
        "m/sec^2",
        "ms^-2",
        "m/s**2",
        "mps2",
        "m/s?",
    },
    "g": {"g", "gs", "g's", "gn"},
    "mg": {"mg", "milli-g"},
}
_GYRO = {
    "rad/s": {"rad/s", "rad/sec", "radps", "rads/s", "radians/s", "r/s"},
    "deg/s": {"deg/s", "deg/sec", "dps", "d/s", "degrees/s", "degree/s", "º/s", "°/s"},
    "mdeg/s": {"mdps", "mdeg/s"},
}


def split_cell(cell: str) -> tuple[str, str | None]:
    """Name and unit of a header cell, without brackets; the unit is None where there is none."""
    match = _CELL.match(cell)
    if match is None:
        return cell.strip(), None
    return match["name"], match["unit"].strip() or None


def plain(cell: str) -> str:
    """Name of a header cell in lower-case letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", split_cell(cell)[0].lower())


def acc_unit(unit: str | None) -> str | None:
    """Unit of acceleration from its common spellings: ``m/s²``, ``g`` or ``mg``; None for anything else."""
    return _lookup(_ACC, unit)


def gyro_unit(unit: str | None) -> str | None:
    """Unit of angular velocity: ``rad/s``, ``deg/s`` or ``mdeg/s``, also with a garbled degree sign; else None."""
    found = _lookup(_GYRO, unit)
    lost_sign = unit is not None and re.fullmatch(r"[^a-zA-Z/]+/s(ec)?", unit.strip()) is not None
    return "deg/s" if found is None and lost_sign else found


def _lookup(table: dict[str, set[str]], unit: str | None) -> str | None:
    if unit is None:
        return None
    plain = unit.strip().lower().replace(" ", "")
    return next((name for name, spellings in table.items() if plain in spellings), None)
