"""Nothing is said before its time: cut the recording anywhere, and what had been said by then stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.streams import NAMES, RANDOM, Outcome, blocks, listen, whole

pytestmark = pytest.mark.slow

each_session = pytest.mark.parametrize("name", NAMES)


def said_by(outcome: Outcome, at_s: float):
    """Events up to then by sensor, but for those that only the end of the recording caused."""
    return {
        sensor: [e for e in events if e.at_s <= at_s and e.closed_by != "end"]
        for sensor, events in outcome.events.items()
    }


def assert_nothing_known_early(name: str, at_s: float) -> None:
    cut = listen(b.slice(0, next(iter(np.flatnonzero(b.time_s > at_s)), len(b))) for b in blocks(name))
    by_then = said_by(whole(name), at_s)
    assert {s: e for s, e in said_by(cut, at_s).items() if e} == {s: e for s, e in by_then.items() if e}
    decided = [s for s in whole(name).sets if s.decided_at_s <= at_s and s.closed_by != "end"]
    assert [s for s in cut.sets if s.closed_by != "end"] == decided


@each_session
def test_cut_at_every_event(name):
    for at_s in {e.at_s for events in whole(name).events.values() for e in events}:
        assert_nothing_known_early(name, at_s)


@each_session
@RANDOM
@given(share=st.floats(0.0, 1.0))
def test_cut_anywhere(name, share):
    time_s = blocks(name)[0].time_s
    assert_nothing_known_early(name, float(time_s[0] + share * (time_s[-1] - time_s[0])))


@each_session
def test_events_are_said_in_order_and_on_the_time_of_a_sample(name):
    stamps = {b.sensor: set(b.time_s.tolist()) for b in blocks(name)}
    for sensor, events in whole(name).events.items():
        at = [e.at_s for e in events]
        assert at == sorted(at)
        assert set(at) <= stamps[sensor]


@each_session
def test_reps_are_decided_after_they_have_ended_and_with_their_set(name):
    for s in whole(name).sets:
        for rep in s.reps:
            assert rep.start_s < rep.top_s < rep.end_s <= rep.decided_at_s == s.decided_at_s
            assert rep.announced_at_s is None or rep.start_s <= rep.announced_at_s <= rep.decided_at_s
            assert rep.flagged_at_s is None or rep.start_s - 0.5 <= rep.flagged_at_s <= rep.decided_at_s


@each_session
def test_the_live_count_ends_at_the_final_one(name):
    """Up with each `rep`, down with each `withdrawn`; sets that close together share out what was shown."""
    for sensor, events in whole(name).events.items():
        shown = 0
        for event in events:
            match event.kind:
                case "rep":
                    shown += 1
                    assert event.n == shown
                case "withdrawn":
                    shown -= 1
                    assert event.n == shown
                case "set":
                    shown -= event.n
                case "rejected":
                    assert shown == 0
            assert shown >= 0
        assert shown == 0
        closed = [e.n for e in events if e.kind == "set"]
        assert closed == [len(s.reps) for s in whole(name).sets if s.sensor == sensor]
