"""``rep-momentum formats``."""

from __future__ import annotations

from imu.formats import known_formats


def run_formats() -> int:
    """Print every format with its name for ``--format`` and an example header."""
    for info in known_formats():
        print(f"{info.name}: {info.title}")
        print(f"  {info.description}")
        print("\n".join(f"    {line}" for line in info.example.splitlines()) + "\n")
    return 0
