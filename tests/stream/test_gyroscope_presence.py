"""A gyroscope that stops in a set, begins late, hiccups or never was: counted on, said, and alike in any chunks."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analysis.output.data_sentences import event_text, quality_text
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Reason
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import concat_blocks
from tests.fixtures.analyses import result_of

REPS = 8


@cache
def a_set():
    """Eight calm curls between two rests, by a simulated sensor of 50 Hz."""
    movement = (Still(4.0), CurlSet(reps=(SimulatedRep(lift_s=1.4),) * REPS), Still(9.0))
    return simulate(movement, sensor=SensorModel(rate_hz=50.0), seed=2).recording.sensors[0]


def silent(start_s, end_s, block=None):
    """The recording whose gyroscope says nothing in ``[start_s, end_s)``."""
    one = a_set() if block is None else block
    gyr = one.gyr_radps.copy()
    gyr[(one.time_s >= start_s) & (one.time_s < end_s)] = np.nan
    return replace(one, gyr_radps=gyr)


@cache
def tops():
    (one,) = result_of(a_set()).sets
    return [rep.top_s for rep in one.reps]


@cache
def mid_set_s():
    """In the pause after the fourth rep."""
    (one,) = result_of(a_set()).sets
    return one.reps[3].end_s + 0.05


@cache
def without(from_s, to_s):
    """The analysis of the whole recording without a gyroscope in between."""
    return result_of(silent(from_s, to_s))


def counted(result):
    return [len(one.reps) for one in result.sets]


def codes(result):
    return {q.code for q in result.quality}


def test_it_stops_in_mid_set_and_counting_goes_on():
    result = result_of(silent(mid_set_s(), np.inf))
    assert counted(result) == [4, 4]
    assert [one.closed_by for one in result.sets] == ["gap", "rest"]
    found = np.array([rep.top_s for one in result.sets for rep in one.reps])
    np.testing.assert_allclose(found, tops(), atol=0.3)
    (said,) = [q for q in result.quality if q.code == Reason.GYROSCOPE_STOPPED]
    assert said.severity == "warning"
    assert "4 reps were counted by the accelerometer alone, and judged less" in quality_text(said)
    (event,) = [e for e in result.events if e.kind == "quality"]
    assert event.because.code is Reason.GYROSCOPE_STOPPED
    assert event.at_s == pytest.approx(mid_set_s() + 1.0, abs=0.06)  # known once it is longer than any hole
    assert "counted by the accelerometer alone" in event_text(event)


def test_it_begins_in_mid_set_and_is_used_from_then_on():
    result = result_of(silent(0.0, mid_set_s()))
    assert counted(result) == [4, 4]
    assert [rep.elbow_rms_mps2 is None for one in result.sets for rep in one.reps] == [True] * 4 + [False] * 4
    assert [e.because.code for e in result.events if e.kind == "quality"] == [Reason.GYROSCOPE_BACK]


def test_it_comes_back():
    away = silent(mid_set_s(), tops()[5] + 1.5)
    result = result_of(away)
    assert sum(counted(result)) == REPS
    stopped, back = [e for e in result.events if e.kind == "quality"]
    assert (stopped.because.code, back.because.code) == (Reason.GYROSCOPE_STOPPED, Reason.GYROSCOPE_BACK)
    assert Reason.GYROSCOPE_STOPPED in codes(result)


def test_it_stops_after_the_set_and_only_that_is_said():
    result = result_of(silent(tops()[-1] + 6.0, np.inf))
    assert counted(result) == [REPS]
    (said,) = [q for q in result.quality if q.code == Reason.GYROSCOPE_STOPPED]
    assert said.severity == "info"
    assert "nothing was counted" in quality_text(said)


def test_a_hiccup_is_a_hole_like_any_other():
    """0.6 s without it in the third lift: that rep is uncertain, and the set stays whole."""
    result = result_of(silent(tops()[2] - 0.8, tops()[2] - 0.2))
    assert counted(result) == [REPS]
    assert result.sets[0].reps[2].verdict == "uncertain"
    assert codes(result) >= {Reason.GAP, Reason.DROPPED}
    assert Reason.GYROSCOPE_STOPPED not in codes(result)


def test_it_never_was():
    never, empty = result_of(replace(a_set(), gyr_radps=None)), result_of(silent(-np.inf, np.inf))
    assert counted(never) == [REPS]
    assert Reason.NO_GYROSCOPE in codes(never)
    assert [e for e in never.events if e.kind == "quality"] == []
    assert (never.sets, never.events) == (empty.sets, empty.events)


@pytest.mark.parametrize("size", [1, 3, 17, 50, 1000])
@pytest.mark.parametrize(
    ("from_s", "to_s"),
    [(13.0, np.inf), (0.0, 13.0), (0.0, 0.7), (12.0, 12.8), (11.0, 17.0), (0.0, np.inf), (13.0, 13.9)],
)
def test_packets_with_and_without_it_are_the_recording(size, from_s, to_s):
    """A packet without angular velocity is one of NaN; in any sizes, also joined again before they are read."""
    whole = silent(from_s, to_s)
    packets = [whole.slice(k, k + size) for k in range(0, len(whole), size)]
    packets = [replace(p, gyr_radps=None) if np.isnan(p.gyr_radps).all() else p for p in packets]
    tracker, events = Tracker(), []
    for packet in packets:
        events += tracker.push(packet)
    events += tracker.flush()
    expected = without(from_s, to_s)
    assert sorted(events, key=lambda e: e.at_s) == list(expected.events)
    assert tuple(tracker.sensors["wrist"].sets) == expected.sets
    assert tracker.flush() == []
    joined = result_of(concat_blocks(packets))
    assert (joined.sets, joined.events, joined.quality) == (expected.sets, expected.events, expected.quality)


@pytest.mark.parametrize("cut_s", [12.0, 13.5, 14.2, 16.0, 20.0])
def test_nothing_is_known_before_its_time(cut_s):
    whole = silent(13.0, np.inf)
    first = whole.slice(0, int(np.searchsorted(whole.time_s, cut_s)))
    tracker = Tracker()
    known = sorted(tracker.push(first), key=lambda e: e.at_s)
    assert known == [e for e in result_of(whole).events if e.at_s <= first.time_s[-1]]


def test_judging_again_keeps_what_each_kind_of_set_taught():
    tracker = Tracker(keep=True)
    tracker.push(silent(mid_set_s(), np.inf))
    tracker.flush()
    before = tuple(tracker.sensors["wrist"].sets)
    tracker.judge_by(Tracker()._t)
    assert tuple(tracker.sensors["wrist"].sets) == before


def test_a_companion_goes_on():
    """On the trunk it makes no sets: without angular velocity its samples are left out and counted."""
    tracker = Tracker()
    one = replace(a_set(), sensor="trunk")
    tracker.push(one.slice(0, 500))
    tracker.push(replace(one.slice(500, 600), gyr_radps=None))
    tracker.push(one.slice(600, 700))
    assert tracker.companions["trunk"].vitals.dropped == 100
