"""The sets that the headline is not about, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.summary import FEW_SETS, SetView, flagged, with_verdict
from analysis.results import Rep


def others(views: Sequence[SetView]) -> str:
    """``Set 1: 4 of 10 with swing. Set 2: 10 of 10 controlled.``; of many sets, those with momentum."""
    if len(views) <= FEW_SETS:
        return " ".join(f"{v.name}: {in_short(v.rep_set.reps)}." for v in views)
    thrown = [v for v in views if flagged(v.rep_set.reps)]
    if not thrown:
        return f"No momentum in the other {len(views)} sets."
    most = max(thrown, key=lambda v: len(flagged(v.rep_set.reps)) / len(v.rep_set.reps))
    many = f"{len(thrown)} of the other {len(views)} sets had reps with momentum"
    return f"{many}, most in {most.name[0].lower()}{most.name[1:]}: {in_short(most.rep_set.reps)}."


def in_short(reps: Sequence[Rep]) -> str:
    """The one thing to know of a set: its momentum, else what is most of it (``4 of 10 with swing``)."""
    found, of = flagged(reps), f"of {len(reps)}"
    if found:
        causes = {r.cause for r in found}
        how = (
            "with swing"
            if causes <= {"swing", "both"}
            else "fast"
            if causes == {"speed"}
            else "with momentum"
        )
        return f"{len(found)} {of} {how}"
    unsure, short = with_verdict(reps, "uncertain"), with_verdict(reps, "partial")
    if 2 * len(unsure) > len(reps):
        return f"{len(unsure)} {of} not judged"
    if 2 * len(short) > len(reps):
        return f"{len(short)} {of} half reps"
    return f"{len(with_verdict(reps, 'controlled'))} {of} controlled"
