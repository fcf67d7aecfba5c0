"""WitMotion's Bluetooth family: frames ``55 61`` of 20 or 28 bytes, ``55 71`` replies of registers.

Source: the vendor's protocol texts and SDK (WITMOTION/WitBluetooth_BWT901BLE5_0), checked against captures. The
frames carry no time but in the 28-byte kind, whose clock resets after a reconnection; readings are numbered here.
"""

from __future__ import annotations

import numpy as np

from imu.devices.profile import Profile
from imu.devices.types import BadPacket, Battery, Decoded, Readings, TickKind, Write
from imu.types import Floats
from imu.units import G_MPS2, RAD_PER_DEG

MOTION, REGISTER = b"\x55\x61", b"\x55\x71"
SHORT, LONG = 20, 28
ACC_MPS2, TURN_RADPS = 16.0 / 32768.0 * G_MPS2, 2000.0 / 32768.0 * RAD_PER_DEG
BATTERY_REGISTER, RATE_REGISTER = 0x64, 0x03
UNLOCK = bytes.fromhex("ffaa6988b5")
ASK_BATTERY = bytes.fromhex("ffaa276400")
RATES = {0.2: 1, 0.5: 2, 1.0: 3, 2.0: 4, 5.0: 5, 10.0: 6, 20.0: 7, 50.0: 8, 100.0: 9, 200.0: 11}
"""Hz to what is written to the rate register; 200 Hz as the SDK has it."""
CHARGE = (
    (396, 100), (393, 90), (387, 75), (382, 60), (379, 50), (377, 40), (373, 30), (370, 20), (368, 15), (350, 10),
    (340, 5),
)  # fmt: skip
"""Hundredths of a volt above which the charge is so many per cent."""


class WitMotion:
    """See the module. Nothing is ever saved to the sensor's memory: after power-off it is as before."""

    ticks: TickKind | None = None

    def __init__(self, _: Profile) -> None:
        self._rest = b""

    def start(self, rate_hz: float) -> list[Write]:
        """Sets the nearest rate there is and asks for the battery; streaming starts by itself."""
        nearest = min(RATES, key=lambda hz: abs(hz - rate_hz))
        rate = bytes((0xFF, 0xAA, RATE_REGISTER, RATES[nearest], 0x00))
        return [Write(channel="command", data=data) for data in (UNLOCK, rate, ASK_BATTERY)]

    def stop(self) -> list[Write]:
        """Nothing: it rests when nobody listens."""
        return []

    def replies(self) -> list[Write]:
        """Nothing is asked."""
        return []

    def reset(self) -> None:
        """Forgets half a frame."""
        self._rest = b""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Frames cut from the stream; what lies between them is a bad packet."""
        if channel == "battery":
            return [Battery(percent=data[0])] if len(data) == 1 and data[0] <= 100 else []
        out: list[Decoded] = []
        motion: list[Floats] = []
        stream = self._rest + data
        while len(stream) >= SHORT:
            if not stream.startswith((MOTION, REGISTER)):
                stream = self._skip(stream, out)
                continue
            length = _length(stream)
            if length is None:
                break
            frame, stream = stream[:length], stream[length:]
            if frame.startswith(MOTION):
                motion.append(_motion(frame))
            else:
                out += _register(frame)
        self._rest = stream
        return [Readings(kind="motion", values=np.array(motion)), *out] if motion else out

    @staticmethod
    def _skip(stream: bytes, out: list[Decoded]) -> bytes:
        """On to the next frame's beginning; the last byte may be the first of one."""
        starts = [at for at in (stream.find(MOTION, 1), stream.find(REGISTER, 1)) if at > 0]
        at = min(starts) if starts else len(stream) - stream.endswith(MOTION[:1])
        out.append(BadPacket(why=f"{at} bytes that begin no frame", data=stream[:at]))
        return stream[at:]


def _length(stream: bytes) -> int | None:
    """Of the frame at the beginning; None: more bytes are needed to tell.

    A frame of 28 bytes is followed by another one's beginning 28 bytes on, or by nothing.
    """
    if stream.startswith(REGISTER) or len(stream) == SHORT:
        return SHORT
    if stream[SHORT : SHORT + 1] == MOTION[:1] and stream[SHORT : SHORT + 2] in (
        MOTION,
        REGISTER,
        MOTION[:1],
    ):
        return SHORT
    return LONG if len(stream) >= LONG else None


def _motion(frame: bytes) -> Floats:
    counts = np.frombuffer(frame, dtype="<i2", count=6, offset=2).astype(np.float64)
    return np.concatenate([counts[:3] * ACC_MPS2, counts[3:] * TURN_RADPS])


def _register(frame: bytes) -> list[Decoded]:
    if frame[2] != BATTERY_REGISTER:
        return []
    centivolts = int.from_bytes(frame[4:6], "little")
    return [Battery(percent=next((percent for least, percent in CHARGE if centivolts > least), 0))]
