"""A simulated lifter who wears sensors: recordings whose truth is known."""

from imu.simulate.activities import Drink, Idle, OtherLift, PickUp, Still, Walk
from imu.simulate.arm import ArmModel
from imu.simulate.curl_set import CurlSet, varied
from imu.simulate.demo_recordings import demo_session, sensor_demo_session
from imu.simulate.gait import BRISK_WALK, JOG, STAIRS, Gait
from imu.simulate.kinematics import random_rotation, rotation
from imu.simulate.motion import Jet, Track, Wave
from imu.simulate.other_lifts import LateralRaise, ShoulderPress, Tempo, TricepsExtension
from imu.simulate.sensor import SensorModel
from imu.simulate.simulation import SimulatedSlip, Simulation, curls, pendulum, simulate
from imu.simulate.stage import PerformedSet, Phase, SimulatedRep, Stage
from imu.simulate.truth import ArmTruth, RepTruth, Truth

__all__ = [
    "BRISK_WALK",
    "JOG",
    "STAIRS",
    "ArmModel",
    "ArmTruth",
    "CurlSet",
    "Drink",
    "Gait",
    "Idle",
    "Jet",
    "LateralRaise",
    "OtherLift",
    "PerformedSet",
    "Phase",
    "PickUp",
    "RepTruth",
    "SensorModel",
    "ShoulderPress",
    "SimulatedRep",
    "SimulatedSlip",
    "Simulation",
    "Stage",
    "Still",
    "Tempo",
    "Track",
    "TricepsExtension",
    "Truth",
    "Walk",
    "Wave",
    "curls",
    "demo_session",
    "pendulum",
    "random_rotation",
    "rotation",
    "sensor_demo_session",
    "simulate",
    "varied",
]
