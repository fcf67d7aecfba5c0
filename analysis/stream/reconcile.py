"""Reconciles the live count with the final analysis of a closed set: builds the final sets and reps, and the
events that correct what was shown live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.core.exercise import Exercise, SetEnd
from analysis.core.signal.closed_set import ClosedSet, gyroscope_is_mirrored
from analysis.records.events import (
    Event,
    FlagEvent,
    RejectedEvent,
    RepEvent,
    SetEvent,
    UnflagEvent,
    WithdrawnEvent,
)
from analysis.records.results import RejectedSet, RepSet
from analysis.settings.curl_model import RECONCILE
from analysis.settings.thresholds import Thresholds
from analysis.stream.announcements import Noted
from analysis.vocabulary import Because, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Outcome of closing a set."""

    events: list[Event]
    """Corrections of the live count, then the sets or the rejection."""
    exercise: Exercise
    """The exercise with what is known of the person from now on."""
    sets: tuple[RepSet, ...] = ()
    """Sets found; empty where there are none."""
    measured: tuple[Any, ...] = ()
    """The same sets before any verdict, in the exercise's own form."""
    rejected: RejectedSet | None = None
    """The movement, where it is no set of curls."""
    mirrored_gyroscope: bool = False
    """Whether gravity could not be found because the gyroscope's axes are left-handed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """State of the live count when the set closed."""

    announced: Sequence[Noted]
    """Lifts that it showed."""
    called: Sequence[Noted]
    """Calls of momentum that it showed."""
    lifts: int
    """Number of lifts that it counted, shown or held back."""
    before: int
    """Reps of the same set before a hole: those are numbered first."""
    widest_deg: float
    """Distance between the lowest and the highest angle of the set, °."""


def is_worth_a_look(shown: Shown, exercise: Exercise, thresholds: Thresholds) -> bool:
    """Returns whether the set is worth analysing: a lift was counted, and the angles reach far enough."""
    return shown.lifts > 0 and shown.widest_deg >= exercise.least_sweep_deg(thresholds)


def close_set(
    closed: ClosedSet,
    *,
    shown: Shown,
    end: SetEnd,
    exercise: Exercise,
    thresholds: Thresholds,
    trace: bool,
) -> Outcome:
    """Has a closed set analysed and reconciles the live count with it.

    Parameters
    ----------
    closed : ClosedSet
        Its grid cells.
    shown : Shown
        State of the live count.
    end : SetEnd
        What closed the set, and when.
    exercise : Exercise
        The lift, with what earlier sets taught.
    thresholds : Thresholds
    trace : bool
        Keep the curves of the sets.
    """
    found = (
        exercise.analyze_set(closed, thresholds, end, trace=trace)
        if is_worth_a_look(shown, exercise, thresholds)
        else Because(code=Reason.TOO_NARROW)
    )
    if isinstance(found, Because):
        return _rejected(closed, found, shown, end, exercise)
    sets = tuple(_with_live(one, shown) for one in found.sets)
    return Outcome(
        events=_settle(sets, shown, end),
        exercise=found.exercise,
        sets=sets,
        measured=found.measured,
        mirrored_gyroscope=any(not one.gravity_trusted for one in sets) and gyroscope_is_mirrored(closed),
    )


def _rejected(closed: ClosedSet, because: Because, shown: Shown, end: SetEnd, exercise: Exercise) -> Outcome:
    """Outcome for movement without reps: what was shown of it is withdrawn."""
    mirrored = because.code is Reason.GYROSCOPE_AXES
    if shown.lifts == 0:
        return Outcome(events=[], exercise=exercise, mirrored_gyroscope=mirrored)
    count, before = len(shown.announced), shown.before
    at_s, sensor, closed_by = end.at_s, end.sensor, end.closed_by
    events: list[Event] = [
        WithdrawnEvent(at_s=at_s, sensor=sensor, n=before + n, closed_by=closed_by)
        for n in range(count - 1, -1, -1)
    ]
    if count > 0:
        events.append(RejectedEvent(at_s=at_s, sensor=sensor, because=because, closed_by=closed_by))
    rejected = RejectedSet(
        sensor=sensor,
        start_s=float(closed.time_s[0]),
        end_s=float(closed.time_s[-1]),
        because=because,
    )
    return Outcome(events=events, exercise=exercise, rejected=rejected, mirrored_gyroscope=mirrored)


def _with_live(one: RepSet, shown: Shown) -> RepSet:
    """The set with the times at which its reps were shown and called: when it closed, if not before."""
    starts = [rep.start_s for rep in one.reps]
    bounds = [*starts[1:], float("inf")]
    reps = []
    for rep, start, stop in zip(one.reps, starts, bounds, strict=True):
        live = _shown_s(shown.announced, start, stop)
        call = _shown_s(shown.called, start - RECONCILE.called_before_s, stop - RECONCILE.called_before_s)
        if call is None and rep.verdict == "momentum":
            call = one.decided_at_s
        reps.append(
            replace(rep, announced_at_s=one.decided_at_s if live is None else live, flagged_at_s=call)
        )
    return replace(one, reps=tuple(reps))


def _shown_s(noted: Sequence[Noted], start_s: float, stop_s: float) -> float | None:
    """Time, s, at which the first of ``noted`` seen in ``[start_s, stop_s)`` was shown, else None."""
    return next((one.shown_s for one in noted if start_s <= one.at_s < stop_s), None)


def _settle(sets: tuple[RepSet, ...], shown: Shown, end: SetEnd) -> list[Event]:
    """Events that bring the live count and the calls to the final ones, then the sets themselves."""
    reps = [rep for one in sets for rep in one.reps]
    count, before = len(shown.announced), shown.before
    at_s, sensor, closed_by = end.at_s, end.sensor, end.closed_by
    events: list[Event] = [
        WithdrawnEvent(at_s=at_s, sensor=sensor, n=before + n, closed_by=closed_by)
        for n in range(count - 1, len(reps) - 1, -1)
    ]
    events += [
        RepEvent(at_s=at_s, sensor=sensor, n=before + n, closed_by=closed_by)
        for n in range(count + 1, len(reps) + 1)
    ]
    live = {one.shown_s for one in shown.called}
    for n, rep in enumerate(reps, start=before + 1):
        if rep.flagged_at_s in live and rep.verdict != "momentum":
            events.append(UnflagEvent(at_s=at_s, sensor=sensor, n=n, closed_by=closed_by))
        elif rep.verdict == "momentum" and rep.flagged_at_s not in live and rep.cause is not None:
            events.append(FlagEvent(at_s=at_s, sensor=sensor, n=n, cause=rep.cause, closed_by=closed_by))
    events += [SetEvent(at_s=at_s, sensor=sensor, n=len(one.reps), closed_by=closed_by) for one in sets]
    return events
