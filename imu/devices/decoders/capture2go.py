"""Decoder of Capture2Go: packages with a checksum in a stream of bytes, with the sensor's own clock in nanoseconds.

Source: capture2go 1.0.1 (the vendor's package, MIT). A package is ``02``, a CRC-32 (u32) of everything after the size,
the payload's size (u8), the kind (u16), and the payload.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.units import RAD_PER_DEG

BEGIN = 2
_HEAD = struct.Struct("<BIBH")
CHECKED_FROM = 6
"""The checksum covers a package from this byte to its end."""
_LONGEST = 512
MODES_HZ = {200: 1, 100: 2, 50: 3, 25: 4, 10: 5}
"""Code of the mode by sampling rate, Hz."""
SET_MODE, _START, _STOP, STOP_AND_CLEAR, STATUS = 0x0120, 0x0150, 0x0152, 0x0158, 0x0201
"""Kinds of packages: commands, and the status of the sensor."""
MODE = struct.Struct("<q8BHBQ3B")
READINGS = {0x0250 + mode for mode in range(1, 7)}
"""Kinds of packages that hold one reading without magnetic field."""
READING = struct.Struct("<q6h")
"""Time in ns, and counts of acceleration x, y, z and angular velocity x, y, z."""
_READING_BYTES = 31
STATUS_BYTES, STATUS_BATTERY = 19, 17
"""Size of a status, and index of the byte with the battery: its charge in %, and the bit ``CHARGING``."""
CHARGING = 0x80
ACC_MPS2 = 16.0 * 9.81 / 32768.0
"""m/s² of a count; the range is 16 g."""
GYR_RADPS = 2000.0 / 32768.0 * RAD_PER_DEG
"""rad/s of a count; the range is 2000 °/s."""


class Capture2Go:
    """Decoder of Capture2Go; at the start it ends a stream that an earlier program left running."""

    ticks: TickKind | None = TickKind(bits=63, step_s=1e-9)

    def __init__(self, _: Profile) -> None:
        self._rest = b""
        self._skipped = b""

    def start(self, rate_hz: float) -> list[Write]:
        """Commands that ask for readings at the nearest rate and the battery every second, nothing else."""
        mode = MODES_HZ[min(MODES_HZ, key=lambda hz: abs(hz - rate_hz))]
        settings = MODE.pack(0, 0, mode, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1)
        return [_command(STOP_AND_CLEAR), _command(SET_MODE, settings), _command(_START)]

    def stop(self) -> list[Write]:
        """The command that ends the stream."""
        return [_command(_STOP)]

    def replies(self) -> list[Write]:
        """No answers: the device asks nothing."""
        return []

    def reset(self) -> None:
        """Forgets a partial package."""
        self._rest = self._skipped = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the packages that are complete; bytes between them are a bad packet."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        out: list[Decoded] = []
        readings: list[bytes] = []
        stream = self._rest + data
        while len(stream) >= _HEAD.size:
            begin, check, size, kind = _HEAD.unpack_from(stream)
            whole = _HEAD.size + size
            if begin == BEGIN and len(stream) < whole:
                break
            if begin != BEGIN or zlib.crc32(stream[CHECKED_FROM:whole]) != check:
                stream = self._skip(stream)
                out += self._bad() if len(self._skipped) > _LONGEST else []
                continue
            out += self._bad()
            payload, stream = stream[_HEAD.size : whole], stream[whole:]
            if kind in READINGS and size == _READING_BYTES:
                readings.append(payload)
            elif kind == STATUS and size >= STATUS_BYTES:
                out += _battery(payload[STATUS_BATTERY])
        self._rest = stream
        return [_readings(readings), *out] if readings else out

    def _skip(self, stream: bytes) -> bytes:
        """Skips to the next byte that may begin a package."""
        at = stream.find(bytes((BEGIN,)), 1)
        at = at if at > 0 else len(stream)
        self._skipped += stream[:at]
        return stream[at:]

    def _bad(self) -> list[Decoded]:
        """The skipped bytes as a bad packet, once a package follows or they are very many."""
        skipped, self._skipped = self._skipped, b""
        return [BadPacket(why=f"{len(skipped)} bytes that are no package", data=skipped)] if skipped else []


def _command(kind: int, payload: bytes = b"") -> Write:
    checked = kind.to_bytes(2, "little") + payload
    head = struct.pack("<BIB", BEGIN, zlib.crc32(checked), len(payload))
    return Write(channel="command", data=head + checked)


def _readings(payloads: Sequence[bytes]) -> Readings:
    rows = [READING.unpack_from(payload) for payload in payloads]
    counts = np.array([row[1:] for row in rows], dtype=np.float64)
    values = np.concatenate([counts[:, 3:] * ACC_MPS2, counts[:, :3] * GYR_RADPS], axis=1)
    return Readings(kind="motion", values=values, ticks=np.array([row[0] for row in rows], dtype=np.int64))


def _battery(told: int) -> list[Decoded]:
    percent = told & ~CHARGING
    return [Battery(percent=percent, charging=bool(told & CHARGING))] if percent <= 100 else []
