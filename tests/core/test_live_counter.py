"""The live count on angles made by hand: when it opens, counts, calls and closes, and that blocks of any size say the
same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.core.live_counter import LiveCounter
from analysis.core.live_signals import LiveBlock
from analysis.settings.thresholds import DEFAULTS
from imu.types import Floats

STEP_S = 0.025
"""A cell of the grid."""
CELL_DEG = 2.5
"""A steady movement: 100 °/s, so that 16 cells make the sweep of 40° from which a set opens."""
T = replace(DEFAULTS.live, rest_s=2.0, busy_s=5.0, longest_set_s=60.0)
REST, BUSY, LONGEST, SWEEP = 80, 200, 2400, 16
"""The thresholds above in cells."""

Lifts = Callable[[int, int], float]


class Motion:
    """Angles of an arm, one a cell, that begin with a second of stillness."""

    def __init__(self, from_deg: float = 0.0) -> None:
        self.angles: list[float] = []
        self.pushes: list[float] = []
        self._add([from_deg] * 40)

    @property
    def last(self) -> int:
        """Number of the latest cell."""
        return len(self.angles) - 1

    def move(self, deg: float, *, cell_deg: float = CELL_DEG, push: float = 0.0) -> Motion:
        """Turns steadily by ``deg``."""
        steps = np.arange(1, round(abs(deg) / cell_deg) + 1) * np.copysign(cell_deg, deg)
        return self._add(self.angles[-1] + steps, push)

    def sway(self, deg: float, cells: int) -> Motion:
        """Turns by ``deg`` with the speed of a half sine."""
        return self._add(
            self.angles[-1] + 0.5 * deg * (1.0 - np.cos(np.pi * np.arange(1, cells + 1) / cells))
        )

    def still(self, cells: int) -> Motion:
        """Rests."""
        return self._add([self.angles[-1]] * cells)

    def fidget(self, cells: int) -> Motion:
        """Turns to and fro by 5°, without a still cell."""
        return self._add(self.angles[-1] + np.resize([2.5, 5.0, 2.5, 0.0], cells))

    def _add(self, angles: Sequence[float] | Floats, push: float = 0.0) -> Motion:
        self.angles += [float(a) for a in angles]
        self.pushes += [push] * len(angles)
        return self

    def block(self) -> LiveBlock:
        """The signals of all cells."""
        angle = np.array(self.angles)
        speed = np.diff(angle, prepend=angle[0]) / STEP_S
        return LiveBlock(
            angle_deg=angle,
            speed_dps=speed,
            turn_dps=np.abs(speed),
            way_deg=np.cumsum(np.abs(speed)) * STEP_S,
            push_mps2=np.array(self.pushes),
        )


def unsure(_start: int, _now: int) -> float:
    """No evidence for either way."""
    return 0.0


def steps_of(motion: Motion, lifts: Lifts = unsure) -> list[tuple[int, str]]:
    return list(LiveCounter(STEP_S, T, lifts).push(motion.block()))


def cut(block: LiveBlock, ends: Sequence[int]) -> Iterator[LiveBlock]:
    """The block in pieces that end before these cells; none is empty."""
    for a, b in pairwise(sorted({0, *ends, len(block.angle_deg)})):
        yield LiveBlock(**{name: getattr(block, name)[a:b] for name in LiveBlock.__slots__})


def test_a_set_opens_when_the_arm_has_swept_far_enough() -> None:
    motion = Motion()
    began = motion.last
    assert steps_of(motion.move(37.5).move(-37.5).still(200)) == []
    motion = Motion().move(40.0)
    assert steps_of(motion) == [(began + SWEEP, "open")]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_first_movement_is_the_lift_whichever_way_it_goes(sign: float) -> None:
    motion = Motion().move(sign * 100.0)
    counter = LiveCounter(STEP_S, T, unsure)
    top = motion.last
    assert list(counter.push(motion.still(1).block())) == [(39 + SWEEP, "open"), (top + 1, "rep")]
    assert (counter.sign, counter.swept_deg, counter.lift_cell) == (sign, 100.0, 39)


def test_a_lift_is_counted_when_its_speed_has_fallen_to_its_share_of_the_peak() -> None:
    cells = 60
    share = 1.0 - np.arcsin(T.slow_share) / np.pi
    """Of the time of a half sine, when its second half has come down to the share."""
    motion = Motion()
    began = motion.last
    (opened, first), (counted, second) = steps_of(motion.sway(120.0, cells))
    assert (first, second) == ("open", "rep")
    assert began < opened < counted
    # The speed of a cell is that of its middle, half a cell before its end.
    assert counted == began + int(np.ceil(cells * share + 0.5))


@pytest.mark.parametrize(("lowered_deg", "reps"), [(45.0, 2), (50.0, 3)])
def test_the_next_lift_needs_two_fifths_of_the_usual_way_down_first(lowered_deg: float, reps: int) -> None:
    """After a rep of 120° that is 48°."""
    motion = Motion()
    for deg in (120.0, -120.0, 120.0, -lowered_deg, lowered_deg):
        motion.move(deg).still(2)
    assert [step for _, step in steps_of(motion)] == ["open"] + ["rep"] * reps


def test_a_set_closes_when_the_rest_is_long_enough_and_not_before() -> None:
    motion = Motion().move(100.0)
    top = motion.last
    motion.still(REST - 1).move(-100.0)
    bottom = motion.last
    motion.still(3 * REST)
    counter = LiveCounter(STEP_S, T, unsure)
    said = list(counter.push(motion.block()))
    assert said == [(39 + SWEEP, "open"), (top + 1, "rep"), (bottom + REST, "close")]
    assert (counter.moved_until, counter.widest_deg, counter.is_open) == (bottom, 100.0, False)


def test_what_moves_on_without_a_swing_closes_the_set() -> None:
    motion = Motion().move(100.0).still(2)
    lowered = motion.last + SWEEP
    motion.move(-100.0).fidget(2 * BUSY)
    assert [one for one in steps_of(motion) if one[1] == "close"] == [(lowered + BUSY, "close")]


def test_a_lift_keeps_the_set_open_from_where_it_has_gone_far_enough() -> None:
    motion = Motion().move(100.0).still(2).move(-100.0).fidget(BUSY - 60)
    lifted = motion.last + SWEEP
    motion.move(100.0).fidget(2 * BUSY)
    bounds = [one for one in steps_of(motion) if one[1] != "rep"]
    assert bounds == [(39 + SWEEP, "open"), (lifted + BUSY, "close")]


@pytest.mark.parametrize(("deg", "opens"), [(37.5, False), (40.0, True)])
def test_after_a_close_the_arm_rests_where_it_has_drifted_to(deg: float, opens: bool) -> None:
    """A drift of 10 °/s is stillness, and the next movement starts at its end."""
    motion = Motion().move(100.0)
    motion.fidget(39 + SWEEP + BUSY - motion.last)
    closes = motion.last
    motion.move(5.0, cell_deg=0.25).move(deg)
    said = steps_of(motion)
    assert said[2:] == [(closes, "close"), *([(motion.last, "open")] if opens else [])]


def test_swings_that_never_end_close_a_set_of_the_longest_kind_and_open_another() -> None:
    motion = Motion()
    while motion.last < LONGEST + 400:
        motion.move(100.0).still(2).move(-100.0).still(2)
    bounds = [one for one in steps_of(motion) if one[1] != "rep"]
    opened = 39 + SWEEP
    assert bounds[:2] == [(opened, "open"), (opened + LONGEST, "close")]
    assert bounds[2][1] == "open"


def test_a_set_after_a_rest_is_a_new_one() -> None:
    motion = Motion()
    for _ in range(2):
        motion.move(100.0).still(2).move(-100.0).still(REST + 40)
    assert [step for _, step in steps_of(motion)] == ["open", "rep", "close"] * 2


@pytest.mark.parametrize("from_deg", [0.0, -200.0])
def test_a_set_is_turned_over_when_the_first_movement_was_the_lowering(from_deg: float) -> None:
    """Its lifts are counted from then on, where they have gone far enough, and their start is the first one's end."""
    motion = Motion(from_deg).move(100.0).still(2).move(-10.0).still(2).move(10.0).still(2)
    tops = []
    for _ in range(2):
        tops.append(motion.move(-100.0).last)
        motion.still(2).move(100.0).still(2)
    angles = motion.angles
    asked: list[tuple[int, int]] = []

    def lowers(start: int, now: int) -> float:
        asked.append((start, now))
        return 0.5 if angles[now] < angles[start] else -0.5

    counter = LiveCounter(STEP_S, T, lowers)
    said = list(counter.push(motion.block()))
    assert said == [(39 + SWEEP, "open"), *((top + 1, "rep") for top in tops)]
    assert counter.sign == -1.0
    assert asked[0] == (39, 39 + SWEEP)


def test_evidence_that_is_not_enough_turns_nothing_over() -> None:
    motion = Motion().move(100.0)
    assert steps_of(motion.still(2), lambda _start, _now: -0.15)[1:] == [(motion.last - 1, "rep")]


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_thrown_lift_is_called_on_its_way_and_a_calm_one_never(size: int) -> None:
    """A first lift that is thrown is called once it has opened the set, a later one from 15° on; it may have been
    pushed at its start alone."""
    motion, starts = Motion(), []
    for push in (12.0, 0.0, 12.0):
        starts.append(motion.last)
        cell_deg = 10.0 if push else CELL_DEG
        motion.move(cell_deg, cell_deg=cell_deg, push=push).move(100.0 - cell_deg, cell_deg=cell_deg)
        motion.still(2).move(-100.0).still(2)
    counter = LiveCounter(STEP_S, T, unsure)
    pieces = cut(motion.block(), range(0, motion.last, size))
    flags = [cell for piece in pieces for cell, step in counter.push(piece) if step == "flag"]
    assert flags == [starts[0] + 4, starts[2] + 2]


MOVES = st.one_of(
    st.builds(lambda deg, cells: ("sway", deg, cells), st.floats(-150.0, 150.0), st.integers(4, 90)),
    st.builds(lambda deg, push: ("throw", deg, push), st.floats(-120.0, 120.0), st.floats(0.0, 20.0)),
    st.builds(lambda cells: ("still", cells, 0), st.integers(1, 2 * REST)),
    st.builds(lambda cells: ("fidget", cells, 0), st.integers(1, BUSY + 50)),
)


def performed(moves: Sequence[tuple[str, float, float]], wobble: Floats) -> LiveBlock:
    """The moves, one after the other, and everywhere but at rest half sines of up to some degrees on top."""
    motion = Motion()
    for kind, first, second in moves:
        if kind == "sway":
            motion.sway(first, int(second))
        elif kind == "throw":
            motion.move(first, cell_deg=8.0, push=second)
        elif kind == "still":
            motion.still(int(first))
        else:
            motion.fidget(int(first))
    angles = np.array(motion.angles)
    moves_here = np.abs(np.diff(angles, prepend=angles[0])) > 0.0
    phase = np.cumsum(moves_here)[:, None] * np.pi / np.array([5.0, 11.0, 23.0])
    motion.angles = (angles + np.abs(np.sin(phase)) @ wobble).tolist()
    return motion.block()


Said = list[tuple[int, str, tuple[float | None, ...]]]


Asked = list[tuple[int, int]]


def heard(block: LiveBlock, ends: Sequence[int], evidence: Sequence[float]) -> tuple[Said, Asked]:
    """Each step with what the stream reads of the counter at it, and between which cells it asked for evidence; last,
    under the name ``end``, what it reads after all."""
    asked: Asked = []
    said: Said = []

    def lifts(start: int, now: int) -> float:
        asked.append((start, now))
        return evidence[now % len(evidence)]

    counter = LiveCounter(STEP_S, T, lifts)

    def note(cell: int, step: str) -> None:
        called = counter.evidence(float(block.angle_deg[cell]), float(block.way_deg[cell]))
        seen = (counter.sign, counter.opened, counter.swept_deg, counter.lift_cell, called)
        reach = (counter.widest_deg, counter.moved_until, counter.bottom_deg)
        said.append((cell, step, (*seen, *reach) if step in ("close", "end") else seen))

    for piece in cut(block, ends):
        for cell, step in counter.push(piece):
            note(cell, step)
    note(len(block.angle_deg) - 1, "end")
    return said, asked


@settings(max_examples=100, deadline=None, database=None)
@given(
    moves=st.lists(MOVES, min_size=1, max_size=14),
    wobble=st.lists(st.floats(0.0, 4.0), min_size=3, max_size=3),
    evidence=st.lists(st.floats(-1.0, 1.0), min_size=1, max_size=5),
    sizes=st.lists(st.integers(1, 300), min_size=1, max_size=12),
)
def test_single_cells_whole_blocks_and_any_between_say_the_same(
    moves: list[tuple[str, float, float]], wobble: list[float], evidence: list[float], sizes: list[int]
) -> None:
    block = performed(moves, np.array(wobble))
    cells = len(block.angle_deg)
    whole = heard(block, [], evidence)
    assert heard(block, range(cells), evidence) == whole
    ends = np.cumsum(np.resize(sizes, cells))
    assert heard(block, ends[ends < cells].tolist(), evidence) == whole


def test_the_random_movements_hold_all_that_may_happen() -> None:
    """Rests, a busy end, a call, overturned sets and a lift under way within one block, cut in six ways."""
    moves = [
        *[("sway", 120.0, 50), ("still", 10, 0), ("sway", -120.0, 50), ("still", REST + 30, 0)],
        *[("throw", 100.0, 15.0), ("still", 5, 0), ("throw", -100.0, 0.0), ("fidget", BUSY + 40, 0)],
        *[("still", 60, 0), ("sway", 90.0, 40), ("sway", -90.0, 40), ("still", 2 * REST, 0)],
        *[("sway", 90.0, 40), ("sway", -90.0, 40), ("sway", 90.0, 40), ("sway", -35.0, 20)],
    ]
    block = performed(moves, np.array([1.0, 2.0, 0.5]))
    evidence = [0.3, -1.0, 0.1]
    said, asked = heard(block, [], evidence)
    assert {step for _, step, _ in said} == {"open", "rep", "flag", "close", "end"}
    assert {seen[0] for _, _, seen in said} == {1.0, -1.0}
    assert [step for _, step, _ in said].count("close") == 3
    assert said[-1][2][4] is not None, "it ends in the middle of a lift"
    for size in (1, 2, 7, 79, 80, 81):
        assert heard(block, range(0, len(block.angle_deg), size), evidence) == (said, asked)
