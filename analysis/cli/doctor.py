"""``rep-momentum doctor``: checks whether this computer has all that a live session needs."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import platform
import shutil
import sys
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE
from analysis.output.terminal import print_line

_NEEDED = {
    "bleak": "Bluetooth",
    "starlette": "the page",
    "cryptography": "the page for phones",
    "uvicorn": "the page",
}
LEAST_FREE_BYTES = 200_000_000
"""About ten hours of one sensor at 100 Hz."""
COARSE_S = 0.002
"""Steps of the clock up to which arrival times are good."""
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
"""Names of the screen in the environment, on Linux; without one a browser has nowhere to open."""
LISTEN_S = 0.5
"""Time to listen for Bluetooth devices, s."""
_TO_DO = (
    "The lines with ! say what to do. Without Bluetooth: rep-momentum live --device demo, or --replay FILE."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Result of one check."""

    what: str
    """Its name."""
    well: bool
    """Whether nothing is missing."""
    text: str
    """Finding, and how to mend it."""


def run_doctor(out: str) -> int:
    """Prints the result of each check; what is missing comes with how to mend it.

    Parameters
    ----------
    out : str
        Folder where recordings would go.

    Returns
    -------
    int
        Exit code; 0 also where something is missing.
    """
    console = OutConsole()
    findings = [
        check_python(),
        *check_packages(),
        check_bluetooth(),
        check_browser(),
        check_clock(),
        check_disk(Path(out)),
    ]
    for one in findings:
        print_line(console, f"{'✓' if one.well else '!'} {one.what}: {one.text}", "" if one.well else "bold")
    missing = sum(not one.well for one in findings)
    print_line(console, "")
    print_line(console, _TO_DO if missing else "Everything is here.")
    return DONE


def check_python() -> Check:
    """Reports the version of Python and the system; always well."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Check(what="Python", well=True, text=f"{version} on {platform.system()} {platform.release()}")


def check_packages() -> list[Check]:
    """Checks the packages of the extra ``live``; one result for all, or one for each that is missing."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return [Check(what="Packages", well=True, text="those of rep-momentum[live] are installed")]
    how = "pip install 'rep-momentum[live]'"
    return [
        Check(what=f"Package {name}", well=False, text=f"missing ({_NEEDED[name]}): {how}")
        for name in missing
    ]


def check_bluetooth() -> Check:
    """Checks Bluetooth by listening for a moment, the only sure way to know."""
    from imu.errors import BluetoothUnavailable  # noqa: PLC0415

    try:
        heard = asyncio.run(_heard())
    except BluetoothUnavailable as error:
        return Check(what="Bluetooth", well=False, text=str(error))
    return Check(what="Bluetooth", well=True, text=f"it listens; {heard} devices heard in {LISTEN_S:g} s")


async def _heard() -> int:
    from imu.ble import scan  # noqa: PLC0415  part of an extra

    addresses = set()
    async with contextlib.aclosing(scan(LISTEN_S)) as sightings:
        async for near in sightings:
            addresses.add(near.address)
    return len(addresses)


def check_browser() -> Check:
    """Checks for a browser, and on Linux for a screen to show it on; the page can also be opened elsewhere."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, _DISPLAYS)):
        text = "there is no screen here (DISPLAY is not set): use --plain, or open the page elsewhere with --host"
        return Check(what="Browser", well=False, text=text)
    try:
        name = getattr(webbrowser.get(), "name", "the system's")
    except webbrowser.Error:
        text = "none is known here: install one, use --plain, or open the page elsewhere with --host"
        return Check(what="Browser", well=False, text=text)
    return Check(what="Browser", well=True, text=str(name))


def check_clock() -> Check:
    """Checks the steps of the clock by which arrivals of packets are timed."""
    step_s = time.get_clock_info("monotonic").resolution
    if step_s <= COARSE_S:
        return Check(what="Clock", well=True, text="fine enough")
    text = f"steps of {1000 * step_s:.0f} ms: sensors without a clock of their own are timed less well"
    return Check(what="Clock", well=False, text=text)


def check_disk(folder: Path) -> Check:
    """Checks for room on the disk where recordings go."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check(
            what="Disk", well=False, text=f"{folder}: {error.strerror or error}; give another with --out"
        )
    well = free >= LEAST_FREE_BYTES
    text = f"{free / 1e9:.1f} GB free in {folder}"
    return Check(
        what="Disk", well=well, text=text if well else f"{text}: make room, or record elsewhere with --out"
    )
