"""What is near: scanning, and finding one device."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bleak import BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner

from imu.ble.failures import FAILURES, translated
from imu.ble.target import Patience, Taken, Wanted, like
from imu.devices.profile import BATTERY_LEVEL, Profile, profile_for
from imu.errors import DeviceNotFound

Backend: TypeAlias = tuple[type[BaseBleakScanner], type[BaseBleakClient]]
"""Scanner and client for bleak to work with instead of the system's own; ``imu.virtual_ble.World.backend`` is one."""

BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A device as it was just heard.

    Attributes
    ----------
    name : str or None
        It may be told only a moment after the first sighting.
    address : str
    rssi_dbm : int
        Strength of the signal; about -40 beside the adapter, -90 at the end of its range.
    services : tuple of str
        UUIDs it advertises.
    profile : Profile or None
        None: no kind of sensor that is known.
    battery_percent : int or None
        Most devices tell it only once connected.
    """

    name: str | None
    address: str
    rssi_dbm: int
    services: tuple[str, ...]
    profile: Profile | None
    battery_percent: int | None
    device: BLEDevice = field(repr=False, compare=False)


def _near(device: BLEDevice, told: AdvertisementData) -> Near:
    name, services = told.local_name or device.name, tuple(told.service_uuids)
    level = told.service_data.get(BATTERY_SERVICE) or told.service_data.get(BATTERY_LEVEL) or b""
    return Near(
        name=name,
        address=device.address,
        rssi_dbm=told.rssi,
        services=services,
        profile=profile_for(name, services),
        battery_percent=level[0] if len(level) == 1 and level[0] <= 100 else None,
        device=device,
    )


@contextlib.asynccontextmanager
async def _listening(backend: Backend | None) -> AsyncIterator[asyncio.Queue[Near]]:
    heard: asyncio.Queue[Near] = asyncio.Queue()

    def detected(device: BLEDevice, told: AdvertisementData) -> None:
        heard.put_nowait(_near(device, told))

    scanner = BleakScanner(detected, backend=None if backend is None else backend[0])
    with translated():
        await scanner.start()
    try:
        yield heard
    finally:
        with contextlib.suppress(*FAILURES):
            await scanner.stop()


async def scan(seconds: float | None = None, *, backend: Backend | None = None) -> AsyncGenerator[Near]:
    """Every sighting of a device, as it comes; the same device many times.

    Leave it with ``aclosing`` if you leave it early, so that the radio stops at once.

    Parameters
    ----------
    seconds : float or None
        None: until it is left.
    backend : Backend or None
        None: the system's.

    Raises
    ------
    BluetoothUnavailable
    """
    loop = asyncio.get_running_loop()
    async with _listening(backend) as heard:
        end = None if seconds is None else loop.time() + seconds
        while True:
            try:
                async with asyncio.timeout_at(end):
                    near = await heard.get()
            except TimeoutError:
                return
            yield near


async def find(identifier: str, *, seconds: float = 15.0, backend: Backend | None = None) -> Near:
    """The device of a name (``*`` and ``?`` allowed), an address, or the name of a profile (the first one heard).

    Raises
    ------
    BluetoothUnavailable
    DeviceNotFound
        It was not heard in that time; ``seen`` are the names of those that were.
    """
    seen: dict[str, str] = {}
    async with contextlib.aclosing(scan(seconds, backend=backend)) as sightings:
        async for near in sightings:
            seen[near.address] = near.name or seen.get(near.address, near.address)
            by_kind = near.profile is not None and near.profile.name == identifier
            if by_kind or near.address.lower() == identifier.lower() or like(near.name, identifier):
                return near
    names = tuple(sorted(seen.values()))
    near_by = f"Near are {', '.join(names)}." if names else "Nothing at all was heard."
    raise DeviceNotFound(
        f"{identifier} was not found in {seconds:g} s: is it charged, and is no other program or phone connected"
        f" to it? {near_by}",
        identifier=identifier,
        seen=names,
    )


async def search(
    wanted: Wanted, taken: Taken, patience: Patience, *, backend: Backend | None
) -> tuple[Near | None, tuple[str, ...]]:
    """The device that is wanted, or None; and the names of the others that were heard.

    Of several of a kind it is the nearest that no other sensor of the session uses.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.scan_s
    best: Near | None = None
    others: dict[str, str] = {}
    async with _listening(backend) as heard:
        while True:
            try:
                async with asyncio.timeout_at(end):
                    near = await heard.get()
            except TimeoutError:
                return best, tuple(sorted(others.values()))
            if taken.by_other(wanted.sensor, near.address) or not wanted.is_it(
                near.address, near.name, near.services
            ):
                others[near.address] = near.name or others.get(near.address, near.address)
                continue
            if not wanted.any_of_kind:
                return near, ()
            if best is None:
                end = min(end, loop.time() + patience.choose_s)
            if best is None or near.rssi_dbm > best.rssi_dbm:
                best = near
