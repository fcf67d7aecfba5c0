"""What was typed after ``live``."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cli.analyze_options import STANDARD
from analysis.cli.messages import UsageError

HTTP = "http"
"""The device that is a phone which posts to this program."""
PHYPHOX = "phyphox://"
"""A device that begins so is a phone which is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveOptions:
    """As typed."""

    devices: tuple[str, ...] = ()
    replay: str | None = None
    speed: float = 1.0
    plain: bool = False
    record_only: bool = False
    events: str | None = None
    format: str | None = None
    sensor: str | None = None
    profile: str | None = None
    rate_hz: float | None = None
    out: str = "."
    swing: bool = False
    drop_link: bool = False
    loss: float = 0.0
    host: str | None = None
    port: int = 0
    open_page: bool = True
    weight: str | None = None
    side: str | None = None
    target_reps: int | None = None
    rack: str | None = None
    thresholds: str | None = None
    debug: bool = False

    @property
    def quiet(self) -> bool:
        """Standard output belongs to a program."""
        return self.events == STANDARD

    def places(self) -> list[tuple[str | None, str]]:
        """Placement (None: as its kind is worn) and name of every device.

        Raises
        ------
        UsageError
            Several devices without a place each, or two in one place.
        """
        split = [device.rpartition("=") for device in self.devices]
        found = [(place.strip() or None, name.strip()) for place, _, name in split]
        if len(found) == 1 and found[0][0] is None:
            return [(self.sensor, found[0][1])]
        places = [place for place, _ in found]
        if None in places or len(set(places)) < len(places):
            raise UsageError(
                "several devices need a place each, e.g. --device wrist_left=WT901BLE67 --device wrist_right=WT901BLE68."
            )
        return found

    def check(self) -> None:
        """Raise UsageError for what cannot be meant."""
        if self.replay is not None and self.devices:
            raise UsageError("--replay and --device: a recording or sensors, not both.")
        if not 0.0 <= self.loss < 1.0:
            raise UsageError(f"--loss {self.loss:g}: a share from 0 to below 1, e.g. 0.05.")
        if (self.swing or self.drop_link or self.loss) and self.devices != ("demo",):
            raise UsageError(
                "--swing, --drop-link and --loss are for the simulated sensor: add --device demo."
            )
        if HTTP in self.devices and (self.plain or len(self.devices) > 1):
            raise UsageError(
                "--device http: a phone posts to the page's address; use it alone and without --plain."
            )
        if len(self.devices) > 1 and any(PHYPHOX in device for device in self.devices):
            raise UsageError("--device phyphox://...: a phone is used alone.")
        if self.rate_hz is not None and not self.rate_hz > 0.0:
            raise UsageError(f"--rate {self.rate_hz:g}: readings a second, above 0.")
        if not self.speed > 0:
            raise UsageError(f"--speed {self.speed:g}: give a number above 0, e.g. 10, or inf.")
        if self.speed != 1.0 and self.replay is None:
            raise UsageError("--speed: only a recording can be played faster; add --replay FILE.")
