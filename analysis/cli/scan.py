"""``rep-momentum scan``: lists the sensors that are near."""

from __future__ import annotations

import asyncio
import contextlib

from rich.table import Table

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE
from analysis.output.terminal import print_line
from imu.units import NBSP

_BARS = ((-60, "▂▄▆█"), (-70, "▂▄▆"), (-80, "▂▄"))
"""Bars of the signal, by the least strength in dBm."""


def run_scan(seconds: float) -> int:
    """Listens, then prints a table, the strongest first; nothing near is a result too.

    Parameters
    ----------
    seconds : float
        How long to listen.

    Returns
    -------
    int
        Exit code.

    Raises
    ------
    BluetoothUnavailable
        This computer has no Bluetooth, or may not use it.
    """
    from imu.ble import Sighting, scan  # noqa: PLC0415  part of an extra

    async def listen() -> dict[str, Sighting]:
        heard: dict[str, Sighting] = {}
        async with contextlib.aclosing(scan(seconds)) as sightings:
            async for near in sightings:
                known = heard.get(near.address)
                heard[near.address] = near if near.name or known is None else known
        return heard

    heard = asyncio.run(listen())
    console = OutConsole()
    if not heard:
        print_line(
            console,
            f"Nothing was heard in {seconds:g} s. Is the sensor charged, and is no phone connected to it?",
        )
        return DONE
    table = Table(box=None, padding=(0, 1), header_style="")
    for head in ("Signal", "Name", "Kind", "Battery", "Address"):
        table.add_column(head, no_wrap=True)
    for near in sorted(heard.values(), key=lambda n: (n.profile is None, -n.rssi_dbm)):
        table.add_row(
            f"{next((bars for least, bars in _BARS if near.rssi_dbm >= least), '▂'):<4} {near.rssi_dbm} dBm",
            near.name or "–",
            "not known" if near.profile is None else near.profile.name,
            "–" if near.battery_percent is None else f"{near.battery_percent}{NBSP}%",
            near.address,
        )
    console.print(table)
    known = next((n for n in heard.values() if n.profile is not None), None)
    if known is not None:
        print_line(console, f'Use one: rep-momentum live --device "{known.name or known.address}"')
    return DONE
