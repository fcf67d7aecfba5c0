"""Reasons as data: a code, and the numbers that its sentence needs.

The sentences are written in `analysis.output`; nothing else may read or search them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = float | int | str | bool
"""One fact beside a code; numbers are in the unit that their name ends with."""


class Reason(StrEnum):
    """Codes of everything that is said of a rep, of rejected movement, and of the data.

    docs/reasons.md has the sentence of each. A code may be said of more than one of these: ``gap`` of a rep
    that a gap made uncertain, and of the data.
    """

    # why a rep is not judged
    GAP = "gap"
    SLOW = "slow"
    NOTHING_MEASURED = "nothing_measured"
    ADDED_BY_HAND = "added_by_hand"
    # why it is a half rep
    SHORT_OF_USUAL = "short_of_usual"
    SHORT_SWEEP = "short_sweep"
    LOW_TOP = "low_top"
    # why movement holds no curls
    STUCK_ACCELEROMETER = "stuck_accelerometer"
    NO_GRAVITY = "no_gravity"
    GYROSCOPE_AXES = "gyroscope_axes"
    NO_AGREEMENT = "no_agreement"
    TOO_NARROW = "too_narrow"
    INCOMPLETE = "incomplete"
    SMALL_SWEEP = "small_sweep"
    SEVERAL_KINDS = "several_kinds"
    # penalties: signs that movement is no curl, named as their weights in the thresholds
    # (``curl.long_lever``)
    LONG_LEVER = "long_lever"
    ARM_SWING = "arm_swing"
    NEVER_HANGS = "never_hangs"
    HIGH_MIDDLE = "high_middle"
    NOT_RAISED = "not_raised"
    RATES_DISAGREE = "rates_disagree"
    UNTOLD_UP = "untold_up"
    NARROW = "narrow"
    TOO_FAR = "too_far"
    LOPSIDED = "lopsided"
    HURRIED = "hurried"
    STEPS = "steps"
    STAYS_UP = "stays_up"
    NEVER_LOWERED = "never_lowered"
    PATH = "path"
    FAST = "fast"
    SWEEPS_DISAGREE = "sweeps_disagree"
    UPRIGHT = "upright"
    LOW_RISE = "low_rise"
    HIGH_RISE = "high_rise"
    UNLIKE_WAY_DOWN = "unlike_way_down"
    # what is noticed about the data of a sensor
    NO_CURL_SENSOR = "no_curl_sensor"
    SHORT = "short"
    IRREGULAR = "irregular"
    STEADY = "steady"
    NO_GYROSCOPE = "no_gyroscope"
    DROPPED = "dropped"
    CONSTANT = "constant"
    GYROSCOPE_ZERO = "gyroscope_zero"
    GRAVITY = "gravity"
    # what is noticed about the data of a set
    IMPLAUSIBLE = "implausible"
    LEVER = "lever"
    SENSOR_TURNED = "sensor_turned"
    CLIPPED = "clipped"
    HALF_REP = "half_rep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason with the facts that its sentence needs."""

    code: Reason
    """Kind of reason."""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    """The facts by name, e.g. ``{"gap_s": 2.1, "start_s": 35.0}``."""
