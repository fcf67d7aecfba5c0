"""Decoder of Movesense with the firmware gatt_sensordata_app, by a subscription to ``/Meas/IMU6``.

Source: sensein/movesense-py and its captures. A packet is ``02``, the subscription's reference, the time of its first
reading in milliseconds since boot, then all accelerations, then all angular velocities (f32). Long packets come in two
parts.
"""

from __future__ import annotations

import math

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.units import RAD_PER_DEG

_RATES_HZ = (13, 26, 52, 104, 208)
REFERENCE = 99
"""Number that this program gives its subscription; packets carry it."""
SUBSCRIBE, UNSUBSCRIBE = 1, 2
"""Commands."""
RESULT, DATA, DATA_PART_2 = 1, 2, 3
"""Kinds of packets: answers, data, and the second part of data."""
_HEAD_BYTES, _READING_BYTES = 6, 24
OK_STATUS = range(200, 300)
"""Status of an answer, as in HTTP."""


class Movesense:
    """Decoder of Movesense. Ticks are tenths of a millisecond, so that readings within a packet differ.

    Only packets of the subscription made here are read: other programs' subscriptions may send other quantities in
    packets of the same length.
    """

    TICKS_PER_MS = 10
    ticks: TickKind | None = TickKind(bits=32, step_s=1e-4)

    def __init__(self, profile: Profile) -> None:
        self._rate_hz = profile.rate_hz
        self._first_part = b""

    def start(self, rate_hz: float) -> list[Write]:
        """The command that subscribes at the nearest available rate."""
        rate = min(_RATES_HZ, key=lambda hz: abs(hz - rate_hz))
        self._rate_hz = float(rate)
        return [Write(channel="command", data=bytes((SUBSCRIBE, REFERENCE)) + f"/Meas/IMU6/{rate}".encode())]

    def stop(self) -> list[Write]:
        """The command that ends the subscription."""
        return [Write(channel="command", data=bytes((UNSUBSCRIBE, REFERENCE)))]

    def replies(self) -> list[Write]:
        """No answers: the device asks nothing."""
        return []

    def reset(self) -> None:
        """Forgets the first part of a packet whose second part has not come."""
        self._first_part = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the readings of a packet, or the sensor's refusal of a command."""
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
        if (len(data) - _HEAD_BYTES) % _READING_BYTES:
            self._first_part = data
            return out
        return out + self._readings(data)

    def _second(self, before: bytes, data: bytes) -> list[Decoded]:
        if not before:
            return [BadPacket(why="a second part without its first", data=data)]
        return self._readings(before + data[2:])

    def _readings(self, data: bytes) -> list[Decoded]:
        many, over = divmod(len(data) - _HEAD_BYTES, _READING_BYTES)
        if many < 1 or over:
            return [BadPacket(why=f"{len(data)} bytes, which hold no whole readings", data=data)]
        floats = np.frombuffer(data, dtype="<f4", offset=_HEAD_BYTES)
        if not np.isfinite(floats).all():
            return [BadPacket(why="a value that is no number", data=data)]
        acc, gyr = floats.astype(np.float64).reshape(2, many, 3)
        values = np.concatenate([acc, gyr * RAD_PER_DEG], axis=1)
        first = int.from_bytes(data[2:6], "little") * self.TICKS_PER_MS
        step = 1000.0 * self.TICKS_PER_MS / self._rate_hz
        ticks = np.array([first + math.floor(k * step) for k in range(many)], dtype=np.int64)
        return [Readings(kind="motion", values=values, ticks=ticks)]


def _result(data: bytes) -> list[Decoded]:
    """A bad packet where an answer is a refusal, else nothing."""
    status = int.from_bytes(data[2:4], "little")
    refused = len(data) >= 4 and status not in OK_STATUS
    return [BadPacket(why=f"the sensor refused a command (status {status})", data=data)] if refused else []
