"""Lost, and found again."""

from __future__ import annotations

import asyncio
import random
import struct
from itertools import pairwise

import pytest

from imu.ble import Patience
from imu.virtual_ble.faults import Faults
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import (
    DOT_STEP,
    PATIENT_S,
    QUICK,
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


def missing(numbers: list[int]) -> int:
    return numbers[-1] - numbers[0] + 1 - len(numbers)


def test_a_dropped_link_comes_back_and_the_stream_goes_on() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(50)
            await sensor.drop()
            await watched.told("up", 2)
            await watched.readings(50)
            found = ["searching", "connecting", "up"]
            assert watched.states() == [*found, "lost", *found]
            texts = [said(c) for c in watched.changes]
            assert texts[3] == "The link to WT901BLE1 ended; looking for it again."
            assert texts[6].startswith("WT901BLE1 is back after ")
        numbers = watched.numbers(WIT_STEP)[1:]
        jumps = [b - a for a, b in pairwise(numbers) if b - a != 1]
        assert len(jumps) == 1
        assert jumps[0] > 1

    run(main())


def test_one_is_lost_while_the_other_streams() -> None:
    async def main() -> None:
        radio = Radio(interval_s=0.0075, supervision_s=0.2)
        left, right = wit(radio), dot(radio)
        wanted = [wanted_wit(left, "wrist_left"), wanted_dot(right, "wrist_right")]
        async with World(radio, [left, right]) as world, collecting(world, wanted) as watched:
            await watched.readings(20, "wrist_left")
            await watched.readings(20, "wrist_right")
            radio.out_of_range(left.controller)
            await watched.told("lost", sensor="wrist_left")
            await watched.readings(60, "wrist_right")
            assert "up" not in watched.states("wrist_left")[3:]
            radio.in_range(left.controller)
            await watched.told("up", 2, "wrist_left")
            await watched.readings(20, "wrist_left")
            assert watched.states("wrist_right") == ["searching", "connecting", "up"]
        assert consecutive(watched.numbers(DOT_STEP, "wrist_right"))

    run(main())


def test_no_answer_in_time_then_success() -> None:
    async def main() -> None:
        radio = Radio(supervision_s=0.2)
        sensor = wit(radio)
        patience = Patience(scan_s=1.0, attempt_s=0.5, wait_s=0.01, wait_most_s=0.05)
        async with (
            World(radio, [sensor]) as world,
            collecting(world, [wanted_wit(sensor)], patience=patience) as watched,
        ):
            watched.on_change["connecting"] = lambda: radio.out_of_range(sensor.controller)
            await watched.until(lambda: any("no answer in time" in said(c) for c in watched.changes))
            watched.on_change.clear()
            radio.in_range(sensor.controller)
            await watched.told("up")
            await watched.readings(20)

    run(main())


def test_a_sensor_that_falls_silent_is_connected_anew() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(20)
            sensor.mute = True
            await watched.told("lost")
            assert "is connected but has sent nothing for" in said(watched.changes[-1])
            sensor.mute = False
            await watched.told("up", 2)
            await watched.readings(20)

    run(main())


def test_a_program_that_was_busy_longer_than_silence_is_allowed_does_not_blame_the_sensor() -> None:
    async def main() -> None:
        radio = Radio(interval_s=0.0075)
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            await watched.readings(20)
            block_for(QUICK.silent_s + 0.2)
            await watched.readings(50)
            assert watched.states() == ["searching", "connecting", "up"]

    run(main())


@pytest.mark.slow
def test_a_hundred_dropped_links() -> None:
    async def main() -> None:
        radio, dice = Radio(seed=1), random.Random(1)
        sensor = wit(radio)
        async with World(radio, [sensor]) as world, collecting(world, [wanted_wit(sensor)]) as watched:
            for _ in range(100):
                await asyncio.wait_for(sensor.connected.wait(), PATIENT_S)
                match dice.choice(["at once", "when it is up", "in the stream"]):
                    case "when it is up":
                        await watched.until(lambda: watched.states()[-1] == "up")
                    case "in the stream":
                        await watched.readings(dice.randint(1, 3))
                await sensor.drop()
            await watched.readings(20)
            assert len(radio.links()) == 2
        assert radio.links() == []
        numbers = watched.numbers(WIT_STEP)
        assert numbers == sorted(set(numbers))

    run(main())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lost_doubled_and_overtaken_notifications(seed: int) -> None:
    """A DOT's own clock tells them apart: a reading comes in once, and not after a later one."""

    async def main() -> None:
        radio = Radio()
        sensor = dot(radio, faults=Faults(lost=0.1, twice=0.1, swapped=0.05, seed=seed))
        async with World(radio, [sensor]) as world, collecting(world, [wanted_dot(sensor)]) as watched:
            await watched.readings(120)
        assert min(sensor.fate.lost, sensor.fate.twice, sensor.fate.swapped) > 0
        came = [
            struct.unpack_from("<f", p.data, 4)[0] / DOT_STEP for p in watched.packets if len(p.data) == 40
        ]
        newest = [int(n) for k, n in enumerate(came) if n > max(came[:k], default=-1.0)]
        assert watched.numbers(DOT_STEP) == newest
        health = watched.streams["wrist"].health
        assert health.duplicates == len(came) - len(newest)
        assert (
            missing(newest[40:]) <= health.lost <= missing(newest)
        )  # a rate must be known to miss something

    run(main())
