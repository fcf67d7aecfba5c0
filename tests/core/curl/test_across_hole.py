"""Reps that a hole cuts: counted once, not judged, whatever moment the readings stop and come back at."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from analysis.output.data_sentences import quality_text
from imu.simulate import SensorModel, SimulatedRep, curls, simulate
from tests.fixtures.analyses import result_of
from tests.fixtures.spoiled import frozen, without

REPS, LIFT_S, LOWER_S = 6, 1.3, 1.6
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.08, gyr_noise_radps=0.02)


@lru_cache(maxsize=1)
def performed():
    done = simulate(curls([SimulatedRep(lift_s=LIFT_S, lower_s=LOWER_S)] * REPS), sensor=SENSOR, seed=3)
    return done.recording.sensors[0], done.truth.arms[0].reps


def sets_with_hole(start_s, end_s, *, how=without):
    return result_of(how(performed()[0], start_s, end_s)).sets


def seen(reps, start_s, end_s):
    """Least and largest number of reps that can be known: clearly seen in part, and not hidden as a whole."""
    sure = possible = 0
    for rep in reps:
        hidden = start_s <= rep.start_s and end_s >= rep.end_s
        begun = start_s >= rep.start_s + 0.4 * LIFT_S
        lowered = end_s <= rep.lower_start_s + 0.05 * LOWER_S
        sure += begun or lowered
        possible += not hidden
    return sure, possible


@pytest.mark.parametrize("lasted_s", [1.2, 2.0, 3.0, 5.0])
def test_a_rep_that_was_seen_in_part_is_counted_once(lasted_s):
    """Holes begin in every phase of the third and fourth rep: two reps and more stand on either side."""
    _, reps = performed()
    for start_s in np.arange(reps[2].start_s, reps[3].start_s, 0.25):
        least, most = seen(reps, start_s, start_s + lasted_s)
        counted = sum(len(one.reps) for one in sets_with_hole(start_s, start_s + lasted_s))
        assert least <= counted <= most, (
            f"hole from {start_s - reps[2].start_s:.2f} s after the third rep began"
        )


def cut(sets):
    """The reps of all sets that are not judged, each with the reasons."""
    return [rep for one in sets for rep in one.reps if rep.verdict == "uncertain"]


def test_a_lift_just_begun_is_a_rep_without_figures():
    _, reps = performed()
    begun_s = reps[3].start_s + 0.4 * LIFT_S
    (one,) = sets_with_hole(begun_s, begun_s + 3.0, how=frozen)
    assert len(one.reps) == 6
    last = one.reps[3]
    assert [why.code for why in last.reasons] == ["frozen"]
    assert [last.rom_deg, last.lift_s, last.lower_s, last.carry, last.momentum] == [None] * 5


def test_a_lowering_seen_in_full_was_a_rep():
    """The hole hides the fourth lift from before its start to its top: what is known is how it was lowered."""
    _, reps = performed()
    (one,) = sets_with_hole(reps[3].start_s - 0.3, reps[3].top_s)
    first = one.reps[3]
    assert len(one.reps) == 6
    assert (first.verdict, first.rom_deg, first.lift_s) == ("uncertain", None, None)
    assert first.lower_s == pytest.approx(LOWER_S, abs=0.25)


def test_a_hole_within_one_lift_is_one_rep():
    """Both halves are longer than the least sweep of a rep: it was counted twice."""
    slow = [SimulatedRep(lift_s=3.6, lower_s=LOWER_S)] * REPS
    done = simulate(curls(slow), sensor=SENSOR, seed=3)
    rep = done.truth.arms[0].reps[3]
    middle_s = 0.5 * (rep.start_s + rep.top_s)
    sets = result_of(without(done.recording.sensors[0], middle_s - 0.6, middle_s + 0.6)).sets
    assert sum(len(one.reps) for one in sets) == REPS
    assert len(cut(sets)) == 1


def test_a_hole_in_the_rest_between_two_sets_adds_none():
    _, reps = performed()
    rest_s = reps[-1].end_s
    block = performed()[0]
    again = result_of(without(block, rest_s + 0.2, rest_s + 1.8))
    assert [len(one.reps) for one in again.sets] == [REPS]
    assert cut(again.sets) == []


def test_that_the_set_was_cut_is_said():
    """A gyroscope that stops in a set parts it: what comes after is seen by the accelerometer alone."""
    block, reps = performed()
    gone = np.array(block.gyr_radps)
    gone[block.time_s > reps[2].end_s + 0.2] = np.nan
    found = result_of(replace(block, gyr_radps=gone))
    (note,) = [q for q in found.quality if q.code == "set_cut"]
    assert (
        quality_text(note)
        == "Set 1 was cut where the signal was lost, and goes on as set 2: each part has its own advice."
    )
    assert [q for q in result_of(block).quality if q.code == "set_cut"] == []
