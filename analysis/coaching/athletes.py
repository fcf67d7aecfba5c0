"""Who needs a word: the people of many recordings, their sessions in order, and those whose sets throw or get worse."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import comb
from typing import Literal, TypeAlias

from analysis.records.results import Rep, SessionResult, are_half
from analysis.settings.roster_model import EARLIER_SESSIONS, FEWEST_JUDGED, WORSE_CHANCE
from analysis.vocabulary import Because

WordNeed: TypeAlias = Literal["throws", "worse"]
"""Reason for a word: a set of the last session asks for less weight, fewer reps or less speed for its momentum; or more
reps have momentum than in the sessions before, by more than chance."""
_LESS = ("lighter", "fewer", "slower")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBrief:
    """Set of curls in brief."""

    number: int
    """Place among the sets of its recording, from 1."""
    reps: int
    """Reps that were done."""
    judged: int
    """Reps among them that could be judged."""
    controlled: int
    """Controlled ones."""
    swung: int
    """Reps of momentum that the body threw."""
    fast: int
    """Reps of momentum by speed alone."""
    short_are_half: bool
    """Whether each of its short reps went no farther than half-way."""
    asks_less: bool
    """Whether the advice on it is a lighter weight, fewer reps or less speed."""
    unjudged_because: Because | None = None
    """Reason that most of its reps have that could not be judged; None where all could."""

    @property
    def momentum(self) -> int:
        """Reps of momentum."""
        return self.swung + self.fast


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingBrief:
    """Recording in brief: all that a list of many needs of it."""

    path: str
    """File or folder, as it was given."""
    folder: str
    """Folder that it lies in, below the one that all share; empty where that is the same."""
    lifter: str | None
    """Name of the person."""
    day: date | None
    """Day, as the clock showed it there; None where nobody says it."""
    started_at: str | None
    """Beginning in ISO 8601."""
    sets: tuple[SetBrief, ...]
    """Its sets of curls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDay:
    """Recordings of one person that belong together: of one day, or a single one without a date."""

    day: date | None
    """The day."""
    recordings: tuple[RecordingBrief, ...]
    """In order of time, then of path."""

    @property
    def sets(self) -> tuple[SetBrief, ...]:
        """All sets."""
        return tuple(one for recording in self.recordings for one in recording.sets)

    @property
    def judged(self) -> int:
        """Judged reps."""
        return sum(one.judged for one in self.sets)

    @property
    def controlled(self) -> int:
        """Controlled reps."""
        return sum(one.controlled for one in self.sets)

    @property
    def momentum(self) -> int:
        """Reps of momentum."""
        return sum(one.momentum for one in self.sets)

    @property
    def reps(self) -> int:
        """Reps that were done."""
        return sum(one.reps for one in self.sets)

    @property
    def latest(self) -> RecordingBrief:
        """The last recording that holds curls; the last one where none does."""
        return next(
            (one for one in reversed(self.recordings) if any(each.reps for each in one.sets)),
            self.recordings[-1],
        )

    @property
    def unjudged_because(self) -> Because | None:
        """Reason of the set with the most reps that could not be judged; None where all could."""
        told = [one for one in self.sets if one.unjudged_because is not None]
        most = max(told, key=lambda one: one.reps - one.judged, default=None)
        return None if most is None else most.unjudged_because

    @property
    def worst_set(self) -> tuple[RecordingBrief, SetBrief] | None:
        """Set that asks for less with the largest share of momentum, of equals the last, and its recording; None without one."""
        asking = [
            (one, each) for one in reversed(self.recordings) for each in reversed(one.sets) if each.asks_less
        ]
        return max(asking, key=lambda pair: pair[1].momentum / max(pair[1].judged, 1), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """A person, or a folder of recordings that name nobody."""

    name: str
    """Name of the person or the folder; empty for recordings that have neither."""
    is_named: bool
    """Whether it is a person's name, not a folder's."""
    sessions: tuple[TrainingDay, ...]
    """In order of time; where a recording has no date, in order of path, each recording alone."""
    needs: tuple[WordNeed, ...] = ()
    """Why somebody should have a word with them."""

    @property
    def is_dated(self) -> bool:
        """Whether the order of the sessions is that of time."""
        return all(session.day is not None for session in self.sessions)

    @property
    def last(self) -> TrainingDay:
        """Last session that holds curls, of none that does the last; without dates nobody knows which, and it is all of them."""
        if self.is_dated:
            return (self._with_curls or self.sessions)[-1]
        return TrainingDay(day=None, recordings=tuple(one for s in self.sessions for one in s.recordings))

    @property
    def is_unjudged(self) -> bool:
        """Whether nothing of the last session could be judged: nobody knows whether they need a word."""
        return self.last.judged == 0

    @property
    def before(self) -> tuple[TrainingDay, ...]:
        """Sessions of curls before the last one that it is compared with."""
        return self._with_curls[:-1][-EARLIER_SESSIONS:] if self.is_dated else ()

    @property
    def _with_curls(self) -> tuple[TrainingDay, ...]:
        """Sessions that hold curls: a walk, or another lift, says nothing of them."""
        return tuple(one for one in self.sessions if one.reps)


def brief_of(result: SessionResult, folder: str = "") -> RecordingBrief:
    """Makes the brief of a result with advice.

    Parameters
    ----------
    result : SessionResult
    folder : str
        Folder that it lies in, below the one that all recordings share.
    """
    sets = []
    for number, one in enumerate(result.sets, start=1):
        found = [rep for rep in one.reps if rep.verdict == "momentum"]
        short = [rep for rep in one.reps if rep.verdict == "partial"]
        fast = sum(rep.cause == "speed" for rep in found)
        action = None if one.advice is None else one.advice.action
        sets.append(
            SetBrief(
                number=number,
                reps=len(one.reps),
                judged=sum(rep.verdict != "uncertain" for rep in one.reps),
                controlled=sum(rep.verdict == "controlled" for rep in one.reps),
                swung=len(found) - fast,
                fast=fast,
                short_are_half=are_half(short),
                asks_less=bool(found) and action in _LESS,
                unjudged_because=_most_common_reason(one.reps),
            )
        )
    return RecordingBrief(
        path=result.path,
        folder=folder,
        lifter=result.lifter,
        day=_day(result.started_at),
        started_at=result.started_at,
        sets=tuple(sets),
    )


def _most_common_reason(reps: Sequence[Rep]) -> Because | None:
    """First reason of the reps that could not be judged which most of them have."""
    first = [rep.reasons[0] for rep in reps if rep.verdict == "uncertain" and rep.reasons]
    many = Counter(one.code for one in first)
    return max(first, key=lambda one: many[one.code], default=None)


def _day(started_at: str | None) -> date | None:
    try:
        return datetime.fromisoformat(started_at or "").date()
    except ValueError:
        return None


def athletes_of(recordings: Iterable[RecordingBrief]) -> list[Athlete]:
    """Returns the people of recordings: those who need a word first, the most momentum before less, then those who could not
    be judged, then by name.

    Names that differ in capitals only are one. Recordings that name nobody are taken together by their folder.

    Parameters
    ----------
    recordings : iterable of RecordingBrief
    """
    groups: dict[tuple[bool, str], list[RecordingBrief]] = defaultdict(list)
    for one in recordings:
        named = one.lifter is not None and bool(one.lifter.strip())
        key = " ".join(one.lifter.split()).casefold() if named and one.lifter is not None else one.folder
        groups[named, key].append(one)
    found = [_athlete(group, is_named=named) for (named, _), group in groups.items()]
    return sorted(found, key=_rank)


def _athlete(recordings: Sequence[RecordingBrief], *, is_named: bool) -> Athlete:
    first = recordings[0]
    name = " ".join((first.lifter or "").split()) if is_named else first.folder
    made = Athlete(name=name, is_named=is_named, sessions=_sessions(recordings))
    return replace(made, needs=needs_of(made))


def _sessions(recordings: Sequence[RecordingBrief]) -> tuple[TrainingDay, ...]:
    if any(one.day is None for one in recordings):
        ordered = sorted(recordings, key=lambda one: one.path)
        return tuple(TrainingDay(day=None, recordings=(one,)) for one in ordered)
    days: dict[date, list[RecordingBrief]] = defaultdict(list)
    for one in recordings:
        if one.day is not None:
            days[one.day].append(one)
    return tuple(
        TrainingDay(day=day, recordings=tuple(sorted(held, key=lambda one: (one.started_at or "", one.path))))
        for day, held in sorted(days.items())
    )


def _rank(athlete: Athlete) -> tuple[int, float, str]:
    last = athlete.last
    share = last.momentum / last.judged if last.judged else 0.0
    place = 0 if athlete.needs else 1 if athlete.is_unjudged else 2
    return (place, -share if athlete.needs else 0.0, athlete.name.casefold())


def needs_of(athlete: Athlete) -> tuple[WordNeed, ...]:
    """Returns why somebody should have a word with an athlete; empty where nothing speaks for it."""
    found: list[WordNeed] = ["throws"] if athlete.last.worst_set is not None else []
    if is_worse(athlete.last, athlete.before):
        found.append("worse")
    return tuple(found)


def is_worse(last: TrainingDay, before: Sequence[TrainingDay]) -> bool:
    """Whether the last session has a larger share of momentum than those before it together, by more than chance."""
    judged, momentum = sum(one.judged for one in before), sum(one.momentum for one in before)
    if min(judged, last.judged) < FEWEST_JUDGED:
        return False
    return fisher_chance(last.momentum, last.judged, momentum, judged) <= WORSE_CHANCE


def fisher_chance(now: int, now_of: int, before: int, before_of: int) -> float:
    """Returns the chance that so many or more of all reps with momentum fall into the last session if it is like the others.

    Fisher's exact test, one-sided: with both totals given, the number in the last session is hypergeometric.

    Parameters
    ----------
    now, now_of : int
        Reps with momentum in the last session, and judged reps in it.
    before, before_of : int
        The same of the sessions before.
    """
    total, among = now + before, now_of + before_of
    ways = sum(comb(now_of, k) * comb(before_of, total - k) for k in range(now, min(total, now_of) + 1))
    return ways / comb(among, total)
