"""Snapshots for the live page, written by hand: every screen, and what a screen may lack."""

from __future__ import annotations

from math import cos, pi
from typing import Any

Message = dict[str, Any]
TOP_DEG = 128.0
SECONDS_PER_REP = 3.8
QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 3"><path d="M0 0h1v1h-1zM2 1h1v2h-1z"/></svg>'


def rep(
    n: int, momentum: float | None, verdict: str = "controlled", cause: str | None = None, **more: Any
) -> Message:
    return {
        "n": n,
        "key": f"wrist:{n * SECONDS_PER_REP:.2f}",
        "verdict": verdict,
        "cause": cause,
        "momentum": momentum,
        "rom_deg": TOP_DEG,
        "bottom_deg": 2.0,
        "top_deg": TOP_DEG,
        "called_deg": None,
        "provisional": False,
        "out": False,
        "gap": False,
        **more,
    }  # fmt: skip


def swing(n: int, momentum: float, cause: str = "swing", **more: Any) -> Message:
    return rep(n, momentum, "momentum", cause, called_deg=95.0, **more)


CONTROLLED = [rep(n, m) for n, m in enumerate((0.02, 0.03, 0.04, 0.03, 0.05, 0.07), start=1)]
TEN = [*CONTROLLED, swing(7, 0.67), *(swing(n, m, "both") for n, m in ((8, 0.8), (9, 0.87), (10, 0.89)))]
EVERY_KIND = [
    rep(1, 0.05),
    swing(2, 0.67),
    swing(3, 0.71, "speed"),
    swing(4, 0.9, "both"),
    rep(5, 0.1, "partial"),
    rep(6, None, "uncertain"),
    rep(7, None, "uncertain", gap=True),
    rep(8, 0.4, out=True),
    rep(9, 0.0),
    rep(10, 1.0, "momentum", None),
]
SENSOR = {
    "sensor": "wrist", "name": "WT901BLE67", "state": "up", "battery": 83, "asked_hz": 50, "true_hz": 49.8,
    "lost_packets": 3, "text": "49.8 readings a second",
}  # fmt: skip


def arm(reps: list[Message], **more: Any) -> Message:
    return {
        "sensor": "wrist", "side": "right", "count": len(reps), "target": 10, "reps": reps, "current": None,
        "angle_deg": 3.0, "usual_top_deg": None, **more,
    }  # fmt: skip


def state(screen: str, reps: list[Message] = [], **more: Any) -> Message:  # noqa: B006 - never changed
    """A snapshot; `arm_more` goes into its one arm."""
    arms = [arm(reps, **more.pop("arm_more", {}))]
    return {
        "type": "state", "mode": "live", "strip": None, "screen": screen, "set": 2, "arms": arms, "cue": None,
        "notice": None, "sensors": [SENSOR], "nearby": [], "phone": None,
        "weight": {"kg": 12.5, "text": "12.5 kg", "unit": "kg", "step_kg": 2.5}, "side": "right", "target_reps": 10,
        "clock": {"kind": "set", "since_s": 27.0, "target_s": None}, "summary": None, "session": None, "check": None,
        "recording": {"path": "curls-2026-05-14.csv", "ok": True, "text": "saved"}, "thresholds": None,
        "player": None, **more,
    }  # fmt: skip


def cue(kind: str, headline: str, line: str, n: int) -> Message:
    return {"kind": kind, "headline": headline, "line": line, "rep": n}


def notice(headline: str, line: str, *buttons: tuple[str, str]) -> Message:
    return {"headline": headline, "line": line, "buttons": [{"label": a, "do": b} for a, b in buttons]}


def line(text: str, kind: str | None) -> Message:
    return {"text": text, "kind": kind}


ADVICE = {
    "sentence": "Keep 12.5 kg and stop at 6, or take 10 kg for all 10: from rep 7 on the body swung.",
    "choices": [
        {"label": "12.5 kg × 6", "weight_kg": 12.5, "reps": 6},
        {"label": "10 kg × 10", "weight_kg": 10, "reps": 10},
    ],
    "sure": "Fairly sure, 0.7, from 10 judged reps.",
    "why": "The next dumbbell is 20 % lighter, so fewer reps come first.",
}
SUMMARY = {
    "set": 2,
    "lines": [line("6 controlled", "controlled"), line("4 with swing", "momentum")],
    "advice": ADVICE,
    "reps": TEN,
}
FIRST = {
    "n": 1,
    "text": "10 reps, all controlled",
    "weight": "10 kg",
    "reps": [rep(n, 0.03) for n in range(1, 11)],
}
SECOND = {"n": 2, "text": "6 controlled, 4 with swing", "weight": "12.5 kg", "reps": TEN}
THIRD = {"n": 3, "text": "6 controlled", "weight": None, "reps": CONTROLLED}
REST = {"kind": "rest", "since_s": 72.0, "target_s": 120.0}
SWING_7 = {
    "arm_more": {
        "current": {"momentum": 0.67, "called": "swing", "rising": False}, "angle_deg": 126.0, "usual_top_deg": 131.0
    }
}  # fmt: skip
THRESHOLDS = {
    "name": "Ännchen",
    "custom": True,
    "change_text": "3 reps change",
    "items": [
        {
            "name": name, "title": title, "value": value, "default": 0.4, "unit": "of height", "low": 0.1,
            "high": 1.0, "step": 0.05, "effect": "raising it lets faster lifts pass",
        }
        for name, title, value in (("momentum.carry", "Coast", 0.5), ("momentum.elbow", "Elbow", 0.4))
    ],
}  # fmt: skip
LOST_SENSOR = SENSOR | {"state": "lost", "true_hz": None}
TWO_ARMS = [
    arm([*CONTROLLED, swing(7, 0.67)], sensor="wrist", usual_top_deg=128.0, angle_deg=40.0),
    arm(CONTROLLED, sensor="wrist2", side="left", angle_deg=88.0, usual_top_deg=120.0,
        current={"momentum": 0.22, "called": None, "rising": True}),
]  # fmt: skip
MARKUP = '<img src=x onerror="document.title=1">'

LONG_LINES = [
    line("2 of 9 reps controlled", "controlled"),
    line("4 with swing", "momentum"),
    line("1 half rep and 2 not judged", None),
]

STATES: dict[str, Message] = {
    "no_sensor": state(
        "no_sensor", sensors=[], set=None, clock={"kind": None, "since_s": None, "target_s": None},
        weight=None, side=None, target_reps=None, recording=None,
        notice=notice(
            "No sensor yet", "Switch it on, then tap Search. Or try the demo.", ("Search", "search"), ("Demo", "demo")
        ),
        phone={"address": "http://192.168.1.5:8000/push?token=k3J9-2", "qr_svg": QR},
    ),
    "searching": state(
        "searching", sensors=[], set=None, clock=None, recording=None,
        notice=notice("Searching", "2 sensors near; nearest: WT901BLE67"),
        nearby=[
            {"name": "WT901BLE67", "address": "C8:01", "rssi": -52, "profile": "witmotion", "battery": None},
            {"name": MARKUP, "address": "C8:02", "rssi": -84, "profile": None, "battery": 40},
            {"name": None, "address": "C8:03", "rssi": None, "profile": None, "battery": None},
        ],
    ),
    "waiting": state(
        "waiting", clock=None, set=1, notice=notice("Ready", "Arm hanging, start when you like"),
        check=[
            {"text": "Sensor on the right wrist", "ok": True},
            {"text": "Arm hanging and still", "ok": True},
            {"text": "12.5 kg in the hand", "ok": None},
        ],
    ),
    "controlled": state(
        "in_set", CONTROLLED[:4],
        arm_more={"current": {"momentum": 0.31, "called": None, "rising": True}, "angle_deg": 62.0,
                  "usual_top_deg": 127.0},
    ),
    "swing": state("in_set", [*CONTROLLED, swing(7, 0.67, provisional=True)],
                   cue=cue("swing", "Swing", "Slower or lighter", 7), **SWING_7),
    "speed": state("in_set", [*CONTROLLED, swing(7, 0.71, "speed")],
                   cue=cue("speed", "Too fast", "Lift over 2 s", 7), **SWING_7),
    "three": state("in_set", TEN[:9], cue=cue("swing", "Swing ×3", "Stop here or go lighter", 9), **SWING_7),
    "leaning": state("in_set", TEN[:8], cue=cue("swing", "Leaning back", "Stand still", 8), **SWING_7),
    "half": state("in_set", [*CONTROLLED, rep(7, 0.05, "partial", top_deg=83.0)],
                  cue=cue("half", "Half rep", "All the way down", 7)),
    "corrected": state("in_set", [*CONTROLLED, swing(7, 0.67), rep(8, 0.1)], cue=cue("corrected", "Corrected", "", 8)),
    "target": state("in_set", [rep(n, 0.05) for n in range(1, 11)], cue=cue("target", "10 of 10", "Target reached", 10)),
    "every_kind": state("in_set", EVERY_KIND, cue=cue("unjudged", "Not judged", "Too little data", 7)),
    "many": state("in_set", [rep(n, 0.04) if n % 7 else swing(n, 0.8) for n in range(1, 28)],
                  target_reps=None, arm_more={"target": None}),
    "two_arms": state("in_set", [], side=None, cue=cue("swing", "Swing", "Slower or lighter", 7),
                      sensors=[SENSOR, SENSOR | {"sensor": "wrist2", "battery": 41}]) | {"arms": TWO_ARMS},
    "left": state("in_set", CONTROLLED[:3], side="left",
                  arm_more={"side": "left", "angle_deg": 100.0, "usual_top_deg": 127.0,
                            "current": {"momentum": 0.62, "called": "swing", "rising": True}}),
    "lost": state("lost", CONTROLLED[:5], sensors=[LOST_SENSOR],
                  notice=notice("No signal", "Reconnecting. 5 reps saved."), arm_more={"usual_top_deg": 127.0}),
    "still_lost": state("lost", CONTROLLED[:5], sensors=[LOST_SENSOR],
                        notice=notice("No signal", "Finish the set, or keep trying",
                                      ("Finish the set", "end_set"), ("Keep trying", "keep_trying"))),
    "rest": state("rest", TEN, clock=REST, target_reps=6, summary=SUMMARY, session={"sets": [FIRST], "report_url": None}),
    "rest_kinds": state(
        "rest", EVERY_KIND, clock=REST, weight=None,
        summary={"set": 1, "lines": LONG_LINES, "advice": None, "reps": EVERY_KIND},
        notice=notice("Battery 9 %", "About to stop: charge after this set"),
    ),
    "finished": state("finished", [], clock=None,
                      session={"sets": [FIRST, SECOND, THIRD], "report_url": "/report"}),
    "replay": state("in_set", [*CONTROLLED, swing(7, 0.67)], mode="replay", strip="Replay, 10× speed",
                    player={"paused": False, "speed": 10}, **SWING_7),
    "expert": state("in_set", [*CONTROLLED, swing(7, 0.67)], thresholds=THRESHOLDS, **SWING_7),
    "not_recording": state("in_set", CONTROLLED[:2],
                           recording={"path": "curls.csv", "ok": False, "text": "Not recording: disk full"}),
}  # fmt: skip


def angles(until_s: float, step_s: float = 0.05) -> Message:
    """Forearm of somebody who curls once in 3.8 s, from hanging to 128° and back."""
    times = [round(step_s * k, 3) for k in range(int(until_s / step_s) + 1)]
    deg = [TOP_DEG * (1 - cos(2 * pi * t / SECONDS_PER_REP)) / 2 for t in times]
    return {"type": "trace", "sensor": "wrist", "t": times, "deg": deg, "now_s": until_s}
