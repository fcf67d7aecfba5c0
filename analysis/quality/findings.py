"""Findings about the data of a session, as codes with facts; `analysis.output.data_sentences` words them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from analysis.core.signal.repeated import Standstill
from analysis.quality.companion_findings import of_companion
from analysis.quality.monitor import Vitals
from analysis.records.results import Quality, Rep, RepSet
from analysis.settings.plausible import LONGEST_LIFT_S, WIDEST_DEG
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because, Reason, Severity
from imu.facts import Value
from imu.placement import CURL_SENSORS, without_side
from imu.types import Gap, ReadingNote
from imu.units import DEG_PER_RAD, G_MPS2

GRAVITY_ERROR_WORTH_NOTING = 0.01
"""Relative error of gravity from which people are told that it was corrected for."""


def assess(
    vitals: Sequence[Vitals], sets: Sequence[RepSet], reading: Sequence[ReadingNote], thresholds: Thresholds
) -> tuple[Quality, ...]:
    """Returns everything worth knowing about the data of a session, sensor by sensor, then set by set.

    Parameters
    ----------
    vitals : sequence of Vitals
        What was monitored of each sensor.
    sets : sequence of RepSet
        Closed sets of all sensors; findings number them from 1 for each sensor.
    reading : sequence of ReadingNote
        Notes of the reader of the file.
    thresholds : Thresholds
    """
    notes = [_read(n) for n in reading] + _placement([v.sensor for v in vitals])
    numbered = {v.sensor: list(enumerate((s for s in sets if s.sensor == v.sensor), start=1)) for v in vitals}
    for v in vitals:
        notes += _of_sensor(v, numbered[v.sensor], thresholds)
        notes += (
            []
            if v.sensor in CURL_SENSORS or numbered[v.sensor]
            else of_companion(v, [one.sensor for one in vitals], sets)
        )
    for of_sensor in numbered.values():
        for number, one in of_sensor:
            notes += _of_set(number, one)
        notes += _cut_sets(of_sensor, thresholds)
    return tuple(notes)


def _cut_sets(sets: Sequence[tuple[int, RepSet]], thresholds: Thresholds) -> list[Quality]:
    """Sets that a hole cut in two: the lifter did not rest between them."""
    return [
        _found(
            Reason.SET_CUT, "warning", a.sensor, a.end_s, set=number, other=other, apart_s=b.start_s - a.end_s
        )
        for (number, a), (other, b) in pairwise(sets)
        if a.closed_by == "gap" and b.start_s - a.end_s < thresholds.live.rest_s
    ]


def _read(note: ReadingNote) -> Quality:
    severity: Severity = (
        "warning" if note.severity == "warning" else "info" if note.severity == "info" else "fine"
    )
    return Quality(severity=severity, because=note, start_s=note.start_s)


def _found(
    code: Reason,
    severity: Severity,
    sensor: str | None = None,
    from_s: float | None = None,
    **values: Value,
) -> Quality:
    """A finding with its facts; a number is in the unit that its name ends with."""
    because = Because(code=code, values=values)
    return Quality(severity=severity, because=because, sensor=sensor, start_s=from_s)


def _placement(sensors: Sequence[str]) -> list[Quality]:
    if any(sensor in CURL_SENSORS for sensor in sensors):
        return []
    if any(without_side(sensor) == "trunk" for sensor in sensors):
        return [_found(Reason.TRUNK_ALONE, "info", sensors=" and ".join(sensors))]
    return [_found(Reason.NO_CURL_SENSOR, "warning", sensors=" and ".join(sensors))]


def _of_sensor(v: Vitals, sets: Sequence[tuple[int, RepSet]], thresholds: Thresholds) -> list[Quality]:
    found = [
        _rate(v, thresholds),
        *_of_curls(v, sets),
        _dropped(v),
        _impossible(v),
        _constant(v),
        _dead_axis(v),
        _range(v),
        _zero(v),
        _axes(v),
        _gravity(v, [s for _, s in sets]),
    ]
    return [q for q in found if q is not None]


def _of_curls(v: Vitals, sets: Sequence[tuple[int, RepSet]]) -> list[Quality | None]:
    """What gaps and a missing gyroscope cost the reps; of a sensor that only accompanies: `of_companion`."""
    if v.sensor not in CURL_SENSORS and not sets:
        return []
    return [*_gaps(v, sets), _gyroscope(v, [s for _, s in sets])]


def _rate(v: Vitals, thresholds: Thresholds) -> Quality | None:
    rate = v.rate_hz
    if rate is None:
        return _found(Reason.SHORT, "warning", v.sensor)
    if v.too_slow:
        needed = thresholds.grid.slow_rate_hz
        return _found(Reason.SLOW, "warning", v.sensor, rate_hz=rate, needed_hz=needed)
    low, high = v.spacing_ms
    if v.uneven:
        return _found(
            Reason.IRREGULAR,
            "fine",
            v.sensor,
            low_ms=low,
            high_ms=high,
            rate_hz=rate,
            has_gyro=v.has_gyro,
        )
    broken = bool(v.gaps) or v.constant
    return _found(Reason.STEADY, "fine", v.sensor, rate_hz=rate, has_gyro=v.has_gyro, broken=broken)


def _gaps(v: Vitals, sets: Sequence[tuple[int, RepSet]]) -> list[Quality]:
    begun = {gap.start_s for gap in v.frozen}
    missing = [gap for gap in v.gaps if gap.start_s not in begun]
    found = [
        *_holes(Reason.GAP, v.sensor, missing, sets),
        *_holes(Reason.FROZEN, v.sensor, v.frozen, sets),
    ]
    return sorted(found, key=lambda q: q.start_s or 0.0)


def _holes(
    code: Reason, sensor: str, gaps: Sequence[Gap], sets: Sequence[tuple[int, RepSet]]
) -> list[Quality]:
    """Findings about gaps of one cause: those of one rep together, of many gaps one in all."""
    together: dict[tuple[int, int] | float, list[Gap]] = {}
    reps = {(n, r.index): r for n, s in sets for r in s.reps}
    for gap in gaps:
        at = next((p for p, r in reps.items() if r.start_s < gap.end_s and gap.start_s < r.end_s), None)
        together.setdefault(gap.start_s if at is None else at, []).append(gap)
    out = [
        _gap_in_rep(code, sensor, some, at[0], reps[at])
        if isinstance(at, tuple)
        else _gap_in_no_rep(code, sensor, some[0], reps.values())
        for at, some in together.items()
    ]
    if len(gaps) <= MOST_GAPS:
        return out
    total = sum(g.end_s - g.start_s for g in gaps)
    frozen_is_a_fault = code is Reason.FROZEN
    worst: Severity = "warning" if frozen_is_a_fault or any(q.severity == "warning" for q in out) else "info"
    start_s = gaps[0].start_s
    return [
        _found(code, worst, sensor, start_s, start_s=start_s, gaps=len(gaps), total_s=total, **_by(*gaps))
    ]


def _by(*gaps: Gap) -> dict[str, Value]:
    """What repeated its reading, as a fact; of several all of the sensor, unless it was always the same."""
    by = {gap.by for gap in gaps if isinstance(gap, Standstill)}
    return {"by": by.pop() if len(by) == 1 else "sensor"} if by else {}


def _gap_in_no_rep(code: Reason, sensor: str, gap: Gap, reps: Iterable[Rep]) -> Quality:
    """Finding about a gap between reps, of which the one before and the one after it may have been cut by it."""
    lasted = gap.end_s - gap.start_s
    cut = sum(_is_cut(rep, code, gap) for rep in reps)
    severity: Severity = "warning" if cut or code is Reason.FROZEN else "info"
    facts: dict[str, Value] = {"start_s": gap.start_s, "gap_s": lasted, "cut": cut, **_by(gap)}
    return _found(code, severity, sensor, gap.start_s, long=lasted >= LOST_REP_S, **facts)


def _is_cut(rep: Rep, code: Reason, gap: Gap) -> bool:
    """Whether a rep that was not judged for want of readings ends where the gap begins, or begins where it ends."""
    apart_s = min(abs(gap.start_s - rep.end_s), abs(rep.start_s - gap.end_s))
    return apart_s <= AT_EDGE_S and rep.verdict == "uncertain" and any(r.code is code for r in rep.reasons)


def _gap_in_rep(code: Reason, sensor: str, gaps: Sequence[Gap], number: int, rep: Rep) -> Quality:
    """Finding about the gaps of one rep; of several how often, and how long in all."""
    start_s, total_s = gaps[0].start_s, sum(gap.end_s - gap.start_s for gap in gaps)
    facts: dict[str, Value] = {"start_s": start_s, "gap_s": total_s, **_by(*gaps)}
    if len(gaps) > 1:
        facts["times"] = len(gaps)
    judged = rep.verdict != "uncertain"
    return _found(code, "warning", sensor, start_s, set=number, rep=rep.index, judged=judged, **facts)


MOST_GAPS = 5
"""More gaps than this are told in one sentence."""
MOST_CUT = 10
"""Readings that a gyroscope may cut at the end of its range without a word about the sensor."""
AT_EDGE_S = 0.2
"""A rep ends at a gap where it ends so near to it, s: about a reading of the slowest sensors."""
LOST_REP_S = 1.0
"""A gap as long as this may hide a rep, s."""


def _gyroscope(v: Vitals, sets: Sequence[RepSet]) -> Quality | None:
    """A gyroscope that is not there, or was not all the time; worth a warning where a set lies in it."""
    without = v.without_gyroscope
    if not v.has_gyro:
        return _found(Reason.NO_GYROSCOPE, "info", v.sensor)
    if not without:
        return None
    reps = sum(
        any(r.start_s < gap.end_s and gap.start_s < r.end_s for gap in without) for s in sets for r in s.reps
    )
    start_s, total_s = without[0].start_s, sum(gap.end_s - gap.start_s for gap in without)
    facts: dict[str, Value] = {"start_s": start_s, "total_s": total_s, "times": len(without), "reps": reps}
    return _found(Reason.GYROSCOPE_STOPPED, "warning" if reps else "info", v.sensor, start_s, **facts)


def _dropped(v: Vitals) -> Quality | None:
    return _found(Reason.DROPPED, "warning", v.sensor, readings=v.dropped) if v.dropped else None


def _impossible(v: Vitals) -> Quality | None:
    if not v.beyond + v.isolated:
        return None
    return _found(
        Reason.IMPOSSIBLE,
        "warning",
        v.sensor,
        v.impossible_s,
        start_s=v.impossible_s or 0.0,
        beyond=v.beyond,
        isolated=v.isolated,
        by=v.isolated_by,
        share=v.impossible_share,
    )


def _constant(v: Vitals) -> Quality | None:
    return _found(Reason.CONSTANT, "warning", v.sensor) if v.constant else None


def _dead_axis(v: Vitals) -> Quality | None:
    if v.dead_axis is None:
        return None
    by, axis, value = v.dead_axis
    return _found(Reason.DEAD_AXIS, "warning", v.sensor, by=by, axis=axis, value=value)


def _range(v: Vitals) -> Quality | None:
    """A gyroscope whose range is too small, also where nothing could be counted for that."""
    readings, limit_radps = v.turning_cut
    if readings < MOST_CUT:
        return None
    limit_dps = limit_radps * DEG_PER_RAD
    return _found(Reason.GYROSCOPE_RANGE, "warning", v.sensor, readings=readings, limit_dps=limit_dps)


def _zero(v: Vitals) -> Quality | None:
    if v.zero_radps is not None:
        return _found(Reason.GYROSCOPE_ZERO, "warning", v.sensor, zero_dps=v.zero_radps * DEG_PER_RAD)
    return _found(Reason.GYROSCOPE_ZERO, "warning", v.sensor) if v.gross_bias else None


def _axes(v: Vitals) -> Quality | None:
    return _found(Reason.GYROSCOPE_AXES, "warning", v.sensor) if v.mirrored_gyroscope else None


def _gravity(v: Vitals, sets: Sequence[RepSet]) -> Quality | None:
    sizes = [s.gravity_mps2 for s in sets if s.gravity_mps2 is not None]
    if not sizes or v.mirrored_gyroscope:
        return None
    size = float(np.median(sizes))
    off = size / G_MPS2 - 1.0
    trusted = all(s.gravity_trusted for s in sets)
    use = "not_used" if not trusted else "as_it_is" if abs(off) < GRAVITY_ERROR_WORTH_NOTING else "corrected"
    severity: Severity = "fine" if trusted else "warning"
    return _found(Reason.GRAVITY, severity, v.sensor, gravity_mps2=size, off=off, use=use)


def _of_set(number: int, one: RepSet) -> list[Quality]:
    def note(code: Reason, severity: Severity, **values: Value) -> Quality:
        return _found(code, severity, one.sensor, one.start_s, set=number, **values)

    out = [note(Reason.IMPLAUSIBLE, severity, **facts) for severity, facts in _implausible(one)]
    if one.lever_m is not None and one.lever_sd_m is not None:
        out.append(note(Reason.LEVER, "fine", lever_m=one.lever_m, lever_sd_m=one.lever_sd_m))
    if one.sensor_turn is not None:
        turn = one.sensor_turn
        out.append(note(Reason.SENSOR_TURNED, "warning", degrees=turn.degrees, rep=turn.rep))
    clipped = sum(r.clipped for r in one.reps)
    if clipped:
        out.append(note(Reason.CLIPPED, "warning", reps=clipped))
    halves = [(r, r.rom_deg) for r in one.reps if r.verdict == "partial" and r.rom_deg is not None]
    if len(halves) == 1 and (usual := _usual_deg(halves[0][0])) is not None:
        rep, rom_deg = halves[0]
        out.append(note(Reason.HALF_REP, "info", rep=rep.index, rom_deg=rom_deg, usual_deg=usual))
    elif halves:
        out.append(note(Reason.HALF_REP, "info", reps=len(halves), of=len(one.reps)))
    return out


def _usual_deg(rep: Rep) -> float | None:
    """The person's full range that a short rep was held against, °; None where it was called short for another reason.

    It is the one that the reason of the rep names, so that all speak of the same.
    """
    usual = next((one.values["usual_deg"] for one in rep.reasons if one.code == Reason.SHORT_OF_USUAL), None)
    return None if usual is None else float(usual)


def _implausible(one: RepSet) -> list[tuple[Severity, dict[str, Value]]]:
    """Implausible figures of a set: sweeps too wide, lifts too long."""
    wide = [(r, r.rom_deg) for r in one.reps if r.rom_deg is not None and r.rom_deg > WIDEST_DEG]
    slow = [(r, r.lift_s) for r in one.reps if r.lift_s is not None and r.lift_s > LONGEST_LIFT_S]
    found: list[tuple[Severity, dict[str, Value]]] = []
    if wide:
        found.append(("warning", _most("rom_deg", wide, one)))
    if slow:
        found.append(("info", _most("lift_s", slow, one)))
    return found


def _most(figure: str, some: Sequence[tuple[Rep, float]], one: RepSet) -> dict[str, Value]:
    """Facts of a finding: the largest implausible value, the number of such reps, and the first one."""
    return {
        "figure": figure,
        "most": max(value for _, value in some),
        "reps": len(some),
        "of": len(one.reps),
        "rep": some[0][0].index,
    }
