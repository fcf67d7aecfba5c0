"""A sensor at the end of its range, and an axis that measures nothing: said, and only where it is so."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from imu.simulate import SensorModel, SimulatedRep, curls, random_rotation, simulate
from imu.types import Recording
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.spoiled import lifts, with_values

NOISE = {"acc_noise_mps2": 0.08, "gyr_noise_radps": 0.02}


def result_of(block):
    return analyze(Recording(path="", files=(), format="simulation", sensors=(block,)))


def told(block, code):
    return [q for q in result_of(block).quality if q.code == code]


def curled(range_dps, **noise):
    """Six curls whose forearm turns at up to 170 °/s, by a gyroscope of this range."""
    sensor = SensorModel(rate_hz=50.0, gyr_range_radps=range_dps * RAD_PER_DEG, **noise)
    mounting = random_rotation(np.random.default_rng(5))
    plan = curls([SimulatedRep(lift_s=1.4, lower_s=1.6)] * 6)
    return simulate(plan, sensor=sensor, mounting=mounting).recording.sensors[0]


@pytest.mark.parametrize("range_dps", [62.5, 125.0])
def test_a_gyroscope_of_a_small_range(range_dps):
    (note,) = told(curled(range_dps, **NOISE), "gyroscope_range")
    assert note.severity == "warning"
    assert note.because.values["limit_dps"] == pytest.approx(range_dps, rel=1e-3)
    assert "readings were cut there" in quality_text(note)


def test_its_reps_hit_the_limit():
    (note,) = told(curled(125.0, **NOISE), "clipped")
    assert "hit its limit in 6 reps" in quality_text(note)


@pytest.mark.parametrize("range_dps", [500.0, 2000.0])
def test_a_gyroscope_whose_range_is_enough(range_dps):
    codes = {q.code for q in result_of(curled(range_dps, **NOISE)).quality}
    assert codes.isdisjoint({"clipped", "gyroscope_range"})
    coarse = SensorModel(rate_hz=50.0, gyr_counts=1.0 / (15.625 * RAD_PER_DEG))  # 125 °/s is 8 counts
    block = simulate(curls([SimulatedRep(lift_s=1.4)] * 4), sensor=coarse).recording.sensors[0]
    assert told(block, "clipped") == []


@pytest.mark.parametrize("size_g", [2.0, 3.0, 8.0])
def test_rows_that_are_repeated_whole_hit_no_limit(size_g):
    good = lifts()
    block = with_values(good, range(400, 405), acc=[size_g * G_MPS2, 1.0, -2.0], gyr=[0.1, 0.2, 0.3])
    assert told(block, "clipped") == []


def test_any_chunks_clip_alike():
    block = curled(125.0, **NOISE)
    whole, parts = Tracker(), Tracker()
    whole.push(block)
    for k in range(0, len(block), 3):
        parts.push(block.slice(k, k + 3))
    whole.flush()
    parts.flush()
    assert whole.sets == parts.sets
    assert {rep.clipped for one in parts.sets for rep in one.reps} == {True}


@pytest.mark.parametrize("axis", range(3))
@pytest.mark.parametrize("by", ["accelerometer", "gyroscope"])
@pytest.mark.parametrize("value", [0.0, -1.5])
def test_a_dead_axis_is_named(by, axis, value):
    good = lifts()
    field = "acc_mps2" if by == "accelerometer" else "gyr_radps"
    values = getattr(good, field).copy()
    values[:, axis] = value
    (note,) = told(replace(good, **{field: values}), "dead_axis")
    assert note.severity == "warning"
    assert quality_text(note).startswith(f"The {by}'s {'xyz'[axis]} axis reads {value:g} in every reading")


def test_whole_sensors_have_none():
    assert told(lifts(), "dead_axis") == []
    planar = simulate(
        curls([SimulatedRep(lift_s=1.4)] * 4), sensor=SensorModel(rate_hz=50.0)
    ).recording.sensors[0]
    assert told(planar, "dead_axis") == []
