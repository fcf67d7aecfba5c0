"""Brings a database up to date: makes the tables, or runs the steps that are missing, all or none of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from analysis.errors import HistoryError
from analysis.history.database.engine import transaction
from analysis.history.database.schema import HEAD, METADATA
from analysis.history.places import Place
from imu.whole_file import move_into_place, part_beside

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
"""Folder of Alembic's script."""
VERSIONS = MIGRATIONS / "versions"
"""Folder of the steps."""


def upgrade_database(
    engine: Engine, place: Place, versions: Sequence[Path] = (VERSIONS,), head: str = HEAD
) -> None:
    """Brings the tables up to date, where they are not.

    Several programs may do so at once. A file that holds sessions is copied first, beside it.

    Parameters
    ----------
    engine : Engine
    place : Place
    versions : sequence of Path
        Folders of the steps.
    head : str
        Revision to reach.

    Raises
    ------
    HistoryError
        The database is of a newer version of this program, or cannot be changed; it is as it was then.
    """
    with transaction(engine, place, writes=False) as connection:
        # first the tables: what another program makes between the two questions then has its revision
        tables = inspect(connection).get_table_names()
        before = revision_of(connection)
    if before == head:
        return
    if before is None:
        _check_is_ours(tables, place)
    else:
        _check_is_known(before, place, versions)
    if place.file is not None and before is not None:
        copy_file(place.file, place.file.with_name(f"{place.file.name}.before-{head}"))
    with transaction(engine, place, writes=True, checked=False) as connection:
        _run_steps(connection, place, versions, head)
        if place.file is not None and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise HistoryError(
                "bringing it up to date would lose rows; it was left as it is.", place=place.shown
            )


def revision_of(connection: Connection) -> str | None:
    """Returns the revision of the tables; None for a database without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _check_is_ours(tables: Sequence[str], place: Place) -> None:
    """Refuses the database of another program: a file with any table, a server with tables of our names."""
    others = set(tables) if place.file is not None else set(tables) & set(METADATA.tables)
    if others:
        what = f"this database is another program's (it has a table {min(others)!r}); name another with --db."
        raise HistoryError(what, place=place.shown)


def _check_is_known(revision: str, place: Place, versions: Sequence[Path]) -> None:
    """Refuses tables of a newer version, before anything is copied or locked."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  slow to load, and seldom needed

    steps = ScriptDirectory.from_config(_alembic_config(versions)).walk_revisions()
    if revision not in {step.revision for step in steps}:
        what = (
            f"it was made by a newer version of rep-momentum (its tables are {revision}); update the program."
        )
        raise HistoryError(what, place=place.shown)


def _alembic_config(versions: Sequence[Path]) -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, versions)))
    return config


def _run_steps(connection: Connection, place: Place, versions: Sequence[Path], head: str) -> None:
    from alembic import command  # noqa: PLC0415

    now = revision_of(connection)
    if now is not None:
        _check_is_known(now, place, versions)
    config = _alembic_config(versions)
    config.attributes["connection"] = connection
    command.upgrade(config, head)


def _escaped(path: Path) -> str:
    """A path as a value of a configuration, in which ``%`` begins a name."""
    return str(path).replace("%", "%%")


def copy_file(source: Path, target: Path) -> None:
    """Copies an SQLite file as it stands between two transactions, also while others write.

    Raises
    ------
    HistoryError
        The copy cannot be written; no half of one is left.
    """
    part = part_beside(target)
    try:
        read_only = f"{source.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        move_into_place(part, target)
    except (sqlite3.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise HistoryError(f"cannot be written ({reason}); give another file.", place=str(target)) from error
    finally:
        part.unlink(missing_ok=True)
