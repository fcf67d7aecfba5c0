"""Whether a verdict is sure enough to be shown while the set is open.

A rep is first measured at its top, where a lift is counted before it is quite over, and by an axis, a lever arm and a
gyroscope's zero that the rest of the set will move a little. So at the top only a clear verdict is shown; a closer one
waits for the way down, and what is near the limit even then is told by the closed set.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.records.results import Rep
from analysis.settings.screen_model import ScreenModel
from analysis.vocabulary import SIGNAL_LOST


def has_hole(reps: Iterable[Rep]) -> bool:
    """Returns whether readings are missing in any of the reps."""
    return any(one.code in SIGNAL_LOST for rep in reps for one in rep.reasons)


def is_over(rep: Rep, now_s: float, screen: ScreenModel) -> bool:
    """Returns whether a rep's lowering is behind it.

    Parameters
    ----------
    rep : Rep
    now_s : float
        Time of the latest sample, s.
    screen : ScreenModel
    """
    return rep.lower_s is not None and rep.end_s <= now_s - screen.over_s


def is_sure(rep: Rep, screen: ScreenModel, *, called: bool, may_hide: bool) -> bool:
    """Returns whether the closed set will hardly say otherwise of a rep than it is measured now.

    Parameters
    ----------
    rep : Rep
    screen : ScreenModel
        How sure is sure enough.
    called : bool
        Whether it was called momentum in the lift.
    may_hide : bool
        Whether it is under way in a set with missing readings, so that a hole may still hide a part of it.
    """
    if rep.momentum is None:
        return True
    if may_hide:
        return False
    margin = screen.unsaid
    if rep.lower_s is not None:
        margin *= screen.lowered
    if called and rep.verdict == "momentum":
        margin *= screen.agreed
    return abs(rep.momentum - 0.5) >= margin and (
        rep.verdict == "momentum" or not _is_nearly_half(rep, screen)
    )


def _is_nearly_half(rep: Rep, screen: ScreenModel) -> bool:
    """Whether a rep that is no momentum is near the limit between a half rep and a full one."""
    shares = [one.value / one.limit for one in rep.comparisons if one.rule == "range"]
    return bool(shares) and abs(min(shares) - 1.0) < screen.range_share
