"""The collector as it is, on real BlueZ: D-Bus, kernel and HCI of Linux; only the radio is virtual.

Runs in the virtual machine of ``.ci/bluez/run``, whose radio has a WitMotion and a Movella DOT on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import struct
from pathlib import Path

import pytest

from imu.ble import Patience, Target, find, scan
from imu.devices import load_profile
from tests.fixtures.virtual_sensors import DOT_STEP, WIT_STEP, Watched, collecting, consecutive, said

FAULTS = os.environ.get("BLUEZ_FAULTS")
pytestmark = [
    pytest.mark.bluez,
    pytest.mark.skipif(FAULTS is None, reason="real BlueZ is in the virtual machine only: .ci/bluez/run"),
]
SLOW_S = 120.0
"""The virtual machine is an emulated one."""
PATIENT = Patience(attempt_s=40.0, scan_s=20.0)
WIT, DOT = "WT901BLE1", "Movella DOT 2"
LEFT, RIGHT = "wrist_left", "wrist_right"
WIT_HZ = 50.0
"""Half of what the sensor can do: an emulated computer hears no more than about 150 notifications a second."""


class System:
    """The Bluetooth of the system."""

    backend = None


async def world(command: str) -> str:
    """Tells the radio outside."""
    assert FAULTS is not None

    def talk(port: str) -> str:
        with Path(port).open("r+b", buffering=0) as file:
            file.write(command.encode() + b"\n")
            answer = b""
            while not answer.endswith(b"\n"):
                answer += file.read(100)
        return answer.decode().strip()

    return await asyncio.to_thread(talk, FAULTS)


def wanted() -> list[Target]:
    return [
        Target(sensor=LEFT, profile=load_profile("witmotion"), name="WT901*", rate_hz=WIT_HZ),
        Target(sensor=RIGHT, profile=load_profile("movella-dot"), name=DOT),
    ]


async def comes_back(watched: Watched, fault: str, mended: str | None = None) -> None:
    """The left sensor is lost, is found again and streams."""
    lost, up = (watched.states(LEFT).count(state) for state in ("lost", "up"))
    await world(fault)
    await watched.told("lost", lost + 1, LEFT, SLOW_S)
    if mended is not None:
        await world(mended)
    await watched.told("up", up + 1, LEFT, SLOW_S)
    await watched.readings(50, LEFT, SLOW_S)


def test_found_streamed_lost_and_left() -> None:
    """One run for all: a connection takes seconds here."""

    async def main() -> None:
        names: dict[str | None, str] = {}
        async with contextlib.aclosing(scan(30.0)) as sightings:
            async for near in sightings:
                if near.profile is not None and near.name is not None:
                    names[near.name] = near.profile.name
                if len(names) == 2:
                    break
        assert names == {WIT: "witmotion", DOT: "movella-dot"}
        assert (await find("movella-dot")).name == DOT
        async with collecting(System, wanted(), patience=PATIENT) as watched:
            await watched.told("up", 1, LEFT, SLOW_S)
            await watched.told("up", 1, RIGHT, SLOW_S)
            both_up, before = watched.states(RIGHT), len(watched.packets)
            await watched.readings(100, LEFT, SLOW_S)
            await watched.readings(120, RIGHT, SLOW_S)
            for sensor, percent in ((LEFT, 75), (RIGHT, 83)):
                battery = watched.streams[sensor].health.battery
                assert battery is not None
                assert battery.percent == percent
            await comes_back(watched, "drop 0")
            await comes_back(watched, "out 0", "in 0")
            for change in watched.changes:
                print(f"{change.at_s:7.2f} s  {change.sensor}  {change.state}: {said(change)}")
            assert watched.states(RIGHT) == both_up
        right = [p.data for p in watched.packets[before:] if p.channel == "medium"]
        assert consecutive([round(struct.unpack_from("<f", data, 4)[0] / DOT_STEP) for data in right])
        left = watched.numbers(WIT_STEP, LEFT)
        assert left == sorted(set(left))
        assert await world("told 1") == "010015 False"
        assert (await world("told 0")).endswith(" False")

    asyncio.run(asyncio.wait_for(main(), 3 * SLOW_S))
