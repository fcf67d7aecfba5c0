"""Answers about texts of headers that are kept, as each dialect asks the same about the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_KEPT = 512
"""Answers that are kept of each question."""
_LONGEST = 1_000
"""Most characters of a text whose answer is kept: a file without line ends may be one line of gigabytes."""


def kept(ask: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
    """Keeps the latest answers of a function about short texts.

    Parameters
    ----------
    ask : callable
        Of a text, and of whatever else can be hashed; it always answers the same.
    """
    answer = cast("Callable[Concatenate[str, P], R]", lru_cache(maxsize=_KEPT)(ask))

    @wraps(ask)
    def asked(text: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
        return answer(text, *args, **kwargs) if len(text) <= _LONGEST else ask(text, *args, **kwargs)

    return asked
