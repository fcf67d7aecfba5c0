"""A database that cannot be used: one sentence each, and the session waits until it can."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from analysis.errors import HistoryError
from analysis.history.database import engine
from analysis.history.history import open_history
from tests.fixtures.past import at_hour, names_in, record
from tests.history.conftest import empty_server_database


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT_S", 0.05)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def test_a_locked_database_lets_the_session_wait(path: Path, impatient: None) -> None:
    with open_history(str(path)) as history:
        history.save(record(1))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(HistoryError, match="another program has been writing to it"):
                history.save(record(2, started_at=at_hour(12)))
            saved = history.save_or_keep(record(2, started_at=at_hour(12)))
            assert len(history.sessions()) == 1, "it can still be read"
            with pytest.raises(HistoryError, match="another program"):
                history.save_waiting()
            assert len(names_in(history.place.waiting_folders[0])) == 1
            other.execute("ROLLBACK")
        assert saved.outcome == "waiting"
        assert saved.why_waiting is not None
        assert str(history.place.waiting_folders[0]) in saved.why_waiting
        assert history.save_waiting() == 1
        assert history.save_waiting() == 0
        assert len(history.sessions()) == 2
    assert names_in(path.parent) == ["history.db"]


def test_a_full_disk_lets_the_session_wait(path: Path) -> None:
    """SQLite's own limit on the pages of a file gives the error of a full disk."""
    saved = 0

    def save_until_full() -> None:
        nonlocal saved
        for seed in range(2, 20):
            history.save(record(seed, started_at=at_hour(seed)))
            saved += 1

    with open_history(str(path)) as history:
        history.save(record(1))
        event.listen(history._engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count = 1"))
        with pytest.raises(HistoryError, match="the disk is full; make room"):
            save_until_full()
    with open_history(str(path)) as history:
        assert len(history.sessions()) == 1 + saved
        assert len(list(history.rows())) == 3 * (1 + saved)


@pytest.mark.parametrize(
    "content", [b"time_s,acc_x_mps2\n" * 100, b"SQLite format 3\0" + b"\xff" * 4096], ids=["csv", "damaged"]
)
def test_a_file_that_is_no_database_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with open_history(str(path)) as history, pytest.raises(HistoryError, match="this file is no database"):
        history.save(record())
    assert path.read_bytes() == content


@pytest.mark.parametrize("table", ["sessions", "places"])
def test_the_database_of_another_program_is_left_as_it_is(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"CREATE TABLE {table} (x)")
    content = path.read_bytes()
    with open_history(str(path)) as history:
        for use in (history.sessions, lambda: history.save(record())):
            with pytest.raises(HistoryError, match=f"this database is another program's .*'{table}'"):
                use()
    assert path.read_bytes() == content


def test_a_newer_version_is_told_and_nothing_is_written(path: Path) -> None:
    with open_history(str(path)) as history:
        history.save(record())
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '0099'")
        newer.commit()
    with open_history(str(path)) as history, pytest.raises(HistoryError, match="newer version"):
        history.sessions()
    assert names_in(path.parent) == ["history.db"]


def test_damage_within_a_row_is_one_sentence(path: Path) -> None:
    with open_history(str(path)) as history:
        history.save(record())
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE sessions SET tallies = substr(tallies, 2)")
        other.commit()
    with open_history(str(path)) as history, pytest.raises(HistoryError, match="the file is damaged"):
        history.sessions()


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%20b.db", "a?mode=ro.db"])
def test_odd_signs_in_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    with open_history(str(tmp_path / name)) as history:
        history.save(record())
    assert names_in(tmp_path) == [name]
    with open_history(str(tmp_path / name)) as history:
        assert len(history.sessions()) == 1


def test_what_waited_does_not_take_the_place_of_a_later_analysis(path: Path, impatient: None) -> None:
    with open_history(str(path)) as history:
        history.save(record(2, started_at=at_hour(12)))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            history.save_or_keep(record(1, lifter="Anna"))
        history.save_or_keep(record(1, lifter="Bo"))
        assert history.save_waiting() == 0
        assert history.lifters() == ["Anna", "Bo"]
        assert [one.lifter for one in history.sessions()] == ["Bo", "Anna"]


def test_a_folder_that_cannot_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session waits in the data folder then; only where that cannot be either, it is left to its recording."""
    monkeypatch.setenv("XDG_DATA_HOME", str(path.parent / "data"))
    path.write_text("a file", encoding="utf-8")
    with open_history(str(path / "history.db")) as history:
        with pytest.raises(HistoryError, match="its folder cannot be made"):
            history.save(record())
        saved = history.save_or_keep(record())
        assert (saved.outcome, len(names_in(history.place.waiting_folders[1]))) == ("waiting", 1)
        path.unlink()
        assert history.save_waiting() == 1
    monkeypatch.setenv("XDG_DATA_HOME", str(path / "history.db"))
    with (
        open_history(str(path / "history.db" / "h.db")) as history,
        pytest.raises(HistoryError, match="Nor can it be put aside"),
    ):
        history.save_or_keep(record())


def test_what_waits_of_a_person_is_forgotten_too(path: Path, impatient: None) -> None:
    with open_history(str(path)) as history:
        history.save(record(1))
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            history.save_or_keep(record(2, started_at=at_hour(12)))
            history.save_or_keep(record(3, lifter="Bo"))
        gone = history.forget("anna")
        assert (gone.sessions, gone.sets, gone.reps) == (2, 2, 6)
        assert history.save_waiting() == 1
        assert history.lifters() == ["Bo"]


def test_a_file_that_holds_no_session_waits_for_a_person_to_look_at_it(path: Path) -> None:
    with open_history(str(path)) as history:
        folder = history.place.waiting_folders[0]
        folder.mkdir()
        (folder / "half.session.json").write_text('{"session"', encoding="utf-8")
        assert history.save_waiting() == 0
        assert names_in(folder) == ["half.session.json"]


def test_a_server_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens at port 1. The session waits in the data folder, and the password is in no message."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_history("postgresql://anna:secret@127.0.0.1:1/gym") as history:
        saved = history.save_or_keep(record())
        assert saved.outcome == "waiting"
        assert saved.why_waiting is not None
        assert saved.why_waiting.startswith("postgresql://anna@127.0.0.1:1/gym: the server cannot be reached")
        assert "secret" not in saved.why_waiting
        assert history.place.waiting_folders[0].is_relative_to(tmp_path)
        assert len(names_in(history.place.waiting_folders[0])) == 1


@pytest.mark.postgres
def test_a_server_that_goes_away_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its database is taken away from under an open connection."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with empty_server_database() as url, open_history(url) as history:
        history.save(record(1))
        name = url.rpartition("/")[2]
        with psycopg.connect(dbname="postgres", autocommit=True) as server:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            saved = history.save_or_keep(record(2, started_at=at_hour(12)))
            assert saved.outcome == "waiting"
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        assert history.save_waiting() == 1
        assert len(history.sessions()) == 2


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("user", "database", "said"),
    [
        ("nobody:wrong", "postgres", 'password authentication failed for user "nobody"'),
        ("{user}:{password}", "nowhere", 'database "nowhere" does not exist'),
    ],
)
def test_a_server_that_refuses(user: str, database: str, said: str) -> None:
    who = user.format(user=os.environ["PGUSER"], password=os.environ["PGPASSWORD"])
    url = f"postgresql://{who}@{os.environ['PGHOST']}:{os.environ['PGPORT']}/{database}"
    with open_history(url) as history, pytest.raises(HistoryError, match=said):
        history.sessions()
