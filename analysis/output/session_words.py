"""A session as a whole in words: warm-up, trunk and both sides, each in a line with a title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.coaching.next_weight import NextWeight
from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.balance_words import balance_words, side_advice
from analysis.output.effort_words import slowing_words, totals_words
from analysis.output.next_weight_words import next_weight_advice, next_weight_title
from analysis.output.set_views import focus_sets, set_views
from analysis.output.trunk_words import summary_of_trunk
from analysis.output.warm_up_words import warm_up_words
from analysis.records.past_sessions import PastSet
from analysis.records.results import SessionResult
from analysis.settings.advice_settings import AdviceSettings
from imu.units import NBSP

Subject: TypeAlias = Literal["count", "warm_up", "trunk", "effort", "totals", "sides", "next_weight"]
"""Matters that are spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRemark:
    """One thing to say of a session."""

    subject: Subject
    title: str
    """Subject in one or two words."""
    text: str
    """One or two sentences."""

    @property
    def in_one_line(self) -> str:
        """Both in one line, for the terminal."""
        return f"{self.title}: {self.text}"


def session_remark(subject: Subject, text: str) -> SessionRemark:
    """Puts the title of its subject before a text."""
    return SessionRemark(subject=subject, title=say(f"session.title.{subject}"), text=text)


def taken_back_remark(many: int) -> SessionRemark:
    """Says that reps which were counted live are none: half a movement beside full ones, or a step of a walk."""
    return session_remark("count", say("session.taken_back", n=many))


def refused_remark(why: str) -> SessionRemark:
    """Says that what was counted after a set is none; ``why`` is the clause on that."""
    return session_remark("count", say("session.refused", why=why))


def side_lines(result: SessionResult) -> tuple[SessionRemark, ...]:
    """Returns what is known of both sides: a line, or none."""
    said = _both_sides(result)
    return (session_remark("sides", said),) if said else ()


def session_lines(result: SessionResult, unit: WeightUnit = "kg") -> tuple[SessionRemark, ...]:
    """Returns what is known of the session as a whole: warm-up, trunk, effort, totals, both sides.

    Parameters
    ----------
    result : SessionResult
    unit : "kg" or "lb"
        How weights are written.
    """
    said: tuple[tuple[Subject, str], ...] = (
        ("warm_up", _warm_up(result)),
        ("trunk", summary_of_trunk(result.trunk)),
        ("effort", _effort(result)),
        ("totals", "" if result.totals is None else totals_words(result.totals, unit)),
    )
    before = tuple(session_remark(subject, text) for subject, text in said if text)
    return (*before, *side_lines(result))


def next_session_lines(found: Sequence[NextWeight], settings: AdviceSettings) -> tuple[SessionRemark, ...]:
    """Returns the weight of the next session of each arm, or why there is none.

    Parameters
    ----------
    found : sequence of NextWeight
        Of each arm.
    settings : AdviceSettings
        Those that they were found with.
    """
    return tuple(
        SessionRemark(
            subject="next_weight",
            title=next_weight_title(one),
            text=words.capital(next_weight_advice(one, settings)),
        )
        for one in found
    )


def last_time_words(sets: Sequence[PastSet]) -> str:
    """Writes what was done last time: the set with the most weight of the latest session; empty where there is none.

    Parameters
    ----------
    sets : sequence of PastSet
        Earlier sets of one person and exercise, oldest first.
    """
    if not sets:
        return ""
    last = [one for one in sets if one.session == sets[-1].session and not one.warm_up] or [sets[-1]]
    best = max(last, key=lambda one: (one.weight_kg or 0.0, one.reps, one.number))
    weight = words.weight(best.weight_kg, best.weight_unit or "kg")
    done = f"{best.reps}{NBSP}× {weight}" if weight else words.count(best.reps, "rep")
    if best.controlled is not None:
        done = say("session.with_controlled", done=done, controlled=best.controlled)
    if best.started_at is None:
        return say("session.last_time", done=done)
    return say("session.last_time_on", day=words.day_without_year(best.started_at), done=done)


def _effort(result: SessionResult) -> str:
    """How the sets in focus slowed, each with its name where there are several sets."""
    views = set_views(result)
    found = [
        (view, slowing)
        for view in focus_sets(views)
        if view.rep_set.reps and (slowing := view.rep_set.slowing)
    ]
    return " ".join(
        f"{view.name}: {slowing_words(slowing)}" if len(views) > 1 else slowing_words(slowing)
        for view, slowing in found
    )


def _warm_up(result: SessionResult) -> str:
    known = result.warmup is not None and result.warmup.verdict != "unknown"
    return warm_up_words(result.warmup) if known and result.warmup is not None else ""


def _both_sides(result: SessionResult) -> str:
    balance = result.balance
    if balance is None or balance.not_compared == "one_side":
        return ""
    return " ".join(filter(None, (balance_words(balance), side_advice(balance))))
