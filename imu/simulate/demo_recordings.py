"""Session of ``rep-momentum demo``: a light set, a rest, and a heavy set whose last reps are swung."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from imu.simulate.activities import Idle, PickUp, Still, Walk
from imu.simulate.arm import ArmModel
from imu.simulate.curl_set import CurlSet
from imu.simulate.kinematics import rotation
from imu.simulate.sensor import SensorModel
from imu.simulate.simulation import Simulation, simulate
from imu.simulate.stage import Phase, SimulatedRep
from imu.types import Note, Recording

SIMULATED = Note(time_s=None, key="simulated", value="yes")
"""Note of a recording that no person lifted; whoever shows its results says so."""
SEED = 14052026
"""Seed of its random numbers."""
STARTED_AT = "2026-05-14T18:42:00+02:00"

LIFTER = ArmModel(forearm_m=0.27, upper_arm_m=0.30, off_axis_m=0.02, sway_mps2=0.8)
"""Lengths and posture of the lifter."""
WATCH = SensorModel(
    rate_hz=49.8,
    acc_noise_mps2=0.04,
    gyr_noise_radps=0.004,
    acc_bias_mps2=(0.03, -0.02, 0.03),
    gyr_bias_radps=(0.008, -0.005, 0.006),
    acc_scale=(0.995, 0.995, 0.995),
    acc_counts=1000.0,
    gyr_counts=1000.0,
    acc_range_mps2=78.0,
    gyr_range_radps=35.0,
    jitter_s=0.002,
    clock_ticks=1000.0,
    gaps_s=((14.0, 14.6),),
)
"""Sensor of the demo: a watch on the right wrist, which drops out for 0.6 s in the third lift."""

MOUNTING = rotation((0.2, 0.3, 1.0), 160.0)
"""Rotation in which the sensor is worn: no axis along the arm."""


def demo_session() -> Simulation:
    """Makes the demo recording with its truth, always the same.

    It has a warm-up set of eight reps with 7.5 kg (the last one a half rep), a rest of a minute and a half, and ten reps
    with 12.5 kg: six are controlled, then the body throws the weight, more with every rep.
    """
    rest: list[Phase] = [Still(9.0), PickUp(), Walk(9.0, swing_deg=9.0), Idle(48.1)]
    back: list[Phase] = [Walk(9.0, -180.0, swing_deg=9.0), PickUp(), Still(9.0)]
    session: list[Phase] = [Still(2.8), warm_up(), *rest, *back, working_set(), Still(12.0)]
    return simulate(
        session,
        sensor=WATCH,
        mounting=MOUNTING,
        arm=LIFTER,
        seed=SEED,
        started_at=STARTED_AT,
        notes=(SIMULATED, Note(time_s=None, key="side", value="right")),
    )


def warm_up() -> CurlSet:
    """Set of eight light reps, the last one over only two thirds of the range."""
    tempo = ((1.85, 1.9), (1.75, 1.9), (1.8, 1.9), (1.7, 1.9), (1.65, 1.8), (1.6, 1.8), (1.65, 1.7))
    reps = [
        SimulatedRep(lift_s=lift_s, lower_s=lower_s, top_deg=top_deg, supination_deg=15.0)
        for (lift_s, lower_s), top_deg in zip(tempo, (132, 134, 131, 130, 132, 131, 129), strict=True)
    ]
    half = SimulatedRep(lift_s=1.25, lower_s=1.4, top_deg=86.0, supination_deg=10.0)
    return CurlSet(reps=(*reps, half), weight_kg=7.5, target_reps=8)


def working_set() -> CurlSet:
    """Set of six controlled reps and four that are thrown more and more."""
    tempo = ((1.8, 2.0), (1.7, 1.9), (1.65, 1.9), (1.65, 1.9), (1.6, 1.8), (1.55, 1.7))
    steady = [
        SimulatedRep(lift_s=lift_s, lower_s=lower_s, top_deg=top_deg, supination_deg=15.0)
        for (lift_s, lower_s), top_deg in zip(tempo, (132, 132, 131, 130, 131, 129), strict=True)
    ]
    thrown = [
        SimulatedRep(
            lift_s=lift_s, lower_s=lower_s, top_deg=top_deg, swing=swing, profile="early", pause_bottom_s=0.45
        )
        for lift_s, lower_s, top_deg, swing in (
            (1.15, 1.5, 122.0, 1.0),
            (1.12, 1.4, 122.0, 1.05),
            (1.08, 1.3, 122.0, 1.1),
            (1.03, 1.2, 122.0, 1.15),
        )
    ]
    return CurlSet(reps=(*steady, *thrown), weight_kg=12.5, target_reps=10)


def sensor_demo_session(*, swing: bool) -> Simulation:
    """Makes the motion that the simulated sensor of a live session measures: ten reps, a rest, six reps.

    Parameters
    ----------
    swing : bool
        Whether the last reps of the first set are swung, as in the demo; else all are controlled.
    """
    steady = working_set().reps[:6]
    first = working_set() if swing else CurlSet(reps=(*steady, *steady[:4]))
    session: list[Phase] = [Still(4.0), first, Still(25.0), CurlSet(reps=steady), Still(15.0)]
    sensor = replace(WATCH, gaps_s=(), jitter_s=0.0)
    return simulate(session, sensor=sensor, mounting=MOUNTING, arm=LIFTER, seed=SEED)


def canonical_text(recording: Recording) -> str:
    """A recording of one sensor with gyroscope as canonical CSV, numbers in their shortest exact form."""
    (block,) = recording.sensors
    columns = [part for part in (block.time_s, block.acc_mps2, block.gyr_radps) if part is not None]
    lines = [f"# started_at: {recording.started_at}", f"# exercise: {recording.exercise}"]
    for note in recording.notes:
        at = "" if note.time_s is None else f"{round(note.time_s, 3)!r} "
        lines.append(f"# {at}{note.key}: {note.value}")
    lines.append("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_radps,gyr_y_radps,gyr_z_radps")
    lines += [",".join(map(repr, row)) for row in np.column_stack(columns).tolist()]
    return "\n".join(lines) + "\n"
