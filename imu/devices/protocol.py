"""What passes between a radio, a decoder and the clock. Nothing here does any I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.types import Floats

LinkState: TypeAlias = Literal["searching", "connecting", "up", "lost", "ended"]
ReadingKind: TypeAlias = Literal["motion", "acc", "gyr"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What a device sent at once, before anybody looked into it.

    Attributes
    ----------
    sensor : str
        Placement of the device in this session, e.g. ``wrist_left``.
    channel : str
        The profile's name of the characteristic (or web address) it came from, e.g. ``data``.
    data : bytes
    arrival_s : float
        When it arrived, in seconds on the session's own axis (a monotonic clock; all devices share it).
    """

    sensor: str
    channel: str
    data: bytes
    arrival_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """The connection of one device changed. ``text`` says it to a person, where there is something to say."""

    sensor: str
    state: LinkState
    at_s: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """Bytes to be written to a device's ``channel``. ``response`` None: as the characteristic allows."""

    channel: str
    data: bytes
    response: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Consecutive readings as a device sent them.

    Attributes
    ----------
    kind : str
        ``motion``: acceleration and turning together, ``acc`` or ``gyr``: one of them.
    values : (n, 6) or (n, 3) float64
        m/s² (specific force, gravity included, +g on the axis that points up) and/or rad/s, sensor frame.
    ticks : (n,) int64 or None
        The device's own clock or counter for each reading, not yet unwrapped; None: it has neither.
    """

    kind: ReadingKind
    values: Floats
    ticks: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Charge of a device; unknown parts are None."""

    percent: int | None
    charging: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPacket:
    """A packet, or a part of one, that does not fit the device's protocol: counted and shown, never fatal."""

    why: str
    data: bytes


Decoded: TypeAlias = Readings | Battery | BadPacket


@dataclass(frozen=True, slots=True, kw_only=True)
class TickKind:
    """How the ticks of a device count.

    Attributes
    ----------
    bits : int
        They wrap at ``2**bits``.
    step_s : float or None
        Seconds a tick; None: ticks number the readings, whose rate is fitted.
    """

    bits: int
    step_s: float | None = field(default=None)


class Decoder(Protocol):
    """Bytes of one device to readings. One object per device; state lives here, I/O elsewhere.

    A decoder never raises on what a device sends: what it cannot read is a `BadPacket`.
    """

    ticks: TickKind | None
    """None: the readings carry no ticks."""

    def start(self, rate_hz: float) -> list[Write]:
        """What to write after subscribing, so that readings come at about ``rate_hz``."""

    def stop(self) -> list[Write]:
        """What to write before leaving, so that the device rests."""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """What a packet holds; frames may be cut anywhere across packets."""

    def replies(self) -> list[Write]:
        """What must be written because of what was fed (a dialogue at the start); empties the list."""

    def reset(self) -> None:
        """The link was lost: forget half a frame and half a dialogue."""
