"""Options of ``live`` and ``record``, as they were typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from analysis.cli.analyze_options import DB_OPTION, STANDARD
from analysis.cli.messages import UsageError
from analysis.cli.option_specs import make_flag, make_option
from analysis.cli.set_options import SetOptions

HERE = "."
"""Folder of the recording where none is told."""
DEMO = "demo"
"""Device name of the simulated sensor."""
HTTP = "http"
"""Device name of a phone that posts to this program."""
PHONE = "phone"
"""Device name of a phone whose browser measures."""
PHYPHOX_SCHEME = "phyphox://"
"""Beginning of the address of a phone that this program asks."""

MOST_HZ = 10_000.0
"""Highest rate that can be asked for, readings a second; motion sensors reach about 8,000."""

OUT_OPTION = make_option("--out", "DIR", "Folder for the recording.")
_DEVICE = make_option("--device", "NAME", "Sensor: name, address, kind, or demo; PLACE=NAME for several.")
_PROFILE = make_option(
    "--profile", "NAME|FILE.toml", "Kind of the sensor, if its name does not tell; see sensors."
)
_RATE = make_option("--rate", "HZ", "Readings a second to ask for.")
_SWING = make_flag("--swing", "The simulated lifter ends the first set swinging.")
_DROP = make_flag("--drop-link", "The simulated sensor goes out of range once.")
_LOSS = make_option("--loss", "SHARE", "Share of the simulated sensor's packets that are lost.")
_REPLAY = make_option("--replay", "FILE", "Play a recording as if it came from a sensor.")
_SPEED = make_option("--speed", "N", "Play it so many times faster; inf: at once.")
_PLAIN = make_flag("--plain", "Lines of text instead of the page.")
_HOST = make_option(
    "--host", "ADDRESS", "Let other machines open the page: this machine's address, or 0.0.0.0."
)
_PORT = make_option("--port", "N", "Port of the page; 0: any free one.", least=0, most=65535)
_OPEN = make_flag("--open/--no-open", "Open the page in a browser.")
_EVENTS = make_option("--events", "FILE|-", "Write every event as a line of JSON, when it happens.")
_SAVE = make_flag(
    "--save/--no-history",
    "Save the session in the history, or do not; a replay and the demo are saved only if asked.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveOptions(SetOptions):
    """Options of ``live`` and ``record``; the help text of each field says what it is."""

    devices: Annotated[tuple[str, ...], _DEVICE] = ()
    profile: Annotated[str | None, _PROFILE] = None
    rate_hz: Annotated[float | None, _RATE] = None
    out: Annotated[str, OUT_OPTION] = HERE
    swing: Annotated[bool, _SWING] = False
    drop_link: Annotated[bool, _DROP] = False
    loss: Annotated[float, _LOSS] = 0.0
    replay: Annotated[str | None, _REPLAY] = None
    speed: Annotated[float, _SPEED] = 1.0
    plain: Annotated[bool, _PLAIN] = False
    host: Annotated[str | None, _HOST] = None
    port: Annotated[int, _PORT] = 0
    open_page: Annotated[bool, _OPEN] = True
    events: Annotated[str | None, _EVENTS] = None
    save: Annotated[bool | None, _SAVE] = None
    db: Annotated[str | None, DB_OPTION] = None
    record_only: bool = False

    @property
    def saves(self) -> bool:
        """Whether the session goes into the history, as far as the options say; a look back does not by itself."""
        if self.save is not None or self.record_only:
            return bool(self.save)
        return self.replay is None and not self.simulated

    @property
    def quiet(self) -> bool:
        """Whether standard output belongs to a program."""
        return self.events == STANDARD

    @property
    def outputs(self) -> dict[str, str]:
        """Path of the output that is to be written, by its option."""
        return {} if self.events is None else {"--events": self.events}

    @property
    def also_read(self) -> list[str]:
        """Files that are read beside the recording."""
        return [path for path in (self.thresholds, self.profile) if path is not None]

    @property
    def simulated(self) -> bool:
        """Whether the device is the simulated sensor."""
        return [name for _, name in self.places()] == [DEMO]

    @property
    def posted(self) -> bool:
        """Whether the device is a phone that posts to this program."""
        return [name for _, name in self.places()] == [HTTP]

    @property
    def phoned(self) -> bool:
        """Whether the devices are phones whose browsers measure."""
        return {name for _, name in self.places()} == {PHONE}

    def places(self) -> list[tuple[str | None, str]]:
        """Placement and name of every device; a placement of None: as its kind is worn.

        Raises
        ------
        UsageError
            A device without a name, several devices without a place each, or two in one place.
        """
        found = [_place_and_name(device) for device in self.devices]
        if len(found) == 1 and found[0][0] is None:
            return [(self.sensor, found[0][1])]
        places = [place for place, _ in found]
        if None in places or len(set(places)) < len(places):
            raise UsageError(
                "several devices need a place each, e.g. --device wrist_left=WT901BLE67 --device wrist_right=WT901BLE68."
            )
        return found

    def check(self) -> None:
        """Checks that the options fit together.

        Raises
        ------
        UsageError
            They contradict each other, or a number is out of its range.
        """
        if self.replay is not None and self.devices:
            raise UsageError("--replay and --device: a recording or sensors, not both.")
        names = [name for _, name in self.places()]
        if not 0.0 <= self.loss < 1.0:
            raise UsageError(f"--loss {self.loss:g}: a share from 0 to below 1, e.g. 0.05.")
        if (self.swing or self.drop_link or self.loss) and not self.simulated:
            raise UsageError(
                "--swing, --drop-link and --loss are for the simulated sensor: add --device demo."
            )
        if HTTP in names and (self.plain or len(names) > 1):
            raise UsageError(
                "--device http: a phone posts to the page's address; use it alone and without --plain."
            )
        if len(names) > 1 and DEMO in names:
            raise UsageError("--device demo: the simulated sensor is used alone.")
        if PHONE in names and not self.phoned:
            raise UsageError("--device phone: phones go with phones alone, e.g. wrist=phone and trunk=phone.")
        if len(names) > 1 and any(name.startswith(PHYPHOX_SCHEME) for name in names):
            raise UsageError("--device phyphox://...: a phone is used alone.")
        if self.rate_hz is not None and not 0.0 < self.rate_hz <= MOST_HZ:
            raise UsageError(f"--rate {self.rate_hz:g}: readings a second, above 0 and at most {MOST_HZ:g}.")
        if not self.speed > 0:
            raise UsageError(f"--speed {self.speed:g}: give a number above 0, e.g. 10, or inf.")
        if self.speed != 1.0 and self.replay is None:
            raise UsageError("--speed: only a recording can be played faster; add --replay FILE.")


def _place_and_name(device: str) -> tuple[str | None, str]:
    """Placement, or None, and name of a device, as typed; an address of phyphox may have ``=`` in it."""
    is_address = device.strip().startswith(PHYPHOX_SCHEME)
    place, _, name = ("", "", device) if is_address or "=" not in device else device.partition("=")
    if not name.strip():
        raise UsageError(
            f"--device '{device}': give the name, address or kind of a sensor, or demo; PLACE=NAME for several."
        )
    return place.strip() or None, name.strip()
