"""Verdicts in words, and which of them count as momentum."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.records.results import Rep, are_half
from analysis.vocabulary import NEAR_LIMIT, Reason

NEAR_WORDS, LOST_WORDS = "near the limit", "signal lost"
"""Words for a score that could as well be on the other side, and for a rep in which nothing was received."""


def is_flagged(rep: Rep) -> bool:
    """Whether a rep counts as momentum."""
    return rep.verdict == "momentum"


def is_near_limit(rep: Rep) -> bool:
    """Whether a rep is so near to the limit that it might as well be on the other side."""
    low, high = NEAR_LIMIT
    return (
        rep.verdict in ("controlled", "momentum") and rep.momentum is not None and low <= rep.momentum <= high
    )


def is_lost(rep: Rep) -> bool:
    """Whether a rep is not judged as the signal was lost in it."""
    return rep.verdict == "uncertain" and any(one.code == Reason.GAP for one in rep.reasons)


def short_name(reps: Iterable[Rep]) -> str:
    """Name of one of these reps, all short of a full one: a half rep, or a short one where any went farther."""
    return "half rep" if are_half(reps) else "short rep"


def short_word(reps: Iterable[Rep]) -> str:
    """The same where they are counted: ``half`` or ``short``."""
    return short_name(reps).removesuffix(" rep")


def verdict_word(rep: Rep) -> str:
    """Verdict as the tables write it, e.g. ``swing`` or ``half rep``."""
    if rep.verdict == "momentum":
        return {"swing": "swing", "speed": "too fast", "both": "swing + speed", None: "momentum"}[rep.cause]
    if rep.verdict == "partial":
        return short_name([rep])
    if rep.verdict == "uncertain":
        return LOST_WORDS if is_lost(rep) else "not judged"
    return "controlled"


def verdict_in_table(rep: Rep) -> str:
    """Verdict with how near it was, e.g. ``swing, near limit``."""
    return f"{verdict_word(rep)}, near limit" if is_near_limit(rep) else verdict_word(rep)
