"""Effort in words: how a set slowed and what that is a sign of, and the sums of a session."""

from __future__ import annotations

from math import floor

from analysis.coaching.weights import WeightUnit, to_kg
from analysis.language import say
from analysis.output import words
from analysis.records.session_totals import SessionTotals, Slowing
from imu.units import NBSP

_LEAST_HOLD_S = 0.05
"""A hold that is shown as 0.0 s is none."""
_FLOAT_NOISE = 1e-6
"""What a conversion between kg and lb may add or take."""


def slowing_words(slowing: Slowing) -> str:
    """Says how the lift slowed, and what that is a sign of.

    Parameters
    ----------
    slowing : Slowing
    """
    percent = round(100.0 * slowing.loss)
    rep = slowing.last_rep
    found = (
        say("effort.slower", rep=rep, percent=percent) if percent > 0 else say("effort.no_slower", rep=rep)
    )
    # not the times: the sweep counts too, so that a lift of twice the time need not be half as fast
    if percent > 0:
        found = say("effort.with_speeds", found=found, first=slowing.first_dps, last=slowing.last_dps)
    return say("effort.sign", found=found, sign=_sign(slowing))


def _sign(slowing: Slowing) -> str:
    """What it is a sign of; a set with swung reps is not called easy."""
    if slowing.swung and slowing.effort == "steady":
        return say("effort.hidden_by_swing")
    return say(f"effort.{slowing.effort}")


def totals_words(totals: SessionTotals, unit: WeightUnit) -> str:
    """Says what a session adds up to: volume, time under tension, rest taken, tempo; what is not known is left out."""
    tension_s, tempo, volume = totals.time_under_tension_s, tempo_words(totals), volume_words(totals, unit)
    parts = [
        say("effort.reps_in_sets", reps=words.count(totals.reps, "rep"), n=totals.sets),
        None if volume is None else say("effort.volume", volume=volume),
        None if tension_s is None else say("effort.under_tension", duration=words.duration(tension_s)),
        rest_words(totals),
        None if tempo is None else say("effort.tempo", tempo=tempo),
    ]
    return f"{', '.join(part for part in parts if part)}."


def volume_words(totals: SessionTotals, unit: WeightUnit) -> str | None:
    """Weight times reps in the unit of the weights, with one decimal where that is not whole; None where a weight is not known."""
    known = words.finite(totals.volume_kg)
    if known is None:
        return None
    volume = known / to_kg(1.0, unit)
    tenths = floor(10.0 * volume + 0.5 + _FLOAT_NOISE)  # halves go up: 56.25 kg are 56.3
    return (
        f"{words.number(tenths / 10.0, 0 if abs(volume - round(volume)) < _FLOAT_NOISE else 1)}{NBSP}{unit}"
    )


def rest_words(totals: SessionTotals) -> str | None:
    """Rest between sets; the middle of several; None where there was none."""
    if totals.rest_s is None:
        return None
    rest = words.duration(totals.rest_s)
    if len(totals.rests_s) == 1:
        return say("effort.rest", duration=rest)
    return say("effort.typical_rest", duration=rest)


def tempo_words(totals: SessionTotals) -> str | None:
    """A typical rep: lift, hold and lowering; None where the lift is not known."""
    if totals.lift_s is None:
        return None
    parts = [say("effort.up", seconds=totals.lift_s)]
    if totals.pause_top_s is not None and totals.pause_top_s >= _LEAST_HOLD_S:
        parts.append(say("effort.held", seconds=totals.pause_top_s))
    if totals.lower_s is not None:
        parts.append(say("effort.down", seconds=totals.lower_s))
    return ", ".join(parts)
