"""Who may look at the page and drive it, through the real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from analysis.errors import AnalysisError
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.serve import serve
from analysis.live.status import Status
from analysis.stream.offline import Facts

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

    def open(
        self, query: str | None = None, origin: str | None = None, host: str | None = None
    ) -> ClientConnection:
        asked = self.query if query is None else query
        headers = {} if host is None else {"Host": host}
        place = f"ws://{self.address}/ws" + (f"?{asked}" if asked else "")
        return connect(place, origin=origin, additional_headers=headers, open_timeout=WAIT_S, proxy=None)  # type: ignore[arg-type]


@contextlib.contextmanager
def serving(host: str | None = None, push: Callable[[bytes], str | None] | None = None) -> Iterator[Served]:
    """A server in a thread of its own."""
    ready: list[Served] = []
    started, over = threading.Event(), threading.Event()

    async def run() -> None:
        session = LiveSession(Facts(path="live", files=(), format="live", start_s=0.0, end_s=0.0))
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


def test_other_pages_and_names_are_kept_out(local: Served) -> None:
    port = local.address.rpartition(":")[2]
    with pytest.raises(InvalidStatus):
        local.open(origin="http://evil.example")
    with pytest.raises(InvalidStatus):
        local.open(host=f"evil.example:{port}")
    assert local.get("/", Host=f"evil.example:{port}")[0] == 403
    assert local.get("/", Origin="http://evil.example")[0] == 403
    with local.open(origin=f"http://{local.address}") as page:
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
        session = LiveSession(Facts(path="live", files=(), format="live", start_s=0.0, end_s=0.0))
        hub = Hub(session, Status())
        async with serve(hub, None, 0, lambda: None) as link:
            port = urlsplit(link).port or 0
            with pytest.raises(AnalysisError, match=f"--port {port}: .*give another port"):
                async with serve(hub, None, port, lambda: None):
                    pass

    asyncio.run(twice())
