"""Warm-up check: movement and ramp-up sets before the first working set. Pure functions over what was recorded.

Only what was recorded is judged: a recording that begins with the set says nothing of the warm-up. A session of
several recordings is judged by giving the slices and sets of all of them, moved to one time axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import Literal, TypeAlias

from analysis.results import RepSet
from analysis.session_checks import MovementSlice, WarmUp
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.vocabulary import WarmUpVerdict

DEFAULT_WARM_UP = WarmUpSettings()
_Kind: TypeAlias = Literal["mobility", "activation", "other"]
_LEAST_S = 1.0
"""Readings of a slice, s, below which its shares say nothing."""
_EPSILON = 1e-6
"""Tolerance of shares and times: rounding must not move a limit."""


def judge_warm_up(
    sets: Sequence[RepSet],
    movement: Iterable[Sequence[MovementSlice]],
    start_s: float,
    settings: WarmUpSettings = DEFAULT_WARM_UP,
) -> WarmUp | None:
    """Judges the warm-up before the first working set.

    Parameters
    ----------
    sets : sequence of RepSet
        All sets with their weights, in order of time.
    movement : iterable of sequence of MovementSlice
        Slices of each sensor that makes sets, in order of time.
    start_s : float
        Begin of the recording, s.
    settings : WarmUpSettings

    Returns
    -------
    WarmUp or None
        None where no sensor that makes sets was recorded.
    """
    known = _Lead.of(movement, sets, settings)
    if not known:
        return None
    ramp_up_sets, working_s = _ramp_up(sets, settings)
    first_s = min(map(begin_of_set_s, sets), default=None)
    until_s = first_s if working_s is None else working_s
    end_s = known[-1].end_s if until_s is None else until_s
    lead = [one.within(end_s - settings.look_back_s, end_s) for one in known]
    moved_s = sum(one.recorded_s for one in lead if one.kind is not None)
    recorded_s = sum(one.recorded_s for one in lead)
    made = WarmUp(
        movement_s=moved_s,
        mobility_s=sum(one.recorded_s for one in lead if one.kind == "mobility"),
        activation_s=sum(one.recorded_s for one in lead if one.kind == "activation"),
        recorded_s=recorded_s,
        ramp_up_sets=ramp_up_sets,
        first_working_set_s=working_s,
        after_s=None if until_s is None else max(0.0, until_s - start_s),
        lead_s=None if first_s is None else max(0.0, first_s - start_s),
        asked_s=(settings.enough_s, settings.ample_s),
        verdict="unknown",
    )
    return replace(made, verdict=_verdict(made, settings))


def begin_of_set_s(one: RepSet) -> float:
    """Returns when lifting began, s: the start of the set, or later where its first lift cannot have been as long.

    What somebody did just before a set, such as walking up to the weight, may be taken for the beginning of the
    first lift. It counts from the top of that, by at most twice the usual lift.
    """
    lifts = [rep.top_s - rep.start_s for rep in one.reps]
    if not lifts:
        return one.start_s
    return max(one.start_s, one.reps[0].top_s - 2.0 * median(lifts))


def movement_so_far_s(
    movement: Iterable[Sequence[MovementSlice]], settings: WarmUpSettings = DEFAULT_WARM_UP
) -> float:
    """Returns how long a lifter has moved before any set, s: for a screen, before the first set."""
    found = judge_warm_up((), movement, 0.0, settings)
    return 0.0 if found is None else found.movement_s


def _verdict(made: WarmUp, settings: WarmUpSettings) -> WarmUpVerdict:
    """``short`` only where the recording shows it: what it does not hold could have been movement."""
    if made.after_s is None or made.lead_s is None:
        return "unknown"
    if made.movement_s >= settings.enough_s - _EPSILON:
        return "enough"
    if made.first_working_set_s is None or made.lead_s < settings.least_recorded_s:
        return "unknown"
    unseen_s = max(0.0, min(made.after_s, settings.look_back_s) - made.recorded_s)
    return "unknown" if made.movement_s + unseen_s >= settings.enough_s - _EPSILON else "short"


def _ramp_up(sets: Sequence[RepSet], settings: WarmUpSettings) -> tuple[int | None, float | None]:
    """Number of ramp-up sets, and start of the first working set, s; None where the weights do not tell.

    An arm's only set is its working set. Both arms often do the same, so that the arm with most counts.
    """

    def arm(one: RepSet) -> str:
        return one.side or one.sensor

    found = [_of_one_arm(list(group), settings) for _, group in groupby(sorted(sets, key=arm), key=arm)]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None, None
    return max(many for many, _ in known), min(start_s for _, start_s in known)


def _of_one_arm(sets: Sequence[RepSet], settings: WarmUpSettings) -> tuple[int, float] | None:
    if len(sets) == 1:
        return 0, begin_of_set_s(sets[0])
    weights = [one.weight_kg for one in sets if one.weight_kg is not None]
    if len(weights) < len(sets):
        return None
    limit = max(weights) * settings.ramp_up_most + _EPSILON
    first = next(k for k, kg in enumerate(weights) if kg > limit)
    return first, begin_of_set_s(sets[first])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """A few seconds before the set, from all sensors."""

    start_s: float
    end_s: float
    recorded_s: float
    """Readings of it, s."""
    kind: _Kind | None
    """Kind of movement; None where there is none."""

    @classmethod
    def of(
        cls, movement: Iterable[Sequence[MovementSlice]], sets: Sequence[RepSet], settings: WarmUpSettings
    ) -> list[_Lead]:
        """Slices of all sensors as one: movement of any is movement, the wider and brisker one gives its kind."""
        by_start: dict[float, _Lead] = {}
        for one in (one for slices in movement for one in _of_sensor(slices, sets, settings)):
            other = by_start.get(one.start_s)
            by_start[one.start_s] = one if other is None else max(one, other, key=_rank)
        return [by_start[start_s] for start_s in sorted(by_start)]

    def within(self, since_s: float, until_s: float) -> _Lead:
        """The part of it between two times; the readings are taken to lie evenly in it."""
        start_s, end_s = max(self.start_s, since_s), min(self.end_s, until_s)
        share = max(0.0, end_s - start_s) / (self.end_s - self.start_s)
        return _Lead(start_s=start_s, end_s=end_s, recorded_s=share * self.recorded_s, kind=self.kind)


def _rank(one: _Lead) -> tuple[int, float]:
    return (None, "other", "mobility", "activation").index(one.kind), one.recorded_s


def _of_sensor(
    slices: Sequence[MovementSlice], sets: Sequence[RepSet], settings: WarmUpSettings
) -> Iterator[_Lead]:
    for one, moves in zip(slices, _moving(slices, settings), strict=True):
        in_set = any(begin_of_set_s(s) < one.end_s and s.end_s > one.start_s for s in sets)
        kind = _kind_of(one, settings) if moves or in_set else None
        yield _Lead(start_s=one.start_s, end_s=one.end_s, recorded_s=one.recorded_s, kind=kind)


def _moving(slices: Sequence[MovementSlice], settings: WarmUpSettings) -> list[bool]:
    """Which slices are movement: it turns for most of them, and for long enough on end. A gesture is neither."""
    found = [False] * len(slices)
    begun = 0
    for k, one in enumerate(slices):
        turns = _turns(one, settings)
        if not turns or (k > begun and one.start_s > slices[k - 1].end_s + _EPSILON):
            begun = k if turns else k + 1
        if turns and one.end_s - slices[begun].start_s >= settings.moving_run_s - _EPSILON:
            found[begun : k + 1] = [True] * (k + 1 - begun)
    return found


def _turns(one: MovementSlice, settings: WarmUpSettings) -> bool:
    """Whether a slice is movement: it turns for most of it, quickly or some way, or now and then very far.

    A resting hand does neither.
    """
    if one.recorded_s < _LEAST_S:
        return False
    if one.reach >= settings.wide_reach and one.turning_s >= settings.wide_share * one.recorded_s:
        return True
    turns = one.turning_s >= settings.moving_share * one.recorded_s
    return turns and (one.reach >= settings.least_reach or _is_brisk(one, settings))


def _is_brisk(one: MovementSlice, settings: WarmUpSettings) -> bool:
    return one.quick_s >= settings.quick_share * one.recorded_s


def _kind_of(one: MovementSlice, settings: WarmUpSettings) -> _Kind:
    """Brisk movement is like activation (and like walking), slow and wide movement like mobility work."""
    if _is_brisk(one, settings):
        return "activation"
    return "mobility" if one.reach >= settings.wide_reach else "other"
