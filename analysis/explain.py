"""Why a rep was called what it was called: the figure that decided, by how much, and what would have changed it.

Everything is read off the comparisons that stand beside the verdict; nothing is computed again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from analysis.core.momentum import FAST_CARRY
from analysis.results import Comparison, Rep, Verdict
from analysis.thresholds import DEFAULTS, Thresholds
from imu.html import bold, joined, paragraph, table

Compared: TypeAlias = Sequence[Comparison]


class Wording(NamedTuple):
    """How a figure is named and written: factor, digits and unit."""

    name: str
    factor: float
    digits: int
    unit: str


FIGURES = {
    "steady_inertial_mps2": Wording("the steady inertial peak", 1.0, 1, " m/s²"),
    "carry": Wording("the coast", 100.0, 0, " % of the height"),
    "peak_speed_dps": Wording("the peak speed of the lift", 1.0, 0, "°/s"),
    "rom_deg": Wording("the sweep", 1.0, 0, "°"),
    "top_deg": Wording("the highest angle of the forearm", 1.0, 0, "°"),
}
"""The figures that verdicts are made from."""
_LEAD = {"swing": "Swung", "speed": "Too fast", "both": "Swung and too fast", None: "Momentum"}
_ADVICE = {
    "dropped out": "A set without drop-outs can be judged: bring the receiver nearer, or lower the sensor's rate.",
    "readings a second": "Set the sensor to 25 readings a second or more.",
    "by hand": "What was not measured cannot be judged.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one rep has its verdict.

    ``decided_by`` is the comparison that decided (of a controlled rep the one that came nearest its limit) and
    ``margin`` how far it lies beyond its limit, as a share of it (negative: within); both are None where
    nothing was compared. ``sentence`` says it, ``named`` why its momentum is called a swing or speed (empty where
    it is none), ``otherwise`` what would have changed it. ``comparisons`` are all that were made, those nearest to
    momentum first.
    """

    rep: int
    verdict: Verdict
    decided_by: Comparison | None
    margin: float | None
    sentence: str
    named: str
    otherwise: str
    comparisons: tuple[Comparison, ...]

    @property
    def text(self) -> str:
        """All of it, in a few lines."""
        lines = [f"Rep {self.rep}. {self.sentence}", self.named, self.otherwise]
        lines += [f"  {_listed(c)}" for c in self.comparisons]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str:
        rows = [
            (FIGURES[c.figure].name, _written(c.figure, c.value), _limit(c), c.threshold)
            for c in self.comparisons
        ]
        return joined(
            bold(f"Rep {self.rep}. {self.sentence}"),
            *([paragraph(self.named)] if self.named else []),
            paragraph(self.otherwise),
            table(("figure", "this rep", "limit", "threshold"), rows),
        )


def explain(rep: Rep, thresholds: Thresholds = DEFAULTS) -> Explanation:
    """Why a rep has its verdict.

    Parameters
    ----------
    rep : Rep
        As `analysis.offline.analyze` or a live session made it.
    thresholds : Thresholds
        Those it was judged by.
    """
    momentum = tuple(sorted((c for c in rep.comparisons if c.rule != "range"), key=lambda c: -c.excess))
    ranges = tuple(sorted((c for c in rep.comparisons if c.rule == "range"), key=lambda c: c.excess))
    decided = (ranges if rep.verdict == "partial" else momentum)[:1]
    if not decided or rep.verdict == "uncertain":
        sentence, otherwise = _unjudged(rep)
    elif rep.verdict == "momentum":
        sentence, otherwise = _called(rep, momentum, ranges, thresholds)
    elif rep.verdict == "partial":
        sentence, otherwise = _short(rep, ranges, thresholds)
    else:
        sentence, otherwise = _controlled(rep, momentum, thresholds)
    return Explanation(
        rep=rep.index,
        verdict=rep.verdict,
        decided_by=decided[0] if decided else None,
        margin=decided[0].excess - 1.0 if decided else None,
        sentence=sentence,
        named=_named(rep, thresholds),
        otherwise=otherwise,
        comparisons=(*momentum, *ranges),
    )


def _called(rep: Rep, momentum: Compared, ranges: Compared, thresholds: Thresholds) -> tuple[str, str]:
    over = [c for c in momentum if c.excess >= 1.0]
    lowest = {c.figure: min((o for o in over if o.figure == c.figure), key=lambda o: o.limit) for c in over}
    said = _joined(
        [_over(c, [o for o in over if o.figure == c.figure and o is not c]) for c in lowest.values()]
    )
    instead = "a half rep" if any(c.value < c.limit for c in ranges) else "controlled"
    figures = _joined([f"{FIGURES[f].name} below {_written(f, c.limit)}" for f, c in lowest.items()])
    return (
        f"{_LEAD[rep.cause]}: {said}.",
        f"It would have been {instead} with {figures}. {_how(moves(rep, thresholds), thresholds)}",
    )


def _named(rep: Rep, thresholds: Thresholds) -> str:
    """The two shares that name the cause, where both are known."""
    if rep.cause is None or rep.elbow_rms_mps2 is None or rep.carry is None:
        return ""
    elbow = f"the elbow's {rep.elbow_rms_mps2:.1f} of {thresholds.momentum.elbow_mps2:.1f} m/s²"
    coast = f"a coast of {100.0 * rep.carry:.0f} of {100.0 * FAST_CARRY:.0f} %"
    if rep.cause == "both":
        return f"Both are named, as both are reached: {elbow}, and {coast}."
    first, second = (elbow, coast) if rep.cause == "swing" else (coast, elbow)
    return f"Named {rep.cause}, as {first} is the larger share; the other is {second}."


def _over(c: Comparison, others: Sequence[Comparison]) -> str:
    """A figure, how far it is over its lowest limit, and the other limit it passed."""
    more = round(100.0 * (c.excess - 1.0))
    text = f"{FIGURES[c.figure].name} was {_written(c.figure, c.value)}, {f'{more} % over' if more else 'just at'} {_limit(c)}"
    return text + "".join(f" (and over {_limit(o)})" for o in others)


def _short(rep: Rep, ranges: Compared, thresholds: Thresholds) -> tuple[str, str]:
    missed = [c for c in ranges if c.value < c.limit]
    first, highest = (
        missed[0],
        {c.figure: max(o.limit for o in missed if o.figure == c.figure) for c in missed},
    )
    word = FIGURES[first.figure]
    less = max(1, round(100.0 * (1.0 - first.excess)))
    sentence = (
        f"Half rep: {word.name} was {_written(first.figure, first.value)}, {less} % short of the "
        f"{_written(first.figure, first.limit)} of a full rep."
    )
    figures = _joined([f"{FIGURES[f].name} of {_written(f, limit)} or more" for f, limit in highest.items()])
    return (
        sentence,
        f"It would have been a full rep with {figures}. {_how(moves(rep, thresholds), thresholds)}",
    )


def _controlled(rep: Rep, momentum: Compared, thresholds: Thresholds) -> tuple[str, str]:
    nearest = momentum[0]
    sentence = (
        f"Controlled: what came nearest to a limit, {FIGURES[nearest.figure].name}, was "
        f"{_written(nearest.figure, nearest.value)}, {100.0 * nearest.excess:.0f} % of {_limit(nearest)}."
    )
    figure = f"{FIGURES[nearest.figure].name} of {_written(nearest.figure, nearest.limit)} or more"
    return sentence, f"It would have been called with {figure}. {_how(moves(rep, thresholds), thresholds)}"


def _unjudged(rep: Rep) -> tuple[str, str]:
    if rep.verdict != "uncertain":
        return f"Called {rep.verdict}; what it was compared with was not kept.", ""
    why = "; ".join(rep.reasons) or "none of its figures is known"
    return f"Not judged: {why.rstrip('.')}.", next(
        (text for part, text in _ADVICE.items() if part in why), ""
    )


def _written(figure: str, value: float) -> str:
    word = FIGURES[figure]
    return f"{word.factor * value:.{word.digits}f}{word.unit}"


def _limit(c: Comparison) -> str:
    whose = {"fixed": "the limit", "own": "the person's own limit", "range": "a full rep's least"}[c.rule]
    return f"{whose} of {_written(c.figure, c.limit)}"


class Move(NamedTuple):
    """Where a threshold would have had to stand for another verdict; ``allowed`` or not."""

    name: str
    value: float
    up: bool
    allowed: bool


def moves(rep: Rep, thresholds: Thresholds = DEFAULTS) -> list[Move]:
    """The thresholds that, all moved, would have changed the verdict of a rep; empty where it was not judged.

    Of a controlled rep the one that would have called it.
    """
    if rep.verdict == "momentum":
        over = [c for c in rep.comparisons if c.rule != "range" and c.excess >= 1.0]
        hardest = {
            c.threshold: max((o for o in over if o.threshold == c.threshold), key=lambda o: o.excess)
            for c in over
        }
        return [_moved(thresholds, c, up=True) for c in hardest.values()]
    if rep.verdict == "partial":
        return [
            _moved(thresholds, c, up=False)
            for c in rep.comparisons
            if c.rule == "range" and c.value < c.limit
        ]
    fixed = [c for c in rep.comparisons if c.rule == "fixed"]
    return [_moved(thresholds, max(fixed, key=lambda c: c.excess), up=False)] if fixed else []


def _moved(thresholds: Thresholds, c: Comparison, *, up: bool) -> Move:
    """The nearest value with three digits that puts a figure on the other side of its limit."""
    row = thresholds.row(c.threshold)
    wanted = row.value * c.excess
    step = 10.0 ** (math.floor(math.log10(wanted)) - 2) if wanted > 0 else 1.0
    steps = math.floor(wanted / step + 1e-9) + 1 if up else math.ceil(wanted / step - 1e-9) - 1
    value = float(f"{steps * step:.3g}")
    return Move(name=row.name, value=value, up=up, allowed=row.low <= value <= row.high)


def _how(found: Sequence[Move], thresholds: Thresholds) -> str:
    """Thresholds to move, in words."""
    out_of_reach = next((m for m in found if not m.allowed), None)
    if out_of_reach is not None:
        row = thresholds.row(out_of_reach.name)
        return f"No allowed value of {row.name} ({row.low:g} to {row.high:g}) would have changed that."
    parts = [
        f"{m.name} at {m.value:g} or {'more' if m.up else 'less'} (now {thresholds.row(m.name).value:g})"
        for m in found
    ]
    return f"Or with {_joined(parts)}{', all together' if len(parts) > 1 else ''}."


def _listed(c: Comparison) -> str:
    rule = {"fixed": "limit", "own": "own limit", "range": "full from"}[c.rule]
    name = FIGURES[c.figure].name.removeprefix("the ")
    return f"{name} {_written(c.figure, c.value)}, {rule} {_written(c.figure, c.limit)} ({c.threshold})"


def _joined(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
