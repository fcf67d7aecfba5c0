"""Speed and memory from samples to sets, as ratios to VQF alone on the same arrays: ``python -m tests.benchmarks``."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace

from vqf import VQF

from analysis.core.compiled import compiled_or_not, loops_were_compiled
from analysis.stream.tracker import Tracker
from imu.types import SampleBlock
from tests.benchmarks import start_up
from tests.benchmarks.recordings import NOTHING_BUT_CURLS, RATE_HZ, raw_bytes, repeated
from tests.benchmarks.timing import peak_bytes, processor_s, tell

PACKET = 5
REPEATS, TRUNK_REPEATS = 5, 9
BRIEF = "brief"
"""Word for a third of the trunk's rounds, and nothing as Python: what CI has time for."""


def analyse(block: SampleBlock) -> Tracker:
    """The whole pipeline on one block."""
    tracker = Tracker()
    tracker.push(block)
    tracker.flush()
    return tracker


def orient(block: SampleBlock) -> None:
    """VQF alone on the same arrays."""
    VQF(1.0 / RATE_HZ).updateBatch(block.gyr_radps, block.acc_mps2)


def trunk_share(block: SampleBlock, repeats: int, samples: int = 30_000) -> tuple[float, float]:
    """Cost of a trunk sensor beside a wrist sensor as a share of the wrist's: of a whole recording, and of packets of five.

    By processor time, wrist alone and both in turn: medians of the ratios.
    """
    trunk = replace(block, sensor="trunk")

    def whole(*sensors: SampleBlock) -> None:
        tracker = Tracker()
        for one in sensors:
            tracker.push(one)
        tracker.flush()

    def packets(*sensors: SampleBlock) -> None:
        tracker = Tracker()
        for start in range(0, samples, PACKET):
            for one in sensors:
                tracker.push(one.slice(start, start + PACKET))

    def share(run: Callable[..., None]) -> float:
        pairs = [
            (processor_s(lambda: run(block)), processor_s(lambda: run(block, trunk))) for _ in range(repeats)
        ]
        return statistics.median(both / alone for alone, both in pairs) - 1.0

    return share(whole), share(packets)


def live_us_per_sample(block: SampleBlock, samples: int = 30_000) -> float:
    """Microseconds of processor time a sample when it comes in packets of five: the median of several runs."""

    def run() -> None:
        tracker = Tracker()
        for start in range(0, samples, PACKET):
            tracker.push(block.slice(start, start + PACKET))

    return statistics.median(processor_s(run) for _ in range(REPEATS)) / samples * 1e6


def tell_ratio(name: str, block: SampleBlock) -> None:
    """Prints the analysis in times of VQF alone, both in turn by processor time, and what was found."""
    analyse(block.slice(0, 30_000))
    pairs = [
        (processor_s(lambda: analyse(block)), processor_s(lambda: orient(block))) for _ in range(REPEATS)
    ]
    whole, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    sets = analyse(block).sets
    found = f"{len(block)} samples, {len(sets)} sets, {sum(len(s.reps) for s in sets)} reps"
    tell(f"{name}: analysis / VQF alone", f"{ratio:.2f} ({whole:.2f} s / {alone:.2f} s; {found})")


def tell_speed(training: SampleBlock, curls: SampleBlock, how: str) -> None:
    """Prints the ratios of both recordings, and what a sample costs live."""
    tell_ratio(f"an hour of training{how}", training)
    tell_ratio(f"an hour of nothing but curls{how}", curls)
    tell(f"live, packets of 5{how}", f"{live_us_per_sample(training):.1f} µs a sample")


def main(how: str = "") -> None:
    """Prints the table; ``brief`` leaves out what takes long."""
    brief = how == BRIEF
    block, curls = repeated(), repeated(NOTHING_BUT_CURLS)
    raw = raw_bytes(block)
    tell_speed(block, curls, "" if loops_were_compiled() else ", as Python")
    if not brief and loops_were_compiled():
        with compiled_or_not(on=False):
            tell_speed(block, curls, ", as Python")
    tell(
        "peak memory / raw arrays", f"{peak_bytes(lambda: analyse(block)) / raw:.2f} ({raw / 1e6:.0f} MB raw)"
    )
    tell(
        "a trunk sensor / wrist sensor",
        "{:.2f}, in packets of 5 {:.2f}".format(
            *trunk_share(block, TRUNK_REPEATS // 3 if brief else TRUNK_REPEATS)
        ),
    )
    start_up.tell_imports()
