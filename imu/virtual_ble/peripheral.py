"""A simulated sensor on the virtual radio, with a real GATT server, that measures a given motion."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import operator

import numpy as np
from bumble import att, hci
from bumble.att import Attribute, AttributeValue
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import Characteristic
from bumble.gatt import Service as GattService
from bumble.host import Host

from imu.errors import DeviceError
from imu.types import Floats, SampleBlock
from imu.virtual_ble.controller import RSSI_DBM, RadioController
from imu.virtual_ble.faults import Fate, Faults
from imu.virtual_ble.firmware import Offer, RefusedError, Said, Service, Speech
from imu.virtual_ble.radio import Radio

ADVERTISING_MS = 50
"""Time between advertisements, ms."""
_MOST_LAG_S = 1.0
"""Longest delay, s, that is made up for; after a longer one (this computer was busy) readings are skipped."""
_Properties = Characteristic.Properties
_Permissions = Attribute.Permissions
_ALLOWED = {
    "read": _Properties.READ,
    "write": _Properties.WRITE,
    "write-without-response": _Properties.WRITE_WITHOUT_RESPONSE,
    "notify": _Properties.NOTIFY,
}
_FLAGS = bytes((0x06,))
"""Generally discoverable, no classic Bluetooth (Core Specification Supplement, Part A, 1.3)."""


class VirtualSensor:
    """A simulated sensor.

    Parameters
    ----------
    radio : Radio
    speech : Speech
        Firmware of its kind.
    name, address : str
        As advertised; the address is a random static one (its first two bits are set).
    motion : SampleBlock
        True motion, with angular velocity. It begins when the sensor first measures, and goes on whether or not a
        client is connected; after its end the last sample is repeated.
    faults : Faults or None
        Faults of its notifications; None: none.
    rssi_dbm : int
        Signal strength, dBm.
    widest_mtu : int
        Largest ATT packet (MTU) that it accepts, bytes.
    clock_ppm : float
        How much its clock runs fast, parts per million.

    Attributes
    ----------
    sent : int
        Number of readings taken, before `Faults`.
    told : list of (str, bytes)
        Channel and bytes of all commands that it received.
    connected, free : asyncio.Event
        Set while there is a connection, and while there is none.
    mute : bool
        True: it sends nothing although connected.
    """

    def __init__(
        self,
        radio: Radio,
        speech: Speech,
        *,
        name: str,
        address: str,
        motion: SampleBlock,
        faults: Faults | None = None,
        rssi_dbm: int = RSSI_DBM,
        widest_mtu: int = 517,
        clock_ppm: float = 0.0,
    ) -> None:
        if motion.gyr_radps is None:
            raise DeviceError(f"{name}: the motion lacks turning; give a recording with a gyroscope.")
        self.name, self.address, self.speech = name, address, speech
        self.fate = Fate(faults or Faults())
        self.sent, self.told, self.mute = 0, list[tuple[str, bytes]](), False
        self.connected, self.free = asyncio.Event(), asyncio.Event()
        self.free.set()
        self.controller = RadioController(name, radio, rssi_dbm=rssi_dbm)
        self._time_s = motion.time_s - motion.time_s[0]
        self._values = np.column_stack([motion.acc_mps2, motion.gyr_radps])
        self._pace = 1.0 + clock_ppm * 1e-6
        self._began_s: float | None = None
        self._period_s: float | None = None
        self._task: asyncio.Task[None] | None = None
        self._device = _device(self.controller, name, address)
        self._characteristics: dict[str, Characteristic[bytes]] = {}
        self._device.add_services([self._service(s) for s in speech.services])
        self._device.gatt_server.max_mtu = widest_mtu
        self._device.on(Device.EVENT_CONNECTION, self._joined)

    async def start(self) -> None:
        """Switches the sensor on, so that it advertises."""
        uuid = bytes(UUID(self.speech.services[0].uuid))
        kinds = AdvertisingData.Type
        self._device.advertising_data = bytes(
            AdvertisingData([(kinds.FLAGS, _FLAGS), (kinds.COMPLETE_LOCAL_NAME, self.name.encode())])
        )
        self._device.scan_response_data = bytes(
            AdvertisingData([(kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, uuid)])
        )
        await self._device.power_on()
        await self._device.start_advertising(auto_restart=True)

    async def close(self) -> None:
        """Switches the sensor off."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self._device.stop_advertising()
        await self.drop()
        await self._device.power_off()

    async def drop(self) -> None:
        """Ends the connection from the sensor's side."""
        for connection in list(self._device.connections.values()):
            with contextlib.suppress(hci.HCI_Error):
                await connection.disconnect(hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)

    def motion_at(self, time_s: float) -> Floats:
        """True reading at a time, interpolated linearly.

        Parameters
        ----------
        time_s : float
            Since the first sample of the motion, s.

        Returns
        -------
        (6,) float64
            Specific force in m/s², angular velocity in rad/s.
        """
        return np.array([np.interp(time_s, self._time_s, column) for column in self._values.T])

    def _service(self, service: Service) -> GattService:
        return GattService(UUID(service.uuid), [self._characteristic(o) for o in service.offers])

    def _characteristic(self, offer: Offer) -> Characteristic[bytes]:
        def written(_: Connection | None, data: bytes) -> None:
            self._written(offer.channel, bytes(data))

        def read(_: Connection | None) -> bytes:
            return offer.holds

        def subscribed(_: Connection, notify: bool, _indicate: bool) -> None:
            self.speech.subscribed(offer.channel, notify)
            self._attend()

        one = Characteristic[bytes](
            UUID(offer.uuid),
            functools.reduce(operator.or_, (_ALLOWED[allowed] for allowed in offer.allows)),
            _Permissions.READABLE | _Permissions.WRITEABLE,
            AttributeValue[bytes](read=read, write=written),
        )
        one.on(one.EVENT_SUBSCRIPTION, subscribed)
        self._characteristics[offer.channel] = one
        return one

    def _written(self, channel: str, data: bytes) -> None:
        self.told.append((channel, data))
        try:
            replies = self.speech.written(channel, data)
        except RefusedError:
            raise att.ATT_Error(att.ErrorCode.VALUE_NOT_ALLOWED) from None
        self._attend()
        for reply in replies:
            asyncio.get_running_loop().call_soon(self._answer, reply)

    def _answer(self, said: Said) -> None:
        self._answering = asyncio.ensure_future(self._send(said))

    def _joined(self, connection: Connection) -> None:
        self.connected.set()
        self.free.clear()
        connection.on(connection.EVENT_DISCONNECTION, self._left)

    def _left(self, _reason: int) -> None:
        self.connected.clear()
        self.free.set()
        self.speech.left()
        self._attend()

    def _attend(self) -> None:
        """Starts, stops or restarts measuring, as the firmware's ``measuring`` and ``rate_hz`` are now."""
        period_s = 1.0 / self.speech.rate_hz if self.speech.measuring else None
        if period_s == self._period_s:
            return
        self._period_s = period_s
        if self._task is not None:
            self._task.cancel()
        self._task = None if period_s is None else asyncio.ensure_future(self._measure(period_s))

    async def _measure(self, period_s: float) -> None:
        loop = asyncio.get_running_loop()
        if self._began_s is None:
            self._began_s = loop.time()
        index = math.ceil((loop.time() - self._began_s) / period_s)
        while True:
            lag_s = loop.time() - self._began_s - index * period_s
            if lag_s > _MOST_LAG_S:
                index += int(lag_s / period_s)
            await asyncio.sleep(max(0.0, -lag_s))
            await self._take(index * period_s)
            index += 1

    async def _take(self, time_s: float) -> None:
        said = self.speech.reading(time_s * self._pace, self.motion_at(time_s))
        self.sent += 1
        for one in self.fate.befall(said):
            if not self.mute:
                await self._send(one)

    async def _send(self, said: Said) -> None:
        await self._device.notify_subscribers(self._characteristics[said.channel], said.data)


def _device(controller: RadioController, name: str, address: str) -> Device:
    config = DeviceConfiguration(
        name=name,
        address=hci.Address(address),
        advertising_interval_min=ADVERTISING_MS,
        advertising_interval_max=ADVERTISING_MS,
    )
    return Device(config=config, host=Host(controller, controller))
