"""The same lifts, whichever way the sensor is worn, whenever they were done, in whatever units."""

from dataclasses import fields
from functools import cache

import numpy as np
import pytest

from analysis.records.results import Rep as FoundRep
from analysis.stream.offline import analyze
from imu.simulate import (
    ArmModel,
    CurlSet,
    Drink,
    OtherLift,
    PickUp,
    SensorModel,
    SimulatedRep,
    Still,
    random_rotation,
    simulate,
)
from imu.types import Recording, SampleBlock
from imu.units import DEG_PER_RAD, G_MPS2

TIMES = {f.name for f in fields(FoundRep) if f.name.endswith("_at_s")} | {"start_s", "top_s", "end_s"}
WORDS = {"verdict", "cause", "reasons", "index"}
FIGURES = {f.name for f in fields(FoundRep)} - TIMES - WORDS - {"comparisons", "bottom_force_mps2"}

STRICT, THROWN = (
    SimulatedRep(lift_s=1.6, supination_deg=20.0),
    SimulatedRep(lift_s=1.0, swing=1.2, profile="early"),
)
SESSION = (
    Still(2.0),
    CurlSet(reps=(STRICT,) * 4 + (THROWN,) * 3),
    Still(9.0),
    PickUp(),
    Drink(),
    OtherLift(kind="row", reps=3),
    Still(9.0),
    CurlSet(reps=(SimulatedRep(lift_s=0.9), SimulatedRep(top_deg=80.0), STRICT, STRICT)),
    Still(9.0),
)


STRAIGHT = np.eye(3)


@cache
def session(has_gyro: bool):
    sensor = SensorModel(
        rate_hz=60.0, has_gyro=has_gyro, acc_noise_mps2=0.03, gyr_noise_radps=0.004, jitter_s=0.002
    )
    (block,) = simulate(SESSION, sensor=sensor, arm=ArmModel(sway_mps2=0.5), seed=4).recording.sensors
    return block, analyse(block)


def analyse(block):
    return analyze(Recording(path="", files=(), format="simulation", sensors=(block,)))


def changed(block, *, shift_s=0.0, acc=lambda x: x, gyr=lambda x: x):
    return SampleBlock(
        sensor=block.sensor,
        time_s=block.time_s + shift_s,
        acc_mps2=acc(block.acc_mps2),
        gyr_radps=None if block.gyr_radps is None else gyr(block.gyr_radps),
    )


def assert_alike(found, expected, *, shift_s=0.0, rel=1e-6, time_s=1e-6, mounting=STRAIGHT):
    assert [(len(s.reps), s.closed_by) for s in found.sets] == [
        (len(s.reps), s.closed_by) for s in expected.sets
    ]
    assert [r.because for r in found.rejected_sets] == [r.because for r in expected.rejected_sets]
    assert [(e.kind, getattr(e, "n", None)) for e in found.events] == [
        (e.kind, getattr(e, "n", None)) for e in expected.events
    ]
    reps = [
        (a, b)
        for s, t in zip(found.sets, expected.sets, strict=True)
        for a, b in zip(s.reps, t.reps, strict=True)
    ]
    assert len(reps) == 11
    for a, b in reps:
        assert (a.verdict, a.cause) == (b.verdict, b.cause)
        assert [(c.threshold, c.rule) for c in a.comparisons] == [
            (c.threshold, c.rule) for c in b.comparisons
        ]
        assert [c.excess for c in a.comparisons] == pytest.approx([c.excess for c in b.comparisons], rel=rel)
        assert a.bottom_force_mps2 == pytest.approx(tuple(b.bottom_force_mps2 @ mounting), abs=10.0 * rel)
        for name in FIGURES | TIMES:
            value, wanted = getattr(a, name), getattr(b, name)
            assert (value is None) == (wanted is None), name
            if wanted is not None and name in TIMES:
                assert value - shift_s == pytest.approx(wanted, abs=time_s), name
            elif wanted is not None:
                assert value == pytest.approx(wanted, rel=rel, abs=10.0 * rel), name


each_kind = pytest.mark.parametrize("has_gyro", [True, False], ids=["six axes", "accelerometer alone"])


@each_kind
@pytest.mark.parametrize("seed", range(4))
def test_any_mounting(has_gyro, seed):
    """VQF limits its gyroscope bias axis by axis, so a turned sensor differs in the third or fourth digit.

    With a gyroscope a set is analysed in a frame of its own, else in that of the sensor.
    """
    block, expected = session(has_gyro)
    mounting = random_rotation(np.random.default_rng(seed))
    found = analyse(changed(block, acc=lambda x: x @ mounting, gyr=lambda x: x @ mounting))
    assert_alike(found, expected, rel=2e-3, time_s=2e-3, mounting=STRAIGHT if has_gyro else mounting)


@each_kind
@pytest.mark.parametrize("shift_s", [-100.0, 1e6, 1.7e9])
def test_any_time(has_gyro, shift_s):
    """At Unix times a double resolves 0.24 µs: figures may move by as much as that moves the samples."""
    block, expected = session(has_gyro)
    assert_alike(analyse(changed(block, shift_s=shift_s)), expected, shift_s=shift_s, rel=1e-4, time_s=2e-6)


@each_kind
def test_any_units(has_gyro):
    block, expected = session(has_gyro)
    found = analyse(
        changed(block, acc=lambda x: (x / G_MPS2) * G_MPS2, gyr=lambda x: (x * DEG_PER_RAD) / DEG_PER_RAD)
    )
    assert_alike(found, expected, rel=1e-9, time_s=1e-9)
