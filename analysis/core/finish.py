"""What happens once, when a set closes: axis, reps, lever arm, figures, verdicts. Acausal, from everything in
that set, and never again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from analysis.core.curl import ClosedSet, CurlFrame, Lever, curl_frame, fit_lever
from analysis.core.decide import Decided, MeasuredSet, Person, decide
from analysis.core.measure import (
    RepFigures,
    SetSignals,
    cut_in_two,
    measure,
    repaced,
    set_signals,
)
from analysis.core.momentum import Known
from analysis.core.recognise import Objections, judge_kind, objections, traits
from analysis.core.segment import pair_reps, swing_points, typical_range_deg
from analysis.core.slip import Slip, find_slip
from analysis.core.vectors import size
from analysis.thresholds import CurlThresholds, Thresholds
from imu.carried_gravity import telling_windows
from imu.gyroscope_axes import is_mirrored
from imu.types import Floats
from imu.units import G_MPS2

FOLLOWS_HEIGHT = 0.7
"""Correlation of angle and height from which the lever arm decides which way is up."""
CLEAR_R2, CLEAR_SIGNAL_MPS2 = 0.6, 0.5
"""Share explained and RMS to explain with which a lever arm is full evidence for the direction of a movement.
"""
DOUBTFUL = 0.3
"""Evidence from which the lever arm overrules "the first movement is a lift"."""
PAUSE_S = 2.5
"""A pause after which another movement may follow."""
STRAY_REPS = 2
"""So few curls among other movements are chance."""
UNHURRIED = 2.0
"""Times the usual duration from which a movement is not yet part of the exercise."""
TURNED = 0.77
"""Cosine (40°) between the turns of two lifts below which they are different movements."""
LEAST_GRAVITY_MPS2, MOST_GRAVITY_MPS2 = 0.3 * G_MPS2, 2.0 * G_MPS2
"""Outside this an accelerometer does not measure gravity at all, however wrongly; uncalibrated ones read from 0.4 g on."""
NO_GRAVITY = "the accelerometer does not read gravity"
MIRRORED_GYROSCOPE = "the gyroscope turns the other way than gravity: its axes are of the other handedness"
NO_AGREEMENT = "the accelerometer and the gyroscope do not agree on which way is up"
TOO_NARROW = "no movement as wide as a curl"
NO_CURL = "not a curl: the movements do not turn about one level axis and come back"
STUCK_MPS2 = 1e-6
"""An accelerometer that changes less than this in a whole set is stuck."""


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
    slip: Slip | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotACurl:
    """Movement without curls; ``why`` is a clause for people."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """A stretch of movement seen along its own axis: all its reps, and those kept as curls or why there are
    none. ``lift_axis`` is the axis, turned so that lifting is positive."""

    closed: ClosedSet
    frame: CurlFrame
    lever: Lever
    lever_known: bool
    lift_axis: Floats
    signals: SetSignals
    reps: list[RepFigures]
    objections: Objections
    kept: list[RepFigures] | NotACurl


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
    if float(np.ptp(closed.acc_mps2, axis=0).max()) < STUCK_MPS2:
        return NotACurl(why="the accelerometer always reads the same")
    whole = look(closed, thresholds, person.lift_axis)
    if isinstance(whole, NotACurl):
        return whole
    parts = split(whole)
    if len(parts) == 1 and isinstance(whole.kept, NotACurl):
        parts = split(whole, at_pace=True)
    bouts = [whole] if len(parts) == 1 else _curls(closed, parts, thresholds, person.lift_axis)
    rate_hz = _rate_hz(closed)
    sets: list[FinishedSet] = []
    for bout in bouts:
        if not isinstance(bout.kept, NotACurl):
            sets.append(_judged(bout, bout.kept, person, thresholds, rate_hz))
            person = sets[-1].decided.person
    if sets:
        return sets
    return whole.kept if isinstance(whole.kept, NotACurl) else NotACurl(why=NO_CURL)


def look(closed: ClosedSet, thresholds: Thresholds, lift_axis: Floats | None) -> Bout | NotACurl:
    """One stretch along its own axis; ``lift_axis`` is the one that earlier sets lifted about."""
    frame = curl_frame(closed)
    if not LEAST_GRAVITY_MPS2 < frame.measured_gravity_mps2 < MOST_GRAVITY_MPS2:
        return NotACurl(why=_without_gravity(closed))
    points = swing_points(frame.swing_deg, thresholds.segment)
    if (
        len(points) < 2
        or typical_range_deg(np.abs(np.diff(frame.swing_deg[points]))) < thresholds.curl.min_rom_deg
    ):
        return NotACurl(why=TOO_NARROW)
    lever = fit_lever(closed, frame, [slice(a, b + 1) for a, b in pairwise(points)])
    sign, rises, direction_known = _direction(closed, frame, lever, points, lift_axis)
    signals = set_signals(closed, frame, lever, sign, direction_known=direction_known)
    reps = measure(
        closed,
        signals,
        pair_reps(points, frame.swing_deg, sign),
        load_lever_m=thresholds.momentum.load_lever_m,
    )
    if not reps:
        return NotACurl(why="no complete movement")
    seen = traits(closed, frame, signals, lever, reps, sign)
    found = objections(seen, frame, lever, rises, has_gyro=closed.has_gyro)
    return Bout(
        closed=closed,
        frame=frame,
        lever=lever,
        lever_known=direction_known,
        lift_axis=sign * frame.axis,
        signals=signals,
        reps=reps,
        objections=found,
        kept=_kept(reps, found, thresholds.curl, has_gyro=closed.has_gyro),
    )


def _without_gravity(closed: ClosedSet) -> str:
    """Which sensor is to blame where gravity as both see it has not its size: the accelerometer only if its own
    readings have not either."""
    alone = float(np.median(size(closed.acc_mps2)))
    if not LEAST_GRAVITY_MPS2 < alone < MOST_GRAVITY_MPS2:
        return NO_GRAVITY
    return MIRRORED_GYROSCOPE if gyroscope_is_mirrored(closed) else NO_AGREEMENT


def gyroscope_is_mirrored(closed: ClosedSet) -> bool:
    """The gyroscope's axes are of the other handedness. (Whether single axes are cannot be told here: the stream has
    turned the sensor's frame.)"""
    return closed.has_gyro and is_mirrored(telling_windows(closed.time_s, closed.acc_mps2, closed.gyr_radps))


BEFORE_LOWERING = frozenset({"never_lowered", "stays_up", "lopsided"})
"""Objections that nobody can raise before the lowering."""
WHILE_LIFTING = BEFORE_LOWERING | {
    "narrow",
    "hurried",
    "low_rise",
    "high_rise",
    "unlike_way_down",
    "arm_swing",
}
"""Those that nobody can raise before the top."""


def curls_since(
    closed: ClosedSet, thresholds: Thresholds, lift_axis: Floats | None, *, lifting: bool
) -> float | None:
    """For the live count: since when, in seconds, may what is in these cells up to the last be shown as curls? None: it
    may not. The last lift is not lowered yet, or is still under way (``lifting``); less can be objected by then, and
    so less is allowed."""
    bout = look(closed, thresholds, lift_axis)
    if isinstance(bout, NotACurl):
        return None
    early = WHILE_LIFTING if lifting else BEFORE_LOWERING
    found = {name: degree for name, degree in bout.objections.items() if name not in early}
    kind = judge_kind(found, thresholds.curl, has_gyro=closed.has_gyro)
    allowed = thresholds.live.call_objection if lifting else thresholds.live.show_objection
    kept = len(bout.reps[kind.kept])
    lasting = kind.kept.stop == len(bout.reps) and 2 * kept >= len(bout.reps)
    may = kept > 0 and lasting and kind.objection <= allowed
    return index_time(closed, bout.reps[kind.kept.start].start) if may else None


def split(bout: Bout, *, at_pace: bool = False) -> list[list[RepFigures]]:
    """The reps of a stretch, cut where a pause, another sweep or another axis begins, or (``at_pace``) another pace."""
    ways = [_way(bout, rep) for rep in bout.reps]
    parts = [[bout.reps[0]]]
    for k, (before, after) in enumerate(pairwise(bout.reps)):
        paused = (after.start - before.end) * bout.closed.step_s > PAUSE_S
        resized = not 0.5 < after.rom_deg / before.rom_deg < 2.0 and not cut_in_two(before, after)
        resized |= at_pace and repaced(before, after)
        turned = float(ways[k] @ ways[k + 1]) < TURNED
        if paused or resized or turned:
            parts.append([])
        parts[-1].append(after)
    return parts


def _way(bout: Bout, rep: RepFigures) -> Floats:
    """Direction of the net rotation of a lift, unit vector in the sensor frame."""
    net = bout.signals.turn_radps[rep.low_index : rep.top_index].sum(axis=0)
    return np.asarray(net / max(float(np.linalg.norm(net)), 1e-9))


def _stretches(parts: list[list[RepFigures]], cells: int) -> list[tuple[int, int]]:
    """First cell and the one after the last of each part: cut half-way between two."""
    ends = [0, *((a[-1].end_index + b[0].low_index) // 2 for a, b in pairwise(parts)), cells]
    return list(pairwise(ends))


def examine(closed: ClosedSet, thresholds: Thresholds) -> list[Bout]:
    """The bouts of a closed stretch that are looked at one by one, curls or not: the whole where it is all of one
    kind, else its parts."""
    whole = look(closed, thresholds, None)
    if isinstance(whole, NotACurl):
        return []
    parts = split(whole)
    if len(parts) == 1:
        return [whole]
    cuts = [_cut(closed, slice(*one)) for one in _stretches(parts, len(closed.time_s))]
    return [bout for cut in cuts if isinstance(bout := look(cut, thresholds, None), Bout)]


def _curls(
    closed: ClosedSet, parts: list[list[RepFigures]], thresholds: Thresholds, lift_axis: Floats | None
) -> list[Bout]:
    """Looks at each part, joins neighbouring parts that are curls, and looks at what was joined."""
    stretches = _stretches(parts, len(closed.time_s))
    bouts = [look(_cut(closed, slice(*s)), thresholds, lift_axis) for s in stretches]
    good = [k for k, b in enumerate(bouts) if isinstance(b, Bout) and not isinstance(b.kept, NotACurl)]
    groups: list[list[int]] = []
    for k in good:
        near = (
            groups
            and (parts[k][0].start - parts[groups[-1][-1]][-1].end) * closed.step_s < thresholds.live.rest_s
        )
        if near:
            groups[-1].append(k)
        else:
            groups.append([k])
    out: list[Bout] = []
    for group in groups:
        alone = [b for k in group if isinstance(b := bouts[k], Bout)]
        joined = (
            look(_cut(closed, slice(stretches[group[0]][0], stretches[group[-1]][1])), thresholds, lift_axis)
            if len(group) > 1
            else alone[0]
        )
        found = [joined] if isinstance(joined, Bout) and not isinstance(joined.kept, NotACurl) else alone
        if sum(len(b.kept) for b in found if isinstance(b.kept, list)) > STRAY_REPS:
            out += found
    return out


def _cut(closed: ClosedSet, part: slice) -> ClosedSet:
    return replace(
        closed,
        time_s=closed.time_s[part],
        ready_s=closed.ready_s[part],
        acc_mps2=closed.acc_mps2[part],
        gyr_radps=closed.gyr_radps[part],
        up=closed.up[part],
        hole=closed.hole[part],
        clipped=closed.clipped[part],
    )


def follows_height(closed: ClosedSet, frame: CurlFrame, lever: Lever, used: slice) -> float:
    """Correlation of the forearm's angle with the sensor's height above the elbow, as the lever arm gives it;
    0 where it cannot be told."""
    height, angle = (closed.up[used] @ lever.vector_m), frame.angle_deg[used]
    height, angle = height - height.mean(), angle - angle.mean()
    size = float(np.sqrt((height @ height) * (angle @ angle)))
    return float(height @ angle) / size if size > 0 else 0.0


def lever_speaks(lever: Lever, follows: float) -> bool:
    """The lever arm explains enough to give the forearm's angle from the vertical."""
    return lever.r2 >= 0.45 and abs(follows) >= FOLLOWS_HEIGHT and lever.signal_mps2 >= 0.25


def certainty(lever: Lever) -> float:
    """How much the direction of a lever arm is worth, in [0, 1]: share explained, and something to explain."""
    return min(1.0, max(lever.r2, 0.0) / CLEAR_R2) * min(1.0, lever.signal_mps2 / CLEAR_SIGNAL_MPS2)


def lift_evidence(closed: ClosedSet, start: int) -> float:
    """Evidence in [−1, 1] that the movement from cell ``start`` to the end of these cells raised the sensor;
    below 0 it lowered it.

    For the live count: the cells seen so far stand in for the closed set. The less the lever arm explains,
    and the less there is to explain, the nearer to 0.
    """
    frame = curl_frame(closed)
    used = slice(0, len(closed.time_s))
    lever = fit_lever(closed, frame, [used], across_only=True)
    if not closed.has_gyro or not frame.gravity_trusted:
        return 0.0
    follows = follows_height(closed, frame, lever, used)
    return (
        follows
        * abs(follows)
        * certainty(lever)
        * float(np.sign(frame.angle_deg[-1] - frame.angle_deg[start]))
    )


def _direction(
    closed: ClosedSet, frame: CurlFrame, lever: Lever, points: list[int], lift_axis: Floats | None
) -> tuple[float, float, bool]:
    """Sign of the lift, agreement of its height with the first movement, and whether the lever arm is good
    enough for angles from the vertical."""
    follows = follows_height(closed, frame, lever, slice(points[0], points[-1] + 1))
    first = float(np.sign(frame.swing_deg[points[1]] - frame.swing_deg[points[0]]))
    usable = closed.has_gyro and frame.gravity_trusted
    if usable and abs(follows) * abs(follows) * certainty(lever) >= DOUBTFUL:
        sign = float(np.sign(follows))
    elif usable or not closed.has_gyro:
        sign = first
    else:
        sign = _remembered(frame, lift_axis) or _first_in_earnest(frame, points, closed.step_s)
    return sign, sign * follows, usable and lever_speaks(lever, follows)


def _remembered(frame: CurlFrame, lift_axis: Floats | None) -> float:
    """Sign by the axis that earlier sets lifted about; 0 where there is none, or the sensor sits otherwise."""
    along = 0.0 if lift_axis is None else float(frame.axis @ lift_axis)
    return float(np.sign(along)) if abs(along) > TURNED else 0.0


def _first_in_earnest(frame: CurlFrame, points: list[int], step_s: float) -> float:
    """Sign of the first movement that is as quick as the others: before it an arm may be brought down slowly."""
    moves = [frame.swing_deg[a : b + 1] for a, b in pairwise(points)]
    took_s = np.array([_middle_s(move, step_s) for move in moves])
    quick = int(np.argmax(took_s <= UNHURRIED * float(np.median(took_s))))
    return float(np.sign(moves[quick][-1] - moves[quick][0]))


def _middle_s(move: Floats, step_s: float) -> float:
    """Time a movement takes from a tenth of its way to nine tenths."""
    way = (move - move[0]) / (move[-1] - move[0])
    return float(np.argmax(way >= 0.9) - np.argmax(way >= 0.1)) * step_s


def _kept(
    reps: list[RepFigures], found: Objections, limits: CurlThresholds, *, has_gyro: bool
) -> list[RepFigures] | NotACurl:
    kind = judge_kind(found, limits, has_gyro=has_gyro)
    kept = reps[kind.kept]
    if not kept:
        return NotACurl(why=kind.why)
    if typical_range_deg(np.array([r.rom_deg for r in kept])) < limits.min_rom_deg:
        return NotACurl(why=f"not a curl: the movements sweep less than {limits.min_rom_deg:.0f}°")
    return kept


def _judged(
    bout: Bout, reps: list[RepFigures], person: Person, thresholds: Thresholds, rate_hz: float
) -> FinishedSet:
    unjudged = _too_slow(rate_hz, thresholds)
    measured = MeasuredSet(
        reps=tuple(reps),
        known=Known(
            inertial=bout.frame.gravity_trusted,
            turning=bout.closed.has_gyro,
            certainty=min(1.0, rate_hz / thresholds.grid.sure_rate_hz),
        ),
        unjudged=tuple(unjudged or _unjudged(r) for r in reps),
    )
    decided = decide(measured, person, thresholds.momentum)
    return FinishedSet(
        closed=bout.closed,
        measured=measured,
        decided=replace(decided, person=replace(decided.person, lift_axis=bout.lift_axis)),
        frame=bout.frame,
        lever=bout.lever,
        lever_known=bout.lever_known,
        signals=bout.signals,
        slip=find_slip(np.array([_way(bout, r) for r in reps])),
    )


def _too_slow(rate_hz: float, thresholds: Thresholds) -> str | None:
    """Why the whole set cannot be judged."""
    needed = thresholds.grid.slow_rate_hz
    if rate_hz >= needed:
        return None
    return f"{rate_hz:.1f} readings a second are too few to judge; {needed:.1f} are needed"


def _rate_hz(closed: ClosedSet) -> float:
    """Readings a second: a slow sensor completes several cells with one reading."""
    readings, span_s = len(np.unique(closed.ready_s)), float(closed.ready_s[-1] - closed.ready_s[0])
    return (readings - 1) / span_s if span_s > 0 else 1.0 / closed.step_s


def _unjudged(rep: RepFigures) -> str | None:
    if rep.hole:
        return "the sensor dropped out during this rep"
    return None


def index_time(closed: ClosedSet, index: float) -> float:
    """Time of a fractional index of the closed set, in seconds."""
    return float(closed.time_s[0] + index * closed.step_s)


def trace_angle(signals: SetSignals, reps: tuple[RepFigures, ...]) -> tuple[Floats, bool]:
    """Angle for pictures, and whether it is the forearm's own elevation; else it counts from the set's own
    bottom."""
    if signals.elevation_deg is not None:
        return signals.elevation_deg, True
    return signals.angle_deg - float(np.median([signals.angle_deg[r.low_index] for r in reps])), False
