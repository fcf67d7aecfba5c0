"""Decoder of the phone app phyphox and its web interface: ``/config`` names the buffers, ``/get`` gives new values.

Source: phyphox/phyphox-android, RemoteServer.java. A buffer holds one axis, or the times: m/s²
with gravity, rad/s, or seconds since the measurement began.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from imu.devices.decoders.base import Quiet
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Decoded, ReadingKind, Readings, TickKind
from imu.errors import MessageError

SOURCES: dict[str, ReadingKind] = {"accelerometer": "acc", "gyroscope": "gyr"}
"""Kind of reading by the name of a sensor in the configuration."""
_AXES = ("x", "y", "z", "t")
NS = 1_000_000_000
"""Ticks per second."""
LATEST_S = 1e9
"""Times from here on are none: 30 years after the measurement began."""


def buffers(config: bytes) -> dict[ReadingKind, tuple[str, ...]]:
    """Names of the buffers for x, y, z and time, by kind of reading (``acc``, ``gyr``).

    Raises
    ------
    MessageError
        The bytes are not a configuration, or it names no accelerometer with gravity.
    """
    try:
        inputs = json.loads(config)["inputs"]
        found: dict[ReadingKind, tuple[str, ...]] = {}
        for one in inputs:
            if one["source"] in SOURCES:
                named = {axis: name for output in one["outputs"] for axis, name in output.items()}
                found[SOURCES[one["source"]]] = tuple(str(named[axis]) for axis in _AXES)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MessageError("the phone's answer is no configuration of phyphox", "phyphox.other") from error
    if "acc" not in found:
        what = "the experiment on the phone has no acceleration with g: open one that has, best with a gyroscope too"
        raise MessageError(what, "phyphox.without_gravity")
    return found


def read_answer(body: bytes) -> Any:
    """Reads the buffers by name in an answer of ``/get``; numbers of any length are taken, too large ones as infinite.

    Raises
    ------
    ValueError, KeyError, TypeError, RecursionError
        The bytes are no such answer.
    """
    return json.loads(body, parse_int=float)["buffer"]


class PhyphoxRemote(Quiet):
    """Decoder of phyphox; the configuration has to come first, as a packet on a channel of its own."""

    ticks: TickKind | None = TickKind(bits=63, step_s=1.0 / NS)

    def __init__(self, _: Profile) -> None:
        self._buffers: dict[ReadingKind, tuple[str, ...]] = {}
        self._last_s: dict[ReadingKind, float] = {}

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the new readings in an answer of ``/get``, or takes in the configuration."""
        try:
            if channel == "config":
                self._buffers, self._last_s = buffers(data), {}
                return []
            answer = read_answer(data)
            return [
                r
                for kind, names in self._buffers.items()
                if (r := self._readings(kind, names, answer)) is not None
            ]
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            return [BadPacket(why=f"no answer of phyphox ({error})", data=data[:100])]

    def _readings(
        self, kind: ReadingKind, names: tuple[str, ...], answer: Mapping[str, Any]
    ) -> Readings | None:
        columns = [answer[name]["buffer"] for name in names]
        last_s = self._last_s.get(kind, -math.inf)
        rows = [tuple(map(float, row)) for row in zip(*columns, strict=False) if None not in row]
        sound = [row for row in rows if all(map(math.isfinite, row)) and 0.0 <= row[3] < LATEST_S]
        new = [row for row in sound if row[3] > last_s]
        new.sort(key=lambda row: row[3])
        if not new:
            return None
        self._last_s[kind] = new[-1][3]
        table = np.array(new)
        return Readings(kind=kind, values=table[:, :3], ticks=np.round(table[:, 3] * NS).astype(np.int64))
