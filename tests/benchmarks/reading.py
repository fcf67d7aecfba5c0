"""Reading an hour of canonical CSV, beside readers of any table: ``python -m tests.benchmarks reading``.

Theirs give columns of numbers. Ours also finds out what the file is, its sensors, units and notes, and checks times
and values.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
from pyarrow import csv

from imu.formats import read_recording
from tests.benchmarks.recordings import repeated, save_canonical
from tests.benchmarks.timing import median_s, tell


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.csv"
        save_canonical(repeated(), path)
        ours_s = median_s(lambda: read_recording(str(path)))
        tell("read_recording, an hour at 100 Hz", f"{ours_s:.2f} s ({path.stat().st_size / 1e6:.0f} MB)")
        for name, read in {
            "pandas.read_csv": lambda: pd.read_csv(path),
            "pyarrow.csv.read_csv": lambda: csv.read_csv(path),
        }.items():
            theirs_s = median_s(read)
            tell(f"ours / {name}", f"{ours_s / theirs_s:.2f} ({theirs_s:.2f} s)")
