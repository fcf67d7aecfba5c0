"""Decoder of the phone app Sensor Logger, which posts its readings as JSON over HTTP.

A message is ``{"messageId", "sessionId", "deviceId", "payload": [{"name", "time", "values": {"x", "y", "z"}}, ...]}``
with times in nanoseconds. Source: tszheichoi/awesome-sensor-logger, PUSHING.md.
"""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imu.devices.decoders.base import Quiet
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Decoded, ReadingKind, Readings, TickKind
from imu.errors import MessageError
from imu.types import Floats

TOTAL, LINEAR, _GRAVITY, _GYRO = "totalacceleration", "accelerometer", "gravity", "gyroscope"
"""Names of sensors in messages: acceleration with gravity, without it, gravity alone, angular velocity."""
_NEEDED = "switch on Total Acceleration, or Accelerometer and Gravity, and Gyroscope"
_LONGEST_NAME = 200
"""Characters of a name or number of a message that are looked at."""
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
            message = read_message(data)
        except ValueError as error:
            return [BadPacket(why=str(error), data=data[:100])]
        if message.key is not None and message.key in self._seen:
            return []
        if message.key is not None:
            self._seen.append(message.key)
        return _readings(message, data)


_Stream = tuple[NDArray[np.int64], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class PushMessage:
    """A message that could be read."""

    key: str | None
    """Tells it from other messages; None where the app does not number them."""
    phone: str | None
    """Tells the phone from other phones; None where the app does not say."""
    session: str
    """Tells the recording on the phone from others; empty where the app does not say."""
    streams: Mapping[str, _Stream]
    """Times in ns, ``(n,)``, and values, ``(n, 3)``, by the sensor's name, in order of time."""

    @property
    def wrong(self) -> str | None:
        """A sentence where its acceleration cannot be used, else None."""
        parts = {LINEAR, _GRAVITY} & set(self.streams)
        alone = TOTAL not in self.streams and len(parts) == 1
        return f"The acceleration is without gravity: {_NEEDED}." if alone else None

    @property
    def measures(self) -> bool:
        """Whether it has acceleration that can be used."""
        return self.wrong is None and not {TOTAL, LINEAR}.isdisjoint(self.streams)


def read_message(data: bytes) -> PushMessage:
    """Reads a message; all of it, or nothing.

    Raises
    ------
    MessageError
        It cannot be read; the text is a sentence that says where, for people.
    """
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise MessageError("The message is not JSON.", "app.no_json") from error
    if not isinstance(message, dict) or not isinstance(message.get("payload"), list):
        raise MessageError(
            "The message has no payload: in Sensor Logger, choose HTTP Push.", "app.no_payload"
        )
    session, number = _name(message.get("sessionId")), _name(message.get("messageId"))
    return PushMessage(
        key=f"{session} {number}" if number else None,
        phone=_name(message.get("deviceId")) or None,
        session=session,
        streams=_streams(message["payload"]),
    )


def _name(value: object) -> str:
    """A name or number of a message as text; empty for anything else."""
    return str(value)[:_LONGEST_NAME] if isinstance(value, (str, int)) else ""


def _streams(payload: Sequence[object]) -> dict[str, _Stream]:
    rows: dict[str, list[tuple[int, float, float, float]]] = {}
    for number, one in enumerate(payload, start=1):
        if not isinstance(one, dict):
            what = f"Reading {number} of the message is no object with name, time and values."
            raise MessageError(what, "app.no_object", reading=number)
        name = _name(one.get("name")).lower()
        if name in (TOTAL, LINEAR, _GRAVITY, _GYRO):
            rows.setdefault(name, []).append(_row(number, name, one))
    out = {}
    for name, found in rows.items():
        found.sort(key=lambda row: row[0])
        out[name] = (np.array([r[0] for r in found], dtype=np.int64), np.array([r[1:] for r in found]))
    return out


def _row(number: int, name: str, one: Mapping[str, object]) -> tuple[int, float, float, float]:
    """Time in ns and the three axes of a reading."""
    which = f"Reading {number} of the message ({name})"
    time_ns, values = _number(one.get("time")), one.get("values")
    if time_ns is None or not 0 <= time_ns < 1 << 62:
        what = f"{which} has no time in nanoseconds since 1970."
        raise MessageError(what, "app.no_time", reading=number, name=name)
    axes = [_number(values.get(axis)) for axis in "xyz"] if isinstance(values, dict) else [None]
    x, y, z = (*axes, None, None)[:3]
    if x is None or y is None or z is None:
        what = f"{which} has no number for each of x, y and z."
        raise MessageError(what, "app.no_axes", reading=number, name=name)
    return int(time_ns), float(x), float(y), float(z)


def _number(value: object) -> int | float | None:
    """A finite number, also as text; None where it is none that a sensor can give."""
    try:
        if isinstance(value, str):
            value = int(value) if value.isdecimal() else float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            return None
    except (ValueError, OverflowError):
        return None
    return value


def _readings(message: PushMessage, data: bytes) -> list[Decoded]:
    streams = message.streams
    acc = streams.get(TOTAL) or _with_gravity(streams)
    out: list[Decoded] = []
    for kind, stream in _kinds(acc, streams.get(_GYRO)):
        source = message.phone or message.session or None
        out.append(Readings(kind=kind, values=stream[1], ticks=stream[0], source=source))
    if message.wrong is not None:
        out.append(BadPacket(why=message.wrong, data=data[:100]))
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
