"""Packets wait for each other: briefly in movement and in a set, longer while a sensor lies still between sets."""

from __future__ import annotations

import numpy as np

from analysis.stream.sensor_tracker import SensorTracker
from analysis.stream.waiting_packets import GATHER_S, GATHER_STILL_S
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, Walk, simulate
from imu.types import Floats, SampleBlock

RATE_HZ, PACKET = 100.0, 5
PACKET_S = PACKET / RATE_HZ
STILL_S = 20.0
PHASES = (Still(STILL_S), Walk(10.0), Still(2.0), CurlSet(reps=(SimulatedRep(),) * 4), Still(20.0))
SENSOR = SensorModel(rate_hz=RATE_HZ, acc_noise_mps2=0.03, gyr_noise_radps=0.003)
SESSION = simulate(PHASES, sensor=SENSOR, seed=1)
BLOCK = SESSION.recording.sensors[0]


def waits(block: SampleBlock) -> tuple[Floats, Floats, list[bool]]:
    """After each packet: the time of its last sample, how long the oldest sample that waits has waited, s, and whether
    a set was open before the packet."""
    tracker = SensorTracker("wrist", has_gyro=block.gyr_radps is not None)
    now_s, waited_s, in_set = [], [], []
    for start in range(0, len(block), PACKET):
        in_set.append(bool(tracker.counted_s))
        tracker.push(block.slice(start, start + PACKET))
        now_s.append(float(block.time_s[start : start + PACKET][-1]))
        waited_s.append(now_s[-1] - (tracker.vitals.end_s or 0.0))
    return np.array(now_s), np.array(waited_s), in_set


def test_a_sensor_that_lies_still_is_looked_at_four_times_a_second():
    now_s, waited_s, _ = waits(BLOCK)
    still = (now_s > 1.0) & (now_s < STILL_S)
    assert GATHER_STILL_S - 1.5 * PACKET_S < waited_s[still].max() < GATHER_STILL_S


def test_movement_and_an_open_set_wait_for_one_more_packet_at_most():
    now_s, waited_s, in_set = waits(BLOCK)
    walking = (now_s > STILL_S + 1.0) & (now_s < STILL_S + 9.0)
    assert waited_s[walking].max() < GATHER_S
    assert any(in_set)
    assert waited_s[np.array(in_set)].max() < GATHER_S


def test_without_a_gyroscope_nobody_knows_that_it_lies_still():
    acc_only = SampleBlock(sensor="wrist", time_s=BLOCK.time_s, acc_mps2=BLOCK.acc_mps2, gyr_radps=None)
    now_s, waited_s, _ = waits(acc_only)
    assert waited_s[now_s > 1.0].max() < GATHER_S
