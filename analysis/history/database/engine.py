"""Connections to the database, and its errors in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.pool import NullPool

from analysis.errors import HistoryError
from analysis.history.places import Place

LOCK_WAIT_S = 5
"""Seconds that are waited for a database that another program writes to, or for a server to answer."""
_WRITES = "writes"
_IN_FILE = {
    "SQLITE_BUSY": f"another program has been writing to it for more than {LOCK_WAIT_S} s; close that one, or try again.",
    "SQLITE_READONLY": "it may only be read; make the file and its folder writable, or name another with --db.",
    "SQLITE_FULL": "the disk is full; make room.",
    "SQLITE_CANTOPEN": "the file cannot be opened; see that its folder is there and may be written to.",
    "SQLITE_NOTADB": "this file is no database; name another with --db.",
    "SQLITE_CORRUPT": "the file is damaged; put a backup in its place, or name another with --db.",
    "SQLITE_IOERR": "its disk cannot be read or written; see whether it is full or gone.",
    "SQLITE_PERM": "it may not be opened; see whose file it is.",
}
"""What is wrong with an SQLite file, by the name of its error."""
_OF_SERVER = {
    "42501": "this user may not do that here; grant it the rights on the tables.",
    "53100": "the server's disk is full; make room there.",
    "25006": "the server only lets it be read; ask who keeps it.",
    "55P03": f"another program has been writing to it for more than {LOCK_WAIT_S} s; try again.",
    "53300": "the server has no connection left; try again later.",
}
"""What is wrong with a server, by the SQLSTATE of its error."""

_LOCK = 7_264_001
"""Number of the lock of a server that whoever writes takes first: several recordings of one session are changed together,
and two programs would wait for each other."""
_CONNECTION_LOST = ("08", "57P")
"""Beginnings of the SQLSTATE where the server ended the connection."""


def make_engine(place: Place) -> Engine:
    """Returns an engine whose transactions begin as they must: one that will write takes the lock at once.

    A transaction that reads first and writes later loses updates on SQLite without a word, as another writer may come
    between (docs/history.md).

    Raises
    ------
    HistoryError
        The driver of PostgreSQL is not installed.
    """
    if place.file is None:
        options = {"connect_timeout": LOCK_WAIT_S, "options": f"-c lock_timeout={1000 * LOCK_WAIT_S}"}
        try:
            return create_engine(place.url, connect_args=options, pool_size=1, pool_pre_ping=True)
        except ImportError as error:
            what = (
                "a PostgreSQL server needs psycopg, which is missing: pip install 'rep-momentum[postgresql]'."
            )
            raise HistoryError(what, place=place.shown) from error
    url = URL.create("sqlite", database=str(place.file))  # as text, a ? in the name would end it
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_S}, poolclass=NullPool)
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)
    return engine


def _connected(connection: Any, record: object) -> None:  # noqa: ARG001
    """Leaves the beginning of transactions to `_begun`, keeps foreign keys, and wipes what is deleted."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(engine: Engine, place: Place, *, writes: bool, checked: bool = True) -> Iterator[Connection]:
    """Runs a block in one transaction, which is undone if the block fails; only one at a time writes.

    Parameters
    ----------
    engine : Engine
    place : Place
        For messages.
    writes : bool
        Whether the block writes.
    checked : bool
        Whether rows must belong to each other all the time; not while tables are made anew, which would delete the rows
        that hang on them. Within a transaction SQLite does not let it be changed.

    Raises
    ------
    HistoryError
        The database cannot be used; what was in it is as it was.
    """
    with plain_errors(place), engine.connect() as connection:
        connection.execution_options(**{_WRITES: writes})
        if not checked and place.file is not None:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            if writes and place.file is None:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
            yield connection


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """Turns errors of the database within the block into one sentence.

    Raises
    ------
    HistoryError
        One came.
    """
    try:
        yield
    except JSONDecodeError as error:
        raise HistoryError(_IN_FILE["SQLITE_CORRUPT"], place=place.shown) from error
    except DBAPIError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise HistoryError(sentence, place=place.shown) from error


def _sentence(error: DBAPIError) -> str | None:
    """What is wrong, and what to do; None for what only a fault of this program can bring about."""
    cause = error.orig
    name, state = getattr(cause, "sqlite_errorname", None), getattr(cause, "sqlstate", None)
    for known, sentence in _IN_FILE.items():
        if str(name).startswith(known):
            return sentence
    if state in _OF_SERVER:
        return _OF_SERVER[state]
    if name == "SQLITE_ERROR" or not isinstance(error, (OperationalError, InternalError, InterfaceError)):
        return None
    if name is None and (state is None or state.startswith(_CONNECTION_LOST)):
        why = _first_line(cause).rpartition("failed: ")[2]
        return f"the server cannot be reached, or lets nobody in ({why}); see that it runs, and its address, user and password."
    return f"the database refuses ({_first_line(cause)})."


def _first_line(error: BaseException | None) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip().rstrip(".")
