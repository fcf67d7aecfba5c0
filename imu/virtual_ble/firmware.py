"""Protocols of real sensors from the sensor's side: the services they offer, the commands they obey, what they send.

They are written from the same sources as the decoders but independently of them, so that one checks the other.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

import numpy as np

from imu.types import Floats
from imu.units import G_MPS2, RAD_PER_DEG

Allows: TypeAlias = Literal["read", "write", "write-without-response", "notify"]
"""Operation that a characteristic permits."""


class RefusedError(Exception):
    """The sensor does not understand a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A GATT characteristic of a sensor.

    Attributes
    ----------
    channel : str
        Its name in the profile.
    uuid : str
        128 bits, lower case.
    allows : tuple of {"read", "write", "write-without-response", "notify"}
        Permitted operations.
    holds : bytes
        Value when read.
    """

    channel: str
    uuid: str
    allows: tuple[Allows, ...]
    holds: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A GATT service of a sensor.

    Attributes
    ----------
    uuid : str
        128 bits, lower case.
    offers : tuple of Offer
        Its characteristics.
    """

    uuid: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A notification.

    Attributes
    ----------
    channel : str
        The profile's name of the characteristic.
    data : bytes
    """

    channel: str
    data: bytes


class Speech(Protocol):
    """Interface of the firmware of one kind of sensor.

    Attributes
    ----------
    services : tuple of Service
        GATT services that it offers.
    measuring : bool
        Whether it measures now, after the commands so far.
    rate_hz : float
        Its sampling rate now, Hz.
    """

    services: tuple[Service, ...]
    measuring: bool
    rate_hz: float

    def subscribed(self, channel: str, on: bool, /) -> None:
        """Notes that the client subscribed to a channel (``on``) or unsubscribed."""

    def written(self, channel: str, data: bytes, /) -> list[Said]:
        """Obeys a command and returns the answers to it.

        Raises
        ------
        RefusedError
            The command is unknown or malformed.
        """

    def reading(self, taken_s: float, values: Floats, /) -> Said:
        """Encodes a reading.

        Parameters
        ----------
        taken_s : float
            Time on the sensor's own clock, s.
        values : (6,) float64
            Specific force x, y, z in m/s², angular velocity x, y, z in rad/s.
        """

    def left(self) -> None:
        """Notes that the connection ended."""


class DotSpeech:
    """Firmware of a Movella DOT in mode 21: time in µs, acceleration in m/s², angular velocity in °/s.

    Source: Movella DOT BLE Services Specification XD0506P rev C.

    Parameters
    ----------
    battery_percent : int
        Charge, %.
    started_us : int
        The sensor's clock at time 0, µs.
    """

    MODE = 21
    BYTES = 40
    RATES_HZ = (1, 4, 10, 12, 15, 20, 30, 60)

    def __init__(self, *, battery_percent: int = 83, started_us: int = 0) -> None:
        self.measuring, self.rate_hz = False, 60.0
        self._started_us, charge = started_us, bytes((battery_percent, 0))
        self.services: tuple[Service, ...] = (
            Service(
                uuid=_dot(0x1000),
                offers=(
                    Offer(channel="control", uuid=_dot(0x1002), allows=("read", "write"), holds=bytes(32)),
                ),
            ),
            Service(
                uuid=_dot(0x2000),
                offers=(
                    Offer(channel="command", uuid=_dot(0x2001), allows=("read", "write"), holds=bytes(3)),
                    Offer(channel="long", uuid=_dot(0x2002), allows=("notify",)),
                    Offer(channel="medium", uuid=_dot(0x2003), allows=("notify",)),
                    Offer(channel="short", uuid=_dot(0x2004), allows=("notify",)),
                ),
            ),
            Service(
                uuid=_dot(0x3000),
                offers=(
                    Offer(channel="battery", uuid=_dot(0x3001), allows=("read", "notify"), holds=charge),
                ),
            ),
        )

    def subscribed(self, channel: str, on: bool) -> None:
        """Does nothing: a DOT measures only after a start command."""

    def written(self, channel: str, data: bytes) -> list[Said]:
        """Obeys start and stop, and sets the rate where the visit index says that it is given."""
        if channel == "control":
            self._set_rate(data)
        elif data in (bytes((1, 1, self.MODE)), bytes((1, 0, self.MODE))):
            self.measuring = bool(data[1])
        else:
            raise RefusedError
        return []

    def _set_rate(self, data: bytes) -> None:
        if len(data) != 32 or not data[0] & 0x10:
            raise RefusedError
        rate = int.from_bytes(data[24:26], "little")
        if rate not in self.RATES_HZ or self.measuring:
            raise RefusedError
        self.rate_hz = float(rate)

    def reading(self, taken_s: float, values: Floats) -> Said:
        """Encodes a reading as the payload of medium length, filled up with zeros."""
        tick = (self._started_us + round(taken_s * 1e6)) % (1 << 32)
        data = struct.pack("<I6f", tick, *values[:3], *(values[3:] / RAD_PER_DEG))
        return Said(channel="medium", data=data.ljust(self.BYTES, b"\0"))

    def left(self) -> None:
        """Stops measuring."""
        self.measuring = False


class WitMotionSpeech:
    """Firmware of WitMotion's sensors: ``55 61`` frames of 20 bytes with 16-bit counts, without clock or counter.

    Source: WITMOTION/WitBluetooth_BWT901BLE5_0 (the vendor's SDK).

    Parameters
    ----------
    battery_centivolts : int
        Voltage of the battery in hundredths of a volt.
    """

    UNLOCK = bytes.fromhex("ffaa6988b5")
    SET_RATE, ASK = bytes.fromhex("ffaa03"), bytes.fromhex("ffaa27")
    BATTERY = 0x64
    RATES_HZ: ClassVar = {
        1: 0.2,
        2: 0.5,
        3: 1.0,
        4: 2.0,
        5: 5.0,
        6: 10.0,
        7: 20.0,
        8: 50.0,
        9: 100.0,
        11: 200.0,
    }
    ACC_PER_MPS2 = 32768 / 16 / G_MPS2
    TURN_PER_RADPS = 32768 / 2000 / RAD_PER_DEG

    def __init__(self, *, battery_centivolts: int = 390) -> None:
        self.measuring, self.rate_hz = False, 10.0
        self._centivolts, self._unlocked = battery_centivolts, False
        self.services: tuple[Service, ...] = (
            Service(
                uuid=_wit(0xFFE5),
                offers=(
                    Offer(channel="data", uuid=_wit(0xFFE4), allows=("notify",)),
                    Offer(channel="command", uuid=_wit(0xFFE9), allows=("write", "write-without-response")),
                ),
            ),
        )

    def subscribed(self, channel: str, on: bool) -> None:
        """Measures while the client is subscribed."""
        if channel == "data":
            self.measuring = on

    def written(self, _: str, data: bytes) -> list[Said]:
        """Sets the rate once unlocked, and answers a question for the battery."""
        if data == self.UNLOCK:
            self._unlocked = True
        elif data.startswith(self.SET_RATE) and self._unlocked and data[3] in self.RATES_HZ:
            self.rate_hz = self.RATES_HZ[data[3]]
        elif data.startswith(self.ASK) and data[3] == self.BATTERY:
            register = bytes((0x55, 0x71, self.BATTERY, 0)) + struct.pack("<8h", self._centivolts, *[0] * 7)
            return [Said(channel="data", data=register)]
        return []

    def reading(self, _: float, values: Floats) -> Said:
        """Encodes a reading as a frame; the angles in it are 0."""
        counts = np.concatenate([values[:3] * self.ACC_PER_MPS2, values[3:] * self.TURN_PER_RADPS])
        whole = np.clip(np.rint(counts), -32768, 32767).astype(int)
        return Said(channel="data", data=struct.pack("<2s9h", b"\x55\x61", *whole, 0, 0, 0))

    def left(self) -> None:
        """Locks the settings again and stops measuring."""
        self.measuring = self._unlocked = False


def _dot(short: int) -> str:
    return f"1517{short:04x}-4947-11e9-8646-d663bd873d93"


def _wit(short: int) -> str:
    return f"0000{short:04x}-0000-1000-8000-00805f9a34fb"
