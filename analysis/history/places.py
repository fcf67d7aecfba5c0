"""Places of the history: which database is meant, where its file lies, and whether there is to be one at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from analysis.errors import HistoryError

DB_VARIABLE, SWITCH_VARIABLE = "REP_MOMENTUM_DB", "REP_MOMENTUM_HISTORY"
"""Variables of the environment: the database, and whether sessions are saved."""
_FILE_NAME = "history.db"
_ON, _OFF = ("", "on", "1", "yes", "true"), ("off", "0", "no", "false")
_SQLITE, _POSTGRESQL = "sqlite", ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Database that is meant."""

    url: str
    """As SQLAlchemy takes it."""
    file: Path | None
    """File of an SQLite database; None for a server."""
    shown: str
    """For messages: the file, or the address without its password."""

    @property
    def waiting_folders(self) -> tuple[Path, ...]:
        """Folders for sessions that could not be saved, the first that takes one: beside the file, in the data folder."""
        digest = blake2b(self.url.encode(), digest_size=8).hexdigest()
        in_data = data_folder() / "waiting" / digest
        return (
            (in_data,) if self.file is None else (self.file.with_name(f"{self.file.name}.waiting"), in_data)
        )


def data_folder() -> Path:
    """Returns the folder in which programs keep a person's data on this computer."""
    from platformdirs import user_data_path  # noqa: PLC0415  only needed where no database is named

    return user_data_path("rep-momentum", appauthor=False)


def history_place(text: str | None = None, environment: Mapping[str, str] = os.environ) -> Place:
    """Returns the database that is meant.

    Parameters
    ----------
    text : str, optional
        As of ``--db``: a file, or a URL that begins with ``sqlite:///`` or ``postgresql://``. Left out: the one of
        ``REP_MOMENTUM_DB``, else a file in the person's data folder.
    environment : mapping of str to str

    Raises
    ------
    HistoryError
        It is no database that is known.
    """
    named = text if text is not None else environment.get(DB_VARIABLE, "").strip() or None
    said = "--db" if text is not None else DB_VARIABLE
    if named is None:
        return file_place(data_folder() / _FILE_NAME)
    if not named.strip():
        raise HistoryError("an empty name is no database; give a file or postgresql://...", place=said)
    scheme, _, rest = named.partition("://")
    if not rest and "://" not in named:
        return file_place(Path(named))
    if scheme.split("+")[0] == _SQLITE:
        if not rest.startswith("/") or len(rest) < 2:
            raise HistoryError("write sqlite:///FILE, or just the file.", place=f"{said} {named}")
        return file_place(Path(rest[1:]))
    if scheme in _POSTGRESQL:
        _check_address(rest, said)
        return Place(
            url=f"postgresql+psycopg://{rest}", file=None, shown=_without_password(f"postgresql://{rest}")
        )
    what = f"{scheme}:// is no database that is known; give a file, or postgresql://USER@HOST/DATABASE."
    raise HistoryError(what, place=said)


def file_place(path: Path) -> Place:
    """Returns the place of an SQLite file."""
    whole = path.expanduser().absolute()
    return Place(url=f"sqlite:///{whole}", file=whole, shown=str(path))


def _check_address(rest: str, said: str) -> None:
    """Refuses an address that no program could read; without repeating it, as it may hold a password."""
    try:
        parts = urlsplit(f"postgresql://{rest}")
        is_whole = parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        what = "this address cannot be read; write postgresql://USER@HOST:PORT/DATABASE, odd signs in a password as %40 and so on."
        raise HistoryError(what, place=said)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}", query=""))


def is_switched_on(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether sessions are saved: yes, unless ``REP_MOMENTUM_HISTORY`` says ``off``.

    Raises
    ------
    HistoryError
        It says neither ``on`` nor ``off``.
    """
    said = environment.get(SWITCH_VARIABLE, "").strip().casefold()
    if said in _ON:
        return True
    if said in _OFF:
        return False
    raise HistoryError(
        "this is neither on nor off.", place=f"{SWITCH_VARIABLE}={environment[SWITCH_VARIABLE]}"
    )
