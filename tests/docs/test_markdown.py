"""What one Markdown reads as a list and another does not."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ITEM = re.compile(r"(-|\d+\.) ")


def run_into_text(text: str) -> list[str]:
    """First items of lists that follow a line of text with no empty line between them."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE).split("\n")
    return [
        line
        for before, line in pairwise(prose)
        if ITEM.match(line)
        and before.strip()
        and not ITEM.match(before)
        and not before.startswith((" ", "#"))
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_list_is_a_list_everywhere(page: Path) -> None:
    assert run_into_text(page.read_text(encoding="utf-8")) == []


def test_one_that_is_not_is_found() -> None:
    assert run_into_text("Two things:\n- one\n- two\n") == ["- one"]
    assert run_into_text("Two things:\n\n- one\n  more\n- two\n\n```\na\n- b\n```\n") == []
