"""Decoders of other installed packages, by the name in a profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from imu.devices.profile import Profile
from imu.devices.protocol import Decoded, Decoder, TickKind, Write
from imu.plugins import Plugin, plugins

_GROUP = "rep_momentum.decoders"
"""Entry points of this group make a `Decoder` from a `Profile` each; their name is what a profile calls it."""


class PluginDecoder:
    """A decoder of another package; an error in it says whose it is."""

    def __init__(self, plugin: Plugin, profile: Profile) -> None:
        self._plugin, self._what = plugin, f"fails with the sensor profile {profile.name}"
        make = cast("Callable[[Profile], Decoder]", plugin.load())
        with self._plugin.blamed(self._what):
            self._decoder = make(profile)
            self.ticks: TickKind | None = self._decoder.ticks

    def start(self, rate_hz: float) -> list[Write]:
        """As in `Decoder`; so are all others."""
        with self._plugin.blamed(self._what):
            return self._decoder.start(rate_hz)

    def stop(self) -> list[Write]:
        """What to write before leaving."""
        with self._plugin.blamed(self._what):
            return self._decoder.stop()

    def feed(self, channel: str, data: bytes) -> list[Decoded]:
        """What a packet holds."""
        with self._plugin.blamed(self._what):
            return self._decoder.feed(channel, data)

    def replies(self) -> list[Write]:
        """What must be written because of what was fed."""
        with self._plugin.blamed(self._what):
            return self._decoder.replies()

    def reset(self) -> None:
        """The link was lost."""
        with self._plugin.blamed(self._what):
            self._decoder.reset()


def plugin_decoder(profile: Profile) -> Decoder | None:
    """The decoder that the profile names, if another package offers one of that name.

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
