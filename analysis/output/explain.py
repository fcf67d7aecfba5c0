"""Explains why a rep was called what it was: the figure that decided, by how much, and what would have
changed it.

Everything is read off the comparisons that stand beside the verdict; nothing is computed again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from analysis.language import say
from analysis.output.explain_trunk import throw_sentence, trunk_throw, without_trunk
from analysis.output.reasons import reasons_of
from analysis.output.verdict_words import is_lost, is_near_limit
from analysis.output.words import joined, score_text
from analysis.records.results import REP_FIGURES, Comparison, Rep, short_kind
from analysis.settings.curl_model import VERDICT
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.vocabulary import Reason, Verdict
from imu._html import bold, paragraph, stacked, table

Compared: TypeAlias = Sequence[Comparison]

WORTH_TELLING = 1.0
"""Evidence against momentum from which a tremor is named, in log-odds: it divides the odds by e."""
_RULES = {"evidence": "even at", "range": "full from", "trunk": "thrown from"}
_REMEDIES = (Reason.GAP, Reason.FROZEN, Reason.SLOW, Reason.LIFT_CUT, Reason.ADDED_BY_HAND)
"""Reasons against which something can be done: ``why.remedy.CODE`` in the files of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Explanation of the verdict on one rep.

    Attributes
    ----------
    rep : int
        Its number in the set, from 1.
    verdict : str
    decided_by : Comparison or None
        The figure that spoke loudest for the verdict; of a half rep the range that it missed by most; None
        where nothing was compared.
    sentence : str
        What decided.
    named : str
        Why its momentum is called a swing or speed; empty where it is none.
    otherwise : str
        What would have changed the verdict.
    moves : str
        Which thresholds would have, for those who look for that; it stands in ``text`` alone.
    comparisons : tuple of Comparison
        All that were made: the trunk, the evidence, what speaks loudest for momentum first, then the ranges.
    """

    rep: int
    verdict: Verdict
    decided_by: Comparison | None
    sentence: str
    named: str
    otherwise: str
    moves: str
    comparisons: tuple[Comparison, ...]

    @property
    def text(self) -> str:
        """The whole explanation, in a few lines."""
        lines = [self._head, self.named, f"{self.otherwise} {self.moves}".strip()]
        lines += [f"  {_listed(c)}" for c in self.comparisons]
        return "\n".join(line for line in lines if line)

    @property
    def _head(self) -> str:
        return say("why.rep", rep=self.rep, sentence=self.sentence)

    def _repr_html_(self) -> str:
        rows = [
            (REP_FIGURES[c.figure].noun, _written(c.figure, c.value), _limit(c), _share(c), c.threshold)
            for c in self.comparisons
        ]
        return stacked(
            bold(self._head),
            *([paragraph(self.named)] if self.named else []),
            paragraph(f"{self.otherwise} {self.moves}".strip()),
            table(("figure", "this rep", "limit", "evidence", "threshold"), rows),
        )


def explain(rep: Rep, thresholds: Thresholds = DEFAULTS) -> Explanation:
    """Explains the verdict of a rep in words.

    Parameters
    ----------
    rep : Rep
        As `analysis.analyze` or a live session made it.
    thresholds : Thresholds
        Those it was judged by.

    Returns
    -------
    Explanation
        The sentences carry the units of their numbers; ``text`` is all of it.

    Examples
    --------
    >>> from analysis import analyze, explain, read
    >>> last = analyze(read("curls.csv")).sets[1].reps[-1]
    >>> explain(last).verdict
    'momentum'
    >>> print(explain(last).text)  # doctest: +ELLIPSIS
    Rep 10. Swung: ...
    """
    evidence = tuple(sorted((c for c in rep.comparisons if c.rule == "evidence"), key=lambda c: -c.evidence))
    ranges = tuple(sorted((c for c in rep.comparisons if c.rule == "range"), key=lambda c: c.excess))
    trunk = tuple(c for c in rep.comparisons if c.rule == "trunk")
    thrown = trunk_throw(rep)
    if thrown is not None:
        forearm = evidence_sum(rep) if evidence else None
        decided = thrown
        sentence, otherwise = throw_sentence(rep, thrown, forearm), without_trunk(rep, thrown, forearm)
    elif not evidence or rep.verdict == "uncertain":
        decided, (sentence, otherwise) = None, _unjudged(rep)
    elif rep.verdict == "partial":
        decided, (sentence, otherwise) = ranges[0], _short(rep, ranges)
    else:
        decided = evidence[0] if rep.verdict == "momentum" else evidence[-1]
        sentence, otherwise = _told(rep), _otherwise(rep)
    return Explanation(
        rep=rep.index,
        verdict=rep.verdict,
        decided_by=decided,
        sentence=sentence,
        named=_named(rep, thresholds) if thrown is None else "",
        otherwise=otherwise,
        moves=_how(threshold_moves(rep, thresholds), thresholds),
        comparisons=(*trunk, *evidence, *ranges),
    )


def _figures(rep: Rep) -> dict[str, Comparison]:
    """Evidence of a rep, by its figure."""
    return {c.figure: c for c in rep.comparisons if c.rule == "evidence"}


def evidence_sum(rep: Rep) -> float:
    """Sum of all evidence of a rep, in log-odds: above 0 it is momentum."""
    return sum(c.evidence for c in _figures(rep).values())


def _told(rep: Rep) -> str:
    """Sentences on what was measured, what it adds up to, and why it is a swing and not speed, or the other way."""
    of = _figures(rep)
    kind = rep.cause or "momentum" if rep.verdict == "momentum" else "controlled"
    lead = say(f"why.lead.{kind}")
    if is_near_limit(rep):
        lead = say("why.near_limit", lead=lead)
    parts = [say("why.carried", percent=100.0 * of["carry"].value)]
    if "push_mps2" in of:
        parts.append(say("why.pushed", push=of["push_mps2"].value))
    if "detour" in of and of["detour"].evidence <= -WORTH_TELLING:
        parts.append(say("why.trembled"))
    told = joined(parts)
    if rep.momentum is not None:
        told = say("why.together", told=told, score=score_text(rep.momentum))
    return f"{lead}: {told}. {_which(rep)}".strip()


def _which(rep: Rep) -> str:
    """Sentence on why momentum is a swing and not speed, or the other way; empty for other verdicts."""
    if rep.verdict != "momentum" or rep.cause is None:
        return ""
    if rep.elbow_rms_mps2 is None:
        return say(f"why.blind.{rep.cause}")
    return say(f"why.which.{rep.cause}", elbow=rep.elbow_rms_mps2)


def _otherwise(rep: Rep) -> str:
    """Sentence on the push at this speed, or the speed at this push, with which the verdict would have
    been another."""
    short = any(c.value < c.limit for c in rep.comparisons if c.rule == "range")
    even = {c.figure: _needed(rep, c) for c in _figures(rep).values() if c.weight > 0}
    told = [name for name, figure in (("push", "push_mps2"), ("coast", "carry")) if figure in even]
    if not told:
        return ""
    which = "_or_".join(told)
    numbers = {"push": even.get("push_mps2"), "coast": 100.0 * even.get("carry", 0.0)}
    values = {name: numbers[name] for name in told}
    if rep.verdict != "momentum":
        return say(f"why.if_above.{which}", **values)
    instead = say(f"why.instead.{short_kind([rep]) if short else 'controlled'}")
    return say(f"why.if_below.{which}", instead=instead, **values)


def _needed(rep: Rep, c: Comparison) -> float:
    """Value of a figure at which the evidence is even, with all others as they are.

    The evidence of a figure is weight · ln(value / limit), so the sum of all is 0 at value · e^(−sum /
    weight).
    """
    return c.value * math.exp(-evidence_sum(rep) / c.weight)


def _named(rep: Rep, thresholds: Thresholds) -> str:
    """Sentence on the two shares that name the cause, where both are known."""
    if rep.cause is None or rep.elbow_rms_mps2 is None or rep.carry is None:
        return ""
    elbow = say("why.shares.elbow", elbow=rep.elbow_rms_mps2, limit=thresholds.momentum.elbow_mps2)
    coast = say("why.shares.coast", coast=100.0 * rep.carry, limit=100.0 * VERDICT.fast_carry)
    first, second = (coast, elbow) if rep.cause == "speed" else (elbow, coast)
    return say(f"why.named.{rep.cause}", first=first, second=second)


def _short(rep: Rep, ranges: Compared) -> tuple[str, str]:
    missed = [c for c in ranges if c.value < c.limit]
    first, highest = (
        missed[0],
        {c.figure: max(o.limit for o in missed if o.figure == c.figure) for c in missed},
    )
    said = joined(reasons_of(rep)) or say(f"why.only.{first.figure}", value=first.value)
    figures = joined([say(f"why.needed.{figure}", limit=limit) for figure, limit in highest.items()])
    return say(f"why.short.{short_kind([rep])}", reasons=said), say("why.full_with", figures=figures)


def _unjudged(rep: Rep) -> tuple[str, str]:
    if rep.verdict != "uncertain":
        return say(f"why.not_kept.{rep.verdict}"), ""
    reasons = "; ".join(reasons_of(rep)) or say("why.nothing_known")
    remedies = [say(f"why.remedy.{one.code}") for one in rep.reasons if one.code in _REMEDIES]
    kind = "not_judged"
    if is_lost(rep):
        kind = "lost" if rep.reasons[0].code is Reason.GAP else "frozen"
    return say(f"why.{kind}", reasons=reasons), remedies[0] if remedies else ""


def _written(figure: str, value: float) -> str:
    return REP_FIGURES[figure].in_sentence(value)


def _limit(c: Comparison) -> str:
    return f"{_RULES[c.rule]} {_written(c.figure, c.limit)}"


def _share(c: Comparison) -> str:
    """Evidence that a figure adds, with its sign."""
    return f"{c.evidence:+.1f}" if c.rule == "evidence" else ""


class ThresholdMove(NamedTuple):
    """Value of a threshold with which the verdict would have been another."""

    name: str
    """Dotted name of the threshold."""
    value: float
    """In its unit, with three digits."""
    up: bool
    """Higher values would do it too; else lower ones."""
    allowed: bool
    """The value lies in the threshold's range."""


def threshold_moves(rep: Rep, thresholds: Thresholds = DEFAULTS) -> list[ThresholdMove]:
    """Lists the thresholds that, all moved, would have changed the verdict of a rep; empty where it was not
    judged.

    Of a rep that is momentum or controlled one is enough: the limit of the push, or else of the coast. None is told of
    a rep that the trunk threw.

    Parameters
    ----------
    rep : Rep
    thresholds : Thresholds
        Those it was judged by.
    """
    if rep.verdict == "partial":
        return [
            _moved(thresholds, c.threshold, c.excess, up=False)
            for c in rep.comparisons
            if c.rule == "range" and c.value < c.limit
        ]
    if rep.verdict == "uncertain" or trunk_throw(rep) is not None:
        return []
    z = evidence_sum(rep)
    found = [
        _moved(thresholds, c.threshold, math.exp(z / c.weight), up=z >= 0.0)
        for figure in ("push_mps2", "carry")
        if (c := _figures(rep).get(figure)) is not None and c.weight > 0
    ]
    return [next((m for m in found if m.allowed), found[0])] if found else []


def _moved(thresholds: Thresholds, name: str, times: float, *, up: bool) -> ThresholdMove:
    """Nearest value with three digits beyond so many times the present one."""
    row = thresholds.row(name)
    wanted = row.value * times
    step = 10.0 ** (math.floor(math.log10(wanted)) - 2) if wanted > 0 else 1.0
    steps = math.floor(wanted / step + 1e-9) + 1 if up else math.ceil(wanted / step - 1e-9) - 1
    value = float(f"{steps * step:.3g}")
    return ThresholdMove(name=row.name, value=value, up=up, allowed=row.low <= value <= row.high)


def _how(found: Sequence[ThresholdMove], thresholds: Thresholds) -> str:
    """Sentence on the thresholds to move; empty where there are none."""
    if not found:
        return ""
    out_of_reach = next((m for m in found if not m.allowed), None)
    if out_of_reach is not None:
        row = thresholds.row(out_of_reach.name)
        return say("why.moves.none", name=row.name, low=row.low, high=row.high)
    parts = [
        say(
            f"why.moves.{'up' if m.up else 'down'}",
            name=m.name,
            value=m.value,
            now=thresholds.row(m.name).value,
        )
        for m in found
    ]
    return say("why.moves.with_all" if len(parts) > 1 else "why.moves.with", parts=joined(parts))


def _listed(c: Comparison) -> str:
    name = REP_FIGURES[c.figure].noun.removeprefix("the ")
    said = f", evidence {_share(c)}" if c.rule == "evidence" else ""
    return f"{name} {_written(c.figure, c.value)}, {_limit(c)}{said} ({c.threshold})"
