"""Speed and memory as ratios within one run: ``python -m tests.benchmarks``; of a live session: ``... live``; of a sweep: ``... tune``; of
earlier sessions: ``... history``; of a gym's worth of sensors at once: ``... gym``.

Nothing here passes or fails: machines differ. The ratio to VQF on the same arrays is what to compare.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from vqf import VQF

from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, Idle, SensorModel, SimulatedRep, Still, Walk, simulate, varied
from imu.types import SampleBlock

RATE_HZ = 100.0
HOUR_S = 3600.0
PACKET = 5
REPEATS = 5


def training_hour() -> SampleBlock:
    """One hour at 100 Hz: twenty times a set of ten curls, a walk and a rest of two minutes."""
    rng = np.random.default_rng(1)
    reps = varied(SimulatedRep(), 10, rng)
    cycle = (Still(2.0), CurlSet(reps=reps), Still(9.0), Walk(15.0), Idle(60.0), Still(60.0))
    sensor = SensorModel(rate_hz=RATE_HZ, acc_noise_mps2=0.03, gyr_noise_radps=0.003, jitter_s=0.0005)
    one = simulate(cycle, sensor=sensor, seed=1).recording.sensors[0]
    assert one.gyr_radps is not None
    span_s = float(one.time_s[-1]) + 1.0 / RATE_HZ
    count = int(np.ceil(HOUR_S / span_s))
    time_s = np.concatenate([one.time_s + k * span_s for k in range(count)])
    keep = time_s < HOUR_S
    return SampleBlock(
        sensor="wrist",
        time_s=time_s[keep],
        acc_mps2=np.concatenate([one.acc_mps2] * count)[keep],
        gyr_radps=np.concatenate([one.gyr_radps] * count)[keep],
    )


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


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


def processor_s(action: Callable[[], object]) -> float:
    """Processor time of one call: other work on the machine counts less."""
    start = time.process_time()
    action()
    return time.process_time() - start


def live_us_per_sample(block: SampleBlock, samples: int = 60_000) -> float:
    """Microseconds a sample when it comes in packets of five."""
    tracker = Tracker()

    def run() -> None:
        for start in range(0, samples, PACKET):
            tracker.push(block.slice(start, start + PACKET))

    return seconds(run) / samples * 1e6


def peak_bytes(block: SampleBlock) -> int:
    """Largest allocation while the pipeline runs, beyond the arrays it is given."""
    tracemalloc.start()
    analyse(block)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def start_up_s(code: str) -> float:
    """Median time of a fresh interpreter that runs ``code``, less that of an empty one."""

    def runs(text: str) -> float:
        return statistics.median(
            seconds(lambda: subprocess.run([sys.executable, "-c", text], check=True)) for _ in range(3)
        )

    return runs(code) - runs("pass")


def main() -> None:
    """Prints the table."""
    block = training_hour()
    analyse(block.slice(0, 3000))
    pairs = [(seconds(lambda: analyse(block)), seconds(lambda: orient(block))) for _ in range(REPEATS)]
    whole, alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    raw = (
        block.time_s.nbytes
        + block.acc_mps2.nbytes
        + (0 if block.gyr_radps is None else block.gyr_radps.nbytes)
    )
    sets = analyse(block).sets
    rows = [
        (
            "one hour, 100 Hz, six axes",
            f"{len(block)} samples, {len(sets)} sets, {sum(len(s.reps) for s in sets)} reps",
        ),
        (
            "analysis / VQF alone",
            f"{statistics.median(a / b for a, b in pairs):.1f} ({whole:.2f} s / {alone:.2f} s)",
        ),
        ("peak memory / raw arrays", f"{peak_bytes(block) / raw:.2f} ({raw / 1e6:.0f} MB raw)"),
        ("live, packets of 5", f"{live_us_per_sample(block):.1f} µs a sample"),
        ("a trunk sensor / wrist sensor", "{:.2f}, in packets of 5 {:.2f}".format(*trunk_share(block))),
        ("import imu", f"{start_up_s('import imu'):.2f} s"),
        ("import analysis", f"{start_up_s('import analysis'):.2f} s"),
        ("import analysis.cli", f"{start_up_s('import analysis.cli'):.2f} s"),
    ]
    for name, value in rows:
        print(f"{name:32} {value}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["live"]:
        from tests.live_benchmarks import main as live

        live(float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)
    elif sys.argv[1:2] == ["pages"]:
        from tests.page_benchmarks import main as pages

        pages(int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    elif sys.argv[1:2] == ["gym"]:
        from tests.gym_benchmarks import main as gym

        gym(*map(float, sys.argv[2:3]), *map(int, sys.argv[3:4]))
    elif sys.argv[1:2] == ["tune"]:
        from tests.sweep_benchmarks import main as tune

        tune(*sys.argv[2:3])
    elif sys.argv[1:2] == ["history"]:
        from tests.history_benchmarks import main as history

        history(*(int(count) for count in sys.argv[2:3]))
    else:
        main()
