"""The collector as it is, on real BlueZ: D-Bus, kernel and HCI of Linux; only the radio is virtual.

Runs in the virtual machine of ``.ci/bluez/run``, whose radio has a WitMotion and a Movella DOT on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path

import pytest

from imu.ble import Patience, Wanted, find, scan
from imu.devices import load_profile
from tests.ble.session import DOT_STEP, WIT_HZ, WIT_STEP, collecting, consecutive

FAULTS = os.environ.get("BLUEZ_FAULTS")
pytestmark = [
    pytest.mark.bluez,
    pytest.mark.skipif(FAULTS is None, reason="real BlueZ is in the virtual machine only: .ci/bluez/run"),
]
SLOW_S = 120.0
"""The virtual machine is an emulated one."""
PATIENT = Patience(attempt_s=40.0, scan_s=20.0)
WIT, DOT = "WT901BLE1", "Movella DOT 2"


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


def wanted() -> list[Wanted]:
    return [
        Wanted(sensor="wrist_left", profile=load_profile("witmotion"), name="WT901*", rate_hz=WIT_HZ),
        Wanted(sensor="wrist_right", profile=load_profile("movella-dot"), name=DOT),
    ]


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
            await watched.readings(200, "wrist_left", SLOW_S)
            await watched.readings(120, "wrist_right", SLOW_S)
            assert watched.streams["wrist_left"].health.battery is not None
            assert watched.streams["wrist_right"].health.battery is not None
            await world("drop 0")
            await watched.told("up", 2, "wrist_left", SLOW_S)
            await watched.readings(50, "wrist_left", SLOW_S)
            await world("out 0")
            await watched.told("lost", 2, "wrist_left", SLOW_S)
            await world("in 0")
            await watched.told("up", 3, "wrist_left", SLOW_S)
            await watched.readings(50, "wrist_left", SLOW_S)
            for change in watched.changes:
                print(f"{change.at_s:7.2f} s  {change.sensor}  {change.state}: {change.text}")
            assert watched.states("wrist_right") == ["searching", "connecting", "up"]
        assert consecutive(watched.numbers(DOT_STEP, "wrist_right"))
        left = watched.numbers(WIT_STEP, "wrist_left")
        assert left == sorted(set(left))
        assert await world("told 1") == "010015 False"
        assert (await world("told 0")).endswith(" False")

    asyncio.run(asyncio.wait_for(main(), 3 * SLOW_S))
