"""A public name of a module stands for one thing in the whole project."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.fixtures.source_tree import ROOT, Module, modules


def public_names(module: Module) -> set[str]:
    """What the module itself defines at its top: classes, functions and values; imports are no definitions."""
    return {name for node in module.tree.body for name in _defined(node) if not name.startswith("_")}


def _defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name
        case ast.Assign():
            yield from (n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.If() | ast.Try() | ast.With():
            yield from (name for inner in ast.iter_child_nodes(node) for name in _within(inner))


def _within(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.stmt):
        yield from _defined(node)
    elif isinstance(node, ast.ExceptHandler):
        yield from (name for inner in node.body for name in _defined(inner))


def defined_twice(of: Iterable[Module]) -> dict[str, list[str]]:
    """Public names with the modules that define them, where these are several."""
    places = defaultdict(list)
    for module in of:
        for name in public_names(module):
            places[name].append(module.name)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_a_public_name_stands_for_one_thing() -> None:
    """But each step of a database has the names that Alembic asks for."""
    assert defined_twice(m for m in modules() if ".migrations.versions." not in m.name) == {}


def test_a_file_name_stands_alone() -> None:
    """A search for it finds one file; each package has its start, its program, and its errors."""
    files = Counter(path.stem for package in ("imu", "analysis") for path in (ROOT / package).rglob("*.py"))
    assert {name for name, many in files.items() if many > 1} == {"__init__", "__main__", "errors"}


def test_the_checks_see_what_they_are_for() -> None:
    here = Module(
        "a",
        "from b import F\nX, _Y = 1, 2\nclass A:\n    def m(self): ...\ndef f(x):\n    z = 1\nK: int = 3\n",
    )
    late = Module(
        "b",
        "try:\n    import q\nexcept ImportError:\n    X = None\nif q:\n    async def f(): ...\nclass F: ...",
    )
    assert public_names(here) == {"X", "A", "f", "K"}
    assert public_names(late) == {"X", "f", "F"}
    assert defined_twice([here, late]) == {"X": ["a", "b"], "f": ["a", "b"]}
