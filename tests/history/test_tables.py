"""The tables are what the steps make, and later steps lose nothing: all of them run, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from analysis.errors import HistoryError
from analysis.history.database.engine import make_engine, transaction
from analysis.history.database.schema import HEAD, METADATA
from analysis.history.database.upgrade import MIGRATIONS, VERSIONS, revision_of, upgrade_database
from analysis.history.history import open_history
from analysis.history.places import Place, history_place
from tests.fixtures.past import MORNING, names_in, record
from tests.fixtures.threads import errors_at_once

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    always = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("sessions", recreate=always) as batch:
        batch.add_column(sa.Column("mood", sa.Text))
    {then}
"""
"""A step that makes the table of sessions anew in SQLite, on which all other rows hang."""


@contextmanager
def opened(db: str) -> Iterator[tuple[Engine, Place]]:
    place = history_place(db)
    engine = make_engine(place)
    try:
        yield engine, place
    finally:
        engine.dispose()


@pytest.fixture
def filled(db: str) -> str:
    with open_history(db) as history:
        history.save(record())
    return db


def later_step(folder: Path, then: str = "pass") -> tuple[Path, ...]:
    folder.mkdir(exist_ok=True)
    (folder / "r9999_later.py").write_text(LATER.format(head=HEAD, then=then), encoding="utf-8")
    return (VERSIONS, folder)


def test_the_steps_make_the_tables_of_the_program(filled: str) -> None:
    with opened(filled) as (engine, place), transaction(engine, place, writes=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert revision_of(connection) == HEAD


def test_the_newest_step_is_that_of_the_tables() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_later_step_loses_no_row_and_leaves_a_copy(filled: str, tmp_path: Path) -> None:
    with opened(filled) as (engine, place):
        upgrade_database(engine, place, later_step(tmp_path / "steps"), "9999")
        with transaction(engine, place, writes=False) as connection:
            counts = [
                connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
                for table in ("sessions", "sets", "reps")
            ]
            columns = {one["name"] for one in inspect(connection).get_columns("sessions")}
    assert counts == [1, 1, 3]
    assert "mood" in columns
    if place.file is not None:
        with open_history(str(place.file.with_name(f"{place.file.name}.before-9999"))) as copy:
            assert len(list(copy.rows())) == 3


FIRST = """INSERT INTO sessions (content_hash, facts_hash, began_at, ended_at, zone_min, duration_s, origin, source,
version, saved_at, sensors, sensor_facts, tallies, corrections)
VALUES ('a', 'b', '2026-05-03 04:00:00', '2026-05-03 04:01:00', 300, 60.0, 'live', 'x.csv', '0.1.0',
'2026-05-03 05:00:00', '["wrist"]', '[]',
'{"kinds": [[10.0, "kg", null, false, "Biceps curl"]], "sets": [[8, 8, 7, 1, 0]]}', '[]')"""
"""A session as the first version of the tables had it, which no program writes any more."""


def test_a_history_of_the_first_tables_is_brought_up_to_date(db: str) -> None:
    with opened(db) as (engine, place):
        upgrade_database(engine, place, head="0001")
        with transaction(engine, place, writes=True, checked=False) as connection:
            connection.execute(text(FIRST))
    with open_history(db) as history:
        (one,) = history.sessions()
        assert (one.started_at, one.reps, one.controlled_reps) == (datetime.fromisoformat(MORNING), 8, 7)
        history.save(record())
        assert [session.reps for session in history.sessions()] == [8, 3]


def test_a_step_that_fails_changes_nothing(filled: str, tmp_path: Path) -> None:
    with opened(filled) as (engine, place):
        with pytest.raises(DBAPIError):
            upgrade_database(engine, place, later_step(tmp_path / "steps", 'op.execute("nonsense")'), "9999")
        with transaction(engine, place, writes=False) as connection:
            assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
            assert revision_of(connection) == HEAD
    with open_history(filled) as history:
        assert len(list(history.rows())) == 3


def test_a_step_that_would_lose_rows_is_undone(tmp_path: Path) -> None:
    """In SQLite rows may hang on nothing while tables are made anew; what is so at the end is noticed."""
    db = str(tmp_path / "history.db")
    with open_history(db) as history:
        history.save(record())
    with opened(db) as (engine, place):
        steps = later_step(tmp_path / "steps", 'op.execute("DELETE FROM sets")')
        with pytest.raises(HistoryError, match="bringing it up to date would lose rows"):
            upgrade_database(engine, place, steps, "9999")
    with open_history(db) as history:
        assert len(list(history.rows())) == 3


def test_a_database_of_a_newer_version_is_left_alone(filled: str, tmp_path: Path) -> None:
    with opened(filled) as (engine, place):
        upgrade_database(engine, place, later_step(tmp_path / "steps"), "9999")
    with open_history(filled) as history:
        for use in (history.sessions, lambda: history.save(record(2))):
            with pytest.raises(
                HistoryError, match=r"a newer version of rep-momentum \(its tables are 9999\); update"
            ):
                use()


def test_many_programs_may_make_the_tables_at_once(db: str) -> None:
    def make(wait: Callable[[], object]) -> None:
        with opened(db) as (engine, place):
            wait()
            upgrade_database(engine, place)

    assert errors_at_once([make] * 4) == []


def test_looking_makes_no_file(tmp_path: Path) -> None:
    with open_history(str(tmp_path / "no" / "history.db")) as history:
        assert (history.sessions(), history.sets(), history.lifters(), list(history.rows())) == (
            [],
            [],
            [],
            [],
        )
        assert history.forget("Anna").sessions == 0
        with pytest.raises(HistoryError, match="there is no history yet"):
            history.backup(tmp_path / "backup.db")
    assert names_in(tmp_path) == []
