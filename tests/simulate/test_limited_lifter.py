"""The lifter limited by torque: swing follows from the load, by the equations of the module."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu.simulate import CurlSet, Still, simulate
from imu.simulate.limited_lifter import LimitedLifter, torque_nm
from imu.units import G_MPS2

LIFTER = LimitedLifter(strength_nm=60.0)
STRENGTHS, FATIGUES = st.floats(20.0, 150.0), st.floats(0.0, 0.06)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_the_torque_of_a_level_forearm() -> None:
    """10 kg at 0.33 m, and 2.7 N·m of the arm itself."""
    assert torque_nm(10.0) == pytest.approx(9.80665 * 10.0 * 0.33 + 2.7)


@given(STRENGTHS, FATIGUES, st.integers(1, 20))
def test_so_many_reps_need_no_body_and_one_more_does(strength: float, fatigue: float, reps: int) -> None:
    lifter = LimitedLifter(strength_nm=strength, fatigue=fatigue)
    limit = lifter.limit_kg(reps)
    left = 1.0
    for _ in range(reps):
        assert lifter.thrown_share(limit * (1.0 - 1e-9), left) == 0.0
        left = lifter.after_rep(limit, left)
    if fatigue > 1e-6:
        assert lifter.thrown_share(limit, left) > 0.0
    assert lifter.with_limit(limit, reps).strength_nm == pytest.approx(strength)


def test_reps_and_weight_follow_epley() -> None:
    """A thirtieth of the maximum a rep: 31 reps at half of the torque of one."""
    one, many = (torque_nm(LIFTER.limit_kg(reps)) for reps in (1, 31))
    assert one == pytest.approx(60.0)
    assert many == pytest.approx(30.0)


@given(st.floats(1.0, 40.0), st.floats(1.0, 40.0), st.floats(0.3, 1.0))
def test_a_heavier_weight_or_a_tired_arm_never_needs_less_body(one: float, other: float, left: float) -> None:
    light, heavy = sorted((one, other))
    assert LIFTER.thrown_share(light, left) <= LIFTER.thrown_share(heavy, left)
    assert LIFTER.thrown_share(heavy, 1.0) <= LIFTER.thrown_share(heavy, left)
    assert LIFTER.after_rep(heavy, left) <= LIFTER.after_rep(light, left) <= left


def test_rest_brings_the_strength_back() -> None:
    assert LIFTER.after_rest(0.7, 60.0) == pytest.approx(1.0 - 0.3 / math.e)
    assert LIFTER.after_rest(0.7, 0.0) == pytest.approx(0.7)
    assert LIFTER.after_rest(1.0, 10.0) == 1.0


def lifted_speed(weight_kg: float) -> tuple[float, float]:
    """Of one rep as it was really moved: peak speed of the forearm at the load's lever, and of the elbow upwards."""
    rep = LIFTER.rep(weight_kg, 1.0)
    assert rep is not None
    made = simulate([Still(1.0), CurlSet(reps=(rep,)), Still(1.0)])
    (truth,) = made.truth.reps
    arm = made.truth.arms[0]
    lifting = (arm.time_s >= truth.start_s) & (arm.time_s <= truth.top_s)
    rise = np.gradient(arm.elbow_m[:, 2], arm.time_s)[lifting].max()
    elevation_from_elbow = math.radians(rep.top_deg - rep.bottom_deg) / rep.lift_s
    peak = 2.0736 if rep.swung else 1.875
    return peak * elevation_from_elbow * 0.33, float(rise)


def test_a_thrown_weight_has_the_energy_that_the_elbow_lacks() -> None:
    """½v² = ½v₀² + e·g·Δh, v the forearm's and the elbow's speed together."""
    limit = LIFTER.limit_kg(1)
    own, still = lifted_speed(limit)
    assert still < 0.02
    height = 0.33 * (math.cos(math.radians(5.0)) - math.cos(math.radians(130.0)))
    for share in (0.05, 0.15, 0.3):
        weight = (60.0 / (1.0 - share) - 2.7) / (G_MPS2 * 0.33)
        assert LIFTER.thrown_share(weight, 1.0) == pytest.approx(share)
        forearm, elbow = lifted_speed(weight)
        wanted = math.sqrt(own**2 + 2.0 * share * G_MPS2 * height)
        # the throw of the elbow is made of hips, shoulder, trunk and upper arm: within a quarter of what it is for
        assert elbow == pytest.approx(0.5 * (wanted - own), rel=0.25)
        assert forearm == pytest.approx(own + 0.5 * (wanted - own), rel=1e-6)


def test_within_a_set_swing_comes_late_and_grows() -> None:
    lifted = LIFTER.lift_set(LIFTER.limit_kg(5), 10, rng=rng())
    assert len(lifted.reps) == 10
    assert list(lifted.thrown[:5]) == pytest.approx([0.0] * 5, abs=1e-12)
    assert all(later > earlier for earlier, later in zip(lifted.thrown[4:], lifted.thrown[5:], strict=False))
    assert [rep.swung for rep in lifted.reps[5:]] == [True] * 5
    assert [rep.swing for rep in lifted.reps[5:]] == sorted(rep.swing for rep in lifted.reps[5:])


def test_more_reps_only_while_they_need_no_body() -> None:
    light = LIFTER.limit_kg(12)
    assert len(LIFTER.lift_set(light * 0.9999, 8, more=20, rng=rng()).reps) == 12
    assert len(LIFTER.lift_set(light * 0.9999, 8, more=2, rng=rng()).reps) == 10


def test_what_even_the_body_cannot_lift_is_not_lifted() -> None:
    too_much = LIFTER.limit_kg(1) * 2.0
    assert LIFTER.rep(too_much, 1.0) is None
    nothing = LIFTER.lift_set(too_much, 8, rng=rng())
    assert nothing.reps == ()
    assert nothing.left == 1.0
