"""A whole recording at once: the tracker, fed and flushed."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from analysis.quality import assess
from analysis.results import Event, SensorSummary, SessionResult
from analysis.thresholds import DEFAULTS, Thresholds
from analysis.tracker import Tracker
from analysis.vitals import Vitals
from imu.types import Recording


def analyze(recording: Recording, thresholds: Thresholds = DEFAULTS, *, trace: bool = False) -> SessionResult:
    """Everything that can be said about a recording.

    Parameters
    ----------
    recording : Recording
    thresholds : Thresholds
    trace : bool
        Keep the curves of each set and of the accompanying sensors, for pictures; never changes another
        figure.

    Raises
    ------
    SignalError
        The arrays of a sensor do not fit together.
    """
    tracker = Tracker(thresholds, trace=trace)
    events: list[Event] = []
    for block in recording.sensors:
        events += tracker.push(block)
    events = sorted([*events, *tracker.flush()], key=lambda e: e.at_s)
    vitals = [*(t.vitals for t in tracker.sensors.values()), *(c.vitals for c in tracker.companions.values())]
    start_s = min(float(b.time_s[0]) for b in recording.sensors)
    return SessionResult(
        path=recording.path,
        files=recording.files,
        format=recording.format,
        started_at=recording.started_at,
        lifter=recording.lifter,
        start_s=start_s,
        duration_s=max(float(b.time_s[-1]) for b in recording.sensors) - start_s,
        sensors=tuple(_summary(v, tracker) for v in vitals),
        events=tuple(events),
        sets=tuple(tracker.sets),
        rejected_sets=tuple(tracker.rejected),
        quality=assess(vitals, tracker.sets, recording.reading_notes, thresholds),
        thresholds_digest=thresholds.digest,
        thresholds_are_defaults=thresholds == DEFAULTS,
        version=program_version(),
        companions=tuple(t for c in tracker.companions.values() if (t := c.trace()) is not None),
    )


def _summary(vitals: Vitals, tracker: Tracker) -> SensorSummary:
    sizes = [s.gravity_mps2 for s in tracker.sets if s.sensor == vitals.sensor and s.gravity_mps2 is not None]
    return replace(vitals.summary(), rest_gravity_mps2=float(np.median(sizes)) if sizes else None)


def program_version() -> str:
    """Version of the installed distribution."""
    try:
        return version("rep-momentum")
    except PackageNotFoundError:
        return "0+uninstalled"
