"""Movesense with the firmware gatt_sensordata_app: acceleration and turning by subscription to ``/Meas/IMU6``.

Source: sensein/movesense-py and its captures. A packet is ``02``, the subscription's reference, milliseconds since
boot of its first reading, then all accelerations, then all angular velocities (f32). Longer ones come in two parts.
"""

from __future__ import annotations

import math

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.units import RAD_PER_DEG

RATES_HZ = (13, 26, 52, 104, 208)
REFERENCE = 99
SUBSCRIBE, UNSUBSCRIBE = 1, 2
RESULT, DATA, DATA_PART_2 = 1, 2, 3
HEAD_BYTES, READING_BYTES = 6, 24
OK_STATUS = range(200, 300)


class Movesense:
    """See the module. Its ticks are tenths of a millisecond, so that readings within a packet differ.

    Only the subscription made here is read: others hold other values in packets of the same lengths.
    """

    TICKS_PER_MS = 10
    ticks: TickKind | None = TickKind(bits=32, step_s=1e-4)

    def __init__(self, profile: Profile) -> None:
        self._rate_hz = profile.rate_hz
        self._first_part = b""

    def start(self, rate_hz: float) -> list[Write]:
        """Subscribes at the nearest rate there is."""
        rate = min(RATES_HZ, key=lambda hz: abs(hz - rate_hz))
        self._rate_hz = float(rate)
        return [Write(channel="command", data=bytes((SUBSCRIBE, REFERENCE)) + f"/Meas/IMU6/{rate}".encode())]

    def stop(self) -> list[Write]:
        """Ends the subscription."""
        return [Write(channel="command", data=bytes((UNSUBSCRIBE, REFERENCE)))]

    def replies(self) -> list[Write]:
        """Nothing is asked."""
        return []

    def reset(self) -> None:
        """Forgets a first part without its second."""
        self._first_part = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """The readings of a packet, or what the sensor refused."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        if len(data) < 2 or data[0] not in (RESULT, DATA, DATA_PART_2):
            return [BadPacket(why=f"{len(data)} bytes that are no answer and no readings", data=data)]
        if data[0] == RESULT:
            return _result(data)
        if data[1] != REFERENCE:
            return [BadPacket(why="readings of a subscription that is not ours", data=data)]
        first, self._first_part = self._first_part, b""
        return self._second(first, data) if data[0] == DATA_PART_2 else self._first(first, data)

    def _first(self, before: bytes, data: bytes) -> list[Decoded]:
        """A whole packet, or the first part of one."""
        out: list[Decoded] = []
        if before:
            out.append(BadPacket(why="a first part without its second", data=before))
        if (len(data) - HEAD_BYTES) % READING_BYTES:
            self._first_part = data
            return out
        return out + self._readings(data)

    def _second(self, before: bytes, data: bytes) -> list[Decoded]:
        if not before:
            return [BadPacket(why="a second part without its first", data=data)]
        return self._readings(before + data[2:])

    def _readings(self, data: bytes) -> list[Decoded]:
        many, over = divmod(len(data) - HEAD_BYTES, READING_BYTES)
        if many < 1 or over:
            return [BadPacket(why=f"{len(data)} bytes, which hold no whole readings", data=data)]
        floats = np.frombuffer(data, dtype="<f4", offset=HEAD_BYTES)
        if not np.isfinite(floats).all():
            return [BadPacket(why="a value that is no number", data=data)]
        acc, gyr = floats.astype(np.float64).reshape(2, many, 3)
        values = np.concatenate([acc, gyr * RAD_PER_DEG], axis=1)
        first = int.from_bytes(data[2:6], "little") * self.TICKS_PER_MS
        step = 1000.0 * self.TICKS_PER_MS / self._rate_hz
        ticks = np.array([first + math.floor(k * step) for k in range(many)], dtype=np.int64)
        return [Readings(kind="motion", values=values, ticks=ticks)]


def _result(data: bytes) -> list[Decoded]:
    """What an answer says, where it is a refusal."""
    status = int.from_bytes(data[2:4], "little")
    refused = len(data) >= 4 and status not in OK_STATUS
    return [BadPacket(why=f"the sensor refused a command (status {status})", data=data)] if refused else []
