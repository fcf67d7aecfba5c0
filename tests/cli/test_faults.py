"""Faults of ours, closed pipes and Ctrl-C."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cli import analyze as module

pytestmark = pytest.mark.program

Command = Callable[..., tuple[int, str, str]]


def broken(*_: object, **__: object) -> object:
    raise RuntimeError("the dog ate\nthe axis")


def test_a_fault_of_ours_is_one_sentence(
    command: Command, four: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "analyze", broken)
    code, out, err = command("analyze", four)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "four.csv: a fault of rep-momentum itself (RuntimeError: the dog ate the axis)" in err


def test_debug_shows_the_traceback(command: Command, four: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "analyze", broken)
    code, _, err = command("analyze", four, "--debug")
    assert code == 1
    assert "Traceback (most recent call last)" in err


def test_a_fault_outweighs_bad_input_and_the_rest_are_done(
    command: Command, four: str, still: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.analyze

    def half_broken(recording: module.Recording, *rest: object, **more: object) -> object:
        return broken() if recording.path == four else real(recording, *rest, **more)

    monkeypatch.setattr(module, "analyze", half_broken)
    code, out, err = command("analyze", four, "gone.csv", still)
    assert code == 1
    assert out.split()[0] == still
    assert len(err.splitlines()) == 2


def test_a_fault_outside_a_recording(command: Command, four: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "write_outputs", broken)
    code, _, err = command("analyze", four)
    assert (code, err.count("\n")) == (1, 1)


def test_ctrl_c_is_quiet(command: Command, four: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "analyze", interrupted)
    assert command("analyze", four) == (130, "", "")


@pytest.mark.slow
@pytest.mark.parametrize("more", [[], ["--jsonl", "-"]])
def test_a_closed_pipe_is_quiet(here: Path, four: str, more: list[str]) -> None:
    """The reader of standard output goes before anything is written."""
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "analyze", str(here / four), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), err) == (141, b"")


def test_a_closed_pipe_costs_no_file(here: Path, four: str) -> None:
    """Whoever pipes into ``head`` still gets the files that were asked for."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "analysis.cli", "analyze", str(here / four)),
            *("--csv", str(here / "reps.csv"), "--report", str(here / "page.html")),
        ],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait() == 141
    assert (here / "reps.csv").read_text().count("\n") == 5
    assert "</html>" in (here / "page.html").read_text()


def test_a_full_disk_is_not_a_fault_of_ours(
    command: Command, four: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "o.csv")

    monkeypatch.setattr(module, "write_outputs", full)
    code, _, err = command("analyze", four)
    assert (code, err.count("\n")) == (2, 1)
    assert "o.csv" in err
    assert os.strerror(errno.ENOSPC) in err


def test_without_the_extra_the_page_says_what_to_install(
    command: Command, four: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine where only the base packages are: the import of the web server fails."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "analysis.live.serve", raising=False)
    code, _, err = command("live", "--replay", four, "--no-open")
    assert code == 2
    assert (
        err
        == "rep-momentum: the page needs uvicorn, which is missing: pip install 'rep-momentum[live]', or use --plain.\n"
    )
