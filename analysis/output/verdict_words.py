"""Verdicts in words, and which of them count as momentum."""

from __future__ import annotations

from analysis.records.results import Rep


def is_flagged(rep: Rep) -> bool:
    """Whether a rep counts as momentum."""
    return rep.verdict == "momentum"


def verdict_word(rep: Rep) -> str:
    """Verdict as the tables write it, e.g. ``swing`` or ``half rep``."""
    if rep.verdict == "momentum":
        return {"swing": "swing", "speed": "too fast", "both": "swing + speed", None: "momentum"}[rep.cause]
    return {"controlled": "controlled", "partial": "half rep", "uncertain": "not judged"}[rep.verdict]
