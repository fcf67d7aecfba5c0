"""Runs the page's server while a session runs."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import secrets
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from urllib.parse import quote

import uvicorn
from starlette.types import ASGIApp
from websockets.protocol import State
from websockets.server import ServerProtocol

from analysis.errors import AnalysisError
from analysis.live.connections import Door, Seldom, find_room, guarded_protocol, quiet_handler
from analysis.live.hub import Hub
from analysis.live.server import LOCAL_HOSTS, MOST_PUSHED, Access, Push, make_app
from analysis.live.status import Invitation

LOOPBACK = "127.0.0.1"
ANYWHERE = ("0.0.0.0", "::")
"""Addresses that stand for all networks of this machine."""


class _QuietServer(uvicorn.Server):
    """Server that leaves Ctrl-C to the session, and ends without a word."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends all connections; of pages that are just leaving it forgets that they said so first, which the web
        server answers, and then answers again."""
        for one in self.server_state.connections:
            talk = getattr(one, "conn", None)
            if isinstance(talk, ServerProtocol) and talk.state is not State.OPEN:
                one.close_sent = True  # type: ignore[union-attr]
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures nothing."""
        yield


@contextlib.asynccontextmanager
async def serve(
    hub: Hub,
    host: str | None,
    port: int,
    report: Callable[[], str | None],
    push: Push | None = None,
    place: str = "wrist",
) -> AsyncIterator[str]:
    """Serves the page while the block runs; yields the link to open.

    Parameters
    ----------
    hub : Hub
    host : str or None
        None: this machine alone. Anything else needs the token that stands in the link.
    port : int
        0: any free one.
    report : callable
        The session's report as HTML, or None.
    push : callable or None
        Takes what a phone posts; the address for it is shown on the page.
    place : str
        Where that phone is worn.

    Raises
    ------
    AnalysisError
        The address is taken or not of this machine.
    """
    if host is not None and host.startswith("[") and host.endswith("]"):
        host = host[1:-1]  # an IPv6 address as a link has it
    access, shown = access_for(host)
    listening = listen(host or LOOPBACK, port)
    number = listening.getsockname()[1]
    app = make_app(lambda: hub, access, report=report, push=push)
    token = token_query(access)
    hub.set(report_url=f"/report{token}")
    if push is not None:
        address = f"http://{shown}:{number}/push{token}"
        hub.set(invitations=(Invitation(sensor=place, kind="app", address=address),))
    async with answering(app, listening):
        yield f"http://{shown}:{number}/{token}"


@contextlib.asynccontextmanager
async def answering(
    app: ASGIApp, listening: socket.socket, context: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Answers requests while the block runs, then closes the socket.

    Parameters
    ----------
    app : ASGIApp
    listening : socket
        Of `listen`.
    context : SSLContext or None
        With its certificate; None: without TLS.
    """
    config = _config(app)
    config.load()
    config.ssl = context
    server = _QuietServer(config)
    seldom, loop = Seldom(), asyncio.get_running_loop()
    before = loop.get_exception_handler()
    logging.getLogger("uvicorn.error").addFilter(seldom)
    loop.set_exception_handler(quiet_handler(seldom))
    running = asyncio.create_task(server.serve([listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await running
        listening.close()
        loop.set_exception_handler(before)
        logging.getLogger("uvicorn.error").removeFilter(seldom)


def token_query(access: Access) -> str:
    """The token as the query of a link; empty where none is needed."""
    return "" if access.token is None else f"?token={quote(access.token)}"


def _config(app: ASGIApp) -> uvicorn.Config:
    room = find_room()
    return uvicorn.Config(
        app,
        http=guarded_protocol(Door(room.most)),
        backlog=room.at_once,
        proxy_headers=False,  # nobody says for another where a phone is
        ws_max_size=MOST_PUSHED,
        ws_per_message_deflate=False,  # costs more than the network of a room, for each page anew
        log_level="error",
        lifespan="off",
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def access_for(host: str | None) -> tuple[Access, str]:
    """Returns who may look, and the host name of the link."""
    if host is None or host in (LOOPBACK, "localhost"):
        return Access(), LOOPBACK
    shown = own_address() if host in ANYWHERE else f"[{host}]" if ":" in host else host
    if host == "::1":
        return Access(), shown
    hosts = (*LOCAL_HOSTS, shown.lower(), socket.gethostname().lower())
    return Access(hosts=hosts, token=secrets.token_urlsafe(16)), shown


def own_address() -> str:
    """Address of this machine in the network that leads out; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOOPBACK
        return str(probe.getsockname()[0])


def listen(host: str, port: int) -> socket.socket:
    """Opens a port.

    Raises
    ------
    AnalysisError
        The address is taken or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()
    except (UnicodeError, ValueError, TypeError, OverflowError) as error:  # as the resolver's codec has it
        listening.close()
        what = f"--host {host}: this is no name or address; give this machine's, or 0.0.0.0 for all its networks."
        raise AnalysisError(what) from error
    except socket.gaierror as error:
        listening.close()
        what = f"--host {host}: no machine has this name; give this one's address, or 0.0.0.0 for all its networks."
        raise AnalysisError(what) from error
    except OSError as error:
        listening.close()
        what = f"--host {host} --port {port}: {error.strerror or error}; {_way_out(error)}."
        raise AnalysisError(what) from error
    return listening


def _way_out(error: OSError) -> str:
    """What to do where an address cannot be had."""
    if error.errno == errno.EADDRNOTAVAIL:
        return "give an address of this machine, or 0.0.0.0 for all its networks"
    return "give another port, or 0 for any free one"
