"""Words on the picture of one set: what a lifter shows to others. No name stands on it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.coaching.weights import WeightUnit
from analysis.language import say
from analysis.output import words
from analysis.output.headline import Fact, result_words
from analysis.output.set_views import SetView, flagged_reps, judged_reps, median_figure, with_verdict
from analysis.records.results import RepSet
from imu.placement import SIDES


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
    side = view.rep_set.side
    arm = say(f"arm.{side}") if side in SIDES else side
    about = ", ".join(filter(None, (_movement(view.rep_set), weight, arm)))
    of_all = judged in (0, len(reps))
    return ShareWords(
        day=words.day_alone(day) or "",
        figure=str(len(with_verdict(reps, "controlled"))) if judged else words.DASH,
        whole=say("share.of", n=judged or len(reps)),
        meaning=say("share.reps_controlled") if of_all else say("share.judged_reps_controlled"),
        rest=rest,
        thrown=bool(flagged_reps(reps)),
        about=about,
        reading=say("share.reading"),
        facts=_facts(view),
        label=say("share.label", about=about, result=", ".join(filter(None, (lead, rest)))),
    )


def _movement(done: RepSet) -> str:
    """Names the movement as surely as the advice does: where most reps are half ones, it says "if these were curls"."""
    in_doubt = done.advice is not None and done.advice.action == "range"
    return say("share.perhaps_curls") if in_doubt else say("share.curls")


def _facts(view: SetView) -> tuple[Fact, ...]:
    judged = judged_reps(view.rep_set.reps)
    figures = (
        (median_figure(judged, lambda r: r.lift_s), 1, "s", say("share.up")),
        (median_figure(judged, lambda r: r.lower_s), 1, "s", say("share.down")),
    )
    tempo = [
        Fact(words.number(value, digits), "" if value is None else unit, text)
        for value, digits, unit, text in figures
    ]
    range_deg = median_figure(judged, lambda r: r.rom_deg)
    degrees = words.number(range_deg) + ("" if range_deg is None else "°")
    return (*tempo, Fact(degrees, "", say("share.range")))
