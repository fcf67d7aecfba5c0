"""Earlier sessions in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.coaching.progress import personal_bests, training_weeks
from analysis.output.history_words import (
    best_sentence,
    controlled_words,
    session_weights,
    sessions_json,
    sparkline,
    week_sentence,
)
from tests.coaching.test_progress import MONDAY, past, tally


@pytest.mark.parametrize(
    ("controlled", "signs"), [([0, 10], "▁█"), ([5], "▄"), ([9, 1], "▇▁"), ([None, 10], "·█"), ([], "")]
)
def test_a_sign_per_set(controlled: list[int | None], signs: str) -> None:
    assert sparkline([tally(one) for one in controlled]) == signs


def test_very_many_sets_are_cut() -> None:
    made = sparkline([tally(0)] * 30 + [tally(10)] * 20)
    assert (len(made), made[0], made[-20:]) == (24, "…", "█" * 20)


def test_a_best_in_a_sentence() -> None:
    (best,) = personal_bests([past(1, tally(9))])
    assert best_sentence(best, named=False, exercise=False) == (
        "Most controlled reps at 12.5\u00a0kg: 9, on 4 May 2026"
    )
    assert best_sentence(best, named=True, exercise=True) == (
        "Anna, Biceps curl: most controlled reps at 12.5\u00a0kg: 9, on 4 May 2026"
    )
    undated = replace(best, started_at=None, unit="lb", weight_kg=11.33980925, lifter=None)
    assert best_sentence(undated, named=True, exercise=False) == (
        "no name: most controlled reps at 25\u00a0lb: 9"
    )


def test_a_week_in_a_sentence() -> None:
    (week,) = training_weeks([past(1, tally(10), tally(8, 15.0))])
    assert week_sentence(week, "kg") == (
        "Week of 4 May 2026: 1 session, 2 sets, 20 reps, 90\u00a0% controlled, a whole set controlled at 12.5\u00a0kg"
    )
    (unjudged,) = training_weeks([past(1, tally(None, reps=1))])
    assert week_sentence(unjudged, "kg") == "Week of 4 May 2026: 1 session, 1 set, 1 rep"


def test_a_day_of_many_recordings_is_said_to_be_one() -> None:
    (week,) = training_weeks([past(k, tally(None)) for k in (1, 2, 3)])
    assert week_sentence(week, "kg") == "Week of 4 May 2026: 3 sessions on 1 day, 3 sets, 30 reps"


def test_weights_as_they_were_typed() -> None:
    session = past(1, tally(1, 25.0, unit="lb"), tally(1, 25.0, unit="lb"), tally(1, 12.5), tally(1, None))
    assert session_weights(session, "kg") == "25\u00a0lb and 12.5\u00a0kg"
    assert session_weights(past(1, *(tally(1, float(w)) for w in range(5, 10))), "kg").endswith("and 2 more")
    assert session_weights(past(1, tally(1, None)), "kg") == "–"
    assert controlled_words(None, 0) == "–"


def test_the_json_is_a_list_of_sessions() -> None:
    sessions = [past(1, tally(9)), past(2, tally(None), at=None, lifter="\u202ex")]
    text = sessions_json(sessions)
    assert "\u202e" not in text
    first, second = json.loads(text)
    assert first["started_at"] == "2026-05-04T18:00:00+00:00"
    assert (first["reps"], first["judged_reps"], first["controlled_reps"], first["momentum_reps"]) == (
        10,
        10,
        9,
        1,
    )
    assert first["sets"][0]["weight_kg"] == 12.5
    assert (second["started_at"], second["controlled_reps"], second["lifter"]) == (None, None, "\u202ex")
    assert MONDAY + timedelta() == sessions[0].started_at
