"""Simulated people who lift calmly and who swing, with labels from what they really did."""

from __future__ import annotations

from functools import cache

from analysis.labels import FileLabel, RepLabel
from analysis.study import Study
from imu.simulate import CurlSet, Rep, SensorModel, Still, simulate
from imu.types import Recording

STRICT, SWUNG, FAST = Rep(lift_s=1.6), Rep(lift_s=1.1, swing=1.2), Rep(lift_s=1.1, lower_s=1.4)
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)


@cache
def lifted(name: str, calm: Rep = STRICT, reps: int = 6) -> tuple[FileLabel, Recording]:
    """A calm set and a swung one; the labels are the truth of the simulation."""
    session = (
        Still(2.0),
        CurlSet(reps=(calm,) * reps),
        Still(10.0),
        CurlSet(reps=(SWUNG,) * reps),
        Still(10.0),
    )
    made = simulate(session, sensor=SENSOR, seed=sum(map(ord, name)))
    labels = tuple(
        RepLabel(momentum=rep.swung, start_s=rep.start_s, end_s=rep.end_s) for rep in made.truth.reps
    )
    return FileLabel(path=name, count=len(labels), reps=labels, subject=name), made.recording


def study(*people: tuple[FileLabel, Recording]) -> Study:
    """These people, measured."""
    recordings = {label.path: recording for label, recording in people}
    return Study([label for label, _ in people], read=lambda label: recordings[label.path])


@cache
def three() -> Study:
    """Two who lift calmly, and one who lifts fast with a still body."""
    return study(lifted("anna"), lifted("bert"), lifted("carl", FAST))
