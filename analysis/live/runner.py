"""A live session from beginning to end: a source of samples, the session, and whoever watches it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from analysis.events import Event
from analysis.live.hub import Hub
from imu.types import SampleBlock

TICK_S = 0.05
Watcher = Callable[[Event], None]


class Sink(Protocol):
    """Where a source puts what it has."""

    hub: Hub

    def samples(self, block: SampleBlock) -> None:
        """The next samples of one sensor."""


class Source(Protocol):
    """Where samples come from: sensors, a phone, a recording."""

    async def run(self, sink: Sink) -> None:
        """Delivers until there is nothing more, or until it is cancelled; then leaves nothing running."""


class Program:
    """Runs a source into a hub, tells watchers of every event, and ends the session whatever happens.

    Parameters
    ----------
    hub : Hub
    watchers : sequence of callable
        Each gets every event after the session has taken it in.
    now_s : callable
        Seconds on the session's axis, while no samples come.
    """

    def __init__(self, hub: Hub, watchers: Sequence[Watcher], now_s: Callable[[], float]) -> None:
        self.hub, self._watchers, self._now_s = hub, watchers, now_s

    def samples(self, block: SampleBlock) -> None:
        """The next samples of one sensor."""
        self._watch(self.hub.samples(block))

    def _watch(self, events: Sequence[Event]) -> None:
        for event in events:
            for watcher in self._watchers:
                watcher(event)

    async def run(self, source: Source) -> None:
        """Until the source has nothing more, or the hub's session is to end.

        Raises
        ------
        ImuError
            The source could not go on; the session is ended all the same.
        """
        running = asyncio.create_task(source.run(self))
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
