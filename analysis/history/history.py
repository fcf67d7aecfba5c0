"""The history as the rest of the program sees it: saves sessions, gives them back, and forgets them.

Nothing leaves the computer, except to the server that a person names.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from analysis.coaching.warmup import DEFAULT_WARM_UP
from analysis.errors import HistoryError
from analysis.history.places import Place, history_place
from analysis.history.session_record import SessionRecord, lifter_key
from analysis.history.waiting import drop_waiting, put_aside, waiting_sessions
from analysis.records.past_sessions import PastSession, PastSet
from analysis.records.session_checks import SessionPart
from analysis.settings.warm_up_settings import WarmUpSettings

if TYPE_CHECKING:
    from sqlalchemy import Connection

SaveOutcome: TypeAlias = Literal["new", "replaced", "unchanged", "repeated", "waiting"]
"""SaveOutcome of saving: a new session, in place of an earlier analysis, already there just so, there from another app, or
put aside for later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSession:
    """SaveOutcome of saving one session."""

    outcome: SaveOutcome
    """How it was saved."""
    session: int | None
    """Number of the session; None while it waits. Of one that another app logged as well, that which is kept."""
    at_that_time: tuple[tuple[int, str], ...] = ()
    """Number and file of other sessions of the same person that lie over this one in time: all of them are kept."""
    repeats: str | None = None
    """File of the other app's log that has the same workout, which is kept; None where none has."""
    why_waiting: str | None = None
    """Why it could not be saved yet, and where it waits; None where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Number of records that were removed of a person."""

    sessions: int
    """Sessions."""
    sets: int
    """Their sets."""
    reps: int
    """Their reps."""


class History:
    """Database of earlier sessions. The tables are made when something is saved first.

    Parameters
    ----------
    place : Place
        As `history_place` returns it.

    Examples
    --------
    >>> from analysis.history.history import open_history
    >>> with open_history("mine.db") as history:
    ...     history.sessions(lifter="Anna")
    []
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._ready = False
        self._engine: Any = None

    def __enter__(self) -> History:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes all connections."""
        if self._engine is not None:
            self._engine.dispose()

    def sessions(self, lifter: str | None = None, since: datetime | None = None) -> list[PastSession]:
        """Returns sessions in order of time, those without a date first.

        Recordings without a set, which are kept for the warm-up alone, are no sessions of their own.

        Parameters
        ----------
        lifter : str, optional
            Only of this person; case does not matter.
        since : datetime, optional
            Only those that began then or later; with its zone.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return []
        from analysis.history.database.queries import past_sessions  # noqa: PLC0415

        with self._transaction() as connection:
            return past_sessions(connection, lifter, since)

    def sets(
        self, lifter: str | None = None, since: datetime | None = None, most_sessions: int | None = None
    ) -> list[PastSet]:
        """Returns sets in order of time, those of sessions without a date first.

        Parameters
        ----------
        lifter : str, optional
            Only of this person; case does not matter.
        since : datetime, optional
            Only of sessions that began then or later; with its zone.
        most_sessions : int, optional
            Only of so many sessions, the latest.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return []
        from analysis.history.database.queries import past_sets  # noqa: PLC0415

        with self._transaction() as connection:
            return past_sets(connection, lifter, since, most_sessions)

    def lifters(self) -> list[str]:
        """Returns the name of every person with a session.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return []
        from analysis.history.database.queries import lifter_names  # noqa: PLC0415

        with self._transaction() as connection:
            return lifter_names(connection)

    def session_parts(
        self, lifter: str | None, began_at: datetime, settings: WarmUpSettings = DEFAULT_WARM_UP
    ) -> list[SessionPart]:
        """Returns the earlier recordings of a training session, oldest first: its warm-up may be in one of them.

        Parameters
        ----------
        lifter : str or None
            Name of the person. Recordings that name nobody are one person's where the history knows one at most.
        began_at : datetime
            Begin of its newest recording, with its zone; 0 on the time axis of what is returned.
        settings : WarmUpSettings
            How far apart recordings of one session are.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return []
        from analysis.history.database.queries import lifter_names  # noqa: PLC0415
        from analysis.history.database.warm_ups import recordings_before  # noqa: PLC0415

        with self._transaction() as connection:
            if lifter is None and len(lifter_names(connection)) > 1:
                return []
            return recordings_before(connection, lifter_key(lifter), began_at, settings)

    def save(self, record: SessionRecord, settings: WarmUpSettings = DEFAULT_WARM_UP) -> SavedSession:
        """Saves a session, in place of an earlier analysis of the same samples.

        The warm-ups of its training session, which may be several recordings, are judged anew from all of them.

        Parameters
        ----------
        record : SessionRecord
            As `analysis.history.session_record.recorded_session` makes it.
        settings : WarmUpSettings
            Numbers of the warm-up check.

        Raises
        ------
        HistoryError
            It cannot be saved; the database is as it was.
        """
        from analysis.history.database import write  # noqa: PLC0415
        from analysis.history.database.same_workout import workout_of_another_app  # noqa: PLC0415
        from analysis.history.database.warm_ups import judge_again  # noqa: PLC0415

        with self._transaction(writes=True) as connection:
            if write.is_kept(connection, record):
                return SavedSession(outcome="unchanged", session=None)
            same = workout_of_another_app(connection, record)
            if same is not None:
                return SavedSession(outcome="repeated", session=same[0], repeats=same[1])
            number, is_new = write.write_session(connection, record)
            judge_again(connection, number, settings)
            others = write.sessions_at_that_time(connection, record, number)
        return SavedSession(
            outcome="new" if is_new else "replaced", session=number, at_that_time=tuple(others)
        )

    def save_or_keep(self, record: SessionRecord) -> SavedSession:
        """Saves a session; where that fails, puts it aside, to be saved the next time.

        Raises
        ------
        HistoryError
            It can neither be saved nor put aside.
        """
        try:
            self._save_waiting_of(record)
            return self.save(record)
        except HistoryError as error:
            try:
                path = put_aside(record, self.place.waiting_folders)
            except OSError as full:
                what = f"{error.what} Nor can it be put aside ({full.strerror}): take it from the recording later, by history import."
                raise HistoryError(what, place=self.place.shown) from error
            return SavedSession(outcome="waiting", session=None, why_waiting=f"{error} It waits in {path}.")

    def _save_waiting_of(self, record: SessionRecord) -> None:
        """Saves an earlier analysis of these samples that still waits: later, it would take the new one's place."""
        for path, waiting in waiting_sessions(self.place.waiting_folders):
            if waiting.session.get("content_hash") == record.session["content_hash"]:
                self.save(waiting)
                drop_waiting(path)

    @property
    def waiting(self) -> int:
        """Number of sessions that still wait to be saved."""
        return sum(1 for _ in waiting_sessions(self.place.waiting_folders))

    def save_waiting(self) -> int:
        """Saves the sessions that had to wait; returns how many.

        Raises
        ------
        HistoryError
            The database still cannot be used; they go on waiting.
        """
        saved = 0
        for path, record in waiting_sessions(self.place.waiting_folders):
            self.save(record)
            drop_waiting(path)
            saved += 1
        return saved

    def forget(self, lifter: str) -> Forgotten:
        """Removes everything of a person, also what waits; what was deleted is wiped from the file.

        Raises
        ------
        HistoryError
            The database cannot be changed.
        """
        from analysis.history.database.write import delete_lifter  # noqa: PLC0415

        key = lifter_key(lifter) or ""
        waiting = [
            (path, one)
            for path, one in waiting_sessions(self.place.waiting_folders)
            if one.session["lifter_key"] == key
        ]
        counts = (0, 0, 0)
        if not self._is_missing():
            with self._transaction(writes=True) as connection:
                counts = delete_lifter(connection, key)
        for path, _ in waiting:
            drop_waiting(path)
        return Forgotten(
            sessions=counts[0] + len(waiting),
            sets=counts[1] + sum(len(one.sets) for _, one in waiting),
            reps=counts[2] + sum(len(one.reps) for _, one in waiting),
        )

    def forget_session(self, number: int) -> bool:
        """Removes one session; False where there is none of this number.

        Raises
        ------
        HistoryError
            The database cannot be changed.
        """
        if self._is_missing():
            return False
        from analysis.history.database.write import delete_session  # noqa: PLC0415

        with self._transaction(writes=True) as connection:
            return delete_session(connection, number)

    def rows(self, lifter: str | None = None, since: datetime | None = None) -> Iterator[dict[str, Any]]:
        """Yields a row per rep, as the tables have them, for exports.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return
        from analysis.history.database.queries import exported_rows  # noqa: PLC0415

        with self._transaction() as connection:
            yield from exported_rows(connection, lifter, since)

    def records(self) -> Iterator[SessionRecord]:
        """Yields every session as it was saved, to be saved in another history.

        Raises
        ------
        HistoryError
            The database cannot be read.
        """
        if self._is_missing():
            return
        from analysis.history.database.queries import stored_records  # noqa: PLC0415

        with self._transaction() as connection:
            yield from stored_records(connection)

    def backup(self, target: Path) -> None:
        """Writes everything into one SQLite file, which ``--db`` opens again; of a server, too.

        Raises
        ------
        HistoryError
            There is nothing yet, or the file cannot be written.
        """
        if self._is_missing():
            raise HistoryError("there is no history yet, so nothing to keep safe.", place=self.place.shown)
        from analysis.history.database.copies import write_backup  # noqa: PLC0415

        self._open()
        write_backup(self._engine, self.place, target)

    def _is_missing(self) -> bool:
        """Whether nothing was ever saved in this file: reading makes none."""
        return self.place.file is not None and not self.place.file.exists()

    def _open(self) -> None:
        """Makes the engine, and brings the tables up to date, once."""
        if self._ready:
            return
        from analysis.history.database.engine import make_engine  # noqa: PLC0415  slow to load
        from analysis.history.database.upgrade import upgrade_database  # noqa: PLC0415

        if self.place.file is not None:
            try:
                self.place.file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                what = f"its folder cannot be made ({error.strerror}); name another file with --db."
                raise HistoryError(what, place=self.place.shown) from error
        self._engine = self._engine or make_engine(self.place)
        upgrade_database(self._engine, self.place)
        self._ready = True

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[Connection]:
        from analysis.history.database.engine import transaction  # noqa: PLC0415

        self._open()
        with transaction(self._engine, self.place, writes=writes) as connection:
            yield connection


def open_history(db: str | None = None) -> History:
    """Opens the history; nothing is read or written before it is asked for.

    Parameters
    ----------
    db : str, optional
        File or URL, as of ``--db``. Left out: the one of ``REP_MOMENTUM_DB``, else the person's own file.

    Raises
    ------
    HistoryError
        It names no database that is known.
    """
    return History(history_place(db))
