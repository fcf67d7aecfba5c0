"""Clauses for reason codes: why a rep could not be judged or was short, and why movement holds no curls."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.language import say, write_number
from analysis.records.results import Rep
from analysis.vocabulary import OBJECTION_REASONS, Because, Reason

OF_REPS = (
    Reason.GAP,
    Reason.FROZEN,
    Reason.SLOW,
    Reason.NOTHING_MEASURED,
    Reason.ADDED_BY_HAND,
    Reason.LIFT_CUT,
    Reason.SHORT_OF_USUAL,
    Reason.SHORT_SWEEP,
    Reason.LOW_TOP,
)
"""Reasons for a rep that is not judged, or a half rep; the clause of each is ``rep_reason.CODE`` in the files of words."""
WITHOUT_CURLS = (
    Reason.STUCK_ACCELEROMETER,
    Reason.NO_GRAVITY,
    Reason.GYROSCOPE_AXES,
    Reason.NO_AGREEMENT,
    Reason.TOO_NARROW,
    Reason.INCOMPLETE,
    Reason.SMALL_SWEEP,
    Reason.SEVERAL_KINDS,
)
"""Reasons why movement holds no curls, other than objections to its kind: ``no_curls.CODE``."""


def rep_reason(because: Because) -> str:
    """Clause on why a rep is not judged or a half rep."""
    return say(f"rep_reason.{because.code}", **because.values)


def reasons_of(rep: Rep) -> tuple[str, ...]:
    """Reasons why a rep is not judged or a half rep, a clause each; empty for the others."""
    return tuple(map(rep_reason, rep.reasons))


def shared_reasons(reps: Sequence[Rep]) -> str:
    """Reasons of reps that bear the same codes, as one clause: ``you swept 76 to 118° of your usual 127°``."""
    return "; ".join(
        say(f"rep_reason.{alike[0].code}", **{name: _Spread(alike, name) for name in alike[0].values})
        for alike in zip(*(rep.reasons for rep in reps), strict=True)
    )


class _Spread:
    """One fact of several reasons: written as the smallest to the largest, or once where they look the same."""

    def __init__(self, reasons: Sequence[Because], name: str) -> None:
        self._values = [float(one.values[name]) for one in reasons]

    def __format__(self, spec: str) -> str:
        low, high = write_number(min(self._values), spec), write_number(max(self._values), spec)
        return low if low == high else say("list.span", first=low, last=high)


def refusal_clause(because: Because) -> str:
    """Clause on why movement holds no curls."""
    if because.code not in OBJECTION_REASONS:
        return say(f"no_curls.{because.code}", **because.values)
    first, also = say(f"objection.{because.code}"), because.values.get("also")
    if also is None:
        return say("no_curls.one_objection", first=first)
    return say("no_curls.two_objections", first=first, second=say(f"objection.{also}"))
