"""Describes a recording without curls: still, too short, or another movement."""

from __future__ import annotations

from itertools import groupby

from analysis.output import words
from analysis.records.results import RejectedSet, SessionResult
from analysis.vocabulary import Because, Reason
from imu.placement import CURL_SENSORS

_STILL_S = 1.0
"""Less movement than this in a whole recording counts as none."""
_SHORT_S = 2.0
"""A recording that is shorter holds no rep."""
_NAMED: tuple[tuple[str, tuple[Reason, ...]], ...] = (
    ("a lift with a straight arm", (Reason.LONG_LEVER,)),
    ("movement at the pace of steps, as in a walk", (Reason.ARM_SWING, Reason.STEPS)),
    ("a lift like a triceps extension or a press", (Reason.NEVER_HANGS, Reason.HIGH_MIDDLE)),
    ("an arm that stayed up, as for a drink", (Reason.STAYS_UP,)),
    ("movement too small for a curl", (Reason.SMALL_SWEEP, Reason.NARROW, Reason.TOO_NARROW)),
    ("other movement, such as another lift or walking", (Reason.SEVERAL_KINDS,)),
    (
        "readings that cannot be right",
        (Reason.STUCK_ACCELEROMETER, Reason.NO_GRAVITY, Reason.GYROSCOPE_AXES, Reason.NO_AGREEMENT),
    ),
)
_KINDS: dict[str, str] = {code: name for name, codes in _NAMED for code in codes}
"""Name of the movement, by why it holds no curls."""


def found_instead(result: SessionResult) -> str:
    """Sentence on what there was where no curls were found."""
    sensors = [s for s in result.sensors if s.name in CURL_SENSORS]
    if not sensors and result.trunk is not None:
        bends = words.count(len(result.trunk.movements), "time")
        return f"Only the trunk wore a sensor; it bent or leaned {bends}."
    if not sensors:
        names = words.joined([s.name for s in result.sensors]) or "none"
        makes = "wrist, forearm and dumbbell (each also with _left or _right) and barbell"
        return f"No sensor that makes sets: {makes} do; found {names}. Say where it was with --sensor."
    if result.rejected_sets:
        return f"Found instead: {_kinds(result.rejected_sets)}."
    moved = [s.moved_s for s in sensors if s.moved_s is not None]
    return _by_turning(result, max(moved)) if moved else "The arm did not swing up and back like a curl."


def _by_turning(result: SessionResult, turned_s: float) -> str:
    """Sentence for where nothing looked like a set: by how long the sensor turned."""
    if result.duration_s < _SHORT_S:
        return f"It lasts only {words.duration(result.duration_s)}, too short for a rep."
    if turned_s == 0.0:
        return f"The sensor lay still in all of its {words.duration(result.duration_s)}."
    if turned_s < _STILL_S:
        return (
            f"In all of its {words.duration(result.duration_s)} the sensor never turned as far as in a curl."
        )
    moved = f"The sensor moved for {words.duration(turned_s)} of {words.duration(result.duration_s)}"
    return f"{moved}, but the arm did not swing up and back like a curl."


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
    return "; ".join(f"{words.duration(seconds)} of {kind}" for kind, seconds in longest)


def _kind(because: Because) -> str:
    """Name of movement refused for this reason, else for the second reason said beside it."""
    codes = (because.code, str(because.values.get("also")))
    return next((_KINDS[code] for code in codes if code in _KINDS), "movement that was not a curl")
