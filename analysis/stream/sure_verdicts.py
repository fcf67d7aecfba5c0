"""Whether a verdict is sure enough to be shown while the set is open.

A rep is first measured at its top, where a lift is counted before it is quite over, and by an axis, a lever arm and a
gyroscope's zero that the rest of the set will move a little. So at the top only a clear verdict is shown; a closer one
waits for the way down, and what is near the limit even then is told by the closed set.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.records.results import Rep
from analysis.settings.screen_model import SCREEN
from analysis.vocabulary import Reason


def has_hole(reps: Iterable[Rep]) -> bool:
    """Returns whether readings are missing in any of the reps."""
    return any(one.code == Reason.GAP for rep in reps for one in rep.reasons)


def is_over(rep: Rep, now_s: float) -> bool:
    """Returns whether a rep's lowering is behind it.

    Parameters
    ----------
    rep : Rep
    now_s : float
        Time of the latest sample, s.
    """
    return rep.lower_s is not None and rep.end_s <= now_s - SCREEN.over_s


def is_sure(rep: Rep, *, called: bool, may_hide: bool) -> bool:
    """Returns whether the closed set will hardly say otherwise of a rep than it is measured now.

    Parameters
    ----------
    rep : Rep
    called : bool
        Whether it was called momentum in the lift.
    may_hide : bool
        Whether it is under way in a set with missing readings, so that a hole may still hide a part of it.
    """
    if rep.momentum is None:
        return True
    if may_hide:
        return False
    margin = SCREEN.unsaid
    if rep.lower_s is not None:
        margin *= SCREEN.lowered
    if called and rep.verdict == "momentum":
        margin *= SCREEN.agreed
    return abs(rep.momentum - 0.5) >= margin and (rep.verdict == "momentum" or not _is_nearly_half(rep))


def _is_nearly_half(rep: Rep) -> bool:
    """Whether a rep that is no momentum is near the limit between a half rep and a full one."""
    shares = [one.value / one.limit for one in rep.comparisons if one.rule == "range"]
    return bool(shares) and abs(min(shares) - 1.0) < SCREEN.range_share
