"""What is said of a recording without curls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.output.nothing_found import found_instead
from analysis.records.results import RejectedSet, SensorSummary
from analysis.stream.offline import analyze
from analysis.vocabulary import Because, Reason
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from tests.fixtures import build

NBSP = "\u00a0"
WRIST = SensorSummary(name="wrist", rate_hz=50.0, has_gyro=True, gaps=(), samples=900)


def rejected(start_s: float, end_s: float, code: Reason, sensor: str = "wrist", **values: str) -> RejectedSet:
    because = Because(code=code, values=values)
    return RejectedSet(sensor=sensor, start_s=start_s, end_s=end_s, because=because)


@pytest.mark.parametrize(
    ("sensor", "said"),
    [
        (replace(WRIST, name="trunk"), "No sensor that makes sets: wrist, forearm and dumbbell (each"),
        (
            replace(WRIST, moved_s=0.2),
            f"In all of its 2:05{NBSP}min the sensor never turned as far as in a curl.",
        ),
        (replace(WRIST, moved_s=0.0), f"The sensor lay still in all of its 2:05{NBSP}min."),
        (
            replace(WRIST, moved_s=41.0),
            f"The sensor moved for 41{NBSP}s of 2:05{NBSP}min, but the arm did not swing up and back",
        ),
        (WRIST, "The arm did not swing up and back like a curl."),
    ],
)
def test_without_anything_like_reps(sensor: SensorSummary, said: str) -> None:
    assert found_instead(build.session(sensors=(sensor,), duration_s=125.0)).startswith(said)


def test_a_recording_of_a_moment_is_called_short() -> None:
    result = build.session(sensors=(replace(WRIST, moved_s=0.0),), duration_s=0.7)
    assert found_instead(result) == f"It lasts only 0.7{NBSP}s, too short for a rep."


def test_what_looked_like_reps_is_told_by_kind_and_length() -> None:
    """13 s and 4 s of the one, 2.4 s of another, 30 s on an arm; the other wrist saw less of it."""
    found = (
        rejected(0.0, 13.0, Reason.SEVERAL_KINDS),
        rejected(20.0, 24.0, Reason.SEVERAL_KINDS),
        rejected(30.0, 32.4, Reason.TOO_NARROW),
        rejected(40.0, 70.0, Reason.LONG_LEVER),
        rejected(40.0, 60.0, Reason.SEVERAL_KINDS, sensor="dumbbell"),
    )
    assert found_instead(build.session(rejected_sets=found)) == (
        f"Found instead: 30{NBSP}s of a lift with a straight arm; "
        f"17{NBSP}s of other movement, such as another lift or walking; "
        f"2.4{NBSP}s of movement too small for a curl."
    )


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("arm_swing", "long_lever", "movement at the pace of steps, as in a walk"),
        ("long_lever", "steps", "a lift with a straight arm"),
        ("never_hangs", "narrow", "a lift like a triceps extension or a press"),
        ("rates_disagree", "upright", "movement that was not a curl"),
        ("sweeps_disagree", "low_rise", "movement that was not a curl"),
    ],
)
def test_the_weightiest_objection_names_the_movement(first: str, second: str, said: str) -> None:
    """A movement that two sensors see differently is no faulty reading."""
    one = rejected(0.0, 20.0, Reason(first), also=second)
    found = found_instead(build.session(rejected_sets=(one,)))
    assert found == f"Found instead: 20{NBSP}s of {said}."


@pytest.mark.parametrize("why", [Reason.NO_GRAVITY, Reason.GYROSCOPE_AXES, Reason.NO_AGREEMENT])
def test_readings_that_cannot_be_right_are_called_so(why: Reason) -> None:
    found = found_instead(build.session(rejected_sets=(rejected(0.0, 20.0, why),)))
    assert found == f"Found instead: 20{NBSP}s of readings that cannot be right."


def test_how_long_a_sensor_turned_is_known_from_the_recording() -> None:
    """Four curls of 3 s and their pauses between two rests of 5 s; the arm is slow at both ends of each."""
    calm = CurlSet(reps=tuple(SimulatedRep(lift_s=1.5, lower_s=1.5) for _ in range(4)))
    moved = analyze(simulate([Still(5.0), calm, Still(5.0)], seed=3).recording).sensors[0].moved_s
    still = analyze(simulate([Still(20.0)], seed=3).recording)
    assert moved is not None
    assert 8.0 < moved < 13.0
    assert still.sensors[0].moved_s == 0.0
    assert found_instead(still).startswith("The sensor lay still")
