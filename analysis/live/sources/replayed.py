"""A recording as a source, at any speed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from analysis.live.hub import Hub, NoControl
from analysis.live.runner import Sink
from analysis.live.status import Player
from imu.recording.replay import Pace, in_packets
from imu.types import Recording


class ReplaySource(NoControl):
    """Plays the samples of a recording; it can be held, and played faster."""

    def __init__(self, recording: Recording, speed: float) -> None:
        self._recording = recording
        self._pace = Pace(time.monotonic, asyncio.sleep, speed)

    @property
    def player(self) -> Player:
        """How it plays."""
        return Player(paused=self._pace.held, speed=self._pace.speed)

    @property
    def strip(self) -> str:
        """The line at the top of the page."""
        return "Replay" if self._pace.speed == 1.0 else f"Replay, {self._pace.speed:g}× speed"

    async def run(self, sink: Sink) -> None:
        """Until the recording ends."""
        for block in self._recording.sensors:
            sink.hub.sensor(
                block.sensor, name=self._recording.device or Path(self._recording.path).name, state="up"
            )
        async for _, block in self._pace.play(in_packets(self._recording)):
            sink.samples(block)

    def pause(self, hub: Hub) -> None:
        """Holds it, or goes on."""
        self._pace.held = not self._pace.held
        hub.set(player=self.player)

    def speed(self, hub: Hub, factor: float) -> None:
        """Plays so many times faster from now on."""
        if 0.0 < factor <= MOST_SPEED:
            self._pace.speed = factor
            hub.set(player=self.player, strip=self.strip)


MOST_SPEED = 1000.0
