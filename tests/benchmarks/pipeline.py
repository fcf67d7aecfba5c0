"""Speed and memory from samples to sets, as ratios to VQF alone on the same arrays: ``python -m tests.benchmarks``."""

from __future__ import annotations

import statistics
from dataclasses import replace

from vqf import VQF

from analysis.stream.tracker import Tracker
from imu.types import SampleBlock
from tests.benchmarks import start_up
from tests.benchmarks.recordings import NOTHING_BUT_CURLS, RATE_HZ, raw_bytes, repeated
from tests.benchmarks.timing import peak_bytes, processor_s, seconds, tell

PACKET = 5
REPEATS = 5


def analyse(block: SampleBlock) -> Tracker:
    """The whole pipeline on one block."""
    tracker = Tracker()
    tracker.push(block)
    tracker.flush()
    return tracker


def orient(block: SampleBlock) -> None:
    """VQF alone on the same arrays."""
    VQF(1.0 / RATE_HZ).updateBatch(block.gyr_radps, block.acc_mps2)


def trunk_share(block: SampleBlock, samples: int = 60_000) -> tuple[float, float]:
    """Cost of a trunk sensor beside a wrist sensor as a share of the wrist's: of the whole hour, and of packets of five."""
    trunk = replace(block, sensor="trunk")

    def whole() -> None:
        tracker = Tracker()
        for one in (block, trunk):
            tracker.push(one)
        tracker.flush()
        assert tracker.sets[0].reps[0].trunk_range_deg is not None

    def packets(*sensors: SampleBlock) -> None:
        tracker = Tracker()
        for start in range(0, samples, PACKET):
            for one in sensors:
                tracker.push(one.slice(start, start + PACKET))

    wrist = min(processor_s(lambda: analyse(block)) for _ in range(3))
    both = min(processor_s(whole) for _ in range(3))
    alone = min(processor_s(lambda: packets(block)) for _ in range(3))
    beside = min(processor_s(lambda: packets(block, trunk)) for _ in range(3))
    return both / wrist - 1.0, beside / alone - 1.0


def live_us_per_sample(block: SampleBlock, samples: int = 60_000) -> float:
    """Microseconds a sample when it comes in packets of five."""
    tracker = Tracker()

    def run() -> None:
        for start in range(0, samples, PACKET):
            tracker.push(block.slice(start, start + PACKET))

    return seconds(run) / samples * 1e6


def tell_ratio(name: str, block: SampleBlock) -> None:
    """Prints the analysis in times of VQF alone, both in turn, and what was found."""
    analyse(block.slice(0, 3000))
    pairs = [(seconds(lambda: analyse(block)), seconds(lambda: orient(block))) for _ in range(REPEATS)]
    whole, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    sets = analyse(block).sets
    found = f"{len(block)} samples, {len(sets)} sets, {sum(len(s.reps) for s in sets)} reps"
    tell(f"{name}: analysis / VQF alone", f"{ratio:.2f} ({whole:.2f} s / {alone:.2f} s; {found})")


def main() -> None:
    """Prints the table."""
    block = repeated()
    raw = raw_bytes(block)
    tell_ratio("an hour of training", block)
    tell_ratio("an hour of nothing but curls", repeated(NOTHING_BUT_CURLS))
    tell(
        "peak memory / raw arrays", f"{peak_bytes(lambda: analyse(block)) / raw:.2f} ({raw / 1e6:.0f} MB raw)"
    )
    tell("live, packets of 5", f"{live_us_per_sample(block):.1f} µs a sample")
    tell("a trunk sensor / wrist sensor", "{:.2f}, in packets of 5 {:.2f}".format(*trunk_share(block)))
    start_up.tell_imports()
