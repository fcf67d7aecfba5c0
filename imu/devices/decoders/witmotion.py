"""Decoder of WitMotion's Bluetooth sensors: frames ``55 61`` of 20 or 28 bytes, ``55 71`` contents of registers.

Source: the vendor's protocol texts and SDK (WITMOTION/WitBluetooth_BWT901BLE5_0), checked against captures. Only
the long frames (WT901SDCL) carry a time: year to millisecond of the sensor's own clock, in 8 bytes at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from imu.devices.profile import Profile
from imu.devices.protocol import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.units import G_MPS2, RAD_PER_DEG

MOTION, REGISTER = b"\x55\x61", b"\x55\x71"
"""First two bytes of frames: a reading, and the contents of registers."""
_SHORT, _LONG = 20, 28
MILLISECONDS = TickKind(bits=63, step_s=1e-3)
"""Ticks of the long frames."""
PER_COUNT = np.repeat([16.0 / 32768.0 * G_MPS2, 2000.0 / 32768.0 * RAD_PER_DEG], 3)
"""Size of a count in m/s² (three axes) and rad/s (three axes); the ranges are fixed at 16 g and 2000 °/s."""
BATTERY_REGISTER, RATE_REGISTER = 0x64, 0x03
"""Addresses of registers."""
UNLOCK = bytes.fromhex("ffaa6988b5")
"""The command that permits changes of settings."""
_ASK_BATTERY = bytes.fromhex("ffaa276400")
RATES = {0.2: 1, 0.5: 2, 1.0: 3, 2.0: 4, 5.0: 5, 10.0: 6, 20.0: 7, 50.0: 8, 100.0: 9, 200.0: 11}
"""Value of the rate register by sampling rate in Hz; 200 Hz as in the SDK."""
CHARGE = (
    (396, 100), (393, 90), (387, 75), (382, 60), (379, 50), (377, 40), (373, 30), (370, 20), (368, 15), (350, 10),
    (340, 5),
)  # fmt: skip
"""Battery voltage in hundredths of a volt, and the charge in per cent from there up."""


class WitMotion:
    """Decoder of WitMotion's sensors. It saves nothing to the sensor's memory: after power-off it is as before.

    Whether frames are short or long is known only from the bytes after the first one, which is held back until then.
    """

    def __init__(self, _: Profile) -> None:
        self.ticks: TickKind | None = None
        self._rest = b""
        self._length: int | None = None
        self._any = False

    def start(self, rate_hz: float) -> list[Write]:
        """Commands that set the nearest available rate and ask for the battery; streaming starts by itself."""
        nearest = min(RATES, key=lambda hz: abs(hz - rate_hz))
        rate = bytes((0xFF, 0xAA, RATE_REGISTER, RATES[nearest], 0x00))
        return [Write(channel="command", data=data) for data in (UNLOCK, rate, _ASK_BATTERY)]

    def stop(self) -> list[Write]:
        """No commands: the sensor stops when nobody is subscribed."""
        return []

    def replies(self) -> list[Write]:
        """No answers: the device asks nothing."""
        return []

    def reset(self) -> None:
        """Forgets a partial frame."""
        self._rest = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes the frames in the stream; bytes between them are a bad packet."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        out: list[Decoded] = []
        motion: list[bytes] = []
        stream = self._rest + data
        while len(stream) >= _SHORT:
            if not stream.startswith((MOTION, REGISTER)):
                stream = _skip(stream, out)
                continue
            length = self._length_of(stream)
            if length is None:
                break
            frame, stream = stream[:length], stream[length:]
            if frame.startswith(MOTION):
                motion.append(frame)
            else:
                out += _register(frame)
        self._rest = stream
        return self._readings(motion, out) + out

    def _length_of(self, stream: bytes) -> int | None:
        """Length in bytes of the frame at the beginning; None: more bytes are needed to tell."""
        if stream.startswith(REGISTER):
            return _SHORT
        self._length = _told_length(stream) or self._length
        return self._length if self._length is not None and len(stream) >= self._length else None

    def _readings(self, frames: Sequence[bytes], out: list[Decoded]) -> list[Decoded]:
        """Readings of the frames; the very first frame decides whether this sensor sends its time."""
        if frames and not self._any:
            self._any = True
            self.ticks = MILLISECONDS if len(frames[0]) == _LONG else None
        if self.ticks is None:
            whole = frames
        else:
            whole = [f for f in frames if len(f) == _LONG]
            out += [BadPacket(why="a frame without its time", data=f) for f in frames if len(f) != _LONG]
        if not whole:
            return []
        counts = np.array([np.frombuffer(f, dtype="<i2", count=6, offset=2) for f in whole], dtype=np.float64)
        ticks = (
            None if self.ticks is None else np.array([_clock_ms(f[_SHORT:]) for f in whole], dtype=np.int64)
        )
        return [Readings(kind="motion", values=counts * PER_COUNT, ticks=ticks)]


def _told_length(stream: bytes) -> int | None:
    """Length of the motion frame at the beginning, by the bytes after it; None: too few of them are there."""
    if stream[_SHORT : _SHORT + 2] in (MOTION, REGISTER):
        return _SHORT
    if len(stream) < _LONG:
        return None
    return _SHORT if _clock_ms(stream[_SHORT:_LONG]) is None else _LONG


def _clock_ms(stamp: bytes) -> int | None:
    """Time at the end of a long frame in milliseconds since the year 1; None: these bytes are not a time."""
    try:
        moment = datetime(2000 + stamp[0], *stamp[1:6])  # noqa: DTZ001  the clock of a sensor has no zone
    except ValueError:
        return None
    millis = int.from_bytes(stamp[6:8], "little")
    seconds = moment.toordinal() * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second
    return seconds * 1000 + millis if millis < 1000 else None


def _skip(stream: bytes, out: list[Decoded]) -> bytes:
    """Skips to the beginning of the next frame, which may be the last byte only."""
    starts = [at for at in (stream.find(MOTION, 1), stream.find(REGISTER, 1)) if at > 0]
    at = min(starts) if starts else len(stream) - stream.endswith(MOTION[:1])
    out.append(BadPacket(why=f"{at} bytes that begin no frame", data=stream[:at]))
    return stream[at:]


def _register(frame: bytes) -> list[Decoded]:
    if frame[2] != BATTERY_REGISTER:
        return []
    centivolts = int.from_bytes(frame[4:6], "little")
    return [Battery(percent=next((percent for least, percent in CHARGE if centivolts > least), 0))]
