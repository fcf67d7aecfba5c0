"""Progress bars, drawn only on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn
from rich.progress import Progress as RichProgress


class DrawnBar:
    """A bar that stands while a block lasts, and leaves nothing behind; none where the console is no terminal.

    Parameters
    ----------
    columns : sequence of ProgressColumn
        What it shows, from left to right.
    total : int
        Recordings.
    console : Console
        Where to draw.
    """

    def __init__(self, columns: Sequence[ProgressColumn], total: int, console: Console) -> None:
        self._bar: RichProgress | None = None
        if console.is_terminal:
            self._bar = RichProgress(
                *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
            )
            self._bar.add_task("", total=total, name="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


class Progress(DrawnBar):
    """Shows which recording is at work, and how many are left; leaves nothing behind.

    Parameters
    ----------
    total : int
        Recordings.
    console : Console
        Where to draw; nothing is drawn where it is no terminal.
    """

    def __init__(self, total: int, console: Console) -> None:
        columns = (TextColumn("{task.fields[name]}", markup=False), BarColumn(), MofNCompleteColumn())
        super().__init__(columns, total, console)
        self._begun = 0

    def begin(self, name: str) -> None:
        """Shows the next recording."""
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._begun, name=name)
        self._begun += 1

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Takes the bar away while the block writes lines on the same terminal."""
        if self._bar is not None:
            self._bar.stop()
        yield
        if self._bar is not None:
            self._bar.start()
