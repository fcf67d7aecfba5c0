"""Words of a coach's list: why somebody needs a word, what a recording holds, and when it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from analysis.coaching.athletes import Athlete, RecordingBrief, SetBrief, TrainingDay
from analysis.language import say
from analysis.output import words
from analysis.output.history_words import day_words
from analysis.output.reasons import rep_reason
from analysis.records.day_alone import is_day_alone

_MOST_LINES = 6
"""People that the terminal names."""


def need_sentence(athlete: Athlete) -> str:
    """Why somebody should have a word with an athlete, in one sentence; empty where nothing speaks for it."""
    if not athlete.needs:
        return ""
    last = athlete.last
    earlier = athlete.before if "worse" in athlete.needs else ()
    now = say("coach.judged_with_momentum", momentum=last.momentum, n=last.judged)
    if (worst := last.worst_set) is None:
        return say("coach.need", where=day_words(last.day), said=_with_before(now, earlier))
    recording, found = worst
    where = [] if last.day is None else [day_words(last.day)]
    where += [words.file_name(recording.path)] if len(last.recordings) > 1 or not where else []
    where += [say("set.number", number=found.number)] if len(recording.sets) > 1 else []
    said = _momentum(found)
    if earlier and (found.momentum, found.judged) != (last.momentum, last.judged):
        said = say("coach.in_all", said=said, all=now)
    return say("coach.need", where=", ".join(where), said=_with_before(said, earlier))


def unjudged_sentence(athlete: Athlete) -> str:
    """Why nothing of an athlete's last session could be judged, in one sentence; empty where something could."""
    if not athlete.is_unjudged:
        return ""
    last = athlete.last
    where = words.file_name(last.latest.path) if last.day is None else day_words(last.day)
    if not last.reps:
        return say("coach.unjudged.no_curls", where=where)
    if last.unjudged_because is None:
        return say("coach.unjudged.unknown", where=where, n=last.reps)
    return say("coach.unjudged.because", where=where, n=last.reps, why=rep_reason(last.unjudged_because))


def need_lines(athletes: Sequence[Athlete]) -> list[str]:
    """Lines for a terminal on who needs a word and who could not be judged; none where fewer than two people are named.

    Parameters
    ----------
    athletes : sequence of Athlete
        As `athletes_of` orders them.
    """
    named = [one for one in athletes if one.is_named]
    if len(named) < 2:
        return []
    needing = [(one.name, need_sentence(one)) for one in named if one.needs]
    unjudged = [(one.name, unjudged_sentence(one)) for one in named if one.is_unjudged]
    return [
        *_listed(say("coach.who", needing=len(needing), named=len(named)), needing),
        *_listed(say("coach.who_unjudged", unjudged=len(unjudged), named=len(named)), unjudged),
    ]


def _listed(title: str, told: Sequence[tuple[str, str]]) -> list[str]:
    """A title and a line for each of the first people; nothing without any."""
    if not told:
        return []
    more = len(told) - _MOST_LINES
    rest = [say("coach.more_in_report", n=more)] if more > 0 else []
    return [title, *(f"  {name}: {sentence}" for name, sentence in told[:_MOST_LINES]), *rest]


def _momentum(one: SetBrief) -> str:
    every = one.judged == one.reps
    reps = say("coach.of_reps" if every else "coach.of_judged_reps", many=one.momentum, n=one.judged)
    if one.swung:
        return say("coach.with_momentum", reps=reps) if one.fast else say("coach.with_swing", reps=reps)
    return say("coach.fast", reps=reps)


def _with_before(said: str, sessions: Sequence[TrainingDay]) -> str:
    """Adds how it was in the sessions before; nothing without any."""
    if not sessions:
        return said
    judged, momentum = sum(one.judged for one in sessions), sum(one.momentum for one in sessions)
    return say("coach.before", said=said, momentum=momentum, judged=judged, n=len(sessions))


def recording_result(one: RecordingBrief) -> str:
    """Writes what a recording holds: ``8 reps: 6 controlled, 2 with swing``."""
    reps = sum(each.reps for each in one.sets)
    if not reps:
        return say("tally.no_curls")
    short = sum(each.judged - each.controlled - each.momentum for each in one.sets)
    counts = {
        "controlled": sum(each.controlled for each in one.sets),
        "swung": sum(each.swung for each in one.sets),
        "fast": sum(each.fast for each in one.sets),
        "half_rep" if all(each.short_are_half for each in one.sets) else "short_rep": short,
        "not_judged": reps - sum(each.judged for each in one.sets),
    }
    said = [say(f"tally.{name}", n=many) for name, many in counts.items() if many]
    return say("tally.all", reps=words.count(reps, "rep"), parts=", ".join(said))


def controlled_of(session: TrainingDay) -> str:
    """Writes ``6 of 8``, the controlled among the judged reps of a session; where none was judged, why."""
    if session.judged:
        return say("history.of", controlled=session.controlled, judged=session.judged)
    return say("coach.none_judged") if any(one.reps for one in session.sets) else say("tally.no_curls")


def session_day(session: TrainingDay) -> str:
    """Writes the day of a session; a dash where it is not known."""
    return day_words(session.day)


def span_words(days: Sequence[date]) -> str:
    """Writes the first and the last of some days: ``2 March 2026 to 3 April 2026``; empty without any."""
    if not days:
        return ""
    first, last = day_words(min(days)), day_words(max(days))
    return first if first == last else say("list.span", first=first, last=last)


def shares_words(shares: Sequence[float | None]) -> str:
    """Writes the shares of a trend for whoever cannot see it: ``100, 88, unknown, 50 %``."""
    told = (say("coach.unknown") if one is None else words.percent(one) for one in shares)
    return say("coach.shares", shares=", ".join(told))


def clock_words(started_at: str | None) -> str:
    """Writes the time of day at which a recording began; empty where it is not known, or only the day is."""
    try:
        moment = datetime.fromisoformat(started_at or "")
    except ValueError:
        return ""
    return "" if is_day_alone(started_at or "") else f"{moment:%H:%M}"
