"""Time of ``batch`` by the number of workers: ``python -m tests.benchmarks workers [FILES] [ROUNDS] [SETS]``, in turn.

Without ``--workers`` the one process does all; with them, start-up of Dask and its processes counts, too.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.batch_files import compile_modules, cost_of_batch, fill, tell_cost

WORKERS = (None, 1, 2, 4)


def main(files: str = "400", rounds: str = "1", sets: str = "1") -> None:
    """Prints a row for each number of workers, so many times; recordings of so many sets."""
    compile_modules()
    with TemporaryDirectory() as top:
        folder = Path(top, "recordings")
        fill(folder, int(files), int(sets))
        for turn in range(int(rounds)):
            for workers in WORKERS:
                options = () if workers is None else ("--workers", str(workers))
                cost = cost_of_batch(folder, Path(top, f"lake{turn}-{workers}"), *options)
                tell_cost(f"{workers or 'no'} workers, {files} recordings of {sets} sets", cost, int(files))
