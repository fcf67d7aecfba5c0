"""Warm-up and both sides in the report: there where something is known, with the numbers of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis.records.results import SessionResult
from analysis.records.session_checks import SymmetryIndex
from analysis.report import render_report
from analysis.report.sides import sides_section
from analysis.report.warm_up import warm_up_section
from tests.fixtures import samples
from tests.fixtures.report_reader import read


def headings(make: Callable[[], SessionResult]) -> list[str]:
    return [node.text for node in read(render_report(make())).all("h2")]


def test_they_stand_around_the_sets_and_only_where_known() -> None:
    found = headings(samples.both_sides)
    assert found[0] == "Warm-up", "in the order of the session"
    assert found.index("The sets at a glance") < found.index("Both sides") < found.index("Every rep")
    assert not {"Warm-up", "Both sides"} & set(headings(samples.ordinary))


@pytest.mark.parametrize("verdict", ["unknown", None])
def test_an_unknown_warm_up_has_no_section(verdict: str | None) -> None:
    warmup = samples.both_sides().warmup
    assert warmup is not None
    assert warm_up_section(None if verdict is None else replace(warmup, verdict=verdict)) is None
    assert warm_up_section(warmup) is not None


def test_the_bar_is_as_long_as_the_movement() -> None:
    """Four minutes, of which 100 s are brisk, 100 s slow and wide, 40 s other; the scale ends at 5.25 minutes."""
    section = warm_up_section(samples.both_sides().warmup)
    assert section is not None
    (figure,) = section.figures
    bars = [node for node in read(figure.wide).all("rect") if float(node.attrs["height"]) == 26.0]
    scale = 792.0 / (1.05 * 300.0)
    assert [float(node.attrs["width"]) for node in bars] == pytest.approx(
        [792.0, 100.0 * scale, 100.0 * scale, 40.0 * scale], abs=0.1
    )


@pytest.mark.parametrize("wide", [True, False])
def test_the_dots_stand_at_their_medians(wide: bool) -> None:
    """The left arm 10 % lower, the interval from 4 to 18 %: the dots are 10 % apart, the band 18 %."""
    balance = samples.both_sides().balance
    assert balance is not None
    index = SymmetryIndex(value=10.0, low=4.0, high=18.0, lower_side="left")
    section = sides_section(replace(balance, index={"rom_deg": index}), "kg")
    assert section is not None
    drawn = read(section.figures[0].wide if wide else section.figures[0].narrow)
    left, right = (float(node.attrs["cx"]) for node in drawn.all("circle"))
    (band,) = drawn.all("rect")
    percent_px = (right - left) / 10.0
    assert percent_px > 0.0
    assert float(band.attrs["width"]) == pytest.approx(18.0 * percent_px, abs=0.5)
    assert float(band.attrs["x"]) == pytest.approx((left + right) / 2.0 - 9.0 * percent_px, abs=0.5)


def test_what_cannot_be_compared_is_one_sentence() -> None:
    balance = samples.both_sides().balance
    assert balance is not None
    section = sides_section(replace(balance, index={}, not_compared="weights"), "kg")
    assert section is not None
    assert section.figures == ()
    assert section.missing == "Left and right lifted no weight in common, so they are not compared."
    assert sides_section(replace(balance, not_compared="one_side"), "kg") is None
