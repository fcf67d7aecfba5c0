"""The warm-up: movement counts, stillness and gestures do not, and what was not recorded is not judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coaching.session_part import begin_of_set_s, session_part
from analysis.coaching.set_context import with_advice
from analysis.coaching.warmup import judge_warm_up, movement_so_far_s
from analysis.records.results import RepSet
from analysis.records.session_checks import MovementSlice, SessionPart, WarmUp
from analysis.settings.warm_up_settings import WarmUpSettings
from analysis.stream.offline import analyze
from imu.formats import read_recording
from imu.simulate import CurlSet, Idle, SimulatedRep, Still, simulate
from imu.types import Recording, SampleBlock
from tests.fixtures.both_arms import SENSOR, walked_up
from tests.fixtures.build import controlled, make_set
from tests.fixtures.shared import SHARED, needs_shared

S = WarmUpSettings()


def judged(recording: Recording) -> WarmUp:
    found = with_advice(analyze(recording), recording.notes).warmup
    assert found is not None
    return found


def parts(
    sets: Sequence[RepSet], movement: Sequence[Sequence[MovementSlice]], start_s: float = 0.0
) -> list[SessionPart]:
    """One recording in brief; none without a sensor."""
    found = session_part(sets, movement, start_s, S)
    return [] if found is None else [found]


def moved_s(*movement: Sequence[MovementSlice]) -> float:
    return movement_so_far_s(parts([], movement))


def piece(start_s: float, share: float, quick: float = 0.0, reach: float = 1.5) -> MovementSlice:
    """Five seconds that turn for a share of the time."""
    return MovementSlice(
        start_s=start_s,
        end_s=start_s + 5.0,
        recorded_s=5.0,
        turning_s=5.0 * share,
        quick_s=5.0 * quick,
        reach=reach,
    )


def minutes(*shares: float, start_s: float = 0.0) -> list[MovementSlice]:
    """Slices, one for each share."""
    return [piece(start_s + 5.0 * k, share) for k, share in enumerate(shares)]


def at(start_s: float, kg: float | None = 10.0, side: str | None = None) -> RepSet:
    made = make_set([controlled(i) for i in range(8)], start_s, advice=None, weight_kg=kg)
    return replace(made, side=side)


def test_a_walk_and_a_ramp_up_set_are_enough() -> None:
    """200 s of walking, then six reps of 7.5 kg (25 s) before 12.5 kg."""
    found = judged(walked_up(200.0, 7.5, 12.5))
    assert found.verdict == "enough"
    assert found.ramp_up_sets == 1
    assert found.movement_s == pytest.approx(225.0, abs=12.0)


@pytest.mark.parametrize("rest", [Still(240.0), Idle(240.0)], ids=["still", "standing about"])
def test_a_resting_hand_is_no_warm_up(rest: Still | Idle) -> None:
    made = simulate(
        (rest, CurlSet(reps=(SimulatedRep(),) * 6, weight_kg=10.0), Still(12.0)), sensor=SENSOR, seed=3
    )
    found = judged(made.recording)
    assert found.verdict == "short"
    assert found.movement_s <= 12.0
    assert found.after_s == pytest.approx(240.0, abs=5.0)


def test_a_recording_that_begins_with_the_set_is_unknown() -> None:
    found = judged(walked_up(0.0, 10.0))
    assert (found.verdict, found.ramp_up_sets) == ("unknown", 0)


def test_a_recording_that_begins_with_the_ramp_up_set_is_unknown_too() -> None:
    """The working set comes a minute later, but nobody knows what came before the first one."""
    assert judge_warm_up(parts([at(3.0, 5.0), at(70.0)], [minutes(*[0.0] * 30)], 0.0)) is not None
    found = judge_warm_up(parts([at(3.0, 5.0), at(70.0)], [minutes(*[0.0] * 30)], 0.0))
    assert found is not None
    assert (found.verdict, found.ramp_up_sets, found.first_working_set_s) == ("unknown", 1, 70.0)


def test_the_first_working_set_after_40_s_is_short() -> None:
    found = judge_warm_up(parts([at(40.0)], [minutes(*[1.0] * 4, *[0.0] * 30)], 0.0))
    assert found is not None
    assert (found.verdict, found.movement_s, found.after_s) == ("short", 20.0, 40.0)


def test_what_was_not_recorded_could_have_been_movement() -> None:
    """Four minutes before the set, of which the middle three are missing."""
    slices = [*minutes(*[0.0] * 6), *minutes(*[0.0] * 12, start_s=210.0)]
    found = judge_warm_up(parts([at(240.0)], [slices], 0.0))
    assert found is not None
    assert found.verdict == "unknown"
    assert found.recorded_s == 60.0


def test_a_gesture_is_no_movement_and_a_quarter_of_a_minute_is() -> None:
    assert moved_s(minutes(1, 1, 0, 1, 1, 0)) == 0.0
    assert moved_s(minutes(0, 1, 1, 1, 0)) == 15.0
    assert moved_s([piece(5.0 * k, 0.59, reach=0.9) for k in range(10)]) == 0.0


def test_slow_wide_work_with_pauses_is_movement() -> None:
    """A stretch every five seconds: it turns for one of them, but by more than 60°."""
    assert moved_s([piece(5.0 * k, 0.2, reach=1.1) for k in range(6)]) == 30.0
    assert moved_s([piece(5.0 * k, 0.2, reach=0.9) for k in range(6)]) == 0.0


def test_turning_that_gets_nowhere_is_fidgeting_unless_it_is_quick() -> None:
    assert moved_s([piece(5.0 * k, 1.0, reach=0.4) for k in range(6)]) == 0.0
    assert moved_s([piece(5.0 * k, 1.0, quick=0.3, reach=0.4) for k in range(6)]) == 30.0


def test_movement_on_either_side_of_a_hole_is_two_movements() -> None:
    slices = [*minutes(1, 1), *minutes(1, 1, start_s=60.0)]
    assert moved_s(slices) == 0.0


def test_movement_of_one_arm_is_movement() -> None:
    left, right = minutes(1, 1, 1, 0, 0, 0), minutes(0, 0, 0, 1, 1, 1)
    assert moved_s(left, right) == 30.0
    assert moved_s(left, left) == 15.0


def test_slow_and_wide_is_mobility_and_brisk_is_activation() -> None:
    slices = [piece(0, 1), piece(5, 1), piece(10, 1, quick=0.6), piece(15, 1, reach=0.7)]
    found = judge_warm_up(parts([], [slices], 0.0))
    assert found is not None
    assert (found.mobility_s, found.activation_s, found.movement_s) == (10.0, 5.0, 20.0)


def test_movement_of_long_ago_no_longer_counts() -> None:
    """Five minutes of movement, then twenty of sitting, then the set."""
    found = judge_warm_up(parts([at(1500.0)], [minutes(*[1.0] * 60, *[0.0] * 240)], 0.0))
    assert found is not None
    assert (found.verdict, found.movement_s, found.recorded_s) == ("short", 0.0, 900.0)


@pytest.mark.parametrize(
    ("weights", "ramp_up", "working"),
    [
        ([5.0, 10.0, 12.5, 12.5], 2, 260.0),
        ([10.5, 12.5], 0, 60.0),
        ([12.5, 10.0, 7.5], 0, 60.0),
        ([7.5, 12.5, 7.5, 12.5], 1, 160.0),
        ([None], 0, 60.0),
        ([None, 12.5], None, None),
    ],
    ids=["ramp", "a small step", "drop sets", "only before it", "the only set", "a weight is not known"],
)  # fmt: skip
def test_ramp_up_sets_are_clearly_lighter_and_come_first(
    weights: list[float | None], ramp_up: int | None, working: float | None
) -> None:
    sets = [at(60.0 + 100.0 * k, kg) for k, kg in enumerate(weights)]
    found = judge_warm_up(parts(sets, [minutes(*[0.0] * 120)]))
    assert found is not None
    assert (found.ramp_up_sets, found.first_working_set_s) == (ramp_up, working)
    assert found.verdict == ("unknown" if ramp_up is None else "short")


def test_without_weights_enough_movement_is_still_enough() -> None:
    """Whichever set is the first working one, it comes after the movement."""
    found = judge_warm_up(parts([at(300.0, None), at(400.0, None)], [minutes(*[1.0] * 60)], 0.0))
    assert found is not None
    assert (found.verdict, found.ramp_up_sets) == ("enough", None)


def test_both_arms_do_one_ramp_up_set() -> None:
    sets = [at(60.0, 5.0, "left"), at(100.0, 5.0, "right"), at(150.0, 10.0, "left"), at(190.0, 10.0, "right")]
    found = judge_warm_up(parts(sets, [minutes(*[0.0] * 60)]))
    assert found is not None
    assert (found.ramp_up_sets, found.first_working_set_s) == (1, 150.0)


def test_a_session_of_two_recordings_is_judged_as_one() -> None:
    """The warm-up is in an earlier recording: its slices lie before the start of this one."""
    earlier, here = minutes(*[1.0] * 48, start_s=-300.0), minutes(*[0.0] * 4)
    alone = judge_warm_up(parts([at(5.0)], [here], 0.0))
    both = judge_warm_up(parts([at(5.0)], [[*earlier, *here]], -300.0))
    assert alone is not None
    assert both is not None
    assert (alone.verdict, both.verdict, both.movement_s) == ("unknown", "enough", 240.0)


def test_a_first_lift_that_holds_the_walk_before_it_begins_later() -> None:
    """Reps that lift for 1.6 to 1.7 s; the first is said to begin 70 s before its top."""
    one = at(100.0)
    first = replace(one.reps[0], start_s=one.reps[0].top_s - 70.0)
    long = replace(one, start_s=first.start_s, reps=(first, *one.reps[1:]))
    assert begin_of_set_s(one) == 100.0
    assert begin_of_set_s(long) == pytest.approx(first.top_s - 2.0 * 1.64, abs=0.1)
    assert begin_of_set_s(replace(one, reps=())) == 100.0


def test_a_walk_right_up_to_the_weight_is_all_movement() -> None:
    """200 s of walking and 3 s of standing before the only set."""
    found = judged(walked_up(200.0, 10.0))
    assert (found.verdict, found.ramp_up_sets) == ("enough", 0)
    assert found.after_s == pytest.approx(204.0, abs=3.0)


def test_without_sensor_or_set_nothing_is_claimed() -> None:
    assert judge_warm_up(parts([at(60.0)], [], 0.0)) is None
    found = judge_warm_up(parts([], [minutes(*[1.0] * 60)], 0.0))
    assert found is not None
    assert (found.verdict, found.movement_s, found.first_working_set_s) == ("unknown", 300.0, None)


@given(st.lists(st.sampled_from([0.0, 0.3, 0.6, 1.0]), min_size=1, max_size=60), st.floats(0.0, 300.0))
def test_more_turning_is_never_less_movement(shares: Sequence[float], set_s: float) -> None:
    less = judge_warm_up(parts([at(set_s)], [minutes(*shares)], 0.0))
    more = judge_warm_up(parts([at(set_s)], [minutes(*(min(1.0, s + 0.3) for s in shares))], 0.0))
    assert less is not None
    assert more is not None
    assert less.movement_s <= more.movement_s + 1e-9
    assert more.movement_s <= more.recorded_s + 1e-9
    assert more.mobility_s + more.activation_s <= more.movement_s + 1e-9


def test_a_gap_in_the_samples_makes_the_warm_up_unknown() -> None:
    """Four minutes of standing before the set, of which 200 s of samples were lost."""
    made = simulate(
        (Still(240.0), CurlSet(reps=(SimulatedRep(),) * 6, weight_kg=10.0), Still(12.0)),
        sensor=SENSOR,
        seed=3,
    ).recording
    (block,) = made.sensors
    kept = (block.time_s < 35.0) | (block.time_s > 235.0)
    gyr = None if block.gyr_radps is None else block.gyr_radps[kept]
    cut = SampleBlock(sensor="wrist", time_s=block.time_s[kept], acc_mps2=block.acc_mps2[kept], gyr_radps=gyr)
    assert judged(replace(made, sensors=(cut,))).verdict == "unknown"


@needs_shared
@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("wisdm6/walking_*", 0.9, 1.0),
        ("wisdm6/sitting_*", 0.0, 0.1),
        ("hmp/Eat_meat*", 0.0, 0.1),
        ("hmp/Use_telephone*", 0.0, 0.1),
    ],
)
def test_real_walking_is_movement_and_eating_is_not(name: str, least: float, most: float) -> None:
    moving_s = recorded_s = 0.0
    for path in sorted((SHARED / "data" / "curls").glob(name)):
        found = analyze(read_recording(str(path)))
        moving_s += moved_s(*found.movement)
        recorded_s += sum(one.recorded_s for one in found.movement[0])
    assert recorded_s > 60.0
    assert least <= moving_s / recorded_s <= most
