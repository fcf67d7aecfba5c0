"""Both sides in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.language import say
from analysis.output import words
from analysis.records.session_checks import Balance, SideSummary, SymmetryIndex
from imu.placement import Side

_ACTED_ON_PERCENT = 10.0
"""Index from which the convention is named, %."""
_CLEAR_PERCENT = 0.5
"""Lower end of an interval from which it is said to lie above 0, %: what is written must not begin with 0."""
_TOLD = ("peak_speed_dps", "rom_deg", "lift_s", "lower_s")
"""Figures that are told, the one first that is taken where several differ alike."""
_OTHER: Mapping[Side, Side] = {"left": "right", "right": "left"}


def balance_words(balance: Balance) -> str:
    """Writes how both sides compare, in one sentence."""
    if balance.not_compared is not None:
        return _not_compared(balance)
    swings, differ = _swings(balance)
    # a side that swings earlier is faster for that: its speed would be said twice
    found = [part for part in (swings, "" if differ else _difference(balance.index)) if part]
    if balance.index and balance.weight_kg is None:
        found.append(say("balance.weights_not_noted"))
    return words.bound(f"{words.capital('; '.join(found))}.") if found else say("balance.nothing_measured")


def side_advice(balance: Balance) -> str | None:
    """Writes what to do about a weaker side; None where neither is."""
    return None if balance.weaker is None else say(f"balance.start_with.{balance.weaker}")


def unilateral_words(balance: Balance) -> str | None:
    """Writes whether one arm worked at a time, as far as that is known; None where it is not."""
    if balance.unilateral is None:
        return None
    return say("balance.one_arm_at_a_time") if balance.unilateral else say("balance.both_arms_together")


def _not_compared(balance: Balance) -> str:
    if balance.not_compared == "one_side":
        return say("balance.only.left") if balance.right is None else say("balance.only.right")
    return say(f"balance.not_compared.{balance.not_compared}")


def _side(side: Side) -> str:
    return say(f"side.{side}")


def _swings(balance: Balance) -> tuple[str, bool]:
    """``right swings from rep 6, left from rep 9``, the earlier one first, and whether they differ in that; empty
    where neither swings."""
    left, right = balance.left, balance.right
    if left is None or right is None:
        return "", False
    sides: list[tuple[Side, SideSummary]] = [("left", left), ("right", right)]
    from_rep = sorted((one.swings_from, side) for side, one in sides if one.swings_from is not None)
    if not from_rep:
        return "", False
    (rep, side), *rest = from_rep
    first, second = _side(side), _side(_OTHER[side])
    if not rest:
        return say("balance.one_swings", side=first, rep=rep, other=second), True
    later, _ = rest[0]
    if rep == later:
        return say("balance.both_swing", rep=rep), False
    return say("balance.each_swings", side=first, rep=rep, other=second, later=later), True


def _difference(index: Mapping[str, SymmetryIndex]) -> str:
    """The clearest difference: the largest of those beyond the spread of the reps, else the largest."""
    known = [(name, index[name]) for name in _TOLD if name in index]
    if not known:
        return ""
    clear = [one for one in known if one[1].low >= _CLEAR_PERCENT]
    name, most = max(clear or known, key=lambda one: one[1].value)
    if most.lower_side is None or round(most.value) == 0:
        return say("balance.alike")
    percent = words.number(most.value)
    difference = say(f"balance.less.{name}", side=_side(most.lower_side), percent=percent)
    if not clear:
        return say("balance.within_spread", difference=difference)
    low, high = words.number(most.low), words.number(most.high)
    said = say("balance.beyond_spread", difference=difference, low=low, high=high)
    return say("balance.convention", said=said) if most.value >= _ACTED_ON_PERCENT else said
