"""A radio with an adapter and sensors, all in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from imu.virtual_ble.adapter import Adapter
from imu.virtual_ble.backend import backend_on
from imu.virtual_ble.peripheral import VirtualSensor
from imu.virtual_ble.radio import Radio


class World:
    """A radio with an adapter and sensors, switched on by ``async with``.

    Parameters
    ----------
    radio : Radio
    sensors : sequence of VirtualSensor
        All on that radio.

    Attributes
    ----------
    backend : tuple of type
        Scanner and client of bleak for `imu.ble`, once switched on.
    """

    backend: tuple[type[BaseBleakScanner], type[BaseBleakClient]]

    def __init__(self, radio: Radio, sensors: Sequence[VirtualSensor]) -> None:
        self.radio, self.sensors = radio, tuple(sensors)

    async def __aenter__(self) -> Self:
        self._adapter = await Adapter.on_radio(self.radio)
        self.backend = backend_on(self._adapter)
        await asyncio.gather(*(sensor.start() for sensor in self.sensors))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(sensor.close() for sensor in self.sensors))
        await self._adapter.close()
