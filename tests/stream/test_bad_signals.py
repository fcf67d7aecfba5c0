"""Samples no honest sensor sends: each gives a result or one clear error, never a wrong number in silence."""

from dataclasses import replace
from time import process_time

import numpy as np
import pytest

from analysis.errors import SignalError
from analysis.stream.offline import analyze
from analysis.stream.tracker import Tracker
from imu.simulate import SensorModel, SimulatedRep, curls, simulate
from imu.types import Recording, SampleBlock

UP = [0.0, 0.0, 9.80665]


def block(time_s, acc, gyr=0.0):
    n = len(time_s)
    turned = None if gyr is None else np.broadcast_to(np.asarray(gyr, float), (n, 3)).copy()
    return SampleBlock(
        sensor="wrist",
        time_s=np.asarray(time_s, float),
        acc_mps2=np.broadcast_to(np.asarray(acc, float), (n, 3)).copy(),
        gyr_radps=turned,
    )


def result_of(*blocks):
    return analyze(Recording(path="", files=(), format="simulation", sensors=blocks))


def good_set():
    (one,) = simulate(
        curls([SimulatedRep(lift_s=1.4)] * 5), sensor=SensorModel(rate_hz=50.0)
    ).recording.sensors
    return one


def codes(result):
    return {q.code for q in result.quality}


@pytest.mark.parametrize("acc", [UP, [0.0, 0.0, 0.0], [300.0, 0.0, 0.0]])
@pytest.mark.parametrize("gyr", [0.0, [3.0, 0.0, 0.0], None])
def test_a_constant_signal_has_no_reps_and_is_noted(acc, gyr):
    result = result_of(block(np.arange(3000) / 50.0, acc, gyr))
    assert result.sets == ()
    assert "constant" in codes(result)


@pytest.mark.parametrize("gyr", [0.0, None])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_samples_are_a_result_without_reps(count, gyr):
    result = result_of(block(np.arange(count) / 50.0, UP, gyr))
    assert (result.sets, result.events) == ((), ())
    assert result.sensors[0].samples == count
    assert np.isfinite(result.duration_s)


@pytest.mark.slow
@pytest.mark.parametrize(
    "time_s", [np.zeros(1_000_000), np.arange(1_000_000) / 400.0], ids=["one time", "even"]
)
@pytest.mark.parametrize("acc", [UP, [0.0, 0.0, 2 * 9.80665]], ids=["at rest", "at the limit"])
def test_a_million_identical_samples(time_s, acc):
    begun_s = process_time()
    result = result_of(block(time_s, acc))
    assert result.sets == ()
    assert process_time() - begun_s < 20.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("channel", ["time_s", "acc_mps2", "gyr_radps"])
def test_samples_that_are_not_finite_are_left_out_as_if_they_had_not_come(bad, channel):
    one = good_set()
    rows = np.arange(3, len(one), 29)
    spoiled = getattr(one, channel).copy()
    spoiled[rows] = bad
    found = result_of(replace(one, **{channel: spoiled}))
    rest = np.delete(np.arange(len(one)), rows)
    expected = result_of(
        replace(one, time_s=one.time_s[rest], acc_mps2=one.acc_mps2[rest], gyr_radps=one.gyr_radps[rest])
    )
    assert len(expected.sets) == 1
    assert (found.sets, found.events) == (expected.sets, expected.events)
    assert "dropped" in codes(found)
    assert "dropped" not in codes(expected)


def test_nothing_but_nan():
    result = result_of(block(np.arange(500) / 50.0, [np.nan] * 3))
    assert result.sets == ()
    assert result.sensors[0].samples == 0
    assert result.sensors[0].rate_hz is None


def test_time_running_backwards_is_left_out_and_said():
    """A clock set back by 3 s in the pause before the set: those samples come again, and count once."""
    one = good_set()
    cut = 120
    again = np.concatenate([np.arange(cut), np.arange(cut - 100, len(one))])
    found = result_of(
        replace(one, time_s=one.time_s[again], acc_mps2=one.acc_mps2[again], gyr_radps=one.gyr_radps[again])
    )
    expected = result_of(one)
    assert found.sensors[0].samples in {len(one), len(one) + 1}
    assert [len(s.reps) for s in found.sets] == [len(s.reps) for s in expected.sets] == [5]
    for a, b in zip(found.sets[0].reps, expected.sets[0].reps, strict=True):
        assert a.start_s == pytest.approx(b.start_s, abs=1e-6)
        assert a.rom_deg == pytest.approx(b.rom_deg, abs=1e-6)
    assert "dropped" in codes(found)


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ({"acc_mps2": np.zeros((10, 2))}, r"\(10, 3\)"),
        ({"gyr_radps": np.zeros((9, 3))}, r"\(10, 3\)"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(bad, expected):
    with pytest.raises(SignalError, match=expected):
        Tracker().push(replace(block(np.arange(10) / 50.0, UP), **bad))
