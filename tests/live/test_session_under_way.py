"""A session under way says what `analyze` says, however the samples come."""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np
import pytest

from analysis.coaching.set_context import SetContext, with_advice
from analysis.coaching.weights import parse_weight
from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.status import Status
from analysis.output.data_sentences import quality_text
from analysis.output.json_document import to_json
from analysis.records.events import Event, FlagEvent
from analysis.records.results import SessionResult
from analysis.stream.offline import analyze, recording_facts
from imu.formats import read_recording
from imu.recording.replay import in_packets
from imu.types import Recording
from tests.fixtures.spoiled import frozen, lifts, with_values

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo() -> Recording:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path))


def play(recording: Recording, packet_s: float, told: SetContext | None = None) -> LiveSession:
    session = LiveSession(recording_facts(recording), told or SetContext())
    for _, block in in_packets(recording, packet_s):
        session.samples(block)
    session.finish()
    return session


@pytest.fixture(scope="module")
def at_once(demo: Recording) -> SessionResult:
    """What `analyze` says of the demo."""
    return with_advice(analyze(demo), demo.notes)


@pytest.mark.parametrize("packet_s", [0.011, 0.05, 1.0, 1e9])
def test_live_is_analyze(demo: Recording, at_once: SessionResult, packet_s: float) -> None:
    session = play(demo, packet_s)
    assert to_json(session.result()) == to_json(at_once)
    assert sorted(session.events, key=lambda e: e.at_s) == list(at_once.events)


def test_a_listener_hears_every_event_once_and_in_time(demo: Recording) -> None:
    heard: list[tuple[Event, float]] = []
    session = LiveSession(recording_facts(demo), on_event=lambda e: heard.append((e, session.now_s)))
    for _, block in in_packets(demo):
        session.samples(block)
    session.finish()
    assert [event for event, _ in heard] == session.events
    assert all(event.at_s <= now_s for event, now_s in heard)
    assert max(now_s - event.at_s for event, now_s in heard) <= 0.12


def test_the_swing_is_called_and_said_before_the_top(demo: Recording) -> None:
    """The demo's working set swings from rep 7 on (its simulated lifter was told to)."""
    session = LiveSession(recording_facts(demo))
    said: dict[int, str] = {}
    for _, block in in_packets(demo):
        for event in session.samples(block):
            if isinstance(event, FlagEvent) and session.cue is not None:
                said[event.n] = session.cue.headline
                assert session.arms["wrist"].count == event.n - 1
    assert said == {7: "Swing", 8: "Swing", 9: "Swing ×3", 10: "Swing ×4"}


def test_what_is_shown_changes_nothing(demo: Recording, at_once: SessionResult) -> None:
    """Looked at five times a second, in lifts and between them."""
    looked = LiveSession(recording_facts(demo))
    for _, block in in_packets(demo, 0.2):
        looked.samples(block)
        looked.result()
        for arm in looked.arms.values():
            arm.take_points()
    looked.finish()
    assert to_json(looked.result()) == to_json(at_once)


def test_the_trace_moves_at_twenty_points_a_second(demo: Recording) -> None:
    session = LiveSession(recording_facts(demo))
    times: list[float] = []
    for _, block in in_packets(demo):
        session.samples(block)
        for arm in session.arms.values():
            points = arm.take_points()
            if points is not None:
                times += points.time_s.tolist()
    steps = np.diff(times)
    assert (steps > 0).all()
    assert np.median(steps) == pytest.approx(0.05, abs=0.011)
    assert steps.max() <= 0.12


def test_words_of_the_session_come_before_those_of_the_command_line(demo: Recording) -> None:
    session = LiveSession(recording_facts(demo), SetContext(weight=parse_weight("20kg"), target_reps=5))
    blocks = [block for _, block in in_packets(demo, 1.0)]
    half = len(blocks) // 2
    for block in blocks[:half]:
        session.samples(block)
    session.tell("weight_kg", "30")
    for block in blocks[half:]:
        session.samples(block)
    session.finish()
    assert [(s.weight_kg, s.target_reps) for s in session.result().sets] == [(20.0, 5), (30.0, 5)]


def test_a_weight_corrected_afterwards_is_that_sets_alone(demo: Recording) -> None:
    session = play(demo, 1.0)
    before = [s.weight_kg for s in session.result().sets]
    session.set_weight(1, 8.0)
    assert [s.weight_kg for s in session.result().sets] == [8.0, *before[1:]]


def test_a_rep_taken_out_changes_the_set_and_can_come_back(demo: Recording) -> None:
    session = play(demo, 1.0)
    before, first = to_json(session.result()), session.sets[0]
    key = f"wrist {first.reps[-1].top_s!r}"
    session.take_out(key)
    assert len(session.result().sets[0].reps) == len(first.reps) - 1
    session.put_back(key)
    assert to_json(session.result()) == before


def test_the_page_says_what_was_left_out():
    """The same sentence as in the report, from the moment on at which it is known."""
    block = with_values(frozen(lifts(), 12.0, 15.0), [30], gyr=[34.9, None, None])
    recording = Recording(path="", files=(), format="canonical", sensors=(block,))
    session = LiveSession(recording_facts(recording))
    session.samples(block.slice(0, 30))
    assert make_state(session, Status())["data"] == []
    session.samples(block.slice(30, len(block)))
    session.finish()
    said = [quality_text(q) for q in session.result().quality if q.code in ("impossible", "frozen")]
    assert len(said) == 2
    assert sorted(make_state(session, Status())["data"]) == sorted(said)


@pytest.mark.parametrize(("target", "label"), [(None, "same weight"), (10, "same weight × 10")])
def test_a_weight_that_stays_is_no_percentage(target: int | None, label: str) -> None:
    recording = Recording(path="", files=(), format="canonical", sensors=(lifts(),))
    session = play(recording, 1e9, SetContext(target_reps=target))
    advice = make_state(session, Status())["summary"]["advice"]
    assert [choice["label"] for choice in advice["choices"]] == [label]
