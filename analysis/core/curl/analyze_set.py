"""Final analysis of a closed set: axis, reps, lever arm, figures, verdicts.

Acausal: it uses everything in the set, and runs once, when the set closes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.core.curl.across_hole import cut_set, with_cut_reps
from analysis.core.curl.bouts import Bout, Movement, NotACurl, curls_among, lift_turns, look, split
from analysis.core.curl.forearm import CurlFrame, Lever
from analysis.core.curl.judge_set import Decided, MeasuredSet, Person, decide
from analysis.core.curl.measure import RepFigures, RepShape, with_forces
from analysis.core.curl.momentum import Known
from analysis.core.curl.sensor_slip import Slip, find_slip
from analysis.core.curl.set_signals import ForceSignals, SetSignals, force_signals
from analysis.core.signal.closed_set import ClosedSet
from analysis.settings.curl_model import STUCK
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because, Reason
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedSet:
    """A set of curls, measured and judged."""

    closed: ClosedSet
    """Its grid cells."""
    measured: MeasuredSet
    """Figures of its reps."""
    decided: Decided
    """Verdicts on its reps."""
    frame: CurlFrame
    """Axis and angle."""
    lever: Lever
    """Vector from elbow to sensor."""
    lever_known: bool
    """Whether the lever arm was good enough to give the forearm's elevation."""
    signals: SetSignals
    """Angles and speeds."""
    forces: ForceSignals
    """Accelerations."""
    slip: Slip | None
    """Turn of the sensor on the wrist within the set."""
    doubt: float
    """Penalties against its being curls, over the limit up to which movement is curls."""


def finish(closed: ClosedSet, person: Person, thresholds: Thresholds) -> list[FinishedSet] | NotACurl:
    """Returns the sets of curls in a closed set's cells, with figures and verdicts, or why there are none.

    The cells may hold more than one exercise: curls, then a walk or a press without a rest between. They are
    cut where the movement changes, each part is analysed along its own axis, and neighbouring parts that are
    curls are joined again.

    Parameters
    ----------
    closed : ClosedSet
        Grid cells from the opening to the closing of the live count's set.
    person : Person
        Knowledge from earlier sets of the session.
    thresholds : Thresholds
    """
    if float(np.ptp(closed.acc_mps2, axis=0).max()) < STUCK.stuck_mps2:
        return NotACurl(because=Because(code=Reason.STUCK_ACCELEROMETER))
    whole = look(closed, thresholds, person.lift_axis)
    if isinstance(whole, NotACurl):
        return whole
    parts = split(whole.movement)
    if len(parts) == 1 and isinstance(whole.kept, NotACurl):
        parts = split(whole.movement, at_pace=True)
    bouts = [whole] if len(parts) == 1 else curls_among(closed, parts, thresholds, person.lift_axis)
    rate_hz = _rate_hz(closed)
    sets: list[FinishedSet] = []
    before, person = person.cut, replace(person, cut=None)
    for bout in bouts:
        if isinstance(bout.kept, NotACurl):
            continue
        reps = with_cut_reps(bout.movement, bout.kept, before, thresholds)
        if reps:
            sets.append(_judged(bout, reps, person, thresholds, rate_hz))
            person = sets[-1].decided.person
    if sets:
        return sets
    return (
        whole.kept
        if isinstance(whole.kept, NotACurl)
        else NotACurl(because=Because(code=Reason.SEVERAL_KINDS))
    )


def _judged(
    bout: Bout, shapes: list[RepShape], person: Person, thresholds: Thresholds, rate_hz: float
) -> FinishedSet:
    seen = bout.movement
    forces = force_signals(seen.closed, seen.frame, seen.lever)
    reps = with_forces(shapes, seen.signals, forces, seen.closed.step_s)
    unjudged = _too_slow(rate_hz, thresholds)
    measured = MeasuredSet(
        reps=tuple(reps),
        known=Known(
            inertial=seen.frame.gravity_trusted,
            turning=seen.closed.has_gyro,
            certainty=min(1.0, rate_hz / thresholds.grid.sure_rate_hz),
        ),
        unjudged=tuple(unjudged or _unjudged(r, seen.closed, thresholds.grid.gap_s) for r in reps),
    )
    decided = decide(measured, person, thresholds.momentum)
    return FinishedSet(
        closed=seen.closed,
        measured=measured,
        decided=replace(
            decided, person=replace(decided.person, lift_axis=seen.lift_axis, cut=cut_set(seen, shapes))
        ),
        frame=seen.frame,
        lever=seen.lever,
        lever_known=seen.lever_known,
        signals=seen.signals,
        forces=forces,
        slip=_slip(seen, shapes),
        doubt=bout.doubt,
    )


def _slip(seen: Movement, shapes: list[RepShape]) -> Slip | None:
    """Turn of the sensor on the wrist, by the lifts that were seen from the start."""
    places = [k for k, one in enumerate(shapes) if not one.lift_hidden]
    if not places:
        return None
    slip = find_slip(lift_turns(seen, [shapes[k] for k in places]))
    return None if slip is None else replace(slip, rep=places[slip.rep])


def _too_slow(rate_hz: float, thresholds: Thresholds) -> Because | None:
    """Reason why the sampling rate is too low to judge the set, else None."""
    needed = thresholds.grid.slow_rate_hz
    if rate_hz >= needed:
        return None
    return Because(code=Reason.SLOW, values={"rate_hz": rate_hz, "needed_hz": needed})


def _rate_hz(closed: ClosedSet) -> float:
    """Sampling rate, Hz, by distinct times: one reading of a slow sensor completes several cells."""
    ready_s = closed.ready_s
    later, span_s = int(np.count_nonzero(ready_s[1:] != ready_s[:-1])), float(ready_s[-1] - ready_s[0])
    return later / span_s if span_s > 0 else 1.0 / closed.step_s


def _unjudged(rep: RepFigures, closed: ClosedSet, gap_s: float) -> Because | None:
    """Reason why readings are missing in a rep: the sensor repeated one, or none came; None where all came.

    A rep that a hole ends, or that begins after it, is nearer to it than the shortest gap, ``gap_s``.
    """
    if not rep.gap:
        return None
    start_s, end_s = (float(closed.time_s[0] + at * closed.step_s) for at in (rep.start, rep.end))
    repeated = any(one.start_s < end_s + gap_s and start_s < one.end_s + gap_s for one in closed.frozen)
    return Because(code=Reason.FROZEN if repeated else Reason.GAP)


def trace_angle(signals: SetSignals, reps: tuple[RepFigures, ...]) -> tuple[Floats, bool]:
    """Returns the angle for pictures, ``(n,)``, °, and whether it is the forearm's elevation.

    Where the elevation is not known, the angle counts from the median bottom of the set's reps.
    """
    if signals.elevation_deg is not None:
        return signals.elevation_deg, True
    return signals.angle_deg - float(np.median([signals.angle_deg[r.low_index] for r in reps])), False
