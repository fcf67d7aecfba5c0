"""The report in German: its numbers, names inside sentences, one and several, and room for longer words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from analysis.language import use_language
from analysis.output.set_views import VerdictRun, focus_sets, set_views
from analysis.records.results import REP_FIGURES, SessionResult
from analysis.report import angle, lift, render_report, speed
from analysis.report.figure import Section
from analysis.report.method import cause_rule, evidence_formula, half_rep_rule, method_rows
from analysis.report.run_labels import run_words
from analysis.report.svg import text_width
from analysis.report.table import set_table
from analysis.settings.thresholds import DEFAULTS
from imu.types import Gap
from tests.fixtures import build, samples
from tests.fixtures.report_reader import Node, read

pytestmark = pytest.mark.usefixtures("german")

M = DEFAULTS.momentum
ALL = pytest.mark.parametrize("make", samples.SAMPLES.values(), ids=samples.SAMPLES)


def sections(result: SessionResult) -> list[Section]:
    focus = focus_sets(set_views(result))
    gaps = {one.name: one.gaps for one in result.sensors}
    return [
        angle.angle_section(focus, gaps, "kg"),
        speed.speed_section(focus, "kg", why_missing=""),
        lift.lift_section(focus, "kg", has_gyro=True),
    ]


def test_the_page_is_in_german() -> None:
    page = read(render_report(samples.ordinary()))
    assert page.all("html")[0].attrs["lang"] == "de"
    assert page.all("title")[0].text.startswith("Curl-Training, 14. Mai 2026: 2 Sätze, ")
    headings = [node.text for node in page.all("h2")]
    assert headings[:2] == ["Die Sätze im Überblick", "Winkel des Unterarms, Satz 2"]
    assert {"Jede Wiederholung", "Wie gut die Daten sind", "Zum Teilen", "Wie gerechnet wurde"} < set(
        headings
    )


def test_nothing_is_left_of_a_name_or_a_brace() -> None:
    text = read(render_report(samples.ordinary())).text
    assert "report." not in text
    assert "{" not in text


def test_many_recordings_are_listed_in_german() -> None:
    page = read(
        render_report([samples.ordinary(), samples.no_sets()], unread=[("x.csv", "Zu kurz.")]),
    )
    assert page.all("h1")[0].text == "2 Aufnahmen, 1 nicht gelesen"
    heads = [node.text for node in page.all("table")[0].all("th") if node.attrs["scope"] == "col"]
    assert heads[:6] == ["Datei", "Rat", "Kontrolliertvon beurteilten", "SchwungWdh.", "Wdh.", "Sätze"]
    shares = [node.attrs["data-says"] for node in page.all("td", "of")]
    assert shares == ["kontrolliert", "nicht beurteilt"]


def test_a_set_keeps_its_capital_inside_a_sentence() -> None:
    """German writes nouns with a capital, wherever they stand; English has ``set 2`` there."""
    (view,) = focus_sets(set_views(samples.ordinary()))
    assert (view.name, view.name_inside) == ("Satz 2", "Satz 2")
    use_language("en")
    assert (view.name, view.name_inside) == ("Set 2", "set 2")


def faster_note(count: int) -> str:
    """The note on a set of three controlled reps and ``count`` faster ones."""
    plans = [*(build.controlled(i) for i in range(3)), *(build.both(i) for i in range(count))]
    result = replace(samples.ordinary(), sets=(build.make_set(plans),))
    return speed.speed_section(focus_sets(set_views(result)), "kg", why_missing="").notes[-1]


def test_the_verb_agrees_with_one_rep_and_with_several() -> None:
    assert faster_note(1) == "Wiederholung 4 war schneller als jede kontrollierte."
    assert faster_note(2) == "Wiederholungen 4 und 5 waren schneller als jede kontrollierte."


def test_the_call_is_told_with_a_decimal_comma() -> None:
    """Both reps are planned to be called 0.5 s before their top."""
    plans = [build.controlled(), build.both(0), build.both(1)]
    result = replace(samples.ordinary(), sets=(build.make_set(plans),))
    notes = angle.angle_section(focus_sets(set_views(result)), {}, "kg").notes
    assert (
        "Der **offene Kreis** zeigt, wann der Schwung gemeldet wurde: 0,5\u00a0s vor dem höchsten Punkt, "
        "in allen 2 Wiederholungen."
    ) in notes


def test_rules_have_the_numbers_of_the_settings() -> None:
    limits = replace(M, elbow_mps2=1.25, partial_deg=87.5, push_mps2=4.5, carry_weight=4.25)
    assert cause_rule(limits).startswith(
        "Schwung aus dem Körper, wo der Ellbogen, gemessen an 1,25 m/s², mehr erreicht"
    )
    assert "oder als 87,5°, oder ein Unterarm" in half_rep_rule(limits)
    assert evidence_formula(limits).startswith("4,25 · ln(Ausrollen ÷ ")
    assert "ln(Anstoß ÷ 4,5 m/s²)" in evidence_formula(limits)
    told = dict(method_rows(limits))
    assert "3 bis 8\u00a0%" in told["Ausrollen"]
    assert "1,5 bis 3,5\u00a0m/s²" in told["Anstoß"]
    assert "einem Anstoß von 4,5\u00a0m/s²" in told["Schwung, 0 bis 100"]


def test_half_reps_are_named_over_their_run() -> None:
    reps = build.make_set([build.half()] * 2).reps
    assert run_words(VerdictRun("partial", tuple(reps)), frozenset()) == ["halbe Wdh.", "halb"]
    lost = tuple(build.make_set([build.unsure()]).reps)
    assert run_words(VerdictRun("uncertain", lost), frozenset({1})) == ["kein Signal", "Ausfall"]
    assert run_words(VerdictRun("uncertain", lost), frozenset()) == ["nicht beurteilt"]


def test_columns_are_headed_in_german_and_numbers_have_commas() -> None:
    plan = build.Plan(lift_s=1.6, lower_s=1.9, rom_deg=127.0)
    result = replace(samples.ordinary(), sets=(build.make_set([plan]),))
    (view,) = set_views(result)
    table = set_table(view, "kg", 0.0, M)
    cells = dict(zip(table.columns, table.rows[0].cells, strict=True))
    assert cells["Umfang", "°"] == "127"
    assert (cells["Hoch", "s"], cells["Runter", "s"]) == ("1,6", "1,9")
    assert table.columns[0] == ("Schwung", "0–100")
    assert table.columns[-1] == ("Gemeldet", "s vor oben")


def test_every_figure_has_a_german_title() -> None:
    titles = {name: info.title for name, info in REP_FIGURES.items()}
    assert (titles["rom_deg"], titles["carry"], titles["verdict"]) == ("Umfang", "Ausrollen", "Urteil")
    use_language("en")
    assert {name for name, info in REP_FIGURES.items() if info.title == titles[name]} == set()


def spans(drawn: Node) -> list[tuple[float, float]]:
    """Left and right ends of the texts of a drawing, px, by the estimate that it is laid out with."""
    found = []
    for node in drawn.all("text"):
        width = text_width(node.text, bold="b" in node.classes)
        anchor = node.attrs.get("text-anchor", "start")
        left = float(node.attrs["x"]) - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        found.append((left, left + width))
    return found


@ALL
def test_longer_words_stay_inside_the_figures(make: Callable[[], SessionResult]) -> None:
    drawings = [
        read(svg).all("svg")[0]
        for section in sections(make())
        for figure in section.figures
        for svg in (figure.wide, figure.narrow)
    ]
    for drawn in drawings:
        width = float(drawn.attrs["viewbox"].split()[2])
        assert all(left > -2.0 and right < width + 2.0 for left, right in spans(drawn))


def test_names_of_angles_do_not_touch_on_a_phone() -> None:
    """``waagrecht`` and ``gebeugt`` are longer than the English words at the same places."""
    section = lift.lift_section(focus_sets(set_views(samples.ordinary())), "kg", has_gyro=True)
    drawn = read(section.figures[0].narrow)
    names = [node for node in drawn.all("text") if node.text in {"hängend", "waagrecht", "gebeugt"}]
    assert len(names) == 3
    ends = [span for node, span in zip(drawn.all("text"), spans(drawn), strict=True) if node in names]
    assert all(right + 4.0 < left for (_, right), (left, _) in pairwise(ends))


def test_the_words_for_a_hole_have_their_room() -> None:
    """The hole is 4 s long, so that its words are written; their ground covers the curve and the hatching."""
    plans = [build.controlled(i) for i in range(3)]
    rep_set = build.make_set(plans)
    start_s = rep_set.reps[-1].end_s
    result = replace(samples.ordinary(), sets=(replace(rep_set, end_s=start_s + 4.0),))
    gaps = {rep_set.sensor: (Gap(start_s=start_s, end_s=start_s + 4.0),)}
    section = angle.angle_section(focus_sets(set_views(result)), gaps, "kg")
    assert "Schraffiert: kein Signal. Die Linie ist dort unterbrochen." in section.notes
    drawn = read(section.figures[0].wide)
    (ground,) = drawn.all("rect", "f-bg")
    assert [node.text for node in drawn.all("text")].count("keine Daten") == 1
    assert float(ground.attrs["width"]) > text_width("keine Daten", bold=True)
