"""A simulated arm to experiment with: what it did, what formulas predict, and what the program found.

The arm does the same rep four times; the third is looked at. The formulas are those of a forearm whose
elbow stands still and whose lift has minimum jerk (Flash and Hogan 1985): its peak speed is 15/8 of the
mean one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import numpy as np

from analysis.core.signal.filters import quantile, smooth
from analysis.output import words
from analysis.output.reasons import reasons_of
from analysis.output.verdict_words import verdict_word
from analysis.records.results import Rep
from analysis.settings.curl_model import REP
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import analyze
from imu._html import bold, stacked, table
from imu.simulate import ArmModel, ArmTruth, CurlSet, SensorModel, Simulation, Still, Track, simulate
from imu.simulate import SimulatedRep as PlannedRep
from imu.simulate.truth import RepTruth
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2, RAD_PER_DEG

REPS, SHOWN = 4, 2
"""Reps of the set, and the place of the one that is looked at, from 0."""
BOTTOM_DEG, LOWER_S = 5.0, 1.6
"""Elevation at the bottom, and duration of the lowering."""
_RATE_HZ = 100.0
PEAK_OF_MEAN = 15.0 / 8.0
"""Peak over mean speed of a minimum-jerk movement: d/dτ (10 τ³ − 15 τ⁴ + 6 τ⁵) at τ = ½."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSettings:
    """Settings of the simulated arm.

    Attributes
    ----------
    lift_s : float
        Duration of the lift, s.
    throw : float
        How much hips, trunk and shoulder throw the weight: 0 not at all, 1 a clear swing.
    lever_m : float
        Distance from elbow to sensor, m.
    bench_deg : float
        Elevation of the upper arm, °: 0 standing, positive on a preacher bench, negative on an incline
        one.
    top_deg : float
        How far the elbow bends, °.
    tremor_deg, tremor_hz : float
        A trembling elbow: amplitude to each side, °, and frequency, Hz.
    """

    lift_s: float = 1.7
    throw: float = 0.0
    lever_m: float = 0.27
    bench_deg: float = 0.0
    top_deg: float = 130.0
    tremor_deg: float = 0.0
    tremor_hz: float = 8.0

    @property
    def words(self) -> str:
        """Describes what differs from a plain standing curl: ``A lift of 1.1 s with a throw``."""
        bench = "preacher bench" if self.bench_deg > 0 else "incline bench"
        parts = [
            "with a throw" if self.throw > 0 else "",
            "with a tremor" if self.tremor_deg > 0 else "",
            f"on an {bench}" if self.bench_deg < 0 else f"on a {bench}" if self.bench_deg > 0 else "",
        ]
        return " ".join([f"A lift of {self.lift_s:g} s", *(part for part in parts if part)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFigure:
    """One figure of a rep from three sources; None where a source has no answer."""

    name: str
    """As people read it."""
    unit: str
    """Unit of all four values; empty for a ratio."""
    digits: int
    """Decimals that are shown."""
    by_formula: float | None
    """Predicted for an elbow that stands still."""
    as_done: float | None
    """True value of the simulated movement."""
    found: float | None
    """Measured by the program."""
    limit: float | None = None
    """Limit, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArmTrial:
    """A simulated set with its truth, and the rep that is shown."""

    settings: ArmSettings
    """As they were tried."""
    arm: ArmTruth
    """True movement of the arm."""
    rep: RepTruth
    """The true rep that is shown."""
    found: Rep | None
    """That rep as the program sees it; None where it saw none."""
    reps_found: int
    """How many of the reps were counted."""
    figures: tuple[ComparedFigure, ...]
    """Figures of the rep by formula, truth and program."""
    fast_mps2: Floats
    """``(n,)`` at `ArmTruth.time_s`: size of the inertial acceleration below 8 Hz, m/s²."""
    push_mps2: Floats
    """``(n,)``: the same below 3 Hz."""
    limit_mps2: float | None
    """Push at which this lift would have been at the limit; None where it was not judged."""

    @property
    def sentence(self) -> str:
        """Says how the program judges the rep."""
        if self.found is None:
            return "The program counts no rep here."
        if self.found.momentum is None:
            return f"Not judged: {' and '.join(reasons_of(self.found))}."
        return f"The program says: {verdict_word(self.found)}, momentum {words.score_text(self.found.momentum)} of 100 (the limit is 50)."

    def _repr_html_(self) -> str:
        heads = ("figure", "by formula, elbow still", "what the arm did", "what the program found", "limit")
        rows = [
            (
                f.name,
                *(_shown(value, f) for value in (f.by_formula, f.as_done, f.found)),
                _shown(f.limit, f),
            )
            for f in self.figures
        ]
        return stacked(bold(self.sentence), table(heads, rows))


def _shown(value: float | None, figure: ComparedFigure) -> str | None:
    return None if value is None else f"{words.number(value, figure.digits)} {figure.unit}".strip()


def try_arm(settings: ArmSettings, thresholds: Thresholds = DEFAULTS) -> ArmTrial:
    """Moves the arm, records it with an ideal sensor of 100 Hz, and analyses that.

    Parameters
    ----------
    settings : ArmSettings
    thresholds : Thresholds

    Raises
    ------
    ValueError
        A time that is not above zero.
    """
    made = _performed(settings)
    (arm,) = made.truth.arms
    rep = arm.reps[SHOWN]
    reps = [r for one in analyze(made.recording, thresholds).sets for r in one.reps]
    found = next((r for r in reps if rep.start_s < r.top_s < rep.end_s), None)
    inertial = made.recording.sensors[0].acc_mps2 - G_MPS2 * arm.up
    fast, push = (
        np.linalg.norm(smooth(inertial, hz, 1.0 / _RATE_HZ), axis=1) for hz in (REP.inertial_hz, REP.push_hz)
    )
    return ArmTrial(
        settings=settings,
        arm=arm,
        rep=rep,
        found=found,
        reps_found=len(reps),
        figures=_figures(settings, arm, rep, found, push, thresholds),
        fast_mps2=fast,
        push_mps2=push,
        limit_mps2=None if found is None else found.push_limit_mps2,
    )


def _performed(settings: ArmSettings) -> Simulation:
    rep = PlannedRep(
        lift_s=settings.lift_s,
        lower_s=LOWER_S,
        bottom_deg=BOTTOM_DEG,
        top_deg=settings.top_deg,
        swing=settings.throw,
        tremor_deg=settings.tremor_deg,
        tremor_hz=settings.tremor_hz,
    )
    arm = ArmModel(forearm_m=settings.lever_m, off_axis_m=0.0, bench_deg=settings.bench_deg)
    session = (Still(3.0), CurlSet(reps=(rep,) * REPS), Still(10.0))
    return simulate(session, arm=arm, sensor=SensorModel(rate_hz=_RATE_HZ))


def _figures(
    settings: ArmSettings,
    arm: ArmTruth,
    rep: RepTruth,
    found: Rep | None,
    push_mps2: Floats,
    thresholds: Thresholds,
) -> tuple[ComparedFigure, ...]:
    t, even = thresholds.momentum, None if found is None else found.push_limit_mps2
    formula = still_elbow(settings, load_lever_m=t.load_lever_m)
    lifted = (arm.time_s >= rep.start_s) & (arm.time_s <= rep.top_s)
    elevation, pushed_mps2 = arm.elevation_deg[lifted], quantile(push_mps2[lifted], 0.95)
    done = coast_ratio(held_dps(elevation, 1.0 / _RATE_HZ), elevation, load_lever_m=t.load_lever_m)
    rows = (
        (
            "peak speed of the forearm",
            "°/s",
            0,
            formula.peak_speed_dps,
            rep.peak_speed_dps,
            "peak_speed_dps",
            None,
        ),
        ("coast (carry)", "", 3, formula.carry, done, "carry", None),
        ("elbow acceleration, RMS", "m/s²", 2, 0.0, rep.elbow_rms_mps2, "elbow_rms_mps2", None),
        (
            "inertial peak",
            "m/s²",
            2,
            formula.inertial_peak_mps2,
            rep.inertial_peak_mps2,
            "inertial_peak_mps2",
            None,
        ),
    )
    made = [
        ComparedFigure(
            name=n, unit=u, digits=d, by_formula=f, as_done=a, found=getattr(found, field, None), limit=limit
        )
        for n, u, d, f, a, field, limit in rows
    ]
    judged = [
        ComparedFigure(
            name=n,
            unit=u,
            digits=2,
            by_formula=f,
            as_done=a,
            found=getattr(found, field, None),
            limit=limit,
        )
        for n, u, f, a, field, limit in (
            ("push", "m/s²", formula.push_mps2, pushed_mps2, "push_mps2", even),
            ("detour", "times the sweep", 1.0, None, "detour", None),
        )
    ]
    return (*made, *judged)


def held_dps(elevation_deg: Floats, step_s: float) -> float:
    """Largest speed that an angle held for 0.4 s, °/s; of a shorter lift the mean one.

    Parameters
    ----------
    elevation_deg : (n,) float64
        In the lift.
    step_s : float
        Between two of them.
    """
    cells = min(round(REP.held_s / step_s), len(elevation_deg) - 1)
    return float((elevation_deg[cells:] - elevation_deg[:-cells]).max()) / (cells * step_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class StillElbow:
    """Figures that formulas predict for a lift with a still elbow."""

    peak_speed_dps: float
    """Peak angular velocity of the forearm, °/s."""
    carry: float
    """Coast: kinetic over potential energy, ½v² / gΔh."""
    inertial_peak_mps2: float
    """95th percentile of the acceleration besides gravity over the rep, m/s²."""
    push_mps2: float
    """95th percentile of the acceleration besides gravity over the lift, m/s²."""


def still_elbow(settings: ArmSettings, *, load_lever_m: float = DEFAULTS.momentum.load_lever_m) -> StillElbow:
    """Predicts the figures of a forearm on a still elbow, without throw and tremor.

    With θ its elevation, the sensor at distance r is accelerated by rθ'' along its path and by rθ'²
    towards the elbow.

    Parameters
    ----------
    settings : ArmSettings
    load_lever_m : float
        Elbow to load.
    """
    low, high = settings.bench_deg + BOTTOM_DEG, settings.bench_deg + settings.top_deg
    track = Track(low)
    track.move(0.0, settings.lift_s, high)
    track.move(settings.lift_s + 0.2, LOWER_S, low)
    time_s = np.arange(0.0, settings.lift_s + 0.2 + LOWER_S, 0.001)
    angle = track.at(time_s).scaled(RAD_PER_DEG)
    size = settings.lever_m * np.hypot(angle.accel, angle.rate**2)
    peak_dps = PEAK_OF_MEAN * (high - low) / settings.lift_s
    lifted = DEG_PER_RAD * angle.value[time_s <= settings.lift_s]
    return StillElbow(
        peak_speed_dps=peak_dps,
        carry=coast_ratio(min_jerk_held_dps(high - low, settings.lift_s), lifted, load_lever_m=load_lever_m),
        inertial_peak_mps2=quantile(size, 0.95),
        push_mps2=quantile(size[time_s <= settings.lift_s], 0.95),
    )


def min_jerk_held_dps(sweep_deg: float, lift_s: float) -> float:
    """Speed that a minimum-jerk lift holds for 0.4 s around its middle, °/s.

    Its angle is ``10 τ³ − 15 τ⁴ + 6 τ⁵`` of the sweep, with τ the share of its time that has passed (Flash
    and Hogan 1985).

    Parameters
    ----------
    sweep_deg : float
    lift_s : float
    """
    share = min(REP.held_s / lift_s, 1.0)
    late = 0.5 + 0.5 * share
    done = late**3 * (10.0 - 15.0 * late + 6.0 * late**2)
    return sweep_deg * (2.0 * done - 1.0) / (share * lift_s)


def coast_ratio(speed_dps: float, elevation_deg: Floats, *, load_lever_m: float) -> float:
    """Coast of the load, ½v² / gΔh: its kinetic energy over the potential energy of the lift.

    Parameters
    ----------
    speed_dps : float
        Of the forearm.
    elevation_deg : (n,) float64
        Of the forearm in the lift.
    load_lever_m : float
        Elbow to load.
    """
    speed_mps = load_lever_m * radians(speed_dps)
    height_m = -load_lever_m * np.cos(elevation_deg * RAD_PER_DEG)
    return float(0.5 * speed_mps**2 / (G_MPS2 * np.ptp(height_m)))
