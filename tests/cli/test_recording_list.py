"""Of many recordings nothing is hidden: warnings, and what could not be read, on the terminal and in the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cli import analyze as module
from tests.fixtures.report_reader import Node, read

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def week(here: Path, curls_text: str) -> Path:
    """Calm curls, the same with one impossible reading, and two files that hold no recording."""
    folder = here / "week"
    folder.mkdir()
    (folder / "calm.csv").write_text(curls_text, encoding="utf-8")
    lines = curls_text.splitlines()
    cells = lines[500].split(",")
    lines[500] = ",".join([*cells[:4], "500.0", *cells[5:]])
    (folder / "spike.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "empty.csv").touch()
    return folder


def report(path: str) -> Node:
    return read(Path(path).read_text(encoding="utf-8"))


def test_a_warning_is_said_below_its_line(command: Command, week: Path) -> None:
    code, out, _ = command("analyze", "week")
    assert code == 2
    calm, spike, warning, last = out.splitlines()
    assert calm.split(maxsplit=1) == ["calm.csv", "4 reps: 4 controlled"]
    assert spike.split(maxsplit=1) == ["spike.csv", "4 reps: 4 controlled"]
    assert warning.startswith("  ! One reading was beyond what any sensor measures and was left out, after ")
    assert last.endswith("2 of 4 could not be read")


def test_the_report_holds_every_file_of_the_folder(command: Command, week: Path) -> None:
    command("analyze", "week", "gone.csv", "--report", "r.html")
    root = report("r.html")
    rows = [(row.all("th")[0].text, row.all("td")[0].text) for row in root.all("tbody")[0].all("tr")]
    assert root.all("h1")[0].text == "2 recordings, 3 not read"
    assert [name for name, _ in rows] == [
        *("week/calm.csv", "week/spike.csv", "week/broken.csv", "week/empty.csv", "gone.csv")
    ]
    assert "left out" not in rows[0][1]
    assert "One reading was beyond what any sensor measures" in rows[1][1]
    assert rows[2][1].startswith("Not read: line 1: no column")
    assert rows[3][1].startswith("Not read: the file is empty")
    assert rows[4][1].startswith("Not read: ")


def test_a_path_without_a_recording_stands_in_the_report(command: Command, four: str) -> None:
    Path("nothing").mkdir()
    assert command("analyze", four, "nothing", "--report", "r.html")[0] == 2
    row = report("r.html").all("tbody")[0].all("tr")[-1]
    assert [row.all("th")[0].text, row.all("td")[0].text.split("(")[0]] == [
        "nothing",
        "Not read: the folder holds no recording ",
    ]
    assert report("r.html").all("h1")[0].text == "1 recording, 1 not read"


def test_a_fault_of_ours_stands_in_the_report(
    command: Command, four: str, still: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.analyze

    def half_broken(recording: module.Recording, *rest: object, **more: object) -> object:
        if recording.path == still:
            raise RuntimeError("the dog ate the axis")
        return real(recording, *rest, **more)

    monkeypatch.setattr(module, "analyze", half_broken)
    assert command("analyze", four, still, "--report", "r.html")[0] == 1
    said = report("r.html").all("tbody")[0].all("tr")[-1].all("td")[0].text
    assert said == "Not read: a fault of rep-momentum itself (RuntimeError: the dog ate the axis)."


def test_a_pipe_gets_whole_names(command: Command, week: Path) -> None:
    long = f"{'a name longer than any window ' * 4}.csv"
    (week / "calm.csv").rename(week / long)
    assert command("analyze", "week")[1].startswith(f"{long}  4 reps: 4 controlled\n")
