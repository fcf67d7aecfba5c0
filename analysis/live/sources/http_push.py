"""Source of samples from a phone that posts what it measures (Sensor Logger's HTTP push)."""

from __future__ import annotations

import asyncio
import json

from analysis.live.controls import SourceControls
from analysis.live.sources.acquisition import Acquisition, DeviceFeed, SessionDevice
from imu.devices import load_profile

_PROFILE = "sensor-logger-push"
SILENT_S = 3.0
"""Silence after which a phone is lost, s; it posts twice a second or more."""
LOOK_S = 0.5
"""Seconds between two looks at whether it posts."""


class PhoneSource(SourceControls):
    """Delivers what a phone posts, until it is cancelled.

    Parameters
    ----------
    sensor : str or None
        Where the phone is; None: on the wrist.
    """

    def __init__(self, sensor: str | None) -> None:
        profile = load_profile(_PROFILE)
        self._device = SessionDevice(sensor=sensor or profile.placement, name="Phone", profile=profile)
        self._acquisition: Acquisition | None = None
        self._feed: DeviceFeed | None = None
        self._heard_s: float | None = None
        self._up = False

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes."""
        async with acquisition.receiving([self._device]) as feed:
            acquisition.screen.sensor(self._device.sensor, text="Waiting for the phone.")
            self._acquisition, self._feed = acquisition, feed
            try:
                while True:
                    await asyncio.sleep(LOOK_S)
                    self._look(acquisition, feed)
            finally:
                self._feed = None

    def _look(self, acquisition: Acquisition, feed: DeviceFeed) -> None:
        """Shows when the phone comes, is lost, or is back."""
        heard = self._heard_s is not None and acquisition.now_s() - self._heard_s < SILENT_S
        if heard == self._up:
            return
        self._up = heard
        sensor = self._device.sensor
        if heard:
            feed.link(acquisition.change_of(sensor, "up", "The phone is connected."))
            acquisition.screen.set(phone_address=None)
        else:
            text = "The phone sends nothing; is the app still recording?"
            feed.link(acquisition.change_of(sensor, "lost", text))

    def pushed(self, body: bytes) -> str | None:
        """Takes a message that was posted; returns what is wrong with it, or None."""
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            return "The message is not JSON."
        if not isinstance(message, dict) or not isinstance(message.get("payload"), list):
            return "The message has no payload: in Sensor Logger, choose HTTP Push."
        if self._acquisition is not None and self._feed is not None:
            packet = self._acquisition.packet_of(self._device.sensor, "push", body)
            self._heard_s = packet.arrival_s
            self._feed.packet(packet)
        return None
