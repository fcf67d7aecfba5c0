"""Decoders of other installed packages, found by the name that a profile gives."""

from __future__ import annotations

from typing import Any, get_args

from imu.devices.profile import Profile
from imu.devices.protocol import Decoded, Decoder, TickKind, Write
from imu.errors import PluginError
from imu.plugins import Plugin, plugins

_GROUP = "rep_momentum.decoders"
"""Entry-point group of decoders: each is a callable that makes a `Decoder` from a `Profile`."""


class PluginDecoder:
    """Wraps a decoder of another package: its exceptions and wrong returns become PluginErrors that name the package.

    Parameters
    ----------
    plugin : Plugin
    profile : Profile
        Handed to the plug-in, which makes the decoder.
    """

    def __init__(self, plugin: Plugin, profile: Profile) -> None:
        self._plugin, self._what = plugin, f"fails with the sensor profile {profile.name}"
        make = plugin.load()
        if not callable(make):
            raise plugin.error(f"makes no decoder: it is no class or function but {type(make).__name__}")
        with self._plugin.blamed(self._what):
            self._decoder: Decoder = make(profile)
            self.ticks: TickKind | None = self._decoder.ticks
        if not isinstance(self.ticks, TickKind | None):
            raise self._wrong("ticks", self.ticks, "a TickKind or None")

    def start(self, rate_hz: float) -> list[Write]:
        """Commands after subscribing, as in `Decoder`."""
        return self._list_of("start", (Write,), rate_hz)

    def stop(self) -> list[Write]:
        """Commands before disconnecting, as in `Decoder`."""
        return self._list_of("stop", (Write,))

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes a packet, as in `Decoder`."""
        return self._list_of("feed", get_args(Decoded), channel, data)

    def replies(self) -> list[Write]:
        """Answers to what was fed, as in `Decoder`."""
        return self._list_of("replies", (Write,))

    def reset(self) -> None:
        """Forgets a partial frame after the connection was lost, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            self._decoder.reset()

    def _list_of(self, name: str, kinds: tuple[type, ...], *given: object) -> list[Any]:
        with self._plugin.blamed(self._what):
            found = getattr(self._decoder, name)(*given)
        wanted = f"a list of {' or '.join(kind.__name__ for kind in kinds)}"
        if not isinstance(found, list):
            raise self._wrong(name, found, wanted)
        for one in found:
            if not isinstance(one, kinds):
                raise self._wrong(name, one, wanted, "a list with ")
        return found

    def _wrong(self, name: str, value: object, wanted: str, within: str = "") -> PluginError:
        what = f"{name} gives {within}{type(value).__name__}, not {wanted}"
        return self._plugin.error(f"{self._what} ({what})")


def plugin_decoder(profile: Profile) -> Decoder | None:
    """Makes the decoder that the profile names, if another package offers one of that name, else None.

    Raises
    ------
    PluginError
        It cannot be imported or made, or several packages offer that name.
    """
    offered = plugins(_GROUP)
    named = [plugin for plugin in offered if plugin.name == profile.decoder]
    for plugin in named or offered:
        plugin.check()
    return PluginDecoder(named[0], profile) if named else None


def offered_decoders() -> tuple[str, ...]:
    """Names of the decoders that other packages offer."""
    return tuple(plugin.name for plugin in plugins(_GROUP))
