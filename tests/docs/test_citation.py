"""CITATION.cff is of this version, has what CFF 1.2.0 requires, and is named where people look for it."""

from __future__ import annotations

import datetime
import tomllib

import pytest
import yaml

from tests.fixtures.source_tree import ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = {"cff-version", "message", "title", "authors"}
"""By the schema of the Citation File Format 1.2.0."""
KNOWN = REQUIRED | {"type", "version", "date-released", "license", "abstract", "keywords"}
"""Those and the optional keys of the schema that are used here; it allows no key that it does not know."""


def test_it_has_the_keys_of_its_format() -> None:
    assert CITATION["cff-version"] == "1.2.0"
    assert REQUIRED <= CITATION.keys() <= KNOWN
    assert CITATION["type"] == "software"


def test_it_is_of_this_program_and_version() -> None:
    assert CITATION["title"] == PROJECT["name"]
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["license"] == PROJECT["license"]
    assert [author["name"] for author in CITATION["authors"]] == [f"{PROJECT['name']} contributors"]


def test_the_date_is_one_and_the_texts_are_text() -> None:
    assert type(CITATION["date-released"]) is datetime.date
    texts = [CITATION["message"], CITATION["abstract"], *CITATION["keywords"]]
    assert all(isinstance(text, str) and text.strip() for text in texts)
    assert len(CITATION["keywords"]) == len(set(CITATION["keywords"]))


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_people_are_told_how_to_cite(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "How to cite" in text
    assert "CITATION.cff" in text
