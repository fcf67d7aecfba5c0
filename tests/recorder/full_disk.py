"""A program that records on a disk of 64 KB until it is full, makes room, and goes on; it prints what it saw.

It runs with mounts of its own (``unshare --map-root-user --mount``), which end with it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from imu.recorder import Recorder
from imu.types import Note
from tests.recorder.child import HEADER, block, packet


def fill(path: Path) -> None:
    """Takes all the room there is."""
    with path.open("wb", buffering=0) as out:
        try:
            while out.write(bytes(512)):
                pass
        except OSError:
            return


def main(folder: Path, *, full_at_once: bool) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], check=True)
    other = folder / "other"
    if full_at_once:
        fill(other)
    else:
        other.write_bytes(bytes(16384))
    with Recorder(folder, "curls", HEADER, {"wrist": True}) as recorder:
        last = 0
        while recorder.fault is None:
            recorder.item(packet(last))
            recorder.samples(block(last))
            last += 1
        seen = [recorder.fault, last, recorder.csv_path.read_text()]
        recorder.note(Note(time_s=0.05, key="weight_kg", value="12.5"))
        other.unlink()
        recorder.samples(block(last))
        recorder.item(packet(last))
        seen += [recorder.fault]
    print(json.dumps([*seen, recorder.csv_path.read_text(), recorder.packets_path.read_text()]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), full_at_once=sys.argv[2] == "full")
