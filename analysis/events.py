"""What a running session says, and when: the seven kinds of events that the tracker gives out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.vocabulary import Cause, ClosedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class RepEvent:
    """The live count went up to ``n`` (reps of this sensor in the open set)."""

    at_s: float
    sensor: str
    n: int
    closed_by: ClosedBy | None = None
    kind: Literal["rep"] = "rep"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnEvent:
    """The live count came down again, to ``n``."""

    at_s: float
    sensor: str
    n: int
    closed_by: ClosedBy | None = None
    kind: Literal["withdrawn"] = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagEvent:
    """Momentum was called for rep ``n`` (the one under way or just counted)."""

    at_s: float
    sensor: str
    n: int
    cause: Cause
    closed_by: ClosedBy | None = None
    kind: Literal["flag"] = "flag"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnflagEvent:
    """The call for rep ``n`` was taken back."""

    at_s: float
    sensor: str
    n: int
    closed_by: ClosedBy | None = None
    kind: Literal["unflag"] = "unflag"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEvent:
    """A set of ``n`` reps closed."""

    at_s: float
    sensor: str
    n: int
    closed_by: ClosedBy
    kind: Literal["set"] = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedEvent:
    """Movement closed that was not a set of curls."""

    at_s: float
    sensor: str
    why: str
    closed_by: ClosedBy
    kind: Literal["rejected"] = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityEvent:
    """Something about the data became known."""

    at_s: float
    sensor: str
    code: str
    text: str
    closed_by: ClosedBy | None = None
    kind: Literal["quality"] = "quality"


Event: TypeAlias = (
    RepEvent | WithdrawnEvent | FlagEvent | UnflagEvent | SetEvent | RejectedEvent | QualityEvent
)
