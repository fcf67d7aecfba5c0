"""Progress over sessions: personal bests, and what was done week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from analysis.records.past_sessions import PastSession, PastUnit, SetTally

_SAME_KG = 2
"""Decimals of kilograms to which two weights are one: 25 lb are 11.34 kg, however they were typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalBest:
    """Most controlled reps of a person in one set of an exercise at one weight."""

    lifter: str | None
    """Name of the person."""
    exercise: str
    """Name of the exercise."""
    weight_kg: float
    """Weight, kg."""
    unit: PastUnit
    """Unit that the weight was typed in."""
    controlled: int
    """Controlled reps of the set."""
    reps: int
    """All its reps."""
    started_at: datetime | None
    """Beginning of the session in which it was reached first; None where that is not known."""
    session: int
    """Number of that session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingWeek:
    """Training of one week, from Monday to Sunday."""

    monday: date
    """Its first day."""
    sessions: int
    """Sessions: one for each recording, so that a day may have several."""
    days: int
    """Days with a session."""
    sets: int
    """Sets, without those to warm up."""
    reps: int
    """Their reps."""
    judged_reps: int
    """Those of which it is known how they were lifted."""
    controlled_reps: int
    """Controlled ones among these."""
    momentum_reps: int
    """Those of momentum among these."""
    heaviest_kg: float | None
    """Heaviest weight of a set whose reps were all controlled, kg; None without one."""

    @property
    def controlled_share(self) -> float | None:
        """Controlled of the judged reps, 0 to 1; None where none was judged."""
        return self.controlled_reps / self.judged_reps if self.judged_reps else None


def personal_bests(sessions: Iterable[PastSession]) -> list[PersonalBest]:
    """Returns the best set of each person, exercise and weight, by person and exercise, the heaviest weight first.

    Sets to warm up and sets that nobody judged are no records; of equal ones the first counts.

    Parameters
    ----------
    sessions : iterable of PastSession
        In order of time.
    """
    best: dict[tuple[str, str, float], tuple[PastSession, SetTally]] = {}
    for session in sessions:
        who = _folded(session.lifter)
        for tally in session.tallies:
            if tally.warm_up or not tally.controlled or tally.weight_kg is None:
                continue
            key = (who, _folded(tally.exercise), round(tally.weight_kg, _SAME_KG))
            known = best.get(key)
            if known is None or tally.controlled > (known[1].controlled or 0):
                best[key] = (session, tally)
    return [_best_of(*best[key]) for key in sorted(best, key=lambda k: (k[0], k[1], -k[2]))]


@lru_cache(maxsize=1024)
def _folded(name: str | None) -> str:
    return " ".join((name or "").split()).casefold()


def _best_of(session: PastSession, tally: SetTally) -> PersonalBest:
    return PersonalBest(
        lifter=session.lifter,
        exercise=tally.exercise,
        weight_kg=tally.weight_kg or 0.0,
        unit=tally.unit or "kg",
        controlled=tally.controlled or 0,
        reps=tally.reps,
        started_at=session.started_at,
        session=session.id,
    )


def training_weeks(sessions: Sequence[PastSession], latest: int | None = None) -> list[TrainingWeek]:
    """Returns the weeks with a session, in order of time; sessions without a date are in none.

    Parameters
    ----------
    sessions : sequence of PastSession
        In order of time.
    latest : int, optional
        Only so many weeks, the latest.
    """
    found: dict[date, list[PastSession]] = defaultdict(list)
    for session in reversed(sessions):
        if session.started_at is None:
            continue
        day = session.started_at.date()
        monday = day - timedelta(days=day.weekday())
        if latest is not None and monday not in found and len(found) == latest:
            break
        found[monday].append(session)
    return [_week(monday, found[monday]) for monday in sorted(found)]


def _week(monday: date, sessions: Sequence[PastSession]) -> TrainingWeek:
    sets = _working_sets(sessions)
    judged = [one for one in sets if one.controlled is not None]
    return TrainingWeek(
        monday=monday,
        sessions=len(sessions),
        days=len({one.started_at.date() for one in sessions if one.started_at is not None}),
        sets=len(sets),
        reps=sum(one.reps for one in sets),
        judged_reps=sum(one.judged or 0 for one in judged),
        controlled_reps=sum(one.controlled or 0 for one in judged),
        momentum_reps=sum(one.momentum or 0 for one in judged),
        heaviest_kg=heaviest_controlled(sessions),
    )


def heaviest_controlled(sessions: Iterable[PastSession]) -> float | None:
    """Returns the heaviest weight of a set whose reps were all controlled, kg; None without one.

    Parameters
    ----------
    sessions : iterable of PastSession
        With or without a date; sets to warm up do not count.
    """
    clean = [one.weight_kg for one in _working_sets(sessions) if one.reps and one.controlled == one.reps]
    return max((kg for kg in clean if kg is not None), default=None)


def _working_sets(sessions: Iterable[PastSession]) -> list[SetTally]:
    return [one for session in sessions for one in session.tallies if not one.warm_up]


def usual_unit(sessions: Iterable[PastSession]) -> PastUnit:
    """Returns the unit that most sets were typed in; kg where none has a weight."""
    units = [one.unit for session in sessions for one in session.tallies if one.unit is not None]
    return "lb" if units.count("lb") > units.count("kg") else "kg"
