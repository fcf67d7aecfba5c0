"""The state of the page: everything a screen shows, as one plain dictionary (docs/live_page.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Any, TypeAlias

from analysis.coaching.corrections import rep_key
from analysis.coaching.session_sets import next_weights_after
from analysis.coaching.weights import USUAL_STEP, WeightUnit, format_weight, to_kg
from analysis.core.trunk.movements import summarize_trunk
from analysis.live.live_session import LiveSession
from analysis.live.notices import check_start, moved_so_far, pick_notice
from analysis.live.sensor_view import SensorView
from analysis.live.status import SensorStatus, Status
from analysis.output import words
from analysis.output.data_sentences import quality_text
from analysis.output.headline import advice_sentences, result_words, sureness_words
from analysis.output.session_words import (
    SIDES_TITLE,
    TRUNK_TITLE,
    SessionRemark,
    last_time_words,
    next_session_lines,
    session_lines,
)
from analysis.output.trunk_words import summary_of_trunk
from analysis.results import Advice, AdviceOption, Rep, RepSet, SessionResult
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.vocabulary import Reason
from imu.placement import side_of
from imu.units import NBSP

State: TypeAlias = dict[str, Any]
REST_TARGET_S = 90.0
"""Rest between two sets that the clock counts to."""
MOST_LINES = 3
"""Lines of a set's summary."""
LOW_DEG = 15.0
"""Forearm angle below which it hangs: no rep is under way."""
USUAL_FROM = 3
"""Controlled reps from which a usual range is shown."""
EXPERT = (
    ("momentum.push_mps2", "Push allowed", 0.1),
    ("momentum.carry", "Coast allowed", 0.005),
    ("momentum.tremor_weight", "Excuse trembling", 0.5),
    ("momentum.partial_share", "Half rep below", 0.01),
)
"""Thresholds on the expert panel: name, what a lifter calls it, step of the slider."""


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
        "set": _set_number(sets, screen),
        "arms": [_arm(session, arm) for arm in session.arms.values()] or [_empty(session, status)],
        "cue": _cue(session, screen),
        "notice": pick_notice(session, status, screen),
        "sensors": [_sensor(s, session.rate_hz(s.sensor)) for s in status.sensors.values()],
        "nearby": [
            {"name": n.name, "address": n.address, "rssi": n.rssi, "profile": n.profile, "battery": n.battery}
            for n in status.nearby
        ],
        "phone": _phone(status),
        "weight": _weight(session),
        "side": session.side,
        "target_reps": session.target_reps,
        "clock": clock_of(session, status, screen),
        "summary": _summary(session, sets) if screen in ("rest", "finished") and sets else None,
        "session": _session(session, sets, status) if screen == "finished" else None,
        "check": check_start(session, status),
        "moved": moved_so_far(session) if screen == "waiting" else None,
        "last_time": last_time_words(session.earlier) if screen == "waiting" else "",
        "data": [quality_text(one) for one in session.data_faults],
        "recording": _recording(status),
        "thresholds": _thresholds(session.thresholds, status.change_text),
    }


def _recording(status: Status) -> State | None:
    if status.mode == "replay":
        return None
    text = "not recorded" if status.recording is None else "saved"
    fault = status.recording_fault
    return {"path": status.recording, "ok": fault is None, "text": "stopped" if fault else text}


def _player(status: Status) -> State | None:
    player = status.player
    if player is None:
        return None
    return {"paused": player.paused, "speed": player.speed if isfinite(player.speed) else None}


def _set_number(sets: Sequence[RepSet], screen: str) -> int | None:
    """Number of the set that is done or rested from."""
    number = len(sets) + (screen == "in_set")
    return number or None


def screen_of(session: LiveSession, status: Status) -> str:
    """Name of the page's state: ``waiting``, ``in_set``, ``rest``, ``lost``, ``searching``, ``no_sensor``
    or ``finished``."""
    states = {s.state for s in status.sensors.values()}
    if status.finished or session.ended:
        return "finished"
    if status.mode == "live" and not status.sensors:
        return "searching" if status.searching else "no_sensor"
    if "lost" in states:
        return "lost"
    resting = status.resting_since_s is not None
    if any(arm.open and arm.count for arm in session.arms.values()) and not resting:
        return "in_set"
    if session.sets or resting:
        return "rest"
    return "searching" if states and states <= {"searching", "connecting"} else "waiting"


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
        "reps": [_live_rep(arm, n) for n in range(1, arm.count + 1)],
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
    last = arm.reps[-1] if len(arm.reps) == arm.count else None
    return {
        "momentum": None if last is None else last.momentum,
        "called": arm.called.get(arm.count),
        "rising": False,
    }


def _live_rep(arm: SensorView, n: int) -> State:
    if n <= len(arm.reps):
        rep = arm.reps[n - 1]
        return rep_state(arm.sensor, rep, provisional=arm.provisional) | {"called_deg": arm.called_deg.get(n)}
    called = arm.called.get(n)
    blank = Rep(index=n, start_s=0.0, top_s=0.0, end_s=0.0, decided_at_s=0.0)
    state = rep_state(arm.sensor, blank, provisional=True) | {
        "key": None,
        "called_deg": arm.called_deg.get(n),
    }
    return state | {"verdict": "momentum", "cause": called} if called else state


def rep_state(sensor: str, rep: Rep, *, provisional: bool = False, out: bool = False) -> State:
    """State of one bar.

    Parameters
    ----------
    sensor : str
    rep : Rep
    provisional : bool
        The rep may still change.
    out : bool
        The person took it out.
    """
    return {
        "n": rep.index,
        "key": rep_key(sensor, rep),
        "verdict": rep.verdict,
        "cause": rep.cause,
        "momentum": rep.momentum,
        "rom_deg": rep.rom_deg,
        "bottom_deg": rep.bottom_deg,
        "top_deg": rep.top_deg,
        "called_deg": None,
        "provisional": provisional,
        "out": out,
        "gap": rep.verdict == "uncertain" and any(one.code is Reason.GAP for one in rep.reasons),
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


def _phone(status: Status) -> State | None:
    if status.phone_address is None:
        return None
    from analysis.live.qr import qr_svg  # noqa: PLC0415  only a session with a phone draws one

    return {"address": status.phone_address, "qr_svg": qr_svg(status.phone_address)}


def _weight(session: LiveSession) -> State | None:
    unit = session.told.unit
    kg = session.weight_kg
    if kg is None:
        return None
    return {"kg": kg, "text": format_weight(kg, unit), "unit": unit, "step_kg": to_kg(USUAL_STEP[unit], unit)}


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
        since = session.sets[-1].end_s if session.sets else None
        if status.resting_since_s is not None:
            since = status.resting_since_s
        return {
            "kind": "rest",
            "since_s": None if since is None else max(status.now_s, session.now_s) - since,
            "target_s": REST_TARGET_S,
        }
    return {"kind": None, "since_s": None, "target_s": None}


def _summary(session: LiveSession, sets: Sequence[RepSet]) -> State:
    """Summary of the last set, or of the one before while the stream has not closed it."""
    last = sets[-1]
    result = session.result()
    advised = next((s for s in result.sets if s.start_s == last.start_s and s.sensor == last.sensor), None)
    shown = sorted(
        [(rep, False) for rep in last.reps] + [(rep, True) for rep in last.removed],
        key=lambda pair: pair[0].top_s,
    )
    return {
        "set": len(sets),
        "lines": result_lines(last.reps),
        "advice": None
        if advised is None or advised.advice is None
        else _advice(advised, advised.advice, session.told.unit),
        "reps": [rep_state(last.sensor, rep, out=out) for rep, out in shown],
        "beside": [_told(line) for line in _beside_set(result, last)],
    }


def _beside_set(result: SessionResult, last: RepSet) -> list[SessionRemark]:
    """What trunk and both sides did: the trunk in the last set, the sides over the session."""
    beside = [line for line in session_lines(result) if line.title == SIDES_TITLE]
    trunk = None if result.trunk is None else summarize_trunk(result.trunk.sensor, [last])
    said = summary_of_trunk(trunk)
    return [*([SessionRemark(title=TRUNK_TITLE, text=said)] if said else []), *beside]


def _told(line: SessionRemark) -> State:
    return {"title": line.title, "text": line.text}


def result_lines(reps: Sequence[Rep]) -> list[State]:
    """Counts of a set's verdicts in at most three lines; what could not be judged comes last.

    Returns
    -------
    list of dict
        ``text``, and ``kind``: the verdict that a line counts, None where that is neither controlled nor
        momentum.
    """
    kinds = (
        ("controlled", "controlled", lambda r: r.verdict == "controlled"),
        ("with swing", "momentum", lambda r: r.verdict == "momentum" and r.cause != "speed"),
        ("fast", "momentum", lambda r: r.verdict == "momentum" and r.cause == "speed"),
    )
    counted = [(sum(map(is_one, reps)), word, kind) for word, kind, is_one in kinds]
    lines = [_line(f"{many} {word}", kind) for many, word, kind in counted if many]
    halves, open_ = (sum(r.verdict == verdict for r in reps) for verdict in ("partial", "uncertain"))
    lines += [_line(words.count(halves, "half rep"))] if halves else []
    if len(lines) > MOST_LINES:
        last = lines[MOST_LINES - 1 :]
        lines[MOST_LINES - 1 :] = [_line(", ".join(one["text"] for one in last), last[0]["kind"])]
    return [*lines, *([_line(f"+ {open_} not judged")] if open_ else [])] or [_line("No reps left")]


def _line(text: str, kind: str | None = None) -> State:
    return {"text": text, "kind": kind}


def _advice(rep_set: RepSet, advice: Advice, unit: WeightUnit) -> State:
    return {
        "sentence": " ".join(advice_sentences(rep_set)).strip(),
        "choices": [_choice(option, unit) for option in advice.options],
        "sure": sureness_words(advice),
        "why": advice.rule.replace("_", " "),
    }


def _choice(option: AdviceOption, unit: WeightUnit) -> State:
    weight = None if option.weight_kg is None else format_weight(option.weight_kg, unit)
    if weight is None and option.percent is not None:
        change = f"{option.percent:+.0f}{NBSP}%".replace("-", "\u2212")
        weight = change if round(option.percent) else "same weight"
    reps = None if option.reps is None else f"× {option.reps}"
    return {
        "label": " ".join(p for p in (weight, reps) if p),
        "weight_kg": option.weight_kg,
        "reps": option.reps,
    }


def _session(session: LiveSession, sets: Sequence[RepSet], status: Status) -> State:
    result = session.result()
    known = {(s.sensor, s.start_s): s for s in result.sets}
    rows = []
    for number, one in enumerate(sets, start=1):
        lead, rest = result_words(one.reps)
        weight_kg = known[key].weight_kg if (key := (one.sensor, one.start_s)) in known else None
        rows.append(
            {
                "n": number,
                "text": ", ".join(p for p in (lead, rest) if p),
                "weight": None if weight_kg is None else format_weight(weight_kg, session.told.unit),
                "reps": [rep_state(one.sensor, rep) for rep in one.reps],
            }
        )
    settings, told = session.thresholds.advice, session.told
    found = next_weights_after(result, told.unit, rack=told.rack, settings=settings)
    lines = [_told(line) for line in (*session_lines(result), *next_session_lines(found, settings))]
    return {"sets": rows, "report_url": status.report_url, "told": lines}


def _thresholds(thresholds: Thresholds, change_text: str | None) -> State:
    items = []
    for name, title, step in EXPERT:
        row = thresholds.row(name)
        items.append(
            {
                "name": name,
                "title": title,
                "value": row.value,
                "default": row.default,
                "unit": row.unit,
                "low": row.low,
                "high": row.high,
                "step": step,
                "effect": row.meaning,
            }
        )
    return {
        "name": thresholds.name,
        "custom": thresholds != DEFAULTS,
        "items": items,
        "change_text": change_text,
    }
