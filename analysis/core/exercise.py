"""The protocol of an exercise: all that the stream has to know of a lift. The biceps curl is the first that follows it.

The stream counts sweeps of whatever joint the sensor follows (`analysis.core.live_counter`), and asks the exercise which
of them were lifts, when they may be shown, and what sets a stretch of movement holds once it has closed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.core.signal.closed_set import ClosedSet
from analysis.records.results import RepSet
from analysis.settings.curl_model import RECONCILE
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because, ClosedBy, Verdict
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnd:
    """How a stretch of movement ended."""

    sensor: str
    """Placement of its sensor."""
    closed_by: ClosedBy
    """Cause of its end."""
    at_s: float
    """Time of its end, s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A lift or call of the live count, with the times at which it was seen and shown."""

    at_s: float
    """Time at which it was seen, s."""
    shown_s: float
    """Time at which it was shown, s: later where it was held back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """State of the live count when a stretch of movement closed."""

    announced: Sequence[Noted]
    """Lifts that it showed."""
    called: Sequence[Noted]
    """Calls of momentum that it showed."""
    lifts: int
    """Number of lifts that it counted, shown or held back."""
    before: int
    """Reps of the same set before a hole: those are numbered first."""
    widest_deg: float
    """Distance between the lowest and the highest angle of the set, °."""

    def times_of(
        self, start_s: float, next_s: float, verdict: Verdict, end: SetEnd
    ) -> tuple[float, float | None]:
        """Returns ``announced_at_s`` and ``flagged_at_s`` of a rep: when it was shown, and when it was called momentum.

        Both are the end of the set where they came no sooner; the second is None for a rep that was not called and is no
        momentum.

        Parameters
        ----------
        start_s, next_s : float
            When the rep began, and the next one of its set, s; infinity for the last.
        verdict : Verdict
            The rep's verdict.
        end : SetEnd
        """
        early_s = RECONCILE.called_before_s
        shown = _first_shown(self.announced, start_s, next_s)
        called = _first_shown(self.called, start_s - early_s, next_s - early_s)
        if called is None and verdict == "momentum":
            called = end.at_s
        return end.at_s if shown is None else shown, called


def _first_shown(noted: Sequence[Noted], start_s: float, stop_s: float) -> float | None:
    """Time, s, at which the first of ``noted`` seen in ``[start_s, stop_s)`` was shown, else None."""
    return next((one.shown_s for one in noted if start_s <= one.at_s < stop_s), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSets:
    """The sets in a closed stretch.

    Attributes
    ----------
    sets : tuple of RepSet
        In order of time, at least one.
    measured : tuple
        Each set before any verdict, as the exercise itself keeps it, for whoever fits its limits.
    exercise : Exercise
        The exercise with what these sets taught.
    """

    sets: tuple[RepSet, ...]
    measured: tuple[Any, ...] = ()
    exercise: Exercise


class Exercise(Protocol):
    """A lift, and what the sets so far have taught about the person who does it.

    It never changes. What sets teach is in another one, `FoundSets.exercise`, which is asked from then on; so a look
    at an open set leaves no trace, and a session can be judged again from its start. Every answer depends on the
    arguments and on those sets alone.
    """

    @property
    def placements(self) -> Collection[str]:
        """Placements of sensors that make sets; all others only accompany the lifter."""

    @property
    def lift_axis(self) -> Floats | None:
        """Axis that earlier sets lifted about, unit vector in the sensor frame, ``(3,)``; None where not known."""

    @property
    def lever_m(self) -> Floats | None:
        """From the joint to the sensor as earlier sets showed it, sensor frame, ``(3,)``; None where not known. While
        it is, it tells lifting from lowering, and `lift_evidence` is not asked."""

    def least_sweep_deg(self, thresholds: Thresholds) -> float:
        """Sweep below which a movement is not worth a look, in degrees."""

    def lift_evidence(self, cells: ClosedSet, start: int) -> float:
        """Evidence that the movement from cell ``start`` to the last one was a lift: from −1 (it was the lowering) to
        1, and 0 where that cannot be told. The live count adds it up over the first movements of a set; until then,
        and without any, the first movement is taken for a lift."""

    def reps_since(self, cells: ClosedSet, thresholds: Thresholds, *, lifting: bool) -> float | None:
        """Time since when the movement in these cells may be shown as reps, in seconds; None: it may not (yet).

        Parameters
        ----------
        cells : ClosedSet
            The last seconds of an open set.
        thresholds : Thresholds
        lifting : bool
            The last lift is still under way; else it is at its top.
        """

    def analyze_set(
        self, closed: ClosedSet, thresholds: Thresholds, shown: Shown, end: SetEnd, *, trace: bool
    ) -> FoundSets | Because:
        """Sets in a stretch of movement that has closed, with figures and verdicts, or the reason why there are none.

        Parameters
        ----------
        closed : ClosedSet
        thresholds : Thresholds
        shown : Shown
            Tells when each rep was shown.
        end : SetEnd
        trace : bool
            Keep the curves of each set; changes nothing else.
        """
