"""The page that makes a phone a sensor: real Chromium, real TLS, motion events of its own at 60 Hz."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
import pytest

from analysis.live.sources.browser_phone import phone_note_words
from analysis.output.reading_words import reading_words
from analysis.records.events import FlagEvent
from analysis.stream.offline import analyze
from imu.formats import read_recording
from imu.simulate import CurlSet, SensorModel, SimulatedRep, Still, simulate
from imu.types import SampleBlock
from tests.browser.test_live_session import opened, program
from tests.fixtures.browser_phone_session import Network, Phones, measured, phones
from tests.fixtures.moving_phone import ALLOW, moving_phone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TICKS_PER_MS = 1000
CUT_S = 5
LIFTED = [None] * 4 + ["swing"] * 3
"""What makes each rep of `curls` momentum."""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Phones]:
    with phones(tmp_path, ("wrist",)) as made:
        yield made


def link(session: Phones, port: int | None = None) -> str:
    return f"https://127.0.0.1:{port or session.port}/?{session.query()}"


def taken_ms(session: Phones) -> list[float]:
    """Times of all readings that were recorded, ms since 1970."""
    return [tick / TICKS_PER_MS for one in session.messages for tick in one.ticks.tolist()]


def curls() -> SampleBlock:
    """Four calm curls, then three thrown by the body."""
    reps = (SimulatedRep(),) * 4 + (SimulatedRep(lift_s=1.0, lower_s=1.4, swing=0.9),) * 3
    model = SensorModel(rate_hz=240.0)
    return simulate((Still(3.0), CurlSet(reps=reps), Still(0.2)), sensor=model, seed=2).recording.sensors[0]


def hold(page: Page) -> None:
    """Holds the spot that unlocks the screen until it has."""
    page.get_by_text("Locked. Hold to unlock").hover()
    page.mouse.down()
    page.get_by_role("button", name="End session").wait_for()
    page.mouse.up()


def end(page: Page) -> None:
    """Ends the session: one tap alone does not."""
    hold(page)
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Tap again to end").click()


def test_a_phone_counts_calls_swings_vibrates_and_ends_the_session(browser: Browser, tmp_path: Path) -> None:
    with program("--device", "phone", "--out", str(tmp_path), "--no-history") as (running, _):
        assert running.stdout is not None
        address = running.stdout.readline().split()[-1]
        assert address.startswith("https://")
        with moving_phone(browser, address) as phone:
            phone.allow()
            stood_still = phone.move(curls())
            phone.page.locator(".count b", has_text="7").wait_for()
            phone.page.get_by_text(re.compile("Swing ×[1-7]" if stood_still else "Swing ×3")).wait_for()
            buzzed = phone.buzzed
            phone.page.get_by_text("Locked. Hold to unlock").click()
            assert phone.page.get_by_role("button", name="End session").count() == 0
            end(phone.page)
            phone.says("Saved")
            (path,) = tmp_path.glob("*.packets.jsonl")
            result = analyze(read_recording(str(path)))
            (made,) = result.sets
            phone.says(f"{sum(rep.verdict == 'momentum' for rep in made.reps)} with swing")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0
    (table,) = tmp_path.glob("*.csv")
    assert analyze(read_recording(str(table))).sets == (made,)
    called = {event.n for event in result.events if isinstance(event, FlagEvent)}
    assert len(buzzed) == len(called)
    assert len(made.reps) == len(LIFTED)
    began_ms = measured(path)[0].ticks[0] / TICKS_PER_MS - 1000.0 * result.start_s
    for rep, cause in zip(made.reps, LIFTED, strict=True):
        start_ms, end_ms = (began_ms + 1000.0 * at_s for at_s in (rep.start_s, rep.end_s))
        if not any(from_ms < end_ms and start_ms < to_ms for from_ms, to_ms in stood_still):
            assert (rep.cause, rep.index in called) == (cause, cause is not None)


def test_another_session_begins_on_the_computer_and_the_phone_goes_on(
    browser: Browser, tmp_path: Path
) -> None:
    with program("--device", "phone", "--out", str(tmp_path), "--no-history") as (running, computer):
        assert running.stdout is not None
        address = running.stdout.readline().split()[-1]
        with moving_phone(browser, address) as phone, opened(browser, computer) as (page, wrong):
            page.get_by_role("img", name="QR code of this address").wait_for()
            phone.allow()
            phone.says("Ready")
            page.get_by_role("img", name="QR code of this address").wait_for(state="detached")
            end(phone.page)
            phone.says("Saved")
            page.get_by_role("button", name="New session").click()
            phone.says("Ready")
            phone.measures(60)
            assert wrong == []
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=30) == 0
    assert len([*tmp_path.glob("*.csv")]) == 2


def test_five_seconds_without_network_are_kept_and_sent(browser: Browser, session: Phones) -> None:
    """The network is cut without a word to anybody; what waits in it comes late, and counts once."""
    with (
        Network(session.port).running() as network,
        moving_phone(browser, link(session, network.port)) as phone,
    ):
        phone.allow()
        phone.says("connected")
        phone.measures(60)
        network.cut()
        cut_ms = phone.seen[-1]
        phone.says(f"no link, {CUT_S} s kept")
        mended_ms = phone.seen[-1]
        network.mend()
        phone.says("connected")
        phone.until(lambda: taken_ms(session)[-1:] > [mended_ms])
        phone.until(lambda: session.hub.status.sensors["wrist"].state == "up")
        seen = phone.seen
    taken = taken_ms(session)
    assert taken[0] <= cut_ms < mended_ms <= taken[-1]
    assert [t for t in taken if t <= seen[-1]] == [t for t in seen if taken[0] <= t <= taken[-1]]
    assert [one.number for one in session.messages] == list(range(len(session.messages)))


def test_a_reload_goes_on_by_itself_with_the_next_number(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session)) as phone:
        phone.allow()
        phone.measures(60)
        before = phone.seen
        phone.page.reload()
        phone.page.get_by_role("button", name=ALLOW).wait_for(state="detached")
        phone.measures(60)
        after = phone.seen
        phone.until(lambda: taken_ms(session)[-1:] >= after[-1:])
    messages, taken = session.messages, taken_ms(session)
    assert len({one.phone for one in messages}) == 1
    assert [one.number for one in messages] == list(range(len(messages)))
    assert taken == sorted(set(taken))
    first_after = min(t for t in taken if t > before[-1] and t in after)
    assert {t for t in before if t >= taken[0]} <= set(taken)
    assert {t for t in after if first_after <= t <= taken[-1]} <= set(taken)


_SET_AT_LOADING = """
Object.defineProperty(performance, "timeOrigin", { value: performance.timeOrigin + Number(sessionStorage.getItem("set_ms") ?? 0) });
"""
"""Stands for a phone whose clock is set while the page lives: a page that is loaded anew has the new time."""


@pytest.mark.parametrize(("set_ms", "says"), [(-5000, "back by"), (5000, "ahead by")])
def test_a_reload_after_the_clock_was_set_loses_no_reading(
    browser: Browser, session: Phones, set_ms: int, says: str
) -> None:
    said: list[str] = []
    session.hub.told.append(said.append)
    with moving_phone(browser, link(session), script=_SET_AT_LOADING) as phone:
        phone.allow()
        phone.measures(60)
        phone.page.evaluate("ms => sessionStorage.setItem('set_ms', ms)", set_ms)
        phone.page.reload()
        phone.page.get_by_role("button", name=ALLOW).wait_for(state="detached")
        phone.measures(60)
        phone.until(lambda: any("clock" in text for text in said))
    messages = session.messages
    assert len({one.phone for one in messages}) == 1
    assert session.recording.recorder is not None
    read = read_recording(str(session.recording.recorder.packets_path))
    (block,) = read.sensors
    assert len(block) == sum(len(one.ticks) for one in messages)
    (note,) = [n for n in read.reading_notes if n.code == "clock_jumped"]
    (told,) = [text for text in said if "clock" in text]
    for text, begins in ((reading_words(note), "The"), (told, "Wrist: the")):
        found = re.match(f"{begins} sensor's clock jumped {says} ([0-9.]+) s", text)
        assert found is not None
        assert float(found[1]) == pytest.approx(abs(set_ms) / 1000, abs=0.3)


_OLD_BROWSER = """
globalThis.set_ms = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + set_ms;
Object.defineProperty(Event.prototype, "timeStamp", { get: () => Date.now() });
"""
"""Times of events are by the phone's own clock there, which may be set at any time."""


def test_events_timed_by_a_clock_that_is_set_go_on_evenly(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session), script=_OLD_BROWSER) as phone:
        phone.allow()
        phone.measures(60)
        phone.page.evaluate("set_ms = -60_000")
        phone.measures(120)
        phone.page.evaluate("set_ms = 60_000")
        phone.measures(120)
        phone.until(lambda: len(taken_ms(session)) > 240)
    steps_ms = np.diff(taken_ms(session))
    assert (steps_ms > 0.0).all()
    assert steps_ms.max() < 1000.0


_NO_SOCKET = "globalThis.WebSocket = class { close() {} send() {} };"
"""Stands for the iPhones on which no WebSocket opens with a certificate of this kind: it says nothing, ever."""


def test_where_no_socket_opens_messages_are_posted_and_the_state_comes_back(
    browser: Browser, session: Phones
) -> None:
    with moving_phone(browser, link(session), script=_NO_SOCKET) as phone:
        phone.allow()
        phone.says("connected (posts)")
        phone.says("Ready")
        phone.measures(180)
        seen = phone.seen
        end(phone.page)
        phone.says("Saved")
    taken = taken_ms(session)
    assert len(taken) > 120
    assert [t for t in taken if t <= seen[-1]] == [t for t in seen if taken[0] <= t <= taken[-1]]


_HIDE = """hidden => {
  dark = hidden;
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
"""A headless page stays visible whatever lies over it."""


def test_a_dark_screen_is_told_at_once_and_the_phone_goes_on_when_it_wakes(
    browser: Browser, session: Phones
) -> None:
    with moving_phone(browser, link(session)) as phone:
        phone.allow()
        phone.says("Ready")
        phone.page.evaluate(_HIDE, True)
        phone.says(phone_note_words("away")[0])
        assert session.hub.status.source_note == phone_note_words("away")
        phone.page.evaluate(_HIDE, False)
        phone.says("Ready")
        phone.until(lambda: session.hub.status.sensors["wrist"].state == "up")
        phone.until(lambda: session.hub.status.source_note is None)


_STANDS_STILL = """
globalThis.stood_ms = 0;
globalThis.realNow = performance.now.bind(performance);
performance.now = () => realNow() - stood_ms;
const stamp = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp").get;
Object.defineProperty(Event.prototype, "timeStamp", { get() { return stamp.call(this) - stood_ms; } });
"""
"""The browser's clock, which stands still while some phones sleep."""


def test_a_phone_that_slept_has_slept_for_as_long_as_it_did(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session), script=_STANDS_STILL) as phone:
        phone.allow()
        phone.measures(60)
        phone.page.evaluate(_HIDE, True)
        began_ms = phone.page.evaluate("realNow()")
        phone.page.wait_for_function("from => realNow() - from > 3000", arg=began_ms)
        phone.page.evaluate("from => { stood_ms = realNow() - from; }", began_ms)
        phone.page.evaluate(_HIDE, False)
        phone.measures(60)
    assert session.recording.recorder is not None
    read = read_recording(str(session.recording.recorder.packets_path))
    steps_s = np.diff(read.sensors[0].time_s)
    assert 2.9 < steps_s.max() < 5.0
    assert [n.code for n in read.reading_notes] == ["notes_beside"]


def test_a_page_without_https_says_that_browsers_measure_over_https_alone(
    browser: Browser, session: Phones
) -> None:
    """The same page under a plain address that is not this computer's own."""
    plain = f"http://phone.test/?{session.query()}"

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        route.fulfill(
            response=route.fetch(
                url=f"https://127.0.0.1:{session.port}{parts.path}?{parts.query}", headers={}
            )
        )

    with moving_phone(browser, plain, routes={"http://phone.test/**": answer}) as phone:
        phone.says("No secure connection")
        phone.says("scan the code on the computer again")


_REFUSES = 'DeviceMotionEvent.requestPermission = async () => "denied";'
"""As an iPhone whose owner said no; this Chromium does not ask."""


def test_motion_that_is_not_allowed_is_said_on_both_screens(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session), script=_REFUSES) as phone:
        phone.allow()
        phone.says("Motion was not allowed")
        phone.until(lambda: session.hub.status.source_note == phone_note_words("denied"))
    assert session.messages == []


def test_a_browser_that_gives_no_readings_is_said_on_both_screens(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session), script="dark = true;") as phone:
        phone.allow()
        phone.says("No readings")
        phone.until(lambda: session.hub.status.source_note == phone_note_words("silent"))
        phone.page.evaluate("dark = false")
        phone.says("Ready")  # they began after all
        phone.until(lambda: session.hub.status.source_note is None)


def test_a_phone_without_a_gyroscope_says_so_and_is_taken(browser: Browser, session: Phones) -> None:
    with moving_phone(browser, link(session)) as phone:
        phone.switch_on(gyroscope=False)
        phone.page.reload()
        phone.allow()
        phone.says("No gyroscope: reps are counted, swings hardly seen")
        phone.until(lambda: len(session.messages) > 0)
    assert all(np.isnan(one.values[:, 3:]).all() for one in session.messages)


def test_an_iphone_is_known_by_its_name_and_its_sign_is_put_right(browser: Browser, session: Phones) -> None:
    """Chromium gives +9.8 upwards; as an iPhone, which gives −9.8, the program takes it for the other way round."""
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"
    with moving_phone(browser, link(session), user_agent=agent) as phone:
        phone.allow()
        phone.says("Ready")
    assert {round(float(z), 1) for one in session.messages for z in one.values[:, 2]} == {-9.8}


def test_a_second_phone_at_the_same_link_is_told_and_takes_over_when_the_first_is_gone(
    browser: Browser, session: Phones
) -> None:
    with moving_phone(browser, link(session)) as second:
        with moving_phone(browser, link(session)) as first:
            first.allow()
            first.says("Ready")
            second.allow()
            second.says("Another phone opened this link and is not taken.")
        second.says("Ready")
    assert len({one.phone for one in session.messages}) == 2


def test_a_link_of_another_day_says_to_scan_again(browser: Browser, session: Phones) -> None:
    """The page is open, the program was started anew: another token."""
    with moving_phone(browser, link(session), script=_NO_SOCKET) as phone:
        phone.page.evaluate("history.replaceState(null, '', '/?token=old&place=wrist')")
        phone.page.route(
            "**/push?*", lambda route: route.continue_(url=f"https://127.0.0.1:{session.port}/push?token=old")
        )
        phone.says("The link is incomplete: scan the code again, token included.")
