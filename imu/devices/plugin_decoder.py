"""Decoders of other installed packages, found by the name that a profile gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from imu.devices.profile import Profile
from imu.devices.protocol import Decoded, Decoder, TickKind, Write
from imu.plugins import Plugin, plugins

_GROUP = "rep_momentum.decoders"
"""Entry-point group of decoders: each is a callable that makes a `Decoder` from a `Profile`."""


class PluginDecoder:
    """Wraps a decoder of another package, so that an exception in it becomes a PluginError that names the package.

    Parameters
    ----------
    plugin : Plugin
    profile : Profile
        Handed to the plug-in, which makes the decoder.
    """

    def __init__(self, plugin: Plugin, profile: Profile) -> None:
        self._plugin, self._what = plugin, f"fails with the sensor profile {profile.name}"
        make = cast("Callable[[Profile], Decoder]", plugin.load())
        with self._plugin.blamed(self._what):
            self._decoder = make(profile)
            self.ticks: TickKind | None = self._decoder.ticks

    def start(self, rate_hz: float) -> list[Write]:
        """Commands after subscribing, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            return self._decoder.start(rate_hz)

    def stop(self) -> list[Write]:
        """Commands before disconnecting, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            return self._decoder.stop()

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """Decodes a packet, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            return self._decoder.feed(channel, data)

    def replies(self) -> list[Write]:
        """Answers to what was fed, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            return self._decoder.replies()

    def reset(self) -> None:
        """Forgets a partial frame after the connection was lost, as in `Decoder`."""
        with self._plugin.blamed(self._what):
            self._decoder.reset()


def plugin_decoder(profile: Profile) -> Decoder | None:
    """Makes the decoder that the profile names, if another package offers one of that name, else None.

    Raises
    ------
    PluginError
        It cannot be imported or made.
    """
    offered = next((p for p in plugins(_GROUP) if p.name == profile.decoder), None)
    return None if offered is None else PluginDecoder(offered, profile)


def offered_decoders() -> tuple[str, ...]:
    """Names of the decoders that other packages offer."""
    return tuple(plugin.name for plugin in plugins(_GROUP))
