"""Source of samples from sensors over Bluetooth; where none was named, a person chooses one on the page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.language import say
from analysis.live.controls import SessionScreen, SourceControls
from analysis.live.sources.acquisition import Acquisition, SessionDevice
from analysis.live.sources.simulated import SimulatedSource
from analysis.live.status import Nearby
from analysis.output.fact_words import device_fault_words
from imu.ble import Backend, Collector, Sighting, Target, find, scan
from imu.devices import load_profile
from imu.errors import DeviceError, DeviceNotFound

SEARCH_S, FIND_S = 60.0, 15.0
"""Length of a search, and of looking for a named device, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A device as a person named it."""

    sensor: str | None
    """Where it is worn; None: as its kind is."""
    identifier: str
    """A name, an address or a profile."""
    profile: str | None = None
    """Its kind; None: as its name tells."""
    rate_hz: float | None = None
    """Readings a second to ask for; None: as usual for its kind."""


class BluetoothSource(SourceControls):
    """Delivers the packets of sensors until it is cancelled; then the sensors rest and no link is left.

    Parameters
    ----------
    asked : sequence of Asked
        Empty: a person chooses on the page.
    backend : Backend or None
        None: the system's Bluetooth.
    """

    def __init__(self, asked: Sequence[Asked], *, backend: Backend | None = None) -> None:
        self._asked, self._backend = list(asked), backend
        self._simulated = False
        self._chosen = asyncio.Event()
        self._searching: asyncio.Task[None] | None = None
        self._near: dict[str, Sighting] = {}
        if asked:
            self._chosen.set()

    async def run(self, acquisition: Acquisition) -> None:
        """Delivers until it is cancelled, as `Source` describes.

        Raises
        ------
        BluetoothUnavailable
            This computer has none, or may not use it.
        DeviceNotFound
            A named device is not near, or its kind cannot be told.
        """
        try:
            await self._chosen.wait()
        finally:
            self._stop_searching()
        if self._simulated:
            await SimulatedSource().run(acquisition)
            return
        wanted = [await _wanted(asked, self._backend) for asked in self._asked]
        async with acquisition.receiving([_device(one) for one in wanted]) as feed:
            acquisition.screen.set(nearby=(), searching=False)
            await Collector(wanted, feed, clock=acquisition.now_s, backend=self._backend).run()

    def search(self, screen: SessionScreen) -> None:
        """Looks for sensors for a minute, and shows them as they are heard."""
        if self._searching is None or self._searching.done():
            screen.set(searching=True, trouble=None)
            self._searching = asyncio.create_task(self._search(screen))

    async def _search(self, screen: SessionScreen) -> None:
        try:
            async with contextlib.aclosing(scan(SEARCH_S, backend=self._backend)) as sightings:
                async for near in sightings:
                    self._near[near.address] = near
                    screen.set(nearby=tuple(map(_nearby, self._near.values())))
        except DeviceError as error:
            screen.set(trouble=(say("source.no_bluetooth"), device_fault_words(error)))
        finally:
            screen.set(searching=False)

    def connect(self, screen: SessionScreen, address: str) -> str | None:
        """Uses a device that the search has shown; returns a sentence where it cannot be used."""
        near = self._near.get(address)
        if near is None or self._chosen.is_set():
            return None
        if near.profile is None:
            return say("source.unknown_kind", name=near.name or address)
        self._asked = [Asked(sensor=None, identifier=address, profile=near.profile.name)]
        self._chosen.set()
        screen.set(trouble=None)
        return None

    def demo(self, screen: SessionScreen) -> None:
        """Uses the simulated sensor."""
        if not self._chosen.is_set():
            self._simulated = True
            self._chosen.set()
            screen.set(mode="demo", strip=say("source.demo"), trouble=None)

    def _stop_searching(self) -> None:
        if self._searching is not None:
            self._searching.cancel()


async def _wanted(asked: Asked, backend: Backend | None) -> Target:
    """Target to connect to; a device whose name does not tell its kind is listened for first."""
    if asked.profile is not None:
        profile = load_profile(asked.profile)
        by_address = asked.identifier.count(":") == 5 or asked.identifier.count("-") == 4
        return Target(
            sensor=asked.sensor or profile.placement,
            profile=profile,
            name=None if by_address else asked.identifier,
            address=asked.identifier if by_address else None,
            rate_hz=asked.rate_hz,
        )
    near = await find(asked.identifier, seconds=FIND_S, backend=backend)
    if near.profile is None:
        what = f"{near.name or near.address} is near, but what kind of sensor it is cannot be told; say so with --profile."
        raise DeviceNotFound(what, identifier=asked.identifier)
    sensor = asked.sensor or near.profile.placement
    return Target(
        sensor=sensor, profile=near.profile, name=near.name, address=near.address, rate_hz=asked.rate_hz
    )


def _nearby(near: Sighting) -> Nearby:
    kind = None if near.profile is None else near.profile.name
    return Nearby(
        name=near.name or near.address,
        address=near.address,
        rssi=near.rssi_dbm,
        profile=kind,
        battery=near.battery_percent,
    )


def _device(wanted: Target) -> SessionDevice:
    """The device as the session knows it: set to the rate that was asked for, else to that of its kind."""
    rate_hz = wanted.profile.rate_hz if wanted.rate_hz is None else wanted.rate_hz
    return SessionDevice(sensor=wanted.sensor, name=wanted.label, profile=wanted.profile, rate_hz=rate_hz)
