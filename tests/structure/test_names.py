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


def hidden_modules(of: Iterable[Module]) -> set[str]:
    """Modules that cannot be reached from their package, as it has something else of their name."""
    by_name = {module.name: module for module in of}
    parts = {name: name.rpartition(".") for name in by_name if "." in name}
    taken = {package: _offered(by_name[package]) for package, _, _ in parts.values()}
    return {name for name, (package, _, stem) in parts.items() if stem in taken[package]}


def _offered(package: Module) -> set[str]:
    """Names that a package has of its own, or from its modules."""
    taken = (node for node in ast.walk(package.tree) if isinstance(node, ast.ImportFrom))
    names = {a.asname or a.name for node in taken if node.module != package.name for a in node.names}
    return names | public_names(package)


def test_no_module_hides_behind_a_function_of_its_package() -> None:
    assert hidden_modules(modules()) == set()


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
    packages = [
        Module("p", "from p.one import one\nfrom p import two"),
        Module("p.one", ""),
        Module("p.two", ""),
    ]
    assert hidden_modules(packages) == {"p.one"}
