"""A file that only grows, by whole lines, even when the disk fails or fills up."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from imu.facts import CodedFact

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_FILE = -1
"""File descriptor of a closed file."""
_PIECE = 1 << 20
"""Bytes that are copied at a time."""


class AppendedFile:
    """A file to which whole lines are appended.

    One thread writes, another may sync. Neither raises: an error is kept in ``fault`` until writing succeeds again.
    A file that somebody deletes meanwhile is written anew, with all that was in it.

    Parameters
    ----------
    path : Path
        Must not exist yet, so that nothing is ever overwritten.
    replace : bool
        It may exist, and is emptied.

    Attributes
    ----------
    restored : int
        How often it was deleted and written anew.

    Raises
    ------
    OSError
        The file exists or cannot be created.
    """

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self.path = path
        self._file = _opened(path, os.O_TRUNC if replace else os.O_EXCL)
        self._linked = os.fstat(self._file).st_nlink > 0  # some file systems count no names
        self._size = self.restored = 0
        self._torn = self._new = False
        self._owed = b""
        self._unwritten: OSError | None = None
        self._unsynced: OSError | None = None

    @property
    def fault(self) -> OSError | None:
        """Error of the last write or sync; None: both succeeded."""
        return self._unwritten or self._unsynced

    def write(self, text: str, *, keep: bool = False) -> bool:
        """Appends lines: all of them, or none where the disk has no room; returns whether they are in the file.

        Parameters
        ----------
        text : str
            Whole lines with their line ends.
        keep : bool
            True for lines without which the others are worth less: if they do not fit now, they are written before
            the next ones.
        """
        data = self._owed + text.encode("utf-8", "replace")
        try:
            if self._linked and os.fstat(self._file).st_nlink == 0:
                self._restore()
            self._append(data)
        except OSError as error:
            self._unwritten = error
            self._owed = data if keep else self._owed
            return False
        self._unwritten, self._owed, self._new = None, b"", True
        return True

    def _restore(self) -> None:
        """Makes the file again after it was deleted; what was written is still there while it is open."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = _opened(self.path, os.O_EXCL)
        try:
            done = 0
            while done < self._size and (part := os.pread(self._file, min(_PIECE, self._size - done), done)):
                _write_all(fresh, part)
                done += len(part)
        except OSError:
            os.close(fresh)
            self.path.unlink(missing_ok=True)
            raise
        os.dup2(fresh, self._file)  # in one step, as the other thread may be about to sync
        os.close(fresh)
        self._torn, self._new = False, True
        self.restored += 1

    def _append(self, data: bytes) -> None:
        self._cut()
        self._torn = True
        try:
            _write_all(self._file, data)
        except OSError:
            with contextlib.suppress(OSError):  # a disk that is gone: cut before the next line instead
                self._cut()
            raise
        self._size += len(data)
        self._torn = False

    def _cut(self) -> None:
        """Removes a partial line from the end of the file."""
        if self._torn:
            try:
                os.ftruncate(self._file, self._size)
            except OSError as error:
                if error.errno != errno.EINVAL:  # a pipe or a device has no end to cut
                    raise
            self._torn = False

    def sync(self) -> None:
        """Forces all lines written since the last sync to the disk (fsync)."""
        if not self._new:
            return
        self._new = False
        try:
            os.fsync(self._file)
        except OSError as error:
            if error.errno == errno.EINVAL:  # a pipe or a device, which has no disk
                return
            self._unsynced, self._new = error, True
        else:
            self._unsynced = None

    def close(self) -> None:
        """Writes lines still waiting, syncs and closes the file. Nothing may be written afterwards."""
        if self._owed:
            self.write("")
        self.sync()
        file, self._file = self._file, NO_FILE
        try:
            os.close(file)
        except OSError as error:  # some network disks say only now that they are full
            self._unsynced = error

    def withdraw(self) -> None:
        """Closes the file and removes it, as if it had never been made."""
        self.close()
        self.path.unlink()


def _opened(path: Path, how: int) -> int:
    plain = path.is_file() or not path.exists()
    flags = (os.O_RDWR if plain else os.O_WRONLY) | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    return os.open(path, flags | how, 0o644)


def _write_all(file: int, data: bytes) -> None:
    done = 0
    while done < len(data):
        done += os.write(file, data[done:])


def disk_fault(error: OSError, folder: Path) -> CodedFact:
    """Why a file in this folder cannot be written."""
    if isinstance(error, FileExistsError):
        return CodedFact(code="disk.taken", values={"folder": str(folder)})
    if error.errno == errno.ENOSPC:
        return CodedFact(code="disk.full", values={"folder": str(folder)})
    code = "disk.no_room" if error.errno in _FULL else "disk.gone"
    return CodedFact(code=code, values={"folder": str(folder), "why": error.strerror or str(error)})
