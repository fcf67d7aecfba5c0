"""The notebooks as files: nothing of a run or a machine in them, and the README lists them all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
KEPT = {"kernelspec", "language_info"}
SOMEWHERE = re.compile(r"""["'](/|[A-Za-z]:\\|~)|file://|/(home|Users|tmp|root|work)/""")


def cells(path: Path) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return made


def code(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_there_are_six() -> None:
    assert [path.stem[:2] for path in FILES] == ["01", "02", "03", "04", "05", "06"]


@each
def test_outputs_and_metadata_are_stripped(path: Path) -> None:
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code(path))
    assert all(cell["metadata"] == {} for cell in cells(path))
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    assert set(metadata) == KEPT
    assert metadata["kernelspec"]["name"] == "python3"


@each
def test_no_path_of_a_machine(path: Path) -> None:
    assert [line for cell in cells(path) for line in cell["source"] if SOMEWHERE.search(line)] == []


@each
def test_it_begins_with_a_title(path: Path) -> None:
    assert "".join(cells(path)[0]["source"]).startswith("# ")


@each
def test_code_is_thin_and_public(path: Path) -> None:
    for cell in code(path):
        source = "".join(cell["source"])
        assert len(source.splitlines()) <= 25
        assert re.search(r"(import |\.)_\w", source) is None


@each
def test_the_readme_says_what_it_is_for(path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| \[{path.stem}\]\(notebooks/{path.name}\) \| \w.+ \|$", readme, re.MULTILINE)


def test_a_path_of_a_machine_is_found() -> None:
    for line in ("read('/data/a.csv')", "x = '~/a.csv'", r'"C:\a.csv"', "see /home/kim/a.csv"):
        assert SOMEWHERE.search(line)
    for line in ("m/s²", "../../shared/data/curls", "'a/b.csv'"):
        assert SOMEWHERE.search(line) is None
