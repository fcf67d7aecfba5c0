"""Codes that all results use: verdicts, causes, kinds of advice, how a set ended, and reasons with their numbers.

The sentences are written in `analysis.output`; nothing else may read or search them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias, get_args

from imu.facts import Value

Verdict: TypeAlias = Literal["controlled", "momentum", "partial", "uncertain"]
"""Verdict on a rep; ``partial`` is a half rep, ``uncertain`` one that cannot be judged."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
ShortKind: TypeAlias = Literal["half_rep", "short_rep"]
"""Kind of a ``partial`` rep: no farther than half-way, or farther but short of a full one."""
HALF_CURL_DEG = 100.0
"""Sweep below which a short rep is a half curl, ° (50 to 100: Pinto 2012); one that sweeps more is short."""
NEAR_LIMIT = (0.445, 0.555)
"""Scores that are near the limit: 45 to 55, as people are shown them."""
Cause: TypeAlias = Literal["speed", "swing", "both"]
"""Cause of momentum: a fast forearm about a still elbow, an elbow thrown by the body, or both."""
ComparedBy: TypeAlias = Literal["evidence", "range", "trunk"]
"""Use of a comparison: as evidence of momentum, to tell half reps by their range of motion, or to tell a throw by the
trunk."""
TrunkVerdict: TypeAlias = Literal["still", "caution", "lean"]
"""Verdict on the trunk in a rep: it hardly moved, it moved or leaned noticeably, or it threw the weight."""
Technique: TypeAlias = Literal["strict", "elbows_forward", "half_up", "half_down", "hips_forward"]
"""Style of a rep, as the Weight Lifting Exercises data (Velloso 2013) name five: to the specification, elbows thrown to
the front, lifted half-way, lowered half-way, hips thrown to the front."""
ClosedBy: TypeAlias = Literal["rest", "gap", "end"]
"""Cause of closing a set: a rest (or long without a lift), a gap in the data, or the recording's end."""
Severity: TypeAlias = Literal["fine", "info", "warning"]
"""Weight of a finding about the data."""
Action: TypeAlias = Literal["keep", "lighter", "fewer", "slower", "more", "range", "none"]
"""Kind of advice on the next set; ``range`` is to go all the way, and says nothing of the weight."""
Sure: TypeAlias = Literal["sure", "fairly sure", "a guess"]
"""Sureness of an advice in words."""

Effort: TypeAlias = Literal["steady", "slowing", "near_failure"]
"""Sign that the loss of lift speed over a set is: of nothing, of tiring, or of about two reps left or fewer."""
WarmUpVerdict: TypeAlias = Literal["enough", "short", "unknown"]
"""Whether the movement before the first working set was enough; ``unknown`` where it was not recorded."""
SidesHow: TypeAlias = Literal["together", "alternating", "one_after_other", "one_side"]
"""How both arms worked: at the same time, by turns, one set after the other; or only one is known."""

NotCompared: TypeAlias = Literal["one_side", "few_reps", "weights"]
"""Why both arms are not compared: one is missing, has too few judged reps, or they lifted no weight in common."""


def titled(digest: str, name: str) -> str:
    """Returns how thresholds are named to people: by digest, and by the preset's name if there is one."""
    return f"{digest} (preset “{name}”)" if name else digest


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
    LIFT_CUT = "lift_cut"
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
    GYROSCOPE_STOPPED = "gyroscope_stopped"
    GYROSCOPE_BACK = "gyroscope_back"
    DROPPED = "dropped"
    IMPOSSIBLE = "impossible"
    FROZEN = "frozen"
    CONSTANT = "constant"
    DEAD_AXIS = "dead_axis"
    GYROSCOPE_RANGE = "gyroscope_range"
    GYROSCOPE_ZERO = "gyroscope_zero"
    GRAVITY = "gravity"
    # what is noticed about a sensor on trunk or upper arm
    TRUNK_ALONE = "trunk_alone"
    NO_COMMON_TIME = "no_common_time"
    COMPANION_SILENT = "companion_silent"
    COMPANION_UNUSED = "companion_unused"
    PLACES_EXCHANGED = "places_exchanged"
    # what is noticed about the data of a set
    IMPLAUSIBLE = "implausible"
    LEVER = "lever"
    SENSOR_TURNED = "sensor_turned"
    SET_CUT = "set_cut"
    CLIPPED = "clipped"
    HALF_REP = "half_rep"
    # what is noticed about the notes
    WEIGHT_UNREADABLE = "weight_unreadable"
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range"
    RACK_WITHOUT_WEIGHT = "rack_without_weight"
    NOTE_UNREADABLE = "note_unreadable"
    NOTE_UNKNOWN = "note_unknown"
    SIMULATED = "simulated"
    WEIGHT_CHANGED = "weight_changed"
    # why no weight is advised for the next session
    NO_EARLIER_SETS = "no_earlier_sets"
    ONE_WEIGHT = "one_weight"
    TOO_FEW_REPS = "too_few_reps"
    LONG_AGO = "long_ago"
    NOTHING_LIGHT_ENOUGH = "nothing_light_enough"
    # what is noticed about both sides
    SIDES_APART = "sides_apart"


SIGNAL_LOST = (Reason.GAP, Reason.FROZEN)
"""Reasons of a rep in which readings are missing: none came, or the sensor repeated one."""
OBJECTION_REASONS = (
    Reason.LONG_LEVER,
    Reason.ARM_SWING,
    Reason.NEVER_HANGS,
    Reason.HIGH_MIDDLE,
    Reason.NOT_RAISED,
    Reason.RATES_DISAGREE,
    Reason.UNTOLD_UP,
    Reason.NARROW,
    Reason.TOO_FAR,
    Reason.LOPSIDED,
    Reason.HURRIED,
    Reason.STEPS,
    Reason.STAYS_UP,
    Reason.NEVER_LOWERED,
    Reason.PATH,
    Reason.FAST,
    Reason.SWEEPS_DISAGREE,
    Reason.UPRIGHT,
    Reason.LOW_RISE,
    Reason.HIGH_RISE,
    Reason.UNLIKE_WAY_DOWN,
)
"""Evidence against a curl: penalties, each with the weight of the threshold ``curl.NAME``, and words ``objection.NAME``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason with the facts that its sentence needs."""

    code: Reason
    """Kind of reason."""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    """The facts by name, e.g. ``{"gap_s": 2.1, "start_s": 35.0}``."""
