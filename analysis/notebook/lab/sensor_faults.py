"""Costs of sensor faults: the same two simulated sets, recorded with one fault at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.output.signal_report import worst_of
from analysis.quality.signal_check import check_signal
from analysis.stream.offline import analyze
from imu.simulate import ArmModel, CurlSet, SensorModel, SimulatedRep, Still, simulate

if TYPE_CHECKING:
    import pandas as pd

_STEADY = SimulatedRep(lift_s=1.7)
_THROWN = SimulatedRep(lift_s=1.1, lower_s=1.4, swing=1.0, profile="early")
CALM_REPS, THROWN_REPS = 13, 3
"""Reps of the two sets: controlled, and thrown."""
_SESSION = (
    Still(3.0),
    CurlSet(reps=(_STEADY,) * 8),
    Still(14.0),
    CurlSet(reps=(*[_STEADY] * 5, *[_THROWN] * THROWN_REPS)),
    Still(12.0),
)
_ARM = ArmModel(sway_mps2=0.8)
_USUAL = SensorModel(rate_hz=50.0, acc_noise_mps2=0.04, gyr_noise_radps=0.004, acc_range_mps2=78.0)
FAULTS: dict[str, SensorModel] = {
    "none": _USUAL,
    "10 readings a second": replace(_USUAL, rate_hz=10.0),
    "6 readings a second": replace(_USUAL, rate_hz=6.0),
    "packets of 4 with one time": replace(_USUAL, packet=4),
    "packets of 10 with one time": replace(_USUAL, packet=10),
    "every fifth packet lost": replace(_USUAL, packet=4, packet_step_s=0.02, loss=0.2),
    "one hole of 0.6 s": replace(_USUAL, gaps_s=((8.0, 8.6),)),
    "gravity 5 % high": replace(_USUAL, acc_scale=(1.05, 1.05, 1.05)),
    "gravity 30 % low": replace(_USUAL, acc_scale=(0.7, 0.7, 0.7)),
    "noise of 1 m/s²": replace(_USUAL, acc_noise_mps2=1.0),
    "gyroscope zero 5 °/s off": replace(_USUAL, gyr_bias_radps=(0.09, 0.0, 0.0)),
    "gyroscope zero 17 °/s off": replace(_USUAL, gyr_bias_radps=(0.3, 0.0, 0.0)),
    "gyroscope stops at 125 °/s": replace(_USUAL, gyr_range_radps=2.18),
    "no gyroscope": replace(_USUAL, has_gyro=False),
}
"""The sensor with each fault, by its name in the table."""


def faulty_sensors() -> pd.DataFrame:
    """Table of faults: the verdict of `check_signal`, and how many of 16 reps are counted, judged and called
    rightly.

    Returns
    -------
    DataFrame
        A row per fault of `FAULTS`.
    """
    import pandas as pd  # noqa: PLC0415  slow to load

    return pd.DataFrame([_row(fault, model) for fault, model in FAULTS.items()]).set_index("fault")


def _row(fault: str, model: SensorModel) -> dict[str, object]:
    made = simulate(_SESSION, sensor=model, arm=_ARM, seed=1)
    check = check_signal(made.recording)
    reps = [rep for one in analyze(made.recording).sets for rep in one.reps]
    thrown = [(rep.start_s, rep.end_s) for rep in made.truth.reps if rep.swung]
    called = [rep for rep in reps if rep.verdict == "momentum"]
    right = sum(any(low < rep.top_s < high for low, high in thrown) for rep in called)
    return {
        "fault": fault,
        "the check says": check.grade,
        "because of": worst_of(check) or "–",
        f"counted (of {CALM_REPS + THROWN_REPS})": len(reps),
        "not judged": sum(rep.verdict == "uncertain" for rep in reps),
        f"swings called (of {THROWN_REPS})": right,
        "called falsely": len(called) - right,
    }
