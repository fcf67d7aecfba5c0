"""Data frames of the history: sessions, sets, personal bests, weeks, and the chances of the next weight.

Unknown is missing (``<NA>``), never 0. Times are as the clock showed where it was recorded, so that a session stands on
the day on which it was done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from analysis.coaching.next_weight import NextWeight
from analysis.coaching.progress import PersonalBest, TrainingWeek
from analysis.output.frames import make_frame
from analysis.output.history_words import session_weights, sparkline
from analysis.records.past_sessions import PastSession, PastSet

if TYPE_CHECKING:
    import pandas as pd

_COUNTS = ("judged_reps", "controlled_reps", "momentum_reps")
_SESSION_COLUMNS = ("session", "started_at", "lifter", "sets", "reps", *_COUNTS, "weights", "signs", "origin")
_SET_COLUMNS = (
    *(
        "session",
        "number",
        "started_at",
        "lifter",
        "exercise",
        "side",
        "warm_up",
        "weight_kg",
        "weight_value",
    ),
    *("weight_unit", "target_reps", "reps", "controlled_reps", "momentum_reps", "fast_reps", "origin"),
)
_BEST_COLUMNS = (
    "lifter",
    "exercise",
    "weight_kg",
    "unit",
    "controlled_reps",
    "reps",
    "started_at",
    "session",
)
_WEEK_COLUMNS = ("monday", "sessions", "days", "sets", "reps", *_COUNTS, "controlled_share", "heaviest_kg")
_CHANCE_COLUMNS = (
    *("side", "weight_kg", "chance", "low", "high"),
    *("lifted_sets", "lifted_reps", "lifted_controlled", "advised"),
)
_ADVICE_COLUMNS = (
    "session",
    "started_at",
    *("side", "weight_kg", "chance", "limit_low_kg", "limit_high_kg"),
    "code",
)
_WHOLE = (
    *("session", "number", "sessions", "sets", "judged_reps", "fast_reps"),
    *("lifted_sets", "lifted_reps", "lifted_controlled"),
)
_TEXT = ("exercise", "weights", "signs", "origin", "weight_unit", "unit")
_MOMENT = "datetime64[us]"
_KINDS = {
    **dict.fromkeys(_WHOLE, "Int64"),
    **dict.fromkeys(_TEXT, "string"),
    **dict.fromkeys(("started_at", "monday"), _MOMENT),
    **dict.fromkeys(("warm_up", "advised"), "boolean"),
}
_SAME_KG = 0.005
"""Weights nearer to each other than this, kg, are one."""


def sessions_frame(sessions: Iterable[PastSession]) -> pd.DataFrame:
    """One row per session: when, how much, how much of it controlled; ``signs`` has one sign per set."""
    rows = [
        {
            "session": one.id,
            "started_at": _clock(one.started_at),
            "lifter": one.lifter,
            "sets": len(one.tallies),
            "weights": session_weights(one, "kg"),
            "signs": sparkline(one.tallies),
            "origin": one.origin,
            **{name: getattr(one, name) for name in ("reps", *_COUNTS)},
        }
        for one in sessions
    ]
    return make_frame(rows, _SESSION_COLUMNS, _KINDS)


def past_sets_frame(sets: Iterable[PastSet]) -> pd.DataFrame:
    """One row per set of the history, with the weight as typed and in kg."""
    return make_frame([_past_set(one) for one in sets], _SET_COLUMNS, _KINDS)


def _past_set(one: PastSet) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in _SET_COLUMNS if hasattr(one, name)}
    judged = bool(one.verdicts)
    return row | {
        "started_at": _clock(one.started_at),
        "controlled_reps": one.controlled,
        "momentum_reps": one.verdicts.count("momentum") if judged else None,
        "fast_reps": len(one.fast) if judged else None,
    }


def bests_frame(bests: Iterable[PersonalBest]) -> pd.DataFrame:
    """One row per personal best: most controlled reps in one set at each weight."""
    rows = [
        asdict(one) | {"controlled_reps": one.controlled, "started_at": _clock(one.started_at)}
        for one in bests
    ]
    return make_frame(rows, _BEST_COLUMNS, _KINDS)


def weeks_frame(weeks: Iterable[TrainingWeek]) -> pd.DataFrame:
    """One row per week with a session, from Monday to Sunday."""
    return make_frame(
        [asdict(one) | {"controlled_share": one.controlled_share} for one in weeks], _WEEK_COLUMNS, _KINDS
    )


def chances_frame(found: Iterable[NextWeight]) -> pd.DataFrame:
    """One row per arm and weight of the rack: chance of a controlled set, its 80 % interval, and what was lifted.

    ``lifted_…`` counts the judged sets and reps with that weight; 0 where it was never lifted.
    """
    return make_frame([row for one in found for row in _chances(one)], _CHANCE_COLUMNS, _KINDS)


def _chances(found: NextWeight) -> list[dict[str, Any]]:
    rows = []
    for chance in found.chances:
        seen = next((t for t in found.tried if abs(t.weight_kg - chance.weight_kg) <= _SAME_KG), None)
        rows.append(
            asdict(chance)
            | {
                "side": found.side,
                "lifted_sets": 0 if seen is None else seen.sets,
                "lifted_reps": 0 if seen is None else seen.reps,
                "lifted_controlled": 0 if seen is None else seen.controlled,
                "advised": chance.weight_kg == found.weight_kg,
            }
        )
    return rows


def advice_frame(steps: Iterable[tuple[PastSet, NextWeight]]) -> pd.DataFrame:
    """One row per session and arm: what would have been advised after it.

    ``limit_low_kg`` and ``limit_high_kg`` are the 80 % interval of the heaviest controlled weight; ``code`` says why there
    is no weight (docs/reasons.md).

    Parameters
    ----------
    steps : iterable of (PastSet, NextWeight)
        The last set that was known, and the weight that was found.
    """
    rows = []
    for last, found in steps:
        low, high = found.limit_kg or (None, None)
        row: dict[str, Any] = {
            "session": last.session,
            "started_at": _clock(last.started_at),
            "side": found.side,
        }
        row |= {
            "weight_kg": found.weight_kg,
            "chance": found.chance,
            "limit_low_kg": low,
            "limit_high_kg": high,
        }
        rows.append(row | {"code": None if found.because is None else found.because.code.value})
    return make_frame(rows, _ADVICE_COLUMNS, _KINDS)


def _clock(moment: datetime | None) -> datetime | None:
    """The moment as the clock showed it there, to the second and without its zone."""
    if moment is None:
        return None
    return (moment + timedelta(milliseconds=500)).replace(tzinfo=None, microsecond=0)
