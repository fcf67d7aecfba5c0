"""One connection to one device: subscribes to its channels, reads and writes them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic

from imu.ble.failures import FAILURES
from imu.ble.scanner import Backend, Sighting
from imu.devices.profile import BATTERY_LEVEL, Profile
from imu.devices.protocol import Write
from imu.errors import DeviceError
from imu.facts import CodedFact, Value

CAN_TELL = {"notify", "indicate"}
"""Properties of a GATT characteristic that can be subscribed to."""
SINGLE = {"command", "battery"}
"""Channels without readings, which are handled separately."""


class Connection:
    """Connection to a device, by bleak. A channel is a GATT characteristic under its name in the profile.

    Parameters
    ----------
    near : Sighting
        The device as found by a search just made: the system may refuse an older sighting.
    profile : Profile
        Names the channels.
    heard : callable
        Receives channel and bytes of every notification; must not block.
    gone : callable
        Called when the connection has ended, whoever ended it.
    connect_s : float
        Time limit for connecting, s.
    backend : Backend or None
        None: the system's Bluetooth.
    """

    def __init__(
        self,
        near: Sighting,
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
        """Connects.

        Raises
        ------
        BleakError, TimeoutError, OSError, EOFError
            It failed (`imu.ble.failures.FAILURES`).
        """
        await self._client.connect()

    async def subscribe(self) -> None:
        """Subscribes to all channels that can notify, and reads the battery.

        Raises
        ------
        DeviceError
            The device offers none of the channels in its profile.
        """
        told = [name for name in self._profile.channels if name not in SINGLE]
        found = [(name, one) for name in told if (one := self._characteristic(name)) is not None]
        telling = [(name, one) for name, one in found if CAN_TELL & set(one.properties)]
        if not telling:
            what = f"the device has none of the channels of a {self._profile.title}: choose the profile that fits it"
            raise DeviceError(what, fact=CodedFact(code="no_channels", values={"kind": self._profile.title}))
        for name, one in telling:
            await self._listen(name, one)
        with contextlib.suppress(*FAILURES):
            await self._battery()

    async def _battery(self) -> None:
        """Reads the battery and subscribes to it; where that fails, the caller goes on without."""
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
            There is no such channel, or the bytes are too many for it.
        """
        one = self._characteristic(write.channel)
        if one is None:
            lacks: dict[str, Value] = {"channel": write.channel, "kind": self._profile.title}
            what = f"the device has no channel {write.channel!r} of a {self._profile.title}"
            raise DeviceError(what, fact=CodedFact(code="no_channel", values=lacks))
        with_response = "write" in one.properties if write.response is None else write.response
        if not with_response and len(write.data) > one.max_write_without_response_size:
            size, most = len(write.data), one.max_write_without_response_size
            what = f"{size} bytes for {write.channel!r} are too many: the link takes {most}"
            sizes: dict[str, Value] = {"n": size, "channel": write.channel, "most": most}
            raise DeviceError(what, fact=CodedFact(code="too_many_bytes", values=sizes))
        await self._client.write_gatt_char(one, write.data, response=with_response)

    async def leave(self, writes: list[Write], *, goodbye_s: float) -> None:
        """Stops the device, unsubscribes and disconnects; errors of a device that is gone are ignored.

        Parameters
        ----------
        writes : list of Write
            Commands that stop the device.
        goodbye_s : float
            Time limit for stopping, and again for disconnecting, s.
        """
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
        """The first of the channel's UUIDs that the device has; None: it has none."""
        usual = (BATTERY_LEVEL,) if channel == "battery" else ()
        for uuid in self._profile.channels.get(channel, usual):
            one = self._client.services.get_characteristic(uuid)
            if one is not None:
                return one
        return None
