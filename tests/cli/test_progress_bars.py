"""The bar is drawn on a terminal only, and leaves nothing behind."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from analysis.cli.progress_bars import Progress


def drawn(console: Console) -> str:
    with Progress(3, console) as progress:
        for name in ("monday.csv", "tuesday.csv", "[odd].csv"):
            progress.begin(name)
            with progress.paused():
                console.print(f"done {name}", markup=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_nothing_is_drawn_into_a_file() -> None:
    assert drawn(Console(file=io.StringIO())) == "done monday.csv\ndone tuesday.csv\ndone [odd].csv\n"


def test_the_bar_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every stop ends with: show the cursor, go up to the bar's line, erase it."""
    monkeypatch.setenv("TERM", "xterm-256color")
    text = drawn(Console(file=io.StringIO(), force_terminal=True, width=80))
    assert "0/3" in text
    assert "2/3" in text
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 4
    assert text.endswith("\x1b[1A\x1b[2K")
