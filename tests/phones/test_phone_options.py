"""``live --device PLACE=...`` with a phone: the place before it is where the phone is worn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from analysis.cli.live_options import LiveOptions
from analysis.cli.live_sources import sensor_run
from tests.fixtures.listener import Listener


@pytest.mark.parametrize(
    ("typed", "sensor", "placement"),
    [
        ("http", None, "wrist"),
        ("http", "dumbbell", "dumbbell"),
        ("wrist_left=http", None, "wrist_left"),
        (" wrist_left = http ", "dumbbell", "wrist_left"),
        ("phone", None, "wrist"),
        ("wrist_right=phone", None, "wrist_right"),
        ("phone", "dumbbell", "dumbbell"),
        ("phyphox://127.0.0.1:9", None, "wrist"),
        ("forearm=phyphox://127.0.0.1:9", None, "forearm"),
        ("=phyphox://127.0.0.1:9/?a=b", "forearm", "forearm"),
        ("phyphox://127.0.0.1:9/?a=b", None, "wrist"),
    ],
)
def test_the_place_before_a_phone(typed: str, sensor: str | None, placement: str, tmp_path: Path) -> None:
    async def main() -> None:
        options = LiveOptions(devices=(typed,), sensor=sensor, out=str(tmp_path))
        options.check()
        listener = Listener()
        running = asyncio.create_task(sensor_run(options).source.run(listener.acquisition))
        await listener.until(lambda: listener.states == ["searching"])
        assert list(listener.hub.status.sensors) == [placement]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(main())
