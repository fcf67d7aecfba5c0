"""A file that only grows, by whole lines, even when the disk fails or fills up."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NO_FILE = -1
"""File descriptor of a closed file."""


class AppendedFile:
    """A new file to which whole lines are appended.

    One thread writes, another may sync. Neither raises: an error is kept in ``fault`` until writing succeeds again.

    Parameters
    ----------
    path : Path
        Must not exist yet: nothing is ever overwritten.

    Raises
    ------
    OSError
        The file exists or cannot be created.
    """

    def __init__(self, path: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self.path = path
        self._file = os.open(path, flags, 0o644)
        self._size = 0
        self._torn = self._new = False
        self._owed = b""
        self._unwritten: OSError | None = None
        self._unsynced: OSError | None = None

    @property
    def fault(self) -> OSError | None:
        """Error of the last write or sync; None: both succeeded."""
        return self._unwritten or self._unsynced

    def write(self, text: str, *, keep: bool = False) -> None:
        """Appends lines: all of them, or none where the disk has no room.

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
            self._append(data)
        except OSError as error:
            self._unwritten = error
            self._owed = data if keep else self._owed
            return
        self._unwritten, self._owed, self._new = None, b"", True

    def _append(self, data: bytes) -> None:
        self._cut()
        self._torn = True
        done = 0
        try:
            while done < len(data):
                done += os.write(self._file, data[done:])
        except OSError:
            with contextlib.suppress(OSError):  # a disk that is gone: cut before the next line instead
                self._cut()
            raise
        self._size += done
        self._torn = False

    def _cut(self) -> None:
        """Removes a partial line from the end of the file."""
        if self._torn:
            os.ftruncate(self._file, self._size)
            self._torn = False

    def sync(self) -> None:
        """Forces all lines written since the last sync to the disk (fsync)."""
        if not self._new:
            return
        self._new = False
        try:
            os.fsync(self._file)
        except OSError as error:
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
