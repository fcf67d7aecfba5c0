"""How sensors, recording and page stand: what the radio side tells the screen. Kept apart from the session, which
knows samples only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from imu.devices.protocol import LinkState

Mode: TypeAlias = Literal["live", "replay", "demo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorStatus:
    """One device: ``name`` as it calls itself; rates in Hz, battery in per cent, None where unknown."""

    sensor: str
    name: str
    state: LinkState
    text: str = ""
    battery: int | None = None
    asked_hz: float | None = None
    true_hz: float | None = None
    lost_readings: int = 0
    lost_at_s: float | None = None

    @property
    def rate_text(self) -> str:
        """What it delivers, and what it was set to where that differs by more than a tenth."""
        if self.true_hz is None:
            return ""
        if self.asked_hz is not None and abs(self.true_hz - self.asked_hz) > 0.1 * self.asked_hz:
            return f"set to {self.asked_hz:g} Hz, delivering {self.true_hz:.1f} Hz"
        return f"{self.true_hz:.1f} readings a second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """A device that a search found."""

    name: str
    address: str
    rssi: int | None
    profile: str | None
    battery: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """A replay: held or not, and how many times faster than it was."""

    paused: bool
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything a screen shows that is not in the session."""

    mode: Mode = "live"
    now_s: float = 0.0
    """On the session's axis; goes on while no samples come."""
    strip: str | None = None
    player: Player | None = None
    sensors: Mapping[str, SensorStatus] = field(default_factory=dict)
    searching: bool = False
    nearby: tuple[Nearby, ...] = ()
    trouble: tuple[str, str] | None = None
    phone_address: str | None = None
    recording: str | None = None
    recording_fault: str | None = None
    report_url: str | None = None
    finished: bool = False
    change_text: str | None = None
    """What the last change of a threshold did."""
    resting_since_s: float | None = None
    """Set by "End set": the screen rests before the stream closes the set."""
