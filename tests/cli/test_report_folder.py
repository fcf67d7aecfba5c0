"""A folder of many people's recordings: whose they are, a page for each, and the list with who needs a word first."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from analysis.batch.lake_schema import TABLE_NAMES
from tests.fixtures.lakes import rows_of
from tests.fixtures.report_reader import Node, read

Command = Callable[..., tuple[int, str, str]]
BY_FOLDER = ("--lifter-from", "{lifter}/*.csv")


@pytest.fixture
def clients(here: Path, curls_text: str, demo_text: str) -> Path:
    """Ann's calm curls on two days, Ben's of the demo, whose last reps are thrown; nothing in them names anybody."""
    without_name = "".join(
        line for line in demo_text.splitlines(keepends=True) if not line.startswith("# lifter")
    )
    for name, text in {
        "ann/2026-05-03_curls.csv": curls_text,
        "ann/2026-05-10_curls.csv": "".join(curls_text.splitlines(keepends=True)[:-20]),
        "ben/2026-05-03_curls.csv": without_name,
    }.items():
        path = here / "clients" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return here / "clients"


def page(path: str) -> Node:
    return read(Path(path).read_text(encoding="utf-8"))


def lifters(path: str) -> dict[str, str]:
    with Path(path).open(encoding="utf-8") as file:
        return {row["recording"]: row["lifter"] for row in csv.DictReader(file)}


def test_a_page_for_each_recording_and_a_list_of_people(command: Command, clients: Path) -> None:
    code, out, err = command("analyze", "clients", *BY_FOLDER, "--report", "pages")
    assert (code, err) == (0, "")
    assert out.splitlines()[-3:] == [
        "Who needs a word, 1 of 2 people:",
        "  ben: 14 May 2026, set 2: 4 of 10 reps with swing.",
        "Report written to pages/index.html.",
    ]
    written = sorted(str(p.relative_to("pages")) for p in Path("pages").rglob("*.html"))
    assert written == [
        "ann/2026-05-03_curls.html",
        "ann/2026-05-10_curls.html",
        "ben/2026-05-03_curls.html",
        "index.html",
    ]
    root = page("pages/index.html")
    assert root.all("h1")[0].text == "1 of 2 needs a word"
    rows = [
        [cell.text for cell in body.all("tr")[0].children if isinstance(cell, Node)]
        for body in root.all("tbody")
    ]
    assert [row[:2] for row in rows] == [["ben", "1"], ["ann", "2"]]
    assert rows[0][2] == "14 May 2026"


def test_every_link_leads_to_a_page_and_back(command: Command, clients: Path) -> None:
    (clients / "ann" / "50 % & more?.csv").write_bytes(
        (clients / "ann" / "2026-05-03_curls.csv").read_bytes()
    )
    assert command("analyze", "clients", *BY_FOLDER, "--report", "pages")[0] == 0
    links = [unquote(unescape(a.attrs["href"])) for a in page("pages/index.html").all("a")]
    assert len(set(links)) == 4
    for link in links:
        back = page(f"pages/{link}").all("nav", "back")[0].all("a")[0].attrs["href"]
        assert (Path("pages", link).parent / back).resolve() == Path("pages/index.html").resolve()


def test_a_report_that_stands_alone_leads_nowhere(command: Command, four: str) -> None:
    command("analyze", four, "--report", "one.html")
    assert page("one.html").all("nav") == []


def test_names_that_would_be_one_page_stay_apart(command: Command, here: Path, curls_text: str) -> None:
    for name in ("a.csv", "a.txt", "A.tsv", "index.csv"):
        (here / "in" / name).parent.mkdir(exist_ok=True)
        (here / "in" / name).write_text(curls_text, encoding="utf-8")
    assert command("analyze", "in", "--report", "pages")[0] == 0
    assert len({p.name.casefold() for p in Path("pages").iterdir()}) == 5
    assert page("pages/index.html").all("h1")[0].text == "Nobody needs a word"


def test_without_a_name_folders_are_rows_and_it_is_said(command: Command, clients: Path) -> None:
    code, out, _ = command("analyze", "clients", "--report", "pages")
    assert code == 0
    assert "Who needs" not in out
    root = page("pages/index.html")
    assert [body.all("i")[0].text for body in root.all("tbody")] == ["ben", "ann"]
    assert "--lifter-from" in root.all("p", "reason")[0].text
    found = command("analyze", "clients", "--jsonl", "-")[1]
    assert {json.loads(line)["recording"]["lifter"] for line in found.splitlines()} == {None}


def test_a_second_run_writes_over_its_own_pages_and_nothing_else(command: Command, clients: Path) -> None:
    assert command("analyze", "clients", "--report", "pages")[0] == 0
    before = Path("pages/index.html").read_bytes()
    assert command("analyze", "clients", "--report", "pages/")[0] == 0
    assert Path("pages/index.html").read_bytes() == before
    Path("site").mkdir()
    Path("site/index.html").write_text("<title>mine</title>", encoding="utf-8")
    code, _, err = command("analyze", "clients", "--report", "site")
    assert (code, err.count("\n")) == (2, 1)
    assert "this folder holds other files" in err
    assert Path("site/index.html").read_text(encoding="utf-8") == "<title>mine</title>"


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("clients", "this folder holds other files"),
        ("gone/pages", "there is no folder gone; make it first"),
        ("report.pdf", "a report is an HTML page or a folder of them"),
        ("clients/ann/2026-05-03_curls.csv/", "this is a file"),
        (" ", "--report: ' ' is empty; leave the option out"),
    ],
)
def test_a_folder_that_cannot_be_meant_is_one_sentence(
    command: Command, clients: Path, target: str, said: str
) -> None:
    code, out, err = command("analyze", "clients", "--report", target)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_what_could_not_be_read_stands_in_the_list(command: Command, clients: Path) -> None:
    (clients / "ann" / "broken.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert command("analyze", "clients", "--report", "pages")[0] == 2
    root = page("pages/index.html")
    assert root.all("dl")[0].all("dt")[0].text == "ann/broken.csv"
    assert root.all("dl")[0].all("dd")[0].text.startswith("line 1: no column")


def test_list_and_pattern_say_the_same_to_analyze_batch_and_history(command: Command, clients: Path) -> None:
    rows = "ann/2026-05-03_curls.csv,Anna Berg,12.5kg,2026-05-02\n"
    (clients / "sessions.csv").write_text(f"file,lifter,weight,date\n{rows}", encoding="utf-8")
    pattern = ("--lifter-from", "{lifter}/{date}_*.csv")
    whose = {"Anna Berg", "ann", "ben"}
    assert command("analyze", "clients", *pattern, "--csv", "reps.csv", "--save")[0] == 0
    assert set(lifters("reps.csv").values()) == whose
    sessions = json.loads(command("history", "--json", "-")[1])
    assert {one["lifter"] for one in sessions} == whose
    ours = [
        (one["started_at"][:10], one["sets"][0]["weight_kg"])
        for one in sessions
        if one["lifter"] == "Anna Berg"
    ]
    assert ours == [("2026-05-02", 12.5)]
    for db, run in {
        "imported.db": ("history", "import", "clients", *pattern),
        "batch.db": ("batch", "clients", *pattern, "--out", "lake", "--save"),
    }.items():
        assert command(*run, "--db", db)[0] == 0
        again = json.loads(command("history", "--json", "-", "--db", db)[1])
        assert [(one["lifter"], one["started_at"], one["sets"]) for one in again] == [
            (one["lifter"], one["started_at"], one["sets"]) for one in sessions
        ]
    for table in TABLE_NAMES:
        assert {row["lifter"] for row in rows_of(Path("lake"), table)} <= whose
    assert len(rows_of(Path("lake"), "recordings")) == 3, "the list is no recording"


def test_a_changed_list_is_a_reason_to_do_it_again(command: Command, clients: Path) -> None:
    def run() -> str:
        return command("batch", "clients", *BY_FOLDER, "--out", "lake")[1].splitlines()[0]

    assert run().startswith("3 recordings analysed")
    assert "3 unchanged" in run()
    (clients / "sessions.csv").write_text("file,lifter\nben/2026-05-03_curls.csv,Benno\n", encoding="utf-8")
    assert "2 unchanged" in run()
    assert {row["lifter"] for row in rows_of(Path("lake"), "recordings")} == {"ann", "Benno"}


@pytest.mark.parametrize(
    "run", [("analyze", "clients"), ("batch", "clients", "--out", "lake"), ("history", "import", "clients")]
)
def test_what_cannot_be_meant_is_said_by_every_command(
    command: Command, clients: Path, run: tuple[str, ...]
) -> None:
    code, _, err = command(*run, "--lifter-from", "{lifter}_{date}.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert "it fits none of the recordings" in err
    (clients / "sessions.csv").write_text("file,weight\nann/2026-05-03_curls.csv,900kg\n", encoding="utf-8")
    code, _, err = command(*run)
    assert (code, err.count("\n")) == (2, 1)
    assert "sessions.csv, line 2: '900kg' must be more than 0 and at most 500" in err


def test_a_list_beside_files_of_a_shell_pattern_is_no_recording(command: Command, clients: Path) -> None:
    (clients / "ann" / "sessions.csv").write_text(
        "file,lifter\n2026-05-03_curls.csv,Anna\n", encoding="utf-8"
    )
    paths = sorted(str(path.relative_to(clients.parent)) for path in (clients / "ann").glob("*.csv"))
    assert command("analyze", *paths, "--csv", "reps.csv")[0] == 0
    assert sorted(lifters("reps.csv").values()) == ["", "Anna"]


def test_a_file_of_somebody_is_no_page_to_write_over(command: Command, clients: Path) -> None:
    assert command("analyze", str(clients), "--report", "reports")[0] == 0
    page = next(path for path in Path("reports").rglob("*.html") if path.name != "index.html")
    page.write_text("my own notes", encoding="utf-8")
    code, _, err = command("analyze", str(clients), "--report", "reports")
    assert code == 2
    assert f"--report {page}: this file is no report, and would be lost" in err
    assert page.read_text(encoding="utf-8") == "my own notes"
