"""Plays a recording again, in packets and at the pace of a live sensor."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

import numpy as np

from imu.types import Recording, SampleBlock

PACKET_S = 0.05
"""Usual length of a packet, s."""
_T = TypeVar("_T")


def in_packets(recording: Recording, packet_s: float = PACKET_S) -> Iterator[tuple[float, SampleBlock]]:
    """Cuts the samples of all sensors into packets, in order of time.

    Parameters
    ----------
    recording : Recording
    packet_s : float
        Length of a packet, s.

    Yields
    ------
    float, SampleBlock
        Time of the last sample, s, and the packet. The packets of a sensor together are its samples, bit for bit.
    """
    return heapq.merge(*(_packets(b, packet_s) for b in recording.sensors), key=lambda item: item[0])


def _packets(block: SampleBlock, packet_s: float) -> Iterator[tuple[float, SampleBlock]]:
    """Packets of one sensor, cut at multiples of ``packet_s``; a time that runs back stays in the current packet."""
    latest = np.maximum.accumulate(np.where(np.isfinite(block.time_s), block.time_s, -np.inf))
    number = np.floor((latest - latest[0]) / packet_s)
    cuts = [0, *(np.flatnonzero(number[1:] != number[:-1]) + 1).tolist(), len(block)]
    for start, stop in pairwise(cuts):
        yield float(latest[stop - 1]), block.slice(start, stop)


class Pace:
    """Plays timed items at ``speed`` times their own pace; ``held`` (pause) and ``speed`` can be changed meanwhile.

    Parameters
    ----------
    now_s, wait : callable
        A monotonic clock and a coroutine that waits, both in s; they are arguments so that a test needs no real time.
    speed : float
        1: as recorded; ``inf``: without waiting.
    """

    def __init__(
        self, now_s: Callable[[], float], wait: Callable[[float], Awaitable[None]], speed: float = 1.0
    ) -> None:
        self._now_s, self._wait, self.speed = now_s, wait, speed
        self.held = False

    async def play(self, items: Iterable[tuple[float, _T]]) -> AsyncIterator[tuple[float, _T]]:
        """Yields the items, each when it is due.

        Parameters
        ----------
        items : iterable of (float, item)
            Time of each item, s, in order, and the item.
        """
        before_s: float | None = None
        due_s = self._now_s()
        for at_s, item in items:
            if before_s is not None:
                due_s = await self._until(due_s, at_s - before_s)
            before_s = at_s
            yield at_s, item

    async def _until(self, due_s: float, span_s: float) -> float:
        """Waits until the next item is due, and returns when that was; a delay is not made up for by playing faster."""
        left_s = span_s
        while True:
            while self.held:
                await self._wait(PACKET_S)
                due_s = self._now_s()
            step_s = min(
                left_s, PACKET_S * self.speed
            )  # a hole is waited out in steps: either may change in it
            due_s += step_s / self.speed
            left_s -= step_s
            if left_s <= 0.0:
                break
            await self._wait(max(0.0, due_s - self._now_s()))
        due_s = max(due_s, self._now_s() - PACKET_S)
        await self._wait(max(0.0, due_s - self._now_s()))
        return due_s
