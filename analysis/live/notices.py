"""Notices in large letters for when it is not the lifter's turn: no sensor, link lost, too slow, recording
stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.live.live_session import LiveSession
from analysis.live.status import Status
from analysis.output import words
from analysis.output.warm_up_words import moved_words
from imu.placement import CURL_SENSORS, placement_name, side_of
from imu.units import NBSP

GIVE_UP_S, LOW_BATTERY, EMPTY_BATTERY = 30.0, 20, 10
"""Seconds of a lost link after which finishing the set is offered; per cent below which a battery is low,
and empty."""
NO_GYROSCOPE = "No gyroscope"
"""Said before the first set, where the accelerometer counts alone."""
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
        return _notice("No signal", "Go on when it is back, or tap Finish")
    if status.recording_fault is not None:
        return _notice("Not recording", f"{status.recording_fault} Reps are still shown.")
    calm = None if screen == "in_set" else _battery(status) or _ready(session, screen)
    return _too_slow(session, status) or calm


def _notice(headline: str, line: str, *buttons: tuple[str, str]) -> Notice:
    return {
        "headline": headline,
        "line": line,
        "buttons": [{"label": label, "do": do} for label, do in buttons],
    }


def _no_sensor(_: LiveSession, __: Status) -> Notice:
    line = "Switch it on, then tap Search. Or try the demo."
    return _notice("No sensor yet", line, ("Search", "search"), ("Demo", "demo"))


def _ready(session: LiveSession, screen: str) -> Notice | None:
    if screen != "waiting":
        return None
    if any(map(session.without_gyroscope, session.curl_sensors)):
        return _notice("Ready", f"{NO_GYROSCOPE}: reps are counted, swings hardly seen")
    return _notice("Ready", "Arm hanging, start when you like")


def _lost(session: LiveSession, status: Status) -> Notice:
    reps = sum(arm.count for arm in session.arms.values() if arm.open)
    saved = f"{words.count(reps, 'rep')} saved." if reps else "Nothing lost."
    gone = [s.lost_at_s for s in status.sensors.values() if s.state == "lost" and s.lost_at_s is not None]
    if gone and status.now_s - min(gone) >= GIVE_UP_S:
        return _notice(
            "No signal",
            "Finish the set, or keep trying",
            ("Finish the set", "end_set"),
            ("Keep trying", "keep_trying"),
        )
    return _notice("No signal", f"Reconnecting. {saved}")


def _searching(_: LiveSession, status: Status) -> Notice:
    if any(s.state == "connecting" for s in status.sensors.values()):
        name = next(s.name for s in status.sensors.values() if s.state == "connecting")
        return _notice("Connecting", name)
    near = len(status.nearby)
    if status.awaited:
        by_app = status.awaited[0].kind == "app"
        then = "then record in Sensor Logger" if by_app else "then tap Allow motion on the phone"
        none = len(status.awaited) == len(status.invitations)
        return _notice("No phone yet" if none else "One phone more", f"Scan the code, {then}")
    if not near:
        return _notice("Searching", "Is it charged? Is another app using it?")
    first = max(status.nearby, key=lambda n: -999 if n.rssi is None else n.rssi)
    return _notice("Searching", f"{words.count(near, 'sensor')} near; nearest: {first.name}")


_BY_SCREEN: dict[str, Callable[[LiveSession, Status], Notice]] = {
    "lost": _lost,
    "no_sensor": _no_sensor,
    "searching": _searching,
}


def _too_slow(session: LiveSession, status: Status) -> Notice | None:
    needed = session.thresholds.grid.slow_rate_hz
    for s in status.sensors.values():
        if s.sensor in CURL_SENSORS and s.true_hz is not None and s.true_hz < needed:
            return _notice("Too slow to judge", f"{s.true_hz:.0f} readings a second; {needed:.0f} are needed")
    return None


def _battery(status: Status) -> Notice | None:
    left = min((s.battery for s in status.sensors.values() if s.battery is not None), default=100)
    if left >= LOW_BATTERY:
        return None
    line = "About to stop: charge after this set" if left < EMPTY_BATTERY else ""
    return _notice(f"Battery {left}{NBSP}%", line)


def check_start(session: LiveSession, status: Status) -> list[dict[str, Any]]:
    """Lists what should be right before the first set.

    Returns
    -------
    list of dict
        ``text``, and ``ok``: True, False, or None where it is not known yet.
    """
    lines: list[dict[str, Any]] = []
    for s in status.sensors.values():
        lines.append(
            {"text": f"{words.capital(placement_name(s.sensor))}: {s.name}", "ok": s.state == "up" or None}
        )
        if s.sensor not in CURL_SENSORS:
            continue
        arm = session.arms.get(s.sensor)
        needed = session.thresholds.grid.slow_rate_hz
        lines.append(
            {
                "text": s.rate_text or "Readings arrive",
                "ok": None if s.true_hz is None else s.true_hz >= needed,
            }
        )
        if session.without_gyroscope(s.sensor):
            lines.append({"text": NO_GYROSCOPE, "ok": False})
        lines.append(
            {
                "text": "Arm hanging, at rest",
                "ok": None if arm is None or arm.angle_deg is None else not arm.open,
            }
        )
    side = session.side or min(filter(None, map(side_of, status.sensors)), default=None)
    lines.append(
        {"text": f"{words.capital(side)} arm" if side else "Which arm?", "ok": True if side else None}
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
