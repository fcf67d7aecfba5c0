"""What the live count shows of the open set: nothing until the movement has been seen to be curls, then all at once.

A walk swings the arm as a curl does. So each counted lift is held back until a look at the last seconds finds no more
against a curl than a closed set may have; nearly always that is at the top of the first lift. A look that fails is
repeated after the next lifts, ever more rarely, so that an hour of walking costs no more than a set. What was held
back from before the curls began is dropped, and a lift that comes much sooner than the others is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.events import Event, FlagEvent, RepEvent

LOOK_AGAIN = 1.6
"""After a look that failed the next one comes when the counted lifts have grown by this factor."""
HURRIED = 0.6
"""Time between two lifts over the usual one below which the next is looked at again: the lifter may have walked off."""
STEPS_S = 1.5
"""An arm swings to and fro in less (two steps); lifts farther apart are none."""
PACE_LIFTS = 9
"""Last lifts whose pace is the usual one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something that the live count saw at ``at_s`` and showed at ``shown_s``."""

    at_s: float
    shown_s: float


@dataclass(slots=True)
class Announcements:
    """Counted lifts and calls of one open set, shown or held back.

    Parameters
    ----------
    sensor : str
    """

    sensor: str
    counted: list[Noted] = field(default_factory=list)
    called: list[Noted] = field(default_factory=list)
    shown: bool = False
    _held_reps: list[float] = field(default_factory=list)
    _held_calls: list[tuple[int, float]] = field(default_factory=list)
    _look_at: int = 1

    @property
    def lifts(self) -> int:
        """Lifts counted, shown or not."""
        return len(self.counted) + len(self._held_reps)

    def rep(self, at_s: float, curls_since: Callable[[], float | None]) -> list[Event]:
        """A lift was counted; ``curls_since`` looks at the last seconds and says since when they are curls up to now
        (None: they are not), and is asked only where it matters."""
        pace = self._pace(at_s)
        self.shown &= pace >= HURRIED or not self._as_steps(at_s)
        self._held_reps.append(at_s)
        if not self.shown and (len(self._held_reps) >= self._look_at or pace > 1.0 / HURRIED):
            self._look(curls_since())
        return self._show(at_s)

    def call(self, at_s: float, curls_since: Callable[[], float | None]) -> list[Event]:
        """The lift under way was called. The first one may be shown by what is seen of it; later ones wait for the
        look at their top."""
        if self.lifts == 0 and not self.shown and curls_since() is not None:
            self.called.append(Noted(at_s=at_s, shown_s=at_s))
            return [FlagEvent(at_s=at_s, sensor=self.sensor, n=1, cause="swing")]
        self._held_calls.append((len(self._held_reps), at_s))
        return self._show(at_s)

    def _as_steps(self, at_s: float) -> bool:
        return bool(self.counted) and at_s - self.counted[-1].at_s < STEPS_S

    def _pace(self, at_s: float) -> float:
        """Time since the last lift over that between the lifts before: small where the lifter may have walked off, large
        where a walk may have ended; 1 for the first, and 0 for the second, which has nothing to compare with."""
        last = ([one.at_s for one in self.counted[-PACE_LIFTS:]] + self._held_reps)[-PACE_LIFTS:]
        if len(last) < 2:
            return 1.0 - len(last)
        between = sorted(b - a for a, b in pairwise(last))
        return (at_s - last[-1]) / between[len(between) // 2]

    def _look(self, since_s: float | None) -> None:
        """What a look found: what was held back before is shown from then on, and what lies before was none."""
        if since_s is None:
            held = len(self._held_reps)
            self._look_at = max(held + 1, int(LOOK_AGAIN * held))
            return
        self.shown, self._look_at = True, 1
        none = sum(at_s < since_s for at_s in self._held_reps)
        self._held_reps = self._held_reps[none:]
        self._held_calls = [(k - none, at_s) for k, at_s in self._held_calls if k >= none]

    def _show(self, now_s: float) -> list[Event]:
        """Everything held back, if it may be shown."""
        if not self.shown:
            return []
        before = len(self.counted)
        events: list[Event] = []
        for at_s in self._held_reps:
            self.counted.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(RepEvent(at_s=now_s, sensor=self.sensor, n=len(self.counted)))
        for k, at_s in self._held_calls:
            self.called.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(FlagEvent(at_s=now_s, sensor=self.sensor, n=before + k + 1, cause="swing"))
        self._held_reps, self._held_calls = [], []
        return events
