"""Fixed numbers of the signals: gravity, running axis, edges of a movement, the gyroscope's bias (zero)."""

from __future__ import annotations

from dataclasses import dataclass

from imu.units import G_MPS2, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class GravityModel:
    """Limits of gravity as an accelerometer reads it."""

    least_mps2: float = 0.84 * G_MPS2
    """Below this its scale is wrong, and angles come from the gyroscope alone."""
    most_mps2: float = 1.2 * G_MPS2
    """Above this likewise."""
    least_of_any_mps2: float = 0.3 * G_MPS2
    """Below this it is no gravity at all; uncalibrated accelerometers read from 0.4 g on."""
    most_of_any_mps2: float = 2.0 * G_MPS2
    """Above this likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisModel:
    """The running curl axis."""

    tick: int = 8
    """Grid cells from one update of the running axis to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeModel:
    """Edges of a movement: where it begins and ends."""

    edge_low: float = 0.05
    """Lowest of three shares of the peak speed from which the edge of a movement is extrapolated."""
    edge_middle: float = 0.1
    """Middle one."""
    edge_high: float = 0.2
    """Highest one."""
    least_power: float = 1.5
    """Smallest exponent p of ``speed ~ t**p`` at an edge: 2 in a smooth lift, 3 where a thrown one fades."""
    most_power: float = 4.0
    """Largest exponent."""
    bend_correction: float = 1.15
    """Factor for the exponent, as between these shares a movement already bends away from its power law."""
    edge_way: float = 0.125
    """Share of the way within which the edge lies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestModel:
    """A rest that shows the gyroscope's bias."""

    rested_s: float = 0.5
    """Duration of rest, as VQF detects it, after which its bias has come 9/10 of the way or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroModel:
    """The gyroscope's bias, found from a set itself; ``sd`` is a standard deviation."""

    heading_sd: float = 15.0 * RAD_PER_DEG
    """Error, rad, of "the arm came back" about the vertical, which gravity does not show: people turn."""
    tilt_sd: float = 6.0 * RAD_PER_DEG
    """Error, rad, of the vertical by the smoothed specific force between two turning points of one kind,
    where the arm's own acceleration is alike."""
    path_sd: float = 10.0 * RAD_PER_DEG
    """The same between any two moments, rad."""
    unknown_sd_radps: float = 15.0 * RAD_PER_DEG
    """Error of the running orientation's bias before the set was analysed: data sheets allow 20 °/s."""
    rest_sd_radps: float = 0.5 * RAD_PER_DEG
    """The same where the sensor lay still: drift is left, and what VQF had not yet found."""
    sure_sd_radps: float = 4.0 * RAD_PER_DEG
    """Largest error with which a bias is told and used in later sets; a single rep gives about 6 °/s."""
    calibrated_radps: float = 5.0 * RAD_PER_DEG
    """Largest bias of a calibrated gyroscope; a phone or a watch stays within 2 °/s or so."""
    drift_sd_radps: float = 1.0 * RAD_PER_DEG
    """Drift of the bias until the next set."""
    doubtful: float = 2.0
    """Misfit, over the expected one, from which another bias is tried."""
    contradiction: float = 5.0
    """Misfit from which the pairs contradict each other: no constant fits, or the arm does not come back."""
    broken_sd_radps: float = 60.0 * RAD_PER_DEG
    """Error of the mean rotation as a guess at a broken gyroscope's bias, where nothing nearer fits."""
    vertical_s: float = 0.5
    """Time constant of the smoothing of the specific force, on either side of a turning point."""
    axis_hz: float = 1.0
    """Low-pass of the rotation in which the main axis is looked for."""
    drift_hz: float = 0.1
    """High-pass of the angle about it in which turning points are looked for: slower is drift."""
    most_cells: int = 4000
    """Most cells of a set that are used: 100 s are enough to find a constant."""
    apart_cells: int = 20
    """Least distance of a set's ends from a turning point for them to be used as moments of their own."""
    rounds: int = 8
    """Most rounds of Gauss–Newton."""
    settled_radps: float = 0.05 * RAD_PER_DEG
    """Change in a round below which they end."""
    longest_step_radps: float = 20.0 * RAD_PER_DEG
    """Longest step of a round: beyond it the equations are no longer linear."""
    trust_rounds: int = 5
    """Rounds of the robust fit within each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSignalModel:
    """The causal signals."""

    live_hz: float = 3.0
    """Low-pass of speed and inertial acceleration."""
    gravity_tau_s: float = 10.0
    """Time constant of the mean that gives the size of gravity."""
