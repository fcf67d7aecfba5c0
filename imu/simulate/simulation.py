"""Simulates a planned session: makes the recording of its sensors, and the truth about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from imu.placement import CURL_SENSORS, Side, side_of
from imu.simulate.activities import Still
from imu.simulate.arm import RAISE, ArmFrames, ArmModel, arm_frames, sensor_frame
from imu.simulate.curl_set import CurlSet
from imu.simulate.kinematics import Frame
from imu.simulate.motion import Motion, Track
from imu.simulate.sensor import SensorModel, Vector3, read_out
from imu.simulate.stage import Phase, SimulatedRep, Stage
from imu.simulate.truth import ArmTruth, Truth, arm_truth
from imu.types import Floats, Note, Recording, SampleBlock
from imu.units import G_MPS2, RAD_PER_DEG

TRUTH_HZ = 100.0
"""Sampling rate of the truth, Hz."""
IDEAL = SensorModel()
"""A sensor without errors, at 100 Hz."""
AVERAGE = ArmModel()
"""A lifter of average size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedSlip:
    """A sensor that slips: it rotates once against the segment that it is worn on.

    Attributes
    ----------
    at_s : float
        Start, s.
    angle_deg : float
        Angle of the rotation, °.
    axis : (3,) floats
        Axis in the segment's frame (x forwards, y left, z up when the arm hangs), of any length.
    duration_s : float
        Time that it takes, s.
    """

    at_s: float
    angle_deg: float
    axis: Vector3 = (0.0, 0.0, 1.0)
    duration_s: float = 0.3


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """A simulated session.

    Attributes
    ----------
    recording : Recording
        Samples of its sensors.
    """

    recording: Recording
    _make_truth: Callable[[], Truth] = field(repr=False, compare=False)

    @cached_property
    def truth(self) -> Truth:
        """The reps as they were done: worked out when it is first asked for, as that takes as long as the samples."""
        return self._make_truth()


def curls(reps: Sequence[SimulatedRep], *, before_s: float = 3.0, after_s: float = 10.0) -> tuple[Phase, ...]:
    """The simplest session: stand still, one set with the right arm, stand still.

    Parameters
    ----------
    reps : sequence of SimulatedRep
    before_s, after_s : float
        Time of standing still, s.
    """
    return (Still(before_s), CurlSet(reps=tuple(reps)), Still(after_s))


def simulate(
    session: Sequence[Phase],
    *,
    placements: Sequence[str] = ("wrist",),
    sensor: SensorModel = IDEAL,
    mounting: Floats | None = None,
    slip: SimulatedSlip | None = None,
    arm: ArmModel = AVERAGE,
    seed: int = 0,
    started_at: str | None = None,
    notes: Sequence[Note] = (),
) -> Simulation:
    """Simulates a session and records it.

    Parameters
    ----------
    session : sequence of Phase
        Such as ``curls([SimulatedRep()] * 8)``.
    placements : sequence of str
        Where sensors are worn: ``wrist``, ``wrist_left``, ``wrist_right``, likewise ``forearm``, ``dumbbell`` and
        ``upper_arm``; also ``barbell`` and ``trunk``. ``_left`` is the left arm, all others are the right.
    sensor : SensorModel
        The same model for all of them, each with its own noise; ideal at 100 Hz by default.
    mounting : (3, 3) float64, optional
        Rotation matrix whose columns are the sensor's axes in the segment (x forwards, y left, z up when it hangs).
    slip : SimulatedSlip, optional
        Slip of the sensors that are worn where curls are counted (`CURL_SENSORS`).
    arm : ArmModel
        Lengths and posture of the lifter.
    seed : int
        Seed of all random numbers; equal arguments give equal samples.
    started_at : str, optional
        ISO 8601 with time zone.
    notes : sequence of Note
        Notes of the recording, in front of those about the sets.

    Returns
    -------
    Simulation
        The recording (times in s, acceleration in m/s², angular velocity in rad/s), and the truth.

    Raises
    ------
    ValueError
        A placement is unknown, the session takes no time, or no sample is left.

    Examples
    --------
    >>> from imu.simulate import SimulatedRep, curls, simulate
    >>> made = simulate(curls([SimulatedRep()] * 3))
    >>> len(made.truth.reps), made.recording.sensors[0].sensor
    (3, 'wrist')
    """
    stage = _perform(session, arm, seed)
    slips = {name: slip for name in placements if name in CURL_SENSORS}
    worn = [_Worn(name, stage.motion, arm, mounting, slips.get(name)) for name in placements]
    time_s = sensor.true_times(stage.now_s)
    blocks = [
        read_out(one.felt(time_s), sensor, np.random.default_rng([seed, number]))
        for number, one in enumerate(worn, start=1)
    ]
    recording = Recording(
        path="simulation",
        files=(),
        format="simulation",
        sensors=tuple(blocks),
        started_at=started_at,
        exercise="curl",
        notes=(*notes, *stage.notes),
    )
    return Simulation(recording=recording, _make_truth=lambda: _truth_of(worn, stage))


def _truth_of(worn: Sequence[_Worn], stage: Stage) -> Truth:
    time_s = SensorModel(rate_hz=TRUTH_HZ).true_times(stage.now_s)
    arms = tuple(one.truth(time_s, stage) for one in worn if one.name in CURL_SENSORS)
    return Truth(arms=arms, sets=tuple(stage.sets))


def _perform(session: Sequence[Phase], arm: ArmModel, seed: int) -> Stage:
    stage = Stage(arm=arm, rng=np.random.default_rng([seed, 0]))
    for phase in session:
        phase.perform(stage)
    return stage


@dataclass(frozen=True, slots=True)
class _Worn:
    """A sensor on a moving body."""

    name: str
    motion: Motion
    arm: ArmModel
    mounting: Floats | None
    slip: SimulatedSlip | None

    def frame(self, frames: ArmFrames, time_s: Floats) -> Frame:
        frame = sensor_frame(self.name, frames, self.arm)
        if self.slip is not None:
            turn = Track()
            turn.move(self.slip.at_s, self.slip.duration_s, self.slip.angle_deg)
            frame = frame.turned(self.slip.axis, turn.at(time_s))
        return frame if self.mounting is None else frame.mounted(self.mounting)

    @property
    def side(self) -> Side:
        return side_of(self.name) or "right"

    def felt(self, time_s: Floats) -> SampleBlock:
        frame = self.frame(arm_frames(self.motion, self.arm, self.side, time_s), time_s)
        force, turning = frame.specific_force(), frame.angular_velocity()
        return SampleBlock(sensor=self.name, time_s=time_s, acc_mps2=force, gyr_radps=turning)

    def truth(self, time_s: Floats, stage: Stage) -> ArmTruth:
        frames = arm_frames(self.motion, self.arm, self.side, time_s)
        sensor = self.frame(frames, time_s)
        return arm_truth(
            self.name, side=self.side, time_s=time_s, frames=frames, sensor=sensor, done=stage.reps
        )


def pendulum(
    length_m: float,
    elevation_deg: Track,
    duration_s: float,
    *,
    rate_hz: float = 100.0,
    mounting: Floats | None = None,
) -> SampleBlock:
    """A sensor on a rigid pendulum whose axis is level and at rest, by the formulas of textbooks.

    With θ the elevation (0 hanging), the specific force is ``l·θ'' + g·sin θ`` along the path and ``l·θ'² + g·cos θ``
    towards the pivot, and the angular velocity ``θ'`` about the axis. Without ``mounting`` x is along the path in the
    direction of growing θ, z towards the pivot, and the axis is −y.

    Parameters
    ----------
    length_m : float
        From pivot to sensor, m.
    elevation_deg : Track
        θ over time, °.
    duration_s, rate_hz : float
        Length of the recording in s, and its sampling rate in Hz.
    mounting : (3, 3) float64, optional
        As in `simulate`.
    """
    time_s = SensorModel(rate_hz=rate_hz).true_times(duration_s)
    angle = elevation_deg.at(time_s).scaled(RAD_PER_DEG)
    along = length_m * angle.accel + G_MPS2 * np.sin(angle.value)
    inwards = length_m * angle.rate**2 + G_MPS2 * np.cos(angle.value)
    acc = np.stack([along, np.zeros_like(along), inwards], axis=1)
    gyr = angle.rate[:, None] * np.array(RAISE)
    if mounting is not None:
        acc, gyr = np.einsum("ji,nj->ni", mounting, acc), np.einsum("ji,nj->ni", mounting, gyr)
    return SampleBlock(sensor="wrist", time_s=time_s, acc_mps2=acc, gyr_radps=gyr)
