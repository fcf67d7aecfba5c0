"""Explains a rep that the trunk threw: how far it moved, and what the rep would have been without that."""

from __future__ import annotations

from analysis.records.results import REP_FIGURES, Comparison, Rep


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
    lead = "Swung and too fast" if rep.cause == "both" else "Swung"
    score = "" if rep.momentum is None else f": {100.0 * rep.momentum:.0f} of 100"
    also = "" if forearm is None or forearm < 0.0 else ", and your forearm shows it, too"
    swung = REP_FIGURES[thrown.figure].in_sentence(thrown.value)
    return f"{lead}: your trunk swung {swung} with the lift{also}{score}."


def without_trunk(rep: Rep, thrown: Comparison, forearm: float | None) -> str:
    """Writes what the rep would have been with a calm trunk; parameters as of `throw_sentence`."""
    short = any(c.value < c.limit for c in rep.comparisons if c.rule == "range")
    limit = REP_FIGURES[thrown.figure].in_sentence(thrown.limit)
    if forearm is None:
        else_was = "not have been judged"
    elif forearm >= 0.0:
        else_was = "have been called all the same"
    else:
        else_was = "have been a half rep" if short else "have been controlled"
    return f"With a trunk that moves less than {limit} it would {else_was}."
