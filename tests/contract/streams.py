"""Sessions to stream, ways to stream them, and what must then be the same."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from hypothesis import settings

from analysis.results import Event, RejectedSet, RepSet
from analysis.tracker import Tracker
from imu.simulate import (
    ArmModel,
    CurlSet,
    Drink,
    Idle,
    OtherLift,
    PickUp,
    Rep,
    SensorModel,
    Still,
    random_rotation,
    simulate,
)
from imu.simulate.stage import Phase
from imu.types import SampleBlock

RANDOM = settings(max_examples=12, deadline=None, database=None)

NOISE = {"acc_noise_mps2": 0.05, "gyr_noise_radps": 0.01}
STRICT, THROWN = Rep(lift_s=1.3, lower_s=1.4), Rep(lift_s=1.0, lower_s=1.2, swing=1.2, profile="early")
SESSION: tuple[Phase, ...] = (
    Still(1.0),
    CurlSet(reps=(STRICT, STRICT, THROWN, THROWN)),
    Still(9.0),
    PickUp(),
    Drink(),
    OtherLift(kind="lateral_raise", reps=3),
    Idle(4.0),
    CurlSet(reps=(STRICT,) * 3),
    Still(1.0),
)
SENSORS = {
    "even 100 Hz": SensorModel(rate_hz=100.0, **NOISE),
    "8 Hz": SensorModel(rate_hz=8.0, **NOISE),
    "25 Hz, jitter": SensorModel(rate_hz=25.0, jitter_s=0.008, **NOISE),
    "400 Hz": SensorModel(rate_hz=400.0, **NOISE),
    "bursts, repeated rows, loss": SensorModel(
        rate_hz=104.0, packet=7, jitter_s=0.01, repeat=0.2, loss=0.03, **NOISE
    ),
    "gaps of 0.3, 0.9, 2 and 12 s": SensorModel(
        rate_hz=50.0, gaps_s=((3.0, 3.3), (6.0, 6.9), (10.0, 12.0), (42.0, 54.0)), **NOISE
    ),
    "accelerometer alone": SensorModel(rate_hz=50.0, has_gyro=False, jitter_s=0.003, **NOISE),
    "a gyroscope that was never calibrated": SensorModel(
        rate_hz=50.0, gyr_bias_radps=(0.2, -0.15, 0.1), gaps_s=((0.0, 1.0), (20.0, 21.5)), **NOISE
    ),
    "clipped": SensorModel(rate_hz=50.0, acc_range_mps2=11.7, **NOISE),
}
PLACEMENTS = {"two wrists, trunk, upper arm": ("wrist_left", "wrist_right", "trunk", "upper_arm")}
SPOILED = "not a number, infinite, clock set back"
NAMES = (*SENSORS, *PLACEMENTS, SPOILED)


@cache
def blocks(name: str) -> tuple[SampleBlock, ...]:
    """The samples of a session by the name of its sensors."""
    done = simulate(
        SESSION,
        sensor=SENSORS.get(name, SENSORS["25 Hz, jitter"]),
        placements=PLACEMENTS.get(name, ("wrist",)),
        mounting=random_rotation(np.random.default_rng(3)),
        arm=ArmModel(sway_mps2=0.4),
        seed=11,
    )
    return tuple(map(spoiled, done.recording.sensors)) if name == SPOILED else done.recording.sensors


def spoiled(block: SampleBlock) -> SampleBlock:
    """The block with values that are no numbers, and a clock that twice goes back, once far."""
    time_s, acc, gyr = block.time_s.copy(), block.acc_mps2.copy(), block.gyr_radps
    acc[40::97, 1] = np.nan
    acc[55::211] = np.inf
    time_s[300:340] -= 1.5
    time_s[700:720] = 0.0
    time_s[900] = np.nan
    return SampleBlock(sensor=block.sensor, time_s=time_s, acc_mps2=acc, gyr_radps=gyr)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a tracker said; events by sensor, because sensors may arrive in any order."""

    events: dict[str, list[Event]]
    sets: list[RepSet]
    rejected: list[RejectedSet]


class Listener:
    """A tracker and what it has said so far."""

    def __init__(self, tracker: Tracker | None = None) -> None:
        self.tracker = tracker or Tracker()
        self.events: dict[str, list[Event]] = {}

    def push(self, block: SampleBlock) -> None:
        self._hear(self.tracker.push(block))

    def saved_and_resumed(self) -> Listener:
        """A copy that went through a file."""
        copy: Listener = pickle.loads(pickle.dumps(self))
        return copy

    def outcome(self) -> Outcome:
        """Ends the session."""
        self._hear(self.tracker.flush())
        return Outcome(self.events, self.tracker.sets, self.tracker.rejected)

    def _hear(self, events: Iterable[Event]) -> None:
        for event in events:
            self.events.setdefault(event.sensor, []).append(event)


def pieces(block: SampleBlock, cuts: Sequence[int]) -> Iterator[SampleBlock]:
    """A block cut at these indices; equal ones give empty pieces."""
    ends = [0, *sorted(cuts), len(block)]
    return (block.slice(a, b) for a, b in pairwise(ends))


def listen(stream: Iterable[SampleBlock], tracker: Tracker | None = None) -> Outcome:
    """What a tracker says to a stream."""
    listener = Listener(tracker)
    for block in stream:
        listener.push(block)
    return listener.outcome()


@cache
def whole(name: str) -> Outcome:
    """What is said when every sensor's samples come at once."""
    return listen(blocks(name))


def assert_same(found: Outcome, expected: Outcome) -> None:
    """The same to the last bit."""
    assert found.events == expected.events
    assert found.sets == expected.sets
    assert found.rejected == expected.rejected


def assert_chunks_agree(stream: Sequence[SampleBlock], cuts: Sequence[int]) -> None:
    """The contract: samples cut anyhow say what they say at once."""
    chunks = (piece for block in stream for piece in pieces(block, cuts))
    assert_same(listen(chunks), listen(stream))
