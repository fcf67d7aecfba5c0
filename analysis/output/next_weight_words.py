"""Sentences about the weight of the next session, or about why there is none."""

from __future__ import annotations

from analysis.coaching.next_weight import NextWeight, TriedWeight
from analysis.coaching.weights import Rack, WeightUnit, format_weight, in_unit
from analysis.language import say, write_number
from analysis.output import words
from analysis.settings.advice_settings import AdviceSettings
from analysis.vocabulary import Reason
from imu.units import NBSP

_SHOWN_WEIGHTS = 3
"""So many weights at most are told in the sentence of evidence: those nearest to the answer."""
_NUMBERS_IN_WORDS = 5
"""So many sets at most are told by a word, not a figure."""
_SAME_KG = 0.005
NO_WEIGHT = (
    Reason.NO_EARLIER_SETS,
    Reason.TOO_FEW_REPS,
    Reason.ONE_WEIGHT,
    Reason.LONG_AGO,
    Reason.NOTHING_LIGHT_ENOUGH,
)
"""Why no weight is advised. ``no_weight`` in the files of words has for each the second half of a sentence,
without its point."""


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
        doubtful_sentence(found),
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
    return f"{next_weight_title(found)}: {next_weight_advice(found, settings)}"


def next_weight_title(found: NextWeight) -> str:
    """Says that it is about the next session, and of which arm."""
    return say(f"next_weight.title.{found.side or 'one'}")


def next_weight_advice(found: NextWeight, settings: AdviceSettings) -> str:
    """Writes `next_weight_sentence` without its title.

    Parameters
    ----------
    found : NextWeight
    settings : AdviceSettings
        Those that it was found with.
    """
    if found.weight_kg is None:
        said = say("next_weight.no_weight", reason=_reason(found))
        light = found.because is not None and found.because.code == Reason.NOTHING_LIGHT_ENOUGH
        return said + (_assumed(found, settings) if light else "")
    what = say("next_weight.take", weight=format_weight(found.weight_kg, found.unit), reps=found.target_reps)
    parts = [_last_time(found, found.weight_kg), _heavier(found, settings)]
    known = "; ".join(part for part in parts if part)
    return f"{what}. {known}.{_beside_next_set(found, found.weight_kg)}{_assumed(found, settings)}"


def _beside_next_set(found: NextWeight, weight_kg: float) -> str:
    """How this weight goes together with another one that is advised for the next set; empty where that is none."""
    option = found.next_set
    if option is None or option.weight_kg is None or abs(option.weight_kg - weight_kg) <= _SAME_KG:
        return ""
    weights = {
        "weight": format_weight(option.weight_kg, found.unit),
        "taken": format_weight(weight_kg, found.unit),
        "reps": found.target_reps,
    }
    fewer = option.reps is not None and found.target_reps is not None and option.reps < found.target_reps
    if fewer:
        return f" {say('next_weight.next_set_fewer', fewer=option.reps, **weights)}"
    return f" {say('next_weight.next_set', **weights)}"


def _assumed(found: NextWeight, settings: AdviceSettings) -> str:
    """Which target was assumed; empty where somebody said one."""
    if not found.target_assumed:
        return ""
    least, most = settings.next_least_target, settings.next_most_target
    return f" {say('next_weight.assumed', reps=found.target_reps, least=least, most=most)}"


def evidence_sentence(found: NextWeight) -> str:
    """Says between which weights the limit lies, and what was seen at the weights; empty where nothing was.

    Parameters
    ----------
    found : NextWeight
    """
    seen = [_seen(one, found.unit) for one in _nearest(found)]
    if not seen:
        return ""
    told = words.joined(seen)
    if found.limit_kg is None:
        return say("next_weight.so_far", seen=told)
    low, high = (_bare(kg, found.unit) for kg in found.limit_kg)
    return say("next_weight.limit", low=low, high=high, unit=found.unit, seen=told)


def units_sentence(found: NextWeight) -> str:
    """Says that the rack is in another unit than the sets; empty where it is not."""
    if found.sets_unit in (None, found.unit):
        return ""
    return say("next_weight.units", rack=found.unit, sets=found.sets_unit)


def rack_sentences(rack: Rack) -> list[str]:
    """Says what was put right in a rack as it was typed: its order, and weights that stood there more than once.

    Parameters
    ----------
    rack : Rack
        As `analysis.coaching.weights.parse_rack` reads it.
    """
    said = []
    if rack.was_sorted:
        said.append(say("next_weight.rack_sorted"))
    if rack.doubled:
        weights = ", ".join(f"{value:g}" for value in rack.doubled)
        many = len(rack.doubled)
        said.append(say("next_weight.rack_doubled", n=many, weights=weights, unit=rack.unit))
    return said


def left_out_sentence(found: NextWeight) -> str:
    """Says how many sets were left out for a weight that cannot be meant; empty where none was."""
    return say("next_weight.left_out", n=found.left_out) if found.left_out else ""


def doubtful_sentence(found: NextWeight) -> str:
    """Says how many sets were left out for a measurement that cannot be believed; empty where none was."""
    return say("next_weight.doubtful", n=found.doubtful) if found.doubtful else ""


def _reason(found: NextWeight) -> str:
    if found.because is None:
        return say("no_weight.no_target")
    facts = dict(found.because.values)
    for name in ("weight_kg", "lightest_kg"):
        if name in facts:
            facts["weight"] = format_weight(float(facts.pop(name)), found.unit)
    return say(f"no_weight.{found.because.code}", **facts)


def _last_time(found: NextWeight, weight_kg: float) -> str:
    one = _at(found, weight_kg)
    if one is None:
        return say("next_weight.not_lifted", weight=format_weight(weight_kg, found.unit))
    how = {"controlled": one.last_controlled, "reps": one.last_reps}
    if one.last_fast:
        return say("next_weight.last_time_fast", **how, fast=one.last_fast)
    return say("next_weight.last_time", **how)


def _heavier(found: NextWeight, settings: AdviceSettings) -> str:
    """What is known of the next heavier weight of the rack; nothing where the advised one was never lifted either."""
    if found.heavier_kg is None:
        return say("next_weight.heaviest")
    weight, one = format_weight(found.heavier_kg, found.unit), _at(found, found.heavier_kg)
    if one is None:
        untried = found.weight_kg is not None and _at(found, found.weight_kg) is None
        return "" if untried else say("next_weight.never_lifted", weight=weight)
    how = {"weight": weight, "controlled": one.controlled, "reps": one.reps}
    if one.telling < settings.next_guess_reps:
        in_words = one.sets <= _NUMBERS_IN_WORDS
        sets = say(f"next_weight.sets.{one.sets}") if in_words else one.sets
        return say("next_weight.heavier_so_far", n=one.sets, sets=sets, **how)
    return say("next_weight.heavier", **how)


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
    if told.endswith(unit):
        return told
    return f"{told} ({write_number(in_unit(kg, unit), '.1f')}{NBSP}{unit})"


def _seen(one: TriedWeight, unit: WeightUnit) -> str:
    how = {"controlled": one.controlled, "reps": one.reps, "weight": _told(one.weight_kg, unit)}
    return say("next_weight.seen_fast", **how, fast=one.fast) if one.fast else say("next_weight.seen", **how)


def _bare(kg: float, unit: WeightUnit) -> str:
    """A weight of an interval: a number in this unit, to half a unit below ten and whole above."""
    value = in_unit(kg, unit)
    return write_number(round(2.0 * value) / 2.0, "g") if value < 20.0 else write_number(value, ".0f")
