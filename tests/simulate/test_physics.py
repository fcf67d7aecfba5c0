"""The chain of segments against the textbook: pendulum, rest, and integration of what the sensor feels."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from imu.simulate import (
    BRISK_WALK,
    ArmModel,
    CurlSet,
    LateralRaise,
    OtherLift,
    SensorModel,
    SimulatedRep,
    SimulatedSlip,
    Still,
    Tempo,
    Track,
    TricepsExtension,
    Walk,
    curls,
    pendulum,
    random_rotation,
    rotation,
    simulate,
)
from imu.simulate.arm import arm_frames, sensor_frame
from imu.simulate.stage import Stage
from imu.units import G_MPS2

EVERYTHING = (
    Still(0.5),
    CurlSet(
        reps=(
            SimulatedRep(swing=1.2, lift_s=1.0, supination_deg=70.0, wrist_flexion_deg=30.0, tremor_deg=1.0),
            SimulatedRep(swing=0.6, profile="early", supination_deg=-20.0),
        )
    ),
    Walk(4.0),
    OtherLift(kind="bench_press", reps=1),
)
ONE = Tempo(reps=1)
OTHER_MOVEMENTS = (
    Still(0.5),
    replace(BRISK_WALK, duration_s=5.0, climb_mps=0.2, across_deg=10.0),
    TricepsExtension(tempo=ONE),
    LateralRaise(tempo=ONE),
)
LIFTER = ArmModel(tilt_deg=25.0, bench_deg=-15.0, sway_mps2=1.0)


def one_curl(bottom_deg, top_deg):
    """Up in 1.5 s from 1 s on, down in 2 s from 3 s on."""
    track = Track(initial=bottom_deg)
    track.move(1.0, 1.5, top_deg)
    track.move(3.0, 2.0, bottom_deg)
    return track


def test_the_pendulum_has_its_textbook_values():
    block = pendulum(0.3, one_curl(10.0, 130.0), 6.0, rate_hz=200.0)
    sample = 350  # 1.75 s, the middle of the lift: θ = 70°, θ' = 120°·1.875/1.5 s, θ'' = 0
    assert block.time_s[sample] == 1.75
    theta, speed = math.radians(70.0), math.radians(150.0)
    np.testing.assert_allclose(
        block.acc_mps2[sample],
        [G_MPS2 * math.sin(theta), 0.0, 0.3 * speed**2 + G_MPS2 * math.cos(theta)],
        atol=1e-9,
    )
    np.testing.assert_allclose(block.gyr_radps[sample], [0.0, -speed, 0.0], atol=1e-9)
    quarter = 275  # u = 0.25: θ = 10° + 120°·0.103515625, θ'' = 120°·5.625/1.5²
    theta, change = math.radians(10.0 + 120.0 * 0.103515625), math.radians(120.0 * 5.625 / 2.25)
    assert block.acc_mps2[quarter, 0] == pytest.approx(0.3 * change + G_MPS2 * math.sin(theta), abs=1e-9)


@pytest.mark.parametrize("mounting", [None, rotation((1.0, 2.0, -0.5), 77.0)])
def test_a_still_elbow_makes_the_arm_a_pendulum(mounting):
    plan = SimulatedRep(
        lift_s=1.5, lower_s=2.0, pause_top_s=0.5, pause_bottom_s=0.2, bottom_deg=8.0, top_deg=130.0
    )
    arm = ArmModel(forearm_m=0.3, off_axis_m=0.0)
    arm_block = simulate(curls([plan], before_s=0.0), arm=arm, mounting=mounting).recording.sensors[0]
    block = pendulum(0.3, one_curl(8.0, 130.0), arm_block.time_s[-1] + 0.01, mounting=mounting)
    np.testing.assert_allclose(arm_block.acc_mps2, block.acc_mps2, atol=1e-9)
    np.testing.assert_allclose(arm_block.gyr_radps, block.gyr_radps, atol=1e-9)


def test_at_rest_the_sensor_feels_gravity_upwards_in_any_mounting():
    rng = np.random.default_rng(7)
    for _ in range(20):
        mounting = random_rotation(rng)
        arm = ArmModel(bench_deg=float(rng.uniform(-40.0, 60.0)), tilt_deg=float(rng.uniform(0.0, 40.0)))
        block = simulate([Still(0.1)], mounting=mounting, arm=arm).recording.sensors[0]
        np.testing.assert_allclose(np.linalg.norm(block.acc_mps2, axis=1), G_MPS2, rtol=1e-12)
        np.testing.assert_array_equal(block.gyr_radps, 0.0)
    hanging = simulate([Still(0.1)], mounting=rotation((0.0, 1.0, 0.0), 90.0), arm=ArmModel(bench_deg=-8.0))
    # elbow 16° over an upper arm 8° behind the vertical: the forearm's long axis is 8° in front of it,
    # and the sensor's x axis points down that forearm
    feels = [-G_MPS2 * math.cos(math.radians(8.0)), 0.0, G_MPS2 * math.sin(math.radians(8.0))]
    np.testing.assert_allclose(hanging.recording.sensors[0].acc_mps2[0], feels, atol=1e-12)


each_session = pytest.mark.parametrize("session", [EVERYTHING, OTHER_MOVEMENTS], ids=["curls", "others"])


def fine(session, placement, rate_hz):
    """Motion of everything at once: time, frame of the sensor, and what it feels."""
    stage = Stage(arm=LIFTER, rng=np.random.default_rng([5, 0]))
    for phase in session:
        phase.perform(stage)
    time_s = SensorModel(rate_hz=rate_hz).true_times(stage.now_s)
    side = "left" if placement.endswith("left") else "right"
    return time_s, sensor_frame(placement, arm_frames(stage.motion, LIFTER, side, time_s), LIFTER)


def assert_slopes(actual, differences, typical):
    """Differences agree within ``typical``; in the few steps where the jerk jumps, within ten times that."""
    error = np.abs(actual - differences)
    assert np.quantile(error, 0.999) < typical
    assert error.max() < 10.0 * typical
    assert np.abs(differences).max() > 100.0 * typical


@each_session
@pytest.mark.parametrize("placement", ["wrist", "dumbbell", "wrist_left", "upper_arm", "trunk"])
def test_acceleration_and_rotation_are_derivatives_of_the_pose(session, placement):
    time_s, frame = fine(session, placement, 1000.0)
    step = time_s[1]
    accel = (frame.origin_m[2:] - 2.0 * frame.origin_m[1:-1] + frame.origin_m[:-2]) / step**2
    assert_slopes(frame.acc_mps2[1:-1], accel, 0.02)
    change = (frame.turn[2:] - frame.turn[:-2]) / (2.0 * step)
    skew = np.einsum("nij,nkj->nik", change, frame.turn[1:-1])
    rates = np.stack([skew[:, 2, 1], skew[:, 0, 2], skew[:, 1, 0]], axis=1)
    assert_slopes(frame.w_radps[1:-1], rates, 1e-3)
    assert_slopes(frame.alpha_radps2[1:-1], (frame.w_radps[2:] - frame.w_radps[:-2]) / (2.0 * step), 0.05)


def small_turns(vectors):
    """Exact rotation matrices of rotation vectors ``(n, 3)``."""
    return Rotation.from_rotvec(vectors).as_matrix()


@each_session
@pytest.mark.parametrize("placement", ["wrist", "dumbbell"])
def test_integrating_what_the_sensor_feels_leads_back_to_the_pose(session, placement):
    time_s, frame = fine(session, placement, 1000.0)
    step = time_s[1]
    force, turning = frame.specific_force(), frame.angular_velocity()
    turn = [frame.turn[0]]
    for small in small_turns(0.5 * (turning[1:] + turning[:-1]) * step):
        turn.append(turn[-1] @ small)
    np.testing.assert_allclose(np.array(turn), frame.turn, atol=2e-4)
    accel = np.einsum("nij,nj->ni", frame.turn, force) - [0.0, 0.0, G_MPS2]
    velocity = np.vstack([np.zeros(3), np.cumsum(0.5 * (accel[1:] + accel[:-1]), axis=0) * step])
    travelled = np.vstack([np.zeros(3), np.cumsum(0.5 * (velocity[1:] + velocity[:-1]), axis=0) * step])
    np.testing.assert_allclose(frame.origin_m[0] + travelled, frame.origin_m, atol=1e-3)


def test_mounting_changes_no_length_and_rotates_everything_alike():
    mounting = rotation((0.3, -1.0, 0.2), 130.0)
    plain = simulate(EVERYTHING, arm=LIFTER).recording.sensors[0]
    turned = simulate(EVERYTHING, arm=LIFTER, mounting=mounting).recording.sensors[0]
    np.testing.assert_allclose(plain.acc_mps2, turned.acc_mps2 @ mounting.T, atol=1e-12)
    np.testing.assert_allclose(plain.gyr_radps, turned.gyr_radps @ mounting.T, atol=1e-12)
    assert np.abs(plain.acc_mps2 - turned.acc_mps2).max() > 5.0


def test_a_slip_turns_the_sensor_once_and_the_gyroscope_feels_it():
    slip = SimulatedSlip(at_s=1.0, angle_deg=40.0, axis=(1.0, 0.0, 0.0), duration_s=0.3)
    plain = simulate([Still(2.0)]).recording.sensors[0]
    block = simulate([Still(2.0)], slip=slip).recording.sensors[0]
    before, after = block.time_s <= 1.0, block.time_s >= 1.3
    np.testing.assert_array_equal(block.acc_mps2[before], plain.acc_mps2[before])
    expected = plain.acc_mps2[after] @ rotation((1.0, 0.0, 0.0), 40.0)
    np.testing.assert_allclose(block.acc_mps2[after], expected, atol=1e-12)
    assert block.gyr_radps[:, 0].sum() * 0.01 == pytest.approx(math.radians(40.0), rel=1e-3)
    trunk = simulate([Still(2.0)], slip=slip, placements=("trunk",)).recording.sensors[0]
    np.testing.assert_array_equal(trunk.gyr_radps, 0.0)


def test_random_rotations_are_rotations_without_a_favourite_direction():
    rng = np.random.default_rng(11)
    many = np.array([random_rotation(rng) for _ in range(2000)])
    np.testing.assert_allclose(
        np.einsum("nij,nkj->nik", many, many), np.tile(np.eye(3), (2000, 1, 1)), atol=1e-12
    )
    np.testing.assert_allclose(np.linalg.det(many), 1.0, atol=1e-12)
    # each element has mean 0 and variance 1/3: five standard errors
    assert np.abs(many.mean(axis=0)).max() < 5.0 * math.sqrt(1.0 / 3.0 / 2000.0)
