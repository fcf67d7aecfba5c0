"""Until something is there: imports, and the whole command beside a Python that only reads the same file.

``python -m tests.benchmarks start-up``
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.recordings import TRAINING, repeated, save_canonical
from tests.benchmarks.timing import interpreters_s, tell

LENGTHS_S = {"one set (40 s)": 40.0, "an hour": 3600.0}


def tell_imports() -> None:
    """Prints how much longer than an empty one an interpreter takes that imports a package."""
    names = ("imu", "analysis", "analysis.cli.entry_point", "analysis.cli.analyze")
    empty_s, *imported_s = interpreters_s(("-c", "pass"), *(("-c", f"import {name}") for name in names))
    for name, taken_s in zip(names, imported_s, strict=True):
        tell(f"import {name}", f"{taken_s - empty_s:.2f} s")


def tell_command(name: str, path: Path) -> None:
    """Prints the time of ``analyze`` on a file, in times of a Python that imports pandas and reads it."""
    ours_s, theirs_s = interpreters_s(
        ("-m", "analysis.cli", "analyze", str(path), "--json", "-"),
        ("-c", f"import pandas; pandas.read_csv({str(path)!r})"),
    )
    tell(f"analyze / pandas reads it, {name}", f"{ours_s / theirs_s:.2f} ({ours_s:.2f} s / {theirs_s:.2f} s)")


def main() -> None:
    """Prints the table."""
    tell_imports()
    with tempfile.TemporaryDirectory() as folder:
        for name, length_s in LENGTHS_S.items():
            path = Path(folder) / "training.csv"
            save_canonical(repeated(TRAINING, length_s), path)
            tell_command(name, path)
