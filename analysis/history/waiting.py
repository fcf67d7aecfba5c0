"""Keeps sessions that could not be saved, until they can: a file for each, beside the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from analysis.history.session_record import SessionRecord
from imu.whole_file import write_whole

_SUFFIX = ".session.json"


def put_aside(record: SessionRecord, folder: Path) -> Path:
    """Writes a session into the folder, which is made if there is none; returns its file.

    Raises
    ------
    OSError
        It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record.session['content_hash']}{_SUFFIX}"
    write_whole(path, record.to_json())
    return path


def waiting_sessions(folder: Path) -> Iterator[tuple[Path, SessionRecord]]:
    """Yields the sessions that wait, with their files; a file that holds none stays where it is."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with contextlib.suppress(OSError, ValueError):
            yield path, SessionRecord.from_json(path.read_text(encoding="utf-8"))


def drop_waiting(path: Path) -> None:
    """Removes the file of a session that is saved now, and its folder with the last one."""
    with contextlib.suppress(OSError):
        path.unlink()
        path.parent.rmdir()
