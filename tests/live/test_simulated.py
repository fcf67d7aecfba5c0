"""The simulated sensor: its packets through the port of all sources, without a Bluetooth stack and without waiting."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from analysis.live.hub import Hub
from analysis.live.live_session import LiveSession
from analysis.live.page_state import screen_of
from analysis.live.runner import Program
from analysis.live.sources.session_recording import SessionRecording
from analysis.live.sources.simulated import (
    AWAY_S,
    MOST_LAG_S,
    PROFILE,
    DemoFaults,
    SimulatedSensor,
    SimulatedSource,
)
from analysis.live.status import Status
from analysis.records.events import Event, RepEvent, SetEvent
from analysis.stream.offline import RecordingFacts, analyze
from imu.devices import DeviceStream, load_profile
from imu.formats import read_recording
from imu.simulate import sensor_demo_session
from imu.virtual_ble.faults import Faults
from imu.virtual_ble.firmware import Said

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
screens: list[str] = []
"""What the page showed at every event of the set that was played last, before the set was over."""


class Quick:
    """A clock that goes on by just what is waited for."""

    def __init__(self) -> None:
        self.now_s = 0.0

    async def wait(self, seconds: float) -> None:
        self.now_s += seconds
        await asyncio.sleep(0)


def played(faults: DemoFaults, folder: Path) -> tuple[Hub, SessionRecording, list[str]]:
    """A session up to the end of its first set, recorded; and what was said about the sensor."""
    recording = SessionRecording(folder, datetime(2026, 5, 14, 18, 42, tzinfo=UTC))

    async def main() -> Hub:
        clock = Quick()
        facts = RecordingFacts(path="live", files=(), format="canonical", start_s=0.0, end_s=0.0)
        hub = Hub(LiveSession(facts, write_note=recording.note), Status())
        hub.told.append(said.append)

        def watch(event: Event) -> None:
            screens.append(screen_of(hub.session, hub.status))
            if isinstance(event, SetEvent):
                screens.pop()
                hub.end()

        program = Program(hub, [watch], lambda: clock.now_s, recording.open)
        await program.run(SimulatedSource("wrist_left", faults, wait=clock.wait))
        return hub

    screens.clear()
    said: list[str] = []
    hub = asyncio.run(main())
    recording.close()
    return hub, recording, said


def test_a_set_is_counted_judged_and_recorded(tmp_path: Path) -> None:
    hub, recording, said = played(DemoFaults(swing=True), tmp_path)
    assert said == [
        "Looking for Movella DOT demo.",
        "Connecting to Movella DOT demo.",
        "Movella DOT demo is connected.",
        "Movella DOT demo was let go.",
    ]
    (made,) = hub.session.sets
    assert [rep.cause for rep in made.reps] == [None] * 6 + ["swing"] * 4
    assert recording.recorder is not None
    for path in (recording.recorder.csv_path, recording.recorder.packets_path):
        (again,) = analyze(read_recording(str(path))).sets
        assert again.reps == made.reps
    (sensor,) = hub.status.sensors.values()
    assert (sensor.sensor, sensor.name, sensor.asked_hz) == ("wrist_left", "Movella DOT demo", 60.0)


def test_a_lost_link_leaves_a_gap_and_comes_back(tmp_path: Path) -> None:
    hub, recording, said = played(DemoFaults(drop_link=True), tmp_path)
    assert said[3:6] == [
        "The link to Movella DOT demo ended; looking for it again.",
        "Connecting to Movella DOT demo.",
        "Movella DOT demo is back after 4.5 s.",
    ]
    assert recording.recorder is not None
    (block,) = read_recording(str(recording.recorder.csv_path)).sensors
    gaps = np.diff(block.time_s)
    assert np.count_nonzero(gaps > 0.1) == 1
    assert AWAY_S < gaps.max() < AWAY_S + 1.0
    (away,) = np.flatnonzero(gaps > 0.1)
    (made,) = hub.session.sets
    reps = made.reps
    counts = [event.n for event in hub.session.events if isinstance(event, RepEvent)]
    assert counts == [rep.index for rep in reps] == list(range(1, 10))  # the tenth lies in the gap
    assert "rest" not in screens
    cut = [rep for rep in reps if abs(rep.end_s - block.time_s[away]) < 0.1]
    assert [rep.verdict for rep in cut] == ["uncertain"]
    assert {rep.verdict for rep in reps if rep not in cut} == {"controlled"}


def test_packets_are_lost_by_the_share_that_was_asked_for() -> None:
    whole, some = (len(readings(lost)) for lost in (0.0, 0.2))
    assert whole == 60 * 60 + 1
    assert some / whole == pytest.approx(0.8, abs=0.03)


def readings(lost: float) -> list[Said]:
    """What goes out in a minute."""
    motion = sensor_demo_session(swing=False).recording.sensors[0]
    sensor = SimulatedSensor(motion, Faults(lost=lost, seed=1))
    sensor.obey(DeviceStream(load_profile(PROFILE), "wrist").start(), 100.0)
    return [said for k in range(601) for said in sensor.due(100.0 + k / 10.0)]


def test_what_this_computer_slept_through_is_not_sent_afterwards() -> None:
    motion = sensor_demo_session(swing=False).recording.sensors[0]
    sensor = SimulatedSensor(motion, Faults())
    sensor.obey(DeviceStream(load_profile(PROFILE), "wrist").start(), 0.0)
    assert len(sensor.due(0.5)) == 31
    assert len(sensor.due(3600.0)) == MOST_LAG_S * 60 + 1
    assert sensor.due(3600.0) == []


def test_live_demo_counts_without_bluetooth_packages(tmp_path: Path) -> None:
    """The command, in a fresh interpreter that has neither bumble nor bleak; Ctrl-C leaves recording and report."""
    program = (
        "import sys; sys.modules['bumble'] = sys.modules['bleak'] = None; "
        "from analysis.cli import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", program, "live", "--device", "demo", "--plain", "--out", str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT
    ) as running:
        assert running.stdout is not None
        lines = []
        for line in running.stdout:
            lines.append(line)
            if "rep 2" in line:
                break
        running.send_signal(signal.SIGINT)
        lines += running.stdout.readlines()
        assert running.wait() == 0, lines
    (recorded,) = tmp_path.glob("*.csv")
    report = recorded.with_suffix(".html")
    assert lines[-3:] == [f"Recorded in {recorded}.\n", f"Report: {report}\n",
                          f"Look at it again: rep-momentum analyze {recorded}\n"]  # fmt: skip
    assert recorded.name in report.read_text(encoding="utf-8")
