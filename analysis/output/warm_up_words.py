"""The warm-up in words."""

from __future__ import annotations

from analysis.language import say, write_number
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
    low, high = (write_number(seconds / _MINUTE_S, "g") for seconds in asked_s)
    return say("warm_up.minutes", asked=say("list.span", first=low, last=high) if low != high else low)


def warm_up_words(warmup: WarmUp) -> str:
    """Writes the warm-up in one sentence."""
    if warmup.verdict == "enough":
        return say("warm_up.enough", found=_in_recordings(warmup, _before_first(warmup, _done(warmup))))
    if warmup.verdict == "unknown":
        return _unknown(warmup)
    after = minutes_and_seconds(warmup.after_s or 0.0)
    found = say("warm_up.first_working_set", after=after, done=_done(warmup))
    return say("warm_up.asked", found=_in_recordings(warmup, found), asked=asked_words(warmup.asked_s))


def _moved(warmup: WarmUp) -> str:
    return minutes_and_seconds(warmup.movement_s)


def _done(warmup: WarmUp) -> str:
    """``4 min of movement and 2 ramp-up sets``."""
    if not warmup.ramp_up_sets:
        return say("warm_up.movement", moved=_moved(warmup))
    sets = words.count(warmup.ramp_up_sets, "ramp-up set")
    return say("warm_up.movement_and_sets", moved=_moved(warmup), sets=sets)


def _before_first(warmup: WarmUp, done: str) -> str:
    if warmup.first_working_set_s is None:
        return say("warm_up.before_first_set", done=done)
    return say("warm_up.before_first_working_set", done=done)


def _in_recordings(warmup: WarmUp, said: str) -> str:
    """Adds that other recordings of the session were counted, too."""
    many = warmup.recordings
    return say("warm_up.in_recordings", said=said, n=many) if many > 1 else said


def _unknown(warmup: WarmUp) -> str:
    if warmup.after_s is None or warmup.lead_s is None or warmup.unseen_s is None:
        found = say("warm_up.no_set", moved=_moved(warmup))
        return say("warm_up.enough", found=_in_recordings(warmup, found))
    movement = say("warm_up.movement", moved=_moved(warmup))
    if warmup.unseen_s >= _UNSEEN_S and warmup.first_working_set_s is not None:
        found = _in_recordings(warmup, _before_first(warmup, movement))
        return say("warm_up.unseen", found=found, gone=minutes_and_seconds(warmup.unseen_s))
    if warmup.first_working_set_s is None:
        found = say("warm_up.first_set", after=minutes_and_seconds(warmup.after_s), done=movement)
        return say("warm_up.without_weights", found=_in_recordings(warmup, found))
    return say("warm_up.begins_late", n=warmup.recordings, lead=minutes_and_seconds(warmup.lead_s))


def moved_words(moved_s: float, asked_s: tuple[float, float]) -> str:
    """Writes how long somebody has moved before the first set, against what is asked for."""
    return say("warm_up.moved", moved=minutes_and_seconds(moved_s), asked=asked_words(asked_s))
