"""The Python and TOML that the pages show do what they say, with the demo's recording as the reader's own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.evaluation.labels import read_labels
from analysis.notebook.lab.practice_data import make_practice
from analysis.settings.thresholds import DEFAULTS, Thresholds
from imu.formats import read_recording
from tests.fixtures.doc_examples import PAGES, blocks

ROOT = PAGES.parent
RECORDING = ROOT / "firmware_data" / "recordings" / "demo_curls.csv"
RUNNABLE = [
    (page, code)
    for page in ("index.md", "api/index.md", "data.md", "reasons.md", "thresholds.md", "tuning.md")
    for code in blocks(page, "python")
]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("prepared")
    (made / "curls.csv").write_bytes(RECORDING.read_bytes())
    preset, _ = blocks("thresholds.md", "toml")
    (made / "strict.toml").write_text(preset, encoding="utf-8")
    make_practice(made)
    return made


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy for each test: an example may write into it."""
    return shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)


def test_the_labels_shown_are_read(tmp_path: Path) -> None:
    for shown, reps in zip(blocks("tuning.md", "csv"), ([10, 12], [2]), strict=True):
        (tmp_path / "labels.csv").write_text(shown, encoding="utf-8")
        labels = read_labels(tmp_path / "labels.csv")
        assert [len(label.reps) for label in labels] == reps
        assert all(rep.truth is not None for label in labels for rep in label.reps)


@pytest.mark.program
@pytest.mark.parametrize(("page", "code"), RUNNABLE, ids=[page for page, _ in RUNNABLE])
def test_python_runs(page: str, code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_preset_changes_what_it_names(folder: Path) -> None:
    made = Thresholds.from_toml(folder / "strict.toml")
    changed = {a.name: a.value for a, b in zip(made.table(), DEFAULTS.table(), strict=True) if a != b}
    assert changed == {"momentum.carry": 0.08, "momentum.push_mps2": 4.5, "live.rest_s": 12.0}


def test_the_preset_for_somebody_is_read(tmp_path: Path) -> None:
    _, shown = blocks("thresholds.md", "toml")
    (tmp_path / "ann.toml").write_text(shown, encoding="utf-8")
    assert Thresholds.from_toml(tmp_path / "ann.toml") == DEFAULTS.with_(momentum__carry=0.3)


def test_the_canonical_csv_is_read(tmp_path: Path) -> None:
    (shown,) = [block for block in blocks("data.md", "text") if "time_s,acc_x_mps2" in block]
    (tmp_path / "shown.csv").write_text(shown, encoding="utf-8")
    recording = read_recording(str(tmp_path / "shown.csv"))
    assert (recording.lifter, recording.started_at) == ("ann", "2026-05-14T18:42:00+02:00")
    assert [(n.time_s, n.key, n.value) for n in recording.notes] == [
        (None, "side", "right"),
        (None, "weight_kg", "12.5"),
        (95.2, "weight_kg", "10"),
    ]
    assert recording.sensors[0].time_s.tolist() == [0.0, 0.02]


@pytest.mark.program
@pytest.mark.parametrize("command", ["analyze", "live", "demo", "scan", "sensors", "formats"])
def test_commands_and_options_shown_exist(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "analysis.cli", command, "--help"],
        cwd=ROOT, env={"COLUMNS": "200", "NO_COLOR": "1"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    shown = "\n".join(block for page in PAGES.glob("*.md") for block in blocks(page.name, "sh"))
    lines = re.findall(rf"rep-momentum {command}\b[^\n#]*", shown.replace("\\\n", " "))
    options = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    assert [option for option in sorted(options) if option not in done.stdout] == []
