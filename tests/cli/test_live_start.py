"""``live`` from its first moment: odd addresses, closed outputs, Ctrl-C at any time, and no hole at the beginning."""

from __future__ import annotations

import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from imu.formats import read_recording

pytestmark = pytest.mark.program
ROOT = Path(__file__).parents[2]
DEMO = str(files("firmware_data.recordings") / "demo_curls.csv")
PROGRAM = [sys.executable, "-m", "analysis.cli"]
WAIT_S = 60.0
LOADED_LATE = ("vqf",)


@pytest.mark.parametrize(
    ("closed", "events"), [(">&-", []), ("<&- >&- 2>&-", []), (">&-", ["--events", "-"])]
)
def test_a_session_goes_on_without_its_outputs(tmp_path: Path, closed: str, events: list[str]) -> None:
    """The number of a closed output must not be given to the recording, or another file; that nothing was printed is
    an error at the end."""
    out = tmp_path / "events.jsonl"
    words = ["live", "--replay", DEMO, "--plain", "--speed", "inf", *(events or ["--events", str(out)])]
    command = " ".join(map(repr, [*PROGRAM, *words]))
    done = subprocess.run(
        ["sh", "-c", f"{command} {closed}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=WAIT_S,
    )
    assert done.returncode == 2
    assert ("standard output: cannot be" in done.stderr) == ("2>&-" not in closed)
    assert "Traceback" not in done.stdout + done.stderr
    if not events:
        lines = out.read_text().splitlines()
        assert all(line.startswith('{"at_s"') for line in lines)
        assert sum('"kind": "rep"' in line for line in lines) >= 18


START = """
import os, signal, sys, threading
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
        return None
sys.meta_path.insert(0, Finder())
sys.argv = ["rep-momentum", "live", "--device", "demo", "--plain", "--out", {out!r}]
from analysis.cli import main
main()
"""


@pytest.mark.parametrize(
    "module",
    [
        "click",
        "analysis.cli.live",
        "vqf",
    ],
)
def test_ctrl_c_while_it_loads_ends_it_without_a_word(tmp_path: Path, module: str) -> None:
    """Wherever it has come to: the key is pressed when a certain module is asked for."""
    done = subprocess.run(
        [sys.executable, "-c", START.format(module=module, out=str(tmp_path))],
        check=False, capture_output=True, text=True, cwd=ROOT, timeout=WAIT_S,
    )  # fmt: skip
    assert done.returncode in (-signal.SIGINT, 130)
    assert done.stderr == ""


def test_the_first_samples_import_nothing_and_the_recording_has_no_hole(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [*PROGRAM, "record", "--device", "demo", "--out", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    (path,) = wait_for_rows(tmp_path, running, rows=100)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=WAIT_S)
    assert (running.returncode, errors) == (0, "")
    time_s = read_recording(str(path)).sensors[0].time_s
    assert np.diff(time_s[:100]).max() < 0.1


def wait_for_rows(folder: Path, running: subprocess.Popen[str], rows: int) -> list[Path]:
    """Waits until the recording has so many rows."""
    while running.poll() is None:
        found = list(folder.glob("*.csv"))
        if found and found[0].read_text().count("\n") > rows:
            return found
    raise AssertionError(running.communicate())


def test_warming_up_loads_all_that_a_set_needs() -> None:
    code = f"""
import sys
from analysis.live.live_session import LiveSession
from analysis.live.page_state import make_state
from analysis.live.status import Status
from analysis.live.load_ahead import load_ahead
from analysis.settings.thresholds import DEFAULTS
from analysis.stream.offline import recording_facts
from imu.formats import read_recording
recording = read_recording({DEMO!r})
load_ahead(DEFAULTS)
before = set(sys.modules)
session = LiveSession(recording_facts(recording))
session.samples(recording.sensors[0])
session.finish()
make_state(session, Status())
print([name for name in sys.modules if name not in before])
print([name for name in {LOADED_LATE!r} if name not in before])
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "[]\n[]\n"
