"""The whole document: structure, every number, hostile names, words, nothing fetched."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.records.results import Rep, SessionResult
from analysis.report import css_string, render_report, write_report
from analysis.settings.thresholds import DEFAULTS
from analysis.vocabulary import Because, Reason
from tests.fixtures import build, samples
from tests.fixtures.report_reader import read
from tests.fixtures.sample_pages import document, page

pytestmark = pytest.mark.slow

ALL = pytest.mark.parametrize("make", samples.SAMPLES.values(), ids=samples.SAMPLES)
OWN_PICTURE = "data:image/png;base64,"
FORBIDDEN = [
    "pain",
    "injury",
    "strain",
    "risk",
    "danger",
    "bad",
    "poor",
    "wrong",
    "fail",
    "cheat",
    "lazy",
    "weak",
    "ego",
    "useless",
    "please",
    "oops",
]


@ALL
def test_document_is_whole(make: Callable[[], SessionResult]) -> None:
    html, root = document(make), page(make)
    assert html.startswith("<!doctype html>")
    assert root.all("html")[0].attrs["lang"] == "en"
    assert root.all("title")[0].text.startswith("Curl session")


@ALL
def test_headings_are_in_order(make: Callable[[], SessionResult]) -> None:
    levels = [int(n.tag[1]) for n in page(make).walk() if re.fullmatch(r"h[1-6]", n.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@ALL
def test_every_figure_has_a_label(make: Callable[[], SessionResult]) -> None:
    for svg in page(make).all("svg"):
        if svg.attrs.get("aria-hidden") == "true":
            continue
        assert svg.attrs["role"] == ("group" if svg.all("a") else "img")
        assert len(svg.attrs["aria-label"]) > 3


@ALL
def test_figures_come_at_two_widths(make: Callable[[], SessionResult]) -> None:
    for figure in page(make).all("div", "figure"):
        widths = [svg.attrs["viewbox"].split()[2] for svg in figure.all("svg")]
        assert widths == ["800", "358"]


@ALL
def test_no_coordinate_is_missing(make: Callable[[], SessionResult]) -> None:
    for node in page(make).walk():
        for name in ("d", "x", "y", "cx", "cy", "r", "width", "height", "viewbox"):
            assert not re.search(r"nan|inf|None", node.attrs.get(name, "")), node


@ALL
def test_nothing_is_fetched(make: Callable[[], SessionResult]) -> None:
    root = page(make)
    assert not root.all("script")
    assert not root.all("link")
    assert not root.all("iframe")
    for node in root.walk():
        assert not {"srcset", "data", "onload", "onclick", "style"} & set(node.attrs), node
        assert node.attrs.get("src", OWN_PICTURE).startswith(OWN_PICTURE)
        assert node.attrs.get("href", "#").startswith("#")
    style = "".join(c for s in root.all("style") for c in s.children if isinstance(c, str))
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) == {"#swing", "#speed", "#both", "#gap"}
    assert "http" not in style


@ALL
def test_no_forbidden_word(make: Callable[[], SessionResult]) -> None:
    root = page(make)
    said = " ".join([root.text, *(n.attrs.get("aria-label", "") for n in root.walk())]).lower()
    assert not [w for w in FORBIDDEN if re.search(rf"\b{w}", said)]
    assert "good job" not in said
    assert "share of muscle" not in said
    assert "!" not in said.replace("<!", "")


def expected_cells(rep: Rep) -> list[str]:
    """Figures as they must be printed, spelled out again from UX section 10."""

    def shown(value: float | None, digits: int, scale: float = 1.0) -> str:
        return "–" if value is None else f"{scale * value:.{digits}f}"

    return [
        shown(rep.momentum, 0, 100),
        shown(rep.rom_deg, 0),
        shown(rep.lift_s, 1),
        shown(rep.lower_s, 1),
        shown(rep.peak_speed_dps, 0),
        shown(rep.carry, 0, 100),
        shown(rep.push_mps2, 1),
        shown(rep.push_limit_mps2, 1),
        shown(rep.detour, 2),
        shown(rep.elbow_rms_mps2, 1),
    ]


@pytest.mark.parametrize("name", [n for n in samples.SAMPLES if n != "huge_numbers"])
def test_tables_carry_every_number(name: str) -> None:
    result = samples.SAMPLES[name]()
    tables = page(samples.SAMPLES[name]).all("table")
    assert len(tables) == len(result.sets)
    by_first = {tuple(expected_cells(r) for r in s.reps).__repr__(): s for s in result.sets}
    for table in tables:
        rows = [
            [cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tbody")[0].all("tr")
        ]
        cells = tuple(row[2:12] for row in rows)
        assert repr(cells) in by_first
        made = by_first[repr(cells)]
        for row, rep in zip(rows, made.reps, strict=True):
            assert row[0] == str(rep.index)


def test_verdict_words_and_marks() -> None:
    rows = page(samples.mixed).all("tbody")[0].all("tr")
    said = [row.all("td")[0].text for row in rows]
    assert said == [
        "controlled",
        "swing",
        "controlled",
        "half rep",
        "too fast",
        "signal lost",
        "swing + speed",
        "controlled",
        "controlled",
        "half rep",
        "swing",
        "controlled",
    ]
    assert all(row.all("svg") for row in rows)


def test_reasons_that_differ_in_figures_share_a_line() -> None:
    made = build.make_set([build.half(), build.half(), build.controlled(), build.half(), build.unsure()])
    short = [
        (Because(code=Reason.SHORT_OF_USUAL, values={"swept_deg": deg, "usual_deg": 117.0}),)
        for deg in (76.0, 81.0, 7.0)
    ]
    why = (*short[:2], (), short[2], (Because(code=Reason.GAP),))
    reps = tuple(replace(r, reasons=one) for r, one in zip(made.reps, why, strict=True))
    root = page(lambda: build.session(replace(made, reps=reps)))
    assert [p.text for p in root.all("p", "reason")] == [
        "Reps 1, 2 and 4, half rep: you swept 7 to 81° of your usual 117°.",
        "Rep 5, signal lost: nothing was received for part of it.",
    ]


def test_no_column_is_headed_ratio() -> None:
    heads = [head.text for head in page(samples.ordinary).all("th")]
    assert any("% of height" in head for head in heads)
    assert not any("ratio" in head for head in heads)


def test_late_calls_are_not_counted_as_early() -> None:
    made = build.make_set([build.controlled(), build.swing(), build.swing(), build.swing()])
    calls = (None, made.reps[1].top_s - 0.4, made.reps[3].end_s + 20.0, None)
    reps = tuple(replace(r, flagged_at_s=c) for r, c in zip(made.reps, calls, strict=True))
    root = page(lambda: build.session(replace(made, reps=reps)))
    assert [row.all("td")[11].text for row in root.all("tbody")[0].all("tr")] == ["", "0.4", "later", "–"]
    assert "0.4 s before the top, in 1 of 3 reps" in root.text
    assert len(root.all("div", "w")[1].all("circle", "open")) == 1


def test_order_of_the_sections() -> None:
    root = page(samples.with_companions)
    assert [h.text for h in root.all("h2")] == [
        "The sets at a glance",
        "Forearm angle, set 1",
        "Lift speed, rep by rep",
        "Where in the lift the momentum came from",
        "Trunk and upper arm, set 1",
        "Every rep",
        "How good the data are",
        "To share",
        "How it was worked out",
    ]


def test_headline_in_two_tones_only_for_momentum() -> None:
    advice = page(samples.ordinary).all("h1")[0]
    assert advice.text == build.LATE.why
    assert [em.text for em in advice.all("em")] == ["from rep 7 on the body swung."]
    assert not page(samples.all_controlled).all("em")
    assert not page(samples.all_uncertain).all("em")
    assert not page(samples.no_sets).all("em")


def test_sure_line_and_facts() -> None:
    root = page(samples.ordinary)
    sure = root.all("p", "sure")[0].text
    assert (
        sure
        == "Fairly sure. 10 of 10 reps measured. 10 kg is a big step down (20 %), so try fewer reps first."
    )
    facts = [f.text for f in root.all("div", "facts")[0].all("div")[1:]]
    assert facts[0].startswith("6 of 10")
    assert facts[1].startswith("Rep 7")
    assert facts[1].endswith("first swung rep; every rep after it too")
    # peak speeds in closed form: pi/2 × range / time; rep 10 is both(2), reps 1 to 6 are controlled(0) to (5)
    fastest = build.both(2).peak_dps
    usual = sorted(build.controlled(i).peak_dps for i in range(6))
    assert facts[2].startswith(f"{fastest / ((usual[2] + usual[3]) / 2):.1f}×")
    # elbow: median of 2.5, 2.7, 2.7, 2.7 over the median of 0.7, 0.75, 0.8, 0.85, 0.7, 0.75
    assert facts[3].startswith(f"{2.7 / 0.75:.1f}×")


def test_no_curls_says_what_was_found() -> None:
    root = page(samples.no_sets)
    assert root.all("h1")[0].text == "No curls found in this recording."
    assert (
        "Not a curl: the forearm moved about pointing up, as in a triceps extension or a press" in root.text
    )
    assert "0:12 to 0:31" in root.text
    assert not root.all("table")


def test_accelerometer_only_says_what_is_missing() -> None:
    text = page(samples.accelerometer_only).text
    assert "No gyroscope: lift speed could not be measured, so this figure is left out." in text
    assert "No gyroscope: where in the lift it happened cannot be told, so this figure is left out." in text


def test_no_traces_leaves_figures_out_with_a_sentence() -> None:
    root = page(samples.no_traces)
    assert "The curves of this set were not kept" in root.text
    assert "Lift speed" in root.text
    assert len(root.all("div", "figure")) == 2


def test_two_wrists_have_rows_on_one_scale() -> None:
    root = page(samples.two_wrists)
    section = next(s for s in root.all("section") if s.all("h2")[0].text == "Forearm angle")
    figures = section.all("div", "figure")
    ticks = [[t.text for t in f.all("svg")[0].all("text") if t.text.endswith("°")] for f in figures]
    assert len(figures) == 2
    assert ticks[0] == ticks[1]
    assert root.all("p", "arm")[0].text == "Right arm"
    assert root.all("p", "also")[0].text == "Left arm. Keep 12.5 kg: all 9 reps were controlled."


def test_hostile_names_are_text() -> None:
    html = render_report(samples.hostile_names())
    root = read(html)
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert samples.HOSTILE in root.text
    assert "/some/folder" not in html


def test_weights_in_pounds() -> None:
    made = build.make_set([build.controlled()], weight_kg=27.5 * 0.45359237, advice=None)
    text = read(render_report(build.session(made), unit="lb")).text
    assert "27.5 lb" in text
    assert " kg" not in text


def test_many_recordings_have_an_index() -> None:
    results = [samples.ordinary(), samples.no_sets(), samples.two_wrists()]
    root = read(render_report(results))
    links = [a.attrs["href"] for a in root.all("table")[0].all("a")]
    assert links == ["#recording-1", "#recording-2", "#recording-3"]
    assert [n.attrs["id"] for n in root.all("article")] == ["recording-1", "recording-2", "recording-3"]
    assert [h.text for h in root.all("h1")] == ["3 recordings"]
    first = [c.text for c in root.all("tbody")[0].all("tr")[0].all("td")]
    warned = "Signal lost for 0.6 s in set 1, rep 3."
    assert first == [
        f"Set 2 of 2: {build.LATE.why} {warned}",
        "12 of 17",
        "4",
        "18",
        "2",
        "14 May 2026, 18:42",
    ]
    assert "Lifter" not in root.all("thead")[0].text  # nobody gave a name


def test_one_recording_in_a_list_reads_as_one() -> None:
    assert render_report([samples.ordinary()]) == render_report(samples.ordinary())


def test_no_result_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one result"):
        render_report([])


def test_limits_come_from_the_thresholds() -> None:
    given = DEFAULTS.with_(momentum__carry=0.13, momentum__push_mps2=7.3)
    text = read(render_report(samples.ordinary(), thresholds=given)).text
    assert "at 13 % of coast the limit is a push of 7.3 m/s²" in text.replace("\u00a0", " ")


def test_changed_thresholds_are_said() -> None:
    assert "(defaults)" in page(samples.ordinary).text
    changed = replace(samples.ordinary(), thresholds_are_defaults=False)
    assert "(not the defaults)" in read(render_report(changed)).text


def test_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(samples.one_rep(), path)
    assert path.read_text(encoding="utf-8") == render_report(samples.one_rep())


def test_same_result_same_report() -> None:
    assert render_report(samples.mixed()) == render_report(samples.mixed())


@pytest.mark.program
def test_importing_the_report_is_light() -> None:
    heavy = "{'jinja2', 'matplotlib', 'pandas', 'scipy.signal'}"
    code = f"import sys, analysis.report; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_page_foot_cannot_be_ended_by_a_name() -> None:
    text = css_string('a"}</style>é\n')
    assert text == '"a\\000022\\00007d\\00003c\\00002fstyle\\00003e\\0000e9\\00000a"'


def test_of_many_sets_the_details_are_folded_and_all_there() -> None:
    result = samples.forty_sets()
    root = read(render_report(result))
    folded = [node for node in root.all("details") if node.attrs["class"] == "more"]
    titles = [d.all("summary")[0].text for d in folded]
    assert titles[0] == "The 28 sets before"
    assert titles[-2:] == ["Show 39 sets", "Show the picture of the set"]
    assert titles[1] == "Set 1, 12.5 kg, wrist, starts at 0:00: 5 of 5 controlled"
    assert titles[2].endswith(": 1 of 6 with swing")
    assert len(titles) == 42
    tables = root.all("tbody")
    assert [len(t.all("tr")) for t in tables] == [len(s.reps) for s in [result.sets[-1], *result.sets[:-1]]]
    assert [d for d in folded if d.attrs.get("open") is not None] == []


def test_of_few_sets_nothing_is_folded() -> None:
    folded = read(render_report(samples.ordinary())).all("details")
    assert [node.attrs["class"] for node in folded] == ["more why", "more why", "more"]
