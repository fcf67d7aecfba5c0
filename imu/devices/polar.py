"""Polar H10, Verity Sense and OH1: the measurement service (PMD) with its dialogue and its compressed frames.

Source: Polar BLE SDK (technical documentation and tests of its decoders). A frame carries the time of its *last*
reading, in nanoseconds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from imu.devices.profile import Profile
from imu.devices.types import BadPacket, Battery, Decoded, ReadingKind, Readings, TickKind, Write
from imu.units import G_MPS2, RAD_PER_DEG

SETTINGS, START, STOP = 1, 2, 3
ACC, GYRO = 2, 5
KINDS: dict[int, ReadingKind] = {ACC: "acc", GYRO: "gyr"}
RATE, RESOLUTION, RANGE, CHANNELS, FACTOR = 0, 1, 2, 4, 5
SETTING = {
    "rate_hz": (RATE, 2),
    "resolution": (RESOLUTION, 2),
    "range": (RANGE, 2),
    "channels": (CHANNELS, 1),
}
"""Option to setting and its bytes."""
REPLY = 0xF0
HEAD_BYTES, COMPRESSED = 10, 0x80
NS_PER_TICK = 1000
ERRORS = {6: "it is measuring already", 13: "it lies in its charger"}
RAW_BYTES = {0: 1, 1: 2, 2: 3}
"""Bytes of a value by the kind of an uncompressed frame."""
BITS = {0: 16, 1: 16, 2: 24}
"""Bits of the first reading's values by the kind of a compressed frame."""


class Polar:
    """See the module. Options: ``acc`` and ``gyro``, each the settings to start with (rate, range, and where the
    device wants them resolution and channels)."""

    ticks: TickKind | None = TickKind(bits=63, step_s=NS_PER_TICK * 1e-9)

    def __init__(self, profile: Profile) -> None:
        self._told = {
            kind: dict(profile.options[name])
            for kind, name in ((ACC, "acc"), (GYRO, "gyro"))
            if name in profile.options
        }
        self._factor = {ACC: 1.0, GYRO: 1.0}
        self._rate_hz = {kind: float(told["rate_hz"]) for kind, told in self._told.items()}
        self._last_ns: dict[int, int] = {}

    def start(self, rate_hz: float) -> list[Write]:
        """Starts acceleration at the nearest rate there is, and turning at its own."""
        out = []
        for kind, told in self._told.items():
            rates = told.get("rates_hz", [told["rate_hz"]])
            rate = min(rates, key=lambda hz: abs(hz - rate_hz))
            self._rate_hz[kind] = float(rate)
            out.append(Write(channel="command", data=_start(kind, int(rate), told), response=True))
        return out

    def stop(self) -> list[Write]:
        """Ends what was started; a stream that is not stopped stays on."""
        return [Write(channel="command", data=bytes((STOP, kind)), response=True) for kind in self._told]

    def replies(self) -> list[Write]:
        """Nothing is asked."""
        return []

    def reset(self) -> None:
        """The next frame's times are stepped back from its last reading."""
        self._last_ns.clear()

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Readings of a frame, or what the answer to a command says."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        if data[:1] == bytes((REPLY,)):
            return self._reply(data)
        if len(data) <= HEAD_BYTES or data[0] not in KINDS:
            return [
                BadPacket(why=f"{len(data)} bytes that are no frame of acceleration or turning", data=data)
            ]
        try:
            counts = _counts(data[9], data[HEAD_BYTES:])
        except (ValueError, IndexError) as error:
            return [BadPacket(why=str(error), data=data)]
        return [self._readings(data, counts)]

    def _reply(self, data: bytes) -> list[Decoded]:
        if len(data) < 4:
            return [BadPacket(why="an answer that is too short", data=data)]
        if data[3] != 0:
            why = ERRORS.get(data[3], f"error {data[3]}")
            return [BadPacket(why=f"the sensor refused a command: {why}", data=data)]
        if data[1] == START:
            for setting, values in _settings(data[5:]):
                if setting == FACTOR:
                    self._factor[data[2]] = float(np.frombuffer(values[:4], dtype="<f4")[0])
        return []

    def _readings(self, data: bytes, counts: NDArray[np.int64]) -> Readings:
        kind, frame = data[0], data[9]
        last_ns = int.from_bytes(data[1:9], "little") & ((1 << 63) - 1)
        many = len(counts)
        step_ns = 1e9 / self._rate_hz.get(kind, 1.0)
        before = self._last_ns.get(kind)
        if before is not None and 0 < last_ns - before < 2.0 * step_ns * many:
            step_ns = (last_ns - before) / many
        self._last_ns[kind] = last_ns
        steps = range(many - 1, -1, -1)
        ticks = np.array([(last_ns - round(k * step_ns)) // NS_PER_TICK for k in steps], dtype=np.int64)
        unit = RAD_PER_DEG if kind == GYRO else G_MPS2 if frame == COMPRESSED else G_MPS2 / 1000.0
        factor = self._factor[kind] if frame & COMPRESSED else 1.0
        values = np.array(counts * (factor * unit), dtype=np.float64)
        return Readings(kind=KINDS[kind], values=values, ticks=ticks)


def _start(kind: int, rate: int, told: dict[str, float]) -> bytes:
    """The command, with the settings in the order of the profile."""
    out = bytes((START, kind))
    for name, value in told.items():
        if name in SETTING:
            setting, size = SETTING[name]
            number = rate if name == "rate_hz" else int(value)
            out += bytes((setting, 1)) + number.to_bytes(size, "little")
    return out


def _settings(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Setting and its values, from type, count, values."""
    size = {RATE: 2, RESOLUTION: 2, RANGE: 2, CHANNELS: 1, FACTOR: 4}
    at = 0
    while at + 2 <= len(data) and data[at] in size:
        many = data[at + 1] * size[data[at]]
        yield data[at], data[at + 2 : at + 2 + many]
        at += 2 + many


def _counts(frame: int, data: bytes) -> NDArray[np.int64]:
    """Values of a frame's readings, ``(n, 3)``."""
    kind = frame & ~COMPRESSED
    if frame & COMPRESSED:
        if kind not in BITS:
            raise ValueError(f"a compressed frame of kind {kind}")
        return _uncompressed(data, -(-BITS[kind] // 8))
    if kind not in RAW_BYTES:
        raise ValueError(f"a frame of kind {kind}")
    size = RAW_BYTES[kind]
    if len(data) % (3 * size):
        raise ValueError(f"{len(data)} bytes, which hold no whole readings")
    values = [_signed(data[at : at + size]) for at in range(0, len(data), size)]
    return np.array(values, dtype=np.int64).reshape(-1, 3)


def _uncompressed(data: bytes, size: int) -> NDArray[np.int64]:
    """The first reading, then blocks of differences packed from the lowest bit up."""
    if len(data) < 3 * size:
        raise ValueError("a frame without its first reading")
    last = [_signed(data[k * size : (k + 1) * size]) for k in range(3)]
    rows = [list(last)]
    at = 3 * size
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("a block without its head")
        bits, many = data[at], data[at + 1]
        length = -(-bits * many * 3 // 8)
        block = data[at + 2 : at + 2 + length]
        if len(block) < length or bits == 0:
            raise ValueError("a block that is cut off")
        number = int.from_bytes(block, "little")
        for _ in range(many):
            for axis in range(3):
                value = number & ((1 << bits) - 1)
                last[axis] += value - ((value >> (bits - 1)) << bits)
                number >>= bits
            rows.append(list(last))
        at += 2 + length
    return np.array(rows, dtype=np.int64)


def _signed(data: bytes) -> int:
    return int.from_bytes(data, "little", signed=True)
