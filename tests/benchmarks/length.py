"""Time and memory by the length of a recording, one minute to a day: ``python -m tests.benchmarks length [HOURS]``.

The day is 8.6 million samples, which as arrays alone take 484 MB; they are pushed in blocks of a minute.
"""

from __future__ import annotations

from analysis.stream.tracker import Tracker
from imu.types import SampleBlock
from tests.benchmarks.recordings import HOUR_S, RATE_HZ, TRAINING, raw_bytes, repeated
from tests.benchmarks.timing import peak_bytes, processor_s, tell

LENGTHS_S = (60.0, 600.0, HOUR_S, 4 * HOUR_S, 12 * HOUR_S, 24 * HOUR_S)
MINUTE = int(60 * RATE_HZ)


def in_minutes(block: SampleBlock) -> Tracker:
    """The whole pipeline, a minute at a time."""
    tracker = Tracker()
    for start in range(0, len(block), MINUTE):
        tracker.push(block.slice(start, start + MINUTE))
    tracker.flush()
    return tracker


def main(hours: str = "24") -> None:
    """Prints a row for each length up to so many hours."""
    in_minutes(repeated(length_s=120.0))
    for length_s in LENGTHS_S:
        if length_s > float(hours) * HOUR_S:
            break
        block = repeated(TRAINING, length_s)
        used_s = min(
            processor_s(lambda one=block: in_minutes(one)) for _ in range(3 if length_s < 1e4 else 1)
        )
        row = f"{used_s:7.2f} s, {used_s / len(block) * 1e6:.2f} µs a sample"
        if length_s <= HOUR_S:  # to follow every allocation of a day takes many minutes
            peak = peak_bytes(lambda one=block: in_minutes(one))
            row += f", {peak / 1e6:.1f} MB beyond the arrays of {raw_bytes(block) / 1e6:.1f} MB"
        tell(f"{length_s / 60:g} minutes", row)
