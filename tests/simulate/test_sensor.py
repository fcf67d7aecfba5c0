"""Errors of axes, range and time stamps, each against what it promises."""

import math

import numpy as np
import pytest

from imu.simulate import SensorModel, SimulatedRep, Still, curls, simulate
from imu.simulate.sensor import read_out
from imu.types import SampleBlock

SAMPLES = 20_000


def felt(samples=SAMPLES, rate_hz=100.0):
    time_s = np.arange(samples) / rate_hz
    acc = np.tile([1.0, -2.0, 9.0], (samples, 1))
    gyr = np.tile([0.5, 0.0, -3.0], (samples, 1))
    return SampleBlock(sensor="wrist", time_s=time_s, acc_mps2=acc, gyr_radps=gyr)


def recorded(seed=1, **errors):
    return read_out(felt(), SensorModel(**errors), np.random.default_rng(seed))


def test_an_ideal_sensor_changes_nothing():
    block, ideal = recorded(), felt()
    np.testing.assert_array_equal(block.time_s, ideal.time_s)
    np.testing.assert_array_equal(block.acc_mps2, ideal.acc_mps2)
    np.testing.assert_array_equal(block.gyr_radps, ideal.gyr_radps)


def test_noise_has_the_promised_size_and_is_white():
    block = recorded(acc_noise_mps2=0.05, gyr_noise_radps=0.01)
    for noise, size in (
        (block.acc_mps2 - felt().acc_mps2, 0.05),
        (block.gyr_radps - felt().gyr_radps, 0.01),
    ):
        # five standard errors of mean, standard deviation and correlation of 20 000 samples
        assert np.abs(noise.mean(axis=0)).max() < 5.0 * size / math.sqrt(SAMPLES)
        assert np.abs(noise.std(axis=0) / size - 1.0).max() < 5.0 / math.sqrt(2.0 * SAMPLES)
        neighbours = (noise[1:] * noise[:-1]).mean(axis=0) / size**2
        assert np.abs(neighbours).max() < 5.0 / math.sqrt(SAMPLES)
        assert np.abs(np.corrcoef(noise.T)[np.triu_indices(3, 1)]).max() < 5.0 / math.sqrt(SAMPLES)


def test_scale_comes_before_bias():
    block = recorded(
        acc_scale=(1.1, 1.0, 0.9),
        acc_bias_mps2=(0.5, 0.0, -0.1),
        gyr_scale=(2.0, 1.0, 1.0),
        gyr_bias_radps=(0.0, 0.25, 0.0),
    )
    np.testing.assert_allclose(block.acc_mps2[0], [1.6, -2.0, 8.0], atol=1e-12)
    np.testing.assert_allclose(block.gyr_radps[0], [1.0, 0.25, -3.0], atol=1e-12)


def test_readings_are_cut_to_the_range_and_rounded_to_counts():
    block = recorded(acc_range_mps2=8.5, gyr_range_radps=2.0, acc_counts=0.4, gyr_counts=4.0)
    np.testing.assert_array_equal(
        block.acc_mps2[0], [0.0, -2.5, 8.5]
    )  # steps of 2.5: 0.4 → 0, −0.8 → −1, 3.6 → 4
    np.testing.assert_array_equal(block.gyr_radps[0], [0.5, 0.0, -2.0])


def test_jitter_moves_stamps_by_its_size_and_never_backwards():
    small = recorded(jitter_s=0.0005)
    late = small.time_s - felt().time_s
    assert late.std() == pytest.approx(0.0005, rel=0.05)
    wild = recorded(jitter_s=0.02)
    assert len(wild) == SAMPLES
    assert np.diff(wild.time_s).min() == 0.0
    assert np.abs(wild.time_s - felt().time_s).max() < 0.12


def test_packets_carry_the_stamp_of_their_last_sample():
    block = recorded(packet=5)
    np.testing.assert_allclose(block.time_s[:11], [0.04] * 5 + [0.09] * 5 + [0.14], atol=1e-12)
    np.testing.assert_array_equal(np.unique(block.time_s, return_counts=True)[1], 5)
    nearly = recorded(packet=4, packet_step_s=0.001)
    np.testing.assert_allclose(nearly.time_s[:5], [0.027, 0.028, 0.029, 0.030, 0.067], atol=1e-12)


def test_the_last_packet_may_be_short():
    block = read_out(felt(samples=7), SensorModel(packet=5), np.random.default_rng(0))
    np.testing.assert_allclose(block.time_s, [0.04] * 5 + [0.06] * 2, atol=1e-12)


def test_lost_packets_are_lost_whole():
    block = recorded(packet=5, loss=0.2)
    kept = len(block) / SAMPLES
    assert kept == pytest.approx(0.8, abs=5.0 * math.sqrt(0.2 * 0.8 / (SAMPLES / 5)))
    np.testing.assert_array_equal(np.unique(block.time_s, return_counts=True)[1], 5)


def test_nothing_arrives_in_a_gap():
    block = recorded(gaps_s=((10.0, 12.0), (50.0, 50.5)))
    assert len(block) == SAMPLES - 250
    np.testing.assert_allclose(np.sort(np.diff(block.time_s))[-2:], [0.51, 2.01], atol=1e-9)


def test_repeated_rows_are_equal_and_next_to_each_other():
    block = recorded(repeat=0.1, acc_noise_mps2=0.1)
    again = np.flatnonzero(np.diff(block.time_s) == 0.0)
    assert len(again) == len(block) - SAMPLES
    assert len(again) / SAMPLES == pytest.approx(0.1, abs=5.0 * math.sqrt(0.09 / SAMPLES))
    np.testing.assert_array_equal(block.acc_mps2[again], block.acc_mps2[again + 1])
    np.testing.assert_array_equal(block.gyr_radps[again], block.gyr_radps[again + 1])


def test_stamps_are_rounded_to_the_clock():
    block = recorded(jitter_s=0.0004, clock_ticks=1000.0)
    np.testing.assert_array_equal(block.time_s, np.rint(block.time_s * 1000.0) / 1000.0)
    assert np.diff(block.time_s).min() >= 0.0


def test_an_accelerometer_alone_has_no_rotation():
    assert recorded(has_gyro=False).gyr_radps is None


def test_a_sensor_that_loses_everything_is_refused():
    with pytest.raises(ValueError, match="'wrist': none of 20000 samples arrives"):
        recorded(loss=1.0)


@pytest.mark.parametrize(("rate_hz", "samples"), [(8.0, 80), (49.8, 498), (100.0, 1000), (1000.0, 10_000)])
def test_the_rate_is_the_rate(rate_hz, samples):
    block = simulate([Still(10.0)], sensor=SensorModel(rate_hz=rate_hz)).recording.sensors[0]
    assert len(block) == samples
    np.testing.assert_allclose(np.diff(block.time_s), 1.0 / rate_hz, rtol=1e-9)


def test_the_same_seed_gives_the_same_bits_and_another_one_does_not():
    noisy = SensorModel(acc_noise_mps2=0.1, gyr_noise_radps=0.1, jitter_s=0.003, loss=0.1, repeat=0.1)

    def bits(seed):
        both = simulate(
            curls([SimulatedRep()]), sensor=noisy, seed=seed, placements=("wrist", "trunk")
        ).recording.sensors
        return [
            array.tobytes() for block in both for array in (block.time_s, block.acc_mps2, block.gyr_radps)
        ]

    first, again, other = bits(3), bits(3), bits(4)
    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))
    assert first[1] != first[4]
