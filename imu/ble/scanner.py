"""Scans for devices, and finds one of them."""

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
from imu.ble.target import AddressesInUse, Patience, Target, like
from imu.devices.profile import BATTERY_LEVEL, Profile, profile_for, profiles
from imu.errors import DeviceNotFound

Backend: TypeAlias = tuple[type[BaseBleakScanner], type[BaseBleakClient]]
"""Scanner and client that bleak uses instead of the system's own, such as ``imu.virtual_ble.World.backend``."""

BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"
"""UUID of the GATT battery service (Bluetooth Assigned Numbers, 3.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A device whose advertisement was just received.

    Attributes
    ----------
    name : str or None
        Advertised name; it may come only a moment after the first sighting.
    address : str
        Bluetooth address; on macOS the UUID that the system gives the device.
    rssi_dbm : int
        Signal strength, dBm; about -40 beside the adapter, -90 at the end of the range.
    services : tuple of str
        Advertised UUIDs, 128 bits, lower case.
    profile : Profile or None
        Kind of sensor; None: unknown.
    battery_percent : int or None
        Charge, %; most devices tell it only once connected.
    device : BLEDevice
        The device as bleak knows it, for connecting.
    """

    name: str | None
    address: str
    rssi_dbm: int
    services: tuple[str, ...]
    profile: Profile | None
    battery_percent: int | None
    device: BLEDevice = field(repr=False, compare=False)


def _near(device: BLEDevice, told: AdvertisementData) -> Sighting:
    name, services = told.local_name or device.name, tuple(told.service_uuids)
    level = told.service_data.get(BATTERY_SERVICE) or told.service_data.get(BATTERY_LEVEL) or b""
    return Sighting(
        name=name,
        address=device.address,
        rssi_dbm=told.rssi,
        services=services,
        profile=profile_for(name, services),
        battery_percent=level[0] if len(level) == 1 and level[0] <= 100 else None,
        device=device,
    )


@contextlib.asynccontextmanager
async def _listening(backend: Backend | None) -> AsyncIterator[asyncio.Queue[Sighting]]:
    profiles()  # what another package offers fails here, not where an advertisement is heard
    heard: asyncio.Queue[Sighting] = asyncio.Queue()

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


async def scan(seconds: float | None = None, *, backend: Backend | None = None) -> AsyncGenerator[Sighting]:
    """Yields every sighting of a device as it comes; the same device many times.

    If you leave the loop early, wrap the generator in `contextlib.aclosing`, so that the radio stops at once.

    Parameters
    ----------
    seconds : float or None
        Duration; None: endless.
    backend : Backend or None
        None: the system's Bluetooth.

    Raises
    ------
    BluetoothUnavailable
        There is no Bluetooth; the message says what to do.
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


async def find(identifier: str, *, seconds: float = 15.0, backend: Backend | None = None) -> Sighting:
    """Finds a device and returns its first sighting.

    Parameters
    ----------
    identifier : str
        Advertised name (``*`` and ``?`` as in file names), address, or name of a profile.
    seconds : float
        Time limit.
    backend : Backend or None
        None: the system's Bluetooth.

    Raises
    ------
    BluetoothUnavailable
        There is no Bluetooth; the message says what to do.
    DeviceNotFound
        The device was not seen in that time; ``seen`` are the names of others that were.
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
    wanted: Target, taken: AddressesInUse, patience: Patience, *, backend: Backend | None
) -> tuple[Sighting | None, tuple[str, ...]]:
    """Searches for one device of a session.

    Parameters
    ----------
    wanted : Target
    taken : AddressesInUse
        Devices of the session's other placements, which are passed over.
    patience : Patience
        Its ``scan_s`` and ``choose_s`` are the limits of time.
    backend : Backend or None
        None: the system's Bluetooth.

    Returns
    -------
    Sighting or None, tuple of str
        The device, if found: of several that fit, the one with the strongest signal. And the names of the others seen.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.scan_s
    best: Sighting | None = None
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
