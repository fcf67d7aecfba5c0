"""Whoever shows a recording that nobody lifted says so, everywhere; and a report without curls explains no figures."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from analysis.coaching.set_context import with_advice
from analysis.output.json_document import to_document
from analysis.output.terminal import print_result
from analysis.records.results import SessionResult
from analysis.report import render_report
from analysis.stream.offline import analyze
from imu.simulate import demo_session
from imu.types import Note
from tests.fixtures import samples
from tests.fixtures.report_reader import read

SAID = "Simulated: nobody lifted this."


def demo(*notes: Note) -> SessionResult:
    recording = demo_session().recording
    return with_advice(analyze(recording), notes or recording.notes)


def shown(result: SessionResult) -> str:
    console = Console(file=StringIO(), width=100)
    print_result(console, result)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_the_demo_says_that_it_is_simulated_in_report_terminal_and_json() -> None:
    result = demo()
    root = read(render_report(result))
    assert SAID in root.text
    assert "simulated, nobody lifted this" in root.all("div", "meta")[0].text
    assert SAID in shown(result)
    assert [q["code"] for q in to_document(result)["quality"]].count("simulated") == 1


@pytest.mark.parametrize("value", ["no", ""])
def test_what_was_lifted_is_not_called_simulated(value: str) -> None:
    result = demo(Note(time_s=None, key="simulated", value=value))
    assert "nobody lifted" not in read(render_report(result)).text
    assert "Simulated" not in shown(result)


def test_without_curls_no_figure_is_explained() -> None:
    root = read(render_report(samples.no_sets()))
    assert "Coast" not in root.text
    assert not [dt for dt in root.all("dt") if "Momentum" in dt.text]
    assert "thresholds" in root.all("p", "dig")[0].text
    curls = read(render_report(replace(samples.ordinary())))
    assert [dt for dt in curls.all("dt") if "Momentum" in dt.text]
