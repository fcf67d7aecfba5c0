"""Report on whether a sensor is good enough.

The findings of `analysis.quality.signal_check` in words: what was measured, what it means, what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from analysis.output.data_sentences import Facts
from analysis.quality.signal_check import Grade, Property, SignalCheck, SignalFinding, check_signal
from analysis.settings.thresholds import DEFAULTS, GridThresholds
from imu._html import bold, stacked, table
from imu.facts import Value
from imu.types import Recording
from imu.units import DEG_PER_RAD

if TYPE_CHECKING:
    import pandas as pd


class FindingInWords(NamedTuple):
    """One property of a sensor, in words."""

    what: str
    """Name of the property."""
    measured: str
    """Measured value with its unit."""
    grade: Grade
    """How good it is."""
    means: str
    """Its meaning, and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReport:
    """A check of a sensor's signal, in words."""

    check: SignalCheck
    """The check."""

    @property
    def findings(self) -> tuple[FindingInWords, ...]:
        """All findings in words."""
        return tuple(map(in_words, self.check.findings))

    @property
    def verdict(self) -> str:
        """One or two sentences on whether the sensor is good enough."""
        if self.check.grade == "good":
            return "Good enough for everything: counts, verdicts and all figures."
        named = worst_of(self.check)
        if self.check.grade == "usable":
            return f"Good enough, with less certainty because of: {named}."
        return f"Not good enough yet: {named}. {in_words(self.check.worst[0]).means}"

    @property
    def table(self) -> pd.DataFrame:
        """One row per finding."""
        import pandas as pd  # noqa: PLC0415  slow to load

        return pd.DataFrame(list(self.findings), columns=_HEADS)

    def _repr_html_(self) -> str:
        rows = [(f.what, f.measured, _marked(f.grade), f.means) for f in self.findings]
        return stacked(bold(f"{self.check.sensor}: {self.verdict}"), table(_HEADS, rows))


_HEADS = ("what", "measured", "verdict", "what it means")


def _marked(grade: Grade) -> str | Markup:
    return (
        bold(f"✗ {grade}")
        if grade == "not good"
        else {"good": "✓ good", "usable": "~\u00a0usable"}.get(grade, grade)
    )


def report_signal(
    recording: Recording, sensor: str | None = None, limits: GridThresholds = DEFAULTS.grid
) -> SignalReport:
    """Checks the samples of one sensor, and puts the findings into words.

    Parameters
    ----------
    recording : Recording
    sensor : str, optional
        By default the first one that sits on a curl.
    limits : GridThresholds

    Raises
    ------
    SignalError
        As `analysis.quality.signal_check.check_signal`.
    """
    return SignalReport(check=check_signal(recording, sensor, limits))


def worst_of(check: SignalCheck) -> str:
    """Names of the properties that the grade is from; empty where it is good."""
    return ", ".join(in_words(one).what.lower() for one in check.worst)


def in_words(finding: SignalFinding) -> FindingInWords:
    """Puts a finding into words."""
    name, tell = _WORDS[finding.code]
    measured, means = tell(finding.grade, finding.values)
    return FindingInWords(name, measured, finding.grade, means)


def _rate(grade: Grade, facts: Facts) -> tuple[str, str]:
    if not facts:
        return "too few readings", "Record for longer."
    set_to = f"Set the sensor to {facts['good_hz']:.0f} Hz or more."
    means = {
        "good": "Fast enough for every figure.",
        "usable": f"Reps are counted and judged; peaks read low. {set_to}",
        "not good": f"Nothing is judged below {facts['needed_hz']:g} Hz. {set_to}",
    }
    return f"{facts['rate_hz']:.1f} Hz", means[grade]


def _spacing(grade: Grade, facts: Facts) -> tuple[str, str]:
    means = {
        "good": "Even.",
        "usable": "They come in bursts or with jitter; that is evened out.",
        "not good": "So far apart that nothing is judged. Ask for a time with every reading, or smaller packets.",
    }
    return f"{facts['low_ms']:.0f} to {facts['high_ms']:.0f} ms", means[grade]


def _gaps(_: Grade, facts: Facts) -> tuple[str, str]:
    if not facts["gaps"]:
        return "none", f"Nothing is missing for more than {facts['longer_than_s']:g} s."
    many = f"{facts['gaps']}, {facts['total_s']:.1f} s in all, the first at {facts['start_s']:.1f} s"
    what = f"A rep in which the signal is lost is not judged; more than {facts['ends_set_s']:g} s without it ends the set."
    return many, f"{what} Keep sensor and receiver closer, or lower the rate."


def _left_out(_: Grade, facts: Facts) -> tuple[str, str]:
    return f"{facts['rows']}", "Not numbers, or older than the row before: look at the file around them."


def _rest(_: Grade, facts: Facts) -> tuple[str, str]:
    if not facts:
        hang = "Let the arm hang for two seconds before the first rep;"
        return "never still", f"{hang} then gravity, noise and zero can be seen."
    return f"still at {facts['at_s']:.1f} s", "The rows below are from there."


def _gravity(grade: Grade, facts: Facts) -> tuple[str, str]:
    means = {
        "good": "As it should be.",
        "usable": "Measured again in each set, and corrected. Calibrate the accelerometer for the last per cent.",
        "not good": "Too far off. Is the unit right (g or m/s²), and is gravity still in it? Else calibrate the sensor.",
    }
    measured = f"{facts['gravity_mps2']:.2f} m/s², {100 * float(facts['off']):+.1f} %"
    return measured.replace("-", "−"), means[grade]


def _up(_: Grade, facts: Facts) -> tuple[str, str]:
    sign = "+" if facts["upwards"] else "−"
    where = f"{sign}{facts['axis']}, {facts['off_deg']:.0f}° off"
    return where, "The sensor may sit turned any way; this is only how."


_NOISE = {
    "good": "Far below what a swing makes.",
    "usable": "More than usual; the filters take it out.",
    "not good": "So much that calm reps may look thrown. Fasten the sensor; choose a smaller range.",
}


def _acc_noise(grade: Grade, facts: Facts) -> tuple[str, str]:
    return f"{facts['noise_mps2']:.3f} m/s²", _NOISE[grade]


def _gyr_noise(grade: Grade, facts: Facts) -> tuple[str, str]:
    return f"{facts['noise_radps']:.3f} rad/s", _NOISE[grade]


def _zero(grade: Grade, facts: Facts) -> tuple[str, str]:
    if not facts:
        lay = "Lay the sensor down for two seconds in a recording, and its zero can be seen."
        return "never quite still", lay
    means = {
        "good": "Small; it is followed and taken off.",
        "usable": "Followed and taken off; calibrate it (lay the sensor still when it starts).",
        "not good": "Calm reps may look thrown. Calibrate it: lay the sensor still while it starts.",
    }
    zero = float(facts["zero_radps"])
    return f"{zero:.3f} rad/s, {zero * DEG_PER_RAD:.1f} °/s", means[grade]


def _no_gyroscope(_: Grade, __: Facts) -> tuple[str, str]:
    return "none", "Reps are counted; speed, coast and elbow stay unknown. Record the gyroscope too."


def _turning(grade: Grade, facts: Facts) -> tuple[str, str]:
    if not facts:
        return "too little turning", "Do a curl or two."
    if "ratio" in facts:
        alike = {
            "good": "Units, signs and axes are right (a fast hand blurs gravity, which then seems slower).",
            "usable": "They differ: a fast hand blurs gravity, or the gyroscope's scale is off.",
            "not good": "The unit is wrong: 57 would be degrees read as radians, 0.02 radians read as degrees.",
        }
        return f"{facts['ratio']:.2f} times as fast", alike[grade]
    apart = {
        "not good": "They do not turn together: axes swapped, or of the other sign. Look at columns and signs.",
        "usable": "They turn together only roughly: a very fast hand, or an accelerometer that does not read gravity in "
        "every direction. A swing may then not be seen; calibrate it on all six sides.",
    }
    return f"correlation {facts['correlation']:.2f}".replace("-", "−"), apart[grade]


def _range(most: str, hit: Value) -> tuple[str, str]:
    if hit:
        means = "The limit was hit: peaks read too low there. Choose a larger range in the sensor."
        return f"stops at {most}", means
    return f"up to {most}", "No limit was hit."


def _acc_range(_: Grade, facts: Facts) -> tuple[str, str]:
    return _range(f"{facts['most_mps2']:.1f} m/s²", facts["hit"])


def _gyr_range(_: Grade, facts: Facts) -> tuple[str, str]:
    return _range(f"{facts['most_radps']:.1f} rad/s", facts["hit"])


_WORDS: dict[Property, tuple[str, Callable[[Grade, Facts], tuple[str, str]]]] = {
    Property.RATE: ("Rate", _rate),
    Property.SPACING: ("Time between readings", _spacing),
    Property.GAPS: ("Holes", _gaps),
    Property.LEFT_OUT: ("Rows left out", _left_out),
    Property.REST: ("Rest", _rest),
    Property.GRAVITY: ("Gravity at rest", _gravity),
    Property.UP: ("Up at rest", _up),
    Property.ACC_NOISE: ("Accelerometer noise", _acc_noise),
    Property.GYR_ZERO: ("Gyroscope zero", _zero),
    Property.GYR_NOISE: ("Gyroscope noise", _gyr_noise),
    Property.GYROSCOPE: ("Gyroscope", _no_gyroscope),
    Property.TURNING: ("Gyroscope against gravity", _turning),
    Property.ACC_RANGE: ("Accelerometer range", _acc_range),
    Property.GYR_RANGE: ("Gyroscope range", _gyr_range),
}
"""Name of each property, and a function that writes what was measured and what it means."""
