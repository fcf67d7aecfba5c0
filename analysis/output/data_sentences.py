"""Sentences about the quality of the data: where something was noticed, how much, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from analysis.coaching.weights import format_weight
from analysis.language import say, write_number
from analysis.output import words
from analysis.output.reading_words import reading_words
from analysis.records.events import QualityEvent
from analysis.records.results import Quality
from analysis.vocabulary import Because, Reason
from imu.facts import Value
from imu.printable import printable

Facts: TypeAlias = Mapping[str, Value]
"""Facts of a reason by name, as `analysis.vocabulary.Because` holds them."""
Writer: TypeAlias = Callable[..., str]
"""Takes the facts by name, and writes the sentence."""
Sentence: TypeAlias = str | Writer
"""Text with its facts in braces, or who writes it, as a table of sentences holds them."""
_LONGEST_NOTE = 40
_TIMES = ("start_s", "end_s")
"""Facts that are times on the recording's own axis."""
_BY, _SENSORS, _AND = "by", "sensors", " and "
"""Facts that name a part of the sensor by its code, as ``gyroscope``, and all sensors by theirs, with this between them."""


def _kinds(has_gyro: bool) -> str:
    return say("data.kinds.both") if has_gyro else say("data.kinds.accelerometer")


def _irregular(has_gyro: bool, **facts: Value) -> str:
    """Uneven times of the readings, how many came a second, and which sensors there are."""
    return say("data.irregular", kinds=_kinds(has_gyro), **facts)


def _steady(has_gyro: bool, broken: bool, **facts: Value) -> str:
    """How many readings came a second, and which sensors there are; ``broken``: but for what else is told of the signal."""
    return say("data.steady_otherwise" if broken else "data.steady", kinds=_kinds(has_gyro), **facts)


def _gap(start_s: float, **facts: Value) -> str:
    """How long no readings came, in which rep or when, and what it costs; of many gaps their sum."""
    return _hole("gap", start_s, facts)


def _frozen(start_s: float, **facts: Value) -> str:
    """How long one of the sensors, or all, repeated one reading, and what it costs, as of a gap."""
    return _hole("frozen", start_s, _named(facts))


def _hole(how: str, start_s: float, facts: Facts) -> str:
    """Says of a lost signal (``how``: ``gap`` or ``frozen``) how long it was, where, and what it costs."""
    if "gaps" in facts:
        return say(f"data.{how}.often", **facts)
    often = {1: "once", 2: "twice"}.get(int(facts.get("times", 1)), "several")
    length = say(f"data.{how}.{often}", **facts)
    if "rep" in facts:
        judged = facts["judged"]
        return say("data.lost.rep_counted" if judged else "data.lost.rep_not_judged", length=length, **facts)
    at = _clock(start_s)
    if not (cut := facts["cut"]):
        return say("data.lost.long" if facts["long"] else "data.lost.in_no_rep", length=length, at=at)
    said = say("data.lost.cut", n=cut, length=length, at=at)
    return say("data.lost.cut_and_hidden", said=said) if facts["long"] else said


UNBELIEVABLE_SHARE = 0.1
"""Share of impossible readings from which the others are not to be believed, either."""
NOTABLE_SHARE = 0.001
"""Share from which it is told: rarer ones are the odd disturbance of a link."""
_MINUTE_S = 60.0


def _impossible(start_s: float, beyond: int, isolated: int, by: str, share: float) -> str:
    """How many impossible readings were left out, of which kinds, and how much of the recording they are."""
    told = beyond + isolated > 1 and share >= NOTABLE_SHARE
    much = say("data.impossible.share", percent=100 * share) if told else ""
    left_out = words.capital(_left_out(start_s, beyond, isolated, by, much))
    if share >= UNBELIEVABLE_SHARE:
        return say("data.impossible.unbelievable", percent=100 * share, left_out=left_out)
    return say("data.impossible.check_connection", left_out=left_out) if told else left_out


def _left_out(start_s: float, beyond: int, isolated: int, by: str, much: str) -> str:
    """Says of readings of either kind that they were left out; ``much`` is their share, once."""
    of_one_kind = much if not (beyond and isolated) else ""
    of_beyond = say("data.impossible.beyond", n=beyond, much=of_one_kind)
    of_isolated = say(f"data.impossible.isolated.{by}", n=isolated, much=of_one_kind)
    if beyond and isolated:
        both = {"beyond": of_beyond, "isolated": of_isolated, "n": beyond + isolated}
        return say("data.impossible.both_left_out", **both, much=much, when=_when(start_s))
    what = of_beyond if beyond else of_isolated
    return say("data.impossible.left_out", n=beyond + isolated, what=what, when=_when(start_s))


def _when(time_s: float) -> str:
    """When something was: in seconds where a clock would show 0:00."""
    if 0 <= time_s < _MINUTE_S:
        return say("data.when.after", time_s=time_s)
    return say("data.when.at", clock=_clock(time_s))


def _clock(time_s: float) -> str:
    minutes, seconds = divmod(int(abs(time_s)), 60)
    return f"{'−' if time_s < 0 else ''}{minutes}:{seconds:02d}"


def _gyroscope_zero(zero_dps: float | None = None) -> str:
    """Bias of the gyroscope, with its size where that is known."""
    if zero_dps is None:
        return say("data.gyroscope_zero.far")
    return say("data.gyroscope_zero.known", zero_dps=zero_dps)


def _gravity(gravity_mps2: float, off: float, use: str) -> str:
    """Gravity as the accelerometer reads it; ``use``: ``as_it_is``, ``corrected`` or ``not_used``."""
    how = use if use != "corrected" else "high" if off > 0 else "low"
    return say(f"data.gravity.{how}", gravity_mps2=gravity_mps2, percent=100 * abs(off))


def _lever(set: int, lever_m: float, lever_sd_m: float) -> str:  # noqa: A002 - as the fact is called
    """How far the sensor is from the elbow, and how surely."""
    return say("data.lever", lever_cm=100 * lever_m, sd_cm=max(100 * lever_sd_m, 1.0), set=set)


def _gyroscope_stopped(start_s: float, total_s: float, times: int, reps: int) -> str:
    """From when and how long there was no gyroscope, and how many reps the accelerometer counted alone."""
    silent = say("data.gyroscope_stopped.silent", n=times, total_s=total_s, at=_clock(start_s))
    if not reps:
        return say("data.gyroscope_stopped.nothing", silent=silent)
    return say("data.gyroscope_stopped.reps", silent=silent, n=reps)


def _no_gyroscope(accompanies: bool = False) -> str:
    """What is missing without a gyroscope, of a sensor that makes reps and of one that accompanies them."""
    return say("data.no_gyroscope.accompanies") if accompanies else say("data.no_gyroscope.counts")


def _no_common_time(start_s: float, end_s: float) -> str:
    """When the sensor was read, which is beside all reps."""
    return say("data.no_common_time", start=_clock(start_s), end=_clock(end_s))


def _companion_silent(gaps: int, total_s: float, reps: int, of: int) -> str:
    """Number and length of the gaps, and in how many reps it was hardly read."""
    lost = say("data.companion_silent.not_throughout")
    if gaps:
        lost = say("data.companion_silent.lost", n=gaps, total_s=total_s)
    if not reps:
        return say("data.companion_silent.nothing_lacks", lost=lost)
    return say("data.companion_silent.reps_lack", lost=lost, reps=reps, of=of)


def _weight_unreadable(text: str) -> str:
    """The note of a weight as it was written."""
    if not text:
        return say("data.weight_unreadable.empty")
    return say("data.weight_unreadable.written", text=_note(text))


def _weight_out_of_range(text: str, most: float) -> str:
    """The note of a weight that nobody lifts."""
    return say("data.weight_out_of_range", text=_note(text), most=most)


def _note_unreadable(key: str, text: str) -> str:
    """A note whose value is none of those that it can have."""
    return say(f"data.note_unreadable.{key}", text=_note(text))


def _note_unknown(key: str, keys: str) -> str:
    """A note that looks as if something was meant by it."""
    return say("data.note_unknown", key=_note(key), keys=keys)


def _note(text: str) -> str:
    """What was noted, as far as it can be shown."""
    return printable(text if len(text) <= _LONGEST_NOTE else f"{text[:_LONGEST_NOTE]}…")


def _sides_apart(apart_s: float) -> str:
    """Two sensors whose recordings share no time, and what follows from it."""
    in_s = apart_s < 120.0
    apart = f"{write_number(apart_s, '.0f')} s" if in_s else f"{write_number(apart_s / 60.0, '.0f')} min"
    return say("data.sides_apart", apart=apart)


OF_DATA: Mapping[Reason, Writer | None] = {
    Reason.NO_CURL_SENSOR: None,
    Reason.SIDES_APART: _sides_apart,
    Reason.SHORT: None,
    Reason.SLOW: None,
    Reason.IRREGULAR: _irregular,
    Reason.STEADY: _steady,
    Reason.GAP: _gap,
    Reason.NO_GYROSCOPE: _no_gyroscope,
    Reason.TRUNK_ALONE: None,
    Reason.NO_COMMON_TIME: _no_common_time,
    Reason.COMPANION_SILENT: _companion_silent,
    Reason.COMPANION_UNUSED: None,
    Reason.PLACES_EXCHANGED: None,
    Reason.GYROSCOPE_STOPPED: _gyroscope_stopped,
    Reason.DROPPED: None,
    Reason.IMPOSSIBLE: _impossible,
    Reason.FROZEN: _frozen,
    Reason.CONSTANT: None,
    Reason.DEAD_AXIS: None,
    Reason.GYROSCOPE_RANGE: None,
    Reason.GYROSCOPE_ZERO: _gyroscope_zero,
    Reason.GYROSCOPE_AXES: None,
    Reason.GRAVITY: _gravity,
    Reason.LEVER: _lever,
    Reason.WEIGHT_UNREADABLE: _weight_unreadable,
    Reason.WEIGHT_OUT_OF_RANGE: _weight_out_of_range,
    Reason.RACK_WITHOUT_WEIGHT: None,
    Reason.NOTE_UNREADABLE: _note_unreadable,
    Reason.NOTE_UNKNOWN: _note_unknown,
    Reason.SIMULATED: None,
}
"""Sentences about a sensor, or the whole recording; None: the facts fill ``data.CODE`` of the files of words."""


def _implausible(name: str, figure: str, most: float, reps: int, of: int, rep: int) -> str:
    """A range (``figure``: ``rom_deg``) or a lift (``lift_s``) that a person can hardly have made."""
    where = words.reps([rep]) if reps == 1 else say("set_data.of_reps", reps=reps, of=of)
    if figure == "rom_deg":
        return say("set_data.implausible.range", set=name, where=where, most=most)
    return say("set_data.implausible.lift", set=name, where=where, most=most)


def _sensor_turned(name: str, degrees: float, rep: int) -> str:
    """Angle by which the sensor turned on the arm, and before which rep."""
    return say("set_data.sensor_turned", set=name, degrees=degrees, rep=rep)


def _clipped(name: str, reps: int) -> str:
    """Number of reps in which the sensor hit its limit."""
    return say("set_data.clipped", set=name, n=reps)


def _half_rep(name: str, **facts: Value) -> str:
    """The short rep and its range beside the usual one; of several how many they are."""
    if "rep" in facts:
        return say("set_data.half_rep.single", set=name, **facts)
    if facts["of"] == 1:
        return say("set_data.half_rep.only", set=name)
    return say("set_data.half_rep.several", set=name, n=facts["reps"], of=facts["of"])


def _weight_changed(name: str, from_kg: float, to_kg: float) -> str:
    """Both weights; the rule of `analysis.coaching.set_context` is that the later one holds."""
    before, after = format_weight(from_kg, "kg"), format_weight(to_kg, "kg")
    how = "to" if from_kg != to_kg else "back"
    return say(f"set_data.weight_changed.{how}", set=name, before=before, after=after)


def _set_cut(name: str, other: int, apart_s: float) -> str:
    """The set that goes on after the hole, and how much later."""
    if apart_s < 0.5:
        return say("set_data.set_cut.at_once", set=name, other=other)
    return say("set_data.set_cut.later", set=name, other=other, apart_s=apart_s)


OF_SETS: Mapping[Reason, Writer] = {
    Reason.IMPLAUSIBLE: _implausible,
    Reason.SENSOR_TURNED: _sensor_turned,
    Reason.SET_CUT: _set_cut,
    Reason.CLIPPED: _clipped,
    Reason.HALF_REP: _half_rep,
    Reason.WEIGHT_CHANGED: _weight_changed,
}
"""Sentences about a set, which take its name first, ``Set 2``."""


EVENTS = (Reason.GAP, Reason.FROZEN, Reason.GYROSCOPE_STOPPED, Reason.GYROSCOPE_BACK)
"""Codes of a stream about its own data, said at once: ``event.CODE`` of the files of words."""


def quality_text(note: Quality, place: str | None = None, since_s: float = 0.0) -> str:
    """Writes a finding about the data as one or two sentences.

    Parameters
    ----------
    note : Quality
    place : str, optional
        Where the sensor is ("Left wrist"), to be said first.
    since_s : float
        Start of the recording on its time axis, s: clock times count from it, as everywhere that people read.
    """
    if not isinstance(note.because, Because):
        text = reading_words(note.because)
    elif note.because.code in OF_SETS:
        facts = _since(note.because.values, since_s)
        number = facts.pop("set")
        at = say("set_data.set", set=number)
        name = at if place is None else say("set_data.set_at", place=place, set=number)
        return OF_SETS[note.because.code](name, **facts)
    else:
        text = _of_data(note.because.code, _since(note.because.values, since_s))
    return text if place is None else f"{place}: {text}"


def _since(facts: Facts, since_s: float) -> dict[str, Value]:
    """The facts, with times counted from the start of the recording."""
    return {k: float(v) - since_s if k in _TIMES else v for k, v in facts.items()}


def _named(facts: Facts) -> dict[str, Value]:
    """The facts, with the part of the sensor in words, and sensors listed as the language does."""
    in_words = dict(facts)
    if _BY in facts:
        in_words[_BY] = say(f"part.{facts[_BY]}")
    if _SENSORS in facts:
        in_words[_SENSORS] = words.joined(str(facts[_SENSORS]).split(_AND))
    return in_words


def _of_data(code: Reason, facts: Facts) -> str:
    write = OF_DATA[code]
    return say(f"data.{code}", **_named(facts)) if write is None else write(**facts)


def event_text(event: QualityEvent) -> str:
    """Writes what became known about the data while they came in, as a sentence."""
    return say(f"event.{event.because.code}", **_named(event.because.values))
