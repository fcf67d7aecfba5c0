"""Reconciles the live count with the final analysis of a closed set: builds the final sets and reps, and the
events that correct what was shown live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.curl.analyze_set import FinishedSet, finish, trace_angle
from analysis.core.curl.bouts import NotACurl, gyroscope_is_mirrored
from analysis.core.curl.forearm import ClosedSet
from analysis.core.curl.judge_set import MeasuredSet, Person
from analysis.core.curl.known_figures import known_figures
from analysis.core.curl.measure import index_time, pause_before_s
from analysis.events import Event, FlagEvent, RejectedEvent, RepEvent, SetEvent, UnflagEvent, WithdrawnEvent
from analysis.reason import Because, Reason
from analysis.results import RejectedSet, Rep, RepSet, SensorTurn, SetTrace
from analysis.settings.curl_model import RECONCILE
from analysis.settings.thresholds import Thresholds
from analysis.stream.announcements import Noted
from analysis.vocabulary import ClosedBy
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Outcome of closing a set."""

    events: list[Event]
    """Corrections of the live count, then the sets or the rejection."""
    person: Person
    """Knowledge of the person from now on."""
    sets: tuple[RepSet, ...] = ()
    """Sets of curls found; empty where there are none."""
    measured: tuple[MeasuredSet, ...] = ()
    """The same sets before any verdict."""
    lever: Floats | None = None
    """Vector from elbow to sensor, ``(3,)``, m, sensor frame; None where it is not known."""
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
    widest_deg: float
    """Distance between the lowest and the highest angle of the set, °."""


def may_be_curls(shown: Shown, thresholds: Thresholds) -> bool:
    """Returns whether the set is worth analysing: a lift was counted, and the angles reach far enough."""
    return shown.lifts > 0 and shown.widest_deg >= thresholds.curl.min_rom_deg


def close_set(
    closed: ClosedSet,
    *,
    sensor: str,
    shown: Shown,
    closed_by: ClosedBy,
    at_s: float,
    person: Person,
    thresholds: Thresholds,
    trace: bool,
) -> Outcome:
    """Analyses a closed set and reconciles the live count with it.

    Parameters
    ----------
    closed : ClosedSet
        Its grid cells.
    sensor : str
        Placement of the sensor.
    shown : Shown
        State of the live count.
    closed_by : ClosedBy
        What closed the set.
    at_s : float
        Time at which it closed, s.
    person : Person
        Knowledge of the person from earlier sets.
    thresholds : Thresholds
    trace : bool
        Keep the curves of the sets.
    """
    wide = may_be_curls(shown, thresholds)
    done = finish(closed, person, thresholds) if wide else NotACurl(because=Because(code=Reason.TOO_NARROW))
    if isinstance(done, NotACurl):
        return _rejected(closed, done, sensor, shown, closed_by, at_s, person)
    sets = tuple(_repset(one, sensor, shown, closed_by, at_s, trace=trace) for one in done)
    levers = [one.lever.vector_m for one in done if one.lever_known]
    return Outcome(
        events=_settle(sensor, sets, shown, closed_by, at_s),
        person=done[-1].decided.person,
        sets=sets,
        measured=tuple(one.measured for one in done),
        lever=levers[-1] if levers else None,
        mirrored_gyroscope=any(not one.frame.gravity_trusted for one in done)
        and gyroscope_is_mirrored(closed),
    )


def _repset(
    done: FinishedSet, sensor: str, shown: Shown, closed_by: ClosedBy, at_s: float, *, trace: bool
) -> RepSet:
    reps = _reps(done, shown, at_s)
    return RepSet(
        sensor=sensor,
        start_s=reps[0].start_s,
        end_s=reps[-1].end_s,
        decided_at_s=at_s,
        closed_by=closed_by,
        reps=reps,
        lever_m=done.lever.length_m if done.lever_known else None,
        lever_sd_m=done.lever.sd_m if done.lever_known else None,
        planarity=done.frame.planarity if done.measured.known.turning else None,
        pendulum_r2=done.lever.r2 if done.measured.known.turning and done.measured.known.inertial else None,
        gravity_mps2=done.frame.measured_gravity_mps2,
        gravity_trusted=done.frame.gravity_trusted,
        sensor_turn=None
        if done.slip is None
        else SensorTurn(rep=done.slip.rep + 1, degrees=done.slip.turn_deg),
        baseline=done.decided.baseline,
        trace=_trace(done) if trace else None,
    )


def _rejected(
    closed: ClosedSet,
    found: NotACurl,
    sensor: str,
    shown: Shown,
    closed_by: ClosedBy,
    at_s: float,
    person: Person,
) -> Outcome:
    """Outcome for movement that is no curl: what was shown of it is withdrawn."""
    mirrored = found.because.code is Reason.GYROSCOPE_AXES
    if shown.lifts == 0:
        return Outcome(events=[], person=person, mirrored_gyroscope=mirrored)
    count = len(shown.announced)
    events: list[Event] = [
        WithdrawnEvent(at_s=at_s, sensor=sensor, n=n, closed_by=closed_by) for n in range(count - 1, -1, -1)
    ]
    if count > 0:
        events.append(RejectedEvent(at_s=at_s, sensor=sensor, because=found.because, closed_by=closed_by))
    rejected = RejectedSet(
        sensor=sensor,
        start_s=float(closed.time_s[0]),
        end_s=float(closed.time_s[-1]),
        because=found.because,
    )
    return Outcome(events=events, person=person, rejected=rejected, mirrored_gyroscope=mirrored)


def _reps(done: FinishedSet, shown: Shown, at_s: float) -> tuple[Rep, ...]:
    closed = done.closed
    starts = [index_time(closed, r.start) for r in done.measured.reps]
    bounds = [*starts[1:], float("inf")]
    pauses = pause_before_s(list(done.measured.reps), closed.step_s)
    out = []
    for k, (figures, judgement) in enumerate(zip(done.measured.reps, done.decided.judgements, strict=True)):
        live = _shown_s(shown.announced, starts[k], bounds[k])
        call = _shown_s(
            shown.called, starts[k] - RECONCILE.called_before_s, bounds[k] - RECONCILE.called_before_s
        )
        if call is None and judgement.verdict == "momentum":
            call = at_s
        out.append(
            Rep(
                index=k + 1,
                start_s=starts[k],
                top_s=index_time(closed, figures.top),
                end_s=index_time(closed, figures.end),
                decided_at_s=at_s,
                announced_at_s=at_s if live is None else live,
                flagged_at_s=call,
                pause_bottom_s=pauses[k],
                momentum=judgement.momentum,
                verdict=judgement.verdict,
                cause=judgement.cause,
                reasons=judgement.reasons,
                clipped=figures.clipped,
                comparisons=judgement.comparisons,
                **known_figures(figures, done.measured.known),
            )
        )
    return tuple(out)


def _shown_s(noted: Sequence[Noted], start_s: float, stop_s: float) -> float | None:
    """Time, s, at which the first of ``noted`` seen in ``[start_s, stop_s)`` was shown, else None."""
    return next((one.shown_s for one in noted if start_s <= one.at_s < stop_s), None)


def _settle(
    sensor: str, sets: tuple[RepSet, ...], shown: Shown, closed_by: ClosedBy, at_s: float
) -> list[Event]:
    """Events that bring the live count and the calls to the final ones, then the sets themselves."""
    reps = [rep for one in sets for rep in one.reps]
    count = len(shown.announced)
    events: list[Event] = [
        WithdrawnEvent(at_s=at_s, sensor=sensor, n=n, closed_by=closed_by)
        for n in range(count - 1, len(reps) - 1, -1)
    ]
    events += [
        RepEvent(at_s=at_s, sensor=sensor, n=n, closed_by=closed_by) for n in range(count + 1, len(reps) + 1)
    ]
    live = {one.shown_s for one in shown.called}
    for n, rep in enumerate(reps, start=1):
        if rep.flagged_at_s in live and rep.verdict != "momentum":
            events.append(UnflagEvent(at_s=at_s, sensor=sensor, n=n, closed_by=closed_by))
        elif rep.verdict == "momentum" and rep.flagged_at_s not in live and rep.cause is not None:
            events.append(FlagEvent(at_s=at_s, sensor=sensor, n=n, cause=rep.cause, closed_by=closed_by))
    events += [SetEvent(at_s=at_s, sensor=sensor, n=len(one.reps), closed_by=closed_by) for one in sets]
    return events


def _trace(done: FinishedSet) -> SetTrace:
    closed = done.closed
    angle, absolute = trace_angle(done.signals, done.measured.reps)
    empty = closed.gap
    return SetTrace(
        time_s=closed.time_s,
        angle_deg=np.where(empty, np.nan, angle),
        angle_is_absolute=absolute,
        lift_speed_dps=np.where(empty, np.nan, done.signals.speed_dps),
        push_mps2=np.where(empty, np.nan, done.forces.push_mps2),
        elbow_mps2=np.where(empty, np.nan, done.forces.elbow_mps2)
        if done.measured.known.inertial and done.measured.known.turning
        else None,
    )
