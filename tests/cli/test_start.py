"""Starting is quick: what is slow to import waits until it is needed."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imu.formats import write_canonical
from imu.simulate import CurlSet, SimulatedRep, Still, simulate

pytestmark = pytest.mark.program
Command = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
SLOW = ("pandas", "scipy.signal", "matplotlib", "jinja2", "vqf", "bleak", "sqlalchemy", "alembic")

HELP = "from analysis.cli import run; assert run(['--help']) == 0"
VERSION = "from analysis.cli import run; assert run(['--version']) == 0"


def loaded_by(code: str) -> list[str]:
    report = f"{code}\nimport json, sys\nprint()\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


@pytest.mark.parametrize("code", ["import imu", "import analysis", "import analysis.cli", HELP, VERSION])
def test_slow_modules_wait(code: str) -> None:
    loaded = loaded_by(code)
    assert "json" in loaded
    assert [name for name in SLOW if name in loaded] == []


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_analyze_of_plain_numbers_needs_no_slow_reader(tmp_path: Path, name: str) -> None:
    made = simulate((Still(2.0), CurlSet(reps=(SimulatedRep(),) * 3), Still(9.0)), seed=1).recording
    write_canonical(made, tmp_path / name)
    command = ["analyze", str(tmp_path / name)]
    loaded = loaded_by(f"from analysis.cli import run; assert run({command!r}) == 0")
    assert "pyarrow" in loaded
    unneeded = ("pandas", "matplotlib", "jinja2", "sqlalchemy", "alembic", "bleak", "pydantic")
    assert [module for module in unneeded if module in loaded] == []


def test_ctrl_c_while_it_starts(tmp_path: Path) -> None:
    """The first import of the command comes upon a module that tells when it is imported, and waits."""
    waiting = "import signal, os, sys; print('now', flush=True); sys.stdin.read()"
    (tmp_path / "click.py").write_text(waiting, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis.cli", "formats"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        cwd=tmp_path,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "now\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "")


IGNORED = """
import atexit, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
from analysis.cli import main
atexit.register(lambda: print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN))
sys.argv[1:] = ["--version"]
main()
"""


def test_a_program_that_was_told_not_to_heed_ctrl_c_does_not() -> None:
    """As a shell starts what runs in the background."""
    done = subprocess.run(
        [sys.executable, "-c", IGNORED], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "True"


CLOSED = {
    "stdout": (">&-", 2, "standard output: "),
    "stderr": ("2>&-", 0, ""),
    "both": (">&- 2>&-", 2, ""),
    "stdin": ("<&-", 0, ""),
    "all": ("<&- >&- 2>&-", 2, ""),
    "full": (">/dev/full", 2, "standard output: "),
}


@pytest.mark.parametrize("name", CLOSED)
def test_closed_streams(name: str) -> None:
    how, code, said = CLOSED[name]
    line = f"{shlex.quote(sys.executable)} -m analysis.cli formats {how}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stderr.count("\n") == (1 if said else 0)


def test_files_are_whole_though_standard_streams_are_closed(here: Path, four: str) -> None:
    """What is printed must not get into the file that took the number of a closed stream."""
    line = f"{shlex.quote(sys.executable)} -m analysis.cli analyze {here / four} --csv {here / 'o.csv'} >&- 2>&- <&-"
    subprocess.run(["sh", "-c", line], check=False, cwd=ROOT)
    rows = (here / "o.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("recording,")
    assert len(rows) == 5


def test_standard_input_that_is_closed() -> None:
    line = f"{shlex.quote(sys.executable)} -m analysis.cli analyze - <&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "rep-momentum: -: standard input is closed; give a file, or pipe one in.\n"


@pytest.mark.parametrize("columns", ["0", "1", "-5", "²", "9" * 30, "wide"])
def test_a_width_that_cannot_be_meant_is_none(
    command: Command, still: str, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for width in ("80", columns):
        for name in ("COLUMNS", "LINES"):
            monkeypatch.setenv(name, width)
        said.append(command("analyze", still))
    assert said[0][0] == 0
    assert "Steady signal" in said[0][1]
    assert said[1] == said[0]
