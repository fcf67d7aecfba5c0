"""Each stage alone, any chunking, the same bits: what the whole hides (a filter soon settles) shows here."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.live_signals import LiveSignals
from analysis.core.signal.axis import RunningAxis
from analysis.core.signal.filters import ExponentialMean, LowPass
from analysis.core.signal.orientation import AccOrientation, GyroOrientation
from analysis.core.signal.resample import Grid
from analysis.settings.thresholds import DEFAULTS
from tests.contract.test_chunking import FromTheMean
from tests.fixtures.streams import RANDOM, blocks

STEP_S = 0.02


def samples():
    (block,) = blocks("even 100 Hz")
    return block.acc_mps2[:1500:2], block.gyr_radps[:1500:2]


class Oriented:
    """`LiveSignals` behind the orientation it needs."""

    def __init__(self):
        self.orientation = GyroOrientation(STEP_S, DEFAULTS.orientation)
        self.signals = LiveSignals(STEP_S, DEFAULTS.live, has_gyro=True)

    def push(self, acc, gyr):
        if len(acc) == 0:
            return np.empty((0, 5))
        live = self.signals.push(acc, self.orientation.push(acc, gyr))
        columns = (live.angle_deg, live.speed_dps, live.turn_dps, live.way_deg, live.push_mps2)
        return np.stack(columns, axis=1)


def attitude(stage, *parts):
    out = stage.push(*parts)
    return np.concatenate([out.up, out.gyr_radps], axis=1)


STAGES = {
    "LowPass": (lambda: LowPass(3.0, STEP_S, channels=3), lambda s, _, gyr: s.push(gyr)),
    "ExponentialMean": (lambda: ExponentialMean(0.01, channels=3), lambda s, acc, _: s.push(acc)),
    "RunningAxis": (lambda: RunningAxis(STEP_S, 4.0), lambda s, _, gyr: s.push(gyr)),
    "GyroOrientation": (lambda: GyroOrientation(STEP_S, DEFAULTS.orientation), attitude),
    "AccOrientation": (
        lambda: AccOrientation(STEP_S, DEFAULTS.orientation),
        lambda s, acc, _: attitude(s, acc),
    ),
    "LiveSignals": (Oriented, lambda s, acc, gyr: s.push(acc, gyr)),
}
FAULTY = (lambda: FromTheMean(3.0, STEP_S, channels=3), lambda s, _, gyr: s.push(gyr))
cuts = st.lists(st.integers(0, 750), max_size=12).map(sorted)


def assert_chunks_agree(stage, ends, *, save=False):
    make, feed = stage
    at_once, in_turn = make(), make()
    acc, gyr = samples()
    parts = []
    for a, b in zip([0, *ends], [*ends, len(acc)], strict=True):
        parts.append(feed(in_turn, acc[a:b], gyr[a:b]))
        if save:
            in_turn = pickle.loads(pickle.dumps(in_turn))
    np.testing.assert_array_equal(np.concatenate(parts), feed(at_once, acc, gyr))


@pytest.mark.parametrize("name", STAGES)
@RANDOM
@given(ends=cuts, save=st.booleans())
def test_any_chunking_of_a_stage(name, ends, save):
    assert_chunks_agree(STAGES[name], ends, save=save)


@pytest.mark.parametrize("name", STAGES)
def test_a_stage_sample_by_sample(name):
    assert_chunks_agree(STAGES[name], range(750))


def test_the_planted_fault_shows():
    with pytest.raises(AssertionError):
        assert_chunks_agree(FAULTY, [10])


def cells(grid, time_s, values, ends):
    """All cells and where new segments begin, from a grid fed in pieces."""
    segments = [[]]
    for a, b in zip([0, *ends], [*ends, len(time_s)], strict=True):
        for k, block in enumerate(grid.push(time_s[a:b], values[a:b])):
            if k > 0:
                segments.append([])
            segments[-1].append(block)
    return [
        [
            np.concatenate([getattr(b, field) for b in blocks_])
            for field in ("time_s", "ready_s", "values", "gap")
        ]
        for blocks_ in segments
        if blocks_
    ]


@RANDOM
@given(
    ends=st.lists(st.integers(0, 300), max_size=10).map(sorted),
    gaps=st.lists(
        st.sampled_from([0.0, 0.0, 0.001, 0.01, 0.019, 0.04, 0.3, 0.999, 1.001, 12.0]),
        min_size=300,
        max_size=300,
    ),
    origin=st.sampled_from([0.0, -5.0, 1e6, 1.7e9]),
)
def test_any_chunking_of_the_grid(ends, gaps, origin):
    time_s = origin + np.cumsum(gaps)
    values = np.random.default_rng(1).standard_normal((300, 2))
    at_once = cells(Grid(2, DEFAULTS.grid), time_s, values, [])
    in_turn = cells(Grid(2, DEFAULTS.grid), time_s, values, ends)
    assert len(in_turn) == len(at_once)
    for found, expected in zip(in_turn, at_once, strict=True):
        for x, y in zip(found, expected, strict=True):
            np.testing.assert_array_equal(x, y)


def test_the_grid_keeps_no_array_of_the_callers():
    time_s, values = np.arange(200) / 50.0, np.random.default_rng(1).standard_normal((200, 2))
    expected = cells(Grid(2, DEFAULTS.grid), time_s, values, [])
    grid, lent_s, lent = Grid(2, DEFAULTS.grid), np.empty(10), np.empty((10, 2))
    found = []
    for start in range(0, 200, 10):
        lent_s[:], lent[:] = time_s[start : start + 10], values[start : start + 10]
        found += grid.push(lent_s, lent)
        lent_s[:], lent[:] = -1.0, 1e9
    np.testing.assert_array_equal(np.concatenate([b.values for b in found]), expected[0][2])
