"""Events of a running session, in seven kinds: what a live screen would have shown, and when.

The live count is causal and can be wrong. When a set closes, its final analysis corrects the count by further
events; those carry ``closed_by``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.reason import Because
from analysis.vocabulary import Cause, ClosedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class RepEvent:
    """The live count of the open set went up."""

    at_s: float
    """Time of the last sample that was needed for it, on the recording's axis, s."""
    sensor: str
    """Placement of the sensor, such as ``wrist_left``."""
    n: int
    """The new count."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set, where that added the rep; None while it is open."""
    kind: Literal["rep"] = "rep"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnEvent:
    """The live count came down again: a rep that was shown is none."""

    at_s: float
    """Time of the last sample that was needed for it, s."""
    sensor: str
    """Placement of the sensor."""
    n: int
    """The new count."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set, where that took the rep back."""
    kind: Literal["withdrawn"] = "withdrawn"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagEvent:
    """A rep was called momentum."""

    at_s: float
    """Time of the last sample that was needed for it, s."""
    sensor: str
    """Placement of the sensor."""
    n: int
    """Number of the rep in the open set, from 1: the one under way or just counted."""
    cause: Cause
    """A swing of the body, speed of the forearm, or both; live always ``swing``."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set, where that called the rep."""
    kind: Literal["flag"] = "flag"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnflagEvent:
    """The call of a rep as momentum was taken back."""

    at_s: float
    """Time of the last sample that was needed for it, s."""
    sensor: str
    """Placement of the sensor."""
    n: int
    """Number of the rep, from 1."""
    closed_by: ClosedBy | None = None
    """Cause of closing the set."""
    kind: Literal["unflag"] = "unflag"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEvent:
    """A set closed; its reps are final."""

    at_s: float
    """Time of the last sample that was needed for it, s."""
    sensor: str
    """Placement of the sensor."""
    n: int
    """Reps in the set."""
    closed_by: ClosedBy
    """Cause of closing the set."""
    kind: Literal["set"] = "set"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedEvent:
    """Movement that had been shown as reps was found not to be curls."""

    at_s: float
    """Time of the last sample that was needed for it, s."""
    sensor: str
    """Placement of the sensor."""
    because: Because
    """Why it is not a set of curls."""
    closed_by: ClosedBy
    """Cause of closing the set."""
    kind: Literal["rejected"] = "rejected"
    """Name of the event in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityEvent:
    """A fault in the data was noticed, such as a gap that closed the set."""

    at_s: float
    """Time of the sample that showed it, s."""
    sensor: str
    """Placement of the sensor."""
    because: Because
    """The finding."""
    closed_by: ClosedBy | None = None
    """Always None: a fault by itself closes nothing."""
    kind: Literal["quality"] = "quality"
    """Name of the event in JSON."""


Event: TypeAlias = (
    RepEvent | WithdrawnEvent | FlagEvent | UnflagEvent | SetEvent | RejectedEvent | QualityEvent
)
"""Any of the seven; all have ``at_s``, ``sensor``, ``closed_by`` and ``kind``."""
