"""How hard a set got, drawn and said; report, terminal, JSON and CSV say the same."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from analysis.coaching.advice import DEFAULT_SETTINGS
from analysis.coaching.set_context import with_advice
from analysis.output.json_document import to_document
from analysis.output.set_views import set_views
from analysis.output.tables import rep_rows
from analysis.output.terminal import print_result
from analysis.records.results import SessionResult
from analysis.report import render_report
from analysis.report.effort_section import effort_section
from analysis.report.svg import text_width
from tests.fixtures import build, samples
from tests.fixtures.languages import speaking
from tests.fixtures.report_reader import read

SAID = "Up to rep 7 your lifts got 25 % slower than your first ones (85 °/s, then 64 °/s)"


def tiring() -> SessionResult:
    """Seven reps of 127°: first lifts of 1.5 s (127 / 1.5 = 85 °/s), last ones of 2 s (64 °/s): a quarter of the speed."""
    lifts_s = (1.6, 1.5, 1.5, 1.7, 1.8, 2.0, 2.0)
    plans = [build.Plan(lift_s=s) for s in lifts_s]
    return with_advice(build.session(build.make_set(plans)), ())


def printed(result: SessionResult) -> str:
    console = Console(file=StringIO(), width=400)
    print_result(console, result)
    return str(console.file.getvalue()).replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_report_terminal_json_and_csv_say_the_same() -> None:
    result = tiring()
    assert SAID in read(render_report(result)).text
    assert f"Effort: {SAID}" in printed(result)
    assert "In all: 7 reps in 1 set" in printed(result)
    document = to_document(result)
    assert document["sets"][0]["slowing"]["loss"] == pytest.approx(0.25)
    assert document["totals"]["reps"] == 7
    assert [row["set_speed_loss"] for row in rep_rows(result)] == [pytest.approx(0.25)] * 7


def test_a_dot_stands_at_its_share_of_the_first_speed() -> None:
    """The line of 100 % and that of 80 % give the scale; the last lift has 1.5 / 2 of the first speed."""
    result = tiring()
    section = effort_section(set_views(result), result.totals, "kg", DEFAULT_SETTINGS)
    assert section is not None
    (figure,) = section.figures
    svg = read(str(figure.wide))
    dots = [float(c.attrs["cy"]) for c in svg.all("circle")]
    lines = [n for n in svg.all("path") + svg.all("line") if {"s-line", "dashed"} & set(n.classes)]
    heights = [
        float(n.attrs["d"].split()[1].split("H")[0].split("L")[0]) if "d" in n.attrs else float(n.attrs["y1"])
        for n in lines
    ]
    _key, full, limit = sorted(heights)
    assert len(dots) == 7
    assert (dots[-1] - full) / (limit - full) == pytest.approx(0.25 / 0.2, abs=0.02)


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_curve_comes_where_the_limit_is_explained(language: str) -> None:
    """Whatever the course: here up and down through 80 %, by more than the plot usually holds."""
    plans = [build.Plan(lift_s=s) for s in (1.5, 1.5, 3.4, 0.9, 3.4, 1.5, 3.6)]
    result = with_advice(build.session(build.make_set(plans)), ())
    with speaking(language):
        section = effort_section(set_views(result), result.totals, "kg", DEFAULT_SETTINGS)
    assert section is not None
    for drawn in (section.figures[0].wide, section.figures[0].narrow):
        svg = read(str(drawn))
        said = next(n for n in svg.all("text") if n.text.startswith(("below it", "darunter")))
        dots = [float(c.attrs["cy"]) - float(c.attrs["r"]) for c in svg.all("circle")]
        assert len(dots) == 7
        assert min(dots) > float(said.attrs["y"]) + 6.0
        room = float(svg.all("svg")[0].attrs["viewbox"].split()[2])
        assert float(said.attrs["x"]) + text_width(said.text) < room


def test_too_few_controlled_reps_are_said() -> None:
    result = with_advice(
        build.session(build.make_set([build.controlled(), build.swing(), build.swing()])), ()
    )
    section = effort_section(set_views(result), result.totals, "kg", DEFAULT_SETTINGS)
    assert section is not None
    assert section.figures == ()
    assert (
        section.missing
        == "How it slowed cannot be told: that needs 5 controlled reps in a set, and a sensor that reads gravity."
    )


def test_without_gravity_nothing_is_said_of_effort() -> None:
    one = replace(tiring().sets[0], gravity_trusted=False, slowing=None)
    result = with_advice(build.session(one), ())
    assert result.sets[0].slowing is None
    assert "Effort" not in printed(result)


@pytest.mark.parametrize(
    ("momentum", "near"), [(0.44, False), (0.45, True), (0.5, True), (0.55, True), (0.56, False)]
)
def test_near_the_limit_has_no_colour_and_is_said_everywhere(momentum: float, near: bool) -> None:
    plan = build.swing() if momentum >= 0.5 else build.controlled()
    result = build.session(build.make_set([replace(plan, momentum=momentum)]))
    root, word = read(render_report(result)), "near limit"
    assert (word in root.all("tbody")[0].all("tr")[0].all("td")[0].text) is near
    bars = [n for n in root.all("rect") if {"f-ctl", "f-swing"} & set(n.classes)]
    assert (not bars) is near
    assert (word in printed(result)) is near
    assert to_document(result)["sets"][0]["reps"][0]["near_limit"] is near
    assert [row["near_limit"] for row in rep_rows(result)] == [near]


def test_the_samples_without_totals_have_no_section() -> None:
    assert "How hard it got" not in read(render_report(samples.ordinary())).text
