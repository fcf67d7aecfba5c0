"""Results made from closed-form curves: a planned rep gives its figures and its trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.reason import Because, Reason
from analysis.results import (
    Advice,
    AdviceOption,
    Baseline,
    Comparison,
    Quality,
    Rep,
    RepSet,
    SensorSummary,
    SessionResult,
    SetTrace,
)
from analysis.thresholds import DEFAULTS
from imu.types import ReadingNote

M = DEFAULTS.momentum
RATE_HZ = 50.0
_PAUSE_S = 0.35
G = 9.80665


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one rep shall be: the trace follows from it in closed form."""

    verdict: str = "controlled"
    cause: str | None = None
    rom_deg: float = 127.0
    lift_s: float = 1.6
    lower_s: float = 1.9
    elbow_mps2: float = 0.8
    momentum: float | None = 0.04
    called_before_top_s: float | None = None
    reasons: tuple[Because, ...] = ()

    @property
    def peak_dps(self) -> float:
        """Fastest moment of half a cosine: pi/2 times the mean speed."""
        return np.pi / 2 * self.rom_deg / self.lift_s


def noted(severity: Any, text: str, code: str = "x", **more: Any) -> Quality:
    """A note in words of its own, as the reader of a file makes it."""
    note = ReadingNote(code=code, severity="info", text=text)
    return Quality(severity=severity, because=note, **more)


def controlled(i: int = 0) -> Plan:
    return Plan(
        rom_deg=127.0 - i % 3,
        lift_s=1.7 - 0.03 * (i % 5),
        momentum=0.02 + 0.01 * (i % 6),
        elbow_mps2=0.7 + 0.05 * (i % 4),
    )


def swing(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum",
        cause="swing",
        rom_deg=136.0 + i,
        lift_s=1.25,
        lower_s=1.5,
        elbow_mps2=2.5,
        momentum=0.67,
        called_before_top_s=0.6,
    )


def both(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum",
        cause="both",
        rom_deg=140.0 + 3 * i,
        lift_s=1.0 - 0.02 * i,
        lower_s=1.3,
        elbow_mps2=2.7,
        momentum=min(0.8 + 0.04 * i, 0.98),
        called_before_top_s=0.5,
    )


def fast(i: int = 0) -> Plan:
    return Plan(
        verdict="momentum",
        cause="speed",
        rom_deg=126.0,
        lift_s=0.8,
        lower_s=1.0,
        elbow_mps2=0.9,
        momentum=0.61 + 0.02 * i,
        called_before_top_s=0.2,
    )


def half() -> Plan:
    return Plan(
        verdict="partial",
        rom_deg=83.0,
        lift_s=1.2,
        lower_s=1.4,
        momentum=0.04,
        reasons=(Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": 83.0, "usual_deg": 127.0}),),
    )


def unsure() -> Plan:
    return Plan(verdict="uncertain", momentum=None, reasons=(Because(code=Reason.GAP),))


def _rep(index: int, plan: Plan, start_s: float) -> Rep:
    top = start_s + plan.lift_s
    unknown = plan.verdict == "uncertain"
    return Rep(
        index=index,
        start_s=start_s,
        top_s=top,
        end_s=top + plan.lower_s,
        decided_at_s=top + 30.0,
        announced_at_s=top + 0.1,
        flagged_at_s=None if plan.called_before_top_s is None else top - plan.called_before_top_s,
        rom_deg=None if unknown else plan.rom_deg,
        bottom_deg=2.0,
        top_deg=2.0 + plan.rom_deg,
        lift_s=None if unknown else plan.lift_s,
        lower_s=None if unknown else plan.lower_s,
        peak_speed_dps=None if unknown else plan.peak_dps,
        carry=None if unknown else _carry(plan),
        inertial_peak_mps2=None if unknown else 2.0 + 2.3 * plan.elbow_mps2,
        push_mps2=None if unknown or plan.momentum is None else _push_mps2(plan),
        detour=None if unknown else 1.0,
        elbow_rms_mps2=None if unknown else plan.elbow_mps2,
        momentum=plan.momentum,
        verdict=plan.verdict,
        cause=plan.cause,
        reasons=plan.reasons,
        comparisons=() if unknown or plan.momentum is None else _compared(plan),
    )


def _carry(plan: Plan) -> float:
    height_m = 0.33 * (1 - np.cos(np.radians(plan.rom_deg)))
    return float(0.5 * (0.33 * np.radians(plan.peak_dps)) ** 2 / (G * height_m))


def _push_mps2(plan: Plan) -> float:
    """The push that gives the plan's momentum at its speed, by the score's own formula."""
    momentum = plan.momentum or 0.0
    together = np.log(momentum / (1.0 - momentum))
    return float(
        M.push_mps2 * np.exp((together - M.carry_weight * np.log(_carry(plan) / M.carry)) / M.push_weight)
    )


def _compared(plan: Plan) -> tuple[Comparison, ...]:
    """The evidence that gives the plan's momentum, and the sweep."""
    rows = (
        ("carry", _carry(plan), M.carry, M.carry_weight, "carry"),
        ("push_mps2", _push_mps2(plan), M.push_mps2, M.push_weight, "push_mps2"),
        ("detour", 1.0, 1.0, -M.tremor_weight, "tremor_weight"),
        ("rom_deg", plan.rom_deg, 90.0, 0.0, "partial_deg"),
    )
    return tuple(
        Comparison(
            figure=f,
            value=v,
            limit=limit,
            weight=w,
            threshold=f"momentum.{t}",
            rule="evidence" if w else "range",
        )
        for f, v, limit, w, t in rows
    )


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
        push_mps2=elbow + 1.0,
        elbow_mps2=elbow,
    )


def _baseline(reps: Sequence[Rep]) -> Baseline | None:
    own = [r for r in reps if r.verdict == "controlled" and r.peak_speed_dps is not None]
    if len(own) < 3:
        return None
    return Baseline(
        reps=len(own),
        peak_speed_dps=float(np.median([r.peak_speed_dps for r in own])),
        push_mps2=float(np.median([r.push_mps2 for r in own])),
        rom_deg=float(np.median([r.rom_deg for r in own])),
    )


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
        "sensor": sensor,
        "start_s": start_s,
        "end_s": end_s,
        "decided_at_s": end_s + 8.0,
        "closed_by": "rest",
        "reps": tuple(reps),
        "weight_kg": 12.5,
        "lever_m": 0.28,
        "lever_sd_m": 0.02,
        "baseline": _baseline(reps),
        "trace": trace,
    }
    return RepSet(**(given | more))


def parted(why: str) -> dict[str, str]:
    """What to do and what was found, of a sentence that says both."""
    todo, colon, finding = why.removesuffix(".").rpartition(": ")
    return {"todo": todo, "finding": finding} if colon else {"todo": finding}


def advise(action: str, why: str, rule: str, agreement: float | None, *options: AdviceOption) -> Advice:
    return Advice(
        action=action,  # type: ignore[arg-type]
        options=options,
        rule=rule,
        **parted(why),
        agreement=agreement,
        sureness=agreement,
        sure=None if agreement is None else "fairly sure" if agreement < 0.9 else "sure",
    )


LATE = advise(
    "fewer",
    "Keep 12.5 kg and stop at 6, or take 10 kg for all 10: from rep 7 on the body swung.",
    "late momentum",
    0.8,
    AdviceOption(weight_kg=12.5, reps=6),
    AdviceOption(weight_kg=10.0, reps=10),
)
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
        "path": "recordings/monday.csv",
        "files": ("recordings/monday.csv",),
        "format": "canonical",
        "started_at": "2026-05-14T18:42:00+02:00",
        "lifter": None,
        "start_s": 0.0,
        "duration_s": end_s + 8.0,
        "sensors": tuple(
            SensorSummary(name=n, rate_hz=49.8, has_gyro=True, gaps=(), samples=3000) for n in names
        ),
        "events": (),
        "sets": sets,
        "rejected_sets": (),
        "quality": (
            noted("fine", "Steady signal. 49.8 readings a second, asked for 50."),
            noted("info", "Gravity reads 9.76 m/s² at rest, 0.5 % low. Corrected."),
        ),
        "thresholds_digest": "7c1e9ab420d355aa",
        "thresholds_are_defaults": True,
        "version": "0.1.0",
    }
    return SessionResult(**(given | more))
