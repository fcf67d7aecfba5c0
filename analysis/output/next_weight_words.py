"""Sentences about the weight of the next session, or about why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.coaching.next_weight import NextWeight, TriedWeight
from analysis.coaching.weights import Rack, WeightUnit, format_weight, in_unit
from analysis.output.data_sentences import Sentence
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Reason
from imu.units import NBSP

_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
_SHOWN_WEIGHTS = 3
"""So many weights at most are told in the sentence of evidence: those nearest to the answer."""
_SAME_KG = 0.005


def _one_weight(weight_kg: float, unit: WeightUnit) -> str:
    """All sets were with this one weight, and what helps."""
    told = format_weight(weight_kg, unit)
    return f"all sets were with {told}; a set with another weight shows how much it matters"


def _nothing_light_enough(lightest_kg: float, unit: WeightUnit, reps: int) -> str:
    """No weight of the rack is light enough for so many reps; the lightest is told."""
    told = format_weight(lightest_kg, unit)
    return f"even {told}, the lightest, is likely too much for {reps} controlled reps; do fewer, or slower"


NO_WEIGHT: Mapping[Reason, Sentence] = {
    Reason.NO_EARLIER_SETS: "no earlier set with a weight is known; save sets with theirs, as by analyze --save --weight 12.5kg",
    Reason.TOO_FEW_REPS: "it has {reps} of the {needed} reps that it needs; half, fast and unjudged ones say nothing about the weight",
    Reason.ONE_WEIGHT: _one_weight,
    Reason.LONG_AGO: "the last set was {days} days ago; begin light, and let a few sets tell",
    Reason.NOTHING_LIGHT_ENOUGH: _nothing_light_enough,
}
"""Why no weight is advised: second half of a sentence, without its point."""


def next_weight_lines(found: NextWeight, settings: AdviceSettings) -> list[str]:
    """Returns everything that is said of the next weight: what to take, the evidence, and what was left out.

    Parameters
    ----------
    found : NextWeight
    settings : AdviceSettings
        Those that it was found with.
    """
    said = (
        next_weight_sentence(found, settings),
        evidence_sentence(found),
        units_sentence(found),
        left_out_sentence(found),
    )
    return [line for line in said if line]


def next_weight_sentence(found: NextWeight, settings: AdviceSettings) -> str:
    """Says what to take in the next session, how it went last time, and what is known of the next heavier weight.

    Where nobody said how many reps, it also says which number was taken, and why.

    Parameters
    ----------
    found : NextWeight
    settings : AdviceSettings
        Those that it was found with.
    """
    begin = f"{found.side.capitalize()}, next session" if found.side else "Next session"
    if found.weight_kg is None:
        light = found.because is not None and found.because.code == Reason.NOTHING_LIGHT_ENOUGH
        return f"{begin}: no weight, as {_reason(found)}.{_assumed(found, settings) if light else ''}"
    what = f"{begin}: {format_weight(found.weight_kg, found.unit)}{NBSP}× {found.target_reps}"
    parts = [_last_time(found, found.weight_kg), _heavier(found, settings)]
    return f"{what}. {'; '.join(part for part in parts if part)}.{_assumed(found, settings)}"


def _assumed(found: NextWeight, settings: AdviceSettings) -> str:
    """Which target was assumed; empty where somebody said one."""
    if not found.target_assumed:
        return ""
    least, most = settings.next_least_target, settings.next_most_target
    why = f"your usual number of controlled reps, but at least {least} and at most {most}"
    return f" {found.target_reps} reps are assumed, as no target was set: {why}."


def evidence_sentence(found: NextWeight) -> str:
    """Says between which weights the limit lies, and what was seen at the weights; empty where nothing was.

    Parameters
    ----------
    found : NextWeight
    """
    seen = [_seen(one, found.unit) for one in _nearest(found)]
    if not seen:
        return ""
    told = f"{_listed(seen)} controlled"
    if found.limit_kg is None:
        return f"So far {told}."
    low, high = (_bare(kg, found.unit) for kg in found.limit_kg)
    return f"Your limit is between {low} and {high}{NBSP}{found.unit} (80{NBSP}% interval): {told}."


def units_sentence(found: NextWeight) -> str:
    """Says that the rack is in another unit than the sets; empty where it is not."""
    if found.sets_unit in (None, found.unit):
        return ""
    return f"The rack is in {found.unit}, your sets are in {found.sets_unit}; 1 kg is 2.2 lb."


def rack_sentences(rack: Rack) -> list[str]:
    """Says what was put right in a rack as it was typed: its order, and weights that stood there more than once.

    Parameters
    ----------
    rack : Rack
        As `analysis.coaching.weights.parse_rack` reads it.
    """
    said = []
    if rack.was_sorted:
        said.append("taken from light to heavy.")
    if rack.doubled:
        told = ", ".join(f"{value:g}" for value in rack.doubled)
        counted = (
            "stands there more than once and is"
            if len(rack.doubled) == 1
            else "stand there more than once and are"
        )
        said.append(
            f"{told}{NBSP}{rack.unit} {counted} taken once; a comma parts weights, decimals need a point."
        )
    return said


def left_out_sentence(found: NextWeight) -> str:
    """Says how many sets were left out for a weight that cannot be meant; empty where none was."""
    if not found.left_out:
        return ""
    sets = "1 set was" if found.left_out == 1 else f"{found.left_out} sets were"
    return f"{sets} left out: a weight of 0, or of more than 500, cannot be meant; correct it."


def _reason(found: NextWeight) -> str:
    if found.because is None:
        return "nobody said how many reps"
    said, values = NO_WEIGHT[found.because.code], dict(found.because.values)
    return said.format(**values) if isinstance(said, str) else said(**values)


def _last_time(found: NextWeight, weight_kg: float) -> str:
    one = _at(found, weight_kg)
    if one is None:
        return f"You have not lifted {format_weight(weight_kg, found.unit)} yet"
    fast = f" and {one.last_fast} fast" if one.last_fast else ""
    return f"Last time {one.last_controlled} of {one.last_reps} controlled{fast}"


def _heavier(found: NextWeight, settings: AdviceSettings) -> str:
    """What is known of the next heavier weight of the rack; nothing where the advised one was never lifted either."""
    if found.heavier_kg is None:
        return "it is the heaviest there is"
    told, one = format_weight(found.heavier_kg, found.unit), _at(found, found.heavier_kg)
    if one is None:
        untried = found.weight_kg is not None and _at(found, found.weight_kg) is None
        return "" if untried else f"{told} would be a guess: never lifted"
    if one.telling < settings.next_guess_reps:
        sets = f"{_NUMBERS.get(one.sets, one.sets)} set{'s' if one.sets > 1 else ''}"
        return f"{told} would be a guess from {sets}"
    return f"with {told} {one.controlled} of {one.reps} reps were controlled"


def _at(found: NextWeight, weight_kg: float) -> TriedWeight | None:
    return next((one for one in found.tried if abs(one.weight_kg - weight_kg) <= _SAME_KG), None)


def _nearest(found: NextWeight) -> list[TriedWeight]:
    """The weights nearest to the answer, or the heaviest, lightest first."""
    tried = list(found.tried)
    about = found.weight_kg if found.weight_kg is not None else (tried[-1].weight_kg if tried else 0.0)
    chosen = sorted(tried, key=lambda one: abs(one.weight_kg - about))[:_SHOWN_WEIGHTS]
    return sorted(chosen, key=lambda one: one.weight_kg)


def _told(kg: float, unit: WeightUnit) -> str:
    """A weight as it stands on the dumbbell; one that is round in the other unit alone also in this one."""
    told = format_weight(kg, unit)
    return told if told.endswith(unit) else f"{told} ({in_unit(kg, unit):.1f}{NBSP}{unit})"


def _seen(one: TriedWeight, unit: WeightUnit) -> str:
    fast = f" ({one.fast} fast)" if one.fast else ""
    return f"{one.controlled} of {one.reps} reps with {_told(one.weight_kg, unit)}{fast}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _bare(kg: float, unit: WeightUnit) -> str:
    """A weight of an interval: a number in this unit, to half a unit below ten and whole above."""
    value = in_unit(kg, unit)
    return f"{round(2.0 * value) / 2.0:g}" if value < 20.0 else f"{value:.0f}"
