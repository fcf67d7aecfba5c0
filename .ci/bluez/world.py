"""The radio for real BlueZ: two virtual sensors, and a controller that a kernel drives over a socket.

``world.py HCI_SOCKET FAULTS_SOCKET``; on the second one a test says ``out N``, ``in N``, ``drop N`` (sensor N) and
is answered ``ok``, or ``told N`` and is answered the last thing written to it and whether it measures.
"""

from __future__ import annotations

import asyncio
import sys

from bumble import hci
from bumble.transport import open_transport

from imu.virtual_ble.controller import RadioController
from imu.virtual_ble.peripheral import VirtualSensor
from imu.virtual_ble.radio import Radio
from tests.fixtures.virtual_sensors import dot, wit


class KernelController(RadioController):
    """Linux waits for the enhanced event of a new connection where either feature is there; bumble's controller
    sends only the plain one (google/bumble#841)."""

    le_features = RadioController.le_features & ~(
        hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
    )


async def main(hci_socket: str, faults_socket: str) -> None:
    """Serves until it is ended."""
    radio = Radio()
    kernel = await open_transport(f"unix-server:{hci_socket}")
    controller = KernelController("hci0", radio)
    controller.host = kernel.sink
    kernel.source.set_packet_sink(controller)
    sensors = [wit(radio, 1), dot(radio, 2)]
    for sensor in sensors:
        await sensor.start()

    async def obey(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := (await reader.readline()).decode().split():
            writer.write((await answer(radio, line[0], sensors[int(line[1])]) + "\n").encode())

    await asyncio.start_unix_server(obey, faults_socket)
    await asyncio.get_running_loop().create_future()


async def answer(radio: Radio, command: str, sensor: VirtualSensor) -> str:
    """Does a fault, or tells what a sensor was told."""
    match command:
        case "out":
            radio.out_of_range(sensor.controller)
        case "in":
            radio.in_range(sensor.controller)
        case "drop":
            await sensor.drop()
        case "told":
            last = sensor.told[-1][1].hex() if sensor.told else "-"
            return f"{last} {sensor.speech.measuring}"
    return "ok"


asyncio.run(main(*sys.argv[1:]))
