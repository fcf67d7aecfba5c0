"""The program's source as syntax trees: modules, what they import, and their functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

ROOT = Path(__file__).resolve().parents[2]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Import(NamedTuple):
    """One imported module; ``late`` where it is not run when the importing module is."""

    name: str
    line: int
    late: bool


@dataclass(frozen=True, slots=True)
class Module:
    """One file under its dotted name."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)

    @property
    def imports(self) -> tuple[Import, ...]:
        return _all_imports(self.text)

    @property
    def functions(self) -> list[Function]:
        return [n for n in ast.walk(self.tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def _all_imports(text: str) -> tuple[Import, ...]:
    return tuple(_imports(_parsed(text), late=False))


@cache
def modules() -> list[Module]:
    """Every module of `imu` and `analysis`."""
    found = []
    for package in ("imu", "analysis"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path.read_text(encoding="utf-8")))
    return found


def _imports(node: ast.AST, *, late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(alias.name, child.lineno, late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from _from(child, late)
        else:
            waits = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or _for_types_only(child)
            yield from _imports(child, late=late or waits)


def _from(node: ast.ImportFrom, late: bool) -> Iterator[Import]:
    """``from a import b`` may import a module ``a.b``: both are named."""
    assert node.level == 0, "a relative import hides where it leads"
    assert node.module is not None
    yield Import(node.module, node.lineno, late)
    yield from (Import(f"{node.module}.{alias.name}", node.lineno, late) for alias in node.names)


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
