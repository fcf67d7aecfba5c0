"""A session on disk as it happens: packets before anybody looks into them, then samples and a person's words.

Lines go to the operating system at once, so that a killed program loses none, and are forced to the disk at least
every second by a thread of their own, so that a power cut costs no more. A disk that is full or gone stops the
recording, never the session; when there is room again it goes on with whole lines.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from imu.devices.packet_log import SUFFIX, Header, Item, header_line, item_line
from imu.formats.dialects.canonical import fact_lines, note_line, sample_lines
from imu.formats.dialects.canonical import header_line as columns_line
from imu.recording.append_file import AppendedFile
from imu.types import Note, SampleBlock

SYNC_S = 1.0
"""A power cut costs no more than this."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Recorder:
    """One session in two files: ``<name>.packets.jsonl`` and ``<name>.csv``.

    Parameters
    ----------
    folder : Path
    name : str
        Made different from what is there already.
    header : Header
    sensors : mapping of str to bool
        Sensors of the session, and whether each has a gyroscope.
    about : mapping of str to str
        Facts for the head of the CSV (``lifter``, ``device``, ``exercise``).

    Raises
    ------
    OSError
        The files cannot be made. Once they are, nothing raises: see ``fault``.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        header: Header,
        sensors: Mapping[str, bool],
        about: Mapping[str, str] | None = None,
    ) -> None:
        self._sensors = dict(sensors)
        self._packets, self._csv = _new_files(folder, name)
        self._packets.write(header_line(header), keep=True)
        facts = fact_lines({"started_at": header.started_at, **(about or {})})
        self._csv.write(facts + columns_line(sensors), keep=True)
        self._over = threading.Event()
        self._syncing = threading.Thread(target=self._sync, name="recorder", daemon=True)
        self._syncing.start()

    @property
    def csv_path(self) -> Path:
        """The samples, as `analyze` reads them."""
        return self._csv.path

    @property
    def packets_path(self) -> Path:
        """The packets, as `live --replay` reads them."""
        return self._packets.path

    @property
    def fault(self) -> str | None:
        """One sentence while the recording stands still, None while it goes on."""
        error = self._csv.fault or self._packets.fault
        return None if error is None else _sentence(error, self._csv.path.parent)

    def item(self, item: Item) -> None:
        """A packet or a change of a link, before it is decoded."""
        self._write(self._packets, item_line(item))

    def samples(self, block: SampleBlock) -> None:
        """Samples as they came out of the clock."""
        self._write(self._csv, "".join(sample_lines(block, self._sensors)))

    def note(self, note: Note) -> None:
        """A person's word; while there is no room for it, it waits."""
        self._write(self._csv, note_line(note), keep=True)

    def close(self) -> None:
        """Everything to the disk; what comes later is not recorded. Calling it again does nothing."""
        if self._over.is_set():
            return
        self._over.set()
        self._syncing.join()
        self._packets.close()
        self._csv.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, file: AppendedFile, text: str, *, keep: bool = False) -> None:
        if not self._over.is_set():
            file.write(text, keep=keep)

    def _sync(self) -> None:
        _sync_folder(self._csv.path.parent)
        sync_often((self._packets, self._csv), self._over.wait)


def sync_often(files: Sequence[AppendedFile], wait: Callable[[float], bool]) -> None:
    """Syncs files so often that nothing waits longer than `SYNC_S`.

    Parameters
    ----------
    files : sequence of AppendedFile
    wait : callable
        Waits so many seconds, or until all is over, and says whether it is.
    """
    while not wait(SYNC_S / 2.0):
        for file in files:
            file.sync()


def _sync_folder(folder: Path) -> None:
    """A new file's name is on the disk only once its folder is; not every system lets one ask for that."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _new_files(folder: Path, name: str) -> tuple[AppendedFile, AppendedFile]:
    """Two files of one name that neither has been there nor was made by another program meanwhile."""
    free, number = name, 1
    while True:
        with contextlib.suppress(FileExistsError):
            packets = AppendedFile(folder / f"{free}{SUFFIX}")
            try:
                return packets, AppendedFile(folder / f"{free}.csv")
            except OSError:
                packets.withdraw()
                raise
        number += 1
        free = f"{name}-{number}"


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in _FULL:
        what = "Disk full" if error.errno == errno.ENOSPC else os.strerror(error.errno)
        return f"{what}: make room in {folder}."
    return f"{error.strerror or error}: is the disk of {folder} still there?"
