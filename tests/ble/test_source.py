"""Sensors over a whole Bluetooth stack as the source of a session: found by name, recorded, counted, lost and back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from analysis.live.sources.bluetooth import Asked, BluetoothSource
from analysis.live.sources.session_recording import SessionRecording
from imu.devices.packet_log import read_packets
from imu.devices.protocol import LinkChange
from imu.formats import read_recording
from imu.units import G_MPS2
from imu.virtual_ble.radio import Radio
from imu.virtual_ble.world import World
from tests.fixtures.languages import speaking
from tests.fixtures.listener import Listener
from tests.fixtures.virtual_sensors import DOT_HZ, DOT_STEP, consecutive, dot, run, wit


def test_two_sensors_are_found_heard_and_recorded(tmp_path: Path) -> None:
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, 18, 42, tzinfo=UTC))

    async def main() -> Listener:
        radio = Radio()
        left, right = wit(radio, 1), dot(radio, 2)
        listener = Listener(open_recording=recording.open)
        async with World(radio, [left, right]) as world:
            asked = [
                Asked(sensor="wrist_left", identifier=left.name, rate_hz=50.0),
                Asked(sensor="wrist_right", identifier=right.name),
            ]
            source = BluetoothSource(asked, backend=world.backend)
            running = asyncio.create_task(source.run(listener.acquisition))
            await listener.until(lambda: len(listener.times) > 150)
            sensors = listener.hub.status.sensors
            assert {s: (one.name, one.state, one.asked_hz) for s, one in sensors.items()} == {
                "wrist_left": (left.name, "up", 50.0),
                "wrist_right": (right.name, "up", DOT_HZ),
            }
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            assert radio.links() == []
        return listener

    run(main())
    recording.close()
    assert recording.recorder is not None
    heard = read_recording(str(recording.recorder.csv_path)).sensors
    assert [block.sensor for block in heard] == ["wrist_left", "wrist_right"]
    assert consecutive((heard[1].acc_mps2[:, 0] / DOT_STEP).round().astype(int).tolist())
    assert (abs(heard[1].acc_mps2[:, 2] - 9.75) < 0.01 * G_MPS2).all()


def test_a_link_that_drops_is_shown_and_comes_back() -> None:
    async def main() -> None:
        radio = Radio()
        sensor = dot(radio)
        listener = Listener()
        async with World(radio, [sensor]) as world:
            source = BluetoothSource([Asked(sensor=None, identifier=sensor.name)], backend=world.backend)
            running = asyncio.create_task(source.run(listener.acquisition))
            await listener.until(lambda: len(listener.times) > 30)
            await sensor.drop()
            await listener.until(lambda: "lost" in listener.states)
            before = len(listener.times)
            await listener.until(lambda: listener.states[-1] == "up" and len(listener.times) > before + 30)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        assert listener.states == ["searching", "connecting", "up", "lost", "up", "ended"]
        assert listener.times == sorted(set(listener.times))

    run(main())


def test_the_link_is_told_in_the_lifters_language(tmp_path: Path) -> None:
    """On the page, and in the recording's packets; `imu` itself knows codes alone."""
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, 18, 42, tzinfo=UTC))

    async def main() -> str:
        radio = Radio()
        sensor = dot(radio)
        listener = Listener(open_recording=recording.open)
        shown: list[str] = []
        listener.hub.told.append(shown.append)
        async with World(radio, [sensor]) as world:
            source = BluetoothSource([Asked(sensor=None, identifier=sensor.name)], backend=world.backend)
            running = asyncio.create_task(source.run(listener.acquisition))
            await listener.until(lambda: len(listener.times) > 30)
            await sensor.drop()
            await listener.until(lambda: listener.states[-2:] == ["lost", "up"])
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        name = sensor.name
        assert shown[:4] == [
            f"Suche {name}.",
            f"Verbinde mit {name}.",
            f"{name} ist verbunden.",
            f"Die Verbindung zu {name} ist weg; Suche läuft.",
        ]
        assert shown[-2].startswith(f"{name} ist nach ")
        assert shown[-1] == f"{name} ist abgemeldet."
        return name

    with speaking("de"):
        name = run(main())
    recording.close()
    assert recording.recorder is not None
    _, items = read_packets(recording.recorder.packets_path)
    told = [one.text for one in items if isinstance(one, LinkChange)]
    assert f"{name} ist verbunden." in told


def test_a_sensor_is_chosen_on_the_page_from_what_is_near() -> None:
    async def main() -> None:
        radio = Radio()
        sensor, other = dot(radio, 1), wit(radio, 2)
        listener = Listener()
        hub = listener.hub
        async with World(radio, [sensor, other]) as world:
            source = BluetoothSource([], backend=world.backend)
            hub.control = source
            running = asyncio.create_task(source.run(listener.acquisition))
            hub.do({"do": "search"})
            await listener.until(lambda: len(hub.status.nearby) == 2)
            assert {(n.name, n.profile) for n in hub.status.nearby} == {
                (sensor.name, "movella-dot"), (other.name, "witmotion")
            }  # fmt: skip
            assert hub.status.searching
            hub.do({"do": "connect", "address": sensor.address})
            await listener.until(lambda: len(listener.times) > 10)
            assert [one.name for one in hub.status.sensors.values()] == [sensor.address]
            assert (hub.status.searching, hub.status.nearby) == (False, ())
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    run(main())


def test_the_demo_is_chosen_on_the_page() -> None:
    async def main() -> None:
        listener = Listener()
        hub = listener.hub
        source = BluetoothSource([])
        hub.control = source
        running = asyncio.create_task(source.run(listener.acquisition))
        hub.do({"do": "demo"})
        await listener.until(lambda: len(listener.times) > 10)
        assert (hub.status.mode, hub.status.strip) == ("demo", "Demo, simulated arm")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert listener.states == ["searching", "connecting", "up", "ended"]

    run(main())
