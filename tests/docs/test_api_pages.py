"""Each page of docs/api is called after the module that it shows, and the site and the index have them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.make_tables import PAGES
from tests.fixtures.source_tree import ROOT, modules

MODULE_PAGES = sorted(page for page in (PAGES / "api").glob("*.md") if page.stem != "index")
NAMES = {module.name for module in modules()}


def shown(page: Path) -> str:
    """The module in the title of a page."""
    (title,) = re.findall(r"^# ([\w.]+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return title


@pytest.mark.parametrize("page", MODULE_PAGES, ids=lambda page: page.stem)
def test_a_page_is_called_after_its_module(page: Path) -> None:
    module = shown(page)
    assert module in NAMES
    assert page.stem in module.split(".")
    assert f"\n::: {module}\n" in page.read_text(encoding="utf-8")


def test_site_and_index_list_every_page() -> None:
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    index = (PAGES / "api" / "index.md").read_text(encoding="utf-8")
    pages = {shown(page): page.name for page in MODULE_PAGES}
    assert len(pages) == len(MODULE_PAGES)
    assert dict(re.findall(r"^ +- ([\w.]+): api/([\w.]+)$", site, re.MULTILINE)) == pages
    assert dict(re.findall(r"^\| \[`([\w.]+)`\]\(([\w.]+)\)", index, re.MULTILINE)) == pages
