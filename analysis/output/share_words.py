"""Words on the picture of one set: what a lifter shows to others. No name stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.coaching.weights import WeightUnit
from analysis.output import words
from analysis.output.headline import Fact, result_words
from analysis.output.set_views import SetView, flagged_reps, judged_reps, median_figure, with_verdict
from imu.units import NBSP


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareWords:
    """Everything that is written on the picture, from top to bottom."""

    day: str
    """When the set was done; empty where that is not known."""
    figure: str
    """How many reps were controlled."""
    whole: str
    """Of how many."""
    meaning: str
    """The thing that is counted."""
    rest: str
    """The reps that were not controlled; empty without any."""
    thrown: bool
    """Some of them were momentum."""
    about: str
    """Weight and arm."""
    reading: str
    """How the columns are read."""
    facts: tuple[Fact, ...]
    """Three figures at the foot: way up, way down, range."""
    label: str
    """All of it in one sentence, for people who cannot see it."""


def share_words(view: SetView, day: str | None, unit: WeightUnit) -> ShareWords:
    """Writes what stands on the picture of a set.

    Parameters
    ----------
    view : SetView
    day : str or None
        When the recording began, in ISO 8601.
    unit : "kg" or "lb"
        How the weight is written.
    """
    reps = view.rep_set.reps
    lead, rest = result_words(reps)
    judged = len(judged_reps(reps))
    weight = words.weight(view.rep_set.weight_kg, unit)
    arm = f"{view.rep_set.side} arm" if view.rep_set.side else None
    about = ", ".join(filter(None, ("Biceps curls", weight, arm)))
    return ShareWords(
        day=(words.date(day) or "").split(",")[0],
        figure=str(len(with_verdict(reps, "controlled"))) if judged else words.DASH,
        whole=f"of{NBSP}{judged or len(reps)}",
        meaning="reps controlled" if judged in (0, len(reps)) else "judged reps controlled",
        rest=rest,
        thrown=bool(flagged_reps(reps)),
        about=about,
        reading="A column for each rep. Above the line it was thrown, not lifted.",
        facts=_facts(view),
        label=f"{about}: {lead}{f', {rest}' if rest else ''}.",
    )


def _facts(view: SetView) -> tuple[Fact, ...]:
    judged = judged_reps(view.rep_set.reps)
    figures = (
        (median_figure(judged, lambda r: r.lift_s), 1, "s", "up"),
        (median_figure(judged, lambda r: r.lower_s), 1, "s", "down"),
    )
    tempo = [
        Fact(words.number(value, digits), "" if value is None else unit, text)
        for value, digits, unit, text in figures
    ]
    range_deg = median_figure(judged, lambda r: r.rom_deg)
    return (*tempo, Fact(words.number(range_deg) + ("" if range_deg is None else "°"), "", "range"))
