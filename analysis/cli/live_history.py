"""Saves live sessions in the history when they end, in a thread: the next session never waits for a database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from rich.console import Console

from analysis.cli.history_keeper import (
    at_once_sentences,
    is_worth_keeping,
    saved_sentence,
    sets_of,
    waiting_saved,
)
from analysis.cli.live_options import LiveOptions
from analysis.cli.messages import UsageError
from analysis.errors import HistoryError
from analysis.history.history import open_history
from analysis.history.places import history_place, is_switched_on
from analysis.history.session_record import SessionRecord, session_record
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.output.terminal import print_line
from analysis.records.past_sessions import PastSet
from analysis.records.results import SessionResult
from analysis.records.session_checks import SessionPart
from analysis.settings.thresholds import DEFAULTS


class LiveHistory:
    """Saves the sessions of one run of ``live``.

    Parameters
    ----------
    options : LiveOptions
    hub : Hub
        Its pages are told how it went.
    console : Console

    Raises
    ------
    HistoryError
        No database of this kind is known.
    """

    def __init__(self, options: LiveOptions, hub: Hub, console: Console) -> None:
        self._options, self._hub, self._console = options, hub, console
        self._saves = options.saves and is_switched_on()
        self._tasks: list[asyncio.Task[None]] = []
        self._looking: asyncio.Task[None] | None = None
        if self._saves:
            self._place = history_place(options.db)

    def begin(self) -> None:
        """Saves what had to wait before, and looks up the last time, beside the session that begins.

        The session before this one is saved first: it may hold the warm-up.
        """
        if not self._saves:
            return
        before = tuple(self._tasks)
        if any(folder.is_dir() for folder in self._place.waiting_folders):
            self._start(self._save_waiting)
        self._looking = asyncio.create_task(self._look_back(before))
        self._tasks.append(self._looking)

    async def looked_back(self) -> None:
        """Waits until the session knows what was done before."""
        if self._looking is not None:
            await self._looking

    def keep(self, session: LiveSession, result: SessionResult) -> None:
        """Saves a session that has ended, if it has a set or may be a warm-up; returns at once.

        Parameters
        ----------
        session : LiveSession
        result : SessionResult
            Its result.
        """
        if not self._saves:
            return
        record = session_record(
            result,
            fingerprint=session.fingerprint.text,
            notes=session.notes,
            told=session.told,
            lifter=self._options.lifter,
            device=", ".join(one.name for one in self._hub.status.sensors.values()) or None,
            origin="live" if self._options.replay is None else "recording",
            source=self._hub.status.recording,
        )
        if is_worth_keeping(record):
            self._start(lambda: self._save(record))

    async def finish(self) -> None:
        """Waits until everything is saved or put aside."""
        await asyncio.gather(*self._tasks)

    def _start(self, job: Callable[[], list[str]]) -> None:
        self._tasks.append(asyncio.create_task(self._told(job)))

    async def _told(self, job: Callable[[], list[str]]) -> None:
        for line in await asyncio.to_thread(job):
            self._hub.say(line)
            if not self._options.plain:  # else the screen of text has said it
                print_line(self._console, line)

    async def _look_back(self, before: Sequence[asyncio.Task[None]]) -> None:
        """Gives the session what was done before: last time at its beginning, the next session at its end."""
        session = self._hub.session
        await asyncio.gather(*before)
        session.earlier = tuple(await asyncio.to_thread(self._earlier_sets))
        session.before = tuple(await asyncio.to_thread(self._parts_before, session))
        self._hub.tell_all()

    def _parts_before(self, session: LiveSession) -> list[SessionPart]:
        """Recordings of this training session before; none where the history cannot be read."""
        began_at = session.began_at
        if began_at is None:
            return []
        try:
            with open_history(self._options.db) as history:
                return history.session_parts(self._options.lifter, began_at, session.thresholds.warm_up)
        except HistoryError:
            return []

    def _earlier_sets(self) -> list[PastSet]:
        """Curls of the person; none where the history cannot be read, or does not tell whose they are."""
        try:
            with open_history(self._options.db) as history:
                return sets_of(history, self._options.lifter, DEFAULTS.advice)
        except (HistoryError, UsageError):
            return []

    def _save(self, record: SessionRecord) -> list[str]:
        """Saves one session; runs in a thread."""
        try:
            with open_history(self._options.db) as history:
                saved = history.save_or_keep(record)
        except HistoryError as error:
            return [f"Not saved in the history: {error}"]
        if saved.why_waiting is not None:
            return [f"Not saved in the history yet: {saved.why_waiting}"]
        said = saved_sentence(saved) if record.sets else "Kept in the history as a warm-up: it has no set."
        return [said, *at_once_sentences(record.session["source"], saved)]

    def _save_waiting(self) -> list[str]:
        with open_history(self._options.db) as history:
            many = waiting_saved(history)
        return [f"{many} of the earlier sessions that had to wait are saved now."] if many else []
