"""Verdicts in words, and which of them count as momentum."""

from __future__ import annotations

from analysis.language import say
from analysis.records.results import Rep, short_kind
from analysis.vocabulary import NEAR_LIMIT, SIGNAL_LOST


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
    return rep.verdict == "uncertain" and any(one.code in SIGNAL_LOST for one in rep.reasons)


def verdict_word(rep: Rep) -> str:
    """Verdict as the tables write it, e.g. ``swing`` or ``half rep``."""
    if rep.verdict == "momentum":
        return say(f"verdict.{rep.cause or 'momentum'}")
    if rep.verdict == "partial":
        return say(f"verdict.{short_kind([rep])}")
    if rep.verdict == "uncertain":
        return say("verdict.signal_lost") if is_lost(rep) else say("verdict.not_judged")
    return say("verdict.controlled")


def verdict_in_table(rep: Rep) -> str:
    """Verdict with how near it was, e.g. ``swing, near limit``."""
    word = verdict_word(rep)
    return say("verdict.near_limit", verdict=word) if is_near_limit(rep) else word
