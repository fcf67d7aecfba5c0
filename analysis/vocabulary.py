"""The words that all results are told in: verdicts, causes, advice, and how a set ended."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Verdict: TypeAlias = Literal["controlled", "momentum", "partial", "uncertain"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Cause: TypeAlias = Literal["speed", "swing", "both"]
ComparedBy: TypeAlias = Literal["evidence", "range"]
ClosedBy: TypeAlias = Literal["rest", "gap", "end"]
Severity: TypeAlias = Literal["fine", "info", "warning"]
Action: TypeAlias = Literal["keep", "lighter", "fewer", "slower", "more", "none"]
Sure: TypeAlias = Literal["sure", "fairly sure", "a guess"]


def titled(digest: str, name: str) -> str:
    """What thresholds are called: their digest, with the name of the preset if there is one."""
    return f"{digest} (preset “{name}”)" if name else digest
