"""Which database is meant, and that a password is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import HistoryError
from analysis.history.places import history_place, is_switched_on


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("a b.db", f"sqlite:///{Path.cwd()}/a b.db", "a b.db"),
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db", "/tmp/x.db"),
        ("postgresql://anna:s%40cret@gym/curls?sslmode=require", "postgresql+psycopg://anna:s%40cret@gym/curls?sslmode=require", "postgresql://anna@gym/curls"),
        ("postgres://gym/curls", "postgresql+psycopg://gym/curls", "postgresql://gym/curls"),
    ],
)  # fmt: skip
def test_a_database_by_name(text: str, url: str, shown: str) -> None:
    place = history_place(text)
    assert (place.url, place.shown) == (url, shown)


def test_by_default_it_is_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert history_place(environment={}).file == tmp_path / "rep-momentum" / "history.db"
    assert (
        history_place(environment={"REP_MOMENTUM_DB": " "}).file == tmp_path / "rep-momentum" / "history.db"
    )
    assert history_place(environment={"REP_MOMENTUM_DB": "/a/b.db"}).file == Path("/a/b.db")
    assert history_place("c.db", {"REP_MOMENTUM_DB": "/a/b.db"}).file == Path.cwd() / "c.db"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "--db: an empty name is no database"),
        ("mysql://x/y", "--db: mysql:// is no database that is known"),
        ("sqlite://", "write sqlite:///FILE"),
        ("postgresql://anna:secret@gym:port/curls", "--db: this address cannot be read"),
        ("postgresql://anna:sec[ret@gym/curls", "--db: this address cannot be read"),
        ("postgresql://gym:99999/curls", "--db: this address cannot be read"),
    ],
)
def test_what_is_no_database(text: str, said: str) -> None:
    with pytest.raises(HistoryError, match=said) as refused:
        history_place(text)
    assert "sec" not in str(refused.value)


def test_the_switch() -> None:
    assert is_switched_on({})
    assert is_switched_on({"REP_MOMENTUM_HISTORY": "On"})
    assert not is_switched_on({"REP_MOMENTUM_HISTORY": " off"})
    with pytest.raises(HistoryError, match="REP_MOMENTUM_HISTORY=perhaps: this is neither on nor off"):
        is_switched_on({"REP_MOMENTUM_HISTORY": "perhaps"})


def test_two_servers_do_not_share_what_waits() -> None:
    folders = {history_place(f"postgresql://{name}/curls").waiting_folders for name in ("gym", "home")}
    assert len(folders) == 2
