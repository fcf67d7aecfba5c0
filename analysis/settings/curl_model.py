"""Fixed numbers of the algorithm: they follow from physics, from sensors, or from a choice made once.

Each record below belongs to one module, which reads it under its own name (``FOREARM.lever_hz``). A number's
unit is the end of its name. `MODEL` holds all of them and is part of the digest of the thresholds: the same
samples and the same digest give the same result, bit for bit. Numbers that people may tune are in
`analysis.settings.thresholds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.settings.recognition_model import KindModel
from analysis.settings.signal_model import (
    AxisModel,
    EdgeModel,
    GravityModel,
    LiveSignalModel,
    MeasurableModel,
    MovementModel,
    RestModel,
    ZeroModel,
)
from analysis.settings.trunk_model import GyroscopeMapModel, TechniqueModel, TrunkModel
from imu.units import RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class ForearmModel:
    """Axis, angle and lever arm of a set."""

    axis_hz: float = 1.0
    """Low-pass of the rotation that the curl axis is found in: a tremor turns about other axes."""
    rate_hz: float = 3.0
    """Low-pass of the angle by gravity, before its rate is compared with the gyroscope's."""
    fused_hz: float = 0.15
    """Below this the angle is taken from gravity, above it from the gyroscope."""
    lever_hz: float = 5.0
    """Low-pass of rotation and acceleration in the fit of the lever arm, and of the forearm's speed."""
    rounds: int = 12
    """Most rounds of the robust fit."""
    settled_m: float = 0.0001
    """Change of the lever arm in a round below which the fit ends."""
    lever_prior_sd_m: float = 0.1
    """Standard deviation of the lever arm between people; the uncertainty after one or two reps."""
    acc_bias_mps2: float = 0.1
    """Bias of an accelerometer's axis that the uncertainty allows for."""
    along_axis_ridge: float = 0.045
    """Ridge on the lever's part along the curl axis, (rad/s)⁴ a sample: unseen it stays near 0, seen through
    supination it does not."""
    along_axis_sd_m: float = 0.12
    """Prior standard deviation of that part."""
    independent: int = 60
    """Effective number of independent residual samples per set: a throw repeats itself from rep to rep."""
    settled: int = 240
    """The same for the uncertainty of the length: so it holds the truth in 9 of 10 simulated sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InStepModel:
    """An elbow that moves in step with the lift."""

    lever_error_sd_m: float = 0.08
    """Standard deviation of the lever arm's error by such an elbow: 5 cm in step, 8 cm a little before."""
    carried_sd_m: float = 0.1
    """Standard deviation of the elbow's path per radian of lift: 0.3 m of upper arm turns a third as far."""
    shift_s: float = 0.2
    """Standard deviation of the time by which the body moves before or after the lift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionModel:
    """Direction of the lift: which of the two ways of a movement it is."""

    follows_height: float = 0.7
    """Least correlation of angle and height with which the lever arm gives the forearm's elevation."""
    clear_r2: float = 0.6
    """R² of the fit from which a lever arm is full evidence for the direction of a movement."""
    clear_signal_mps2: float = 0.5
    """Root mean square of the fitted acceleration from which it is."""
    doubtful: float = 0.3
    """Evidence from which the lever arm overrules "the first movement is a lift"."""
    speaks_r2: float = 0.45
    """Least R² with which the lever arm gives the forearm's elevation."""
    speaks_signal_mps2: float = 0.25
    """Least root mean square of the fitted acceleration with which it does."""
    unhurried: float = 2.0
    """Duration over the usual one above which a movement only brings the arm into place."""
    turned: float = 0.77
    """Cosine (40°) between the rotations of two lifts below which they are different movements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepModel:
    """Figures of a rep."""

    inertial_hz: float = 8.0
    """Low-pass of the acceleration besides gravity."""
    push_hz: float = 3.0
    """Low-pass of the push: below lies what a body throws; a hand's own tremor is faster."""
    detour_hz: float = 2.0
    """Low-pass of the detour: below this a sensor of 8 readings a second sees the same way as one of 200."""
    held_s: float = 0.4
    """Time over which a speed must be held to carry the weight: a shorter one is a jolt or a tremor, and 8
    readings a second show no shorter one."""
    agree: float = 0.35
    """Share by which two measures of one sweep may differ: supination and a tilted axis explain that much."""
    repaced: float = 0.5
    """Duration over the neighbour's below which a movement, if it also sweeps less, is another one."""
    resized: float = 0.75
    """Sweep over the neighbour's below which it is smaller in that sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoutModel:
    """Cuts between bouts of movement."""

    pause_s: float = 2.5
    """Shortest pause after which another movement may follow."""
    stray_reps: int = 2
    """Number of curls among other movements up to which they are chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossHoleModel:
    """Reps that a hole in the data cuts."""

    begun: float = 0.1
    """Share of the usual sweep from which a lift under way at the hole is a rep; resting arms move less."""
    under_way: float = 0.25
    """Angular velocity at the hole over the usual peak from which the lift is under way."""
    lowered: float = 0.8
    """Share of the usual sweep from which a lowering was seen in full."""
    least_cells: int = 3
    """Grid cells that such a movement takes at least."""
    joined_s: float = 10.0
    """Longest hole across which a set goes on, s: a link that drops is mostly back by then."""
    rested_s: float = 2.0
    """Stillness before a hole, s, from which it began in a rest: the rest then went on in the hole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckModel:
    """An accelerometer that is stuck: its readings do not change."""

    stuck_mps2: float = 1e-06
    """Range of the readings of a whole set below which the accelerometer is stuck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipModel:
    """A sensor that slips round the wrist."""

    min_reps: int = 2
    """Reps needed on both sides of a turn."""
    min_turn_deg: float = 25.0
    """Smallest turn that is told."""
    steady: float = 2.5
    """Least ratio of the turn to the usual change from rep to rep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictModel:
    """From evidence to verdicts."""

    steady: float = 1.0
    """Detour of a lift without any tremor."""
    fast_carry: float = 0.22
    """Coast from which speed is named as a cause beside a swing; a smooth lift of one second has 0.14."""
    own_reps: int = 3
    """Controlled reps needed for a person's own medians."""
    open_lift_cells: float = 4.0
    """Cells between the highest point and the end of the data, without any lowering, below which the lift was still
    under way: 0.1 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryModel:
    """Memory of a person's earlier reps."""

    remembered_reps: int = 100
    """Number of latest reps that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyModel:
    """Early call of momentum in a lift that is still under way."""

    load_lever_m: float = 0.33
    """Elbow to the load; another length moves the limit of the coast, no more."""
    usual_range_deg: float = 120.0
    """Sweep that a first rep is expected to have."""
    least_speed_dps: float = 1.0
    """Least speed that is reckoned with: the logarithm of 0 is infinite."""
    least_push_mps2: float = 0.01
    """Least push, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCountModel:
    """The live count."""

    sure: float = 2.0
    """Summed evidence for one direction of lifting from which it is final."""
    doubtful: float = 0.4
    """Summed evidence against it from which the direction is reversed."""
    settled_s: float = 1.0
    """Stillness after which the next movement starts from where the arm rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowModel:
    """Showing of the live count: when lifts that were held back are shown."""

    look_again: float = 1.6
    """Factor by which the counted lifts must have grown before recognition is run again after it failed."""
    hurried: float = 0.6
    """Time between lifts over the usual one below which recognition is run again: a walk may have begun."""
    steps_s: float = 1.5
    """Time between lifts below which they may be an arm that swings in walking (two steps)."""
    pace_lifts: int = 9
    """Number of latest lifts that the usual time between lifts is from."""
    measure_again_s: tuple[float, ...] = (0.4, 0.9, 1.6, 2.5)
    """Seconds after a lift was counted at which the set is measured again while the rep has no verdict: on the way
    down, at the bottom, and in the pause after it."""
    unsaid: float = 0.15
    """Distance of the score from the limit, 0.5, within which nothing is said before the set closes: of 82 such reps
    of labelled recordings the closed set put 22 on the other side, of 1,642 others 19."""
    counted_late_s: float = 0.3
    """A lift is counted up to so many seconds after the latest cell that its rep has so far, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileModel:
    """Assignment of live lifts and calls to the final reps."""

    called_before_s: float = 0.5
    """Time before the start of a lift in which a call still belongs to it: the wind-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentModel:
    """Grid cells that a set may still need, and the direction of lifts while it is open."""

    clear_rise: float = 0.3
    """Height gained, over the lever's length, with which an earlier set's lever arm is full evidence."""
    after_cells: int = 60
    """Cells kept of the stillness that closed a set."""
    lever_cells: int = 50
    """Least number of cells that a lever arm is fitted to."""
    seen_cells: int = 500
    """Most cells of an open set that are used to tell lifting from lowering."""
    another_zero_radps: float = 3.0 * RAD_PER_DEG
    """Change of the gyroscope's bias from which the running orientation is started anew."""
    like_lift_s: float = 0.6
    """Least duration of a lift that is like those of an earlier set."""
    like_axis: float = 0.8
    """Least cosine between its rotation and their axis."""
    like_rise: float = 0.8
    """Least height gained over the lever's length: a full curl gains 1.5, a walking arm 0.4."""
    before_cells: int = 200
    """Cells kept from before a set opens: its first lift is already under way when it is recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurlModel:
    """All fixed numbers of the algorithm, one record a module."""

    measurable: MeasurableModel = field(default_factory=MeasurableModel)
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
    across_hole: AcrossHoleModel = field(default_factory=AcrossHoleModel)
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
    trunk: TrunkModel = field(default_factory=TrunkModel)
    technique: TechniqueModel = field(default_factory=TechniqueModel)
    gyroscope_map: GyroscopeMapModel = field(default_factory=GyroscopeMapModel)
    movement: MovementModel = field(default_factory=MovementModel)


MODEL = CurlModel()
MEASURABLE = MODEL.measurable
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
ACROSS_HOLE = MODEL.across_hole
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
TRUNK = MODEL.trunk
TECHNIQUE = MODEL.technique
GYROSCOPE_MAP = MODEL.gyroscope_map
MOVEMENT = MODEL.movement
