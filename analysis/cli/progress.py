"""Progress bar on standard error, only where that is a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as RichProgress


class Progress:
    """Shows which recording is at work, and how many are left; leaves nothing behind.

    Parameters
    ----------
    total : int
        Recordings.
    console : Console
        Where to draw; nothing is drawn where it is no terminal.
    """

    def __init__(self, total: int, console: Console) -> None:
        self._bar = _bar(total, console) if console.is_terminal else None
        self._begun = 0

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

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


def _bar(total: int, console: Console) -> RichProgress:
    columns = (TextColumn("{task.fields[name]}", markup=False), BarColumn(), MofNCompleteColumn())
    bar = RichProgress(
        *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    )
    bar.add_task("", total=total, name="")
    return bar
