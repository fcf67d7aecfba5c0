"""The live session in another language: nothing that a page shows is left in English, and German as a coach says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.coaching.set_context import SetContext
from analysis.language import say, words_below
from analysis.live.expert_panel import EXPERT
from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.sources.browser_phone import PHONE_NOTES, phone_note_words
from analysis.live.sources.replayed import ReplaySource
from analysis.live.status import Invitation, Nearby, SensorStatus, Status
from analysis.live.text_screen import PlainScreen
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import RecordingFacts, recording_facts
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, SimulatedRep, Still, simulate
from imu.units import NBSP
from tests.fixtures.languages import marked_language, speaking, unmarked

UP = SensorStatus(sensor="wrist_left", name="X1", state="up", true_hz=50.0)
LOST = replace(UP, state="lost", lost_at_s=0.0)
NEAR = Nearby(name="X2", address="1", rssi=-60, profile="generic")
PHONES = (
    Invitation(sensor="wrist_left", kind="browser", address="https://10.0.0.2/"),
    Invitation(sensor="wrist_right", kind="app", address="https://10.0.0.2/"),
)
STATUSES = {
    "no sensor": Status(),
    "searching": Status(searching=True),
    "near": Status(searching=True, nearby=(NEAR,)),
    "connecting": Status(sensors={"wrist_left": replace(UP, state="connecting")}),
    "phone": Status(invitations=PHONES[:1]),
    "phone with an app": Status(invitations=PHONES[1:]),
    "one phone more": Status(sensors={"wrist_left": UP}, invitations=PHONES),
    "ready": Status(sensors={"wrist_left": UP}),
    "no side": Status(sensors={"wrist": replace(UP, sensor="wrist")}),
    "lost": Status(sensors={"wrist_left": LOST}),
    "lost for long": Status(sensors={"wrist_left": LOST}, now_s=60.0),
    "lost in a rest": Status(sensors={"wrist_left": LOST}, resting_since_s=0.0),
    "slow": Status(sensors={"wrist_left": replace(UP, true_hz=2.0, asked_hz=50.0)}),
    "battery": Status(sensors={"wrist_left": replace(UP, battery=9)}),
    "fault": Status(sensors={"wrist_left": UP}, recording="1.csv", recording_fault="7"),
}
COMMANDS: dict[str, dict[str, Any]] = {
    "unknown": {},
    "not here": {"do": "search"},
    "weight": {"do": "weight", "kg": 12.5},
    "no weight": {"do": "weight", "kg": -1},
    "target": {"do": "target", "reps": 0.5},
    "unit": {"do": "unit", "unit": "st"},
    "rep": {"do": "rep_out", "key": "?"},
    "set": {"do": "set_weight", "set": 9, "kg": 10},
    "threshold": {"do": "threshold", "name": "grid.slow_rate_hz", "value": 1.0},
    "no preset": {"do": "preset"},
    "other preset": {"do": "preset", "text": "[live]\nrest_s = 9.0\n"},
}


def session() -> LiveSession:
    facts = RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
    return LiveSession(facts, SetContext())


def texts_of(state: dict[str, Any]) -> Iterator[str]:
    """What a page shows of a state before anything was lifted."""
    notice = state["notice"]
    yield from (notice["headline"], notice["line"], *(one["label"] for one in notice["buttons"]))
    yield from (one["text"] for one in (*state["check"], state["recording"]))
    yield from (one[key] for one in state["thresholds"]["items"] for key in ("title", "effect"))
    yield from (one["unit"] for one in state["thresholds"]["items"] if "/" not in one["unit"])
    yield state["rack"]["usual"]


def english_in(texts: Iterator[str]) -> list[str]:
    """Texts with a word outside of all marks."""
    return [text for text in texts if re.search("[a-z]{2}", unmarked(text))]


@pytest.mark.parametrize("name", STATUSES)
def test_all_that_is_shown_before_a_set_is_in_the_files_of_words(tmp_path: Path, name: str) -> None:
    with speaking(marked_language(tmp_path / "marked.json")):
        assert english_in(texts_of(make_state(session(), STATUSES[name]))) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_answer_to_a_page_is_in_the_files_of_words(tmp_path: Path, name: str) -> None:
    said: list[str] = []
    hub = Hub(session(), Status())
    hub.join(lambda message: said.append(message["text"]) if message["type"] == "said" else None)
    with speaking(marked_language(tmp_path / "marked.json")):
        hub.do(COMMANDS[name])
    assert len(said) == 1
    assert english_in(iter(said)) == []


@pytest.mark.parametrize("note", PHONE_NOTES)
def test_what_a_phone_says_of_itself_has_two_parts(note: str) -> None:
    with speaking("de"):
        headline, line = phone_note_words(note)
    assert (headline, line) != phone_note_words(note)
    assert "Handy" in f"{headline}{line}"


@pytest.mark.parametrize("name", [name for name, _ in EXPERT])
def test_the_effect_of_a_threshold_is_its_meaning(name: str) -> None:
    """Which stands in the settings too, for who writes a preset."""
    assert say(f"threshold.{name}.effect") == DEFAULTS.row(f"momentum.{name}").meaning


def notice(status: Status) -> tuple[str, str]:
    with speaking("de"):
        shown = make_state(session(), status)["notice"]
    return shown["headline"], shown["line"]


def test_notices_in_german() -> None:
    near = (NEAR, replace(NEAR, name="X3", rssi=-70))
    assert notice(STATUSES["near"]) == ("Suche", "1 Sensor in der Nähe; am nächsten: X2")
    assert notice(Status(searching=True, nearby=near))[1] == "2 Sensoren in der Nähe; am nächsten: X2"
    assert notice(STATUSES["battery"])[0] == f"Batterie 9{NBSP}%"
    slow = DEFAULTS.grid.slow_rate_hz
    assert notice(STATUSES["slow"])[1] == f"2 Messwerte je Sekunde; nötig sind {slow:.0f}"


def test_rates_weights_and_steps_have_a_decimal_comma() -> None:
    with speaking("de"):
        state = make_state(session(), STATUSES["slow"])
        told = session()
        told.tell("weight_kg", "12.5")
        assert make_state(told, Status())["weight"]["text"] == f"12,5{NBSP}kg"
    assert state["sensors"][0]["text"] == "auf 50 Hz gestellt, liefert 2,0 Hz"
    assert state["rack"]["usual"] == f"alle 2,5{NBSP}kg"


def test_a_replay_says_how_fast_it_is() -> None:
    recording = simulate((Still(1.0),), seed=1).recording
    with speaking("de"):
        assert ReplaySource(recording, 1.0).strip == "Wiedergabe"
        assert ReplaySource(recording, 2.5).strip == "Wiedergabe, 2,5-fach"


def test_lines_of_a_session_in_german() -> None:
    """Five calm reps: each has its line, the set one with the weight."""
    stages = (Still(3.0), CurlSet(reps=(SimulatedRep(),) * 5), Still(12.0))
    recording = simulate(stages, seed=3).recording
    live = LiveSession(recording_facts(recording), SetContext())
    live.tell("weight_kg", "12.5")
    lines: list[str] = []
    screen = PlainScreen(lambda text, _: lines.append(text), live)
    with speaking("de"):
        for _, block in in_packets(recording, 0.05):
            for event in live.samples(block):
                screen.show(event)
        for event in live.finish():
            screen.show(event)
    reps = [found[1] for text in lines if (found := re.search(r"  Wdh\. (\d+)", text))]
    assert list(dict.fromkeys(reps)) == ["1", "2", "3", "4", "5"]
    assert sum(f"  Satz 1, 12,5{NBSP}kg: " in text for text in lines) == 1


def test_every_place_that_english_has_a_word_for_has_one_in_german() -> None:
    english = words_below("place", "check", "notice")
    with speaking("de"):
        german = words_below("place", "check", "notice")
    same = {name for name in english if english[name] == german[name]}
    assert same == {"check.sensor", "notice.button.demo"}
