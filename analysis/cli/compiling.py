"""Tells who asks for compiled loops by the environment what that costs, and where it cannot be done (docs/performance.md)."""

from __future__ import annotations

import os
from importlib.util import find_spec

from analysis.cli.messages import remark

_ASKED_BY, _LIBRARY = "REP_MOMENTUM_COMPILED", "numba"


def say_what_cannot_be_compiled() -> None:
    """Says where loops are asked to be compiled, and there is nothing to do it. Imports nothing that is slow."""
    if _is_asked() and find_spec(_LIBRARY) is None:
        remark(
            f"{_ASKED_BY} is set, but {_LIBRARY} is not installed, so that nothing is compiled, and only the speed is "
            "less. To change that: pip install 'rep-momentum[fast]'."
        )


def compile_if_asked() -> None:
    """Compiles the loops where the environment asks for it; says so before, as the first time takes long."""
    from analysis.core.compiled import compile_loops  # noqa: PLC0415  every command imports this file

    if not _is_asked() or find_spec(_LIBRARY) is None:
        return
    remark(f"the loops are compiled, as {_ASKED_BY} asks: the first time that takes a quarter of a minute.")
    if not compile_loops():
        remark(f"{_LIBRARY} cannot be loaded here, so that nothing is compiled, and only the speed is less.")


def _is_asked() -> bool:
    return os.environ.get(_ASKED_BY, "") not in ("", "0")
