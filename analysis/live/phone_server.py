"""Server for phones' browsers: the page that measures, and the two ways of its messages, over HTTPS.

A phone sends its messages over a WebSocket, and what it shall show comes back over it. Where no WebSocket opens, as on
some iPhones with a certificate of this kind, it posts them (``/push``) and hears server-sent events (``/events``).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from analysis.language import say
from analysis.live.hub import Hub, Page
from analysis.live.hub import Message as PageMessage
from analysis.live.page_language import CATALOGUE, page_html, pages_folder
from analysis.live.phone_state import phone_message
from analysis.live.server import HEADERS, Access, Guard, Outbox, give_words, posted_body

_ALLOWED = ("finish", "end_set")
"""Commands that a phone may give."""
_HEARTBEAT_S = 5.0
"""Silence after which something is sent, so that the phone knows that it is heard, s."""


def make_phone_app(
    hub: Callable[[], Hub], access: Access, places: Sequence[str], over: asyncio.Event
) -> Starlette:
    """Makes the web application for phones.

    Parameters
    ----------
    hub : callable
        The session that is shown now.
    access : Access
    places : sequence of str
        Where phones are worn; a link names one of them.
    over : asyncio.Event
        Set when the server is to end, so that no answer goes on.
    """

    def place_of(connection: HTTPConnection) -> str | None:
        """The place that a link names, where it is allowed; else None."""
        place = connection.query_params.get("place", "")
        return place if access.allows_token(connection) and place in places else None

    async def index(request: Request) -> Response:
        if place_of(request) is None:
            return PlainTextResponse(say("server.code_incomplete"), 403)
        html = page_html(pages_folder("phone_page"), "index.html.j2")
        return HTMLResponse(html, headers={"Content-Security-Policy": _policy(request)})

    async def pushed(request: Request) -> Response:
        place = place_of(request)
        if place is None:
            return PlainTextResponse(say("server.code_incomplete"), 403)
        body = await posted_body(request)
        if isinstance(body, Response):
            return body
        answers = [take_line(hub(), place, line) for line in body.splitlines() if line.strip()]
        return JSONResponse([answer for answer in answers if answer is not None])

    async def events(request: Request) -> Response:
        if place_of(request) is None:
            return PlainTextResponse(say("server.code_incomplete"), 403)
        return StreamingResponse(_events(hub(), over), media_type="text/event-stream")

    async def socket(websocket: WebSocket) -> None:
        place = place_of(websocket)
        if place is None or not access.allows_origin(websocket):
            await websocket.close(1008)
            return
        await websocket.accept()
        await _talk(websocket, hub(), place)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/push", pushed, methods=["POST"]),
            Route("/events", events),
            WebSocketRoute("/ws", socket),
            Route(f"/page/{CATALOGUE}", give_words),
            Mount("/phone", StaticFiles(directory=pages_folder("phone_page"))),
            Mount("/page", StaticFiles(directory=pages_folder("page"))),
        ],
        middleware=[
            Middleware(Guard, access=access),
            Middleware(TrustedHostMiddleware, allowed_hosts=access.hosts, www_redirect=False),
        ],
    )


def _policy(request: Request) -> str:
    """What the page may load; Safari before 15.4 does not take a WebSocket of the same host for the page's own."""
    return f"{HEADERS['Content-Security-Policy']}; connect-src 'self' wss://{request.headers.get('host', '')}"


def take_line(hub: Hub, place: str, line: bytes) -> dict[str, Any] | None:
    """Takes one message of a phone: readings, a word about itself, or a command.

    Parameters
    ----------
    hub : Hub
    place : str
        Where the phone is worn.
    line : bytes
        JSON.

    Returns
    -------
    dict or None
        Answer for the phone; None where there is none.
    """
    told = _told(line)
    if told.get("do") in _ALLOWED:
        hub.do({"do": told["do"]})
        return None
    if isinstance(told.get("note"), str) and isinstance(told.get("phone"), str):
        hub.control.phone_note(place, told["phone"], told["note"])
        return None
    answer = hub.control.phone_message(place, line)
    number = told.get("n") if isinstance(told.get("n"), int) else None
    if answer.refusal is not None:
        return {"type": "refused", "n": number, "status": answer.refusal.status, "text": answer.refusal.text}
    return {"type": "taken", "n": answer.taken, "again": answer.again}


def _told(line: bytes) -> dict[str, Any]:
    """The message, where it is an object; what is wrong with another is said by who takes readings."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


async def _talk(websocket: WebSocket, hub: Hub, place: str) -> None:
    """Takes the messages of a phone, and sends what it shall show, until it is gone."""
    outbox = Outbox()

    async def send() -> None:
        while True:
            await websocket.send_text((await outbox.next()).text)

    with _shown(hub, outbox):
        sender = asyncio.create_task(send())
        try:
            while True:
                came = await websocket.receive()
                if came["type"] != "websocket.receive":
                    break
                line = came.get("bytes") or (came.get("text") or "").encode("utf-8", "replace")
                answer = take_line(hub, place, line)
                if answer is not None:
                    outbox.put(PageMessage(answer))
        finally:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await sender


@contextlib.contextmanager
def _shown(hub: Hub, outbox: Outbox) -> Any:
    """Puts what a phone shall show into its outbox while the block runs."""

    def page(message: PageMessage) -> None:
        told = phone_message(message)
        if told is not None:
            outbox.put(PageMessage(told))

    joined: Page = page
    hub.join(joined)
    try:
        yield
    finally:
        hub.leave(joined)


async def _events(hub: Hub, over: asyncio.Event) -> AsyncIterator[str]:
    """What the phone shall show, as server-sent events."""
    outbox = Outbox()
    ending = asyncio.create_task(over.wait())
    with _shown(hub, outbox):
        while not over.is_set():
            coming = asyncio.create_task(outbox.next())
            await asyncio.wait({coming, ending}, timeout=_HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if coming.done():
                yield f"data: {coming.result().text}\n\n"
            else:
                coming.cancel()
                yield ": still here\n\n"
    ending.cancel()
