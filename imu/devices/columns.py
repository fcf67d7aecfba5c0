"""How a profile names the fields of a reading, and what one unit of a field is in SI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imu.devices.types import ReadingKind, Readings, TickKind
from imu.errors import DeviceError
from imu.types import Floats
from imu.units import G_MPS2, RAD_PER_DEG

ACC = ("acc_x", "acc_y", "acc_z")
GYR = ("gyr_x", "gyr_y", "gyr_z")
TICK, SKIP = "tick", "-"
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
    """

    names: tuple[str, ...]
    acc_mps2: float
    gyr_radps: float

    @classmethod
    def of(cls, options: Mapping[str, Any], *, where: str) -> Columns:
        """From the options ``fields``, ``acc_unit``, ``acc_scale``, ``gyr_unit`` and ``gyr_scale``.

        Raises
        ------
        DeviceError
            A field or a unit that is not known, or three that do not belong together.
        """
        names = tuple(options.get("fields", ()))
        known = {*ACC, *GYR, TICK, SKIP}
        for name in names:
            if name not in known:
                raise DeviceError(
                    f"{where}: there is no field {name!r}; known are {', '.join(sorted(known))}."
                )
        for three in (ACC, GYR):
            if 0 < sum(name in names for name in three) < len(three):
                raise DeviceError(f"{where}: {', '.join(three)} belong together; name all three or none.")
        if not {*ACC, *GYR} & set(names):
            raise DeviceError(
                f"{where}: the fields hold neither acceleration nor turning; name acc_x, acc_y, acc_z."
            )
        acc = _unit(options, "acc", ACC_UNITS, where) * float(options.get("acc_scale", 1.0))
        gyr = _unit(options, "gyr", GYR_UNITS, where) * float(options.get("gyr_scale", 1.0))
        return cls(names=names, acc_mps2=acc, gyr_radps=gyr)

    @property
    def kind(self) -> ReadingKind:
        """What a reading is."""
        if ACC[0] not in self.names:
            return "gyr"
        return "motion" if GYR[0] in self.names else "acc"

    def readings(self, rows: Sequence[Sequence[float]]) -> Readings:
        """Rows of fields in SI."""
        table = np.array(rows, dtype=np.float64)
        parts = []
        for three, unit in ((ACC, self.acc_mps2), (GYR, self.gyr_radps)):
            if three[0] in self.names:
                parts.append(table[:, [self.names.index(name) for name in three]] * unit)
        return Readings(kind=self.kind, values=_joined(parts), ticks=self._ticks(table))

    def _ticks(self, table: Floats) -> NDArray[np.int64] | None:
        return table[:, self.names.index(TICK)].astype(np.int64) if TICK in self.names else None


def _joined(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts, axis=1)


def tick_kind(options: Mapping[str, Any]) -> TickKind | None:
    """From the options ``tick_bits`` and ``tick_s``; without ``tick_s`` it is a counter."""
    if TICK not in options.get("fields", ()):
        return None
    step = options.get("tick_s")
    return TickKind(bits=int(options.get("tick_bits", 32)), step_s=None if step is None else float(step))


def _unit(options: Mapping[str, Any], what: str, units: Mapping[str, float], where: str) -> float:
    name = options.get(f"{what}_unit", next(iter(units)))
    if name not in units:
        raise DeviceError(f"{where}: {what}_unit {name!r} is not known; use one of {', '.join(units)}.")
    return units[name]
