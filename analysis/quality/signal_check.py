"""Check whether a sensor is good enough, by its samples alone, before any rep is looked for.

The limits come from the sampling rates that the analysis can use, from the errors that it corrects by itself,
and from simulated sensors: with twice the largest "usable" noise the first verdicts were wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias

import numpy as np

from analysis.errors import SignalError
from analysis.quality.monitor import Vitals
from analysis.quality.signal_measures import movement_of, noise_of, stillest, turns_like_gravity
from analysis.settings.thresholds import DEFAULTS, GridThresholds
from imu.facts import Value
from imu.placement import CURL_SENSORS
from imu.types import Floats, Recording, SampleBlock
from imu.units import G_MPS2

Grade: TypeAlias = Literal["good", "usable", "not good", "not known"]

GOOD_RATE_HZ = 25.0
"""Sampling rate from which a sensor is good."""
MISSING_SHARE = 0.1
"""Share of the time; with more missing, too many reps cannot be judged."""
QUITE_STILL_RADPS = 0.05
"""Standard deviation of the angular velocity, noise apart, up to which a rest shows the bias."""
GOOD_GRAVITY, USABLE_GRAVITY = 0.01, 0.16
"""Relative errors of gravity: as it should be, and as far as the analysis corrects."""
GOOD_ACC_NOISE_MPS2, USABLE_ACC_NOISE_MPS2 = 0.3, 1.5
"""Standard deviations of the accelerometer's noise on an axis."""
GOOD_BIAS_RADPS, USABLE_BIAS_RADPS = 0.05, 0.1
"""Sizes of the gyroscope's bias."""
GOOD_GYR_NOISE_RADPS, USABLE_GYR_NOISE_RADPS = 0.05, 0.4
"""Standard deviations of the gyroscope's noise on an axis."""
GOOD_TURN, USABLE_TURN = 1.5, 3.0
"""Factors by which gyroscope and gravity may differ on how fast the sensor turned. A wrong unit (° for rad)
makes 57; a moving hand blurs gravity."""
GOOD_AGREEMENT, LEAST_AGREEMENT = 0.6, 0.3
"""Least correlations of the two: of accelerometers that read gravity in every direction, and at all."""
_CLIPPED = 3
"""Number of readings in a row at the very same extreme that shows that a limit was hit."""


class Property(StrEnum):
    """Properties that are checked: of the readings as they came, at rest, and in movement."""

    RATE = "rate"
    SPACING = "spacing"
    GAPS = "gaps"
    LEFT_OUT = "left_out"
    REST = "rest"
    GRAVITY = "gravity"
    UP = "up"
    ACC_NOISE = "acc_noise"
    GYR_ZERO = "gyr_zero"
    GYR_NOISE = "gyr_noise"
    GYROSCOPE = "gyroscope"
    TURNING = "turning"
    ACC_RANGE = "acc_range"
    GYR_RANGE = "gyr_range"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFinding:
    """Finding about one property of a sensor.

    `analysis.output.signal_report` says what it means and what to do about it.
    """

    code: Property
    """The property."""
    grade: Grade
    """How good it is."""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    """Measured values, each in the unit that its name ends with; empty where nothing could be measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalCheck:
    """All findings about one sensor."""

    sensor: str
    """Placement of the sensor."""
    findings: tuple[SignalFinding, ...]
    """One for each property that was checked."""
    rest_s: tuple[float, float] | None
    """First and last time of the stillest second, s; None where the sensor never rested."""
    up: tuple[float, float, float] | None
    """Direction of "up" in that second, unit vector in the sensor frame; None likewise."""

    @property
    def grade(self) -> Grade:
        """Grade of the worst finding."""
        grades = [one.grade for one in self.findings]
        return next((g for g in ("not good", "usable") if g in grades), "good")

    @property
    def worst(self) -> tuple[SignalFinding, ...]:
        """Findings that make the grade; empty where it is good."""
        return tuple(one for one in self.findings if one.grade == self.grade != "good")


def check_signal(
    recording: Recording, sensor: str | None = None, limits: GridThresholds = DEFAULTS.grid
) -> SignalCheck:
    """Checks the samples of one sensor.

    Parameters
    ----------
    recording : Recording
    sensor : str, optional
        Its placement; by default the first one on wrist, forearm, dumbbell or barbell.
    limits : GridThresholds
        What counts as a gap, and as too slow.

    Raises
    ------
    SignalError
        The recording has no such sensor, or its arrays do not fit together.
    """
    block = _block(recording, sensor)
    vitals = Vitals(block.sensor, limits)
    readings = vitals.admit(block, block.gyr_radps is not None).readings.then(vitals.finish().readings)
    time, values = readings.time_s, readings.values
    acc, gyr = values[:, :3], values[:, 3:] if vitals.has_gyro else None
    rest = stillest(time, acc, gyr)
    found = [
        _rate(vitals, limits),
        _spacing(vitals, limits),
        _gaps(vitals, time, limits),
        _left_out(vitals),
        *_at_rest(time, acc, gyr, rest),
        _turning(time, acc, gyr),
        *_clipped(acc, gyr),
    ]
    up = None if rest is None else _unit(acc[rest].mean(axis=0))
    return SignalCheck(
        sensor=block.sensor,
        findings=tuple(one for one in found if one is not None),
        rest_s=None if rest is None else (float(time[rest][0]), float(time[rest][-1])),
        up=None if up is None else (float(up[0]), float(up[1]), float(up[2])),
    )


def _block(recording: Recording, sensor: str | None) -> SampleBlock:
    named = {block.sensor: block for block in recording.sensors}
    if sensor is None:
        return next((b for name, b in named.items() if name in CURL_SENSORS), recording.sensors[0])
    if sensor not in named:
        raise SignalError("sensor", expected=f"one of {', '.join(named)}", got=repr(sensor))
    return named[sensor]


def _graded(value: float, good: float, usable: float) -> Grade:
    return "good" if value <= good else "usable" if value <= usable else "not good"


def _rate(vitals: Vitals, limits: GridThresholds) -> SignalFinding:
    rate = vitals.rate_hz
    if rate is None:
        return _found(Property.RATE, "not good")
    grade: Grade = "good" if rate >= GOOD_RATE_HZ else "not good" if rate < limits.slow_rate_hz else "usable"
    return _found(Property.RATE, grade, rate_hz=rate, needed_hz=limits.slow_rate_hz, good_hz=GOOD_RATE_HZ)


def _spacing(vitals: Vitals, limits: GridThresholds) -> SignalFinding:
    low, high = vitals.spacing_ms
    far = high * limits.slow_rate_hz > 1000.0
    grade: Grade = "good" if not vitals.uneven else "not good" if far else "usable"
    return _found(Property.SPACING, grade, low_ms=low, high_ms=high)


def _gaps(vitals: Vitals, time: Floats, limits: GridThresholds) -> SignalFinding:
    missing = sum(gap.end_s - gap.start_s for gap in vitals.gaps)
    if not vitals.gaps:
        return _found(Property.GAPS, "good", gaps=0, longer_than_s=limits.gap_s)
    share = missing / max(float(time[-1] - time[0]), 1e-9)
    grade: Grade = "usable" if share <= MISSING_SHARE else "not good"
    return _found(
        Property.GAPS,
        grade,
        gaps=len(vitals.gaps),
        total_s=missing,
        start_s=vitals.gaps[0].start_s,
        ends_set_s=limits.reset_gap_s,
    )


def _left_out(vitals: Vitals) -> SignalFinding | None:
    return _found(Property.LEFT_OUT, "usable", rows=vitals.dropped) if vitals.dropped else None


def _at_rest(time: Floats, acc: Floats, gyr: Floats | None, rest: slice | None) -> list[SignalFinding]:
    if rest is None:
        return [_found(Property.REST, "not known")]
    mean, noise = acc[rest].mean(axis=0), noise_of(acc[rest])
    found = [
        _found(Property.REST, "good", at_s=float(time[rest][0])),
        _gravity(float(np.linalg.norm(mean)), 2.0 * noise / np.sqrt(rest.stop - rest.start)),
        _up(mean),
        _found(
            Property.ACC_NOISE, _graded(noise, GOOD_ACC_NOISE_MPS2, USABLE_ACC_NOISE_MPS2), noise_mps2=noise
        ),
    ]
    if gyr is not None:
        size = noise_of(gyr[rest])
        found.append(_zero(gyr[rest]))
        grade = _graded(size, GOOD_GYR_NOISE_RADPS, USABLE_GYR_NOISE_RADPS)
        found.append(_found(Property.GYR_NOISE, grade, noise_radps=size))
    return found


def _gravity(size: float, sure_to_mps2: float) -> SignalFinding:
    off = size / G_MPS2 - 1.0
    grade = _graded(abs(off) - sure_to_mps2 / G_MPS2, GOOD_GRAVITY, USABLE_GRAVITY)
    return _found(Property.GRAVITY, grade, gravity_mps2=size, off=off)


def _up(mean: Floats) -> SignalFinding:
    """The sensor axis nearest to "up", and the angle between the two, °."""
    unit = _unit(mean)
    axis = int(np.abs(unit).argmax())
    away = float(np.degrees(np.arccos(min(abs(unit[axis]), 1.0))))
    return _found(Property.UP, "good", axis="xyz"[axis], upwards=bool(unit[axis] > 0), off_deg=away)


def _zero(gyr: Floats) -> SignalFinding:
    if movement_of(gyr) > QUITE_STILL_RADPS:
        return _found(Property.GYR_ZERO, "not known")
    bias = float(np.linalg.norm(gyr.mean(axis=0)))
    return _found(Property.GYR_ZERO, _graded(bias, GOOD_BIAS_RADPS, USABLE_BIAS_RADPS), zero_radps=bias)


def _turning(time: Floats, acc: Floats, gyr: Floats | None) -> SignalFinding:
    """Compares the gyroscope's rotation with that of gravity: a wrong unit, sign or axis shows."""
    if gyr is None:
        return _found(Property.GYROSCOPE, "usable")
    pair = turns_like_gravity(time, acc, gyr)
    if pair is None:
        return _found(Property.TURNING, "not known")
    ratio, agreement = pair
    if agreement < GOOD_AGREEMENT:
        loose: Grade = "not good" if agreement < LEAST_AGREEMENT else "usable"
        return _found(Property.TURNING, loose, correlation=agreement)
    return _found(Property.TURNING, _graded(max(ratio, 1.0 / ratio), GOOD_TURN, USABLE_TURN), ratio=ratio)


def _clipped(acc: Floats, gyr: Floats | None) -> list[SignalFinding]:
    """Largest reading of accelerometer and gyroscope, and whether it was clipped."""
    found = []
    most, hit = _extreme(acc, 1.5 * G_MPS2)
    found.append(_found(Property.ACC_RANGE, "usable" if hit else "good", most_mps2=most, hit=hit))
    if gyr is not None:
        most, hit = _extreme(gyr, 2.0)
        found.append(_found(Property.GYR_RANGE, "usable" if hit else "good", most_radps=most, hit=hit))
    return found


def _extreme(values: Floats, least: float) -> tuple[float, bool]:
    """The largest size of a reading, and whether it was a limit: held for some readings, and above ``least``,
    which is beyond what a still sensor reads."""
    most = float(np.abs(values).max())
    hit = np.abs(values) >= most * (1.0 - 1e-6)
    runs = hit[_CLIPPED - 1 :].copy()
    for back in range(1, _CLIPPED):
        runs &= hit[_CLIPPED - 1 - back : len(hit) - back]
    return most, bool(most > least and runs.any())


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _found(code: Property, grade: Grade, **values: Value) -> SignalFinding:
    return SignalFinding(code=code, grade=grade, values=values)
