"""``live`` and ``record`` on a real disk that is full, has room again, or loses its files: counting goes on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from imu.formats import read_recording
from tests.recording.test_full_disk import OWN_MOUNTS, needs_mounts

pytestmark = pytest.mark.program
ROOT = Path(__file__).parents[2]
DEMO = str(files("firmware_data.recordings") / "demo_curls.csv")
PROGRAM = [sys.executable, "-m", "analysis.cli"]
WAIT_S = 60.0


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments], check=False, capture_output=True, text=True, cwd=ROOT, timeout=WAIT_S, **more
    )  # type: ignore[call-overload,no-any-return]


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[list[str]]:
    """A disk of its own at ``folder``, which ends with the block; yields what a command on it begins with."""
    holder = subprocess.Popen([*OWN_MOUNTS, "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin is not None
    assert holder.stdout is not None
    holder.stdin.write(b"x\n")
    holder.stdin.flush()
    holder.stdout.read(1)  # it has entered its namespace
    inside = [
        "nsenter",
        f"--target={holder.pid}",
        "--user",
        "--preserve-credentials",
        "--mount",
        f"--wd={ROOT}",
        "--",
    ]
    subprocess.run(
        [*inside, "mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(folder)], check=True
    )
    try:
        yield inside
    finally:
        holder.communicate()


def full_by(inside: list[str], path: Path) -> None:
    subprocess.run([*inside, "dd", "if=/dev/zero", f"of={path}", "bs=512"], check=False, capture_output=True)


def test_events_that_find_no_room_end_no_session() -> None:
    """/dev/full takes nothing, ever: the counting is the same, and it is said; the exit code tells a script."""
    done = run("live", "--replay", DEMO, "--plain", "--speed", "inf", "--events", "/dev/full")
    assert (done.returncode, done.stderr) == (2, "")
    assert "Events are not written: Disk full" in done.stdout
    assert done.stdout.count("Events are not written") == 1
    assert "Not all events are in /dev/full: Disk full" in done.stdout
    assert "Set 2" in done.stdout


def test_standard_output_that_is_full_ends_no_session(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "live", "--replay", DEMO, "--plain", "--speed", "inf", "--events", "-"],
            check=False, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=WAIT_S,
        )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Events are not written: standard output, the disk is full." in done.stderr
    assert "Set 2" in done.stderr


@needs_mounts
def test_events_wait_for_room(tmp_path: Path) -> None:
    """A disk that is full from the second set on: all events are there, once it has room."""
    disk, whole = tmp_path / "disk", tmp_path / "whole.jsonl"
    disk.mkdir()
    assert run("live", "--replay", DEMO, "--plain", "--speed", "inf", "--events", str(whole)).returncode == 0
    with small_disk(disk, 64) as inside:
        full_by(inside, disk / "other")
        running = subprocess.Popen(
            [*inside, *PROGRAM, "live", "--replay", DEMO, "--plain", "--speed", "40", "--events", str(disk / "e")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert running.stdout is not None
        seen = []
        for line in running.stdout:
            seen.append(line)
            if "Events are not written: Disk full" in line:
                subprocess.run([*inside, "rm", str(disk / "other")], check=True)
        assert running.wait(WAIT_S) == 0
        running.stdout.close()
        written = subprocess.run(
            [*inside, "cat", str(disk / "e")], check=True, capture_output=True, text=True
        )
    assert any("Events are written again, all of them." in line for line in seen)
    assert not any("Not all events" in line for line in seen)
    assert written.stdout == whole.read_text()
    assert all(json.loads(line)["kind"] for line in written.stdout.splitlines())


@needs_mounts
def test_record_says_at_once_what_happens_to_its_disk(tmp_path: Path) -> None:
    """Full from the start, then with room, then deleted: each is said when it happens, and what is missing too."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 2000) as inside:
        full_by(inside, disk / "other")
        running = subprocess.Popen(
            [*inside, *PROGRAM, "record", "--device", "demo", "--out", str(disk)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert running.stdout is not None
        steps = iter(
            [
                ("Not recording: Disk full: make room in", ["rm", str(disk / "other")]),
                ("Recording again.", ["sh", "-c", f"rm {disk}/*.csv"]),
                ("The recording was deleted, and has been written anew.", ["true"]),
            ]
        )
        text, command = next(steps)
        seen = []
        for line in running.stdout:
            seen.append(line)
            if text in line:
                subprocess.run([*inside, *command], check=True)
                text, command = next(steps, ("\0", []))
                if text == "\0":
                    os.kill(running.pid, signal.SIGINT)
        assert running.wait(WAIT_S) == 0
        running.stdout.close()
        kept = tmp_path / "kept"
        subprocess.run([*inside, "cp", "-r", str(disk), str(kept)], check=True)
    assert text == "\0", seen
    assert re.search(r", without \d+ s to \d+ s", seen[-2])  # the last line says how to analyse it
    for path in [*kept.glob("*.csv"), *kept.glob("*.packets.jsonl")]:
        (note,) = [n for n in read_recording(str(path)).reading_notes if n.code == "not_recorded"]
        assert note.severity == "warning"
