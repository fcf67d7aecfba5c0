"""Verdicts in words, and which of them count as momentum."""

from __future__ import annotations

from analysis.results import Rep


def is_flagged(rep: Rep) -> bool:
    """True for a rep that counts as momentum."""
    return rep.verdict == "momentum"


def word(rep: Rep) -> str:
    """The verdict as the tables say it."""
    if rep.verdict == "momentum":
        return {"swing": "swing", "speed": "too fast", "both": "swing + speed", None: "momentum"}[rep.cause]
    return {"controlled": "controlled", "partial": "half rep", "uncertain": "not judged"}[rep.verdict]
