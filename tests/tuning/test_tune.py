"""Sweeps, settings under a condition, and people who were held out."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ThresholdError, TuningError
from analysis.labels import FileLabel, RepLabel
from analysis.thresholds import DEFAULTS
from analysis.tune import Condition, Sweep, around, find, held_out
from imu.types import Recording
from tests.tuning.lifters import FAST, STRICT, lifted, study, three

INERTIAL, CARRY = "momentum.inertial_mps2", "momentum.carry"
NO_FALSE_CALL = Condition(at_most={"calm_called": 0.0}, at_least={})


def test_a_sweep_has_the_figures_of_each_setting() -> None:
    sweep = Sweep(three(), {INERTIAL: [3.0, 5.4, 15.0], CARRY: [0.2, 2.0]})
    assert sweep.shape == (3, 2)
    assert sweep.settings[3] == DEFAULTS.with_(momentum__inertial_mps2=5.4, momentum__carry=2.0)
    figures = sweep.figures()
    expected = three().at(sweep.settings[3]).figures()
    assert {name: float(value[1, 1]) for name, value in figures.items()} == pytest.approx(
        expected, nan_ok=True
    )
    assert sweep.table[[INERTIAL, CARRY]].to_numpy().tolist()[3] == [5.4, 2.0]
    assert sweep.table.loc[3, "calm_called"] == pytest.approx(expected["calm_called"])


def test_raising_a_limit_calls_fewer() -> None:
    figures = Sweep(three(), {INERTIAL: np.linspace(2.0, 15.0, 14)}).figures()
    assert (np.diff(figures["swung_called"]) <= 0).all()
    assert (np.diff(figures["calm_called"]) <= 0).all()


def test_the_middle_of_all_that_is_as_good() -> None:
    """Only the limit of the throw matters for Anna and Bert: the best settings are one stretch of it."""
    values = np.linspace(2.0, 15.0, 53)
    sweep = Sweep(study(lifted("anna"), lifted("bert")), {INERTIAL: values})
    choice = find(sweep, NO_FALSE_CALL)
    figures = sweep.figures()
    good = values[(figures["calm_called"] == 0) & (figures["swung_called"] == figures["swung_called"].max())]
    assert choice.figures["swung_called"] == 1.0
    assert choice.alike == len(good)
    assert good.min() < choice.values[INERTIAL] < good.max()
    assert choice.values[INERTIAL] == pytest.approx((good.min() + good.max()) / 2, abs=values[1] - values[0])
    assert choice.thresholds == sweep.settings[choice.place]


def test_a_condition_is_kept() -> None:
    sweep = Sweep(three(), {INERTIAL: np.linspace(2.0, 15.0, 27), CARRY: np.linspace(0.1, 1.0, 10)})
    choice = find(sweep, NO_FALSE_CALL)
    figures = sweep.figures()
    allowed = figures["calm_called"] == 0
    assert choice.figures["calm_called"] == 0.0
    assert choice.figures["swung_called"] == figures["swung_called"][allowed].max()


def test_smaller_is_better_where_it_is() -> None:
    sweep = Sweep(three(), {INERTIAL: np.linspace(2.0, 15.0, 14)})
    choice = find(sweep, Condition(best="brier", at_most={}, at_least={"swung_called": 0.5}))
    figures = sweep.figures()
    assert choice.figures["brier"] == figures["brier"][figures["swung_called"] >= 0.5].min()


def test_no_setting_keeps_it() -> None:
    sweep = Sweep(three(), {INERTIAL: [2.0, 3.0]})
    with pytest.raises(TuningError, match=r"keeps calm reps called of at most 0 \(the least is 0\.\d+\)"):
        find(sweep, NO_FALSE_CALL)


def relabelled(momentum: bool | None, reps: int = 6) -> tuple[FileLabel, Recording]:
    label, recording = lifted("dora", STRICT, reps)
    labels = tuple(
        RepLabel(momentum=r.momentum if momentum is None else momentum, start_s=r.start_s, end_s=r.end_s)
        for r in label.reps
    )
    return FileLabel(path="dora", count=len(labels), reps=labels, subject="dora"), recording


def test_one_kind_only() -> None:
    sweep = Sweep(study(relabelled(momentum=False)), {INERTIAL: [5.0]})
    with pytest.raises(TuningError, match="12 calm reps and no swung one"):
        find(sweep)


def test_three_reps_are_too_few() -> None:
    sweep = Sweep(study(lifted("emil", STRICT, 3)), {INERTIAL: [5.0]})
    with pytest.raises(TuningError, match="3 swung and 3 calm reps are too few"):
        find(sweep)


@pytest.mark.parametrize(
    ("grid", "error", "says"),
    [
        ({}, TuningError, "0 thresholds were given"),
        ({INERTIAL: [5], CARRY: [0.4], "momentum.own_ratio": [1.6]}, TuningError, "3 thresholds were given"),
        ({INERTIAL: []}, TuningError, "no value to try"),
        ({"momentum.nothing": [1.0]}, ThresholdError, "no such threshold"),
        ({"advice.start_drop": [0.1]}, TuningError, "labels cannot tune it"),
        ({INERTIAL: [50.0]}, ThresholdError, "from 2 to 20"),
    ],
)
def test_what_cannot_be_swept(grid: dict[str, list[float]], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Sweep(three(), grid)


def test_figures_that_are_not_there() -> None:
    with pytest.raises(TuningError, match="no figure 'accuracy'"):
        Condition(best="accuracy", at_most={}, at_least={})


def test_people_are_judged_by_what_was_found_without_them() -> None:
    sweep = Sweep(three(), {INERTIAL: np.linspace(2.0, 15.0, 27), CARRY: np.linspace(0.1, 1.0, 10)})
    made = held_out(sweep, NO_FALSE_CALL)
    assert set(made.choices) == {"anna", "bert", "carl"}
    for k, name in enumerate(("anna", "bert", "carl")):
        alone = Sweep(
            study(*[p for p in PEOPLE if p[0].path != name]), dict(zip(sweep.names, sweep.axes, strict=True))
        )
        choice = made.choices[name]
        assert choice is not None
        assert choice.values == find(alone, NO_FALSE_CALL).values
        assert made.tuned.judged[k] == three().at(choice.thresholds).judged[k]
    assert made.before.judged == three().at(DEFAULTS).judged
    assert made.sentence


PEOPLE = (lifted("anna"), lifted("bert"), lifted("carl", FAST))


def test_a_setting_that_does_not_carry_over_is_said_to() -> None:
    """Without Carl, who lifts fast with a still body, the middle between calm and swung calls his calm reps."""
    base = DEFAULTS.with_(momentum__own_reps=50)
    sweep = Sweep(three(), {INERTIAL: np.linspace(2.0, 8.0, 61)}, base=base)
    assert find(sweep, NO_FALSE_CALL).figures["calm_called"] == 0.0
    made = held_out(sweep, NO_FALSE_CALL)
    assert made.tuned.only([False, False, True]).figures()["calm_called"] == 1.0
    assert (
        "calm reps called: 0.333 (before: 0.000), over the bound of 0: the setting does not" in made.sentence
    )


def test_nobody_can_be_held_out_of_one() -> None:
    with pytest.raises(TuningError, match="only 1 of the people"):
        held_out(Sweep(study(lifted("anna")), {INERTIAL: [5.0]}))


def test_values_to_try() -> None:
    assert around(CARRY, 3).tolist() == pytest.approx([0.2, 0.5, 0.8])
    assert around("momentum.partial_share", 2).tolist() == [0.35, 0.95]
    assert around("momentum.own_reps").tolist() == [2.0, 3.0, 4.0, 5.0, 6.0]
    with pytest.raises(ThresholdError, match="no such threshold"):
        around("momentum.nothing")
