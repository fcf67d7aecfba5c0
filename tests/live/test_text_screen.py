"""Lines of a session, against what `analyze` finds."""

from __future__ import annotations

from dataclasses import replace

from analysis.coaching.set_context import SetContext
from analysis.live.live_session import LiveSession
from analysis.live.summary_state import summary_state
from analysis.live.text_screen import PlainScreen
from analysis.records.events import Event, LiveEvent, RepEvent, VerdictEvent
from analysis.stream.offline import recording_facts
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import Recording

FULL = SimulatedRep()
HALF = replace(FULL, top_deg=55.0, lift_s=1.0, lower_s=1.0)
"""50° beside 125°: enough to be counted at once, less than the 40 % that a half rep has (`segment.own_share`)."""
TAKEN_BACK = "1 less than was shown: it was no full rep of this set."


def played(*stages: CurlSet | Still) -> tuple[LiveSession, list[Event]]:
    recording = simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=3).recording
    session = LiveSession(recording_facts(recording), SetContext())
    events = [event for _, block in in_packets(recording, 0.05) for event in session.samples(block)]
    return session, [*events, *session.finish()]


def lines_of(session: LiveSession, events: list[Event]) -> list[str]:
    lines: list[str] = []
    screen = PlainScreen(lambda text, _: lines.append(text), session)
    for event in events:
        screen.show(event)
    return lines


def test_a_half_rep_that_is_taken_back_is_said() -> None:
    """Once, with its set; the next set says nothing."""
    sets = [CurlSet(reps=(FULL,) * 3 + extra + (FULL,) * 3) for extra in ((HALF,), ())]
    session, events = played(Still(3.0), sets[0], Still(9.0))
    assert any(isinstance(one, RepEvent) and one.n == 7 for one in events)
    lines = lines_of(session, events)
    assert [text.endswith(TAKEN_BACK) for text in lines].count(True) == 1
    assert "6 of 6" in next(text for text in lines if "Set 1" in text)
    summary = summary_state(session, session.result_of_sets(), session.sets)
    assert summary["beside"][0] == {"title": "Count", "text": TAKEN_BACK}
    session, events = played(Still(3.0), sets[0], Still(9.0), sets[1], Still(9.0))
    assert [text.endswith(TAKEN_BACK) for text in lines_of(session, events)].count(True) == 1
    assert all(
        one["title"] != "Count"
        for one in summary_state(session, session.result_of_sets(), session.sets)["beside"]
    )


def test_each_set_is_told_though_a_later_one_has_closed_before_it_is_shown() -> None:
    """One stretch of movement may hold several sets, whose events come together when it closes."""
    sets = [CurlSet(reps=(SimulatedRep(lift_s=1.6),) * count) for count in (5, 4)]
    stages = (Still(2.0), sets[0], Still(9.0), sets[1], Still(9.0))
    lines = lines_of(*played(*stages))
    told = [line.partition("Set ")[2] for line in lines if "Set " in line]
    assert [text[:2] for text in told] == ["1:", "2:"]
    assert ["of 5" in text for text in told] == [True, False]
    assert ["of 4" in text for text in told] == [False, True]


def half_reps() -> Recording:
    """Full reps, and a sixth that stops half-way."""
    reps = (SimulatedRep(lift_s=1.6),) * 5 + (SimulatedRep(lift_s=1.6, top_deg=75.0),)
    stages = (Still(2.0), CurlSet(reps=reps), Still(9.0))
    return simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=3).recording


def test_every_rep_is_judged_once_and_as_the_closed_set_says() -> None:
    """The first at its top; the half rep when it comes down, as its top might have been still to come."""
    recording = half_reps()
    session = LiveSession(recording_facts(recording), SetContext())
    lines: list[str] = []
    screen = PlainScreen(lambda text, _: lines.append(text), session)
    told: list[LiveEvent] = []
    for _, block in in_packets(recording, 0.05):
        for event in session.samples(block):
            told.append(event)
            screen.show(event)
    told += session.finish()
    (one,) = session.sets
    verdicts = [event for event in told if isinstance(event, VerdictEvent)]
    assert [(e.n, e.verdict, e.closed_by) for e in verdicts] == [
        (rep.index, rep.verdict, None) for rep in one.reps
    ]
    counted = {event.n: event.at_s for event in told if isinstance(event, RepEvent)}
    late = {event.n: event.at_s - counted[event.n] for event in verdicts}
    assert late.pop(6) > 0.3
    assert max(late.values()) < 0.1
    judged = [line for line in lines if "controlled  " in line or "half rep  " in line]
    assert [line.split("rep ")[1][0] for line in judged] == list("123456")
    assert session.events == [event for event in told if not isinstance(event, VerdictEvent)]
