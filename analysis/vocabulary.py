"""Codes that all results use: verdicts, causes, kinds of advice, and how a set ended."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

Verdict: TypeAlias = Literal["controlled", "momentum", "partial", "uncertain"]
"""Verdict on a rep; ``partial`` is a half rep, ``uncertain`` one that cannot be judged."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Cause: TypeAlias = Literal["speed", "swing", "both"]
"""Cause of momentum: a fast forearm about a still elbow, an elbow thrown by the body, or both."""
ComparedBy: TypeAlias = Literal["evidence", "range"]
"""Use of a comparison: as evidence of momentum, or to tell half reps by their range of motion."""
ClosedBy: TypeAlias = Literal["rest", "gap", "end"]
"""Cause of closing a set: a rest (or long without a lift), a gap in the data, or the recording's end."""
Severity: TypeAlias = Literal["fine", "info", "warning"]
"""Weight of a finding about the data."""
Action: TypeAlias = Literal["keep", "lighter", "fewer", "slower", "more", "none"]
"""Kind of advice on the next set."""
Sure: TypeAlias = Literal["sure", "fairly sure", "a guess"]
"""Sureness of an advice in words."""


def titled(digest: str, name: str) -> str:
    """Returns how thresholds are named to people: by digest, and by the preset's name if there is one."""
    return f"{digest} (preset “{name}”)" if name else digest
