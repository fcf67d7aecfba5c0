"""Brings a recording into the brief form in which the warm-up is judged: bouts of movement, and the sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from analysis.records.results import RepSet
from analysis.records.session_checks import MovementBout, MovementKind, MovementSlice, SessionPart, SetSpan
from analysis.settings.warm_up_settings import WarmUpSettings

_LEAST_S = 1.0
"""Readings of a slice, s, below which its shares say nothing."""
_EPSILON = 1e-6
"""Tolerance of shares and times: rounding must not move a limit."""


def session_part(
    sets: Sequence[RepSet],
    movement: Iterable[Sequence[MovementSlice]],
    start_s: float,
    settings: WarmUpSettings,
) -> SessionPart | None:
    """Returns a recording in brief.

    Parameters
    ----------
    sets : sequence of RepSet
        All sets with their weights and sides, in order of time.
    movement : iterable of sequence of MovementSlice
        Slices of each sensor that makes sets, in order of time.
    start_s : float
        Begin of the recording, s.
    settings : WarmUpSettings
        What counts as movement.

    Returns
    -------
    SessionPart or None
        None where no sensor that makes sets was recorded.
    """
    lifted = tuple(
        SetSpan(
            start_s=begin_of_set_s(one), end_s=one.end_s, arm=one.side or one.sensor, weight_kg=one.weight_kg
        )
        for one in sets
    )
    bouts = _of_all_sensors(movement, lifted, settings)
    return SessionPart(start_s=start_s, bouts=_joined(bouts), sets=lifted) if bouts else None


def begin_of_set_s(one: RepSet) -> float:
    """Returns when lifting began, s: the start of the set, or later where its first lift cannot have been as long.

    What somebody did just before a set, such as walking up to the weight, may be taken for the beginning of the
    first lift. It counts from the top of that, by at most twice the usual lift.
    """
    lifts = [rep.top_s - rep.start_s for rep in one.reps]
    if not lifts:
        return one.start_s
    return max(one.start_s, one.reps[0].top_s - 2.0 * median(lifts))


def kind_rank(one: MovementBout) -> tuple[int, float]:
    """Returns which of two bouts at one time gives its kind: movement before rest, the wider and brisker one first."""
    return (None, "other", "mobility", "activation").index(one.kind), one.recorded_s


def _of_all_sensors(
    movement: Iterable[Sequence[MovementSlice]], sets: Sequence[SetSpan], settings: WarmUpSettings
) -> list[MovementBout]:
    """Slices of all sensors as one; those of several sensors begin at the same times."""
    by_start: dict[float, MovementBout] = {}
    for one in (one for slices in movement for one in _of_sensor(slices, sets, settings)):
        other = by_start.get(one.start_s)
        by_start[one.start_s] = one if other is None else max(one, other, key=kind_rank)
    return [by_start[start_s] for start_s in sorted(by_start)]


def _joined(bouts: Sequence[MovementBout]) -> tuple[MovementBout, ...]:
    """Bouts that follow each other in one way, and are recorded alike, as one."""
    found: list[MovementBout] = []
    for one in bouts:
        if found and _goes_on(found[-1], one):
            recorded_s = found[-1].recorded_s + one.recorded_s
            found[-1] = replace(found[-1], end_s=one.end_s, recorded_s=recorded_s)
        else:
            found.append(one)
    return tuple(found)


def _goes_on(before: MovementBout, after: MovementBout) -> bool:
    lasts_s = before.end_s - before.start_s, after.end_s - after.start_s
    alike = abs(before.recorded_s / lasts_s[0] - after.recorded_s / lasts_s[1]) < _EPSILON
    return alike and before.kind == after.kind and abs(before.end_s - after.start_s) < _EPSILON


def _of_sensor(
    slices: Sequence[MovementSlice], sets: Sequence[SetSpan], settings: WarmUpSettings
) -> Iterator[MovementBout]:
    for one, moves in zip(slices, _moving(slices, settings), strict=True):
        in_set = any(s.start_s < one.end_s and s.end_s > one.start_s for s in sets)
        kind = _kind_of(one, settings) if moves or in_set else None
        yield MovementBout(start_s=one.start_s, end_s=one.end_s, recorded_s=one.recorded_s, kind=kind)


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


def _kind_of(one: MovementSlice, settings: WarmUpSettings) -> MovementKind:
    """Brisk movement is like activation (and like walking), slow and wide movement like mobility work."""
    if _is_brisk(one, settings):
        return "activation"
    return "mobility" if one.reach >= settings.wide_reach else "other"
