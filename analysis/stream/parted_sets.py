"""Sets that a short hole in the data has parted: one set with a hole, not two.

A link that drops in a set is mostly back within seconds, and the lifter has gone on. The stream cannot look across the
hole, so each part is analysed by itself; but the first part is not shown as a set until it is known whether another one
follows: curls that begin before the arm has rested as long as a rest that closes a set (a rest that had begun before the
hole went on in it). What is known of the first part (its count, its calls) is corrected at the hole, as always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from analysis.core.exercise import SetEnd
from analysis.records.events import Event, SetEvent
from analysis.records.results import Rep, RepSet, SensorTurn
from analysis.records.traces import SetTrace
from analysis.settings.curl_model import ACROSS_HOLE
from imu.types import Floats

Hole: TypeAlias = tuple[float, float]
"""Times from and until which readings are missing, s."""


@dataclass(slots=True)
class PartedSet:
    """The part of a set before a hole, while it is not known whether the set goes on."""

    rest_s: float
    """Rest that closes a set, s."""
    part: RepSet | None = None
    """The part before the hole, or the parts before several."""
    until_s: float = field(default=float("inf"))
    """Time until which curls belong to it, s."""

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Reps before the hole, numbered from 1; empty where no set waits."""
        return () if self.part is None else self.part.reps

    def close(
        self, sets: Sequence[RepSet], events: Sequence[Event], end: SetEnd, hole_s: Hole | None
    ) -> tuple[tuple[RepSet, ...], list[Event]]:
        """Takes what was found when the stream closed; returns the sets that are over, and the events to tell.

        Parameters
        ----------
        sets : sequence of RepSet
            Sets that were found; none, where it was something else.
        events : sequence of Event
            Events of closing.
        end : SetEnd
            What closed them.
        hole_s : Hole, optional
            The hole that closed them, where it is short enough to go on across.
        """
        if sets and self.part is not None:
            sets = (join_parts(self.part, sets[0]), *sets[1:])
        elif self._waits_on(events, end, hole_s):
            return (), []
        elif self.part is not None:
            before, told = self.release(end)
            return before, [*events, *told]
        self.part, self.until_s = None, float("inf")
        if hole_s is not None and sets:
            self.part, self.until_s = sets[-1], self._rested_by(sets[-1], *hole_s)
        over = tuple(sets[:-1] if self.part is not None else sets)
        others = [event for event in events if not isinstance(event, SetEvent)]
        return over, [*others, *(_set_event(one) for one in over)]

    def _waits_on(self, events: Sequence[Event], end: SetEnd, hole_s: Hole | None) -> bool:
        """Whether a movement that nothing was shown of leaves it open how the set goes on; a long hole does not."""
        long_hole = end.closed_by == "gap" and hole_s is None
        return self.part is not None and not events and not long_hole and end.at_s < self.until_s

    def _rested_by(self, part: RepSet, from_s: float, back_s: float) -> float:
        """Time by which the arm has rested for as long as a rest that closes a set, if it does not move."""
        began_s = part.end_s if from_s - part.end_s >= ACROSS_HOLE.rested_s else back_s
        return began_s + self.rest_s

    def release(self, end: SetEnd) -> tuple[tuple[RepSet, ...], list[Event]]:
        """Ends the set that waits: nothing followed. Returns it and its event, or nothing where none waits."""
        if self.part is None:
            return (), []
        one = _decided(self.part, end)
        self.part, self.until_s = None, float("inf")
        return (one,), [_set_event(one)]


def is_short(hole_s: Hole | None) -> bool:
    """Returns whether there is a hole, and a set may go on across it."""
    return hole_s is not None and hole_s[1] - hole_s[0] <= ACROSS_HOLE.joined_s


def join_parts(before: RepSet, after: RepSet) -> RepSet:
    """Returns both parts of a set as one; what was found of the whole set is that of the part with more reps.

    Parameters
    ----------
    before, after : RepSet
        The parts; the second one decides when and by what the set closed.
    """
    larger = before if len(before.reps) >= len(after.reps) else after
    reps = [*before.reps, *after.reps]
    return replace(
        larger,
        start_s=before.start_s,
        end_s=after.end_s,
        decided_at_s=after.decided_at_s,
        closed_by=after.closed_by,
        reps=tuple(
            replace(rep, index=n, decided_at_s=after.decided_at_s) for n, rep in enumerate(reps, start=1)
        ),
        gravity_trusted=before.gravity_trusted and after.gravity_trusted,
        sensor_turn=before.sensor_turn or _moved_on(after, len(before.reps)),
        baseline=after.baseline,
        trace=_traces(before.trace, after.trace),
    )


def _decided(one: RepSet, end: SetEnd) -> RepSet:
    reps = tuple(replace(rep, decided_at_s=end.at_s) for rep in one.reps)
    return replace(one, decided_at_s=end.at_s, closed_by=end.closed_by, reps=reps)


def _set_event(one: RepSet) -> SetEvent:
    return SetEvent(at_s=one.decided_at_s, sensor=one.sensor, n=len(one.reps), closed_by=one.closed_by)


def _moved_on(after: RepSet, reps: int) -> SensorTurn | None:
    turn = after.sensor_turn
    return None if turn is None else replace(turn, rep=turn.rep + reps)


def _traces(before: SetTrace | None, after: SetTrace | None) -> SetTrace | None:
    """Both curves with a break between them; where one angle is absolute and the other is not, the longer curve alone."""
    if before is None or after is None:
        return before or after
    if before.angle_is_absolute != after.angle_is_absolute:
        return max(before, after, key=lambda trace: len(trace.time_s))
    elbows = (
        None
        if before.elbow_mps2 is None or after.elbow_mps2 is None
        else (before.elbow_mps2, after.elbow_mps2)
    )
    middle_s = 0.5 * (before.time_s[-1] + after.time_s[0])

    def both(one: Floats, other: Floats, between: float = np.nan) -> Floats:
        return np.concatenate([one, [between], other])

    return SetTrace(
        time_s=both(before.time_s, after.time_s, middle_s),
        angle_deg=both(before.angle_deg, after.angle_deg),
        angle_is_absolute=before.angle_is_absolute,
        lift_speed_dps=both(before.lift_speed_dps, after.lift_speed_dps),
        push_mps2=both(before.push_mps2, after.push_mps2),
        elbow_mps2=None if elbows is None else both(*elbows),
    )
