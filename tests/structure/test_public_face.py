"""What `analysis` offers at its top: these names, each found in its place, documented, with examples that run."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path

import pytest

import analysis
from analysis.errors import AnalysisError, SignalError, ThresholdError
from analysis.records.results import REP_FIGURES, Rep, RepSet, SessionResult
from analysis.settings.thresholds import DEFAULTS, Thresholds
from docs.rooms import ROOMS
from imu.errors import RecordingError
from imu.simulate import Still
from tests.fixtures.source_tree import ROOT, modules

FACE = {
    "read", "analyze", "explain", "simulate", "Tracker",
    "Thresholds", "DEFAULTS", "SessionResult", "RepSet", "Rep",
}  # fmt: skip
"""A name that is added or goes is a change of the promise in docs/api/index.md, and of the changelog."""
FUNCTIONS = ("read", "analyze", "explain", "simulate")
RECORDS = (Thresholds, SessionResult, RepSet, Rep)
UNITS = {"_s": r"\bs\b", "_kg": r"\bkg\b", "_m": r"\bm\b", "_mps2": "m/s²", "_deg": "°", "_dps": "°/s"}
"""Endings of names, and the unit that the description must then name."""
WITH_EXAMPLES = [m.name for m in modules() if ">>> " in m.text]
RECORDING = ROOT / "firmware_data" / "recordings" / "demo_curls.csv"


def sections(documented: object) -> dict[str, str]:
    """The sections of a numpy docstring by heading."""
    parts = re.split(r"^(\w+)\n-{3,}\n", inspect.getdoc(documented) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def parameters(documented: object) -> list[str]:
    """Names in the section of parameters, in order."""
    return re.findall(r"^(\w+) :", sections(documented).get("Parameters", ""), re.MULTILINE)


def descriptions(record: type) -> dict[str, str]:
    """The string below each field of a class, and what `REP_FIGURES` says of figures."""
    tree = ast.parse(inspect.getsource(record))
    assert isinstance(tree.body[0], ast.ClassDef)
    body = tree.body[0].body
    said = {
        field.target.id: below.value.value
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    }
    figures = {name: f"{info.meaning}, {info.unit}" for name, info in REP_FIGURES.items()}
    return {**(figures if record is Rep else {}), **said}


def places() -> dict[str, str]:
    """Where type checkers are told that each name is."""
    (face,) = (m for m in modules() if m.name == "analysis")
    imports = [
        node for node in ast.walk(face.tree) if isinstance(node, ast.ImportFrom) and node.col_offset == 4
    ]
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}" for node in imports for alias in node.names
    }


def test_these_names_and_no_others() -> None:
    assert set(analysis.__all__) == FACE
    assert len(analysis.__all__) == len(FACE)
    assert set(dir(analysis)) >= FACE


@pytest.mark.parametrize("name", sorted(FACE))
def test_a_name_is_what_type_checkers_think_it_is(name: str) -> None:
    module, _, own_name = places()[name].rpartition(".")
    assert getattr(analysis, name) is getattr(importlib.import_module(module), own_name)


def test_type_checkers_are_told_of_no_other() -> None:
    assert places().keys() == FACE


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(AttributeError, match="analise"):
        analysis.analise  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError, match="analise"):
        exec("from analysis import analise")


@pytest.mark.program
def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, analysis; before = set(sys.modules); assert analysis.analyze;"
        "print([m for m in ('numpy', 'typing', 'imu') if m in before], 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {[str(ROOT), *sys.path]!r}; {code}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[] True"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_takes_and_gives(name: str) -> None:
    function = getattr(analysis, name)
    assert parameters(function) == list(inspect.signature(function).parameters)
    assert {"Parameters", "Returns", "Examples"} <= sections(function).keys()


def test_the_tracker_says_what_it_takes_and_gives() -> None:
    tracker = analysis.Tracker
    assert parameters(tracker) == list(inspect.signature(tracker).parameters)
    assert parameters(tracker.push) == ["block"]
    assert "Examples" in sections(tracker)
    assert "Returns" in sections(tracker.push)


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_describes_every_field_with_its_unit(record: type) -> None:
    said = descriptions(record)
    assert [f.name for f in fields(record) if f.name not in said] == []
    without_unit = [
        name for name, text in said.items()
        for ending, unit in UNITS.items()
        if name.endswith(ending) and not re.search(unit, text)
    ]  # fmt: skip
    assert without_unit == []
    assert "Examples" in sections(record)


STANDING = analysis.simulate([Still(2.0)]).recording
(BLOCK,) = STANDING.sensors
TWO_AXES = replace(BLOCK, acc_mps2=BLOCK.acc_mps2[:, :2])


@pytest.mark.parametrize(
    ("of", "wrong", "error"),
    [
        (analysis.read, lambda: analysis.read("not_there.csv"), RecordingError),
        (analysis.analyze, lambda: analysis.analyze(replace(STANDING, sensors=(TWO_AXES,))), SignalError),
        (analysis.simulate, lambda: analysis.simulate([]), ValueError),
        (analysis.Tracker.push, lambda: analysis.Tracker().push(TWO_AXES), SignalError),
        (Thresholds.with_, lambda: DEFAULTS.with_(momentum__nothing=1.0), ThresholdError),
        (Thresholds.row, lambda: DEFAULTS.row("nothing"), ThresholdError),
        (Thresholds.from_toml, lambda: Thresholds.from_toml("not_there.toml"), AnalysisError),
    ],
    ids=lambda case: getattr(case, "__qualname__", None),
)
def test_what_it_says_it_raises_it_raises(
    of: object, wrong: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        wrong()
    assert raised.type is error
    assert error.__name__ in sections(of)["Raises"]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_in_the_source_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the demo's recording as the reader's own."""
    shutil.copy(RECORDING, tmp_path / "curls.csv")
    monkeypatch.chdir(tmp_path)
    examples = [one for one in doctest.DocTestFinder().find(importlib.import_module(name)) if one.examples]
    assert examples
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_ONLY_FIRST_FAILURE)
    said: list[str] = []
    for one in examples:
        runner.run(one, out=said.append)
    assert "".join(said) == ""


def test_examples_were_found() -> None:
    assert {"analysis.records.results", "analysis.stream.offline", "imu.formats"} <= set(WITH_EXAMPLES)


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_is_there(room: str) -> None:
    offering = importlib.import_module(room)
    names = getattr(offering, "__all__", [])
    assert [name for name in names if not hasattr(offering, name)] == []
    assert len(names) == len(set(names))


def test_the_checks_see_what_they_are_for() -> None:
    def documented(a: int) -> None:
        """Does.

        Parameters
        ----------
        a : int
            One.

        Raises
        ------
        ValueError
            Never.
        """

    assert parameters(documented) == ["a"]
    assert sections(documented)["Raises"].split() == ["ValueError", "Never."]
    assert descriptions(RepSet)["end_s"] == "End of the last rep, s."
