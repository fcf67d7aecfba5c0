"""The files of words: complete in each language, and in step with the program that says them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from analysis.language import languages
from analysis.language.language_file import Catalogue, Wording, read_catalogue, values_in
from tests.fixtures.languages import FOLDER, words_of
from tests.fixtures.source_tree import ROOT, modules

IN_PAGES = re.compile(r"""\bsay\(\s*(["'`])([^"'`]+)\1""")
"""A sentence that a page, its script or a template says."""


class Said(NamedTuple):
    """One place in the program that says a sentence."""

    where: str
    name: str
    """Name of the sentence, with ``*`` for a part that a code chooses."""
    values: frozenset[str] | None
    """Names of the values it is given; None where that is not written out."""


def catalogue(language: str) -> Catalogue:
    return read_catalogue((FOLDER / f"{language}.json").read_bytes(), language)


def said_in_python() -> Iterator[Said]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "say" and node.args:
                names = [keyword.arg for keyword in node.keywords]
                values = None if None in names else frozenset(filter(None, names))
                for name in _names(node.args[0]):
                    yield Said(f"{module.name}:{node.lineno}", name, values)


def _names(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_names(node.body), *_names(node.orelse))
    else:
        raise AssertionError(f"say() is given a name that cannot be looked up: {ast.unparse(node)}")


def said_in_pages() -> Iterator[Said]:
    for suffix in ("js", "j2", "html"):
        for path in sorted((ROOT / "analysis").rglob(f"*.{suffix}")):
            for _, name in IN_PAGES.findall(path.read_text(encoding="utf-8")):
                yield Said(path.name, re.sub(r"\$\{[^}]*\}", "*", name), None)


def all_said() -> list[Said]:
    return [*said_in_python(), *said_in_pages()]


@pytest.mark.parametrize("language", languages())
def test_each_language_says_everything_with_the_same_values(language: str) -> None:
    english, other = catalogue("en").sentences, catalogue(language).sentences
    assert sorted(other) == sorted(english)
    different = {name for name in english if values_in(english[name]) != values_in(other[name])}
    assert different == set()


@pytest.mark.parametrize("language", languages())
def test_a_form_for_one_may_leave_out_only_the_number(language: str) -> None:
    forms = {name: text for name, text in catalogue(language).sentences.items() if isinstance(text, dict)}
    short = {
        name for name, text in forms.items() if values_in(text["other"]) - values_in(text["one"]) > {"n"}
    }
    assert short == set()


@pytest.mark.parametrize("language", languages())
def test_the_files_are_written_in_one_way(language: str) -> None:
    """So that a change of one sentence is a change of one line."""
    text = json.dumps(words_of(language), indent=2, ensure_ascii=False).replace("\u00a0", "\\u00a0")
    assert (FOLDER / f"{language}.json").read_text(encoding="utf-8") == f"{text}\n"


def test_all_that_is_said_has_words() -> None:
    known = catalogue("en").sentences
    missing = [said for said in all_said() if not any(fnmatchcase(name, said.name) for name in known)]
    assert missing == []


def test_all_words_are_said() -> None:
    names = {said.name for said in all_said()}
    patterns = [name for name in names if "*" in name]
    unused = [
        name
        for name in catalogue("en").sentences
        if name not in names and not any(fnmatchcase(name, pattern) for pattern in patterns)
    ]
    assert unused == []


def test_each_sentence_is_given_its_values() -> None:
    known = catalogue("en").sentences
    wrong = [
        said
        for said in said_in_python()
        if said.values is not None and said.name in known and not _fits(known[said.name], said.values)
    ]
    assert wrong == []


def _fits(sentence: Wording, values: frozenset[str]) -> bool:
    """Whether every brace has its value and no value is useless; ``n`` may only choose the form."""
    needed = values_in(sentence) | ({"n"} if isinstance(sentence, dict) else set())
    return needed == values
