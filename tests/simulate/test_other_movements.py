"""Walks, jogs and lifts that are not curls: closed forms, and what tells them from a curl."""

import math
from dataclasses import replace

import numpy as np
import pytest

from imu.simulate import (
    BRISK_WALK,
    JOG,
    STAIRS,
    ArmModel,
    Drink,
    Gait,
    Idle,
    LateralRaise,
    ShoulderPress,
    Still,
    TricepsExtension,
    simulate,
)
from imu.units import G_MPS2, RAD_PER_DEG

STEADY_S = (3.0, 9.0)
REGULAR = Gait(
    duration_s=12.0,
    shoulder_share=1.0,
    middle_deg=0.0,
    elbow_deg=0.0,
    abduct_deg=0.0,
    roll_deg=0.0,
    twist_deg=0.0,
    sideways_m=0.0,
    bounce_m=0.0,
    shock_mps2=0.0,
    corners=0,
    drift=0.0,
    wander_deg=0.0,
)
"""Nothing but a stiff arm that swings."""
MOVEMENTS = {
    "walk": replace(BRISK_WALK, duration_s=12.0),
    "jog": replace(JOG, duration_s=12.0),
    "stairs": replace(STAIRS, duration_s=12.0),
    "overhead": TricepsExtension(),
    "pushdown": TricepsExtension(kind="pushdown"),
    "lateral raise": LateralRaise(),
    "press": ShoulderPress(),
    "glass from a table": Drink(table=True),
}


def in_the_middle(time_s):
    return (time_s >= STEADY_S[0]) & (time_s < STEADY_S[1])


def steady(gait, placement="wrist", **sensor):
    """Samples well after the start and before the end of a walk that begins at 0."""
    block = simulate([gait], placements=(placement,), **sensor).recording.sensors[0]
    here = in_the_middle(block.time_s)
    return block.time_s[here], block.acc_mps2[here], block.gyr_radps[here]


def elevations(phase):
    """Forearm's elevation during the reps (getting into place takes 2.5 s at both ends), degrees."""
    arm = simulate([phase]).truth.arms[0]
    reps = (arm.time_s > 2.6) & (arm.time_s < arm.time_s[-1] - 2.6)
    return arm, reps, arm.elevation_deg[reps]


def test_a_stiff_swinging_arm_is_the_pendulum_of_the_textbook():
    arm = ArmModel(forearm_m=0.28, upper_arm_m=0.30, off_axis_m=0.0)
    time_s, acc, gyr = steady(REGULAR, arm=arm)
    pace = math.pi * REGULAR.step_hz  # one swing to and fro in two steps
    size, phase = REGULAR.swing_deg * RAD_PER_DEG, pace * time_s - 0.3
    theta, speed, change = size * np.cos(phase), -size * pace * np.sin(phase), -size * pace**2 * np.cos(phase)
    along = 0.58 * change + G_MPS2 * np.sin(theta)
    inwards = 0.58 * speed**2 + G_MPS2 * np.cos(theta)
    np.testing.assert_allclose(acc, np.stack([along, 0.0 * along, inwards], axis=1), atol=1e-9)
    np.testing.assert_allclose(gyr, np.stack([0.0 * speed, -speed, 0.0 * speed], axis=1), atol=1e-9)


def test_every_step_catches_the_trunk_with_bounce_and_shock_at_once():
    """z = −b·cos ωt accelerates with b·ω²; the pulse adds its peak where all its crests meet."""
    gait = replace(REGULAR, swing_deg=0.0, bounce_m=0.02, shock_mps2=4.0, step_hz=2.0)
    time_s, acc, _ = steady(gait, "trunk")
    peak = G_MPS2 + 0.02 * (4.0 * math.pi) ** 2 + 4.0
    strikes = np.isclose(np.mod(time_s + 0.25, 0.5), 0.25)  # every half second from 0
    assert strikes.sum() == 12
    # the wave in x (0.3 of the bounce) turns nothing, so the vertical axis feels the vertical alone
    np.testing.assert_allclose(acc[strikes, 2], peak, atol=1e-9)
    assert acc[:, 2].max() == pytest.approx(peak, abs=1e-9)
    assert acc[:, 2].mean() == pytest.approx(G_MPS2, abs=1e-6)  # nobody rises for long


def test_a_drifting_pace_keeps_arms_and_steps_together():
    """Whatever the drift, an arm swings once in two steps."""
    arm = simulate([replace(BRISK_WALK, duration_s=40.0, drift=0.1, wander_deg=0.0, corners=0)]).truth.arms[0]
    during = (arm.time_s > 2.0) & (arm.time_s < 38.0)

    def upward_crossings(x):
        x = x - x.mean()
        return arm.time_s[during][1:][(x[1:] > 0.0) & (x[:-1] <= 0.0)]

    swings = upward_crossings(arm.elevation_deg[during])
    steps = upward_crossings(arm.hips_m[during, 2])
    assert abs(2 * len(swings) - len(steps)) <= 2
    periods = np.diff(swings)
    assert np.ptp(periods) > 0.1 * np.median(periods)
    assert 2.0 * np.diff(steps).mean() == pytest.approx(periods.mean(), rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_a_walking_arm_passes_hanging_and_never_pauses(seed):
    arm = simulate([MOVEMENTS["walk"]], seed=seed).truth.arms[0]
    here = in_the_middle(arm.time_s)
    angle = arm.elevation_deg[here]
    assert angle.min() < -5.0
    assert angle.max() > 40.0
    speed = np.abs(np.gradient(angle, 0.01))
    # a sine is slower than a tenth of its peak for 2·asin(0.1)/π = 6 % of its time; a rep rests for longer
    assert (speed < 0.1 * speed.max()).mean() < 0.12


def test_a_jogger_leaves_the_ground_and_lands_hard():
    _, trunk, _ = steady(MOVEMENTS["jog"], "trunk")
    _, wrist, _ = steady(MOVEMENTS["jog"])
    assert np.linalg.norm(trunk, axis=1).min() < 0.3 * G_MPS2
    assert 2.5 * G_MPS2 < np.linalg.norm(wrist, axis=1).max() < 4.0 * G_MPS2
    arm = simulate([MOVEMENTS["jog"]]).truth.arms[0]
    assert arm.elevation_deg[in_the_middle(arm.time_s)].min() > 20.0  # the elbow stays bent


def test_stairs_lead_up_and_corners_lead_round():
    up = simulate([replace(STAIRS, duration_s=20.0, climb_mps=0.25), Still(1.0)]).truth.arms[0]
    assert up.hips_m[-1, 2] - up.hips_m[0, 2] == pytest.approx(5.0)
    round_ = simulate(
        [replace(BRISK_WALK, duration_s=20.0, corners=3, twist_deg=0.0), Still(1.0)]
    ).truth.arms[0]
    shoulder = round_.shoulder_m - round_.hips_m
    # three corners to the left: the right shoulder (−y) comes round to −x
    np.testing.assert_allclose(shoulder[0], [0.0, -0.19, 0.5], atol=1e-9)
    np.testing.assert_allclose(shoulder[-1], [-0.19, 0.0, 0.5], atol=1e-9)


def test_the_forearm_of_an_overhead_extension_never_hangs():
    arm, reps, angle = elevations(TricepsExtension(straight_deg=15.0, bent_deg=125.0))
    # upright is 180°, behind the head 270° and more; 178 + 15 and 162 + 125, give or take the scatter
    assert angle.min() == pytest.approx(193.0, abs=10.0)
    assert angle.max() == pytest.approx(287.0, abs=10.0)
    highest = arm.sensor_m[reps, 2] - arm.elbow_m[reps, 2]
    assert np.corrcoef(highest, angle)[0, 1] < -0.9  # it rises while the elbow stretches


def test_a_pushdown_turns_the_forearm_as_a_curl_does():
    _, _, angle = elevations(TricepsExtension(kind="pushdown"))
    assert angle.min() == pytest.approx(17.0, abs=10.0)
    assert angle.max() == pytest.approx(130.0, abs=10.0)


@pytest.mark.parametrize("top_deg", [75.0, 90.0])
def test_a_lateral_raise_swings_a_straight_arm_about_the_shoulder(top_deg):
    arm, reps, _ = elevations(LateralRaise(top_deg=top_deg))
    way = arm.sensor_m[reps] - arm.shoulder_m[reps]
    reach = np.linalg.norm(way, axis=1)
    assert 0.55 < reach.min() <= reach.max() < 0.60
    from_hanging = np.degrees(np.arccos(-way[:, 2] / reach))
    assert from_hanging.max() == pytest.approx(top_deg, abs=8.0)


def test_a_press_lifts_a_forearm_that_stays_upright():
    arm, reps, angle = elevations(ShoulderPress())
    assert np.abs(angle - 180.0).max() < 35.0
    assert np.ptp(arm.sensor_m[reps, 2]) > 0.4


def test_a_glass_is_fetched_from_the_table_and_put_back_there():
    drink = Drink(table=True, raise_s=2.0, tip_s=3.0, lower_s=2.0)
    arm = simulate((drink, Still(0.5))).truth.arms[0]
    at = {"table": 1.8, "mouth": 4.0, "back": 9.2}
    hand = {name: arm.sensor_m[np.searchsorted(arm.time_s, s)] for name, s in at.items()}
    np.testing.assert_allclose(hand["back"], hand["table"], atol=1e-9)
    assert hand["table"][0] > 0.3  # in front
    assert hand["mouth"][2] - hand["table"][2] > 0.15  # and up
    np.testing.assert_allclose(arm.sensor_m[-1], arm.sensor_m[0], atol=1e-9)


@pytest.mark.parametrize("name", MOVEMENTS)
def test_none_of_them_is_a_curl_and_each_ends_where_it_began(name):
    done = simulate((Still(0.5), MOVEMENTS[name], Still(0.5)), seed=3)
    assert (done.truth.reps, done.truth.sets) == ((), ())
    (block,) = done.recording.sensors
    np.testing.assert_allclose(block.acc_mps2[-1], block.acc_mps2[0], atol=1e-6)
    np.testing.assert_allclose(block.gyr_radps[-1], 0.0, atol=1e-6)
    assert np.ptp(block.acc_mps2, axis=0).max() > 5.0


@pytest.mark.parametrize("name", ["walk", "overhead"])
def test_seeds_repeat_and_differ(name):
    def acc(seed):
        return simulate([MOVEMENTS[name]], seed=seed).recording.sensors[0].acc_mps2[300:900]

    np.testing.assert_array_equal(acc(1), acc(1))
    assert np.abs(acc(1) - acc(2)).max() > 0.1


def test_what_comes_after_is_as_it_would_be_without():
    """They draw from numbers of their own, so that a session keeps its bits when one is put into it."""
    alone = simulate([Idle(5.0)], seed=2).truth.arms[0].elevation_deg
    after = simulate([MOVEMENTS["walk"], Idle(5.0)], seed=2).truth.arms[0].elevation_deg[1200:]
    assert np.ptp(alone) > 3.0
    np.testing.assert_allclose(after, alone, atol=1e-6)
