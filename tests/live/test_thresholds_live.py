"""Thresholds moved in a session: the closed sets are judged again as if they had held from the start."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import pytest

from analysis.coaching.set_context import with_advice
from analysis.errors import TuningError
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.status import Status
from analysis.output.json_document import to_document
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import analyze, recording_facts
from analysis.stream.tracker import Tracker
from imu.formats import read_recording
from imu.recording.replay import in_packets
from imu.types import Recording

pytestmark = pytest.mark.slow

STRICT = DEFAULTS.with_(momentum__push_mps2=1.0)
"""A fifth of the usual limit: more of the demo's reps are called."""


@pytest.fixture(scope="module")
def demo() -> Recording:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path))


def play(recording: Recording, change_after_s: float) -> tuple[LiveSession, int]:
    session, changed = LiveSession(recording_facts(recording)), None
    for at_s, block in in_packets(recording, 0.2):
        if changed is None and at_s > change_after_s:
            changed = session.judge_by(STRICT)
        session.samples(block)
    session.finish()
    return session, session.judge_by(STRICT) if changed is None else changed


@pytest.fixture(scope="module")
def moved_late(demo: Recording) -> tuple[LiveSession, int]:
    """Thresholds that are moved once all is over; the tests only look at it."""
    return play(demo, 1e9)


@pytest.mark.parametrize("change_after_s", [0.0, 60.0, 150.0, 1e9])
def test_whenever_they_are_moved_the_sets_are_those_of_analyze(
    demo: Recording, change_after_s: float
) -> None:
    session, _ = play(demo, change_after_s)
    expected = to_document(with_advice(analyze(demo, STRICT), demo.notes, thresholds=STRICT))
    assert to_document(session.result())["sets"] == expected["sets"]
    assert session.result().thresholds_digest == STRICT.digest


def test_how_many_change_is_what_differs(demo: Recording, moved_late: tuple[LiveSession, int]) -> None:
    def verdicts(thresholds: Thresholds) -> list[str]:
        return [r.verdict for s in analyze(demo, thresholds).sets for r in s.reps]

    _, changed = moved_late
    assert changed == sum(a != b for a, b in zip(verdicts(DEFAULTS), verdicts(STRICT), strict=True)) > 0


def test_the_events_stay_as_they_were_shown(demo: Recording, moved_late: tuple[LiveSession, int]) -> None:
    session, _ = moved_late
    assert session.events == list(analyze(demo).events)


def test_what_would_change_the_count_is_refused() -> None:
    tracker = Tracker(keep=True)
    tracker.push(read_recording_block())
    with pytest.raises(TuningError, match="may change only thresholds"):
        tracker.judge_by(DEFAULTS.with_(segment__sweep_deg=30.0))


def read_recording_block() -> Any:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path)).sensors[0].slice(0, 100)


def test_the_page_moves_them(demo: Recording) -> None:
    session, _ = play(demo, -1.0)
    session.judge_by(DEFAULTS)
    hub = Hub(session, Status(mode="replay"))
    heard: list[dict[str, Any]] = []
    said: list[str] = []

    def page(message: dict[str, Any]) -> None:
        if message["type"] == "state":
            heard.append(message)
        elif message["type"] == "said":
            said.append(message["text"])

    presets: list[Thresholds] = []
    hub.on_thresholds = presets.append
    hub.join(page)
    hub.do({"do": "threshold", "name": "momentum.push_mps2", "value": 1.0})
    shown = heard[-1]["thresholds"]
    assert (shown["custom"], shown["items"][0]["value"]) == (True, 1.0)
    assert shown["change_text"].endswith(" reps change.")
    assert presets == [STRICT]
    hub.do({"do": "thresholds_reset"})
    assert heard[-1]["thresholds"]["custom"] is False
    for name, value in (
        ("live.flag_push_mps2", 3.0),
        ("momentum.carry", 1e9),
        ("momentum.none", 1.0),
        (7, 1.0),
    ):
        said.clear()
        hub.do({"do": "threshold", "name": name, "value": value})
        assert len(said) == 1
        assert heard[-1]["thresholds"]["custom"] is False
