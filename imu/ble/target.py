"""Devices that a session connects to, its limits of time, and the interface of the object that receives packets."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import Protocol

from imu.devices.profile import Profile
from imu.devices.protocol import LinkChange, Packet, Write


def like(name: str | None, pattern: str) -> bool:
    """Whether an advertised name fits a pattern with ``*`` and ``?``; upper and lower case are alike."""
    return name is not None and fnmatch.fnmatchcase(name.lower(), pattern.lower())


class Handler(Protocol):
    """Interface of the object that receives packets: `imu.recording.intake.Intake`.

    It is called from the event loop and must not block it. ``sensor`` is the placement of a device in this session.
    """

    def packet(self, packet: Packet, /) -> list[Write]:
        """Takes a packet that arrived; returns the commands that answer it."""

    def link(self, change: LinkChange, /) -> None:
        """Takes a change of the connection to a device."""

    def start_writes(self, sensor: str, /) -> list[Write]:
        """Commands to send to a device after subscribing."""

    def stop_writes(self, sensor: str, /) -> list[Write]:
        """Commands to send before disconnecting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A device that a session connects to; without name and address the nearest one of its kind.

    Attributes
    ----------
    sensor : str
        Placement, e.g. ``wrist_left``.
    profile : Profile
        Kind of sensor.
    name : str or None
        Advertised name; ``*`` and ``?`` as in file names, upper and lower case are alike.
    address : str or None
        Bluetooth address; on macOS the UUID that the system gives it.
    rate_hz : float or None
        Sampling rate to ask for, Hz; None: as the profile says.
    """

    sensor: str
    profile: Profile
    name: str | None = None
    address: str | None = None
    rate_hz: float | None = None

    def is_it(self, address: str, name: str | None, services: tuple[str, ...]) -> bool:
        """Whether this is the device, or one of those it may be.

        Parameters
        ----------
        address : str
        name : str or None
            Advertised name.
        services : tuple of str
            Advertised UUIDs, 128 bits, lower case.
        """
        if self.address is not None:
            return address.lower() == self.address.lower()
        if self.name is not None:
            return like(name, self.name)
        return self.profile.matches(name, services)

    @property
    def any_of_kind(self) -> bool:
        """Whether several devices may fit, so that the nearest is chosen."""
        return self.address is None and self.name is None

    @property
    def label(self) -> str:
        """Name for people until the device is found."""
        return self.name or self.address or self.profile.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Limits of time in Bluetooth, in seconds.

    Attributes
    ----------
    scan_s : float
        Longest search. The other devices wait meanwhile, as only one can search or connect at a time.
    choose_s : float
        How long to look for a nearer device after the first one of the kind was seen.
    attempt_s : float
        Longest time to connect, subscribe and start together.
    wait_s, wait_most_s : float
        Waiting time after the first failed attempt; it doubles with each further one up to the second number.
    silent_s, silent_periods : float
        After the longer of the two (s, sampling periods) without a packet the device is connected anew.
    look_again_s : float
        Time in which packets come in that queued while this program was busy.
    goodbye_s : float
        Longest time to stop a device, and again to disconnect.
    missing_s : float
        After a search this long people are told that the device is missing.
    """

    scan_s: float = 4.0
    choose_s: float = 1.0
    attempt_s: float = 12.0
    wait_s: float = 0.2
    wait_most_s: float = 5.0
    silent_s: float = 2.0
    silent_periods: float = 20.0
    look_again_s: float = 0.25
    goodbye_s: float = 3.0
    missing_s: float = 15.0

    def silence_s(self, rate_hz: float) -> float:
        """Longest time without a packet, s, for a device that sends at ``rate_hz``."""
        return max(self.silent_s, self.silent_periods / rate_hz)


USUAL = Patience()
"""Limits for people and real radios; tests use shorter ones."""


@dataclass(slots=True)
class AddressesInUse:
    """Bluetooth addresses of the devices that are in use.

    Attributes
    ----------
    by_sensor : dict of str to str
        Address by placement.
    """

    by_sensor: dict[str, str] = field(default_factory=dict)

    def by_other(self, sensor: str, address: str) -> bool:
        """Whether another placement than ``sensor`` uses this address."""
        return any(address == one for other, one in self.by_sensor.items() if other != sensor)
