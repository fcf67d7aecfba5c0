"""An output never costs a file: not one that is read, whatever its name, nor one that is there when a command is refused."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
LOST = "this file is read, and would be lost; give another file name."


@pytest.fixture(params=["itself", "symbolic link", "hard link"])
def other_name(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Gives a file another name, in a folder of its own, or the same."""

    def name(path: str) -> str:
        if request.param == "itself":
            return f"./{path}"
        Path("links").mkdir()
        link = Path("links", "other.out")
        if request.param == "hard link":
            link.hardlink_to(path)
        else:
            link.symlink_to(Path(path).absolute())
        return str(link)

    return name


def refused(command: Command, kept: str, *arguments: str) -> str:
    """The sentence with which a command is refused; the file is as it was."""
    before = Path(kept).read_bytes()
    code, out, err = command(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert Path(kept).read_bytes() == before
    return err


@pytest.mark.parametrize("screen", [["--plain"], ["--no-open"]], ids=["plain", "page"])
def test_events_over_the_recording_that_is_played(
    command: Command, four: str, other_name: Callable[[str], str], screen: list[str]
) -> None:
    target = other_name(four)
    err = refused(command, four, "live", "--replay", four, *screen, "--speed", "inf", "--events", target)
    assert f"--events {Path(target)}: {LOST}" in err


def test_events_over_a_part_of_the_folder_that_is_played(command: Command, four: str) -> None:
    Path("session").mkdir()
    Path(four).rename("session/four.csv")
    err = refused(
        command, "session/four.csv", "live", "--replay", "session", "--plain", "--events", "session/four.csv"
    )
    assert LOST in err


@pytest.mark.parametrize("option", ["--jsonl", "--csv", "--json"])
def test_an_output_over_a_recording_in_a_folder(
    command: Command, four: str, other_name: Callable[[str], str], option: str
) -> None:
    target = other_name(four)
    Path("session").mkdir()
    Path("session/four.csv").hardlink_to(four)
    assert LOST in refused(command, four, "analyze", "session", option, target)


@pytest.mark.parametrize(
    "words", [["analyze", "four.csv", "--csv"], ["live", "--replay", "four.csv", "--plain", "--events"]]
)
def test_an_output_over_the_thresholds(
    command: Command, four: str, other_name: Callable[[str], str], words: list[str]
) -> None:
    Path("own.toml").write_text("[momentum]\n", encoding="utf-8")
    assert LOST in refused(command, "own.toml", *words, other_name("own.toml"), "--thresholds", "own.toml")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--replay", "gone.csv"],
        ["--replay", "four.csv", "--weight", "heavy"],
        ["--replay", "four.csv", "--thresholds", "gone.toml"],
        ["--replay", "four.csv", "--speed", "0"],
        ["--replay", "empty.csv"],
        ["--device", ""],
        ["--device", "phyphox://"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_refused_leaves_the_events_of_before(
    command: Command, four: str, wrong: list[str]
) -> None:
    Path("empty.csv").touch()
    Path("old.jsonl").write_text("kept\n", encoding="utf-8")
    refused(command, "old.jsonl", "live", *wrong, "--plain", "--events", "old.jsonl")


def test_a_page_that_cannot_be_served_leaves_the_events_of_before(command: Command, four: str) -> None:
    Path("old.jsonl").write_text("kept\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused(
            command,
            "old.jsonl",
            "live",
            "--replay",
            four,
            "--port",
            port,
            "--no-open",
            "--events",
            "old.jsonl",
        )


def test_events_in_a_folder_that_is_not_there(command: Command, four: str) -> None:
    err = refused(command, four, "live", "--replay", four, "--plain", "--events", "no/such")
    assert "there is no folder no; make it first." in err


def test_events_of_before_are_replaced_when_all_is_right(command: Command, four: str) -> None:
    Path("old.jsonl").write_text("old\n", encoding="utf-8")
    code, _, err = command("live", "--replay", four, "--plain", "--speed", "inf", "--events", "old.jsonl")
    assert (code, err) == (0, "")
    events = [json.loads(line) for line in Path("old.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event["n"] for event in events if event["kind"] == "rep"] == [1, 2, 3, 4]
