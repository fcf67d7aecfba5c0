"""Runs the server for phones' browsers while a session runs."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from analysis.live.certificate import make_certificate
from analysis.live.hub import Hub
from analysis.live.phone_server import make_phone_app
from analysis.live.serve import ANYWHERE, LOOPBACK, access_for, answering, listen, token_query
from analysis.live.status import Invitation


@contextlib.asynccontextmanager
async def serve_phones(
    hub: Hub, host: str | None, port: int, places: Sequence[str]
) -> AsyncIterator[Sequence[Invitation]]:
    """Serves the page for phones while the block runs; yields their links, which the live page shows too.

    Parameters
    ----------
    hub : Hub
    host : str or None
        Address of this machine that phones reach; None: all its networks.
    port : int
        0: any free one.
    places : sequence of str
        Where phones are worn.

    Raises
    ------
    AnalysisError
        The address is taken or not of this machine.
    """
    host = host or ANYWHERE[0]
    access, shown = access_for(host)
    listening = listen(host, port)
    names = {shown.strip("[]"), LOOPBACK, "localhost", socket.gethostname().lower()}
    certificate = make_certificate(sorted(names))
    base = f"https://{shown}:{listening.getsockname()[1]}/"
    token = token_query(access)
    invited = [
        Invitation(
            sensor=place,
            kind="browser",
            address=f"{base}{token}{'&' if token else '?'}place={quote(place)}",
            fingerprint=certificate.fingerprint,
        )
        for place in places
    ]
    hub.set(invitations=tuple(invited))
    over = asyncio.Event()
    app = make_phone_app(lambda: hub, access, places, over)
    async with answering(app, listening, certificate.context):
        try:
            yield invited
        finally:
            over.set()
