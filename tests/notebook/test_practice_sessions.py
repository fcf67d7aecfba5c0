"""The month of a simulated lifter: recent days, both arms, and where the advice leads is what her elbows can lift."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analysis.notebook.api import Analysis, inspect_recording
from analysis.notebook.lab.practice_sessions import (
    PRACTICE_LIFTER,
    PRACTICE_PLAN,
    PRACTICE_REPS,
    make_sessions,
    practice_session,
)
from analysis.notebook.training_history import TrainingHistory

pytestmark = pytest.mark.slow
LAST_DAY = date(2026, 5, 14)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> tuple[TrainingHistory, Analysis]:
    """The history of all sessions, and the last one of them."""
    folder = tmp_path_factory.mktemp("month")
    history = TrainingHistory(folder / "history.db")
    for path in make_sessions(folder / "new", LAST_DAY):
        last = inspect_recording(path, trace=False)
        history.save(last)
    return history, last


def test_every_set_is_found_with_its_arm_weight_and_day(month: tuple[TrainingHistory, Analysis]) -> None:
    table = month[0].sets
    planned = [
        (LAST_DAY - timedelta(days=day.days_before), side, kg, PRACTICE_REPS)
        for day in PRACTICE_PLAN
        for kg in day.weights_kg
        for side in ("right", "left")
    ]
    days = table.started_at.dt.date
    assert list(zip(days, table.side, table.weight_kg, table.reps, strict=True)) == planned
    assert set(table.lifter) == {PRACTICE_LIFTER}
    assert table.target_reps.eq(PRACTICE_REPS).all()


def test_the_advice_is_the_heaviest_that_each_elbow_lifts_alone(
    month: tuple[TrainingHistory, Analysis],
) -> None:
    """12.6 kg is the plan's limit of the right arm on the last day, 84 % of it that of the left: 12.5 and 10 kg."""
    coming = month[0].next_session(now=datetime(2026, 5, 16, tzinfo=UTC))
    assert {one.side: one.weight_kg for one in coming.weights} == {"left": 10.0, "right": 12.5}


def test_the_last_day_has_a_warm_up_and_a_trunk(month: tuple[TrainingHistory, Analysis]) -> None:
    last = month[1]
    assert last.result.warmup is not None
    assert last.result.warmup.verdict == "enough"
    assert last.result.trunk is not None
    assert last.result.trunk.reps == 4 * PRACTICE_REPS
    thrown = last.reps[last.reps.trunk_verdict == "lean"]
    assert len(thrown) > 0
    assert set(thrown.side) == {"left"}


def test_the_last_day_is_a_thursday_that_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.notebook.lab.practice_sessions.PRACTICE_PLAN", PRACTICE_PLAN[:1])
    before = datetime.now().astimezone().date()
    (path,) = make_sessions(tmp_path)
    until = date.fromisoformat(path.stem) + timedelta(days=PRACTICE_PLAN[0].days_before)
    assert until.weekday() == 3
    assert timedelta(days=0) < before - until <= timedelta(days=7)


def test_equal_days_make_equal_samples() -> None:
    one, other = (practice_session(PRACTICE_PLAN[0], 1, LAST_DAY).recording for _ in range(2))
    assert one.sensors[0].acc_mps2.tobytes() == other.sensors[0].acc_mps2.tobytes()
    assert one.notes == other.notes
