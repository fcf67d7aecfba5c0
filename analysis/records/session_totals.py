"""Results about effort: how the lift slowed in a set, and what a session adds up to.

All are frozen records; what cannot be had is None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.vocabulary import Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Slowing:
    """Lift speed of a set's last controlled reps against its first ones (velocity loss of speed-based training)."""

    reps: int
    """Controlled reps that it is from; reps with momentum are left out, as their speed is not the muscle's."""
    last_rep: int
    """Number of the last of them, from 1."""
    first_dps: float
    """Mean angular velocity of the lift, sweep over duration: median of the first three, °/s."""
    last_dps: float
    """The same of the last two, °/s."""
    first_lift_s: float
    """Duration of the lift: median of the first three, s."""
    last_lift_s: float
    """The same of the last two, s."""
    loss: float
    """Share of the first speed that was lost: 0.2 is a fifth slower; negative for faster."""
    swung: bool
    """Whether the body swung other reps of the set: how near failure those were is not known."""
    effort: Effort
    """Sign that it is: of tiring, of nearness to failure, or of neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTotals:
    """Sums and typical values over all sets of a recording."""

    sets: int
    """Number of sets."""
    reps: int
    """Number of reps, of whatever verdict."""
    volume_kg: float | None
    """Weight times reps, over all sets, kg; None where the weight of any set is not known."""
    time_under_tension_s: float | None
    """Time of lifts, holds and lowerings, s; None where no rep has one."""
    timed_reps: int
    """Reps that this time is of."""
    rests_s: tuple[float, ...]
    """Rests between sets of the same arm, in order of time, s; a set that only a lost signal cut has no rest in it."""
    rest_s: float | None
    """Their median, s."""
    lift_s: float | None
    """Tempo: median duration of the lift, s."""
    pause_top_s: float | None
    """Tempo: median hold at the top, s."""
    lower_s: float | None
    """Tempo: median duration of the lowering, s."""
