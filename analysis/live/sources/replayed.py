"""Source of samples from a recording that is played again, at any speed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from analysis.language import say
from analysis.live.controls import SessionScreen, SourceControls
from analysis.live.sources.acquisition import Acquisition
from analysis.live.status import Player
from imu.recording.replay import Pace, in_packets
from imu.types import Recording


class ReplaySource(SourceControls):
    """Plays the samples of a recording; it can be held, and played faster.

    Parameters
    ----------
    recording : Recording
    speed : float
        How many times faster than it was; infinite: at once.
    """

    def __init__(self, recording: Recording, speed: float) -> None:
        self._recording = recording
        self._pace = Pace(time.monotonic, asyncio.sleep, speed)

    @property
    def player(self) -> Player:
        """State of the replay, for the page."""
        return Player(paused=self._pace.held, speed=self._pace.speed)

    @property
    def strip(self) -> str:
        """Line at the top of the page."""
        speed = self._pace.speed
        return say("source.replay") if speed == 1.0 else say("source.replay_at", speed=speed)

    async def run(self, acquisition: Acquisition) -> None:
        """Plays until the recording ends."""
        for block in self._recording.sensors:
            acquisition.screen.sensor(
                block.sensor, name=self._recording.device or Path(self._recording.path).name, state="up"
            )
        async for _, block in self._pace.play(in_packets(self._recording)):
            acquisition.samples(block)

    def pause(self, screen: SessionScreen) -> None:
        """Holds the replay, or goes on."""
        self._pace.held = not self._pace.held
        screen.set(player=self.player)

    def speed(self, screen: SessionScreen, factor: float) -> None:
        """Plays so many times faster from now on."""
        if 0.0 < factor <= MOST_SPEED:
            self._pace.speed = factor
            screen.set(player=self.player, strip=self.strip)


MOST_SPEED = 1000.0
"""Largest factor that a page may ask for."""
