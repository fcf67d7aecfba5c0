"""People and recordings that a setting was not found on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.evaluation.held_out import held_out
from analysis.evaluation.sweep import Condition, Sweep, find
from analysis.settings.thresholds import DEFAULTS
from imu.simulate import Rep
from tests.fixtures.lifters import FAST, STRICT, lifted, study, three

PUSH, CARRY = "momentum.push_mps2", "momentum.carry"
NO_FALSE_CALL = Condition(at_most={"calm_called": 0.0}, at_least={})
PEOPLE = (lifted("anna"), lifted("bert"), lifted("carl", FAST))
VALUES = np.linspace(2.0, 15.0, 27)


def test_people_are_judged_by_what_was_found_without_them() -> None:
    sweep = Sweep(three(), {PUSH: VALUES, CARRY: np.linspace(0.05, 0.5, 10)})
    made = held_out(sweep, NO_FALSE_CALL)
    assert (made.by, set(made.choices), made.refused) == ("person", {"anna", "bert", "carl"}, {})
    for k, name in enumerate(("anna", "bert", "carl")):
        others = study(*[p for p in PEOPLE if p[0].path != name])
        alone = Sweep(others, dict(zip(sweep.names, sweep.axes, strict=True)))
        choice = made.choices[name]
        assert choice.values == find(alone, NO_FALSE_CALL).values
        assert made.tuned.judged[k] == three().at(choice.thresholds).judged[k]
    assert made.before.judged == three().at(DEFAULTS).judged


def test_a_setting_that_does_not_carry_over_is_said_to() -> None:
    """Without Carl, who lifts fast with a still body, the middle between calm and swung calls his calm reps."""
    base = DEFAULTS.with_(momentum__push_mps2=15.0)
    faster = lifted("carl", Rep(lift_s=1.0, lower_s=1.4))
    people = study(lifted("anna"), lifted("bert"), faster)
    sweep = Sweep(people, {PUSH: np.linspace(2.0, 8.0, 61)}, base=base)
    assert find(sweep, NO_FALSE_CALL).figures["calm_called"] == 0.0
    made = held_out(sweep, NO_FALSE_CALL)
    assert made.tuned.only([False, False, True]).figures()["calm_called"] == 1.0
    assert made.holds is False
    assert made.sentence == (
        "On 3 people that a setting was not found on: swung reps called 18 of 18 (before: 0), calm reps called 6 of 18 "
        "(before: 0), over the bound of 0 %: the setting does not hold for others; keep the thresholds as they were."
    )


def test_a_setting_that_holds_is_said_to() -> None:
    """A limit that calls nothing is mended in the same way by any two of three who lift alike."""
    base = DEFAULTS.with_(momentum__push_mps2=15.0, momentum__carry=0.3)
    alike = study(lifted("anna"), lifted("bert"), lifted("dora"))
    made = held_out(Sweep(alike, {PUSH: VALUES}, base=base), NO_FALSE_CALL)
    assert made.before.figures()["swung_called"] == 0.0
    assert made.tuned.figures()["swung_called"] == 1.0
    assert made.holds is True
    assert made.sentence.endswith(
        "swung reps called 18 of 18 (before: 0), calm reps called 0 of 18 (before: 0). Every bound is kept: the setting "
        "holds for others."
    )


def test_fewer_false_calls_are_a_gain_too() -> None:
    """Anna and Bert lift as fast as Carl; by a limit of 4 m/s² their calm reps are called, by the middle none is."""
    base = DEFAULTS.with_(momentum__push_mps2=4.0)
    alike = study(lifted("anna", FAST), lifted("bert", FAST), lifted("carl", FAST))
    wish = Condition(at_most={"calm_called": 1.0}, at_least={})
    made = held_out(Sweep(alike, {PUSH: VALUES}, base=base), wish)
    before, tuned = made.before.figures(), made.tuned.figures()
    assert before["swung_called"] == tuned["swung_called"] == 1.0
    assert (before["calm_called"], tuned["calm_called"]) == (1.0, 0.0)
    assert made.holds is True


def test_nothing_gained_is_said() -> None:
    made = held_out(Sweep(three(), {PUSH: [5.4]}), NO_FALSE_CALL)
    assert made.holds is False
    assert "calm reps called 0 of 18 (before: 0): tuning gains nothing for others" in made.sentence


def test_one_person_leaves_recordings_out() -> None:
    first, second, third = (
        (replace(lifted(name)[0], subject="me"), lifted(name)[1]) for name in ("anna", "bert", "dora")
    )
    made = held_out(Sweep(study(first, second, third), {PUSH: VALUES}), NO_FALSE_CALL)
    assert (made.by, set(made.choices)) == ("file", {"anna", "bert", "dora"})
    assert made.sentence.startswith(
        "On 3 recordings that a setting was not found on: swung reps called 18 of 18"
    )


def test_one_recording_is_not_tried_and_nothing_is_claimed() -> None:
    made = held_out(Sweep(study(lifted("anna")), {PUSH: [5.0]}))
    assert (made.choices, made.holds) == ({}, None)
    assert made.sentence == (
        "Not tried on others: only one recording has reps labelled swung or calm, so that none can be left out. "
        "Nobody can say whether the setting holds for them."
    )


def test_too_few_reps_without_each_are_not_called_a_result() -> None:
    """Six swung and six calm reps are left when one of two is left out; ten of each are needed."""
    made = held_out(Sweep(study(lifted("anna"), lifted("bert")), {PUSH: VALUES}))
    assert (made.choices, set(made.refused), made.holds) == ({}, {"anna", "bert"}, None)
    assert "without anna, 6 swung and 6 calm reps are too few to tune on" in made.sentence
    assert "gains nothing" not in made.sentence


def calm_only(name: str) -> tuple[object, object]:
    label, recording = lifted(name, STRICT)
    return replace(label, reps=tuple(r for r in label.reps if not r.momentum), count=None), recording


def test_people_without_a_swung_rep_cannot_show_that_swings_are_called() -> None:
    """Only Anna swung: nothing can be found without her, and the others say nothing of swings."""
    people = (lifted("anna", STRICT, 10), calm_only("bert"), calm_only("dora"))
    made = held_out(Sweep(study(*people), {PUSH: VALUES}), NO_FALSE_CALL)  # type: ignore[arg-type]
    assert (set(made.choices), set(made.refused)) == ({"bert", "dora"}, {"anna"})
    assert made.holds is None
    assert made.sentence == (
        "On 2 of 3 people that a setting was not found on: calm reps called 0 of 12 (before: 0). None of them shows "
        "the swung reps called: nobody can say whether the setting holds for others."
    )


@pytest.mark.parametrize("by", ["person", "dataset", "file"])
def test_no_label_of_momentum_at_all(by: object) -> None:
    label, recording = lifted("anna")
    sweep = Sweep(study((replace(label, reps=()), recording)), {PUSH: [5.0]})
    made = held_out(sweep, by=by)  # type: ignore[arg-type]
    assert made.sentence.startswith("Not tried on others: none of the ")


def test_a_bound_that_was_broken_before_is_not_blamed_on_tuning() -> None:
    """With 3.2 m/s² Carl's calm reps are called, and neither value that is tried spares them."""
    base = DEFAULTS.with_(momentum__push_mps2=3.2)
    made = held_out(Sweep(three(), {PUSH: [3.2, 3.3]}, base=base), NO_FALSE_CALL)
    assert "over the bound of 0 % as before: tuning does not mend that for others" in made.sentence


def test_the_table_says_what_was_found_without_whom() -> None:
    people = (lifted("anna", STRICT, 10), calm_only("bert"), calm_only("dora"))
    made = held_out(Sweep(study(*people), {PUSH: VALUES}), NO_FALSE_CALL)  # type: ignore[arg-type]
    table = made.table
    assert table.index.tolist() == ["bert", "dora", "anna"]
    assert table.loc["bert", PUSH] == made.choices["bert"].values[PUSH]
    assert table.loc["anna", "not found"] == made.refused["anna"]


def test_recordings_of_the_same_lifts_are_left_out_together() -> None:
    """Anna's lifts were recorded twice: without both of them too few reps are left."""
    (label, recording), other = lifted("anna"), lifted("bert")
    twice = [
        (replace(label, path=path, lifts="monday", subject="me"), recording) for path in ("left", "right")
    ]
    all_of_it = study(*twice, (replace(other[0], subject="me"), other[1]))
    made = held_out(Sweep(all_of_it, {PUSH: VALUES}))
    assert (set(made.choices), set(made.refused)) == ({"bert"}, {"/monday"})
