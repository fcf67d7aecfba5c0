"""The end of a session, on the page and in the terminal: with a set, and after nothing but a walk."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cli.live_report import leave_report
from analysis.coaching.set_context import SetContext
from analysis.live.cues import cue_for
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.phone_state import phone_message
from analysis.live.status import SensorStatus, Status
from analysis.live.summary_state import State
from analysis.stream.offline import recording_facts
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, Walk, simulate

UP = {"wrist": SensorStatus(sensor="wrist", name="WT901BLE67", state="up")}
SWUNG = SimulatedRep(lift_s=1.0, lower_s=1.4, swing=0.9)


def ended(*stages: CurlSet | Still | Walk) -> tuple[LiveSession, State]:
    """A session of these stages, and the page's state at its end."""
    recording = simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=3).recording
    hub = Hub(LiveSession(recording_facts(recording), SetContext()), Status(report_url="/report"))
    for _, block in in_packets(recording, 0.05):
        hub.samples(block)
    hub.finish()
    return hub.session, make_state(hub.session, hub.status)


@pytest.fixture(scope="module")
def walked() -> tuple[LiveSession, State]:
    return ended(Still(3.0), Walk(20.0), Still(9.0))


@pytest.fixture(scope="module")
def swung() -> tuple[LiveSession, State]:
    return ended(Still(3.0), CurlSet(reps=(SWUNG,) * 4), Still(9.0))


def test_after_a_walk_the_page_says_why_it_was_no_set(walked: tuple[LiveSession, State]) -> None:
    summary = walked[1]["summary"]
    assert [one["text"] for one in summary["lines"]] == ["No rep"]
    assert summary["advice"]["sentence"].startswith("Found instead: ")
    assert summary["advice"]["sentence"].endswith(" of movement too small for a curl.")


def test_without_a_rep_no_report_is_offered_or_left(
    walked: tuple[LiveSession, State], tmp_path: Path
) -> None:
    session, state = walked
    assert state["session"]["report_url"] is None
    page, lines = leave_report(session, session.result(), str(tmp_path / "curls.csv"))
    assert page is None
    assert lines[0] == "No report: the recording holds no curls."
    assert not list(tmp_path.iterdir())


def test_a_set_leaves_a_report_and_its_advice_is_told_to_page_and_phone(
    swung: tuple[LiveSession, State], tmp_path: Path
) -> None:
    session, state = swung
    assert state["session"]["report_url"] == "/report"
    page, lines = leave_report(session, session.result(), str(tmp_path / "curls.csv"))
    assert page == tmp_path / "curls.html"
    assert page.exists()
    assert lines[0] == f"Report: {page}"
    phone = phone_message(state)
    assert phone is not None
    assert phone["summary"]["advice"] == state["summary"]["advice"]["sentence"]
    assert phone["summary"]["lines"] == ["4 with swing"]


def test_swings_in_a_row_are_counted(swung: tuple[LiveSession, State]) -> None:
    session, _ = swung
    reps = dict(enumerate(session.sets[0].reps, start=1))
    said = [cue_for({n: reps[n] for n in range(1, k + 1)}, {}, k, None) for k in range(1, 5)]
    assert [cue and cue.headline for cue in said] == ["Swing", "Swing", "Swing ×3", "Swing ×4"]


def test_before_the_end_the_last_movement_that_was_none_is_named() -> None:
    """Lifts to 48° from hanging are too narrow for curls; the lifter taps "End set" all the same."""
    narrow = CurlSet(reps=(SimulatedRep(lift_s=1.0, top_deg=48.0),) * 5)
    recording = simulate(
        (Still(4.0), narrow, Still(12.0)), sensor=SensorModel(rate_hz=50.0), seed=3
    ).recording
    hub = Hub(LiveSession(recording_facts(recording), SetContext()), Status(sensors=UP))
    hub.rest()
    assert make_state(hub.session, hub.status)["summary"] is None
    for _, block in in_packets(recording, 0.05):
        hub.samples(block)
    state = make_state(hub.session, hub.status)
    assert state["screen"] == "rest"
    assert state["summary"]["advice"]["sentence"] == "No movement as wide as a curl."
