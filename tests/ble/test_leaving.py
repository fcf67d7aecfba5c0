"""Ctrl-C, and faults of our own: no link is left, and the sensor rests."""

from __future__ import annotations

import asyncio
import contextlib
import random

import pytest

from imu.ble import Collector
from imu.devices.protocol import LinkState, Packet
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import QUICK, Watched, collecting, dot, run, wanted_dot, wanted_wit, wit

pytestmark = pytest.mark.program

STOP = ("command", bytes((1, 0, 21)))


async def nothing_left(world: World) -> None:
    """The far end hears of it a moment later."""
    async with asyncio.timeout(5.0):
        for sensor in world.sensors:
            await sensor.free.wait()
    assert world.radio.links() == []


def test_cancelled_the_sensors_are_told_to_stop_and_let_go() -> None:
    async def main() -> None:
        radio = Radio()
        left, right = dot(radio, 1), wit(radio, 2)
        wanted = [wanted_dot(left, "wrist_left"), wanted_wit(right, "wrist_right")]
        async with World(radio, [left, right]) as world:
            async with collecting(world, wanted) as watched:
                await watched.readings(10, "wrist_left")
                await watched.readings(10, "wrist_right")
                assert STOP not in left.told
                assert len(radio.links()) == 4
            assert left.told[-1] == STOP
            assert not left.speech.measuring
            assert not right.speech.measuring
            await nothing_left(world)
            assert watched.states("wrist_left")[-1] == watched.states("wrist_right")[-1] == "ended"

    run(main())


@pytest.mark.parametrize("state", ["searching", "connecting", "up"])
def test_cancelled_at_any_moment_nothing_is_left(state: LinkState) -> None:
    async def main() -> None:
        radio = Radio()
        sensor = dot(radio)
        async with World(radio, [sensor]) as world:
            async with collecting(world, [wanted_dot(sensor)]) as watched:
                await watched.told(state)
            await nothing_left(world)
            assert watched.states()[-1] == "ended"
            assert not sensor.speech.measuring

    run(main())


def test_cancelled_at_forty_random_moments() -> None:
    """From before the scan to after the first readings; every moment must do."""

    async def main() -> None:
        radio, dice = Radio(), random.Random(4)
        sensor = dot(radio)
        wanted = [wanted_dot(sensor)]
        async with World(radio, [sensor]) as world:
            for _ in range(40):
                async with collecting(world, wanted) as watched:
                    with contextlib.suppress(TimeoutError):
                        await watched.readings(2, seconds=dice.uniform(0.0, 0.25))
                await nothing_left(world)
                assert not sensor.speech.measuring

    run(main())


def test_a_sensor_that_is_gone_does_not_keep_the_program() -> None:
    async def main() -> None:
        radio = Radio(supervision_s=60.0)
        sensor = dot(radio)
        async with World(radio, [sensor]) as world:
            async with collecting(world, [wanted_dot(sensor)]) as watched:
                await watched.readings(10)
                radio.out_of_range(sensor.controller)
                began_s = asyncio.get_running_loop().time()
            assert asyncio.get_running_loop().time() - began_s < 2 * QUICK.goodbye_s + 1.0
            radio.in_range(sensor.controller)

    run(main())


def test_a_fault_of_the_listener_ends_the_session_and_the_links() -> None:
    async def main() -> None:
        radio = Radio()
        sensor, other = dot(radio, 1), wit(radio, 2)
        wanted = [wanted_dot(sensor, "wrist_left"), wanted_wit(other, "wrist_right")]
        handler = Watched(wanted)

        def fails(packet: Packet) -> None:
            if packet.channel == "medium":
                raise OSError("no space left on device")

        handler.on_packet = fails
        async with World(radio, [sensor, other]) as world:
            collector = Collector(wanted, handler, clock=lambda: 0.0, backend=world.backend, patience=QUICK)
            with pytest.raises(OSError, match="no space left on device"):
                await asyncio.wait_for(collector.run(), 10.0)
            await nothing_left(world)
            assert sensor.told[-1] == STOP

    run(main())
