"""Status of sensors, recording and page: everything on the screen that is not made from samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from analysis.language import say
from imu.devices.protocol import LinkState

Mode: TypeAlias = Literal["live", "replay", "demo"]
"""Kind of session: sensors, a recording played again, or the simulated sensor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorStatus:
    """Status of one device; None where something is not known."""

    sensor: str
    """Where it is worn, e.g. ``wrist_left``."""
    name: str
    """As it calls itself."""
    state: LinkState
    """Of the link: searching, connecting, up, lost or ended."""
    text: str = ""
    """Last sentence about it."""
    battery: int | None = None
    """Charge, per cent."""
    asked_hz: float | None = None
    """Sampling rate it was set to, Hz."""
    true_hz: float | None = None
    """Sampling rate as it arrives, Hz."""
    lost_readings: int = 0
    """Readings that never arrived."""
    lost_at_s: float | None = None
    """When the link was lost, on the session's axis, s."""

    @property
    def rate_text(self) -> str:
        """Rate as it arrives, and as it was set where the two differ by more than a tenth."""
        if self.true_hz is None:
            return ""
        if self.asked_hz is not None and abs(self.true_hz - self.asked_hz) > 0.1 * self.asked_hz:
            return say("rate.other_than_set", asked_hz=self.asked_hz, true_hz=self.true_hz)
        return say("rate.as_it_comes", true_hz=self.true_hz)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A device that a search found."""

    name: str
    """As it calls itself."""
    address: str
    """By which it is connected to."""
    rssi: int | None
    """Signal strength, dBm."""
    profile: str | None
    """Its kind; None where that is not known here."""
    battery: int | None = None
    """Charge, per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Link by which a phone becomes a sensor."""

    sensor: str
    """Where the phone is worn, e.g. ``wrist_left``."""
    kind: Literal["app", "browser"]
    """An app posts to the link, or the phone's browser opens it."""
    address: str
    """The link."""
    fingerprint: str | None = None
    """SHA-256 of the certificate behind it; None without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """State of a replay."""

    paused: bool
    """It is held."""
    speed: float
    """How many times faster than it was recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything a screen shows that is not in the session; None where there is nothing."""

    mode: Mode = "live"
    """Kind of session."""
    now_s: float = 0.0
    """Time on the session's axis, s; goes on while no samples come."""
    strip: str | None = None
    """Line at the top of the page."""
    player: Player | None = None
    """The replay, where there is one."""
    sensors: Mapping[str, SensorStatus] = field(default_factory=dict)
    """Devices by where they are worn."""
    searching: bool = False
    """A search is under way."""
    nearby: tuple[Nearby, ...] = ()
    """Devices that it found so far."""
    trouble: tuple[str, str] | None = None
    """Headline and sentence of what keeps the session from going on."""
    source_note: tuple[str, str] | None = None
    """Headline and sentence of what should be seen to, while the session goes on."""
    invitations: tuple[Invitation, ...] = ()
    """Links for phones, one for each place."""
    recording: str | None = None
    """Path of the recording."""
    recording_fault: str | None = None
    """Sentence on why it stopped."""
    report: str | None = None
    """Path of the report beside it, once it is written."""
    report_url: str | None = None
    """Link to the report on the same server."""
    finished: bool = False
    """The session has ended."""
    change_text: str | None = None
    """Sentence on the effect of the last change of a threshold."""
    resting_since_s: float | None = None
    """Set by "End set": the screen rests before the stream closes the set."""

    @property
    def awaited(self) -> tuple[Invitation, ...]:
        """Links that no phone has come by."""
        came = {s.sensor for s in self.sensors.values() if s.state not in ("searching", "connecting")}
        return tuple(one for one in self.invitations if one.sensor not in came)
