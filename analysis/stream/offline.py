"""Analysis of a whole recording: the tracker, given all samples and flushed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain

import numpy as np

from analysis.coaching.corrections import with_edits
from analysis.core.trunk.movements import movements_of, summarize_trunk
from analysis.quality.companion_findings import places_exchanged
from analysis.quality.findings import assess
from analysis.quality.monitor import Vitals
from analysis.records.events import Event
from analysis.records.results import Quality, RepSet, SensorSummary, SessionResult
from analysis.records.traces import CompanionTrace
from analysis.records.trunk_measures import TrunkSummary
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.accompany import trunk_among
from analysis.stream.tracker import Tracker
from imu.types import Note, ReadingNote, Recording


def analyze(recording: Recording, thresholds: Thresholds = DEFAULTS, *, trace: bool = False) -> SessionResult:
    """Counts and judges the reps of a whole recording.

    Parameters
    ----------
    recording : Recording
        As `imu.formats.read_recording` returns it; of a `LongRecording` no more than a block is held.
    thresholds : Thresholds
        Limits and weights; the published defaults suit everybody.
    trace : bool
        Keep the curves of each set and of the accompanying sensors, for pictures; never changes another
        figure.

    Returns
    -------
    SessionResult
        Sets, reps, events and findings about the data; advice is added by
        `analysis.coaching.set_context.with_advice`.

    Raises
    ------
    SignalError
        The arrays of a sensor do not fit together.

    Examples
    --------
    >>> from analysis import analyze, read
    >>> result = analyze(read("curls.csv"))
    >>> [len(one.reps) for one in result.sets]
    [8, 10]
    >>> [rep.verdict for rep in result.sets[1].reps].count("momentum")
    4
    """
    tracker = Tracker(thresholds, trace=trace)
    # sensors may take turns in a long recording: their order, and that of events at one time, is the recording's own
    events: dict[str, list[Event]] = {
        block.sensor: tracker.push(block.slice(0, 0)) for block in recording.sensors
    }
    for block in recording.blocks():
        events[block.sensor] += tracker.push(block)
    every = [*chain.from_iterable(events.values()), *tracker.flush()]
    return conclude(tracker, every, recording_facts(recording), thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFacts:
    """Facts about a recording besides its samples."""

    path: str
    """File or folder, as it was given."""
    files: tuple[str, ...]
    """Files that were read."""
    format: str
    """Name of the file format."""
    start_s: float
    """Time of the first sample, s."""
    end_s: float
    """Time of the last sample, s."""
    started_at: str | None = None
    """Beginning of the recording in ISO 8601."""
    lifter: str | None = None
    """Name of the person."""
    notes: tuple[Note, ...] = ()
    """Notes of the person, in order of time."""
    reading_notes: tuple[ReadingNote, ...] = ()
    """Notes of the reader of the file."""


def recording_facts(recording: Recording) -> RecordingFacts:
    """Returns the facts of a recording."""
    return RecordingFacts(
        path=recording.path,
        files=recording.files,
        format=recording.format,
        start_s=recording.start_s,
        end_s=recording.end_s,
        started_at=recording.started_at,
        lifter=recording.lifter,
        notes=recording.notes,
        reading_notes=recording.reading_notes,
    )


def conclude(
    tracker: Tracker,
    events: Sequence[Event],
    facts: RecordingFacts,
    thresholds: Thresholds = DEFAULTS,
    *,
    curves: bool = True,
    open_sets: Sequence[RepSet] = (),
) -> SessionResult:
    """Returns the result of what a tracker found so far.

    Parameters
    ----------
    tracker : Tracker
    events : sequence of Event
        All events that it returned, in any order.
    facts : RecordingFacts
        Its notes on reps that a person took out or added (``rep_out``, ``rep_in``, ``rep_added``) are
        applied.
    thresholds : Thresholds
        Those that the tracker used.
    curves : bool
        With the curves of the accompanying sensors, if the tracker keeps any; they take time.
    open_sets : sequence of RepSet
        Sets that are counted as if they had closed, of `Tracker.sets_if_closed_now`.
    """
    vitals = vitals_of(tracker)
    sets = tuple(one for one in with_edits([*tracker.sets, *open_sets], facts.notes) if one.reps)
    return SessionResult(
        path=facts.path,
        files=facts.files,
        format=facts.format,
        started_at=facts.started_at,
        lifter=facts.lifter,
        start_s=facts.start_s,
        duration_s=facts.end_s - facts.start_s,
        sensors=tuple(_summary(v, tracker) for v in vitals),
        events=tuple(sorted(events, key=lambda e: e.at_s)),
        sets=sets,
        rejected_sets=tuple(tracker.rejected),
        quality=(
            *assess(vitals, sets, facts.reading_notes, thresholds),
            *_exchanged(tracker, sets, thresholds),
        ),
        thresholds_digest=thresholds.digest,
        thresholds_are_defaults=thresholds == DEFAULTS,
        version=program_version(),
        thresholds_name=thresholds.name,
        movement=tuple(one.movement.slices() for one in tracker.sensors.values()),
        companions=_traces(tracker) if curves else (),
        trunk=_trunk(tracker, sets, thresholds),
    )


def vitals_of(tracker: Tracker) -> list[Vitals]:
    """Returns what was monitored of each sensor, of the accompanying ones last."""
    own = [sensor.vitals for sensor in tracker.sensors.values()]
    return [*own, *(companion.vitals for companion in tracker.companions.values())]


def _traces(tracker: Tracker) -> tuple[CompanionTrace, ...]:
    """Curves of the accompanying sensors, where the tracker keeps curves."""
    trunk = trunk_among(tracker.companions)
    found = [
        one.trace(tracker.stance() if one is trunk else None)
        for one in (tracker.companions.values() if tracker.trace else ())
    ]
    return tuple(one for one in found if one is not None)


def _trunk(tracker: Tracker, sets: Sequence[RepSet], thresholds: Thresholds) -> TrunkSummary | None:
    """What the trunk did; its bends only where no sensor could make reps, once it has ended."""
    trunk = trunk_among(tracker.companions)
    if trunk is None:
        return None
    posture = trunk.posture() if trunk.ended and not tracker.sensors else None
    bends = [] if posture is None else movements_of(posture, thresholds.trunk)
    return summarize_trunk(trunk.vitals.sensor, sets, bends)


def _exchanged(tracker: Tracker, sets: Sequence[RepSet], thresholds: Thresholds) -> list[Quality]:
    """Whether a wrist without reps and the trunk seem to be called by each other's name; known once the trunk ends."""
    trunk = trunk_among(tracker.companions)
    silent = [name for name in tracker.sensors if all(one.sensor != name for one in sets)]
    posture = trunk.posture() if trunk is not None and trunk.ended and silent else None
    if trunk is None or posture is None:
        return []
    bends = movements_of(posture, thresholds.trunk)
    found = (
        places_exchanged(name, tracker.sensors[name].movement.slices(), trunk.vitals.sensor, bends)
        for name in silent
    )
    return [one for one in found if one is not None]


def _summary(vitals: Vitals, tracker: Tracker) -> SensorSummary:
    sizes = [s.gravity_mps2 for s in tracker.sets if s.sensor == vitals.sensor and s.gravity_mps2 is not None]
    curls = tracker.sensors.get(vitals.sensor)
    return replace(
        vitals.summary(),
        rest_gravity_mps2=float(np.median(sizes)) if sizes else None,
        moved_s=None if curls is None else curls.movement.moved_s,
    )


@cache
def program_version() -> str:
    """Returns the version of the installed program, looked up once: that is slow."""
    try:
        return version("rep-momentum")
    except PackageNotFoundError:
        return "0+uninstalled"
