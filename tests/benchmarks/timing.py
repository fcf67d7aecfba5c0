"""Times and memory of one call, and the rows in which they are told."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def processor_s(action: Callable[[], object]) -> float:
    """Processor time of one call: other work on the machine counts less."""
    start = time.process_time()
    action()
    return time.process_time() - start


def median_s(action: Callable[[], object], repeats: int = 5) -> float:
    """Median wall time of some calls, after one that is not counted."""
    action()
    return statistics.median(seconds(action) for _ in range(repeats))


def peak_bytes(action: Callable[[], object]) -> int:
    """Largest allocation of Python and numpy during a call."""
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def interpreter_s(*words: str, repeats: int = 3) -> float:
    """Median time of a fresh interpreter with these arguments; what it prints goes nowhere."""

    def run() -> None:
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)

    return statistics.median(seconds(run) for _ in range(repeats))


def tell(name: str, value: str) -> None:
    """Prints a row."""
    print(f"{name:44} {value}", flush=True)
