"""Records a session on disk as it happens: packets before they are decoded, then samples and notes of the person.

Lines go to the operating system at once, so that a killed program loses none, and a thread forces them to the disk at
least every second, so that a power cut loses no more than that. A disk that is full or gone stops the recording, never
the session; when there is room again, recording goes on with whole lines.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from imu.devices.packet_log import (
    SUFFIX,
    Header,
    LogItem,
    NotRecorded,
    item_line,
    log_header_line,
    not_recorded_line,
)
from imu.devices.protocol import Packet
from imu.facts import CodedFact
from imu.formats.dialects.canonical import fact_lines, not_recorded_note, note_line, sample_lines
from imu.formats.dialects.canonical import header_line as columns_line
from imu.recording.append_file import AppendedFile, disk_fault
from imu.types import Note, SampleBlock

SYNC_S = 1.0
"""Longest time between two syncs, s: a power cut loses no more than this."""


class Recorder:
    """Records one session in two files: ``<name>.packets.jsonl`` and ``<name>.csv``.

    Parameters
    ----------
    folder : Path
        Must exist.
    name : str
        Name of both files; a number is added where it is in use.
    header : Header
        First line of the packet file.
    sensors : mapping of str to bool
        Whether the sensor has a gyroscope, by placement.
    about : mapping of str to str or None
        Facts for the head of the CSV (``lifter``, ``device``, ``exercise``).

    Raises
    ------
    OSError
        The files cannot be created. Later nothing raises: see ``fault``.
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
        self._packets.write(log_header_line(header), keep=True)
        facts = fact_lines({"started_at": header.started_at, **(about or {})})
        self._csv.write(facts + columns_line(sensors), keep=True)
        self._missed: list[NotRecorded] = []
        self._lost: NotRecorded | None = None
        self._unrecorded_s: float | None = None
        self._over = threading.Event()
        self._syncing = threading.Thread(target=self._sync, name="recorder", daemon=True)
        self._syncing.start()

    @property
    def csv_path(self) -> Path:
        """File of the samples, which `analyze` reads."""
        return self._csv.path

    @property
    def packets_path(self) -> Path:
        """File of the packets, which `live --replay` reads."""
        return self._packets.path

    @property
    def fault(self) -> CodedFact | None:
        """Why nothing can be recorded, else None."""
        error = self._csv.fault or self._packets.fault
        return None if error is None else disk_fault(error, self._csv.path.parent)

    @property
    def missing(self) -> tuple[NotRecorded, ...]:
        """Times in which packets could not be recorded, of which the last one may go on."""
        return (*self._missed, *([] if self._lost is None else [self._lost]))

    @property
    def restored(self) -> int:
        """How often a file was deleted while it was written, and has been written anew."""
        return self._packets.restored + self._csv.restored

    def item(self, item: LogItem) -> None:
        """Records a packet before it is decoded, or a change of a connection; after a time in which that could not be
        done, also that."""
        at_s = item.arrival_s if isinstance(item, Packet) else item.at_s
        lost = self._lost
        gap = lost and NotRecorded(from_s=lost.from_s, until_s=at_s, packets=lost.packets)
        said = "" if gap is None else not_recorded_line(gap)
        if self._write(self._packets, said + item_line(item)):
            self._lost = None
            self._missed += [] if gap is None else [gap]
        elif not self._over.is_set():
            many = isinstance(item, Packet) + (0 if lost is None else lost.packets)
            self._lost = NotRecorded(from_s=at_s if lost is None else lost.from_s, until_s=at_s, packets=many)

    def samples(self, block: SampleBlock) -> None:
        """Records samples; after a time in which that could not be done, also that."""
        first_s = float(block.time_s[0]) if len(block) else 0.0
        said = "" if self._unrecorded_s is None else note_line(not_recorded_note(self._unrecorded_s, first_s))
        if self._write(self._csv, said + "".join(sample_lines(block, self._sensors))):
            self._unrecorded_s = None
        elif self._unrecorded_s is None:
            self._unrecorded_s = first_s

    def note(self, note: Note) -> None:
        """Records a note of the person; where the disk has no room, it is written as soon as there is."""
        self._write(self._csv, note_line(note), keep=True)

    def close(self) -> None:
        """Ends the recording: all lines are forced to the disk, later ones are ignored. A second call does nothing."""
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

    def _write(self, file: AppendedFile, text: str, *, keep: bool = False) -> bool:
        return not self._over.is_set() and file.write(text, keep=keep)

    def _sync(self) -> None:
        _sync_folder(self._csv.path.parent)
        sync_often((self._packets, self._csv), self._over.wait)


def sync_often(files: Sequence[AppendedFile], wait: Callable[[float], bool]) -> None:
    """Syncs files every ``SYNC_S`` or sooner, until the recording ends.

    Parameters
    ----------
    files : sequence of AppendedFile
    wait : callable
        Waits the given seconds or until the recording ends, and returns whether it has ended.
    """
    while not wait(SYNC_S / 2.0):
        for file in files:
            file.sync()


def _sync_folder(folder: Path) -> None:
    """Forces the folder to the disk, without which the names of new files may be lost; some systems cannot."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _new_files(folder: Path, name: str) -> tuple[AppendedFile, AppendedFile]:
    """Creates both files under a name that is free, also where another program creates some at the same time."""
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
