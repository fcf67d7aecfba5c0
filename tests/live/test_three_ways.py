"""A session, its packets played again, and its CSV analysed: the same events, reps and figures, bit for bit."""

from __future__ import annotations

import struct
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest

from analysis.coaching.set_context import with_advice
from analysis.live.live_session import LiveSession
from analysis.output.json_document import event_record, to_document
from analysis.records.results import SessionResult
from analysis.stream.offline import RecordingFacts, analyze
from imu.devices import LinkChange, Packet
from imu.devices.packet_log import DeviceEntry, Header, LogItem, streams_for
from imu.formats import read_recording
from imu.recording.intake import Intake
from imu.recording.recorder import Recorder
from imu.types import Note, SampleBlock
from imu.units import DEG_PER_RAD, G_MPS2

pytestmark = [pytest.mark.slow, pytest.mark.program]

STARTED = "2026-05-14T18:42:00+02:00"
HEADER = Header(
    started_at=STARTED,
    devices={
        "wrist_right": DeviceEntry(name="Movella DOT", profile="movella-dot", rate_hz=60.0),
        "wrist_left": DeviceEntry(name="WT901BLE67", profile="witmotion", rate_hz=50.0),
    },
)


def demo() -> SampleBlock:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as path:
        return read_recording(str(path)).sensors[0]


def dot(block: SampleBlock, k: int) -> bytes:
    assert block.gyr_radps is not None
    floats = [*block.acc_mps2[k].tolist(), *(block.gyr_radps[k] * DEG_PER_RAD).tolist()]
    return struct.pack("<I6f", round(float(block.time_s[k]) * 1e6) % (1 << 32), *floats).ljust(40, b"\0")


def wit(block: SampleBlock, k: int) -> bytes:
    assert block.gyr_radps is not None
    counts = [
        *(block.acc_mps2[k] / G_MPS2 * 2048.0).tolist(),
        *(block.gyr_radps[k] * DEG_PER_RAD * 16.384).tolist(),
    ]
    return b"\x55\x61" + struct.pack("<9h", *(max(-32768, min(32767, round(c))) for c in counts), 0, 0, 0)


def items(seed: int) -> list[LogItem]:
    """Two wrists; bunched arrivals, 5 % of the notifications lost, 5 % delivered twice, one link lost for 3 s."""
    rng = np.random.default_rng(seed)
    block = demo()
    found: list[tuple[float, LogItem]] = []
    for sensor, channel, encode, interval_s in (
        ("wrist_right", "medium", dot, 0.03), ("wrist_left", "data", wit, 0.05)
    ):  # fmt: skip
        arrival = np.ceil((block.time_s + rng.uniform(0.0, 0.005, len(block))) / interval_s) * interval_s
        for k, at_s in enumerate(arrival.tolist()):
            if rng.random() < 0.05 or (sensor == "wrist_right" and 60.0 < at_s < 63.0):
                continue
            packet = Packet(sensor=sensor, channel=channel, data=encode(block, k), arrival_s=at_s)
            found += [(at_s, packet)] * (2 if rng.random() < 0.05 else 1)
    found.append((60.4, LinkChange(sensor="wrist_right", state="lost", at_s=60.4, text="gone")))
    found.append((62.9, LinkChange(sensor="wrist_right", state="up", at_s=62.9)))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def session(write_note: Recorder | None = None) -> LiveSession:
    facts = RecordingFacts(path="live", files=(), format="live", start_s=0.0, end_s=0.0, started_at=STARTED)
    return LiveSession(facts, write_note=None if write_note is None else write_note.note)


def feed(intake: Intake, found: list[LogItem]) -> None:
    for item in found:
        if isinstance(item, Packet):
            intake.packet(item)
        else:
            intake.link(item)
    intake.flush()


def said(result: SessionResult) -> dict[str, object]:
    """All but what names the source."""
    document = to_document(result)
    return {
        "events": [event_record(e) for e in sorted(result.events, key=lambda e: (e.at_s, e.sensor))],
        **{key: document[key] for key in ("sets", "rejected_sets", "thresholds_digest")},
        "sensors": sorted(document["recording"]["sensors"], key=lambda s: s["name"]),
    }


@pytest.mark.parametrize("seed", [1])
def test_live_replay_and_analyze_agree(tmp_path: Path, seed: int) -> None:
    arrived = items(seed)
    with Recorder(tmp_path, "curls", HEADER, {"wrist_right": True, "wrist_left": True}) as recorder:
        live = session(recorder)
        live.tell("weight_kg", "12.5", 0.0)
        feed(Intake(streams_for(HEADER), live.samples, recorder), arrived)
        live.finish()
    replayed = session()
    replayed.tell("weight_kg", "12.5", 0.0)
    packets = read_recording(str(recorder.packets_path))
    feed(Intake(streams_for(HEADER), replayed.samples), arrived)
    replayed.finish()
    csv = read_recording(str(recorder.csv_path))
    from_csv = with_advice(analyze(csv), csv.notes)
    from_packets = with_advice(analyze(replace(packets, notes=csv.notes)), csv.notes)
    assert csv.notes == (Note(time_s=0.0, key="weight_kg", value="12.5"),)
    assert said(live.result()) == said(replayed.result())
    assert said(live.result()) == said(from_csv)
    assert said(live.result()) == said(from_packets)
    assert sum(len(s.reps) for s in live.result().sets) > 30
