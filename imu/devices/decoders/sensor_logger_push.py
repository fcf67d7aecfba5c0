"""Decoder of the phone app Sensor Logger, which posts its readings as JSON over HTTP.

A message is ``{"messageId", "sessionId", "deviceId", "payload": [{"name", "time", "values": {"x", "y", "z"}}, ...]}``
with times in nanoseconds. Source: tszheichoi/awesome-sensor-logger, PUSHING.md.
"""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imu.devices.decoders.base import Quiet
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Decoded, ReadingKind, Readings, TickKind
from imu.types import Floats

TOTAL, LINEAR, _GRAVITY, _GYRO = "totalacceleration", "accelerometer", "gravity", "gyroscope"
"""Names of sensors in messages: acceleration with gravity, without it, gravity alone, angular velocity."""
_NEEDED = "switch on Total Acceleration, or Accelerometer and Gravity, and Gyroscope"
_REMEMBERED = 200
"""Number of latest messages remembered, to recognise those that the app sends again."""


class SensorLoggerPush(Quiet):
    """Decoder of Sensor Logger, whose option "standardise units" (the default) must be on: m/s², rad/s, +g up."""

    ticks: TickKind | None = TickKind(bits=63, step_s=1e-9)

    def __init__(self, _: Profile) -> None:
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the readings of a message; none where it came before."""
        if channel != "push":
            return []
        try:
            message = json.loads(data)
            key = f"{message.get('sessionId')} {message['messageId']}" if "messageId" in message else None
            streams = _streams(message["payload"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            return [BadPacket(why=f"no message of Sensor Logger ({type(error).__name__})", data=data[:100])]
        if key is not None and key in self._seen:
            return []
        if key is not None:
            self._seen.append(key)
        return _readings(streams, data)


_Stream = tuple[NDArray[np.int64], Floats]


def _streams(payload: Sequence[Mapping[str, Any]]) -> dict[str, _Stream]:
    """Times in ns and values ``(n, 3)`` by the sensor's name, in order of time."""
    rows: dict[str, list[tuple[int, float, float, float]]] = {}
    for one in payload:
        name, values = str(one["name"]).lower(), one["values"]
        if name not in (TOTAL, LINEAR, _GRAVITY, _GYRO):
            continue
        x, y, z = (float(values[axis]) for axis in "xyz")
        time_ns = int(one["time"])
        if all(map(math.isfinite, (x, y, z))) and 0 <= time_ns < 1 << 62:
            rows.setdefault(name, []).append((time_ns, x, y, z))
    out = {}
    for name, found in rows.items():
        found.sort(key=lambda row: row[0])
        out[name] = (np.array([r[0] for r in found], dtype=np.int64), np.array([r[1:] for r in found]))
    return out


def _readings(streams: Mapping[str, _Stream], data: bytes) -> list[Decoded]:
    acc = streams.get(TOTAL) or _with_gravity(streams)
    out: list[Decoded] = []
    for kind, stream in _kinds(acc, streams.get(_GYRO)):
        out.append(Readings(kind=kind, values=stream[1], ticks=stream[0]))
    if acc is None and (LINEAR in streams or _GRAVITY in streams):
        out.append(BadPacket(why=f"acceleration without gravity: {_NEEDED}", data=data[:100]))
    return out


def _kinds(acc: _Stream | None, gyr: _Stream | None) -> list[tuple[ReadingKind, _Stream]]:
    both: list[tuple[ReadingKind, _Stream | None]] = [("acc", acc), ("gyr", gyr)]
    return [(kind, stream) for kind, stream in both if stream is not None]


def _with_gravity(streams: Mapping[str, _Stream]) -> _Stream | None:
    """Linear acceleration plus gravity, interpolated at the times of the former."""
    if LINEAR not in streams or _GRAVITY not in streams:
        return None
    (time_ns, linear), (gravity_ns, gravity) = streams[LINEAR], streams[_GRAVITY]
    at, known = (time_ns - time_ns[0]).astype(float), (gravity_ns - time_ns[0]).astype(float)
    return time_ns, linear + np.column_stack([np.interp(at, known, gravity[:, k]) for k in range(3)])
