"""One connection to one device: its channels, and what is read, written and heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic

from imu.ble.failures import FAILURES
from imu.ble.scanner import Backend, Near
from imu.devices.profile import BATTERY_LEVEL, Profile
from imu.devices.protocol import Write
from imu.errors import DeviceError

CAN_TELL = {"notify", "indicate"}
SINGLE = {"command", "battery"}


class Line:
    """See the module.

    Parameters
    ----------
    near : Near
        The device, of the search just made: an older one may be refused by the system.
    profile : Profile
    heard : callable
        Gets channel and data of everything that arrives; must not block.
    gone : callable
        Called when the link has ended, whoever ended it.
    connect_s : float
    backend : Backend or None
    """

    def __init__(
        self,
        near: Near,
        profile: Profile,
        *,
        heard: Callable[[str, bytes], None],
        gone: Callable[[], None],
        connect_s: float,
        backend: Backend | None,
    ) -> None:
        def disconnected(_: BleakClient) -> None:
            gone()

        self._profile, self._heard = profile, heard
        self._client = BleakClient(
            near.device, disconnected, timeout=connect_s, backend=None if backend is None else backend[1]
        )
        self._subscribed: list[BleakGATTCharacteristic] = []

    async def connect(self) -> None:
        """Connects; `imu.ble.failures.FAILURES` where it cannot be done."""
        await self._client.connect()

    async def subscribe(self) -> None:
        """Hears all channels that can tell something, and reads the battery.

        Raises
        ------
        DeviceError
            The device offers none of the channels of its kind.
        """
        told = [name for name in self._profile.channels if name not in SINGLE]
        found = [(name, one) for name in told if (one := self._characteristic(name)) is not None]
        telling = [(name, one) for name, one in found if CAN_TELL & set(one.properties)]
        if not telling:
            raise DeviceError(
                f"the device has none of the channels of a {self._profile.title}: choose the profile that fits it"
            )
        for name, one in telling:
            await self._listen(name, one)
        with contextlib.suppress(*FAILURES):
            await self._battery()

    async def _battery(self) -> None:
        """A battery that cannot be asked is unknown, no reason to do without the sensor."""
        one = self._characteristic("battery")
        if one is None:
            return
        if CAN_TELL & set(one.properties):
            await self._listen("battery", one)
        if "read" in one.properties:
            self._heard("battery", bytes(await self._client.read_gatt_char(one)))

    async def _listen(self, name: str, one: BleakGATTCharacteristic) -> None:
        def notified(_: BleakGATTCharacteristic, data: bytearray) -> None:
            self._heard(name, bytes(data))

        await self._client.start_notify(one, notified)
        self._subscribed.append(one)

    async def write(self, write: Write) -> None:
        """Writes to a channel, with a response where the write or the channel asks for it.

        Raises
        ------
        DeviceError
            There is no such channel, or it cannot take so much.
        """
        one = self._characteristic(write.channel)
        if one is None:
            raise DeviceError(f"the device has no channel {write.channel!r} of a {self._profile.title}")
        with_response = "write" in one.properties if write.response is None else write.response
        if not with_response and len(write.data) > one.max_write_without_response_size:
            raise DeviceError(
                f"{len(write.data)} bytes for {write.channel!r} are too many: the link takes {one.max_write_without_response_size}"
            )
        await self._client.write_gatt_char(one, write.data, response=with_response)

    async def leave(self, writes: list[Write], *, goodbye_s: float) -> None:
        """Tells the device to stop, hears no more of it and ends the link; a device that is gone is let go."""
        if self._client.is_connected:
            with contextlib.suppress(*FAILURES, DeviceError):
                async with asyncio.timeout(goodbye_s):
                    for write in writes:
                        await self.write(write)
                    for one in self._subscribed:
                        await self._client.stop_notify(one)
        with contextlib.suppress(*FAILURES):
            async with asyncio.timeout(goodbye_s):
                await self._client.disconnect()

    def _characteristic(self, channel: str) -> BleakGATTCharacteristic | None:
        """Of the channel's UUIDs the first that the device has."""
        usual = (BATTERY_LEVEL,) if channel == "battery" else ()
        for uuid in self._profile.channels.get(channel, usual):
            one = self._client.services.get_characteristic(uuid)
            if one is not None:
                return one
        return None
