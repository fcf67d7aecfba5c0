"""Bouts: stretches of one kind of movement, analysed along their own axis and recognised as curls or not.

Cells in which the kind of movement changes are cut there; neighbouring parts that are curls are joined again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from analysis.core.curl.forearm import CurlFrame, Lever, curl_frame, fit_lever
from analysis.core.curl.lift_direction import lift_direction
from analysis.core.curl.measure import RepShape, cut_in_two, index_time, measure, repaced
from analysis.core.curl.recognise import (
    Objections,
    Recognition,
    at_first_sight,
    judge_kind,
    objections,
    shape_traits,
    traits,
    weighed,
)
from analysis.core.curl.set_signals import SetSignals, set_signals
from analysis.core.signal.closed_set import ClosedSet, gyroscope_is_mirrored
from analysis.core.signal.turning_points import pair_reps, sweep_points, typical_range_deg
from analysis.core.signal.vectors import size
from analysis.settings.curl_model import BOUT, DIRECTION, GRAVITY
from analysis.settings.recognition import CurlThresholds
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because, Reason
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class NotACurl:
    """Movement without curls."""

    because: Because
    """Why it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A stretch of movement along its own axis, with all its reps."""

    closed: ClosedSet
    """Its grid cells."""
    frame: CurlFrame
    """Axis and angle."""
    lever: Lever
    """Vector from elbow to sensor."""
    lever_known: bool
    """Whether the lever arm is good enough to give the forearm's elevation."""
    sign: float
    """−1 where the frame's axis must be reversed for lifting to be positive, else 1."""
    rises: float
    """Correlation of the lift's angle with the sensor's height by the lever arm."""
    signals: SetSignals
    """Angles and speeds, positive while lifting."""
    reps: list[RepShape]
    """Its reps, curls or not."""

    @property
    def lift_axis(self) -> Floats:
        """The axis about which lifting is positive: unit vector ``(3,)`` in the sensor frame."""
        return self.sign * self.frame.axis

    @property
    def objections(self) -> Objections:
        """Penalties of each rep against being a curl."""
        seen = traits(self.closed, self.frame, self.signals, self.lever, self.reps, self.sign)
        return objections(seen, self.frame, self.lever, self.rises, has_gyro=self.closed.has_gyro)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """A movement with the result of its recognition."""

    movement: Movement
    """Its axis, lever arm and reps."""
    objections: Objections
    """Penalties of each rep against being a curl."""
    kept: list[RepShape] | NotACurl
    """Reps that are curls, or why none is."""
    doubt: float
    """Mean sum of weighted penalties over the limit up to which movement is curls: 1 at the limit."""


def look(closed: ClosedSet, thresholds: Thresholds, lift_axis: Floats | None) -> Bout | NotACurl:
    """Analyses a stretch along its own axis, and recognises which of its reps are curls.

    Parameters
    ----------
    closed : ClosedSet
    thresholds : Thresholds
    lift_axis : (3,) float64 or None
        Axis about which earlier sets lifted, unit vector in the sensor frame.
    """
    movement = follow(closed, thresholds, lift_axis)
    if isinstance(movement, NotACurl):
        return movement
    found = movement.objections
    kind = judge_kind(found, thresholds.curl, has_gyro=closed.has_gyro)
    return Bout(
        movement=movement,
        objections=found,
        kept=_kept(movement.reps, kind, thresholds.curl),
        doubt=kind.doubt,
    )


def follow(closed: ClosedSet, thresholds: Thresholds, lift_axis: Floats | None) -> Movement | NotACurl:
    """Finds axis, lever arm and reps of a stretch, whatever the movement is; arguments as in `look`."""
    course = _course(closed, thresholds)
    return course if isinstance(course, NotACurl) else _moved(course, thresholds, lift_axis)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """The course of the angle in a stretch: what is known before its lever arm."""

    closed: ClosedSet
    """Its grid cells."""
    frame: CurlFrame
    """Axis and angle."""
    points: list[int]
    """Turning points of the angle, at least two."""

    def reps(self, signals: SetSignals, sign: float, thresholds: Thresholds) -> list[RepShape]:
        """Measures the reps, where the angle grows in a lift with ``sign`` 1 and falls with −1."""
        spans = pair_reps(self.points, self.frame.fused_deg, sign)
        return measure(self.closed, signals, spans, load_lever_m=thresholds.momentum.load_lever_m)


def _course(closed: ClosedSet, thresholds: Thresholds) -> _Course | NotACurl:
    frame = curl_frame(closed)
    if not GRAVITY.least_of_any_mps2 < frame.measured_gravity_mps2 < GRAVITY.most_of_any_mps2:
        return NotACurl(because=Because(code=_without_gravity(closed)))
    points = sweep_points(frame.fused_deg, thresholds.segment)
    if (
        len(points) < 2
        or typical_range_deg(np.abs(np.diff(frame.fused_deg[points])).tolist()) < thresholds.curl.min_rom_deg
    ):
        return NotACurl(because=Because(code=Reason.TOO_NARROW))
    return _Course(closed=closed, frame=frame, points=points)


def _moved(course: _Course, thresholds: Thresholds, lift_axis: Floats | None) -> Movement | NotACurl:
    closed, frame, points = course.closed, course.frame, course.points
    lever = fit_lever(closed, frame, [slice(a, b + 1) for a, b in pairwise(points)])
    sign, rises, direction_known = lift_direction(closed, frame, lever, points, lift_axis)
    signals = set_signals(closed, frame, lever if direction_known else None, sign)
    reps = course.reps(signals, sign, thresholds)
    if not reps:
        return NotACurl(because=Because(code=Reason.INCOMPLETE))
    return Movement(
        closed=closed,
        frame=frame,
        lever=lever,
        lever_known=direction_known,
        sign=sign,
        rises=rises,
        signals=signals,
        reps=reps,
    )


def _without_gravity(closed: ClosedSet) -> Reason:
    """Reason why gravity, as accelerometer and gyroscope see it together, has a wrong size.

    The accelerometer is to blame where the median of its own readings is wrong too, else the gyroscope's
    axes.
    """
    alone = float(np.median(size(closed.acc_mps2)))
    if not GRAVITY.least_of_any_mps2 < alone < GRAVITY.most_of_any_mps2:
        return Reason.NO_GRAVITY
    return Reason.GYROSCOPE_AXES if gyroscope_is_mirrored(closed) else Reason.NO_AGREEMENT


BEFORE_LOWERING = frozenset({Reason.NEVER_LOWERED, Reason.STAYS_UP, Reason.LOPSIDED})
"""Penalties that need the lowering."""
WHILE_LIFTING = BEFORE_LOWERING | {
    Reason.NARROW,
    Reason.HURRIED,
    Reason.LOW_RISE,
    Reason.HIGH_RISE,
    Reason.UNLIKE_WAY_DOWN,
    Reason.ARM_SWING,
}
"""Penalties that need the top of the lift."""


def curls_since(
    closed: ClosedSet, thresholds: Thresholds, lift_axis: Floats | None, *, lifting: bool
) -> float | None:
    """Recognises curls for the live count: returns the time, s, since which these cells are curls, or None.

    The last lift is not lowered yet, or is still under way, so that some penalties cannot be known. The
    limits (``live.show_objection``, ``live.call_objection``) are lower for that.

    Parameters
    ----------
    closed : ClosedSet
        The last seconds, up to now.
    thresholds : Thresholds
    lift_axis : (3,) float64 or None
        Axis about which earlier sets lifted, unit vector in the sensor frame.
    lifting : bool
        Whether the last lift is still under way; otherwise it has reached its top.
    """
    early = WHILE_LIFTING if lifting else BEFORE_LOWERING
    allowed = thresholds.live.call_objection if lifting else thresholds.live.show_objection
    course = _course(closed, thresholds)
    if isinstance(course, NotACurl) or _speaks_against(course, thresholds, early, allowed):
        return None
    movement = _moved(course, thresholds, lift_axis)
    if isinstance(movement, NotACurl):
        return None
    reps = movement.reps
    kind = judge_kind(_without(movement.objections, early), thresholds.curl, has_gyro=closed.has_gyro)
    kept = len(reps[kind.kept])
    lasting = kind.kept.stop == len(reps) and 2 * kept >= len(reps)
    may = kept > 0 and lasting and kind.objection <= allowed
    return index_time(closed, reps[kind.kept.start].start) if may else None


def _speaks_against(
    course: _Course, thresholds: Thresholds, early: frozenset[Reason], allowed: float
) -> bool:
    """Whether every rep has a larger sum of penalties than is allowed, whichever way the lift goes.

    It spares most of a look at a walk: no penalty is negative, so that those that need the lever arm can only
    add to the sum.
    """
    for sign in (1.0, -1.0):
        signals = set_signals(course.closed, course.frame, None, sign)
        reps = course.reps(signals, sign, thresholds)
        if reps:
            at_once = at_first_sight(shape_traits(reps), course.frame, has_gyro=course.closed.has_gyro)
            if float(weighed(_without(at_once, early), thresholds.curl).min()) <= allowed:
                return False
    return True


def _without(found: Objections, names: frozenset[str]) -> Objections:
    return {name: degree for name, degree in found.items() if name not in names}


def split(movement: Movement, *, at_pace: bool = False) -> list[list[RepShape]]:
    """Returns the reps of a movement in parts, cut where a pause, another sweep or another axis begins.

    Parameters
    ----------
    movement : Movement
    at_pace : bool
        Cut also where the pace changes together with the sweep.
    """
    ways = lift_turns(movement, movement.reps)
    parts = [[movement.reps[0]]]
    for k, (before, after) in enumerate(pairwise(movement.reps)):
        paused = (after.start - before.end) * movement.closed.step_s > BOUT.pause_s
        resized = not 0.5 < after.rom_deg / before.rom_deg < 2.0 and not cut_in_two(before, after)
        resized |= at_pace and repaced(before, after)
        turned = float(ways[k] @ ways[k + 1]) < DIRECTION.turned
        if paused or resized or turned:
            parts.append([])
        parts[-1].append(after)
    return parts


def lift_turns(movement: Movement, reps: Sequence[RepShape]) -> Floats:
    """Returns the direction of the net rotation of each lift: unit vectors ``(reps, 3)`` in the sensor frame."""
    turn = movement.signals.turn_radps
    ends = np.array([(rep.low_index, rep.top_index) for rep in reps]).ravel()
    net = np.add.reduceat(turn, ends, axis=0)[::2]
    return np.asarray(net / np.maximum(size(net), 1e-9)[:, None])


def _stretches(parts: list[list[RepShape]], cells: int) -> list[tuple[int, int]]:
    """First cell and the one after the last of each part; neighbours are cut half-way between them."""
    ends = [0, *((a[-1].end_index + b[0].low_index) // 2 for a, b in pairwise(parts)), cells]
    return list(pairwise(ends))


def examine(closed: ClosedSet, thresholds: Thresholds) -> list[Bout]:
    """Returns the bouts of a closed set, curls or not: the whole where it is all of one kind, else its parts.

    For `analysis.evaluation.fit_recognition`, which fits the weights of the penalties on them.
    """
    whole = look(closed, thresholds, None)
    if isinstance(whole, NotACurl):
        return []
    parts = split(whole.movement)
    if len(parts) == 1:
        return [whole]
    cuts = [_cut(closed, slice(*one)) for one in _stretches(parts, len(closed.time_s))]
    return [bout for cut in cuts if isinstance(bout := look(cut, thresholds, None), Bout)]


def curls_among(
    closed: ClosedSet, parts: list[list[RepShape]], thresholds: Thresholds, lift_axis: Floats | None
) -> list[Bout]:
    """Returns the bouts that are curls, neighbouring ones joined and analysed again as one.

    Parameters
    ----------
    closed : ClosedSet
    parts : list of list of RepShape
        The reps in parts, as `split` returns them.
    thresholds : Thresholds
    lift_axis : (3,) float64 or None
        Axis about which earlier sets lifted, unit vector in the sensor frame.
    """
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
        if sum(len(b.kept) for b in found if isinstance(b.kept, list)) > BOUT.stray_reps:
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
        gap=closed.gap[part],
        clipped=closed.clipped[part],
        before_hole=closed.before_hole and part.stop >= len(closed.time_s),
    )


def _kept(reps: list[RepShape], kind: Recognition, limits: CurlThresholds) -> list[RepShape] | NotACurl:
    kept = reps[kind.kept]
    if kind.because is not None:
        return NotACurl(because=kind.because)
    if typical_range_deg([r.rom_deg for r in kept]) < limits.min_rom_deg:
        return NotACurl(because=Because(code=Reason.SMALL_SWEEP, values={"least_deg": limits.min_rom_deg}))
    return kept
