"""What the disk does to a recording: it is full, gone, slow, or loses its power."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from threading import Condition, Event

import numpy as np
import pytest

from analysis.errors import AnalysisError
from analysis.live.sources.acquisition import SessionDevice
from analysis.live.sources.session_recording import SessionRecording
from analysis.output.fact_words import fact_words
from imu.devices import load_profile
from imu.devices.packet_log import NotRecorded, read_packets
from imu.errors import RecordingError
from imu.formats import read_recording
from imu.recording.append_file import AppendedFile
from imu.recording.recorder import SYNC_S, Recorder, sync_often
from imu.types import Note
from tests.fixtures.recording_program import HEADER, block, packet

WAIT_S = 20.0
OWN_MOUNTS = ["unshare", "--map-root-user", "--mount"]


def may_mount() -> bool:
    tried = which("unshare") and subprocess.run([*OWN_MOUNTS, "true"], check=False, capture_output=True)
    return bool(tried) and tried.returncode == 0


needs_mounts = pytest.mark.skipif(not may_mount(), reason="no disk of its own can be mounted here")


def recorder_at(folder: Path) -> Recorder:
    return Recorder(folder, "curls", HEADER, {"wrist": True})


def on_a_small_disk(tmp_path: Path, start: str) -> int:
    """Number of the block at which it was full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    program = [*OWN_MOUNTS, sys.executable, "-m", "tests.fixtures.full_disk_program", str(disk), start]
    done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=WAIT_S * 3.0)
    full, last, while_full, after, csv, packets = json.loads(done.stdout)
    assert full == f"Disk full: make room in {disk}."
    assert after is None
    (tmp_path / "full.csv").write_text(while_full)
    (tmp_path / "curls.csv").write_text(csv)
    (tmp_path / "curls.packets.jsonl").write_text(packets)
    return int(last)


def times_of(ks: list[int]) -> list[float]:
    return np.concatenate([block(k).time_s for k in ks]).tolist()


@needs_mounts
def test_a_full_disk_keeps_whole_lines_and_room_lets_it_go_on(tmp_path: Path) -> None:
    last = on_a_small_disk(tmp_path, "empty")
    written = list(range(last - 1))
    assert read_recording(str(tmp_path / "full.csv")).sensors[0].time_s.tolist() == times_of(written)
    assert (tmp_path / "full.csv").read_text().endswith("\n")
    went_on = read_recording(str(tmp_path / "curls.csv"))
    assert went_on.sensors[0].time_s.tolist() == times_of([*written, last])
    assert went_on.notes == (Note(time_s=0.05, key="weight_kg", value="12.5"),)
    lost_s = block(last - 1).time_s[0], block(last).time_s[0]
    assert [(note.code, note.values["from_s"], note.values["until_s"]) for note in went_on.reading_notes] == [
        ("not_recorded", *lost_s)
    ]
    packets = list(read_packets(tmp_path / "curls.packets.jsonl")[1])
    gaps = [one for one in packets if isinstance(one, NotRecorded)]
    assert [one for one in packets if not isinstance(one, NotRecorded)][: last - 1] == [
        packet(k) for k in written
    ]
    assert packets[-1] == packet(last)
    assert len(gaps) <= 1  # only one of the two files may have been full


@needs_mounts
def test_a_disk_that_is_full_from_the_start_is_recorded_on_once_there_is_room(tmp_path: Path) -> None:
    assert on_a_small_disk(tmp_path, "full") == 0
    recording = read_recording(str(tmp_path / "curls.csv"))
    assert recording.sensors[0].time_s.tolist() == times_of([0])
    assert recording.started_at == HEADER.started_at
    header, items = read_packets(tmp_path / "curls.packets.jsonl")
    assert (header, list(items)) == (HEADER, [packet(0)])
    assert recording.reading_notes == ()


def limited(tmp_path: Path, most_bytes: int) -> list[object]:
    """What a program saw that may write so many bytes into a file, and from then on as many as it likes."""
    program = [sys.executable, "-m", "tests.fixtures.limited_disk_program", str(tmp_path), str(most_bytes)]
    done = subprocess.run(program, check=True, capture_output=True, text=True, timeout=WAIT_S * 3.0)
    return list(json.loads(done.stdout))


def test_what_is_missing_is_said_in_both_files_once_there_is_room(tmp_path: Path) -> None:
    """Files may have 8,000 bytes while the first fifty packets come; then the limit is lifted."""
    first, missing = limited(tmp_path, 8000)
    assert isinstance(first, int)
    assert 0 < first < 50
    csv, packets = read_recording(str(tmp_path / "curls.csv")), tmp_path / "curls.packets.jsonl"
    (note,) = csv.reading_notes
    assert (note.code, note.severity) == ("not_recorded", "warning")
    assert note.start_s == block(first).time_s[0]
    assert csv.sensors[0].time_s.tolist() == times_of([*range(first), *range(50, 60)])
    assert csv.notes == ()
    gap = NotRecorded(from_s=packet(0).arrival_s, until_s=packet(50).arrival_s, packets=50)
    assert missing == [[gap.from_s, gap.until_s, gap.packets]]
    assert list(read_packets(packets)[1]) == [gap, *(packet(k) for k in range(50, 60))]


def test_a_recording_that_is_deleted_is_written_anew(tmp_path: Path) -> None:
    folder = tmp_path / "curls"
    folder.mkdir()
    with recorder_at(folder) as recorder:
        for k in range(3):
            recorder.item(packet(k))
            recorder.samples(block(k))
        for path in (recorder.csv_path, recorder.packets_path):
            path.unlink()
        folder.rmdir()
        for k in range(3, 6):
            recorder.item(packet(k))
            recorder.samples(block(k))
        assert (recorder.restored, recorder.fault) == (2, None)
    assert read_recording(str(recorder.csv_path)).sensors[0].time_s.tolist() == times_of(list(range(6)))
    assert list(read_packets(recorder.packets_path)[1]) == [packet(k) for k in range(6)]


def test_a_deleted_recording_whose_name_is_taken_is_a_fault_and_spoils_nothing(tmp_path: Path) -> None:
    with recorder_at(tmp_path) as recorder:
        recorder.samples(block(0))
        recorder.csv_path.unlink()
        recorder.csv_path.write_text("mine")
        recorder.samples(block(1))
        assert recorder.fault is not None
        assert "was deleted while it was written, and something else has its name now" in fact_words(
            recorder.fault
        )
    assert recorder.csv_path.read_text() == "mine"


def pulled_out(name: str, monkeypatch: pytest.MonkeyPatch, left: int = 0) -> Callable[[], None]:
    """The call ``name`` fails as it does when the disk was pulled out; ``left`` bytes are still written."""
    real = getattr(os, name)

    def fails(file: int, *told: object) -> None:
        if left and isinstance(told[0], bytes):
            os.pwrite(file, told[0][:left], 0)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, name, fails)
    return lambda: monkeypatch.setattr(os, name, real)


def test_a_disk_that_is_gone_in_the_middle_of_a_line_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the rest of the line nor the cut can be had, until the disk is back: then it is cut."""
    with recorder_at(tmp_path) as recorder:
        recorder.samples(block(0))
        whole = recorder.csv_path.read_bytes()
        back = [pulled_out("write", monkeypatch, left=30), pulled_out("ftruncate", monkeypatch)]
        recorder.samples(block(1))
        assert recorder.fault is not None
        assert fact_words(recorder.fault) == f"Input/output error: is the disk of {tmp_path} still there?"
        torn = recorder.csv_path.read_bytes()
        assert (torn[: len(whole)], len(torn)) == (whole, len(whole) + 30)
        for restore in back:
            restore()
        recorder.samples(block(2))
        assert recorder.fault is None
    assert read_recording(str(recorder.csv_path)).sensors[0].time_s.tolist() == times_of([0, 2])


def test_one_file_that_can_be_written_does_not_hide_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recorder_at(tmp_path) as recorder:
        for first, second in (
            (lambda k: recorder.samples(block(k)), lambda k: recorder.item(packet(k))),
            (lambda k: recorder.item(packet(k)), lambda k: recorder.samples(block(k))),
        ):
            back = pulled_out("write", monkeypatch)
            first(0)
            back()
            second(0)
            assert recorder.fault is not None
            first(1)
            assert recorder.fault is None


@pytest.mark.parametrize("more", [False, True])
def test_a_persons_words_wait_for_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, more: bool
) -> None:
    """Whether other lines come afterwards, or the end."""
    said = [Note(time_s=0.01, key="weight_kg", value="12.5"), Note(time_s=0.02, key="side", value="left")]
    with recorder_at(tmp_path) as recorder:
        recorder.samples(block(0))
        back = pulled_out("write", monkeypatch)
        recorder.note(said[0])
        recorder.samples(block(1))
        recorder.note(said[1])
        back()
        if more:
            recorder.samples(block(2))
    recording = read_recording(str(recorder.csv_path))
    assert recording.notes == tuple(said)
    assert recording.sensors[0].time_s.tolist() == times_of([0, 2] if more else [0])
    assert recorder.fault is None


def test_a_sync_that_fails_is_a_fault_until_one_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again though nothing new has come; writing alone does not mend it."""
    file = AppendedFile(tmp_path / "lines")
    back = pulled_out("fsync", monkeypatch)
    file.write("a\n")
    file.sync()
    file.write("b\n")
    file.sync()
    assert isinstance(file.fault, OSError)
    back()
    file.sync()
    assert file.fault is None
    file.close()
    assert file.path.read_text() == "a\nb\n"


def test_what_comes_after_the_end_goes_nowhere(tmp_path: Path) -> None:
    """The number of a closed file may be another file's by then."""
    recorder = recorder_at(tmp_path)
    recorder.close()
    before = recorder.csv_path.read_bytes()
    with (tmp_path / "a").open("wb"), (tmp_path / "b").open("wb"):
        recorder.item(packet(0))
        recorder.samples(block(0))
        recorder.close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b""
    assert recorder.csv_path.read_bytes() == before
    assert recorder.fault is None


def test_two_programs_that_begin_at_once_do_not_share_a_file(tmp_path: Path) -> None:
    (tmp_path / "curls-2.csv").write_text("mine")
    with recorder_at(tmp_path) as first, recorder_at(tmp_path) as second:
        first.item(packet(1))
        second.item(packet(2))
    assert second.csv_path.name == "curls-3.csv"
    assert list(read_packets(second.packets_path)[1]) == [packet(2)]
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "curls-2.csv",
        "curls-3.csv",
        "curls-3.packets.jsonl",
        "curls.csv",
        "curls.packets.jsonl",
    ]


def test_a_folder_that_cannot_be_written_to_is_left_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        recorder_at(tmp_path / "missing")


def test_no_line_waits_longer_than_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that the test moves: a line is written at every tick, and each is synced in time."""
    file, now_s, waiting = AppendedFile(tmp_path / "lines"), 0.0, list[float]()
    synced: list[float] = []
    real = os.fsync

    def fsync(number: int) -> None:
        real(number)
        synced.extend(now_s - at_s for at_s in waiting)
        waiting.clear()

    def wait(seconds: float) -> bool:
        nonlocal now_s
        until_s = now_s + seconds
        while now_s < until_s:
            file.write("line\n")
            waiting.append(now_s)
            now_s += 1.0 / 64.0
        return now_s > 10.0

    monkeypatch.setattr(os, "fsync", fsync)
    sync_often([file], wait)
    file.close()
    assert len(synced) == file.path.read_text().count("\n") >= 640
    assert max(synced) <= SYNC_S == 1.0


def test_a_slow_disk_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a sync takes its time, lines are taken and are readable; with nothing new nothing is synced."""
    under_way, go_on, real = Event(), Event(), os.fsync

    def fsync(number: int) -> None:
        under_way.set()
        assert go_on.wait(WAIT_S)
        real(number)

    monkeypatch.setattr(os, "fsync", fsync)
    with recorder_at(tmp_path) as recorder:
        assert under_way.wait(WAIT_S)
        for k in range(50):
            recorder.item(packet(k))
        assert list(read_packets(recorder.packets_path)[1]) == [packet(k) for k in range(50)]
        go_on.set()


def test_nothing_new_is_not_synced_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = AppendedFile(tmp_path / "lines")
    file.write("a\n")
    file.sync()
    pulled_out("fsync", monkeypatch)
    file.sync()
    file.close()
    assert file.fault is None


def test_the_thread_syncs_both_files_and_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, synced, changed = os.fsync, set[int](), Condition()

    def fsync(number: int) -> None:
        real(number)
        with changed:
            synced.add(os.fstat(number).st_ino)
            changed.notify_all()

    monkeypatch.setattr(os, "fsync", fsync)
    with recorder_at(tmp_path) as recorder, changed:
        all_of_it = {path.stat().st_ino for path in (recorder.csv_path, recorder.packets_path, tmp_path)}
        assert changed.wait_for(lambda: all_of_it <= synced, WAIT_S)


def test_a_file_that_a_power_cut_padded_with_nothing_is_read(tmp_path: Path) -> None:
    """Some disks keep a file's new length and not yet its last bytes: these are zeros then."""
    with recorder_at(tmp_path) as recorder:
        for k in range(3):
            recorder.item(packet(k))
            recorder.samples(block(k))
    for path in (recorder.csv_path, recorder.packets_path):
        path.write_bytes(path.read_bytes()[:-10] + bytes(700))
    assert read_recording(str(recorder.csv_path)).sensors[0].time_s.tolist() == times_of([0, 1, 2])[:-1]
    assert list(read_packets(recorder.packets_path)[1]) == [packet(0), packet(1)]
    with pytest.raises(RecordingError, match="holds no readings"):
        read_recording(str(recorder.packets_path))


def test_the_last_word_of_a_session_says_that_its_end_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, 18, 42, tzinfo=UTC))
    assert recording.kept is None
    recording.open([SessionDevice(sensor="wrist", name="WT901BLE67", profile=load_profile("witmotion"))])
    assert recording.kept == f"Recorded in {tmp_path / 'curls-20260514-184200.csv'}."
    back = pulled_out("write", monkeypatch)
    recording.note(Note(time_s=0.0, key="weight_kg", value="12.5"))
    recording.close()
    back()
    gone = f"Input/output error: is the disk of {tmp_path} still there?"
    assert (
        recording.kept == f"Recorded in {tmp_path / 'curls-20260514-184200.csv'}, but not to its end. {gone}"
    )


@pytest.mark.parametrize("place", ["a,b", "#wrist", "Wrist", "left wrist", "", "x\ny", "1"])
def test_a_place_that_no_column_can_hold_is_refused_before_anything_is_recorded(
    tmp_path: Path, place: str
) -> None:
    recording = SessionRecording(tmp_path, datetime(2026, 5, 14, 18, 42, tzinfo=UTC))
    with pytest.raises(AnalysisError, match=r"a sensor's place is small letters, digits and _"):
        recording.open([SessionDevice(sensor=place, name="WT901BLE67", profile=load_profile("witmotion"))])
    assert list(tmp_path.iterdir()) == []
