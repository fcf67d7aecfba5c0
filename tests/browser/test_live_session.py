"""The real program and its page in a real browser: a replay, and the simulated sensor."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analysis.stream.offline import analyze
from imu.formats import read_recording
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.simulate.demo import canonical_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
LONG_MS = 90_000


@contextmanager
def program(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``live`` with these arguments, and the link that it prints; stopped with Ctrl-C."""
    command = [sys.executable, "-m", "analysis.cli", "live", *arguments, "--no-open"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert running.stdout is not None
    try:
        yield running, running.stdout.readline().split()[-1]
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
        running.stdout.read()
        running.stdout.close()
        running.wait()


@contextmanager
def opened(browser: Browser, link: str) -> Iterator[tuple[Page, list[str]]]:
    """The page, and what it complained of."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(link)
    yield page, complaints
    context.close()


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["3 controlled", "1 with swing", "2 too fast"]),
        ("de", ["3 kontrolliert", "1 mit Schwung", "2 zu schnell"]),
    ],
)
def test_the_finished_heading_counts_by_cause(
    browser: Browser, tmp_path: Path, language: str, said: list[str]
) -> None:
    """What was too fast is not called a swing."""
    replay = ("--replay", str(fast_and_swung(tmp_path)), "--speed", "8", "--language", language)
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
