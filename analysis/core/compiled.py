"""Whether loops run as Python or as machine code, and the numbers as they take them (`analysis.core.loops`).

They run as machine code where they were compiled when the program was installed, which takes a C compiler and nothing
else; without one everything runs as Python, slower and to the same bit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

from analysis.core.loops.number_types import Numbers
from imu.types import Floats

SWITCH = "REP_MOMENTUM_COMPILED"
"""Name of the variable in the environment that says by 0 that loops are to run as Python."""
FEW = 8
"""Up to this many cells a loop as Python takes less time than the calls of numpy."""

P = ParamSpec("P")
R = TypeVar("R")


_FILES = "cells", "closed", "walks"
"""Files of loops."""


def _load() -> dict[str, ModuleType]:
    """The compiled files, by the names of those that they were made of; none where one of them is missing, or was
    compiled for another Python or computer."""
    room = "analysis.core.loops"
    try:
        return {f"{room}.{name}": import_module(f"{room}._{name}") for name in _FILES}
    except ImportError:
        return {}


_machine_code = _load()
_on = bool(_machine_code) and os.environ.get(SWITCH, "") != "0"
_loops: list[Loop[..., Any]] = []


class Loop(Generic[P, R]):
    """A loop in both of its ways.

    Parameters
    ----------
    python : callable
        The function as Python, of positional arguments alone.

    Attributes
    ----------
    run : callable
        The function, in the way that is switched on.
    """

    def __init__(self, python: Callable[P, R]) -> None:
        self.python = python
        self.compiled: Callable[P, R] = getattr(_machine_code.get(python.__module__), python.__name__, python)
        self.run = python
        self.switch()
        _loops.append(self)

    def switch(self) -> None:
        """Takes the way that is switched on."""
        self.run = self.compiled if _on else self.python


def loops_were_compiled() -> bool:
    """Whether there are compiled loops that can be switched on."""
    return bool(_machine_code)


def loops_are_compiled() -> bool:
    """Whether loops run as machine code."""
    return _on


@contextmanager
def compiled_or_not(*, on: bool) -> Iterator[None]:
    """Within it, loops run as machine code or as Python; then it is as before. For comparisons.

    Raises
    ------
    RuntimeError
        They were not compiled.
    """
    if on and not _machine_code:
        raise RuntimeError("the loops were not compiled when this was installed.")
    before = _on
    _switch(on=on)
    try:
        yield
    finally:
        _switch(on=before)


def worth_a_loop(count: int) -> bool:
    """Whether so many cells are gone through in a loop, not by arrays: a few, or any number where loops are compiled."""
    return _on or count <= FEW


def loop_numbers(values: Floats) -> Numbers:
    """Numbers, ``(n,)`` or ``(rows, n)``, as a loop reads and writes them fastest: as an array for machine code, in
    lists for Python."""
    return np.ascontiguousarray(values) if _on else values.tolist()


def loop_room(rows: int, n: int) -> Numbers:
    """Room for ``(rows, n)`` numbers that a loop writes."""
    return np.empty((rows, n)) if _on else [[0.0] * n for _ in range(rows)]


def _switch(*, on: bool) -> None:
    global _on  # noqa: PLW0603  one way for the whole process: states are alike in both
    _on = on
    for loop in _loops:
        loop.switch()
