"""Times and memory of one call, and the rows in which they are told."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence


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


def interpreters_s(*commands: Sequence[str], repeats: int = 5) -> list[float]:
    """Shortest processor time of fresh interpreters, which take turns; what they print goes nowhere.

    Each starts once beforehand, so that its modules are compiled, as those that pip installs are.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}

    def run(words: Sequence[str]) -> float:
        before = os.times()
        subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=environment)
        after = os.times()
        return sum(after[2:4]) - sum(before[2:4])  # user and system time of children

    for words in commands:
        run(words)
    taken = [[run(words) for words in commands] for _ in range(repeats)]
    return [min(column) for column in zip(*taken, strict=True)]


def tell(name: str, value: str) -> None:
    """Prints a row."""
    print(f"{name:44} {value}", flush=True)
