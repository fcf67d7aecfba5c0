"""What a screen says of the reps of an open set, and when: simulated reps at known distances from the limits."""

from __future__ import annotations

from analysis.evaluation.shown_verdicts import ShownRep, shown_reps
from analysis.live.sensor_view import SensorView
from analysis.records.events import FlagEvent, RepEvent
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.tracker import Tracker
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import Recording

STRICT = SimulatedRep(lift_s=1.8)
SWINGS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""From a calm lift to a clear throw, with the limit between the third and the fourth."""
RAMP = (STRICT, STRICT, *(SimulatedRep(lift_s=1.3, swing=one, profile="early") for one in SWINGS))
BEFORE_S = 3.0
"""Stillness before the first rep."""


def recorded(*reps: SimulatedRep, gaps_s: tuple[tuple[float, float], ...] = ()) -> Recording:
    stages = (Still(BEFORE_S), CurlSet(reps=reps), Still(10.0))
    return simulate(stages, sensor=SensorModel(rate_hz=50.0, gaps_s=gaps_s), seed=6).recording


def lowering_s(rep: SimulatedRep, n: int) -> float:
    """Time at which the middle of the lowering of rep ``n`` of many alike falls, s."""
    lifted_s = rep.pause_bottom_s + rep.lift_s + rep.pause_top_s
    return BEFORE_S + (n - 1) * (lifted_s + rep.lower_s) + lifted_s + 0.5 * rep.lower_s


def at_once(rep: ShownRep) -> bool:
    return rep.waited_s is not None and rep.waited_s < 0.2


def test_a_clear_verdict_is_shown_at_the_top_and_a_close_one_later_or_never() -> None:
    found = shown_reps(recorded(*RAMP))
    assert [at_once(rep) for rep in found] == [True] * 4 + [False] * 2 + [True] * 3
    assert [rep.shown for rep in found if at_once(rep)] == [("controlled",)] * 4 + [("momentum",)] * 3
    assert not any(rep.is_contradicted for rep in found)


def test_nothing_is_said_at_the_limit_of_a_half_rep() -> None:
    """A forearm that comes up just as high as a full rep asks for may be on either side when the set closes.

    A lift is over where it slows down, some 4° below the highest point.
    """
    top_deg = DEFAULTS.momentum.partial_top_deg + 4.0
    found = shown_reps(recorded(*[SimulatedRep(top_deg=top_deg)] * 4))
    assert [rep.shown for rep in found] == [()] * 4
    assert all(rep.final in ("controlled", "partial") for rep in found)


def test_after_a_hole_a_rep_is_judged_when_it_is_over() -> None:
    """The first hole takes a verdict back; the second one finds none, as the rep was waited for."""
    holes = tuple((at_s, at_s + 0.4) for at_s in (lowering_s(STRICT, 2), lowering_s(STRICT, 4)))
    found = shown_reps(recorded(*[STRICT] * 6, gaps_s=holes))
    assert [rep.final for rep in found] == ["controlled", "uncertain"] * 2 + ["controlled"] * 2
    assert [rep.shown for rep in found] == [("controlled",)] * 3 + [()] + [("controlled",)] * 2
    assert [at_once(rep) for rep in found] == [True, True] + [False] * 4


def test_a_call_that_the_measured_rep_does_not_bear_out_is_taken_from_the_screen() -> None:
    """Rep 5 is called on its way up; at its top it is below the limit, though too near to call it controlled."""
    tracker, view = Tracker(), SensorView("wrist")
    stands, counted_s = {}, float("inf")
    for now_s, block in in_packets(recorded(*RAMP)):
        events = tracker.push(block)
        for event in events:
            view.absorb(event)
            if isinstance(event, RepEvent) and event.n == 5:
                counted_s = now_s
        looked = any(isinstance(one, (RepEvent, FlagEvent)) for one in events)
        view.look(tracker.sensors["wrist"], now_s, again=looked)
        if 5 in view.called and 5 not in view.reps:
            stands[now_s] = 5 in view.standing
    assert [at_s < counted_s + 0.4 for at_s in stands] == list(stands.values())
    assert set(stands.values()) == {True, False}
