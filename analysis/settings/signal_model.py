"""The fixed numbers of the signals: gravity, the running axis, edges of a movement, the zero of the gyroscope."""

from __future__ import annotations

from dataclasses import dataclass

from imu.units import G_MPS2, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class GravityModel:
    """What an accelerometer may read as gravity."""

    least_mps2: float = 0.84 * G_MPS2
    most_mps2: float = 1.2 * G_MPS2
    """Outside this its scale is wrong, and angles come from the gyroscope alone."""
    least_of_any_mps2: float = 0.3 * G_MPS2
    most_of_any_mps2: float = 2.0 * G_MPS2
    """Outside this an accelerometer does not measure gravity at all, however wrongly; uncalibrated ones read from 0.4 g
    on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisModel:
    """The running curl axis."""

    tick: int = 8
    """Cells between two updates of the running axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeModel:
    """Where a movement begins and ends."""

    edge_low: float = 0.05
    edge_middle: float = 0.1
    edge_high: float = 0.2
    """Shares of the peak speed from which the edge of a movement is extrapolated."""
    least_power: float = 1.5
    most_power: float = 4.0
    """Speed grows from nothing like a power of the time: 2 in a smooth lift, 3 where a thrown one fades."""
    bend_correction: float = 1.15
    """Between these shares a movement already bends away from its power law; this much is put back."""
    edge_way: float = 0.125
    """Share of the way within which that edge lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestModel:
    """The rest that shows the zero of the gyroscope."""

    rested_s: float = 0.5
    """Rest, as VQF sees it, after which its estimate of the zero has come nine tenths of the way or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroModel:
    """The zero of the gyroscope, found from a set itself."""

    heading_sd: float = 15.0 * RAD_PER_DEG
    """How exactly an arm comes back about the vertical, where gravity says nothing: people shift and turn."""
    tilt_sd: float = 6.0 * RAD_PER_DEG
    path_sd: float = 10.0 * RAD_PER_DEG
    """How exactly the smoothed specific force shows the vertical: between two turning points of one kind, where the
    arm's own acceleration is alike, and between any two."""
    unknown_sd_radps: float = 15.0 * RAD_PER_DEG
    """How far the zero of a gyroscope may lie from what the running orientation makes of it, before the set is looked
    at: data sheets allow 20 °/s."""
    rest_sd_radps: float = 0.5 * RAD_PER_DEG
    """The same where the sensor lay still: what is left is drift and what VQF had not yet found."""
    sure_sd_radps: float = 4.0 * RAD_PER_DEG
    """A zero known better than this is told to people and to later sets; a single rep shows it to 6 °/s or so."""
    calibrated_radps: float = 5.0 * RAD_PER_DEG
    """A phone or a watch, calibrated by its system, stays within 2 °/s or so."""
    drift_sd_radps: float = 1.0 * RAD_PER_DEG
    """How far it may have wandered by the next set."""
    doubtful: float = 2.0
    contradiction: float = 5.0
    """Misfits, in times the expected one: from the first another zero is tried, from the second the pairs contradict
    each other and no constant is the zero (or the movement does not come back)."""
    broken_sd_radps: float = 60.0 * RAD_PER_DEG
    """The same for a broken one, looked for around the mean rotation where nothing nearer fits."""
    vertical_s: float = 0.5
    """Smoothing of the specific force at a turning point, either side."""
    axis_hz: float = 1.0
    drift_hz: float = 0.1
    """Turning points are looked for in the angle about the main axis, between these: slower is drift."""
    most_cells: int = 4000
    """100 s of a set are enough to find a constant."""
    apart_cells: int = 20
    """The ends of a set are moments of their own where they lie further than this from a turning point."""
    rounds: int = 8
    settled_radps: float = 0.05 * RAD_PER_DEG
    """Rounds of Gauss–Newton, and the change at which it has settled."""
    longest_step_radps: float = 20.0 * RAD_PER_DEG
    """One round goes no further: beyond it the equations are no longer linear."""
    trust_rounds: int = 5
    """Rounds of the robust fit within each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSignalModel:
    """The causal signals."""

    live_hz: float = 3.0
    """Low-pass of speed and inertial acceleration."""
    gravity_tau_s: float = 10.0
