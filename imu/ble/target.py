"""What a session wants of Bluetooth, and who gets it."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import Protocol

from imu.devices.profile import Profile
from imu.devices.protocol import LinkChange, Packet, Write


def like(name: str | None, pattern: str) -> bool:
    """Does an advertised name fit ``*`` and ``?``, upper and lower case alike?"""
    return name is not None and fnmatch.fnmatchcase(name.lower(), pattern.lower())


class Handler(Protocol):
    """Who gets the packets: `imu.recording.intake.Intake`. Called from the event loop; must not block it."""

    def packet(self, packet: Packet, /) -> list[Write]:
        """A packet arrived; what must be written because of it."""

    def link(self, change: LinkChange, /) -> None:
        """The link of a device changed."""

    def start_writes(self, sensor: str, /) -> list[Write]:
        """What to write to a device after subscribing."""

    def stop_writes(self, sensor: str, /) -> list[Write]:
        """What to write before leaving it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A device of a session. With neither name nor address: the nearest of its kind.

    Attributes
    ----------
    sensor : str
        Placement, e.g. ``wrist_left``.
    profile : Profile
        Its kind.
    name : str or None
        As advertised; ``*`` and ``?`` stand for anything, upper and lower case are alike.
    address : str or None
        Bluetooth address; on macOS the UUID that the system gives it.
    rate_hz : float or None
        What was asked for; None: as the profile says.
    """

    sensor: str
    profile: Profile
    name: str | None = None
    address: str | None = None
    rate_hz: float | None = None

    def is_it(self, address: str, name: str | None, services: tuple[str, ...]) -> bool:
        """Is a device that advertises this the one?"""
        if self.address is not None:
            return address.lower() == self.address.lower()
        if self.name is not None:
            return like(name, self.name)
        return self.profile.matches(name, services)

    @property
    def any_of_kind(self) -> bool:
        """Several devices may be meant."""
        return self.address is None and self.name is None

    @property
    def label(self) -> str:
        """For people, before it was found."""
        return self.name or self.address or self.profile.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds.

    Attributes
    ----------
    scan_s : float
        One search; longer ones keep the other devices waiting, as only one can search or connect at a time.
    choose_s : float
        After the first device of a kind was seen, for a nearer one.
    attempt_s : float
        To connect, subscribe and start, all together.
    wait_s, wait_most_s : float
        After the first failed attempt, and after many.
    silent_s, silent_periods : float
        Connected but nothing heard for the longer of the two: connect anew.
    look_again_s : float
        What piled up while this program was busy is heard within this.
    goodbye_s : float
        To tell a device to stop, and to end its link.
    missing_s : float
        Searched in vain for this long: say so.
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
        """How long a device that sends at a rate may say nothing."""
        return max(self.silent_s, self.silent_periods / rate_hz)


USUAL = Patience()
"""For people and real radios; tests are less patient."""


@dataclass(slots=True)
class Taken:
    """Addresses of the devices that are in use, by sensor."""

    by_sensor: dict[str, str] = field(default_factory=dict)

    def by_other(self, sensor: str, address: str) -> bool:
        """Is it another sensor of this session?"""
        return any(address == one for other, one in self.by_sensor.items() if other != sensor)
