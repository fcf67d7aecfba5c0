"""A whole recording at once: the tracker, fed and flushed."""

from __future__ import annotations

from analysis.results import Event, SessionResult
from analysis.thresholds import DEFAULTS, Thresholds
from analysis.tracker import Tracker
from imu.types import Recording


def analyze(recording: Recording, thresholds: Thresholds = DEFAULTS, *, trace: bool = False) -> SessionResult:
    """Everything that can be said about a recording.

    Parameters
    ----------
    recording : Recording
    thresholds : Thresholds
    trace : bool
        Keep the curves of each set and of the accompanying sensors, for pictures; never changes another figure.
    """
    tracker = Tracker(thresholds, trace=trace)
    events: list[Event] = []
    for block in recording.sensors:
        events += tracker.push(block)
    events = sorted([*events, *tracker.flush()], key=lambda e: e.at_s)
    starts = [float(b.time_s[0]) for b in recording.sensors]
    ends = [float(b.time_s[-1]) for b in recording.sensors]
    vitals = [*(t.vitals for t in tracker.sensors.values()), *tracker.companions.values()]
    return SessionResult(
        path=recording.path,
        files=recording.files,
        format=recording.format,
        started_at=recording.started_at,
        lifter=recording.lifter,
        start_s=min(starts),
        duration_s=max(ends) - min(starts),
        sensors=tuple(v.summary() for v in vitals),
        events=tuple(events),
        sets=tuple(tracker.sets),
        rejected_sets=tuple(tracker.rejected),
        quality=(),
        thresholds_digest="",
        thresholds_are_defaults=thresholds == DEFAULTS,
        version="0.1.0",
    )
