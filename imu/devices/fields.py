"""Fields of a reading as a profile names them, and the size of one unit of each in SI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import ReadingKind, Readings, TickKind
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG

_ACC = ("acc_x", "acc_y", "acc_z")
_GYR = ("gyr_x", "gyr_y", "gyr_z")
_TICK, SKIP = "tick", "-"
"""Names of fields: the device's clock or counter, and one that is ignored."""
LARGEST = float(1 << 62)
"""Limit of field values: no tick and no quantity in SI is as large."""
ACC_UNITS = {"m/s2": 1.0, "g": G_MPS2, "mg": G_MPS2 / 1000.0}
"""Units of acceleration and their size in m/s²."""
GYR_UNITS = {"rad/s": 1.0, "deg/s": RAD_PER_DEG, "mdeg/s": RAD_PER_DEG / 1000.0}
"""Units of angular velocity and their size in rad/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLayout:
    """Names and units of the fields of one reading, in their order.

    Attributes
    ----------
    names : tuple of str
        ``acc_x`` to ``gyr_z``, ``tick`` (the device's clock or counter) or ``-`` (ignored).
    acc_mps2, gyr_radps : float
        Size of one unit of an ``acc_`` field in m/s², and of a ``gyr_`` field in rad/s.
    ticks_per_unit : float
        Makes whole ticks of a clock that is sent as a decimal number, such as 1000 for seconds with three decimals.
    """

    names: tuple[str, ...]
    acc_mps2: float
    gyr_radps: float
    ticks_per_unit: float

    @classmethod
    def of(cls, options: Mapping[str, Any], *, where: str) -> FieldLayout:
        """Reads the layout from a profile's options.

        Parameters
        ----------
        options : mapping
            ``fields``, ``acc_unit``, ``acc_scale``, ``gyr_unit``, ``gyr_scale`` and ``tick_scale``.
        where : str
            Name of the profile, for messages.

        Raises
        ------
        DeviceError
            A field or unit is unknown or named twice, or an axis is missing.
        """
        names = tuple(options.get("fields", ()))
        known = {*_ACC, *_GYR, _TICK, SKIP}
        for name in names:
            if name not in known:
                raise DeviceError(
                    f"{where}: there is no field {name!r}; known are {', '.join(sorted(known))}."
                )
            if name != SKIP and names.count(name) > 1:
                raise DeviceError(f"{where}: {name} is named twice; name what is not looked at {SKIP!r}.")
        for three in (_ACC, _GYR):
            if 0 < sum(name in names for name in three) < len(three):
                raise DeviceError(f"{where}: {', '.join(three)} belong together; name all three or none.")
        if not {*_ACC, *_GYR} & set(names):
            raise DeviceError(
                f"{where}: the fields hold neither acceleration nor turning; name acc_x, acc_y, acc_z."
            )
        acc = _unit(options, "acc", ACC_UNITS, where) * float(options.get("acc_scale", 1.0))
        gyr = _unit(options, "gyr", GYR_UNITS, where) * float(options.get("gyr_scale", 1.0))
        ticks_per_unit = float(options.get("tick_scale", 1.0))
        return cls(names=names, acc_mps2=acc, gyr_radps=gyr, ticks_per_unit=ticks_per_unit)

    @property
    def kind(self) -> ReadingKind:
        """Whether a reading is acceleration (``acc``), angular velocity (``gyr``) or both (``motion``)."""
        if _ACC[0] not in self.names:
            return "gyr"
        return "motion" if _GYR[0] in self.names else "acc"

    def fits(self, row: Sequence[float]) -> bool:
        """Whether all fields are finite and not impossibly large."""
        return all(abs(row[at]) * unit < LARGEST for at, unit in self._units())

    def readings(self, rows: Sequence[Sequence[float]]) -> Readings:
        """Readings in SI from rows of raw fields, each of which `fits`."""
        fields = np.array([[row[at] * unit for at, unit in self._units()] for row in rows], dtype=np.float64)
        ticks = None
        if _TICK in self.names:
            ticks = np.round(fields[:, -1]).astype(np.int64)
            fields = fields[:, :-1]
        return Readings(kind=self.kind, values=fields, ticks=ticks)

    def _units(self) -> list[tuple[int, float]]:
        """Index of each field in a reading and the size of its unit; the tick comes last."""
        units = (*((name, self.acc_mps2) for name in _ACC), *((name, self.gyr_radps) for name in _GYR))
        return [
            (self.names.index(name), unit)
            for name, unit in (*units, (_TICK, self.ticks_per_unit))
            if name in self.names
        ]


def check_has_gyro(profile: Profile, turning: bool) -> None:
    """Checks that a profile's ``has_gyro`` agrees with its options.

    Otherwise acceleration would wait for angular velocity that never comes.

    Parameters
    ----------
    profile : Profile
    turning : bool
        Whether the options name angular velocity.

    Raises
    ------
    DeviceError
        They disagree.
    """
    if profile.has_gyro and not turning:
        raise DeviceError(
            f"{profile.name}: has_gyro is true, but the options name no turning; set has_gyro = false, or name it."
        )
    if turning and not profile.has_gyro:
        raise DeviceError(
            f"{profile.name}: has_gyro is false, but the options name turning; set has_gyro = true."
        )


def tick_kind(options: Mapping[str, Any], *, where: str) -> TickKind | None:
    """Reads from a profile's options how the device's ticks count.

    Parameters
    ----------
    options : mapping
        ``fields``, ``tick_bits``, ``tick_scale`` and ``tick_s``; without ``tick_s`` the ticks number the readings.
    where : str
        Name of the profile, for messages.

    Returns
    -------
    TickKind or None
        None where no field is a tick.

    Raises
    ------
    DeviceError
        No clock has that many bits or that long a tick.
    """
    if _TICK not in options.get("fields", ()):
        return None
    usual = 63 if "tick_scale" in options else 32
    bits, told = int(options.get("tick_bits", usual)), options.get("tick_s")
    step_s = None if told is None else float(told)
    if not 2 <= bits <= 64 or (step_s is not None and not 0.0 < step_s <= 1.0):
        raise DeviceError(
            f"{where}: tick_bits is {bits} and tick_s {told}; bits go from 2 to 64, a tick is up to 1 s."
        )
    return TickKind(bits=bits, step_s=step_s)


def _unit(options: Mapping[str, Any], what: str, units: Mapping[str, float], where: str) -> float:
    name = options.get(f"{what}_unit", next(iter(units)))
    if name not in units:
        raise DeviceError(f"{where}: {what}_unit {name!r} is not known; use one of {', '.join(units)}.")
    return units[name]
