"""A program for the live page to talk to: the real folder, a real WebSocket, snapshots by hand."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "analysis" / "live" / "page"
POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
WAIT_S = 10.0


class Feeder:
    """Serves the page on a port of its own; `latest` is what a new page is told first."""

    def __init__(self) -> None:
        self.latest: dict[str, Any] | None = None
        self._talks: Feeder = self
        self.tokens: queue.Queue[str | None] = queue.Queue()
        self._received: queue.Queue[dict[str, Any]] = queue.Queue()
        self._open: set[Any] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self.port = 0

    def another(self) -> Feeder:
        """A new one that takes over this one's server: pages that come from now on talk to it alone."""
        made = Feeder()
        made.port, self._talks = self.port, made
        return made

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def send(self, message: dict[str, Any]) -> None:
        """To every open page."""
        if message["type"] == "state":
            self.latest = message
        self._run(self._send(message))

    def received(self) -> dict[str, Any]:
        """The next message of a page."""
        return self._received.get(timeout=WAIT_S)

    def nothing_received(self) -> bool:
        return self._received.empty()

    def _run(self, task: Any) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(task, self._loop).result(WAIT_S)

    async def _send(self, message: dict[str, Any]) -> None:
        for page in list(self._open):
            await page.send_text(json.dumps(message))

    async def _talk(self, page: Any) -> None:
        from starlette.websockets import WebSocketDisconnect  # noqa: PLC0415

        self._loop = asyncio.get_running_loop()
        await page.accept()
        self.tokens.put(page.query_params.get("token"))
        if self.latest:
            await page.send_text(json.dumps(self.latest))
        self._open.add(page)
        try:
            while True:
                self._received.put(json.loads(await page.receive_text()))
        except WebSocketDisconnect:
            self._open.discard(page)

    def _app(self) -> Any:
        from starlette.applications import Starlette  # noqa: PLC0415
        from starlette.routing import Mount, WebSocketRoute  # noqa: PLC0415
        from starlette.staticfiles import StaticFiles  # noqa: PLC0415

        files = StaticFiles(directory=PAGE, html=True)

        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            async def with_policy(message: Any) -> None:
                if message["type"] == "http.response.start":
                    message["headers"].append((b"content-security-policy", POLICY.encode()))
                await send(message)

            await files(scope, receive, with_policy)

        async def talk(page: Any) -> None:
            await self._talks._talk(page)

        return Starlette(routes=[WebSocketRoute("/ws", talk), Mount("/", guarded)])

    @contextmanager
    def running(self) -> Iterator[Feeder]:
        """Serve until the block ends; again on the same port if it ran before."""
        import uvicorn  # noqa: PLC0415

        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", self.port))
            listening.listen()
            self.port = listening.getsockname()[1]
            config = uvicorn.Config(self._app(), log_level="error", ws="websockets-sansio", lifespan="off",
                                    timeout_graceful_shutdown=1)  # fmt: skip
            self._server = uvicorn.Server(config)
            self._thread = threading.Thread(
                target=self._server.run, kwargs={"sockets": [listening]}, daemon=True
            )
            self._thread.start()
            try:
                yield self
            finally:
                self.stop()

    def stop(self) -> None:
        """As when the program ends: the sockets close and the port is free."""
        if self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(WAIT_S)
        self._thread = None
        self._open.clear()
