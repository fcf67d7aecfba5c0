"""Docstrings name parameters and attributes that exist, and say themselves what a thing is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from tests.fixtures.source_tree import Function, Module, modules

Classes: TypeAlias = Mapping[str, ast.ClassDef]


class Documented(NamedTuple):
    """A module, class, function or value with its docstring and its name within the module ('' for the module)."""

    name: str
    node: ast.AST
    text: str

    @property
    def public(self) -> bool:
        return not any(part.startswith("_") for part in self.name.split("."))


def documented(node: ast.AST, name: str = "") -> Iterator[Documented]:
    """All docstrings in a syntax tree, also the strings below values and fields."""
    if (
        isinstance(node, ast.Module | ast.ClassDef | Function)
        and (text := ast.get_docstring(node)) is not None
    ):
        yield Documented(name, node, text)
    body = getattr(node, "body", [])
    for statement, below in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.ClassDef | Function):
            yield from documented(statement, f"{name}.{statement.name}".lstrip("."))
        elif isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            text = str(below.value.value)
            yield from (Documented(f"{name}.{n}".lstrip("."), statement, text) for n in assigned(statement))


def assigned(statement: ast.stmt) -> list[str]:
    """Names that a statement gives a value or a type, without those that it only reads."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    names = [n for target in targets if target is not None for n in ast.walk(target)]
    return [n.id for n in names if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def section(text: str, title: str) -> list[str]:
    """The names that a numpydoc section lists: its lines without indentation, ``a, b : float`` being two."""
    found = re.search(
        rf"^{title}\n-{{3,}}\n(.*?)(?=^[A-Z][\w ]+\n-{{3,}}$|\Z)", text, re.MULTILINE | re.DOTALL
    )
    heads = [line.split(" :")[0] for line in found[1].splitlines() if line[:1].strip()] if found else []
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def parameters(function: Function) -> set[str]:
    a = function.args
    every = [*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg))]
    return {one.arg for one in every} - {"self", "cls"}


def family(node: ast.ClassDef, classes: Classes) -> Iterator[ast.ClassDef]:
    """The class and those of the project that it inherits from, as the method resolution order begins."""
    yield node
    for base in node.bases:
        name = ast.unparse(base).split("[")[0].split(".")[-1]
        if name in classes and classes[name] is not node:
            yield from family(classes[name], classes)


def constructor_parameters(node: ast.ClassDef, classes: Classes) -> set[str]:
    """Of the nearest ``__init__``; without one the annotated fields, as dataclasses and named tuples take them."""
    related = list(family(node, classes))
    for one in related:
        for inner in one.body:
            if isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
                return parameters(inner)
    fields = [s for one in related for s in one.body if isinstance(s, ast.AnnAssign)]
    return {name for s in fields if "ClassVar" not in ast.unparse(s.annotation) for name in assigned(s)}


def attributes(node: ast.ClassDef, classes: Classes) -> set[str]:
    """What is set in the class or on ``self``, and properties; also what it inherits."""
    found = set()
    for one in family(node, classes):
        for inner in ast.walk(one):
            match inner:
                case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                    found.add(name)
        for statement in one.body:
            found |= {statement.name} if isinstance(statement, Function) else set(assigned(statement))
    return found


def unreal(thing: Documented, classes: Classes) -> Iterator[str]:
    """Documented names that do not exist."""
    node = thing.node
    if isinstance(node, ast.ClassDef):
        yield from _beyond(
            "parameter", section(thing.text, "Parameters"), constructor_parameters(node, classes)
        )
        yield from _beyond("attribute", section(thing.text, "Attributes"), attributes(node, classes))
    elif isinstance(node, Function):
        yield from _beyond("parameter", section(thing.text, "Parameters"), parameters(node))


def _beyond(kind: str, names: list[str], real: set[str]) -> list[str]:
    return [f"no {kind} {name}" for name in names if name not in real]


def riddles(thing: Documented) -> Iterator[str]:
    """Beginnings and references that make a reader look elsewhere."""
    if not thing.public:
        return
    if re.match(r"What\b", thing.text.lstrip()):
        yield "begins with What"
    if re.search(r"See the module\b", thing.text):
        yield "says See the module"


def classes_of(of: list[Module]) -> dict[str, ast.ClassDef]:
    return {n.name: n for m in of for n in m.tree.body if isinstance(n, ast.ClassDef)}


def offences(module: Module, classes: Classes) -> list[str]:
    """Each with file, line and name."""
    here = {**classes, **classes_of([module])}
    return [
        f"{module.name}:{getattr(thing.node, 'lineno', 1)} {thing.name}: {wrong}"
        for thing in documented(module.tree)
        for wrong in (*unreal(thing, here), *riddles(thing))
    ]


def test_docstrings_name_what_exists_and_are_no_riddles() -> None:
    classes = classes_of(modules())
    found = [offence for module in modules() for offence in offences(module, classes)]
    assert not found, "\n".join(found)


def test_the_checks_see_what_they_are_for() -> None:
    text = '''
"""What is here."""
A = 1
"""What A is."""
_B = 1
"""What nobody else sees."""

def f(a, *rest, b=1, **more):
    """Whatever.

    Parameters
    ----------
    a, b
        Both: they exist.
    *rest, **more
        The rest.
    c : float
        Gone.

    Returns
    -------
    d
    """

class Base:
    """See the module.

    Parameters
    ----------
    x : float
    self
    Attributes
    ----------
    x
    y, z
    shown
    """

    y: int

    def __init__(self, x):
        self.x = x

    @property
    def shown(self): ...

class Below(Base):
    """Inherits.

    Parameters
    ----------
    x
    y

    Attributes
    ----------
    x, w
    """

class Record:
    """Has fields.

    Parameters
    ----------
    p, q, r
    """

    p: int
    q: ClassVar[int]
    def method(self):
        """What it does."""
'''
    assert offences(Module("imu.made", text), {}) == [
        "imu.made:1 : begins with What",
        "imu.made:3 A: begins with What",
        "imu.made:8 f: no parameter c",
        "imu.made:25 Base: no parameter self",
        "imu.made:25 Base: no attribute z",
        "imu.made:25 Base: says See the module",
        "imu.made:47 Below: no parameter y",
        "imu.made:47 Below: no attribute w",
        "imu.made:60 Record: no parameter q",
        "imu.made:60 Record: no parameter r",
        "imu.made:70 Record.method: begins with What",
    ]
