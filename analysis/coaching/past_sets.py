"""Records of earlier sets, as the advice for the next session takes them; memory (`analysis.history`) returns them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analysis.coaching.weights import Weight
from analysis.results import Rep
from analysis.vocabulary import Cause, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRep:
    """What an earlier rep was called."""

    verdict: Verdict
    """Verdict on the rep."""
    cause: Cause | None = None
    """Cause of momentum; None for other verdicts."""

    @property
    def shows(self) -> bool | None:
        """Whether it was controlled (True) or the body swung (False).

        None where it tells neither: not judged, a half rep, or fast with a still elbow, which is a matter of pace.
        """
        if self.verdict == "controlled":
            return True
        return False if self.verdict == "momentum" and self.cause != "speed" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSet:
    """One earlier set of one arm."""

    session: str
    """Name of its session, whatever it is; sets of one session share it."""
    started_at: datetime | None
    """When the set began, with a time zone; None where the recording does not say."""
    weight: Weight | None
    """Weight as it was typed, with its unit; None where it is not known."""
    reps: tuple[PastRep, ...]
    """Its reps in order."""
    side: str | None = None
    """Arm: left or right; None where it is not known."""
    target_reps: int | None = None
    """Reps that were wanted."""


def past_reps(reps: Sequence[Rep]) -> tuple[PastRep, ...]:
    """Returns what memory keeps of a set's reps for the advice."""
    return tuple(PastRep(verdict=rep.verdict, cause=rep.cause) for rep in reps)
