"""Decoder of Polar H10, Verity Sense and OH1: commands, answers and frames of Polar's measurement service (PMD).

Source: Polar BLE SDK (technical documentation and tests of its decoders). A frame carries the time of its *last*
reading, in nanoseconds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imu.devices.decoders.polar_frames import COMPRESSED, counts
from imu.devices.fields import check_has_gyro
from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, ReadingKind, Readings, TickKind, Write
from imu.errors import DeviceError
from imu.units import G_MPS2, RAD_PER_DEG

_START, _STOP = 2, 3
_ACC, _GYRO, SDK_MODE = 2, 5, 9
_KINDS: dict[int, ReadingKind] = {_ACC: "acc", _GYRO: "gyr"}
RATE, RESOLUTION, RANGE, CHANNELS, FACTOR = 0, 1, 2, 4, 5
"""Numbers of settings."""
SETTING = {
    "rate_hz": (RATE, 2),
    "resolution": (RESOLUTION, 2),
    "range": (RANGE, 2),
    "channels": (CHANNELS, 1),
}
"""Number of a setting and its size in bytes, by name of the option."""
SETTING_BYTES = {RATE: 2, RESOLUTION: 2, RANGE: 2, CHANNELS: 1, FACTOR: 4}
"""Size of a setting in bytes, by its number."""
REPLY = 0xF0
"""First byte of an answer to a command."""
_HEAD_BYTES = 10
NS_PER_TICK = 1000
"""Times are kept in µs."""
STARTED_ALREADY = 6
ERRORS = {STARTED_ALREADY: "it is measuring already", 13: "it lies in its charger"}
EVEN = (0.5, 1.5)
"""Limits of the time between two frames, as a multiple of the usual one; beyond, a frame was lost."""


class Polar:
    """Decoder of Polar's sensors.

    The options are ``acc`` and ``gyro``, each with the settings to start with (``rate_hz``, ``rates_hz``, and
    where the device wants them ``range``, ``resolution`` and ``channels``), and ``sdk_mode_hz``, the rates that are
    available in the SDK mode only.

    A stream that an earlier program left running is stopped and started again, because only the answer to the start
    command says how large one count is.
    """

    ticks: TickKind | None = TickKind(bits=63, step_s=NS_PER_TICK * 1e-9)

    def __init__(self, profile: Profile) -> None:
        named = ((_ACC, "acc"), (_GYRO, "gyro"))
        self._told = {
            kind: _checked(profile.options[name], f"{profile.name}, options.{name}")
            for kind, name in named
            if name in profile.options
        }
        check_has_gyro(profile, _GYRO in self._told)
        self._sdk_mode_hz = tuple(map(float, profile.options.get("sdk_mode_hz", ())))
        self._sdk_mode = False
        self._factor: dict[int, float] = {}
        self._rate_hz = {kind: float(told["rate_hz"]) for kind, told in self._told.items()}
        self._last_ns: dict[int, int] = {}
        self._writes: list[Write] = []
        self._begun_again: set[int] = set()

    def start(self, rate_hz: float) -> list[Write]:
        """Commands that start each sensor at its nearest rate."""
        for kind, told in self._told.items():
            rates = told.get("rates_hz", [told["rate_hz"]])
            self._rate_hz[kind] = float(min(rates, key=lambda hz: abs(hz - rate_hz)))
        self._sdk_mode = not set(self._sdk_mode_hz).isdisjoint(self._rate_hz.values())
        first = [_command(_START, SDK_MODE)] if self._sdk_mode else []
        return first + [self._start(kind) for kind in self._told]

    def stop(self) -> list[Write]:
        """Commands that stop the streams, which would go on otherwise."""
        last = [SDK_MODE] if self._sdk_mode else []
        return [_command(_STOP, kind) for kind in [*self._told, *last]]

    def replies(self) -> list[Write]:
        """Commands that restart a stream which was running already."""
        out, self._writes = self._writes, []
        return out

    def reset(self) -> None:
        """Forgets the time of the last frame; the size of a count stays known."""
        self._last_ns.clear()
        self._writes.clear()
        self._begun_again.clear()

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the readings of a frame, the answer to a command, or the battery."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        if data[:1] == bytes((REPLY,)):
            return self._reply(data)
        if len(data) <= _HEAD_BYTES or data[0] not in self._told:
            return [BadPacket(why=f"{len(data)} bytes that are no frame of what was asked for", data=data)]
        try:
            unit = self._unit(data[0], data[9])
            values = counts(data[9], data[_HEAD_BYTES:])
        except ValueError as error:
            return [BadPacket(why=str(error), data=data)]
        ticks = self._ticks(data[0], int.from_bytes(data[1:9], "little"), len(values))
        return [Readings(kind=_KINDS[data[0]], values=np.array(values * unit, dtype=np.float64), ticks=ticks)]

    def _reply(self, data: bytes) -> list[Decoded]:
        if len(data) < 4:
            return [BadPacket(why="an answer that is too short", data=data)]
        command, kind, error = data[1:4]
        if error == STARTED_ALREADY and command == _START:
            self._begin_again(kind)
            return []
        if error and command == _START:
            why = ERRORS.get(error, f"error {error}")
            return [BadPacket(why=f"the sensor refused a command: {why}", data=data)]
        if command == _START:
            self._learn(kind, data[5:])
        return []

    def _begin_again(self, kind: int) -> None:
        """Restarts a stream, once per connection, so that a sensor that always refuses is not asked forever."""
        if kind in self._told and kind not in self._begun_again:
            self._begun_again.add(kind)
            self._writes += [_command(_STOP, kind), self._start(kind)]

    def _learn(self, kind: int, settings: bytes) -> None:
        for setting, values in _settings(settings):
            if setting == FACTOR and len(values) >= SETTING_BYTES[FACTOR]:
                (factor,) = struct.unpack_from("<f", values)
                if isfinite(factor) and factor > 0.0:
                    self._factor[kind] = factor

    def _unit(self, kind: int, frame: int) -> float:
        """Size of one count, in m/s² or rad/s.

        Raises
        ------
        ValueError
            The sensor has not told it.
        """
        if kind == _ACC and frame != COMPRESSED:
            factor = self._factor.get(_ACC, 1.0) if frame & COMPRESSED else 1.0
            return factor * G_MPS2 / 1000.0
        if frame != COMPRESSED:
            raise ValueError(f"a frame of kind {frame:#04x} of the gyroscope")
        if kind not in self._factor:
            raise ValueError("counts, before the sensor has told what one of them is")
        return self._factor[kind] * (G_MPS2 if kind == _ACC else RAD_PER_DEG)

    def _ticks(self, kind: int, last_ns: int, many: int) -> NDArray[np.int64]:
        """Ticks of a frame's readings: evenly spread since the frame before, or by the rate if none came before."""
        last_ns &= (1 << 63) - 1
        step_ns = 1e9 / self._rate_hz[kind]
        before_ns = self._last_ns.get(kind)
        if before_ns is not None and EVEN[0] < (last_ns - before_ns) / (step_ns * many) < EVEN[1]:
            step_ns = (last_ns - before_ns) / many
        self._last_ns[kind] = last_ns
        steps = range(many - 1, -1, -1)
        return np.array([(last_ns - round(k * step_ns)) // NS_PER_TICK for k in steps], dtype=np.int64)

    def _start(self, kind: int) -> Write:
        """The start command, with the settings in the order of the profile."""
        told = {**self._told[kind], "rate_hz": round(self._rate_hz[kind])}
        settings = b""
        for name, value in told.items():
            if name in SETTING:
                setting, size = SETTING[name]
                settings += bytes((setting, 1)) + int(value).to_bytes(size, "little")
        return _command(_START, kind, settings)


def _command(*what: int | bytes) -> Write:
    data = b"".join(part if isinstance(part, bytes) else bytes((part,)) for part in what)
    return Write(channel="command", data=data, response=True)


def _checked(told: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Checks that the settings to start with can be written, and returns them.

    Raises
    ------
    DeviceError
        A number is missing or does not fit its setting.
    """
    if not isinstance(told, Mapping) or "rate_hz" not in told:
        raise DeviceError(f"{where}: rate_hz is missing; add it, such as rate_hz = 52.")
    numbers = [(name, value) for name, value in told.items() if name in SETTING]
    numbers += [("rate_hz", value) for value in told.get("rates_hz", ())]
    for name, value in numbers:
        largest = (1 << (8 * SETTING[name][1])) - 1
        if not isinstance(value, int) or not 0 < value <= largest:
            raise DeviceError(f"{where}: {name} is {value!r}; it must be a whole number from 1 to {largest}.")
    return told


def _settings(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Pairs of setting and values in an answer, where each is: type, count, values."""
    at = 0
    while at + 2 <= len(data) and data[at] in SETTING_BYTES:
        end = at + 2 + data[at + 1] * SETTING_BYTES[data[at]]
        yield data[at], data[at + 2 : end]
        at = end
