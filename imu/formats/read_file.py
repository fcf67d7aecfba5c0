"""Reads the bytes of a file, a pipe or standard input, with limits: never a device, never without end."""

from __future__ import annotations

import os
import select
import stat
import sys
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

from imu.errors import RecordingError
from imu.formats.limits import MAX_BYTES, MAX_LINE, PIPE_WAIT_S, too_large

LookAtStart = Callable[[bytes], None]
"""Looks at the first bytes of a large file, and raises where the rest is not worth reading."""

_CHUNK = 1 << 20
_LOOKED_AT = MAX_LINE + 1
"""Bytes that are looked at; a file that holds fewer is read without."""
_POLL_S = 0.02


def read_bytes(path: str, look: LookAtStart | None = None) -> bytes:
    """Reads the bytes of one file, or of a pipe such as a shell's ``<(...)``.

    Parameters
    ----------
    path : str
    look : callable, optional
        Gets the beginning of a large file before the rest is read.

    Raises
    ------
    RecordingError
        It cannot be read, or is too large; the message says why.
    """
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISFIFO(mode):
            with FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK)) as pipe:
                return _joined(path, _pipe_chunks(path, pipe.fileno()), look)
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise _no_file(path)
        with FileIO(path) as file:
            return _whole(path, file, look)
    except FileNotFoundError:
        raise RecordingError("there is no such file; check the path.", path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordingError(f"cannot be read ({reason}); check its permissions.", path=path) from None


def read_standard_input(look: LookAtStart | None = None) -> bytes:
    """Reads standard input to its end.

    Raises
    ------
    RecordingError
        It is closed or a device, or holds too much.
    """
    if sys.stdin is None:
        raise RecordingError("standard input is closed; give a file, or pipe one in.", path="-")
    descriptor = sys.stdin.fileno()
    if _endless(descriptor):
        raise _no_file("-")
    return _joined("-", iter(lambda: os.read(descriptor, _CHUNK), b""), look)


def _endless(descriptor: int) -> bool:
    """Whether it is a device other than a terminal and ``/dev/null``."""
    found = os.fstat(descriptor)
    if not stat.S_ISCHR(found.st_mode):
        return stat.S_ISBLK(found.st_mode)
    return not os.isatty(descriptor) and not os.path.samestat(found, Path(os.devnull).stat())


def _no_file(path: str) -> RecordingError:
    return RecordingError("is a device or a socket, not a file; give the file of a recording.", path=path)


def _whole(path: str, file: FileIO, look: LookAtStart | None) -> bytes:
    """The bytes of a file of the disk; one that says it is empty, as those of ``/proc`` do, may hold some."""
    size = os.fstat(file.fileno()).st_size
    if size > MAX_BYTES:
        raise too_large(path)
    if size == 0:
        return _joined(path, iter(lambda: file.read(_CHUNK), b""), look)
    if size >= _LOOKED_AT and look is not None:
        look(file.read(_LOOKED_AT))
        file.seek(0)
    return file.readall()


def _joined(path: str, chunks: Iterator[bytes], look: LookAtStart | None) -> bytes:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > MAX_BYTES:
            raise too_large(path)
        if look is not None and len(held) >= _LOOKED_AT:
            look(bytes(held[:_LOOKED_AT]))
            look = None
    return bytes(held)


def _pipe_chunks(path: str, descriptor: int) -> Iterator[bytes]:
    """The bytes of a pipe to its end.

    Before anybody has opened it to write, a pipe looks as if it were at its end: a writer is waited for, but not for
    ever.
    """
    until_s, begun = time.monotonic() + PIPE_WAIT_S, False
    while True:
        try:
            chunk = os.read(descriptor, _CHUNK)
        except BlockingIOError:  # somebody will write, but nothing is there yet
            begun = True
            select.select([descriptor], [], [])
            continue
        if chunk:
            begun = True
            yield chunk
        elif begun:
            return
        elif time.monotonic() > until_s:
            raise RecordingError("is a pipe that nobody writes into; give a file.", path=path)
        else:
            time.sleep(_POLL_S)
