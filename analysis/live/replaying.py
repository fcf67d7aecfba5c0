"""A recording as a source, at any speed."""

from __future__ import annotations

import asyncio
import time

from analysis.live.program import Sink
from imu.replay import Pace, in_packets
from imu.types import Recording


class ReplaySource:
    """Plays the samples of a recording; it can be held, and played faster."""

    def __init__(self, recording: Recording, speed: float) -> None:
        self._recording = recording
        self.pace = Pace(time.monotonic, asyncio.sleep, speed)

    async def run(self, sink: Sink) -> None:
        """Until the recording ends."""
        for block in self._recording.sensors:
            sink.hub.sensor(block.sensor, name=self._recording.device or self._recording.path, state="up")
        async for _, block in self.pace.play(in_packets(self._recording)):
            sink.samples(block)
