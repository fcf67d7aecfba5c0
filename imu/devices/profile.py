"""Profiles: all facts about a kind of sensor, from ``firmware_data/sensors/*.toml`` and other installed packages."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any

from imu.devices.protocol import Write
from imu.errors import DeviceError, PluginError
from imu.plugins import Plugin, plugins
from imu.small_text import UnreadableText, parse_toml, read_small_text, short_repr

_GROUP = "rep_momentum.profiles"
"""Entry-point group of profiles: each names a string, the text of a profile's TOML file."""
BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
"""UUID of the GATT characteristic with the battery's charge (Bluetooth Assigned Numbers, 3.8)."""
_KEYS = {
    "name", "title", "decoder", "names", "services", "has_gyro", "rates_hz", "rate_hz", "placement", "channels",
    "start", "stop", "set_rate", "options", "notes", "source",
}  # fmt: skip

_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("name", "title", "decoder", "placement", "notes", "source"), str),
    **dict.fromkeys(("names", "services", "rates_hz", "start", "stop"), list),
    **dict.fromkeys(("channels", "set_rate", "options"), dict),
    "has_gyro": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A kind of sensor: how to find it, start it, and decode its packets.

    Attributes
    ----------
    name, title : str
        Name in commands, and name for people.
    decoder : str
        Key of ``imu.devices.DECODERS``, or name of a decoder of another package.
    names : tuple of str
        Patterns of the advertised name (``*`` and ``?`` as in file names, upper and lower case alike).
    services : tuple of str
        128-bit UUIDs, lower case, of which a device of this kind offers or advertises one.
    channels : mapping of str to tuple of str
        From the decoder's name of a GATT characteristic to its possible UUIDs, of which the first that exists is
        used. ``command`` is written to, ``battery`` is read and, where possible, subscribed to; all others are
        subscribed to.
    has_gyro : bool
        Whether it measures angular velocity.
    rates_hz : tuple of float
        Sampling rates that it can be set to, Hz; empty: it cannot be set.
    rate_hz : float
        Sampling rate to ask for by default, Hz.
    placement : str
        Where it is worn by default.
    start, stop : tuple of Write
        Commands after subscribing and before disconnecting, besides those of the decoder.
    set_rate : mapping of float to tuple of Write
        From a sampling rate in Hz to the commands that set it.
    options : mapping
        Options of the decoder.
    notes, source : str
        Advice for people; where the facts are from.
    """

    name: str
    title: str
    decoder: str
    names: tuple[str, ...]
    services: tuple[str, ...]
    channels: Mapping[str, tuple[str, ...]]
    has_gyro: bool
    rates_hz: tuple[float, ...]
    rate_hz: float
    placement: str = "wrist"
    start: tuple[Write, ...] = ()
    stop: tuple[Write, ...] = ()
    set_rate: Mapping[float, tuple[Write, ...]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    notes: str = ""
    source: str = ""

    def matches(self, name: str | None, services: tuple[str, ...] = ()) -> bool:
        """Whether a device that advertises this is probably of this kind.

        Parameters
        ----------
        name : str or None
            Advertised name.
        services : tuple of str
            Advertised UUIDs, 128 bits, lower case.
        """
        by_name = name is not None and any(fnmatch.fnmatchcase(name.lower(), p.lower()) for p in self.names)
        return by_name or not {s.lower() for s in services}.isdisjoint(self.services)

    @classmethod
    def from_toml(cls, text: str, *, where: str) -> Profile:
        """Reads the text of a TOML file.

        Parameters
        ----------
        text : str
        where : str
            Name of the file, for messages.

        Raises
        ------
        DeviceError
            The text is not TOML, or a key is missing, unknown or of the wrong kind.
        """
        try:
            told = parse_toml(text)
        except tomllib.TOMLDecodeError as error:
            raise DeviceError(f"{where}: not TOML ({error}); correct that line.") from error
        if unknown := sorted(set(told) - _KEYS):
            raise DeviceError(
                f"{where}: {unknown[0]!r} is no key of a sensor profile; known are {_listed()}."
            )
        try:
            _check_kinds(told)
            if not 0.0 < float(told["rate_hz"]) < inf:
                raise DeviceError(f"{where}: rate_hz is {told['rate_hz']}; it must be above 0.")
            return cls(
                **{k: told[k] for k in ("title", "decoder", "has_gyro")},
                name=told["name"],
                names=tuple(told.get("names", ())),
                services=tuple(s.lower() for s in told.get("services", ())),
                channels={k: tuple(_all(v)) for k, v in told["channels"].items()},
                rates_hz=tuple(map(float, told.get("rates_hz", ()))),
                rate_hz=float(told["rate_hz"]),
                placement=told.get("placement", "wrist"),
                start=_writes(told.get("start", ())),
                stop=_writes(told.get("stop", ())),
                set_rate={float(rate): _writes(steps) for rate, steps in told.get("set_rate", {}).items()},
                options=told.get("options", {}),
                notes=told.get("notes", ""),
                source=told.get("source", ""),
            )
        except KeyError as error:
            raise DeviceError(f"{where}: the profile lacks {error}; add it.") from error
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            raise DeviceError(
                f"{where}: a value is of the wrong kind ({error}); compare another profile."
            ) from error


def _check_kinds(told: Mapping[str, Any]) -> None:
    """Checks the kinds of values that nothing else in the profile would stumble over.

    Raises
    ------
    TypeError
        One is of another kind.
    """
    for key, kind in _KINDS.items():
        if key in told and not isinstance(told[key], kind):
            raise TypeError(f"{key} = {short_repr(told[key])}")
    found_by = [*told.get("names", ()), *told.get("services", ())]
    texts = [*found_by, *(u for v in told["channels"].values() for u in _all(v))]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("names, services and channels hold texts")


def _listed() -> str:
    return ", ".join(sorted(_KEYS))


def _all(uuids: str | list[str]) -> list[str]:
    return [u.lower() for u in ([uuids] if isinstance(uuids, str) else uuids)]


def _writes(steps: list[dict[str, Any]]) -> tuple[Write, ...]:
    return tuple(
        Write(
            channel=step.get("to", "command"),
            data=bytes.fromhex(step["hex"]) if "hex" in step else step["text"].encode(),
            response=step.get("response"),
        )
        for step in steps
    )


@cache
def _shipped() -> tuple[tuple[str, Profile], ...]:
    folder = files("firmware_data") / "sensors"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = [(f.name, f.read_text(encoding="utf-8")) for f in found]
    return tuple((text, _read(text, where)) for where, text in texts)


@cache
def _read(text: str, where: str) -> Profile:
    return Profile.from_toml(text, where=where)


def _offered(plugin: Plugin) -> tuple[str, Profile]:
    text = plugin.load()
    if not isinstance(text, str):
        raise plugin.error(f"is no text of a sensor profile but {type(text).__name__}")
    profile = _read(text, f"the plug-in {plugin.name!r} of {plugin.package}")
    if profile.name != plugin.name:
        raise plugin.error(f"is a sensor profile named {profile.name!r}, unlike its entry point")
    if profile.name in {own.name for _, own in _shipped()}:
        raise plugin.error(f"is a sensor profile named {profile.name!r}, as one of this program")
    return text, profile


def _known() -> Iterator[tuple[str, Profile]]:
    """Text and profile of every kind of sensor; a plug-in is imported only when the iteration reaches it."""
    yield from _shipped()
    yield from map(_offered, plugins(_GROUP))


def profiles() -> tuple[Profile, ...]:
    """All kinds of sensors: those that come with the program in order of name, then those of other packages.

    Raises
    ------
    PluginError, DeviceError
        Another package offers something that is not a profile.
    """
    return tuple(profile for _, profile in _known())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileList:
    """Kinds of sensors that are known, and the plug-ins that were left out."""

    profiles: tuple[Profile, ...]
    """Those that come with the program in order of name, then those of other packages."""
    left_out: tuple[DeviceError | PluginError, ...]
    """A fault of each plug-in that does not work."""


def list_profiles() -> ProfileList:
    """Lists all kinds of sensors; a plug-in that does not work is left out and says why."""
    found, faults = [profile for _, profile in _shipped()], []
    for plugin in plugins(_GROUP):
        try:
            found.append(_offered(plugin)[1])
        except (DeviceError, PluginError) as error:
            faults.append(error)
    return ProfileList(profiles=tuple(found), left_out=tuple(faults))


def profile_text(name: str) -> str:
    """Text of a profile's TOML file, as a starting point for your own.

    Raises
    ------
    DeviceError
        There is none of that name.
    """
    return _named(name)[0]


def load_profile(name_or_path: str) -> Profile:
    """Loads a profile by its name, or your own by the path of its TOML file.

    Raises
    ------
    DeviceError
        There is none of that name, or the file cannot be read as one.
    """
    if name_or_path.endswith(".toml"):
        text = profile_file(name_or_path)
        return Profile.from_toml(text, where=name_or_path)
    return _named(name_or_path)[1]


def profile_file(path: str) -> str:
    """Text of your own profile's TOML file.

    Raises
    ------
    DeviceError
        It cannot be read.
    """
    try:
        return read_small_text(path)
    except UnreadableText as error:
        raise DeviceError(f"{path}: {error}.") from error


def _named(name: str) -> tuple[str, Profile]:
    for text, profile in _known():
        if profile.name == name:
            return text, profile
    known = ", ".join(p.name for p in list_profiles().profiles)
    raise DeviceError(f"{name}: there is no such sensor profile; known are {known}.")


def profile_for(name: str | None, services: tuple[str, ...] = ()) -> Profile | None:
    """The profile of a device by what it advertises.

    Parameters
    ----------
    name : str or None
        Advertised name.
    services : tuple of str
        Advertised UUIDs, 128 bits, lower case.

    Returns
    -------
    Profile or None
        None where no kind of sensor matches.

    Raises
    ------
    PluginError, DeviceError
        Another package offers something that is not a profile.
    """
    return next((p for _, p in _known() if p.matches(name, services)), None)
