"""The pictures: where bars, labels, curves and ticks stand."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from analysis.output.set_views import focus_sets, set_views
from analysis.report import angle, axes, glance, lift, run_labels, speed, timeline
from analysis.report.curve_labels import Box, Labels
from analysis.report.figure import NARROW, WIDE
from analysis.report.marks import draw_mark
from analysis.report.svg import Canvas, path_data, svg_element, text_width
from analysis.stream.offline import analyze
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from tests.fixtures import build, samples
from tests.fixtures.report_reader import Node, read

WORDS = [["controlled"], ["swing, 8 to 10 also fast", "swing"], ["half rep", "half"]]


def drawn(svg: Markup) -> Node:
    return read(svg).all("svg")[0]


@given(st.floats(0.001, 1e7))
def test_ticks_reach_the_top_and_are_few(highest: float) -> None:
    ticks = axes.ticks_from_zero(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest * (1 - 1e-9)
    assert len(ticks) <= 5


@given(st.floats(-90, 0), st.floats(100, 2000))
def test_angle_ticks(low: float, high: float) -> None:
    ticks = axes.angle_ticks(low, high)
    assert 2 <= len(ticks) <= 5
    assert all(low - 1e-6 <= t <= high + 1e-6 for t in ticks)
    assert 0.0 in ticks


def test_angle_ticks_of_a_curl() -> None:
    assert axes.angle_ticks(0, 140) == [0, 45, 90, 135]
    assert axes.angle_ticks(-20, 190) == [0, 45, 90, 135, 180]


@given(st.integers(1, 300), st.integers(5, 60))
def test_rows_keep_every_rep_in_order(count: int, most: int) -> None:
    rows = axes.even_rows(range(count), most)
    assert [i for row in rows for i in row] == list(range(count))
    assert max(len(row) for row in rows) <= most


@given(st.integers(1, 140), st.floats(4, 60))
def test_numbers_under_bars_never_touch(count: int, pitch: float) -> None:
    shown = sorted(axes.labelled_numbers(range(1, count + 1), pitch))
    centres = [(i * pitch, text_width(str(i))) for i in shown]
    assert shown
    for (a, wide_a), (b, wide_b) in pairwise(centres):
        assert b - a >= (wide_a + wide_b) / 2


def test_more_than_twenty_reps_have_every_fifth_number() -> None:
    assert axes.labelled_numbers(range(1, 31), 40.0) == {1, 5, 10, 15, 20, 25, 30}


def test_holes() -> None:
    known = np.array([True, False, False, True, False])
    assert axes.unknown_spans(known) == [(1, 3), (4, 5)]
    assert axes.unknown_spans(np.array([], dtype=bool)) == []


def test_polyline_breaks_at_holes() -> None:
    x = np.arange(6.0)
    y = np.array([0, 1, np.nan, 3, 4, 5.0])
    assert path_data(x, y, every_px=0.5) == "M0.0 0.0L1.0 1.0M3.0 3.0L4.0 4.0L5.0 5.0"
    assert path_data(np.full(3, np.nan), y[:3]) == ""


def test_polyline_keeps_the_last_point_of_a_dense_curve() -> None:
    x = np.linspace(0, 10, 1001)
    data = path_data(x, x, every_px=1.0)
    assert data.endswith("L10.0 10.0")
    assert data.count("L") <= 11


def test_elements_escape() -> None:
    canvas = Canvas(10, 10)
    canvas.text(0, 0, "<b>&")
    assert "&lt;b&gt;&amp;" in canvas.finish('a "label" <x>')
    assert svg_element("text", class_='"><script>') == '<text class="&#34;&gt;&lt;script&gt;"/>'


@given(
    st.lists(st.tuples(st.integers(1, 12), st.sampled_from(WORDS)), min_size=1, max_size=30),
    st.floats(6, 40),
)
def test_labels_over_runs_never_touch(runs: list[tuple[int, list[str]]], pitch: float) -> None:
    edges = np.cumsum([0, *(n for n, _ in runs)]) * pitch
    spans = [(float(a), float(b) - 0.2 * pitch) for a, b in pairwise(edges)]
    end = float(edges[-1]) + 60
    placed = run_labels.place_labels(spans, [texts for _, texts in runs], list(range(len(runs))), end)
    boxes = sorted((p.x, p.x + text_width(p.text, bold=True)) for p in placed)
    assert all(b[0] > a[1] for a, b in pairwise(boxes))
    assert all(a >= 0 and b <= end for a, b in boxes)
    for p in placed:
        start, stop = spans[p.run]
        assert p.x < stop
        assert p.x + text_width(p.text, bold=True) > start


def test_a_half_rep_is_filled_on_the_left_as_in_the_terminal() -> None:
    """From top to bottom, by the sweep (0: against the clock, in SVG) over the left."""
    (rep,) = build.make_set([build.half()]).reps
    ring, left = re.findall(r"<(?:circle|path)[^>]*>", str(draw_mark(rep, 10, 20, 10)))
    assert 'cx="10" cy="20" r="7.2"' in ring
    assert 'd="M10.0 12.8A7.2 7.2 0 0 0 10.0 27.2Z"' in left


def test_bars_stand_at_nine_tenths_of_their_score() -> None:
    views = set_views(samples.all_momentum())
    svg = drawn(glance.draw_glance(views, WIDE, "kg", "x"))
    grounds = [n for n in svg.all("rect") if "f-mom-tint" in n.classes]
    bars = [n for n in svg.all("rect") if {"f-swing", "f-both"} & set(n.classes)]
    for rep, ground, bar in zip(views[0].rep_set.reps, grounds, bars, strict=True):
        column, height = float(ground.attrs["height"]), float(bar.attrs["height"])
        assert rep.momentum is not None
        assert height == pytest.approx(0.9 * rep.momentum * column, abs=0.11)
        assert float(bar.attrs["y"]) + height == pytest.approx(float(ground.attrs["y"]) + column, abs=0.11)


def test_limit_line_stands_at_a_score_of_fifty() -> None:
    reps = [replace(build.swing(), momentum=0.5)]
    svg = drawn(glance.draw_glance(set_views(build.session(build.make_set(reps))), WIDE, "kg", "x"))
    bar = next(n for n in svg.all("rect") if "f-text2" in n.classes)  # at the limit no cause has a colour
    line = next(n for n in svg.all("path") if "s-text" in n.classes)
    height = float(re.findall(r"-?[\d.]+", line.attrs["d"])[1])
    assert height == pytest.approx(float(bar.attrs["y"]), abs=0.11)


@pytest.mark.parametrize("make", samples.SAMPLES.values(), ids=samples.SAMPLES)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_glance_stays_inside_its_frame(make: object, width: float) -> None:
    assert callable(make)
    views = set_views(make())
    if not views:
        return
    svg = drawn(glance.draw_glance(views, width, "kg", "x"))
    _, _, _, height = (float(v) for v in svg.attrs["viewbox"].split())
    for rect in svg.all("rect"):
        assert float(rect.attrs["x"]) + float(rect.attrs["width"]) <= width
        assert float(rect.attrs["y"]) + float(rect.attrs["height"]) <= height
    bars = [
        n
        for n in svg.all("rect")
        if n.classes[0] in {"f-ctl", "f-swing", "f-speed", "f-both", "f-mom", "dotted", "hollow"}
    ]
    assert len(bars) == sum(len(v.rep_set.reps) for v in views)


def test_a_gap_breaks_the_line_and_is_hatched() -> None:
    made = samples.holes()
    view = set_views(made)[0]
    trace, gaps = view.rep_set.trace, made.sensors[0].gaps
    assert trace is not None
    found = angle.trace_gaps(trace, gaps)
    lost = made.sets[0].reps[4].start_s
    assert found[0] == (gaps[0].start_s, gaps[0].end_s)
    assert found[1] == pytest.approx((lost + 0.3, lost + 2.4), abs=2 / build.RATE_HZ)
    svg = drawn(angle.angle_figures([view], {"wrist": gaps}, "kg", captions=False)[0].wide)
    hatched = [n for n in svg.all("rect") if "f-gap" in n.classes]
    for rect in hatched:
        left, right = float(rect.attrs["x"]), float(rect.attrs["x"]) + float(rect.attrs["width"])
        for curve in (n for n in svg.all("path") if "thin" in n.classes or "rest" in n.classes):
            for stroke in curve.attrs["d"].split("M")[1:]:
                xs = [float(p.split()[0]) for p in stroke.split("L")]
                assert not (min(xs) < left - 1 and max(xs) > right + 1)


def test_a_hole_that_cuts_a_set_is_drawn_at_both_sides_of_the_cut() -> None:
    """The sensor is silent from 16 to 26.5 s, too long for one set, in twelve reps: 2.5 s are shown on either side."""
    sensor = SensorModel(rate_hz=50.0, acc_noise_mps2=0.05, gyr_noise_radps=0.01, gaps_s=((16.0, 26.5),))
    curls = (Still(4.0), CurlSet(reps=(SimulatedRep(),) * 12), Still(12.0))
    made = analyze(simulate(curls, sensor=sensor, seed=3).recording, trace=True)
    first, second = set_views(made)
    gaps = {"wrist": made.sensors[0].gaps}
    assert timeline.set_window(first, gaps["wrist"]).rows[0][1] == pytest.approx(18.5, abs=0.1)
    assert timeline.set_window(second, gaps["wrist"]).rows[0][0] == pytest.approx(24.0, abs=0.1)
    for width in ("wide", "narrow"):
        before, after = (
            getattr(one, width) for one in angle.angle_figures([first, second], gaps, "kg", captions=False)
        )
        for svg, at_end in ((drawn(before), True), (drawn(after), False)):
            (hole,) = (n for n in svg.all("rect") if "f-gap" in n.classes)
            left, wide = float(hole.attrs["x"]), float(hole.attrs["width"])
            grid = next(n for n in svg.all("path") if n.classes == ["s-line"]).attrs["d"]
            begin, end = (float(point.split()[0]) for point in grid[1:].split("L"))
            edge, expected = (left + wide, end) if at_end else (left, begin)
            assert edge == pytest.approx(expected, abs=0.2)
    for focus in ([first], [second], [first, second]):
        assert (
            "Hatched: signal lost. The line is broken there." in angle.angle_section(focus, gaps, "kg").notes
        )
        assert angle.angle_section(focus, {}, "kg").notes == (
            "Each hump is one rep, from hanging (0°) to the top.",
        )


def test_open_circle_lies_on_the_curve_at_the_call() -> None:
    view = set_views(samples.ordinary())[1]
    svg = drawn(angle.angle_figures([view], {}, "kg", captions=False)[0].wide)
    circles = [n for n in svg.all("circle") if "open" in n.classes]
    thick = [n for n in svg.all("path") if "thick" in n.classes]
    assert len(circles) == len(thick) == 4
    plans = samples.WORKING[6:]
    for circle, curve, plan in zip(circles, thick, plans, strict=True):
        assert plan.called_before_top_s is not None
        share = 1 - plan.called_before_top_s / plan.lift_s
        degrees = 2.0 + plan.rom_deg * (1 - np.cos(np.pi * share)) / 2
        high, low = (
            next(float(t.attrs["y"]) - 5 for t in svg.all("text") if t.text == f"{v}°") for v in (135, 0)
        )
        x, y = (float(v) for v in curve.attrs["d"][1:].split("L")[0].split())
        assert float(circle.attrs["cy"]) == pytest.approx(low + (high - low) * degrees / 135, abs=0.3)
        assert (x, y) == pytest.approx((float(circle.attrs["cx"]), float(circle.attrs["cy"])), abs=0.11)


def test_long_sets_have_rows_of_forty_seconds() -> None:
    view = set_views(samples.hundred_reps())[0]
    rows = timeline.set_window(view).rows
    assert all(b - a == pytest.approx(40.0) for a, b in rows)
    assert rows[-1][1] >= view.rep_set.end_s
    assert len(angle.angle_figures([view], {}, "kg", captions=False)) == len(rows)


def test_sets_of_both_wrists_share_their_time() -> None:
    left, right = timeline.set_windows(focus_sets(set_views(samples.two_wrists())), {})
    assert left == right


def test_band_holds_the_controlled_lifts() -> None:
    made = build.make_set([build.controlled(i) for i in range(6)])
    assert made.trace is not None
    band = lift.lift_band(lift.cut_lifts(made.trace, made.reps, "speed"))
    assert band is not None
    assert np.all(band.low <= band.middle)
    assert np.all(band.middle <= band.high)
    # half a cosine: the fastest moment of each lift is its middle, pi/2 times the mean speed
    peaks = [build.controlled(i).peak_dps for i in range(6)]
    assert band.high.max() == pytest.approx(max(peaks), rel=0.01)
    assert band.low.max() == pytest.approx(min(peaks), rel=0.01)


def test_fewer_than_three_lifts_have_no_band() -> None:
    made = build.make_set([build.controlled(i) for i in range(2)])
    assert made.trace is not None
    assert lift.lift_band(lift.cut_lifts(made.trace, made.reps, "speed")) is None


def test_labels_beside_curves_keep_apart_and_off_the_lines() -> None:
    x = np.linspace(0, 700, 200)
    low, high = (x, np.full(200, 150.0)), (x, np.full(200, 40.0))
    labels = Labels((0.0, 700.0, 0.0, 200.0), [low, high])
    places = [
        labels.place(text, curve) for text, curve in (("rep 10", high), ("reps 1 to 6", low), ("rep 3", low))
    ]
    boxes = [
        Box(left, left + text_width(text, bold=True), y)
        for (left, y), text in zip(places, ("rep 10", "reps 1 to 6", "rep 3"), strict=True)
    ]
    assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert all(box.covers(curve) == 0 for box in boxes for curve in (low, high))


def test_a_label_goes_beyond_the_curves_that_fill_the_room_about_its_own() -> None:
    """Others swing over all of it between 110 and 195 px; above them nothing is drawn."""
    x = np.linspace(0.0, 300.0, 301)
    own, others = (x, np.full(301, 180.0)), (x, np.where(np.arange(301) % 2, 110.0, 195.0))
    left, y = Labels((0.0, 300.0, 0.0, 200.0), [own, others]).place("reps 1 to 6", own)
    box = Box(left, left + text_width("reps 1 to 6", bold=True), y)
    assert (box.covers(own), box.covers(others)) == (0, 0)


def test_a_label_covers_a_steep_line_between_samples() -> None:
    steep = (np.array([50.0, 50.0]), np.array([0.0, 200.0]))
    left, _ = Labels((0.0, 400.0, 0.0, 200.0), [steep]).place(
        "rep 1", (np.array([50.0, 300.0]), np.array([100.0, 100.0]))
    )
    assert left > 50


def test_many_flagged_lifts_are_thinned_out() -> None:
    made = build.make_set([build.controlled(i) for i in range(12)] + [build.swing(i % 5) for i in range(40)])
    shown = lift.set_curves(set_views(build.session(made))[0], "speed")
    assert len(shown.flagged) == 40
    assert 5 <= len(shown.thin) <= 10
    assert shown.highest() >= max(float(one.value.max()) for one in shown.thin)


def limit_y(svg: Node) -> float:
    line = next(n for n in svg.all("path") if "s-text" in n.classes)
    return float(re.findall(r"-?[\d.]+", line.attrs["d"])[1])


@pytest.mark.parametrize("plan", [build.controlled(), build.half()], ids=["controlled", "half"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_limit_strikes_no_number_through(plan: build.Plan, width: float) -> None:
    """Figures of 14 px reach about 11 px above their baseline."""
    plans = [replace(plan, momentum=m) for m in (0.2, 0.3, 0.36, 0.4, 0.42, 0.45, 0.47, 0.499)]
    svg = drawn(glance.draw_glance(set_views(build.session(build.make_set(plans))), width, "kg", "x"))
    line = limit_y(svg)
    scores = [n for n in svg.all("text") if n.text in {"20", "30", "36", "40", "42", "45", "47", "49"}]
    assert len(scores) == 8
    assert all(float(n.attrs["y"]) < line - 1 or float(n.attrs["y"]) - 11 > line + 1 for n in scores)


@pytest.mark.parametrize("count", range(3, 21))
def test_a_number_in_a_half_reps_column_keeps_off_its_outline(count: int) -> None:
    plans = [replace(build.half(), momentum=0.3)] * count
    svg = drawn(glance.draw_glance(set_views(build.session(build.make_set(plans))), NARROW, "kg", "x"))
    column = next(n for n in svg.all("rect") if "hollow" in n.classes)
    inside = float(column.attrs["width"]) - 2.2
    assert text_width("30") < inside or not [
        n for n in svg.all("text") if n.text == "30" and n.classes == ["t2"]
    ]


@pytest.mark.parametrize("name", [n for n in samples.SAMPLES if set_views(samples.SAMPLES[n]())])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_limit_is_always_written_with_its_number(name: str, width: float) -> None:
    svg = drawn(glance.draw_glance(set_views(samples.SAMPLES[name]()), width, "kg", "x"))
    found = [n for n in svg.all("text") if n.text.startswith("limit")]
    assert {n.text for n in found} == {"limit 50"}
    assert all(float(n.attrs["x"]) + text_width("limit 50", bold=True) <= width for n in found)


def test_a_label_stays_over_its_run_if_any_of_its_words_fits() -> None:
    """``half rep`` and ``half`` are about 62 and 32 px wide."""
    spans = [(0.0, 100.0), (106.0, 150.0), (200.0, 220.0)]
    placed = run_labels.place_labels(
        spans, [["controlled"], ["half rep", "half"], ["half rep", "half"]], [0, 1, 2], 400.0
    )
    assert [p.text for p in placed] == ["controlled", "half", "half"]
    assert placed[1].x == 106.0
    assert placed[2].x + text_width("half", bold=True) / 2 == pytest.approx(210.0)


def test_names_of_the_lines_stand_above_the_speeds_of_a_phone() -> None:
    view = set_views(samples.ordinary())[1]
    svg = drawn(speed.speed_section([view], "kg", why_missing="").figures[0].narrow)
    names = [n for n in svg.all("text") if "your" in n.text]
    top = min(float(n.attrs["cy"]) for n in svg.all("circle"))
    assert len(names) == 1
    assert max(float(n.attrs["y"]) for n in names) < top - 20
