"""Time and memory of ``batch`` by the number of recordings: ``python -m tests.benchmarks files [MOST]``.

Forty short sets of eight lifters lie under as many names as are wanted; each ``batch`` is a process of its own, so that
its start counts; its modules are compiled before, as those that pip installs are.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

import analysis
import imu
from imu.formats import write_canonical
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate, varied
from tests.benchmarks.timing import tell

COUNTS = (1, 10, 100, 1_000, 10_000)
DIFFERENT, LIFTERS = 40, 8
RATE_HZ = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCost:
    """What one ``batch`` took: seconds by the clock and of processors, and the largest of its processes in bytes."""

    clock_s: float
    processor_s: float
    peak_bytes: int


def save_different(folder: Path, sets: int) -> list[Path]:
    """Writes the recordings that are distinct: so many sets of two to five reps, each of 15 to 35 s."""
    made = []
    for seed in range(DIFFERENT):
        reps = varied(SimulatedRep(), 2 + seed % 4, np.random.default_rng(seed))
        phases = (Still(2.0), CurlSet(reps=reps), Still(5.0)) * sets
        session = simulate(phases, sensor=SensorModel(rate_hz=RATE_HZ), seed=seed)
        path = folder / f"{seed}.csv"
        write_canonical(session.recording, path)
        lifter = f"# lifter: lifter {seed % LIFTERS}\n"
        path.write_text(lifter + path.read_text(encoding="utf-8"), encoding="utf-8")
        made.append(path)
    return made


def compile_modules() -> None:
    """Compiles the modules of the program, which Python itself may not be allowed to write."""
    for package in (analysis, imu):
        compileall.compile_dir(*package.__path__, quiet=2)


def fill(folder: Path, many: int, sets: int = 1) -> None:
    """Puts so many recordings of so many sets into a folder; equal ones share their bytes on the disk."""
    own = folder.parent / "different"
    own.mkdir(exist_ok=True)
    different = sorted(own.glob("*.csv")) or save_different(own, sets)
    folder.mkdir()
    for at in range(many):
        os.link(different[at % DIFFERENT], folder / f"{at:05}.csv")


def cost_of_batch(folder: Path, lake: Path, *options: str) -> BatchCost:
    """Runs ``batch`` in a process of its own, which is followed by another one that tells what its children took."""
    command = [sys.executable, "-m", "analysis.cli", "batch", str(folder), "--out", str(lake), *options]
    follow = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=2).returncode;"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(done)"
    )
    begun = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", follow, *command], check=True, text=True, capture_output=True
    ).stdout
    clock_s = time.perf_counter() - begun
    processor_s, peak = map(float, told.split())
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB on Linux
    return BatchCost(clock_s=clock_s, processor_s=processor_s, peak_bytes=int(peak * unit))


def tell_cost(name: str, cost: BatchCost, many: int) -> None:
    """Prints a row: the machine's load tells how far the clock can be believed."""
    load = Path("/proc/loadavg")
    busy = load.read_text(encoding="ascii").split()[0] if load.exists() else "unknown"
    each = f"{cost.clock_s / many * 1e3:.0f} ms, {cost.processor_s / many * 1e3:.0f} ms of a processor each"
    tell(name, f"{cost.clock_s:.1f} s, {each}; {cost.peak_bytes / 1e6:.0f} MB; load {busy}")


def main(most: str = "1000") -> None:
    """Prints a row for each number of recordings."""
    compile_modules()
    with TemporaryDirectory() as top:
        for many in (count for count in COUNTS if count <= int(most)):
            folder = Path(top, f"of{many}")
            fill(folder, many)
            tell_cost(f"{many:,} recordings", cost_of_batch(folder, Path(top, f"lake{many}")), many)
