"""What is said in a set when a sensor on the trunk sees it lean."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from analysis.coaching.corrections import rep_key
from analysis.live.cues import Cue
from analysis.live.live_session import LiveSession
from analysis.live.text_screen import PlainScreen
from analysis.records.results import SessionResult
from analysis.stream.offline import recording_facts
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, PickUp, SensorModel, SimulatedRep, Still, simulate
from imu.types import Recording, SampleBlock

CALM = SimulatedRep(pause_bottom_s=0.5)
THROWN = replace(CALM, swing=2.0)
SENSOR = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01)


@cache
def recorded(thrown: tuple[int, ...], reps: int = 7) -> Recording:
    """Picks a weight up and curls it; of the reps that are named, from 1, the body throws it."""
    lifts = tuple(THROWN if n in thrown else CALM for n in range(1, reps + 1))
    return simulate(
        (Still(2.0), PickUp(bend_deg=50.0), Still(3.0), CurlSet(reps=lifts), Still(10.0)),
        placements=("wrist", "trunk"),
        sensor=SENSOR,
    ).recording


def worn(wrist: Recording, trunk: Recording) -> Recording:
    """The wrist of one recording beside the trunk of another."""
    return replace(wrist, sensors=(wrist.sensors[0], trunk.sensors[1]))


def said(recording: Recording, *, late_s: float = 0.0) -> tuple[list[Cue], list[str]]:
    """Cues and sounds in the order in which they came; the trunk's samples arrive later by ``late_s``."""
    session = LiveSession(recording_facts(recording))
    cues: list[Cue] = []
    waiting: list[SampleBlock] = []
    for _, block in in_packets(recording):
        waiting.append(block)
        for one in [w for w in waiting if w.sensor == "wrist" or w.time_s[-1] <= block.time_s[-1] - late_s]:
            waiting.remove(one)
            session.samples(one)
            if session.cue is not None and session.cue not in cues[-1:]:
                cues.append(session.cue)
    return cues, session.sounds


@pytest.mark.parametrize("late_s", [0.0, 0.6])
def test_a_lean_that_the_wrist_does_not_feel_is_said_and_then_corrected(late_s: float) -> None:
    cues, sounds = said(worn(recorded(()), recorded((5,))), late_s=late_s)
    assert [(cue.rep, cue.in_one_line) for cue in cues] == [
        (5, "Leaning back: stand still"),
        (6, "Corrected"),
    ]
    assert [sound for sound in sounds if sound != "tick"] == ["swing", "corrected"]


def test_a_thrown_rep_is_a_swing_and_the_trunk_says_where_from() -> None:
    cues, _ = said(recorded((5, 6, 7)))
    assert [(cue.kind, cue.in_one_line) for cue in cues if cue.rep == 6][-1] == (
        "swing",
        "Swing: stand still",
    )
    assert (cues[-1].rep, cues[-1].in_one_line) == (7, "Swing ×3: stop here or go lighter")


def test_without_the_trunk_the_cue_knows_no_lean() -> None:
    whole = recorded((5,))
    cues, _ = said(replace(whole, sensors=whole.sensors[:1]))
    assert {cue.in_one_line for cue in cues if cue.rep == 5} == {"Swing: slower or lighter"}


def test_a_calm_trunk_says_nothing() -> None:
    assert said(recorded(())) == ([], ["tick"] * 7)


def test_a_hole_in_the_trunk_is_told_and_makes_no_second_arm() -> None:
    recording = recorded(())
    session = LiveSession(recording_facts(recording))
    lines: list[str] = []
    screen = PlainScreen(lambda text, _: lines.append(text), session)
    for _, block in in_packets(recording):
        if block.sensor == "trunk" and 6.0 < block.time_s[-1] < 10.0:
            continue
        for event in session.samples(block):
            screen.show(event)
    assert list(session.arms) == ["wrist"]
    told = [line for line in lines if "signal lost" in line.lower()]
    assert told
    assert all("trunk" in line for line in told)
    assert not any("wrist" in line for line in lines)


def test_a_resting_page_asks_again_and_again_and_gets_what_has_changed() -> None:
    """Of sets that close, are joined with their trunk, and are corrected: always the result, worked out once for each."""
    recording = recorded((5, 6, 7))
    session = LiveSession(recording_facts(recording))
    seen: list[SessionResult] = []
    for n, (_, block) in enumerate(in_packets(recording)):
        session.samples(block)
        now = session.result_of_sets()
        if n % 4 == 0 or now is not seen[-1]:
            assert now.sets == session.result(curves=False).sets
        if not seen or now is not seen[-1]:
            seen.append(now)
    assert len(seen) <= len(session.events) + 3  # the start, the set, and the set with its trunk
    assert {rep.trunk_verdict for one in seen[-1].sets for rep in one.reps} == {"still", "lean"}
    (done,) = seen[-1].sets
    session.take_out(rep_key(done.sensor, done.reps[0]))
    assert [len(one.reps) for one in session.result_of_sets().sets] == [len(done.reps) - 1]
    session.finish()
    assert session.result_of_sets() == session.result(curves=False)
