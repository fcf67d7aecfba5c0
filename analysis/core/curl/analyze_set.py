"""What happens once, when a set closes: axis, reps, lever arm, figures, verdicts. Acausal, from everything in
that set, and never again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.core.curl.bouts import Movement, NotACurl, curls_among, lift_turn, look, split
from analysis.core.curl.forearm import CurlFrame, Lever
from analysis.core.curl.judge_set import Decided, MeasuredSet, Person, decide
from analysis.core.curl.measure import (
    ForceSignals,
    RepFigures,
    RepShape,
    SetSignals,
    force_signals,
    with_forces,
)
from analysis.core.curl.momentum import Known
from analysis.core.curl.sensor_slip import Slip, find_slip
from analysis.core.signal.closed_set import ClosedSet
from analysis.reason import Because, Reason
from analysis.settings.curl_model import STUCK
from analysis.settings.thresholds import Thresholds
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedSet:
    """A set of curls, measured and judged."""

    closed: ClosedSet
    measured: MeasuredSet
    decided: Decided
    frame: CurlFrame
    lever: Lever
    lever_known: bool
    signals: SetSignals
    forces: ForceSignals
    slip: Slip | None


def finish(closed: ClosedSet, person: Person, thresholds: Thresholds) -> list[FinishedSet] | NotACurl:
    """Sets of curls in a closed stretch, with figures and verdicts, or why there are none.

    What the stream closed may hold more than one thing: curls, then a walk or a press without a rest between.
    Such a stretch is cut where the movement changes, each part is looked at along its own axis, and the parts
    that are curls are put together again.

    Parameters
    ----------
    closed : ClosedSet
    person : Person
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
    for bout in bouts:
        if not isinstance(bout.kept, NotACurl):
            sets.append(_judged(bout.movement, bout.kept, person, thresholds, rate_hz))
            person = sets[-1].decided.person
    if sets:
        return sets
    return (
        whole.kept
        if isinstance(whole.kept, NotACurl)
        else NotACurl(because=Because(code=Reason.SEVERAL_KINDS))
    )


def _judged(
    seen: Movement, shapes: list[RepShape], person: Person, thresholds: Thresholds, rate_hz: float
) -> FinishedSet:
    forces = force_signals(seen.closed, seen.frame, seen.lever)
    reps = [with_forces(one, seen.signals, forces, seen.closed.step_s) for one in shapes]
    unjudged = _too_slow(rate_hz, thresholds)
    measured = MeasuredSet(
        reps=tuple(reps),
        known=Known(
            inertial=seen.frame.gravity_trusted,
            turning=seen.closed.has_gyro,
            certainty=min(1.0, rate_hz / thresholds.grid.sure_rate_hz),
        ),
        unjudged=tuple(unjudged or _unjudged(r) for r in reps),
    )
    decided = decide(measured, person, thresholds.momentum)
    return FinishedSet(
        closed=seen.closed,
        measured=measured,
        decided=replace(decided, person=replace(decided.person, lift_axis=seen.lift_axis)),
        frame=seen.frame,
        lever=seen.lever,
        lever_known=seen.lever_known,
        signals=seen.signals,
        forces=forces,
        slip=find_slip(np.array([lift_turn(seen, r) for r in reps])),
    )


def _too_slow(rate_hz: float, thresholds: Thresholds) -> Because | None:
    """Why the whole set cannot be judged."""
    needed = thresholds.grid.slow_rate_hz
    if rate_hz >= needed:
        return None
    return Because(code=Reason.SLOW, values={"rate_hz": rate_hz, "needed_hz": needed})


def _rate_hz(closed: ClosedSet) -> float:
    """Readings a second: a slow sensor completes several cells with one reading."""
    readings, span_s = len(np.unique(closed.ready_s)), float(closed.ready_s[-1] - closed.ready_s[0])
    return (readings - 1) / span_s if span_s > 0 else 1.0 / closed.step_s


def _unjudged(rep: RepFigures) -> Because | None:
    return Because(code=Reason.GAP) if rep.gap else None


def trace_angle(signals: SetSignals, reps: tuple[RepFigures, ...]) -> tuple[Floats, bool]:
    """Angle for pictures, and whether it is the forearm's own elevation; else it counts from the set's own
    bottom."""
    if signals.elevation_deg is not None:
        return signals.elevation_deg, True
    return signals.angle_deg - float(np.median([signals.angle_deg[r.low_index] for r in reps])), False
