"""Announcements of the live count: lifts are held back until they are recognised as curls.

A walk swings the arm as a curl does. So each counted lift is held back until recognition, run on the last
seconds, finds no more against a curl than the threshold ``live.show_objection``; nearly always it does so at
the top of the first lift. Where recognition fails it is run again after some more lifts, ever more rarely, so
that an hour of walking costs no more than a set. Lifts from before the curls began are dropped. A lift that
comes much sooner than the others is checked again: the lifter may have walked off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.core.exercise import Noted
from analysis.records.events import Event, FlagEvent, RepEvent
from analysis.settings.curl_model import SHOW


@dataclass(slots=True)
class Announcements:
    """Counted lifts and calls of one open set, shown or held back."""

    sensor: str
    """Placement of the sensor."""
    before: int = 0
    """Reps of the same set before a hole."""
    counted: list[Noted] = field(default_factory=list)
    """Lifts that were shown."""
    called: list[Noted] = field(default_factory=list)
    """Calls of momentum that were shown."""
    shown: bool = False
    """Whether the movement was recognised as curls."""
    _held_reps: list[float] = field(default_factory=list)
    _held_calls: list[tuple[int, float]] = field(default_factory=list)
    _look_at: int = 1

    @property
    def lifts(self) -> int:
        """Number of lifts counted, shown or not."""
        return len(self.counted) + len(self._held_reps)

    def rep(self, at_s: float, reps_since: Callable[[], float | None]) -> list[Event]:
        """Takes a counted lift; returns events for all that may be shown now.

        Parameters
        ----------
        at_s : float
            Time of the lift, s.
        reps_since : callable
            Runs recognition on the last seconds: returns the time, s, since which they are curls, or None
            where they are not. It is costly, and called only where its answer is needed.
        """
        pace = self._pace(at_s)
        self.shown &= pace >= SHOW.hurried or not self._as_steps(at_s)
        self._held_reps.append(at_s)
        if not self.shown and (len(self._held_reps) >= self._look_at or pace > 1.0 / SHOW.hurried):
            self._look(reps_since())
        return self._show(at_s)

    def call(self, at_s: float, reps_since: Callable[[], float | None]) -> list[Event]:
        """Takes a call of momentum in the lift under way; returns events for all that may be shown now.

        Within the first lift, recognition may allow the call at once; otherwise it waits for the top of its
        lift.

        Parameters
        ----------
        at_s : float
            Time of the call, s.
        reps_since : callable
            As in `rep`.
        """
        if self.lifts == 0 and not self.shown and reps_since() is not None:
            self.called.append(Noted(at_s=at_s, shown_s=at_s))
            return [FlagEvent(at_s=at_s, sensor=self.sensor, n=self.before + 1, cause="swing")]
        self._held_calls.append((len(self._held_reps), at_s))
        return self._show(at_s)

    def _as_steps(self, at_s: float) -> bool:
        """Whether a lift follows the last one as quickly as an arm swings in walking."""
        return bool(self.counted) and at_s - self.counted[-1].at_s < SHOW.steps_s

    def _pace(self, at_s: float) -> float:
        """Time since the last lift over the median time between those before: small where the lifter may have
        walked off, large where a walk may have ended. The first two have nothing to compare with: 1 and 0."""
        last = ([one.at_s for one in self.counted[-SHOW.pace_lifts :]] + self._held_reps)[-SHOW.pace_lifts :]
        if len(last) < 2:
            return 1.0 - len(last)
        between = sorted(b - a for a, b in pairwise(last))
        return (at_s - last[-1]) / between[len(between) // 2]

    def _look(self, since_s: float | None) -> None:
        """Applies what recognition found: lifts held back from before ``since_s`` are dropped, the others may
        be shown; with None the next look comes when the lifts have grown by `SHOW.look_again`."""
        if since_s is None:
            held = len(self._held_reps)
            self._look_at = max(held + 1, int(SHOW.look_again * held))
            return
        self.shown, self._look_at = True, 1
        none = sum(at_s < since_s for at_s in self._held_reps)
        self._held_reps = self._held_reps[none:]
        self._held_calls = [(k - none, at_s) for k, at_s in self._held_calls if k >= none]

    def _show(self, now_s: float) -> list[Event]:
        """Events for everything held back, if it may be shown."""
        if not self.shown:
            return []
        before = self.before + len(self.counted)
        events: list[Event] = []
        for at_s in self._held_reps:
            self.counted.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(RepEvent(at_s=now_s, sensor=self.sensor, n=self.before + len(self.counted)))
        for k, at_s in self._held_calls:
            self.called.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(FlagEvent(at_s=now_s, sensor=self.sensor, n=before + k + 1, cause="swing"))
        self._held_reps, self._held_calls = [], []
        return events
