"""A finished set of curls as the record that everybody reads."""

from __future__ import annotations

import numpy as np

from analysis.core.curl.analyze_set import FinishedSet, trace_angle
from analysis.core.curl.known_figures import known_figures
from analysis.core.curl.measure import index_time, pause_before_s
from analysis.core.exercise import SetEnd
from analysis.core.signal.closed_set import ClosedSet
from analysis.records.results import Rep, RepSet, SensorTurn
from analysis.records.traces import SetTrace
from analysis.settings.curl_model import TECHNIQUE


def rep_set(done: FinishedSet, end: SetEnd, *, trace: bool) -> RepSet:
    """The record of a set; what was shown of it live is not in it.

    Parameters
    ----------
    done : FinishedSet
    end : SetEnd
    trace : bool
        With its curves.
    """
    reps = _reps(done, end.at_s)
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


def _reps(done: FinishedSet, at_s: float) -> tuple[Rep, ...]:
    closed, measured = done.closed, done.measured
    pauses = pause_before_s(measured.reps, closed.step_s)
    return tuple(
        Rep(
            index=k,
            start_s=index_time(closed, figures.start),
            top_s=index_time(closed, figures.top),
            end_s=index_time(closed, figures.end),
            decided_at_s=at_s,
            pause_bottom_s=pause,
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
        for k, (figures, judgement, pause) in enumerate(
            zip(measured.reps, done.decided.judgements, pauses, strict=True), start=1
        )
    )


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
