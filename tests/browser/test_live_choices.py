"""What is set and looked up on the live page itself: the rack, the keys, a set that the stream has not closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_live_page import PHONE, opened
from tests.fixtures.live_states import STATES, TEN, rep, state
from tests.fixtures.page_feeder import Feeder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REST = STATES["rest"]


@pytest.fixture(scope="module")
def server() -> Iterator[Feeder]:
    with Feeder().running() as running:
        yield running


@pytest.fixture
def feeder(server: Feeder) -> Feeder:
    return server.another()


def test_unit_and_rack_are_set_where_the_weight_is(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "rest", PHONE) as page:
        page.click(".value")
        page.get_by_role("button", name="lb", exact=True).click()
        assert feeder.received() == {"do": "unit", "unit": "lb"}
        page.get_by_label("Weights there are: every 2.5 kg").fill("4, 6, 10kg")
        page.get_by_role("button", name="Use").click()
        assert feeder.received() == {"do": "rack", "text": "4, 6, 10kg"}
        feeder.send(REST | {"rack": {"unit": "kg", "text": "4,6,10kg", "usual": "every 2.5 kg"}})
        page.get_by_label("Weights there are: 4,6,10kg").wait_for()


def test_a_question_mark_lists_every_key(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        page.keyboard.press("?")
        listed = page.get_by_role("dialog", name="Keys").locator("kbd").all_text_contents()
        assert listed == ["Space", "+", "−", "L", "R", "S", "F", "E", "Esc", "?"]
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
        assert feeder.nothing_received()


def test_a_set_that_the_stream_has_not_closed_shows_its_result_and_cannot_be_changed(
    browser: Browser, feeder: Feeder
) -> None:
    summary = REST["summary"] | {"editable": False}
    with opened(browser, feeder, REST | {"summary": summary}) as page:
        page.get_by_text(REST["summary"]["advice"]["sentence"]).wait_for()
        assert page.get_by_text("Working it out").count() == 0
        assert page.locator(".bars .pick").count() == 0
        assert page.get_by_text("Not right? Change the reps").count() == 0
        feeder.send(REST)
        page.get_by_text("Not right? Change the reps").wait_for()
        assert page.locator(".bars .pick").count() == len(TEN)


def test_a_counted_rep_without_a_verdict_is_no_question(browser: Browser, feeder: Feeder) -> None:
    """A question mark says that it cannot be judged; this one is only not judged yet."""
    reps = [rep(1, None) | {"verdict": None, "provisional": True}]
    with opened(browser, feeder, state("in_set", reps)) as page:
        page.get_by_role("img", name="rep 1 not judged yet").wait_for()


def test_the_report_is_in_sight_on_a_phone(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "finished", PHONE) as page:
        box = page.get_by_role("link", name="Open the report").bounding_box()
        footer = page.locator("footer").bounding_box()
        assert box is not None
        assert footer is not None
        assert box["y"] + box["height"] <= footer["y"]


def test_the_advice_is_read_from_three_metres(browser: Browser, feeder: Feeder) -> None:
    """Capitals are about 0.7 of a font's size; 40 px on 900 are a fortieth of the picture's height or more."""
    with opened(browser, feeder, "rest") as page:
        size = page.locator(".why .sentence").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 40.0
