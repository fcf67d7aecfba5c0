"""A session under way: takes samples and a person's corrections, gives events and results.

The session knows no clock, no radio and no screen. Its events are those that `analyze` gives for the same
samples, and its sets are made by the same functions.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from analysis.coaching.corrections import ADDED, IN, OUT, with_edits
from analysis.coaching.noted_weights import weight_kg_at
from analysis.coaching.session_part import session_part
from analysis.coaching.set_context import NO_CONTEXT, SetContext, with_advice
from analysis.coaching.warmup import movement_so_far_s
from analysis.coaching.weights import Rack, usual_rack
from analysis.history.content_hash import ContentHash
from analysis.live.added_reps import AddedReps
from analysis.live.cues import Cue, cue_for
from analysis.live.first_notes import first_notes
from analysis.live.known_result import MadeFrom, is_same
from analysis.live.sensor_view import SensorView
from analysis.live.told_verdicts import ToldVerdicts
from analysis.quality.findings import assess
from analysis.records.events import (
    Event,
    FlagEvent,
    LiveEvent,
    RejectedEvent,
    RepEvent,
    SetEvent,
    VerdictEvent,
)
from analysis.records.past_sessions import PastSet
from analysis.records.results import Quality, RepSet, SessionResult
from analysis.records.session_checks import SessionPart
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.offline import RecordingFacts, conclude, vitals_of
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Reason
from imu.placement import CURL_SENSORS, without_side
from imu.types import Note, SampleBlock, note_at

REDRAW = (RepEvent, FlagEvent)
"""Events after which the open set is measured anew."""


class LiveSession:
    """One session, from the first sample to the last.

    Parameters
    ----------
    facts : RecordingFacts
        What is known of the recording before it begins; its notes hold from the start.
    told : SetContext
        Weight, target, side and rack from the command line: they hold from the start, before the
        recording's own notes, until the person says otherwise.
    thresholds : Thresholds
    on_event : callable, optional
        Gets every event as it happens.
    write_note : callable, optional
        Gets every word of the person, to be recorded.

    Attributes
    ----------
    fingerprint : ContentHash
        Of all samples so far.
    now_s : float
        Time of the latest sample on the session's axis.
    events : list of Event
        All events so far.
    notes : list of Note
        Entries and corrections of the person, in order of time.
    arms : dict of str to SensorView
        View of each sensor that makes sets.
    cue : Cue or None
        The one thing to say now.
    sounds : list of str
        Names of sounds to be played; whoever plays them empties it.
    earlier : tuple of PastSet
        Curls of the person in earlier sessions, oldest first; whoever knows the history fills it in.
    before : tuple of SessionPart
        Earlier recordings of this training session, on its time axis; filled in likewise.
    ended : bool
        Nothing more is taken.
    """

    def __init__(
        self,
        facts: RecordingFacts,
        told: SetContext = NO_CONTEXT,
        thresholds: Thresholds = DEFAULTS,
        *,
        on_event: Callable[[Event], None] | None = None,
        write_note: Callable[[Note], None] | None = None,
    ) -> None:
        self._facts, self._t = facts, thresholds
        self.told = SetContext(rack=told.rack or usual_rack(told.unit))
        self._on_event, self._write_note = on_event, write_note
        self._tracker = Tracker(thresholds, trace=True, keep=True)
        self.fingerprint = ContentHash()
        self._first_s: float | None = None
        self.now_s = facts.start_s
        self.events: list[Event] = []
        self.notes = first_notes(told, facts.notes)
        self.arms: dict[str, SensorView] = {}
        self.cue: Cue | None = None
        self.sounds: list[str] = []
        self.earlier: tuple[PastSet, ...] = ()
        self.before: tuple[SessionPart, ...] = ()
        self._added = AddedReps()
        self._verdicts = ToldVerdicts()
        self._sounded: set[tuple[str, int]] = set()
        self.ended = False
        self._made: dict[bool, tuple[MadeFrom, SessionResult]] = {}

    @property
    def thresholds(self) -> Thresholds:
        """The thresholds that the session judges by."""
        return self._t

    def judge_by(self, thresholds: Thresholds) -> int:
        """Judges all reps of the session again, as if these thresholds of momentum had held from the start.

        The events stay as they were shown. The change is noted in the recording by its digest.

        Returns
        -------
        int
            How many reps of closed sets are judged otherwise now.
        """
        before = [rep.verdict for one in self._tracker.sets for rep in one.reps]
        self._tracker.judge_by(thresholds)
        self._t = thresholds
        after = [rep.verdict for one in self._tracker.sets for rep in one.reps]
        for arm in self.arms.values():
            if not arm.open:
                closed = [s for s in self._tracker.sets if s.sensor == arm.sensor]
                arm.reps = dict(enumerate(closed[-1].reps if closed else (), start=1))
        self.tell("thresholds_digest", thresholds.digest)
        return sum(a != b for a, b in zip(before, after, strict=True))

    def samples(self, block: SampleBlock) -> list[LiveEvent]:
        """Takes the next samples of one sensor; returns the events that they caused, with the verdicts shown by them."""
        if len(block) == 0 or self.ended:
            return []
        self.fingerprint.add(block)
        first, last = float(block.time_s[0]), float(block.time_s[-1])
        self._first_s = first if self._first_s is None else min(self._first_s, first)
        self.now_s = max(self.now_s, last)
        events = self._tracker.push(block)
        self._take(events)
        told = self._verdicts.with_closed(events, self._tracker.sets) if events else []
        if block.sensor in self._tracker.sensors:
            return [*told, *self._look(block.sensor, events)]
        if without_side(block.sensor) == "trunk":
            self._look_beside()
        return told

    def finish(self) -> list[LiveEvent]:
        """Ends the session: an open set closes. Calling it again changes nothing."""
        if self.ended:
            return []
        events = self._tracker.flush()
        self.ended = True
        self._take(events)
        return self._verdicts.with_closed(events, self._tracker.sets)

    def _take(self, events: Sequence[Event]) -> None:
        closed = {event.sensor for event in events if isinstance(event, SetEvent)}
        for event in events:
            self.events.append(event)
            # of a sensor beside it, as on the trunk, there are only faults to tell
            if event.sensor in self._tracker.sensors:
                self._take_of_arm(event, closed=event.sensor in closed)
            if self._on_event is not None:
                self._on_event(event)

    def _take_of_arm(self, event: Event, *, closed: bool) -> None:
        arm = self.arms.setdefault(event.sensor, SensorView(event.sensor))
        arm.absorb(event)
        if isinstance(event, SetEvent):
            self._close(arm)
        elif isinstance(event, RejectedEvent):
            if not closed and not self._tracker.sensors[arm.sensor].reps_before_hole:  # no set stands
                self._added.take(arm.sensor, None)
            self._quiet(arm)
            arm.closed(())

    def _close(self, arm: SensorView) -> None:
        for at_s in self._added.take(arm.sensor, self._closed_sets(arm)[-1]):
            self.tell(ADDED, arm.sensor, at_s)
        self._quiet(arm)
        arm.closed(self._closed_sets(arm)[-1].reps)

    def _closed_sets(self, arm: SensorView) -> list[RepSet]:
        return [one for one in self.sets if one.sensor == arm.sensor]

    def _quiet(self, arm: SensorView) -> None:
        self.cue = None
        self._sounded = {key for key in self._sounded if key[0] != arm.sensor}

    def _look(self, sensor: str, events: Sequence[Event]) -> list[VerdictEvent]:
        arm = self.arms.setdefault(sensor, SensorView(sensor))
        told = [e for e in events if isinstance(e, REDRAW) and e.closed_by in (None, "gap")]
        stood = arm.standing
        judged = arm.look(self._tracker.sensors[sensor], self.now_s, again=bool(told))
        if not (arm.open and (told or judged or arm.standing != stood)):
            return []
        self._with_trunk(arm)
        self._speak(arm)
        return self._verdicts.shown(arm, self.now_s)

    def _with_trunk(self, arm: SensorView) -> None:
        reps = self._tracker.with_trunk_so_far(arm.sensor, tuple(arm.reps.values()))
        arm.reps.update((rep.index, rep) for rep in reps)

    def _look_beside(self) -> None:
        """Looks at the trunk in the latest rep of each open set again, once its samples have come so far."""
        for arm in self.arms.values():
            last = arm.reps.get(arm.count)
            if not (arm.open and arm.provisional and last is not None and last.trunk_verdict is None):
                continue
            self._with_trunk(arm)
            if arm.reps[arm.count].trunk_verdict == "lean":
                self._speak(arm)

    def _speak(self, arm: SensorView) -> None:
        """Chooses the cue for now, and its sound; the cue before stays until the latest rep is judged."""
        if not arm.waits:
            self.cue = cue_for(arm.reps, arm.standing, arm.count, self.target_reps)
        self._sound(arm, max([arm.count, *arm.called]))

    def _sound(self, arm: SensorView, rep: int) -> None:
        """Plays at most one sound a rep; that of the cue replaces the tick."""
        if (arm.sensor, rep) in self._sounded:
            return
        counted = rep <= arm.count
        kind = self.cue.kind if self.cue is not None and self.cue.rep == rep else None
        kind = "swing" if kind == "lean" else kind
        if not counted and kind != "swing":
            return
        self._sounded.add((arm.sensor, rep))
        if arm.doubtful and kind is None:
            return
        self.sounds.append(kind if kind in ("swing", "speed", "corrected", "target") else "tick")

    def tell(self, key: str, value: str, at_s: float | None = None) -> None:
        """Notes something that a person entered.

        Parameters
        ----------
        key, value : str
            As of a note in a recording, e.g. ``weight_kg`` and ``12.5``.
        at_s : float, optional
            From when on it holds; now, if not given.
        """
        note = Note(time_s=self.now_s if at_s is None else at_s, key=key, value=value)
        insort(self.notes, note, key=lambda n: float("-inf") if n.time_s is None else n.time_s)
        if self._write_note is not None:
            self._write_note(note)

    def use_rack(self, rack: Rack) -> None:
        """Offers the weights of this rack, in its unit, from now on."""
        self.told = replace(self.told, rack=rack)
        self._made.clear()

    def take_out(self, key: str) -> None:
        """Takes a rep out, by its key of `analysis.coaching.corrections.rep_key`: it was none."""
        self.tell(OUT, key)

    def put_back(self, key: str) -> None:
        """Puts a rep back that was taken out."""
        self.tell(IN, key)

    def add_rep(self, sensor: str, at_s: float | None = None) -> None:
        """Adds a rep that was missed, at a time (now, if not given)."""
        self.tell(ADDED, sensor, at_s)

    def add_rep_to_open(self, arm: SensorView) -> None:
        """Adds a rep that was missed to the set that is open, where its movement ended; noted once it has closed."""
        self._added.add(arm.sensor, self.now_s - arm.still_s)

    def set_weight(self, number: int, kg: float) -> None:
        """Corrects the weight (kg) of set ``number`` (from 1); later sets keep theirs."""
        sets = self.sets
        if not 1 <= number <= len(sets):
            return
        end_s = sets[number - 1].end_s
        later = note_at(self.notes, "weight_kg", self.now_s) if number < len(sets) else None
        self.tell("weight_kg", repr(kg), end_s)
        if later is not None:
            self.tell("weight_kg", later, sets[number].start_s)

    @property
    def sets(self) -> tuple[RepSet, ...]:
        """Closed sets with the person's corrections, without advice; one whose reps are all out is empty."""
        return with_edits(self._tracker.sets, self.notes)

    @property
    def weight_kg(self) -> float | None:
        """Weight of the set that is under way or comes next, kg."""
        return weight_kg_at(self.notes, self.now_s)

    @property
    def target_reps(self) -> int | None:
        """Reps wanted in that set."""
        text = note_at(self.notes, "target_reps", self.now_s) or ""
        return int(text) if text.isdecimal() else None

    @property
    def side(self) -> str | None:
        """The arm that lifts, where the sensor does not say it itself."""
        return note_at(self.notes, "side", self.now_s)

    def result(self, *, curves: bool = True, with_open: bool = False) -> SessionResult:
        """Result so far, with advice; after `finish` the same as that of `analyze` for the recording.

        Parameters
        ----------
        curves : bool
            With the curves of the accompanying sensors, which only a report draws.
        with_open : bool
            With the open sets, as if they closed now.
        """
        open_sets = self._tracker.sets_if_closed_now() if with_open else ()
        start_s = self._facts.start_s if self._first_s is None else self._first_s
        notes = [*self.notes, *self._added.notes] if with_open else self.notes
        facts = replace(self._facts, start_s=start_s, end_s=self.now_s, notes=tuple(notes))
        made = conclude(self._tracker, self.events, facts, self._t, curves=curves, open_sets=open_sets)
        made = replace(made, earlier=self.earlier, before=self.before)
        return with_advice(made, notes, self.told, self._t)

    def result_of_sets(self, *, with_open: bool = False) -> SessionResult:
        """Result as of the last event, word of the person, or set that was joined with its trunk.

        A page asks for it twenty times a second: it is worked out only when something of it has changed. Its length and
        its curves are those of then, and none.

        Parameters
        ----------
        with_open : bool
            With the sets that the lifter has ended and the stream has not closed yet, as if they had closed when this
            was first asked for after the last event.
        """
        known = (
            tuple(self._tracker.sets),
            len(self.events),
            len(self._tracker.rejected),
            len(self.notes) + len(self._added),
            self._t,
            self.earlier,
            self.before,
            self.ended,
        )
        made = self._made.get(with_open)
        if made is None or not is_same(made[0], known):
            made = self._made[with_open] = (known, self.result(curves=False, with_open=with_open))
        return made[1]

    def rate_hz(self, sensor: str) -> float | None:
        """Readings a second of a sensor as they came; None where that is not known yet."""
        tracker = self._tracker.sensors.get(sensor) or self._tracker.companions.get(sensor)
        return None if tracker is None else tracker.vitals.rate_hz

    @property
    def moved_s(self) -> float:
        """Movement so far, s, as the warm-up is judged: before the first set."""
        slices = [one.movement.slices() for one in self._tracker.sensors.values()]
        part = session_part((), slices, self.now_s, self._t.warm_up)
        return 0.0 if part is None else movement_so_far_s((*self.before, part), self._t.warm_up)

    @property
    def began_at(self) -> datetime | None:
        """Moment of time 0, with its zone; None where that is not known."""
        try:
            moment = datetime.fromisoformat(self._facts.started_at or "")
        except ValueError:
            return None
        return moment.astimezone()

    def without_gyroscope(self, sensor: str) -> bool:
        """Whether a sensor that makes sets is heard, and its gyroscope is not."""
        tracker = self._tracker.sensors.get(sensor)
        return tracker is not None and tracker.vitals.start_s is not None and not tracker.has_gyro

    @property
    def data_faults(self) -> tuple[Quality, ...]:
        """Findings so far about readings that are none: impossible ones, and one repeated again and again."""
        spoiled = [v for v in vitals_of(self._tracker) if v.beyond or v.isolated or v.frozen]
        found = assess(spoiled, self._tracker.sets, (), self._t) if spoiled else ()
        return tuple(one for one in found if one.code in (Reason.IMPOSSIBLE, Reason.FROZEN))

    @property
    def curl_sensors(self) -> tuple[str, ...]:
        """Sensors seen so far that make sets."""
        return tuple(s for s in self._tracker.sensors if s in CURL_SENSORS)
