"""The folder of a lake, here or elsewhere: every file in it is whole, or is not there."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.batch.remote import file_system, plain_faults, protocol_of
from analysis.errors import BatchError

_UNFINISHED = ".tmp"
"""End of the names of files in the making: no pattern of data files finds them."""


def _files_below(top: str) -> Iterator[str]:
    """Names of files in and below a folder of this computer; fsspec would hold a kilobyte about each."""

    def failed(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for folder, _, files in os.walk(top, onerror=failed):
        yield from (f"{folder}/{name}" for name in files)


def _taken(folder: int) -> bool:
    """Takes the lock of an open folder until it is closed; gives False where another has it."""
    import fcntl  # noqa: PLC0415  not on Windows

    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # of a disk in the network, say
        return True
    return True


class Storage:
    """Reads and writes files below one folder.

    Parameters
    ----------
    place : str
        The folder: a path, or an address such as ``s3://bucket/lake``.

    Raises
    ------
    BatchError
        fsspec, or what it needs for this address, is missing; or no folder can be new or empty there.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._fs, root = file_system(place)
        self._root = root.rstrip("/")
        protocol = protocol_of(place)
        self._is_here = protocol is None
        if protocol in {"file", "local"}:
            raise BatchError(f"give the path alone, without {protocol}://.", place=place)
        if self._is_here and not self._root:
            raise BatchError(
                "the top of a disk holds other files; give a new or an empty folder.", place=place
            )

    def names(self, folder: str = "") -> list[str]:
        """Names of all files in and below a folder, in order; none where it is not there.

        Raises
        ------
        BatchError
            It cannot be listed.
        """
        top = self._at(folder)
        with plain_faults(self.place):
            found = _files_below(top) if self._is_here else self._found(top)
            return sorted(name.removeprefix(self._root).lstrip("/") for name in found)

    def _found(self, top: str) -> list[str]:
        self._fs.invalidate_cache()
        try:
            found: list[str] = self._fs.find(top)
        except FileNotFoundError:
            return []
        return found

    def read(self, name: str) -> bytes | None:
        """Returns the content of a file; None where there is none.

        Raises
        ------
        BatchError
            It cannot be read.
        """
        with plain_faults(f"{self.place}/{name}"):
            try:
                content: bytes = self._fs.cat_file(self._at(name))
            except FileNotFoundError:
                return None
        return content

    def open(self, name: str) -> Any:
        """Opens a file to read parts of it; the caller closes it."""
        with plain_faults(f"{self.place}/{name}"):
            return self._fs.open(self._at(name), "rb")

    def write(self, name: str, content: bytes) -> None:
        """Writes a file.

        Raises
        ------
        BatchError
            It cannot be written; what was there is as it was.
        """
        with self.making(name) as path:
            path.write_bytes(content)

    @contextlib.contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Gives the path of a file to write, which takes its place when the block has ended well.

        Raises
        ------
        BatchError
            It cannot be written; what was there is as it was.
        """
        if not self._is_here:
            with TemporaryDirectory(prefix="rep-momentum-") as folder:
                made = Path(folder, "file")
                with self._disk_faults():
                    yield made
                with plain_faults(self.place, "written"):
                    self._fs.put_file(str(made), self._at(name))
            return
        target = Path(self._at(name))
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            with plain_faults(self.place, "written"):
                target.parent.mkdir(parents=True, exist_ok=True)
            with self._disk_faults():
                yield part
            with plain_faults(self.place, "written"):
                with part.open("rb") as file:
                    os.fsync(file.fileno())
                part.replace(target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _disk_faults(self) -> Iterator[None]:
        """Says where a disk failed; a fault of the program stays one."""
        try:
            yield
        except OSError as error:
            with plain_faults(self.place, "written"):
                raise error from None

    def remove(self, name: str) -> None:
        """Removes a file, if it is there, and the folders that it leaves empty.

        Raises
        ------
        BatchError
            It cannot be removed.
        """
        with plain_faults(self.place, "written"), contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._at(name))
        if self._is_here:
            with contextlib.suppress(OSError):
                for folder in Path(name).parents[:-1]:
                    Path(self._at(str(folder))).rmdir()

    def remove_unfinished(self) -> None:
        """Removes what a run that was killed left in the making."""
        for name in self.names() if self._is_here else []:
            if name.endswith(_UNFINISHED):
                self.remove(name)

    @contextlib.contextmanager
    def kept_alone(self) -> Iterator[bool]:
        """Keeps others of this computer away while the block lasts; gives False where another has it.

        The lock is on the folder itself, which nobody replaces, and which is made where there is none. A lake elsewhere
        has no such lock, nor has one on a disk that knows none.
        """
        if not self._is_here or os.name != "posix":
            yield True
            return
        with plain_faults(self.place, "written"):
            Path(self._root).mkdir(parents=True, exist_ok=True)
            folder = os.open(self._root, os.O_RDONLY)
        try:
            yield _taken(folder)
        finally:
            os.close(folder)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root
