"""A long stream needs no more memory than a short one."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, Drink, Idle, SensorModel, SimulatedRep, Still, Walk, curls, simulate
from imu.types import SampleBlock
from tests.fixtures.streams import pieces

SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
QUARTER_H = (Idle(300.0), Walk(280.0, 2000.0), Idle(200.0), Walk(100.0, 1000.0), Drink(), Still(20.0))


def sizes(tracker, stream):
    """Bytes of the saved tracker after each piece."""
    out = []
    for piece in stream:
        tracker.push(piece)
        out.append(len(pickle.dumps(tracker)))
    return out


LONGEST_SET_BYTES = 900 * 50 * 20 * 8
"""A set may stay open for 15 minutes of 50 cells a second, each of about twenty numbers."""


@pytest.mark.slow
def test_an_hour_without_curls_leaves_nothing_behind():
    (quarter,) = simulate(QUARTER_H, sensor=SENSOR).recording.sensors
    tracker, bytes_held = Tracker(), []
    for hour in range(4):
        later = SampleBlock(
            sensor="wrist",
            time_s=quarter.time_s + hour * len(quarter) / 50.0,
            acc_mps2=quarter.acc_mps2,
            gyr_radps=quarter.gyr_radps,
        )
        bytes_held += sizes(tracker, pieces(later, range(0, len(later), 500)))
    assert max(bytes_held) < LONGEST_SET_BYTES
    assert max(bytes_held[-90:]) <= 1.1 * max(bytes_held[:90])


def test_a_set_that_never_ends_is_closed():
    """Three minutes of curls without a rest, where a set may take a minute."""
    limits = Thresholds(live=type(DEFAULTS.live)(longest_set_s=60.0))
    reps = (SimulatedRep(pause_bottom_s=0.3, pause_top_s=0.0),) * 46
    done = simulate((Still(2.0), CurlSet(reps=reps), Still(9.0)), sensor=SENSOR)
    (block,) = done.recording.sensors
    tracker = Tracker(limits)
    bytes_held = sizes(tracker, pieces(block, range(0, len(block), 100)))
    tracker.flush()
    assert len(tracker.sets) >= 3
    assert all(s.end_s - s.start_s <= 61.0 for s in tracker.sets)
    assert abs(sum(len(s.reps) for s in tracker.sets) - 46) <= len(tracker.sets) - 1
    assert max(bytes_held) < 70 * 50 * 8 * 30


def test_a_sensor_at_its_limit_leaves_nothing_behind():
    """Twice g on one axis for twenty minutes: every sample is clipped."""
    acc = np.tile([0.0, 0.0, 2 * 9.80665], (500, 1))
    stream = (
        SampleBlock(
            sensor="wrist", time_s=k * 10.0 + np.arange(500) / 50.0, acc_mps2=acc, gyr_radps=0.0 * acc
        )
        for k in range(120)
    )
    bytes_held = sizes(Tracker(), stream)
    assert bytes_held[-1] <= 1.1 * bytes_held[10]


def test_the_reps_of_a_session_are_all_that_grows():
    (block,) = simulate(curls([SimulatedRep()] * 5), sensor=SENSOR).recording.sensors
    tracker, bytes_held = Tracker(), []
    length_s = len(block) / 50.0 + 2.0
    for k in range(8):
        later = SampleBlock(
            sensor="wrist",
            time_s=block.time_s + k * length_s,
            acc_mps2=block.acc_mps2,
            gyr_radps=block.gyr_radps,
        )
        bytes_held += sizes(tracker, [later])
    assert len(tracker.sets) >= 7
    per_set = (bytes_held[-1] - bytes_held[2]) / 5
    assert per_set < 10_000


@pytest.mark.parametrize("time_s", [20.0, 5.0], ids=["stands still", "was set back"])
def test_a_clock_that_fails_leaves_nothing_behind(time_s):
    """Two minutes of packets that carry one and the same time."""
    (block,) = simulate((Still(20.0),), sensor=SENSOR).recording.sensors
    tracker = Tracker()
    tracker.push(block)
    stuck = SampleBlock(
        sensor="wrist",
        time_s=np.full(5, time_s),
        acc_mps2=block.acc_mps2[:5],
        gyr_radps=block.gyr_radps[:5],
    )
    bytes_held = sizes(tracker, [stuck] * 1200)
    assert max(bytes_held) <= bytes_held[0] + 50_000


FOUR_HOURS_BYTES = 4.2 * 3600 * 40 * (6 + 2) * 8
"""Four hours of 40 cells a second, of six axes and two times, in float64, and what may be kept beyond them."""


@pytest.mark.slow
def test_a_trunk_sensor_keeps_four_hours():
    rng = np.random.default_rng(2)
    n, tracker, bytes_held = 20 * 900, Tracker(), []
    for quarter in range(24):  # six hours
        time_s = quarter * 900.0 + np.arange(n) / 20.0
        acc = np.array([0.0, 0.0, 9.81]) + 0.1 * rng.standard_normal((n, 3))
        block = SampleBlock(
            sensor="trunk", time_s=time_s, acc_mps2=acc, gyr_radps=0.01 * rng.standard_normal((n, 3))
        )
        for part in pieces(block, range(0, n, 2000)):
            tracker.push(part)
        bytes_held.append(len(pickle.dumps(tracker)))
    assert bytes_held[15] == pytest.approx(2.0 * bytes_held[7], rel=0.1)
    assert max(bytes_held) < 1.1 * FOUR_HOURS_BYTES
    found = tracker.companions["trunk"].posture()
    assert found is not None
    assert 6.0 * 3600.0 - 1.0 < found.time_s[-1] < 6.0 * 3600.0
    assert 4.0 * 3600.0 <= found.time_s[-1] - found.time_s[0] <= 4.0 * 3600.0 + 700.0
