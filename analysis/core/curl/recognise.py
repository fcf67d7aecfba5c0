"""Recognition: whether a movement is a curl at all.

In a curl the forearm turns about a still elbow, comes up from hanging, lifts the hand, and comes down the way
it went up. Each departure from that is a penalty (here called an objection): a measured figure, mapped
linearly from the value at which it is harmless (0) to the one at which the penalty is full (1). The penalties
of a rep are weighted and added up, so that none decides alone; reps are curls while the mean of their sums
stays below a limit that rises with their number. Weights and limits are thresholds (``curl.*``), fitted by
`analysis.evaluation.fit_recognition` and validated with people and data sets held out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.core.curl.forearm import CurlFrame, Lever
from analysis.core.curl.measure import RepShape
from analysis.core.curl.set_signals import SetSignals, elevation_deg
from analysis.core.signal.cell_runs import Indices, running_sum, sums_between, values_at
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.filters import mean, quantile, smooth
from analysis.core.signal.vectors import dot, size
from analysis.settings.curl_model import KIND
from analysis.settings.recognition import CurlThresholds
from analysis.vocabulary import Because, Reason
from imu.types import Flags, Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

Objections: TypeAlias = Mapping[Reason, Floats]
"""Penalties in [0, 1] by reason, ``(reps,)`` each; the reason is also the name of the penalty's weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeTraits:
    """Traits of the reps of a bout that the course of the angle shows; arrays ``(reps,)``."""

    sweep_deg: Floats
    """Angle swept in the lift, °."""
    return_deg: Floats
    """Angle swept in the lowering, °."""
    lift_s: Floats
    """Duration of the lift, s."""
    lower_s: Floats
    """Duration of the lowering, s."""
    whole: Flags
    """Whether the lowering was seen."""
    coast: Floats
    """Share of the height that the speed could carry the load."""
    sweep_ratio: Floats
    """Sweep of the lift by the gyroscope over that by gravity."""
    held: Floats
    """Share of the time spent in the topmost fifth of the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits(ShapeTraits):
    """All traits of the reps of a bout; arrays ``(reps,)``."""

    bottom_deg: Floats
    """Elevation of the forearm at the start by the lever arm, however uncertain, °: 0 hanging, 90 level."""
    top_deg: Floats
    """Elevation at the top, °."""
    rise_m: Floats
    """Height gained in the lift, by integrating the vertical acceleration twice, m."""
    fall_m: Floats
    """Height lost in the lowering, likewise, m; NaN where it was not seen."""
    path: Floats
    """Way turned about any axis below 1.5 Hz, over the sweep of lift and lowering."""
    upright: Floats
    """Way turned about the vertical, over the same."""
    steps: Floats
    """Root mean square acceleration between 1.6 and 3.2 Hz (steps), over that below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Result of recognising the curls among reps."""

    kept: slice
    """The reps that are curls; empty where none is."""
    objection: float
    """Mean sum of weighted penalties over the reps that were considered."""
    limit: float
    """The limit up to which so many reps are curls."""
    because: Because | None
    """Strongest penalty where none is a curl, else None."""

    @property
    def doubt(self) -> float:
        """Objection over its limit: 0 without any, 1 at the limit."""
        return self.objection / self.limit if self.limit > 0.0 else 1.0


def shape_traits(reps: Sequence[RepShape]) -> ShapeTraits:
    """Returns the traits that need no signal but the angle."""
    rows = [
        (r.rom_deg, r.fall_deg, r.lift_s, r.lower_s, r.whole, r.carry, r.turned_share, r.held_share)
        for r in reps
    ]
    return ShapeTraits(**_columns(ShapeTraits.__slots__, rows))


def _columns(names: Sequence[str], rows: Sequence[tuple[float, ...]]) -> dict[str, NDArray[Any]]:
    """Turns rows, one a rep, into arrays, one a name."""
    return {name: np.array(c) for name, c in zip(names, zip(*rows, strict=True), strict=True)}


def traits(
    closed: ClosedSet,
    frame: CurlFrame,
    signals: SetSignals,
    lever: Lever,
    reps: Sequence[RepShape],
    sign: float,
) -> Traits:
    """Returns all traits of the reps of a bout.

    Parameters
    ----------
    closed : ClosedSet
    frame : CurlFrame
    signals : SetSignals
    lever : Lever
    reps : sequence of RepShape
    sign : float
        −1 where the frame's axis must be reversed for lifting to be positive, else 1.
    """
    step = closed.step_s
    once = running_sum(smooth(dot(frame.inertial_mps2, closed.up), KIND.rise_hz, step))
    twice = running_sum(once)
    slow_turn = smooth(closed.gyr_radps, KIND.slow_hz, step)
    way_deg = size(slow_turn) * step * DEG_PER_RAD
    about_vertical_deg = np.abs(dot(slow_turn, closed.up)) * step * DEG_PER_RAD
    below, above = (smooth(frame.inertial_mps2, hz, step) for hz in KIND.step_hz)
    between = above - below
    stepping, slow_force = dot(between, between), dot(below, below)
    elevation = signals.elevation_deg
    if elevation is None:
        elevation = elevation_deg(closed.up, frame.axis, lever.vector_m, sign, signals.angle_deg)
    start, top = (np.array([getattr(r, name) for r in reps]) for name in ("start", "top"))
    low, high, end = np.array([(r.low_index, r.top_index, r.end_index) for r in reps]).T
    whole = np.array([r.whole for r in reps])
    first, stop = start.astype(int), np.array([min(ceil(r.end) + 1, len(closed.time_s)) for r in reps])
    there_and_back_deg = np.array([max(r.rom_deg + r.fall_deg, 1.0) for r in reps])
    steps, slow = (np.sqrt(sums_between(x, first, stop) / (stop - first)) for x in (stepping, slow_force))
    seen = {
        "bottom_deg": values_at(elevation, start),
        "top_deg": values_at(elevation, top),
        "rise_m": _climbs_m(once, twice, low, high + 1, step),
        "fall_m": np.where(whole, -_climbs_m(once, twice, high, end + 1, step), np.nan),
        "path": sums_between(way_deg, first, stop) / there_and_back_deg,
        "upright": sums_between(about_vertical_deg, first, stop) / there_and_back_deg,
        "steps": steps / np.maximum(slow, 0.1),
    }
    shape = shape_traits(reps)
    of_shape = {name: getattr(shape, name) for name in ShapeTraits.__slots__}
    return Traits(**of_shape, **seen)


def _climbs_m(once: Floats, twice: Floats, first: Indices, stop: Indices, step_s: float) -> Floats:
    """Height gained between turning points, ``(reps,)``, m: the vertical acceleration integrated twice.

    ``once`` is the running sum of that acceleration, ``twice`` the one of ``once``.

    The velocity is 0 at both ends, so the mean acceleration is too: taking the mean off cancels a constant
    error of the accelerometer.
    """
    cells, before = stop - first, once[first]
    whole = once[stop] - before
    # The running sum of a run, summed once more; a constant of its mean would give mean · cells · (cells + 1) / 2.
    summed = twice[stop + 1] - twice[first + 1] - cells * before
    return np.asarray((summed - 0.5 * whole * (cells + 1)) * step_s * step_s)


def _ramp(value: Floats | float, nothing: float, everything: float) -> Floats:
    """Penalty of a value: 0 at ``nothing``, 1 at ``everything`` and beyond, linear between; either is larger."""
    share = (np.asarray(value, dtype=np.float64) - nothing) / (everything - nothing)
    return np.minimum(np.maximum(share, 0.0), 1.0)


def objections(t: Traits, frame: CurlFrame, lever: Lever, rises: float, *, has_gyro: bool) -> Objections:
    """Returns all penalties of each rep.

    Parameters
    ----------
    t : Traits
    frame : CurlFrame
        Axis and angle of the whole bout.
    lever : Lever
        Lever arm of the whole bout.
    rises : float
        Correlation of the lift's angle with the sensor's height by the lever arm.
    has_gyro : bool
        Without a gyroscope the penalties that need the rotation are left out.
    """
    found = at_first_sight(t, frame, has_gyro=has_gyro)
    if not has_gyro:
        return found | _of_gravity_alone(t)
    found |= _of_the_turn(t)
    if not frame.gravity_trusted:
        return found
    return found | _of_the_lever(t, lever, rises) | _of_height(t, lever)


def at_first_sight(t: ShapeTraits, frame: CurlFrame, *, has_gyro: bool) -> dict[Reason, Floats]:
    """Returns the penalties that need neither the lever arm nor the forearm's elevation, and so are quick."""
    found = _of_any_sensor(t)
    if not has_gyro:
        return found
    found[Reason.SWEEPS_DISAGREE] = _ramp(np.abs(t.sweep_ratio - 1.0), *KIND.sweeps_disagree)
    if frame.gravity_trusted:
        found[Reason.RATES_DISAGREE] = np.full(len(t.sweep_deg), _ramp(frame.agreement, *KIND.rates_disagree))
    else:
        found[Reason.UNTOLD_UP] = np.ones(len(t.sweep_deg))
    return found


def _of_any_sensor(t: ShapeTraits) -> dict[Reason, Floats]:
    """Penalties for sweep and duration.

    One or two reps that pause at the top, or a lone lift without lowering, are not curls: a drink, a look at
    the watch, an arm put away.
    """
    reps = len(t.sweep_deg)
    lopsided = np.abs(t.sweep_deg - t.return_deg) / np.maximum(np.maximum(t.sweep_deg, t.return_deg), 1.0)
    quicker_s = np.where(t.whole, np.minimum(t.lift_s, t.lower_s), t.lift_s)
    return {
        Reason.NARROW: _ramp(t.sweep_deg, *KIND.narrow_deg),
        Reason.TOO_FAR: _ramp(t.sweep_deg, *KIND.too_far_deg),
        Reason.LOPSIDED: np.where(t.whole, _ramp(lopsided, *KIND.lopsided), KIND.lopsided_unseen),
        Reason.HURRIED: _ramp(quicker_s, *KIND.hurried_s),
        Reason.STAYS_UP: _ramp(t.held, *KIND.stays_up) * float(reps <= KIND.few),
        Reason.NEVER_LOWERED: (~t.whole).astype(np.float64) * float(reps == 1),
    }


def _of_gravity_alone(t: Traits) -> dict[Reason, Floats]:
    """Penalties by an accelerometer alone: its "up" follows every push, so that curls shake more too."""
    return {
        Reason.STEPS: _ramp(t.steps, *KIND.steps_without_gyro),
        Reason.PATH: _ramp(t.path, *KIND.path_without_gyro),
    }


def _of_the_turn(t: Traits) -> dict[Reason, Floats]:
    """Penalties for speed, for steps, and for a hand that also turns other ways."""
    few = len(t.sweep_deg) <= KIND.few
    return {
        Reason.FAST: _ramp(np.log(t.coast), *np.log(KIND.fast)),
        Reason.STEPS: _ramp(t.steps, *KIND.steps) * (_briefness(t) if few else 1.0),
        Reason.PATH: _ramp(t.path, *KIND.path),
    }


def _of_the_lever(t: Traits, lever: Lever, rises: float) -> dict[Reason, Floats]:
    """Penalties by the direction and the length of the lever arm, less where it is uncertain."""
    few = len(t.sweep_deg) <= KIND.few
    worth = float(np.clip(lever.r2 / KIND.full_r2, 0.0, 1.0))
    sure = float(_ramp(lever.length_m / max(lever.sd_m, 1e-3), *KIND.sure_lever)) * (
        0.5 * worth if few else 1.0
    )
    slack_deg = float(np.arctan2(lever.sd_m, lever.length_m)) / RAD_PER_DEG if few else 0.0
    middle_deg = 0.5 * (t.bottom_deg + t.top_deg)
    both_ways_s = np.where(t.whole, t.lift_s + t.lower_s, 2.0 * t.lift_s)
    return {
        Reason.LONG_LEVER: np.full(
            len(t.sweep_deg),
            _ramp(lever.length_m - lever.sd_m, *KIND.long_lever_m) * _ramp(lever.r2, *KIND.long_lever_r2),
        ),
        Reason.ARM_SWING: np.minimum(
            _ramp(middle_deg, *KIND.arm_swing_deg), _ramp(both_ways_s, *KIND.arm_swing_s)
        )
        * sure,
        Reason.NEVER_HANGS: _ramp(t.bottom_deg - slack_deg, *KIND.never_hangs_deg) * sure,
        Reason.HIGH_MIDDLE: _ramp(middle_deg - slack_deg, *KIND.high_middle_deg) * sure,
        Reason.NOT_RAISED: np.full(len(t.sweep_deg), _ramp(rises, *KIND.not_raised) * worth),
    }


def _of_height(t: Traits, lever: Lever) -> dict[Reason, Floats]:
    """Penalties by the height gained and lost, and by rotation about the vertical."""
    # A point at r from the elbow that sweeps the angle φ moves by the chord 2·r·sin(φ/2), which bounds the
    # height it can gain; from hanging it gains r·(1 − cos φ).
    brief = _briefness(t)
    chord_m = (
        2.0
        * np.clip(lever.length_m, *KIND.forearm_m)
        * np.sin(np.clip(t.sweep_deg, 1.0, 180.0) / 2.0 * RAD_PER_DEG)
    )
    from_hanging_m = KIND.usual_forearm_m * (1.0 - np.cos(np.clip(t.sweep_deg, 40.0, 120.0) * RAD_PER_DEG))
    up_m, down_m = np.maximum(t.rise_m, 0.02), np.maximum(np.where(t.whole, t.fall_m, t.rise_m), 0.02)
    unlike = np.minimum(
        _ramp(np.abs(np.log(up_m / down_m)), *KIND.unlike_log), _ramp(np.abs(up_m - down_m), *KIND.unlike_m)
    )
    return {
        Reason.UPRIGHT: _ramp(t.upright, *KIND.upright),
        Reason.LOW_RISE: _ramp(t.rise_m / from_hanging_m, *KIND.low_rise) * brief,
        Reason.HIGH_RISE: _ramp(t.rise_m / chord_m, *KIND.high_rise) * brief,
        Reason.UNLIKE_WAY_DOWN: unlike * brief,
    }


def _briefness(t: Traits) -> Floats:
    """Weight of a height by integration, ``(reps,)``: 1 when brief, falling to 0 at `KIND.lasting_s`."""
    longer_s = np.where(t.whole, np.maximum(t.lift_s, t.lower_s), t.lift_s)
    return np.clip(KIND.lasting_s - longer_s, 0.0, 1.0)


def weighed(found: Objections, limits: CurlThresholds) -> Floats:
    """Returns the sum of the weighted penalties of each rep, ``(reps,)``."""
    total = sum(getattr(limits, name) * degree for name, degree in found.items())
    return np.asarray(total, dtype=np.float64)


def judge_kind(found: Objections, limits: CurlThresholds, *, has_gyro: bool) -> Recognition:
    """Recognises the curls among reps, after set-up movements were taken off both ends.

    Parameters
    ----------
    found : Objections
        Penalties of each rep.
    limits : CurlThresholds
        Weights and limits.
    has_gyro : bool
        Without a gyroscope the limit is lower, as fewer penalties can be known.
    """
    against = weighed(found, limits)
    part = trim(against, limits)
    kept = against[part]
    limit = allowed(len(kept) or len(against), limits, has_gyro=has_gyro)
    if len(kept) == 0:
        why = strongest(found, limits, slice(None))
        return Recognition(kept=part, objection=float(against.min()), limit=limit, because=why)
    objection = mean(kept)
    because = strongest(found, limits, part) if objection > limit else None
    part = part if because is None else slice(0, 0)
    return Recognition(kept=part, objection=objection, limit=limit, because=because)


def allowed(reps: int, limits: CurlThresholds, *, has_gyro: bool) -> float:
    """Returns the mean sum of penalties up to which so many reps are curls: more reps, a higher limit."""
    few = min(1.0, KIND.few / reps)
    limit = limits.few_reps_objection * few + limits.many_reps_objection * (1.0 - few)
    return limit if has_gyro else limit - limits.no_gyro_objection


def trim(against: Floats, limits: CurlThresholds) -> slice:
    """Returns the reps that are left when set-up movements are taken off both ends.

    A rep at an end is one where its penalties exceed ``curl.edge_objection``, or in a set of five or more the
    median by ``curl.edge_margin``.

    Parameters
    ----------
    against : (reps,) float64
        Sum of weighted penalties of each rep.
    limits : CurlThresholds
    """
    limit = limits.edge_objection
    if len(against) >= 5:
        limit = min(limit, quantile(against, 0.5) + limits.edge_margin)
    good = np.flatnonzero(against <= limit)
    return slice(int(good[0]), int(good[-1]) + 1) if len(good) else slice(0, 0)


def strongest(found: Objections, limits: CurlThresholds, part: slice) -> Because:
    """Returns the strongest penalty, averaged over the reps in ``part``, as a reason.

    The second strongest stands beside it as ``also`` where it is more than half as strong.
    """
    weight = {name: getattr(limits, name) * float(degree[part].mean()) for name, degree in found.items()}
    first, second = sorted(weight, key=lambda name: -weight[name])[:2]
    also = {"also": str(second)} if weight[second] > 0.5 * weight[first] > 0.0 else {}
    return Because(code=first, values=also)
