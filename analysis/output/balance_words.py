"""Both sides in words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.output import words
from analysis.records.session_checks import Balance, SideSummary, SymmetryIndex
from imu.placement import Side
from imu.units import NBSP

_ACTED_ON_PERCENT = 10.0
"""Index from which the convention is named, %."""
_CLEAR_PERCENT = 0.5
"""Lower end of an interval from which it is said to lie above 0, %: what is written must not begin with 0."""
_LESS: Mapping[str, str] = {
    "peak_speed_dps": "slower",
    "rom_deg": "less range",
    "lift_s": "shorter lift",
    "lower_s": "shorter lowering",
}
"""What a lower figure means, the figure that is told first where several differ alike."""
CONVENTION = "10 and 15 % are convention, not a proven limit"
_OTHER: Mapping[Side, Side] = {"left": "right", "right": "left"}


def balance_words(balance: Balance) -> str:
    """Writes how both sides compare, in one sentence."""
    if balance.not_compared is not None:
        return _not_compared(balance)
    swings, differ = _swings(balance)
    # a side that swings earlier is faster for that: its speed would be said twice
    found = [part for part in (swings, "" if differ else _difference(balance.index)) if part]
    if balance.index and balance.weight_kg is None:
        found.append("weights not noted, taken as equal")
    return (
        words.bound(f"{words.capital('; '.join(found))}.") if found else "Nothing was measured of both sides."
    )


def side_advice(balance: Balance) -> str | None:
    """Writes what to do about a weaker side; None where neither is."""
    if balance.weaker is None:
        return None
    other = _OTHER[balance.weaker]
    return f"Start with the {balance.weaker} arm next time, and let the {other} arm do as many reps."


def unilateral_words(balance: Balance) -> str | None:
    """Writes whether one arm worked at a time, as far as that is known; None where it is not."""
    if balance.unilateral is None:
        return None
    if balance.unilateral:
        return (
            "One arm at a time: that is one unilateral exercise. The article asks for one or two a session."
        )
    return (
        "Both arms together: no unilateral exercise. The article asks for one or two a session; other exercises are "
        "not seen here."
    )


def _not_compared(balance: Balance) -> str:
    if balance.not_compared == "one_side":
        side = "left" if balance.right is None else "right"
        return f"Only the {side} arm is in this recording."
    if balance.not_compared == "few_reps":
        return "Too few judged reps of one arm to compare both."
    return "Left and right lifted no weight in common, so they are not compared."


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
    if not rest:
        return f"{side} swings from rep {rep}, {_OTHER[side]} does not", True
    later, other = rest[0]
    if rep == later:
        return f"both swing from rep {rep}", False
    return f"{side} swings from rep {rep}, {other} from rep {later}", True


def _difference(index: Mapping[str, SymmetryIndex]) -> str:
    """The clearest difference: the largest of those beyond the spread of the reps, else the largest."""
    known = [(name, index[name]) for name in _LESS if name in index]
    if not known:
        return ""
    clear = [one for one in known if one[1].low >= _CLEAR_PERCENT]
    name, most = max(clear or known, key=lambda one: one[1].value)
    if most.lower_side is None or round(most.value) == 0:
        return "both sides alike"
    said = f"{most.lower_side} {words.number(most.value)}{NBSP}% {_LESS[name]}"
    if not clear:
        return f"{said}, within what your reps vary by"
    span = f"{words.number(most.low)} to {words.number(most.high)}{NBSP}%"
    convention = f"; {CONVENTION}" if most.value >= _ACTED_ON_PERCENT else ""
    return f"{said}, more than your reps vary by ({span}){convention}"
