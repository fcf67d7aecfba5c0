"""What the live count shows of the open set: nothing until the movement has been seen to be curls, then all at once.

A walk swings the arm as a curl does. So each counted lift is held back until a look at the last seconds finds no more
against a curl than a closed set may have; nearly always that is at the top of the first lift. A look that fails is
repeated after the next lifts, ever more rarely, so that an hour of walking costs no more than a set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.results import Event, FlagEvent, RepEvent

LOOK_AGAIN = 1.6
"""After a look that failed the next one comes when the counted lifts have grown by this factor."""


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

    def rep(self, at_s: float, are_curls: Callable[[], bool]) -> list[Event]:
        """A lift was counted; ``are_curls`` looks at the last seconds, and is asked only where it matters."""
        self._held_reps.append(at_s)
        if not self.shown and self.lifts >= self._look_at:
            self.shown = are_curls()
            self._look_at = max(self.lifts + 1, int(LOOK_AGAIN * self.lifts))
        return self._show(at_s)

    def call(self, at_s: float, are_curls: Callable[[], bool]) -> list[Event]:
        """The lift under way was called. The first one may be shown by what is seen of it; later ones wait for the
        look at their top."""
        n = self.lifts + 1
        if n == 1 and not self.shown and are_curls():
            self.called.append(Noted(at_s=at_s, shown_s=at_s))
            return [FlagEvent(at_s=at_s, sensor=self.sensor, n=n, cause="swing")]
        self._held_calls.append((n, at_s))
        return self._show(at_s)

    def _show(self, now_s: float) -> list[Event]:
        """Everything held back, if it may be shown."""
        if not self.shown:
            return []
        events: list[Event] = []
        for at_s in self._held_reps:
            self.counted.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(RepEvent(at_s=now_s, sensor=self.sensor, n=len(self.counted)))
        for n, at_s in self._held_calls:
            self.called.append(Noted(at_s=at_s, shown_s=now_s))
            events.append(FlagEvent(at_s=now_s, sensor=self.sensor, n=n, cause="swing"))
        self._held_reps, self._held_calls = [], []
        return events
