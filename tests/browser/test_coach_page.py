"""The list of people in a browser: folded on a phone, found and ordered by its script, by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.test_coach_page import gym, page_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """200 recordings of 40 people."""
    path: Path = tmp_path_factory.mktemp("pages") / "index.html"
    path.write_text(page_of(gym()), encoding="utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, size: dict[str, int], **more: object) -> Page:
    page = browser.new_page(viewport=size, **more)  # type: ignore[arg-type]
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address)
    return page


def names(page: Page) -> list[str]:
    return [name for name in page.locator("#people tbody:not([hidden]) th").all_inner_texts() if name]


def test_it_is_less_than_three_screens_of_a_phone(browser: Browser, address: str) -> None:
    page = opened(browser, address, PHONE)
    height, width = page.evaluate(
        "[document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    )
    assert height < 3 * PHONE["height"]
    assert width == PHONE["width"]
    page.locator("#all > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert len(names(page)) == 40


def test_without_its_script_it_unfolds_all_the_same(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESK, java_script_enabled=False)
    assert not page.locator("#tools").is_visible()
    page.locator("#all > summary").click()
    assert page.locator("#people tbody").first.is_visible()


def test_a_word_finds_and_a_box_sifts(browser: Browser, address: str) -> None:
    page = opened(browser, address, PHONE)
    page.get_by_label("Find").fill("client 12")
    assert names(page) == ["client 12"]
    assert page.get_by_role("status").inner_text() == "1 of 40 shown"
    page.get_by_label("Find").fill("")
    page.get_by_label("only who needs a word").check()
    assert len(names(page)) == 14
    page.get_by_label("only who needs a word").uncheck()
    assert page.get_by_role("status").inner_text() == ""


def test_a_column_orders_by_keyboard_and_says_so(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESK)
    head = page.get_by_role("columnheader", name="Name")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert names(page)[:3] == ["client 0", "client 1", "client 2"]
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Enter")
    assert names(page)[:2] == ["client 39", "client 38"]
    assert head.get_attribute("aria-sort") == "descending"
    page.get_by_label("Order").select_option("need")
    assert names(page)[:2] == ["client 0", "client 12"]
    assert head.get_attribute("aria-sort") is None


def test_on_paper_every_recording_is_listed(browser: Browser, address: str) -> None:
    page = opened(browser, address, DESK)
    page.emulate_media(media="print")
    assert not page.locator("#tools").is_visible()
    assert page.locator(".files a").nth(7).is_visible()
