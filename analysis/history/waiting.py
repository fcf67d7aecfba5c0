"""Keeps sessions that could not be saved, until they can: a file for each, beside the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.history.session_record import SessionRecord
from imu.whole_file import write_whole

_SUFFIX = ".session.json"


def put_aside(record: SessionRecord, folders: Sequence[Path]) -> Path:
    """Writes a session into the first folder that takes it, and returns its file.

    Parameters
    ----------
    record : SessionRecord
    folders : sequence of Path
        At least one; a folder is made if there is none.

    Raises
    ------
    OSError
        None takes it.
    """
    name = f"{record.session['content_hash']}{_SUFFIX}"
    for folder in folders[:-1]:
        with contextlib.suppress(OSError):
            return _written(record, folder / name)
    return _written(record, folders[-1] / name)


def _written(record: SessionRecord, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, record.to_json())
    return path


def waiting_sessions(folders: Sequence[Path]) -> Iterator[tuple[Path, SessionRecord]]:
    """Yields the sessions that wait, with their files; a file that holds none stays where it is."""
    for path in [path for folder in folders for path in sorted(folder.glob(f"*{_SUFFIX}"))]:
        with contextlib.suppress(OSError, ValueError):
            yield path, SessionRecord.from_json(path.read_text(encoding="utf-8"))


def drop_waiting(path: Path) -> None:
    """Removes the file of a session that is saved now, and its folder with the last one."""
    with contextlib.suppress(OSError):
        path.unlink()
        path.parent.rmdir()
