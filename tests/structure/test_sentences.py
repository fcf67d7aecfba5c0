"""Nothing in the program reads its own sentences: what has to be known of something is a code beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.fixtures.source_tree import Module, modules

SENTENCES = {
    "text", "texts", "why", "reason", "reasons", "sentence", "sentences", "line", "lines", "message",
    "otherwise", "named", "finding", "lead", "headline", "note", "notes", "means", "measured",
}  # fmt: skip
"""Names under which the program holds what people read."""
SEARCHES = {"startswith", "endswith", "find", "rfind", "index", "partition", "rpartition", "split"}
READERS = {
    "analysis.settings.toml_file", "analysis.coaching.weights", "analysis.coaching.set_context",
    "analysis.evaluation.labels",
    "analysis.evaluation.label_files", "analysis.coaching.corrections", "analysis.evaluation.labelled_set", "analysis.settings.presets",
}  # fmt: skip
"""Modules that read what people wrote: files and options."""
MODULES = [m for m in modules() if m.name.startswith("analysis") and m.name not in READERS]


def name_of(node: ast.AST) -> str:
    """The last name of ``a.b.text``, of ``text`` and of ``text.lower()``."""
    if isinstance(node, ast.Call):
        return name_of(node.func.value) if isinstance(node.func, ast.Attribute) else name_of(node.func)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_words(node: ast.AST) -> bool:
    """A literal with letters in it."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(map(is_words, node.elts))
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(c.isalpha() for c in node.value)
    )


def reads(module: Module) -> Iterator[str]:
    """Where a sentence is compared with words, or words are looked for in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            found = any(map(is_words, sides)) and any(name_of(side) in SENTENCES for side in sides)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            sought = node.func.attr in SEARCHES and any(is_words(one) or _is_colon(one) for one in node.args)
            found = sought and name_of(node.func.value) in SENTENCES
        else:
            continue
        if found:
            yield f"{module.name}:{node.lineno} {ast.unparse(node)}"


def _is_colon(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == ": "


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.name)
def test_no_sentence_is_read(module: Module) -> None:
    assert list(reads(module)) == []


@pytest.mark.parametrize(
    "line",
    [
        'gap = any("hole" in reason or "gap" in reason for reason in rep.reasons)',
        'text.startswith("Set ")',
        'said = [part for part in parts if "dropped out" in self.why]',
        'lead, _, finding = why.rpartition(": ")',
        'note.text.lower() == "a hole"',
        'one.text.strip().find("straight arm")',
    ],
)
def test_a_sentence_that_is_read_is_found(line: str) -> None:
    assert list(reads(Module("analysis.x", line)))


@pytest.mark.parametrize("line", ['rep.verdict == "uncertain"', 'text == ""', 'text.endswith((".", "?"))'])
def test_codes_and_marks_may_be_compared(line: str) -> None:
    assert list(reads(Module("analysis.x", line))) == []
