"""Is it a curl at all?

A set of curls has nothing that speaks against it: the forearm turns about a still elbow, comes up from hanging, lifts
the hand, and comes down the way it went up. Each objection below is a plain measured share, placed between the value
at which it says nothing (0) and the one at which it says all it can (1), so that none decides alone. The objections of
a rep are weighed and added up; a set is one of curls while the mean of its reps stays under a limit that rises with
their number. Weights and limits are thresholds (``curl.*``), fitted by `analysis.evaluation.fit_recognition`, with
people and data sets held out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analysis.core.curl.forearm import ClosedSet, CurlFrame, Lever
from analysis.core.curl.measure import RepShape, SetSignals, elevation_deg, value_at
from analysis.core.signal.filters import quantile, smooth
from analysis.core.signal.vectors import dot, size
from analysis.settings.recognition import CurlThresholds
from imu.types import Flags, Floats
from imu.units import DEG_PER_RAD, RAD_PER_DEG

SLOW_HZ = 1.5
"""A lift turns more slowly than this, a hand's tremor and the shocks of steps faster."""
STEP_HZ = (1.6, 3.2)
"""Steps of walking and jogging lie between, their shocks included; a curl lies below."""
RISE_HZ = 5.0
FULL_R2 = 0.5
"""Share of the inertial acceleration explained from which a lever arm is worth all that it says."""
FOREARM_M = (0.2, 0.35)
"""Elbow to sensor, shortest and longest: what a forearm can lift the hand by."""
USUAL_FOREARM_M = 0.26
SURE_LEVER = (2.0, 4.0)
"""Length of the lever arm over its uncertainty from which its direction says something, and all."""
FEW = 2
"""So many reps show little of the lever arm, and may be a drink or a look at the watch."""
LASTING_S = 2.3
"""Acceleration integrated twice over this time is only its own error."""

Objections: TypeAlias = Mapping[str, Floats]
"""Degree in [0, 1] to which each rep ``(reps,)`` speaks against a curl, by the name of its weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the reps of one bout show of their kind; arrays are ``(reps,)``.

    Attributes
    ----------
    sweep_deg, return_deg : lift and lowering, degrees
    lift_s, lower_s : their durations, s
    whole : the lowering was seen
    coast : share of the height that the speed could carry the load
    sweep_ratio : the lift's sweep by the gyroscope over that by gravity
    held : share of the time spent in the topmost fifth of the way
    bottom_deg, top_deg : elevation of the forearm (0 hanging, 90 level) as the lever arm has it, however unsure
    rise_m, fall_m : height gained in the lift and lost in the lowering, by integrating the vertical acceleration twice
    path : way turned below 1.5 Hz over the sweep of lift and lowering
    upright : way turned about the vertical, over the same
    steps : RMS acceleration between 1.6 and 3.2 Hz over that below
    """

    sweep_deg: Floats
    return_deg: Floats
    lift_s: Floats
    lower_s: Floats
    whole: Flags
    coast: Floats
    sweep_ratio: Floats
    held: Floats
    bottom_deg: Floats
    top_deg: Floats
    rise_m: Floats
    fall_m: Floats
    path: Floats
    upright: Floats
    steps: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Which of the reps are curls (``kept``, a slice of them, empty where none is), the mean weighed objection to those
    looked at, and the strongest objections in words where none is kept."""

    kept: slice
    objection: float
    why: str


def traits(
    closed: ClosedSet,
    frame: CurlFrame,
    signals: SetSignals,
    lever: Lever,
    reps: Sequence[RepShape],
    sign: float,
) -> Traits:
    """Measures what `objections` needs; ``sign`` turns the frame's axis so that lifting is positive."""
    step = closed.step_s
    rising = smooth(dot(frame.inertial_mps2, closed.up), RISE_HZ, step)
    slow_turn = smooth(closed.gyr_radps, SLOW_HZ, step)
    way_deg = size(slow_turn) * step * DEG_PER_RAD
    about_vertical_deg = np.abs(dot(slow_turn, closed.up)) * step * DEG_PER_RAD
    below, above = (smooth(frame.inertial_mps2, hz, step) for hz in STEP_HZ)
    stepping, slow_force = dot(above - below, above - below), dot(below, below)
    elevation = elevation_deg(closed.up, frame.axis, lever.vector_m, sign, signals.angle_deg)
    rows = []
    for r in reps:
        lift, lower = slice(r.low_index, r.top_index + 1), slice(r.top_index, r.end_index + 1)
        rep = slice(int(r.start), int(np.ceil(r.end)) + 1)
        there_and_back_deg = max(r.rom_deg + r.fall_deg, 1.0)
        rows.append(
            (
                r.rom_deg,
                r.fall_deg,
                r.lift_s,
                r.lower_s,
                r.whole,
                r.carry,
                r.turned_share,
                r.held_share,
                value_at(elevation, r.start),
                value_at(elevation, r.top),
                _climb_m(rising[lift], step),
                -_climb_m(rising[lower], step) if r.whole else np.nan,
                float(way_deg[rep].sum()) / there_and_back_deg,
                float(about_vertical_deg[rep].sum()) / there_and_back_deg,
                float(np.sqrt(stepping[rep].mean())) / max(float(np.sqrt(slow_force[rep].mean())), 0.1),
            )
        )
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Traits(**dict(zip(Traits.__slots__, columns, strict=True)))


def _climb_m(rising_mps2: Floats, step_s: float) -> float:
    """Height gained between two moments at rest: the vertical acceleration integrated twice, its mean taken off, as
    the velocity is 0 at both ends. A constant error of the accelerometer so cancels."""
    velocity = np.cumsum(rising_mps2 - rising_mps2.mean()) * step_s
    return float(velocity.sum()) * step_s


def _ramp(value: Floats | float, nothing: float, everything: float) -> Floats:
    """0 at ``nothing``, 1 from ``everything`` on (which may lie on either side), a straight line between."""
    return np.clip((np.asarray(value, dtype=np.float64) - nothing) / (everything - nothing), 0.0, 1.0)


def objections(t: Traits, frame: CurlFrame, lever: Lever, rises: float, *, has_gyro: bool) -> Objections:
    """How much each rep speaks against a curl.

    Parameters
    ----------
    t : Traits
    frame, lever : CurlFrame, Lever
        Of the whole bout.
    rises : float
        Correlation of the angle, as it was taken for lifting, with the height that the lever arm gives.
    has_gyro : bool
        Without one everything that needs the rotation says nothing.
    """
    found = _of_any_sensor(t)
    if not has_gyro:
        return found | _of_gravity_alone(t)
    found |= _of_the_turn(t)
    if not frame.gravity_trusted:
        return found | {"untold_up": np.ones(len(t.sweep_deg))}
    found["rates_disagree"] = np.full(len(t.sweep_deg), _ramp(frame.agreement, 0.97, 0.8))
    return found | _of_the_lever(t, lever, rises) | _of_height(t, lever)


def _of_any_sensor(t: Traits) -> dict[str, Floats]:
    reps = len(t.sweep_deg)
    lopsided = np.abs(t.sweep_deg - t.return_deg) / np.maximum(np.maximum(t.sweep_deg, t.return_deg), 1.0)
    quicker_s = np.where(t.whole, np.minimum(t.lift_s, t.lower_s), t.lift_s)
    return {
        "narrow": _ramp(t.sweep_deg, 105.0, 50.0),
        "too_far": _ramp(t.sweep_deg, 210.0, 260.0),
        "lopsided": np.where(t.whole, _ramp(lopsided, 0.2, 0.5), 0.3),
        "hurried": _ramp(quicker_s, 0.6, 0.25),
        "stays_up": _ramp(t.held, 0.45, 0.6) * float(reps <= FEW),
        "never_lowered": (~t.whole).astype(np.float64) * float(reps == 1),
    }


def _of_gravity_alone(t: Traits) -> dict[str, Floats]:
    """Without a gyroscope "up" follows every push, so that curls too turn and shake more."""
    return {
        "steps": _ramp(t.steps, 0.5, 1.0),
        "path": _ramp(t.path, 1.3, 2.2),
    }


def _of_the_turn(t: Traits) -> dict[str, Floats]:
    few = len(t.sweep_deg) <= FEW
    return {
        "steps": _ramp(t.steps, 0.3, 0.8) * (_briefness(t) if few else 1.0),
        "path": _ramp(t.path, 1.15, 1.6),
        "fast": _ramp(np.log(t.coast), np.log(0.3), np.log(1.2)),
        "sweeps_disagree": _ramp(np.abs(t.sweep_ratio - 1.0), 0.07, 0.3),
    }


def _of_the_lever(t: Traits, lever: Lever, rises: float) -> dict[str, Floats]:
    """What the direction and the length of the lever arm say."""
    few = len(t.sweep_deg) <= FEW
    worth = float(np.clip(lever.r2 / FULL_R2, 0.0, 1.0))
    sure = float(_ramp(lever.length_m / max(lever.sd_m, 1e-3), *SURE_LEVER)) * (0.5 * worth if few else 1.0)
    slack_deg = float(np.arctan2(lever.sd_m, lever.length_m)) / RAD_PER_DEG if few else 0.0
    middle_deg = 0.5 * (t.bottom_deg + t.top_deg)
    both_ways_s = np.where(t.whole, t.lift_s + t.lower_s, 2.0 * t.lift_s)
    return {
        "long_lever": np.full(
            len(t.sweep_deg), _ramp(lever.length_m - lever.sd_m, 0.30, 0.37) * _ramp(lever.r2, 0.2, 0.6)
        ),
        "arm_swing": np.minimum(_ramp(middle_deg, 70.0, 40.0), _ramp(both_ways_s, 2.0, 1.3)) * sure,
        "never_hangs": _ramp(t.bottom_deg - slack_deg, 50.0, 70.0) * sure,
        "high_middle": _ramp(middle_deg - slack_deg, 112.0, 126.0) * sure,
        "not_raised": np.full(len(t.sweep_deg), _ramp(rises, 0.5, -0.5) * worth),
    }


def _of_height(t: Traits, lever: Lever) -> dict[str, Floats]:
    """What gravity and the vertical acceleration say together with the rotation."""
    brief = _briefness(t)
    chord_m = (
        2.0
        * np.clip(lever.length_m, *FOREARM_M)
        * np.sin(np.clip(t.sweep_deg, 1.0, 180.0) / 2.0 * RAD_PER_DEG)
    )
    from_hanging_m = USUAL_FOREARM_M * (1.0 - np.cos(np.clip(t.sweep_deg, 40.0, 120.0) * RAD_PER_DEG))
    up_m, down_m = np.maximum(t.rise_m, 0.02), np.maximum(np.where(t.whole, t.fall_m, t.rise_m), 0.02)
    unlike = np.minimum(
        _ramp(np.abs(np.log(up_m / down_m)), 0.5, 1.6), _ramp(np.abs(up_m - down_m), 0.1, 0.4)
    )
    return {
        "upright": _ramp(t.upright, 0.5, 1.0),
        "low_rise": _ramp(t.rise_m / from_hanging_m, 0.8, 0.2) * brief,
        "high_rise": _ramp(t.rise_m / chord_m, 1.6, 2.6) * brief,
        "unlike_way_down": unlike * brief,
    }


def _briefness(t: Traits) -> Floats:
    """1 for movements short enough to integrate their acceleration, 0 from `LASTING_S` on."""
    longer_s = np.where(t.whole, np.maximum(t.lift_s, t.lower_s), t.lift_s)
    return np.clip(LASTING_S - longer_s, 0.0, 1.0)


WORDS = {
    "long_lever": "it turned about a point farther off than an elbow, as on a straight arm",
    "arm_swing": "the arm swung to and fro about hanging at the pace of steps",
    "never_hangs": "the forearm never came down to hanging, as in a triceps extension",
    "high_middle": "the forearm moved about pointing up, as in a triceps extension or a press",
    "not_raised": "what was taken for the lift lowered the sensor",
    "rates_disagree": "gravity and the gyroscope saw different movements",
    "untold_up": "it could not be told which way is up",
    "narrow": "the movements were narrow",
    "too_far": "the movements swept farther than an elbow bends",
    "lopsided": "one way was wider than the other",
    "hurried": "the movements were over in a moment",
    "steps": "the sensor shook at the pace of steps",
    "stays_up": "the arm stayed up, as for a drink or a call",
    "never_lowered": "the arm was not lowered again",
    "path": "the hand also turned other ways",
    "fast": "it was far faster than the height needs",
    "sweeps_disagree": "the gyroscope saw another sweep than gravity",
    "upright": "much of the turning was about the vertical",
    "low_rise": "the hand hardly rose",
    "high_rise": "the hand rose more than a forearm can lift it",
    "unlike_way_down": "it did not come down as it went up",
}
"""What each objection says, as a clause for people; its weight is the threshold ``curl.NAME``."""


def weighed(found: Objections, limits: CurlThresholds) -> Floats:
    """Sum of the weighed objections of each rep, ``(reps,)``."""
    total = sum(getattr(limits, name) * degree for name, degree in found.items())
    return np.asarray(total, dtype=np.float64)


def judge_kind(found: Objections, limits: CurlThresholds, *, has_gyro: bool) -> Recognition:
    """Whether these reps are curls, after set-up movements were taken off both ends."""
    against = weighed(found, limits)
    part = trim(against, limits)
    kept = against[part]
    if len(kept) == 0:
        return Recognition(
            kept=part, objection=float(against.min()), why=in_words(found, limits, slice(None))
        )
    mean = float(kept.mean())
    if mean > allowed(len(kept), limits, has_gyro=has_gyro):
        return Recognition(kept=slice(0, 0), objection=mean, why=in_words(found, limits, part))
    return Recognition(kept=part, objection=mean, why="")


def allowed(reps: int, limits: CurlThresholds, *, has_gyro: bool) -> float:
    """Mean objection up to which this many reps are curls: each rep more is a witness more."""
    few = min(1.0, FEW / reps)
    limit = limits.few_reps_objection * few + limits.many_reps_objection * (1.0 - few)
    return limit if has_gyro else limit - limits.no_gyro_objection


def trim(against: Floats, limits: CurlThresholds) -> slice:
    """The reps left when set-up movements are taken off both ends: too much speaks against them, or far more than
    against the set's own reps."""
    limit = limits.edge_objection
    if len(against) >= 5:
        limit = min(limit, quantile(against, 0.5) + limits.edge_margin)
    good = np.flatnonzero(against <= limit)
    return slice(int(good[0]), int(good[-1]) + 1) if len(good) else slice(0, 0)


def in_words(found: Objections, limits: CurlThresholds, part: slice) -> str:
    """The two weightiest objections as a clause."""
    weight = {name: getattr(limits, name) * float(degree[part].mean()) for name, degree in found.items()}
    first, second = sorted(weight, key=lambda name: -weight[name])[:2]
    also = f", and {WORDS[second]}" if weight[second] > 0.5 * weight[first] > 0.0 else ""
    return f"not a curl: {WORDS[first]}{also}"
