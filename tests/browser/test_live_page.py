"""The live page in a real browser, with a real socket: what is drawn, what is sent, what is said when it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.fixtures.live_states import (
    CONTROLLED,
    EVERY_KIND,
    MARKUP,
    SECONDS_PER_REP,
    STATES,
    TEN,
    angles,
    cue,
    rep,
    state,
    swing,
)
from tests.fixtures.page_feeder import Feeder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESK, LYING = (390, 844), (1440, 900), (844, 390)
NO_SCROLL = [name for name, told in STATES.items() if told["screen"] in {"waiting", "in_set", "lost"}]
WAIT_MS = 10_000

SMALL_TEXT = """() => {
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.getClientRects().length) continue;
    if (element.closest('.vh, noscript')) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 12.99) small.push([walker.currentNode.textContent.trim(), size]);
  }
  return small;
}"""
SMALL_CONTROLS = """() => [...document.querySelectorAll('button, a')].filter(e => e.getClientRects().length)
  .map(e => [e.textContent, e.getBoundingClientRect()]).filter(([, r]) => r.height < 55.9).map(([t, r]) => [t, r.height])"""
OUTSIDE = """() => [...document.querySelectorAll('#page button, #page h1, #page p, svg text')]
  .filter(e => e.getClientRects().length && !e.closest('.vh') && e.textContent.trim())
  .map(e => [e.textContent, e.getBoundingClientRect()])
  .filter(([, r]) => r.left < -1 || r.right > innerWidth + 1).map(([t, r]) => [t, r.left, r.right])"""
BELOW = """() => [...document.querySelectorAll('main .panel, main .bars, footer')]
  .filter(e => e.getClientRects().length).map(e => e.getBoundingClientRect())
  .filter(r => r.bottom > innerHeight + 1 || r.height < 24).map(r => [r.top, r.bottom])"""


@pytest.fixture(scope="module")
def server() -> Iterator[Feeder]:
    with Feeder().running() as running:
        yield running


@pytest.fixture
def feeder(server: Feeder) -> Feeder:
    return server.another()


@contextmanager
def opened(browser: Browser, feeder: Feeder, name: str | dict[str, Any], size: tuple[int, int] = DESK,
           *, ending: str = "", may_complain: bool = False, **more: Any) -> Iterator[Page]:  # fmt: skip
    """The page showing a state; nothing may be logged, and nothing fetched from elsewhere."""
    feeder.latest = STATES[name] if isinstance(name, str) else name
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
    page = context.new_page()
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    elsewhere: list[str] = []
    allowed = ("127.0.0.1", None)
    page.on("request", lambda r: None if urlsplit(r.url).hostname in allowed else elsewhere.append(r.url))
    page.goto(feeder.url + ending)
    page.wait_for_selector("footer", timeout=WAIT_MS)
    try:
        yield page
        assert elsewhere == []
        assert may_complain or seen == []
    finally:
        context.close()


def ready(page: Page) -> None:
    """Figures are drawn once their room is known: two frames after the state came."""
    page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


TURNS = count()


def show(page: Page, feeder: Feeder, name: str) -> None:
    """Tells an open page the next state, and waits until it is drawn."""
    said = f"That was {name}, {next(TURNS)}"
    feeder.send(STATES[name])
    feeder.send({"type": "said", "text": said})
    page.wait_for_selector(f".toast:text-is('{said}')")
    ready(page)


def until(page: Page, condition: str) -> None:
    """Wait in the page itself: the policy forbids the browser's driver to evaluate strings there."""
    look = f"const look = () => ({condition}) ? done() : performance.now() > end ? fail(end) : requestAnimationFrame(look);"
    start = f"const end = performance.now() + {WAIT_MS};"
    page.evaluate(f"() => new Promise((done, fail) => {{ {start} {look} look(); }})")


def ground_of(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def font_px(page: Page, selector: str) -> float:
    return float(page.eval_on_selector(selector, "e => parseFloat(getComputedStyle(e).fontSize)"))


@pytest.mark.parametrize("size", [PHONE, DESK, LYING], ids=["phone", "desk", "lying"])
def test_every_state_fits(browser: Browser, feeder: Feeder, size: tuple[int, int]) -> None:
    with opened(browser, feeder, "no_sensor", size) as page:
        for name in STATES:
            show(page, feeder, name)
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], name
            assert page.evaluate(SMALL_TEXT) == [], name
            assert page.evaluate(SMALL_CONTROLS) == [], name
            assert page.evaluate(OUTSIDE) == [], name
            if name in NO_SCROLL:
                assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), name
                assert page.evaluate(BELOW) == [], name


@pytest.mark.parametrize(
    ("size", "one_px", "two_px"), [(DESK, 430, 330), (PHONE, 170, 130)], ids=["desk", "phone"]
)
def test_the_count_reads_from_afar(
    browser: Browser, feeder: Feeder, size: tuple[int, int], one_px: float, two_px: float
) -> None:
    with opened(browser, feeder, "swing", size) as page:
        page.wait_for_selector("text.count")
        assert page.text_content("text.count") == "7"
        assert font_px(page, "text.count") >= one_px
        feeder.send(STATES["target"])
        page.wait_for_selector("text.count:text-is('10')")
        assert font_px(page, "text.count") >= two_px


@pytest.mark.parametrize(
    ("size", "headline_px", "line_px"), [(DESK, 132, 50), (PHONE, 52, 23)], ids=["desk", "phone"]
)
def test_the_cue_is_large_and_announced(
    browser: Browser, feeder: Feeder, size: tuple[int, int], headline_px: float, line_px: float
) -> None:
    with opened(browser, feeder, "swing", size) as page:
        status = page.get_by_role("status").filter(has_text="Swing")
        assert status.locator("h1").text_content() == "Swing"
        assert status.locator("p").text_content() == "Slower or lighter"
        assert font_px(page, ".cue h1") == pytest.approx(headline_px, abs=0.5)
        assert font_px(page, ".cue p") == pytest.approx(line_px, abs=0.5)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_headline_stays_on_one_line(browser: Browser, feeder: Feeder, size: tuple[int, int]) -> None:
    lines = "e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).fontSize)"
    with opened(browser, feeder, "swing", size) as page:
        for name in ("speed", "three", "leaning", "half", "corrected", "target", "every_kind"):
            show(page, feeder, name)
            assert page.text_content(".cue h1") == STATES[name]["cue"]["headline"]
            assert page.eval_on_selector(".cue h1", lines) < 1.2, name


def test_colour_pattern_and_mark_tell_every_kind(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "every_kind") as page:
        page.wait_for_selector(".bars .bar")
        fills = page.eval_on_selector_all(
            ".bars .bar",
            "all => all.map(g => g.children[1]?.getAttribute('fill') ?? g.children[1]?.getAttribute('class') ?? '')",
        )
        assert fills[:4] == ["f-ctl", "url(#swing)", "url(#speed)", "url(#both)"]
        label = page.get_attribute(".bars svg", "aria-label") or ""
        assert "reps 1 and 9 controlled" in label
        assert "rep 5 half rep" in label
        assert "rep 7 signal lost" in label


NAMED = """async reps => {
  const { kindOf } = await import('./kinds.js');
  return reps.map(kindOf).map(kind => [kind.word, kind.tone]);
}"""


def test_a_score_near_the_limit_has_no_colour_and_a_short_rep_is_no_half_one(
    browser: Browser, feeder: Feeder
) -> None:
    reps = [rep(1, 0.48, near_limit=True), rep(2, 0.52, "momentum", "swing", near_limit=True)]
    short = [rep(3, None, "partial"), rep(4, None, "partial", short=True)]
    with opened(browser, feeder, "swing") as page:
        named = page.evaluate(NAMED, [*reps, *short])
    assert named == [["near the limit", "t3"]] * 2 + [["half rep", "t3"], ["short rep", "t3"]]


def test_a_bar_is_as_high_as_its_score(browser: Browser, feeder: Feeder) -> None:
    """All by one scale, on which the limit is 0.5; never less than 4 px; and the number above it stays in its column."""
    with opened(browser, feeder, "every_kind") as page:
        page.wait_for_selector(".bars .bar")
        rects = page.eval_on_selector_all(
            ".bars .bar",
            "all => all.map(g => [...g.querySelectorAll('rect')].map(r => r.height.baseVal.value))",
        )
        top = page.eval_on_selector(".bars .bar rect", "r => r.y.baseVal.value")
        limit = page.eval_on_selector(".bars .limit", "p => p.getBBox().y")
        column = rects[0][0]
        whole = 2.0 * (top + column - limit)
        assert 0.7 * column <= whole < column
        for told, drawn in zip(EVERY_KIND, rects, strict=True):
            if told["verdict"] in {"controlled", "momentum"} and not told["out"]:
                assert drawn[1] == pytest.approx(max(4, told["momentum"] * whole), abs=0.01)
        highest = page.eval_on_selector_all(
            ".bars .bar",
            "all => Math.min(...all.flatMap(g => [...g.querySelectorAll('text')].map(t => t.getBBox().y)))",
        )
        assert highest >= top - 2.0


def test_the_live_bar_is_the_meter(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "controlled") as page:
        meter = page.get_by_role("meter")
        assert meter.get_attribute("aria-valuenow") == "31"
        assert meter.get_attribute("aria-valuetext") == "31, limit 50, in this rep"
        assert meter.get_attribute("aria-label") == "Momentum of rep 5"


def test_an_unknown_score_has_no_number(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, state("in_set", [EVERY_KIND[5] | {"n": 1}])) as page:
        page.wait_for_selector(".bars .bar")
        assert page.eval_on_selector_all(
            ".bars .bar:first-child text", "all => all.map(t => t.textContent)"
        ) == ["1"]
        assert page.get_by_role("meter").count() == 0


def test_the_trace_turns_orange_from_the_call_on(browser: Browser, feeder: Feeder) -> None:
    lifting = {"momentum": 0.2, "called": None, "rising": True}
    with opened(browser, feeder, state("in_set", CONTROLLED, arm_more={"current": lifting})) as page:
        feeder.send(angles(1.0))
        page.wait_for_selector(".trace .s-ctl")
        assert page.locator(".trace .s-mom").count() == 0
        feeder.send(
            state(
                "in_set", CONTROLLED, arm_more={"current": lifting | {"called": "swing"}, "angle_deg": 90.0}
            )
        )
        late = angles(1.9)
        feeder.send(late | {"t": late["t"][21:], "deg": late["deg"][21:]})
        page.wait_for_selector(".trace .s-mom")
        feeder.send(
            state("in_set", [*CONTROLLED, swing(7, 0.67)], cue=cue("swing", "Swing", "Slower or lighter", 7))
        )
        page.wait_for_selector(".trace text >> text=7")
        feeder.send(STATES["lost"])
        page.wait_for_selector(".trace rect", timeout=WAIT_MS)


def test_a_rise_after_a_swung_rep_is_not_orange_before_it_is_called(browser: Browser, feeder: Feeder) -> None:
    """Also while the set is not open yet: the arm still bears the reps of the set before."""
    swung = [*CONTROLLED, swing(7, 0.67)]
    lowering = {"momentum": 0.67, "called": "swing", "rising": False}
    curl = angles(SECONDS_PER_REP)
    top = len(curl["t"]) // 2
    with opened(browser, feeder, state("in_set", swung, arm_more={"current": lowering})) as page:
        feeder.send(curl | {"t": curl["t"][top:-12], "deg": curl["deg"][top:-12]})
        page.wait_for_selector(".trace .s-mom")
        feeder.send(state("in_set", swung))
        feeder.send(curl | {"t": curl["t"][-12:], "deg": curl["deg"][-12:]})
        page.wait_for_selector(".trace .s-t3")
        assert page.locator(".trace .s-ctl").count() == 0
        later = [round(t + SECONDS_PER_REP, 3) for t in curl["t"][1:top]]
        feeder.send(curl | {"t": later, "deg": curl["deg"][1:top], "now_s": later[-1]})
        page.wait_for_selector(".trace .s-ctl")
        assert page.locator(".trace .s-mom").count() == 1


CLICKS: list[tuple[str, str, dict[str, Any]]] = [
    ("swing", "[aria-label=Heavier]", {"do": "weight_step", "steps": 1}),
    ("swing", "[aria-label=Lighter]", {"do": "weight_step", "steps": -1}),
    ("swing", ".field.arm", {"do": "side", "side": "left"}),
    ("swing", "button:text-is('End set')", {"do": "end_set"}),
    ("lost", "button:text-is('End set')", {"do": "end_set"}),
    ("still_lost", "button:text-is('Keep trying')", {"do": "keep_trying"}),
    ("no_sensor", "button:text-is('Search')", {"do": "search"}),
    ("no_sensor", "button:text-is('Demo')", {"do": "demo"}),
    ("searching", "text=WT901BLE67 >> nth=-1", {"do": "connect", "address": "C8:01"}),
    ("rest", "text=10 kg × 10", {"do": "choose", "weight_kg": 10, "reps": 10}),
    ("rest", "button:text-is('Finish')", {"do": "finish"}),
    ("finished", "button:text-is('New session')", {"do": "new_session"}),
    ("replay", ".field.pause", {"do": "pause"}),
    ("replay", ".field.pace", {"do": "speed", "speed": 1}),
]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_tap_sends_what_it_says(browser: Browser, feeder: Feeder, size: tuple[int, int]) -> None:
    with opened(browser, feeder, "no_sensor", size) as page:
        for name, selector, message in CLICKS:
            show(page, feeder, name)
            page.click(selector)
            assert feeder.received() == message, (name, selector)


KEYS: list[tuple[str, str, dict[str, Any]]] = [
    ("swing", "+", {"do": "weight_step", "steps": 1}),
    ("swing", "-", {"do": "weight_step", "steps": -1}),
    ("swing", "l", {"do": "side", "side": "left"}),
    ("swing", "R", {"do": "side", "side": "right"}),
    ("swing", " ", {"do": "end_set"}),
    ("rest", " ", {"do": "start_rest"}),
]


def test_a_key_sends_what_it_says(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "no_sensor") as page:
        for name, key, message in KEYS:
            show(page, feeder, name)
            page.keyboard.press(key)
            assert feeder.received() == message, (name, key)


def test_a_space_on_a_button_presses_that_button_only(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        page.focus("[aria-label=Heavier]")
        page.keyboard.press(" ")
        assert feeder.received() == {"do": "weight_step", "steps": 1}
        page.keyboard.press("+")
        assert feeder.received() == {"do": "weight_step", "steps": 1}


def test_a_weight_is_typed_in_the_persons_unit(browser: Browser, feeder: Feeder) -> None:
    """27.5 lb are 27.5 × 0.45359237 kg."""
    pounds = {"kg": 11.33980925, "text": "25 lb", "unit": "lb", "step_kg": 2.26796185}
    with opened(browser, feeder, state("in_set", CONTROLLED, weight=pounds)) as page:
        assert page.text_content(".value") == "25lb"
        page.click(".value")
        page.fill("dialog input", "27.5")
        page.keyboard.press("Enter")
        sent = feeder.received()
        assert sent["do"] == "weight"
        assert sent["kg"] == pytest.approx(27.5 * 0.45359237)
        page.wait_for_selector("dialog", state="detached")


def test_the_weight_of_an_earlier_set_can_be_told(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "finished") as page:
        page.click("text=Weight?")
        page.fill("dialog input", "10")
        page.click("dialog >> text=Save")
        assert feeder.received() == {"do": "set_weight", "set": 3, "kg": 10}


def test_the_target_is_stepped(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        page.click(".field.target")
        page.click("[aria-label='More reps']")
        assert feeder.received() == {"do": "target", "reps": 11}
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")


def test_a_rep_is_taken_out_and_put_back(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "rest") as page:
        page.locator(".bars .pick").nth(6).click()
        page.wait_for_selector("text=Rep 7")
        page.click("text=Not a rep")
        assert feeder.received() == {"do": "rep_out", "key": TEN[6]["key"]}
        reps = [r | {"out": r["n"] == 7} for r in TEN]
        told = STATES["rest"]
        feeder.send(told | {"summary": told["summary"] | {"reps": reps}})
        page.click("text=Undo")
        assert feeder.received() == {"do": "rep_in", "key": TEN[6]["key"]}
        page.click("text=Add a rep")
        assert feeder.received() == {"do": "rep_add"}
        page.click("[aria-label='Rep before']")
        page.wait_for_selector(".editor >> text=Rep 6")


def test_reps_can_be_changed_without_a_pointer(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "rest") as page:
        page.focus("text=Not right? Change the reps")
        page.keyboard.press("Enter")
        page.focus("text=Not a rep")
        page.keyboard.press("Enter")
        assert feeder.received() == {"do": "rep_out", "key": TEN[0]["key"]}


def test_a_threshold_moves_and_goes_back(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "expert") as page:
        page.keyboard.press("e")
        page.focus("#threshold-momentum\\.carry")
        page.keyboard.press("ArrowRight")
        assert feeder.received() == {"do": "threshold", "name": "momentum.carry", "value": 0.55}
        page.click("text=Back to the defaults")
        assert feeder.received() == {"do": "thresholds_reset"}
        drawer = page.locator(".drawer").bounding_box()
        count = page.locator("text.count").bounding_box()
        assert drawer
        assert count
        assert count["x"] + count["width"] <= drawer["x"]


def test_a_preset_is_loaded_from_a_file(browser: Browser, feeder: Feeder, tmp_path: Path) -> None:
    text = "[momentum]\ncarry = 0.3  # Ännchen\n"
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with opened(browser, feeder, "expert") as page:
        page.keyboard.press("e")
        assert page.locator(".drawer .changes").inner_text().startswith("Preset “Ännchen”. ")
        page.get_by_label("Load a preset").set_input_files(tmp_path / "mine.toml")
        assert feeder.received() == {"do": "preset", "text": text}
        page.get_by_label("Load a preset").focus()
        assert page.locator(".drawer .file").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_a_reload_restores_the_set(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing", ending="?token=k3J9-2&x=1") as page:
        assert feeder.tokens.get(timeout=10) == "k3J9-2"
        page.keyboard.press("s")
        page.reload()
        page.wait_for_selector("text.count")
        assert feeder.tokens.get(timeout=10) == "k3J9-2"
        assert page.text_content("text.count") == "7"
        assert page.text_content(".cue h1") == "Swing"
        assert page.text_content(".value") == "12.5kg"
        assert page.text_content("[aria-pressed=true]") == "Count + swing"


def test_no_token_none_sent(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing"):
        assert feeder.tokens.get(timeout=10) is None


def test_a_stopped_program_is_said_and_its_return_restores(browser: Browser) -> None:
    feeder = Feeder()
    with feeder.running(), opened(browser, feeder, "swing", may_complain=True) as page:
        page.wait_for_selector("text.count")
        feeder.stop()
        alert = page.get_by_role("alert")
        alert.wait_for(timeout=WAIT_MS)
        assert alert.locator("h1").text_content() == "The program has stopped"
        assert alert.locator("p").text_content() == "Your recording is saved in curls-2026-05-14.csv"
        assert page.text_content("text.count") == "7"
        assert not page.locator(".cue").is_visible()
        with feeder.running():
            page.get_by_role("status").filter(has_text="Swing").wait_for(timeout=WAIT_MS)
            assert alert.count() == 0
            page.keyboard.press("+")
            assert feeder.received() == {"do": "weight_step", "steps": 1}


def test_a_lost_sensor_alerts_and_keeps_the_count(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "lost") as page:
        assert page.get_by_role("alert").locator("h1").text_content() == "No signal"
        assert page.text_content("text.count") == "5"
        assert page.locator(".dial").get_by_text("saved").count() == 1
        assert page.locator(".bars [fill='url(#gap)']").count() == 1


def test_names_are_text_not_markup(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "searching") as page:
        assert page.get_by_text(MARKUP).count() == 1
        assert page.locator("img").count() == 0
        feeder.send(state("in_set", cue=cue("swing", MARKUP, MARKUP, 1)))
        page.locator(".cue h1", has_text=MARKUP).wait_for()
        assert page.locator("img").count() == 0


def test_the_phones_address_is_a_picture_and_words(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "no_sensor") as page:
        assert page.text_content(".address") == "http://192.168.1.5:8000/push?token=k3J9-2"
        until(page, "document.querySelector('img.qr').naturalWidth > 0")


def test_left_is_mirrored_and_stands_left(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "two_arms") as page:
        page.wait_for_selector("text.count >> nth=1")
        dots: list[float] = []
        for dial in page.locator(".dial").all():
            count = dial.locator(".count").bounding_box()
            wrist = dial.locator(".wrist").bounding_box()
            assert count
            assert wrist
            dots.append(wrist["x"] - count["x"] - count["width"] / 2)
        assert page.locator("text.count").all_text_contents() == ["6", "7"]
        assert dots[0] < 0 < dots[1]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("reps", [9, 12, 48, 100])
def test_the_counts_of_two_arms_stand_apart(
    browser: Browser, feeder: Feeder, size: tuple[int, int], reps: int
) -> None:
    told = STATES["two_arms"]
    with opened(browser, feeder, "two_arms", size=size) as page:
        feeder.send(told | {"arms": [arm | {"count": reps} for arm in told["arms"]]})
        page.locator("text.count", has_text=str(reps)).nth(1).wait_for()
        left, right = (one.bounding_box() for one in page.locator("text.count").all())
        assert left
        assert right
        assert right["x"] - (left["x"] + left["width"]) > 0.1 * left["height"]


def test_what_was_said_goes_again(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        page.keyboard.press("Shift")
        feeder.send({"type": "said", "text": "This set: 10 kg"})
        page.wait_for_selector(".toast >> text=This set: 10 kg")
        page.wait_for_selector(".toast >> text=This set: 10 kg", state="hidden", timeout=WAIT_MS)


HEARD = """async () => {
  const { heard } = await import('./sound.js');
  const names = ['tick', 'swing', 'speed', 'corrected', 'target', 'lost', 'back', 'rest_soon', 'rest_over', 'other'];
  return Object.fromEntries(['off', 'swing', 'count'].map(mode => [mode, names.filter(n => heard(n, mode))]));
}"""


def test_the_mode_decides_what_is_heard(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing") as page:
        always = ["swing", "speed", "corrected", "lost", "back", "rest_soon", "rest_over"]
        heard = page.evaluate(HEARD)
        assert heard["off"] == []
        assert heard["swing"] == always
        assert sorted(heard["count"]) == sorted(["tick", "target", *always])


def test_sound_waits_for_a_tap_and_says_so(browser: Browser, feeder: Feeder) -> None:
    count_notes = """() => { window.notes = 0; const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (t) { window.notes += 1; start.call(this, t); }; }"""
    with opened(browser, feeder, "waiting") as page:
        page.evaluate(count_notes)
        page.wait_for_selector(".check >> text=tap once")
        feeder.send({"type": "sound", "name": "speed"})
        feeder.send({"type": "said", "text": "after"})
        page.wait_for_selector(".toast >> text=after")
        assert page.evaluate("notes") == 0
        page.mouse.click(5, 5)
        page.wait_for_selector(".toast", state="hidden", timeout=WAIT_MS)
        feeder.send({"type": "sound", "name": "speed"})
        until(page, "notes === 3")


def test_the_flash_is_short_and_can_be_refused(browser: Browser, feeder: Feeder) -> None:
    watch = """() => { window.flashes = 0; new MutationObserver(() => {
      flashes += document.documentElement.hasAttribute('data-flash') ? 1 : 0;
    }).observe(document.documentElement, {attributeFilter: ['data-flash']}); }"""
    for motion, expected in (("no-preference", 1), ("reduce", 0)):
        with opened(browser, feeder, "swing", reduced_motion=motion) as page:
            page.evaluate(watch)
            for _ in range(2):
                feeder.send({"type": "sound", "name": "swing"})
            feeder.send({"type": "said", "text": "after"})
            page.wait_for_selector(".toast >> text=after")
            page.wait_for_selector("html:not([data-flash])")
            assert page.evaluate("flashes") == expected
            assert page.evaluate("document.documentElement.hasAttribute('data-framed')")


def test_the_theme_is_the_persons(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "swing", color_scheme="light") as page:
        assert ground_of(page) == "rgb(11, 15, 20)"
        page.click("button:text-is('More')")
        page.click("text=Light page")
        page.wait_for_selector("html[data-theme=light]")
        assert ground_of(page) == "rgb(255, 255, 255)"
        page.reload()
        page.wait_for_selector("text.count")
        assert ground_of(page) == "rgb(255, 255, 255)"


def test_a_button_outlives_the_messages(browser: Browser, feeder: Feeder) -> None:
    """A press that begins before a message and ends after it still counts, and the focus stays."""
    with opened(browser, feeder, "searching") as page:
        told = STATES["searching"]
        row = page.locator(".found").nth(0)
        row.hover()
        page.mouse.down()
        feeder.send(told | {"nearby": [n | {"rssi": -70} for n in told["nearby"]]})
        page.wait_for_selector(".found svg[aria-label='Signal 2 of 4']")
        page.mouse.up()
        assert feeder.received() == {"do": "connect", "address": "C8:01"}
        assert page.evaluate("document.activeElement.className") == "found"


def test_forced_colours_keep_the_patterns(browser: Browser, feeder: Feeder) -> None:
    with opened(browser, feeder, "every_kind", forced_colors="active") as page:
        page.wait_for_selector(".bars .bar")
        ink = page.eval_on_selector("#swing .f-mom", "e => getComputedStyle(e).fill")
        stripe = page.eval_on_selector("#swing .stripe", "e => getComputedStyle(e).fill")
        assert ink != stripe
