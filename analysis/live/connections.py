"""Limits of the page's server: how many connections, how long one may be silent, how often a fault is logged.

The web server itself limits none of these: it accepts until the descriptors of the process are used up, waits for
the first request of a connection for ever, and logs each refused accept with a traceback. Here a connection that
asks nothing gives its place to the next one that comes, so that a phone gets in whoever else knocks.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

IDLE_S = 10.0
"""Longest time from connecting, or from an answer, to the end of the next request's headers, s."""
MOST_EACH = 64
"""Connections of another machine; a browser opens seven, a phone that posts one or two."""
_RESERVE = 64
"""Descriptors left for everything but connections: recordings, sensors, libraries."""
_WANTED = 4096
"""Descriptors that are asked for, where the system gives fewer and allows more."""
_THEIRS = ("Invalid UTF-8", "Invalid HTTP", "Unsupported upgrade")
"""Beginnings of what the web server logs of clients that do not keep to the protocol."""
_LOGGED, _LOGGED_IN_S = 5, 60.0
"""Faults of one kind that are logged in so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many connections there is room for."""

    most: int
    """Connections at a time."""
    at_once: int
    """Connections that are accepted in one go, before any can be closed again."""


def find_room() -> Room:
    """Returns how many connections the descriptors of this process allow, after asking the system for enough."""
    try:
        import resource  # noqa: PLC0415  not on Windows, which has no such limit
    except ImportError:
        return Room(most=2000, at_once=100)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _WANTED if hard == resource.RLIM_INFINITY else min(hard, _WANTED)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    free = (_WANTED if soft == resource.RLIM_INFINITY else min(soft, _WANTED)) - _RESERVE
    return Room(most=max(free * 3 // 4, 16), at_once=max(min(free // 16, 100), 4))


class Door:
    """Lets connections in while there is room; idle ones make room, oldest first, of who has most of them.

    Parameters
    ----------
    most : int
        Connections at a time.
    most_each : int
        Of one other machine.
    """

    def __init__(self, most: int, most_each: int = MOST_EACH) -> None:
        self._most, self._most_each = most, most_each
        self._inside: dict[asyncio.Transport, str] = {}
        self._idle: dict[asyncio.Transport, str] = {}

    def enter(self, transport: asyncio.Transport, address: str) -> bool:
        """Lets a connection in, which is idle at first; returns whether there is room for it."""
        full = len(self._inside) >= self._most
        if full:
            self._forget_closed()
        mine = 0 if _is_own(address) else sum(one == address for one in self._inside.values())
        if len(self._inside) >= self._most or mine >= self._most_each:
            victim = self._victim(address if mine >= self._most_each else None)
            if victim is None:
                return False
            self.leave(victim)
            victim.abort()
        self._inside[transport] = self._idle[transport] = address
        return True

    def idle(self, transport: asyncio.Transport) -> None:
        """Notes that a connection has been answered and waits."""
        if transport in self._inside:
            self._idle[transport] = self._inside[transport]

    def busy(self, transport: asyncio.Transport) -> None:
        """Notes that a connection has asked something, or is an open page."""
        self._idle.pop(transport, None)

    def leave(self, transport: asyncio.Transport) -> None:
        """Forgets a connection that has ended."""
        self._inside.pop(transport, None)
        self._idle.pop(transport, None)

    def _forget_closed(self) -> None:
        """Forgets open pages that have closed, whose end nobody tells."""
        for transport in [one for one in self._inside if one.is_closing()]:
            self.leave(transport)

    def _victim(self, address: str | None) -> asyncio.Transport | None:
        if address is None:
            address = max(Counter(self._idle.values()).items(), key=lambda pair: pair[1], default=(None, 0))[
                0
            ]
        return next((one for one, whose in self._idle.items() if whose == address), None)


def _is_own(address: str) -> bool:
    """Whether an address is this machine's own; several pages, and tests, come from there."""
    try:
        known = ip_address(address.partition("%")[0])
        mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
        return (mapped or known).is_loopback
    except ValueError:
        return True


def guarded_protocol(door: Door, silent_s: float = IDLE_S) -> type[H11Protocol]:
    """Makes the protocol of the server's connections, which go through the door and may not be silent for long."""

    class Guarded(H11Protocol):
        """HTTP connection that is counted, and closed where it asks nothing."""

        _waiting: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Begins the connection, or ends it at once where there is no room."""
            super().connection_made(transport)
            if not door.enter(transport, "" if self.client is None else self.client[0]):
                transport.abort()
                return
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            """Ends it."""
            self._stop_waiting()
            door.leave(self.transport)
            super().connection_lost(exc)

        def handle_events(self) -> None:
            """Takes what came; a request that is complete makes the connection busy."""
            super().handle_events()
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop_waiting()
                door.busy(self.transport)

        def handle_websocket_upgrade(self, event: h11.Request) -> None:
            """Makes it an open page."""
            self._stop_waiting()
            door.busy(self.transport)
            super().handle_websocket_upgrade(event)

        def on_response_complete(self) -> None:
            """Waits for the next request."""
            super().on_response_complete()
            if not self.transport.is_closing():
                door.idle(self.transport)
                self._wait()

        def _wait(self) -> None:
            self._stop_waiting()
            self._waiting = self.loop.call_later(silent_s, self.transport.abort)

        def _stop_waiting(self) -> None:
            if self._waiting is not None:
                self._waiting.cancel()
                self._waiting = None

    return Guarded


class Seldom(logging.Filter):
    """Lets few records of a kind through in a minute, so that nobody can fill a disk with faults.

    Parameters
    ----------
    now_s : callable
        A monotonic clock, s.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now_s = now_s
        self._times_s: dict[str, list[float]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record may be logged; what a stranger sent wrongly is no fault of the program."""
        what, error = str(record.msg), record.exc_info and record.exc_info[1]
        theirs = what.startswith(_THEIRS) or isinstance(error, (h11.ProtocolError, ConnectionError))
        return not theirs and self.may_say(what[:80])

    def may_say(self, kind: str) -> bool:
        """Whether another record of this kind may be logged now."""
        now_s = self._now_s()
        recent = [at_s for at_s in self._times_s.get(kind, []) if now_s - at_s < _LOGGED_IN_S]
        if len(recent) < _LOGGED:
            self._times_s[kind] = [*recent, now_s]
        return len(recent) < _LOGGED


def quiet_handler(seldom: Seldom) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """Makes an event loop's handler of faults: full descriptors are waited out, others are logged, but seldom."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        what = str(context.get("message"))
        if "out of system resource" not in what and seldom.may_say(what[:80]):
            loop.default_exception_handler(context)

    return handle
