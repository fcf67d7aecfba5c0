"""The same samples give the same reps in any chunking, bit for bit.

Also after a save, and whatever the caller does with its arrays.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.signal.filters import LowPass
from analysis.core.signal.orientation import GyroOrientation
from analysis.records.results import RepSet
from analysis.stream.tracker import Tracker
from imu.types import SampleBlock
from tests.fixtures.streams import (
    NAMES,
    RANDOM,
    Listener,
    assert_chunks_agree,
    assert_same,
    blocks,
    listen,
    pieces,
    whole,
)

pytestmark = pytest.mark.slow

each_session = pytest.mark.parametrize("name", NAMES)
lengths = st.sampled_from([0, 1, 1, 2, 3, 5, 5, 8, 20, 100, 700, 5000])
some_lengths = st.lists(lengths, min_size=1, max_size=30)


anywhere = st.floats(0.0, 1.0)


MOST_CUTS = 600
"""Of one example: sample by sample from end to end is a test of its own."""


def cuts_of(lengths_in_turn, first, samples):
    """Where chunks of these lengths, over and over from the sample ``first`` on, end; the rest are two pieces."""
    turns = samples // max(sum(lengths_in_turn), 1) + 1 if sum(lengths_in_turn) else 1
    ends = first + np.cumsum([0, *lengths_in_turn * min(turns, 400)])
    return ends[ends <= samples][:MOST_CUTS].tolist()


@each_session
def test_the_sessions_say_something(name):
    events = [e.kind for said in whole(name).events.values() for e in said]
    assert {"rep", "flag", "set"} <= set(events)
    assert len(whole(name).sets) >= 2


@each_session
@RANDOM
@given(chunks=some_lengths, share=anywhere)
def test_any_chunking_says_the_same(name, chunks, share):
    stream = blocks(name)
    samples = min(len(b) for b in stream)
    cuts = cuts_of(chunks, int(share * samples), samples)
    assert_same(listen(piece for block in stream for piece in pieces(block, cuts)), whole(name))


@pytest.mark.parametrize(
    "name", ["8 Hz", "25 Hz, jitter", "bursts, repeated rows, loss", "accelerometer alone"]
)
def test_sample_by_sample_says_the_same(name):
    (block,) = blocks(name)
    assert_same(listen(pieces(block, range(len(block)))), whole(name))


@RANDOM
@given(order=st.randoms(use_true_random=False))
def test_sensors_may_arrive_in_any_order(order):
    name = "two wrists, trunk, upper arm"
    waiting = [list(pieces(block, range(0, len(block), 40))) for block in blocks(name)]
    stream = []
    while any(waiting):
        stream.append(order.choice([w for w in waiting if w]).pop(0))
    assert_same(listen(stream), whole(name))


@each_session
@RANDOM
@given(share=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4))
def test_a_saved_stream_goes_on_as_if_nothing_had_happened(name, share):
    listener = Listener()
    for block in blocks(name):
        for piece in pieces(block, [round(s * len(block)) for s in share]):
            listener.push(piece)
            listener = listener.saved_and_resumed()
    assert_same(listener.outcome(), whole(name))


def test_the_saved_tracker_does_not_disturb_the_one_that_goes_on():
    (block,) = blocks("even 100 Hz")
    first, second = pieces(block, [len(block) // 3])
    listener = Listener()
    listener.push(first)
    copy = listener.saved_and_resumed()
    listener.push(second)
    copy.push(second)
    assert_same(listener.outcome(), whole("even 100 Hz"))
    assert_same(copy.outcome(), whole("even 100 Hz"))


@each_session
def test_the_callers_arrays_are_neither_kept_nor_written(name):
    listener = Listener()
    for block in blocks(name):
        for piece in pieces(block, range(0, len(block), 37)):
            lent = SampleBlock(
                sensor=piece.sensor,
                time_s=piece.time_s.copy(),
                acc_mps2=piece.acc_mps2.copy(),
                gyr_radps=None if piece.gyr_radps is None else piece.gyr_radps.copy(),
            )
            arrays = [a for a in (lent.time_s, lent.acc_mps2, lent.gyr_radps) if a is not None]
            for array in arrays:
                array.flags.writeable = False
            listener.push(lent)
            for array in arrays:
                array.flags.writeable = True
                array[:] = -1e9
    assert_same(listener.outcome(), whole(name))


@each_session
def test_flush_can_be_called_again(name):
    tracker = Tracker()
    for block in blocks(name):
        tracker.push(block)
    tracker.flush()
    sets, rejected = tracker.sets, tracker.rejected
    assert tracker.flush() == []
    assert tracker.sets == sets
    assert tracker.rejected == rejected


def test_flush_before_anything_came():
    assert Tracker().flush() == []


@each_session
def test_a_trace_changes_nothing_else(name):
    traced = listen(blocks(name), Tracker(trace=True))
    assert all(isinstance(s, RepSet) and s.trace is not None for s in traced.sets)
    assert [replace(s, trace=None) for s in traced.sets] == whole(name).sets
    assert traced.events == whole(name).events
    assert traced.rejected == whole(name).rejected


class FromTheMean(LowPass):
    """The planted fault: a filter that starts from the mean of the first chunk."""

    def push(self, x):
        if self.state is None and len(x):
            self.state = self._unit[:, None] * x.mean(axis=0)
        return super().push(x)


class ZeroFromTheMean(GyroOrientation):
    """The same fault a stage further on: the gyroscope's zero is the mean of the first chunk."""

    zero = None

    def push(self, acc_mps2, gyr_radps):
        if self.zero is None and len(gyr_radps):
            self.zero = gyr_radps.mean(axis=0)
        return super().push(acc_mps2, gyr_radps - self.zero)


def test_the_contract_catches_a_zero_from_the_mean_of_the_first_chunk(monkeypatch):
    """Filters that settle in a moment hide it from the whole: `test_stages` asks each by itself."""
    stream = blocks("even 100 Hz")
    assert_chunks_agree(stream, [10, 100])
    monkeypatch.setattr("analysis.stream.segment.GyroOrientation", ZeroFromTheMean)
    with pytest.raises(AssertionError):
        assert_chunks_agree(stream, [10, 100])
