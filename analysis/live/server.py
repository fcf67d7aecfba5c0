"""Server of the live page: the page's files, one WebSocket, the report. Bound to one machine unless asked
otherwise.

Three checks decide who may look: requests must name a host that this server was opened for (against DNS
rebinding), a WebSocket must come from a page of this server (against other web pages), and where other
machines can reach it, both need the token of the link.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from analysis.language import language, say
from analysis.live.controls import Refusal
from analysis.live.hub import Hub
from analysis.live.hub import Message as PageMessage
from analysis.live.page_language import CATALOGUE, catalogue_script, page_html, pages_folder

_MOST_WAITING = 40
"""Messages that may wait for a slow page; further traces and sounds are dropped then, never the latest state."""
_MOST_BYTES = 50_000
"""Longest message of a page, bytes."""
_LATEST = ("state", "taken")
"""Kinds of messages of which the latest says all that those before it did."""
MOST_PUSHED = 1_000_000
"""Longest message of a phone, bytes; a second of all sensors is a tenth of that."""
BODY_S = 10.0
"""Longest time that such a message may take, s."""
_PAGE = pages_folder("page")
"""Files of the page."""
_MANIFEST = "app.webmanifest"
"""Tells a phone how to keep the page on its home screen; its link has the token, so that the icon opens the page."""
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Sent with every answer, so that no other page can embed or read this one."""
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
"""The report holds its own style and script, and may load nothing."""


Answer: TypeAlias = Callable[[Request], Awaitable[Response]]
"""Answers a request."""
Push: TypeAlias = Callable[[bytes, str], Refusal | None]
"""Takes the body that a phone posted and its address; returns why it is not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may look at the page."""

    hosts: tuple[str, ...] = LOCAL_HOSTS
    """Host names that requests may use; with brackets for IPv6, without port."""
    token: str | None = None
    """Secret part of the link; None where only this machine can reach the server."""

    def link(self, path: str) -> str:
        """A path of this server with the token, where one is needed."""
        return path if self.token is None else f"{path}?token={quote(self.token)}"

    def allows_origin(self, connection: HTTPConnection) -> bool:
        """Whether the request comes from a page of this very server, or from no page at all."""
        origin = connection.headers.get("origin")
        try:
            return origin is None or urlsplit(origin).netloc == connection.headers.get("host", "")
        except ValueError:  # no address at all, as http://[bad
            return False

    def allows_token(self, connection: HTTPConnection) -> bool:
        """Whether the request carries the token, where one is needed."""
        given = connection.query_params.get("token", "")
        return self.token is None or secrets.compare_digest(
            given.encode("utf-8", "replace"), self.token.encode()
        )


class Guard:
    """Middleware that refuses requests from other pages, and adds the headers that keep other pages out.

    Parameters
    ----------
    app : ASGIApp
        Answers what is let through.
    access : Access
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not self._access.allows_origin(HTTPConnection(scope)):
            await PlainTextResponse(say("server.other_page"), 403)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                extra = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message["headers"] = [*message["headers"], *(h for h in extra if h[0] not in known)]
            await send(message)

        await self._app(scope, receive, with_headers)


def _own_pages(access: Access) -> tuple[Route, Route]:
    """The page, and how a home screen keeps it; both have the token in their links."""

    async def index(request: Request) -> Response:
        if not access.allows_token(request):
            return PlainTextResponse(say("server.link_incomplete"), 403)
        return HTMLResponse(page_html(_PAGE, "index.html.j2", manifest=access.link(_MANIFEST)))

    async def manifest(request: Request) -> Response:
        if not access.allows_token(request):
            return PlainTextResponse(say("server.open_from_page"), 403)
        told = json.loads((_PAGE / _MANIFEST).read_text(encoding="utf-8"))
        said = {
            "description": say("page.about"),
            "lang": language(),
            "start_url": access.link(told["start_url"]),
        }
        return JSONResponse(told | said, media_type="application/manifest+json")

    return Route("/", index), Route(f"/{_MANIFEST}", manifest)


async def give_words(_: Request) -> Response:
    """Answers with the words of the pages."""
    return Response(catalogue_script(), media_type="text/javascript")


async def posted_body(request: Request) -> bytes | Response:
    """Reads all that was posted; else gives the answer why it is not taken."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > MOST_PUSHED:
                    return PlainTextResponse(say("server.too_long"), 413)
    except (TimeoutError, ClientDisconnect):
        return PlainTextResponse(say("server.cut_short"), 408)
    return bytes(body)


def make_app(
    hub: Callable[[], Hub],
    access: Access,
    *,
    report: Callable[[], str | None] = lambda: None,
    push: Push | None = None,
) -> Starlette:
    """Makes the web application.

    Parameters
    ----------
    hub : callable
        The session that is shown now.
    access : Access
    report : callable
        The report of the finished session as HTML, or None.
    push : callable or None
        Gets what a phone posts, and from where; returns why it is not taken.
    """

    async def show_report(request: Request) -> Response:
        if not access.allows_token(request):
            return PlainTextResponse(say("server.open_from_page"), 403)
        html = await asyncio.to_thread(report)
        if html is None:
            return PlainTextResponse(say("server.no_finished_set"), 404)
        return HTMLResponse(html, headers={"Content-Security-Policy": REPORT_POLICY})

    async def push_help(request: Request) -> Response:
        if not access.allows_token(request):
            return PlainTextResponse(say("server.address_incomplete"), 403)
        return HTMLResponse(page_html(_PAGE, "push_help.html.j2"))

    async def pushed(request: Request) -> Response:
        if push is None or not access.allows_token(request):
            return PlainTextResponse(say("server.address_incomplete"), 403)
        body = await posted_body(request)
        if isinstance(body, Response):
            return body
        sender = "" if request.client is None else request.client.host
        wrong = push(body, sender)
        return PlainTextResponse("ok") if wrong is None else PlainTextResponse(wrong.text, wrong.status)

    async def socket(websocket: WebSocket) -> None:
        if not (access.allows_origin(websocket) and access.allows_token(websocket)):
            await websocket.close(1008)
            return
        await websocket.accept()
        await serve_page(websocket, hub())

    return Starlette(
        routes=[
            *(_push_routes(pushed, push_help) if push is not None else []),
            *_own_pages(access),
            Route("/report", show_report),
            WebSocketRoute("/ws", socket),
            Route(f"/{CATALOGUE}", give_words),
            Mount("/", StaticFiles(directory=_PAGE)),
        ],
        middleware=[
            Middleware(Guard, access=access),
            Middleware(TrustedHostMiddleware, allowed_hosts=access.hosts, www_redirect=False),
        ],
    )


def _push_routes(pushed: Answer, push_help: Answer) -> list[Route]:
    """What an app posts is taken; who opens the address in a browser is helped."""
    return [Route("/push", pushed, methods=["POST"]), Route("/push", push_help, methods=["GET"])]


class Outbox:
    """Messages that wait for one page: of states and confirmations only the latest, and not too many traces."""

    def __init__(self) -> None:
        self._waiting: deque[PageMessage] = deque()
        self._filled = asyncio.Event()

    def put(self, message: PageMessage) -> None:
        """Takes a message; it takes the place of one of `_LATEST` that the page has not been sent yet."""
        kind = message["type"]
        if kind in _LATEST:
            self._waiting = deque(one for one in self._waiting if one["type"] != kind)
        elif len(self._waiting) >= _MOST_WAITING:
            return
        self._waiting.append(message)
        self._filled.set()

    async def next(self) -> PageMessage:
        """Waits for a message, and takes it out."""
        while not self._waiting:
            self._filled.clear()
            await self._filled.wait()
        return self._waiting.popleft()


async def serve_page(websocket: WebSocket, hub: Hub) -> None:
    """Serves one page until it closes. A page too slow for the traces loses those, never a state.

    Parameters
    ----------
    websocket : WebSocket
    hub : Hub
    """
    outbox = Outbox()

    async def send() -> None:
        while True:
            await websocket.send_text((await outbox.next()).text)

    page = outbox.put
    hub.join(page)
    sender = asyncio.create_task(send())
    try:
        while True:
            came = await websocket.receive()
            if came["type"] != "websocket.receive":
                break
            _obey(hub, came.get("text") or "")
    finally:
        hub.leave(page)
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await sender


def _obey(hub: Hub, text: str) -> None:
    """Carries out a message of a page; nonsense is answered, never followed."""
    try:
        message = json.loads(text) if len(text) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        message = None
    hub.do(message if isinstance(message, dict) else {})
