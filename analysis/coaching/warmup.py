"""Warm-up check: movement and ramp-up sets before the first working set. Pure functions over what was recorded.

Only what was recorded is judged: a recording that begins with the set says nothing of the warm-up. A session may be
several recordings: each is a `SessionPart`, moved to the time axis of the one that is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from analysis.coaching.session_part import kind_rank
from analysis.records.session_checks import MovementBout, SessionPart, SetSpan, WarmUp
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.vocabulary import WarmUpVerdict

DEFAULT_WARM_UP = WarmUpSettings()
_EPSILON = 1e-6
"""Tolerance of shares and times: rounding must not move a limit."""


def judge_warm_up(parts: Sequence[SessionPart], settings: WarmUpSettings = DEFAULT_WARM_UP) -> WarmUp | None:
    """Judges the warm-up before the first working set of a session.

    Parameters
    ----------
    parts : sequence of SessionPart
        Recordings of the session in any order, on one time axis.
    settings : WarmUpSettings

    Returns
    -------
    WarmUp or None
        None without a recording.
    """
    if not parts:
        return None
    bouts = _together([bout for part in parts for bout in part.bouts])
    sets = sorted((one for part in parts for one in part.sets), key=lambda one: one.start_s)
    start_s = min(part.start_s for part in parts)
    ramp_up_sets, working_s = _ramp_up(sets, settings)
    first_s = sets[0].start_s if sets else None
    until_s = first_s if working_s is None else working_s
    end_s = max((one.end_s for one in bouts), default=start_s) if until_s is None else until_s
    lead = [one.within(end_s - settings.look_back_s, end_s) for one in bouts]
    after_s = None if until_s is None else max(0.0, until_s - start_s)
    recorded_s = _seconds(lead)
    made = WarmUp(
        movement_s=_seconds(one for one in lead if one.kind is not None),
        mobility_s=_seconds(one for one in lead if one.kind == "mobility"),
        activation_s=_seconds(one for one in lead if one.kind == "activation"),
        recorded_s=recorded_s,
        unseen_s=None if after_s is None else max(0.0, min(after_s, settings.look_back_s) - recorded_s),
        ramp_up_sets=ramp_up_sets,
        first_working_set_s=working_s,
        recordings=len(parts),
        after_s=after_s,
        lead_s=None if first_s is None else max(0.0, first_s - start_s),
        asked_s=(settings.enough_s, settings.ample_s),
        verdict="unknown",
    )
    return replace(made, verdict=_verdict(made, settings))


def movement_so_far_s(parts: Sequence[SessionPart], settings: WarmUpSettings = DEFAULT_WARM_UP) -> float:
    """Returns how long a lifter has moved before any set, s: for a screen, before the first set."""
    found = judge_warm_up(parts, settings)
    return 0.0 if found is None else found.movement_s


def _together(bouts: Sequence[MovementBout]) -> list[MovementBout]:
    """Bouts of all recordings as one course of time: where two overlap, movement in either is movement."""
    ordered = sorted(bouts, key=lambda one: one.start_s)
    if all(after.start_s >= before.end_s - _EPSILON for before, after in pairwise(ordered)):
        return ordered
    cuts = sorted({time_s for one in bouts for time_s in (one.start_s, one.end_s)})
    found = []
    for start_s, end_s in pairwise(cuts):
        over = [one.within(start_s, end_s) for one in ordered if one.start_s < end_s and one.end_s > start_s]
        found += [max(over, key=kind_rank)] if over else []
    return found


def _seconds(bouts: Iterable[MovementBout]) -> float:
    return sum(one.recorded_s for one in bouts)


def _verdict(made: WarmUp, settings: WarmUpSettings) -> WarmUpVerdict:
    """``short`` only where the recording shows it: what it does not hold could have been movement."""
    if made.unseen_s is None or made.lead_s is None:
        return "unknown"
    if made.movement_s >= settings.enough_s - _EPSILON:
        return "enough"
    if made.first_working_set_s is None or made.lead_s < settings.least_recorded_s:
        return "unknown"
    return "unknown" if made.movement_s + made.unseen_s >= settings.enough_s - _EPSILON else "short"


def _ramp_up(sets: Sequence[SetSpan], settings: WarmUpSettings) -> tuple[int | None, float | None]:
    """Number of ramp-up sets, and start of the first working set, s; None where the weights do not tell.

    An arm's only set is its working set. Both arms often do the same, so that the arm with most counts.
    """

    def arm(one: SetSpan) -> str:
        return one.arm

    found = [_of_one_arm(list(group), settings) for _, group in groupby(sorted(sets, key=arm), key=arm)]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None, None
    return max(many for many, _ in known), min(start_s for _, start_s in known)


def _of_one_arm(sets: Sequence[SetSpan], settings: WarmUpSettings) -> tuple[int, float] | None:
    if len(sets) == 1:
        return 0, sets[0].start_s
    weights = [one.weight_kg for one in sets if one.weight_kg is not None]
    if len(weights) < len(sets):
        return None
    limit = max(weights) * settings.ramp_up_most + _EPSILON
    first = next(k for k, kg in enumerate(weights) if kg > limit)
    return first, sets[first].start_s
