"""phyphox's remote interface: its answers decoded, and a phone that is asked over real HTTP and goes away."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.sources.phyphox_polling import PhyphoxSource
from analysis.live.status import Status
from analysis.stream.offline import Facts
from imu.devices import load_profile, make_decoder
from imu.devices.protocol import BadPacket, Decoder, Readings
from imu.errors import DeviceError, DeviceNotFound
from imu.types import SampleBlock

WAIT_S = 20.0
HZ = 50.0


def outputs(prefix: str, time_name: str) -> list[dict[str, str]]:
    return [{"x": f"{prefix}X"}, {"y": f"{prefix}Y"}, {"z": f"{prefix}Z"}, {"t": time_name}]


CONFIG = json.dumps(
    {
        "title": "Acceleration (with g) and gyroscope",
        "inputs": [
            {"source": "accelerometer", "outputs": outputs("acc", "acc_time")},
            {"source": "gyroscope", "outputs": outputs("gyr", "gyr_time")},
            {"source": "location", "outputs": [{"lat": "lat"}]},
        ],
    }
).encode()


def answer(**columns: list[float | None]) -> bytes:
    return json.dumps({"buffer": {name: {"buffer": values} for name, values in columns.items()}}).encode()


def decoder() -> Decoder:
    made = make_decoder(load_profile("phyphox-remote"))
    assert made.feed("config", CONFIG) == []
    return made


def test_an_answer() -> None:
    body = answer(
        accX=[0.5, 1.0], accY=[0.0, 0.0], accZ=[9.75, 9.8], acc_time=[0.25, 0.5],
        gyrX=[1.0], gyrY=[-2.0], gyrZ=[3.0], gyr_time=[0.375],
    )  # fmt: skip
    made = decoder()
    acc, gyr = made.feed("get", body)
    assert isinstance(acc, Readings)
    assert isinstance(gyr, Readings)
    assert acc.values.tolist() == [[0.5, 0.0, 9.75], [1.0, 0.0, 9.8]]
    assert acc.ticks is not None
    assert acc.ticks.tolist() == [250_000_000, 500_000_000]
    assert (gyr.kind, gyr.values.tolist()) == ("gyr", [[1.0, -2.0, 3.0]])
    assert made.feed("get", body) == []


@given(st.binary(max_size=100), st.sampled_from(["get", "config", "other"]))
def test_nonsense_never_raises(body: bytes, channel: str) -> None:
    assert all(isinstance(found, BadPacket) for found in decoder().feed(channel, body))


class Phone:
    """Answers as phyphox documents it, with a reading every 20 ms since it was switched on."""

    def __init__(self, config: bytes) -> None:
        self.config, self.began_s, self.started = config, time.monotonic(), threading.Event()
        self.port = 0

    def answer(self, path: str) -> bytes:
        place = urlsplit(path)
        if place.path == "/config":
            return self.config
        if place.path == "/control":
            self.started.set()
            return b'{"result": true}'
        after_s = dict(parse_qsl(place.query))
        many = int((time.monotonic() - self.began_s) * HZ)
        columns: dict[str, Any] = {}
        for prefix, value in (("acc", 9.81), ("gyr", 0.5)):
            new = [k / HZ for k in range(many) if k / HZ > float(after_s[f"{prefix}_time"])]
            columns |= {f"{prefix}{axis}": [value * (axis == "Z") for _ in new] for axis in "XYZ"}
            columns[f"{prefix}_time"] = new
        return answer(**columns)

    @contextmanager
    def reachable(self) -> Iterator[str]:
        phone = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = phone.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", self.port), Handler) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            try:
                yield f"phyphox://127.0.0.1:{self.port}"
            finally:
                server.shutdown()
                thread.join()


class Listener:
    """A sink that counts, and lets a test wait for what it wants to see."""

    def __init__(self) -> None:
        facts = Facts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
        self.hub = Hub(LiveSession(facts), Status())
        self.times: list[float] = []
        self.turning = True
        self._changed = asyncio.Event()
        self.hub.join(lambda _: self._changed.set())

    def samples(self, block: SampleBlock) -> None:
        self.times += block.time_s.tolist()
        self.turning = self.turning and block.gyr_radps is not None
        self._changed.set()

    async def until(self, wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not wanted():
                self._changed.clear()
                await self._changed.wait()

    def state(self) -> str:
        return self.hub.status.sensors["wrist"].state


def test_a_phone_that_goes_away_and_comes_back() -> None:
    async def main() -> None:
        phone, listener, began = Phone(CONFIG), Listener(), time.monotonic()
        with phone.reachable() as address:
            source = PhyphoxSource(address, None, lambda _: None, lambda: time.monotonic() - began)
            running = asyncio.create_task(source.run(listener))
            await listener.until(lambda: len(listener.times) > 30)
            assert listener.state() == "up"
            assert phone.started.is_set()
        await listener.until(lambda: listener.state() == "lost")
        before = len(listener.times)
        with phone.reachable():
            await listener.until(lambda: listener.state() == "up" and len(listener.times) > before + 30)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert listener.times == sorted(set(listener.times))
        assert listener.turning

    asyncio.run(main())


def test_an_experiment_without_acceleration_says_so() -> None:
    async def main() -> None:
        config = json.dumps({"inputs": [{"source": "gyroscope", "outputs": outputs("gyr", "t")}]}).encode()
        with Phone(config).reachable() as address:
            source = PhyphoxSource(address, None, lambda _: None, lambda: 0.0)
            with pytest.raises(DeviceError, match="has no acceleration with g: open one that has"):
                await source.run(Listener())

    asyncio.run(main())


@pytest.mark.parametrize("address", ["phyphox://", "phyphox://phone:port", "phyphox://[1"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(DeviceNotFound, match="write phyphox://ADDRESS, as the phone shows it"):
        PhyphoxSource(address, None, lambda _: None, lambda: 0.0)
