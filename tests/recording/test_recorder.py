"""What was acknowledged is on the disk, whatever happens to the program or the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from imu.devices.packet_log import read_packets
from imu.devices.protocol import LinkChange
from imu.formats import read_recording
from imu.recording.recorder import Recorder
from imu.types import Note, SampleBlock
from tests.fixtures.recording_program import HEADER, block, packet


def record(folder: Path, many: int = 30) -> Recorder:
    with Recorder(folder, "curls", HEADER, {"wrist": True}, {"lifter": "A\nB"}) as recorder:
        for k in range(many):
            recorder.item(packet(k))
            recorder.samples(block(k))
    return recorder


def test_what_was_recorded_is_read_back(tmp_path: Path) -> None:
    recorder = record(tmp_path)
    header, items = read_packets(recorder.packets_path)
    assert header == HEADER
    assert list(items) == [packet(k) for k in range(30)]
    read = read_recording(str(recorder.csv_path))
    (sensor,) = read.sensors
    whole = [block(k) for k in range(30)]
    assert sensor.time_s.tobytes() == np.concatenate([b.time_s for b in whole]).tobytes()
    assert sensor.acc_mps2.tobytes() == np.concatenate([b.acc_mps2 for b in whole]).tobytes()
    assert (read.started_at, read.lifter) == (HEADER.started_at, "A B")


def test_links_and_words(tmp_path: Path) -> None:
    lost = LinkChange(sensor="wrist", state="lost", at_s=1.25, text="gone")
    with Recorder(tmp_path, "curls", HEADER, {"wrist": True}) as recorder:
        recorder.note(Note(time_s=None, key="side", value="left"))
        recorder.samples(block(0))
        recorder.item(lost)
        recorder.note(Note(time_s=0.05, key="weight_kg", value="12.5\n# 0 weight_kg: 99"))
        recorder.note(Note(time_s=0.06, key="x: 1\n0.08,1.0,1.0,1.0,1.0,1.0,1.0", value="1"))
    assert list(read_packets(recorder.packets_path)[1]) == [lost]
    recording = read_recording(str(recorder.csv_path))
    assert recording.notes == (
        Note(time_s=None, key="side", value="left"),
        Note(time_s=0.05, key="weight_kg", value="12.5 # 0 weight_kg: 99"),
        Note(time_s=0.06, key="x", value="1 0.08,1.0,1.0,1.0,1.0,1.0,1.0: 1"),
    )
    assert len(recording.sensors[0]) == len(block(0))


def test_several_sensors_one_without_a_gyroscope(tmp_path: Path) -> None:
    chest = SampleBlock(sensor="trunk", time_s=block(1).time_s, acc_mps2=block(1).acc_mps2, gyr_radps=None)
    with Recorder(tmp_path, "curls", HEADER, {"wrist": True, "trunk": False}) as recorder:
        recorder.samples(block(0))
        recorder.samples(chest)
    first, second = read_recording(str(recorder.csv_path)).sensors
    assert (first.sensor, second.sensor, second.gyr_radps) == ("wrist", "trunk", None)
    assert second.acc_mps2.tobytes() == chest.acc_mps2.tobytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    before = record(tmp_path).csv_path.read_bytes()
    again = record(tmp_path, 3)
    assert again.csv_path.name == "curls-2.csv"
    assert (tmp_path / "curls.csv").read_bytes() == before


@pytest.mark.program
def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.fixtures.recording_program", str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = -1
    for line in child.stdout:
        said = int(line)
        if said >= 200:
            break
    os.kill(child.pid, signal.SIGKILL)
    said = max([said, *(int(line) for line in child.stdout if line.endswith("\n"))])
    child.wait()
    child.stdout.close()
    packets = list(read_packets(tmp_path / "curls.packets.jsonl")[1])
    assert packets[: said + 1] == [packet(k) for k in range(said + 1)]
    assert len(read_recording(str(tmp_path / "curls.csv")).sensors[0]) >= 5 * (said + 1)
