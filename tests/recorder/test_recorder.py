"""What was acknowledged is on the disk, whatever happens to the program or the disk."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from importlib.resources import as_file, files
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from analysis.offline import analyze
from imu.devices.types import LinkChange
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.packets import read_packets
from imu.recorder import Recorder
from imu.types import Note, SampleBlock
from tests.recorder.child import HEADER, block, packet


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
    assert list(read_packets(recorder.packets_path)[1]) == [lost]
    assert read_recording(str(recorder.csv_path)).notes == (
        Note(time_s=None, key="side", value="left"),
        Note(time_s=0.05, key="weight_kg", value="12.5 # 0 weight_kg: 99"),
    )


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


def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.recorder.child", str(tmp_path)], stdout=subprocess.PIPE, text=True
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


def test_everything_is_forced_to_the_disk_every_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    real = os.fsync
    done = Event()

    def fsync(file: int) -> None:
        real(file)
        synced.append(file)
        if len(synced) >= 2:
            done.set()

    monkeypatch.setattr(os, "fsync", fsync)
    with Recorder(tmp_path, "curls", HEADER, {"wrist": True}) as recorder:
        recorder.samples(block(0))
        assert done.wait(timeout=10.0)
        assert recorder.fault is None
    assert len(set(synced)) == 2


def test_a_full_disk_stops_the_recording_and_room_lets_it_go_on(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the same error from the same call."""
    said: list[str | None] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    recorder = Recorder(tmp_path, "curls", HEADER, {"wrist": True}, on_fault=said.append)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, hard))
        for k in range(30):
            recorder.samples(block(k))
        full = recorder.fault
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        recorder.samples(block(30))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
        recorder.close()
    assert full == f"{tmp_path}: File too large. Make room; reps are still shown."
    assert said == [full, None]
    lines = recorder.csv_path.read_text().splitlines()
    assert all(line.count(",") == 6 for line in lines if not line.startswith("#"))
    times = read_recording(str(recorder.csv_path)).sensors[0].time_s
    assert times[0] == block(0).time_s[0]
    assert times[-1] == block(30).time_s[-1]


def test_a_torn_last_line_is_left_out_and_a_bad_one_named(tmp_path: Path) -> None:
    path = record(tmp_path, 5).packets_path
    data = path.read_bytes()
    for cut in range(len(data) - 60, len(data)):
        path.write_bytes(data[:cut])
        whole = data[:cut].count(b"\n") - 1
        assert list(read_packets(path)[1]) == [packet(k) for k in range(whole)]
    path.write_bytes(data.replace(b'"c":"data"', b'"c":', 1))
    with pytest.raises(RecordingError, match="line 2: is no packet"):
        list(read_packets(path)[1])


def test_analyze_takes_a_file_cut_at_any_byte_of_its_last_second(tmp_path: Path) -> None:
    with as_file(files("firmware_data.recordings") / "demo_curls.csv") as demo:
        recording = read_recording(str(demo))
        data = demo.read_bytes()
    lines = data.split(b"\n")
    last_second = sum(len(line) + 1 for line in lines[-101:])
    cut = tmp_path / "cut.csv"
    rng = np.random.default_rng(5)
    for at in [*range(len(data) - 40, len(data)), *rng.integers(len(data) - last_second, len(data), 20)]:
        cut.write_bytes(data[:at])
        torn = read_recording(str(cut)).sensors[0]
        whole_lines = data[:at].count(b"\n") - data[:at].count(b"#") - 1
        assert len(torn) == whole_lines
        assert torn.time_s.tobytes() == recording.sensors[0].time_s[:whole_lines].tobytes()
    assert analyze(read_recording(str(cut))).sets[0].reps == analyze(recording).sets[0].reps
