"""The warm-up in words."""

from __future__ import annotations

from analysis.output import words
from analysis.records.session_checks import WarmUp
from imu.units import NBSP

_MINUTE_S = 60
_UNSEEN_S = 30.0
"""Missing time before the set, s, from which it is said."""


def minutes_and_seconds(seconds: float) -> str:
    """Writes how long something took: ``40 s``, ``4 min 10 s``, ``5 min``."""
    minutes, rest = divmod(round(seconds), _MINUTE_S)
    parts = ([f"{minutes}{NBSP}min"] if minutes else []) + ([f"{rest}{NBSP}s"] if rest or not minutes else [])
    return " ".join(parts)


def asked_words(asked_s: tuple[float, float]) -> str:
    """Writes how much movement is asked for: ``3 to 5 min``."""
    low, high = (f"{seconds / _MINUTE_S:g}" for seconds in asked_s)
    return f"{low} to {high}{NBSP}min" if low != high else f"{low}{NBSP}min"


def warm_up_words(warmup: WarmUp) -> str:
    """Writes the warm-up in one sentence."""
    moved, asked = minutes_and_seconds(warmup.movement_s), asked_words(warmup.asked_s)
    if warmup.verdict == "enough":
        return f"{moved} of movement{_ramp_up(warmup, ' and ')} before the first {_set(warmup)}{_together(warmup)}."
    if warmup.verdict == "unknown":
        return _unknown(warmup, moved)
    after = minutes_and_seconds(warmup.after_s or 0.0)
    found = f"First working set after {after}, with {moved} of movement{_ramp_up(warmup, ' and ')}"
    return f"{found}{_together(warmup)}: the article asks for {asked}."


def _set(warmup: WarmUp) -> str:
    return "set" if warmup.first_working_set_s is None else "working set"


def _ramp_up(warmup: WarmUp, before: str) -> str:
    return before + words.count(warmup.ramp_up_sets, "ramp-up set") if warmup.ramp_up_sets else ""


def _together(warmup: WarmUp) -> str:
    """Says that other recordings of the session were counted, too."""
    return f", in {words.count(warmup.recordings, 'recording')}" if warmup.recordings > 1 else ""


def _unknown(warmup: WarmUp, moved: str) -> str:
    if warmup.after_s is None or warmup.lead_s is None or warmup.unseen_s is None:
        return f"{moved} of movement, and no set{_together(warmup)}."
    if warmup.unseen_s >= _UNSEEN_S and warmup.first_working_set_s is not None:
        gone = minutes_and_seconds(warmup.unseen_s)
        return f"{moved} of movement before the first working set{_together(warmup)}; {gone} before it were not recorded."
    if warmup.first_working_set_s is None:
        after = minutes_and_seconds(warmup.after_s)
        return (
            f"First set after {after}, with {moved} of movement{_together(warmup)}; without weights it is not known whether it was a "
            "ramp-up set."
        )
    which = "recording" if warmup.recordings == 1 else f"first of {warmup.recordings} recordings"
    return f"Not known: the {which} begins {minutes_and_seconds(warmup.lead_s)} before the first set."


def moved_words(moved_s: float, asked_s: tuple[float, float]) -> str:
    """Writes how long somebody has moved before the first set, against what is asked for."""
    return f"Moved {minutes_and_seconds(moved_s)} of {asked_words(asked_s)}"
