"""Reconciles the live count with the final analysis of a closed set: builds the final sets and reps, and the
events that correct what was shown live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.core.exercise import Exercise, SetEnd, Shown
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
from analysis.settings.thresholds import Thresholds
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
        exercise.analyze_set(closed, thresholds, shown, end, trace=trace)
        if is_worth_a_look(shown, exercise, thresholds)
        else Because(code=Reason.TOO_NARROW)
    )
    if isinstance(found, Because):
        return _rejected(closed, found, shown, end, exercise)
    untold_up = any(not one.gravity_trusted for one in found.sets)
    return Outcome(
        events=_settle(found.sets, shown, end),
        exercise=found.exercise,
        sets=found.sets,
        measured=found.measured,
        mirrored_gyroscope=untold_up and gyroscope_is_mirrored(closed),
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
