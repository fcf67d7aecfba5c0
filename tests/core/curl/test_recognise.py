"""What speaks against a curl, each by a closed form: one trait off, and what is objected is worked out by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from math import cos, pi, radians, sin
from typing import Any

import numpy as np
import pytest

from analysis.core.curl.bouts import BEFORE_LOWERING, WHILE_LIFTING
from analysis.core.curl.forearm import CurlFrame, Lever
from analysis.core.curl.recognise import (
    Traits,
    _climbs_m,
    allowed,
    judge_kind,
    objections,
    trim,
    weighed,
)
from analysis.core.signal.cell_runs import running_sum
from analysis.settings.thresholds import DEFAULTS, CurlThresholds
from analysis.vocabulary import OBJECTION_REASONS, Because, Reason

LIMITS = DEFAULTS.curl
LEVER_M = 0.26
GOOD: dict[str, float] = {
    "sweep_deg": 120.0,
    "return_deg": 118.0,
    "lift_s": 1.4,
    "lower_s": 1.6,
    "coast": 0.1,
    "sweep_ratio": 1.0,
    "held": 0.2,
    "bottom_deg": 5.0,
    "top_deg": 125.0,
    "rise_m": LEVER_M * (cos(radians(5.0)) - cos(radians(125.0))),
    "fall_m": LEVER_M * (cos(radians(5.0)) - cos(radians(125.0))),
    "path": 1.05,
    "upright": 0.1,
    "steps": 0.1,
}
"""A forearm of 26 cm from hanging to 125° and back, with a still elbow."""


def traits_of(reps: int = 5, *, whole: bool = True, **off: float) -> Traits:
    columns = {name: np.full(reps, value) for name, value in (GOOD | off).items()}
    return Traits(whole=np.full(reps, whole), **columns)


def frame_of(**given: Any) -> CurlFrame:
    known: dict[str, Any] = {f.name: None for f in fields(CurlFrame)}
    return CurlFrame(**known | {"agreement": 1.0, "gravity_trusted": True} | given)


def lever_of(length_m: float = LEVER_M, *, sd_m: float = 0.01, r2: float = 0.9) -> Lever:
    known: dict[str, Any] = {f.name: None for f in fields(Lever)}
    return Lever(**known | {"length_m": length_m, "sd_m": sd_m, "r2": r2})


def raised(
    t: Traits | None = None,
    *,
    lever: Lever | None = None,
    rises: float = 0.98,
    gyro: bool = True,
    **frame: Any,
) -> dict[str, float]:
    """What is objected against the first rep, without what is not."""
    found = objections(t or traits_of(), frame_of(**frame), lever or lever_of(), rises, has_gyro=gyro)
    return {name: float(degree[0]) for name, degree in found.items() if degree[0] > 0.0}


@pytest.mark.parametrize("reps", [1, 2, 12])
@pytest.mark.parametrize("gyro", [True, False])
def test_nothing_speaks_against_a_curl(reps: int, gyro: bool) -> None:
    assert raised(traits_of(reps), gyro=gyro) == {}


BETWEEN = {
    "narrow": ({"sweep_deg": 77.5, "return_deg": 77.5}, 0.5),
    "too_far": ({"sweep_deg": 235.0, "return_deg": 235.0}, 0.5),
    "lopsided": ({"return_deg": 78.0}, 0.5),
    "hurried": ({"lift_s": 0.425}, 0.5),
    "steps": ({"steps": 0.55}, 0.5),
    "path": ({"path": 1.375}, 0.5),
    "fast": ({"coast": 0.6}, 0.5),
    "sweeps_disagree": ({"sweep_ratio": 0.815}, 0.5),
    "never_hangs": ({"bottom_deg": 60.0, "top_deg": 120.0}, 0.5),
    "high_middle": ({"bottom_deg": 49.0, "top_deg": 189.0}, 0.5),
    "arm_swing": ({"bottom_deg": -30.0, "top_deg": 100.0, "lift_s": 0.6, "lower_s": 0.6}, 1.0),
    "upright": ({"upright": 0.75}, 0.5),
}
"""Half-way between nothing and everything (an arm swing: centred on 35°, both ways in 1.2 s), by hand."""


@pytest.mark.parametrize("name", BETWEEN)
def test_one_trait_off_is_one_objection(name: str) -> None:
    off, expected = BETWEEN[name]
    found = raised(traits_of(**off))
    assert found[name] == pytest.approx(expected)
    assert set(found) - {name} <= {"low_rise", "high_rise"}  # the rise of `GOOD` belongs to its own sweep


@pytest.mark.parametrize(("length_m", "expected"), [(0.29, 0.0), (0.345, 0.5), (0.56, 1.0)])
def test_a_straight_arm_is_a_long_lever(length_m: float, expected: float) -> None:
    """An arm of 55 cm lies far beyond the longest forearm; half-way lies 33.5 cm without its uncertainty."""
    assert raised(lever=lever_of(length_m)).get("long_lever", 0.0) == pytest.approx(expected)


def test_a_long_lever_that_explains_nothing_says_nothing() -> None:
    assert "long_lever" not in raised(lever=lever_of(0.56, r2=0.1))
    assert "long_lever" not in raised(lever=lever_of(0.56, sd_m=0.3))


def test_an_arm_that_swings_slowly_or_about_level_is_none() -> None:
    assert "arm_swing" not in raised(traits_of(bottom_deg=-30.0, top_deg=100.0))
    assert "arm_swing" not in raised(traits_of(lift_s=0.6, lower_s=0.6, bottom_deg=20.0, top_deg=140.0))


def test_a_direction_that_the_lever_does_not_know_says_nothing() -> None:
    found = raised(traits_of(bottom_deg=80.0, top_deg=200.0), lever=lever_of(sd_m=0.13))
    assert not {"never_hangs", "high_middle", "arm_swing"} & set(found)


@pytest.mark.parametrize(("rises", "expected"), [(0.5, 0.0), (0.0, 0.5), (-0.9, 1.0)])
def test_a_lift_that_lowers_the_sensor(rises: float, expected: float) -> None:
    assert raised(rises=rises).get("not_raised", 0.0) == pytest.approx(expected)


def test_a_hand_that_stays_low_or_rises_more_than_a_forearm_lifts_it() -> None:
    from_hanging_m = 0.26 * (1.0 - cos(radians(120.0)))
    chord_m = 2.0 * LEVER_M * sin(radians(60.0))
    low = traits_of(rise_m=0.5 * from_hanging_m, fall_m=0.5 * from_hanging_m)
    high = traits_of(rise_m=2.1 * chord_m, fall_m=2.1 * chord_m)
    assert raised(low) == pytest.approx(
        {"low_rise": 0.5 * 0.7}
    )  # 1.6 s down: 0.7 s below the 2.3 s that last
    assert raised(high) == pytest.approx({"high_rise": 0.5 * 0.7})


def test_a_way_down_unlike_the_way_up() -> None:
    found = raised(traits_of(rise_m=0.1, fall_m=0.6))
    assert found["unlike_way_down"] == pytest.approx(0.7)  # e^1.79 apart, and by half a metre


def test_slow_lifts_are_not_integrated() -> None:
    assert raised(traits_of(rise_m=0.01, fall_m=3.0, lift_s=2.5, lower_s=2.6)) == {}


def test_a_lone_movement_must_come_down_again_and_may_not_stay() -> None:
    assert raised(traits_of(1, whole=False))["never_lowered"] == 1.0
    assert "never_lowered" not in raised(traits_of(3, whole=False))
    assert raised(traits_of(2, held=0.6))["stays_up"] == pytest.approx(1.0)
    assert "stays_up" not in raised(traits_of(3, held=0.6))


def test_without_a_gyroscope_the_rotation_says_nothing() -> None:
    off = traits_of(coast=5.0, sweep_ratio=3.0, upright=1.0, rise_m=0.0)
    assert raised(off, gyro=False, lever=lever_of(0.6), rises=-1.0) == {}


def test_without_gravity_nobody_can_tell_which_way_is_up() -> None:
    assert raised(traits_of(upright=1.0), lever=lever_of(0.6), gravity_trusted=False) == {"untold_up": 1.0}


def test_rates_that_disagree() -> None:
    assert raised(agreement=0.885) == pytest.approx({"rates_disagree": 0.5})


@pytest.mark.parametrize("bias_mps2", [0.0, 1.3, -4.0])
@pytest.mark.parametrize("height_m", [0.45, -0.2])
def test_the_climb_of_a_raised_cosine(height_m: float, bias_mps2: float) -> None:
    """z = h (1 − cos πt/T) / 2, so z'' = h/2 (π/T)² cos πt/T; a constant error of the accelerometer cancels. What is
    left is the error of a sum in place of an integral, which falls with the step."""
    took_s = 1.5
    for cells, near in ((60, 0.05), (600, 0.005), (6000, 0.0005)):
        t = np.linspace(0.0, took_s, cells + 1)
        rising = 0.5 * height_m * (pi / took_s) ** 2 * np.cos(pi * t / took_s)
        both = np.concatenate(
            [[7.0, -3.0], rising + bias_mps2, -rising, [2.0]]
        )  # up and down, amid other movement
        ends = np.array([2, cells + 3]), np.array([cells + 3, 2 * cells + 4])
        once = running_sum(both)
        assert _climbs_m(once, running_sum(once), *ends, took_s / cells) == pytest.approx(
            [height_m, -height_m], rel=near
        )


EDGES = CurlThresholds(
    edge_objection=3.0,
    edge_margin=2.0,
    few_reps_objection=1.0,
    many_reps_objection=2.0,
    no_gyro_objection=0.5,
)


@pytest.mark.parametrize(
    ("against", "kept"),
    [
        ([0.1] * 4, slice(0, 4)),
        ([4.0, 0.1, 0.1, 4.0], slice(1, 3)),
        ([2.5, 0.1, 0.1, 0.1], slice(0, 4)),  # four reps have no median to lie above
        ([2.5, 0.1, 0.1, 0.1, 0.1], slice(1, 5)),
        ([0.1, 0.1, 9.0, 0.1, 0.1], slice(0, 5)),  # nothing is taken out of the middle
        ([4.0, 4.0], slice(0, 0)),
    ],
)
def test_set_up_movements_are_taken_off_both_ends(against: list[float], kept: slice) -> None:
    assert trim(np.array(against), EDGES) == kept


def test_each_rep_more_is_a_witness_more() -> None:
    """1 of few and 2 of many: of four reps half is of few."""
    assert [allowed(n, EDGES, has_gyro=True) for n in (1, 2, 4, 8)] == [1.0, 1.0, 1.5, 1.75]
    assert [allowed(n, EDGES, has_gyro=False) for n in (1, 4)] == [0.5, 1.0]


def test_objections_are_weighed_and_added_up() -> None:
    found = {Reason.FAST: np.array([0.5, 1.0]), Reason.NARROW: np.array([0.0, 0.25])}
    by_hand = [0.5 * LIMITS.fast, LIMITS.fast + 0.25 * LIMITS.narrow]
    assert weighed(found, LIMITS) == pytest.approx(by_hand)


def test_too_much_in_the_mean_is_no_set_and_the_words_name_the_weightiest() -> None:
    limits = replace(EDGES, fast=1.4, narrow=0.1)
    found = {Reason.FAST: np.full(2, 1.0), Reason.NARROW: np.full(2, 1.0)}
    kind = judge_kind(found, limits, has_gyro=True)
    assert (kind.kept, kind.objection) == (slice(0, 0), pytest.approx(1.5))
    assert kind.because == Because(code=Reason.FAST)
    assert judge_kind({Reason.FAST: np.full(2, 0.7)}, limits, has_gyro=True).kept == slice(0, 2)


def test_every_objection_has_its_words_and_its_weight() -> None:
    seen = set(objections(traits_of(), frame_of(), lever_of(), 1.0, has_gyro=True))
    seen |= set(objections(traits_of(), frame_of(gravity_trusted=False), lever_of(), 1.0, has_gyro=True))
    assert seen == set(OBJECTION_REASONS)
    assert all(getattr(LIMITS, name) >= 0.0 for name in OBJECTION_REASONS)
    assert set(OBJECTION_REASONS) >= WHILE_LIFTING > BEFORE_LOWERING
