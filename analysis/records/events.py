"""Events of a running session, in seven kinds: what a live screen would have shown, and when.

The live count is causal and can be wrong. When a set closes, its final analysis corrects the count by further
events; those carry ``closed_by``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.vocabulary import Because, Cause, ClosedBy, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedEvent:
    """Something that became known of a sensor; ``kind`` of each event is its name in JSON."""

    at_s: float
    """Time of the last sample that was needed for it, on the recording's axis, s."""
    sensor: str
    """Placement of the sensor, such as ``wrist_left``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEvent(TimedEvent):
    """Something of a counted rep."""

    n: int
    """The new count, or the number of the rep in the open set, from 1."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set, where that caused the event; None while it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepEvent(CountEvent):
    """The live count of the open set went up, to ``n``."""

    kind: Literal["rep"] = "rep"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnEvent(CountEvent):
    """The live count came down again, to ``n``: a rep that was shown is none."""

    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnflagEvent(CountEvent):
    """The call of rep ``n`` was taken back."""

    kind: Literal["unflag"] = "unflag"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagEvent(TimedEvent):
    """A rep was called momentum."""

    n: int
    """Number of the rep in the open set, from 1: the one under way or just counted."""
    cause: Cause
    """A swing of the body, speed of the forearm, or both; live always ``swing``."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set, where that caused the call; None while it is open."""
    kind: Literal["flag"] = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEvent(TimedEvent):
    """A set closed; its reps are final."""

    n: int
    """Number of its reps."""
    closed_by: ClosedBy
    """Cause of closing the set."""
    kind: Literal["set"] = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedEvent(TimedEvent):
    """Movement that had been shown as reps was found not to be curls."""

    because: Because
    """Why it was none."""
    closed_by: ClosedBy
    """Cause of closing the set."""
    kind: Literal["rejected"] = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityEvent(TimedEvent):
    """A fault in the data was noticed, such as a gap that closed the set."""

    because: Because
    """The finding."""
    closed_by: ClosedBy | None = None
    """Always None: a fault by itself closes nothing."""
    kind: Literal["quality"] = "quality"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictEvent(CountEvent):
    """A verdict on rep ``n`` in a live session: when it is first judged, and when the closed set says otherwise.

    It depends on when a screen looks, so that no result holds it.
    """

    verdict: Verdict
    """Verdict on the rep."""
    cause: Cause | None
    """Cause of momentum; None for other verdicts."""
    momentum: float | None
    """Score, 0 to 1; None where it is not known."""
    kind: Literal["verdict"] = "verdict"


Event: TypeAlias = (
    RepEvent | WithdrawnEvent | FlagEvent | UnflagEvent | SetEvent | RejectedEvent | QualityEvent
)
"""Any of the seven; all have ``at_s``, ``sensor``, ``closed_by`` and ``kind``."""
LiveEvent: TypeAlias = Event | VerdictEvent
"""Anything that a live session tells as it happens: its events, and the verdicts that it shows."""
