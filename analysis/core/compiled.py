"""Loops that can be compiled: Python, until `compile_loops` is called where numba is installed (extra ``fast``).

Compiling changes the time that a result takes, never a bit of it. It pays where much is analysed in one process:
numba takes half a second to load, more than a set or an hour of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from importlib.util import find_spec
from typing import Any, Generic, ParamSpec, TypeVar

from imu.types import Floats

P = ParamSpec("P")
R = TypeVar("R")

_loops: list[Loop[..., Any]] = []
_parts: list[Callable[..., Any]] = []
_on = False


class Loop(Generic[P, R]):
    """A function of numbers, arrays and tuples of them, which runs as Python or as machine code.

    Parameters
    ----------
    function : callable
        Of positional arguments alone. It may call functions of `math`, and those marked by `part_of_loops`.
    """

    def __init__(self, function: Callable[P, R]) -> None:
        self.python = function
        self._machine: Callable[P, R] | None = None
        self._now = function
        update_wrapper(self, function)
        _loops.append(self)
        self.switch(on=_on)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs it, in the way that is switched on."""
        return self._now(*args, **kwargs)

    def switch(self, *, on: bool) -> None:
        """Runs as machine code from now on, or as Python again."""
        if on and self._machine is None:
            from numba import njit  # noqa: PLC0415  half a second
            from numba.extending import register_jitable  # noqa: PLC0415

            while _parts:
                register_jitable(_parts.pop())
            self._machine = njit(cache=True)(self.python)
        self._now = self._machine if on and self._machine is not None else self.python


def part_of_loops(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function that loops call, so that it is compiled as part of them."""
    _parts.append(function)
    return function


def compile_loops() -> bool:
    """Compiles the loops of all streams that begin from now on; returns whether numba is there to do it.

    What was compiled is kept beside the program (or in numba's own folder of caches), for every later process.
    """
    if find_spec("numba") is None:
        return False
    _switch(on=True)
    return True


def loops_are_compiled() -> bool:
    """Whether loops run as machine code."""
    return _on


@contextmanager
def compiled_or_not(*, on: bool) -> Iterator[None]:
    """Within it, loops are compiled or not; then it is as before. For comparisons."""
    before = _on
    _switch(on=on)
    try:
        yield
    finally:
        _switch(on=before)


def numbers(values: Floats, *, compiled: bool) -> Any:
    """Numbers, ``(n,)``, as a loop reads them fastest: an array for machine code, a list for Python."""
    return values if compiled else values.tolist()


def _switch(*, on: bool) -> None:
    global _on  # noqa: PLW0603  numba compiles for a process, so the switch is the process's
    for loop in _loops:
        loop.switch(on=on)
    _on = on
