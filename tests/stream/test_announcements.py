"""What the live count shows: nothing in a walk, then all reps at once, and nothing that must be taken back unseen."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analysis.records.events import Event, FlagEvent, RepEvent
from analysis.stream.announcements import Announcements
from imu.simulate import (
    BRISK_WALK,
    ArmModel,
    CurlSet,
    SensorModel,
    SimulatedRep,
    Simulation,
    Still,
    TricepsExtension,
    random_rotation,
    simulate,
)
from imu.simulate.stage import Phase
from tests.fixtures.streams import Outcome, listen, pieces

pytestmark = pytest.mark.slow

STRICT = SimulatedRep(lift_s=1.6, lower_s=1.8)
THROWN = SimulatedRep(lift_s=1.0, lower_s=1.3, swing=1.3, profile="early")
CURLS, THROWS = CurlSet(reps=(STRICT,) * 5), CurlSet(reps=(THROWN,) * 4)
SESSIONS: dict[str, tuple[Phase, ...]] = {
    "walk, curls": (Still(2.0), BRISK_WALK, CURLS, Still(9.0)),
    "throws": (Still(2.0), THROWS, Still(9.0)),
    "walk": (Still(2.0), BRISK_WALK, Still(9.0)),
    "curls, walk": (Still(2.0), CURLS, BRISK_WALK, Still(9.0)),
    "curls, walk, curls": (
        *(Still(2.0), CURLS, replace(BRISK_WALK, duration_s=20.0)),
        *(CURLS, Still(9.0)),
    ),
    "walk, curls, extensions": (
        *(Still(2.0), BRISK_WALK, CURLS, Still(9.0)),
        *(TricepsExtension(), Still(9.0), THROWS, Still(2.0)),
    ),
}


@cache
def performed(name: str) -> Simulation:
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)
    mounting = random_rotation(np.random.default_rng(6))
    return simulate(SESSIONS[name], sensor=sensor, arm=ArmModel(sway_mps2=0.3), mounting=mounting, seed=6)


@cache
def said(name: str) -> Outcome:
    return listen(performed(name).recording.sensors)


def events(name: str) -> list[Event]:
    return said(name).events.get("wrist", [])


def never() -> None:
    return None


def always() -> float:
    return 0.0


def shown(found: list[Event]) -> list[tuple[str, int | None, float]]:
    return [(e.kind, e.n, e.at_s) for e in found if isinstance(e, RepEvent | FlagEvent)]


def test_a_walk_says_nothing_at_all() -> None:
    assert events("walk") == []
    assert said("walk").sets == []


def test_curls_right_after_a_walk_are_caught_up_with() -> None:
    truth = performed("walk, curls").truth.reps
    found = [e for e in events("walk, curls") if e.kind == "rep"]
    assert found[0].at_s > truth[0].start_s
    assert [e.n for e in found] == list(range(1, len(found) + 1))
    assert [e.at_s for e in found] == sorted(e.at_s for e in found)
    assert len(found) == len(truth)


def test_who_walks_off_after_curls_is_counted_a_step_at_most() -> None:
    truth = performed("curls, walk").truth.reps
    assert sum(len(one.reps) for one in said("curls, walk").sets) == len(truth)
    assert len(truth) <= sum(e.kind == "rep" for e in events("curls, walk")) <= len(truth) + 1


def test_each_rep_is_announced_after_it_has_neared_its_top_and_before_the_set_closes() -> None:
    ((one,), truth) = said("walk, curls").sets, performed("walk, curls").truth.reps
    assert [rep.top_s for rep in one.reps] == pytest.approx([rep.top_s for rep in truth], abs=0.2)
    for rep in one.reps:
        assert rep.announced_at_s is not None
        assert rep.top_s - 0.25 * (rep.top_s - rep.start_s) <= rep.announced_at_s <= rep.decided_at_s


def test_curls_on_both_sides_of_a_walk_are_found() -> None:
    tops = [rep.top_s for one in said("curls, walk, curls").sets for rep in one.reps]
    truth = performed("curls, walk, curls").truth.reps
    assert tops == pytest.approx([rep.top_s for rep in truth], abs=0.2)


def test_the_first_throw_is_called_before_its_top() -> None:
    first = performed("throws").truth.reps[0]
    flags = [e for e in events("throws") if e.kind == "flag"]
    assert flags[0].n == 1
    assert first.start_s < flags[0].at_s < first.top_s


@pytest.mark.parametrize("name", SESSIONS)
def test_only_what_was_shown_is_taken_back(name: str) -> None:
    count = 0
    for event in events(name):
        if event.kind == "rep":
            count += 1
            assert event.n == count
        elif event.kind == "withdrawn":
            count -= 1
            assert event.n == count >= 0
        elif event.kind in ("rejected", "set"):
            assert event.kind == "set" or count == 0
            count = 0
    assert count == 0


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("length", [1, 7, 100, 999])
def test_any_packets_say_the_same_to_the_last_bit(name: str, length: int) -> None:
    (block,) = performed(name).recording.sensors
    assert listen(pieces(block, range(length, len(block), length))) == said(name)


def test_a_recording_cut_at_any_event_had_said_the_same_by_then() -> None:
    name = "walk, curls, extensions"
    (block,) = performed(name).recording.sensors
    assert len(events(name)) > len(performed(name).truth.reps)
    for at_s in sorted({e.at_s for e in events(name)}):
        cut = listen([block.slice(0, int(np.searchsorted(block.time_s, at_s, "right")))])
        by_then = [e for e in cut.events.get("wrist", []) if e.at_s <= at_s and e.closed_by != "end"]
        assert by_then == [e for e in events(name) if e.at_s <= at_s and e.closed_by != "end"]


def test_lifts_are_held_back_until_a_look_passes_and_then_shown_in_order() -> None:
    live = Announcements("wrist")
    assert live.rep(1.0, never) == []
    assert live.call(1.8, never) == []
    assert (live.lifts, live.counted, live.called) == (1, [], [])
    assert shown(live.rep(2.0, always)) == [("rep", 1, 2.0), ("rep", 2, 2.0), ("flag", 2, 2.0)]
    assert [(one.at_s, one.shown_s) for one in live.counted] == [(1.0, 2.0), (2.0, 2.0)]
    assert [(one.at_s, one.shown_s) for one in live.called] == [(1.8, 2.0)]


def test_lifts_at_the_same_pace_are_not_looked_at_again() -> None:
    """The second one has no pace to compare with, and is."""
    live = Announcements("wrist")
    live.rep(1.0, always)
    assert shown(live.call(1.5, never)) == [("flag", 2, 1.5)]
    assert shown(live.rep(2.0, always)) == [("rep", 2, 2.0)]
    assert shown(live.rep(3.0, never)) == [("rep", 3, 3.0)]


def test_the_first_lift_is_called_on_its_way_if_a_look_passes_but_not_yet_counted() -> None:
    live = Announcements("wrist")
    assert shown(live.call(0.5, always)) == [("flag", 1, 0.5)]
    assert live.lifts == 0
    assert live.rep(1.0, never) == []
    assert shown(live.rep(2.0, always)) == [("rep", 1, 2.0), ("rep", 2, 2.0)]


def test_looks_that_fail_come_ever_more_rarely() -> None:
    """After lifts 1, 2, 3 the next look comes when the lifts have grown by 1.6: 4, 6, 9, 14, 22, 35, 56, 89."""
    assert looks([float(lift) for lift in range(1, 101)]) == [1, 2, 3, 4, 6, 9, 14, 22, 35, 56, 89]


def looks(lifts_s: list[float]) -> list[int]:
    """After which lifts a look was made that failed."""
    live, looked = Announcements("wrist"), []
    for lift, at_s in enumerate(lifts_s, start=1):
        live.rep(at_s, lambda lift=lift: looked.append(lift))  # type: ignore[misc]
    return looked


def test_another_pace_is_looked_at_at_once() -> None:
    """Twelve steps, one a second, then lifts every three seconds, until these are the usual pace."""
    lifts_s = [*range(1, 13), 15.0, 18.0, 21.0]
    assert looks([float(at_s) for at_s in lifts_s]) == [1, 2, 3, 4, 6, 9, 13, 14, 15]


def test_a_lift_much_sooner_than_the_others_is_held_back_until_a_look_passes() -> None:
    live = Announcements("wrist")
    for at_s in (3.0, 6.0, 9.0):
        live.rep(at_s, always)
    assert live.rep(10.0, never) == []
    assert live.rep(13.5, lambda: 12.0)[0].n == 4  # the step at 10 s was none: curls again since 12 s
    assert [one.at_s for one in live.counted] == [3.0, 6.0, 9.0, 13.5]


def test_what_was_called_before_the_curls_began_is_dropped() -> None:
    live = Announcements("wrist")
    live.rep(1.0, never)
    live.call(1.9, never)
    live.rep(2.0, never)
    live.call(4.9, never)
    assert shown(live.rep(5.0, lambda: 4.0)) == [("rep", 1, 5.0), ("flag", 1, 5.0)]
    assert [one.at_s for one in live.called] == [4.9]


@pytest.mark.parametrize(
    ("scale", "knows"), [(1.0, True), (0.9, True), (0.7, False), (0.56, False), (1.4, False)]
)
def test_swings_are_called_live_only_where_the_accelerometer_reads_gravity(scale: float, knows: bool) -> None:
    """Closed sets trust 84 to 120 % of gravity (`GRAVITY`); beyond, they do not know the push either."""
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01, acc_scale=(scale,) * 3)
    throws = (Still(3.0), CurlSet(reps=(THROWN,) * 6), Still(9.0))
    heard = listen(simulate(throws, sensor=sensor, seed=6).recording.sensors)
    assert [one.gravity_trusted for one in heard.sets] == [knows]
    called = [e for e in heard.events["wrist"] if isinstance(e, FlagEvent) and e.closed_by is None]
    assert bool(called) == knows
