"""Lists folders of recordings: each folder once, whatever links lead to it, and neither too deep nor too many."""

from __future__ import annotations

import os
from pathlib import Path

from imu.errors import RecordingError
from imu.formats.limits import MAX_DEPTH, MAX_ENTRIES
from imu.formats.tables.arrow_file import ARROW_SUFFIXES

TABLE_SUFFIXES = (".csv", ".txt", ".tsv", *ARROW_SUFFIXES)
"""Suffixes of files in a zip or folder that may hold samples or notes about them."""


def is_folder(path: str) -> bool:
    """Whether ``path`` is a folder; False for names that no file can have."""
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def is_pipe_or_device(path: Path) -> bool:
    """Whether it is there but neither a file nor a folder: nothing that a folder of recordings should hold."""
    try:
        return path.exists() and not path.is_file() and not path.is_dir()
    except OSError:
        return False


def suffix_of(path: Path) -> str:
    """Returns the suffix of a file in lower case; of one packed alone (``.csv.gz``) that of what is in it."""
    return Path(path.stem if path.suffix.lower() == ".gz" else path.name).suffix.lower()


class FolderWalk:
    """Looks into folders below one.

    Parameters
    ----------
    top : Path
        The folder that was given, for messages.
    """

    def __init__(self, top: Path) -> None:
        self._top = str(top)
        self._depth = len(top.parts)
        self._seen: set[tuple[int, int]] = set()
        self._looked_at = 0

    def enter(self, folder: Path) -> bool:
        """Whether this folder is new; False for one that was entered before by another name.

        Raises
        ------
        RecordingError
            It lies too deep.
        """
        if len(folder.parts) - self._depth > MAX_DEPTH:
            what = f"holds folders more than {MAX_DEPTH} deep; give the folder of the recordings."
            raise RecordingError(what, path=self._top)
        try:
            found = folder.stat()
        except OSError as error:
            raise _unreadable(folder, error) from None
        new = (found.st_dev, found.st_ino) not in self._seen
        self._seen.add((found.st_dev, found.st_ino))
        return new

    def entries(self, folder: Path) -> list[Path]:
        """Files and folders in a folder in order of name, hidden ones left out.

        Raises
        ------
        RecordingError
            The folder cannot be listed, or there are too many files and folders below the one that was given.
        """
        names = []
        try:
            with os.scandir(folder) as listed:
                for entry in listed:
                    self._looked_at += 1
                    if self._looked_at > MAX_ENTRIES:
                        what = f"holds more than {MAX_ENTRIES:,} files and folders; give the folder of the recordings."
                        raise RecordingError(what, path=self._top)
                    if not entry.name.startswith(".") and entry.name != "__MACOSX":
                        names.append(entry.name)
        except OSError as error:
            raise _unreadable(folder, error) from None
        return [folder / name for name in sorted(names)]

    def text_files(self, folder: Path) -> list[Path]:
        """Files in and below ``folder`` that may belong to a recording, in order of name."""
        found = []
        for entry in self.entries(folder):
            if entry.is_dir():
                if not entry.is_symlink() and self.enter(entry):
                    found += self.text_files(entry)
            elif suffix_of(entry) in TABLE_SUFFIXES and entry.is_file():
                found.append(entry)
        return sorted(found)


def _unreadable(folder: Path, error: OSError) -> RecordingError:
    what = f"the folder cannot be read ({error.strerror}); check its permissions."
    return RecordingError(what, path=str(folder))
