"""Found, connected, heard."""

from __future__ import annotations

import numpy as np
import pytest

from imu.devices.protocol import Battery
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import (
    DOT_HZ,
    DOT_STEP,
    WIT_HZ,
    WIT_STEP,
    block_for,
    collecting,
    consecutive,
    dot,
    run,
    said,
    wanted_dot,
    wanted_wit,
    wit,
)

pytestmark = pytest.mark.program


def test_witmotion_every_reading_once() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(150)
            assert watched.states() == ["searching", "connecting", "up"]
            assert [said(c) for c in watched.changes] == [
                "Looking for WT901BLE1.",
                "Connecting to WT901BLE1.",
                "WT901BLE1 is connected.",
            ]
        numbers = watched.numbers(WIT_STEP)
        assert 0 <= sensor.sent - len(numbers) <= 1  # one may be on its way when the collector unsubscribes
        assert consecutive(numbers[1:])
        assert sensor.speech.rate_hz == WIT_HZ
        assert watched.streams["wrist"].health.battery == Battery(percent=75)

    run(main())


def test_dot_values_and_the_sensors_own_time() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = dot(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_dot(sensor)]) as watched:
            await watched.readings(90)
        numbers = watched.numbers(DOT_STEP)
        assert 0 <= sensor.sent - len(numbers) <= 1  # one may be on its way when the collector unsubscribes
        assert consecutive(numbers)
        time_s = np.concatenate([b.time_s for b in watched.blocks])
        np.testing.assert_allclose(np.diff(time_s), 1 / DOT_HZ, atol=2e-3)
        turn = np.concatenate([b.gyr_radps for b in watched.blocks if b.gyr_radps is not None])
        np.testing.assert_allclose(turn, np.tile([0.5, 0.0, -0.25], (len(turn), 1)), rtol=1e-6)
        assert watched.streams["wrist"].health.battery == Battery(percent=83, charging=False)

    run(main())


def test_two_kinds_at_once() -> None:
    async def main() -> None:
        radio = Radio(interval_s=0.015, event_loss=0.1)
        left, right = wit(radio), dot(radio)
        wanted = [wanted_wit(left, "wrist_left"), wanted_dot(right, "wrist_right")]
        async with World(radio, [left, right]) as world, collecting(world, wanted) as watched:
            await watched.readings(100, "wrist_left")
            await watched.readings(60, "wrist_right")
        assert consecutive(watched.numbers(WIT_STEP, "wrist_left")[1:])
        assert consecutive(watched.numbers(DOT_STEP, "wrist_right"))

    run(main())


def test_the_smallest_packets_there_are() -> None:
    """At an MTU of 23 a notification holds 20 bytes: just a frame."""

    async def main() -> None:
        radio = Radio()
        sensor = wit(radio, widest_mtu=23)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(50)
        assert {len(p.data) for p in watched.packets} == {20}
        assert consecutive(watched.numbers(WIT_STEP)[1:])

    run(main())


def test_a_busy_listener_loses_nothing() -> None:
    async def main() -> None:
        radio = Radio(interval_s=0.0075)
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(30)
            block_for(0.3)
            await watched.readings(60)
        assert watched.states() == ["searching", "connecting", "up", "ended"]
        assert consecutive(watched.numbers(WIT_STEP)[1:])

    run(main())


def test_bursts_are_heard_one_by_one() -> None:
    """At an interval of 45 ms readings of 100 Hz come four or five at a time."""

    async def main() -> None:
        radio = Radio(interval_s=0.045, seed=3)
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(120)
        arrivals = np.array([p.arrival_s for p in watched.packets if len(p.data) == 20])
        assert np.count_nonzero(np.diff(arrivals) < 0.005) > len(arrivals) / 2
        assert consecutive(watched.numbers(WIT_STEP)[1:])

    run(main())
