"""The tracker follows whatever lift it is given: here a leg extension, which is counted and not judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest

from analysis.core.exercise import FoundSets, SetEnd, Shown
from analysis.core.signal.axis import principal_axis
from analysis.core.signal.closed_set import ClosedSet
from analysis.core.signal.turning_points import pair_reps, turning_points
from analysis.records.events import Event, FlagEvent, RejectedEvent, RepEvent, SetEvent, WithdrawnEvent
from analysis.records.results import Rep, RepSet
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Because, Reason
from imu.simulate import Track, pendulum, random_rotation
from imu.types import SampleBlock
from imu.units import DEG_PER_RAD
from tests.fixtures.streams import assert_same, listen, pieces

LEAST_DEG, SWEEP_DEG, LIFT_S, LOWER_S, STILL_S, REST_S = 20.0, 30.0, 0.9, 1.1, 0.3, 11.0
LIMITS = replace(DEFAULTS, live=replace(DEFAULTS.live, sweep_deg=LEAST_DEG))


@dataclass(frozen=True, slots=True, kw_only=True)
class LegExtension:
    """Every movement of the shin wider than 20° is a rep, the first one upwards; a lone one is no set.

    ``sets_before`` is what it learns; it is also all that it measures.
    """

    sets_before: int = 0
    placements: tuple[str, ...] = ("shin",)
    lift_axis: None = None
    lever_m: None = None

    def least_sweep_deg(self, _: Thresholds) -> float:
        return LEAST_DEG

    def lift_evidence(self, _cells: ClosedSet, _start: int) -> float:
        return 0.0

    def reps_since(self, cells: ClosedSet, _: Thresholds, *, lifting: bool) -> float | None:
        return None if lifting else float(cells.time_s[0])

    def analyze_set(
        self, closed: ClosedSet, _: Thresholds, shown: Shown, end: SetEnd, *, trace: bool
    ) -> FoundSets | Because:
        assert not trace
        axis, _share = principal_axis(closed.gyr_radps)
        angle = np.cumsum(closed.gyr_radps @ axis) * closed.step_s * DEG_PER_RAD
        points = turning_points(angle, LEAST_DEG)
        spans = pair_reps(points, angle, float(np.sign(angle[points[1]] - angle[points[0]])))
        if len(spans) < 2:
            return Because(code=Reason.INCOMPLETE)
        starts_s = [float(closed.time_s[one.low]) for one in spans]
        live = [
            shown.times_of(start_s, next_s, "uncertain", end)
            for start_s, next_s in pairwise([*starts_s, float("inf")])
        ]
        reps = tuple(
            Rep(
                index=k,
                start_s=start_s,
                top_s=float(closed.time_s[one.top]),
                end_s=float(closed.time_s[one.end_low]),
                decided_at_s=end.at_s,
                announced_at_s=announced_at_s,
                flagged_at_s=flagged_at_s,
                rom_deg=float(abs(angle[one.top] - angle[one.low])),
            )
            for k, (one, start_s, (announced_at_s, flagged_at_s)) in enumerate(
                zip(spans, starts_s, live, strict=True), start=1
            )
        )
        found = RepSet(
            sensor=end.sensor,
            start_s=reps[0].start_s,
            end_s=reps[-1].end_s,
            decided_at_s=end.at_s,
            closed_by=end.closed_by,
            reps=reps,
        )
        taught = replace(self, sets_before=self.sets_before + 1)
        return FoundSets(sets=(found,), measured=(self.sets_before,), exercise=taught)


def performed(*sets: int, sweep_deg: float = SWEEP_DEG) -> tuple[SampleBlock, list[float]]:
    """Sets of so many movements with rests between, and the times at which the movements are at their top."""
    track, now_s, tops = Track(), 3.0, []
    for reps in sets:
        for _ in range(reps):
            tops.append(now_s + LIFT_S)
            track.move(now_s, LIFT_S, sweep_deg)
            track.move(now_s + LIFT_S, LOWER_S, 0.0)
            now_s += LIFT_S + LOWER_S + STILL_S
        now_s += REST_S
    block = pendulum(0.35, track, now_s, rate_hz=50.0, mounting=random_rotation(np.random.default_rng(5)))
    return replace(block, sensor="shin"), tops


def tracked(block: SampleBlock, **options: bool) -> tuple[Tracker, list[Event]]:
    tracker = Tracker(LIMITS, exercise=LegExtension(), **options)
    return tracker, [event for one in pieces(block, range(0, len(block), 10)) for event in tracker.push(one)]


def test_it_is_counted_live_and_never_judged() -> None:
    block, tops = performed(4, 3)
    tracker, events = tracked(block)
    shown = [(e.n, e.at_s) for e in events if isinstance(e, RepEvent)]
    assert [n for n, _ in shown] == [1, 2, 3, 4, 1, 2, 3]
    assert [at for _, at in shown] == pytest.approx(tops, abs=0.3)
    assert [e.n for e in events if isinstance(e, SetEvent)] == [4, 3]
    assert not [e for e in events if isinstance(e, FlagEvent | WithdrawnEvent)]
    reps = [rep for one in tracker.sets for rep in one.reps]
    assert {(rep.verdict, rep.momentum, rep.flagged_at_s) for rep in reps} == {("uncertain", None, None)}


def test_a_rep_says_what_the_exercise_measured_and_when_it_was_shown() -> None:
    block, tops = performed(4)
    tracker, events = tracked(block)
    (only,) = tracker.sets
    assert [rep.rom_deg for rep in only.reps] == pytest.approx([SWEEP_DEG] * 4, abs=1.0)
    assert [rep.top_s for rep in only.reps] == pytest.approx(tops, abs=0.15)
    assert [rep.announced_at_s for rep in only.reps] == [e.at_s for e in events if isinstance(e, RepEvent)]
    assert (only.sensor, only.closed_by) == ("shin", "rest")


def test_movements_below_its_least_sweep_are_none() -> None:
    tracker, events = tracked(performed(4, sweep_deg=LEAST_DEG - 5.0)[0])
    assert (events, tracker.sets, tracker.rejected) == ([], [], [])


def test_what_it_refuses_is_taken_back_with_its_reason() -> None:
    tracker, events = tracked(performed(1)[0])
    assert [type(e) for e in events] == [RepEvent, WithdrawnEvent, RejectedEvent]
    assert [one.because.code for one in tracker.rejected] == [Reason.INCOMPLETE]


def test_what_sets_teach_is_kept_and_a_look_at_an_open_set_teaches_nothing() -> None:
    block, tops = performed(2, 3, 2)
    tracker = Tracker(LIMITS, exercise=LegExtension(), keep=True)
    seen = []
    for one in pieces(block, range(0, len(block), 10)):
        tracker.push(one)
        seen.append(len(tracker.sensors["shin"].preview()))
    assert max(seen) == 3
    assert tracker.sensors["shin"].measured == [0, 1, 2]
    before = tracker.sets
    tracker.judge_by(LIMITS)
    assert tracker.sensors["shin"].measured == [0, 1, 2]
    assert tracker.sets == before
    assert len(tops) == sum(len(one.reps) for one in before)


def test_any_chunking_says_the_same() -> None:
    block, _ = performed(3, 2)
    at_once = listen([block], Tracker(LIMITS, exercise=LegExtension()))
    assert len(at_once.sets) == 2
    for size in (1, 7, 64):
        cut = listen(pieces(block, range(0, len(block), size)), Tracker(LIMITS, exercise=LegExtension()))
        assert_same(cut, at_once)


def test_its_placements_make_sets_and_all_others_accompany() -> None:
    block, _ = performed(4)
    tracker = Tracker(LIMITS, exercise=LegExtension())
    for sensor in ("shin", "wrist"):
        tracker.push(replace(block, sensor=sensor))
    tracker.flush()
    assert (list(tracker.sensors), list(tracker.companions)) == (["shin"], ["wrist"])


def test_the_curl_finds_nothing_in_the_same_movement() -> None:
    block, _ = performed(4)
    found = listen([replace(block, sensor="wrist")], Tracker(LIMITS))
    assert found.sets == []
