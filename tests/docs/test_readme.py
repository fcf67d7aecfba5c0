"""The README's commands are the ones CI runs, and what they start is there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from imu.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

FIRST_SCREEN_LINES = 25
LARGEST_IMAGE_BYTES = 1_000_000


def as_ci_reads_it(name: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "readme_command.py"), name],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", ["demo", "test"])
def test_ci_runs_the_very_command(name: str) -> None:
    command = as_ci_reads_it(name)
    assert "\n" not in command
    assert f"```sh\n{command}\n```" in README
    assert f"readme {name}\n" in CI


def test_a_command_that_is_not_there_is_said() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "readme_command.py"), "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "nothing" in done.stderr


@pytest.mark.parametrize("name", ["demo", "test"])
def test_both_make_their_own_environment_and_install(name: str) -> None:
    make, install, start = as_ci_reads_it(name).split(" && ")
    assert make == "python3 -m venv .venv"
    assert install.startswith(".venv/bin/pip install ")
    assert start.startswith(".venv/bin/")
    for extra in re.findall(r"\.\[(\w+)\]", install):
        assert extra in PROJECT["optional-dependencies"]


@pytest.mark.program
def test_the_demo_runs_as_told(tmp_path: Path) -> None:
    program, *words = as_ci_reads_it("demo").split(" && ")[-1].split()
    module, function = PROJECT["scripts"][Path(program).name].split(":")
    code = f"import sys; from {module} import {function}; sys.argv[1:] = {words!r}; sys.exit({function}())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    (page,) = tmp_path.rglob("*.html")
    assert page.name in done.stdout


def test_the_first_screen_shows_how_to_try_it() -> None:
    top = "\n".join(README.splitlines()[:FIRST_SCREEN_LINES])
    assert as_ci_reads_it("demo") in top
    assert "docs/images/report.png" in top


def test_what_it_links_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    missing = [t for t in targets if not t.startswith("https://") and not (ROOT / t).is_file()]
    assert missing == []


def test_the_picture_is_a_picture() -> None:
    image = (ROOT / "docs" / "images" / "report.png").read_bytes()
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width = int.from_bytes(image[16:20], "big")
    assert width >= 1000
    assert len(image) < LARGEST_IMAGE_BYTES


@pytest.mark.program
def test_the_python_example_runs(tmp_path: Path) -> None:
    """With the demo's recording in the place of the reader's own."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    recording = ROOT / "firmware_data" / "recordings" / "demo_curls.csv"
    (tmp_path / "curls.csv").write_bytes(recording.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("momentum") == 4


@pytest.mark.program
def test_every_option_shown_exists() -> None:
    (block,) = [b for b in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "rep-momentum analyze" in b]
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", "analyze", "--help"],
        cwd=ROOT, env={"COLUMNS": "200", "NO_COLOR": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    options = set(re.findall(r"--[a-z-]+", block))
    assert options
    assert [o for o in sorted(options) if o not in done.stdout] == []


def test_the_table_of_formats_is_complete() -> None:
    table = README.partition("| `--format` |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([a-z-]+)`", table))
    assert named == {info.name for info in FORMATS}, "README's table of formats names others than there are"


def test_figures_are_those_of_the_validation() -> None:
    """Counted exactly, other movement, called before the top, half curls a minute: rounded, never up."""
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    ((exact, of, near),) = re.findall(r"(\d+) of (\d+) counted exactly and (\d+) within one rep", README)
    assert f"files counted exactly ({of}, all but wle)" in text
    assert f"**{exact}**, {near} within ±1" in text
    (other,) = re.findall(r"all other movement but uci_other .*\*\*([\d.]+)\*\*", text)
    assert f"other movement {other} reps a minute" in README
    (daily,) = re.findall(r"everyday life .*\*\*([\d.]+)\*\*", text)
    assert f"{daily} a minute in everyday life" in README
    (lifts,) = re.findall(r"other lifts: with a watch .*\*\*([\d.]+) /", text)
    assert f"{lifts} in a gym's other lifts" in README
    ((before, seconds),) = re.findall(
        r"swings flagged before the top .*\*\*([\d.]+), ([\d.]+) s before\*\*", text
    )
    assert f"{100 * float(before):.0f} % of them before the top" in README
    assert float(re.findall(r"more than ([\d.]+) s before", README)[0]) <= float(seconds)
    (a_minute,) = re.findall(r"uci_other: all / not half reps .*\*\*([\d.]+) /", text)
    assert f"{float(a_minute):.1f} a minute" in README
