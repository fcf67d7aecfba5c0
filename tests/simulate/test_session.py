"""What the lifter does and the truth about it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from imu.simulate import (
    ArmModel,
    CurlSet,
    Drink,
    Idle,
    OtherLift,
    PickUp,
    SensorModel,
    SimulatedRep,
    Still,
    Walk,
    curls,
    rotation,
    simulate,
    varied,
)
from imu.units import G_MPS2

STRICT = SimulatedRep(
    lift_s=1.6, lower_s=1.8, pause_top_s=0.3, pause_bottom_s=0.5, bottom_deg=6.0, top_deg=128.0
)


def test_rep_times_are_those_of_the_plan():
    reps = [
        STRICT,
        replace(STRICT, lift_s=1.0, lower_s=2.5, pause_bottom_s=0.0),
        replace(STRICT, pause_top_s=0.0),
    ]
    truth = simulate(curls(reps, before_s=2.0)).truth
    # still 2 s, into place 0.8 s, then pause, lift, pause, lower
    starts = [3.3, 3.3 + 1.6 + 0.3 + 1.8, 7.0 + 1.0 + 0.3 + 2.5 + 0.5]
    for rep, start, plan in zip(truth.reps, starts, reps, strict=True):
        times = np.cumsum([start, plan.lift_s, plan.pause_top_s, plan.lower_s])
        np.testing.assert_allclose([rep.start_s, rep.top_s, rep.lower_start_s, rep.end_s], times, atol=1e-9)
    (the_set,) = truth.sets
    assert the_set.start_s == truth.reps[0].start_s
    assert the_set.end_s == truth.reps[-1].end_s


def test_the_forearm_is_where_the_plan_says():
    (arm,) = simulate(curls([STRICT] * 2, before_s=1.0)).truth.arms
    (first, _) = arm.reps
    assert (first.bottom_deg, first.top_deg) == (pytest.approx(6.0), pytest.approx(128.0))
    assert first.rom_deg == pytest.approx(122.0)
    assert first.peak_speed_dps == pytest.approx(1.875 * 122.0 / 1.6, rel=1e-3)
    middle = np.searchsorted(arm.time_s, 0.5 * (first.start_s + first.top_s))
    assert arm.elevation_deg[middle] == pytest.approx(67.0, abs=1.0)
    assert first.elbow_rms_mps2 == 0.0
    np.testing.assert_allclose(arm.elbow_m, np.tile([0.0, -0.19, 0.2], (len(arm.time_s), 1)), atol=1e-12)
    np.testing.assert_array_equal(arm.lean_deg, 0.0)


def test_supination_and_tilt_leave_the_swept_angle_alone():
    turned = replace(STRICT, supination_deg=60.0)
    (rep,) = simulate(curls([turned]), arm=ArmModel(tilt_deg=30.0)).truth.reps
    assert rep.rom_deg == pytest.approx(122.0)
    assert rep.bottom_deg == pytest.approx(6.0)


def test_a_bench_moves_the_bottom_not_the_sweep():
    (rep,) = simulate(
        curls([SimulatedRep(bottom_deg=5.0, top_deg=130.0)]), arm=ArmModel(bench_deg=-25.0)
    ).truth.reps
    assert (rep.bottom_deg, rep.top_deg) == (pytest.approx(-20.0), pytest.approx(105.0))


def test_the_lever_is_the_forearm_and_turns_with_the_mounting():
    arm = ArmModel(forearm_m=0.25, off_axis_m=0.03)
    mounting = rotation((1.0, 1.0, 0.0), 50.0)
    (plain,) = simulate(curls([STRICT]), arm=arm).truth.reps
    (turned,) = simulate(curls([STRICT]), arm=arm, mounting=mounting).truth.reps
    np.testing.assert_allclose(plain.lever_m, [-0.03, 0.0, -0.25], atol=1e-12)
    np.testing.assert_allclose(plain.axis, [0.0, -1.0, 0.0], atol=1e-12)
    assert plain.lever_perp_m == pytest.approx(math.hypot(0.25, 0.03))
    np.testing.assert_allclose(turned.lever_m, mounting.T @ plain.lever_m, atol=1e-12)
    np.testing.assert_allclose(turned.axis, mounting.T @ plain.axis, atol=1e-12)
    (held,) = simulate(curls([STRICT]), arm=arm, placements=("dumbbell",)).truth.reps
    np.testing.assert_allclose(held.lever_m, [0.0, 0.0, -0.25], atol=1e-12)


def test_wrist_flexion_turns_a_weight_in_the_hand_but_not_a_watch():
    bent, top = replace(STRICT, wrist_flexion_deg=30.0), 128.0

    def feels(plan, placement):
        done = simulate(curls([plan]), placements=(placement,))
        at = np.searchsorted(done.recording.sensors[0].time_s, done.truth.reps[0].top_s + 0.1)
        return done.recording.sensors[0].acc_mps2[at]

    np.testing.assert_array_equal(feels(bent, "wrist"), feels(STRICT, "wrist"))
    angle = math.radians(top + 30.0)
    np.testing.assert_allclose(
        feels(bent, "dumbbell"), [G_MPS2 * math.sin(angle), 0.0, G_MPS2 * math.cos(angle)], atol=1e-9
    )


def test_a_swing_throws_the_elbow_early_in_the_lift_and_leans_the_trunk_back():
    plans = [STRICT, replace(STRICT, swing=0.5), replace(STRICT, swing=1.0)]
    (arm,) = simulate(curls(plans)).truth.arms
    strict, half, full = arm.reps
    assert strict.elbow_rms_mps2 == 0.0 < half.elbow_rms_mps2 < full.elbow_rms_mps2
    assert strict.rom_deg < half.rom_deg < full.rom_deg
    lifting = (arm.time_s >= full.start_s) & (arm.time_s <= full.top_s)
    thrown = np.linalg.norm(arm.elbow_mps2[lifting], axis=1)
    share = (arm.time_s[lifting] - full.start_s) / (full.top_s - full.start_s)
    assert share[np.argmax(thrown)] < 0.6
    assert arm.lean_deg[lifting].min() == pytest.approx(-9.0, abs=0.01)
    assert arm.lean_deg[-1] == pytest.approx(0.0, abs=1e-9)


def test_natural_sway_has_the_promised_size():
    arm = ArmModel(sway_mps2=0.8)
    rms = [
        simulate(curls([STRICT] * 4), arm=arm, seed=seed).truth.reps[2].elbow_rms_mps2 for seed in range(20)
    ]
    assert math.sqrt(np.mean(np.square(rms))) == pytest.approx(0.8, rel=0.15)


def test_labels_follow_the_plan():
    plans = [
        STRICT,
        replace(STRICT, swing=0.7),
        replace(STRICT, lift_s=0.8),
        replace(STRICT, top_deg=80.0),
        replace(STRICT, tremor_deg=0.7),
    ]
    reps = simulate(curls(plans)).truth.reps
    assert [(r.swung, r.fast, r.partial, r.tremor) for r in reps] == [
        (False, False, False, False),
        (True, False, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    ]
    assert [rep.index for rep in reps] == list(range(5))


def test_tremor_is_zero_mean_and_strong_in_acceleration():
    calm, shaky = simulate(curls([STRICT, replace(STRICT, tremor_deg=1.0, tremor_hz=6.0)])).truth.reps
    assert shaky.rom_deg == pytest.approx(calm.rom_deg, abs=2.0)
    (still,) = simulate(curls([STRICT])).truth.arms
    (trembling,) = simulate(curls([replace(STRICT, tremor_deg=1.0, tremor_hz=6.0)])).truth.arms
    extra = trembling.elevation_deg - still.elevation_deg
    assert abs(extra.mean()) < 0.01
    assert np.abs(extra).max() == pytest.approx(1.0, abs=0.02)
    # amplitude 1°, 6 Hz, 0.28 m: 0.28·(π/180)·(12π)² ≈ 6.9 m/s²
    assert shaky.inertial_peak_mps2 == pytest.approx(6.9, rel=0.2)


def test_the_left_arm_mirrors_the_right():
    session = (Still(1.0), CurlSet(reps=(replace(STRICT, supination_deg=40.0),), arms="both"))
    done = simulate(session, placements=("wrist_right", "wrist_left"), arm=ArmModel(tilt_deg=20.0))
    right, left = done.recording.sensors
    np.testing.assert_allclose(left.acc_mps2, right.acc_mps2 * [1.0, -1.0, 1.0], atol=1e-12)
    np.testing.assert_allclose(left.gyr_radps, right.gyr_radps * [-1.0, 1.0, -1.0], atol=1e-12)
    assert np.abs(right.acc_mps2[:, 1]).max() > 1.0
    assert [(rep.side, rep.sensor) for rep in done.truth.reps] == [
        ("right", "wrist_right"),
        ("left", "wrist_left"),
    ]


def test_alternating_arms_take_turns():
    session = (Still(1.0), CurlSet(reps=(STRICT,) * 3, arms="alternating"), Still(1.0))
    truth = simulate(session, placements=("wrist_left", "wrist_right")).truth
    assert [rep.side for rep in truth.reps] == ["right", "left"] * 3
    ends, starts = [rep.end_s for rep in truth.reps[:-1]], [rep.start_s for rep in truth.reps[1:]]
    np.testing.assert_allclose(np.subtract(starts, ends), STRICT.pause_bottom_s, atol=1e-9)
    left = truth.arms[0]
    resting = (left.time_s >= truth.reps[0].start_s) & (left.time_s <= truth.reps[0].end_s)
    np.testing.assert_allclose(left.elevation_deg[resting], 6.0, atol=1e-9)


def test_companions_see_the_trunk_lean_and_the_upper_arm_rise():
    at = int(100 * (1.0 + 1.3 + 0.3))  # bent over, holding still
    done = simulate((Still(1.0), PickUp(bend_deg=50.0)), placements=("wrist", "trunk", "upper_arm"))
    _, trunk, upper_arm = done.recording.sensors
    lean = math.radians(50.0)
    leaning = [-G_MPS2 * math.sin(lean), 0.0, G_MPS2 * math.cos(lean)]
    np.testing.assert_allclose(trunk.acc_mps2[at], leaning, atol=1e-9)
    reach = math.radians(10.0)
    reaching = [G_MPS2 * math.sin(reach), 0.0, G_MPS2 * math.cos(reach)]
    np.testing.assert_allclose(upper_arm.acc_mps2[at], reaching, atol=1e-9)
    assert done.truth.arms[0].lean_deg[at] == pytest.approx(50.0)
    assert [arm.sensor for arm in done.truth.arms] == ["wrist"]
    raised = simulate(
        [Still(0.1)], placements=("upper_arm",), arm=ArmModel(bench_deg=45.0)
    ).recording.sensors[0]
    np.testing.assert_allclose(
        raised.acc_mps2[0], G_MPS2 * math.sqrt(0.5) * np.array([1.0, 0.0, 1.0]), atol=1e-12
    )


@pytest.mark.parametrize(
    "phase", [Idle(5.0), Walk(6.0, turn_deg=360.0), PickUp(), Drink(), OtherLift(kind="row", reps=2)]
)
def test_phases_end_where_they_began(phase):
    block = simulate((Still(0.5), phase, Still(0.5))).recording.sensors[0]
    np.testing.assert_allclose(block.acc_mps2[-1], block.acc_mps2[0], atol=1e-6)
    np.testing.assert_allclose(block.gyr_radps[-1], 0.0, atol=1e-6)
    assert np.ptp(block.acc_mps2, axis=0).max() > 1.0


@pytest.mark.parametrize("kind", ["bench_press", "row", "press", "deadlift"])
def test_other_lifts_move_the_wrist_but_hardly_turn_the_forearm(kind):
    arm = simulate((Still(1.0), OtherLift(kind=kind, reps=3))).truth.arms[0]
    reps = (arm.time_s > 3.2) & (arm.time_s < 3.9 + 3 * 3.05)
    assert np.ptp(arm.elevation_deg[reps]) < 20.0
    assert np.linalg.norm(np.ptp(arm.sensor_m[reps], axis=0)) > 0.25


def test_a_lateral_raise_is_a_pendulum_on_a_straight_arm():
    arm = simulate((Still(1.0), OtherLift(kind="lateral_raise", reps=3))).truth.arms[0]
    shoulder = np.array([0.0, -0.19, 0.5])
    reach = np.linalg.norm(arm.sensor_m - shoulder, axis=1)
    assert reach.min() > 0.55
    assert np.ptp(reach) < 0.02
    assert np.ptp(arm.sensor_m[:, 2]) > 0.5


def test_weight_and_target_become_notes():
    session = (Still(2.0), CurlSet(reps=(STRICT,), weight_kg=12.5, target_reps=10), Still(1.0))
    recording = simulate(session, started_at="2026-05-14T18:42:00+02:00").recording
    assert [(note.time_s, note.key, note.value) for note in recording.notes] == [
        (2.0, "weight_kg", "12.5"),
        (2.0, "target_reps", "10"),
    ]
    assert recording.started_at == "2026-05-14T18:42:00+02:00"


def test_truth_does_not_depend_on_the_sensor():
    poor = SensorModel(rate_hz=8.0, acc_noise_mps2=1.0, loss=0.3)
    good, bad = simulate(curls([STRICT])).truth, simulate(curls([STRICT]), sensor=poor).truth
    np.testing.assert_array_equal(good.arms[0].elbow_m, bad.arms[0].elbow_m)
    assert good.reps[0].inertial_peak_mps2 == bad.reps[0].inertial_peak_mps2


def test_varied_reps_scatter_around_the_plan_and_stay_near_it():
    reps = varied(STRICT, 500, np.random.default_rng(2), time_share=0.1, angle_deg=3.0)
    lifts = np.array([rep.lift_s for rep in reps]) / STRICT.lift_s - 1.0
    tops = np.array([rep.top_deg for rep in reps]) - STRICT.top_deg
    assert abs(lifts).max() <= 0.2 + 1e-12
    assert abs(tops).max() <= 6.0 + 1e-12
    assert lifts.std() == pytest.approx(0.1, rel=0.15)
    assert abs(tops.mean()) < 5.0 * 3.0 / math.sqrt(500)


def test_a_placement_nobody_wears_is_refused():
    with pytest.raises(ValueError, match="no sensor at 'ankle': use wrist"):
        simulate(curls([STRICT]), placements=("ankle",))


def test_a_drink_brings_the_hand_across_the_body_to_the_face():
    arm = simulate((Still(1.0), Drink(), Still(1.0))).truth.arms[0]
    hand = arm.sensor_m[np.searchsorted(arm.time_s, 2.6)]
    assert abs(hand[1]) < 0.1  # from 0.19 m to the right to near the middle
    assert hand[2] > 0.4  # near the height of the shoulder, 0.5 m
    np.testing.assert_allclose(arm.sensor_m[-1], arm.sensor_m[0], atol=1e-12)


def test_walking_arms_swing_as_far_as_asked():
    arm = simulate((Still(1.0), Walk(20.0, swing_deg=10.0), Still(1.0))).truth.arms[0]
    # upper arm ±10°, elbow ±5° with it, around the resting 8°
    assert arm.elevation_deg.max() == pytest.approx(23.0, abs=0.1)
    assert arm.elevation_deg.min() == pytest.approx(-7.0, abs=0.1)
