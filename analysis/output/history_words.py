"""Sessions of earlier days in words: lines of a list, personal bests, weeks, and the JSON of a list."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from analysis.coaching.progress import PersonalBest, TrainingWeek
from analysis.coaching.weights import WeightUnit
from analysis.output import words
from analysis.records.day_alone import day_or_moment, is_midnight
from analysis.records.past_sessions import PastSession, SetTally
from imu.printable import printable_json

SPARKS = "▁▂▃▄▅▆▇█"
"""Signs of a set in a line: the share of controlled reps, from none to all."""
NOT_JUDGED = "·"
"""Sign of a set of which nobody knows how it was lifted."""
_MOST_SPARKS = 24
_MOST_WEIGHTS = 3
_ORIGINS = {"live": "live", "recording": "recorded", "strong": "from Strong", "hevy": "from Hevy"}


def sparkline(tallies: Sequence[SetTally]) -> str:
    """Writes a sign per set for its share of controlled reps; of very many sets the last ones after an ellipsis."""
    signs = "".join(_spark(one) for one in tallies)
    return signs if len(signs) <= _MOST_SPARKS else f"…{signs[1 - _MOST_SPARKS :]}"


def _spark(one: SetTally) -> str:
    if one.controlled is None or not one.judged:
        return NOT_JUDGED
    return SPARKS[int(one.controlled / one.judged * (len(SPARKS) - 1))]


def controlled_words(controlled: int | None, judged: int) -> str:
    """Writes ``14 of 18 controlled``; a dash where nobody judged a rep."""
    return words.DASH if controlled is None else f"{controlled} of {judged} controlled"


def session_reps(session: PastSession) -> str:
    """Writes how many sets and reps a session had."""
    return f"{words.count(len(session.tallies), 'set')}, {words.count(session.reps, 'rep')}"


def session_weights(session: PastSession, unit: WeightUnit) -> str:
    """Writes the weights of a session in the order in which they were first taken: ``10 and 12.5 kg``."""
    taken = dict.fromkeys(
        text for one in session.tallies if (text := words.weight(one.weight_kg, one.unit or unit)) is not None
    )
    shown = list(taken)[:_MOST_WEIGHTS]
    more = [f"{len(taken) - _MOST_WEIGHTS} more"] if len(taken) > _MOST_WEIGHTS else []
    return words.joined([*shown, *more]) or words.DASH


def origin_words(session: PastSession) -> str:
    """Writes the way by which a session came into the history."""
    return _ORIGINS[session.origin]


def moment_words(moment: dt.datetime | None) -> str:
    """Writes a day and time; a dash where they are not known.

    A session of a day without a time is kept from the midnight on which that day begins, and told as the day.
    """
    if moment is None or is_midnight(moment):
        return day_words(moment)
    return words.date(moment.isoformat()) or words.DASH


def day_words(day: dt.date | None) -> str:
    """Writes a day: ``3 May 2026``; a dash where it is not known."""
    if day is None:
        return words.DASH
    whole = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day has no zone
    return (words.date(whole.isoformat()) or words.DASH).partition(",")[0]


def undated_sentence(sessions: Sequence[PastSession]) -> str | None:
    """Says how many sessions have no date, and what they miss; None where all have one."""
    undated = sum(one.started_at is None for one in sessions)
    if not undated:
        return None
    have, are = ("has", "is") if undated == 1 else ("have", "are")
    without = f"{words.count(undated, 'session')} {have} no date, as the recording does not tell it, and {are} in no week"
    return f"{without}; take it in again with its day, as by history import --date 2026-05-03."


def best_sentence(best: PersonalBest, *, named: bool, exercise: bool) -> str:
    """Writes ``most controlled reps at 12.5 kg: 9, on 3 May 2026``.

    Parameters
    ----------
    best : PersonalBest
    named : bool
        Whose it is must be said.
    exercise : bool
        Of which exercise must be said.
    """
    of = ", ".join([*([best.lifter or "no name"] if named else []), *([best.exercise] if exercise else [])])
    weight = words.weight(best.weight_kg, best.unit)
    when = "" if best.started_at is None else f", on {day_words(best.started_at)}"
    said = f"most controlled reps at {weight}: {best.controlled}{when}"
    return f"{of}: {said}" if of else words.capital(said)


def week_sentence(week: TrainingWeek, unit: WeightUnit) -> str:
    """Writes what was done in a week."""
    parts = [
        f"{words.count(week.sessions, 'session')}, {words.count(week.sets, 'set')}, {words.count(week.reps, 'rep')}"
    ]
    if week.controlled_share is not None:
        parts.append(f"{words.percent(week.controlled_share)}\u00a0% controlled")
    heaviest = words.weight(week.heaviest_kg, unit)
    if heaviest is not None:
        parts.append(f"a whole set controlled at {heaviest}")
    return f"Week of {day_words(week.monday)}: {', '.join(parts)}"


def sessions_json(sessions: Iterable[PastSession]) -> str:
    """Writes sessions as a JSON list, which may go to a terminal."""
    made = [_session_document(session) for session in sessions]
    return printable_json(json.dumps(made, ensure_ascii=False, allow_nan=False, indent=2))


def _session_document(session: PastSession) -> dict[str, Any]:
    document = _fields_of(session)
    document["started_at"] = day_or_moment(session.started_at)
    document["sets"] = [_fields_of(one) for one in document.pop("tallies")]
    counts = ("reps", "judged_reps", "controlled_reps", "momentum_reps")
    return document | {name: getattr(session, name) for name in counts}


def _fields_of(record: PastSession | SetTally) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}
