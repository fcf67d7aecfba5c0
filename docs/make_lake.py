"""Makes a lake of simulated training whose truth is known: lifters limited by torque, and sensors that lose packets.

    python -m docs.make_lake SESSIONS LAKE

Every session is samples that go through the pipeline and come into the tables as `analysis.batch` writes them. What was
really done follows from the number of sessions alone (`Gym`), and is nowhere in the lake. A run that was ended goes on
where it was.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from threadpoolctl import threadpool_limits

from analysis.batch.known import KnownRecording
from analysis.batch.lake import Lake
from analysis.batch.merge import merge_journal
from analysis.batch.rows import packed_rows, result_rows
from analysis.batch.task import BatchOutcome
from analysis.coaching.set_context import NO_CONTEXT, with_advice
from analysis.evaluation.closed_loop import WRIST_WATCH, GymVisit, draw_visit
from analysis.history.content_hash import content_hash
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from imu.simulate import CurlSet, SensorModel, Still, simulate
from imu.simulate.limited_lifter import LiftedSet
from imu.types import Recording

VISITS = 50
"""Sessions of a lifter in a large gym; in a small one `FEWEST` lifters share the sessions."""
FEWEST = 6
"""Lifters, and sensors, at least: one of each kind."""
LIFTERS_A_SENSOR = 5
WANTED_REPS = 8
DAY_SD = 0.03
"""Standard deviation of a lifter's strength from day to day, as a share."""
AROUND = (-3, -2, -1, 0, 1, 2, 3)
"""Steps of the rack from the heaviest weight that a lifter controls, which are lifted in turn."""
HOLE_S = (0.6, 2.4)
"""When a sensor with holes is out of reach, s: while the lifter stands still before the set."""
BEGAN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
"""Beginning of the first session; the next begin seven minutes after each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GymSensor:
    """A sensor of the gym, and what is wrong with it."""

    name: str
    """What the recordings call it."""
    model: SensorModel
    """Its errors; ``loss`` is the share of packets that never arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GymSession:
    """A session as it was done: one set."""

    name: str
    """Short name of the recording."""
    lifter: str
    """Who lifted."""
    sensor: GymSensor
    """The sensor that he took."""
    weight_kg: float
    """Weight, kg."""
    lifted: LiftedSet
    """Reps, and which share of the work of each the body did."""


class Gym:
    """Lifters and sensors of so many sessions, and what was done in each.

    Parameters
    ----------
    sessions : int
        Number of sessions.
    """

    def __init__(self, sessions: int) -> None:
        self.sessions = sessions
        lifters = max(FEWEST, sessions // VISITS)
        drawn = [replace(draw_visit(seed), wanted=WANTED_REPS, more=0) for seed in range(lifters)]
        self.visits: dict[str, GymVisit] = {f"lifter-{k + 1:03d}": visit for k, visit in enumerate(drawn)}
        self.sensors = [_sensor(k) for k in range(max(FEWEST, lifters // LIFTERS_A_SENSOR))]

    def swings_from_place(self, lifter: str) -> int:
        """Place on his rack, from 0, of the lightest weight that a lifter cannot lift without his body."""
        visit = self.visits[lifter]
        return visit.goal + 1 if visit.controls(visit.weights_kg[0]) else 0

    def session(self, number: int) -> GymSession:
        """What was done in a session, from 0."""
        lifter = list(self.visits)[number % len(self.visits)]
        visit = self.visits[lifter]
        rng = np.random.default_rng([number, 15])
        today = replace(
            visit.lifter, strength_nm=visit.lifter.strength_nm * (1.0 + DAY_SD * rng.standard_normal())
        )
        turn = number // len(self.visits)
        place = min(max(visit.goal + AROUND[turn % len(AROUND)], 0), len(visit.weights_kg) - 1)
        lifted = today.lift_set(visit.weights_kg[place], visit.wanted, rng=rng)
        while not lifted.reps:  # a weight that he cannot lift at all today is put back
            place -= 1
            lifted = today.lift_set(visit.weights_kg[place], visit.wanted, rng=rng)
        return GymSession(
            name=f"session-{number:05d}",
            lifter=lifter,
            sensor=self.sensors[int(rng.integers(len(self.sensors)))],
            weight_kg=visit.weights_kg[place],
            lifted=lifted,
        )

    def recording(self, number: int) -> Recording:
        """The recording of a session, from 0."""
        done = self.session(number)
        visit = self.visits[done.lifter]
        lifts = CurlSet(reps=done.lifted.reps, weight_kg=done.weight_kg, target_reps=visit.wanted)
        made = simulate(
            [Still(4.0), lifts, Still(5.0)],
            placements=["wrist_right"],
            sensor=done.sensor.model,
            mounting=visit.mounting,
            arm=visit.arm,
            seed=number,
            started_at=(BEGAN + timedelta(minutes=7 * number)).isoformat(),
        )
        return replace(made.recording, path=done.name, lifter=done.lifter, device=done.sensor.name)


def _sensor(number: int) -> GymSensor:
    """One of six kinds in turn: two lose packets, and three are odd otherwise."""
    rng = np.random.default_rng([number, 16])
    usual = replace(WRIST_WATCH, packet=5, packet_step_s=1.0 / WRIST_WATCH.rate_hz)
    match number % FEWEST:
        case 1:
            model = replace(usual, jitter_s=0.004)
        case 2:
            model = replace(usual, loss=float(rng.uniform(0.02, 0.06)))
        case 3:
            model = replace(usual, rate_hz=25.0, packet_step_s=0.04)
        case 4:
            model = replace(usual, gaps_s=(HOLE_S,))
        case 5:
            model = replace(usual, loss=float(rng.uniform(0.08, 0.15)))
        case _:
            model = usual
    return GymSensor(name=f"strap-{number + 1:02d}", model=model)


def make_lake(gym: Gym, place: str) -> None:
    """Records and analyses the sessions that the lake lacks, and brings them into its tables.

    Parameters
    ----------
    gym : Gym
    place : str
        Folder of the lake.
    """
    lake = Lake(place, "none")
    with lake.kept_alone(), threadpool_limits(limits=1):
        known = lake.known()
        for number in range(gym.sessions):
            if f"session-{number:05d}" not in known:
                lake.note(_outcome(gym.recording(number)))
        merge_journal(lake, known)


def _outcome(recording: Recording) -> BatchOutcome:
    """What `analysis.batch.task.work_on` makes of a file, of samples that never were in one."""
    result = with_advice(analyze(recording), recording.notes, NO_CONTEXT, DEFAULTS)
    rows = result_rows(
        result,
        recording,
        fingerprint=content_hash(recording),
        name=recording.path,
        lifter=result.lifter,
        state="simulated",
        told="simulated",
    )
    return BatchOutcome(
        name=recording.path,
        path=recording.path,
        kind="done",
        version=result.version,
        rows=packed_rows(rows),
        known=KnownRecording(
            state="simulated", told="simulated", content_hash=rows["recordings"][0]["content_hash"]
        ),
        started_at=result.started_at,
        lifter=result.lifter,
        duration_s=result.duration_s,
    )


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal():
        sys.exit("python -m docs.make_lake SESSIONS LAKE")
    make_lake(Gym(int(sys.argv[1])), sys.argv[2])
