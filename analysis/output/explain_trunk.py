"""Explains a rep that the trunk threw: how far it moved, and what the rep would have been without that."""

from __future__ import annotations

from analysis.language import say
from analysis.records.results import Comparison, Rep


def trunk_throw(rep: Rep) -> Comparison | None:
    """Returns the movement of the trunk beside its limit, where it made the rep momentum; else None."""
    thrown = rep.verdict == "momentum" and rep.trunk_verdict == "lean"
    return next((c for c in rep.comparisons if c.rule == "trunk"), None) if thrown else None


def throw_sentence(rep: Rep, thrown: Comparison, forearm: float | None) -> str:
    """Writes what was measured.

    Parameters
    ----------
    rep : Rep
    thrown : Comparison
        From `trunk_throw`.
    forearm : float or None
        Sum of the forearm's own evidence, in log-odds; None where it could not be judged.
    """
    lead = say("why.lead.both") if rep.cause == "both" else say("why.lead.swing")
    alone = forearm is None or forearm < 0.0
    told = say("why.trunk.swung" if alone else "why.trunk.forearm_too", degrees=thrown.value)
    if rep.momentum is not None:
        told = say("why.trunk.score", told=told, score=100.0 * rep.momentum)
    return f"{lead}: {told}."


def without_trunk(rep: Rep, thrown: Comparison, forearm: float | None) -> str:
    """Writes what the rep would have been with a calm trunk; parameters as of `throw_sentence`."""
    short = any(c.value < c.limit for c in rep.comparisons if c.rule == "range")
    if forearm is None:
        else_was = "unjudged"
    elif forearm >= 0.0:
        else_was = "called"
    else:
        else_was = "half_rep" if short else "controlled"
    return say(f"why.calm_trunk.{else_was}", limit=thrown.limit)
