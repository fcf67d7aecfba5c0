"""Whatever a page, a phone or a stranger sends to the real server: a sentence or nothing, never a traceback."""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import socket
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.live import page_commands
from analysis.live.controls import Refusal
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.server import _obey
from analysis.live.sources.http_push import PhoneSource
from analysis.live.sources.phyphox_polling import _latest
from analysis.live.status import Status
from analysis.stream.offline import recording_facts
from imu.devices import load_profile, make_decoder
from imu.devices.decoders.phyphox_remote import buffers
from imu.devices.protocol import BadPacket, Readings
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from tests.live.test_server import WAIT_S, Served, serving, state

pytestmark = pytest.mark.program

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NUMBERS = ["1", "0", "-1", "1.5", "99", "1e999", "-1e999", "NaN", "9" * 400, "9" * 5000]
ODD = ["null", "true", '""', '"x"', '"wrist 12.5"', '"\\u0000"', '"\\ud800"', "[]", "{}", '["a"]', '{"a":1}',
       '"' + "z" * 3000 + '"', "[" * 500 + "]" * 500, '"a = ' + "[" * 3000 + '"',
       '"[momentum]\\npush_mps2 = ' + "9" * 5000 + '"', '"momentum.push_mps2"']  # fmt: skip
KEYS = ("kg", "steps", "reps", "side", "weight_kg", "key", "set", "name", "value", "text", "address", "speed")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def complaints() -> Iterator[list[logging.LogRecord]]:
    """Everything that is logged."""
    found: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    handler = Keep(logging.ERROR)
    logging.getLogger().addHandler(handler)
    logging.getLogger("uvicorn.error").addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)
    logging.getLogger("uvicorn.error").removeHandler(handler)


@pytest.fixture(scope="module")
def local() -> Iterator[Served]:
    with serving() as served:
        yield served


class Told:
    """A session with a set of five reps, and what its pages are told."""

    def __init__(self) -> None:
        movement = (Still(4.0), CurlSet(reps=(SimulatedRep(lift_s=1.4),) * 5), Still(9.0))
        recording = simulate(movement, sensor=SensorModel(rate_hz=50.0), seed=2).recording
        self.hub = Hub(LiveSession(recording_facts(recording)), Status())
        self.hub.samples(recording.sensors[0])
        self.hub.finish()
        self.said: list[str] = []
        self.states: list[dict[str, Any]] = []
        self.hub.join(self._take)

    def _take(self, message: dict[str, Any]) -> None:
        json.dumps(message, allow_nan=False)
        if message["type"] == "said":
            self.said.append(message["text"])
        elif message["type"] == "state":
            self.states.append(message)


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.mark.parametrize("do", sorted(page_commands._COMMANDS))
def test_every_command_with_every_odd_value_is_a_sentence_or_nothing(told: Told, do: str) -> None:
    for value in [*NUMBERS, *ODD]:
        before = len(told.said)
        _obey(told.hub, f'{{"do":"{do}",' + ",".join(f'"{key}":{value}' for key in KEYS) + "}")
        for text in told.said[before:]:
            assert 3 < len(text) < 300
            assert "\n" not in text
            assert "Error" not in text


@QUICK
@given(
    st.sampled_from(sorted(page_commands._COMMANDS)) | ANYTHING,
    st.dictionaries(st.sampled_from(KEYS), ANYTHING),
)
def test_any_json_is_taken(told: Told, do: object, values: dict[str, object]) -> None:
    before = len(told.states)
    _obey(told.hub, json.dumps({"do": do, **values}))
    assert len(told.states) > before


@QUICK
@given(st.text(max_size=300))
def test_any_text_is_taken(told: Told, text: str) -> None:
    _obey(told.hub, text)
    assert told.said


@pytest.mark.parametrize("depth", [10, 500, 1000, 40_000])
def test_json_of_any_depth_is_taken(told: Told, depth: int) -> None:
    for text in ("[" * depth + "]" * depth, '{"do":' * depth, '{"do":' + "[" * depth + "]" * depth + "}"):
        _obey(told.hub, text)
    assert told.said[-1] == "This page and the program do not fit together: load the page again."


@pytest.mark.parametrize(("number", "there"), [("1", True), ("99", False), ("0", False), ("-1", False), ("1.5", False),
                                               ("NaN", False), ("true", False), ('"1"', False), ("9" * 400, False)])  # fmt: skip
def test_the_weight_of_a_set_needs_a_set_that_is_there(number: str, there: bool) -> None:
    told = Told()
    _obey(told.hub, f'{{"do":"set_weight","set":{number},"kg":12.5}}')
    expected = "Set 1: 12.5\u00a0kg" if there else "There is no such set; 1 set so far."
    assert told.said == [expected]
    assert [note.value for note in told.hub.session.notes] == (["12.5"] if there else [])


@pytest.mark.parametrize("kg", ["0", "-5", "NaN", "1e999", "501", "1e-9", "null", '"12"', "true", "9" * 400])
@pytest.mark.parametrize("do", ['"weight"', '"set_weight","set":1'])
def test_no_weight_is_no_weight_wherever_it_is_said(do: str, kg: str) -> None:
    told = Told()
    _obey(told.hub, f'{{"do":{do},"kg":{kg}}}')
    assert told.said == ["A weight is above 0 and at most 500 kg."]
    assert told.hub.session.notes == []


@pytest.mark.parametrize("key", ["wrist 1.5", "", "\u0000", "wrist", "wrist nan", "x" * 5000])
def test_a_rep_that_is_not_there_is_neither_taken_out_nor_noted(key: str) -> None:
    told = Told()
    _obey(told.hub, json.dumps({"do": "rep_out", "key": key}))
    assert told.said == ["There is no such rep."]
    assert told.hub.session.notes == []


def frame(op: int, data: bytes, *, fin: bool = True, masked: bool = True) -> bytes:
    """A WebSocket frame (RFC 6455, 5.2)."""
    mask = 0x80 if masked else 0
    size = (
        bytes([mask | len(data)])
        if len(data) < 126
        else bytes([mask | 126]) + struct.pack(">H", len(data))
        if len(data) < 65536
        else bytes([mask | 127]) + struct.pack(">Q", len(data))
    )
    return bytes([(0x80 if fin else 0) | op]) + size + (bytes(4) if masked else b"") + data


def upgrade(served: Served, extra: bytes = b"", path: bytes = b"/ws") -> bytes:
    return (
        b"GET " + path + b" HTTP/1.1\r\nHost: " + served.address.encode() + b"\r\nConnection: Upgrade\r\n"
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + extra + b"\r\n"
    )  # fmt: skip


def sent(served: Served, data: bytes, *, reset: bool = False) -> bytes:
    """Sends bytes on a connection of their own, and hangs up, if need be with a reset; what was answered first."""
    host, _, port = served.address.rpartition(":")
    with (
        socket.create_connection((host.strip("[]"), int(port)), timeout=WAIT_S) as one,
        contextlib.suppress(ConnectionError),
    ):
        one.sendall(data)
        if reset:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        with contextlib.suppress(ConnectionError):
            _say_no_more(one)
        return one.recv(4000)
    return b""


def _say_no_more(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_WR)
    except OSError as error:
        if error.errno != errno.ENOTCONN:  # the server has hung up already
            raise


FRAMES = [
    frame(2, b"\x00\xff"), frame(1, b"\xff\xfe"), frame(1, b"[" * 40_000), frame(3, b""), frame(0, b"x"),
    frame(1, b"a" * 200_000), frame(1, b"a" * 3_000_000), frame(8, b"\x00"), frame(9, b"p" * 125), frame(9, b"p" * 200),
    frame(1, b"x", masked=False), frame(1, b"x", fin=False), b"\xff" * 50, frame(1, b'{"do":"weight_step","steps":1}') * 200,
]  # fmt: skip
ORIGINS = [b"http://[bad", b"\xff\xfe", b"null", b"", b"http://a:b:c", b"http://[::1", b"//"]
HOSTS = [
    b"",
    b"[",
    b"]",
    b"[::1",
    b"a:b:c",
    b"\xff",
    b"127.0.0.1:99999999",
    b"[::1]:x",
    b" ",
    b"x" * 9000,
    b"*",
]
PATHS = [b"/%ff", b"/%00", b"/..%2f..%2fetc%2fpasswd", b"/" + b"a" * 5000, b"/?token=%ff%fe", b"/report?token=%ed%a0%80",
         b"*", b"http://x/", b"/%ed%a0%80.js", b"//", b"/\xff", b"/ws", b"/push", b"/?" + b"&" * 5000]  # fmt: skip


@pytest.mark.parametrize("reset", [False, True])
def test_frames_headers_and_paths_of_any_kind(
    local: Served, complaints: list[logging.LogRecord], reset: bool
) -> None:
    """The server goes on, and has nothing to say about them."""
    for data in FRAMES:
        sent(local, upgrade(local) + data, reset=reset)
    for origin in ORIGINS:
        line = b"Origin: " + origin + b"\r\n"
        answer = sent(local, upgrade(local, line), reset=reset)
        assert b" 101 " not in answer.split(b"\r\n", 1)[0]
        sent(
            local,
            b"GET / HTTP/1.1\r\nHost: " + local.address.encode() + b"\r\n" + line + b"\r\n",
            reset=reset,
        )
    for host in HOSTS:
        sent(local, b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n", reset=reset)
    for path in PATHS:
        sent(
            local, b"GET " + path + b" HTTP/1.1\r\nHost: " + local.address.encode() + b"\r\n\r\n", reset=reset
        )
        sent(local, upgrade(local, path=path), reset=reset)
    for nonsense in (b"\x16\x03\x01\x02\x00\x01", bytes(100), b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 500):
        sent(local, nonsense, reset=reset)
    with local.open() as page:
        assert state(page)["type"] == "state"
    assert local.get("/")[0] == 200
    assert complaints == []


def test_a_burst_of_pages_that_hang_up_leaves_nothing(
    local: Served, complaints: list[logging.LogRecord]
) -> None:
    for _ in range(60):
        sent(local, upgrade(local) + frame(1, b'{"do":"weight_step","steps":1}') * 50, reset=True)
    with local.open() as page:
        state(page)
    assert complaints == []


class Screen:
    """Takes what a source shows."""

    def set(self, **changes: Any) -> None:
        pass

    def say(self, text: str) -> None:
        pass


@QUICK
@given(
    st.binary(max_size=200)
    | ANYTHING.map(lambda value: json.dumps(value).encode())
    | st.lists(st.fixed_dictionaries({}, optional={"name": st.sampled_from(["gyroscope", "totalacceleration"]),
                                                     "time": ANYTHING, "values": ANYTHING}), max_size=3)
      .map(lambda payload: json.dumps({"payload": payload}).encode())
)  # fmt: skip
def test_any_body_that_is_posted_is_taken_or_refused_with_a_sentence(body: bytes) -> None:
    phone = PhoneSource(None)
    taken: list[object] = []

    class Port:
        screen = Screen()

        def now_s(self) -> float:
            return 1.0

        def packet_of(self, sensor: str, channel: str, data: bytes) -> Any:
            from imu.devices import Packet  # noqa: PLC0415

            return Packet(sensor=sensor, channel=channel, data=data, arrival_s=1.0)

    class Feed:
        def packet(self, packet: object) -> None:
            taken.append(packet)

    phone._acquisition, phone._feed = Port(), Feed()  # type: ignore[assignment]
    why = phone.pushed(body, "10.0.0.2")
    assert len(taken) == (why is None)
    if why is not None:
        assert isinstance(why, Refusal)
        assert why.status == 400
        assert why.text.endswith(".")
    else:
        found = make_decoder(load_profile("sensor-logger-push")).feed("push", body)
        assert not any(isinstance(one, BadPacket) for one in found)


CONFIG = json.dumps(
    {"inputs": [{"source": "accelerometer", "outputs": [{"x": "x"}, {"y": "y"}, {"z": "z"}, {"t": "t"}]}]}
)
PHYPHOX_TIMES = [
    "1e999",
    "-1e999",
    "NaN",
    "9" * 400,
    "9" * 5000,
    "1e9",
    "-1",
    "null",
    '"a"',
    "[]",
    "[" * 400 + "]" * 400,
    "true",
]


@pytest.mark.parametrize("time", PHYPHOX_TIMES)
def test_a_time_of_phyphox_that_none_can_be_costs_itself_and_is_not_asked_for(time: str) -> None:
    """The next question begins at the last time that can be one, never at infinity."""
    decoder = make_decoder(load_profile("phyphox-remote"))
    assert decoder.feed("config", CONFIG.encode()) == []
    columns = {name: f'{{"buffer":[0.5,1.5,{time if name == "t" else 2.5}]}}' for name in "xyzt"}
    body = (
        '{"buffer":{' + ",".join(f'"{name}":{column}' for name, column in columns.items()) + "}}"
    ).encode()
    asked = _latest(body, buffers(CONFIG.encode())["acc"][3], 0.25)
    assert asked in (0.25, 1.0, 1.5)
    for one in decoder.feed("get", body):
        assert isinstance(one, Readings | BadPacket)


@QUICK
@given(
    st.binary(max_size=200)
    | ANYTHING.map(lambda value: json.dumps({"buffer": {n: {"buffer": value} for n in "xyzt"}}).encode())
)
def test_any_answer_of_phyphox_is_taken(body: bytes) -> None:
    decoder = make_decoder(load_profile("phyphox-remote"))
    decoder.feed("config", CONFIG.encode())
    for one in [*decoder.feed("get", body), *decoder.feed("config", body)]:
        assert isinstance(one, Readings | BadPacket)
    assert 0.0 <= _latest(body, "t", 0.0) < 1e9
