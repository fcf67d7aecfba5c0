"""A sensor at the end of its range, and an axis that measures nothing: said, and only where it is so."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.core.signal.resample import GridBlock
from analysis.output.data_sentences import quality_text
from analysis.quality.clipping import Clipping
from analysis.stream.tracker import Tracker
from imu.simulate import SensorModel, SimulatedRep, curls, random_rotation, simulate
from imu.units import G_MPS2, RAD_PER_DEG
from tests.fixtures.analyses import result_of
from tests.fixtures.spoiled import lifts, with_values

NOISE = {"acc_noise_mps2": 0.08, "gyr_noise_radps": 0.02}


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


@pytest.mark.parametrize("size", [1, 100, 255, 1000])
def test_whether_an_axis_is_dead_is_told_by_the_first_readings_in_packets_of_any_size(size):
    """An axis that never changes; of the first 256 readings of the others most are without noise, of those after them none."""
    good = lifts()
    values = good.acc_mps2.copy()
    values[:, 1] = -1.5
    values[120:256, 0], values[120:256, 2] = np.arange(136) / 100.0, np.arange(136) / 200.0
    block, tracker = replace(good, acc_mps2=values), Tracker()
    for start in range(0, len(block), size):
        tracker.push(block.slice(start, start + size))
    assert tracker.sensors["wrist"].vitals.dead_axis is None


def test_a_cell_that_was_complete_before_a_reading_was_cut_is_not_cut():
    """Readings at 1.0 and 1.1 s read 2 g on one axis: of the cells that these complete, the second is cut."""
    clipping, most = Clipping(), 2.0 * G_MPS2
    clipping.note(np.array([0.9, 1.0]), np.array([[0.0, 0.1, 9.8], [most, 0.2, 9.7]]))
    clipping.note(np.array([1.1]), np.array([[most, 0.3, 9.6]]))
    cells = GridBlock(
        begins_s=0.9,
        time_s=np.array([0.95, 1.05]),
        ready_s=np.array([1.0, 1.1]),
        values=np.zeros((2, 3)),
        gap=np.zeros(2, dtype=bool),
    )
    assert clipping.cells(cells).tolist() == [False, True]
