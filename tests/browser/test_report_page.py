"""The report in a real browser: nothing fetched, nothing cut off, large enough to read, and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analysis.records.results import SessionResult
from analysis.report import render_report, write_report
from tests.fixtures import samples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK = (390, 844), (1440, 900)
A4_PX = (180 / 25.4 * 96, (297 - 26) / 25.4 * 96)
LETTER_PX = (186 / 25.4 * 96, (279 - 26) / 25.4 * 96)
"""What the margins leave of a sheet, CSS px."""

SMALL_TEXT = """() => {
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    if (element.closest('.vh')) continue;
    const text = element.closest('text');
    const scale = text ? text.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * scale;
    if (size < 12.99) small.push([walker.currentNode.textContent.trim(), size]);
  }
  return small;
}"""

CUT_OFF = """() => {
  const cut = [];
  for (const svg of document.querySelectorAll('.figure svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      const beside = box.left < frame.left - 1 || box.right > frame.right + 1;
      if (beside || box.top < frame.top - 3 || box.bottom > frame.bottom + 3)
        cut.push(text.textContent);
    }
  }
  return cut;
}"""

OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.figure svg')) {
    if (!svg.getBoundingClientRect().width) continue;
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 5) found.push([boxes[i][0], boxes[j][0]]);
    }
  }
  return found;
}"""


@contextmanager
def opened(browser: Browser, path: Path, size: tuple[int, int], **more: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on(
        "request", lambda request: seen.append(request.url) if not request.url.startswith("file:") else None
    )
    page.goto(path.as_uri())
    yield page
    context.close()
    assert not seen, "the page said or fetched something"


@pytest.fixture(params=samples.SAMPLES, scope="module")
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    make: Callable[[], SessionResult] = samples.SAMPLES[request.param]
    path = tmp_path_factory.mktemp("written") / f"{request.param}.html"
    write_report(make(), path)
    return path


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ordinary") / "report.html"
    write_report(samples.ordinary(), path)
    return path


def test_screens_and_paper(browser: Browser, written: Path) -> None:
    """A page without scripts is laid out anew for each size; text on paper has eight points at least."""
    with opened(browser, written, PHONE) as page:
        for width, height in (PHONE, DESK, (1100, 800), (800, 1100)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("innerWidth") == width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate(SMALL_TEXT) == [], width
            assert page.evaluate(CUT_OFF) == [], width
            assert page.evaluate(OVERLAPS) == [], width
            assert page.locator("h1").is_visible()
        page.set_viewport_size({"width": round(A4_PX[0]), "height": round(A4_PX[1])})
        page.emulate_media(media="print")
        small = page.evaluate(SMALL_TEXT)
        assert [text for text, px in small if px < 8 / 72 * 96] == []


def test_many_recordings_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "many.html"
    path.write_text(render_report([make() for make in samples.SAMPLES.values()]), encoding="utf-8")
    with opened(browser, path, PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert page.evaluate(SMALL_TEXT) == []
        page.locator("a").nth(3).click()
        assert page.url.endswith("#recording-4")


def test_dark_screen_and_light_paper(browser: Browser, ordinary: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, ordinary, DESK, color_scheme="dark") as page:
        assert page.evaluate(ground) == "rgb(11, 15, 20)"
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
    with opened(browser, ordinary, DESK, color_scheme="light") as page:
        assert page.evaluate(ground) == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("paper", "sheet", "sheets"), [("A4", A4_PX, 4), ("Letter", LETTER_PX, 5)])
def test_first_sheet_stands_alone(
    browser: Browser, ordinary: Path, paper: str, sheet: tuple[float, float], sheets: int
) -> None:
    with opened(browser, ordinary, (round(sheet[0]), round(sheet[1]))) as page:
        page.emulate_media(media="print")
        assert page.locator("h1").bounding_box()["y"] < 120
        angle = page.locator("section.fig").nth(1)
        box = angle.bounding_box()
        assert "Forearm angle" in angle.inner_text()
        assert box["y"] + box["height"] <= sheet[1]
        pdf = page.pdf(format=paper, prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == sheets


def test_forced_colours_keep_the_patterns(browser: Browser, ordinary: Path) -> None:
    with opened(browser, ordinary, DESK, forced_colors="active") as page:
        fill = page.evaluate("getComputedStyle(document.querySelector('.f-both')).fill")
        assert "#both" in fill
        assert page.evaluate(OVERLAPS) == []


def test_forty_sets_are_a_short_page_and_whole_on_paper(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(samples.forty_sets(), path)
    with opened(browser, path, DESK) as page:
        assert page.evaluate("document.documentElement.scrollHeight") < 7000
        table = page.locator("details table").first
        assert not table.is_visible()
        page.locator(".block > .more:not(.why) > summary").first.click()
        assert table.is_visible()
    with opened(browser, path, DESK) as page:
        page.emulate_media(media="print")
        heights = page.locator("details table").evaluate_all("all => all.map(t => t.offsetHeight)")
        assert len(heights) == 39
        assert min(heights) > 50


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desktop", "phone"])
def test_a_bar_says_why_when_pointed_at_and_leads_there(
    browser: Browser, ordinary: Path, size: tuple[int, int]
) -> None:
    """Without a script: a title for the pointer, a name for the reader of the screen, a place to go to."""
    with opened(browser, ordinary, size) as page:
        bar = page.locator(".art svg a[aria-label^='Rep 7. Swung']:visible").first
        said = bar.get_attribute("aria-label")
        assert said
        assert bar.locator("title").text_content() == said
        bar.click()
        target = page.locator(":target")
        assert target.is_visible()
        assert said in target.inner_text()
        assert target.evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_a_bar_is_reached_by_the_keyboard(browser: Browser, ordinary: Path) -> None:
    with opened(browser, ordinary, DESK) as page:
        page.locator(".art svg a:visible").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(":target").is_visible()


def test_paper_has_the_table_and_not_every_reason(browser: Browser, ordinary: Path) -> None:
    with opened(browser, ordinary, DESK) as page:
        page.emulate_media(media="print")
        assert not page.locator(".why").first.is_visible()
        assert page.locator(".block table").first.is_visible()
