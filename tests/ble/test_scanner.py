"""What is near, and which of it is meant."""

from __future__ import annotations

import contextlib

import pytest

from imu.ble import Sighting, find, scan
from imu.ble.target import Target
from imu.devices import load_profile
from imu.errors import DeviceNotFound
from imu.virtual_ble.firmware import Service, WitMotionSpeech
from imu.virtual_ble.peripheral import VirtualSensor
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.virtual_sensors import WIT_HZ, WIT_STEP, collecting, dot, numbered, run, said, wit


class Kettle(WitMotionSpeech):
    """Something that is no sensor."""

    def __init__(self) -> None:
        super().__init__()
        self.services = (Service(uuid="0000a000-0000-1000-8000-00805f9b34fb", offers=()),)


def kettle(radio: Radio) -> VirtualSensor:
    motion = numbered(WIT_HZ, WIT_STEP, 1.0)
    return VirtualSensor(radio, Kettle(), name="Kettle", address="C0:00:00:00:00:77", motion=motion)


def test_everything_near_is_listed() -> None:
    async def main() -> None:
        radio = Radio()
        sensors = [wit(radio, 1, rssi_dbm=-45), dot(radio, 2, rssi_dbm=-80), kettle(radio)]
        seen: dict[str, Sighting] = {}
        async with (
            World(radio, sensors) as world,
            contextlib.aclosing(scan(10.0, backend=world.backend)) as sightings,
        ):
            async for near in sightings:
                if near.name is not None and near.services:
                    seen[near.address] = near
                if len(seen) == 3:
                    break
        told = {n.name: (None if n.profile is None else n.profile.name) for n in seen.values()}
        assert told == {"WT901BLE1": "witmotion", "Movella DOT 2": "movella-dot", "Kettle": None}
        strengths = {n.name: n.rssi_dbm for n in seen.values()}
        assert abs(strengths["WT901BLE1"] + 45) <= 3
        assert abs(strengths["Movella DOT 2"] + 80) <= 3
        assert {n.battery_percent for n in seen.values()} == {None}

    run(main())


def test_a_scan_ends_by_itself() -> None:
    async def main() -> None:
        radio = Radio()
        async with World(radio, []) as world:
            assert [near async for near in scan(0.05, backend=world.backend)] == []

    run(main())


@pytest.mark.parametrize("identifier", ["Movella DOT 2", "movella dot*", "c0:00:00:00:00:02", "movella-dot"])
def test_found_by_name_pattern_address_and_kind(identifier: str) -> None:
    async def main() -> None:
        radio = Radio()
        async with World(radio, [wit(radio, 1), dot(radio, 2)]) as world:
            near = await find(identifier, backend=world.backend)
            assert near.address == "C0:00:00:00:00:02"
            assert near.profile is load_profile("movella-dot")

    run(main())


def test_what_is_not_there_is_said_with_what_is() -> None:
    async def main() -> None:
        radio = Radio()
        async with World(radio, [wit(radio, 1), dot(radio, 2)]) as world:
            with pytest.raises(DeviceNotFound) as failure:
                await find("Metabase", seconds=0.4, backend=world.backend)
        assert failure.value.seen == ("Movella DOT 2", "WT901BLE1")
        assert str(failure.value) == (
            "Metabase was not found in 0.4 s: is it charged, and is no other program or phone connected to it? "
            "Near are Movella DOT 2, WT901BLE1."
        )

    run(main())


def test_of_two_of_a_kind_the_nearest_and_then_the_other() -> None:
    async def main() -> None:
        radio = Radio()
        sensors = [wit(radio, 1, rssi_dbm=-80), wit(radio, 2, rssi_dbm=-40)]
        kind = load_profile("witmotion")
        wanted = [Target(sensor=place, profile=kind) for place in ("wrist_left", "wrist_right")]
        async with World(radio, sensors) as world, collecting(world, wanted) as watched:
            await watched.told("up", sensor="wrist_left")
            await watched.told("up", sensor="wrist_right")
            texts = {c.sensor: said(c) for c in watched.changes if c.state == "up"}
            assert texts == {
                "wrist_left": "WT901BLE2 is connected.",
                "wrist_right": "WT901BLE1 is connected.",
            }

    run(main())


def test_a_device_of_another_kind_is_said_to_be_one() -> None:
    async def main() -> None:
        radio = Radio()
        wanted = Target(sensor="wrist", profile=load_profile("witmotion"), name="Kettle")
        async with World(radio, [kettle(radio)]) as world, collecting(world, [wanted]) as watched:
            await watched.until(lambda: any("choose the profile" in said(c) for c in watched.changes))
            told = next(said(c) for c in watched.changes if "choose the profile" in said(c))
            assert told == (
                "Kettle: the device has none of the channels of a WitMotion WT901BLE, WT9011DCL, WTSDCL: "
                "choose the profile that fits it."
            )
            assert "up" not in watched.states()

    run(main())
