"""Numbers of the comparison of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.settings.parameter import parameter as _number


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceSettings:
    """Numbers of the comparison of the left arm with the right one. Sources: docs/warm_up_and_sides.md."""

    fewest_reps: int = _number(3, "reps", 3, 30, "Reps of each side that are needed to compare them.")
    confidence: float = _number(
        0.95, "ratio", 0.5, 0.999, "Chance that the interval is meant to hold the difference with."
    )
    worth_saying: float = _number(
        0.1, "ratio", 0.0, 0.5, "Difference from which it is worth acting on; 10 and 15 % are convention."
    )
    earlier_reps: int = _number(
        2, "reps", 1, 20, "A side that swings from so many reps earlier on is the weaker one."
    )
    together_share: float = _number(
        0.25, "ratio", 0.05, 0.45, "Part of a rep's period within which two tops are at the same time."
    )
