"""Before the first set the page says how long the lifter has moved; a resting hand moves nothing."""

from __future__ import annotations

import pytest

from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.status import Status
from analysis.live.summary_state import State
from analysis.stream.offline import recording_facts
from imu.recording.replay import in_packets
from imu.simulate import Idle, Walk, simulate
from imu.types import Recording
from imu.units import NBSP
from tests.fixtures.both_arms import SENSOR, walked_up


def states(recording: Recording, every_s: float) -> list[tuple[float, State]]:
    """State of the page every so often, with the time."""
    session, made = LiveSession(recording_facts(recording)), []
    for now_s, block in in_packets(recording, every_s):
        session.samples(block)
        made.append((now_s, make_state(session, Status(mode="replay"))))
    return made


@pytest.mark.slow
def test_the_minutes_go_up_while_walking_and_are_gone_with_the_first_set() -> None:
    found = states(walked_up(60.0, 10.0), 5.0)
    walking = [(at_s, state["moved"]) for at_s, state in found if 20.0 <= at_s <= 60.0]
    assert len(walking) >= 7
    for at_s, moved in walking:
        assert moved["moved_s"] == pytest.approx(at_s, abs=6.0)
        assert moved["text"].endswith(f"of 3 to 5{NBSP}min")
        assert not moved["enough"]
    after = [state for _, state in found if state["screen"] != "waiting"]
    assert after
    assert all(state["moved"] is None for state in after)


@pytest.mark.slow
def test_three_minutes_are_enough_and_standing_about_is_none() -> None:
    walked = simulate((Walk(200.0),), sensor=SENSOR, seed=2).recording
    stood = simulate((Idle(60.0),), sensor=SENSOR, seed=2).recording
    (_, last), (_, other) = states(walked, 50.0)[-1], states(stood, 20.0)[-1]
    assert last["moved"]["enough"]
    assert other["moved"] is None
