"""Every fixed number of the algorithm: what is not set by anybody, because it follows from physics, from the sensor or
from a choice that was made once, but without which the same samples would give another result.

Each record below belongs to one module and is read there under its own name (``FOREARM.lever_hz``). `MODEL` holds them
all, and is part of the digest of the thresholds: the same samples and the same digest give the same result, bit for
bit. What people may tune stands in `analysis.settings.thresholds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.settings.recognition_model import KindModel
from analysis.settings.signal_model import (
    AxisModel,
    EdgeModel,
    GravityModel,
    LiveSignalModel,
    RestModel,
    ZeroModel,
)
from imu.units import RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class ForearmModel:
    """Axis, angle and lever arm of a set."""

    axis_hz: float = 1.0
    """The curl axis is looked for in slow rotation: a tremor turns the hand about other axes."""
    rate_hz: float = 3.0
    fused_hz: float = 0.15
    lever_hz: float = 5.0
    rounds: int = 12
    settled_m: float = 0.0001
    """Rounds of the robust fit, and the change at which it has settled."""
    lever_prior_sd_m: float = 0.1
    """How much the lever differs between people and placements; the uncertainty of a lone rep's."""
    acc_bias_mps2: float = 0.1
    along_axis_ridge: float = 0.045
    """Per sample, (rad/s)⁴: an unseen part of the lever along the curl axis stays near 0, one seen through supination does not."""
    along_axis_sd_m: float = 0.12
    """How far the lever may reach along the curl axis before anything is seen of it."""
    independent: int = 60
    """A set's residual holds about this many independent pieces: a throw repeats itself from rep to rep."""
    settled: int = 240
    """The same for the uncertainty of the length, so that it holds the truth in nine of ten simulated sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InStepModel:
    """An elbow that moves in step with the lift."""

    lever_error_sd_m: float = 0.08
    """By how much an elbow in step may have misled the lever arm: up to 5 cm in step, 8 cm a little before it."""
    carried_sd_m: float = 0.1
    """How far the elbow is carried for each radian of the lift: 0.3 m of upper arm that turns a third as far."""
    shift_s: float = 0.2
    """How far before or after the lift the body moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionModel:
    """Which of the two ways of a movement is the lift."""

    follows_height: float = 0.7
    """Correlation of angle and height from which the lever arm decides which way is up."""
    clear_r2: float = 0.6
    clear_signal_mps2: float = 0.5
    """Share explained and RMS to explain with which a lever arm is full evidence for the direction of a movement."""
    doubtful: float = 0.3
    """Evidence from which the lever arm overrules "the first movement is a lift"."""
    speaks_r2: float = 0.45
    speaks_signal_mps2: float = 0.25
    """The same with which it gives the forearm's angle from the vertical."""
    unhurried: float = 2.0
    """Times the usual duration from which a movement is not yet part of the exercise."""
    turned: float = 0.77
    """Cosine (40°) between the turns of two lifts below which they are different movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepModel:
    """The figures of a rep."""

    inertial_hz: float = 8.0
    push_hz: float = 3.0
    """Below this lies what a body throws; a hand's own tremor is faster."""
    detour_hz: float = 2.0
    """Below this a sensor of 8 readings a second sees the same way as one of 200."""
    held_s: float = 0.4
    """A speed held this long carries the weight; a shorter one is a jolt or a tremor. Also what 8 readings a second can show."""
    agree: float = 0.35
    """Share by which two measures of one sweep may differ: supination and a tilted axis explain that much."""
    repaced: float = 0.5
    resized: float = 0.75
    """Time and sweep of a movement over its neighbour's below which, both together, it is another movement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoutModel:
    """Where a stretch of movement is cut."""

    pause_s: float = 2.5
    """A pause after which another movement may follow."""
    stray_reps: int = 2
    """So few curls among other movements are chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckModel:
    """An accelerometer that does not move."""

    stuck_mps2: float = 1e-06
    """An accelerometer that changes less than this in a whole set is stuck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipModel:
    """A sensor that slips round the wrist."""

    min_reps: int = 2
    """Reps needed on both sides of a turn."""
    min_turn_deg: float = 25.0
    steady: float = 2.5
    """The turn must be this many times the usual change from rep to rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictModel:
    """From evidence to verdicts."""

    steady: float = 1.0
    """Detour of a lift without any tremor."""
    fast_carry: float = 0.22
    """Coasting share from which speed is named as a cause beside a swing; a smooth full lift of one second has 0.14."""
    own_reps: int = 3
    """Controlled reps that make a person's own medians."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryModel:
    """What is remembered of a person."""

    remembered_reps: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyModel:
    """A lift that is still under way."""

    load_lever_m: float = 0.33
    """Elbow to the load; another length moves the limit of the coast, no more."""
    usual_range_deg: float = 120.0
    """Sweep that a first rep is expected to have."""
    least_speed_dps: float = 1.0
    least_push_mps2: float = 0.01
    """Nothing is taken to be slower or gentler: a logarithm has no end there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCountModel:
    """The live count."""

    sure: float = 2.0
    doubtful: float = 0.4
    """Summed evidence for one direction of lifting after which nobody asks again; evidence against it that turns the set over."""
    settled_s: float = 1.0
    """Stillness after which the next movement starts from where the arm rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowModel:
    """When the live count is shown."""

    look_again: float = 1.6
    """After a look that failed the next one comes when the counted lifts have grown by this factor."""
    hurried: float = 0.6
    """Time between two lifts over the usual one below which the next is looked at again: the lifter may have walked off."""
    steps_s: float = 1.5
    """An arm swings to and fro in less (two steps); lifts farther apart are none."""
    pace_lifts: int = 9
    """Last lifts whose pace is the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileModel:
    """What live said against what closing found."""

    called_before_s: float = 0.5
    """A call this long before lifting begins still belongs to the rep: the wind-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentModel:
    """The cells that a set may still need."""

    clear_rise: float = 0.3
    """Rise, as a share of the lever, with which an earlier set's lever arm is full evidence."""
    after_cells: int = 60
    """Cells kept of the stillness that closed a set."""
    lever_cells: int = 50
    """Fewer cells show no lever arm."""
    seen_cells: int = 500
    """Cells of an open set that are looked at to tell lifting from lowering."""
    another_zero_radps: float = 3.0 * RAD_PER_DEG
    """A zero that far from the one in use is worth a new start of the running orientation."""
    like_lift_s: float = 0.6
    like_axis: float = 0.8
    like_rise: float = 0.8
    """Time of a lift, cosine between its turn and the axis of earlier sets, and height gained over the lever's
    length from which it is like theirs: a full curl gains 1.5, a walking arm 0.4 in half a second."""
    before_cells: int = 200
    """Cells kept from before a set opens: its first lift is already under way when it is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlModel:
    """All of them."""

    gravity: GravityModel = field(default_factory=GravityModel)
    axis: AxisModel = field(default_factory=AxisModel)
    edge: EdgeModel = field(default_factory=EdgeModel)
    rest: RestModel = field(default_factory=RestModel)
    zero: ZeroModel = field(default_factory=ZeroModel)
    forearm: ForearmModel = field(default_factory=ForearmModel)
    in_step: InStepModel = field(default_factory=InStepModel)
    direction: DirectionModel = field(default_factory=DirectionModel)
    rep: RepModel = field(default_factory=RepModel)
    kind: KindModel = field(default_factory=KindModel)
    bout: BoutModel = field(default_factory=BoutModel)
    stuck: StuckModel = field(default_factory=StuckModel)
    slip: SlipModel = field(default_factory=SlipModel)
    verdict: VerdictModel = field(default_factory=VerdictModel)
    memory: MemoryModel = field(default_factory=MemoryModel)
    early: EarlyModel = field(default_factory=EarlyModel)
    live_signal: LiveSignalModel = field(default_factory=LiveSignalModel)
    live_count: LiveCountModel = field(default_factory=LiveCountModel)
    show: ShowModel = field(default_factory=ShowModel)
    reconcile: ReconcileModel = field(default_factory=ReconcileModel)
    segment: SegmentModel = field(default_factory=SegmentModel)


MODEL = CurlModel()
GRAVITY = MODEL.gravity
AXIS = MODEL.axis
EDGE = MODEL.edge
REST = MODEL.rest
ZERO = MODEL.zero
FOREARM = MODEL.forearm
IN_STEP = MODEL.in_step
DIRECTION = MODEL.direction
REP = MODEL.rep
KIND = MODEL.kind
BOUT = MODEL.bout
STUCK = MODEL.stuck
SLIP = MODEL.slip
VERDICT = MODEL.verdict
MEMORY = MODEL.memory
EARLY = MODEL.early
LIVE_SIGNAL = MODEL.live_signal
LIVE_COUNT = MODEL.live_count
SHOW = MODEL.show
RECONCILE = MODEL.reconcile
SEGMENT = MODEL.segment
