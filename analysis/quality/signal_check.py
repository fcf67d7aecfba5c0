"""Is a sensor good enough? What its samples show by themselves, before any rep is looked for.

The limits come from the rates the analysis can use, from what it takes off by itself, and from simulated
sensors: with twice the largest "usable" noise the first verdicts were wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from analysis.errors import SignalError
from analysis.quality.monitor import Vitals
from analysis.quality.signal_measures import movement_of, noise_of, stillest, turns_like_gravity
from analysis.settings.thresholds import DEFAULTS, GridThresholds
from imu._html import Markup, bold, joined, table
from imu.types import CURL_SENSORS, Floats, Recording, SampleBlock
from imu.units import DEG_PER_RAD, G_MPS2

if TYPE_CHECKING:
    import pandas as pd

Grade: TypeAlias = Literal["good", "usable", "not good", "not known"]

GOOD_RATE_HZ = 25.0
MISSING_SHARE = 0.1
"""Of the time; with more missing, too many reps cannot be judged."""
QUITE_STILL_RADPS = 0.05
"""The gyroscope's zero is only seen where it moves no more than this, noise not counted."""
GOOD_GRAVITY, USABLE_GRAVITY = 0.01, 0.16
"""Relative errors of gravity: as it should be, and what the analysis corrects."""
GOOD_ACC_NOISE_MPS2, USABLE_ACC_NOISE_MPS2 = 0.3, 1.5
GOOD_BIAS_RADPS, USABLE_BIAS_RADPS = 0.05, 0.1
GOOD_GYR_NOISE_RADPS, USABLE_GYR_NOISE_RADPS = 0.05, 0.4
GOOD_TURN, USABLE_TURN = 1.5, 3.0
"""By what factor gyroscope and gravity may differ on how fast the sensor turned (units are 57 apart, and a
moving hand blurs gravity)."""
GOOD_AGREEMENT, LEAST_AGREEMENT = 0.6, 0.3
"""The least correlation of the two: of accelerometers that read gravity in every direction, and at all."""
_CLIPPED = 3
"""So many readings in a row at the very same extreme are a limit that was hit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One property of a sensor: what was measured, how good that is, what it means and what to do about it."""

    what: str
    measured: str
    grade: Grade
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalCheck:
    """All findings about one sensor; ``rest_s`` is the stillest second, ``up`` the direction of "up" in the
    sensor frame in it (unit vector; both None where the sensor never rested)."""

    sensor: str
    findings: tuple[Finding, ...]
    rest_s: tuple[float, float] | None
    up: tuple[float, float, float] | None

    @property
    def grade(self) -> Grade:
        """That of the worst finding."""
        grades = [one.grade for one in self.findings]
        return next((g for g in ("not good", "usable") if g in grades), "good")

    @property
    def verdict(self) -> str:
        """Is it good enough? One or two sentences."""
        if self.grade == "good":
            return "Good enough for everything: counts, verdicts and all figures."
        worst = [one for one in self.findings if one.grade == self.grade]
        named = ", ".join(one.what.lower() for one in worst)
        if self.grade == "usable":
            return f"Good enough, with less certainty because of: {named}."
        return f"Not good enough yet: {named}. {worst[0].means}"

    @property
    def table(self) -> pd.DataFrame:
        """One row per finding."""
        import pandas as pd  # noqa: PLC0415  slow to load

        return pd.DataFrame([(f.what, f.measured, f.grade, f.means) for f in self.findings], columns=_HEADS)

    def _repr_html_(self) -> str:
        rows = [(f.what, f.measured, _marked(f.grade), f.means) for f in self.findings]
        return joined(bold(f"{self.sensor}: {self.verdict}"), table(_HEADS, rows))


_HEADS = ("what", "measured", "verdict", "what it means")


def _marked(grade: Grade) -> str | Markup:
    return (
        bold(f"✗ {grade}")
        if grade == "not good"
        else {"good": "✓ good", "usable": "~\u00a0usable"}.get(grade, grade)
    )


def check_signal(
    recording: Recording, sensor: str | None = None, limits: GridThresholds = DEFAULTS.grid
) -> SignalCheck:
    """Looks at the samples of one sensor.

    Parameters
    ----------
    recording : Recording
    sensor : str, optional
        By default the first one that sits on a curl.
    limits : GridThresholds
        What counts as a hole, and as too slow.

    Raises
    ------
    SignalError
        The recording has no such sensor, or its arrays do not fit together.
    """
    block = _block(recording, sensor)
    vitals = Vitals(block.sensor, limits)
    time, values, _ = vitals.admit(block, block.gyr_radps is not None)
    acc, gyr = values[:, :3], values[:, 3:] if vitals.has_gyro else None
    rest = stillest(time, acc, gyr)
    found = [
        _rate(vitals, limits),
        _spacing(vitals, limits),
        _holes(vitals, time, limits),
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


def _rate(vitals: Vitals, limits: GridThresholds) -> Finding:
    rate = vitals.rate_hz
    if rate is None:
        return _finding("Rate", "too few readings", "not good", "Record for longer.")
    grade: Grade = "good" if rate >= GOOD_RATE_HZ else "not good" if rate < limits.slow_rate_hz else "usable"
    means = {
        "good": "Fast enough for every figure.",
        "usable": f"Reps are counted and judged; peaks read low. Set the sensor to {GOOD_RATE_HZ:.0f} Hz or more.",
        "not good": f"Nothing is judged below {limits.slow_rate_hz:g} Hz. Set the sensor to {GOOD_RATE_HZ:.0f} Hz or more.",
    }
    return _finding("Rate", f"{rate:.1f} Hz", grade, means[grade])


def _spacing(vitals: Vitals, limits: GridThresholds) -> Finding:
    low, high = vitals.spacing_ms
    far = high * limits.slow_rate_hz > 1000.0
    grade: Grade = "good" if high <= 2.0 * low + 2.0 else "not good" if far else "usable"
    means = {
        "good": "Even.",
        "usable": "They come in bursts or with jitter; that is evened out.",
        "not good": "So far apart that nothing is judged. Ask for a time with every reading, or smaller packets.",
    }
    return _finding("Time between readings", f"{low:.0f} to {high:.0f} ms", grade, means[grade])


def _holes(vitals: Vitals, time: Floats, limits: GridThresholds) -> Finding:
    missing = sum(gap.end_s - gap.start_s for gap in vitals.gaps)
    if not vitals.gaps:
        return _finding("Holes", "none", "good", f"Nothing is missing for more than {limits.hole_s:g} s.")
    share = missing / max(float(time[-1] - time[0]), 1e-9)
    many = f"{len(vitals.gaps)}, {missing:.1f} s in all, the first at {vitals.gaps[0].start_s:.1f} s"
    grade: Grade = "usable" if share <= MISSING_SHARE else "not good"
    what = f"A rep with a hole is not judged; one of more than {limits.reset_gap_s:g} s ends the set."
    return _finding("Holes", many, grade, f"{what} Keep sensor and receiver closer, or lower the rate.")


def _left_out(vitals: Vitals) -> Finding | None:
    if vitals.dropped == 0:
        return None
    means = "Not numbers, or older than the row before: look at the file around them."
    return _finding("Rows left out", f"{vitals.dropped}", "usable", means)


def _at_rest(time: Floats, acc: Floats, gyr: Floats | None, rest: slice | None) -> list[Finding]:
    if rest is None:
        means = (
            "Let the arm hang for two seconds before the first rep; then gravity, noise and zero can be seen."
        )
        return [_finding("Rest", "never still", "not known", means)]
    mean, noise = acc[rest].mean(axis=0), noise_of(acc[rest])
    found = [
        _finding("Rest", f"still at {time[rest][0]:.1f} s", "good", "The rows below are from there."),
        _gravity(float(np.linalg.norm(mean)), 2.0 * noise / np.sqrt(rest.stop - rest.start)),
        _finding(
            "Up at rest", _direction(mean), "good", "The sensor may sit turned any way; this is only how."
        ),
        _noise("Accelerometer noise", noise, GOOD_ACC_NOISE_MPS2, USABLE_ACC_NOISE_MPS2, "m/s²"),
    ]
    if gyr is not None:
        size = noise_of(gyr[rest])
        found.append(_zero(gyr[rest]))
        found.append(_noise("Gyroscope noise", size, GOOD_GYR_NOISE_RADPS, USABLE_GYR_NOISE_RADPS, "rad/s"))
    return found


def _gravity(size: float, sure_to_mps2: float) -> Finding:
    off = size / G_MPS2 - 1.0
    grade = _graded(abs(off) - sure_to_mps2 / G_MPS2, GOOD_GRAVITY, USABLE_GRAVITY)
    means = {
        "good": "As it should be.",
        "usable": "Measured again in each set, and corrected. Calibrate the accelerometer for the last per cent.",
        "not good": "Too far off. Is the unit right (g or m/s²), and is gravity still in it? Else calibrate the sensor.",
    }
    return _finding(
        "Gravity at rest", f"{size:.2f} m/s², {100 * off:+.1f} %".replace("-", "−"), grade, means[grade]
    )


def _direction(mean: Floats) -> str:
    """The sensor axis nearest to up, and how far up is from it."""
    unit = _unit(mean)
    axis = int(np.abs(unit).argmax())
    away = float(np.degrees(np.arccos(min(abs(unit[axis]), 1.0))))
    return f"{'+' if unit[axis] > 0 else '−'}{'xyz'[axis]}, {away:.0f}° off"


def _noise(what: str, size: float, good: float, usable: float, unit: str) -> Finding:
    grade = _graded(size, good, usable)
    means = {
        "good": "Far below what a swing makes.",
        "usable": "More than usual; the filters take it out.",
        "not good": "So much that calm reps may look thrown. Fasten the sensor; choose a smaller range.",
    }
    return _finding(what, f"{size:.3f} {unit}", grade, means[grade])


def _zero(gyr: Floats) -> Finding:
    if movement_of(gyr) > QUITE_STILL_RADPS:
        lay = "Lay the sensor down for two seconds in a recording, and its zero can be seen."
        return _finding("Gyroscope zero", "never quite still", "not known", lay)
    bias = float(np.linalg.norm(gyr.mean(axis=0)))
    grade = _graded(bias, GOOD_BIAS_RADPS, USABLE_BIAS_RADPS)
    means = {
        "good": "Small; it is followed and taken off.",
        "usable": "Followed and taken off; calibrate it (lay the sensor still when it starts).",
        "not good": "Calm reps may look thrown. Calibrate it: lay the sensor still while it starts.",
    }
    measured = f"{bias:.3f} rad/s, {bias * DEG_PER_RAD:.1f} °/s"
    return _finding("Gyroscope zero", measured, grade, means[grade])


def _turning(time: Floats, acc: Floats, gyr: Floats | None) -> Finding:
    """The gyroscope's rotation against that of gravity: unit, sign and axes."""
    if gyr is None:
        means = "Reps are counted; speed, coast and elbow stay unknown. Record the gyroscope too."
        return _finding("Gyroscope", "none", "usable", means)
    pair = turns_like_gravity(time, acc, gyr)
    if pair is None:
        return _finding("Gyroscope against gravity", "too little turning", "not known", "Do a curl or two.")
    ratio, agreement = pair
    agreed = f"correlation {agreement:.2f}".replace("-", "−")
    if agreement < LEAST_AGREEMENT:
        apart = "They do not turn together: axes swapped, or of the other sign. Look at columns and signs."
        return _finding("Gyroscope against gravity", agreed, "not good", apart)
    if agreement < GOOD_AGREEMENT:
        loose = (
            "They turn together only roughly: a very fast hand, or an accelerometer that does not read gravity in "
            "every direction. A swing may then not be seen; calibrate it on all six sides."
        )
        return _finding("Gyroscope against gravity", agreed, "usable", loose)
    grade = _graded(max(ratio, 1.0 / ratio), GOOD_TURN, USABLE_TURN)
    alike = {
        "good": "Units, signs and axes are right (a fast hand blurs gravity, which then seems slower).",
        "usable": "They differ: a fast hand blurs gravity, or the gyroscope's scale is off.",
        "not good": "The unit is wrong: 57 would be degrees read as radians, 0.02 radians read as degrees.",
    }
    return _finding("Gyroscope against gravity", f"{ratio:.2f} times as fast", grade, alike[grade])


def _clipped(acc: Floats, gyr: Floats | None) -> list[Finding]:
    """Readings that stay at the very same extreme, of each kind of sensor."""
    parts: Sequence[tuple[str, Floats | None, float, str]] = (
        ("Accelerometer range", acc, 1.5 * G_MPS2, "m/s²"),
        ("Gyroscope range", gyr, 2.0, "rad/s"),
    )
    return [_range(what, values, least, unit) for what, values, least, unit in parts if values is not None]


def _range(what: str, values: Floats, least: float, unit: str) -> Finding:
    most = float(np.abs(values).max())
    hit = np.abs(values) >= most * (1.0 - 1e-6)
    runs = hit[_CLIPPED - 1 :].copy()
    for back in range(1, _CLIPPED):
        runs &= hit[_CLIPPED - 1 - back : len(hit) - back]
    if most > least and runs.any():
        means = "The limit was hit: peaks read too low there. Choose a larger range in the sensor."
        return _finding(what, f"stops at {most:.1f} {unit}", "usable", means)
    return _finding(what, f"up to {most:.1f} {unit}", "good", "No limit was hit.")


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _finding(what: str, measured: str, grade: Grade, means: str) -> Finding:
    return Finding(what=what, measured=measured, grade=grade, means=means)
