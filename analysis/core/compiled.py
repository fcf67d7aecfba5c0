"""Loops that can be compiled: Python, until `compile_loops` is called where numba is installed (extra ``fast``).

Compiling changes the time that a result takes, never a bit of it. It pays where much is analysed in one process: numba
takes half a second to load, more than an hour of data is sped up by, and the very first time it compiles for seconds.
So it is done only where somebody asks for it, by the variable `ASKED_BY` in the environment.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar

import numpy as np

from imu.types import Floats

ASKED_BY = "REP_MOMENTUM_COMPILED"
"""Name of the variable in the environment that asks for it."""
WORTH_SAMPLES = 2_000_000
"""Samples from which it pays: five and a half hours at 100 Hz."""
FEW = 8
"""Up to this many cells a loop as Python takes less time than the calls of numpy."""

Numbers: TypeAlias = Any
"""Numbers as a loop takes them: a list (of lists), or an array where loops are compiled."""
P = ParamSpec("P")
R = TypeVar("R")

_loops: list[Loop[..., Any]] = []
_parts: list[Callable[..., Any]] = []
_on = False
_expected = 0


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
            compiler: Any = njit
            try:
                self._machine = compiler(cache=True)(self.python)
            except RuntimeError:  # no folder in which it may be kept
                self._machine = compiler(self.python)
        self._now = self._machine if on and self._machine is not None else self.python


def part_of_loops(function: Callable[P, R]) -> Callable[P, R]:
    """Marks a function that loops call, so that it is compiled as part of them."""
    _parts.append(function)
    return function


def compiling_is_asked() -> bool:
    """Whether the environment asks for compiled loops."""
    return os.environ.get(ASKED_BY, "") not in ("", "0")


def expect_samples(count: int) -> None:
    """Compiles the loops where that is asked for and pays: once a process has been given `WORTH_SAMPLES` in all.

    Parameters
    ----------
    count : int
        Number of samples that come next.
    """
    global _expected  # noqa: PLW0603
    _expected += count
    if _expected >= WORTH_SAMPLES and not _on and compiling_is_asked():
        compile_loops()


def compile_loops() -> bool:
    """Compiles the loops, whoever runs them from now on; returns whether numba is there to do it.

    What was compiled is kept beside the program (or in numba's own folder of caches), for every later process.
    """
    try:
        import numba  # noqa: F401, PLC0415  half a second
    except Exception:  # not installed, not for this numpy, or without a library that it needs
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
    global _on  # noqa: PLW0603  numba compiles for a process, so the switch is the process's
    for loop in _loops:
        loop.switch(on=on)
    _on = on
