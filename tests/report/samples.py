"""Ordinary and odd sessions, made from closed-form curves: no tracker, no recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.reason import Because, Reason
from analysis.results import (
    AdviceOption,
    CompanionTrace,
    Quality,
    RejectedSet,
    SensorSummary,
    SessionResult,
)
from imu.types import Floats, Gap
from tests.report.build import (
    ABSTAIN,
    KEEP,
    LATE,
    LIGHTER,
    Plan,
    advise,
    both,
    controlled,
    fast,
    half,
    make_set,
    noted,
    parted,
    session,
    swing,
    unsure,
)

WARM_UP = (controlled(0), controlled(1), unsure(), *(controlled(i) for i in range(3, 7)), half())
WORKING = (*(controlled(i) for i in range(6)), swing(0), both(0), both(1), both(2))


def ordinary() -> SessionResult:
    """The mock-up's session: a warm-up with a hole and a half rep, a working set that ends swinging."""
    first = make_set(WARM_UP, 4.0, weight_kg=7.5, advice=KEEP)
    hole = Gap(start_s=first.reps[2].start_s + 0.5, end_s=first.reps[2].start_s + 1.1)
    sensor = SensorSummary(name="wrist", rate_hz=49.8, has_gyro=True, gaps=(hole,), samples=8000)
    gap = {"start_s": hole.start_s, "gap_s": 0.6, "set": 1, "rep": 3, "judged": False}
    warning = Quality(severity="warning", because=Because(code=Reason.GAP, values=gap))
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
                because=Because(code=Reason.HIGH_MIDDLE),
            ),
            RejectedSet(sensor="wrist", start_s=50.0, end_s=58.0, because=Because(code=Reason.STAYS_UP)),
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


def forty_sets() -> SessionResult:
    sets = [
        make_set([controlled(i) for i in range(5)] + [swing(i) for i in range(n % 4)], 60.0 * n, advice=KEEP)
        for n in range(40)
    ]
    return session(*sets)


def two_wrists() -> SessionResult:
    left = make_set(
        [controlled(i) for i in range(9)],
        10.0,
        sensor="wrist_left",
        advice=replace(KEEP, **parted("Keep 12.5 kg: all 9 reps were controlled.")),
    )
    right = make_set(WORKING, 10.4, sensor="wrist_right", advice=LATE)
    return session(left, right)


def accelerometer_only() -> SessionResult:
    plans = [controlled(i) for i in range(6)] + [swing(), swing(1)]
    made = make_set(
        plans, advice=replace(LATE, **parted("Keep 12.5 kg and stop at 6: from rep 7 on the body swung."))
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
    note = Quality(severity="info", because=Because(code=Reason.NO_GYROSCOPE))
    return session(made, sensors=(sensor,), quality=(note,))


def all_uncertain() -> SessionResult:
    return session(make_set([unsure() for _ in range(5)], advice=ABSTAIN))


def holes() -> SessionResult:
    """Gaps of the sensor and stretches of NaN inside reps."""
    plans = [controlled(0), unsure(), controlled(2), controlled(3), unsure(), swing()]
    made = make_set(
        plans, advice=replace(KEEP, **parted("Keep 12.5 kg: 3 of 4 judged reps were controlled."))
    )
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
        advice=replace(KEEP, **parted(f"Keep 12.5 kg: all reps were controlled. {HOSTILE}")),
    )
    note = noted("warning", f"Odd header {HOSTILE}. It was read as acceleration.")
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
        **parted("Next set: lighter, or stop at 6: from rep 7 on the body swung."),
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
    return session(make_set(plans, advice=replace(LIGHTER, **parted(why), agreement=0.45)))


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
        ordinary,
        no_sets,
        nothing_at_all,
        one_rep,
        hundred_reps,
        twelve_sets,
        two_wrists,
        accelerometer_only,
        all_uncertain,
        holes,
        hostile_names,
        huge_numbers,
        no_weight,
        all_momentum,
        all_controlled,
        all_fast,
        no_traces,
        relative_angle,
        mixed,
        with_companions,
    )
}
"""Every sample by name."""
