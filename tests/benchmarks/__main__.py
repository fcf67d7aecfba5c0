"""``python -m tests.benchmarks [PART [WORD]]``; without a part, the pipeline."""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = {
    "pipeline": "pipeline",
    "reading": "reading",
    "length": "length",
    "start-up": "start_up",
    "peers": "peers",
    "live": "live_session",
    "pages": "many_pages",
    "tune": "threshold_sweep",
    "history": "long_history",
    "gym": "gym",
    "files": "batch_files",
    "workers": "batch_workers",
}
"""The module behind each part; its ``main`` takes what else was typed, and prints a table."""


def main() -> None:
    """Starts a part."""
    name, *words = sys.argv[1:] or ["pipeline"]
    if name not in PARTS:
        sys.exit(f"There is no benchmark {name!r}; there are {', '.join(PARTS)}.")
    import_module(f"tests.benchmarks.{PARTS[name]}").main(*words)


if __name__ == "__main__":
    main()
