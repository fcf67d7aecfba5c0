"""The pages in German in a real browser: a whole session, the voice, room for longer words, the phone's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import test_live_page as page_checks
from tests.fixtures import live_program as sessions
from tests.fixtures.browser_phone_session import phones
from tests.fixtures.languages import speaking
from tests.fixtures.live_states import CONTROLLED as SIX_CONTROLLED
from tests.fixtures.live_states import STATES, cue, state
from tests.fixtures.moving_phone import moving_phone
from tests.fixtures.page_feeder import Feeder
from tests.live.test_server import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_SENTENCE = re.compile(r"\b(page|phone|count|list|place)\.\w|undefined|NaN|[{}]")
"""What shows where a sentence has no words, or no value in its braces."""
ALL_SAID = """() => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [aria-valuetext]')]
  .flatMap(e => [e.getAttribute('aria-label'), e.getAttribute('aria-valuetext')])].filter(Boolean)"""
WITH_VOICE = """
localStorage.setItem("rep-momentum", JSON.stringify({ speech: "count" }));
globalThis.spoken = [];
speechSynthesis.speak = (one) => spoken.push([one.text, one.lang]);
"""
WORDS = """async told => {
  const { say, writeNumber } = await import("/language.js");
  const { finding, numbers, placeName } = await import("/words.js");
  const { columnsOf } = await import("/bars.js");
  return [say("count.rep", { n: 1 }), say("count.rep", { n: 2 }), writeNumber(49.8), writeNumber(2, 1),
    numbers([1, 2, 3, 5]), numbers([4, 5]), placeName("wrist_left"), placeName("trunk"), finding(columnsOf(told))];
}"""


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    with speaking("de"):
        yield


@pytest.fixture
def feeder() -> Iterator[Feeder]:
    with Feeder().running() as running:
        yield running


def not_said(page: Page) -> list[str]:
    """Texts and labels in which a name or an empty value shows."""
    return [text for text in page.evaluate(ALL_SAID) if NO_SENTENCE.search(text)]


def test_a_replay_is_in_german_from_its_first_cue_to_its_end(browser: Browser) -> None:
    """Set 1 of the demo has 6 controlled reps; in set 2 the last four of ten are swung."""
    with (
        as_file(files("firmware_data.recordings") / "demo_curls.csv") as path,
        sessions.program("--replay", str(path), "--speed", "8", "--language", "de") as (_, link),
        sessions.opened(browser, link) as (page, wrong),
    ):
        page.add_init_script(WITH_VOICE)
        page.reload()
        assert page.evaluate("document.documentElement.lang") == "de"
        page.get_by_role("status").get_by_text("Schwung ×4").first.wait_for(timeout=sessions.LONG_MS)
        assert not_said(page) == []
        page.get_by_role("heading", name="Nächster Satz").wait_for(timeout=sessions.LONG_MS)
        assert not_said(page) == []
        assert page.locator(".clock").inner_text().startswith("Pause")
        spoken = page.evaluate("spoken")
        assert {language for _, language in spoken} == {"de"}
        assert {"Schwung", "10"} <= {text for text, _ in spoken}
        page.get_by_role("heading", name="12 kontrolliert 4 mit Schwung").wait_for(timeout=sessions.LONG_MS)
        page.get_by_role("link", name="Bericht öffnen").wait_for()
        assert not_said(page) == []
        assert wrong == []


@pytest.mark.parametrize("size", [page_checks.PHONE, page_checks.DESK, (1024, 768)])
def test_longer_words_have_room(browser: Browser, feeder: Feeder, size: tuple[int, int]) -> None:
    feeder.latest = STATES["waiting"]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = context.new_page()
    wrong = {}
    for name, told in STATES.items():
        feeder.latest = told
        page.goto(feeder.url)
        page.wait_for_selector(f"html[data-screen={told['screen']}]")
        checks = [page_checks.OUTSIDE, page_checks.SMALL_TEXT, page_checks.SMALL_CONTROLS]
        if name in page_checks.NO_SCROLL:
            checks.append(page_checks.BELOW)
        found = [*(page.evaluate(check) for check in checks), not_said(page)]
        wrong |= {name: found} if any(found) else {}
    context.close()
    assert wrong == {}


def test_words_numbers_and_lists_of_the_page(browser: Browser, feeder: Feeder) -> None:
    feeder.latest = state("rest", SIX_CONTROLLED)
    page = browser.new_page()
    page.goto(feeder.url)
    reps = [*SIX_CONTROLLED[:3], {**SIX_CONTROLLED[3], "verdict": "momentum", "cause": "swing"}]
    told = page.evaluate(WORDS, reps)
    page.close()
    assert told == [
        "1 Wiederholung", "2 Wiederholungen", "49,8", "2,0", "1 bis 3 und 5", "4 und 5", "Handgelenk links", "Rumpf",
        "Wiederholungen 1 bis 3: kontrolliert, Wiederholung 4: Schwung",
    ]  # fmt: skip


def test_the_switches_are_in_german_and_close(browser: Browser, feeder: Feeder) -> None:
    feeder.latest = state("in_set", SIX_CONTROLLED, cue=cue("swing", "Schwung", "Langsamer oder leichter", 6))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(feeder.url)
    page.get_by_role("button", name="Ton, mehr").click()
    sheet = page.get_by_role("dialog", name="Ton und Bildschirm")
    sheet.get_by_role("button", name="Mit Zählen").nth(1).wait_for()
    assert sheet.evaluate("sheet => sheet.scrollWidth <= sheet.clientWidth")
    sheet.get_by_role("button", name="Schließen").click()
    page.get_by_role("button", name="Ziel").click()
    target = page.get_by_role("dialog", name="Ziel")
    target.get_by_text("10 Wdh.").wait_for()
    target.get_by_role("button", name="Mehr Wiederholungen").click()
    assert feeder.received() == {"do": "target", "reps": 11}
    page.close()


def test_the_page_of_a_measuring_phone(browser: Browser, tmp_path: Path) -> None:
    with phones(tmp_path, ("wrist", "trunk")) as session:
        address = f"https://127.0.0.1:{session.port}/?{session.query()}"
        with moving_phone(browser, address) as phone:
            assert phone.page.evaluate("document.documentElement.lang") == "de"
            phone.says("Dieses Handy ist der Sensor")
            assert phone.page.locator("header b").inner_text() == "Handgelenk"
            phone.page.get_by_role("button", name="Bewegung erlauben").click()
            phone.says("Es fehlt noch das Handy: ")
            phone.says("Gesperrt. Zum Öffnen halten")
            assert not_said(phone.page) == []


def test_the_address_that_apps_push_to(browser: Browser) -> None:
    with serving("0.0.0.0", lambda _, __: None) as served:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"http://127.0.0.1:{served.address.rpartition(':')[2]}/push?{served.query}")
        page.get_by_role("button", name="Adresse kopieren").click()
        page.get_by_text("Kopiert.").wait_for()
        assert not_said(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.close()
