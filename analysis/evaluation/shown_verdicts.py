"""How often a live screen says of a rep what the final analysis does not: recordings are played as a session gets them,
and what was shown of each rep is set beside its final verdict.

A call of momentum in the lift is told apart: it is shown until the rep is measured at its top.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.records.events import Event, FlagEvent, RejectedEvent, RepEvent, SetEvent
from analysis.records.results import Rep
from analysis.settings.screen_model import SCREEN, ScreenModel
from analysis.settings.thresholds import DEFAULTS, Thresholds
from analysis.stream.sensor_tracker import SensorTracker
from analysis.stream.shown_reps import OpenSet, ShownReps
from analysis.stream.tracker import Tracker
from analysis.vocabulary import Cause, Verdict
from imu.recording.replay import in_packets
from imu.types import Recording

NEWS_S = 1.0
"""Seconds after the count within which a verdict is still news of that rep."""
JUDGED: tuple[Verdict, ...] = ("controlled", "momentum", "partial")
"""Verdicts that say something of a rep; the fourth, ``uncertain``, leaves it open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRep:
    """One counted rep of an open set: the verdicts that were shown of it, and the final one."""

    shown: tuple[Verdict, ...]
    """Verdicts that were shown of it, in their order; empty where there was none before the set closed."""
    by_call: bool
    """Whether it was called momentum in the lift."""
    call_stood: bool
    """Whether it was, and nothing that was measured before the set closed said otherwise or the same."""
    waited_s: float | None
    """Seconds from the count to the first verdict; None without one."""
    final: Verdict | None
    """Its verdict after the set has closed; None: it was no rep."""

    @property
    def is_call_taken_back(self) -> bool:
        """Whether it was called momentum in the lift, and is none."""
        return self.by_call and self.final is not None and self.final != "momentum"

    @property
    def is_contradicted(self) -> bool:
        """Whether the final analysis says otherwise than a verdict that was shown."""
        return self.final is not None and any(one != self.final for one in self.shown)

    @property
    def is_late(self) -> bool:
        """Whether a lifter sees no verdict within a second of the count, or none at all."""
        return self.waited_s is None or self.waited_s > NEWS_S


class _Measured:
    """The open set of a sensor at one moment, measured at most once, whoever looks."""

    def __init__(self, tracker: SensorTracker) -> None:
        self._tracker = tracker
        self._reps: tuple[Rep, ...] | None = None

    def preview(self) -> tuple[Rep, ...]:
        if self._reps is None:
            self._reps = self._tracker.preview()
        return self._reps

    @property
    def reps_before_hole(self) -> tuple[Rep, ...]:
        return self._tracker.reps_before_hole

    @property
    def counted_s(self) -> tuple[float, ...]:
        return self._tracker.counted_s


@dataclass(slots=True)
class _OpenSet:
    """What a screen shows of the open set of one sensor."""

    reps: ShownReps
    called: dict[int, Cause] = field(default_factory=dict)
    counted_s: tuple[float, ...] = ()
    said: dict[int, list[Verdict]] = field(default_factory=dict)
    first_s: dict[int, float] = field(default_factory=dict)

    def take(self, tracker: OpenSet, events: Sequence[Event], now_s: float) -> None:
        """Does what a session does after samples: calls at once, reps as they are measured."""
        told = [e for e in events if isinstance(e, (RepEvent, FlagEvent)) and e.closed_by is None]
        self.called |= {event.n: event.cause for event in told if isinstance(event, FlagEvent)}
        self.counted_s = tracker.counted_s or self.counted_s
        if tracker.counted_s and (told or self.reps.is_due(tracker, now_s)):
            for n in self.reps.look(tracker, self.called, now_s):
                self._say(n, self.reps.reps[n].verdict, now_s)

    def _say(self, n: int, verdict: Verdict, now_s: float) -> None:
        said = self.said.setdefault(n, [])
        if verdict in JUDGED and verdict not in said:
            said.append(verdict)
            self.first_s.setdefault(n, now_s)

    def closed(self, reps: Sequence[Rep]) -> list[ShownRep]:
        """What was shown, beside the final reps of the sets that the stream made of it."""
        out = []
        for n, at_s in enumerate(self.counted_s, start=1):
            final = next((rep.verdict for rep in reps if rep.start_s <= at_s <= rep.end_s), None)
            first_s = self.first_s.get(n)
            waited_s = None if first_s is None else max(0.0, first_s - at_s)
            said = tuple(self.said.get(n, ()))
            stood = n in self.called and n not in self.reps.reps and n not in self.reps.doubted
            out.append(
                ShownRep(
                    shown=said, by_call=n in self.called, call_stood=stood, waited_s=waited_s, final=final
                )
            )
        return out


def shown_reps(recording: Recording, thresholds: Thresholds = DEFAULTS) -> list[ShownRep]:
    """Plays a recording in packets; returns all reps that a live screen counted.

    Parameters
    ----------
    recording : Recording
    thresholds : Thresholds
    """
    (reps,) = shown_on(recording, (SCREEN,), thresholds)
    return reps


def shown_on(
    recording: Recording, screens: Sequence[ScreenModel], thresholds: Thresholds = DEFAULTS
) -> list[list[ShownRep]]:
    """Plays a recording once for several screens; returns for each of them all reps that it counted.

    Parameters
    ----------
    recording : Recording
    screens : sequence of ScreenModel
        How sure each of them must be to show a verdict.
    thresholds : Thresholds
    """
    tracker, out = Tracker(thresholds), [list[ShownRep]() for _ in screens]
    open_sets: dict[str, list[_OpenSet]] = {}
    closed: dict[str, int] = {}

    def settle(events: Iterable[Event]) -> None:
        for sensor in sorted({e.sensor for e in events if isinstance(e, (SetEvent, RejectedEvent))}):
            sets = tracker.sensors[sensor].sets
            fresh = [rep for one in sets[closed.get(sensor, 0) :] for rep in one.reps]
            closed[sensor] = len(sets)
            for shown, one in zip(out, open_sets.pop(sensor, ()), strict=False):
                shown.extend(one.closed(fresh))

    for now_s, block in in_packets(recording):
        events = tracker.push(block)
        settle(events)
        if block.sensor in tracker.sensors:
            seen = _Measured(tracker.sensors[block.sensor])
            if block.sensor not in open_sets:
                open_sets[block.sensor] = [_OpenSet(reps=ShownReps(screen)) for screen in screens]
            for one in open_sets[block.sensor]:
                one.take(seen, events, now_s)
    settle(tracker.flush())
    return out


def shown_table(found: Mapping[str, Sequence[Sequence[ShownRep]]]) -> list[str]:
    """Returns a row for each data set and one for all, as Markdown.

    Parameters
    ----------
    found : mapping
        What `shown_reps` gave of each recording, by the name of the data set.
    """
    heads = ("data set", "recordings", "reps counted", "with a verdict before the set closed", "contradicted afterwards",
             "no verdict a second after the count", "called in the lift", "of them taken back",
             "left standing, and no momentum", "no rep after all", "from count to verdict, median s")  # fmt: skip
    rows = [("all", [one for each in found.values() for one in each]), *sorted(found.items())]
    return [
        "| " + " | ".join(cells) + " |" for cells in (heads, ("---",) * len(heads), *(_row(*r) for r in rows))
    ]


def _row(name: str, recordings: Sequence[Sequence[ShownRep]]) -> tuple[str, ...]:
    reps = [rep for one in recordings for rep in one]
    said = [rep for rep in reps if rep.shown and rep.final is not None]
    against = [rep for rep in said if rep.is_contradicted]
    waited = sorted(rep.waited_s for rep in reps if rep.waited_s is not None)
    share = f" ({100.0 * len(against) / len(said):.1f} %)" if said else ""
    return (
        name,
        str(len(recordings)),
        str(len(reps)),
        str(len(said)),
        f"{len(against)}{share}",
        str(sum(rep.is_late for rep in reps)),
        str(sum(rep.by_call for rep in reps)),
        str(sum(rep.is_call_taken_back for rep in reps)),
        str(sum(rep.call_stood and rep.is_call_taken_back for rep in reps)),
        str(sum(rep.final is None for rep in reps)),
        f"{waited[len(waited) // 2]:.1f}" if waited else "–",
    )
