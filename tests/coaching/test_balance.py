"""Both sides: known differences are found within two points, and what cannot be compared is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import pytest

from analysis.coaching.balance import balance_of
from analysis.coaching.set_context import with_advice
from analysis.output.balance_words import balance_words, side_advice, unilateral_words
from analysis.output.data_sentences import quality_text
from analysis.records.results import RepSet, SessionResult
from analysis.records.session_checks import Balance
from analysis.stream.offline import analyze
from analysis.vocabulary import Reason
from imu.formats import read_recording
from imu.formats.joined_recordings import join_recordings
from imu.simulate import SimulatedRep
from imu.types import Recording
from imu.units import NBSP
from tests.fixtures.both_arms import one_wrist, pair, reps_of
from tests.fixtures.build import Plan, controlled, fast, make_set, session, swing, unsure
from tests.fixtures.shared import SHARED, needs_shared

PLAIN = SimulatedRep(lift_s=1.6, lower_s=2.0, top_deg=130.0)
PERIOD_S = PLAIN.lift_s + PLAIN.lower_s + PLAIN.pause_top_s + PLAIN.pause_bottom_s
SLOWER = replace(PLAIN, lift_s=1.8, lower_s=1.8)
SHORTER = replace(PLAIN, top_deg=115.0)


def result_of(recording: Recording) -> SessionResult:
    return with_advice(analyze(recording), recording.notes)


def compared(recording: Recording) -> Balance:
    found = result_of(recording).balance
    assert found is not None
    return found


def percent(left: Sequence[float], right: Sequence[float]) -> float:
    """The index of the plans: that of the middle one of the ratios of every right rep to every left one."""
    ratio = median(b / a for a in left for b in right)
    return 200.0 * abs(ratio - 1.0) / (ratio + 1.0)


def planned(left: Sequence[SimulatedRep], right: Sequence[SimulatedRep]) -> dict[str, float]:
    """The index of lift time, range and peak speed; a minimum-jerk lift peaks at 15/8 of its mean speed."""

    def figures(reps: Sequence[SimulatedRep]) -> tuple[list[float], list[float], list[float]]:
        rom = [one.top_deg - one.bottom_deg for one in reps]
        lift = [one.lift_s for one in reps]
        return rom, lift, [1.875 * a / b for a, b in zip(rom, lift, strict=True)]

    names = ("rom_deg", "lift_s", "peak_speed_dps")
    return {name: percent(a, b) for name, a, b in zip(names, figures(left), figures(right), strict=True)}


@pytest.mark.parametrize("seed", range(1, 11, 2))
@pytest.mark.parametrize("other", [PLAIN, SLOWER, SHORTER], ids=["alike", "slower", "shorter"])
@pytest.mark.parametrize(
    ("how", "later_s", "many"),
    [("together", 0.0, 10), ("alternating", PERIOD_S / 2, 10), ("one_after_other", 12 * PERIOD_S, 0)],
)
def test_known_differences_are_found_within_two_points(
    seed: int, other: SimulatedRep, how: str, later_s: float, many: int
) -> None:
    left, right = reps_of(other, 10, seed), reps_of(PLAIN, 10, seed + 1)
    found = compared(pair(left, right, right_before_s=3.0 + later_s))
    assert (found.how, found.pairs, found.weight_kg) == (how, many, 10.0)
    for name, true in planned(left, right).items():
        assert found.index[name].value == pytest.approx(true, abs=2.0), name


def test_one_sensor_with_sides_noted_compares_as_well() -> None:
    left, right = reps_of(SHORTER, 8, 3), reps_of(PLAIN, 8, 4)
    found = compared(one_wrist(("left", left, 10.0), ("right", right, 10.0)))
    assert (found.how, found.weaker, found.unilateral) == ("one_after_other", "left", True)
    assert found.index["rom_deg"].value == pytest.approx(planned(left, right)["rom_deg"], abs=2.0)


def test_exchanged_sides_give_the_exchanged_result() -> None:
    """Nobody can know that the sensors were swapped; nothing but the names may differ then."""
    one = pair(reps_of(SHORTER, 8, 1), reps_of(PLAIN, 8, 2))
    names = {"wrist_left": "wrist_right", "wrist_right": "wrist_left"}
    other = replace(one, sensors=tuple(replace(b, sensor=names[b.sensor]) for b in one.sensors))
    a, b = compared(one), compared(other)
    assert (a.left, a.right) == (b.right, b.left)
    assert (a.weaker, b.weaker) == ("left", "right")
    for name, index in a.index.items():
        assert b.index[name].value == pytest.approx(index.value)
        assert {index.lower_side, b.index[name].lower_side} == {"left", "right"}


def test_clocks_an_hour_apart_are_said_and_nothing_is_lost() -> None:
    """Two files of one set, joined by what they say of their start."""
    whole = pair(reps_of(SHORTER, 8, 1), reps_of(PLAIN, 8, 2))
    left, right = (
        replace(whole, sensors=(block,), started_at=f"2026-05-14T{hour}:00:00+00:00")
        for block, hour in zip(whole.sensors, ("10", "11"), strict=True)
    )
    result = result_of(join_recordings("both", [left, right]))
    found = result.balance
    assert found is not None
    assert [len(one.reps) for one in result.sets] == [8, 8]
    assert (found.how, found.pairs) == ("one_after_other", 0)
    end_s = float(whole.sensors[0].time_s[-1])
    assert found.apart_s == pytest.approx(3600.0 - end_s)
    (note,) = (one for one in result.quality if one.code == Reason.SIDES_APART)
    assert quality_text(note).startswith(
        "The sensors of left and right never recorded at the same time: 59 min"
    )
    assert found.index["rom_deg"].value == pytest.approx(compared(whole).index["rom_deg"].value, abs=0.5)


def arm(side: str, plans: Sequence[Plan], start_s: float, kg: float | None = 10.0) -> RepSet:
    made = make_set(plans, start_s, sensor=f"wrist_{side}", advice=None, weight_kg=kg)
    return replace(made, side=side)


def of(*sets: RepSet) -> Balance:
    found = balance_of(sets)
    assert found is not None
    return found


def test_the_side_that_swings_first_is_the_weaker_one() -> None:
    left = [controlled(i) for i in range(8)] + [swing(i) for i in range(2)]
    right = [controlled(i) for i in range(5)] + [swing(i) for i in range(5)]
    found = of(arm("left", left, 5.0), arm("right", right, 5.0))
    assert (found.left and found.left.swings_from, found.right and found.right.swings_from) == (9, 6)
    assert found.weaker == "right"
    assert balance_words(found) == "Right swings from rep 6, left from rep 9."
    assert side_advice(found) == "Start with the right arm next time, and let the left arm do as many reps."


def test_of_one_side_that_swings_the_other_is_said_not_to() -> None:
    found = of(arm("left", [controlled()] * 5 + [swing()] * 4, 5.0), arm("right", [controlled()] * 9, 60.0))
    assert balance_words(found) == "Left swings from rep 6, right does not."
    alike = of(*(arm(side, [controlled()] * 5 + [swing()] * 4, 5.0) for side in ("left", "right")))
    assert balance_words(alike) == "Both swing from rep 6; both sides alike."


def test_one_rep_later_is_no_difference() -> None:
    left = [controlled(i) for i in range(6)] + [swing(i) for i in range(4)]
    right = [controlled(i) for i in range(5)] + [swing(i) for i in range(5)]
    assert of(arm("left", left, 5.0), arm("right", right, 5.0)).weaker is None


def test_a_side_that_stopped_early_might_have_swung_as_well() -> None:
    """The left arm swings from rep 6; the right one stopped at 6, controlled."""
    left = [controlled(i) for i in range(5)] + [swing(i) for i in range(4)]
    right = [controlled(i) for i in range(6)]
    assert of(arm("left", left, 5.0), arm("right", right, 60.0)).weaker is None
    longer = [controlled(i) for i in range(9)]
    assert of(arm("left", left, 5.0), arm("right", longer, 60.0)).weaker == "left"


def test_a_slower_or_faster_side_is_not_called_weaker_and_speed_is_no_swing() -> None:
    found = of(arm("left", [controlled(0)] * 8, 5.0), arm("right", [fast(0)] * 8, 60.0))
    assert found.index["peak_speed_dps"].low > 10.0
    assert found.weaker is None
    assert found.right is not None
    assert (found.right.flagged, found.right.swings_from) == (8, None)


@pytest.mark.parametrize(
    ("sets", "why", "says"),
    [
        ((arm("right", [controlled()] * 8, 5.0),), "one_side", "Only the right arm is in this recording."),
        (
            (arm("left", [controlled()] * 8, 5.0, 10.0), arm("right", [controlled()] * 8, 60.0, 12.5)),
            "weights",
            "Left and right lifted no weight in common, so they are not compared.",
        ),
        (
            (arm("left", [controlled()] * 8, 5.0, None), arm("right", [controlled()] * 8, 60.0, 12.5)),
            "weights",
            "Left and right lifted no weight in common, so they are not compared.",
        ),
        (
            (arm("left", [controlled()] * 2 + [unsure()] * 5, 5.0), arm("right", [controlled()] * 8, 60.0)),
            "few_reps",
            "Too few judged reps of one arm to compare both.",
        ),
    ],
    ids=["one side", "other weights", "a weight is not known", "few reps"],
)
def test_what_cannot_be_compared_is_not(sets: tuple[RepSet, ...], why: str, says: str) -> None:
    found = of(*sets)
    assert (found.not_compared, dict(found.index), found.weaker) == (why, {}, None)
    assert balance_words(found) == says


def test_sets_at_one_weight_are_compared_and_others_left_out() -> None:
    """Of two weights that both lifted, that with most reps; the ramp-up set of one arm does not blur it."""
    sets = [
        arm("left", [controlled()] * 4, 5.0, 5.0),
        arm("left", [controlled(i) for i in range(8)], 60.0),
        arm("right", [controlled()] * 4, 120.0, 5.0),
        arm("right", [controlled(i) for i in range(8)], 180.0),
    ]
    found = of(*sets)
    assert found.left is not None
    assert (found.weight_kg, found.left.sets, found.left.reps) == (10.0, 1, 8)


def test_weights_that_nobody_noted_are_said_to_be_taken_as_equal() -> None:
    found = of(arm("left", [controlled()] * 8, 5.0, None), arm("right", [controlled()] * 8, 60.0, None))
    assert found.weight_kg is None
    assert balance_words(found) == "Both sides alike; weights not noted, taken as equal."


def test_without_a_side_there_is_nothing_to_say() -> None:
    assert balance_of([replace(arm("left", [controlled()] * 8, 5.0), side=None)]) is None
    assert with_advice(session(make_set([controlled()])), ()).balance is None


def test_words_tell_a_difference_from_the_spread_of_the_reps() -> None:
    """Ranges 92 % as long, first with reps that hardly vary, then with reps that vary by 20 %."""
    steady = [Plan(rom_deg=125.0), Plan(rom_deg=126.0), Plan(rom_deg=124.0)] * 3
    less = [replace(one, rom_deg=0.92 * one.rom_deg, lift_s=0.92 * one.lift_s) for one in steady]
    found = of(arm("left", less, 5.0), arm("right", steady, 60.0))
    assert f"left 8{NBSP}% less range, more than your reps vary by" in balance_words(found).replace(
        "Left", "left"
    )
    wild = [
        replace(one, rom_deg=k * one.rom_deg, lift_s=k * one.lift_s)
        for one, k in zip(steady, (0.8, 1, 1.2) * 3, strict=True)
    ]
    slower = [replace(one, rom_deg=0.92 * one.rom_deg, lift_s=0.92 * one.lift_s, lower_s=1.9) for one in wild]
    found = of(arm("left", slower, 5.0), arm("right", wild, 60.0))
    assert balance_words(found).endswith("within what your reps vary by.")


def test_ten_and_fifteen_per_cent_are_called_convention() -> None:
    plain = [Plan(rom_deg=125.0)] * 6
    less = [replace(one, rom_deg=100.0) for one in plain]
    said = balance_words(of(arm("left", plain, 5.0), arm("right", less, 60.0)))
    assert said.endswith(f"10 and 15{NBSP}% are convention, not a proven limit.")


def test_unilateral_work_is_told_as_far_as_it_is_known() -> None:
    plans = [controlled()] * 8
    together = of(arm("left", plans, 5.0), arm("right", plans, 5.0))
    apart = of(arm("left", plans, 5.0), arm("right", plans, 60.0))
    alone = of(arm("left", plans, 5.0))
    assert (together.unilateral, apart.unilateral, alone.unilateral) == (False, True, None)
    assert "one or two" in (unilateral_words(apart) or "")
    assert unilateral_words(alone) is None


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize("name", ["20260102_103007_both.csv", "20260103_230629_both.csv"])
def test_a_hundred_real_reps_of_both_wrists_pair_up(name: str) -> None:
    found = compared(read_recording(str(SHARED / "data" / "curls" / "gymbud" / name)))
    assert found.left is not None
    assert found.right is not None
    assert (found.how, found.left.reps, found.right.reps) == ("together", 100, 100)
    assert found.pairs >= 98
