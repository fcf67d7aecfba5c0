"""The live page on a home screen and with a voice: what the browser makes of its manifest, and what is spoken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_live_page import opened
from tests.fixtures.live_states import CONTROLLED, cue, state
from tests.fixtures.page_feeder import Feeder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOWER = cue("speed", "Slower", "rep 5 was quick", 5)
SIZE_OF = """src => new Promise((done, fail) => {
  const image = new Image();
  image.onload = () => done([image.naturalWidth, image.naturalHeight]);
  image.onerror = fail;
  image.src = src;
})"""
LISTEN = """() => { window.spoken = []; speechSynthesis.speak = u => spoken.push([u.text, u.lang]); }"""


@pytest.fixture(scope="module")
def server() -> Iterator[Feeder]:
    with Feeder().running() as running:
        yield running


@pytest.fixture
def feeder(server: Feeder) -> Feeder:
    return server.another()


def after(reps: int, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """The page's state after so many reps, with a cue or without one."""
    return state("in_set", CONTROLLED[:reps], cue=told)


def tell(page: Page, feeder: Feeder, *messages: dict[str, Any]) -> list[list[str]]:
    """What is spoken while the page is told these messages."""
    page.evaluate(LISTEN)
    for message in messages:
        feeder.send(message)
    feeder.send({"type": "said", "text": f"All {len(messages)} told"})
    page.wait_for_selector(f".toast >> text=All {len(messages)} told")
    spoken: list[list[str]] = page.evaluate("spoken")
    return spoken


def choose(page: Page, mode: str) -> None:
    page.click("button:text-is('More')")
    page.click(f"[aria-label=Spoken] button:text-is('{mode}')")
    page.click("dialog button:text-is('Close')")


def test_nothing_is_spoken_unless_it_was_chosen(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, after(3)) as page:
        assert tell(page, feeder, after(4), after(4, SLOWER)) == []


def test_each_rep_and_each_cue_is_spoken_once(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, after(3)) as page:
        choose(page, "Count + cues")
        told = tell(page, feeder, after(4), after(4), after(5, SLOWER), after(5, SLOWER), after(4))
        assert told == [["4", "en"], ["5", "en"], ["Slower", "en"]]


def test_only_cues_are_spoken_if_that_was_chosen_and_it_is_remembered(
    browser: Browser, feeder: Feeder
) -> None:
    with opened(browser, feeder, after(3)) as page:
        choose(page, "Cues")
        page.reload()
        page.wait_for_selector("footer")
        assert tell(page, feeder, after(4), after(5, SLOWER)) == [["Slower", "en"]]


def test_a_browser_takes_the_page_for_one_that_can_be_installed(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, after(1)) as page:
        tools = page.context.new_cdp_session(page)
        found = tools.send("Page.getAppManifest")
        assert found["errors"] == []
        hindered = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [error["errorId"] for error in hindered] == ["in-incognito"]  # as every context of a test is
        for icon in json.loads(found["data"])["icons"]:
            size = page.evaluate(
                SIZE_OF,
                icon["src"],
            )
            assert icon["sizes"] in ("any", f"{size[0]}x{size[1]}")
