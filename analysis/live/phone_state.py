"""State of the page on a phone that measures: the few parts of the live page's that are read on a wrist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.live.summary_state import State


def phone_message(message: Mapping[str, Any]) -> State | None:
    """Makes the message for a phone from one for a page; None where the phone has no use for it.

    Parameters
    ----------
    message : mapping
        As docs/live_page.md describes it.

    Returns
    -------
    dict or None
        JSON values only, as docs/phone.md describes it.
    """
    if message["type"] == "state":
        return _shown(message)
    if message["type"] == "sound" and message["name"] == "swing":
        return {"type": "buzz"}
    return None


def _shown(state: Mapping[str, Any]) -> State:
    return {
        "type": "state",
        "screen": state["screen"],
        "awaited": [{key: phone[key] for key in ("sensor", "place")} for phone in state["phones"]],
        "arms": [_arm(arm) for arm in state["arms"]],
        "cue": state["cue"],
        "notice": state["notice"] and {key: state["notice"][key] for key in ("headline", "line")},
        "weight": state["weight"] and state["weight"]["text"],
        "summary": _summary(state["summary"]),
    }


def _arm(arm: Mapping[str, Any]) -> State:
    """An arm without its curve: the count, and what each rep was called."""
    known = ("n", "key", "verdict", "cause", "momentum", "out", "gap")
    reps = [{key: rep[key] for key in known} for rep in arm["reps"]]
    return {**{key: arm[key] for key in ("sensor", "side", "count", "target", "current")}, "reps": reps}


def _summary(summary: Mapping[str, Any] | None) -> State | None:
    if summary is None:
        return None
    advice = summary["advice"]
    lines = [line["text"] for line in summary["lines"]]
    return {"lines": lines, "advice": advice and advice["sentence"], "pending": summary["pending"]}
