"""One HTTP connection to a phone that is asked again and again: every answer has a deadline and a longest length.

The standard library's client waits for each byte anew and blocks a thread meanwhile, so that a phone which sends a
byte a second would hold the session, and its end, for as long as it likes. Here nothing outlives the question.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import socket
from http.client import HTTPException, HTTPMessage, parse_headers

PATIENCE_S = 3.0
"""Seconds that an answer may take, from the question to its last byte."""
_MOST_BYTES = 4_000_000
"""Longest answer that is taken."""
GONE = (OSError, HTTPException)
"""Errors of a phone that does not answer, or not in time, or with something else than an answer."""

_STATUS = re.compile(rb"HTTP/1\.([01]) (\d{3})(?: .*)?")
_SIZE = re.compile(rb"\s*([0-9a-fA-F]{1,8})\s*(?:;.*)?\r\n", re.DOTALL)
_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class PhoneConnection:
    """One HTTP connection to a phone, which stays open from question to question where the phone lets it.

    Opening one costs a round trip over the air each time, and a phone that saves power answers that slowly.

    Parameters
    ----------
    host : str
        Name or address.
    port : int
    patience_s : float
        Seconds that an answer may take in all.
    """

    def __init__(self, host: str, port: int, patience_s: float = PATIENCE_S) -> None:
        self._host, self._port, self._patience_s = host, port, patience_s
        self._kept: _Streams | None = None

    async def get(self, path: str) -> bytes:
        """Returns the answer to a question.

        Parameters
        ----------
        path : str
            With its query, e.g. ``/config``.

        Raises
        ------
        OSError, HTTPException
            There is no answer, or none that can be used.
        """
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._get(path)
        except asyncio.LimitOverrunError as error:
            raise HTTPException("no answer over HTTP") from error

    def close(self) -> None:
        """Closes the connection at once."""
        if self._kept is not None:
            self._kept[1].transport.abort()
            self._kept = None

    async def _get(self, path: str) -> bytes:
        if self._kept is not None:
            try:
                return await self._ask(path)
            except ConnectionError:
                pass  # the phone had closed it meanwhile, which shows only when it is used
        return await self._ask(path)

    async def _ask(self, path: str) -> bytes:
        reader, writer = self._kept or await self._opened()
        self._kept = None
        keeps = False
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._named}\r\n\r\n".encode("ascii", "replace"))
            await writer.drain()
            status, body, keeps = await _answer(reader)
        except asyncio.IncompleteReadError as error:
            raise ConnectionError("it hung up") from error
        finally:
            if not keeps:
                writer.transport.abort()  # what is left of this answer must not be taken for the next one
        self._kept = (reader, writer) if keeps else None
        if status != 200:
            raise HTTPException(f"status {status}")
        return body

    async def _opened(self) -> _Streams:
        try:
            return await asyncio.open_connection(self._host, self._port)
        except socket.gaierror as error:
            raise ConnectionError("there is no such name in this network") from error
        except OSError as error:  # its text lists addresses, where the name has several
            raise ConnectionError(os.strerror(error.errno) if error.errno else "no connection") from error

    @property
    def _named(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Status and body of an answer, and whether another question may follow on the same connection."""
    first, rest = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n", 1)
    found = _STATUS.fullmatch(first)
    if found is None:
        raise HTTPException("no answer over HTTP")
    headers = parse_headers(io.BytesIO(rest))
    said = headers.get("Connection", "close" if found[1] == b"0" else "keep-alive").lower()
    ends_itself = _is_chunked(headers) or "Content-Length" in headers
    return int(found[2]), await _body(reader, headers), ends_itself and "close" not in said


def _is_chunked(headers: HTTPMessage) -> bool:
    return headers.get("Transfer-Encoding", "").strip().lower() == "chunked"


async def _body(reader: asyncio.StreamReader, headers: HTTPMessage) -> bytes:
    """The body, which ends as RFC 9112, section 6.3 says: by chunks, by its length, or with the connection."""
    if _is_chunked(headers):
        return await _chunks(reader)
    length = headers.get("Content-Length")
    if length is not None:
        if re.fullmatch("[0-9]{1,12}", length.strip()) is None:
            raise HTTPException("no answer over HTTP")
        return await reader.readexactly(_allowed(int(length)))
    body = bytearray()
    while part := await reader.read(65_536):
        _allowed(len(body) + len(part))
        body += part
    return bytes(body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        found = _SIZE.fullmatch(await reader.readuntil(b"\r\n"))
        if found is None:
            raise HTTPException("no answer over HTTP")
        size = int(found[1], 16)
        if size == 0:
            break
        _allowed(len(body) + size)
        body += (await reader.readexactly(size + 2))[:size]
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # headers after the body say nothing about it
    return bytes(body)


def _allowed(size: int) -> int:
    """The size, where an answer may have so many bytes."""
    if size > _MOST_BYTES:
        raise HTTPException("its answer is too long")
    return size
