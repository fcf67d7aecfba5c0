"""A session on disk as it happens: packets before anybody looks into them, then samples and a person's words.

Lines go to the operating system at once, so that a killed program loses none, and are forced to the disk at least
every second by a thread of their own, so that a power cut costs no more. A disk that is full or gone stops the
recording, never the session; when there is room again it goes on with whole lines.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from imu.formats.canonical import fact_lines, note_line, sample_lines
from imu.formats.canonical import header_line as columns_line
from imu.packets import SUFFIX, Header, Item, header_line, item_line
from imu.types import Note, SampleBlock

SYNC_S = 1.0


class AppendedFile:
    """Whole lines at the end of a new file.

    Parameters
    ----------
    path : Path
        Must not exist: nothing is ever overwritten.

    Raises
    ------
    OSError
        It exists, or cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644
        )
        self._size = 0
        self.written = False

    def write(self, text: str) -> None:
        """Adds lines; raises OSError where they do not fit, and then none of them stays half written."""
        data = text.encode()
        done = 0
        try:
            while done < len(data):
                done += os.write(self._file, data[done:])
        except OSError:
            os.ftruncate(self._file, self._size)
            raise
        self._size += len(data)
        self.written = True

    def sync(self) -> None:
        """Forces to the disk what was written since the last time."""
        if self.written:
            self.written = False
            os.fsync(self._file)

    def close(self) -> None:
        """The last sync, and the end."""
        try:
            self.sync()
        finally:
            os.close(self._file)


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
    on_fault : callable, optional
        Gets one sentence when the recording stops, and None when it goes on.

    Raises
    ------
    OSError
        The files cannot be made.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        header: Header,
        sensors: Mapping[str, bool],
        about: Mapping[str, str] | None = None,
        on_fault: Callable[[str | None], None] | None = None,
    ) -> None:
        self.fault: str | None = None
        self._on_fault = on_fault
        self._sensors = dict(sensors)
        free = _free_name(folder, name)
        self._packets = AppendedFile(folder / f"{free}{SUFFIX}")
        self._csv = AppendedFile(folder / f"{free}.csv")
        self._write(self._packets, header_line(header))
        self._write(
            self._csv, fact_lines({"started_at": header.started_at, **(about or {})}) + columns_line(sensors)
        )
        self._over = threading.Event()
        self._syncing = threading.Thread(target=self._sync_often, name="recorder", daemon=True)
        self._syncing.start()

    @property
    def csv_path(self) -> Path:
        """The samples, as `analyze` reads them."""
        return self._csv.path

    @property
    def packets_path(self) -> Path:
        """The packets, as `live --replay` reads them."""
        return self._packets.path

    def item(self, item: Item) -> None:
        """A packet or a change of a link, before it is decoded."""
        self._write(self._packets, item_line(item))

    def samples(self, block: SampleBlock) -> None:
        """Samples as they came out of the clock."""
        self._write(self._csv, "".join(sample_lines(block, self._sensors)))

    def note(self, note: Note) -> None:
        """A person's word."""
        self._write(self._csv, note_line(note))

    def close(self) -> None:
        """Everything to the disk; calling it again does nothing."""
        if self._over.is_set():
            return
        self._over.set()
        self._syncing.join()
        for file in (self._packets, self._csv):
            try:
                file.close()
            except OSError as error:
                self._failed(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, file: AppendedFile, text: str) -> None:
        try:
            file.write(text)
        except OSError as error:
            self._failed(error)
            return
        if self.fault is not None:
            self._say(None)

    def _failed(self, error: OSError) -> None:
        if self.fault is None:
            why = error.strerror or str(error)
            self._say(f"{self._csv.path.parent}: {why}. Make room; reps are still shown.")

    def _say(self, fault: str | None) -> None:
        self.fault = fault
        if self._on_fault is not None:
            self._on_fault(fault)

    def _sync_often(self) -> None:
        while not self._over.wait(SYNC_S / 2.0):
            for file in (self._packets, self._csv):
                try:
                    file.sync()
                except OSError as error:
                    self._failed(error)


def _free_name(folder: Path, name: str) -> str:
    taken = {p.name for p in folder.iterdir()}
    names = (name if k == 1 else f"{name}-{k}" for k in range(1, len(taken) + 2))
    return next(n for n in names if f"{n}.csv" not in taken and f"{n}{SUFFIX}" not in taken)
