"""How good the data are, in plain words: one sentence a finding, with where it is and what it changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.quality.monitor import Vitals
from analysis.results import Quality, Rep, RepSet
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Severity
from imu.types import CURL_SENSORS, Gap, ReadingNote
from imu.units import DEG_PER_RAD, G_MPS2

NBSP = "\u00a0"
SLOW_GRAVITY = 0.01
"""Relative error of gravity worth a sentence as a warning-free note."""


def assess(
    vitals: Sequence[Vitals], sets: Sequence[RepSet], reading: Sequence[ReadingNote], thresholds: Thresholds
) -> tuple[Quality, ...]:
    """Everything worth knowing about the data of a session, sensor by sensor, then set by set.

    Sets are numbered sensor by sensor.
    """
    notes = [_read(n) for n in reading] + _placement([v.sensor for v in vitals])
    numbered = {v.sensor: list(enumerate((s for s in sets if s.sensor == v.sensor), start=1)) for v in vitals}
    for v in vitals:
        notes += _of_sensor(v, numbered[v.sensor], thresholds)
    for of_sensor in numbered.values():
        for number, one in of_sensor:
            notes += _of_set(number, one)
    return tuple(notes)


def _read(note: ReadingNote) -> Quality:
    severity: Severity = (
        "warning" if note.severity == "warning" else "info" if note.severity == "info" else "fine"
    )
    return Quality(code=note.code, severity=severity, text=note.text, start_s=note.start_s)


def _placement(sensors: Sequence[str]) -> list[Quality]:
    if any(sensor in CURL_SENSORS for sensor in sensors):
        return []
    where = " and ".join(sensors)
    text = f"No sensor on a wrist, forearm, dumbbell or barbell ({where} only): no curls are looked for. Say where it was with --sensor."
    return [Quality(code="no_curl_sensor", severity="warning", text=text)]


def _of_sensor(v: Vitals, sets: Sequence[tuple[int, RepSet]], thresholds: Thresholds) -> list[Quality]:
    found = [
        _rate(v, thresholds),
        *_gaps(v, sets),
        _gyroscope(v),
        _dropped(v),
        _constant(v),
        _zero(v),
        _axes(v),
        _gravity(v, [s for _, s in sets]),
    ]
    return [q for q in found if q is not None]


def _rate(v: Vitals, thresholds: Thresholds) -> Quality | None:
    rate = v.rate_hz
    if rate is None:
        return Quality(
            code="short", severity="warning", sensor=v.sensor, text="Too few readings to say anything."
        )
    if v.too_slow:
        needed = thresholds.grid.slow_rate_hz
        text = f"Too slow to judge: {rate:.1f} readings a second; {needed:.1f} are needed. Reps are counted where they can be seen."
        return Quality(code="slow", severity="warning", sensor=v.sensor, text=text)
    kinds = "Accelerometer and gyroscope." if v.has_gyro else "Accelerometer only."
    low, high = v.spacing_ms
    if high > 2.0 * low + 2.0:
        text = f"Timestamps were irregular ({low:.0f} to {high:.0f}{NBSP}ms). Handled. {rate:.1f} readings a second. {kinds}"
        return Quality(code="irregular", severity="fine", sensor=v.sensor, text=text)
    return Quality(
        code="steady",
        severity="fine",
        sensor=v.sensor,
        text=f"Steady signal. {rate:.1f} readings a second. {kinds}",
    )


def _gaps(v: Vitals, sets: Sequence[tuple[int, RepSet]]) -> list[Quality]:
    out = [_gap(v.sensor, gap, sets) for gap in v.gaps]
    if len(out) <= MOST_GAPS:
        return out
    total = sum(g.end_s - g.start_s for g in v.gaps)
    text = f"{len(out)} holes, {total:.0f}{NBSP}s in all. Reps with a hole are counted, but not judged."
    worst: Severity = "warning" if any(q.severity == "warning" for q in out) else "info"
    return [Quality(code="gap", severity=worst, sensor=v.sensor, start_s=v.gaps[0].start_s, text=text)]


def _gap(sensor: str, gap: Gap, sets: Sequence[tuple[int, RepSet]]) -> Quality:
    lasted = gap.end_s - gap.start_s
    length, at = f"{lasted:.1f}{NBSP}s", _clock(gap.start_s)
    where = next(
        ((n, r) for n, s in sets for r in s.reps if r.start_s < gap.end_s and gap.start_s < r.end_s), None
    )
    severity: Severity = "info"
    if where is not None:
        severity = "warning"
        then = "is counted, but not judged" if where[1].verdict == "uncertain" else "is counted"
        text = f"A hole of {length} in set {where[0]}, rep {where[1].index}. The rep {then}."
    elif lasted < LOST_REP_S:
        text = f"A hole of {length} at {at}, in no rep."
    else:
        text = f"A hole of {length} at {at}: reps in it cannot be counted."
    return Quality(code="gap", severity=severity, sensor=sensor, start_s=gap.start_s, text=text)


MOST_GAPS = 5
"""More holes than this are told in one sentence."""
LOST_REP_S = 1.0
"""A hole as long as this may hide a rep."""
WIDEST_DEG = 185.0
"""No elbow and shoulder together swing a forearm further in a curl."""
LONGEST_LIFT_S = 6.0
"""Slower lifts are rare: rather a pause in the lift, or two movements."""


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(int(abs(time_s)), 60)
    return f"{'−' if time_s < 0 else ''}{minutes}:{seconds:02d}"


def _gyroscope(v: Vitals) -> Quality | None:
    if v.has_gyro:
        return None
    return Quality(
        code="no_gyroscope",
        severity="info",
        sensor=v.sensor,
        text="No gyroscope: speed, coast and elbow figures are missing.",
    )


def _dropped(v: Vitals) -> Quality | None:
    if v.dropped == 0:
        return None
    text = f"{v.dropped} readings were left out: not a number, or older than the one before."
    return Quality(code="dropped", severity="warning", sensor=v.sensor, text=text)


def _constant(v: Vitals) -> Quality | None:
    if not v.constant:
        return None
    return Quality(
        code="constant",
        severity="warning",
        sensor=v.sensor,
        text="Every reading is the same: the sensor was not measuring.",
    )


def _zero(v: Vitals) -> Quality | None:
    if not v.gross_bias and v.zero_radps is None:
        return None
    much = "far from zero" if v.zero_radps is None else f"{v.zero_radps * DEG_PER_RAD:.0f}{NBSP}°/s"
    text = f"The gyroscope reads {much} when nothing turns. Corrected; calibrate the sensor."
    return Quality(code="gyroscope_zero", severity="warning", sensor=v.sensor, text=text)


def _axes(v: Vitals) -> Quality | None:
    if not v.mirrored_gyroscope:
        return None
    found = "The gyroscope turns the other way than gravity does: its axes are of the other handedness."
    text = f"{found} The figures are not right; analyze mends it (by itself, or with --flip-gyro xyz)."
    return Quality(code="gyroscope_axes", severity="warning", sensor=v.sensor, text=text)


def _gravity(v: Vitals, sets: Sequence[RepSet]) -> Quality | None:
    sizes = [s.gravity_mps2 for s in sets if s.gravity_mps2 is not None]
    if not sizes or v.mirrored_gyroscope:
        return None
    size = float(np.median(sizes))
    off = size / G_MPS2 - 1.0
    if not all(s.gravity_trusted for s in sets):
        far = f"Gravity reads {size:.1f}{NBSP}m/s²: too far off to use."
        text = f"{far} Reps were found by the gyroscope alone; calibrate the accelerometer."
        return Quality(code="gravity", severity="warning", sensor=v.sensor, text=text)
    if abs(off) < SLOW_GRAVITY:
        text = f"Gravity reads {size:.2f}{NBSP}m/s², as it should."
    else:
        text = f"Gravity reads {size:.2f}{NBSP}m/s², {abs(off) * 100:.1f}{NBSP}% {'high' if off > 0 else 'low'}. Corrected."
    return Quality(code="gravity", severity="fine", sensor=v.sensor, text=text)


def _of_set(number: int, one: RepSet) -> list[Quality]:
    def note(code: str, severity: Severity, text: str) -> Quality:
        return Quality(code=code, severity=severity, sensor=one.sensor, start_s=one.start_s, text=text)

    out = [note("implausible", severity, text) for severity, text in _implausible(number, one)]
    if one.lever_m is not None and one.lever_sd_m is not None:
        length, sd = f"{one.lever_m * 100:.0f}{NBSP}cm", f"±{NBSP}{max(one.lever_sd_m * 100, 1):.0f}{NBSP}cm"
        text = f"Sensor {length} from the elbow, {sd}, worked out from set {number}."
        out.append(note("lever", "fine", text))
    if one.sensor_turn is not None:
        turn = one.sensor_turn
        found = (
            f"Set {number}: the sensor turned by about {turn.degrees:.0f}° on the arm before rep {turn.rep}."
        )
        text = f"{found} Fasten it tighter; the angles of this set are less certain."
        out.append(note("sensor_turned", "warning", text))
    clipped = sum(r.clipped for r in one.reps)
    if clipped:
        where = f"{clipped} {'rep' if clipped == 1 else 'reps'}"
        text = f"Set {number}: the sensor hit its limit in {where}: their peaks are too low."
        out.append(note("clipped", "warning", text))
    usual = one.baseline.rom_deg if one.baseline else None
    halves = [r for r in one.reps if r.verdict == "partial" and r.rom_deg is not None]
    if len(halves) == 1 and usual is not None:
        rep = halves[0]
        out.append(
            note(
                "half_rep",
                "info",
                f"Set {number}, rep {rep.index} was a half rep: {rep.rom_deg:.0f}°; your full reps reach about {usual:.0f}°.",
            )
        )
    elif halves:
        out.append(
            note(
                "half_rep",
                "info",
                f"Set {number}: {len(halves)} of {len(one.reps)} were half reps. Short reps are not momentum.",
            )
        )
    return out


def _implausible(number: int, one: RepSet) -> list[tuple[Severity, str]]:
    """Figures of a set that a person can hardly have made."""
    wide = [r for r in one.reps if r.rom_deg is not None and r.rom_deg > WIDEST_DEG]
    slow = [r for r in one.reps if r.lift_s is not None and r.lift_s > LONGEST_LIFT_S]
    found: list[tuple[Severity, str]] = []
    if wide:
        most = max(r.rom_deg or 0.0 for r in wide)
        swept = f"Set {number}: an implausible range in {_of_reps(wide, one)}, up to {most:.0f}°."
        found.append(("warning", f"{swept} Such angles are too wide; fasten and calibrate the sensor."))
    if slow:
        most = max(r.lift_s or 0.0 for r in slow)
        lasted = f"Set {number}: an implausibly long lift in {_of_reps(slow, one)}, up to {most:.1f}{NBSP}s."
        found.append(("info", f"{lasted} It may hold a pause or another movement."))
    return found


def _of_reps(some: Sequence[Rep], one: RepSet) -> str:
    return f"rep {some[0].index}" if len(some) == 1 else f"{len(some)} of {len(one.reps)} reps"
