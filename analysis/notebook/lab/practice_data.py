"""Simulated lifters with labels, to try the tuning before there are recordings of one's own.

They differ as people do: in speed, in how much they throw, in sensor and rate. Finn lifts fast with a still
body, Gita throws only a little: no limit is right for both. What they did is known, so the labels are right; what
real people do is another matter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from analysis.evaluation.label_files import write_labels
from analysis.evaluation.labels import FileLabel, RepLabel
from imu.formats import write_canonical
from imu.simulate import (
    ArmModel,
    CurlSet,
    SensorModel,
    SimulatedRep,
    Simulation,
    Still,
    random_rotation,
    simulate,
    varied,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifter:
    """How one simulated person lifts, and their sensor."""

    name: str
    """Subject in the labels."""
    lift_s: float
    """Duration of a calm lift, s."""
    swing: float
    """Throw of a swung rep: 0 none, 1 a clear swing."""
    reps: int
    """Reps of each set."""
    rate_hz: float
    """Sampling rate of the sensor, Hz."""


LIFTERS = (
    Lifter(name="ada", lift_s=2.1, swing=0.9, reps=8, rate_hz=50.0),
    Lifter(name="ben", lift_s=1.7, swing=1.1, reps=10, rate_hz=100.0),
    Lifter(name="cleo", lift_s=1.2, swing=1.3, reps=8, rate_hz=50.0),
    Lifter(name="dan", lift_s=1.5, swing=0.8, reps=6, rate_hz=25.0),
    Lifter(name="eve", lift_s=1.3, swing=1.5, reps=10, rate_hz=100.0),
    Lifter(name="finn", lift_s=0.88, swing=1.4, reps=8, rate_hz=50.0),
    Lifter(name="gita", lift_s=2.0, swing=0.45, reps=8, rate_hz=50.0),
)
"""One recording is made of each."""


def make_practice(folder: str | Path) -> Path:
    """Writes a recording of each lifter, a calm set and a swung one, and ``labels.csv``.

    Parameters
    ----------
    folder : str or Path
        Made where it does not exist.

    Returns
    -------
    Path
        Of the labels.
    """
    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    labels = []
    for seed, lifter in enumerate(LIFTERS, start=1):
        made = _lifted(lifter, seed)
        path = where / f"{lifter.name}.csv"
        write_canonical(made.recording, path)
        labels.append(_label(path, lifter, made))
    write_labels(labels, where / "labels.csv")
    return where / "labels.csv"


def _lifted(lifter: Lifter, seed: int) -> Simulation:
    rng = np.random.default_rng(seed)
    calm = SimulatedRep(lift_s=lifter.lift_s, lower_s=lifter.lift_s + 0.3)
    swung = replace(calm, lift_s=min(lifter.lift_s, 1.3), swing=lifter.swing, profile="early")
    session = (
        Still(3.0),
        CurlSet(reps=varied(calm, lifter.reps, rng)),
        Still(12.0),
        CurlSet(reps=varied(swung, lifter.reps, rng)),
        Still(12.0),
    )
    sensor = SensorModel(rate_hz=lifter.rate_hz, acc_noise_mps2=0.05, gyr_noise_radps=0.005, jitter_s=0.001)
    arm = ArmModel(sway_mps2=0.4)
    return simulate(session, sensor=sensor, arm=arm, mounting=random_rotation(rng), seed=seed)


def _label(path: Path, lifter: Lifter, made: Simulation) -> FileLabel:
    reps = tuple(
        RepLabel(style="swing" if rep.swung else "strict", start_s=rep.start_s, end_s=rep.end_s)
        for rep in made.truth.reps
    )
    return FileLabel(path=str(path), count=len(reps), reps=reps, subject=lifter.name, dataset="practice")
