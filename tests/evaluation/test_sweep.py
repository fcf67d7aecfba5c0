"""Sweeps, and settings under a condition."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ThresholdError, TuningError
from analysis.evaluation.labels import FileLabel, RepLabel
from analysis.evaluation.sweep import Condition, Sweep, find_setting, values_around
from analysis.settings.thresholds import DEFAULTS
from imu.types import Recording
from tests.fixtures.lifters import STRICT, lifted, study, three

PUSH, CARRY = "momentum.push_mps2", "momentum.carry"
NO_FALSE_CALL = Condition(at_most={"calm_called": 0.0}, at_least={})


def test_a_sweep_has_the_figures_of_each_setting() -> None:
    sweep = Sweep(three(), {PUSH: [3.0, 5.4, 15.0], CARRY: [0.05, 0.2]})
    assert sweep.shape == (3, 2)
    assert sweep.settings[3] == DEFAULTS.with_(momentum__push_mps2=5.4, momentum__carry=0.2)
    figures = sweep.figures()
    expected = three().at(sweep.settings[3]).figures()
    assert {name: float(value[1, 1]) for name, value in figures.items()} == pytest.approx(
        expected, nan_ok=True
    )
    assert sweep.table[[PUSH, CARRY]].to_numpy().tolist()[3] == [5.4, 0.2]
    assert sweep.table.loc[3, "calm_called"] == pytest.approx(expected["calm_called"])


def test_raising_a_limit_calls_fewer() -> None:
    figures = Sweep(three(), {PUSH: np.linspace(2.0, 15.0, 14)}).figures()
    assert (np.diff(figures["swung_called"]) <= 0).all()
    assert (np.diff(figures["calm_called"]) <= 0).all()


TOO_LOOSE = DEFAULTS.with_(momentum__push_mps2=15.0)
"""Misses swung reps of everybody, so that the limit has to move."""


def test_the_middle_of_all_that_is_as_good() -> None:
    """Only the limit of the throw matters for Anna and Bert: the best settings are one stretch of it."""
    values = np.linspace(2.0, 15.0, 53)
    sweep = Sweep(study(lifted("anna"), lifted("bert")), {PUSH: values}, base=TOO_LOOSE)
    choice = find_setting(sweep, NO_FALSE_CALL)
    figures = sweep.figures()
    good = values[(figures["calm_called"] == 0) & (figures["swung_called"] == figures["swung_called"].max())]
    assert choice.figures["swung_called"] == 1.0
    assert choice.alike == len(good)
    assert good.min() < choice.values[PUSH] < good.max()
    assert choice.values[PUSH] == pytest.approx((good.min() + good.max()) / 2, abs=values[1] - values[0])
    assert choice.thresholds == sweep.settings[choice.place]


def test_what_cannot_be_bettered_stays() -> None:
    """The defaults call every swung rep of Anna and Bert and no calm one; so do many others."""
    sweep = Sweep(
        study(lifted("anna"), lifted("bert")), {PUSH: values_around(PUSH), CARRY: values_around(CARRY)}
    )
    choice = find_setting(sweep, NO_FALSE_CALL)
    assert choice.alike > 100
    assert choice.thresholds == DEFAULTS
    assert choice.moved == ()
    assert choice.sentence.endswith("does better than what holds now: nothing is moved.")


def test_a_threshold_that_makes_no_difference_stays() -> None:
    sweep = Sweep(
        study(lifted("anna"), lifted("bert")),
        {PUSH: np.linspace(2.0, 15.0, 27), CARRY: values_around(CARRY)},
        base=TOO_LOOSE,
    )
    choice = find_setting(sweep, NO_FALSE_CALL)
    assert choice.moved == (PUSH,)
    assert choice.values[CARRY] == TOO_LOOSE.momentum.carry
    assert choice.sentence.startswith("momentum.push_mps2 from 15 to ")
    assert (
        f"; momentum.carry stays at 0.1. {choice.alike} of the 1107 settings are as good" in choice.sentence
    )


def test_of_what_is_as_good_the_fewest_false_calls() -> None:
    """Up to 100 % of calm reps may be called, but calling them brings nothing."""
    sweep = Sweep(three(), {PUSH: np.linspace(2.0, 15.0, 27)}, base=TOO_LOOSE)
    figures = sweep.figures()
    best = figures["swung_called"] == figures["swung_called"].max()
    assert np.unique(figures["calm_called"][best]).size > 1
    choice = find_setting(sweep, Condition(at_most={"calm_called": 1.0}, at_least={}))
    assert choice.figures["calm_called"] == figures["calm_called"][best].min()


def test_a_condition_is_kept() -> None:
    sweep = Sweep(three(), {PUSH: np.linspace(2.0, 15.0, 27), CARRY: np.linspace(0.05, 0.5, 10)})
    choice = find_setting(sweep, NO_FALSE_CALL)
    figures = sweep.figures()
    allowed = figures["calm_called"] == 0
    assert choice.figures["calm_called"] == 0.0
    assert choice.figures["swung_called"] == figures["swung_called"][allowed].max()


def test_smaller_is_better_where_it_is() -> None:
    sweep = Sweep(three(), {PUSH: np.linspace(2.0, 15.0, 14)})
    choice = find_setting(sweep, Condition(best="brier", at_most={}, at_least={"swung_called": 0.5}))
    figures = sweep.figures()
    assert choice.figures["brier"] == figures["brier"][figures["swung_called"] >= 0.5].min()


def test_no_setting_keeps_it() -> None:
    sweep = Sweep(three(), {PUSH: [2.0, 3.0]})
    with pytest.raises(TuningError, match=r"keeps calm reps called of at most 0 \(the least is 0\.\d+\)"):
        find_setting(sweep, NO_FALSE_CALL)


def relabelled(momentum: bool | None, reps: int = 6) -> tuple[FileLabel, Recording]:
    label, recording = lifted("dora", STRICT, reps)
    labels = tuple(
        RepLabel(momentum=r.momentum if momentum is None else momentum, start_s=r.start_s, end_s=r.end_s)
        for r in label.reps
    )
    return FileLabel(path="dora", count=len(labels), reps=labels, subject="dora"), recording


def test_one_kind_only() -> None:
    sweep = Sweep(study(relabelled(momentum=False)), {PUSH: [5.0]})
    with pytest.raises(TuningError, match="12 calm reps and no swung one"):
        find_setting(sweep)


def test_three_reps_are_too_few() -> None:
    sweep = Sweep(study(lifted("emil", STRICT, 3)), {PUSH: [5.0]})
    with pytest.raises(TuningError, match="3 swung and 3 calm reps are too few"):
        find_setting(sweep)


@pytest.mark.parametrize(
    ("grid", "error", "says"),
    [
        ({}, TuningError, "0 thresholds were given"),
        ({PUSH: [5], CARRY: [0.4], "momentum.own_ratio": [1.6]}, TuningError, "3 thresholds were given"),
        ({PUSH: []}, TuningError, "no value to try"),
        ({"momentum.nothing": [1.0]}, ThresholdError, "no such threshold"),
        ({"advice.start_drop": [0.1]}, TuningError, "labels cannot tune it"),
        ({PUSH: [50.0]}, ThresholdError, "from 1 to 20"),
    ],
)
def test_what_cannot_be_swept(grid: dict[str, list[float]], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Sweep(three(), grid)


def test_figures_that_are_not_there() -> None:
    with pytest.raises(TuningError, match="no figure 'accuracy'"):
        Condition(best="accuracy", at_most={}, at_least={})


def test_values_to_try() -> None:
    assert values_around(CARRY, 3).tolist() == [0.05, 0.1, 0.2]
    assert values_around(CARRY, 7).tolist() == pytest.approx([0.05, 0.0667, 0.0833, 0.1, 0.133, 0.167, 0.2])
    assert values_around("momentum.partial_share", 3).tolist() == [0.35, 0.7, 0.95]
    with pytest.raises(ThresholdError, match="no such threshold"):
        values_around("momentum.nothing")


def test_what_holds_now_is_tried_to_the_last_digit() -> None:
    odd = DEFAULTS.with_(momentum__carry=0.123456789)
    values = values_around(CARRY, 11, odd)
    assert values[5] == 0.123456789
    assert len(values) == 11
