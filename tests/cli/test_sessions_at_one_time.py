"""What is said of sessions that are saved and lie over others in time."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_history(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REP_MOMENTUM_DB", str(here / "h.db"))


def test_two_sessions_at_one_time_are_said(command: Command, here: Path, demo_text: str) -> None:
    lines = demo_text.splitlines(keepends=True)
    (here / "a.csv").write_text("".join(lines), encoding="utf-8")
    (here / "b.csv").write_text("".join(lines[:-50]), encoding="utf-8")
    code, out, _ = command("history", "import", "a.csv", "b.csv")
    assert code == 0
    assert out.splitlines()[0] == "History: 2 new."
    assert "b.csv is of the same time as " in out
    assert out.endswith("a.csv (session 1). Both are kept; history forget --session 2 removes b.csv.\n")


@pytest.mark.parametrize(
    ("sessions", "rest"),
    [
        (4, None),
        (5, "1 further session is of the same time as another one"),
        (6, "2 further sessions are of the same time as others"),
    ],
)
@pytest.mark.parametrize("place", [[], ["--db", "my history.db"]], ids=["usual place", "another place"])
def test_of_many_sessions_at_one_time_three_are_said_and_a_command_that_lists_the_others(
    command: Command, here: Path, demo_text: str, sessions: int, rest: str | None, place: list[str]
) -> None:
    """Each but the first is of the same time as those before it."""
    lines = demo_text.splitlines(keepends=True)
    (here / "recordings").mkdir()
    for k in range(sessions):
        text = "".join(lines[: len(lines) - 10 * k])
        (here / "recordings" / f"{k}.csv").write_text(text, encoding="utf-8")
    code, out, _ = command("batch", "recordings", "--out", "lake", "--save", *place)
    assert code == 0
    summary, said = out.splitlines()[:3], out.splitlines()[3:]
    assert summary[2] == f"History: {sessions} new."
    assert ["is of the same time as" in line for line in said[:3]] == [True] * 3
    assert [line.partition(";")[0] for line in said[3:]] == ([] if rest is None else [rest])
    if rest is None:
        return
    listing, _, _ = said[3].partition("; ")[2].partition(" lists ")
    code, out, _ = command(*shlex.split(listing)[1:])
    assert code == 0
    assert {str(number) for number in range(1, sessions + 1)} <= {
        line.partition(" ")[0] for line in out.splitlines()
    }
