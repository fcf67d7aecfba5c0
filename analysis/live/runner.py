"""Runs a live session from beginning to end: a source of samples, the session, and whoever watches it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from analysis.live.hub import Hub
from analysis.live.sources.acquisition import Acquisition, OpenRecording, Source
from analysis.records.events import LiveEvent
from imu.types import SampleBlock

TICK_S = 0.05
"""Seconds between two moves of the page's traces and clocks."""
Watcher = Callable[[LiveEvent], None]
"""Gets every event after the session has taken it in."""


class Program:
    """Runs a source into a hub, tells watchers of every event, and ends the session whatever happens.

    Parameters
    ----------
    hub : Hub
    watchers : sequence of callable
        Each gets every event after the session has taken it in.
    now_s : callable
        Seconds on the session's axis, while no samples come.
    open_recording : callable, optional
        Begins the recording of the source's devices; left out: nothing is recorded.
    """

    def __init__(
        self,
        hub: Hub,
        watchers: Sequence[Watcher],
        now_s: Callable[[], float],
        open_recording: OpenRecording = lambda _: None,
    ) -> None:
        self.hub, self._watchers, self._now_s = hub, watchers, now_s
        self._acquisition = Acquisition(
            screen=hub, samples=self._samples, now_s=now_s, open_recording=open_recording
        )

    def _samples(self, block: SampleBlock) -> None:
        self._watch(self.hub.samples(block))

    def _watch(self, events: Sequence[LiveEvent]) -> None:
        for event in events:
            for watcher in self._watchers:
                watcher(event)

    async def run(self, source: Source) -> None:
        """Runs until the source has nothing more, or the hub's session is to end.

        Parameters
        ----------
        source : Source

        Raises
        ------
        ImuError
            The source could not go on; the session is ended all the same.
        """
        running = asyncio.create_task(source.run(self._acquisition))
        stopping = asyncio.create_task(self.hub.ending.wait())
        ticking = asyncio.create_task(self._tick())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (running, stopping, ticking):
                if not task.done():
                    task.cancel()
            await asyncio.gather(running, stopping, ticking, return_exceptions=True)
            self._watch(self.hub.finish())
        if not running.cancelled():
            running.result()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.hub.tick(max(self._now_s(), self.hub.session.now_s))
