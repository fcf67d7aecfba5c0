"""An output never costs a file: not one that is read, whatever its name, nor one that is there when a command is refused."""

from __future__ import annotations

import errno
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.disks import largest_file

pytestmark = pytest.mark.program

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


def test_a_replay_is_not_recorded_and_says_so(command: Command, four: str) -> None:
    words = ["live", "--replay", four, "--plain", "--speed", "inf"]
    said = "A replay is not recorded: --out stays as it is."
    assert said not in command(*words)[1]
    code, out, err = command(*words, "--out", "kept")
    assert (code, out.splitlines()[0], err) == (0, said, "")
    assert not Path("kept").exists()


OUTPUTS = ["--json", "--jsonl", "--csv", "--report"]


@pytest.mark.parametrize("option", OUTPUTS)
@pytest.mark.parametrize("link", ["symlink_to", "hardlink_to"])
def test_no_output_over_what_is_read(command: Command, four: str, option: str, link: str) -> None:
    """Each output, over a link to the recording; a report has to be called a page."""
    getattr(Path("page.html"), link)(Path(four).absolute())
    assert LOST in refused(command, four, "analyze", four, option, "page.html")


@pytest.mark.parametrize("option", OUTPUTS)
def test_an_output_over_another_recording(command: Command, four: str, option: str) -> None:
    """As ``--csv *.csv`` of a shell gives it: the first recording would be the output, the others be read."""
    Path("other.html").write_bytes(Path(four).read_bytes())
    err = refused(command, "other.html", "analyze", four, option, "other.html")
    assert (
        f"{option} other.html: this file holds a recording, which would be lost; give another file name."
        in err
    )


@pytest.mark.parametrize("name", ["reps.csv", "all.jsonl", "one.json", "page.html"])
def test_an_output_of_before_is_replaced(command: Command, four: str, name: str) -> None:
    option = {"reps.csv": "--csv", "all.jsonl": "--jsonl", "one.json": "--json", "page.html": "--report"}[
        name
    ]
    assert command("analyze", four, option, name)[0] == 0
    first = Path(name).read_bytes()
    Path(name).write_bytes(first + b"more\n")
    assert command("analyze", four, option, name)[0] == 0
    assert Path(name).read_bytes() == first


@pytest.mark.parametrize("more", [["--csv", "-"], ["--jsonl", "-"], []], ids=" ".join)
def test_standard_output_into_what_is_read(here: Path, four: str, more: list[str]) -> None:
    """As ``analyze four.csv >> four.csv``."""
    before = (here / four).read_bytes()
    with (here / four).open("ab") as same:
        done = program("analyze", str(here / four), *more, stdout=same)
    assert done.returncode == 2
    assert "standard output: this file is read" in done.stderr
    assert (here / four).read_bytes() == before


def test_an_output_over_standard_input(here: Path, four: str) -> None:
    before = (here / four).read_bytes()
    for name in ("-", "/dev/stdin"):
        with (here / four).open("rb") as same:
            done = program("analyze", name, "--csv", str(here / four), stdin=same)
        assert done.returncode == 2
        assert LOST in done.stderr
    assert (here / four).read_bytes() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("o.html", "./o.html"),
        ("o.html", "link.html"),
        ("o.html", "hard.html"),
        ("link.html", "hard.html"),
        ("new.html", "folder/../new.html"),
        ("new.html", "folder/to.html"),
        ("pipe", "pipe"),
    ],
)
def test_two_outputs_in_one_file(command: Command, four: str, first: str, second: str) -> None:
    Path("o.html").write_text("kept", encoding="utf-8")
    Path("link.html").symlink_to("o.html")
    Path("hard.html").hardlink_to("o.html")
    Path("folder").mkdir()
    Path("folder/to.html").symlink_to(Path("new.html").absolute())
    os.mkfifo("pipe")
    err = refused(command, "o.html", "analyze", four, "--csv", first, "--jsonl", second)
    assert "two outputs have the same file" in err


def test_outputs_that_nobody_wants(command: Command, four: str) -> None:
    null = os.devnull
    assert command("analyze", four, "--csv", null, "--jsonl", null, "--json", null)[0] == 0
    assert stat.S_ISCHR(Path(null).stat().st_mode)


def test_standard_output_by_another_name(here: Path, four: str) -> None:
    """Only the table of reps stands there, as with ``--csv -``."""
    done = [program("analyze", str(here / four), "--csv", name).stdout for name in ("-", "/dev/stdout")]
    assert done[0].startswith("recording,")
    assert done[1] == done[0]
    both = program("analyze", str(here / four), "--csv", "/dev/stdout", "--jsonl", "-")
    assert (both.returncode, both.stdout) == (2, "")


def test_an_output_through_a_link_leaves_the_link(command: Command, four: str) -> None:
    Path("folder").mkdir()
    for name in ("there.csv", "missing.csv"):
        Path(f"to {name}").symlink_to(Path("folder", name))
    Path("folder/there.csv").write_text("old", encoding="utf-8")
    for name in ("there.csv", "missing.csv"):
        assert command("analyze", four, "--csv", f"to {name}")[0] == 0
        assert Path(f"to {name}").is_symlink()
        assert Path("folder", name).read_text(encoding="utf-8").startswith("recording,")


@pytest.mark.parametrize("option", OUTPUTS)
def test_a_full_disk_keeps_the_output_of_before(command: Command, four: str, option: str) -> None:
    Path("o.html").write_text("kept", encoding="utf-8")
    with largest_file(300):
        err = refused_while_writing(command, "analyze", four, option, "o.html")
    assert f"{option} o.html: cannot be written ({os.strerror(errno.EFBIG)}); give another file." in err
    assert Path("o.html").read_text(encoding="utf-8") == "kept"
    assert sorted(path.name for path in Path().iterdir()) == [four, "o.html"]


@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv"])
def test_a_device_that_is_full(command: Command, four: str, option: str) -> None:
    err = refused_while_writing(command, "analyze", four, option, "/dev/full")
    assert f"{option} /dev/full: cannot be written ({os.strerror(errno.ENOSPC)}); give another file." in err


def test_a_full_disk_for_the_demo(command: Command, here: Path) -> None:
    Path("rep-momentum-demo.html").write_text("kept", encoding="utf-8")
    with largest_file(300):
        err = refused_while_writing(command, "demo")
    assert "--out rep-momentum-demo.html: cannot be written" in err
    assert [path.read_text(encoding="utf-8") for path in Path().iterdir()] == ["kept"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_stay(command: Command, four: str, mode: int) -> None:
    Path("o.csv").touch()
    Path("o.csv").chmod(mode)
    assert command("analyze", four, "--csv", "o.csv")[0] == 0
    assert stat.S_IMODE(Path("o.csv").stat().st_mode) == mode


def test_a_new_output_has_the_permissions_of_any_new_file(command: Command, four: str) -> None:
    Path("any").touch()
    assert command("analyze", four, "--csv", "o.csv")[0] == 0
    assert Path("o.csv").stat().st_mode == Path("any").stat().st_mode


def test_bad_input_keeps_the_outputs_of_before(command: Command, here: Path) -> None:
    Path("bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path("o.html").write_text("kept", encoding="utf-8")
    for option in OUTPUTS:
        refused(command, "o.html", "analyze", "bad.csv", option, "o.html")


@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv"])
def test_an_output_without_a_name(command: Command, four: str, option: str) -> None:
    assert "is empty; leave the option out, or give it a value." in refused(
        command, four, "analyze", four, option, ""
    )


def refused_while_writing(command: Command, *arguments: str) -> str:
    code, _, err = command(*arguments)
    assert (code, err.count("\n")) == (2, 1)
    return err


def program(*arguments: str, **streams: object) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own; standard output is caught if no other is given."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    command = [sys.executable, "-m", "analysis.cli", *arguments]
    return subprocess.run(command, text=True, cwd=Path(__file__).parents[2], check=False, **streams)  # type: ignore[call-overload,no-any-return]
