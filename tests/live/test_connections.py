"""Connections that only occupy a place, by the hundred: the page and the phone get in, and no log grows."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from analysis.live.connections import (
    MOST_EACH,
    Door,
    Room,
    Seldom,
    find_room,
    guarded_protocol,
    quiet_handler,
)

WAIT_S = 20.0
ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def server(door: Door, silent_s: float = WAIT_S) -> Iterator[int]:
    """A web server behind this door, in a thread of its own; its port."""

    async def index(_: object) -> PlainTextResponse:
        return PlainTextResponse("page")

    async def page(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text("first")
        with contextlib.suppress(Exception):
            while True:
                await websocket.send_text(await websocket.receive_text())

    app = Starlette(routes=[Route("/", index), WebSocketRoute("/ws", page)])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            app,
            http=guarded_protocol(door, silent_s),
            log_level="error",
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join(WAIT_S)


def asked(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    connection.request("GET", "/", headers={"Connection": "close"})
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def idle(port: int, said: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)
    one.sendall(said)
    return one


def ended(one: socket.socket) -> bool:
    """Waits until the server closes it."""
    try:
        return one.recv(1000) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX: "])
def test_idle_connections_make_room_oldest_first(said: bytes) -> None:
    with server(Door(5)) as port, contextlib.ExitStack() as held:
        ones = [held.enter_context(contextlib.closing(idle(port, said))) for _ in range(5)]
        assert asked(port) == "page"
        assert ended(ones[0])
        for _ in range(20):
            held.enter_context(contextlib.closing(idle(port, said)))
        assert asked(port) == "page"
        assert all(map(ended, ones))


def test_an_open_page_keeps_its_place_and_closed_ones_are_forgotten() -> None:
    with server(Door(4)) as port, contextlib.ExitStack() as held:
        with connect(f"ws://127.0.0.1:{port}/ws", proxy=None) as other:
            other.recv(WAIT_S)
        page = held.enter_context(connect(f"ws://127.0.0.1:{port}/ws", proxy=None))
        assert page.recv(WAIT_S) == "first"
        for _ in range(20):
            held.enter_context(contextlib.closing(idle(port)))
        page.send("still here")
        assert page.recv(WAIT_S) == "still here"
        assert asked(port) == "page"


def test_where_all_places_are_taken_by_pages_the_next_is_turned_away() -> None:
    with server(Door(2)) as port, contextlib.ExitStack() as held:
        for _ in range(2):
            page = held.enter_context(connect(f"ws://127.0.0.1:{port}/ws", proxy=None))
            page.recv(WAIT_S)
        assert ended(held.enter_context(contextlib.closing(idle(port))))


@pytest.mark.parametrize(
    "said", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"]
)
def test_a_connection_that_asks_nothing_is_closed_in_time(said: bytes) -> None:
    """Also after an answer, and in the middle of the next question."""
    with server(Door(5), silent_s=0.3) as port, contextlib.closing(idle(port, said)) as one:
        answer = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while part := one.recv(1000):
                answer += part
        assert answer.endswith(b"page" if said.startswith(b"GET / HTTP/1.1") else b"")


class Transport(asyncio.Transport):
    """A connection of which only the end matters."""

    ended = False

    def abort(self) -> None:
        self.ended = True

    def is_closing(self) -> bool:
        return self.ended


def test_one_other_machine_has_only_so_many_places_and_who_has_most_makes_room() -> None:
    door, mine, phone = Door(100), [Transport() for _ in range(MOST_EACH + 10)], Transport()
    assert door.enter(phone, "192.168.1.7")
    assert all(door.enter(one, "192.168.1.66") for one in mine)
    assert [one.ended for one in mine] == [True] * 10 + [False] * MOST_EACH
    assert all(door.enter(Transport(), address) for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] * 17)
    assert not phone.ended
    assert [one.ended for one in mine].count(True) == 10 + 1 + 51 + MOST_EACH - 100
    busy = [Transport() for _ in range(MOST_EACH)]
    door = Door(100)
    for one in busy:
        door.enter(one, "192.168.1.66")
        door.busy(one)
    assert not door.enter(Transport(), "192.168.1.66")
    door.idle(busy[7])
    assert door.enter(Transport(), "192.168.1.66")
    assert busy[7].ended


def test_room_is_made_by_the_descriptors_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never more than the process may open, also when a whole bunch is accepted before the first is closed."""
    for soft, hard in ((64, 64), (128, 128), (256, 256), (1024, 1024), (256, 4096), (10**6, 10**6), (-1, -1)):
        given = {"now": soft}
        monkeypatch.setattr(resource, "getrlimit", lambda _, g=given, h=hard: (g["now"], h))
        monkeypatch.setattr(resource, "setrlimit", lambda _, pair, g=given: g.update(now=pair[0]))
        room = find_room()
        assert isinstance(room, Room)
        assert 4 <= room.at_once <= 100
        if given["now"] >= 128:
            assert room.most + 3 * room.at_once < given["now"]


def test_faults_are_logged_a_few_times_a_minute() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    record = logging.LogRecord(
        "uvicorn.error", logging.ERROR, "", 0, "Exception in ASGI application", (), None
    )
    assert [seldom.filter(record) for _ in range(100)].count(True) == 5
    now[0] = 61.0
    assert seldom.filter(record)


def test_descriptors_that_are_used_up_are_no_fault_to_log() -> None:
    logged: list[dict[str, Any]] = []

    class Loop(asyncio.SelectorEventLoop):
        def default_exception_handler(self, context: dict[str, Any]) -> None:
            logged.append(context)

    with contextlib.closing(Loop()) as loop:
        loop.set_exception_handler(quiet_handler(Seldom(lambda: 0.0)))
        for _ in range(100):
            loop.call_exception_handler({"message": "socket.accept() out of system resource"})
        assert logged == []
        for _ in range(100):
            loop.call_exception_handler({"message": "something else"})
        assert len(logged) == 5


@pytest.mark.program
def test_four_hundred_idle_connections_lock_nobody_out_of_the_real_program(tmp_path: Path) -> None:
    """With 256 descriptors, as many systems give: every page is served, and nothing is written to the terminal."""
    program = [
        sys.executable,
        "-m",
        "analysis.cli",
        "live",
        "--device",
        "demo",
        "--no-open",
        "--out",
        str(tmp_path),
    ]
    running = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256)),  # noqa: PLW1509
    )  # fmt: skip
    assert running.stdout is not None
    port = int(running.stdout.readline().split()[-1].rsplit(":")[-1].strip("/"))
    with contextlib.ExitStack() as held:
        for k in range(400):
            held.enter_context(contextlib.closing(idle(port)))
            if k % 40 == 39:
                connection = HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
                connection.request("GET", "/")
                assert connection.getresponse().status == 200
                connection.close()
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=WAIT_S)
    assert (running.returncode, errors) == (0, "")
