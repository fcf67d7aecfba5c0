"""Sessions of earlier days in words: lines of a list, personal bests, weeks, and the JSON of a list."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from analysis.coaching.progress import PersonalBest, TrainingWeek
from analysis.coaching.weights import WeightUnit
from analysis.language import say
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
    if controlled is None:
        return words.DASH
    return say("history.controlled", controlled=controlled, judged=judged)


def session_reps(session: PastSession) -> str:
    """Writes how many sets and reps a session had."""
    return f"{words.count(len(session.tallies), 'set')}, {words.count(session.reps, 'rep')}"


def session_weights(session: PastSession, unit: WeightUnit) -> str:
    """Writes the weights of a session in the order in which they were first taken: ``10 and 12.5 kg``."""
    taken = dict.fromkeys(
        text for one in session.tallies if (text := words.weight(one.weight_kg, one.unit or unit)) is not None
    )
    if (more := len(taken) - _MOST_WEIGHTS) > 0:
        return say("list.and_more", first=", ".join(list(taken)[:_MOST_WEIGHTS]), n=more)
    return words.joined(list(taken)) or words.DASH


def origin_words(session: PastSession) -> str:
    """Writes the way by which a session came into the history."""
    return say(f"history.origin.{session.origin}")


def moment_words(moment: dt.datetime | None) -> str:
    """Writes a day and time; a dash where they are not known.

    A session of a day without a time is kept from the midnight on which that day begins, and told as the day.
    """
    if moment is None or is_midnight(moment):
        return day_words(moment)
    return words.date(moment.isoformat()) or words.DASH


def day_words(day: dt.date | None) -> str:
    """Writes a day: ``3 May 2026``; a dash where it is not known."""
    return words.DASH if day is None else words.day_of(day)


def undated_sentence(sessions: Sequence[PastSession]) -> str | None:
    """Says how many sessions have no date, and what they miss; None where all have one."""
    undated = sum(one.started_at is None for one in sessions)
    if not undated:
        return None
    return say("history.undated", n=undated, sessions=words.count(undated, "session"))


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
    lifter = [best.lifter or say("history.no_name")] if named else []
    of = ", ".join([*lifter, *([best.exercise] if exercise else [])])
    weight = words.weight(best.weight_kg, best.unit)
    if best.started_at is None:
        said = say("history.best", weight=weight, reps=best.controlled)
    else:
        day = words.day_of(best.started_at)
        said = say("history.best_on", weight=weight, reps=best.controlled, day=day)
    return f"{of}: {said}" if of else words.capital(said)


def week_sentence(week: TrainingWeek, unit: WeightUnit) -> str:
    """Writes what was done in a week."""
    sessions = words.count(week.sessions, "session")
    if week.days < week.sessions:
        sessions = say("history.on_days", sessions=sessions, n=week.days)
    parts = [sessions, words.count(week.sets, "set"), words.count(week.reps, "rep")]
    if week.controlled_share is not None:
        parts.append(say("history.share_controlled", percent=words.percent(week.controlled_share)))
    heaviest = words.weight(week.heaviest_kg, unit)
    if heaviest is not None:
        parts.append(say("history.whole_set_at", weight=heaviest))
    return say("history.week_of", day=words.day_of(week.monday), done=", ".join(parts))


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
