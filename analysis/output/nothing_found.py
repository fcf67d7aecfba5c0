"""What was found in a recording without curls: still, too little, or another movement."""

from __future__ import annotations

from itertools import groupby

from analysis.output import words
from analysis.results import RejectedSet, SessionResult
from imu.types import CURL_SENSORS

_STILL_S = 1.0
"""Less movement than this in a whole recording is none."""
_SHORT_S = 2.0
"""A recording that is shorter holds no rep."""
_KINDS = (
    ("straight arm", "a lift with a straight arm"),
    ("pace of steps", "movement at the pace of steps, as in a walk"),
    ("triceps extension", "a lift like a triceps extension or a press"),
    ("stayed up", "an arm that stayed up, as for a drink"),
    ("sweep less", "movement too small for a curl"),
    ("narrow", "movement too small for a curl"),
    ("as wide as a curl", "movement too small for a curl"),
    ("several kinds", "other movement, such as another lift or walking"),
    ("accelerometer", "readings that cannot be right"),
    ("handedness", "readings that cannot be right"),
)
"""Part of the reason, and what that is called here; the part that the reason says first decides."""


def found_instead(result: SessionResult) -> str:
    """One sentence on what there was where no curls were found."""
    sensors = [s for s in result.sensors if s.name in CURL_SENSORS]
    if not sensors:
        names = words.joined([s.name for s in result.sensors]) or "none"
        makes = "wrist, forearm and dumbbell (each also with _left or _right) and barbell"
        return f"No sensor that makes sets: {makes} do; found {names}. Say where it was with --sensor."
    if result.rejected_sets:
        return f"Found instead: {_kinds(result.rejected_sets)}."
    moved = [s.moved_s for s in sensors if s.moved_s is not None]
    return _by_turning(result, max(moved)) if moved else "Nothing in it looked like a set of reps."


def _by_turning(result: SessionResult, turned_s: float) -> str:
    """What there was, where nothing looked like a set: by how long the sensor turned."""
    if result.duration_s < _SHORT_S:
        return f"It lasts only {words.length(result.duration_s)}, too short for a rep."
    if turned_s == 0.0:
        return f"The sensor lay still in all of its {words.length(result.duration_s)}."
    if turned_s < _STILL_S:
        return f"In all of its {words.length(result.duration_s)} the sensor never turned as far as in a curl."
    turned = f"The sensor turned for {words.length(turned_s)} of {words.length(result.duration_s)}"
    return f"{turned}, but not up and down as in curls."


def _kinds(rejected: tuple[RejectedSet, ...]) -> str:
    """``26 s of other movement, such as ..., and 10 s of movement too small for a curl``, the longest first;
    of several sensors the one that saw most."""
    one = max(
        (
            list(group)
            for _, group in groupby(sorted(rejected, key=lambda r: r.sensor), key=lambda r: r.sensor)
        ),
        key=lambda group: sum(r.end_s - r.start_s for r in group),
    )
    lasted: dict[str, float] = {}
    for r in one:
        kind = _kind(r.why)
        lasted[kind] = lasted.get(kind, 0.0) + r.end_s - r.start_s
    longest = sorted(lasted.items(), key=lambda pair: -pair[1])
    return "; ".join(f"{words.length(seconds)} of {kind}" for kind, seconds in longest)


def _kind(why: str) -> str:
    """What the weightiest part of a reason is called."""
    said = [(why.find(part), name) for part, name in _KINDS if part in why]
    return min(said)[1] if said else "movement that was not a curl"
