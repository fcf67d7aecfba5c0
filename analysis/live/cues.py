"""Cues: one short thing to say between two reps, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, TypeAlias

from analysis.language import after_colon, say
from analysis.records.results import Rep
from analysis.vocabulary import Cause

CueKind: TypeAlias = Literal["swing", "lean", "speed", "half", "unjudged", "corrected", "target"]
IN_A_ROW = 3
"""Swings in a row after which it is advised to stop."""
HIGH_BOTTOM_DEG = 40.0
"""A half rep whose forearm comes no lower lacks its lower half."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A short instruction between two reps."""

    kind: CueKind
    """Subject of the cue."""
    headline: str
    """One or two words."""
    line: str
    """At most four words more."""
    rep: int
    """Number of the rep that it speaks of."""

    @property
    def in_one_line(self) -> str:
        """Both parts in one line, for the terminal."""
        return f"{self.headline}: {after_colon(self.line)}" if self.line else self.headline


def cue_for(
    reps: Mapping[int, Rep], called: Mapping[int, Cause], count: int, target_reps: int | None
) -> Cue | None:
    """Picks the cue for now: the latest rep decides, swing before a lean before speed before a half rep.

    Parameters
    ----------
    reps : mapping of int to Rep
        The set so far, by the number of the rep.
    called : mapping of int to Cause
        Momentum called live, by the number of the rep; that of a rep under way too. Once a rep is measured, that counts.
    count : int
        The live count.
    target_reps : int or None
        Reps wanted in the set.

    Returns
    -------
    Cue or None
        None where there is nothing to say.
    """
    latest = max([count, *called])
    if latest == 0:
        return None
    kinds = [_kind(n, reps, called) for n in range(1, latest + 1)]
    return (
        _momentum(kinds, reps, latest)
        or _half(kinds, reps, latest)
        or _unjudged(kinds, latest)
        or _target(count, target_reps)
        or _corrected(kinds, latest)
    )


def _kind(n: int, reps: Mapping[int, Rep], called: Mapping[int, Cause]) -> str | None:
    """Kind of cue that rep ``n`` gives reason for; None where it is not known yet."""
    rep = reps.get(n)
    if n not in called and _leant(rep):
        return "lean"
    open_call = n in called and (rep is None or rep.verdict == "uncertain")
    if open_call or (rep is not None and rep.verdict == "momentum"):
        cause = rep.cause if rep is not None and rep.cause is not None else called.get(n)
        return "speed" if cause == "speed" else "swing"
    if rep is None:
        return None
    return {"partial": "half", "uncertain": "unjudged"}.get(rep.verdict, "fine")


def _leant(rep: Rep | None) -> bool:
    return rep is not None and rep.trunk_verdict == "lean"


def _momentum(kinds: Sequence[str | None], reps: Mapping[int, Rep], n: int) -> Cue | None:
    if kinds[-1] == "speed":
        return Cue(kind="speed", headline=say("cue.too_fast"), line=say("cue.lift_slower"), rep=n)
    if kinds[-1] not in ("swing", "lean"):
        return None
    if (run := _run(kinds, "swing", "lean")) >= IN_A_ROW:
        headline = say("cue.swings_in_a_row", n=run)
        return Cue(kind="swing", headline=headline, line=say("cue.stop_or_lighter"), rep=n)
    if kinds[-1] == "lean":
        return Cue(kind="lean", headline=_leaning(reps[n]), line=say("cue.stand_still"), rep=n)
    line = say("cue.stand_still") if _leant(reps.get(n)) else say("cue.slower_or_lighter")
    return Cue(kind="swing", headline=say("cue.swing"), line=line, rep=n)


def _leaning(rep: Rep) -> str:
    """The way of the lean, where it is known."""
    if rep.trunk_back_deg is None or rep.trunk_forward_deg is None:
        return say("cue.leaning")
    back = rep.trunk_back_deg >= rep.trunk_forward_deg
    return say("cue.leaning_back") if back else say("cue.leaning_forward")


def _half(kinds: Sequence[str | None], reps: Mapping[int, Rep], n: int) -> Cue | None:
    if kinds[-1] != "half":
        return None
    bottom = reps[n].bottom_deg
    low = bottom is not None and bottom > HIGH_BOTTOM_DEG
    line = say("cue.all_the_way_down") if low else say("cue.higher")
    return Cue(kind="half", headline=say("cue.half_rep"), line=line, rep=n)


def _unjudged(kinds: Sequence[str | None], n: int) -> Cue | None:
    if _run(kinds, "unjudged") < 2:
        return None
    return Cue(kind="unjudged", headline=say("cue.not_judged"), line=say("cue.too_little_data"), rep=n)


def _target(count: int, target_reps: int | None) -> Cue | None:
    if count != target_reps:
        return None
    headline = say("cue.target", count=count, target=target_reps)
    return Cue(kind="target", headline=headline, line=say("cue.target_reached"), rep=count)


def _corrected(kinds: Sequence[str | None], n: int) -> Cue | None:
    if len(kinds) < 2 or kinds[-1] != "fine" or kinds[-2] not in ("swing", "lean", "speed", "half"):
        return None
    return Cue(kind="corrected", headline=say("cue.corrected"), line="", rep=n)


def _run(kinds: Sequence[str | None], *counted: str) -> int:
    return len(list(takewhile(lambda kind: kind in counted, reversed(kinds))))
