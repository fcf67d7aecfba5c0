"""Recordings that the real program plays, and its page in a real browser: gaps, and reps that were too fast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.stream.offline import analyze
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.simulate.demo_recordings import canonical_text
from tests.fixtures.live_program import LONG_MS, opened, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def fast_and_swung(folder: Path) -> Path:
    """Three calm curls, two that are too fast with a still elbow, and one that the body throws."""
    fast = SimulatedRep(lift_s=0.55, lower_s=1.0, profile="early")
    reps = (*(SimulatedRep(),) * 3, fast, fast, SimulatedRep(swing=2.0))
    recording = simulate([Still(4.0), CurlSet(reps=reps), Still(25.0)], seed=4).recording
    causes = [rep.cause for one in analyze(recording).sets for rep in one.reps]
    assert causes == [None, None, None, "speed", "speed", "swing"]
    path = folder / "fast.csv"
    path.write_text(canonical_text(recording), encoding="utf-8")
    return path


def test_the_finished_heading_counts_by_cause(browser: Browser, tmp_path: Path) -> None:
    """What was too fast is not called a swing."""
    said = ["3 controlled", "1 with swing", "2 too fast"]
    replay = ("--replay", str(fast_and_swung(tmp_path)), "--speed", "8")
    with program(*replay) as (_, link), opened(browser, link) as (page, wrong):
        heading = page.locator("main.finished h1")
        heading.get_by_text(said[0]).wait_for(timeout=LONG_MS)
        assert heading.locator("span").all_text_contents() == said
        assert wrong == []


def with_a_gap(folder: Path) -> Path:
    """Six calm curls by a simulated sensor; nothing came for 0.6 s of the third lift."""
    session = [Still(4.0), CurlSet(reps=(SimulatedRep(),) * 6), Still(25.0)]
    third = simulate(session, seed=5).truth.reps[2]
    gap = (third.start_s + 0.5, third.start_s + 1.1)
    recording = simulate(session, sensor=SensorModel(gaps_s=(gap,)), seed=5).recording
    path = folder / "gap.csv"
    path.write_text(canonical_text(recording), encoding="utf-8")
    return path


def test_a_rep_with_a_gap_has_no_data_in_the_set_and_after_it(browser: Browser, tmp_path: Path) -> None:
    with (
        program("--replay", str(with_a_gap(tmp_path)), "--speed", "4") as (_, link),
        opened(browser, link) as (page, wrong),
    ):
        page.locator("main.set").get_by_role("img", name="rep 3 signal lost").wait_for(timeout=LONG_MS)
        page.get_by_text("5 controlled").wait_for(timeout=LONG_MS)
        rest = page.locator("main.rest")
        assert (
            rest.get_by_role("img", name="reps 1 and 2 and 4 to 6 controlled, rep 3 signal lost").count() == 1
        )
        assert rest.locator(".bars [fill='url(#gap)']").count() == 1
        assert rest.get_by_text("+ 1 not judged").count() == 1
        assert wrong == []
