"""Results made from closed-form curves: no tracker, no recording. Each sample is one ordinary or odd session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.results import (
    Advice,
    AdviceOption,
    Baseline,
    CompanionTrace,
    Quality,
    RejectedSet,
    Rep,
    RepSet,
    SensorSummary,
    SessionResult,
    SetTrace,
)
from imu.types import Floats, Gap

RATE_HZ = 50.0
_PAUSE_S = 0.35
G = 9.80665


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one rep shall be: the trace follows from it in closed form."""

    verdict: str = "controlled"
    cause: str | None = None
    rule: str | None = None
    rom_deg: float = 127.0
    lift_s: float = 1.6
    lower_s: float = 1.9
    elbow_mps2: float = 0.8
    momentum: float | None = 0.04
    called_before_top_s: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def peak_dps(self) -> float:
        """Fastest moment of half a cosine: pi/2 times the mean speed."""
        return np.pi / 2 * self.rom_deg / self.lift_s


def controlled(i: int = 0) -> Plan:
    return Plan(
        rom_deg=127.0 - i % 3,
        lift_s=1.7 - 0.03 * (i % 5),
        momentum=0.02 + 0.01 * (i % 6),
        elbow_mps2=0.7 + 0.05 * (i % 4),
    )


def swing(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum", cause="swing", rule="fixed", rom_deg=136.0 + i, lift_s=1.25, lower_s=1.5, elbow_mps2=2.5,
        momentum=0.67, called_before_top_s=0.6,
    )  # fmt: skip


def both(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum", cause="both", rule="both", rom_deg=140.0 + 3 * i, lift_s=1.0 - 0.02 * i, lower_s=1.3,
        elbow_mps2=2.7, momentum=min(0.8 + 0.04 * i, 0.98), called_before_top_s=0.5,
    )  # fmt: skip


def fast(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum", cause="speed", rule="own", rom_deg=126.0, lift_s=0.8, lower_s=1.0, elbow_mps2=0.9, momentum=0.61 + 0.02 * i,
        called_before_top_s=0.2,
    )  # fmt: skip


def half() -> Plan:
    return Plan(
        verdict="partial", rom_deg=83.0, lift_s=1.2, lower_s=1.4, momentum=0.04,
        reasons=("it swept 83°; your full reps sweep about 127°",),
    )  # fmt: skip


def unsure() -> Plan:
    return Plan(verdict="uncertain", momentum=None, reasons=("a hole of 0.6 s in the lift",))


def _rep(index: int, plan: Plan, start_s: float) -> Rep:
    top = start_s + plan.lift_s
    unknown = plan.verdict == "uncertain"
    height_m = 0.33 * (1 - np.cos(np.radians(plan.rom_deg)))
    speed_mps = 0.33 * np.radians(plan.peak_dps)
    return Rep(
        index=index, start_s=start_s, top_s=top, end_s=top + plan.lower_s, decided_at_s=top + 30.0, announced_at_s=top + 0.1,
        flagged_at_s=None if plan.called_before_top_s is None else top - plan.called_before_top_s,
        rom_deg=None if unknown else plan.rom_deg, bottom_deg=2.0, top_deg=2.0 + plan.rom_deg,
        lift_s=None if unknown else plan.lift_s, lower_s=None if unknown else plan.lower_s,
        peak_speed_dps=None if unknown else plan.peak_dps,
        carry=None if unknown else 0.5 * speed_mps**2 / (G * height_m),
        inertial_peak_mps2=None if unknown else 2.0 + 2.3 * plan.elbow_mps2,
        elbow_rms_mps2=None if unknown else plan.elbow_mps2,
        momentum=plan.momentum, verdict=plan.verdict, cause=plan.cause, rule=plan.rule, reasons=plan.reasons,  # type: ignore[arg-type]
    )  # fmt: skip


def _trace(
    reps: Sequence[Rep], plans: Sequence[Plan], start_s: float, end_s: float, *, absolute: bool
) -> SetTrace:
    time = np.arange(start_s, end_s, 1 / RATE_HZ)
    angle, speed, elbow = np.full_like(time, 2.0), np.zeros_like(time), np.full_like(time, 0.3)
    for rep, plan in zip(reps, plans, strict=True):
        up = (time >= rep.start_s) & (time < rep.top_s)
        down = (time >= rep.top_s) & (time < rep.end_s)
        rise, fall = (time[up] - rep.start_s) / plan.lift_s, (time[down] - rep.top_s) / plan.lower_s
        angle[up] = 2.0 + plan.rom_deg * (1 - np.cos(np.pi * rise)) / 2
        angle[down] = 2.0 + plan.rom_deg * (1 + np.cos(np.pi * fall)) / 2
        speed[up] = plan.peak_dps * np.sin(np.pi * rise)
        speed[down] = -np.pi / 2 * plan.rom_deg / plan.lower_s * np.sin(np.pi * fall)
        elbow[up] = plan.elbow_mps2 * (
            0.4 + 2.0 * np.exp(-(((rise - 0.3) / 0.12) ** 2)) + np.exp(-(((rise - 0.6) / 0.1) ** 2))
        )
    return SetTrace(
        time_s=time,
        angle_deg=angle,
        angle_is_absolute=absolute,
        lift_speed_dps=speed,
        inertial_mps2=elbow + 1.0,
        elbow_mps2=elbow,
    )


def _baseline(reps: Sequence[Rep]) -> Baseline | None:
    own = [r for r in reps if r.verdict == "controlled" and r.peak_speed_dps is not None]
    if len(own) < 3:
        return None
    return Baseline(
        reps=len(own), peak_speed_dps=float(np.median([r.peak_speed_dps for r in own])),
        inertial_peak_mps2=float(np.median([r.inertial_peak_mps2 for r in own])), rom_deg=float(np.median([r.rom_deg for r in own])),
    )  # fmt: skip


def make_set(
    plans: Sequence[Plan], start_s: float = 4.0, *, sensor: str = "wrist", absolute: bool = True, **more: Any
) -> RepSet:
    """A set of the planned reps one after the other."""
    reps, at = [], start_s
    for i, plan in enumerate(plans, start=1):
        reps.append(_rep(i, plan, at))
        at = reps[-1].end_s + _PAUSE_S
    end_s = reps[-1].end_s
    trace = _trace(reps, plans, start_s - 1.5, end_s + 1.5, absolute=absolute)
    given: dict[str, Any] = {
        "sensor": sensor, "start_s": start_s, "end_s": end_s, "decided_at_s": end_s + 8.0, "closed_by": "rest", "reps": tuple(reps),
        "weight_kg": 12.5, "lever_m": 0.28, "lever_sd_m": 0.02, "baseline": _baseline(reps), "trace": trace,
    }  # fmt: skip
    return RepSet(**(given | more))


def advise(action: str, why: str, rule: str, agreement: float | None, *options: AdviceOption) -> Advice:
    return Advice(action=action, options=options, rule=rule, why=why, agreement=agreement)  # type: ignore[arg-type]


LATE = advise(
    "fewer", "Keep 12.5 kg and stop at 6, or take 10 kg for all 10: from rep 7 on the body swung.", "late momentum", 0.8,
    AdviceOption(weight_kg=12.5, reps=6), AdviceOption(weight_kg=10.0, reps=10),
)  # fmt: skip
KEEP = advise(
    "keep",
    "Keep 12.5 kg: all 10 reps were controlled.",
    "all controlled",
    1.0,
    AdviceOption(weight_kg=12.5, reps=10),
)
LIGHTER = advise(
    "lighter",
    "Take 10 kg next set: the body swung from the first reps.",
    "momentum from the start",
    1.0,
    AdviceOption(weight_kg=10.0),
)
ABSTAIN = advise("none", "No advice for this set: 5 of 5 reps could not be judged.", "too little data", None)


def session(*sets: RepSet, **more: Any) -> SessionResult:
    """A session with ordinary data quality."""
    end_s = max((s.end_s for s in sets), default=60.0)
    names = tuple(dict.fromkeys(s.sensor for s in sets)) or ("wrist",)
    given: dict[str, Any] = {
        "path": "recordings/monday.csv", "files": ("recordings/monday.csv",), "format": "canonical",
        "started_at": "2026-05-14T18:42:00+02:00", "lifter": None, "start_s": 0.0, "duration_s": end_s + 8.0,
        "sensors": tuple(SensorSummary(name=n, rate_hz=49.8, has_gyro=True, gaps=(), samples=3000) for n in names),
        "events": (), "sets": sets, "rejected_sets": (),
        "quality": (
            Quality(code="rate", severity="fine", text="Steady signal. 49.8 readings a second, asked for 50."),
            Quality(code="gravity", severity="info", text="Gravity reads 9.76 m/s² at rest, 0.5 % low. Corrected."),
        ),
        "thresholds_digest": "7c1e9ab420d355aa", "thresholds_are_defaults": True, "version": "0.1.0",
    }  # fmt: skip
    return SessionResult(**(given | more))


WARM_UP = (controlled(0), controlled(1), unsure(), *(controlled(i) for i in range(3, 7)), half())
WORKING = (*(controlled(i) for i in range(6)), swing(0), both(0), both(1), both(2))


def ordinary() -> SessionResult:
    """The mock-up's session: a warm-up with a hole and a half rep, a working set that ends swinging."""
    first = make_set(WARM_UP, 4.0, weight_kg=7.5, advice=KEEP)
    hole = Gap(start_s=first.reps[2].start_s + 0.5, end_s=first.reps[2].start_s + 1.1)
    sensor = SensorSummary(name="wrist", rate_hz=49.8, has_gyro=True, gaps=(hole,), samples=8000)
    warning = Quality(
        code="gap",
        severity="warning",
        text="A hole of 0.6 s in set 1, rep 3. The rep is counted, but not judged.",
    )
    second = make_set(WORKING, 129.0, advice=LATE, target_reps=10, side="right")
    result = session(replace(first, side="right"), second, sensors=(sensor,))
    return replace(result, quality=(*result.quality, warning))


def no_sets() -> SessionResult:
    return session(
        duration_s=95.0,
        rejected_sets=(
            RejectedSet(
                sensor="wrist",
                start_s=12.0,
                end_s=31.5,
                why="not a curl: the forearm hardly turned, as in a row or a press",
            ),
            RejectedSet(sensor="wrist", start_s=50.0, end_s=58.0, why="a drink: one lift, held for 4 s"),
        ),
    )


def nothing_at_all() -> SessionResult:
    return session(sensors=(), quality=(), started_at=None)


def one_rep() -> SessionResult:
    return session(make_set([swing()], advice=None, weight_kg=None))


def hundred_reps() -> SessionResult:
    plans = [
        both(i % 4)
        if i > 70 and i % 3
        else unsure()
        if i == 40
        else half()
        if i in (20, 21)
        else controlled(i)
        for i in range(100)
    ]
    late = advise(
        "fewer",
        "Keep 12.5 kg and stop at 71, or take 10 kg: in 19 of 100 reps the body swung.",
        "late momentum",
        0.7,
    )
    return session(make_set(plans, advice=late))


def twelve_sets() -> SessionResult:
    kinds: tuple[Callable[[int], Plan], ...] = (controlled, swing, fast)
    sets = [
        make_set(
            [controlled(i) for i in range(6)] + [kinds[n % 3](i) for i in range(n % 5)],
            60.0 * n,
            weight_kg=5.0 + 1.25 * n,
            advice=KEEP,
        )
        for n in range(12)
    ]
    return session(*sets)


def two_wrists() -> SessionResult:
    left = make_set(
        [controlled(i) for i in range(9)],
        10.0,
        sensor="wrist_left",
        advice=replace(KEEP, why="Keep 12.5 kg: all 9 reps were controlled."),
    )
    right = make_set(WORKING, 10.4, sensor="wrist_right", advice=LATE)
    return session(left, right)


def accelerometer_only() -> SessionResult:
    plans = [controlled(i) for i in range(6)] + [swing(), swing(1)]
    made = make_set(
        plans, advice=replace(LATE, why="Keep 12.5 kg and stop at 6: from rep 7 on the body swung.")
    )
    bare = tuple(replace(r, peak_speed_dps=None, carry=None, elbow_rms_mps2=None) for r in made.reps)
    trace = made.trace
    assert trace is not None
    nan = np.full_like(trace.time_s, np.nan)
    made = replace(
        made,
        reps=bare,
        baseline=None,
        lever_m=None,
        lever_sd_m=None,
        trace=replace(trace, lift_speed_dps=nan, elbow_mps2=None),
    )
    sensor = SensorSummary(name="wrist", rate_hz=25.0, has_gyro=False, gaps=(), samples=900)
    note = Quality(code="no_gyro", severity="info", text="No gyroscope: speed and elbow figures are missing.")
    return session(made, sensors=(sensor,), quality=(note,))


def all_uncertain() -> SessionResult:
    return session(make_set([unsure() for _ in range(5)], advice=ABSTAIN))


def holes() -> SessionResult:
    """Gaps of the sensor and stretches of NaN inside reps."""
    plans = [controlled(0), unsure(), controlled(2), controlled(3), unsure(), swing()]
    made = make_set(plans, advice=replace(KEEP, why="Keep 12.5 kg: 3 of 4 judged reps were controlled."))
    trace = made.trace
    assert trace is not None
    angle, speed = trace.angle_deg.copy(), trace.lift_speed_dps.copy()
    lost = (trace.time_s > made.reps[4].start_s + 0.3) & (trace.time_s < made.reps[4].start_s + 2.4)
    angle[lost] = speed[lost] = np.nan
    gap = Gap(start_s=made.reps[1].start_s + 0.4, end_s=made.reps[1].start_s + 1.2)
    sensor = SensorSummary(name="wrist", rate_hz=None, has_gyro=True, gaps=(gap,), samples=900)
    return session(
        replace(made, trace=replace(trace, angle_deg=angle, lift_speed_dps=speed)), sensors=(sensor,)
    )


HOSTILE = "<script>alert('x')</script>\"&*/}</style>"


def hostile_names() -> SessionResult:
    long_name = "a_very_long_file_name_" * 12 + HOSTILE.replace("/", "") + ".csv"
    made = make_set(
        [controlled(i) for i in range(4)],
        advice=replace(KEEP, why=f"Keep 12.5 kg: all reps were controlled. {HOSTILE}"),
    )
    note = Quality(code="x", severity="warning", text=f"Odd header {HOSTILE}. It was read as acceleration.")
    made = replace(made, sensor=f"wrist{HOSTILE}", side=HOSTILE)
    return session(
        made,
        path=f"/some/folder/{long_name}",
        lifter=HOSTILE * 3,
        started_at=f"yesterday {HOSTILE}",
        quality=(note,),
    )


def huge_numbers() -> SessionResult:
    made = make_set([controlled(i) for i in range(4)] + [both(1)], advice=LIGHTER, weight_kg=1234.5)
    wild = replace(
        made.reps[4],
        peak_speed_dps=123456.7,
        inertial_peak_mps2=9.9e8,
        carry=412.3,
        rom_deg=1440.0,
        elbow_rms_mps2=5000.0,
        momentum=1.0,
    )
    trace = made.trace
    assert trace is not None
    hot = trace.time_s >= wild.start_s
    speed = np.where(hot, trace.lift_speed_dps * 400, trace.lift_speed_dps)
    elbow = None if trace.elbow_mps2 is None else np.where(hot, trace.elbow_mps2 * 900, trace.elbow_mps2)
    trace = replace(
        trace,
        angle_deg=np.where(hot, trace.angle_deg * 10, trace.angle_deg),
        lift_speed_dps=speed,
        elbow_mps2=elbow,
    )
    return session(replace(made, reps=(*made.reps[:4], wild), trace=trace))


def no_weight() -> SessionResult:
    late = replace(
        LATE,
        why="Next set: lighter, or stop at 6: from rep 7 on the body swung.",
        options=(AdviceOption(reps=6), AdviceOption(percent=-10.0)),
    )
    return session(make_set(WORKING, weight_kg=None, advice=late), started_at=None)


def all_momentum() -> SessionResult:
    return session(make_set([swing(i) for i in range(3)] + [both(i) for i in range(5)], advice=LIGHTER))


def all_controlled() -> SessionResult:
    return session(make_set([controlled(i) for i in range(10)], advice=KEEP))


def all_fast() -> SessionResult:
    slower = advise(
        "slower",
        "Keep 12.5 kg and lift over 2 s: 4 of 10 reps were fast, with a still elbow.",
        "fast, still elbow",
        0.9,
    )
    return session(make_set([controlled(i) if i % 3 else fast(i) for i in range(10)], advice=slower))


def no_traces() -> SessionResult:
    return session(replace(make_set(WORKING, advice=LATE), trace=None))


def relative_angle() -> SessionResult:
    made = make_set(WORKING, advice=LATE, absolute=False)
    return session(replace(made, lever_m=None, lever_sd_m=None))


def mixed() -> SessionResult:
    """Verdicts that change from rep to rep: the labels over the bars have no room."""
    plans = [
        controlled(0),
        swing(),
        controlled(1),
        half(),
        fast(),
        unsure(),
        both(),
        controlled(2),
        controlled(3),
        half(),
        swing(),
        controlled(4),
    ]
    why = "Take 10 kg next set: in 4 of 12 reps the body swung."
    return session(make_set(plans, advice=replace(LIGHTER, why=why, agreement=0.45)))


def _lean(start_s: float, end_s: float, peak_deg: float) -> tuple[Floats, Floats]:
    time = np.arange(start_s, end_s, 0.04)
    return time, peak_deg * np.sin(2 * np.pi * time / 3.6)


def with_companions() -> SessionResult:
    made = make_set(WORKING, advice=LATE)
    traces = []
    for sensor, peak in (("trunk", 14.0), ("upper_arm", 31.0)):
        time, lean = _lean(0.0, made.end_s + 8.0, peak)
        traces.append(CompanionTrace(sensor=sensor, time_s=time, inclination_deg=lean))
    sensors = tuple(
        SensorSummary(name=n, rate_hz=49.8, has_gyro=True, gaps=(), samples=2000)
        for n in ("wrist", "trunk", "upper_arm")
    )
    return session(made, companions=tuple(traces), sensors=sensors)


SAMPLES: dict[str, Callable[[], SessionResult]] = {
    f.__name__: f
    for f in (
        ordinary, no_sets, nothing_at_all, one_rep, hundred_reps, twelve_sets, two_wrists, accelerometer_only, all_uncertain, holes,
        hostile_names, huge_numbers, no_weight, all_momentum, all_controlled, all_fast, no_traces, relative_angle, mixed, with_companions,
    )
}  # fmt: skip
"""Every sample by name."""
