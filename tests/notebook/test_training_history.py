"""The history for notebooks: what is saved comes back as data frames, and the next weight is that of the command."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.cli import run
from analysis.coaching.weights import WeightError
from analysis.errors import HistoryError
from analysis.history.history import open_history
from analysis.notebook.api import Analysis, inspect_recording
from analysis.notebook.training_history import TrainingHistory
from analysis.vocabulary import Reason
from imu.simulate import SimulatedRep, Still, simulate
from tests.fixtures.both_arms import one_wrist

CALM = SimulatedRep()
SWUNG = SimulatedRep(lift_s=1.1, swing=1.2, profile="early")
LAST = datetime(2026, 5, 14, 18, 30, tzinfo=UTC)
DAYS = (
    (7, ("right", 8, 0, 10.0), ("left", 8, 0, 10.0)),
    (2, ("right", 8, 0, 10.0), ("right", 8, 0, 12.5), ("left", 5, 3, 12.5)),
    (0, ("right", 7, 1, 15.0), ("left", 2, 6, 12.5)),
)
"""Days before the last one; of each set the arm, its calm and its swung reps, and the weight, kg."""


def lifted(days_before: int, *sets: tuple[str, int, int, float]) -> Analysis:
    done = [(side, (CALM,) * calm + (SWUNG,) * swung, kg) for side, calm, swung, kg in sets]
    began = (LAST - timedelta(days=days_before)).isoformat()
    return inspect_recording(
        replace(one_wrist(*done), started_at=began, lifter="Kim"), trace=False, target_reps=8
    )


@pytest.fixture(scope="module")
def days() -> list[Analysis]:
    return [lifted(*day) for day in DAYS]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, days: list[Analysis]) -> Path:
    path = tmp_path_factory.mktemp("history") / "kim.db"
    history = TrainingHistory(path)
    for day in days:
        saved = history.save(day)
        assert saved is not None
        assert saved.outcome == "new"
    return path


@pytest.fixture
def kim(db: Path) -> TrainingHistory:
    return TrainingHistory(db)


def test_a_row_per_session_with_what_was_done(kim: TrainingHistory) -> None:
    table = kim.sessions
    assert table.sets.tolist() == [len(day) - 1 for day in DAYS]
    assert table.reps.tolist() == [sum(calm + swung for _, calm, swung, _ in day[1:]) for day in DAYS]
    assert table.controlled_reps.tolist() == [sum(calm for _, calm, _, _ in day[1:]) for day in DAYS]
    assert table.momentum_reps.tolist() == [sum(swung for _, _, swung, _ in day[1:]) for day in DAYS]
    whole = [LAST.replace(tzinfo=None) - timedelta(days=day[0]) for day in DAYS]
    assert table.started_at.dt.round("s").tolist() == whole
    assert set(table.lifter) == {"Kim"}


def test_a_row_per_set_with_its_arm_and_weight(kim: TrainingHistory) -> None:
    expected = [(side, kg, calm + swung, calm) for day in DAYS for side, calm, swung, kg in day[1:]]
    table = kim.sets
    rows = table[["side", "weight_kg", "reps", "controlled_reps"]].itertuples(index=False, name=None)
    assert list(rows) == expected
    assert table.weight_unit.tolist() == ["kg"] * len(expected)
    assert table.target_reps.tolist() == [8] * len(expected)


def test_bests_and_weeks(kim: TrainingHistory) -> None:
    """10 kg on the second day was 80 % of the heaviest, so to warm up; the 14th of May 2026 was a Thursday."""
    bests = kim.bests.set_index("weight_kg").controlled_reps.to_dict()
    assert bests == {15.0: 7, 12.5: 8, 10.0: 8}
    weeks = kim.weeks
    assert weeks.monday.dt.date.astype(str).tolist() == ["2026-05-04", "2026-05-11"]
    assert weeks.sessions.tolist() == [1, 2]
    assert weeks.controlled_share.tolist() == pytest.approx([1.0, (8 + 5 + 7 + 2) / 32])


def test_the_same_recording_is_one_session(tmp_path: Path, days: list[Analysis]) -> None:
    history = TrainingHistory(tmp_path / "again.db")
    outcomes = [saved.outcome for _ in range(2) if (saved := history.save(days[0])) is not None]
    assert outcomes == ["new", "unchanged"]
    assert len(history.sessions) == 1


def test_a_weight_that_was_told_is_kept_as_typed(tmp_path: Path, days: list[Analysis]) -> None:
    history = TrainingHistory(tmp_path / "pounds.db")
    history.save(inspect_recording(days[0].recording, weight="25 lb", trace=False))
    assert history.sets.weight_value.tolist() == [25.0, 25.0]
    assert history.sets.weight_unit.tolist() == ["lb", "lb"]
    assert history.sets.weight_kg.tolist() == pytest.approx([25 * 0.45359237] * 2)


def test_a_recording_without_a_set_is_left_out(tmp_path: Path) -> None:
    history = TrainingHistory(tmp_path / "nothing.db")
    assert history.save(inspect_recording(simulate((Still(3.0),)).recording)) is None
    assert not (tmp_path / "nothing.db").exists()


def test_nothing_is_saved_where_the_history_is_switched_off(
    tmp_path: Path, days: list[Analysis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REP_MOMENTUM_HISTORY", "off")
    with pytest.raises(HistoryError, match="switched off"):
        TrainingHistory(tmp_path / "off.db").save(days[0])
    assert not (tmp_path / "off.db").exists()


def test_an_empty_history_has_the_same_columns(tmp_path: Path, kim: TrainingHistory) -> None:
    empty = TrainingHistory(tmp_path / "empty.db")
    for name in ("sessions", "sets", "bests", "weeks"):
        nothing, something = getattr(empty, name), getattr(kim, name)
        assert len(nothing) == 0
        assert nothing.dtypes.to_dict() == something.dtypes.to_dict()
    coming = empty.next_session()
    assert coming.weights[0].because is not None
    assert coming.weights[0].because.code is Reason.NO_EARLIER_SETS
    assert len(coming.chances) == len(empty.advice_so_far()) == 0


def test_the_next_weight_is_that_of_the_command(tmp_path: Path, days: list[Analysis]) -> None:
    """With sessions of this week, as the command knows the present only."""
    recent, today = TrainingHistory(tmp_path / "recent.db"), datetime.now(UTC)
    for ago, day in zip((5, 3, 1), days, strict=True):
        began = (today - timedelta(days=ago)).isoformat()
        moved = replace(day.recording, started_at=began)
        recent.save(inspect_recording(moved, trace=False, target_reps=8))
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        assert run(["advise", "--db", str(tmp_path / "recent.db")]) == 0
    coming = recent.next_session()
    assert all(one.weight_kg is not None for one in coming.weights)
    assert "".join(printed.getvalue().split()) == "".join("".join(coming.sentences).split())


def test_after_a_long_pause_nothing_is_advised(kim: TrainingHistory) -> None:
    """Sets of a year ago say too little of today."""
    coming = kim.next_session(now=LAST + timedelta(days=365))
    assert [one.because.code for one in coming.weights if one.because] == [Reason.LONG_AGO] * 2


def test_the_table_of_chances_is_that_of_the_curve(kim: TrainingHistory) -> None:
    coming = kim.next_session(now=LAST + timedelta(days=1), rack="5:20:2.5kg")
    table = coming.chances
    left, right = coming.weights
    assert table.side.unique().tolist() == ["left", "right"]
    for one in (left, right):
        assert one.curve is not None
        rows = table[table.side == one.side]
        expected = [one.curve.chance(float(kg), 8).chance for kg in rows.weight_kg]
        assert rows.chance.tolist() == expected
        assert np.all(np.diff(expected) <= 0.0)
        assert rows.loc[rows.advised, "weight_kg"].tolist() == [one.weight_kg]
        assert (rows.low <= rows.chance).all()
        assert (rows.chance <= rows.high).all()
    assert left.weight_kg is not None
    assert right.weight_kg is not None
    assert left.weight_kg < right.weight_kg
    at = table[table.side == "left"].set_index("weight_kg")
    assert at.loc[12.5, ["lifted_sets", "lifted_reps", "lifted_controlled"]].tolist() == [2, 16, 7]
    assert at.loc[15.0, "lifted_sets"] == 0
    assert coming._repr_html_().count("<p") == len(coming.sentences)
    assert coming._repr_html_().count("<b>") == 2


def test_what_was_known_after_each_session(kim: TrainingHistory) -> None:
    """After the first day each arm has lifted one weight only; the last row is what is advised now."""
    table = kim.advice_so_far()
    assert table.groupby("session").side.apply(list).tolist() == [["left", "right"]] * 3
    first = table[table.session == table.session.min()]
    assert first.weight_kg.isna().all()
    assert set(first.code) == {"too_few_reps"}
    now = kim.next_session(now=LAST + timedelta(days=1))
    assert table.weight_kg.tolist()[-2:] == [one.weight_kg for one in now.weights]
    assert table.code.isna().tolist()[-2:] == [True, True]
    assert isinstance(table.started_at.dtype, np.dtype)
    assert kim.plot_advice_so_far().get_axes()
    assert (table.limit_low_kg.dropna() < table.limit_high_kg.dropna()).all()


def test_of_several_people_one_must_be_named(tmp_path: Path, days: list[Analysis]) -> None:
    both = TrainingHistory(tmp_path / "two.db")
    both.save(days[0])
    nameless = replace(days[1].recording, lifter=None)
    TrainingHistory(tmp_path / "two.db", lifter="Lee").save(inspect_recording(nameless, trace=False))
    with pytest.raises(
        HistoryError, match=r"two\.db: it knows Kim and Lee; say whose next weight, with lifter="
    ):
        both.next_session()
    assert len(both.sessions) == 2
    lee = TrainingHistory(tmp_path / "two.db", lifter="lee")
    assert lee.sessions.lifter.tolist() == ["Lee"]
    assert {one.sessions for one in lee.next_session(now=LAST).weights} == {1}


def test_a_rack_that_cannot_be_meant(kim: TrainingHistory) -> None:
    with pytest.raises(WeightError, match="30:5"):
        kim.next_session(rack="30:5:2kg")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REP_MOMENTUM_DB", str(folder / "mine.db"))
        yield folder / "mine.db"


def test_without_a_file_it_is_the_persons_own(own: Path, days: list[Analysis]) -> None:
    TrainingHistory().save(days[0])
    with open_history(str(own)) as history:
        assert history.lifters() == ["Kim"]
    assert isinstance(TrainingHistory().sets, pd.DataFrame)
