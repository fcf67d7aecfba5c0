"""Whole recordings by a gyroscope that nobody calibrated: the same lifts get the same count, calls and figures."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Reason
from imu.formats import read_recording
from imu.simulate import ArmModel, CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.fixtures.shared import SHARED, needs_shared

NOISE = {"acc_noise_mps2": 0.05, "gyr_noise_radps": 0.01}
STRICT, THROWN = (
    SimulatedRep(lift_s=1.3, lower_s=1.4),
    SimulatedRep(lift_s=1.0, lower_s=1.2, swing=1.2, profile="early"),
)
REPS = (STRICT,) * 4 + (THROWN,) * 3
WAY = np.array([0.6, -0.64, 0.48])
CURLS = SHARED / "data" / "curls"


def recorded(session, dps, rate_hz=50.0):
    """A session by a sensor whose zero is so far off, in one direction."""
    bias = tuple((np.radians(dps) * WAY).tolist())
    sensor = SensorModel(rate_hz=rate_hz, gyr_bias_radps=bias, **NOISE)
    return simulate(session, sensor=sensor, arm=ArmModel(sway_mps2=0.3), seed=3).recording


def reps_of(result):
    return [rep for one in result.sets for rep in one.reps]


@cache
def lifts_with(dps, rest_s, rate_hz):
    """The reps found by a sensor whose zero is so far off, with or without a rest before them."""
    session = (*((Still(rest_s),) if rest_s else ()), CurlSet(reps=REPS))
    return reps_of(analyze(recorded(session, dps, rate_hz)))


@pytest.mark.parametrize("rate_hz", [8.0, 25.0, 100.0])
@pytest.mark.parametrize("dps", [5.0, 12.0, 20.0])
@pytest.mark.parametrize("rest_s", [0.0, 4.0])
def test_the_same_lifts_whatever_the_zero(dps, rate_hz, rest_s):
    """From the first rep on, and after a rest."""
    expected, got = lifts_with(0.0, rest_s, rate_hz), lifts_with(dps, rest_s, rate_hz)
    assert len(expected) == len(REPS)
    assert [r.verdict for r in got] == [r.verdict for r in expected]
    np.testing.assert_allclose([r.carry for r in got], [r.carry for r in expected], rtol=0.03)
    np.testing.assert_allclose(
        [r.inertial_peak_mps2 for r in got], [r.inertial_peak_mps2 for r in expected], rtol=0.05, atol=0.1
    )


@pytest.mark.parametrize("rest_s", [0.0, 4.0])
@pytest.mark.parametrize(("dps", "said"), [(0.0, None), (16.0, 16)])
def test_it_is_said_how_far_the_zero_is_off(dps, said, rest_s):
    session = (*((Still(rest_s),) if rest_s else ()), CurlSet(reps=(STRICT,) * 8))
    notes = [
        quality_text(n) for n in analyze(recorded(session, dps)).quality if n.code == Reason.GYROSCOPE_ZERO
    ]
    if said is None:
        assert notes == []
    else:
        (text,) = notes
        assert abs(float(text.split(" reads ")[1].split("\u00a0")[0]) - said) <= 1.0
        assert "calibrate the sensor" in text


def test_a_single_rep_names_no_figure():
    found = analyze(recorded((CurlSet(reps=(STRICT,)),), 12.0))
    assert len(reps_of(found)) == 1
    assert [n for n in found.quality if n.code == "gyroscope_zero"] == []


def test_a_set_tells_the_next_one_after_a_gap():
    """What the first set has shown holds from the first cell after a gap; without it nothing is known there."""
    first, second = (recorded((CurlSet(reps=(STRICT,) * n),), 16.0).sensors[0] for n in (6, 3))
    later = replace(second, time_s=second.time_s + float(first.time_s[-1]) + 5.0)
    after, alone = Tracker(), Tracker()
    for block in (first, later):
        after.push(block)
    alone.push(second)
    told, untold = (t.sensors["wrist"]._segment for t in (after, alone))
    assert told is not None
    assert untold is not None
    assert np.degrees(np.linalg.norm(told.zero.radps)) == pytest.approx(16.0, abs=1.0)
    assert untold.zero is None


def test_a_rest_shows_the_zero_to_the_cells_after_it():
    tracker = Tracker()
    tracker.push(recorded((Still(5.0), CurlSet(reps=(STRICT,) * 2)), 10.0).sensors[0])
    pieces = tracker.sensors["wrist"]._segment._pieces
    known = np.concatenate([one.attitude.rested for one in pieces])
    changes = np.flatnonzero(np.diff(known))
    assert not known[0]
    assert known[-1]
    assert 0.5 < changes[0] * 0.025 < 4.0  # within the rest


def labelled(*datasets):
    with (CURLS / "labels.csv").open() as file:
        rows = [r for r in csv.DictReader(file) if r["dataset"] in datasets and r["kind"] == "curl"]
    return [CURLS / r["file"] for r in rows]


@pytest.mark.validation
@needs_shared
def test_one_sensor_has_one_zero():
    """37 recordings of two people by one sensor that nobody calibrated: each shows the same zero by itself."""
    zeros = []
    for path in labelled("rpe_exeter"):
        tracker = Tracker()
        tracker.push(read_recording(path).sensors[0])
        tracker.flush()
        (sensor,) = tracker.sensors.values()
        zeros.append(sensor.vitals.zero_radps)
    sizes = np.degrees(np.array(zeros, dtype=float))
    assert len(sizes) == 37
    assert np.abs(sizes - np.median(sizes)).max() < 1.0
    assert 14.0 < np.median(sizes) < 21.0  # ../shared/data/SOURCES.md


@pytest.mark.validation
@needs_shared
def test_calls_and_counts_do_not_hang_on_the_zero():
    """The table of issue 10, on a part of the recordings: calls that change at 15 °/s at most 0.01."""
    rng = np.random.default_rng(15)
    reps = changed = counts = 0
    for path in labelled("watch", "uci", "gymbud", "gymbro") + labelled("applift")[::3]:
        right = read_recording(path)
        if len(right.sensors) > 1:
            continue
        (block,) = right.sensors
        way = rng.standard_normal(3)
        zero = np.radians(15.0) * way / np.linalg.norm(way)
        off = SampleBlock(
            sensor=block.sensor,
            time_s=block.time_s,
            acc_mps2=block.acc_mps2,
            gyr_radps=block.gyr_radps + zero,
        )
        expected, got = reps_of(analyze(right)), reps_of(analyze(replace(right, sensors=(off,))))
        counts += len(expected) != len(got)
        reps += len(expected)
        changed += sum(
            (a.verdict == "momentum") != (b.verdict == "momentum")
            for a, b in zip(expected, got, strict=False)
        )
    assert reps > 500
    assert changed / reps <= 0.01
    assert counts <= 1
