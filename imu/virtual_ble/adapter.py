"""Bluetooth adapter on the virtual radio: one bumble host that all scanners and clients of a program share."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from bumble import hci
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Device, DeviceConfiguration
from bumble.host import Host
from bumble.transport import open_transport
from bumble.transport.common import Transport

from imu.virtual_ble.controller import RadioController
from imu.virtual_ble.radio import Radio

_ADDRESS = "F0:00:00:00:00:01"


_T = TypeVar("_T")


async def to_its_end(operation: Coroutine[Any, Any, _T]) -> _T:
    """Awaits an operation to its end even if cancelled, because commands to a controller cannot be taken back."""
    task = asyncio.ensure_future(operation)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


class Listener(Protocol):
    """Interface of objects that receive advertisements."""

    def heard(self, address: hci.Address, data: AdvertisingData, rssi_dbm: int) -> None:
        """Takes an advertisement or a scan response.

        Parameters
        ----------
        address : hci.Address
            Of the sender.
        data : AdvertisingData
            Advertised fields and those of the scan response.
        rssi_dbm : int
            Signal strength, dBm.
        """


class Adapter:
    """Bluetooth adapter with its scan, shared by all scanners.

    Parameters
    ----------
    device : Device
        The bumble host.
    transport : Transport or None
        Closed together with the adapter.

    Attributes
    ----------
    connecting : asyncio.Lock
        Held while a connection is made, as a controller makes one at a time.
    """

    def __init__(self, device: Device, transport: Transport | None = None) -> None:
        self.device = device
        self.connecting = asyncio.Lock()
        self._transport = transport
        self._listeners: list[Listener] = []
        self._switching = asyncio.Lock()
        device.on(device.EVENT_ADVERTISEMENT, self._advertised)

    @classmethod
    async def on_radio(cls, radio: Radio, *, address: str = _ADDRESS) -> Adapter:
        """Makes an adapter on a simulated radio and switches it on."""
        controller = RadioController("adapter", radio)
        config = DeviceConfiguration(name="adapter", address=hci.Address(address))
        device = Device(config=config, host=Host(controller, controller))
        await device.power_on()
        return cls(device)

    @classmethod
    async def on_transport(cls, transport: str, *, address: str = _ADDRESS) -> Adapter:
        """Makes an adapter on a transport that bumble can open: ``usb:0``, ``serial:…``, ``tcp-client:HOST:PORT``."""
        opened = await open_transport(transport)
        config = DeviceConfiguration(name="adapter", address=hci.Address(address))
        device = Device.from_config_with_hci(config, opened.source, opened.sink)
        await device.power_on()
        return cls(device, opened)

    async def close(self) -> None:
        """Ends all connections and the scan."""
        for connection in list(self.device.connections.values()):
            await connection.disconnect()
        await self.device.power_off()
        if self._transport is not None:
            await self._transport.close()

    async def listen(self, listener: Listener) -> None:
        """Adds a listener, and starts the scan for the first one."""
        self._listeners.append(listener)
        try:
            await to_its_end(self._switch())
        except asyncio.CancelledError:
            await self.stop_listening(listener)
            raise

    async def stop_listening(self, listener: Listener) -> None:
        """Removes a listener, and stops the scan with the last one."""
        if listener in self._listeners:
            self._listeners.remove(listener)
        await to_its_end(self._switch())

    async def _switch(self) -> None:
        """Starts or stops the scan, as there are listeners or none."""
        async with self._switching:
            if self._listeners and not self.device.is_scanning:
                await self.device.start_scanning(active=True, filter_duplicates=False)
            elif not self._listeners and self.device.is_scanning:
                await self.device.stop_scanning()

    def _advertised(self, advertisement: Advertisement) -> None:
        for listener in list(self._listeners):
            listener.heard(advertisement.address, advertisement.data, advertisement.rssi)
