"""Answers about texts of headers that are kept, as each dialect asks the same about the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")

_KEPT = 512
"""Answers that are kept of each question."""
_LONGEST = 1_000
"""Most characters of a text whose answer is kept: a file without line ends may be one line of gigabytes."""


def kept(ask: Callable[Concatenate[str, _P], _R]) -> Callable[Concatenate[str, _P], _R]:
    """Keeps the latest answers of a function about short texts.

    Parameters
    ----------
    ask : callable
        Of a text, and of whatever else can be hashed; it always answers the same.
    """
    answer = cast("Callable[Concatenate[str, _P], _R]", lru_cache(maxsize=_KEPT)(ask))

    @wraps(ask)
    def asked(text: str, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        return answer(text, *args, **kwargs) if len(text) <= _LONGEST else ask(text, *args, **kwargs)

    return asked
