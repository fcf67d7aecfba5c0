"""Until something is there: imports, and the whole command beside a Python that only reads the same file.

``python -m tests.benchmarks start-up``
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.recordings import TRAINING, repeated, save_canonical
from tests.benchmarks.timing import interpreter_s, tell

LENGTHS_S = {"one set (40 s)": 40.0, "an hour": 3600.0}


def tell_imports() -> None:
    """Prints how much longer than an empty one an interpreter takes that imports a package."""
    empty_s = interpreter_s("-c", "pass")
    for name in ("imu", "analysis", "analysis.cli"):
        tell(f"import {name}", f"{interpreter_s('-c', f'import {name}') - empty_s:.2f} s")


def tell_command(name: str, path: Path) -> None:
    """Prints the time of ``analyze`` on a file, in times of a Python that imports pandas and reads it."""
    ours_s = interpreter_s("-m", "analysis.cli", "analyze", str(path), "--json", "-")
    theirs_s = interpreter_s("-c", f"import pandas; pandas.read_csv({str(path)!r})")
    tell(f"analyze / pandas reads it, {name}", f"{ours_s / theirs_s:.1f} ({ours_s:.2f} s / {theirs_s:.2f} s)")


def main() -> None:
    """Prints the table."""
    tell_imports()
    with tempfile.TemporaryDirectory() as folder:
        for name, length_s in LENGTHS_S.items():
            path = Path(folder) / "training.csv"
            save_canonical(repeated(TRAINING, length_s), path)
            tell_command(name, path)
