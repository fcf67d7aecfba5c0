"""Words of a coach's list: why somebody needs a word, what a recording holds, and when it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from analysis.coaching.athletes import Athlete, RecordingBrief, SetBrief, TrainingDay
from analysis.output import words
from analysis.output.history_words import day_words
from analysis.records.day_alone import is_day_alone

_MOST_LINES = 6
"""People that the terminal names."""
RULE = (
    "A set of the last session asks for less weight, fewer reps or less speed; or more of its reps had momentum than in "
    "the sessions before, up to five of them, by more than chance (Fisher's exact test, 1 in 100)."
)
"""The rule by which somebody is named, for people."""
NOT_NAMED = (
    "Rows in italics are folders: nothing says whose their recordings are. --lifter-from '{lifter}/*' takes the names of "
    "folders for names, and a list sessions.csv beside the recordings names anybody."
)
"""Sentence on recordings that name nobody."""

UNDATED = (
    "A dash in place of the last session: a recording tells no date, so the order is that of names, and figures are of all "
    "recordings. {date} in --lifter-from or a list sessions.csv gives dates."
)
"""Sentence on recordings whose order in time nobody knows."""


def need_sentence(athlete: Athlete) -> str:
    """Why somebody should have a word with an athlete, in one sentence; empty where nothing speaks for it."""
    if not athlete.needs:
        return ""
    last = athlete.last
    now = f"{last.momentum} of {last.judged} judged reps with momentum"
    before = f", {_before(athlete.before)}" if "worse" in athlete.needs else ""
    if (worst := last.worst_set) is None:
        return f"{day_words(last.day)}: {now}{before}."
    recording, found = worst
    where = [] if last.day is None else [day_words(last.day)]
    where += [words.file_name(recording.path)] if len(last.recordings) > 1 or not where else []
    where += [f"set {found.number}"] if len(recording.sets) > 1 else []
    whole = (found.momentum, found.judged) == (last.momentum, last.judged)
    of_all = "" if whole or not before else f"; {now} in all"
    return f"{', '.join(where)}: {_momentum(found)}{of_all}{before}."


def need_lines(athletes: Sequence[Athlete]) -> list[str]:
    """Lines for a terminal on who needs a word; none where fewer than two people are named.

    Parameters
    ----------
    athletes : sequence of Athlete
        As `athletes_of` orders them.
    """
    named = [one for one in athletes if one.is_named]
    needing = [one for one in named if one.needs]
    if len(named) < 2 or not needing:
        return []
    lines = [f"  {one.name}: {need_sentence(one)}" for one in needing[:_MOST_LINES]]
    more = len(needing) - _MOST_LINES
    rest = [f"  and {more} more, which --report DIR lists"] if more > 0 else []
    return [f"Who needs a word, {len(needing)} of {len(named)} people:", *lines, *rest]


def _momentum(one: SetBrief) -> str:
    how = "with momentum" if one.swung and one.fast else "with swing" if one.swung else "fast"
    reps = words.count(one.judged, "rep" if one.judged == one.reps else "judged rep")
    return f"{one.momentum} of {reps} {how}"


def _before(sessions: Sequence[TrainingDay]) -> str:
    judged, momentum = sum(one.judged for one in sessions), sum(one.momentum for one in sessions)
    which = "session" if len(sessions) == 1 else f"{len(sessions)} sessions"
    return f"{momentum} of {judged} in the {which} before"


def recording_result(one: RecordingBrief) -> str:
    """Writes what a recording holds: ``8 reps: 6 controlled, 2 with swing``."""
    reps = sum(each.reps for each in one.sets)
    if not reps:
        return "no curls found"
    counts = {
        "controlled": sum(each.controlled for each in one.sets),
        "with swing": sum(each.swung for each in one.sets),
        "fast": sum(each.fast for each in one.sets),
        "half" if all(each.short_are_half for each in one.sets) else "short": sum(
            each.judged - each.controlled - each.momentum for each in one.sets
        ),
        "not judged": reps - sum(each.judged for each in one.sets),
    }
    said = [f"{many} {text}" for text, many in counts.items() if many]
    return ": ".join([words.count(reps, "rep"), *([", ".join(said)] if said else [])])


def controlled_of(session: TrainingDay) -> str:
    """Writes ``6 of 8``, the controlled among the judged reps of a session; where none was judged, why."""
    if session.judged:
        return f"{session.controlled} of {session.judged}"
    return "no rep judged" if any(one.reps for one in session.sets) else "no curls found"


def session_day(session: TrainingDay) -> str:
    """Writes the day of a session; a dash where it is not known."""
    return day_words(session.day)


def span_words(days: Sequence[date]) -> str:
    """Writes the first and the last of some days: ``2 March 2026 to 3 April 2026``; empty without any."""
    if not days:
        return ""
    first, last = day_words(min(days)), day_words(max(days))
    return first if first == last else f"{first} to {last}"


def shares_words(shares: Sequence[float | None]) -> str:
    """Writes the shares of a trend for whoever cannot see it: ``100, 88, unknown, 50 %``."""
    return f"{', '.join('unknown' if one is None else words.percent(one) for one in shares)} %"


def clock_words(started_at: str | None) -> str:
    """Writes the time of day at which a recording began; empty where it is not known, or only the day is."""
    try:
        moment = datetime.fromisoformat(started_at or "")
    except ValueError:
        return ""
    return "" if is_day_alone(started_at or "") else f"{moment:%H:%M}"
