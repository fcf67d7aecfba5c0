"""Describes a recording without curls: still, too short, or another movement."""

from __future__ import annotations

from itertools import groupby

from analysis.language import say
from analysis.output import words
from analysis.records.results import RejectedSet, SessionResult
from analysis.vocabulary import Because, Reason
from imu.placement import CURL_SENSORS

_STILL_S = 1.0
"""Less movement than this in a whole recording counts as none."""
_SHORT_S = 2.0
"""A recording that is shorter holds no rep."""
_KINDS: dict[str, tuple[Reason, ...]] = {
    "straight_arm": (Reason.LONG_LEVER,),
    "steps": (Reason.ARM_SWING, Reason.STEPS),
    "press": (Reason.NEVER_HANGS, Reason.HIGH_MIDDLE),
    "stays_up": (Reason.STAYS_UP,),
    "small": (Reason.SMALL_SWEEP, Reason.NARROW, Reason.TOO_NARROW),
    "several": (Reason.SEVERAL_KINDS,),
    "unreadable": (
        Reason.STUCK_ACCELEROMETER,
        Reason.NO_GRAVITY,
        Reason.GYROSCOPE_AXES,
        Reason.NO_AGREEMENT,
    ),
}
"""Kinds of movement, ``instead.kind.NAME`` in the files of words, by why it holds no curls."""
_KIND_OF: dict[str, str] = {code: kind for kind, codes in _KINDS.items() for code in codes}


def found_instead(result: SessionResult) -> str:
    """Sentence on what there was where no curls were found."""
    sensors = [s for s in result.sensors if s.name in CURL_SENSORS]
    if not sensors and result.trunk is not None:
        return say("instead.trunk_alone", n=len(result.trunk.movements))
    if not sensors:
        names = words.joined([s.name for s in result.sensors]) or say("instead.none")
        return say("instead.no_curl_sensor", names=names)
    if result.rejected_sets:
        return say("instead.found", kinds=_kinds(result.rejected_sets))
    moved = [s.moved_s for s in sensors if s.moved_s is not None]
    return _by_turning(result, max(moved)) if moved else say("instead.no_swing_up")


def _by_turning(result: SessionResult, turned_s: float) -> str:
    """Sentence for where nothing looked like a set: by how long the sensor turned."""
    whole = words.duration(result.duration_s)
    if result.duration_s < _SHORT_S:
        return say("instead.too_short", duration=whole)
    if turned_s == 0.0:
        return say("instead.still", duration=whole)
    if turned_s < _STILL_S:
        return say("instead.hardly_turned", duration=whole)
    return say("instead.moved", moved=words.duration(turned_s), duration=whole)


def _kinds(rejected: tuple[RejectedSet, ...]) -> str:
    """Kinds of movement, the longest first: ``26 s of other movement, such as ..., and 10 s of movement too
    small for a curl``.

    Of several sensors it is the one that saw most.
    """
    one = max(
        (
            list(group)
            for _, group in groupby(sorted(rejected, key=lambda r: r.sensor), key=lambda r: r.sensor)
        ),
        key=lambda group: sum(r.end_s - r.start_s for r in group),
    )
    lasted: dict[str, float] = {}
    for r in one:
        kind = _kind(r.because)
        lasted[kind] = lasted.get(kind, 0.0) + r.end_s - r.start_s
    longest = sorted(lasted.items(), key=lambda pair: -pair[1])
    return "; ".join(
        say("instead.stretch", duration=words.duration(seconds), kind=say(f"instead.kind.{kind}"))
        for kind, seconds in longest
    )


def _kind(because: Because) -> str:
    """Kind of movement refused for this reason, else for the second reason said beside it."""
    codes = (because.code, str(because.values.get("also")))
    return next((_KIND_OF[code] for code in codes if code in _KIND_OF), "other")
