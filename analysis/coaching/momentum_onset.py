"""Where in a set momentum sets in."""

from __future__ import annotations

from collections.abc import Sequence


def momentum_onset(flagged: Sequence[bool], run: int) -> int | None:
    """Returns the index of the judged rep at which momentum sets in.

    It is the split with the fewest errors, if all reps before it are taken as controlled and all from it on
    as momentum. None where no split does better than taking all reps as controlled; of equals, the latest.

    Parameters
    ----------
    flagged : sequence of bool
        Whether each judged rep of a set is one of momentum.
    run : int
        Number of such reps from which they are more than chance.
    """
    onset, best = None, 1 + len(flagged) - sum(flagged)
    for k, here in enumerate(flagged):
        after = sum(flagged[k:])
        told_apart = after + k - sum(flagged[:k])
        if here and after >= run and told_apart >= best:
            onset, best = k, told_apart
    return onset
