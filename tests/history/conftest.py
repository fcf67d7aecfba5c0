"""Every test gets a database of its own: an SQLite file, and with ``-m postgres`` one of a real server.

The server is the one that libpq's variables name (``PGHOST``, ``PGUSER``, ...), as ``pg_virtualenv`` sets them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql


@contextmanager
def empty_server_database() -> Iterator[str]:
    """Address of a new database on the server, which is dropped afterwards."""
    name = f"history_{secrets.token_hex(6)}"
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            who = f"{os.environ['PGUSER']}:{os.environ['PGPASSWORD']}"
            yield f"postgresql://{who}@{os.environ['PGHOST']}:{os.environ['PGPORT']}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def db(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What ``--db`` is given."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "sqlite":
        yield str(tmp_path / "history.db")
    else:
        with empty_server_database() as url:
            yield url
