"""Short functions, small files, and a docstring on everything that others may use."""

from __future__ import annotations

import ast

from tests.fixtures.source_tree import Function, Module, modules

LONGEST_BODY = 60
LONGEST_FILE = 400
USUAL_BODY = 10
MODULES = modules()


def body_lines(function: Function) -> int:
    """Lines of a function without its head and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def too_long(module: Module) -> list[str]:
    return [f"{f.name}: {body_lines(f)} lines" for f in module.functions if body_lines(f) > LONGEST_BODY]


def undocumented(module: Module) -> list[str]:
    """Public classes, functions and methods that have no docstring; a module counts as itself."""
    found = [] if ast.get_docstring(module.tree) or not module.text.strip() else [module.name]
    for node in module.tree.body:
        found += _undocumented(node)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            found += [f"{node.name}.{name}" for inner in node.body for name in _undocumented(inner)]
    return found


def _undocumented(node: ast.stmt) -> list[str]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return []
    return [] if node.name.startswith("_") or ast.get_docstring(node) else [node.name]


def test_no_function_is_too_long() -> None:
    assert {m.name: too_long(m) for m in MODULES if too_long(m)} == {}


def test_no_file_is_too_long() -> None:
    assert [m.name for m in MODULES if len(m.text.splitlines()) > LONGEST_FILE] == []


def test_everything_public_says_what_it_does() -> None:
    assert {m.name: undocumented(m) for m in MODULES if undocumented(m)} == {}


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(body_lines(f) for m in MODULES for f in m.functions)
    assert lengths[len(lengths) // 2] <= USUAL_BODY
    assert lengths[9 * len(lengths) // 10] <= 40


def test_the_checks_see_what_they_are_for() -> None:
    long = "def f():\n    '''Doc.'''\n" + "    x = 1\n" * 61
    assert too_long(Module("x", long)) == ["f: 61 lines"]
    bare = "'''Doc.'''\nclass A:\n    '''Doc.'''\n    def f(self): ...\n    def _g(self): ...\ndef h(): ..."
    assert undocumented(Module("x", bare)) == ["A.f", "h"]
    assert undocumented(Module("x", "y = 1")) == ["x"]
