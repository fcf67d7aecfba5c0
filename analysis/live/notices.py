"""Notices in large letters for when it is not the lifter's turn: no sensor, link lost, too slow, recording
stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from analysis.language import say
from analysis.live.live_session import LiveSession
from analysis.live.refusal import refusal_since
from analysis.live.status import Status
from analysis.output import words
from analysis.output.warm_up_words import moved_words
from imu.placement import CURL_SENSORS, side_of

GIVE_UP_S, LOW_BATTERY, EMPTY_BATTERY = 30.0, 20, 10
"""Seconds of a lost link after which finishing the set is offered; per cent below which a battery is low,
and empty."""
Notice = dict[str, Any]
"""Headline, line and buttons, as docs/live_page.md describes them."""


def pick_notice(session: LiveSession, status: Status, screen: str) -> Notice | None:
    """Picks the notice that matters most; None where there is nothing to say.

    Parameters
    ----------
    session : LiveSession
    status : Status
    screen : str
        State of the page, of `analysis.live.page_state.screen_of`.
    """
    if status.trouble is not None:
        return _notice(*status.trouble)
    if status.source_note is not None and screen != "in_set":
        return _notice(*status.source_note)
    if screen in _BY_SCREEN:
        return _BY_SCREEN[screen](session, status)
    if screen == "rest" and any(s.state == "lost" for s in status.sensors.values()):
        return _notice(say("notice.no_signal"), say("notice.go_on_or_finish"))
    if status.recording_fault is not None:
        return _notice(say("notice.not_recording"), say("notice.still_shown", fault=status.recording_fault))
    calm = None if screen == "in_set" else _battery(status) or _ready(session, screen)
    return _too_slow(session, status) or calm


def _notice(headline: str, line: str, *buttons: tuple[str, str]) -> Notice:
    return {
        "headline": headline,
        "line": line,
        "buttons": [{"label": label, "do": do} for label, do in buttons],
    }


def _no_sensor(_: LiveSession, __: Status) -> Notice:
    buttons = (say("notice.button.search"), "search"), (say("notice.button.demo"), "demo")
    return _notice(say("notice.no_sensor"), say("notice.switch_it_on"), *buttons)


def _ready(session: LiveSession, screen: str) -> Notice | None:
    if screen != "waiting":
        return None
    refused = refusal_since(session.sets, session.arms.values())
    if refused is not None:
        return _notice(say("notice.ready"), f"{words.capital(refused)}.")
    if any(map(session.without_gyroscope, session.curl_sensors)):
        return _notice(say("notice.ready"), say("notice.swings_hardly_seen"))
    return _notice(say("notice.ready"), say("notice.start_when_you_like"))


def _lost(session: LiveSession, status: Status) -> Notice:
    reps = sum(arm.count for arm in session.arms.values() if arm.open)
    gone = [s.lost_at_s for s in status.sensors.values() if s.state == "lost" and s.lost_at_s is not None]
    if gone and status.now_s - min(gone) >= GIVE_UP_S:
        buttons = (say("notice.button.end_set"), "end_set"), (say("notice.button.keep_trying"), "keep_trying")
        return _notice(say("notice.no_signal"), say("notice.finish_or_try"), *buttons)
    line = say("notice.reconnecting_saved", n=reps) if reps else say("notice.reconnecting")
    return _notice(say("notice.no_signal"), line)


def _searching(_: LiveSession, status: Status) -> Notice:
    if any(s.state == "connecting" for s in status.sensors.values()):
        name = next(s.name for s in status.sensors.values() if s.state == "connecting")
        return _notice(say("notice.connecting"), name)
    near = len(status.nearby)
    if status.awaited:
        none = len(status.awaited) == len(status.invitations)
        by_app = status.awaited[0].kind == "app"
        return _notice(
            say("notice.no_phone" if none else "notice.one_phone_more"),
            say("notice.scan_for_app" if by_app else "notice.scan_for_browser"),
        )
    if not near:
        return _notice(say("notice.searching"), say("notice.is_it_charged"))
    first = max(status.nearby, key=lambda n: -999 if n.rssi is None else n.rssi)
    return _notice(say("notice.searching"), say("notice.near", n=near, name=first.name))


_BY_SCREEN: dict[str, Callable[[LiveSession, Status], Notice]] = {
    "lost": _lost,
    "no_sensor": _no_sensor,
    "searching": _searching,
}


def _too_slow(session: LiveSession, status: Status) -> Notice | None:
    needed = session.thresholds.grid.slow_rate_hz
    for s in status.sensors.values():
        if s.sensor in CURL_SENSORS and s.true_hz is not None and s.true_hz < needed:
            return _notice(
                say("notice.too_slow"),
                say("notice.too_few_readings", rate_hz=s.true_hz, needed_hz=needed),
            )
    return None


def _battery(status: Status) -> Notice | None:
    left = min((s.battery for s in status.sensors.values() if s.battery is not None), default=100)
    if left >= LOW_BATTERY:
        return None
    line = say("notice.about_to_stop") if left < EMPTY_BATTERY else ""
    return _notice(say("notice.battery", percent=left), line)


def check_start(session: LiveSession, status: Status) -> list[dict[str, Any]]:
    """Lists what should be right before the first set.

    Returns
    -------
    list of dict
        ``text``, and ``ok``: True, False, or None where it is not known yet.
    """
    lines: list[dict[str, Any]] = []
    for s in status.sensors.values():
        where = words.capital(words.place(s.sensor))
        lines.append({"text": say("check.sensor", place=where, name=s.name), "ok": s.state == "up" or None})
        if s.sensor not in CURL_SENSORS:
            continue
        arm = session.arms.get(s.sensor)
        needed = session.thresholds.grid.slow_rate_hz
        measured = s if s.true_hz is not None else replace(s, true_hz=session.rate_hz(s.sensor))
        lines.append(
            {
                "text": measured.rate_text or say("check.readings"),
                "ok": None if measured.true_hz is None else measured.true_hz >= needed,
            }
        )
        if session.without_gyroscope(s.sensor):
            lines.append({"text": say("notice.no_gyroscope"), "ok": False})
        lines.append(
            {
                "text": say("check.hanging"),
                "ok": None if arm is None or arm.angle_deg is None else not arm.open,
            }
        )
    side = session.side or min(filter(None, map(side_of, status.sensors)), default=None)
    lines.append(
        {"text": say(f"check.arm.{side}") if side else say("check.which_arm"), "ok": True if side else None}
    )
    return lines


def moved_so_far(session: LiveSession) -> dict[str, Any] | None:
    """Makes the line for who warms up with the sensor on: movement before the first set; None before any."""
    settings, moved_s = session.thresholds.warm_up, session.moved_s
    if moved_s <= 0.0:
        return None
    return {
        "moved_s": moved_s,
        "enough": moved_s >= settings.enough_s,
        "text": moved_words(moved_s, (settings.enough_s, settings.ample_s)),
    }
