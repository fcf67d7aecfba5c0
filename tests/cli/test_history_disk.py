"""The history on a real disk that is full, or may only be read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.test_small_disk import DEMO, PROGRAM, WAIT_S, full_by, small_disk
from tests.recording.test_full_disk import needs_mounts

pytestmark = pytest.mark.program


def inside_of(inside: list[str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*inside, *command], check=False, capture_output=True, text=True, timeout=WAIT_S)


@needs_mounts
def test_a_disk_without_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be saved is said, and waits on another disk; what was saved before is still there."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    disk = tmp_path / "disk"
    disk.mkdir()
    db = ["--db", str(disk / "h.db")]
    play = ["live", "--replay", DEMO, "--plain", "--speed", "inf", "--weight", "20kg", "--save", *db]
    with small_disk(disk, 400) as inside:
        first = inside_of(inside, *PROGRAM, "history", "import", DEMO, *db)
        assert (first.returncode, first.stdout) == (0, "Saved in the history as session 1.\n")
        full_by(inside, disk / "other")
        analysed = inside_of(inside, *PROGRAM, "analyze", DEMO, "--weight", "12.5kg", "--save", *db)
        live = inside_of(inside, *PROGRAM, *play)
        listed = inside_of(inside, *PROGRAM, "history", *db)
        subprocess.run([*inside, "rm", str(disk / "other")], check=True)
        again = inside_of(inside, *PROGRAM, "analyze", DEMO, "--weight", "12.5kg", "--save", *db)
    assert analysed.returncode == 2
    assert "Set 2" in analysed.stdout
    said = f"{disk / 'h.db'}: the disk is full; make room. It waits in "
    assert analysed.stderr.startswith(f"rep-momentum: {said}")
    assert (live.returncode, live.stderr) == (0, "")
    assert f"Not saved in the history yet: {said}" in live.stdout
    assert listed.stdout.startswith("1  14 May 2026, 18:42")
    assert "1 session waits beside it and cannot be saved yet" in listed.stdout
    assert again.stdout.splitlines()[-1].startswith("Saved in the history in place of the earlier analysis")
    assert not list((tmp_path / "data").rglob("*.session.json")), (
        "what waited is of the same samples, and older"
    )


@needs_mounts
def test_a_disk_that_may_only_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    disk = tmp_path / "disk"
    disk.mkdir()
    db = ["--db", str(disk / "h.db")]
    with small_disk(disk, 400) as inside:
        assert inside_of(inside, *PROGRAM, "history", "import", DEMO, *db).returncode == 0
        subprocess.run([*inside, "mount", "-o", "remount,ro", str(disk)], check=True)
        listed = inside_of(inside, *PROGRAM, "history", *db)
        saved = inside_of(inside, *PROGRAM, "analyze", DEMO, "--weight", "12.5kg", "--save", *db)
        fresh = inside_of(inside, *PROGRAM, "analyze", DEMO, "--save", "--db", str(disk / "new.db"))
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.startswith("1  14 May 2026, 18:42")
    assert saved.returncode == 2
    assert f"{disk / 'h.db'}: it may only be read; make the file and its folder writable" in saved.stderr
    assert fresh.returncode == 2
    assert f"{disk / 'new.db'}: the file cannot be opened" in fresh.stderr
