"""The live page at rest and at its end: what can still be tapped, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_live_page import DESK, PHONE, WAIT_MS, opened, ready
from tests.fixtures.live_states import STATES, SUMMARY
from tests.fixtures.page_feeder import Feeder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADVICE = SUMMARY["advice"]["sentence"]
RECORDING = STATES["finished"]["recording"] | {"report": "curls-2026-05-14.html"}
FINISHED = STATES["finished"] | {"summary": SUMMARY, "recording": RECORDING}


@pytest.fixture(scope="module")
def server() -> Iterator[Feeder]:
    with Feeder().running() as running:
        yield running


@pytest.fixture
def feeder(server: Feeder) -> Feeder:
    return server.another()


def test_a_program_that_ended_leaves_the_result_and_no_dead_buttons(browser: Browser) -> None:
    feeder = Feeder()
    with feeder.running(), opened(browser, feeder, FINISHED, may_complain=True) as page:
        page.get_by_role("link", name="Open the report").wait_for()
        feeder.stop()
        page.get_by_role("heading", name="The program has ended").wait_for(timeout=WAIT_MS)
        assert page.get_by_role("link").count() == 0
        for gone in ("New session", "Reload"):
            assert page.get_by_role("button", name=gone).count() == 0
        for said in (ADVICE, "Recorded in curls-2026-05-14.csv", "Report: curls-2026-05-14.html"):
            assert page.get_by_text(said, exact=True).is_visible()


def test_a_session_without_a_rep_says_why_and_offers_no_report(browser: Browser, feeder: Feeder) -> None:
    advice = {"sentence": "Not a curl: it repeats too fast.", "choices": [], "sure": None}
    summary = SUMMARY | {"set": None, "lines": [], "reps": [], "advice": advice}
    session = {"sets": [], "told": [], "report_url": None}
    with opened(browser, feeder, FINISHED | {"summary": summary, "session": session}) as page:
        page.get_by_role("heading", name="No rep").wait_for()
        assert page.get_by_text(advice["sentence"]).is_visible()
        assert page.get_by_role("link").count() == 0


def test_a_choice_is_only_shown_as_taken_once_it_is(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, STATES["rest"] | {"target_reps": 12}) as page:
        page.get_by_text("tap one to take it").wait_for()
        assert page.locator(".option[aria-pressed=true]").count() == 0
        feeder.send(STATES["rest"])
        page.locator(".option[aria-pressed=true]").filter(has_text="12.5 kg × 6").wait_for()
        assert page.get_by_text("tap one to take it").count() == 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_all_of_a_rest_stands_above_the_bar(browser: Browser, feeder: Feeder, size: tuple[int, int]) -> None:
    with opened(browser, feeder, STATES["rest"] | {"target_reps": 12}, size) as page:
        ready(page)
        last = page.get_by_text("Not right? Change the reps").bounding_box()
        bar = page.locator("footer").bounding_box()
        assert last is not None
        assert bar is not None
        assert last["y"] + last["height"] <= bar["y"]
        assert page.get_by_text("or just start").is_visible()


def test_what_was_lost_has_a_unit(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        page.get_by_text("3 readings lost", exact=True).wait_for()
