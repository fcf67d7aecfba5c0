"""Arithmetic for display: numbers and runs of reps, medians and ratios of figures already made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from analysis.language import say
from analysis.output import words
from analysis.output.verdict_words import is_flagged
from analysis.output.words import finite
from analysis.records.results import Rep, RepSet, SessionResult
from analysis.settings.thresholds import DEFAULTS
from analysis.vocabulary import Verdict
from imu.placement import SIDES, side_of, without_side

FEW_SETS = 4
"""Sets besides those in focus that are shown one by one; of more, the details are folded away."""
FigureOfRep = Callable[[Rep], float | None]
"""Takes a figure from a rep."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SetView:
    """A set with its place in the session. Compared by identity, as a set carries arrays."""

    rep_set: RepSet
    """The set."""
    place: int
    """Place among all sets of the recording, from 1."""
    number: int
    """Number among the sets of its sensor, from 1."""
    of: int
    """How many sets that sensor has."""
    arm: str | None
    """Short name of the arm; None where there is only one."""
    side: str | None
    """The side, where that is what tells the arm from the others."""
    gap_reps: frozenset[int]
    """Numbers of the reps with a gap in the data."""
    recording: int = 1
    """Number of the recording on the page, from 1."""

    @property
    def name(self) -> str:
        """``Set 2`` or, with several arms, ``Left, set 2``."""
        return words.capital(self.name_inside)

    @property
    def name_inside(self) -> str:
        """The name as it stands inside a sentence: ``set 2``, ``left, set 2``."""
        number = say("set.number", number=self.number)
        return number if self.arm is None else f"{self.arm}, {number}"

    def anchor(self, rep: Rep) -> str:
        """Anchor on a page where it says why a rep was called what it was."""
        return f"why-{self.recording}-{self.place}-{rep.index}"

    @property
    def worn(self) -> str:
        """Where the sensor was worn (``right wrist``), without what the name says already."""
        sensor = self.rep_set.sensor
        return (
            words.place(sensor, self.rep_set.side) if self.side is None else words.place(without_side(sensor))
        )

    @property
    def arm_words(self) -> str | None:
        """``right arm``, or the sensor where it does not say which arm."""
        return self.arm if self.side is None else say(f"arm.{self.side}")

    @property
    def about(self) -> str | None:
        """Name in a headline: ``Set 3 of 3``, ``Right arm``, ``Right arm, set 2 of 2``.

        None for the only set.
        """
        number = say("set.number_of", number=self.number, of=self.of) if self.of > 1 else None
        parts = [part for part in (self.arm_words, number) if part is not None]
        return words.capital(", ".join(parts)) if parts else None


@dataclass(frozen=True, slots=True)
class VerdictRun:
    """Neighbouring reps of one verdict."""

    verdict: Verdict
    """The verdict they share."""
    reps: tuple[Rep, ...]
    """The reps, in order."""


def with_verdict(reps: Iterable[Rep], *verdicts: Verdict) -> tuple[Rep, ...]:
    """Selects the reps that have one of the verdicts."""
    return tuple(r for r in reps if r.verdict in verdicts)


def flagged_reps(reps: Iterable[Rep]) -> tuple[Rep, ...]:
    """Selects the reps that count as momentum."""
    return tuple(r for r in reps if is_flagged(r))


def judged_reps(reps: Iterable[Rep]) -> tuple[Rep, ...]:
    """Selects all but the uncertain reps."""
    return tuple(r for r in reps if r.verdict != "uncertain")


def rep_numbers(reps: Iterable[Rep]) -> list[int]:
    """Numbers of reps in their set."""
    return [r.index for r in reps]


def verdict_runs(reps: Sequence[Rep]) -> list[VerdictRun]:
    """Divides a set into runs of one verdict each."""
    return [VerdictRun(verdict, tuple(group)) for verdict, group in groupby(reps, key=lambda r: r.verdict)]


def reps_with_figure(reps: Iterable[Rep], figure: FigureOfRep) -> list[tuple[Rep, float]]:
    """Pairs reps with their figure, where it is a finite number."""
    return [(r, value) for r in reps if (value := finite(figure(r))) is not None]


def median_figure(reps: Iterable[Rep], figure: FigureOfRep) -> float | None:
    """Median of a figure; None where no rep has it."""
    values = [value for _, value in reps_with_figure(reps, figure)]
    return median(values) if values else None


def highest_figure(reps: Iterable[Rep], figure: FigureOfRep) -> tuple[Rep, float] | None:
    """The rep with the largest figure, and the figure; None where no rep has it."""
    return max(reps_with_figure(reps, figure), key=lambda pair: pair[1], default=None)


def ratio_to_usual(value: float | None, usual: float | None) -> float | None:
    """``value / usual``; None where either is not known or the usual is not above zero."""
    top, base = finite(value), finite(usual)
    return None if top is None or base is None or base <= 0 else top / base


def usual_speed_dps(rep_set: RepSet) -> float | None:
    """The person's own median lift speed, °/s."""
    return None if rep_set.baseline is None else finite(rep_set.baseline.peak_speed_dps)


def from_rep_on(reps: Sequence[Rep]) -> int | None:
    """Number of the rep from which every judged rep is flagged, if there are at least two of them; else
    None."""
    tail: list[Rep] = []
    for rep in reversed(judged_reps(reps)):
        if not is_flagged(rep):
            break
        tail.append(rep)
    return tail[-1].index if len(tail) > 1 else None


def called_s(rep: Rep) -> float | None:
    """When momentum was called, s on the recording's axis, if that was inside the flagged rep; else None."""
    called = finite(rep.flagged_at_s)
    return called if is_flagged(rep) and called is not None and rep.start_s <= called <= rep.end_s else None


def lead_s(rep: Rep) -> float | None:
    """Time from the call to the top of the lift, s; negative for a call after it, None for no call."""
    called = called_s(rep)
    return None if called is None else rep.top_s - called


def arm_key(rep_set: RepSet) -> tuple[str, str]:
    """Sensor and side, by which the arms of a session are told apart."""
    return rep_set.sensor, rep_set.side or ""


def arm_names(sets: Sequence[RepSet]) -> dict[tuple[str, str], str | None]:
    """Short name of each arm; None where there is only one."""
    keys = list(dict.fromkeys(arm_key(s) for s in sets))
    if len(keys) < 2:
        return dict.fromkeys(keys)
    sides = arm_sides(sets)
    return {
        key: say(f"side.{sides[key]}") if key in sides else words.place(key[0], key[1] or None)
        for key in keys
    }


def arm_sides(sets: Sequence[RepSet]) -> dict[tuple[str, str], str]:
    """Side of each arm, where there are several and their sides tell them apart; else empty."""
    keys = set(map(arm_key, sets))
    sides = {key: key[1] or side_of(key[0]) or "" for key in keys}
    apart = len(set(sides.values())) == len(keys) > 1 and all(side in SIDES for side in sides.values())
    return sides if apart else {}


def _gap_reps(result: SessionResult, rep_set: RepSet) -> frozenset[int]:
    gaps = [g for s in result.sensors if s.name == rep_set.sensor for g in s.gaps]
    return frozenset(
        r.index for r in rep_set.reps if any(g.start_s < r.end_s and g.end_s > r.start_s for g in gaps)
    )


def set_views(result: SessionResult, recording: int = 1) -> list[SetView]:
    """Makes the views of all sets, numbered sensor by sensor (as the data quality notes name them).

    They are in order of time; of sets that lie over each other, those of the left arm come first.

    Parameters
    ----------
    result : SessionResult
    recording : int
        Number of the recording on the page, from 1.
    """
    names, sides = arm_names(result.sets), arm_sides(result.sets)
    sensors = [s.sensor for s in result.sets]
    return _left_first(
        [
            SetView(
                rep_set=s,
                place=i + 1,
                number=sensors[: i + 1].count(s.sensor),
                of=sensors.count(s.sensor),
                arm=names[arm_key(s)],
                side=sides.get(arm_key(s)),
                gap_reps=_gap_reps(result, s),
                recording=recording,
            )
            for i, s in enumerate(result.sets)
        ]
    )


def _left_first(views: Sequence[SetView]) -> list[SetView]:
    """The views, in which neighbours that lie over each other in time are in order of the arms."""
    done: list[SetView] = []
    together: list[SetView] = []
    for view in views:
        if together and view.rep_set.start_s >= max(one.rep_set.end_s for one in together):
            done += sorted(together, key=lambda one: _in_order_of_arms(one.rep_set.side))
            together = []
        together.append(view)
    return [*done, *sorted(together, key=lambda one: _in_order_of_arms(one.rep_set.side))]


def focus_sets(views: Sequence[SetView]) -> list[SetView]:
    """Selects the set of each arm that the report is about: of its working sets the one with most momentum.

    Sets without an advice do not count where others have one, nor do those that were put right: a later set was as
    heavy and as long, and all controlled. Of equals it is the last.
    """
    arms: dict[tuple[str, str], list[SetView]] = {}
    for view in views:
        arms.setdefault(arm_key(view.rep_set), []).append(view)
    chosen = [max(_that_matter(of_arm), key=_momentum_rank) for of_arm in arms.values()]
    return sorted(chosen, key=lambda view: _in_order_of_arms(view.rep_set.side))


_WORKING_SHARE = DEFAULTS.warm_up.ramp_up_most
"""Share of an arm's heaviest weight up to which a set is none of its working sets, as for the warm-up."""


def _that_matter(views: Sequence[SetView]) -> list[SetView]:
    """The working sets of an arm that have an advice, and were not put right; at least one set."""
    found = [view for view in views if _advised(view)] or list(views)
    heaviest = max((view.rep_set.weight_kg or 0.0 for view in found), default=0.0)
    if heaviest > 0.0 and all(view.rep_set.weight_kg is not None for view in found):
        found = [
            view for view in found if (view.rep_set.weight_kg or 0.0) > _WORKING_SHARE * heaviest
        ] or found
    return [view for k, view in enumerate(found) if not any(_puts_right(v, view) for v in found[k + 1 :])]


def _puts_right(later: SetView, view: SetView) -> bool:
    """Whether a later set of the arm did the same without momentum."""
    one, other = later.rep_set, view.rep_set
    calm = all(rep.verdict == "controlled" for rep in one.reps)
    return calm and len(one.reps) >= len(other.reps) and (one.weight_kg or 0.0) >= (other.weight_kg or 0.0)


def _momentum_rank(view: SetView) -> tuple[float, float, float]:
    """Share of swung reps, then of all reps with momentum, then the time."""
    found = flagged_reps(view.rep_set.reps)
    swung, many = sum(rep.cause != "speed" for rep in found), max(1, len(view.rep_set.reps))
    return swung / many, len(found) / many, view.rep_set.start_s


def _in_order_of_arms(side: str | None) -> int:
    """Rank of an arm in everything that is shown: left, right, then what belongs to none."""
    return SIDES.index(side) if side in SIDES else len(SIDES)


def _advised(view: SetView) -> bool:
    return view.rep_set.advice is not None and view.rep_set.advice.action != "none"


def most_flagged(views: Sequence[SetView]) -> SetView:
    """The set with most momentum, the later one of equals: among those in focus the one that the headline is of."""
    return max(views, key=_momentum_rank)
