"""Decoder of a phone's browser: batches of ``devicemotion`` events, sent as JSON by the page of `analysis.live.phone_page`.

A message is ``{"phone", "n", "first", "ios", "sent", "rows": [[t, ax, ay, az, alpha, beta, gamma], ...]}``: who sends
it, the number of the message, the oldest number that the phone still keeps, when it was sent (null: by another page
than the one that measured), and the readings as the browser gave them: ms since 1970, m/s² with gravity, °/s or three
times null. Source: W3C, Device Orientation and Motion.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from imu.devices.decoders.base import Quiet
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Decoded, Readings, TickKind
from imu.errors import MessageError
from imu.types import Floats

MOTION_CHANNEL = "motion"
"""Channel of the packets."""
MOST_MESSAGE_BYTES = 50_000
"""Longest message, bytes; a tenth of a second is 400."""
_MOST_ROWS = 600
"""Most readings of a message: ten seconds of them."""
_LONGEST_NAME = 40
_LATEST_MS = 1e13
"""Times from here on, in the year 2286, are none."""
_LARGEST = 1e4
"""Values from here on, in m/s² or °/s, are none that a phone can give."""
_TICKS_PER_MS = 1000.0
_OLDEST_S = 3600.0
"""Readings that say they are older, s, do not know when they were made: a page keeps eight minutes."""


class PhoneBrowser(Quiet):
    """Decoder of a phone's browser. iPhones give the acceleration with the opposite sign, which is put right here."""

    ticks: TickKind | None = TickKind(bits=63, step_s=1e-3 / _TICKS_PER_MS, ordered=True)

    def __init__(self, _: Profile) -> None:
        pass

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the readings of a message."""
        if channel != MOTION_CHANNEL:
            return []
        try:
            message = read_motion(data)
        except ValueError as error:
            return [BadPacket(why=str(error), data=data[:100])]
        if len(message.ticks) == 0:
            return []
        return [
            Readings(
                kind="motion",
                values=message.values,
                ticks=message.ticks,
                age_s=message.age_s,
                source=message.phone,
            )
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionMessage:
    """A message that could be read."""

    phone: str
    """Tells the page on the phone from other phones and pages."""
    number: int
    """Of the message, from 0."""
    first: int
    """Number of the oldest message that the phone can still send again."""
    ticks: NDArray[np.int64]
    """``(n,)``: time of each reading, µs since 1970 by the phone's clock."""
    age_s: float | None
    """How long ago the last of them was made when the phone sent it, s; None where it does not know."""
    values: Floats
    """``(n, 6)``: specific force, m/s², at rest +9.81 m/s² up; angular velocity, rad/s, NaN where the phone gave none."""


def read_motion(data: bytes) -> MotionMessage:
    """Reads a message; all of it, or nothing.

    Raises
    ------
    MessageError
        It cannot be read; the text is a sentence that says where, for people.
    """
    if len(data) > MOST_MESSAGE_BYTES:
        what = (
            f"A message of the phone is too long: {len(data)} bytes, at most {MOST_MESSAGE_BYTES} are taken."
        )
        raise MessageError(what, "too_long", n=len(data), most=MOST_MESSAGE_BYTES)
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        what = "A message of the phone is not JSON; load the page on the phone again."
        raise MessageError(what, "no_json") from error
    if not isinstance(message, dict):
        raise MessageError(
            "A message of the phone is no object; load the page on the phone again.", "no_object"
        )
    phone, number, first = message.get("phone"), _count(message.get("n")), _count(message.get("first"))
    if not isinstance(phone, str) or not 0 < len(phone) <= _LONGEST_NAME:
        raise MessageError("A message of the phone does not say which phone it is from.", "of_no_phone")
    if number is None or first is None or first > number:
        raise MessageError(
            "A message of the phone has no number; load the page on the phone again.", "no_number"
        )
    sent = message.get("sent")
    if sent is not None and not _is_time(sent):
        what = f"Message {number} of the phone was not sent at a time in milliseconds since 1970."
        raise MessageError(what, "no_time", message=number)
    table = _table(message.get("rows"), number)
    sign = -1.0 if message.get("ios") is True else 1.0
    return MotionMessage(
        phone=phone,
        number=number,
        first=first,
        ticks=np.round(table[:, 0] * _TICKS_PER_MS).astype(np.int64),
        values=np.hstack([sign * table[:, 1:4], np.radians(table[:, 4:7])]),
        age_s=None if sent is None or len(table) == 0 else _age_s(float(sent) - float(table[-1, 0])),
    )


def _age_s(age_ms: float) -> float | None:
    """The age, s, where it can be one."""
    age_s = age_ms / 1000.0
    return age_s if 0.0 <= age_s <= _OLDEST_S else None


def _count(value: object) -> int | None:
    """A number of a message; None where it is none."""
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53
    return value if whole and isinstance(value, int) else None


def _table(rows: object, number: int) -> Floats:
    """Time in ms, acceleration in m/s² and angular velocity in °/s or NaN, ``(n, 7)``."""
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        what = f"Message {number} of the phone has no list of at most {_MOST_ROWS} readings."
        raise MessageError(what, "no_list", message=number, most=_MOST_ROWS)
    return np.array([_row(row, k, number) for k, row in enumerate(rows, 1)]).reshape(-1, 7)


def _row(row: object, k: int, number: int) -> list[float]:
    def wrong(what: str, code: str) -> MessageError:
        said = f"Reading {k} of message {number} of the phone {what}."
        return MessageError(said, f"reading.{code}", reading=k, message=number)

    if not isinstance(row, list) or len(row) != 7:
        raise wrong("is no list of a time and six numbers", "no_list")
    if not _is_time(row[0]):
        raise wrong("has no time in milliseconds since 1970", "no_time")
    if not all(_is_number(value) and abs(value) < _LARGEST for value in row[1:4]):
        raise wrong("has an acceleration that no phone can have", "acceleration")
    if any(value is None for value in row[4:]):
        return [*map(float, row[:4]), math.nan, math.nan, math.nan]
    if not all(_is_number(value) and abs(value) < _LARGEST for value in row[4:]):
        raise wrong("has an angular velocity that no phone can have", "angular_velocity")
    return list(map(float, row))


def _is_time(value: object) -> TypeGuard[float]:
    """Whether it is a time in ms since 1970."""
    return _is_number(value) and 0.0 <= value < _LATEST_MS


def _is_number(value: object) -> TypeGuard[float]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return isinstance(value, int) or math.isfinite(value)
