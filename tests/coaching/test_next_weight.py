"""The weight of the next session: what it is, what it never is, and when there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coaching.next_weight import NextWeight, next_weights
from analysis.coaching.weights import Rack, WeightError, parse_rack
from analysis.records.past_sessions import PastSet
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Reason
from tests.fixtures.past_sets import past_set

RACK = parse_rack("2.5:40:2.5kg")
TODAY = datetime(2026, 5, 14, 18, 0, tzinfo=UTC)
LOGS = st.lists(
    st.builds(
        past_set,
        st.text("CWFHU", min_size=1, max_size=12),
        st.sampled_from([5.0, 7.5, 10.0, 12.5, 15.0, 20.0]),
        st.integers(1, 5),
    ),
    max_size=8,
)
USUAL = [past_set("CCCCCCCC", 10.0, 1), past_set("CCCCCCCC", 12.5, 2), past_set("CCWWWWWW", 15.0, 3)]


def found(*sets: PastSet, rack: Rack | None = RACK, **more: object) -> NextWeight:
    (one,) = next_weights(sets, rack=rack, **more)  # type: ignore[arg-type]
    return one


def test_between_a_weight_that_is_controlled_and_one_that_is_not() -> None:
    one = found(*USUAL)
    assert one.weight_kg in {10.0, 12.5}
    assert one.chance is not None
    assert one.chance >= 0.8
    assert one.limit_kg is not None
    assert 9.0 < one.limit_kg[0] < one.limit_kg[1] < 15.0
    assert one.because is None


def test_two_controlled_sets_keep_their_weight() -> None:
    """Both latest sets with 12.5 kg reached the target with every rep controlled."""
    twice = [*USUAL[:2], past_set("CCCCCCCC", 12.5, 3), past_set("WWWWWWWW", 15.0, 4)]
    assert found(*twice).weight_kg == 12.5
    spoilt = [*twice, past_set("CCCWWWWW", 12.5, 5), past_set("CWWWWWWW", 12.5, 6)]
    assert found(*spoilt).weight_kg == 10.0
    assert found(*twice, target_reps=9).weight_kg == 10.0


def test_the_more_reps_the_lighter() -> None:
    weights = [found(*USUAL, target_reps=reps).weight_kg or 0.0 for reps in (3, 8, 15, 25)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1]


@settings(deadline=None)
@given(LOGS, st.none() | st.integers(1, 20))
def test_whatever_was_lifted(log: list[PastSet], target: int | None) -> None:
    one = found(*log, target_reps=target)
    assert (one.weight_kg is None) == (one.because is not None)
    assert sum(tried.telling for tried in one.tried) == sum(
        letter == "controlled" or (letter == "momentum" and k not in s.fast)
        for s in log
        for k, letter in enumerate(s.verdicts, start=1)
    )
    if one.weight_kg is None:
        return
    assert one.weight_kg in RACK.values
    heaviest = max(tried.weight_kg for tried in one.tried)
    assert one.weight_kg <= min(w for w in RACK.values if w > heaviest)
    assert [c.chance for c in one.chances] == sorted((c.chance for c in one.chances), reverse=True)


@settings(deadline=None)
@given(st.lists(st.sampled_from([8.0, 10.0, 12.0, 14.0]), min_size=2, max_size=6, unique=False), st.data())
def test_one_more_swung_rep_never_makes_it_heavier(weights: list[float], data: st.DataObject) -> None:
    letters = [data.draw(st.text("CW", min_size=8, max_size=8)) for _ in weights]
    k = data.draw(st.integers(0, len(weights) - 1))
    calm = [n for n, letter in enumerate(letters[k]) if letter == "C"]
    if not calm:
        return
    at = data.draw(st.sampled_from(calm))
    worse = [*letters]
    worse[k] = f"{letters[k][:at]}W{letters[k][at + 1 :]}"
    before, after = (
        found(*(past_set(text, kg, 1) for text, kg in zip(told, weights, strict=True)), target_reps=8)
        for told in (letters, worse)
    )
    if before.limit_kg is not None and after.limit_kg is not None:
        assert (after.weight_kg or 0.0) <= (before.weight_kg or 99.0)


def test_left_and_right_apart() -> None:
    log = [replace(one, side=side) for one in USUAL for side in ("right", "left")]
    log += [past_set("CCCCCCCC", 15.0, 4, side="left"), past_set("CCCCCCCC", 15.0, 5, side="left")]
    left, right = next_weights(log, rack=RACK)
    assert (left.side, right.side) == ("left", "right")
    assert (left.weight_kg or 0.0) > (right.weight_kg or 99.0)
    assert replace(right, side=None) == found(*USUAL)


def test_pounds_are_written_and_chosen_as_pounds() -> None:
    one = found(past_set("CCCCCCCC", 25.0, 1, unit="lb"), past_set("CWWWWWWW", 35.0, 2, unit="lb"), rack=None)
    assert one.unit == "lb"
    assert one.weight_kg == pytest.approx(25 * 0.45359237)


def test_fast_half_and_unjudged_reps_say_nothing_of_the_weight() -> None:
    """Fast reps with a still elbow are a matter of pace."""
    fast = past_set("CCCCFFFF", 15.0, 3)
    swung = past_set("CCCCWWWW", 15.0, 3)
    assert (found(*USUAL[:2], fast).limit_kg or (0.0, 0.0))[0] > (
        found(*USUAL[:2], swung).limit_kg or (99.0,)
    )[0]
    plain = found(*USUAL[:2], past_set("CCCC", 15.0, 3))
    for letters in ("CCCCFFFF", "CCCCHHHH", "CCCCUUUU"):
        assert found(*USUAL[:2], past_set(letters, 15.0, 3)).limit_kg == plain.limit_kg


def test_the_target_is_what_was_wanted_last_or_usually_done() -> None:
    asked = [past_set("CCCCCCCC", 10.0, 1, target=12), past_set("CCCCCC", 12.5, 2, target=6)]
    assert found(*asked).target_reps == 6
    assert found(*asked, target_reps=9).target_reps == 9
    assert not found(*asked).target_assumed


@pytest.mark.parametrize(
    ("sets", "target"),
    [
        (("CCCCCCCCCC", "CCCCCCCCC", "CCC"), 9),
        (("C" * 100,), 12),
        (("CCCW", "CCWW", "CCCC"), 8),
        (("W" * 20, "C" * 10 + "W" * 10, "C" * 11), 10),
    ],
)
def test_without_a_target_the_usual_controlled_reps_are_taken_within_a_common_range(
    sets: tuple[str, ...], target: int
) -> None:
    """The middle of the controlled reps, never below 8 and never above 12."""
    one = found(*(past_set(text, 10.0, k, target=None) for k, text in enumerate(sets)))
    assert (one.target_reps, one.target_assumed) == (target, True)


def test_a_logged_set_that_nobody_judged_counts_all_its_reps_and_a_warm_up_none() -> None:
    logged = replace(past_set("", 10.0, 1, target=None), reps=11)
    light = replace(past_set("CCCCCCCC", 5.0, 1, target=None), warm_up=True)
    assert found(light, logged).target_reps == 11
    assert found().target_reps is None
    assert not found().target_assumed


def test_only_the_latest_sessions_are_looked_at() -> None:
    old = [past_set("WWWWWWWW", 10.0, n) for n in range(100, 110)]
    few = AdviceSettings(next_sessions=3)
    assert found(*old, *USUAL, settings=few) == found(*USUAL, settings=few)


def test_time_orders_the_sets_where_every_set_has_one() -> None:
    timed = [replace(one, started_at=TODAY - timedelta(days=9 - 3 * k)) for k, one in enumerate(USUAL)]
    assert found(*reversed(timed)) == found(*timed)


@pytest.mark.parametrize(
    ("sets", "code"),
    [
        ([], Reason.NO_EARLIER_SETS),
        ([past_set("CCCCCCCC", None), past_set("CCCCCCCC", None)], Reason.NO_EARLIER_SETS),
        ([past_set("", 10.0)], Reason.TOO_FEW_REPS),
        ([past_set("CCCC", 10.0), past_set("CCCW", 12.5)], Reason.TOO_FEW_REPS),
        ([past_set("FFFFFFFF", 10.0), past_set("HHHHUUUU", 12.5)], Reason.TOO_FEW_REPS),
        ([past_set("CCCCCCCC", 10.0), past_set("CCCCWWWW", 10.0, 2)], Reason.ONE_WEIGHT),
        ([past_set("CCCCCCCC", 27.5, unit="lb"), past_set("CCCCCCCC", 12.47, 2)], Reason.ONE_WEIGHT),
        ([past_set("WWWWWWWW", 2.5), past_set("WWWWWWWW", 3.0, 2)], Reason.NOTHING_LIGHT_ENOUGH),
    ],
)
def test_it_abstains_with_a_reason(sets: list[PastSet], code: Reason) -> None:
    one = found(*sets)
    assert one.weight_kg is None
    assert one.because is not None
    assert one.because.code == code


def test_after_a_long_pause_the_old_sets_are_not_believed() -> None:
    log = [replace(one, started_at=TODAY) for one in USUAL]
    assert found(*log, now=TODAY + timedelta(days=89)).because is None
    late = found(*log, now=TODAY + timedelta(days=120)).because
    assert late is not None
    assert (late.code, late.values) == (Reason.LONG_AGO, {"days": 120})
    assert found(*log).because is None


@pytest.mark.parametrize("weight", [0.0, 900.0, -5.0])
def test_a_weight_that_cannot_be_meant_is_left_out_and_counted(weight: float) -> None:
    one = found(*USUAL, past_set("CCCCCCCC", weight, 4))
    assert one.left_out == 1
    assert replace(one, left_out=0) == found(*USUAL)


def test_a_set_whose_measurement_is_doubtful_is_left_out_and_counted() -> None:
    one = found(*USUAL, replace(past_set("WWWWWWWW", 10.0, 4), doubtful=True))
    assert one.doubtful == 1
    assert replace(one, doubtful=0) == found(*USUAL)


@pytest.mark.parametrize(
    "values", [(), (10.0, 5.0), (5.0, 5.0), (0.0, 5.0), (5.0, 900.0), (float("nan"), 5.0)]
)
def test_a_rack_that_is_empty_unsorted_or_impossible_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(
        WeightError, match="a rack must hold weights of more than 0 and at most 500, ascending"
    ):
        Rack(values=values, unit="kg")
