"""A back-end of bleak 3 on the virtual radio: what `BleakScanner` and `BleakClient` do their work with.

It behaves as bleak's own one on Linux does where they could differ: an address never seen is
``BleakDeviceNotFoundError``, a connection not made in time ``TimeoutError``, an ATT error
``BleakGATTProtocolError``, anything under which the link goes away ``BleakError``; the callback of a disconnection
also comes when the disconnection was one's own. The base classes are, in bleak's words, no stable interface.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, TypeVar

from bleak import BleakScanner
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import att, core, hci
from bumble.device import Connection, Peer

from imu.virtual_ble.adapter import Adapter, to_its_end
from imu.virtual_ble.bleak_scanner import VirtualScanner, uuid_text

WIDEST_MTU = 517
DEFAULT_MTU = 23
WITHDRAW_AGAIN_S = 0.05
ATT_HEADER_BYTES = 3
T = TypeVar("T")


def _unheard(task: asyncio.Future[Any]) -> None:
    """An error that nobody waits for any more is no news."""
    if not task.cancelled():
        task.exception()


def backend_on(adapter: Adapter) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """The types to give to ``BleakScanner(backend=…)`` and ``BleakClient(backend=…)``."""
    scanner = type("VirtualScanner", (VirtualScanner,), {"adapter": adapter})
    client = type("VirtualClient", (VirtualClient,), {"adapter": adapter, "scanner": scanner})
    return scanner, client


class VirtualClient(BaseBleakClient):
    """A connection through the adapter of its class."""

    adapter: ClassVar[Adapter]
    scanner: ClassVar[type[BaseBleakScanner]]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        services: set[str] | None = None,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_: Any,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        self._device = address_or_ble_device if isinstance(address_or_ble_device, BLEDevice) else None
        self._only = services
        self._connection: Connection | None = None
        self._gone: asyncio.Future[int] | None = None
        self._subscribers: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        """As advertised, else the address."""
        told = None if self._device is None else self._device.name
        return told or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """Of ATT, in bytes."""
        return DEFAULT_MTU if self._connection is None else self._connection.att_mtu

    @property
    def is_connected(self) -> bool:
        """Is there a link?"""
        return self._connection is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        """Connects, agrees on the MTU and finds out what is offered."""
        if self._connection is not None:
            raise BleakError("Client is already connected")
        device = self._device = self._device or await self._seek()
        async with asyncio.timeout(self._timeout):
            async with self.adapter.connecting:
                connection = await self._link(device.details)
            self._connection, self._gone = connection, asyncio.get_running_loop().create_future()
            connection.on(connection.EVENT_DISCONNECTION, self._ended)
            try:
                await self._run(self._discover(Peer(connection)))
                if pair:
                    await self._run(connection.pair())
            except BaseException:
                if self._connection is connection:
                    await to_its_end(connection.disconnect())
                raise

    async def _seek(self) -> BLEDevice:
        found = await BleakScanner.find_device_by_address(
            self.address, timeout=self._timeout, backend=self.scanner
        )
        if found is None:
            raise BleakDeviceNotFoundError(self.address, f"Device with address {self.address} was not found.")
        return found

    async def _link(self, address: hci.Address) -> Connection:
        """A connection; given up, its request is withdrawn before another one may be made."""
        host = self.adapter.device
        request = asyncio.ensure_future(host.connect_le(address, timeout=None))
        try:
            return await asyncio.shield(request)
        except asyncio.CancelledError:
            await to_its_end(self._withdraw(request))
            raise
        except core.BaseBumbleError as error:
            raise BleakError(f"the connection failed: {error}") from error

    async def _withdraw(self, request: asyncio.Future[Connection]) -> None:
        """The request may not have reached the controller yet, or the connection may have come after all."""
        while not request.done():
            with contextlib.suppress(core.BaseBumbleError):  # there is nothing to cancel yet, or no longer
                await self.adapter.device.cancel_connection()  # type: ignore[no-untyped-call]
            await asyncio.wait({request}, timeout=WITHDRAW_AGAIN_S)
        if request.exception() is None:
            with contextlib.suppress(core.BaseBumbleError):
                await request.result().disconnect()

    async def _discover(self, peer: Peer) -> None:
        await peer.request_mtu(WIDEST_MTU)
        found = BleakGATTServiceCollection()
        for service in await peer.discover_services():
            uuid = uuid_text(service.uuid)
            if self._only is not None and uuid not in self._only:
                continue
            offered = BleakGATTService(service, service.handle, uuid)
            found.add_service(offered)
            for characteristic in await service.discover_characteristics():
                one = BleakGATTCharacteristic(
                    characteristic,
                    characteristic.handle,
                    uuid_text(characteristic.uuid),
                    list(gatt_char_props_to_strs(characteristic.properties)),
                    lambda: self.mtu_size - ATT_HEADER_BYTES,
                    offered,
                )
                found.add_characteristic(one)
                for descriptor in await characteristic.discover_descriptors():
                    uuid = uuid_text(descriptor.type)
                    found.add_descriptor(BleakGATTDescriptor(descriptor, descriptor.handle, uuid, one))
        self.services = found

    def _ended(self, reason: int) -> None:
        self._connection, self.services = None, None
        self._subscribers.clear()
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(reason)
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        """Ends the link, if there is one."""
        if self._connection is not None and self._gone is not None:
            gone = self._gone
            await to_its_end(self._connection.disconnect())
            await gone

    async def _run(self, operation: Coroutine[Any, Any, T]) -> T:
        """A GATT operation, which ends with the link.

        Cancelled, it goes on unheard: its answer would else be taken for that of the next one.
        """
        if self._gone is None or self._connection is None:
            operation.close()
            raise BleakError("Not connected")
        task = asyncio.ensure_future(operation)
        task.add_done_callback(_unheard)
        either: set[asyncio.Future[Any]] = {task, self._gone}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not task.done() or task.cancelled():
            task.cancel()
            raise BleakError("disconnected")
        try:
            return task.result()
        except att.ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except core.BaseBumbleError as error:
            raise BleakError(str(error)) from error

    async def pair(self, *_: Any, **__: Any) -> None:
        """Pairs."""
        if self._connection is None:
            raise BleakError("Not connected")
        await self._run(self._connection.pair())

    async def unpair(self) -> None:
        """Nothing is kept that could be forgotten."""

    async def read_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        *,
        use_cached: bool = False,  # noqa: ARG002  bleak's name
        **_: Any,
    ) -> bytearray:
        """The value of a characteristic, always asked for anew."""
        return bytearray(await self._run(characteristic.obj.read_value()))

    async def read_gatt_descriptor(
        self,
        descriptor: BleakGATTDescriptor,
        *,
        use_cached: bool = False,  # noqa: ARG002  bleak's name
        **_: Any,
    ) -> bytearray:
        """The value of a descriptor, always asked for anew."""
        return bytearray(await self._run(descriptor.obj.read_value()))

    async def write_gatt_char(
        self, characteristic: BleakGATTCharacteristic, data: Any, response: bool
    ) -> None:
        """Writes a characteristic."""
        await self._run(characteristic.obj.write_value(bytes(data), with_response=response))

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: Any) -> None:
        """Writes a descriptor."""
        await self._run(descriptor.obj.write_value(bytes(data), with_response=True))

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: Callable[[bytearray], None], **_: Any
    ) -> None:
        """Subscribes; ``callback`` gets every value."""
        if characteristic.handle in self._subscribers:
            raise BleakError("Characteristic notifications already started")

        def subscriber(value: bytes) -> None:
            callback(bytearray(value))

        self._subscribers[characteristic.handle] = subscriber
        await self._run(characteristic.obj.subscribe(subscriber))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribes."""
        subscriber = self._subscribers.pop(characteristic.handle, None)
        if subscriber is not None:
            await self._run(characteristic.obj.unsubscribe(subscriber, force=True))
