"""Back-end of bleak 3 on the virtual radio, which `BleakScanner` and `BleakClient` use instead of the system's.

It behaves like bleak's own back-end on Linux. An address never seen raises ``BleakDeviceNotFoundError``, a connection not
made in time ``TimeoutError``, an ATT error ``BleakGATTProtocolError``, and an operation during which the connection is
lost ``BleakError``. The callback of a disconnection is also called after one's own disconnecting. Bleak does not promise
a stable interface of the base classes.
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
"""Largest ATT packet (MTU) that the client asks for, bytes."""
DEFAULT_MTU = 23
"""Largest ATT packet before the negotiation, bytes (Bluetooth Core 5.4, Vol 3, Part G, 5.2.1)."""
WITHDRAW_AGAIN_S = 0.05
"""Time between attempts to withdraw a request for a connection, s."""
ATT_HEADER_BYTES = 3
"""Bytes of a packet that a value cannot use."""
_T = TypeVar("_T")


def _unheard(task: asyncio.Future[Any]) -> None:
    """Retrieves the error of an abandoned task, so that asyncio does not log it."""
    if not task.cancelled():
        task.exception()


def backend_on(adapter: Adapter) -> tuple[type[BaseBleakScanner], type[BaseBleakClient]]:
    """Makes the types to give to ``BleakScanner(backend=…)`` and ``BleakClient(backend=…)``."""
    scanner = type("VirtualScanner", (VirtualScanner,), {"adapter": adapter})
    client = type("VirtualClient", (VirtualClient,), {"adapter": adapter, "scanner": scanner})
    return scanner, client


class VirtualClient(BaseBleakClient):
    """Client of bleak on the virtual radio; its subclass in `backend_on` names the adapter."""

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
        """Advertised name, else the address."""
        told = None if self._device is None else self._device.name
        return told or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """Largest ATT packet (MTU) of the connection, bytes."""
        return DEFAULT_MTU if self._connection is None else self._connection.att_mtu

    @property
    def is_connected(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    async def connect(self, pair: bool, **_: Any) -> None:
        """Connects, negotiates the MTU and discovers services.

        Raises
        ------
        BleakError
            It is connected already, or the connection failed.
        """
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
        """Makes a connection; if cancelled, withdraws the request before another one may be made."""
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
        """Withdraws a request, which may not have reached the controller yet, or may have succeeded after all."""
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
        """Disconnects, if there is a connection."""
        if self._connection is not None and self._gone is not None:
            gone = self._gone
            await to_its_end(self._connection.disconnect())
            await gone

    async def _run(self, operation: Coroutine[Any, Any, _T]) -> _T:
        """Runs a GATT operation, which ends with the connection.

        If cancelled, it goes on in the background: its answer would otherwise be taken for that of the next operation.
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
        """Pairs with the device."""
        if self._connection is None:
            raise BleakError("Not connected")
        await self._run(self._connection.pair())

    async def unpair(self) -> None:
        """Does nothing: no pairing is stored."""

    async def read_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        *,
        use_cached: bool = False,  # noqa: ARG002  bleak's name
        **_: Any,
    ) -> bytearray:
        """Reads a characteristic, never from a cache."""
        return bytearray(await self._run(characteristic.obj.read_value()))

    async def read_gatt_descriptor(
        self,
        descriptor: BleakGATTDescriptor,
        *,
        use_cached: bool = False,  # noqa: ARG002  bleak's name
        **_: Any,
    ) -> bytearray:
        """Reads a descriptor, never from a cache."""
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
        """Subscribes to a characteristic; ``callback`` receives every value."""
        if characteristic.handle in self._subscribers:
            raise BleakError("Characteristic notifications already started")

        def subscriber(value: bytes) -> None:
            callback(bytearray(value))

        self._subscribers[characteristic.handle] = subscriber
        await self._run(characteristic.obj.subscribe(subscriber))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribes from a characteristic."""
        subscriber = self._subscribers.pop(characteristic.handle, None)
        if subscriber is not None:
            await self._run(characteristic.obj.unsubscribe(subscriber, force=True))
