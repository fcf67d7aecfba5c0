"""Writes files whole: beside their place first, then moved there, so that a full disk or Ctrl-C costs nothing old."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import TextIO

_OPEN_FILES = ("/dev/std", "/dev/fd/", "/proc/self/fd/")
"""Beginnings of names of what the program has open already: that is written to, not replaced."""
_PART = ".part"


@contextlib.contextmanager
def whole_file(path: str | PathLike[str]) -> Iterator[TextIO]:
    """Opens a text file that takes the place of an old one only when the block has ended well.

    A link stays a link: the file that it names is replaced. The permissions of the old file are kept. A pipe or a
    device is written to directly.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    text file
        UTF-8; line ends are written as they are given.

    Raises
    ------
    OSError
        It cannot be written; ``filename`` is ``path``, and what was there before is as it was.
    """
    with _named(path):
        target = replaced_by(path)
        if target is None:
            with _opened(Path(path), "w") as file:
                yield file
            return
        part = part_beside(target)
        try:
            with _opened(part, "x") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            move_into_place(part, target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


def write_whole(path: str | PathLike[str], content: str | bytes) -> None:
    """Writes a text, or bytes as they are, as `whole_file` does.

    Raises
    ------
    OSError
        It cannot be written; what was there before is as it was.
    """
    with whole_file(path) as file:
        if isinstance(content, bytes):
            file.buffer.write(content)
        else:
            file.write(content)


def replaced_by(path: str | PathLike[str]) -> Path | None:
    """The file that writing to ``path`` replaces, links followed; None for a pipe or device, which is written to.

    Raises
    ------
    OSError
        It is a folder, or may not be written.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return target
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), os.fspath(path))
    if not stat.S_ISREG(mode) or os.fspath(path).startswith(_OPEN_FILES):
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(path))
    return target


def part_beside(target: Path) -> Path:
    """A new hidden name in the same folder, for what becomes the file ``target``."""
    return target.with_name(f".{secrets.token_hex(8)}{_PART}")


def move_into_place(part: Path, target: Path) -> None:
    """Moves a finished file to its place, with owner and permissions of the one that was there.

    Raises
    ------
    OSError
        It cannot be moved.
    """
    with contextlib.suppress(FileNotFoundError):
        old = target.stat()
        with contextlib.suppress(
            PermissionError, AttributeError
        ):  # only root may give a file away; not on Windows
            os.chown(part, old.st_uid, old.st_gid)
        part.chmod(stat.S_IMODE(old.st_mode))
    part.replace(target)


def _opened(path: Path, mode: str) -> TextIO:
    """Opens for writing; of a file's name that is no UTF-8 the odd bytes are written as escapes."""
    file: TextIO = path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[assignment]
    return file


@contextlib.contextmanager
def _named(path: str | PathLike[str]) -> Iterator[None]:
    """Gives errors of the file, or of what is beside it for a while, the name that the person knows."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(_PART):
            raise OSError(error.errno, error.strerror or str(error), os.fspath(path)) from error
        raise
