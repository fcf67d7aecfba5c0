"""How a profile names the fields of a reading, and what one unit of a field is in SI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import ReadingKind, Readings, TickKind
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG

ACC = ("acc_x", "acc_y", "acc_z")
GYR = ("gyr_x", "gyr_y", "gyr_z")
TICK, SKIP = "tick", "-"
LARGEST = float(1 << 62)
"""No tick and nothing in SI is as large."""
ACC_UNITS = {"m/s2": 1.0, "g": G_MPS2, "mg": G_MPS2 / 1000.0}
GYR_UNITS = {"rad/s": 1.0, "deg/s": RAD_PER_DEG, "mdeg/s": RAD_PER_DEG / 1000.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The fields of one reading in order.

    Attributes
    ----------
    names : tuple of str
        ``acc_x`` to ``gyr_z``, ``tick`` (the device's clock or counter) or ``-`` (not looked at).
    acc_mps2, gyr_radps : float
        One unit of a field.
    ticks_per_unit : float
        For a clock that is sent in broken numbers, such as seconds with three decimals.
    """

    names: tuple[str, ...]
    acc_mps2: float
    gyr_radps: float
    ticks_per_unit: float

    @classmethod
    def of(cls, options: Mapping[str, Any], *, where: str) -> Columns:
        """From the options ``fields``, ``acc_unit``, ``acc_scale``, ``gyr_unit``, ``gyr_scale`` and ``tick_scale``.

        Raises
        ------
        DeviceError
            A field or a unit that is not known, one that is named twice, or three that do not belong together.
        """
        names = tuple(options.get("fields", ()))
        known = {*ACC, *GYR, TICK, SKIP}
        for name in names:
            if name not in known:
                raise DeviceError(
                    f"{where}: there is no field {name!r}; known are {', '.join(sorted(known))}."
                )
            if name != SKIP and names.count(name) > 1:
                raise DeviceError(f"{where}: {name} is named twice; name what is not looked at {SKIP!r}.")
        for three in (ACC, GYR):
            if 0 < sum(name in names for name in three) < len(three):
                raise DeviceError(f"{where}: {', '.join(three)} belong together; name all three or none.")
        if not {*ACC, *GYR} & set(names):
            raise DeviceError(
                f"{where}: the fields hold neither acceleration nor turning; name acc_x, acc_y, acc_z."
            )
        acc = _unit(options, "acc", ACC_UNITS, where) * float(options.get("acc_scale", 1.0))
        gyr = _unit(options, "gyr", GYR_UNITS, where) * float(options.get("gyr_scale", 1.0))
        ticks_per_unit = float(options.get("tick_scale", 1.0))
        return cls(names=names, acc_mps2=acc, gyr_radps=gyr, ticks_per_unit=ticks_per_unit)

    @property
    def kind(self) -> ReadingKind:
        """What a reading is."""
        if ACC[0] not in self.names:
            return "gyr"
        return "motion" if GYR[0] in self.names else "acc"

    def fits(self, row: Sequence[float]) -> bool:
        """Can the fields be those of a sensor? Not where one is no number, or far too large."""
        return all(abs(row[at]) * unit < LARGEST for at, unit in self._units())

    def readings(self, rows: Sequence[Sequence[float]]) -> Readings:
        """Rows that fit, in SI."""
        fields = np.array([[row[at] * unit for at, unit in self._units()] for row in rows], dtype=np.float64)
        ticks = None
        if TICK in self.names:
            ticks = np.round(fields[:, -1]).astype(np.int64)
            fields = fields[:, :-1]
        return Readings(kind=self.kind, values=fields, ticks=ticks)

    def _units(self) -> list[tuple[int, float]]:
        """Where the fields of a reading stand and what one unit of each is; the tick comes last."""
        units = (*((name, self.acc_mps2) for name in ACC), *((name, self.gyr_radps) for name in GYR))
        return [
            (self.names.index(name), unit)
            for name, unit in (*units, (TICK, self.ticks_per_unit))
            if name in self.names
        ]


def check_turning(profile: Profile, turning: bool) -> None:
    """Does a profile say of the gyroscope what its options say? Acceleration would wait for turning in vain.

    Raises
    ------
    DeviceError
        It does not.
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
    """From the options ``tick_bits``, ``tick_scale`` and ``tick_s``; without ``tick_s`` it is a counter.

    Raises
    ------
    DeviceError
        A number that no clock can have.
    """
    if TICK not in options.get("fields", ()):
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
