"""The state of the page: everything a screen shows, as one plain dictionary (docs/live_page.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from analysis.coaching.weights import USUAL_STEP, format_rack, format_weight, is_usual_rack, to_kg, usual_rack
from analysis.language import say
from analysis.live.expert_panel import expert_panel
from analysis.live.live_session import LiveSession
from analysis.live.notices import check_start, moved_so_far, pick_notice
from analysis.live.refusal import refusal_since
from analysis.live.sensor_view import SensorView
from analysis.live.status import Invitation, SensorStatus, Status
from analysis.live.summary_state import (
    State,
    live_bars,
    no_set_state,
    pending_state,
    session_state,
    summary_state,
)
from analysis.output import words
from analysis.output.data_sentences import quality_text
from analysis.output.phone_words import certificate_warning
from analysis.output.session_words import (
    last_time_words,
)
from analysis.records.results import RepSet
from imu.placement import side_of

REST_TARGET_S = 90.0
"""Rest between two sets that the clock counts to."""
LOW_DEG = 15.0
"""Forearm angle below which it hangs: no rep is under way."""
USUAL_FROM = 3
"""Controlled reps from which a usual range is shown."""


def make_state(session: LiveSession, status: Status) -> State:
    """Makes the whole state of the page; ``session`` is only read.

    Returns
    -------
    dict
        JSON values only; its fields are those of docs/live_page.md.
    """
    sets = session.sets
    screen = screen_of(session, status)
    return {
        "type": "state",
        "mode": status.mode,
        "strip": status.strip,
        "player": _player(status),
        "screen": screen,
        "set": _set_number(session, status, screen),
        "arms": [_arm(session, arm) for arm in session.arms.values()] or [_empty(session, status)],
        "cue": _cue(session, screen),
        "notice": pick_notice(session, status, screen),
        "sensors": [_sensor(s, session.rate_hz(s.sensor)) for s in status.sensors.values()],
        "nearby": [
            {"name": n.name, "address": n.address, "rssi": n.rssi, "profile": n.profile, "battery": n.battery}
            for n in status.nearby
        ],
        "phones": [_phone(one) for one in status.awaited],
        "weight": _weight(session),
        "rack": _rack(session),
        "side": session.side,
        "target_reps": session.target_reps,
        "clock": clock_of(session, status, screen),
        "summary": _summary(session, status, sets, screen),
        "session": session_state(session, sets, status) if screen == "finished" else None,
        "check": check_start(session, status),
        "moved": moved_so_far(session) if screen == "waiting" else None,
        "last_time": last_time_words(session.earlier) if screen == "waiting" else "",
        "data": [quality_text(one) for one in session.data_faults],
        "recording": _recording(status),
        "thresholds": expert_panel(session.thresholds) | {"change_text": status.change_text},
    }


def _recording(status: Status) -> State | None:
    if status.mode == "replay":
        return None
    fault = status.recording_fault
    text = say("recording.none" if status.recording is None else "recording.saved")
    return {
        "path": status.recording,
        "ok": fault is None,
        "text": say("recording.stopped") if fault else text,
        "report": status.report,
    }


def _player(status: Status) -> State | None:
    player = status.player
    if player is None:
        return None
    return {"paused": player.paused, "speed": player.speed if isfinite(player.speed) else None}


def _set_number(session: LiveSession, status: Status, screen: str) -> int | None:
    """Number of the set that is done or rested from."""
    if screen == "rest" and _rests_from_refused(session, status):
        return None
    under_way = screen == "in_set" or (screen == "rest" and _counted(session))
    return len(session.sets) + bool(under_way) or None


def _rests_from_refused(session: LiveSession, status: Status) -> bool:
    """Whether a person ended what is no set, and rests from that."""
    refused = refusal_since(session.sets, session.arms.values())
    return refused is not None and status.resting_since_s is not None


def _counted(session: LiveSession) -> list[SensorView]:
    """The arms with reps of a set that the stream has not closed."""
    return [arm for arm in session.arms.values() if arm.open and arm.count]


def _summary(session: LiveSession, status: Status, sets: Sequence[RepSet], screen: str) -> State | None:
    """The set that is rested from, never the one before it; None where nothing was lifted."""
    if screen not in ("rest", "finished"):
        return None
    counted = _counted(session) if screen == "rest" else []
    if screen == "rest" and _rests_from_refused(session, status):
        return no_set_state(session)
    if not counted:
        return summary_state(session, session.result_of_sets(), sets) if sets else no_set_state(session)
    ended = session.result_of_sets(with_open=True)
    if len(ended.sets) > len(sets):
        return summary_state(session, ended, ended.sets, editable=False)
    return pending_state(max(counted, key=lambda arm: arm.count), len(sets) + 1)


def screen_of(session: LiveSession, status: Status) -> str:
    """Name of the page's state: ``waiting``, ``in_set``, ``rest``, ``lost``, ``searching``, ``no_sensor``
    or ``finished``."""
    states = {s.state for s in status.sensors.values()}
    if status.finished or session.ended:
        return "finished"
    if status.mode == "live" and not status.sensors:
        return "searching" if status.searching else "no_sensor"
    resting = status.resting_since_s is not None
    if "lost" in states and not resting:
        return "lost"
    if _counted(session) and not resting:
        return "in_set"
    if session.sets or resting:
        return "rest"
    nobody_yet = bool(states) and states <= {"searching", "connecting"}
    return "searching" if nobody_yet or status.awaited else "waiting"


def _empty(session: LiveSession, status: Status) -> State:
    sensor = next(iter(status.sensors), "wrist")
    return _arm(session, SensorView(sensor))


def _arm(session: LiveSession, arm: SensorView) -> State:
    ranges = sorted(arm.ranges_deg)
    return {
        "sensor": arm.sensor,
        "side": side_of(arm.sensor) or session.side,
        "count": arm.count,
        "doubtful": arm.doubtful,
        "target": session.target_reps,
        "reps": live_bars(arm),
        "current": _current(arm),
        "angle_deg": arm.angle_deg,
        "usual_top_deg": ranges[len(ranges) // 2] if len(ranges) >= USUAL_FROM else None,
    }


def _current(arm: SensorView) -> State | None:
    """The rep under way: lifted, then lowered; None between reps."""
    if arm.meter is not None:
        return {"momentum": arm.meter, "called": arm.called.get(arm.count + 1), "rising": True}
    if not arm.open or not arm.count or (arm.angle_deg or 0.0) < LOW_DEG:
        return None
    last = arm.reps.get(arm.count)
    return {
        "momentum": None if last is None else last.momentum,
        "called": arm.standing.get(arm.count),
        "rising": False,
    }


def _cue(session: LiveSession, screen: str) -> State | None:
    cue = session.cue
    if cue is None or screen != "in_set":
        return None
    return {"headline": cue.headline, "line": cue.line, "kind": cue.kind, "rep": cue.rep}


def _sensor(s: SensorStatus, measured_hz: float | None) -> State:
    if s.true_hz is None:
        s = replace(s, true_hz=measured_hz)
    return {
        "sensor": s.sensor,
        "name": s.name,
        "state": s.state,
        "battery": s.battery,
        "asked_hz": s.asked_hz,
        "true_hz": None if s.true_hz is None else round(s.true_hz, 1),
        "lost_packets": s.lost_readings,
        "text": s.rate_text or s.text,
    }


def _phone(invitation: Invitation) -> State:
    from analysis.live.qr import qr_svg  # noqa: PLC0415  only a session with a phone draws one

    fingerprint = invitation.fingerprint
    return {
        "sensor": invitation.sensor,
        "place": words.place(invitation.sensor),
        "kind": invitation.kind,
        "address": invitation.address,
        "warning": fingerprint and certificate_warning(fingerprint),
        "qr_svg": qr_svg(invitation.address),
    }


def _weight(session: LiveSession) -> State | None:
    unit = session.told.unit
    kg = session.weight_kg
    if kg is None:
        return None
    return {"kg": kg, "text": format_weight(kg, unit), "unit": unit, "step_kg": to_kg(USUAL_STEP[unit], unit)}


def _rack(session: LiveSession) -> State:
    rack = session.told.rack or usual_rack(session.told.unit)
    own = None if is_usual_rack(rack) else format_rack(rack)
    usual = say("drawer.every", step=USUAL_STEP[rack.unit], unit=rack.unit)
    return {"unit": rack.unit, "text": own, "usual": usual}


def clock_of(session: LiveSession, status: Status, screen: str) -> State:
    """Clock of the page: how long the set or the rest has lasted, and how long a rest should be, in s.

    Parameters
    ----------
    session : LiveSession
    status : Status
    screen : str
        Of `screen_of`.
    """
    if screen == "in_set":
        opened = [arm.opened_s for arm in session.arms.values() if arm.opened_s is not None and arm.open]
        return {
            "kind": "set",
            "since_s": max(status.now_s, session.now_s) - min(opened) if opened else None,
            "target_s": None,
        }
    if screen in ("rest", "lost") and (session.sets or status.resting_since_s is not None):
        since = max((one.end_s for one in session.sets), default=None)
        if status.resting_since_s is not None:
            since = status.resting_since_s
        return {
            "kind": "rest",
            "since_s": None if since is None else max(status.now_s, session.now_s) - since,
            "target_s": REST_TARGET_S,
        }
    return {"kind": None, "since_s": None, "target_s": None}
