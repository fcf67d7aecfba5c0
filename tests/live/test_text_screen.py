"""Lines of a session, against what `analyze` finds."""

from __future__ import annotations

from analysis.coaching.set_context import SetContext
from analysis.live.live_session import LiveSession
from analysis.live.text_screen import PlainScreen
from analysis.stream.offline import recording_facts
from imu.recording.replay import in_packets
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate


def test_each_set_is_told_though_a_later_one_has_closed_before_it_is_shown() -> None:
    """One stretch of movement may hold several sets, whose events come together when it closes."""
    sets = [CurlSet(reps=(SimulatedRep(lift_s=1.6),) * count) for count in (5, 4)]
    stages = (Still(2.0), sets[0], Still(9.0), sets[1], Still(9.0))
    recording = simulate(stages, sensor=SensorModel(rate_hz=50.0), seed=3).recording
    session = LiveSession(recording_facts(recording), SetContext())
    events = [event for _, block in in_packets(recording, 0.05) for event in session.samples(block)]
    events += session.finish()
    lines: list[str] = []
    screen = PlainScreen(lambda text, _: lines.append(text), session)
    for event in events:
        screen.show(event)
    told = [line.partition("Set ")[2] for line in lines if "Set " in line]
    assert [text[:2] for text in told] == ["1:", "2:"]
    assert ["of 5" in text for text in told] == [True, False]
    assert ["of 4" in text for text in told] == [False, True]
