"""Many pages on one session: ``python -m tests.benchmarks pages [MANY]``.

Nothing here passes or fails. The pages are sockets in a process of their own that read and throw away; the lag is from
the time on the session's axis that a message carries to its arrival, on the clock that both processes share.
"""

from __future__ import annotations

import asyncio
import json
import re
import selectors
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import numpy as np

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.runner import Program
from analysis.live.serve import serve
from analysis.live.sources.simulated import DemoFaults, SimulatedSource
from analysis.live.status import Status
from analysis.stream.offline import RecordingFacts

_NOW = re.compile(rb'"now_s":([0-9.]+)')
_COUNT = re.compile(rb'"sensor":"wrist","side":null,"count":([0-9]+)')


def opened(port: int) -> socket.socket:
    """A page's socket after the handshake."""
    page = socket.create_connection(("127.0.0.1", port))
    page.sendall(
        f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    page.recv(100)
    page.setblocking(False)
    return page


def look_on(port: int, many: int, began: float, seconds: float) -> None:
    """Reads so many pages for so long, and prints lags, arrivals of counts, and bytes."""
    looking = selectors.DefaultSelector()
    for number in range(many):
        looking.register(opened(port), selectors.EVENT_READ, number)
    print("open", flush=True)
    lags: list[float] = []
    counts: list[tuple[int, float]] = []
    known = [0] * many
    heard = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for key, _ in looking.select(0.5):
            data = key.fileobj.recv(1 << 20)  # type: ignore[union-attr]
            heard += len(data)
            now = time.monotonic() - began
            at = data.rfind(b'"now_s"')
            if at >= 0 and (found := _NOW.match(data, at)):
                lags.append(now - float(found[1]))
            at = data.rfind(b'"sensor":"wrist","side"')
            if at >= 0 and (found := _COUNT.match(data, at)) and int(found[1]) > known[key.data]:
                known[key.data] = int(found[1])
                counts.append((int(found[1]), now))
    print(json.dumps({"lags": lags, "counts": counts, "bytes": heard}))


async def watched(many: int, seconds: float) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Lags of traces and of reps in s, MB a second, and processor time of the program to real time."""
    began = time.monotonic()
    live = LiveSession(RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0))
    source = SimulatedSource(faults=DemoFaults(swing=True))
    hub = Hub(live, Status(), source)
    reps: dict[int, float] = {}
    program = Program(
        hub, [lambda e: reps.setdefault(e.n, e.at_s) and None if e.kind == "rep" else None],
        lambda: time.monotonic() - began,
    )  # fmt: skip
    async with serve(hub, None, 0, lambda: None) as link:
        port = urlsplit(link).port
        pages = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.benchmarks.many_pages", str(port), str(many), repr(began), str(seconds),
            stdout=subprocess.PIPE, limit=1 << 28,
        )  # fmt: skip
        assert pages.stdout is not None
        await pages.stdout.readline()
        used = time.process_time()
        running = asyncio.create_task(program.run(source))
        found = json.loads(await pages.stdout.readline())
        used = time.process_time() - used
        await pages.wait()
        hub.ending.set()
        await running
    late = [now - reps[n] for n, now in found["counts"] if n in reps]
    return np.array(found["lags"]), np.array(late), found["bytes"] / 1e6 / seconds, used / seconds


def main(pages: str = "1000", seconds: float = 25.0) -> None:
    """Prints the table."""
    many = int(pages)
    lags, late, mb, share = asyncio.run(watched(many, seconds))
    for name, found in (("trace", lags), ("rep", late)):
        p50, p95 = np.percentile(found * 1000.0, [50, 95]) if len(found) else (np.nan, np.nan)
        print(f"{f'{many} pages, {name} on the page':32} p50 {p50:.0f} ms, p95 {p95:.0f} ms ({len(found)})")
    print(f"{'sent':32} {mb:.1f} MB a second; {share:.2f} of a core")


if __name__ == "__main__":
    look_on(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
