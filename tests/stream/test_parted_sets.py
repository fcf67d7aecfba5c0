"""A short hole in a set: one set with a hole, in every chunking, and only once it is known that the set went on."""

from __future__ import annotations

from functools import cache

import pytest

from analysis.records.events import Event, RepEvent, SetEvent
from analysis.records.results import SessionResult
from analysis.settings.curl_model import ACROSS_HOLE
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import analyze
from analysis.stream.shown_reps import ShownReps
from analysis.stream.tracker import Tracker
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import Recording, SampleBlock

REPS, LIFTED_S = 8, 3.0
"""Reps of each set, and where the first begins, s."""
REST_S = DEFAULTS.live.rest_s


@cache
def curls(from_s: float, until_s: float, rest_s: float = 0.0) -> Recording:
    """Curls with a hole between two times, s; with a rest, that lasts after the fourth rep."""
    half = CurlSet(reps=(SimulatedRep(),) * (REPS // 2))
    stages = (Still(LIFTED_S), half, *([Still(rest_s)] if rest_s else []), half, Still(REST_S + 4.0))
    sensor = SensorModel(rate_hz=50.0, gaps_s=((from_s, until_s),))
    return simulate(stages, sensor=sensor, seed=4).recording


@cache
def tops_s(rest_s: float = 0.0) -> tuple[float, ...]:
    """When the simulated forearm is at its top, s."""
    half = CurlSet(reps=(SimulatedRep(),) * (REPS // 2))
    stages = (Still(LIFTED_S), half, *([Still(rest_s)] if rest_s else []), half, Still(REST_S + 4.0))
    return tuple(rep.top_s for rep in simulate(stages, seed=4).truth.reps)


def streamed(block: SampleBlock, size: int) -> tuple[list[Event], Tracker]:
    tracker = Tracker(keep=True)
    events = [e for k in range(0, len(block), size) for e in tracker.push(block.slice(k, k + size))]
    return [*events, *tracker.flush()], tracker


def numbers(result: SessionResult) -> list[int]:
    return [event.n for event in result.events if isinstance(event, RepEvent)]


@pytest.mark.parametrize("hole_s", [2.0, 4.5, ACROSS_HOLE.joined_s - 0.1])
def test_a_set_goes_on_across_a_short_hole(hole_s: float) -> None:
    from_s = tops_s()[3] + 0.5
    result = analyze(curls(from_s, from_s + hole_s))
    (one,) = result.sets
    hidden = sum(from_s < top_s < from_s + hole_s for top_s in tops_s())
    assert REPS - hidden - 1 <= len(one.reps) <= REPS
    assert [rep.index for rep in one.reps] == list(range(1, len(one.reps) + 1)) == numbers(result)
    assert one.closed_by == "rest"
    assert {rep.decided_at_s for rep in one.reps} == {one.decided_at_s}
    assert [(e.n, e.at_s) for e in result.events if isinstance(e, SetEvent)] == [
        (len(one.reps), one.decided_at_s)
    ]


def test_a_longer_hole_parts_it() -> None:
    from_s = tops_s()[2] + 0.5
    sets = analyze(curls(from_s, from_s + ACROSS_HOLE.joined_s + 0.1)).sets
    assert [one.closed_by for one in sets] == ["gap", "rest"]


def test_a_set_that_ended_at_the_hole_closes_once_the_arm_has_rested() -> None:
    """The next curls come after a rest: they are the next set, numbered from 1."""
    from_s = tops_s(25.0)[3] + 0.5
    result = analyze(curls(from_s, from_s + 3.0, 25.0))
    first, second = result.sets
    assert (first.closed_by, second.closed_by) == ("gap", "rest")
    assert from_s + 3.0 + REST_S <= first.decided_at_s <= from_s + 3.0 + REST_S + 0.1
    assert second.start_s > first.decided_at_s
    assert numbers(result) == [rep.index for one in result.sets for rep in one.reps]


def test_a_rest_that_began_before_the_hole_goes_on_in_it() -> None:
    """Nine seconds of rest, three of them before the hole: two sets."""
    from_s = tops_s(9.0)[3] + SimulatedRep().lower_s + 3.0
    sets = analyze(curls(from_s, from_s + 1.5, 9.0)).sets
    assert [len(one.reps) for one in sets] == [REPS // 2] * 2


@pytest.mark.parametrize("size", [1, 7, 300])
@pytest.mark.parametrize("rest_s", [0.0, 25.0])
def test_any_chunking_gives_the_same(size: int, rest_s: float) -> None:
    from_s = tops_s(rest_s)[3] + 0.5
    (block,) = curls(from_s, from_s + 3.0, rest_s).sensors
    events, tracker = streamed(block, size)
    whole, at_once = streamed(block, len(block))
    assert events == whole
    assert tracker.sets == at_once.sets


def test_what_is_judged_again_is_joined_again() -> None:
    from_s = tops_s()[3] + 0.5
    (block,) = curls(from_s, from_s + 3.0).sensors
    _, tracker = streamed(block, len(block))
    before = tracker.sets
    tracker.judge_by(DEFAULTS.with_(momentum__carry=DEFAULTS.momentum.carry / 2))
    tracker.judge_by(DEFAULTS)
    assert tracker.sets == before


def test_the_reps_before_the_hole_are_shown_after_it() -> None:
    """As soon as the first lift after the hole is counted, all bars of the set are there."""
    from_s = tops_s()[3] + 0.5
    (block,) = curls(from_s, from_s + 3.0).sensors
    tracker, shown, count = Tracker(), ShownReps(), 0
    for k in range(0, len(block), 3):
        events = tracker.push(block.slice(k, k + 3))
        count = max([count, *(e.n for e in events if isinstance(e, RepEvent))])
        if block.time_s[min(k + 3, len(block) - 1)] > from_s + 3.0 and any(
            isinstance(e, RepEvent) for e in events
        ):
            shown.look(tracker.sensors["wrist"], {}, float(block.time_s[k]))
            break
    assert count == len(tracker.sensors["wrist"].counted_s) == 5
    assert list(shown.reps)[:4] == [1, 2, 3, 4]
    assert [shown.reps[n].verdict for n in (1, 2, 3)] == ["controlled"] * 3
