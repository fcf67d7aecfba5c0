"""Figures of a rep by sensors on trunk and upper arm, and what the trunk did in a whole recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.records.rep_measures import RepMeasures, described, figure
from analysis.vocabulary import Technique, TrunkVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkMeasures(RepMeasures):
    """Figures of one rep with those of trunk and upper arm; None is "not known", as without a sensor there.

    docs/trunk.md says how they are found.
    """

    trunk_range_deg: float | None = figure(
        "°",
        "Angle that the trunk moved through, from half a second before the lift to the end of the rep; where the sensor "
        "fell silent, at least that much.",
        role="trunk",
        term="trunk flexion and extension, range",
        needs=("trunk",),
        low=0,
        noun="the trunk's movement",
        terminal_rank=3,
    )
    trunk_back_deg: float | None = figure(
        "°",
        "Largest lean backward in the rep, against the person's own standing posture just before the set.",
        role="trunk",
        term="trunk extension",
        needs=("standing",),
        low=0,
    )
    trunk_forward_deg: float | None = figure(
        "°",
        "Largest lean forward in the rep, against the person's own standing posture just before the set.",
        role="trunk",
        term="trunk flexion",
        needs=("standing",),
        low=0,
    )
    trunk_thrust_s: float | None = figure(
        "s",
        "When the trunk swung backward fastest, after the start of the lift; unknown where it moved less than 5°.",
        role="trunk",
        needs=("standing",),
        digits=1,
    )
    trunk_seen: float | None = figure(
        "ratio",
        "Share of the rep in which the trunk's sensor was read; below 0.6 there is no verdict on the trunk.",
        role="trunk",
        needs=("trunk",),
        low=0,
        high=1,
        digits=2,
    )
    upper_arm_range_deg: float | None = figure(
        "°",
        "Angle that the upper arm moved through in the rep.",
        role="trunk",
        term="shoulder flexion and extension, range",
        needs=("upper_arm",),
        low=0,
    )
    trunk_verdict: TrunkVerdict | None = field(
        default=None,
        metadata=described(
            "",
            "What the trunk did: still, caution (from 10°), or lean: it threw the weight.",
            role="trunk",
            needs=("trunk",),
        ),
    )
    technique: Technique | None = field(
        default=None,
        metadata=described(
            "",
            "Style of the rep: strict, elbows forward, half up, half down, hips forward.",
            role="trunk",
            source="Velloso 2013",
            needs=("trunk",),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkMovement:
    """A bend of the trunk, as a trunk sensor without a wrist sensor sees it."""

    start_s: float
    """Where it began, s."""
    end_s: float
    """Where the trunk was back, s."""
    range_deg: float
    """Angle that the trunk moved through, °."""
    back_deg: float | None = None
    """Largest lean backward, °; None where it is not known which way is back."""
    forward_deg: float | None = None
    """Largest lean forward, °; None likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkSummary:
    """The trunk over a whole recording; None is not known."""

    sensor: str
    """Placement of its sensor."""
    reps: int
    """Number of reps with a verdict on the trunk."""
    caution: int
    """Reps in which it was noticed."""
    lean: int
    """Reps that it threw."""
    worst_back_deg: float | None = None
    """Largest lean backward in a rep, °."""
    worst_forward_deg: float | None = None
    """Largest lean forward in a rep, °."""
    movements: tuple[TrunkMovement, ...] = ()
    """Bends of the trunk, where no other sensor made reps."""
