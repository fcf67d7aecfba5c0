"""A simulated arm to try things on: what it did, what a formula says of it, and what the program found.

The arm does the same rep four times; the third is looked at. The formulas are those of a forearm whose elbow
stands still and whose lift has minimum jerk (Flash and Hogan 1985): its largest speed is 15/8 of the mean one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import numpy as np

from analysis.core.curl.measure import HELD_S, INERTIAL_HZ, PUSH_HZ
from analysis.core.signal.filters import quantile, smooth
from analysis.output import words
from analysis.output.explain import even_push_mps2
from analysis.output.verdict_words import word
from analysis.results import Rep
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import analyze
from imu._html import bold, joined, table
from imu.simulate import ArmModel, ArmTruth, CurlSet, SensorModel, Simulation, Still, Track, simulate
from imu.simulate import Rep as PlannedRep
from imu.simulate.truth import RepTruth
from imu.types import Floats
from imu.units import DEG_PER_RAD, G_MPS2, RAD_PER_DEG

REPS, SHOWN = 4, 2
BOTTOM_DEG, LOWER_S = 5.0, 1.6
RATE_HZ = 100.0
PEAK_OF_MEAN = 15.0 / 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSettings:
    """What can be changed.

    Attributes
    ----------
    lift_s : float
        How long the lift takes.
    throw : float
        How much hips, trunk and shoulder throw the weight: 0 not at all, 1 a clear swing.
    lever_m : float
        Elbow to sensor.
    bench_deg : float
        Elevation of the upper arm: 0 standing, positive on a preacher bench, negative on an incline one.
    top_deg : float
        How far the elbow bends.
    tremor_deg, tremor_hz : float
        A trembling elbow: to each side, and how often a second.
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
        """``A lift of 1.1 s with a throw``: what differs from a plain standing curl."""
        bench = "preacher bench" if self.bench_deg > 0 else "incline bench"
        parts = [
            "with a throw" if self.throw > 0 else "",
            "with a tremor" if self.tremor_deg > 0 else "",
            f"on an {bench}" if self.bench_deg < 0 else f"on a {bench}" if self.bench_deg > 0 else "",
        ]
        return " ".join([f"A lift of {self.lift_s:g} s", *(part for part in parts if part)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a rep in three ways, each None where it has no answer, and its limit where it has one."""

    name: str
    unit: str
    digits: int
    by_formula: float | None
    as_done: float | None
    found: float | None
    limit: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArmTrial:
    """A simulated set with its truth, and the rep that is shown.

    ``found`` is the rep as the program sees it, None where it saw none. ``fast_mps2`` and ``push_mps2``
    ``(n,)`` at `ArmTruth.time_s` are the sizes of the inertial acceleration below 8 and 3 Hz; ``limit_mps2`` is
    the push at which this lift would have been at the limit, None where it was not judged.
    """

    settings: ArmSettings
    arm: ArmTruth
    rep: RepTruth
    found: Rep | None
    reps_found: int
    figures: tuple[Figure, ...]
    fast_mps2: Floats
    push_mps2: Floats
    limit_mps2: float | None

    @property
    def sentence(self) -> str:
        """What the program says of it."""
        if self.found is None:
            return "The program counts no rep here."
        if self.found.momentum is None:
            return f"Not judged: {' and '.join(self.found.reasons)}."
        return f"The program says: {word(self.found)}, momentum {words.score(self.found.momentum)} of 100 (the limit is 50)."

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
        return joined(bold(self.sentence), table(heads, rows))


def _shown(value: float | None, figure: Figure) -> str | None:
    return None if value is None else f"{words.number(value, figure.digits)} {figure.unit}".strip()


def try_arm(settings: ArmSettings, thresholds: Thresholds = DEFAULTS) -> ArmTrial:
    """Lets the arm do it, records it with an ideal sensor of 100 Hz, and analyses that.

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
        np.linalg.norm(smooth(inertial, hz, 1.0 / RATE_HZ), axis=1) for hz in (INERTIAL_HZ, PUSH_HZ)
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
        limit_mps2=None if found is None else even_push_mps2(found),
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
    return simulate(session, arm=arm, sensor=SensorModel(rate_hz=RATE_HZ))


def _figures(
    settings: ArmSettings,
    arm: ArmTruth,
    rep: RepTruth,
    found: Rep | None,
    push_mps2: Floats,
    thresholds: Thresholds,
) -> tuple[Figure, ...]:
    t, even = thresholds.momentum, None if found is None else even_push_mps2(found)
    formula = still_elbow(settings, load_lever_m=t.load_lever_m)
    lifted = (arm.time_s >= rep.start_s) & (arm.time_s <= rep.top_s)
    elevation, pushed_mps2 = arm.elevation_deg[lifted], quantile(push_mps2[lifted], 0.95)
    done = carry(held_dps(elevation, 1.0 / RATE_HZ), elevation, load_lever_m=t.load_lever_m)
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
        Figure(
            name=n, unit=u, digits=d, by_formula=f, as_done=a, found=getattr(found, field, None), limit=limit
        )
        for n, u, d, f, a, field, limit in rows
    ]
    judged = [
        Figure(
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
    """Largest speed that an angle ``(n,)`` held for 0.4 s; of a shorter lift the mean one."""
    cells = min(round(HELD_S / step_s), len(elevation_deg) - 1)
    return float((elevation_deg[cells:] - elevation_deg[:-cells]).max()) / (cells * step_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class StillElbow:
    """What formulas say of a lift with a still elbow."""

    peak_speed_dps: float
    carry: float
    inertial_peak_mps2: float
    push_mps2: float


def still_elbow(settings: ArmSettings, *, load_lever_m: float = DEFAULTS.momentum.load_lever_m) -> StillElbow:
    """A forearm on a still elbow, without throw and tremor.

    With θ its elevation, the sensor at r is accelerated by rθ'' along its path and rθ'² towards the elbow.
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
        carry=carry(min_jerk_held_dps(high - low, settings.lift_s), lifted, load_lever_m=load_lever_m),
        inertial_peak_mps2=quantile(size, 0.95),
        push_mps2=quantile(size[time_s <= settings.lift_s], 0.95),
    )


def min_jerk_held_dps(sweep_deg: float, lift_s: float) -> float:
    """Speed that a lift of minimum jerk holds for 0.4 s around its middle: its angle is
    ``10 τ³ − 15 τ⁴ + 6 τ⁵`` of the sweep at the share τ of its time."""
    share = min(HELD_S / lift_s, 1.0)
    late = 0.5 + 0.5 * share
    done = late**3 * (10.0 - 15.0 * late + 6.0 * late**2)
    return sweep_deg * (2.0 * done - 1.0) / (share * lift_s)


def carry(speed_dps: float, elevation_deg: Floats, *, load_lever_m: float) -> float:
    """½v²/(gΔh) of the load, from a speed of the forearm and its elevations ``(n,)`` in the lift."""
    speed_mps = load_lever_m * radians(speed_dps)
    height_m = -load_lever_m * np.cos(elevation_deg * RAD_PER_DEG)
    return float(0.5 * speed_mps**2 / (G_MPS2 * np.ptp(height_m)))
