"""A gym's worth of sensors at once: ``python -m tests.benchmarks gym [SECONDS] [SENSORS]``.

Nothing here passes or fails. Each of two cores follows half of the sensors, whose packets of five come when a radio
would deliver them. A core's clock runs by the processor time that it spends: other work on the machine does not count,
and nothing has to be waited for. An event is late by the time from the sample that decided it (``at_s``; of a set
``decided_at_s``) to the moment at which it is known. What a batch analysis of the same samples does not give, or gives
in addition, is wrong or lost.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from analysis.records.events import Event, SetEvent
from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate, varied
from imu.types import SampleBlock

RATE_HZ = 200.0
PACKET = 5
CORES = 2
REPS = 6


@dataclass(slots=True, kw_only=True)
class Measured:
    """What one core saw."""

    events_late_s: list[float] = field(default_factory=list)
    """Of each event that is not caused by the end, s."""
    sets_late_s: list[float] = field(default_factory=list)
    """Of those, the closings of sets."""
    packets_late_s: list[float] = field(default_factory=list)
    """From the moment at which a packet came to that at which it was taken, s."""
    lost: int = 0
    """Events that a batch analysis gives and the stream did not, or the other way round."""
    busy_share: float = 0.0
    """Processor time over the time of the recordings."""


def exercising(seconds: float, seed: int) -> SampleBlock:
    """Sets of curls with rests between, begun anywhere in a set."""
    rng = np.random.default_rng(seed)
    sensor = SensorModel(rate_hz=RATE_HZ, acc_noise_mps2=0.03, gyr_noise_radps=0.003, jitter_s=0.0005)
    cycle = (Still(2.0), CurlSet(reps=varied(SimulatedRep(), REPS, rng)), Still(8.0))
    one = simulate(cycle, sensor=sensor, seed=seed).recording.sensors[0]
    assert one.gyr_radps is not None
    span_s = float(one.time_s[-1]) + 1.0 / RATE_HZ
    count = int(np.ceil(seconds / span_s)) + 1
    time_s = np.concatenate([one.time_s + k * span_s for k in range(count)])
    begins_s = rng.uniform(0.0, span_s)
    keep = (time_s >= begins_s) & (time_s < begins_s + seconds)
    return SampleBlock(
        sensor="wrist",
        time_s=time_s[keep] - begins_s,
        acc_mps2=np.concatenate([one.acc_mps2] * count)[keep],
        gyr_radps=np.concatenate([one.gyr_radps] * count)[keep],
    )


def decided(events: list[Event]) -> list[Event]:
    """Events that samples caused, not the end of the recording."""
    return [event for event in events if event.closed_by != "end"]


def in_one_piece(block: SampleBlock) -> list[Event]:
    """Events of a batch analysis."""
    tracker = Tracker()
    return decided([*tracker.push(block), *tracker.flush()])


def follow(sensors: range, seconds: float) -> Measured:
    """Follows some sensors on one core."""
    blocks = [exercising(seconds, seed) for seed in sensors]
    ends = [
        (float(b.time_s[k : k + PACKET][-1]), n, k)
        for n, b in enumerate(blocks)
        for k in range(0, len(b), PACKET)
    ]
    trackers: list[Tracker] = [Tracker() for _ in blocks]
    seen: list[list[Event]] = [[] for _ in blocks]
    late = Measured()
    in_one_piece(blocks[0])  # everything is imported before the first packet comes
    now_s = spent_s = 0.0
    for came_s, n, k in sorted(ends):
        now_s = max(now_s, came_s)
        late.packets_late_s.append(now_s - came_s)
        worked_s = time.process_time()
        events = trackers[n].push(blocks[n].slice(k, k + PACKET))
        worked_s = time.process_time() - worked_s
        now_s, spent_s = now_s + worked_s, spent_s + worked_s
        seen[n] += events
        late.events_late_s += [now_s - event.at_s for event in events]
        late.sets_late_s += [now_s - event.at_s for event in events if isinstance(event, SetEvent)]
    late.busy_share = spent_s / seconds
    for block, tracker, events in zip(blocks, trackers, seen, strict=True):
        found = decided([*events, *tracker.flush()])
        expected = in_one_piece(block)
        late.lost += len(set(map(repr, found)) ^ set(map(repr, expected)))
    return late


def main(duration_s: str = "120", many: str = "64") -> None:
    """Prints how late events are."""
    seconds, sensors = float(duration_s), int(many)
    parts = [follow(range(k, sensors, CORES), seconds) for k in range(CORES)]
    print(f"{sensors} sensors at {RATE_HZ:.0f} Hz for {seconds:.0f} s on {CORES} cores")
    for name, label in (
        ("events_late_s", "events, later than decided"),
        ("sets_late_s", "of these, sets that closed"),
        ("packets_late_s", "packets, waited"),
    ):
        late = np.array([value for part in parts for value in getattr(part, name)]) * 1000.0
        p50, p95, p99 = np.percentile(late, (50, 95, 99))
        print(
            f"{label:32} {len(late)}: p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, most {late.max():.0f} ms"
        )
    print(f"{'events lost or doubled':32} {sum(part.lost for part in parts)}")
    print(f"{'share of each core':32} {', '.join(f'{part.busy_share:.2f}' for part in parts)}")
