"""The simulated sensor of ``live --device demo``: a GATT server on a radio in this process, heard through the same
collector as any other."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from imu.ble import Backend
from imu.simulate import sensor_demo_session
from imu.virtual_ble.faults import Faults
from imu.virtual_ble.firmware import DotSpeech
from imu.virtual_ble.peripheral import VirtualSensor
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World

NAME = "Movella DOT demo"
ADDRESS = "C0:00:00:00:00:01"
DROP_AFTER_S, AWAY_S = 12.0, 4.0
"""When and for how long the link is lost with ``--drop-link``."""


@contextlib.asynccontextmanager
async def demo_sensor(*, swing: bool, drop_link: bool, loss: float) -> AsyncIterator[Backend]:
    """Switches the sensor on; gives what `imu.ble` works with then.

    Parameters
    ----------
    swing : bool
        The first set ends swinging.
    drop_link : bool
        Once, in the first set, it goes out of range.
    loss : float
        Share of its notifications that are lost.
    """
    radio = Radio(interval_s=0.03)
    motion = sensor_demo_session(swing=swing).recording.sensors[0]
    sensor = VirtualSensor(
        radio, DotSpeech(), name=NAME, address=ADDRESS, motion=motion, faults=Faults(lost=loss, seed=1)
    )
    async with World(radio, [sensor]) as world:
        leaving = asyncio.create_task(_leave(radio, sensor)) if drop_link else None
        try:
            yield world.backend
        finally:
            if leaving is not None:
                leaving.cancel()


async def _leave(radio: Radio, sensor: VirtualSensor) -> None:
    await sensor.connected.wait()
    await asyncio.sleep(DROP_AFTER_S)
    radio.out_of_range(sensor.controller)
    await asyncio.sleep(AWAY_S)
    radio.in_range(sensor.controller)
