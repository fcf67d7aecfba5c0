"""Records that pass between the radio, the decoder and the clock of a device, and the interface of a decoder."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imu.facts import CodedFact
from imu.types import Floats

LinkState: TypeAlias = Literal["searching", "connecting", "up", "lost", "ended"]
"""State of the connection to a device; ``up`` is connected, ``ended`` is ended on purpose."""
ReadingKind: TypeAlias = Literal["motion", "acc", "gyr"]
"""Acceleration and angular velocity together, or one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Bytes that a device sent in one piece, not yet decoded.

    Attributes
    ----------
    sensor : str
        Placement of the device in this session, e.g. ``wrist_left``.
    channel : str
        The profile's name of the characteristic (or web address) it came from, e.g. ``data``.
    data : bytes
        As received.
    arrival_s : float
        Time of arrival, s since the session began, by a monotonic clock that all its devices share.
    """

    sensor: str
    channel: str
    data: bytes
    arrival_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChange:
    """A change of the connection to one device.

    Attributes
    ----------
    sensor : str
        Placement of the device in this session.
    state : {"searching", "connecting", "up", "lost", "ended"}
        From now on.
    at_s : float
        When, s since the session began.
    text : str
        A sentence for people; may be empty.
    fact : CodedFact or None
        What the sentence is made of, where there is none yet.
    """

    sensor: str
    state: LinkState
    at_s: float
    text: str = ""
    fact: CodedFact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A command to a device.

    Attributes
    ----------
    channel : str
        The profile's name of the characteristic to write to.
    data : bytes
    response : bool or None
        Whether to wait for the device's confirmation (a GATT write with response); None: as the characteristic allows.
    """

    channel: str
    data: bytes
    response: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Consecutive readings of a device, not yet with a time.

    Attributes
    ----------
    kind : {"motion", "acc", "gyr"}
        ``motion`` is acceleration and angular velocity together; the others are one of them.
    values : (n, 6) or (n, 3) float64
        Specific force in m/s² (gravity included: at rest +9.81 m/s² points up) and/or angular velocity in rad/s, in the
        sensor frame.
    ticks : (n,) int64 or None
        The device's own clock or counter at each reading, with its overflows; None: it has neither.
    age_s : float or None
        How long ago the last of them was made when the device sent them, s; None: it does not say.
    source : str or None
        Tells the device from another one that takes its place; None: there is only one.
    """

    kind: ReadingKind
    values: Floats
    ticks: NDArray[np.int64] | None = None
    age_s: float | None = None
    source: str | None = None

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """State of a device's battery.

    Attributes
    ----------
    percent : int or None
        Charge, %; None: unknown.
    charging : bool or None
        None: unknown.
    """

    percent: int | None
    charging: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadPacket:
    """A packet, or a part of one, that violates the device's protocol. It is counted and shown, never fatal.

    Attributes
    ----------
    why : str
        The violation, for people.
    data : bytes
        The bytes in question.
    """

    why: str
    data: bytes


Decoded: TypeAlias = Readings | Battery | BadPacket


@dataclass(frozen=True, slots=True, kw_only=True)
class TickKind:
    """Width and unit of a device's clock or counter.

    Attributes
    ----------
    bits : int
        Ticks overflow to 0 at ``2**bits``.
    step_s : float or None
        Length of a tick, s; None: ticks number the readings, and the sampling rate is estimated from arrivals.
    ordered : bool
        Packets are numbered and decoded in order, each once: a tick that is not later than the one before is of a clock
        that was set, never of a packet that another one overtook.
    """

    bits: int
    step_s: float | None = field(default=None)
    ordered: bool = False


class Decoder(Protocol):
    """Interface of decoders: bytes of one device in, readings out. One object for each device, without I/O.

    A decoder never raises because of what a device sends: bytes that it cannot read become a `BadPacket`.
    """

    ticks: TickKind | None
    """How the ticks of its readings count; None: they carry no ticks."""

    def start(self, rate_hz: float) -> list[Write]:
        """Commands to send after subscribing, so that readings come at about ``rate_hz``."""

    def stop(self) -> list[Write]:
        """Commands to send before disconnecting, so that the device stops measuring."""

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes one packet; frames may be cut anywhere across packets.

        Parameters
        ----------
        channel : str
            The profile's name of the characteristic that it came from.
        data : bytes
        """

    def replies(self) -> list[Write]:
        """Commands in answer to what was fed, as in a dialogue at the start; each is returned once."""

    def reset(self) -> None:
        """Forgets a partial frame and a partial dialogue, after the connection was lost."""
