"""The code blocks of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "docs"


def example(page: str, name: str) -> str:
    """The fenced block after ``<!-- example: NAME -->``."""
    text = (PAGES / page).read_text(encoding="utf-8")
    found = re.search(rf"<!-- example: {name} -->\n```[^\n]*\n(.*?)```", text, re.DOTALL)
    assert found is not None, f"{page} has no example called {name!r}"
    return found[1]


def blocks(page: str, language: str) -> list[str]:
    """All fenced blocks of a language."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}[^\n]*\n(.*?)```", text, re.DOTALL)
