"""Arrays that come in blocks of any size, cut into tiles of one size and thinned to a number that a memory holds.

What a check of a whole recording finds must not depend on the blocks in which the recording is read. So it looks at tiles
of its rows, each by itself, and keeps of their figures as many as it may, evenly spread.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from imu.types import Floats

TILE_ROWS = 102_400
"""Rows of a tile: 17 minutes at 100 readings a second, and a whole number of the windows of any check."""


class Tiles:
    """Cuts rows into tiles of `TILE_ROWS`; the last one is shorter."""

    def __init__(self) -> None:
        self._waiting: list[Floats] = []
        self._held = 0

    def push(self, rows: Floats) -> Iterator[Floats]:
        """Takes the next (n, k) rows; yields the tiles that are full by them."""
        while self._held + len(rows) >= TILE_ROWS:
            missing = TILE_ROWS - self._held
            yield self._joined(rows[:missing])
            rows = rows[missing:]
        if len(rows):
            self._waiting.append(rows)
            self._held += len(rows)

    def rest(self) -> Iterator[Floats]:
        """Yields what is left, if anything is."""
        if self._held:
            yield self._joined(self._waiting[0][:0])

    def _joined(self, last: Floats) -> Floats:
        whole = np.concatenate([*self._waiting, last]) if self._waiting else last
        self._waiting, self._held = [], 0
        return whole


class Thinned:
    """Keeps of any number of rows at most so many: every one, every second, every fourth, and so on.

    Which ones depends on their number alone: the rows 0, s, 2s, ..., with the least power of two s that leaves few enough.

    Parameters
    ----------
    most : int
        Number of rows that are kept at most.
    """

    def __init__(self, most: int) -> None:
        self._most, self._stride, self._seen = most, 1, 0
        self._kept: list[Floats] = []
        self._held = 0

    def add(self, rows: Floats) -> None:
        """Takes the next rows, (n,) or (n, k)."""
        chosen = rows[-self._seen % self._stride :: self._stride]
        self._seen += len(rows)
        if len(chosen):
            self._kept.append(chosen if self._stride == 1 else chosen.copy())
            self._held += len(chosen)
        while self._held > self._most:
            every = self.rows()[::2].copy()
            self._kept, self._held, self._stride = [every], len(every), 2 * self._stride

    def rows(self) -> Floats:
        """Those kept, in order; empty where there are none."""
        if len(self._kept) > 1:
            self._kept = [np.concatenate(self._kept)]
        return self._kept[0] if self._kept else np.zeros(0)
