"""The protocol of an exercise: all that the stream has to know of a lift. The biceps curl is the first that follows it.

The stream counts sweeps of whatever joint the sensor follows (`analysis.core.live_counter`), and asks the exercise which
of them were lifts, when they may be shown, and what sets a stretch of movement holds once it has closed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.core.signal.closed_set import ClosedSet
from analysis.records.results import RepSet
from analysis.settings.thresholds import Thresholds
from analysis.vocabulary import Because, ClosedBy
from imu.types import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEnd:
    """How a stretch of movement ended: placement of its sensor, what closed it, and when (s)."""

    sensor: str
    closed_by: ClosedBy
    at_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSets:
    """The sets in a closed stretch.

    Attributes
    ----------
    sets : tuple of RepSet
        In order of time, at least one. ``announced_at_s`` and ``flagged_at_s`` of their reps are not set: only the
        stream knows what was shown.
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
        self, closed: ClosedSet, thresholds: Thresholds, end: SetEnd, *, trace: bool
    ) -> FoundSets | Because:
        """Sets in a stretch of movement that has closed, with figures and verdicts, or the reason why there are none.

        Parameters
        ----------
        closed : ClosedSet
        thresholds : Thresholds
        end : SetEnd
        trace : bool
            Keep the curves of each set; changes nothing else.
        """
