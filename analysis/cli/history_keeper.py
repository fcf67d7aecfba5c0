"""Saves sessions for the commands, and says how it went."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from analysis.cli.messages import DONE, WRONG, UsageError, complain, english_count, english_list
from analysis.coaching.warmup import DEFAULT_WARM_UP
from analysis.errors import HistoryError
from analysis.history.history import History, SavedSession, open_history
from analysis.history.places import SWITCH_VARIABLE, is_switched_on
from analysis.history.session_record import SessionRecord, lifter_key
from analysis.output import words
from analysis.records.past_sessions import PastSet
from analysis.records.session_checks import SessionPart
from analysis.settings.advice_settings import AdviceSettings
from analysis.settings.warm_up_settings import WarmUpSettings

_SPARE = 3
"""So many times the sessions that are looked at are read: the arms may have trained on different days."""
_WAITED = "that had to wait before"
_SHOWN = 3
"""Most sentences on sessions of the same time that are printed: of many the summary must not be lost."""


class HistoryKeeper:
    """Saves the sessions of one command, one after the other.

    Parameters
    ----------
    db : str or None
        As of ``--db``.

    Raises
    ------
    UsageError
        The history is switched off.
    HistoryError
        No database of this kind is known.
    """

    def __init__(self, db: str | None) -> None:
        if not is_switched_on():
            raise UsageError(f"the history is switched off by {SWITCH_VARIABLE}; unset it, or save nothing.")
        self._history = open_history(db)
        self._place = None if db is None else self._history.place.shown
        self._counts: Counter[str] = Counter()
        self._at_once: list[str] = []
        self._repeats: Counter[tuple[str, str]] = Counter()
        self._only: SavedSession | None = None
        self._code = DONE

    def keep(self, record: SessionRecord) -> None:
        """Saves a session; one that cannot be saved waits, and that is said.

        One without a set is kept if it may be somebody's warm-up, else it is left out.
        """
        if not is_worth_keeping(record):
            self._counts["empty"] += 1
            return
        try:
            saved = self._history.save_or_keep(record)
        except HistoryError as error:
            self._code = complain(error)
            return
        if record.sets:
            self._only = saved
        self._counts[saved.outcome if record.sets or saved.outcome == "waiting" else "warm_up"] += 1
        if saved.why_waiting is not None:
            self._code = complain(saved.why_waiting)
        if saved.repeats is not None:
            self._repeats[record.session["source"], saved.repeats] += 1
        self._at_once += at_once_sentences(record.session["source"], saved)

    def before(self, record: SessionRecord, settings: AdviceSettings) -> tuple[PastSet, ...]:
        """Returns the curls of the person in sessions before this one; none where they cannot be told or read."""
        try:
            return tuple(sets_before(self._history, record, settings))
        except (HistoryError, UsageError):
            return ()

    def parts_before(self, record: SessionRecord, settings: WarmUpSettings) -> tuple[SessionPart, ...]:
        """Returns the recordings of the same training session before this one; none where they cannot be read."""
        try:
            return tuple(parts_before(self._history, record, settings))
        except HistoryError:
            return ()

    def finish(self) -> tuple[list[str], int]:
        """Ends saving; returns what to say, and the exit code for it."""
        waited = 0 if self._code == WRONG else waiting_saved(self._history)
        self._history.close()
        counts = self._counts
        many = counts.total()
        one = self._only if many == 1 else None  # not of a recording without a set
        said = [saved_counts_sentence(counts) if one is None else saved_sentence(one)]
        if waited:
            said.append(
                f"{words.capital(english_count(waited, 'session'))} {_WAITED} {'is' if waited == 1 else 'are'} saved now, too."
            )
        said += [repeats_sentence(*files, many) for files, many in self._repeats.items()]
        said += [*self._at_once[:_SHOWN], more_at_once_sentence(len(self._at_once) - _SHOWN, self._place)]
        return [line for line in said if line], self._code


def waiting_saved(history: History) -> int:
    """Saves what had to wait before; returns how many sessions, 0 while it still must."""
    try:
        return history.save_waiting()
    except HistoryError:
        return 0


def saved_sentence(saved: SavedSession) -> str:
    """Says how a session was saved; empty where it waits, which is said elsewhere."""
    return {
        "new": f"Saved in the history as session {saved.session}.",
        "replaced": f"Saved in the history in place of the earlier analysis, session {saved.session}.",
        "unchanged": "In the history already, just so.",
        "repeated": f"In the history already, as session {saved.session}.",
        "waiting": "",
    }[saved.outcome]


def saved_counts_sentence(counts: Counter[str]) -> str:
    """Says how many sessions were saved, and how."""
    parts = [
        f"{counts[name]} {text}"
        for name, text in (
            ("new", "new"),
            ("replaced", "in place of an earlier analysis"),
            ("unchanged", "there already"),
            ("repeated", "there from another app"),
            ("waiting", "put aside for later"),
            ("warm_up", "without a set, kept as a warm-up"),
            ("empty", "without a set, left out"),
        )
        if counts[name]
    ]
    return f"History: {english_list(parts)}." if parts else ""


def repeats_sentence(source: str, kept: str, many: int) -> str:
    """Says that workouts of a log were logged in another app, too."""
    what = "1 workout is" if many == 1 else f"{many} workouts are"
    return (
        f"{words.cut(source, 60)}: {what} in {words.cut(kept, 60)} as well, "
        "by day, exercises, weights and reps; each counts once."
    )


def at_once_sentences(source: str, saved: SavedSession) -> list[str]:
    """Says which other sessions are of the same time."""
    if not saved.at_that_time:
        return []
    others = english_list([f"{words.cut(one, 60)} (session {n})" for n, one in saved.at_that_time[:3]])
    is_kept = "Both are kept" if len(saved.at_that_time) == 1 else "All are kept"
    forget = f"history forget --session {saved.session} removes {words.cut(words.file_name(source), 60)}"
    return [f"{words.cut(source, 60)} is of the same time as {others}. {is_kept}; {forget}."]


def more_at_once_sentence(more: int, place: str | None) -> str:
    """Says how many further sessions are of the same time as others, and which command lists them; empty for none."""
    if more <= 0:
        return ""
    there = "" if place is None else f" --db {shlex.quote(place)}"
    is_one = "is of the same time as another one" if more == 1 else "are of the same time as others"
    listed = f"rep-momentum history --all{there} lists them with their times and numbers"
    return f"{english_count(more, 'further session')} {is_one}; {listed}."


def sets_of(history: History, lifter: str | None, settings: AdviceSettings) -> list[PastSet]:
    """Returns sets of curls of one person, oldest first; sets that name nobody are his, where only one is named.

    Parameters
    ----------
    history : History
    lifter : str or None
        Name of the person; None for the only one.
    settings : AdviceSettings
        How many sessions the advice looks at.

    Raises
    ------
    HistoryError
        The history cannot be read.
    UsageError
        It knows several people, or not this one.
    """
    known = history.lifters()
    if lifter is None and len(known) > 1:
        raise UsageError(f"the history knows {_listed(known)}; say whose next weight with --lifter NAME.")
    sets = history.sets(lifter=lifter, most_sessions=_SPARE * settings.next_sessions)
    if lifter is not None and not sets:
        others = f"it knows {_listed(known)}" if known else "it names nobody yet"
        raise UsageError(f"--lifter {lifter}: the history has no set of this name; {others}.")
    return [one for one in sets if one.is_curl]


def sets_before(history: History, record: SessionRecord, settings: AdviceSettings) -> list[PastSet]:
    """Returns the curls of a session's person in sessions that began before it, oldest first.

    Parameters
    ----------
    history : History
    record : SessionRecord
        The session; it is left out where the history has it already.
    settings : AdviceSettings
        How many sessions the advice looks at.

    Raises
    ------
    HistoryError
        The history cannot be read.
    UsageError
        It knows several people, and the session names nobody.
    """
    lifter, began = record.session["lifter"], record.session["began_at"]
    began_at = None if began is None else datetime.fromisoformat(began)
    if lifter is not None and lifter_key(lifter) not in {lifter_key(name) for name in history.lifters()}:
        return []
    known = sets_of(history, lifter, settings)
    return [one for one in known if _is_before(one, began_at) and one.source != record.session["source"]]


def is_worth_keeping(record: SessionRecord) -> bool:
    """Whether a session has a set; or movement and a date, so that it may be the warm-up of another recording."""
    moved = any(kind is not None for *_, kind in record.session["bouts"] or ())
    return bool(record.sets) or (moved and record.session["began_at"] is not None)


def parts_before(
    history: History, record: SessionRecord, settings: WarmUpSettings = DEFAULT_WARM_UP
) -> list[SessionPart]:
    """Returns the recordings of a training session before this one, on its time axis, oldest first.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    began, start_s = record.session["began_at"], record.session["start_s"]
    if began is None:
        return []
    found = history.session_parts(record.session["lifter"], datetime.fromisoformat(began), settings)
    return [one.later(start_s) for one in found]


def _is_before(one: PastSet, began_at: datetime | None) -> bool:
    """Whether a set was done before a moment; sets without a date are, and all are before a session without one."""
    return one.started_at is None or began_at is None or one.started_at < began_at


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
