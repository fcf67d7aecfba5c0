"""The page's figures are those of the recordings, and agree with the scoring script where both look at the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.evaluation.evaluate import Evaluation
from analysis.evaluation.fit_recognition import find_bouts, margins, recognition_tables
from analysis.evaluation.labelled_set import LabelledSet
from analysis.settings.thresholds import DEFAULTS
from docs.make_tables import replaced
from docs.make_validation import PAGE, labelled, lines
from tests.fixtures.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.slow, pytest.mark.validation]
CURLS = SHARED / "data" / "curls"


@pytest.fixture(scope="module")
def study() -> LabelledSet:
    """Read and measured once for the page and for the comparison with the script."""
    return labelled(CURLS)


@pytest.fixture(scope="module")
def made(study: LabelledSet) -> Evaluation:
    return study.at(DEFAULTS)


def test_the_page_is_current(study: LabelledSet) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert replaced(text, "evaluation", lines(CURLS, study)) == (text, 1)


def test_what_is_taken_for_curls_is_current() -> None:
    """The column of the published weights, for the data sets of short recordings, the hardest among them."""
    text = PAGE.read_text(encoding="utf-8")
    material = find_bouts(CURLS, only={"gymbro", "repmate", "turboquack", "utd_mhad"})
    for title, table in recognition_tables(material, {"published": margins(material.bouts, DEFAULTS)}):
        page = text.partition(f"### {title}\n")[2].partition("\n#")[0].splitlines()
        rows = [row for row in table[2:] if not row.startswith("| all but")]
        assert len(rows) >= 4
        assert [row for row in rows if not any(line.startswith(row) for line in page)] == []


@pytest.fixture(scope="module")
def score(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """The script on the recordings of one kind of sensor, whose momentum both judge by the same labels."""
    out: Path = tmp_path_factory.mktemp("score") / "score.json"
    command = f"{sys.executable} -m analysis.cli"
    program = [sys.executable, str(SHARED / "score" / "score.py"), "--cmd", command]
    nothing_else = [word for part in ("causality", "turned", "bias", "crop") for word in (f"--{part}", "0")]
    chosen = ["--only", "repmate", "watch", *nothing_else, "--seed", "1", "--json", str(out)]
    subprocess.run([*program, *chosen], check=False, capture_output=True)
    read: dict[str, dict[str, float]] = json.loads(out.read_text())
    return read


def test_the_scoring_script_agrees(made: Evaluation, score: dict[str, dict[str, float]]) -> None:
    ours = made.only([name in {"repmate", "watch"} for name in made.groups("dataset")]).figures()
    theirs = score["momentum"]
    assert ours["auc"] == pytest.approx(theirs["rep_auc"])
    assert ours["swung_called"] == pytest.approx(theirs["found"], abs=5e-4)
    assert ours["calm_called"] == pytest.approx(theirs["false_on_calm"], abs=5e-4)
    assert ours["tremor_called"] == pytest.approx(theirs["false_on_unsteady"], abs=5e-4)
    assert ours["balanced_accuracy"] == pytest.approx(theirs["balanced_accuracy"], abs=1e-3)
