"""A stretch of movement looked at along its own axis: its reps, and whether they are curls. What changes its kind is cut
there, and the parts that are curls are put together again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from analysis.core.curl.forearm import ClosedSet, CurlFrame, Lever, curl_frame, fit_lever
from analysis.core.curl.lift_direction import TURNED, lift_direction
from analysis.core.curl.measure import (
    RepShape,
    SetSignals,
    cut_in_two,
    index_time,
    measure,
    repaced,
    set_signals,
)
from analysis.core.curl.recognise import Objections, judge_kind, objections, traits
from analysis.core.signal.turning_points import pair_reps, swing_points, typical_range_deg
from analysis.core.signal.vectors import size
from analysis.settings.recognition import CurlThresholds
from analysis.settings.thresholds import Thresholds
from imu.cross_check.carried_gravity import telling_windows
from imu.cross_check.gyroscope_axes import is_mirrored
from imu.types import Floats
from imu.units import G_MPS2

PAUSE_S = 2.5
"""A pause after which another movement may follow."""
STRAY_REPS = 2
"""So few curls among other movements are chance."""
LEAST_GRAVITY_MPS2, MOST_GRAVITY_MPS2 = 0.3 * G_MPS2, 2.0 * G_MPS2
"""Outside this an accelerometer does not measure gravity at all, however wrongly; uncalibrated ones read from 0.4 g on."""
NO_GRAVITY = "the accelerometer does not read gravity"
MIRRORED_GYROSCOPE = "the gyroscope turns the other way than gravity: its axes are of the other handedness"
NO_AGREEMENT = "the accelerometer and the gyroscope do not agree on which way is up"
TOO_NARROW = "no movement as wide as a curl"
NO_CURL = "not a curl: the movements are of several kinds, and none by itself is a set of curls"


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
    reps: list[RepShape]
    objections: Objections
    kept: list[RepShape] | NotACurl


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
    sign, rises, direction_known = lift_direction(closed, frame, lever, points, lift_axis)
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


def split(bout: Bout, *, at_pace: bool = False) -> list[list[RepShape]]:
    """The reps of a stretch, cut where a pause, another sweep or another axis begins, or (``at_pace``) another pace."""
    ways = [lift_turn(bout, rep) for rep in bout.reps]
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


def lift_turn(bout: Bout, rep: RepShape) -> Floats:
    """Direction of the net rotation of a lift, unit vector in the sensor frame."""
    net = bout.signals.turn_radps[rep.low_index : rep.top_index].sum(axis=0)
    return np.asarray(net / max(float(np.linalg.norm(net)), 1e-9))


def _stretches(parts: list[list[RepShape]], cells: int) -> list[tuple[int, int]]:
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


def curls_among(
    closed: ClosedSet, parts: list[list[RepShape]], thresholds: Thresholds, lift_axis: Floats | None
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


def _kept(
    reps: list[RepShape], found: Objections, limits: CurlThresholds, *, has_gyro: bool
) -> list[RepShape] | NotACurl:
    kind = judge_kind(found, limits, has_gyro=has_gyro)
    kept = reps[kind.kept]
    if not kept:
        return NotACurl(why=kind.why)
    if typical_range_deg(np.array([r.rom_deg for r in kept])) < limits.min_rom_deg:
        return NotACurl(why=f"not a curl: the movements sweep less than {limits.min_rom_deg:.0f}°")
    return kept
