"""Devices whose notification is a fixed struct: BBC micro:bit, TI SensorTag, Thingy:52, BlueST and what people
program themselves. Everything that differs stands in the profile's options.

Options: ``struct`` (as of Python's `struct`, e.g. ``<9h``), ``fields`` (one name for each value), units and scales
(`imu.devices.columns`), ``tick_bits`` and ``tick_s``. Where acceleration and turning come on channels of their
own, the options of each stand in ``[options.channels.NAME]``.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from typing import Any

from imu.devices.columns import Columns, tick_kind
from imu.devices.profile import Profile
from imu.devices.types import BadPacket, Battery, Decoded, TickKind, Write
from imu.errors import DeviceError


class StructFrames:
    """See the module. A notification may hold several frames one after the other."""

    def __init__(self, profile: Profile) -> None:
        options = profile.options
        apart: Mapping[str, Mapping[str, Any]] = options.get("channels", {})
        single = [name for name in profile.channels if name not in ("command", "battery")][:1]
        told = apart or dict.fromkeys(single, options)
        self._frames = {name: _Frame(one, f"{profile.name}, {name}") for name, one in told.items()}
        self.ticks: TickKind | None = tick_kind(next(iter(told.values()), {}))

    def start(self, rate_hz: float) -> list[Write]:  # noqa: ARG002  the profile's commands do it
        """Nothing besides the profile's commands."""
        return []

    def stop(self) -> list[Write]:
        """Nothing besides the profile's commands."""
        return []

    def replies(self) -> list[Write]:
        """Nothing is asked."""
        return []

    def reset(self) -> None:
        """A notification is whole: there is nothing to forget."""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """The readings of a notification."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        frame = self._frames.get(channel)
        return [] if frame is None else frame.read(data)


class _Frame:
    def __init__(self, options: Mapping[str, Any], where: str) -> None:
        try:
            self._struct = struct.Struct(options["struct"])
        except (KeyError, struct.error, TypeError) as error:
            raise DeviceError(
                f"{where}: the option struct is missing or not one ({error}); e.g. '<6h'."
            ) from error
        self._columns = Columns.of(options, where=where)
        many = len(self._struct.unpack(bytes(self._struct.size)))
        if many != len(self._columns.names):
            raise DeviceError(
                f"{where}: the struct has {many} values, but {len(self._columns.names)} fields are named."
            )

    def read(self, data: bytes) -> list[Decoded]:
        size = self._struct.size
        if not data or len(data) % size:
            return [BadPacket(why=f"{len(data)} bytes; a frame has {size}", data=data)]
        rows = [self._struct.unpack_from(data, at) for at in range(0, len(data), size)]
        if not all(math.isfinite(value) for row in rows for value in row):
            return [BadPacket(why="a value that is no number", data=data)]
        return [self._columns.readings(rows)]
