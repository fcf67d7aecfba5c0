"""Fixed numbers of the signals: what a reading can be, gravity, running axis, edges of a movement, the gyroscope's bias (zero)."""

from __future__ import annotations

from dataclasses import dataclass

from imu.units import G_MPS2, RAD_PER_DEG


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurableModel:
    """Limits of readings: of any accelerometer or gyroscope, and of one on an arm from one moment to the next.

    Held against 1,715 recordings of wrists (7 to 200 readings a second, curls, claps, throws, runs): none of their
    readings is beyond these limits.
    """

    beyond_mps2: float = 400.0 * G_MPS2
    """Full scale of the strongest shock accelerometers, 400 g; those of motion sensors end at 16 or 32 g."""
    beyond_radps: float = 4300.0 * RAD_PER_DEG
    """Full scale of the fastest gyroscopes, 4000 °/s, with their scale error."""
    turn_radps2: float = 350.0
    """Angular acceleration, rad/s², that an arm does not reach: it would be at 400 °/s and back in 40 ms. Of the fastest
    reps 150 are known, of runners at 20 readings a second 330."""
    least_radps: float = 300.0 * RAD_PER_DEG
    """A step this small, rad/s, may be a knock, also where time stamps make it look sudden."""
    most_radps: float = 1000.0 * RAD_PER_DEG
    """A step this large between calm neighbours is none of a curl at any sampling rate, rad/s."""
    calm_radps: float = 350.0 * RAD_PER_DEG
    """Enough between neighbours that are very calm, rad/s."""
    knock_mps2: float = G_MPS2
    """Change of the specific force, m/s², from which a step of the gyroscope below ``most_radps`` may be a knock."""
    most_mps2: float = 12.0 * G_MPS2
    """A step this large of the accelerometer between calm neighbours is none of an arm, m/s²: clapping hands reach 9 g,
    a hard swing 11 g."""
    least_mps2: float = 2.0 * G_MPS2
    """Enough where a gyroscope felt nothing of it, m/s²."""
    knock_radps_per_mps2: float = 13.0 * RAD_PER_DEG / G_MPS2
    """Least turning by a real blow, rad/s for each m/s², halved: 89 of them turned the arm by 26 °/s for each g on."""
    aside: float = 4.0
    """Least size of such a step, as a multiple of what the readings around it differ from each other."""
    calm_aside: float = 8.0
    """The same between very calm neighbours."""
    filler_mps2: float = 0.5 * G_MPS2
    """Step from which three equal axes (0, 0, 0; −32768 counts) are a filler and no reading, m/s²."""
    filler_radps: float = 60.0 * RAD_PER_DEG
    """The same of a gyroscope, rad/s."""
    ahead: int = 2
    """Most readings in a row that can stand alone; also how many are waited for before a doubtful one is used."""
    plateau_s: float = 0.15
    """Longest burst, s, that is left out: one reading again and again, or a gyroscope beyond ``most_radps``, reached in one
    step and left in one."""
    stuck: int = 3
    """Least number of equal readings in such a burst; a sensor at its limit repeats one axis, not all three."""
    bridge: float = 1.2
    """Most time, as a multiple of two usual steps, that the line over a reading left out may take."""
    pace: int = 16
    """Readings over which their spacing is taken, as packets often give several the same time."""
    frozen_s: float = 0.3
    """Time, s, from which one reading again and again is a sensor that stands still. Real gyroscopes with an accelerometer
    repeated all their axes for 0.1 s at most, a 6-bit accelerometer at rest for 0.2 s."""
    frozen_repeats: int = 3
    """Least number of repeats for that, at any sampling rate."""
    noise_steps: int = 16
    """Steps before a run of equal readings by which the sensor is known."""
    noise_equal: int = 4
    """Most of them without any change: some apps write a row twice."""
    noise_axes: float = 0.6
    """Least share of axes that changed in a step: coarse sensors at rest change few, and may well stay still."""
    noise_bend: float = 0.9
    """Least change from step to step of noise, beside the median step: 1.7 of white noise, 0.1 of a smooth movement."""
    turning_radps: float = 20.0 * RAD_PER_DEG
    """A reading beyond this, rad/s, turns: data sheets allow a bias of 20 °/s. Gravity cannot stay the same in it."""
    turned_mps2: float = 0.25 * G_MPS2
    """Change of the specific force, m/s², that a gyroscope cannot sleep through: 15° of turning."""
    noise_last: float = 0.3
    """Least size of the last step beside the median one there: what comes to rest does so in ever smaller steps."""


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
    """Grid cells from one update of the running axis to the next: a power of 2."""
    steep: float = 0.02
    """Square of the sine of the angle between axis and vertical below which "up" shows no rotation about the axis: 8°."""


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
    gravity_strays_mps2: float = 0.1 * G_MPS2
    """Distance of that mean from plausible values up to which lifts are still called: in sets of thrown curls whose
    own mean is plausible (applift) it strays by 0.08 g."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementModel:
    """The log of movement that the warm-up is judged from."""

    slice_s: float = 5.0
    """Length of a slice of time, counted from time 0 of the recording, s."""
    quick_dps: float = 120.0
    """Turning from which it is quick, °/s: a curl over 1.7 s peaks at about 140 °/s, a slow stretch stays below."""
    slices_before: int = 180
    """Slices that are kept before the first set: a quarter of an hour."""
    slices_in_all: int = 1440
    """Slices that are kept at most: two hours."""
