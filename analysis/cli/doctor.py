"""``rep-momentum doctor``: is everything here that a live session needs?"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import platform
import shutil
import sys
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE
from analysis.output.terminal import say

NEEDED = {
    "bleak": "Bluetooth",
    "starlette": "the page",
    "uvicorn": "the page",
    "bumble": "the simulated sensor",
}
LEAST_FREE_BYTES = 200_000_000
"""About ten hours of one sensor at 100 Hz."""
COARSE_S = 0.002
LISTEN_S = 0.5
_TO_DO = (
    "The lines with ! say what to do. Without Bluetooth: rep-momentum live --device demo, or --replay FILE."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at: what, whether it is well, and what to do if not."""

    what: str
    well: bool
    text: str


def run_doctor(out: str) -> int:
    """Prints what was found; what is missing comes with how to mend it."""
    console = OutConsole()
    findings = [python(), *packages(), bluetooth(), browser(), clock(), disk(Path(out))]
    for one in findings:
        say(console, f"{'✓' if one.well else '!'} {one.what}: {one.text}", "" if one.well else "bold")
    missing = sum(not one.well for one in findings)
    say(console, "")
    say(
        console,
        "Everything is here."
        if not missing
        else "The lines with ! say what to do. Without Bluetooth: rep-momentum live --device demo, or --replay FILE.",
    )
    return DONE


def python() -> Finding:
    """Version and system."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(what="Python", well=True, text=f"{version} on {platform.system()} {platform.release()}")


def packages() -> list[Finding]:
    """Those of the extra; only the missing ones are said one by one."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return [Finding(what="Packages", well=True, text="those of rep-momentum[live] are installed")]
    how = "pip install 'rep-momentum[live]'"
    return [
        Finding(what=f"Package {name}", well=False, text=f"missing ({NEEDED[name]}): {how}")
        for name in missing
    ]


def bluetooth() -> Finding:
    """Listens for a moment: the only sure way to know."""
    from imu.errors import BluetoothUnavailable  # noqa: PLC0415

    try:
        heard = asyncio.run(_heard())
    except BluetoothUnavailable as error:
        return Finding(what="Bluetooth", well=False, text=str(error))
    return Finding(what="Bluetooth", well=True, text=f"it listens; {heard} devices heard in {LISTEN_S:g} s")


async def _heard() -> int:
    from imu.ble import scan  # noqa: PLC0415  part of an extra

    addresses = set()
    async with contextlib.aclosing(scan(LISTEN_S)) as sightings:
        async for near in sightings:
            addresses.add(near.address)
    return len(addresses)


def browser() -> Finding:
    """For the page; it can also be opened on another device."""
    try:
        name = getattr(webbrowser.get(), "name", "the system's")
    except webbrowser.Error:
        text = "none is known here: install one, use --plain, or open the page elsewhere with --host"
        return Finding(what="Browser", well=False, text=text)
    return Finding(what="Browser", well=True, text=str(name))


def clock() -> Finding:
    """Arrivals are stamped with it."""
    step_s = time.get_clock_info("monotonic").resolution
    if step_s <= COARSE_S:
        return Finding(what="Clock", well=True, text="fine enough")
    text = f"steps of {1000 * step_s:.0f} ms: sensors without a clock of their own are timed less well"
    return Finding(what="Clock", well=False, text=text)


def disk(folder: Path) -> Finding:
    """Where recordings go by default."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding(
            what="Disk", well=False, text=f"{folder}: {error.strerror or error}; give another with --out"
        )
    well = free >= LEAST_FREE_BYTES
    text = f"{free / 1e9:.1f} GB free in {folder}"
    return Finding(
        what="Disk", well=well, text=text if well else f"{text}: make room, or record elsewhere with --out"
    )
