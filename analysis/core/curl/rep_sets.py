"""A finished set of curls as the record that everybody reads."""

from __future__ import annotations

from math import inf

import numpy as np

from analysis.core.curl.analyze_set import FinishedSet, trace_angle
from analysis.core.curl.known_figures import known_figures
from analysis.core.curl.measure import index_time, pause_before_s
from analysis.core.exercise import SetEnd, Shown
from analysis.core.signal.closed_set import ClosedSet
from analysis.records.results import Rep, RepSet, SensorTurn
from analysis.records.traces import SetTrace
from analysis.settings.curl_model import TECHNIQUE


def rep_set(done: FinishedSet, shown: Shown, end: SetEnd, *, trace: bool) -> RepSet:
    """The record of a set.

    Parameters
    ----------
    done : FinishedSet
    shown : Shown
        Tells when its reps were shown.
    end : SetEnd
    trace : bool
        With its curves.
    """
    reps = _reps(done, shown, end)
    known = done.measured.known
    return RepSet(
        sensor=end.sensor,
        start_s=reps[0].start_s,
        end_s=reps[-1].end_s,
        decided_at_s=end.at_s,
        closed_by=end.closed_by,
        reps=reps,
        lever_m=done.lever.length_m if done.lever_known else None,
        lever_sd_m=done.lever.sd_m if done.lever_known else None,
        planarity=done.frame.planarity if known.turning else None,
        pendulum_r2=done.lever.r2 if known.turning and known.inertial else None,
        gravity_mps2=done.frame.measured_gravity_mps2,
        gravity_trusted=done.frame.gravity_trusted,
        sensor_turn=None
        if done.slip is None
        else SensorTurn(rep=done.slip.rep + 1, degrees=done.slip.turn_deg),
        curl_doubt=done.doubt,
        baseline=done.decided.baseline,
        trace=_trace(done) if trace else None,
    )


def _reps(done: FinishedSet, shown: Shown, end: SetEnd) -> tuple[Rep, ...]:
    closed, measured = done.closed, done.measured
    starts_s = [index_time(closed, figures.start) for figures in measured.reps]
    pauses_s = pause_before_s(measured.reps, closed.step_s)
    rows = zip(measured.reps, done.decided.judgements, pauses_s, starts_s, [*starts_s[1:], inf], strict=True)
    reps = []
    for k, (figures, judgement, pause_s, start_s, next_s) in enumerate(rows, start=1):
        announced_at_s, flagged_at_s = shown.times_of(start_s, next_s, judgement.verdict, end)
        reps.append(
            Rep(
                index=k,
                start_s=start_s,
                top_s=index_time(closed, figures.top),
                end_s=index_time(closed, figures.end),
                decided_at_s=end.at_s,
                announced_at_s=announced_at_s,
                flagged_at_s=flagged_at_s,
                pause_bottom_s=pause_s,
                momentum=judgement.momentum,
                verdict=judgement.verdict,
                cause=judgement.cause,
                reasons=judgement.reasons,
                clipped=figures.clipped,
                comparisons=judgement.comparisons,
                push_limit_mps2=judgement.push_limit_mps2,
                bottom_force_mps2=_bottom_force(closed, figures.start),
                **known_figures(figures, measured.known),
            )
        )
    return tuple(reps)


def _bottom_force(closed: ClosedSet, start: float) -> tuple[float, float, float]:
    """Mean specific force around the start of a rep (a cell, with its fraction), m/s²."""
    reach, middle = round(TECHNIQUE.bottom_s / closed.step_s), round(start)
    near = closed.acc_mps2[max(middle - reach, 0) : middle + reach + 1]
    x, y, z = (np.add.reduce(near, axis=0) / len(near)).tolist()
    return x, y, z


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
