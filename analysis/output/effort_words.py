"""Effort in words: how a set slowed and what that is a sign of, and the sums of a session."""

from __future__ import annotations

from analysis.coaching.weights import WeightUnit, to_kg
from analysis.output import words
from analysis.records.session_totals import SessionTotals, Slowing
from analysis.vocabulary import Effort
from imu.units import NBSP

EFFORT_TITLE, TOTALS_TITLE = "Effort", "In all"
"""Titles of what is said."""
_SIGN: dict[Effort, str] = {
    "steady": "no sign that you came near your limit",
    "slowing": "a sign of tiring, with some reps left",
    "near_failure": "a sign of about two reps left or fewer",
}
HOW_SURE_EFFORT = (
    "A trend, not a measure: it holds if you lift as fast as you can, and only controlled reps count, as a swing is fast "
    "however tired you are. Of two people who noted their effort in 229 reps, it was 8 of 10 or more in 98 % of those that were "
    "20 % slower than their first, and in 17 % of those that were less than 10 % slower."
)
"""How far it can be believed; the numbers are of docs/advice.md."""


def slowing_words(slowing: Slowing) -> str:
    """Says how the lift slowed, and what that is a sign of.

    Parameters
    ----------
    slowing : Slowing
    """
    percent = round(100.0 * slowing.loss)
    how = f"{percent}{NBSP}% slower than" if percent > 0 else "no slower than"
    times = ""
    if (
        slowing.loss > 0.0 and slowing.last_lift_s > slowing.first_lift_s
    ):  # else the sweep, not the time, says it
        times = f" ({slowing.first_lift_s:.1f}{NBSP}s, then {slowing.last_lift_s:.1f}{NBSP}s)"
    got = f"Up to rep {slowing.last_rep} your lifts got {how} your first ones"
    return f"{got}{times}: {_sign(slowing)}."


def _sign(slowing: Slowing) -> str:
    """What it is a sign of; a set with swung reps is not called easy."""
    if slowing.swung and slowing.effort == "steady":
        return "the swung reps hide how tired you were"
    return _SIGN[slowing.effort]


def totals_words(totals: SessionTotals, unit: WeightUnit) -> str:
    """Says what a session adds up to: volume, time under tension, rest taken, tempo; what is not known is left out."""
    parts = [
        f"{words.count(totals.reps, 'rep')} in {words.count(totals.sets, 'set')}",
        None if (volume := volume_words(totals, unit)) is None else f"volume {volume}",
        None
        if totals.time_under_tension_s is None
        else f"{words.duration(totals.time_under_tension_s)} under tension",
        None if (rest := rest_words(totals)) is None else rest,
        None if (tempo := tempo_words(totals)) is None else f"tempo {tempo}",
    ]
    return f"{', '.join(part for part in parts if part)}."


def volume_words(totals: SessionTotals, unit: WeightUnit) -> str | None:
    """Weight times reps, whole, in the unit of the weights; None where a weight is not known."""
    known = words.finite(totals.volume_kg)
    return None if known is None else f"{words.number(known / to_kg(1.0, unit))}{NBSP}{unit}"


def rest_words(totals: SessionTotals) -> str | None:
    """Rest between sets; the middle of several; None where there was none."""
    if totals.rest_s is None:
        return None
    return f"{'rest' if len(totals.rests_s) == 1 else 'typical rest'} {words.duration(totals.rest_s)}"


def tempo_words(totals: SessionTotals) -> str | None:
    """A typical rep: lift, hold and lowering; None where the lift is not known."""
    if totals.lift_s is None:
        return None
    parts = [f"{totals.lift_s:.1f}{NBSP}s up"]
    if totals.pause_top_s is not None and totals.pause_top_s >= _LEAST_HOLD_S:
        parts.append(f"{totals.pause_top_s:.1f}{NBSP}s held")
    if totals.lower_s is not None:
        parts.append(f"{totals.lower_s:.1f}{NBSP}s down")
    return ", ".join(parts)


_LEAST_HOLD_S = 0.05
"""A hold that is shown as 0.0 s is none."""
