"""Copies of a whole database: a backup is one SQLite file, whatever it is of."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, insert, select

from analysis.history.database.engine import make_engine, transaction
from analysis.history.database.schema import METADATA
from analysis.history.database.upgrade import copy_file, upgrade_database
from analysis.history.places import Place, file_place
from imu.whole_file import part_beside

_ROWS = 1000


def write_backup(engine: Engine, place: Place, target: Path) -> None:
    """Writes a backup.

    Parameters
    ----------
    engine : Engine
        Of the database, which is up to date.
    place : Place
    target : Path
        A file that is there already is replaced, once the new one is whole.

    Raises
    ------
    HistoryError
        The database cannot be read, or the file cannot be written.
    """
    if place.file is not None:
        copy_file(place.file, target)
        return
    part = part_beside(target)
    try:
        _copy_rows(engine, place, part)
        copy_file(part, target)
    finally:
        part.unlink(missing_ok=True)


def _copy_rows(engine: Engine, place: Place, part: Path) -> None:
    """Copies every row of a server into a new file, as they stand at one moment."""
    beside = file_place(part)
    other = make_engine(beside)
    try:
        upgrade_database(other, beside)
        with (
            transaction(
                engine.execution_options(isolation_level="REPEATABLE READ"), place, writes=False
            ) as read,
            transaction(other, beside, writes=True) as written,
        ):
            for table in METADATA.sorted_tables:
                rows = read.execution_options(yield_per=_ROWS).execute(select(table))
                for some in rows.mappings().partitions():
                    written.execute(insert(table), [dict(row) for row in some])
    finally:
        other.dispose()
