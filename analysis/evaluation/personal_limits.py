"""Computes a person's own limits from a light set that they controlled.

A throw for one is an easy lift for another. The published limits are those of many people; a preset made
here holds a person's own from the first rep on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from analysis.errors import TuningError
from analysis.output.words import count
from analysis.output.words import reps as words_of
from analysis.records.results import Rep, RepSet, SessionResult
from analysis.settings.parameter import ThresholdRow
from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu._html import stacked, table

OWN_RATIO = 1.6
"""Limit of the push over the median push of controlled reps; the same for speed.

Of six people who acted styles (Weight Lifting Exercises) 1.25 separated best, and reps of one set differ
by a fifth.
"""
LEAST_SHARE = 0.75
"""No limit of the push falls below this share of the published one; of the coast it is the square.

Below it a quiet lifter's ordinary scatter would be called.
"""
FEWEST_REPS = 5
"""Fewer reps of a light set do not show how a person lifts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """One limit of a person. All but ``times`` and ``over`` in ``unit``."""

    threshold: str
    """Dotted name of the threshold."""
    unit: str
    """As in the table of thresholds."""
    own: float
    """Median of the person's figure."""
    times: float
    """Factor from that median to the limit."""
    before: float
    """The limit as it was."""
    now: float
    """The limit as it is now."""
    over: int
    """How many of their reps lie beyond the old limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """Thresholds for one person."""

    thresholds: Thresholds
    """With the person's limits in them."""
    reps: int
    """How many reps they were made from."""
    limits: tuple[OwnLimit, ...]
    """The limits that were set."""
    remarks: tuple[str, ...]
    """Sentences on what should be known about them."""

    def _repr_html_(self) -> str:
        rows = [
            (
                one.threshold,
                f"{one.own:.3g} {_unit(one)}",
                f"{one.times:g}",
                f"{one.before:g}",
                f"{one.now:g}",
                one.over,
            )
            for one in self.limits
        ]
        heads = ("threshold", "your median", "times", "limit before", "limit now", "reps beyond the old one")
        return stacked(f"From {count(self.reps, 'rep')}.", table(heads, rows), *self.remarks)


def _unit(one: OwnLimit) -> str:
    return "" if one.unit == "ratio" else one.unit


def light_set(
    result: SessionResult, place: int, *, swung: Mapping[int, Iterable[int]] | None = None
) -> tuple[RepSet, ...]:
    """Picks the set that a person names as light and controlled, for `calibrate`.

    Parameters
    ----------
    result : SessionResult
    place : int
        Of the set among all sets, from 1.
    swung : mapping of int to ints, optional
        Reps that the person names as swung, by the place of their set; none may be of this one.

    Raises
    ------
    TuningError
        There is no such set, or it holds a swung rep.
    """
    known = isinstance(place, int) and not isinstance(place, bool) and 1 <= place <= len(result.sets)
    if not known:
        raise TuningError(
            f"there is no set {place!r}: {count(len(result.sets), 'set')} found; sets count from 1."
        )
    if reps := list((swung or {}).get(place, ())):
        raise TuningError(
            f"set {place} is named as light and controlled, but {words_of(reps)} of it as swung; name another light "
            "set, or none."
        )
    return (result.sets[place - 1],)


def calibrate(sets: Iterable[RepSet], base: Thresholds = DEFAULTS, *, loosen: bool = False) -> Personal:
    """Makes a person's limits: 1.6 times what they do in a light set that they controlled.

    The coast goes with the square of the speed (½v² / gΔh), so its factor is squared; a full rep is
    ``partial_share`` of the median sweep. The limit of the push never falls below three quarters of
    ``base``, that of the coast below the square of it.

    Parameters
    ----------
    sets : iterable of RepSet
        The light set, or several; every full rep in them counts as controlled, whatever it was called.
    base : Thresholds
        Gives all other thresholds, and the limits that are compared with.
    loosen : bool
        Also raise limits above ``base``, for somebody who lifts fast with a still body, and take half reps
        for full ones, for somebody who reaches no further. Otherwise limits only get stricter, and half
        reps are left out.

    Raises
    ------
    TuningError
        There are fewer than five reps whose figures are known.
    """
    done = [rep for one in sets for rep in one.reps]
    measured = [rep for rep in done if rep.comparisons]
    reps = [rep for rep in measured if loosen or rep.verdict != "partial"]
    if len(reps) < FEWEST_REPS:
        raise TuningError(_too_few(len(reps), len(measured) - len(reps)))
    m = base.momentum
    wanted = (
        ("push_mps2", _figures(reps, "push_mps2"), OWN_RATIO, LEAST_SHARE * m.push_mps2),
        ("carry", _figures(reps, "carry"), OWN_RATIO**2, LEAST_SHARE**2 * m.carry),
    )
    limits = [
        _limit(name, own, ratio, floor, base, loosen=loosen) for name, own, ratio, floor in wanted if own
    ]
    sweeps = [rep.rom_deg for rep in reps if rep.rom_deg is not None]
    limits += [_sweep_limit(sweeps, base, loosen=loosen)] if sweeps else []
    left_out = (len(measured) - len(reps), len(done) - len(measured))
    changes = {f"{one.threshold.replace('.', '__')}": one.now for one in limits}
    return Personal(
        thresholds=base.with_(**changes),
        reps=len(reps),
        limits=tuple(limits),
        remarks=tuple(_remarks(limits, len(reps), left_out, loosen=loosen)),
    )


def _too_few(full: int, halves: int) -> str:
    if halves:
        return (
            f"{halves} of the {full + halves} measured reps are half reps, which do not show how a person lifts a "
            f"full one: do a light set of {FEWEST_REPS} or more over the whole range, or calibrate with "
            "loosen=True if it is theirs."
        )
    known = f"{count(full, 'measured rep')} {'is' if full == 1 else 'are'} too few to know a person by"
    return f"{known}; do a light, controlled set of {FEWEST_REPS} or more."


def _figures(reps: Sequence[Rep], figure: str) -> list[float]:
    """A figure of each rep, as it entered the evidence."""
    return [c.value for rep in reps for c in rep.comparisons if c.figure == figure]


def _limit(
    name: str, own: Sequence[float], ratio: float, floor: float, base: Thresholds, *, loosen: bool
) -> OwnLimit:
    row = base.row(f"momentum.{name}")
    now = max(ratio * median(own), floor)
    over = sum(value >= row.value for value in own)
    return _made(row, own, ratio, now if loosen else min(now, row.value), over)


def _sweep_limit(sweeps: Sequence[float], base: Thresholds, *, loosen: bool) -> OwnLimit:
    """From which sweep on a rep is a full one, for a person who sweeps this far."""
    row = base.row("momentum.partial_deg")
    now = base.momentum.partial_share * median(sweeps)
    over = sum(value < row.value for value in sweeps)
    return _made(row, sweeps, base.momentum.partial_share, now if loosen else max(now, row.value), over)


def _made(row: ThresholdRow, own: Sequence[float], times: float, now: float, over: int) -> OwnLimit:
    """The limit within its allowed range, with three digits: more cannot be known of it."""
    allowed = float(f"{min(max(now, row.low), row.high):.3g}")
    return OwnLimit(
        threshold=row.name,
        unit=row.unit,
        own=median(own),
        times=round(times, 2),
        before=row.value,
        now=allowed,
        over=over,
    )


def _remarks(
    limits: Sequence[OwnLimit], reps: int, left_out: tuple[int, int], *, loosen: bool
) -> Iterator[str]:
    halves, unjudged = left_out
    if halves:
        yield f"{count(halves, 'half rep')} {'was' if halves == 1 else 'were'} left out."
    if unjudged:
        yield f"{count(unjudged, 'rep')} that could not be judged {'was' if unjudged == 1 else 'were'} left out."
    for one in () if loosen else limits:
        beyond = (
            f"{one.over} of the {reps} reps lie beyond {one.threshold} as it is ({one.before:g} {_unit(one)})"
        )
        if 2 * one.over > reps:
            yield f"{beyond.rstrip()}; if all of them were controlled, calibrate with loosen=True."
        elif one.over:
            yield f"{beyond.rstrip()}: was the set controlled throughout?"
    if limits and all(one.now == one.before for one in limits):
        yield "Nothing changes: this person's own limits lie beyond those that hold already."
