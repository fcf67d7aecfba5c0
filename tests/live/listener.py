"""What a source is run into by the tests: a session's screen, a time axis, and samples that are counted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from analysis.live.hub import Hub
from analysis.live.session import LiveSession
from analysis.live.sources.acquisition import Acquisition, OpenRecording
from analysis.live.status import Status
from analysis.offline import Facts
from imu.types import SampleBlock

WAIT_S = 20.0


class Listener:
    """Counts, and lets a test wait for what it wants to see. ``now_s`` None: real time from now on."""

    def __init__(
        self, now_s: Callable[[], float] | None = None, open_recording: OpenRecording = lambda _: None
    ) -> None:
        facts = Facts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
        self.hub = Hub(LiveSession(facts), Status())
        self.times: list[float] = []
        self.numbers: list[int] = []
        """x of the acceleration, whole: some senders number their readings by it."""
        self.states: list[str] = []
        """Of the links, one after the other."""
        self.turning = True
        self._changed = asyncio.Event()
        self.hub.join(lambda _: self._look())
        began_s = time.monotonic()
        self.acquisition = Acquisition(
            screen=self.hub,
            samples=self._samples,
            now_s=now_s or (lambda: time.monotonic() - began_s),
            open_recording=open_recording,
        )

    def _look(self) -> None:
        self._changed.set()
        for known in self.hub.status.sensors.values():
            if self.states[-1:] != [known.state]:
                self.states.append(known.state)

    def _samples(self, block: SampleBlock) -> None:
        self.times += block.time_s.tolist()
        self.numbers += block.acc_mps2[:, 0].astype(int).tolist()
        self.turning = self.turning and block.gyr_radps is not None
        self._changed.set()

    async def until(self, wanted: Callable[[], bool]) -> None:
        """Waits until it holds, looking whenever something came."""
        async with asyncio.timeout(WAIT_S):
            while not wanted():
                self._changed.clear()
                await self._changed.wait()
