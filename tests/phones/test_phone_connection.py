"""The connection to a phone that is asked: whole answers only, in time, and nothing that outlives the session."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
import time
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http.client import HTTPException
from pathlib import Path

import pytest

from analysis.live.sources.phone_connection import PATIENCE_S, PhoneConnection
from analysis.live.sources.phyphox_polling import PhyphoxSource
from tests.fixtures.listener import Listener

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
WAIT_S = 20.0
"""Longest that a test waits for something that has to come."""
DRIP_S = 0.02
"""Between two bytes of a phone that drips."""
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def phone(serve: Serve) -> AsyncIterator[int]:
    """A server on this machine; yields its port."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def saying(answer: bytes, asked: list[bytes] | None = None) -> Serve:
    """Answers every question with these bytes and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        question = await reader.readuntil(b"\r\n\r\n")
        if asked is not None:
            asked.append(question)
        writer.write(answer)
        writer.close()

    return serve


async def answer_of(raw: bytes) -> bytes:
    async with phone(saying(raw)) as port:
        connection = PhoneConnection("127.0.0.1", port, WAIT_S)
        try:
            return await connection.get("/config")
        finally:
            connection.close()


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (OK + b"Content-Length: 3\r\n\r\nabc", b"abc"),
        (OK + b"content-length: 3\r\nConnection: close\r\n\r\nabc", b"abc"),
        (b"HTTP/1.0 200 OK\r\n\r\nabc", b"abc"),
        (CHUNKED + b"2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", b"abc"),
        (CHUNKED + b"A\r\n0123456789\r\n0\r\nLater: header\r\n\r\n", b"0123456789"),
    ],
    ids=["length", "length-and-close", "until-closed", "chunks", "chunks-and-trailer"],
)
def test_an_answer_ends_where_http_says(raw: bytes, body: bytes) -> None:
    assert asyncio.run(answer_of(raw)) == body


@pytest.mark.parametrize(
    ("raw", "error", "says"),
    [
        (OK + b"Content-Length: 9\r\n\r\nabc", ConnectionError, "hung up"),
        (CHUNKED + b"9\r\nabc", ConnectionError, "hung up"),
        (b"", ConnectionError, "hung up"),
        (b"SSH-2.0\r\n\r\n", HTTPException, "no answer over HTTP"),
        (OK + b"Content-Length: -1\r\n\r\nabc", HTTPException, "no answer over HTTP"),
        (CHUNKED + b"-1\r\nabc", HTTPException, "no answer over HTTP"),
        (OK + b"Long: " + b"x" * 200_000, HTTPException, "no answer over HTTP"),
        (OK + b"Content-Length: 4000001\r\n\r\nabc", HTTPException, "too long"),
        (CHUNKED + b"3d0901\r\nabc", HTTPException, "too long"),
        (OK + b"\r\n" + b"x" * 4_000_001, HTTPException, "too long"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", HTTPException, "status 404"),
    ],
)
def test_what_is_no_whole_answer_is_none(raw: bytes, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        asyncio.run(answer_of(raw))


def test_a_phone_that_cannot_be_reached_is_said_in_words() -> None:
    async def main() -> None:
        async with phone(saying(b"")) as port:
            pass
        with pytest.raises(ConnectionError, match=r"^Connection refused$"):
            await PhoneConnection("127.0.0.1", port, WAIT_S).get("/config")

    asyncio.run(main())


def test_the_question() -> None:
    async def main() -> None:
        asked: list[bytes] = []
        async with phone(saying(OK + b"Content-Length: 0\r\n\r\n", asked)) as port:
            connection = PhoneConnection("127.0.0.1", port, WAIT_S)
            await connection.get("/get?a=1.5&b=1.5|a")
            connection.close()
        assert asked == [b"GET /get?a=1.5&b=1.5|a HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port]

    asyncio.run(main())


class Dripping:
    """A phone that sends the beginning of an answer, and then a byte now and then for ever."""

    def __init__(self, beginning: bytes) -> None:
        self._beginning = beginning
        self.asked, self.left = asyncio.Event(), asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self._beginning)
        self.asked.set()
        gone = asyncio.ensure_future(reader.read())
        while not gone.done():
            writer.write(b"x")
            await asyncio.wait([gone], timeout=DRIP_S)
        gone.exception()  # closed or reset: both mean that nobody listens any more
        self.left.set()
        writer.transport.abort()


@pytest.mark.parametrize(
    "beginning",
    [b"", OK, OK + b"\r\n", OK + b"Content-Length: 1000000\r\n\r\n", CHUNKED + b"fffff\r\n"],
    ids=["first-line", "headers", "until-closed", "length", "chunk"],
)
def test_a_phone_that_drips_does_not_answer(beginning: bytes) -> None:
    """A byte now and then is no answer: said after the patience, and the connection is closed."""

    async def main() -> None:
        dripping, listener = Dripping(beginning), Listener()
        async with phone(dripping.serve) as port:
            source = PhyphoxSource(f"phyphox://127.0.0.1:{port}", None, patience_s=5 * DRIP_S)
            running = asyncio.create_task(source.run(listener.acquisition))
            await listener.until(lambda: "does not answer (too slow)" in str(listener.hub.status.sensors))
            async with asyncio.timeout(WAIT_S):
                await dripping.left.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(main())


def test_nothing_outlives_the_session() -> None:
    """Ended in the middle of an answer, the connection is closed at once, and no thread is left to wait for."""

    async def main() -> None:
        dripping, listener, threads = Dripping(OK), Listener(), set(threading.enumerate())
        async with phone(dripping.serve) as port, asyncio.timeout(WAIT_S):
            source = PhyphoxSource(f"phyphox://127.0.0.1:{port}", None, patience_s=100 * WAIT_S)
            running = asyncio.create_task(source.run(listener.acquisition))
            await dripping.asked.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await dripping.left.wait()
            assert set(threading.enumerate()) == {one for one in threads if one.is_alive()}

    asyncio.run(main())


@pytest.mark.slow
def test_ctrl_c_ends_the_program_though_a_phone_drips(tmp_path: Path) -> None:
    """The program says that the phone does not answer, and ends at the first Ctrl-C."""

    async def main() -> None:
        async with (
            phone(Dripping(OK + b"Content-Length: 1000000\r\n\r\n").serve) as port,
            asyncio.timeout(3 * WAIT_S),
        ):
            options = ["--device", f"phyphox://127.0.0.1:{port}", "--plain", "--out", str(tmp_path)]
            program = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "analysis.cli", "live", *options, stdout=PIPE, stderr=STDOUT, cwd=ROOT
            )
            assert program.stdout is not None
            lines = []
            async for line in program.stdout:
                lines.append(line.decode())
                if "does not answer (too slow)" in lines[-1]:
                    break
            program.send_signal(signal.SIGINT)
            began_s = time.monotonic()
            lines += [line.decode() async for line in program.stdout]
            assert await program.wait() == 0, lines
            assert time.monotonic() - began_s < PATIENCE_S
        assert any("does not answer (too slow)" in line for line in lines)
        assert not any("Traceback" in line for line in lines)

    asyncio.run(main())
