"""Progress of many recordings: a bar with rate and time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from analysis.cli.progress_bars import DrawnBar

_BETWEEN_S = 10.0
"""Time between two lines where there is no terminal, s."""


class BatchProgress(DrawnBar):
    """Shows how many recordings are done, how many a second, and how long the rest takes.

    Parameters
    ----------
    total : int
        Recordings.
    console : Console
        Where to draw or write.
    """

    def __init__(self, total: int, console: Console) -> None:
        columns = (
            TextColumn("Recordings"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
        )
        super().__init__(columns, total, console)
        self._total, self._console = total, console
        self._began_s = self._said_s = time.monotonic()
        self._done = 0

    def advance(self) -> None:
        """One more recording is done."""
        self._done += 1
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])
            return
        now_s = time.monotonic()
        if now_s - self._said_s >= _BETWEEN_S and self._done < self._total:
            self._said_s = now_s
            self.say(progress_words(self._done, self._total, now_s - self._began_s))

    def say(self, line: str) -> None:
        """Writes a line above the bar."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


def progress_words(done: int, total: int, took_s: float) -> str:
    """Says how far a run is: ``120 of 400 recordings, 6.2 a second, 45 s left``."""
    rate = done / took_s
    left_s = (total - done) / rate
    left = f"{left_s:.0f} s" if left_s < 120.0 else f"{left_s / 60.0:.0f} min"
    return f"{done:,} of {total:,} recordings, {rate:.3g} a second, {left} left"


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.3g} a second")
