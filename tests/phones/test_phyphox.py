"""phyphox's remote interface: its answers decoded, and a phone that is asked over real HTTP and goes away."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.live.sources.phyphox_polling import PhyphoxSource
from analysis.live.sources.session_recording import SessionRecording
from imu.devices import DeviceStream, Packet, load_profile, make_decoder
from imu.devices.protocol import BadPacket, Decoder, Readings
from imu.errors import DeviceError, DeviceNotFound
from tests.fixtures.listener import Listener

pytestmark = pytest.mark.program

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
    """Answers as phyphox documents it, with a reading every 20 ms since it was switched on; x of the acceleration
    is the number of the reading.

    ``keeps``: a connection stays open after an answer; ``tires_after``: it is closed without a word after so many;
    ``spoil`` makes another answer of one with new readings.
    """

    def __init__(
        self,
        config: bytes = CONFIG,
        *,
        keeps: bool = True,
        tires_after: int | None = None,
        spoil: Callable[[bytes], bytes] = lambda body: body,
    ) -> None:
        self.config, self.began_s, self.started = config, time.monotonic(), threading.Event()
        self.keeps, self.tires_after, self.spoil = keeps, tires_after, spoil
        self.asked_after: list[float] = []
        """Times after which readings were asked for, s."""
        self.port = 0
        self.answered: list[int] = []
        """How many questions came over each connection."""

    def answer(self, path: str) -> bytes:
        place = urlsplit(path)
        if place.path == "/config":
            return self.config
        if place.path == "/control":
            self.started.set()
            return b'{"result": true}'
        after_s = dict(parse_qsl(place.query))
        self.asked_after.append(float(after_s["acc_time"]))
        many = int((time.monotonic() - self.began_s) * HZ)
        columns: dict[str, Any] = {}
        for prefix, value in (("acc", 9.81), ("gyr", 0.5)):
            new = [k for k in range(many) if k / HZ > float(after_s[f"{prefix}_time"])]
            columns |= {f"{prefix}{axis}": [value * (axis == "Z") for _ in new] for axis in "YZ"}
            columns |= {f"{prefix}X": [float(k) for k in new], f"{prefix}_time": [k / HZ for k in new]}
        return self.spoil(answer(**columns))

    @contextmanager
    def reachable(self) -> Iterator[str]:
        """Gone afterwards, with every connection that is still open."""
        phone = self
        open_ones: set[socket.socket] = set()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1" if phone.keeps else "HTTP/1.0"

            def setup(self) -> None:
                super().setup()
                open_ones.add(self.connection)
                self.place = len(phone.answered)
                phone.answered.append(0)

            def finish(self) -> None:
                open_ones.discard(self.connection)
                super().finish()

            def do_GET(self) -> None:
                body = phone.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                phone.answered[self.place] += 1
                if phone.answered[self.place] == phone.tires_after:
                    self.close_connection = True

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
                for one in list(open_ones):
                    with suppress(OSError):
                        one.shutdown(socket.SHUT_RDWR)


@asynccontextmanager
async def listening(address: str) -> AsyncIterator[Listener]:
    """A listener to the phone at an address; afterwards it is cancelled, as Ctrl-C does it."""
    listener = Listener()
    running = asyncio.create_task(PhyphoxSource(address, None).run(listener.acquisition))
    try:
        yield listener
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def test_a_phone_that_goes_away_and_comes_back() -> None:
    async def main() -> None:
        phone = Phone()
        with ExitStack() as first:
            address = first.enter_context(phone.reachable())
            async with listening(address) as listener:
                await listener.until(lambda: len(listener.times) > 30)
                assert listener.states == ["searching", "up"]
                assert phone.started.is_set()
                first.close()
                await listener.until(lambda: listener.states[-1] == "lost")
                before = len(listener.times)
                with phone.reachable():
                    await listener.until(lambda: len(listener.times) > before + 30)
                    assert listener.states[-1] == "up"
        assert listener.times == sorted(listener.times)
        assert listener.numbers == sorted(set(listener.numbers))
        assert listener.turning

    asyncio.run(main())


@pytest.mark.parametrize(
    ("keeps", "tires_after", "expected"),
    [
        (True, None, lambda counts: len(counts) == 1),
        (True, 3, lambda counts: len(counts) > 3 and set(counts[:-1]) == {3}),
        (False, None, lambda counts: len(counts) > 10 and set(counts) == {1}),
    ],
    ids=["stays-open", "closed-after-three-answers", "closed-after-each"],
)
def test_a_connection_stays_open_as_long_as_the_phone_lets_it(
    keeps: bool, tires_after: int | None, expected: Callable[[list[int]], bool]
) -> None:
    """However the phone treats it, the link is never lost and no reading is missing or there twice."""

    async def main() -> None:
        phone = Phone(keeps=keeps, tires_after=tires_after)
        with phone.reachable() as address:
            async with listening(address) as listener:
                await listener.until(lambda: sum(phone.answered) > 11)
                answered = [count for count in phone.answered if count]
        assert listener.states == ["searching", "up"]
        assert len(listener.numbers) > 20
        assert listener.numbers == list(range(listener.numbers[0], listener.numbers[-1] + 1))
        assert expected(answered)

    asyncio.run(main())


def with_a_time_of(digits: str) -> Callable[[bytes], bytes]:
    """Makes a function that puts a reading of this time before those of an answer."""

    def spoil(body: bytes) -> bytes:
        columns = json.loads(body)["buffer"]
        for name in ("accX", "accY", "accZ"):
            columns[name]["buffer"].insert(0, 0.0)
        columns["acc_time"]["buffer"].insert(0, "here")
        return json.dumps({"buffer": columns}).replace('"here"', digits).encode()

    return spoil


def every_second(instead: bytes) -> Callable[[bytes], bytes]:
    """Makes a function that gives this instead of every second answer."""
    turns = itertools.cycle([True, False])
    return lambda body: instead if next(turns) else body


@pytest.mark.parametrize(
    "spoil",
    [
        with_a_time_of("1e999"),
        with_a_time_of("NaN"),
        with_a_time_of("9" * 400),
        with_a_time_of("9" * 5000),
        every_second(b"[" * 200_000),
        every_second(b"\xff"),
        every_second(b'{"buffer": {"acc_time": {"buffer": [[]]}}}'),
    ],
    ids=["infinite", "nan", "400-digits", "5000-digits", "deep", "no-text", "list-for-a-number"],
)
def test_an_answer_that_is_spoilt_costs_itself(spoil: Callable[[bytes], bytes]) -> None:
    """The session goes on, every reading comes once, and the next question is of a time that the phone can have."""

    async def main() -> None:
        phone = Phone(spoil=spoil)
        with phone.reachable() as address:
            async with listening(address) as listener:
                await listener.until(lambda: len(listener.numbers) > 20 and len(phone.asked_after) > 6)
        assert listener.states == ["searching", "up"]
        assert listener.numbers == list(range(listener.numbers[0], listener.numbers[-1] + 1))
        assert phone.asked_after[-1] > 0.0
        assert all(after_s <= time.monotonic() - phone.began_s for after_s in phone.asked_after)

    asyncio.run(main())


def test_a_phone_that_comes_back_with_another_experiment_is_waited_for() -> None:
    async def main() -> None:
        phone = Phone()
        with ExitStack() as first:
            address = first.enter_context(phone.reachable())
            async with listening(address) as listener:
                await listener.until(lambda: len(listener.times) > 10)
                first.close()
                await listener.until(lambda: listener.states[-1] == "lost")
                phone.config = b"[" * 200_000
                said = "no configuration of phyphox. Trying again."
                with phone.reachable():
                    await listener.until(lambda: said in str(listener.hub.status.sensors))
                    assert listener.states[-1] == "lost"
                    phone.config = CONFIG
                    await listener.until(lambda: listener.states[-1] == "up")

    asyncio.run(main())


def test_an_experiment_without_acceleration_says_so() -> None:
    async def main() -> None:
        config = json.dumps({"inputs": [{"source": "gyroscope", "outputs": outputs("gyr", "t")}]}).encode()
        no_gravity = pytest.raises(DeviceError, match="has no acceleration with g: open one that has")
        with Phone(config).reachable() as address, no_gravity:
            await PhyphoxSource(address, None).run(Listener().acquisition)

    asyncio.run(main())


@pytest.mark.parametrize("address", ["phyphox://", "phyphox://phone:port", "phyphox://[1", "phyphox://ü..x"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(DeviceNotFound, match="write phyphox://ADDRESS, as the phone shows it"):
        PhyphoxSource(address, None)


@pytest.mark.parametrize("kinds", [["accelerometer"], ["accelerometer", "gyroscope"]])
def test_a_phone_without_a_gyroscope_gives_acceleration(kinds: list[str]) -> None:
    """The experiment has none, or has one that stays empty: after a second acceleration comes alone, and at once."""
    prefix = {"accelerometer": ("acc", "acc_time"), "gyroscope": ("gyr", "gyr_time")}
    config = {"inputs": [{"source": kind, "outputs": outputs(*prefix[kind])} for kind in kinds]}
    stream = DeviceStream(load_profile("phyphox-remote"), "wrist")
    blocks = stream.packet(
        Packet(sensor="wrist", channel="config", data=json.dumps(config).encode(), arrival_s=0.0)
    )
    for k in range(20):
        times: list[float | None] = [0.1 * k + 0.02 * n for n in range(5)]
        columns = {"accX": [0.0] * 5, "accY": [0.0] * 5, "accZ": [9.81] * 5, "acc_time": times}
        empty: dict[str, list[float | None]] = {name: [] for name in ("gyrX", "gyrY", "gyrZ", "gyr_time")}
        body = answer(**columns, **empty)  # type: ignore[arg-type]
        blocks += stream.packet(Packet(sensor="wrist", channel="get", data=body, arrival_s=0.1 * k + 0.15))
    assert sum(map(len, blocks)) == 100
    assert all(block.gyr_radps is None for block in blocks)


def test_what_cannot_be_read_is_not_recorded_and_a_phone_that_says_nothing_else_is_asked_anew(
    tmp_path: Path,
) -> None:
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, tzinfo=UTC))
    phone = Phone(spoil=lambda _: b"[" * 5000)

    async def main() -> None:
        with phone.reachable() as address:
            listener = Listener(open_recording=recording.open)
            running = asyncio.create_task(PhyphoxSource(address, None).run(listener.acquisition))
            await listener.until(
                lambda: any(
                    "its answers cannot be read" in one.text for one in listener.hub.status.sensors.values()
                )
            )
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(main())
    recording.close()
    assert recording.recorder is not None
    assert '"c":"get"' not in recording.recorder.packets_path.read_text()
