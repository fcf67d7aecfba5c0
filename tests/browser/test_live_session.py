"""The real program and its page in a real browser: a replay, and the simulated sensor."""

from __future__ import annotations

import signal
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.stream.offline import analyze
from imu.formats import read_recording
from tests.fixtures.live_program import LONG_MS, opened, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_replay_reaches_the_cue_the_summary_and_the_end(browser: Browser) -> None:
    """Six controlled reps, then four swung ones; a reload in the set changes nothing."""
    with (
        as_file(files("firmware_data.recordings") / "demo_curls.csv") as path,
        program("--replay", str(path), "--speed", "8") as (running, link),
        opened(browser, link) as (page, wrong),
    ):
        page.get_by_role("status").get_by_text("Swing", exact=True).first.wait_for(timeout=LONG_MS)
        page.reload()
        page.get_by_role("status").get_by_text("Swing ×4").first.wait_for(timeout=LONG_MS)
        page.get_by_text("12 controlled").wait_for(timeout=LONG_MS)
        page.get_by_role("heading").get_by_text("4 with swing").wait_for(timeout=LONG_MS)
        page.get_by_role("button", name="New session").click()
        page.get_by_text("Set 1").first.wait_for(timeout=LONG_MS)
        page.get_by_text("12 controlled").wait_for(state="detached")
        assert wrong == []
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0


def test_the_simulated_sensor_is_connected_counted_and_recorded(browser: Browser, tmp_path: Path) -> None:
    with program("--device", "demo", "--swing", "--out", str(tmp_path)) as (running, link):
        with opened(browser, link) as (page, wrong):
            page.get_by_text("Movella DOT demo").first.wait_for(timeout=LONG_MS)
            page.get_by_role("status").get_by_text("Swing", exact=True).first.wait_for(timeout=LONG_MS)
            page.get_by_text("6 controlled").wait_for(timeout=LONG_MS)
            page.get_by_text("4 with swing").wait_for(timeout=LONG_MS)
            assert wrong == []
            running.send_signal(signal.SIGINT)
            page.get_by_role("heading", name="The program has ended").wait_for(timeout=LONG_MS)
            (report,) = tmp_path.glob("*.html")
            assert page.get_by_text(f"Report: {report}", exact=True).is_visible()
            assert page.get_by_role("link").count() == 0
        assert running.wait(timeout=30) == 0
    (recorded,) = tmp_path.glob("*.csv")
    (made,) = analyze(read_recording(str(recorded))).sets
    assert [rep.cause for rep in made.reps] == [None] * 6 + ["swing"] * 4
