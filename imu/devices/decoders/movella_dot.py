"""Decoder of Movella (Xsens) DOT in mode 21 (acceleration and angular velocity) or 26 (and orientation).

Source: Movella DOT BLE Services Specification XD0506P rev C. Modes that remove gravity from
the acceleration are not offered: momentum needs it.
"""

from __future__ import annotations

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.errors import DeviceError
from imu.units import RAD_PER_DEG

FIRST_FLOAT = {21: 4, 26: 20}
"""Offset in bytes of the six floats by mode: after the time (21), after time and quaternion (26)."""
CHANNEL = {21: "medium", 26: "long"}
"""Channel of the readings by mode: payloads of medium length or long ones."""
FLOATS_BYTES = 24
_RATES_HZ = (1, 4, 10, 12, 15, 20, 30, 60)
RATE_INDEX = 0x10
"""Bit in the control characteristic's visit index which says that the output rate is given."""
CONTROL_BYTES, RATE_OFFSET = 32, 24
"""Size of the control characteristic, and offset of the output rate in it."""


class Dot:
    """Decoder of the DOT; the option ``mode`` is 21 or 26. Ticks are microseconds."""

    ticks: TickKind | None = TickKind(bits=32, step_s=1e-6)

    def __init__(self, profile: Profile) -> None:
        self._mode = int(profile.options.get("mode", 21))
        if self._mode not in FIRST_FLOAT:
            known = " and ".join(map(str, FIRST_FLOAT))
            raise DeviceError(
                f"{profile.name}: mode {self._mode} lacks acceleration with gravity; use {known}."
            )

    def start(self, rate_hz: float) -> list[Write]:
        """Commands that set the nearest rate and start the measurement."""
        rate = min(_RATES_HZ, key=lambda hz: abs(hz - rate_hz))
        control = bytearray(CONTROL_BYTES)
        control[0] = RATE_INDEX
        control[RATE_OFFSET : RATE_OFFSET + 2] = rate.to_bytes(2, "little")
        return [
            Write(channel="control", data=bytes(control), response=True),
            Write(channel="command", data=bytes((1, 1, self._mode)), response=True),
        ]

    def stop(self) -> list[Write]:
        """The command that ends the measurement."""
        return [Write(channel="command", data=bytes((1, 0, self._mode)), response=True)]

    def replies(self) -> list[Write]:
        """No answers: the device asks nothing."""
        return []

    def reset(self) -> None:
        """Does nothing: every notification is complete."""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes a notification, which holds one reading, or the battery."""
        if channel == "battery":
            known = len(data) >= 2 and data[0] <= 100
            return [Battery(percent=data[0], charging=bool(data[1]))] if known else []
        if channel != CHANNEL[self._mode]:
            return []
        first = FIRST_FLOAT[self._mode]
        if len(data) < first + FLOATS_BYTES:
            return [
                BadPacket(why=f"{len(data)} bytes; mode {self._mode} has {first + FLOATS_BYTES}", data=data)
            ]
        floats = np.frombuffer(data, dtype="<f4", count=6, offset=first)
        if not np.isfinite(floats).all():
            return [BadPacket(why="a value that is no number", data=data)]
        values = floats.astype(np.float64)[None]
        values[:, 3:] *= RAD_PER_DEG
        ticks = np.array([int.from_bytes(data[:4], "little")], dtype=np.int64)
        return [Readings(kind="motion", values=values, ticks=ticks)]
