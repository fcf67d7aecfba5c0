"""Prints one of the README's commands, so that CI runs exactly what a reader is told: ``readme_command.py demo|test``."""

import re
import sys
from pathlib import Path


def readme_command(name: str) -> str:
    """The fenced block after ``<!-- command: NAME -->``."""
    text = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {name} -->\s*```sh\n(.*?)```", text, re.DOTALL)
    if found is None:
        raise SystemExit(f"README.md has no command called {name!r}")
    return found[1].strip()


if __name__ == "__main__":
    print(readme_command(sys.argv[1]))
