"""More weight after one set far over the target: how much, and when not."""

from __future__ import annotations

import pytest

from analysis.coaching.advice import advise
from analysis.coaching.weights import Rack, parse_rack
from analysis.records.results import RepSet
from tests.fixtures.lettered_sets import made

KILOS = parse_rack("2:40:1kg")
COARSE = parse_rack("2.5:40:2.5kg")


def taken(now: RepSet, *before: RepSet, rack: Rack = KILOS) -> float | None:
    return advise(now, previous=before, rack=rack).options[0].weight_kg


@pytest.mark.parametrize(
    ("reps", "target", "expected"),
    [
        (13, 10, 20.0),  # three over: not far
        (14, 10, 22.0),  # 20 · 44/40 = 22
        (15, 10, 22.0),  # 20 · 45/40 = 22.5
        (18, 10, 24.0),
        (19, 8, 25.0),  # 20 · 49/38 = 25.8
        (40, 8, 30.0),  # 20 · 70/38 = 36.8, but half as much again at most
    ],
)
def test_the_weight_of_which_the_target_is_as_hard(reps: int, target: int, expected: float) -> None:
    """By Epley: 20 kg for k reps are as hard as 20·(30 + k)/(30 + n) kg for n."""
    assert taken(made("C" * reps, 20.0, target)) == expected


def test_the_sentence_says_what_was_done() -> None:
    advice = advise(made("C" * 15, 20.0, 10), rack=KILOS)
    assert advice.rule == "far over the target"
    assert advice.why == "Take 22\u00a0kg next set: 15 controlled reps, 5 over the target."


def test_a_big_step_waits_for_twenty_reps_or_a_second_set() -> None:
    """From 5 kg the next is 7.5: half as much again; 15 reps instead of 8 are worth 18 %."""
    fifteen, twenty = made("C" * 15, 5.0, 8), made("C" * 20, 5.0, 8)
    assert taken(fifteen, rack=COARSE) == 5.0
    assert taken(fifteen, fifteen, rack=COARSE) == 7.5
    assert taken(twenty, rack=COARSE) == 7.5


def test_a_small_step_over_the_target_still_needs_two_sets() -> None:
    twelve = made("C" * 12, 20.0, 10)
    assert taken(twelve) == 20.0
    assert taken(twelve, twelve) == 21.0


def test_no_weight_that_was_too_much_before() -> None:
    """22 kg swung; fast reps with a still elbow are no sign of too much."""
    far = made("C" * 18, 20.0, 10)
    assert taken(far) == 24.0
    assert taken(far, made("CCCWWW", 22.0, 10)) == 21.0
    assert taken(far, made("CCCWWW", 21.0, 10)) == 20.0
    assert taken(far, made("CCCFFF", 22.0, 10)) == 24.0


def test_where_a_lighter_weight_gave_no_more_reps_the_reps_do_not_show_the_limit() -> None:
    """25 reps with 5 kg, 25 with 10 kg: neither set came near the limit, so twice the weight."""
    light, now = made("C" * 25, 5.0, 8), made("C" * 25, 10.0, 8)
    assert taken(now, light) == 20.0
    assert taken(now, made("C" * 30, 5.0, 8)) == 14.0  # it did give more: 10 · 55/38 = 14.5
    assert taken(now, made("C" * 24 + "W", 5.0, 8)) == 14.0
    assert taken(now, made("C" * 25, 12.0, 8)) == 14.0  # it was heavier


@pytest.mark.parametrize(
    "now",
    [
        made("C" * 18, None, 10),
        made("C" * 18, 20.0),
        made("C" * 17 + "W", 20.0, 10),
        made("C" * 17 + "U", 20.0, 10),
        made("C" * 18, 20.0, 10, clipped=True),
    ],
)
def test_no_more_where_weight_target_or_control_are_not_known(now: RepSet) -> None:
    assert advise(now, rack=KILOS).action == "keep"
