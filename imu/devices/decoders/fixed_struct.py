"""Decoder of devices that send a fixed binary layout: BBC micro:bit, TI SensorTag, Thingy:52, BlueST, self-made ones.

The profile's options describe the layout: ``struct`` (a format of Python's `struct`, e.g. ``<9h``), ``fields`` (one
name for each value), units and scales (`imu.devices.fields`), ``tick_bits``, ``tick_scale`` and ``tick_s``; ``sync``,
the bytes before each frame in hex, where frames come as a stream that is cut anywhere. Where acceleration and angular
velocity come on separate channels, ``[options.channels.NAME]`` holds the options of each.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from imu.devices.decoders.base import Quiet
from imu.devices.fields import FieldLayout, check_has_gyro, tick_kind
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, TickKind
from imu.errors import DeviceError


class StructFrames(Quiet):
    """Decoder of fixed binary layouts; without ``sync`` a notification is one frame or several in a row."""

    def __init__(self, profile: Profile) -> None:
        options = profile.options
        apart: Mapping[str, Mapping[str, Any]] = options.get("channels", {})
        single = [name for name in profile.channels if name not in ("command", "battery")][:1]
        told = apart or dict.fromkeys(single, options)
        self._frames = {name: _Frames(one, f"{profile.name}, {name}") for name, one in told.items()}
        check_has_gyro(profile, any(frames.columns.kind != "acc" for frames in self._frames.values()))
        kinds = {tick_kind(one, where=f"{profile.name}, {name}") for name, one in told.items()}
        if len(kinds) > 1:
            raise DeviceError(
                f"{profile.name}: the ticks of its channels differ; give all the same, or none."
            )
        self.ticks: TickKind | None = next(iter(kinds), None)

    def reset(self) -> None:
        """Forgets a partial frame."""
        for frames in self._frames.values():
            frames.rest = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes a notification into readings."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        frames = self._frames.get(channel)
        return [] if frames is None else frames.read(data)


class _Frames:
    """Splits the bytes of one channel into frames and decodes them."""

    def __init__(self, options: Mapping[str, Any], where: str) -> None:
        try:
            self._struct = struct.Struct(options["struct"])
            self._sync = bytes.fromhex(options.get("sync", ""))
        except (KeyError, struct.error, TypeError, ValueError) as error:
            raise DeviceError(
                f"{where}: the option struct (such as '<6h') or sync (such as 'aa55') is missing or not one ({error})."
            ) from error
        self.columns = FieldLayout.of(options, where=where)
        values = self._struct.unpack(bytes(self._struct.size))
        if len(values) != len(self.columns.names):
            raise DeviceError(
                f"{where}: the struct has {len(values)} values, but {len(self.columns.names)} fields are named."
            )
        if not all(isinstance(value, int | float) for value in values):
            raise DeviceError(f"{where}: the struct holds text; write x for a byte that is not looked at.")
        self.rest = b""

    def read(self, data: bytes) -> list[Decoded]:
        out: list[Decoded] = []
        frames = self._stream(data, out) if self._sync else self._whole(data, out)
        rows = []
        for frame in frames:
            row = self._struct.unpack(frame)
            if self.columns.fits(row):
                rows.append(row)
            else:
                out.append(BadPacket(why="a value that is no number, or far too large", data=frame))
        return [self.columns.readings(rows), *out] if rows else out

    def _whole(self, data: bytes, out: list[Decoded]) -> list[bytes]:
        """Frames of a notification that consists of whole frames."""
        size = self._struct.size
        if not data or len(data) % size:
            out.append(BadPacket(why=f"{len(data)} bytes; a frame has {size}", data=data))
            return []
        return [data[at : at + size] for at in range(0, len(data), size)]

    def _stream(self, data: bytes, out: list[Decoded]) -> list[bytes]:
        """Frames of a stream: each begins with ``sync``, and another ``sync`` follows it.

        A frame waits until that one has come, because the bytes of ``sync`` may also occur within a frame by chance.
        """
        length = len(self._sync) + self._struct.size
        stream, frames = self.rest + data, []
        while len(stream) >= length + len(self._sync):
            if stream.startswith(self._sync) and stream.startswith(self._sync, length):
                frames.append(stream[len(self._sync) : length])
                stream = stream[length:]
                continue
            at = stream.find(self._sync, 1)
            at = at if at > 0 else len(stream) - len(self._sync) + 1
            out.append(BadPacket(why=f"{at} bytes that are no frame", data=stream[:at]))
            stream = stream[at:]
        self.rest = stream
        return frames
