"""Pairs labelled reps with the reps that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import LabelError
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.records.results import Rep

OVERLAP = 0.5
"""Share of the shorter of two spans that they must have in common to be the same rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Which found rep belongs to each labelled one."""

    found: tuple[int | None, ...]
    """For each labelled rep the place of the found one, from 0; None where it was missed."""
    sure: bool = True
    """False where only the number of reps is known, not which label belongs to which."""


def match_reps(label: FileLabel, reps: Sequence[Rep]) -> Pairing:
    """Pairs labelled and found reps of one sensor, each at most once.

    Labels with times go to the rep they overlap most. Those without go in order, which says which is which
    only where as many were found as labelled, or where all labels say the same.

    Parameters
    ----------
    label : FileLabel
    reps : sequence of Rep
        In order of time.

    Raises
    ------
    LabelError
        Labels have times and reps were found, but none fits any.
    """
    if label.timed:
        return Pairing(found=_by_time(label, reps))
    alike = len({(r.style, r.momentum) for r in label.reps}) <= 1
    places = tuple(k if k < len(reps) else None for k in range(len(label.reps)))
    return Pairing(found=places, sure=alike or len(reps) == len(label.reps))


def _by_time(label: FileLabel, reps: Sequence[Rep]) -> tuple[int | None, ...]:
    shared = sorted(
        ((_shared(one, rep), j, k) for j, one in enumerate(label.reps) for k, rep in enumerate(reps)),
        reverse=True,
    )
    found: dict[int, int] = {}
    for share, j, k in shared:
        if share >= OVERLAP and j not in found and k not in found.values():
            found[j] = k
    if reps and not found:
        raise LabelError(_unfit(label, reps), path=label.path)
    return tuple(found.get(j) for j in range(len(label.reps)))


def _shared(one: RepLabel, rep: Rep) -> float:
    """Overlap of two spans, as a share of the shorter one."""
    start_s, end_s = one.start_s or 0.0, one.end_s or 0.0
    common = min(end_s, rep.end_s) - max(start_s, rep.start_s)
    return common / min(end_s - start_s, rep.end_s - rep.start_s)


def _unfit(label: FileLabel, reps: Sequence[Rep]) -> str:
    first, last = label.reps[0], label.reps[-1]
    return (
        f"none of its {len(label.reps)} labels fits a rep: the labels lie from {first.start_s:.1f} to "
        f"{last.end_s:.1f} s, the reps from {reps[0].start_s:.1f} to {reps[-1].end_s:.1f} s; give times on the "
        "recording's own time axis."
    )
