"""``rep-momentum scan``: what is near."""

from __future__ import annotations

import asyncio
import contextlib

from rich.table import Table

from analysis.cli.console import OutConsole
from analysis.cli.messages import DONE
from analysis.output.terminal import say

_BARS = ((-60, "▂▄▆█"), (-70, "▂▄▆"), (-80, "▂▄"))


def run_scan(seconds: float, *, demo: bool) -> int:
    """Listens, then prints a table, the strongest first; nothing near is a result too.

    Raises
    ------
    BluetoothUnavailable
    """
    from imu.ble import Near, scan  # noqa: PLC0415  part of an extra

    async def listen() -> dict[str, Near]:
        heard: dict[str, Near] = {}
        async with contextlib.AsyncExitStack() as worlds:
            backend = None
            if demo:
                from analysis.live.sources.simulated import demo_sensor  # noqa: PLC0415

                backend = await worlds.enter_async_context(
                    demo_sensor(swing=False, drop_link=False, loss=0.0)
                )
            async with contextlib.aclosing(scan(seconds, backend=backend)) as sightings:
                async for near in sightings:
                    known = heard.get(near.address)
                    heard[near.address] = near if near.name or known is None else known
        return heard

    heard = asyncio.run(listen())
    console = OutConsole()
    if not heard:
        say(
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
            "–" if near.battery_percent is None else f"{near.battery_percent}\u00a0%",
            near.address,
        )
    console.print(table)
    known = next((n for n in heard.values() if n.profile is not None), None)
    if known is not None:
        say(console, f'Use one: rep-momentum live --device "{known.name or known.address}"')
    return DONE
