"""Who may look at the page and drive it, through the real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from analysis.errors import AnalysisError
from analysis.live.hub import Hub, Message
from analysis.live.live_session import LiveSession
from analysis.live.serve import serve
from analysis.live.server import Outbox, Push
from analysis.live.status import Status
from analysis.stream.offline import RecordingFacts

WAIT_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    link: str
    hub: Hub
    loop: asyncio.AbstractEventLoop

    @property
    def address(self) -> str:
        return urlsplit(self.link).netloc

    @property
    def query(self) -> str:
        return urlsplit(self.link).query

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection(self.address, timeout=WAIT_S)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text

    def open(self, query: str | None = None, origin: str | None = None) -> ClientConnection:
        asked = self.query if query is None else query
        place = f"ws://{self.address}/ws" + (f"?{asked}" if asked else "")
        return connect(place, origin=origin, open_timeout=WAIT_S, proxy=None)  # type: ignore[arg-type]

    def handshake(self, host: str) -> int:
        """The answer to a WebSocket's first request that names this host: 101 opens it."""
        connection = HTTPConnection(self.address, timeout=WAIT_S)
        wanted = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        headers = {**wanted, "Host": host, "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        connection.request("GET", "/ws", headers=headers)
        answer = connection.getresponse()
        answer.close()
        connection.close()
        return answer.status


@contextlib.contextmanager
def serving(host: str | None = None, push: Push | None = None) -> Iterator[Served]:
    """A server in a thread of its own."""
    ready: list[Served] = []
    started, over = threading.Event(), threading.Event()

    async def run() -> None:
        session = LiveSession(RecordingFacts(path="live", files=(), format="live", start_s=0.0, end_s=0.0))
        hub = Hub(session, Status())
        async with serve(hub, host, 0, lambda: "<h1>report</h1>", push) as link:
            ready.append(Served(link=link, hub=hub, loop=asyncio.get_running_loop()))
            started.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=_run, args=(run(),))
    thread.start()
    try:
        assert started.wait(WAIT_S)
        yield ready[0]
    finally:
        over.set()
        thread.join(WAIT_S)


def _run(job: Coroutine[Any, Any, None]) -> None:
    asyncio.run(job)


@pytest.fixture(scope="module")
def local() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def open_to_others() -> Iterator[Served]:
    with serving("0.0.0.0") as served:
        yield served


def state(page: ClientConnection) -> dict[str, Any]:
    message = json.loads(page.recv(timeout=WAIT_S))
    while message["type"] != "state":
        message = json.loads(page.recv(timeout=WAIT_S))
    return dict(message)


def test_a_page_gets_the_whole_state_first(local: Served) -> None:
    with local.open() as page:
        first = state(page)
    assert first["screen"] == "no_sensor"
    assert first["notice"]["headline"] == "No sensor yet"


def test_what_is_tapped_is_done_and_shown_to_all(local: Served) -> None:
    with local.open() as one, local.open() as other:
        state(one), state(other)
        one.send(json.dumps({"do": "weight", "kg": 12.5}))
        assert state(one)["weight"]["text"] == "12.5\u00a0kg"
        assert state(other)["weight"]["text"] == "12.5\u00a0kg"
        other.send(json.dumps({"do": "weight_step", "steps": -1}))
        assert state(one)["weight"]["kg"] == 10.0


def test_an_icon_on_a_home_screen_opens_the_page_with_its_token(open_to_others: Served) -> None:
    status, headers, text = open_to_others.get(f"/app.webmanifest?{open_to_others.query}")
    assert (status, headers["content-type"]) == (200, "application/manifest+json")
    assert json.loads(text)["start_url"] == f"./?{open_to_others.query}"
    _, _, page = open_to_others.get(f"/?{open_to_others.query}")
    assert f'href="app.webmanifest?{open_to_others.query}"' in page


def test_the_token_is_told_to_nobody_who_has_it_not(open_to_others: Served) -> None:
    status, _, text = open_to_others.get("/app.webmanifest")
    assert status == 403
    assert open_to_others.query not in text


def test_on_this_machine_alone_the_icon_needs_no_token(local: Served) -> None:
    assert json.loads(local.get("/app.webmanifest")[2])["start_url"] == "./"


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "null", '{"do": 7}', '{"do": "nonsense"}', '{"do": "weight"}', '{"do": "weight", "kg": "x"}',
     '{"do": "weight", "kg": -1}', '{"do": "weight", "kg": 1e99}', '{"do": "target", "reps": 1.5}',
     '{"do": "set_weight", "set": 99, "kg": 1}', '{"do": "rep_out", "key": {"a": 1}}', '{"do": "side", "side": "up"}',
     '{"do": "speed", "speed": true}', "x" * 20_000],
)  # fmt: skip
def test_nonsense_changes_nothing(local: Served, text: str) -> None:
    with local.open() as page:
        before = state(page)
        page.send(text)
        after = state(page)
    assert after == before


def test_other_pages_are_kept_out(local: Served) -> None:
    with pytest.raises(InvalidStatus):
        local.open(origin="http://evil.example")
    assert local.get("/", Origin="http://evil.example")[0] == 403
    with local.open(origin=f"http://{local.address}") as page:
        assert state(page)["type"] == "state"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
def test_every_name_of_this_machine_is_taken_with_and_without_a_port(local: Served, host: str) -> None:
    port = local.address.rpartition(":")[2]
    assert local.get("/", Host=f"{host}:{port}")[0] == 200
    assert local.get("/", Host=host)[0] == 200
    assert local.handshake(f"{host}:{port}") == 101


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example#localhost", "localhost@evil.example", "localhost:1:evil",
     "www.localhost", "192.0.2.7", "[::2]", "[::1", "::1", "[::1].evil.example", "*", ""],
)  # fmt: skip
def test_a_name_that_is_not_of_this_machine_gets_no_page_and_no_socket(local: Served, host: str) -> None:
    """DNS rebinding: a page elsewhere gives its own name this machine's address."""
    port = local.address.rpartition(":")[2]
    for named in (host, f"{host}:{port}"):
        code, _, text = local.get("/", Host=named)
        assert (code, "main.js" in text) == (400, False)
        assert local.handshake(named) == 400


def test_others_reach_it_by_the_address_in_the_link_alone(open_to_others: Served) -> None:
    """As for a phone in the same network; another name of the same address is refused."""
    shown, _, port = open_to_others.address.rpartition(":")
    here = Served(link=f"http://127.0.0.1:{port}/", hub=open_to_others.hub, loop=open_to_others.loop)
    page = f"/?{open_to_others.query}"
    assert here.get(page, Host=f"{shown}:{port}")[0] == 200
    assert here.get(page, Host=f"{shown}.evil.example:{port}")[0] == 400
    assert here.get(page, Host=f"evil.example:{port}")[0] == 400


def test_a_page_on_ipv6_has_a_link_that_opens_it() -> None:
    with contextlib.closing(socket.socket(socket.AF_INET6)) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError as error:
            pytest.skip(f"this machine has no IPv6: {error}")
    with serving("::1") as served:
        assert served.address.startswith("[::1]:")
        assert served.get("/")[0] == 200
        with served.open(origin=f"http://{served.address}") as page:
            assert state(page)["type"] == "state"


def test_headers_keep_the_page_to_itself(local: Served) -> None:
    code, headers, text = local.get("/")
    assert code == 200
    assert "main.js" in text
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert local.get("/main.js")[0] == 200
    assert local.get("/../server.py")[0] == 404
    assert local.get("/report")[2] == "<h1>report</h1>"


def test_others_need_the_token(open_to_others: Served) -> None:
    assert open_to_others.query.startswith("token=")
    port = open_to_others.address.rpartition(":")[2]
    here = Served(
        link=f"http://127.0.0.1:{port}/?{open_to_others.query}",
        hub=open_to_others.hub,
        loop=open_to_others.loop,
    )
    assert here.get("/")[0] == 403
    assert here.get("/report?token=wrong")[0] == 403
    assert here.get(f"/?{here.query}")[0] == 200
    for query in ("", "token=wrong", "token="):
        with pytest.raises(InvalidStatus):
            here.open(query=query)
    with here.open() as page:
        assert state(page)["type"] == "state"


def test_an_address_in_use_is_said() -> None:
    async def twice() -> None:
        session = LiveSession(RecordingFacts(path="live", files=(), format="live", start_s=0.0, end_s=0.0))
        hub = Hub(session, Status())
        async with serve(hub, None, 0, lambda: None) as link:
            port = urlsplit(link).port or 0
            with pytest.raises(AnalysisError, match=f"--port {port}: .*give another port"):
                async with serve(hub, None, port, lambda: None):
                    pass

    asyncio.run(twice())


def test_a_page_that_is_behind_gets_the_latest_state_alone_and_not_more_than_fits() -> None:
    async def main() -> None:
        outbox = Outbox()
        for n in range(1000):
            outbox.put(Message(type="trace", n=n))
            outbox.put(Message(type="state", n=n))
        waiting = []
        with contextlib.suppress(TimeoutError):
            while True:
                async with asyncio.timeout(0):
                    waiting.append(await outbox.next())
        states = [one["n"] for one in waiting if one["type"] == "state"]
        assert states == [999]
        assert len(waiting) <= 41

    asyncio.run(main())


def has_ipv6() -> bool:
    with contextlib.closing(socket.socket(socket.AF_INET6, socket.SOCK_STREAM)) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="no IPv6 here")
@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_the_page_is_served_on_an_ipv6_address(host: str) -> None:
    with serving(host) as served:
        assert served.link.startswith("http://[::1]:")
        assert served.get("/")[0] == 200
        with served.open(origin=f"http://{served.address}") as page:
            assert state(page)["type"] == "state"


@pytest.mark.parametrize("host", ["ü..x", "x..y", "a b", " ", "127.0.0.1:80", "a" * 300, "192.0.2.1", "a\0b"])
def test_a_host_that_is_none_is_one_sentence(host: str) -> None:
    async def main() -> None:
        session = LiveSession(RecordingFacts(path="live", files=(), format="live", start_s=0.0, end_s=0.0))
        async with serve(Hub(session, Status()), host, 0, lambda: None):
            pass

    with pytest.raises(AnalysisError, match=r"^--host .*: .*; give .*\.$"):
        asyncio.run(main())
